"""Turns lines of cells into a table: where the headings are, what each column holds, which lines are not children."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .grades import band_of
from .headings import BIRTH, CONTACT, NEVER_KEPT, hits, kind_of
from .shapes import MOST_COLUMNS, NAMES, Column, Kind, Line, Part, Sheet, Skipped, Table

_FIRST_LINES = 15
_TITLE = re.compile(
    r"(?:room|class|grade|period|homeroom|section|teacher|roster|school|year|ms\.?|mrs\.?|mr\.?|mx\.?|dr\.?|"
    r"clase|classe|klasse|raum|salle|sala)(?:\s.*|\d.*)?",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:grand |sub)?(?:totals?|count|sum|summe|gesamt|gesamtzahl|somme|suma|totale|totaal|average|n)\b[\s:=]*\d*"
    r"|(?:number of )?(?:students|children|pupils|names)\s*[:=]?\s*\d+|\d+ (?:students|children|pupils|names)",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"(?:page \d|printed |printed:|generated |exported |as of |run date|report ).*", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{6,}\d")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_NUMBERING = re.compile(r"\(?\d{1,4}\s*[.):]?")

TITLE = "Stands above the list."
AGAIN = "The headings once more."
TOTAL = "A total, not a child."
FOOTER = "Stands below the list."
HIDDEN = "This column is hidden in the sheet."
MOST_PARTS = 100


def understand(sheet: Sheet) -> Table:
    """The table of a sheet. A sheet without a line gives a table without columns."""
    head, lines, skipped = _without_head(sheet)
    width = min(max((len(line.cells) for line in (*lines, *head[:1])), default=0), MOST_COLUMNS)
    headings = _padded(head[0].cells, width) if head else ("",) * width
    lines = [Line(line.number, _padded(line.cells, width)) for line in lines]
    kept, footers = _children_only(lines, headings)
    values = [[line.cells[i] for line in kept] for i in range(width)]
    columns = [_column(headings[i], values[i], i in sheet.hidden) for i in range(width)]
    columns = _with_names(columns, values) if head else _without_headings(columns, values)
    never = {i for i, column in enumerate(columns) if column.kind is Kind.NEVER}
    return Table(
        title=sheet.title,
        columns=tuple(columns),
        lines=tuple(_emptied(line, never) for line in kept),
        skipped=(*skipped, *footers),
        parts=sheet.parts or _parts(columns, values),
        whole=not sheet.parts,
        headed=bool(head),
    )


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))


def _emptied(line: Line, places: set[int]) -> Line:
    return Line(line.number, tuple("" if i in places else cell for i, cell in enumerate(line.cells)))


def _without_head(sheet: Sheet) -> tuple[list[Line], list[Line], list[Skipped]]:
    """The line of headings (or none), the lines after it, and the lines before it, which are skipped."""
    lines = list(sheet.lines)
    if sheet.headed:
        return lines[:1], lines[1:], []
    scores = [hits(line.cells) for line in lines[:_FIRST_LINES]]
    if any(scores):
        head = scores.index(max(scores))
        return [lines[head]], lines[head + 1 :], [_skipped(line, TITLE) for line in lines[:head]]
    usual = sorted(_filled(line) for line in lines)[len(lines) // 2] if lines else 0
    titles = 0
    while titles < min(len(lines), _FIRST_LINES) and _is_title(lines[titles], usual):
        titles += 1
    return [], lines[titles:], [_skipped(line, TITLE) for line in lines[:titles]]


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell)


def _is_title(line: Line, usual: int) -> bool:
    words = next((cell for cell in line.cells if cell), "")
    return _filled(line) == 1 and (usual > 1 or bool(_TITLE.fullmatch(words)))


def _skipped(line: Line, why: str) -> Skipped:
    return Skipped(line.number, " · ".join(cell for cell in line.cells if cell)[:80], why)


def _children_only(lines: Sequence[Line], headings: tuple[str, ...]) -> tuple[list[Line], list[Skipped]]:
    kept: list[Line] = []
    skipped: list[Skipped] = []
    for line in lines:
        why = _why_no_child(line, headings)
        if why:
            skipped.append(_skipped(line, why))
        elif _filled(line):
            kept.append(line)
    return kept, skipped


def _why_no_child(line: Line, headings: tuple[str, ...]) -> str:
    first = next((cell for cell in line.cells if cell), "")
    letters = sum(1 for cell in line.cells if any(c.isalpha() for c in cell))
    if any(headings) and line.cells == headings:
        return AGAIN
    if letters == 1 and _TOTAL.fullmatch(first):
        return TOTAL
    if _filled(line) == 1 and _FOOTER.fullmatch(first):
        return FOOTER
    return ""


def _column(heading: str, values: Sequence[str], hidden: bool) -> Column:
    kind, why = kind_of(heading)
    filled = [value for value in values if value]
    if kind not in (Kind.NEVER, Kind.SENSITIVE):
        kind, why = _by_values(kind, filled) or (kind, why)
    if hidden and kind is not Kind.NEVER:
        kind, why = Kind.SENSITIVE, HIDDEN
    sample = "" if kind in (Kind.NEVER, Kind.SENSITIVE) else next(iter(filled), "")
    return Column(heading, kind, why, sample)


def _by_values(kind: Kind, filled: Sequence[str]) -> tuple[Kind, str] | None:
    """The kind of a column by its values, and the reason where it is left out. None where its heading decides."""
    if _most(filled, _EMAIL):
        return Kind.NEVER, NEVER_KEPT
    if kind is Kind.LEFT_OUT and _most(filled, _DATE):
        return Kind.SENSITIVE, BIRTH
    if kind is Kind.LEFT_OUT and _most(filled, _PHONE):
        return Kind.SENSITIVE, CONTACT
    if kind in (Kind.LEFT_OUT, Kind.NUMBERING, Kind.ID) and _is_numbering(filled):
        return Kind.NUMBERING, ""
    if kind is Kind.NUMBERING:
        return Kind.ID, ""
    return None


def _most(filled: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return bool(filled) and 2 * sum(1 for value in filled if pattern.fullmatch(value)) > len(filled)


def _is_numbering(filled: Sequence[str]) -> bool:
    """Whether the values count up from 0 or 1, perhaps with gaps where lines were removed."""
    if len(filled) < 2 or not all(_NUMBERING.fullmatch(value) for value in filled):
        return False
    numbers = [int(re.sub(r"\D", "", value)) for value in filled]
    return numbers[0] in (0, 1) and all(one < other for one, other in pairwise(numbers))


def _with_names(columns: list[Column], values: Sequence[Sequence[str]]) -> list[Column]:
    """Settle which columns hold names. "Name" beside a first name is the last name (Name, Vorname; Nom, Prénom),
    unless it holds both. Of several columns of one kind only the first counts."""
    places = {kind: [i for i, column in enumerate(columns) if column.kind is kind] for kind in Kind}
    full, first, last = places[Kind.NAME], places[Kind.FIRST], places[Kind.LAST]
    if full and (first or last):
        beside = (first or last)[0]
        if _holds(values[full[0]], values[beside]) or (first and last):
            columns = _left_out(columns, [*first, *last] if not (first and last) else full)
        else:
            columns[full[0]] = replace(columns[full[0]], kind=Kind.LAST if first else Kind.FIRST)
    for kind in (*NAMES, Kind.ID, Kind.GRADE, Kind.GROUP):
        columns = _left_out(columns, [i for i, column in enumerate(columns) if column.kind is kind][1:])
    return columns


def _holds(full: Sequence[str], part: Sequence[str]) -> bool:
    both = [(one, other) for one, other in zip(full, part, strict=True) if one and other]
    return bool(both) and 2 * sum(1 for one, other in both if other in one and other != one) > len(both)


def _left_out(columns: Sequence[Column], places: Sequence[int]) -> list[Column]:
    return [replace(c, kind=Kind.LEFT_OUT) if i in places else c for i, c in enumerate(columns)]


def _without_headings(columns: list[Column], values: Sequence[Sequence[str]]) -> list[Column]:
    """Guess kinds by the values: the first column of words holds whole names, or the first two hold first and last
    names."""
    open_ = [i for i, column in enumerate(columns) if column.kind is Kind.LEFT_OUT]
    grades = [i for i in open_ if (filled := [v for v in values[i] if v]) and all(band_of(value) for value in filled)]
    words = [i for i in open_ if i not in grades and _holds_words(values[i])]
    if words:
        whole = sum(1 for value in values[words[0]] if " " in value or "," in value)
        two = len(words) > 1 and 2 * whole < len(values[words[0]])
        kinds = {words[0]: Kind.FIRST, words[1]: Kind.LAST} if two else {words[0]: Kind.NAME}
        columns = [replace(c, kind=kinds.get(i, c.kind)) for i, c in enumerate(columns)]
    return [replace(c, kind=Kind.GRADE) if grades[:1] == [i] and words else c for i, c in enumerate(columns)]


def _holds_words(values: Sequence[str]) -> bool:
    filled = [value for value in values if value]
    worded = [
        value for value in filled if any(not c.isascii() or c.isalpha() for c in value) and value.lower() not in _MARKS
    ]
    return bool(filled) and 2 * len(worded) > len(filled)


_MARKS = {"y", "n", "x", "yes", "no", "true", "false", "m", "f"}


def _parts(columns: Sequence[Column], values: Sequence[Sequence[str]]) -> tuple[Part, ...]:
    """The classes in the list of a whole school, by the column that names them."""
    place = next((i for i, column in enumerate(columns) if column.kind is Kind.GROUP), None)
    titles = sorted({value for value in values[place] if value}) if place is not None else []
    if place is None or not 1 < len(titles) <= MOST_PARTS:
        return ()
    heading = columns[place].heading
    found = [(title, tuple(i for i, value in enumerate(values[place]) if value == title)) for title in titles]
    return tuple(Part(f"{heading}: {title}", places) for title, places in found)
