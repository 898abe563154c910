"""The moves of a class, as the teacher names, orders and hides them. Nothing here is about a child."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, User
from classroom.models.keyed import new_key
from classroom.names import fold
from partners.models import PartnersVerb, Workshop
from partners.moves.built_in import MOVE
from partners.moves.class_moves import BASE, Entry, entries, moves_of

MOST_MOVES = 40


class UnableToChangeMoves(Unable):
    pass


class NameTaken(UnableToChangeMoves):
    """The class has a move with this name already. Another name can be given."""


@transaction.atomic
def _change(
    classroom: Classroom,
    change: Callable[[Workshop, list[Entry]], list[Entry]],
    verb: PartnersVerb,
    by: User,
    now: dt.datetime,
) -> None:
    """Apply `change` to the present moves, under the lock of the class."""
    lock(classroom)
    workshop = Workshop.objects.get(classroom=classroom)
    workshop.moves = sorted(change(workshop, entries(workshop)), key=_is_removed)
    workshop.save(update_fields=["moves"])
    record(verb, now=now, by=by, classroom=classroom)


def _is_removed(entry: Entry) -> bool:
    return bool(entry.get("removed"))


def add_move(*, classroom: Classroom, words: Mapping[str, Any], by: User, now: dt.datetime) -> str:
    """Add a move of the teacher's own after the others. `words` are {name, looks_like, sounds_like, stems}. Returns
    its key."""
    key = f"own_{new_key()}"

    def add(workshop: Workshop, moves: list[Entry]) -> list[Entry]:
        if sum(not _is_removed(entry) for entry in moves) >= MOST_MOVES:
            raise UnableToChangeMoves(f"{MOST_MOVES} moves are the most. Change or remove one of your own.")
        _check_name(workshop, key, BASE, words["name"])
        return [*moves, {"key": key, "words": {BASE: dict(words)}}]

    _change(classroom, add, PartnersVerb.MOVE_ADDED, by, now)
    return key


def change_move(
    *, classroom: Classroom, key: str, language: str, words: Mapping[str, Any], by: User, now: dt.datetime
) -> None:
    """Store the teacher's words for a move in one language. Where a word is empty, the app's own word is used again."""

    def change(workshop: Workshop, moves: list[Entry]) -> list[Entry]:
        entry = _of(moves, key)
        _check_name(workshop, key, language, words.get("name", ""))
        told = {**entry.get("words", {}), language: {field: word for field, word in words.items() if word}}
        entry["words"] = {code: given for code, given in told.items() if given}
        return moves

    _change(classroom, change, PartnersVerb.MOVE_CHANGED, by, now)


def _check_name(workshop: Workshop, key: str, language: str, name: str) -> None:
    """Raises NameTaken. With two moves of one name nobody would know which is meant. A move of the app may get its
    own name back, so that name stays taken."""
    others = [move for move in (*moves_of(workshop, language), *moves_of(Workshop(), language)) if move.key != key]
    taken = next((move for move in others if name and fold(str(move.name)) == fold(name)), None)
    if taken is not None:
        raise NameTaken(f"“{taken.name}” is a move already. Give this one another name.")


def hide_move(*, classroom: Classroom, key: str, hidden: bool, by: User, now: dt.datetime) -> None:
    """Hide a move from children, charts and suggestions, or show it again. Observations of it stay."""

    def hide(workshop: Workshop, moves: list[Entry]) -> list[Entry]:
        if hidden and workshop.move_of_the_week == key:
            raise UnableToChangeMoves("This is the move of the week. Choose another one first.")
        _of(moves, key)["hidden"] = hidden
        return moves

    _change(classroom, hide, PartnersVerb.MOVE_CHANGED, by, now)


def place_move(*, classroom: Classroom, key: str, steps: int, by: User, now: dt.datetime) -> None:
    """Move it up (steps < 0) or down the list. At the end of the list it stays."""

    def place(workshop: Workshop, moves: list[Entry]) -> list[Entry]:
        entry = _of(moves, key)
        at = moves.index(entry)
        moves.remove(entry)
        moves.insert(max(0, at + steps), entry)
        return moves

    _change(classroom, place, PartnersVerb.MOVE_CHANGED, by, now)


def remove_move(*, classroom: Classroom, key: str, by: User, now: dt.datetime) -> None:
    """Remove a move of the teacher's own for good; observations of it keep its name. Moves of the app can only be
    hidden."""

    def remove(workshop: Workshop, moves: list[Entry]) -> list[Entry]:
        if key in MOVE:
            raise UnableToChangeMoves("This move came with Partners. You can hide it.")
        if workshop.move_of_the_week == key:
            raise UnableToChangeMoves("This is the move of the week. Choose another one first.")
        _of(moves, key)["removed"] = True
        return moves

    _change(classroom, remove, PartnersVerb.MOVE_REMOVED, by, now)


@transaction.atomic
def set_move_of_the_week(*, classroom: Classroom, key: str, by: User, now: dt.datetime) -> None:
    """From now on children see this move. If it was hidden, it is shown again."""
    lock(classroom)
    workshop = Workshop.objects.get(classroom=classroom)
    moves = entries(workshop)
    _of(moves, key)["hidden"] = False
    workshop.moves, workshop.move_of_the_week = moves, key
    workshop.save(update_fields=["moves", "move_of_the_week"])
    record(PartnersVerb.MOVE_OF_THE_WEEK_SET, now=now, by=by, classroom=classroom)


def _of(moves: list[Entry], key: str) -> Entry:
    for entry in moves:
        if entry["key"] == key and not _is_removed(entry):
            return entry
    raise UnableToChangeMoves("This move was removed on another screen. Nothing was changed.")
