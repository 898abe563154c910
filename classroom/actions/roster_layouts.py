"""Remembers for a school how lists with the same headings are read."""

from collections.abc import Sequence

from classroom.models import RosterLayout
from classroom.roster_files import Layout, Table, guess, headings_of, remembered_as, shape_of, with_remembered


def _shape(school: int, table: Table, layout: Layout) -> str:
    """The stored key of a table's headings; empty where it has none."""
    shape = shape_of(headings_of(table, layout))
    return RosterLayout.shape_at(school, shape) if shape else ""


def applied(school: int, tables: Sequence[Table], guessed: Sequence[Layout]) -> list[Layout]:
    """How the tables are read: as the school, by its primary key, read such lists before, else as guessed."""
    shapes = [_shape(school, table, layout) for table, layout in zip(tables, guessed, strict=True)]
    stored = RosterLayout.objects.filter(school=school, shape__in=[shape for shape in shapes if shape])
    known = {layout.shape: layout.remembered() for layout in stored}
    return [
        with_remembered(layout, remembered) if (remembered := known.get(shape)) else layout
        for layout, shape in zip(guessed, shapes, strict=True)
    ]


def remember(school: int, table: Table, layout: Layout) -> None:
    """Remember how a list was read. What is guessed anyway is not stored."""
    guessed = guess(table)
    is_elsewhere = (layout.starts_at, layout.headings) != (guessed.starts_at, guessed.headings)
    shape = _shape(school, table, layout)
    if is_elsewhere or not shape:
        return
    if layout.columns == guessed.columns:
        RosterLayout.objects.filter(school=school, shape=shape).delete()
        return
    RosterLayout.objects.update_or_create(
        school_id=school, shape=shape, defaults={"layout": remembered_as(layout).to_json()}
    )


def forget(school: int, table: Table, guessed: Layout) -> None:
    RosterLayout.objects.filter(school=school, shape=_shape(school, table, guessed)).delete()
