"""The first rows of an imported list as they were sent, for the table of its preview."""

from collections.abc import Iterator
from dataclasses import dataclass

from classroom.actions.roster_import import Opened
from classroom.roster_files import Meaning
from classroom.roster_files.tables import ADDRESS


@dataclass(frozen=True)
class ShownCell:
    text: str
    is_used: bool


@dataclass(frozen=True)
class ShownRow:
    """A row of the list as it was sent. `is_before` and `is_heading` say where it stands, `is_left_out` that it is no
    child of the class."""

    place: int
    number: int
    cells: tuple[ShownCell, ...]
    is_before: bool
    is_heading: bool
    is_left_out: bool


def shown_rows(opened: Opened, most: int) -> Iterator[ShownRow]:
    """The first rows of the chosen table, at most as many as `most`."""
    layout, reading = opened.layout, opened.reading
    first = layout.starts_at + layout.headings
    children = {child.line for child in reading.children if not child.aside}
    left_out = {other.line for other in reading.others}
    left_out = (left_out | {child.line for child in reading.children if child.aside}) - children
    for place, row in enumerate(opened.table.rows[:most]):
        yield ShownRow(
            place=place,
            number=row.number,
            cells=tuple(
                ShownCell("(e-mail)" if cell == ADDRESS else cell, meaning is not Meaning.UNUSED)
                for cell, meaning in zip(row.cells, layout.columns, strict=True)
            ),
            is_before=place < layout.starts_at,
            is_heading=layout.starts_at <= place < first,
            is_left_out=row.number in left_out,
        )
