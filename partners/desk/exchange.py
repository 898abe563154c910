"""What it would mean to bring two children of a plan together by one exchange of places."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from classroom.models import Student
from partners.pairing import HardRule
from partners.planning.draft import Layout, faults
from partners.planning.regrouping import Groups, Swap, group_of, regrouped


@dataclass(frozen=True)
class Exchange:
    """The hard rules that an exchange would break, and the children for whom it would be harder, in the order of the
    roll. `rank` is larger for the better plan."""

    broken: tuple[HardRule, ...]
    losers: tuple[Student, ...]
    rank: tuple[int, ...]


def best_exchange(layout: Layout, one: int, others: Iterable[int]) -> tuple[int, Exchange] | None:
    """The best way to bring a child beside one of `others` (primary keys), with the one whom it brings. One that keeps
    the rules comes before any that breaks one. None where nobody can be exchanged, because one of two has no partner.
    """
    found = [(other, _exchange(layout, groups)) for other in others for groups in _ways(layout.groups, one, other)]
    return max(found, key=lambda each: (not each[1].broken, each[1].rank), default=None)


def _ways(groups: Groups, one: int, other: int) -> Iterator[Groups]:
    """The groups after each exchange that brings the two together, each once."""
    here, there = group_of(groups, one), group_of(groups, other)
    if not here or not there or here == there:
        return
    swaps = [Swap(one, beside) for beside in there if beside != other]
    if len(here) == 3 or len(there) == 3:
        swaps += [Swap(other, beside) for beside in here if beside != one]
    for swap in swaps:
        yield regrouped(groups, swap)


def _exchange(layout: Layout, groups: Groups) -> Exchange:
    before, after = layout.valued, layout.value(groups)
    everybody = not layout.aside
    broken = faults(after, everybody=everybody) - faults(before, everybody=everybody)
    losers = [s for s in layout.here.values() if after.fits.get(s.key, 0) < before.fits.get(s.key, 0)]
    return Exchange(tuple(sorted(broken)), tuple(losers), after.levels.rank)
