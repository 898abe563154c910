"""Rosters as files: read with care, compared with a class, and written. Knows nothing of Django.

    bytes -> read -> Book of Tables, each with its columns as understood -> children -> changes -> the page to confirm

Whatever the bytes are, `read` gives a Book or raises Unreadable with a sentence for the person. Nothing is written to
disk. Columns that are never stored, such as passwords, are dropped while reading.
"""

from .changes import Change, Changes, Join, Known, changes
from .children import Child, Found, Unread, children
from .reading import is_plain, read, read_paste
from .shapes import MOST_BYTES, MOST_ROWS, Book, Column, Kind, Line, Table, Unreadable
from .writing import as_csv, as_excel

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Book",
    "Change",
    "Changes",
    "Child",
    "Column",
    "Found",
    "Join",
    "Kind",
    "Known",
    "Line",
    "Table",
    "Unread",
    "Unreadable",
    "as_csv",
    "as_excel",
    "changes",
    "children",
    "is_plain",
    "read",
    "read_paste",
]
