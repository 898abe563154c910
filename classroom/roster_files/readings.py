"""What was understood of a table: children, lines that are no child, columns, and sentences to say."""

from dataclasses import dataclass, field

from classroom.names import Name

from .layouts import Meaning
from .tables import Part


@dataclass(frozen=True)
class Child:
    """A child, as a line of the file describes them.

    `key` identifies the child within the reading: the line, or "12.2" for the second child of line 12. `called` is a
    preferred name or nickname, where there is one. `band` is empty where no grade could be read; `grade` is what the
    file says. `aside` is the word that says why the child is left unticked ("hidden in the sheet", "Withdrawn").
    `questions` are sentences to ask: a child with a question is left unticked, too.
    """

    key: str
    line: int
    name: Name
    called: str = ""
    source_id: str = ""
    band: str = ""
    grade: str = ""
    group: str = ""
    aside: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return not (self.aside or self.questions)


@dataclass(frozen=True)
class OtherLine:
    """A line that is no child, and why. The teacher may take it as a child all the same: `understand` gets its `key`
    then. `can_be_taken` is false for headings and for lines without a word."""

    key: str
    line: int
    text: str
    why: str
    can_be_taken: bool = True


@dataclass(frozen=True)
class Column:
    """A column and its use. `why` is the reason where it is not used: it is confidential, hidden, one value for all.
    `sample` is its first value, empty where it is confidential. A column that `is_never_kept` (passwords, addresses)
    is empty in the table already, and nothing can be chosen for it."""

    place: int
    heading: str
    meaning: Meaning
    why: str = ""
    sample: str = ""
    is_never_kept: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether anything of the list is left out with this column: it is not used, and not empty."""
        return self.meaning is Meaning.UNUSED and bool(self.heading or self.why or self.sample)


@dataclass(frozen=True)
class Reading:
    """Everything in a table, accounted for: each row is a row of headings, has children, or is one of `others`.

    `parts` are the classes within the list, from OneRoster, a column of homerooms, or blocks of a report, with the
    places of their rows; `children` and `others` are those of the chosen part, and `everyone` is how many children all
    of the table has. With `needs_part` a class has to be
    chosen first, and there are no children. `notes` are sentences about what was repaired, left out, or read as
    likely. `has_capitals`: all names are in capitals, so that usual capitals are offered.
    """

    children: tuple[Child, ...] = ()
    others: tuple[OtherLine, ...] = ()
    columns: tuple[Column, ...] = ()
    parts: tuple[Part, ...] = ()
    everyone: int = 0
    needs_part: bool = False
    notes: tuple[str, ...] = ()
    hidden: int = 0
    blank: int = 0
    has_capitals: bool = False
    headings: tuple[str, ...] = field(default=())

    def summary(self) -> str:
        """One line that accounts for everything: 24 children, 3 lines that are no child, 2 hidden rows, 4 columns not
        used."""
        unused = sum(1 for column in self.columns if column.is_left_out)
        counts = (
            _counted(len(self.children), "child", "children"),
            _counted(len(self.others), "line that is no child", "lines that are no child") if self.others else "",
            _counted(self.hidden, "hidden row", "hidden rows") if self.hidden else "",
            _counted(unused, "column not used", "columns not used") if unused else "",
        )
        return ", ".join(count for count in counts if count)


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
