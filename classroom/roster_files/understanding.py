"""Turns a table into children, by its layout. Every other line gets a reason, and every column its use."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from classroom.names import BadName, fold

from .blocks import blocks_of
from .capitals import are_capitals, has_capitals
from .child_names import whole_name
from .child_rows import ChildReader
from .columns import MANY_ROWS, Fact, facts_of, is_name_like, share
from .guessing import below, filled, guess
from .headings import NO_IDENTITY
from .layouts import NAMES, Layout, Meaning, headings_of
from .lines import AGAIN, CLASS, NO_NAME, TITLE, class_of, is_group_word, no_child
from .parts import parts_of, titles_of
from .readings import Child, Column, OtherLine, Reading
from .roles_by_line import adults_of
from .sentences import NAMES_UNUSED, SEVERAL, Counts
from .tables import Aside, Part, Row, Table
from .vocabulary import plain, words

TWICE = "The same child as in line {}."


def understand(table: Table, layout: Layout, taken: Collection[str] = (), *, today: dt.date | None = None) -> Reading:
    """The reading of a table. `taken` are keys of other lines that the teacher takes as children; `today` says whether
    a day of leaving has passed."""
    return _Reader(table, layout, frozenset(taken), today).read()


@dataclass
class _Reader:
    table: Table
    layout: Layout
    taken: frozenset[str]
    today: dt.date | None
    children: list[Child] = field(default_factory=list)
    others: list[OtherLine] = field(default_factory=list)
    keys: dict[int, int] = field(default_factory=dict)
    beside: list[list[Child]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.start = min(self.layout.starts_at, len(self.table.rows))
        self.first = min(self.start + self.layout.headings, len(self.table.rows))
        self.headings = [row.cells for row in self.table.rows[self.start : self.first]]
        self.blocks = blocks_of(self.layout.columns)
        self.counts = Counts()
        self.child_reader = ChildReader(self.table, self.layout, self.blocks, self.today, self.counts)
        self.reasons = ["" if place < self.first else self._no_child(row) for place, row in enumerate(self.table.rows)]
        self.adults = adults_of(self.table.rows, self.reasons)
        self.beside = [[] for _ in self.blocks]
        # A key for each row, whatever part is read: the line, or 12.2 for the second row of line 12.
        self.row_keys = [self._key(row.number) for row in self.table.rows]

    def _key(self, number: int) -> str:
        self.keys[number] = self.keys.get(number, 0) + 1
        return str(number) if self.keys[number] == 1 else f"{number}.{self.keys[number]}"

    def read(self) -> Reading:
        facts = facts_of(self.table, self.headings, below(self.table, self.first))
        groups = self._groups()
        counted = [group for place, group in enumerate(groups) if self._counts(place)]
        parts = parts_of(counted, self._group_heading())
        beside = self._lists_beside() if not parts and len(self.blocks) > 1 else []
        # A class that isn't in the list any more, since another column says the classes now, counts as none.
        chosen = dict(titles_of(groups, self._group_heading())).get(self.layout.part)
        places = [place for place in range(self.first, len(self.table.rows)) if chosen in (None, groups[place])]
        needs_part = not self.table.whole and chosen is None and len(parts) > 1
        if not needs_part:
            self._before()
            self._read_rows(places, groups)
            if beside:
                parts = self._parts_beside(beside)
            self._once_each()
        everyone = sum(part.size for part in parts) if beside else len(counted)
        return self._reading(facts, parts, everyone, needs_part=needs_part)

    def _counts(self, place: int) -> bool:
        """Whether a row counts in the size of its class: it may be a child, and is no teacher."""
        row = self.table.rows[place]
        roles = (block.cell(row, Meaning.ROLE) for block in self.blocks)
        is_adult = any(plain(role) in words("aside_roles") for role in roles if role)
        return place >= self.first and not self.reasons[place] and not is_adult

    def _lists_beside(self) -> list[str]:
        """A title for each of the lists that stand side by side: Girls and Boys, Room 12 and Room 14, or a number."""
        headings = headings_of(self.table, self.layout)
        found = []
        for number, block in enumerate(self.blocks, 1):
            place = min(i for meaning in NAMES for i in block.places.get(meaning, ()))
            title = headings[place]
            found.append(title if is_group_word(title) or class_of(title) else f"List {number}")
        return found if len(set(found)) == len(found) else [f"List {number}" for number in range(1, len(found) + 1)]

    def _parts_beside(self, titles: Sequence[str]) -> tuple[Part, ...]:
        """The lists that stand side by side as parts. If one of them is chosen, the others are left out."""
        parts = tuple(Part(title, len(found)) for title, found in zip(titles, self.beside, strict=True))
        if self.layout.part in titles:
            self.children = self.beside[titles.index(self.layout.part)]
        return parts

    def _before(self) -> None:
        """The lines above the list. Headings are accounted for by the columns."""
        for row, key in list(zip(self.table.rows, self.row_keys, strict=True))[: self.start]:
            if not (key in self.taken and self._take(row, key, "")):
                self.others.append(OtherLine(key, row.number, _text(row), TITLE))

    def _groups(self) -> list[str]:
        """The class of each row: from its column, filled down, or from the line that announces a block."""
        found: list[str] = []
        by_column = any(Meaning.GROUP in block.places for block in self.blocks)
        now = ""
        for place, row in enumerate(self.table.rows):
            if by_column:
                cells = [cell for block in self.blocks if (cell := block.cell(row, Meaning.GROUP))]
                tells = cells and place >= self.first and self.reasons[place] in ("", CLASS)
                now = cells[0] if tells else now
            elif filled(row) == 1:
                now = class_of(next(cell for cell in row.cells if cell)) or now
            found.append(now)
        return found

    def _group_heading(self) -> str:
        headings = headings_of(self.table, self.layout)
        place = next((i for i, column in enumerate(self.layout.columns) if column is Meaning.GROUP), None)
        return headings[place] if place is not None and place < len(headings) else ""

    def _read_rows(self, places: Sequence[int], groups: Sequence[str]) -> None:
        for place in places:
            row, key = self.table.rows[place], self.row_keys[place]
            if key in self.taken and self._take(row, key, groups[place]):
                continue
            if why := self.reasons[place]:
                self.others.append(OtherLine(key, row.number, _text(row), why, why != AGAIN))
                continue
            self._read_row(row, key, groups[place], self.adults.get(place, ""))
        for found in self.beside:
            self.children.extend(found)

    def _no_child(self, row: Row) -> str:
        """Why a whole row is no child; empty where it may be one."""
        lowered = [cell.casefold() for cell in row.cells]
        if any(lowered == [cell.casefold() for cell in line] for line in self.headings):
            return AGAIN
        names = [name for block in self.blocks if (name := block.name(row))]
        found = no_child(row.cells, names[0] if names else "")
        return found.why if found else ""

    def _read_row(self, row: Row, key: str, group: str, adult: str) -> None:
        """Read the children of a row, one of each list side by side. What is no child becomes another line: all of the
        row, or the one list's name in it."""
        left: list[OtherLine] = []
        read = 0
        for number, block in enumerate(self.blocks):
            if not (cells := block.cells(row)):
                continue
            own_key = key if number == 0 else f"{key}-{number + 1}"
            name = block.name(row)
            try:
                if len(self.blocks) > 1 and (found := no_child(cells, name)):
                    raise BadName(found.why)
                child = self.child_reader.child(row, block, own_key, group)
                self.beside[number].append(replace(child, aside=child.aside or adult))
                read += 1
            except BadName as error:
                left.append(OtherLine(own_key, row.number, name, str(error), _has_letters(name)))
        if read:
            self.others.extend(other for other in left if other.text)
        else:
            why = left[0].why if left else NO_NAME
            self.others.append(OtherLine(key, row.number, _text(row), why, _has_letters(_text(row))))

    def _take(self, row: Row, key: str, group: str) -> bool:
        """Take a line as a child (as children, in lists side by side), because the teacher says so. False where no name
        can be made of it."""
        found: list[tuple[int, Child]] = []
        left = []
        for number, block in enumerate(self.blocks):
            if not (name := block.name(row)):
                continue
            own_key = key if number == 0 else f"{key}-{number + 1}"
            try:
                found.append((number, self.child_reader.child(row, block, own_key, group, is_taken=True)))
            except BadName as error:
                left.append(OtherLine(own_key, row.number, name, str(error), can_be_taken=False))
        if not found:
            text = next((cell for cell in row.cells if _has_letters(cell)), "")
            try:
                found = [(0, Child(key, row.number, whole_name(text, Meaning.FULL).name, group=group))]
            except BadName:
                return False
            left = [other for other in left if other.key != key]
        for number, child in found:
            self.beside[number].append(child)
        self.others.extend(left)
        return True

    def _once_each(self) -> None:
        """A child who is in two lines with the same name and number is one child. Two names with one number are two
        children, and the number is nobody's."""
        first: dict[str, Child] = {}
        clashing: set[str] = set()
        kept: list[Child] = []
        for child in self.children:
            number = child.source_id.lstrip("0")
            other = first.get(number) if number else None
            if other is None:
                first[number] = child
            elif fold(other.name.full) == fold(child.name.full) and child.key not in self.taken:
                self.others.append(OtherLine(child.key, child.line, child.name.full, TWICE.format(other.line)))
                continue
            else:
                clashing.add(number)
            kept.append(child)
        self.counts.clashing = len(clashing)
        self.children = [
            replace(child, source_id="") if child.source_id.lstrip("0") in clashing else child for child in kept
        ]

    def _reading(self, facts: Sequence[Fact], parts: tuple[Part, ...], everyone: int, *, needs_part: bool) -> Reading:
        columns = tuple(self._columns(facts))
        unused = self._unused_names(facts)
        if unused and self._may_be_several():
            self.children = [replace(child, questions=(*child.questions, SEVERAL)) for child in self.children]
        notes = (*self.table.notes, *self.counts.notes(self.layout, columns, len(self.blocks)), *unused)
        names = [child.name.full for child in self.children]
        return Reading(
            children=tuple(self.children),
            others=tuple(sorted(self.others, key=lambda other: other.line)),
            columns=columns,
            parts=parts,
            everyone=everyone,
            needs_part=needs_part,
            notes=notes,
            hidden=sum(1 for row in self.table.rows if row.aside is Aside.HIDDEN),
            blank=self.table.blank,
            has_capitals=self.layout.usual_capitals or are_capitals(names) or share(names, has_capitals) > 0.5,
            headings=headings_of(self.table, self.layout),
        )

    def _may_be_several(self) -> bool:
        """Whether first and last names are only guessed, from the first two of several columns without headings: each
        column may as well be a list of its own."""
        chosen = self.layout.columns
        is_parted = Meaning.FIRST in chosen and Meaning.LAST in chosen
        return is_parted and not self.layout.headings and guess(self.table).columns == chosen

    def _unused_names(self, facts: Sequence[Fact]) -> list[str]:
        """A sentence about columns that may hold names, and are not used."""
        rows = below(self.table, self.first)[:MANY_ROWS]
        found = []
        for place, fact in enumerate(facts):
            values = [row.cells[place] for row in rows if row.cells[place]]
            unknown = fact.heading is None or fact.heading.meaning in NAMES
            if self.layout.columns[place] is not Meaning.UNUSED or fact.why or not unknown:
                continue
            if len(values) > 1 and share(values, is_name_like) > 0.7 and len(set(values)) * 3 > 2 * len(values):
                found.append(f"“{fact.words}”" if fact.words else f"column {place + 1}")
        return [NAMES_UNUSED.format(", ".join(found))] if found else []

    def _columns(self, facts: Sequence[Fact]) -> Iterator[Column]:
        for place, (fact, heading) in enumerate(zip(facts, headings_of(self.table, self.layout), strict=True)):
            meaning = self.layout.columns[place]
            values = (row.cells[place] for row in self.table.rows[self.first :] if row.cells[place])
            sample = "" if fact.is_sensitive or fact.is_never_kept else next(values, "")
            why = fact.why if meaning is Meaning.UNUSED or fact.is_never_kept else ""
            yield Column(place, heading, meaning, why, "" if why and why != NO_IDENTITY else sample, fact.is_never_kept)


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _text(row: Row) -> str:
    return " · ".join(cell for cell in row.cells if cell)[:80]
