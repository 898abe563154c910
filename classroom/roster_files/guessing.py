"""Guesses how a table is read: where its headings are, and what its columns hold. The teacher may change it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from classroom.names import fold

from .capitals import are_capitals
from .columns import MANY_ROWS, Fact, facts_of, is_graded, is_worded, share
from .headings import heading_of, is_also_a_name, plain_heading
from .layouts import NAMES, WHOLE, Layout, Meaning
from .lines import class_of, is_group_word
from .tables import Row, Table
from .vocabulary import exact

_FIRST_LINES = 60
_DIGIT = re.compile(r"\d")
_ONCE = (Meaning.CALLED, Meaning.NUMBER, Meaning.GRADE, Meaning.GROUP, Meaning.ROLE, Meaning.STATUS)


def guess(table: Table, *, start: int | None = None, headings: int = 1) -> Layout:
    """The layout that a table most likely has. A table without rows gives a layout without columns. With `start` the
    teacher has said where the list begins, with so many lines of `headings`, and only the columns are guessed."""
    start, count = _headings(table) if start is None else (start, headings)
    facts = facts_of(table, [row.cells for row in table.rows[start : start + count]], below(table, start + count))
    columns = _with_headings(table, facts, start, count) if count else _without_headings(table, facts, start)
    layout = _called_by_last_word(table, Layout(columns, count, start))
    return replace(layout, usual_capitals=are_capitals(_name_cells(table, layout)))


def _called_by_last_word(table: Table, layout: Layout) -> Layout:
    """The layout, with Vietnamese names called by their last word: most begin with a family name, and none ends so."""
    if layout.columns.count(Meaning.FULL) != 1:
        return layout
    names = [name.split(" ") for name in _name_cells(table, layout) if " " in name and "," not in name]
    family = exact("vietnamese")
    if len(names) < 2 or any(words[-1] in family and len(words) == 2 for words in names):
        return layout
    if 2 * sum(1 for words in names if words[0] in family) <= len(names):
        return layout
    columns = (Meaning.LAST_WORD if column is Meaning.FULL else column for column in layout.columns)
    return replace(layout, columns=tuple(columns))


def likelihood(table: Table, layout: Layout) -> tuple[bool, bool]:
    """A key that sorts tables by how likely each is the list of children: it has names, and it has headings."""
    return layout.has_names, layout.headings > 0


def below(table: Table, start: int) -> list[Row]:
    """The rows of the list, without those that have fewer cells than nearly all others, such as totals."""
    rows = list(table.rows[start:])
    usual = usually_filled(rows)
    return [row for row in rows if filled(row) > 1] if usual > 1 else rows


def filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell)


def usually_filled(rows: Sequence[Row]) -> int:
    counts = sorted(filled(row) for row in rows)
    return counts[len(counts) // 2] if counts else 0


def _name_cells(table: Table, layout: Layout) -> list[str]:
    places = [i for i, column in enumerate(layout.columns) if column in NAMES]
    return [row.cells[i] for row in table.rows[layout.starts_at + layout.headings :][:300] for i in places]


# Where are the headings?


def _headings(table: Table) -> tuple[int, int]:
    """The place where the list begins, and how many lines of headings it has there."""
    if table.headed:
        return 0, 1
    rows = table.rows[:_FIRST_LINES]
    scores = [_score(row, table.width) for row in rows]
    if best := max(scores, default=0):
        return _with_second_line(table, scores.index(best))
    for place, row in enumerate(rows[:8]):
        if _is_line_of_groups(row) or _stands_out(table, place):
            return place, 1
    usual, start = usually_filled(table.rows), 0
    while start < len(rows) - 1 and usual > 1 and filled(rows[start]) == 1:
        start += 1
    return start, 0


def _score(row: Row, width: int) -> int:
    """How many headings a line has, if it says where the names are; otherwise 0."""
    cells = [cell for cell in row.cells if cell]
    known = [heading for cell in cells if (heading := heading_of(cell))]
    if len(known) == 1 and (any(is_also_a_name(cell) for cell in cells) or (width > 1 and len(cells) == 1)):
        return 0
    if any(cell.isdecimal() and cell != "504" for cell in cells) and 2 * len(known) < len(cells):
        return 0
    return len(known) if any(heading.meaning in NAMES for heading in known) else 0


def _with_second_line(table: Table, place: int) -> tuple[int, int]:
    """Headings may have two lines, such as Student over Last and First."""
    if place + 1 < len(table.rows) and _all_known(table.rows[place + 1]):
        same = [fold(cell) for cell in table.rows[place].cells] == [fold(c) for c in table.rows[place + 1].cells]
        return place, 1 if same else 2
    if place and _all_known(table.rows[place - 1]):
        return place - 1, 2
    return place, 1


def _all_known(row: Row) -> bool:
    cells = [cell for cell in row.cells if cell]
    return (
        len(cells) > 1
        and all(heading_of(cell) and not cell.isdecimal() for cell in cells)
        and not all(is_also_a_name(cell) for cell in cells)
    )


def _is_line_of_groups(row: Row) -> bool:
    cells = [cell for cell in row.cells if cell]
    return len(cells) > 1 and all(_is_title(cell) for cell in cells)


def _is_title(cell: str) -> bool:
    return is_group_word(cell) or bool(class_of(cell))


def _stands_out(table: Table, place: int) -> bool:
    """Whether a line of words stands over columns of numbers, grades or dates: unknown headings. Or several of its
    words are known headings, though none says where the names are."""
    line = table.rows[place]
    cells = [cell for cell in line.cells if cell]
    if len(cells) < 2 or any(any(c.isdigit() for c in cell) for cell in cells) or len(cells) < table.width // 2:
        return False
    if sum(1 for cell in cells if heading_of(cell) and not is_also_a_name(cell)) > 1:
        return True
    rest = below(table, place + 1)[:MANY_ROWS]
    for column, cell in enumerate(line.cells):
        values = [row.cells[column] for row in rest if row.cells[column]]
        if cell and len(values) > 1 and share(values, _has_digit) > 0.7:
            return True
    return False


def _has_digit(value: str) -> bool:
    return bool(_DIGIT.search(value))


# What do the columns hold?


def _with_headings(table: Table, facts: list[Fact], start: int, count: int) -> tuple[Meaning, ...]:
    rows = below(table, start + count)
    values = [[row.cells[i] for row in rows] for i in range(table.width)]
    columns = [fact.meaning for fact in facts]
    words = [plain_heading(fact.words) for fact in facts]
    if Meaning.LAST in columns and Meaning.CALLED in columns and not any(c in (*WHOLE, Meaning.FIRST) for c in columns):
        # The preferred name is the only first name.
        columns = [Meaning.FIRST if column is Meaning.CALLED else column for column in columns]
    if not any(column in NAMES for column in columns):
        columns = _names_by_values(facts, columns, values)
    more = [i for i, fact in enumerate(facts) if fact.heading and fact.heading.section == "last_more"]
    columns = _settled(columns, words, values, more)
    for meaning in _ONCE:
        columns = _best_only(columns, facts, words, meaning)
    return tuple(columns)


def _names_by_values(facts: Sequence[Fact], columns: list[Meaning], values: Sequence[Sequence[str]]) -> list[Meaning]:
    """Names by the values, where no heading says where they are."""
    lists_of_groups = [i for i, fact in enumerate(facts) if fact.words and _is_title(fact.words)]
    if len(lists_of_groups) > 1:
        return [Meaning.FULL if i in lists_of_groups else column for i, column in enumerate(columns)]
    free = [i for i, fact in enumerate(facts) if fact.meaning is Meaning.UNUSED and not fact.why and not fact.heading]
    return _by_values(columns, values, free)


def _by_values(columns: list[Meaning], values: Sequence[Sequence[str]], free: Sequence[int]) -> list[Meaning]:
    """The first free column of words holds whole names, or the first two hold first and last names. A column of grades
    is the grade."""
    grades = [i for i in free if is_graded([value for value in values[i] if value])]
    words = [i for i in free if i not in grades and share([v for v in values[i] if v], is_worded) > 0.5]
    if not words:
        return columns
    found = list(columns)
    whole = sum(1 for value in values[words[0]] if " " in value or "," in value)
    if len(words) > 1 and 2 * whole < len([v for v in values[words[0]] if v]) and not _is_few(values[words[1]]):
        found[words[0]], found[words[1]] = Meaning.FIRST, Meaning.LAST
    else:
        found[words[0]] = Meaning.FULL
    if grades and Meaning.GRADE not in found:
        found[grades[0]] = Meaning.GRADE
    numbers = [i for i in free if i not in grades and _are_numbers([value for value in values[i] if value])]
    if len(numbers) == 1 and Meaning.NUMBER not in found:
        found[numbers[0]] = Meaning.NUMBER
    return found


def _are_numbers(filled: Sequence[str]) -> bool:
    """Whether a column without a heading holds student numbers: each of four digits or more, and each once."""
    return bool(filled) and all(re.fullmatch(r"\d{4,9}", value) for value in filled) and len(set(filled)) == len(filled)


def _is_few(values: Sequence[str]) -> bool:
    """Whether a column has few different values, such as the names of teachers."""
    given = [value for value in values if value]
    return len(given) > 5 and len(set(given)) * 3 < len(given)


def _without_headings(table: Table, facts: list[Fact], start: int) -> tuple[Meaning, ...]:
    rows = below(table, start)
    values = [[row.cells[i] for row in rows] for i in range(table.width)]
    columns = [fact.meaning for fact in facts]
    if beside := _numbered_lists(values):
        return tuple(Meaning.FULL if i in beside else column for i, column in enumerate(columns))
    free = [i for i, fact in enumerate(facts) if fact.meaning is Meaning.UNUSED and not fact.why]
    return tuple(_by_values(columns, values, free))


def _numbered_lists(values: Sequence[Sequence[str]]) -> list[int]:
    """The columns of names in lists that stand side by side, each with its numbers in front: 1. Ana, 4. Dan."""
    found = []
    for i in range(1, len(values)):
        numbers = [value for value in values[i - 1] if value]
        names = [value for value in values[i] if value]
        counted = share(numbers, lambda value: bool(re.fullmatch(r"\(?\d{1,3}\s*[.):]?", value))) > 0.8
        if numbers and counted and share(names, is_worded) > 0.8 and not is_graded(names):
            found.append(i)
    return found if len(found) > 1 else []


def _settled(
    columns: list[Meaning], words: Sequence[str], values: Sequence[Sequence[str]], more: Sequence[int]
) -> list[Meaning]:
    """Settle which columns hold names. "Name" beside a first name is the last name (Name, Vorname; Nom, Prénom),
    unless it holds both. A second column with the same heading is a second list; another one is not used. `more` are
    the places of second last names, which stay."""
    whole = [i for i, column in enumerate(columns) if column in WHOLE]
    first = [i for i, column in enumerate(columns) if column is Meaning.FIRST]
    last = [i for i, column in enumerate(columns) if column is Meaning.LAST and i not in more]
    found = list(columns)
    if whole and (first or last):
        beside = (first or last)[0]
        if first and last:
            _unuse(found, whole)
        elif _holds(values[whole[0]], values[beside]):
            _unuse(found, [*first, *last])
        else:
            found[whole[0]] = Meaning.LAST if first else Meaning.FIRST
            _unuse(found, whole[1:])
    elif not whole and len(first) + len(last) == 1:
        only = (first or last)[0]
        given = [value for value in values[only] if value]
        if share(given, lambda value: " " in value or "," in value) > 0.5:
            found[only] = Meaning.FULL
    for group in (whole, first, last):
        _unuse(found, [i for i in group[1:] if words[i] != words[group[0]] and not _is_title(words[i])])
    return found


def _unuse(columns: list[Meaning], places: Sequence[int]) -> None:
    for place in places:
        columns[place] = Meaning.UNUSED


def _holds(full: Sequence[str], part: Sequence[str]) -> bool:
    both = [(one, other) for one, other in zip(full, part, strict=True) if one and other]
    return bool(both) and 2 * sum(1 for one, other in both if other in one and other != one) > len(both)


def _best_only(columns: list[Meaning], facts: Sequence[Fact], words: Sequence[str], meaning: Meaning) -> list[Meaning]:
    """Of several columns with one meaning the one with the best heading counts, and those with the same heading in
    lists side by side."""
    places = [i for i, column in enumerate(columns) if column is meaning]
    if len(places) < 2:
        return columns
    best = min(places, key=lambda i: (facts[i].rank if meaning is Meaning.NUMBER else 0, i))
    several = sum(1 for column in columns if column in WHOLE) > 1 or columns.count(Meaning.FIRST) > 1
    kept = {i for i in places if several and words[i] == words[best]} | {best}
    return [Meaning.UNUSED if i in places and i not in kept else column for i, column in enumerate(columns)]
