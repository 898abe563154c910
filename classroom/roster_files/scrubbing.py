"""Empties the columns that are never kept, such as passwords, before a table is stored anywhere."""

from dataclasses import replace

from .columns import facts_of
from .guessing import below
from .layouts import Layout
from .tables import ADDRESS, Row, Table


def scrubbed(table: Table, layout: Layout) -> Table:
    """The table, with nothing below the headings of columns that are never kept."""
    first = layout.starts_at + layout.headings
    headings = [row.cells for row in table.rows[layout.starts_at : first]]
    facts = facts_of(table, headings, below(table, first))
    never = {place for place, fact in enumerate(facts) if fact.is_never_kept}
    if not never:
        return table
    rows = [row if number < first else _emptied(row, never) for number, row in enumerate(table.rows)]
    return replace(table, rows=tuple(rows))


def _emptied(row: Row, places: set[int]) -> Row:
    return Row(
        row.number,
        tuple("" if i in places and cell != ADDRESS else cell for i, cell in enumerate(row.cells)),
        row.aside,
    )
