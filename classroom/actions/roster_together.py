"""Offers the lists of one file together, where they have the same columns: a sheet for each homeroom, say."""

from collections.abc import Sequence
from dataclasses import replace

from classroom.roster_files import MOST_ROWS, Book, Layout, Table, guess, headings_of, shape_of

TOGETHER = "All of them together"


def with_all_together(book: Book) -> Book:
    """The book with one more list at its end, made of all the others. It stays as it is where these differ."""
    layouts = [guess(table) for table in book.tables]
    if not _are_alike(book.tables, layouts):
        return book
    first = book.tables[0]
    rows = [
        row
        for place, (table, layout) in enumerate(zip(book.tables, layouts, strict=True))
        for row in (table.rows[layout.starts_at + layout.headings :] if place else table.rows)
    ]
    if len(rows) > MOST_ROWS:
        return book
    notes = dict.fromkeys(note for table in book.tables for note in table.notes)
    blank = sum(table.blank for table in book.tables)
    together = replace(first, title=TOGETHER, rows=tuple(rows), blank=blank, notes=tuple(notes))
    return replace(book, tables=(*book.tables, together))


def _are_alike(tables: Sequence[Table], layouts: Sequence[Layout]) -> bool:
    """Whether there are several lists, each to be taken as a whole, with the same columns and headings."""
    kinds = {
        (table.width, table.headed, layout.columns, shape_of(headings_of(table, layout)))
        for table, layout in zip(tables, layouts, strict=True)
    }
    return len(tables) > 1 and len(kinds) == 1 and layouts[0].has_names and all(table.whole for table in tables)
