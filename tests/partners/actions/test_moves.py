from typing import Any

import pytest

from classroom.models import AuditEvent, Classroom, User
from partners.actions import moves
from partners.actions.moves import MOST_MOVES, NameTaken, UnableToChangeMoves
from partners.models import Workshop
from partners.moves import class_moves
from partners.moves.built_in import MOVES
from tests.cast import NOW

WORDS: dict[str, Any] = {"name": "Sit tall", "looks_like": "backs straight", "sounds_like": "", "stems": ["Up we go."]}
KEYS = [move.key for move in MOVES]


def kept(classroom: Classroom) -> Workshop:
    return Workshop.objects.get(classroom=classroom)


def order(classroom: Classroom) -> list[str]:
    return [move.key for move in class_moves.moves_of(kept(classroom))]


def test_a_teachers_own_move_comes_last(classroom: Classroom, owner: User) -> None:
    key = moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, key]
    own = class_moves.moves_of(kept(classroom))[-1]
    assert (own.name, own.looks_like, own.stems, own.own) == ("Sit tall", "backs straight", ("Up we go.",), True)
    assert AuditEvent.objects.get(verb="move_added").by == owner


def named(name: str) -> dict[str, Any]:
    return {**WORDS, "name": name}


def test_the_number_of_moves_is_limited(classroom: Classroom, owner: User) -> None:
    for number in range(MOST_MOVES - len(MOVES)):
        moves.add_move(classroom=classroom, words=named(f"Move {number}"), by=owner, now=NOW)
    with pytest.raises(UnableToChangeMoves, match="are the most"):
        moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    assert len(order(classroom)) == MOST_MOVES


@pytest.mark.parametrize("name", ["Sit tall", "SIT  tall", "sit-tall", "Say it back", " say it  back", "echo"])
def test_two_moves_cannot_have_the_same_name(name: str, classroom: Classroom, owner: User) -> None:
    """A built-in move that the teacher renamed has two names: its own one stays taken."""
    by: dict[str, Any] = {"classroom": classroom, "by": owner, "now": NOW}
    moves.add_move(words=WORDS, **by)
    moves.change_move(key="say_it_back", language="en", words={"name": "Echo", "stems": []}, **by)
    with pytest.raises(NameTaken, match=r"is a move already\. Give this one another name\.$"):
        moves.add_move(words=named(name), **by)
    with pytest.raises(NameTaken):
        moves.change_move(key="mend_it", language="en", words=named(name), **by)
    told = {move.key: move.name for move in class_moves.moves_of(kept(classroom))}
    assert len(told) == len(MOVES) + 1
    assert told["mend_it"] == "Mend it"


def test_a_move_may_keep_its_name_and_names_are_compared_per_language(classroom: Classroom, owner: User) -> None:
    by: dict[str, Any] = {"classroom": classroom, "by": owner, "now": NOW}
    key = moves.add_move(words=WORDS, **by)
    for language, name in (("en", "SIT TALL"), ("fr", "Mend it"), ("fr", "Assis droit")):
        moves.change_move(key=key, language=language, words=named(name), **by)
    with pytest.raises(NameTaken):
        moves.change_move(key="mend_it", language="fr", words=named("assis  droit"), **by)
    moves.change_move(key="say_it_back", language="en", words=named("Say it Back"), **by)


def test_an_emptied_name_becomes_the_built_in_one(classroom: Classroom, owner: User) -> None:
    for name in ("Echo", ""):
        words: dict[str, Any] = {"name": name, "stems": []}
        moves.change_move(classroom=classroom, key="say_it_back", language="en", words=words, by=owner, now=NOW)
        told = next(move for move in class_moves.moves_of(kept(classroom)) if move.key == "say_it_back")
        assert told.name == (name or "Say it back")


def test_a_move_goes_up_and_down_within_the_list(classroom: Classroom, owner: User) -> None:
    def place(key: str, steps: int) -> list[str]:
        moves.place_move(classroom=classroom, key=key, steps=steps, by=owner, now=NOW)
        return order(classroom)

    assert place(KEYS[1], -1) == [KEYS[1], KEYS[0], *KEYS[2:]]
    assert place(KEYS[1], -1) == [KEYS[1], KEYS[0], *KEYS[2:]]
    assert place(KEYS[1], 1) == KEYS
    assert place(KEYS[-1], 1) == KEYS


def test_the_move_of_the_week_cannot_be_hidden_or_removed(classroom: Classroom, owner: User) -> None:
    key = moves.add_move(classroom=classroom, words=WORDS, by=owner, now=NOW)
    moves.hide_move(classroom=classroom, key=key, hidden=True, by=owner, now=NOW)
    moves.set_move_of_the_week(classroom=classroom, key=key, by=owner, now=NOW)
    assert class_moves.move_of_the_week(kept(classroom)).name == "Sit tall"
    assert not class_moves.move_of_the_week(kept(classroom)).hidden
    with pytest.raises(UnableToChangeMoves, match="Choose another one first"):
        moves.hide_move(classroom=classroom, key=key, hidden=True, by=owner, now=NOW)
    with pytest.raises(UnableToChangeMoves, match="Choose another one first"):
        moves.remove_move(classroom=classroom, key=key, by=owner, now=NOW)
    moves.set_move_of_the_week(classroom=classroom, key="trade_turns", by=owner, now=NOW)
    moves.remove_move(classroom=classroom, key=key, by=owner, now=NOW)
    assert order(classroom) == KEYS


def test_a_built_in_move_can_only_be_hidden(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToChangeMoves, match="You can hide it"):
        moves.remove_move(classroom=classroom, key="say_it_back", by=owner, now=NOW)
    moves.hide_move(classroom=classroom, key="say_it_back", hidden=True, by=owner, now=NOW)
    assert "say_it_back" not in [move.key for move in class_moves.shown_moves(kept(classroom))]


def test_a_move_that_is_gone_cannot_be_chosen(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToChangeMoves, match="on another screen"):
        moves.set_move_of_the_week(classroom=classroom, key="own_gone", by=owner, now=NOW)
    assert kept(classroom).move_of_the_week == "set_the_spot"


def test_a_removed_move_takes_no_place(classroom: Classroom, owner: User) -> None:
    gone, one, other = (
        moves.add_move(classroom=classroom, words=named(name), by=owner, now=NOW) for name in ("Hum", "Wave", "Nod")
    )
    moves.remove_move(classroom=classroom, key=gone, by=owner, now=NOW)
    moves.place_move(classroom=classroom, key=one, steps=1, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, other, one]
    moves.place_move(classroom=classroom, key=one, steps=1, by=owner, now=NOW)
    moves.place_move(classroom=classroom, key=one, steps=-1, by=owner, now=NOW)
    assert order(classroom) == [*KEYS, one, other]
    moves.add_move(classroom=classroom, words=named("Hum"), by=owner, now=NOW)
    for number in range(MOST_MOVES - len(MOVES) - 3):
        moves.add_move(classroom=classroom, words=named(f"Move {number}"), by=owner, now=NOW)
    assert len(order(classroom)) == MOST_MOVES
    with pytest.raises(UnableToChangeMoves, match="on another screen"):
        moves.set_move_of_the_week(classroom=classroom, key=gone, by=owner, now=NOW)
