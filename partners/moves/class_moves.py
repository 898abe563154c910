"""The moves of a class: the built-in ones as its teacher renames and orders them, and the teacher's own.

`Workshop.moves` holds the teacher's changes, in the teacher's order, one dictionary a move: {key, hidden, removed,
words: {language: {name, looks_like, sounds_like, stems}}}. Words that are missing or empty there are those of
`built_in`. A move that is not in `built_in` is the teacher's own, and has words in BASE at least. Observations and
answers hold keys, so renaming a move loses nothing. An own move that was `removed` stays at the end with its words,
because older observations may name it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override

from partners.models import Workshop
from partners.moves.built_in import MOVE, Move

# The language in which teachers use the app.
BASE = settings.LANGUAGE_CODE
LONGEST_NAME = 60
LONGEST_LINE = 120
MOST_STEMS = 4

Entry = dict[str, Any]


def entries(workshop: Workshop) -> list[Entry]:
    """Every move of the class in its order, as stored. Moves that were never changed come last, in the built-in
    order."""
    kept = list(workshop.moves)
    known = {entry["key"] for entry in kept}
    return [*kept, *({"key": key} for key in MOVE if key not in known)]


def moves_of(workshop: Workshop, language: str = "") -> list[Move]:
    """All moves in the class's order, hidden ones included, in that language or else in the language of the page."""
    language = language or get_language() or BASE
    with override(language):
        return [_told(entry, language) for entry in entries(workshop) if not entry.get("removed")]


def names_of(workshop: Workshop) -> dict[str, str]:
    """The name of every move in BASE, by its key, including hidden and removed moves."""
    with override(BASE):
        return {entry["key"]: str(_told(entry, BASE).name) for entry in entries(workshop)}


def shown_moves(workshop: Workshop, language: str = "") -> list[Move]:
    return [move for move in moves_of(workshop, language) if not move.hidden]


def move_of_the_week(workshop: Workshop, language: str = "") -> Move:
    """The move that the teacher chose. Where it was removed since, the first move that is shown."""
    moves = moves_of(workshop, language)
    chosen = [move for move in moves if move.key == workshop.move_of_the_week]
    return (chosen or [move for move in moves if not move.hidden] or moves)[0]


def _told(entry: Entry, language: str) -> Move:
    words: Mapping[str, Any] = entry.get("words", {})
    move = MOVE.get(entry["key"])
    if move is None:
        given = words.get(language) or words[BASE]
        said = Move(entry["key"], **_filled(given, words[BASE]), own=True, lang="" if language in words else BASE)
    else:
        of_the_app = {
            "name": str(move.name),
            "looks_like": str(move.looks_like),
            "sounds_like": str(move.sounds_like),
            "stems": [str(stem) for stem in move.stems],
        }
        said = replace(move, **_filled(words.get(language, {}), of_the_app))
    return replace(said, hidden=bool(entry.get("hidden")))


def _filled(given: Mapping[str, Any], otherwise: Mapping[str, Any]) -> dict[str, Any]:
    """The teacher's words, and the built-in words where the teacher wrote none. An own move may have a name and
    nothing else."""
    words = {field: given.get(field) or otherwise.get(field, "") for field in ("name", "looks_like", "sounds_like")}
    stems: Sequence[str] = given.get("stems") or otherwise.get("stems", ())
    return {**words, "stems": tuple(stems)}


def languages() -> list[tuple[str, str]]:
    """The code and the name of each language that children read."""
    return list(settings.LANGUAGES)
