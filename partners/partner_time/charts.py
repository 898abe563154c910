"""Charts drawn on the server as SVG: rows of marks under columns. Each chart is a table as well, for screen readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import east_asian_width

# Pixels of the drawing.
NAMES = 178
LINE = 30
FOOT = 28
WIDEST_STEP, NARROWEST_STEP = 36, 22
DRAWN = 330
# Signs of Chinese and the like count twice.
LONGEST_LABEL = 22
ENLARGED = 1.2


@dataclass(frozen=True)
class Cell:
    """One place of the table: its words, and how it is drawn. `look` is the end of a CSS class (chart-...), or ""
    for no mark. `figure` is written into the mark."""

    words: str = ""
    mark: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    cells: tuple[Cell, ...]
    total: str = ""


@dataclass(frozen=True)
class Mark:
    cell: Cell
    x: float
    y: int
    box: float

    @property
    def left(self) -> float:
        return round(self.x - self.box / 2, 1)

    @property
    def top(self) -> int:
        return self.y - 12


@dataclass(frozen=True)
class Chart:
    """`head` names the lines and `over` the columns. With `until_now` the last column is the current one. Where
    lines have a total, `totals` is its heading."""

    head: str
    over: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    until_now: bool = True
    totals: str = ""

    @property
    def step(self) -> float:
        return max(NARROWEST_STEP, min(WIDEST_STEP, DRAWN / max(1, len(self.columns))))

    @property
    def right(self) -> float:
        """The x at which the columns end."""
        return round(NAMES + self.step * len(self.columns), 1)

    @property
    def beside(self) -> float:
        """The x at which the totals stand."""
        return self.right + 8

    @property
    def box(self) -> float:
        """The width of a mark that holds a figure."""
        return round(self.step - 3, 1)

    @property
    def width(self) -> float:
        return self.right + (80 if self.totals else 0)

    @property
    def across(self) -> int:
        """The width in pixels on a page that has room."""
        return round(self.width * ENLARGED)

    @property
    def height(self) -> int:
        return self.body + FOOT

    @property
    def body(self) -> int:
        """The height without the headings of the columns, which stand below."""
        return LINE * len(self.lines)

    @property
    def foot(self) -> int:
        return self.height - 8

    @property
    def now(self) -> tuple[float, float] | None:
        """The x and the width of the current column."""
        return (round(self.right - self.step, 1), round(self.step, 1)) if self.until_now and self.columns else None

    @property
    def heads(self) -> list[tuple[str, float]]:
        return [(column, self._x(number)) for number, column in enumerate(self.columns)]

    @property
    def drawn(self) -> Iterator[tuple[Line, str, int, list[Mark]]]:
        """Each line with its shortened label, its height and its marks."""
        for number, line in enumerate(self.lines):
            y = LINE * number + LINE // 2
            marks = [Mark(cell, self._x(at), y, self.box) for at, cell in enumerate(line.cells) if cell.mark]
            yield line, _short(line.label), y, marks

    def _x(self, column: int) -> float:
        return round(NAMES + self.step * (column + 0.5), 1)


def _short(label: str) -> str:
    """The label, cut to the room that it has."""
    ends = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in label))
    if not ends or ends[-1] <= LONGEST_LABEL:
        return label
    return f"{label[: sum(end < LONGEST_LABEL for end in ends)].rstrip()}…"
