"""Small pictures drawn on the server: rows of marks under columns. Each is a table as well, for whoever reads."""

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
    """What stands in one place of the table, and how it is drawn: the end of a class (chart-...), or "" for nothing.
    `figure` is written into the mark."""

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
    """`head` says what the lines are, `over` what the columns are; the last column is the one of now where
    `until_now`. Where lines have a total, `totals` is its head."""

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
        """Where the columns end."""
        return round(NAMES + self.step * len(self.columns), 1)

    @property
    def beside(self) -> float:
        """Where totals stand."""
        return self.right + 8

    @property
    def box(self) -> float:
        """How wide a mark with a figure in it is."""
        return round(self.step - 3, 1)

    @property
    def width(self) -> float:
        return self.right + (80 if self.totals else 0)

    @property
    def across(self) -> int:
        """How wide it is on a page that has room, in pixels."""
        return round(self.width * ENLARGED)

    @property
    def height(self) -> int:
        return self.body + FOOT

    @property
    def body(self) -> int:
        """Without the heads of the columns, which stand below."""
        return LINE * len(self.lines)

    @property
    def foot(self) -> int:
        return self.height - 8

    @property
    def now(self) -> tuple[float, float] | None:
        """Where the column of now begins, and how wide it is."""
        return (round(self.right - self.step, 1), round(self.step, 1)) if self.until_now and self.columns else None

    @property
    def heads(self) -> list[tuple[str, float]]:
        return [(column, self._x(number)) for number, column in enumerate(self.columns)]

    @property
    def drawn(self) -> Iterator[tuple[Line, str, int, list[Mark]]]:
        """Each line with its label as short as the drawing needs it, its height, and its marks."""
        for number, line in enumerate(self.lines):
            y = LINE * number + LINE // 2
            marks = [Mark(cell, self._x(at), y, self.box) for at, cell in enumerate(line.cells) if cell.mark]
            yield line, _short(line.label), y, marks

    def _x(self, column: int) -> float:
        return round(NAMES + self.step * (column + 0.5), 1)


def _short(label: str) -> str:
    """As much of a label as there is room for."""
    ends = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in label))
    if not ends or ends[-1] <= LONGEST_LABEL:
        return label
    return f"{label[: sum(end < LONGEST_LABEL for end in ends)].rstrip()}…"
