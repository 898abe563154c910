"""Compares a file with the class: who joins, who changed, who is back, who is not in the file any more."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from classroom.names import fold

from .children import Child


@dataclass(frozen=True)
class Known:
    """A child whom the class has already. `band` is the grade band that applies to the child."""

    key: str
    name: str
    source_id: str
    band: str
    is_here: bool = True


@dataclass(frozen=True)
class Join:
    """A child who would join. `again` is an earlier line with the same name: then the teacher has to tick the child."""

    child: Child
    again: int | None = None


@dataclass(frozen=True)
class Change:
    """A child of the class, and what the file says differently. A value that is the same, or not in the file, is
    empty."""

    known: Known
    child: Child
    name: str = ""
    source_id: str = ""
    band: str = ""
    is_spelling: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether there is anything to confirm. A student number for a child who had none does not count."""
        return bool(self.name or self.band or (self.source_id and self.known.source_id))


@dataclass(frozen=True)
class Changes:
    joins: list[Join] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    back: list[Change] = field(default_factory=list)
    same: list[Change] = field(default_factory=list)
    leaves: list[Known] = field(default_factory=list)


def changes(found: Sequence[Child], known: Sequence[Known]) -> Changes:
    """The difference between a file and a class. Children are recognized by their student number, then by name, and
    those who are here come before those who left."""
    pairs = _by_number(found, known)
    _by_name(found, [one for one in known if one.is_here], pairs)
    _by_name(found, [one for one in known if not one.is_here], pairs)
    result = Changes()
    lines: dict[str, int] = {}
    for child in found:
        if child.line in pairs:
            _sort_in(result, _change(pairs[child.line], child))
        else:
            result.joins.append(Join(child, lines.get(fold(child.name.full))))
        lines.setdefault(fold(child.name.full), child.line)
    taken = {one.key for one in pairs.values()}
    result.leaves.extend(one for one in known if one.is_here and one.key not in taken)
    return result


def _by_number(found: Sequence[Child], known: Sequence[Known]) -> dict[int, Known]:
    """The known child of each line, by student number. Of two with the same number, the one who is here comes first."""
    numbers = {one.source_id: one for one in sorted(known, key=lambda one: one.is_here) if one.source_id}
    return {child.line: numbers[child.source_id] for child in found if child.source_id in numbers}


def _by_name(found: Sequence[Child], known: Sequence[Known], pairs: dict[int, Known]) -> None:
    """Add pairs by name: first names that are spelled exactly alike, then those that differ in capitals and accents."""
    for spell in (str, fold):
        taken = {one.key for one in pairs.values()}
        free: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            if one.key not in taken:
                free[spell(one.name)].append(one)
        for child in found:
            same = free[spell(child.name.full)]
            if child.line not in pairs and same:
                pairs[child.line] = same.pop(0)


def _change(known: Known, child: Child) -> Change:
    name = child.name.full if child.name.full != known.name else ""
    return Change(
        known=known,
        child=child,
        name=name,
        source_id=child.source_id if child.source_id != known.source_id else "",
        band=child.band if child.band != known.band else "",
        is_spelling=bool(name) and fold(name) == fold(known.name),
    )


def _sort_in(result: Changes, change: Change) -> None:
    if not change.known.is_here:
        result.back.append(change)
    elif change.is_seen:
        result.changed.append(change)
    else:
        result.same.append(change)
