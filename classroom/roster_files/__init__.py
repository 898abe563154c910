"""Rosters as files: read with care, compared with a class, and written. Knows nothing of Django.

    bytes -> read -> Book of Tables -> guess -> Layout (the teacher may change it)
    Table, Layout -> understand -> Reading: children, other lines, columns, sentences
    children -> changes -> the page to confirm

What is certain is taken, what is likely is taken and said, what is doubtful is asked about and left unticked; nothing
of a list vanishes unsaid. Whatever the bytes are, `read` gives a Book or raises Unreadable with a sentence for the
person, in bounded time and memory. Nothing is written to disk. Columns that are never stored, such as passwords, are
emptied while reading.
"""

from .encodings import ENCODINGS, recoded
from .guessing import guess
from .layouts import (
    LABELS,
    Layout,
    Meaning,
    Remembered,
    headings_of,
    remembered_as,
    shape_of,
    with_remembered,
)
from .likeness import Known
from .matching import Change, Changes, Join, Leave, changes
from .reading import read, read_paste
from .readings import Child, Column, OtherLine, Reading
from .scrubbing import scrubbed
from .tables import MOST_BYTES, MOST_ROWS, Aside, Book, Part, Row, Table, Unreadable
from .understanding import understand
from .writing import as_csv, as_excel

__all__ = [
    "ENCODINGS",
    "LABELS",
    "MOST_BYTES",
    "MOST_ROWS",
    "Aside",
    "Book",
    "Change",
    "Changes",
    "Child",
    "Column",
    "Join",
    "Known",
    "Layout",
    "Leave",
    "Meaning",
    "OtherLine",
    "Part",
    "Reading",
    "Remembered",
    "Row",
    "Table",
    "Unreadable",
    "as_csv",
    "as_excel",
    "changes",
    "guess",
    "headings_of",
    "read",
    "read_paste",
    "recoded",
    "remembered_as",
    "scrubbed",
    "shape_of",
    "understand",
    "with_remembered",
]
