"""The moves of a class: those of moves.py, as its teacher names them."""

from typing import Any

from partners.models import Workshop
from partners.moves import class_moves
from partners.moves.built_in import MOVES, Move

ECHO = {"name": "Echo", "stems": ["So you said…"]}
OWN: dict[str, Any] = {
    "key": "own_bcdfghjkmn",
    "words": {"en": {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": []}},
}


def told(moves: list[Any], key: str, language: str = "en") -> Move:
    return next(move for move in class_moves.moves_of(Workshop(moves=moves), language) if move.key == key)


def test_a_class_begins_with_the_moves_of_the_app() -> None:
    moves = class_moves.moves_of(Workshop())
    assert [(move.key, move.name) for move in moves] == [(move.key, str(move.name)) for move in MOVES]
    assert class_moves.move_of_the_week(Workshop()).key == "set_the_spot"


def test_her_words_stand_where_she_wrote_some() -> None:
    echo = told([{"key": "say_it_back", "words": {"en": ECHO}}], "say_it_back")
    assert echo.name == "Echo"
    assert echo.stems == ("So you said…",)
    assert echo.looks_like == "listener retells with fingers"


def test_in_another_language_her_words_for_it_and_else_those_of_the_app() -> None:
    moves = [{"key": "say_it_back", "words": {"en": ECHO, "es": {"name": "Repítelo"}}}]
    spanish, french = (told(moves, "say_it_back", language) for language in ("es", "fr"))
    assert spanish.name == "Repítelo"
    assert "Echo" not in (spanish.name, french.name)
    assert (spanish.lang, french.lang) == ("", "")


def test_a_move_of_her_own_says_in_which_language_it_is() -> None:
    own = told([OWN], OWN["key"], "es")
    assert (own.name, own.lang) == ("Sit tall", "en")
    translated = {**OWN, "words": {**OWN["words"], "es": {"name": "Siéntate derecho"}}}
    own = told([translated], OWN["key"], "es")
    assert (own.name, own.lang) == ("Siéntate derecho", "")


def test_a_move_that_is_hidden_is_not_shown_and_one_of_the_week_that_is_gone_gives_way() -> None:
    workshop = Workshop(moves=[{"key": "set_the_spot", "hidden": True}], move_of_the_week="own_that_is_gone")
    assert "set_the_spot" not in [move.key for move in class_moves.shown_moves(workshop)]
    assert class_moves.move_of_the_week(workshop).key == "knee_to_knee"
