"""Sentences about how a list was read: what was repaired, left out, or taken as likely."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .child_names import Named, name_of_parts
from .layouts import LABELS, Layout, Meaning
from .readings import Column

SPOILED = "A spreadsheet has spoiled {} (1.00235E+11, or rounded): {} taken without a number."
CLASHING = "Different children have the same student number. They are taken without it."
GRADES = "{} grades could not be read ({}). These children get the grade of the class."
DATES = "A spreadsheet had turned {} into dates. They were read back, such as 3-2: look whether they are right."
CALLED = "{} called by a preferred name or nickname."
PLACEHOLDERS = "Placeholders such as FNU, NULL or N/A were read as empty."
TRUTH = "A spreadsheet had turned a name into TRUE. It was read as a name."
CAPITALS = "The names are all capitals in the list. They are written the usual way here."
ORDER = "The names are read as: {}."
BESIDE = "{} lists stand side by side. All of them are taken."
SEVERAL = "Another column holds names, too. Is this one child?"
NAMES_UNUSED = "Another column may hold names, and is not used: {}."
FIRST_LAST = "The first column of names was read as first names, the second as last names."
LAST_FIRST = "The first column of names was read as last names, the second as first names."
MOST_EXAMPLES = 4


@dataclass
class Counts:
    """What happened while children were read."""

    spoiled: int = 0
    clashing: int = 0
    called: int = 0
    placeholders: int = 0
    truths: int = 0
    unread_grades: list[str] = field(default_factory=list)
    dates: set[str] = field(default_factory=set)

    def without_truth(self, cell: str) -> str:
        """A name that a spreadsheet took for a truth value, as the name that it was."""
        if cell in ("TRUE", "FALSE", "True", "False"):
            self.truths += 1
            return cell.capitalize()
        return cell

    def take_preferred(self, named: Named, preferred: str) -> None:
        """The child is called by a preferred name, without the last name that may stand behind it."""
        called = name_of_parts(preferred, "").name.full if any(c.isalpha() for c in preferred) else ""
        rest = named.name.full.removeprefix(named.name.first).strip()
        if rest and called.endswith(f" {rest}"):
            called = called.removesuffix(rest).strip()
        if called and called != named.name.first:
            named.called, named.is_nicknamed = called, True

    def add(self, named: Named) -> None:
        self.called += bool(named.called)
        self.placeholders += named.has_placeholder

    def notes(self, layout: Layout, columns: Sequence[Column], lists: int) -> tuple[str, ...]:
        meanings = [column.meaning for column in columns]
        turned = [m for m in (Meaning.TURNED, Meaning.TURNED_TWO, Meaning.LAST_WORD) if m in meanings]
        found = (
            BESIDE.format(lists) if lists > 1 else "",
            _order_of_columns(layout, meanings),
            ORDER.format(LABELS[turned[0]].lower()) if turned else "",
            CAPITALS if layout.usual_capitals else "",
            self._spoiled(),
            CLASHING if self.clashing else "",
            self._grades(),
            DATES.format(" and ".join(sorted(f"{word}s" for word in self.dates))) if self.dates else "",
            self._called(),
            PLACEHOLDERS if self.placeholders else "",
            TRUTH if self.truths else "",
        )
        return tuple(note for note in found if note)

    def _called(self) -> str:
        return CALLED.format("1 child is" if self.called == 1 else f"{self.called} children are") if self.called else ""

    def _spoiled(self) -> str:
        if not self.spoiled:
            return ""
        one = self.spoiled == 1
        numbers = "1 student number" if one else f"{self.spoiled} student numbers"
        return SPOILED.format(numbers, "this child is" if one else "these children are")

    def _grades(self) -> str:
        if not self.unread_grades:
            return ""
        different = list(dict.fromkeys(self.unread_grades))
        examples = ", ".join(different[:MOST_EXAMPLES]) + (", …" if len(different) > MOST_EXAMPLES else "")
        if len(self.unread_grades) == 1:
            return f"1 grade could not be read ({examples}). This child gets the grade of the class."
        return GRADES.format(len(self.unread_grades), examples)


def _order_of_columns(layout: Layout, meanings: Sequence[Meaning]) -> str:
    """A sentence where no heading says which column is which."""
    if layout.headings or Meaning.FIRST not in meanings or Meaning.LAST not in meanings:
        return ""
    return FIRST_LAST if meanings.index(Meaning.FIRST) < meanings.index(Meaning.LAST) else LAST_FIRST
