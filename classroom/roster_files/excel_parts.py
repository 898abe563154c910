"""Reads the parts of an Excel workbook from their XML: styles, shared strings, and the cells of a sheet."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .bounded_xml import TOO_LARGE_INSIDE, Enough, Start
from .number_formats import format_code
from .tables import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_LINES, Unreadable

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
TRUE = ("1", "true", "on")
# Reads a part with handlers for the start and the end of elements, and for text.
Parse = Callable[[str, Start, Callable[[str], None] | None, Callable[[str], None] | None], None]


@dataclass
class Text:
    """A text that is put together of runs, each of which may be struck out."""

    parts: list[str] = field(default_factory=list)
    struck: bool = False
    plain: bool = False

    @property
    def words(self) -> str:
        return "".join(self.parts)

    @property
    def is_struck(self) -> bool:
        return self.struck and not self.plain


@dataclass
class Style:
    code: str = ""
    is_struck: bool = False


@dataclass
class Cell:
    row: int
    column: int
    kind: str
    style: int
    value: str = ""
    text: Text = field(default_factory=Text)
    has_formula: bool = False


@dataclass
class Grid:
    """What was read of one sheet."""

    cells: list[Cell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    is_far: bool = False


class Styles:
    """The number format and the strike of each cell style."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.codes: dict[int, str] = {}
        self.fonts: list[bool] = []
        self.found: list[Style] = []
        self.inside = ""

    def read(self) -> list[Style]:
        self.parse("xl/styles.xml", self._start, self._end, None)
        return self.found

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag in ("fonts", "cellXfs", "dxfs", "cellStyleXfs"):
            self.inside = tag
        elif tag == "numFmt" and self.inside != "dxfs":
            self.codes[int_of(marks.get("numFmtId"))] = marks.get("formatCode", "")
        elif tag == "font" and self.inside == "fonts":
            self.fonts.append(False)
        elif tag == "strike" and self.inside == "fonts" and self.fonts:
            self.fonts[-1] = marks.get("val", "1") in TRUE
        elif tag == "xf" and self.inside == "cellXfs":
            font = int_of(marks.get("fontId"))
            struck = font < len(self.fonts) and self.fonts[font]
            self.found.append(Style(format_code(int_of(marks.get("numFmtId")), self.codes), struck))

    def _end(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""


class Runs:
    """Collects text within <t>, without the reading aids of Japanese."""

    def __init__(self) -> None:
        self.text = Text()
        self.is_open = self.is_aid = self.is_struck_run = False

    def start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "t":
            self.is_open = not self.is_aid
        elif tag == "rPh":
            self.is_aid = True
        elif tag == "r":
            self.is_struck_run = False
        elif tag == "strike":
            self.is_struck_run = marks.get("val", "1") in TRUE

    def end(self, tag: str) -> None:
        if tag == "t":
            self.is_open = False
        elif tag == "rPh":
            self.is_aid = False
        elif tag == "r":
            self.is_struck_run = False

    def add(self, text: str) -> None:
        if not self.is_open or len(self.text.parts) > LONGEST_CELL:
            return
        self.text.parts.append(text[: 2 * LONGEST_CELL])
        if text.strip():
            self.text.struck |= self.is_struck_run
            self.text.plain |= not self.is_struck_run


class Strings:
    def __init__(self, parse: Parse, needed: set[int]) -> None:
        self.parse, self.needed, self.last = parse, needed, max(needed)
        self.found: dict[int, Text] = {}
        self.place = -1
        self.runs = Runs()

    def read(self) -> dict[int, Text]:
        self.parse("xl/sharedStrings.xml", self._start, self._end, self._add)
        return self.found

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "si":
            self.place += 1
            self.runs = Runs()
        else:
            self.runs.start(tag, marks)

    def _end(self, tag: str) -> None:
        if tag == "si":
            if self.place in self.needed:
                self.found[self.place] = self.runs.text
            if self.place >= self.last:
                raise Enough
        else:
            self.runs.end(tag)

    def _add(self, text: str) -> None:
        if self.place in self.needed:
            self.runs.add(text)


class Cells:
    """Reads the cells of a sheet, and which rows and columns are hidden."""

    def __init__(self, parse: Parse, part: str) -> None:
        self.parse, self.part = parse, part
        self.grid = Grid()
        self.row = self.column = 0
        self.cell: Cell | None = None
        self.in_value = False
        self.runs = Runs()

    def read(self) -> Grid:
        self.parse(self.part, self._start, self._end, self._add)
        return self.grid

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(marks)
        elif tag == "row":
            self._start_row(marks)
        elif tag == "v":
            self.in_value = True
        elif tag == "f" and self.cell:
            self.cell.has_formula = True
        elif tag == "col":
            self._column(marks)
        elif self.cell:
            self.runs.start(tag, marks)

    def _start_row(self, marks: Mapping[str, str]) -> None:
        self.row = int_of(marks.get("r")) or self.row + 1
        self.column = 0
        if self.row > MOST_LINES:
            self.grid.is_far = True
            raise Enough
        self.grid.last_row = max(self.grid.last_row, self.row)
        if marks.get("hidden", "") in TRUE or marks.get("ht") == "0":
            self.grid.hidden_rows.add(self.row)

    def _start_cell(self, marks: Mapping[str, str]) -> None:
        found = _PLACE.fullmatch(marks.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1
        self.cell = Cell(self.row, self.column - 1, marks.get("t", "n"), int_of(marks.get("s")))
        self.runs = Runs()

    def _column(self, marks: Mapping[str, str]) -> None:
        if marks.get("hidden", "") in TRUE:
            last = min(int_of(marks.get("max")), MOST_COLUMNS)
            self.grid.hidden_columns.update(range(max(0, int_of(marks.get("min")) - 1), last))

    def _end(self, tag: str) -> None:
        if tag == "c" and self.cell:
            self.cell.text = self.runs.text
            if self.cell.value or self.cell.text.parts or self.cell.has_formula:
                self.grid.cells.append(self.cell)
                if len(self.grid.cells) > MOST_CELLS:
                    raise Unreadable(TOO_LARGE_INSIDE)
            self.cell = None
        elif tag == "v":
            self.in_value = False
        elif tag == "sheetData":
            raise Enough
        elif self.cell:
            self.runs.end(tag)

    def _add(self, text: str) -> None:
        if self.in_value and self.cell:
            if len(self.cell.value) < LONGEST_CELL:
                self.cell.value += text[: 2 * LONGEST_CELL]
        elif self.cell:
            self.runs.add(text)


def int_of(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
