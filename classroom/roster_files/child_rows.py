"""Reads the child in a row of a table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from classroom.names import BadName

from .asides import aside_of, is_day_first
from .blocks import Block
from .child_names import Named, family_in_capitals, in_usual_capitals, name_of_parts, whole_name
from .columns import MANY_ROWS, SPOILED, share
from .grades import band_of, grade_of_date
from .guessing import filled, usually_filled
from .layouts import Layout, Meaning
from .readings import Child
from .sentences import Counts
from .tables import Aside, Row, Table

LONGEST_ID = 120
ALONE = "Only a name stands in this line. Is it a child?"
_ASIDES = (Meaning.ROLE, Meaning.STATUS, Meaning.STARTS, Meaning.ENDS)


@dataclass
class ChildReader:
    """Reads children of one table, and counts in `counts` what is to be said about them."""

    table: Table
    layout: Layout
    blocks: Sequence[Block]
    today: dt.date | None
    counts: Counts

    def __post_init__(self) -> None:
        self.rows = self.table.rows[self.layout.starts_at + self.layout.headings :]
        self.usual = usually_filled(self.rows)
        self.capitals_first = self._has_capitals_first()
        days = [i for i, column in enumerate(self.layout.columns) if column in (Meaning.STARTS, Meaning.ENDS)]
        self.day_first = is_day_first(row.cells[i] for row in self.rows for i in days)

    def _has_capitals_first(self) -> bool:
        """Whether most whole names begin with a family name in capitals: DUPONT Marie."""
        rows = self.rows[:MANY_ROWS]
        wholes = [block.cell(row, block.whole) for block in self.blocks if block.whole for row in rows]
        return share([name for name in wholes if name], lambda name: family_in_capitals(name) > 0) > 0.5

    def child(self, row: Row, block: Block, key: str, group: str, *, is_taken: bool = False) -> Child:
        """The child in a row. Raises BadName."""
        named = self._named(row, block)
        questions = [] if is_taken else list(named.questions)
        if not is_taken and self.usual > 2 and filled(row) == 1:
            questions.append(ALONE)
        grade, band = self._grade(block.cell(row, Meaning.GRADE))
        number = self._number(block.cell(row, Meaning.NUMBER) or named.number)
        return Child(
            key=key,
            line=row.number,
            name=named.name,
            called=named.called,
            source_id=number,
            band=band,
            grade=grade,
            group=self._plain_group(group),
            aside="" if is_taken else self._aside(row, block),
            questions=tuple(questions),
        )

    def _named(self, row: Row, block: Block) -> Named:
        if block.whole:
            named = self._whole(block.cell(row, block.whole), block.whole)
        else:
            first = self.counts.without_truth(block.cell(row, Meaning.FIRST))
            named = name_of_parts(first, self.counts.without_truth(block.last(row)))
        if preferred := block.cell(row, Meaning.CALLED):
            self.counts.take_preferred(named, preferred)
        if self.layout.usual_capitals:
            in_usual_capitals(named)
        self.counts.add(named)
        return named

    def _whole(self, cell: str, meaning: Meaning) -> Named:
        return whole_name(self.counts.without_truth(cell), meaning, capitals_first=self.capitals_first)

    def _number(self, text: str) -> str:
        if SPOILED.fullmatch(text) or (sum(c.isdigit() for c in text) > 15 and text.isdecimal()):
            self.counts.spoiled += 1
            return ""
        if len(text) > LONGEST_ID:
            raise BadName(f"A student number has at most {LONGEST_ID} letters.")
        return "" if text in ("-", ".", "N/A", "n/a", "NULL") else text

    def _grade(self, cell: str) -> tuple[str, str]:
        """The grade as it was written, and its band."""
        text = grade_of_date(cell)
        if text != cell:
            self.counts.dates.add("grade")
        band = band_of(text)
        if text and not band:
            self.counts.unread_grades.append(text)
        return text, band

    def _plain_group(self, group: str) -> str:
        text = grade_of_date(group)
        if text != group:
            self.counts.dates.add("homeroom")
        return text

    def _aside(self, row: Row, block: Block) -> str:
        if row.aside is not Aside.NONE:
            return str(row.aside)
        shared = self.blocks[0]
        cells = {meaning: block.cell(row, meaning) or shared.cell(row, meaning) for meaning in _ASIDES}
        return aside_of(cells, self.today, day_first=self.day_first)
