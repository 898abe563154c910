"""The class over the weeks of a round: which partnerships were seen when, which moves, and what to teach next."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from classroom.models import Classroom
from partners.models import Partnership, PartnershipPlace
from partners.moves.built_in import Move
from partners.partner_time.charts import Cell, Chart, Line
from partners.partner_time.growth import MOST_WEEKS, Glimpse, week_of
from partners.queries import Pair, runs_of

# Days after which partners count as not seen for long.
LONG = 14
_TINTS = 3


def weeks_shown(since: dt.date, today: dt.date) -> range:
    """The numbers of the weeks that a chart shows: the newest ones."""
    last = week_of(today, since)
    return range(max(1, last - MOST_WEEKS + 1), last + 1)


def coverage(pairs: Sequence[Pair], days: Mapping[int, Iterable[dt.date]], since: dt.date, today: dt.date) -> Chart:
    """A chart of the weeks in which each partnership was seen. `days` maps a partnership's primary key to the days
    on which it was seen."""
    weeks = weeks_shown(since, today)
    lines = []
    for pair in pairs:
        seen = {week_of(day, since) for day in days.get(pair.partnership.pk, ())}
        cells = tuple(Cell("seen", "strength") if week in seen else Cell() for week in weeks)
        lines.append(Line(pair.names, cells))
    return Chart("Partnership", "Week", tuple(str(week) for week in weeks), tuple(lines))


@dataclass(frozen=True)
class Told:
    """What a table says of one partnership. `days` is for how many days they are partners, `days_ago` None where they
    were never seen; `state` is a word or ""."""

    pair: Pair
    weeks: int
    days: int
    days_ago: int | None
    state: str

    @property
    def waited(self) -> int:
        """The days since they were seen, or since their first day."""
        return self.days if self.days_ago is None else self.days_ago

    @property
    def is_long(self) -> bool:
        return self.waited >= LONG

    @property
    def ago(self) -> str:
        """When they were last seen."""
        if self.days_ago is None:
            return "Not seen yet"
        return f"Seen {self.days_ago} day{'' if self.days_ago == 1 else 's'} ago" if self.days_ago else "Seen today"


def longest_unseen_first(
    pairs: Sequence[Pair], last: Mapping[int, dt.date], began: Mapping[int, dt.date], today: dt.date
) -> list[Told]:
    """Those not seen for longest first. `last` is the day on which each was last seen, and on which it `began`."""
    lines = [
        Told(
            pair,
            weeks=week_of(today, began[pair.partnership.pk]),
            days=(today - began[pair.partnership.pk]).days,
            days_ago=(today - last[pair.partnership.pk]).days if pair.partnership.pk in last else None,
            state=pair.partnership.state,
        )
        for pair in pairs
    ]
    return sorted(lines, key=lambda line: (-line.waited, line.days_ago is not None))


@dataclass(frozen=True)
class Lesson:
    """A move for the whole class: the number of partnerships that showed it, and of those that need it next."""

    move: Move
    seen: int
    wanted: int


def lessons(glimpses: Sequence[Glimpse], moves: Sequence[Move]) -> list[Lesson]:
    """The moves that the class is shown, the most needed first: next steps of many, then moves that few have shown."""
    strong: dict[str, dict[int, dt.date]] = defaultdict(dict)
    wanted: dict[str, dict[int, dt.date]] = defaultdict(dict)
    for glimpse in glimpses:
        (strong if glimpse.is_strength else wanted)[glimpse.move][glimpse.partnership] = glimpse.day
    found = []
    for move in moves:
        still = [pk for pk, day in wanted[move.key].items() if strong[move.key].get(pk, dt.date.min) <= day]
        if not move.hidden:
            found.append(Lesson(move, len(strong[move.key]), len(still)))
    return sorted(found, key=lambda lesson: (-lesson.wanted, lesson.seen))


def heat(
    glimpses: Sequence[Glimpse], moves: Sequence[Move], pairs: int, since: dt.date, today: dt.date
) -> Chart | None:
    """A chart of how many partnerships showed each move as a strength, week by week and in total."""
    weeks = weeks_shown(since, today)
    by_week: dict[tuple[str, int], set[int]] = defaultdict(set)
    in_all: dict[str, set[int]] = defaultdict(set)
    for glimpse in glimpses:
        if glimpse.is_strength:
            by_week[glimpse.move, week_of(glimpse.day, since)].add(glimpse.partnership)
            in_all[glimpse.move].add(glimpse.partnership)
    lines = []
    for move in moves:
        if in_all[move.key] or not move.hidden:
            cells = tuple(_heat(len(by_week[move.key, week]), pairs) for week in weeks)
            lines.append(Line(str(move.name), cells, f"{len(in_all[move.key])} of {pairs}"))
    columns = tuple(str(week) for week in weeks)
    return Chart("Move", "Week", columns, tuple(lines), totals="In all") if in_all else None


def _heat(number: int, pairs: int) -> Cell:
    if not number:
        return Cell()
    tint = min(_TINTS, 1 + _TINTS * (number - 1) // max(1, pairs))
    return Cell(str(number), f"heat-{tint}", str(number))


@dataclass(frozen=True)
class Needed:
    """`unseen` maps the primary key of a class to the number of its partnerships that nobody has observed for LONG;
    classes without any are left out. `to_coach` holds the classes in which it is time to coach partners who were
    kept for that."""

    unseen: dict[int, int]
    to_coach: set[int]


def what_partners_need(classes: Iterable[Classroom], now: dt.datetime) -> Needed:
    """What running partnerships need of the teacher now, for several classes. One query for each date that it is in
    their rooms, and one more where a later round has just begun
    and somebody waits."""
    by_day: dict[dt.date, list[Classroom]] = defaultdict(list)
    for classroom in classes:
        by_day[classroom.today(now)].append(classroom)
    unseen: Counter[int] = Counter()
    to_coach: set[int] = set()
    for day, rooms in by_day.items():
        since, of = day - dt.timedelta(days=LONG), {classroom.pk: classroom for classroom in rooms}
        recent = list(_recent(rooms, day, since))
        running = [one for one in recent if one.is_running]
        last = {one.pk: of[one.classroom_id].today(one.last) for one in recent if one.last}
        waiting = [one for one in running if last.get(one.pk, since) <= since]
        new = [one for one in waiting if not one.is_long and one.round.number > 1]
        runs = runs_of(new) if new else {}
        for one in waiting:
            run = runs.get(one.pk)
            looks = [last[pk] for pk in run.partnerships if pk in last] if run else []
            is_long = one.is_long or (run is not None and run.since <= since)
            unseen[one.classroom_id] += is_long and max(looks, default=since) <= since
        to_coach |= {one.classroom_id for one in running if one.to_coach(day)}
    return Needed({room: count for room, count in unseen.items() if count}, to_coach)


def _recent(rooms: Sequence[Classroom], day: dt.date, since: dt.date) -> QuerySet[Any]:
    """The partnerships that were running after the day `since`, each with its `last` look, whether it `is_running` and
    whether it `is_long` that its children are in it."""
    held = PartnershipPlace.objects.on(day).filter(partnership=OuterRef("pk"))
    found = Partnership.objects.filter(
        classroom__in=rooms, pk__in=PartnershipPlace.objects.not_over(since).values("partnership")
    )
    return found.annotate(
        last=Max("observations__at", filter=Q(observations__taken_back=False)),
        is_running=Exists(held),
        is_long=Exists(held.filter(starts_on__lte=since)),
    ).select_related("round")
