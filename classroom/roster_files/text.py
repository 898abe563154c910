"""Splits text into lines of cells: pasted, or saved by a spreadsheet."""

import csv
import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from .cells import too_many, without_addresses
from .child_names import COUNTED
from .grades import band_of
from .headings import heading_of, is_also_a_name
from .layouts import NAMES
from .lines import class_of, is_group_word
from .tables import ADDRESS, LONGEST_CELL, MOST_COLUMNS, MOST_FILLED, MOST_LINES
from .vocabulary import plain, states

Lines = list[tuple[int, list[str]]]

_SEP = re.compile(r'^"?sep=(.)"?\r?\n')
_ENTITY = re.compile(r"(&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31})(?<!&amp));", re.IGNORECASE)
_HELD = "\x1a"  # stands for such a semicolon
_NONE = ""  # each line is one cell
_DELIMITERS = ("\t", ";", "|", ",")
_END = re.compile(r"\r\n|\r|\n")
_MOST_LINES_OF_A_CELL = 5
# A line with more names than a class has children is no line of names.
_MOST_NAMES = 200
_MOST_LETTERS = 2 * LONGEST_CELL * MOST_COLUMNS


def lines_of(text: str) -> Lines:
    """The lines with their numbers, split into cells. Raises Unreadable when there are more than a list can have."""
    if "&" not in text:
        return _split_into_cells(text)
    # The semicolon of &eacute; separates nothing.
    lines = _split_into_cells(_ENTITY.sub(rf"\1{_HELD}", text))
    return [(number, [cell.replace(_HELD, ";") for cell in cells]) for number, cells in lines]


def _split_into_cells(text: str) -> Lines:
    said = _SEP.match(text)
    first, text = (2, text[said.end() :]) if said else (1, text)
    numbers, physical = _expanded(list(_physical(text)), first)
    delimiter = said[1] if said else _delimiter(physical[:200])
    found = [(numbers[place], cells) for place, cells in _records(physical, delimiter)]
    if said or delimiter in (_NONE, "|"):
        return found
    return _one_name_a_row(_last_first(found) if delimiter == "," else found, delimiter)


def _physical(text: str) -> Iterator[str]:
    """The lines of a text; no more than a list can have. Lines of any length are cut."""
    start = 0
    for end in islice(_END.finditer(text), MOST_LINES):
        yield text[start : min(end.start(), start + _MOST_LETTERS)]
        start = end.end()
    if _END.search(text, start) and text[start:].strip():
        raise too_many()
    yield text[start : start + _MOST_LETTERS]


