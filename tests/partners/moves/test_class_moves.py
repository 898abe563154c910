"""The moves of a class: the built-in ones under the teacher's names, and the teacher's own."""

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


def test_a_class_begins_with_the_built_in_moves() -> None:
    moves = class_moves.moves_of(Workshop())
    assert [(move.key, move.name) for move in moves] == [(move.key, str(move.name)) for move in MOVES]
    assert class_moves.move_of_the_week(Workshop()).key == "set_the_spot"


def test_the_teachers_words_replace_the_built_in_ones() -> None:
    echo = told([{"key": "say_it_back", "words": {"en": ECHO}}], "say_it_back")
    assert echo.name == "Echo"
    assert echo.stems == ("So you said…",)
    assert echo.looks_like == "listener retells with fingers"


def test_another_language_has_the_teachers_words_or_else_the_built_in_ones() -> None:
    moves = [{"key": "say_it_back", "words": {"en": ECHO, "es": {"name": "Repítelo"}}}]
    spanish, french = (told(moves, "say_it_back", language) for language in ("es", "fr"))
    assert spanish.name == "Repítelo"
    assert "Echo" not in (spanish.name, french.name)
    assert (spanish.lang, french.lang) == ("", "")


def test_a_teachers_own_move_says_which_language_it_is_in() -> None:
    own = told([OWN], OWN["key"], "es")
    assert (own.name, own.lang) == ("Sit tall", "en")
    translated = {**OWN, "words": {**OWN["words"], "es": {"name": "Siéntate derecho"}}}
    own = told([translated], OWN["key"], "es")
    assert (own.name, own.lang) == ("Siéntate derecho", "")


def test_a_hidden_move_is_not_shown_and_a_missing_move_of_the_week_is_replaced() -> None:
    workshop = Workshop(moves=[{"key": "set_the_spot", "hidden": True}], move_of_the_week="own_that_is_gone")
    assert "set_the_spot" not in [move.key for move in class_moves.shown_moves(workshop)]
    assert class_moves.move_of_the_week(workshop).key == "knee_to_knee"
