"""The moves of a class: those of moves.py as its teacher names and orders them, and her own.

`Workshop.moves` is what she changed, in her order, a dictionary a move: {key, hidden, removed, words: {language:
{name, looks_like, sounds_like, stems}}}. What is missing or empty there is as in moves.py; a move that is not in
moves.py is her own, and has its words in BASE at least. What was noted or answered holds keys, so renaming loses
nothing; and a move of her own that she `removed` stays there with its words, last, for what was noted of it.
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
    """Every move of the class in its order, as it is kept: what was never changed comes last, as in moves.py."""
    kept = list(workshop.moves)
    known = {entry["key"] for entry in kept}
    return [*kept, *({"key": key} for key in MOVE if key not in known)]


def moves_of(workshop: Workshop, language: str = "") -> list[Move]:
    """All of them in the class's order, the hidden ones too, in that language or else in that of the page."""
    language = language or get_language() or BASE
    with override(language):
        return [_told(entry, language) for entry in entries(workshop) if not entry.get("removed")]


def names_of(workshop: Workshop) -> dict[str, str]:
    """What every move is called in BASE, by its key; those too that are hidden or removed."""
    with override(BASE):
        return {entry["key"]: str(_told(entry, BASE).name) for entry in entries(workshop)}


def shown_moves(workshop: Workshop, language: str = "") -> list[Move]:
    return [move for move in moves_of(workshop, language) if not move.hidden]


def move_of_the_week(workshop: Workshop, language: str = "") -> Move:
    """The one that she chose; where she removed it since, the first that is shown."""
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
    """Her words, and where she wrote none the others; a move of her own may have a name and nothing else."""
    words = {field: given.get(field) or otherwise.get(field, "") for field in ("name", "looks_like", "sounds_like")}
    stems: Sequence[str] = given.get("stems") or otherwise.get("stems", ())
    return {**words, "stems": tuple(stems)}


def languages() -> list[tuple[str, str]]:
    """The languages in which children read: code and name."""
    return list(settings.LANGUAGES)
