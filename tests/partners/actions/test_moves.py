from typing import Any

import pytest

from classroom.models import AuditEvent, Classroom, User
from partners import catalogue
from partners.actions import moves
from partners.actions.moves import MOST_MOVES, UnableToChangeMoves
from partners.models import Workshop
from partners.moves import MOVES
from tests.cast import NOW

WORDS: dict[str, Any] = {"name": "Sit tall", "looks_like": "backs straight", "sounds_like": "", "stems": ["Up we go."]}
KEYS = [move.key for move in MOVES]


def kept(classroom: Classroom) -> Workshop:
    return Workshop.objects.get(classroom=classroom)


def order(classroom: Classroom) -> list[str]:
    return [move.key for move in catalogue.moves_of(kept(classroom))]


def test_a_move_of_her_own_comes_last(classroom: Classroom, owner: User) -> None:
    key = moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, key]
    own = catalogue.moves_of(kept(classroom))[-1]
    assert (own.name, own.looks_like, own.stems, own.own) == ("Sit tall", "backs straight", ("Up we go.",), True)
    assert AuditEvent.objects.get(verb="move_added").by == owner


def test_there_is_an_end_to_it(classroom: Classroom, owner: User) -> None:
    for _ in range(MOST_MOVES - len(MOVES)):
        moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    with pytest.raises(UnableToChangeMoves, match="are the most"):
        moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    assert len(order(classroom)) == MOST_MOVES


def test_words_go_back_to_those_of_the_app(classroom: Classroom, owner: User) -> None:
    for name in ("Echo", ""):
        words: dict[str, Any] = {"name": name, "stems": []}
        moves.change_move(classroom=classroom, key="say_it_back", language="en", words=words, by=owner, now=NOW)
        told = next(move for move in catalogue.moves_of(kept(classroom)) if move.key == "say_it_back")
        assert told.name == (name or "Say it back")


def test_up_and_down_and_no_further(classroom: Classroom, owner: User) -> None:
    def place(key: str, steps: int) -> list[str]:
        moves.place_move(classroom=classroom, key=key, steps=steps, by=owner, now=NOW)
        return order(classroom)

    assert place(KEYS[1], -1) == [KEYS[1], KEYS[0], *KEYS[2:]]
    assert place(KEYS[1], -1) == [KEYS[1], KEYS[0], *KEYS[2:]]
    assert place(KEYS[1], 1) == KEYS
    assert place(KEYS[-1], 1) == KEYS


def test_what_children_see_this_week_is_neither_hidden_nor_removed(classroom: Classroom, owner: User) -> None:
    key = moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    moves.hide_move(classroom=classroom, key=key, hidden=True, by=owner, now=NOW)
    moves.set_move_of_the_week(classroom=classroom, key=key, by=owner, now=NOW)
    assert catalogue.move_of_the_week(kept(classroom)).name == "Sit tall"
    assert not catalogue.move_of_the_week(kept(classroom)).hidden
    with pytest.raises(UnableToChangeMoves, match="Choose another one first"):
        moves.hide_move(classroom=classroom, key=key, hidden=True, by=owner, now=NOW)
    with pytest.raises(UnableToChangeMoves, match="Choose another one first"):
        moves.remove_move(classroom=classroom, key=key, by=owner, now=NOW)
    moves.set_move_of_the_week(classroom=classroom, key="trade_turns", by=owner, now=NOW)
    moves.remove_move(classroom=classroom, key=key, by=owner, now=NOW)
    assert order(classroom) == KEYS


def test_a_move_of_the_app_can_only_be_hidden(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToChangeMoves, match="You can hide it"):
        moves.remove_move(classroom=classroom, key="say_it_back", by=owner, now=NOW)
    moves.hide_move(classroom=classroom, key="say_it_back", hidden=True, by=owner, now=NOW)
    assert "say_it_back" not in [move.key for move in catalogue.shown_moves(kept(classroom))]


def test_a_move_that_is_gone(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToChangeMoves, match="on another screen"):
        moves.set_move_of_the_week(classroom=classroom, key="own_gone", by=owner, now=NOW)
    assert kept(classroom).move_of_the_week == "set_the_spot"


def test_what_was_removed_takes_no_place(classroom: Classroom, owner: User) -> None:
    gone, one, other = (moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW) for _ in range(3))
    moves.remove_move(classroom=classroom, key=gone, by=owner, now=NOW)
    moves.place_move(classroom=classroom, key=one, steps=1, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, other, one]
    moves.place_move(classroom=classroom, key=one, steps=1, by=owner, now=NOW)
    moves.place_move(classroom=classroom, key=one, steps=-1, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, one, other]
    for _ in range(MOST_MOVES - len(MOVES) - 2):
        moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    assert len(order(classroom)) == MOST_MOVES
    with pytest.raises(UnableToChangeMoves, match="on another screen"):
        moves.set_move_of_the_week(classroom=classroom, key=gone, by=owner, now=NOW)