def _records(physical: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each line with its place and cells. A quoted cell may hold line breaks; a quotation mark that is not closed
    within a few lines is a letter like others."""
    place = 0
    while place < len(physical):
        line, used = physical[place], 1
        if '"' not in line:
            yield place, _split(line, delimiter)
        else:
            used = _closed_after(physical, place)
            joined = "\n".join(physical[place : place + used])
            quoted = (
                delimiter and joined.count('"') % 2 == 0 and re.search(rf'(?:^|{re.escape(delimiter)})\s*"', joined)
            )
            if quoted or (not delimiter and re.fullmatch(r'\s*"(?:[^"]|"")*"\s*', joined)):
                yield place, _unquoted(joined, delimiter)
            else:
                used = 1
                yield place, _split(line, delimiter)
        place += used


def _closed_after(physical: Sequence[str], place: int) -> int:
    """After how many lines all quotation marks are closed; 1 where they never are."""
    marks = 0
    for used, line in enumerate(physical[place : place + _MOST_LINES_OF_A_CELL], 1):
        marks += line.count('"')
        if marks % 2 == 0:
            return used
    return 1


def _split(line: str, delimiter: str) -> list[str]:
    return line.split(delimiter, _MOST_NAMES) if delimiter else [line]


def _unquoted(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter or "\x1f", skipinitialspace=True), [])
    except csv.Error:
        return _split(text, delimiter)


# Which sign separates the cells?


def _delimiter(physical: Sequence[str]) -> str:
    best, best_hits = _NONE, 1 if any(_hits([line]) for line in physical) else 0
    for delimiter in _DELIMITERS:
        if not any(delimiter in line for line in physical):
            continue
        sample = [cells for _, cells in _records(physical, delimiter) if any(cell.strip() for cell in cells)]
        hits = max((_hits(cells) for cells in sample), default=0)
        headed = hits > best_hits and (hits > 1 or _usual(sample) > 1)
        if headed or (best == _NONE and hits >= best_hits and _is_table(sample, delimiter)):
            best, best_hits = delimiter, hits
    return best


def _hits(cells: Sequence[str]) -> int:
    """How many headings a line has, if it says where the names are; or how many groups stand side by side in it."""
    filled = [cell.strip() for cell in cells[:MOST_COLUMNS] if cell.strip()]
    if len(filled) > 1 and all(is_group_word(cell) for cell in filled):
        return len(filled)
    known = [heading for cell in filled if (heading := heading_of(cell))]
    if len(known) == 1 and any(is_also_a_name(cell.strip()) for cell in cells):
        return 0
    return len(known) if any(heading.meaning in NAMES for heading in known) else 0


def _usual(sample: Sequence[Sequence[str]]) -> int:
    """How many cells most lines have."""
    widths = [len(cells) for cells in sample]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=1)


def _is_table(sample: Sequence[Sequence[str]], delimiter: str) -> bool:
    """Whether most lines have several cells, as many each. One comma a line means Last, First, unless no name follows
    it."""
    usual = _usual(sample)
    widths = [len(cells) for cells in sample]
    if sum(1 for width in widths if width > 1) * 2 < len(widths) or max(widths, default=0) < 2:
        return False
    if delimiter in ",;" and _are_names(sample) and sum(1 for width in widths if width > 2) * 2 >= len(widths):
        return True
    if usual < 2 or 2 * widths.count(usual) < len(widths):
        return False
    if any(cell.count("(") != cell.count(")") for cells in sample for cell in cells):
        return False  # Ida Berg (ELL, 504)
    behind = [cells[1].strip() for cells in sample if len(cells) == usual]
    return delimiter != "," or usual > 2 or 2 * sum(1 for cell in behind if _is_name(cell)) <= len(behind)


def _is_name(cell: str) -> bool:
    is_worded = sum(c.isalpha() for c in cell) > 1 and not any(c.isdigit() for c in cell)
    return is_worded and not band_of(cell) and plain(cell) not in states()


def _last_first(found: Lines) -> Lines:
    """Lines such as "Ruiz, Ana, 100123", typed with a space behind each comma: the name and the rest."""
    rows = [cells for _, cells in found if any(cell.strip() for cell in cells)]
    typed = [
        len(cells) > 2 and cells[1].startswith(" ") and _is_name(cells[1]) and any(c.isdigit() for c in cells[2])
        for cells in rows
    ]
    if not rows or not all(typed):
        return found
    return [(number, [",".join(cells[:2]), *cells[2:]]) for number, cells in found]


# Several names on one line

_INLINE = re.compile(r"(?<=\S)\s{1,8}(?=\(?\d{1,3}[.)]\s{0,8}[^\W\d_])|[•●▪◦‣]")
_LABEL = re.compile(r"([^:,;\t\"]{1,60}):\s*([^:\d]+[,;]\s*[^\W\d_][^:\d]*)")


def _expanded(physical: Sequence[str], first: int) -> tuple[list[int], list[str]]:
    """The lines with their numbers, where lines such as "1. Ida 2. Jon" and "Room 3: Ida, Jon" are parted."""
    numbers: list[int] = []
    lines: list[str] = []
    for number, line in enumerate(physical, first):
        parts = _parted(line) if len(line) < _MOST_LETTERS // 4 and '"' not in line and "\t" not in line else [line]
        numbers += [number] * len(parts)
        lines += parts
        if len(lines) > MOST_LINES + 1:
            raise too_many()
    return numbers, lines


def _parted(line: str) -> list[str]:
    if (found := _LABEL.fullmatch(line.strip())) and (class_of(found[1]) or is_group_word(found[1])):
        return [f"{found[1]}:", found[2]]
    parts = [part for part in _INLINE.split(line) if part.strip()]
    counted = all(COUNTED.match(part.strip()) for part in parts) and "," not in line
    bulleted = line.strip()[:1] in ("•", "●", "▪", "◦", "‣")
    return parts if len(parts) > 1 and (counted or bulleted) else [line]


_NAME = re.compile(r"(?:[^\W\d_]|[\s.'’`‘-]|[\u0300-\u036f\u0600-\u06ff\u0900-\u0dff\u0e00-\u0e7f])+")
_AND = re.compile(r"(?:^|\s)(?:and|&|und|et|и)\s", re.IGNORECASE)


def _are_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether all cells are names, with or without an address, and none is a heading."""
    several = [row for row in rows if sum(1 for cell in row if cell.strip()) > 1]
    cells = [_shown(cell).strip() for row in several for cell in row if cell.strip()]
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return False
    bare = [COUNTED.sub("", without_addresses(cell), count=1) for cell in cells]
    return all(not text or _NAME.fullmatch(text.replace(",", " ")) for text in bare) and not any(
        _hits(row) or heading_of(cell.strip()) for row in several[:3] for cell in row if cell.strip() != ADDRESS
    )


def _shown(cell: str) -> str:
    return html.unescape(cell.replace(_HELD, ";")).replace("\xa0", " ") if "&" in cell else cell


def _one_name_a_row(found: Lines, delimiter: str) -> Lines:
    """Lines with several names, separated by commas or the like, as one row a name. Columns of a spreadsheet stay: only
    a single line may have its names between tabs."""
    rows = [cells for _, cells in found if any(cell.strip() for cell in cells)]
    widths = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    several = bool(rows) and sum(1 for width in widths if width > 2) * 2 >= len(rows)
    if not several and not (delimiter == ";" and len(rows) == 1):
        return found
    if (delimiter == "\t" and len(rows) > 1) or not _are_names(rows):
        return found
    if len(rows) > 1 and set(widths) == {3} and delimiter == ",":
        return found  # may be first, middle and last names: the teacher sees the columns
    if sum(widths) > MOST_FILLED:
        raise too_many()
    joined = ((number, _with_addresses(cells)) for number, cells in found)
    return [(number, [name]) for number, cells in joined for cell in cells for name in _AND.split(cell) if name.strip()]


def _with_addresses(cells: Sequence[str]) -> list[str]:
    """The cells of a line, an e-mail address with the name before it."""
    names: list[str] = []
    for cell in cells:
        if names and "@" in cell and not without_addresses(cell.strip()):
            names[-1] += f" {cell}"
        else:
            names.append(cell)
    return names
