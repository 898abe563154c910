"""The walk through the room: the partnerships in the order in which the teacher passes them, and the chips to tap."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from classroom.models import Classroom, User
from partners.access import observations_for
from partners.models import Observation, Workshop
from partners.moves.built_in import Chip
from partners.moves.chips import Chips
from partners.queries import Pair, Run, current_pairs, newest_of, runs_of

LONG = 14  # days
WEEK = 7
# How many of her last notes say which chips she uses.
RECENT = 60


@dataclass(frozen=True)
class Tile:
    """Today's partners and the day on which they were last seen. `days` counts from that day, or from their first
    day. Partners who were kept carry on: both may be of an earlier round."""

    pair: Pair
    seen_on: dt.date | None
    days: int

    @property
    def is_long(self) -> bool:
        return self.days >= LONG

    @property
    def this_week(self) -> bool:
        return self.seen_on is not None and self.days < WEEK

    @property
    def ago(self) -> str:
        if self.seen_on is None:
            return "Not seen yet"
        if self.days < LONG:
            return {0: "Today", 1: "Yesterday"}.get(self.days, f"{self.days} days ago")
        return f"{self.days // WEEK} weeks ago"


def tiles(classroom: Classroom, user: User, now: dt.datetime) -> list[Tile]:
    """Today's partners in room order: as arranged by hand, then by spot, then by name.

    The last seen day counts only what the person may read: an aide has only their own observations. Five queries.
    """
    today = classroom.today(now)
    workshop = Workshop.objects.get(classroom=classroom)
    places = {key: place for place, key in enumerate(workshop.walk)}
    spots = {spot: place for place, spot in enumerate(workshop.spots)}

    def place(pair: Pair) -> tuple[int, int]:
        by_hand = places.get(pair.partnership.key, len(places))
        return by_hand, spots.get(pair.partnership.spot, len(spots))

    pairs = sorted(current_pairs(classroom, today), key=place)
    runs = runs_of([pair.partnership for pair in pairs])
    notes = observations_for(user).filter(partnership__in=newest_of(runs))
    seen = dict(notes.order_by().values("partnership").annotate(last=Max("at")).values_list("partnership", "last"))
    return [_tile(pair, runs[pair.partnership.pk], seen, classroom, today) for pair in pairs]


def _tile(pair: Pair, run: Run, seen: Mapping[int, dt.datetime], classroom: Classroom, today: dt.date) -> Tile:
    at = max((seen[pk] for pk in run.partnerships if pk in seen), default=None)
    seen_on = classroom.today(at) if at else None
    return Tile(pair, seen_on, max((today - (seen_on or run.since)).days, 0))


def longest_first(tiles: Sequence[Tile]) -> list[Tile]:
    """Those who have waited longest since they were seen, or since their first day; where that is equal those who were
    never seen, and then in room order."""
    return sorted(tiles, key=lambda tile: (-tile.days, tile.seen_on is not None))


def at_the_thumb(classroom: Classroom, user: User, chips: Chips) -> tuple[list[Chip], list[Chip]]:
    """All strengths and all next steps. The chips that this person tapped most of late come first. One query."""
    own = Observation.objects.filter(by=user, partnership__classroom=classroom).order_by("-at", "-pk")[:RECENT]
    seen = [note.content for note in own]

    def by_use(offered: Iterable[Chip], used: Iterable[str]) -> list[Chip]:
        times = Counter(used)
        return sorted(offered, key=lambda chip: -times[chip.key])

    return (
        by_use(chips.offered("strengths"), (key for one in seen for key in one.strengths)),
        by_use(chips.offered("next_steps"), (key for one in seen for key in one.next_steps)),
    )
