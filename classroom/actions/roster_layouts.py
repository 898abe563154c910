"""Remembers for a school how lists with the same headings are read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from classroom.models import RosterLayout
from classroom.roster_files import Layout, Table, guess, headings_of, remembered_as, shape_of, with_remembered

# Headings that no guess finds are looked for in the first lines.
FIRST_LINES = 6


def _shape(school: int, table: Table, layout: Layout) -> str:
    """The stored key of a table's headings; empty where it has none."""
    shape = shape_of(headings_of(table, layout))
    return RosterLayout.shape_at(school, shape) if shape else ""


def _possible(table: Table, guessed: Layout) -> Iterator[Layout]:
    """Where the headings of a table may be: where they are guessed first, then in the first lines."""
    yield guessed
    for start in dict.fromkeys((guessed.starts_at, *range(min(FIRST_LINES, len(table.rows))))):
        for headings in (1, 2):
            yield replace(guessed, starts_at=start, headings=headings)


def _shapes(school: int, table: Table, guessed: Layout) -> dict[str, Layout]:
    """The layout by the stored key of its headings, the likeliest first."""
    shapes: dict[str, Layout] = {}
    for layout in _possible(table, guessed):
        if shape := _shape(school, table, layout):
            shapes.setdefault(shape, layout)
    return shapes


def applied(school: int, tables: Sequence[Table], guessed: Sequence[Layout]) -> list[Layout]:
    """How the tables are read: as the school, by its primary key, read such lists before, else as guessed."""
    shapes = [_shapes(school, table, layout) for table, layout in zip(tables, guessed, strict=True)]
    stored = RosterLayout.objects.filter(school=school, shape__in={shape for own in shapes for shape in own})
    known = {layout.shape: remembered for layout in stored if (remembered := layout.remembered())}
    return [
        next((with_remembered(own[shape], known[shape]) for shape in own if shape in known), layout)
        for layout, own in zip(guessed, shapes, strict=True)
    ]


def remember(school: int, table: Table, layout: Layout) -> None:
    """Remember how a list was read. What is guessed anyway is not stored."""
    guessed = guess(table)
    shape = _shape(school, table, layout)
    if _as_read(layout) == _as_read(guessed):
        forget(school, table)
    elif shape in _shapes(school, table, guessed):
        RosterLayout.objects.update_or_create(
            school_id=school, shape=shape, defaults={"layout": remembered_as(layout).to_json()}
        )


def _as_read(layout: Layout) -> tuple[object, ...]:
    return layout.columns, layout.headings, layout.starts_at


def forget(school: int, table: Table) -> None:
    RosterLayout.objects.filter(school=school, shape__in=list(_shapes(school, table, guess(table)))).delete()
