"""Partnerships that carry on: the same children are kept together when the next round begins."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from partners.models import Partnership, PartnershipPlace

Held = Sequence[PartnershipPlace]


@dataclass(frozen=True)
class Run:
    """The partnerships that carry one on, as primary keys, the oldest first and the one itself last; and the first day
    of the oldest."""

    since: dt.date
    partnerships: tuple[int, ...]


@dataclass(frozen=True)
class _Stretch:
    """One partnership: the round it belongs to, its first day, who began it, and who was in it when its round ended."""

    pk: int
    round: tuple[int, int]
    first: dt.date
    founders: frozenset[int]
    last: frozenset[int]


def runs_of(partnerships: Collection[Partnership]) -> dict[int, Run]:
    """Maps each partnership's primary key to its run; partnerships without places are left out. One query for any
    number of classes."""
    classes = {partnership.classroom_id for partnership in partnerships}
    places = PartnershipPlace.objects.filter(partnership__classroom__in=classes).exclude(round__published_at=None)
    held: dict[int, list[PartnershipPlace]] = defaultdict(list)
    for place in places.select_related("round"):
        held[place.partnership_id].append(place)
    stretches = _stretches(held)
    before = _before(stretches.values())
    return {one.pk: _run(stretches[one.pk], before) for one in partnerships if one.pk in stretches}


def _stretches(held: Mapping[int, Held]) -> dict[int, _Stretch]:
    ends: dict[int, dt.date] = {}
    for places in held.values():
        ends[places[0].round_id] = max(ends.get(places[0].round_id, dt.date.min), *map(_end, places))
    return {pk: _stretch(pk, places, ends[places[0].round_id]) for pk, places in held.items()}


def _stretch(pk: int, places: Held, end: dt.date) -> _Stretch:
    """`end` is the end of the round. Children who were there for a day only neither begin a partnership nor go on."""
    round, own = places[0].round, {place.student_id for place in places if not place.is_for_a_day}
    first = min(place.starts_on for place in places if place.student_id in own or not own)
    founders = own.intersection(place.student_id for place in places if place.starts_on == first)
    last = own.intersection(place.student_id for place in places if _end(place) == end)
    founders = founders if first == round.starts_on else set()
    return _Stretch(pk, (round.classroom_id, round.number), first, frozenset(founders), frozenset(last))


def _end(place: PartnershipPlace) -> dt.date:
    return place.ended_on or dt.date.max


def _before(stretches: Collection[_Stretch]) -> dict[int, _Stretch]:
    """Maps a partnership to the one of the round before that it carries on."""
    rounds = sorted({stretch.round for stretch in stretches})
    earlier = {later: one for one, later in pairwise(rounds) if one[0] == later[0]}
    ended = {(stretch.round, stretch.last): stretch for stretch in stretches if stretch.last}
    found = ((s.pk, ended.get((earlier.get(s.round, s.round), s.founders))) for s in stretches if s.round in earlier)
    return {pk: stretch for pk, stretch in found if stretch}


def _run(stretch: _Stretch, before: Mapping[int, _Stretch]) -> Run:
    run = [stretch]
    while earlier := before.get(run[0].pk):
        run.insert(0, earlier)
    return Run(run[0].first, tuple(one.pk for one in run))


def newest_of(runs: Mapping[int, Run]) -> dict[int, int]:
    """Maps every partnership of these runs to the newest one of its run."""
    return {pk: newest for newest, run in runs.items() for pk in run.partnerships}


def carried_by(partnership: Partnership) -> list[Partnership]:
    """The partnerships of later rounds that carry this one on, the oldest first. One query, two where there are later
    rounds."""
    later = Partnership.objects.filter(
        classroom=partnership.classroom_id, round__number__gt=partnership.round.number
    ).order_by("round__number", "pk")
    found = list(later)
    runs = runs_of(found) if found else {}
    return [one for one in found if one.pk in runs and partnership.pk in runs[one.pk].partnerships]
