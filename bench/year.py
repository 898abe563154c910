"""Measures a year of partner time: 35 children, rounds of six weeks, 3,000 observations, and every page that shows
them."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory
from typing import Any

from bench.pages import measured
from bench.place import set_up

CHILDREN = 35
OBSERVATIONS = 3000
ROUNDS = 6
UNIT = dt.timedelta(weeks=6)
MOST_QUERIES = 15
AIM = 150


def main() -> None:
    """Print a table: each page's queries and milliseconds (median of 15). Fails where one is over the limits.

    The time is processor time, including that of the database, so that other programs on the machine make no page fail.
    """
    with TemporaryDirectory(prefix="partners-bench-") as folder:
        set_up(folder)
        times = [(name, *measured(get, time.process_time)) for name, get in _pages(dt.datetime.now(dt.UTC))]
    head = f"{CHILDREN} children, {OBSERVATIONS:,} observations"
    print(f"\n{head:36}{'queries':>9}{'ms':>9}   (aim {MOST_QUERIES} and {AIM})")
    over = []
    for name, queries, seconds in times:
        is_over = queries > MOST_QUERIES or seconds * 1000 > AIM
        over += [name] if is_over else []
        print(f"{name:36}{queries:>9}{seconds * 1000:>9.1f}{'   OVER' if is_over else ''}")
    if over:
        sys.exit(f"Over the limits: {', '.join(over)}.")


def _pages(now: dt.datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """The name of each page and a call that gets it. Uncovered pages are asked for by POST."""
    from django.test import Client
    from django.urls import reverse

    from bench.room import getting, named

    classroom = _year(now)
    teacher = Client(headers={"host": "localhost"})
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    teacher.force_login(classroom.memberships.get().user, backend=backend)
    partnership = classroom.partnerships.order_by("-pk")[0]
    child = classroom.students.order_by("pk")[0]
    yield "Home", getting(teacher, reverse("partners:home"))
    for name in ("class", "partnerships", "walk", "walk_order", "moves", "plan_last_round", "unit_end"):
        yield name, getting(teacher, reverse(named(name), args=[classroom.key]))
    yield "walk, longest ago first", getting(teacher, f"{reverse('partners:walk', args=[classroom.key])}?order=longest")
    yield (
        "last round, uncovered",
        getting(teacher, reverse("partners:plan_last_round_uncover", args=[classroom.key]), {}),
    )
    for name in ("over_time", "check_ins"):
        yield from _both(teacher, name, classroom.key)
    for name in ("walk_note", "coaching_card"):
        yield name, getting(teacher, reverse(named(name), args=[classroom.key, partnership.key]))
    yield from _both(teacher, "partnership", classroom.key, partnership.key)
    for name in ("student_year", "student_record"):
        yield from _both(teacher, name, classroom.key, child.key)
    chosen = {"strengths": ["even_turns"], "next_steps": ["take_turns"]}
    yield "family_page", getting(teacher, reverse("partners:family_page", args=[classroom.key, child.key]), chosen)
    yield "the record itself", _taking(child, now)


def _both(client: Any, name: str, *keys: str) -> Iterator[tuple[str, Callable[[], object]]]:
    from django.urls import reverse

    from bench.room import getting, named

    yield name, getting(client, reverse(named(name), args=keys))
    yield f"{name}, uncovered", getting(client, reverse(named(f"{name}_uncover"), args=keys), {})


def _taking(child: Any, now: dt.datetime) -> Callable[[], object]:
    from partners.privacy.student_export import record_of

    return lambda: record_of(child, now=now, tell=lambda text: text.text)


def _year(now: dt.datetime) -> Any:
    """A class in the last week of its sixth round, with the next one open. Observations are spread evenly over all
    days."""
    from bench.room import teacher_of
    from classroom.actions import classes
    from classroom.names import Name
    from partners.actions import rounds

    user = teacher_of(now)
    names = [Name(full=f"Child {number}", first=f"Child{number}") for number in range(CHILDREN)]
    classroom = classes.make_class(name="Bench", grade_band="2-3", children=names, by=user, now=now)
    students = list(classroom.students.order_by("pk"))
    first = classroom.today(now) - ROUNDS * UNIT + dt.timedelta(days=3)
    for number in range(ROUNDS):
        starts_on = first + number * UNIT
        rounds.add_earlier_round(
            classroom=classroom,
            number=number + 1,
            together=[(group, "growing") for group in _groups(students, number)],
            starts_on=starts_on,
            ended_on=starts_on + UNIT if number + 1 < ROUNDS else None,
            by=user,
            now=now,
        )
    rounds.open_round(classroom=classroom, by=user, now=now)
    _observe(classroom, user, now)
    _check_in(classroom, now)
    return classroom


def _groups(students: list[Any], number: int) -> list[list[Any]]:
    """Different pairs in each round, and one three."""
    turned = [students[0], *students[1 + number :], *students[1 : 1 + number]]
    half = len(turned) // 2
    twos = [[one, other] for one, other in zip(turned[:half], turned[half : 2 * half], strict=True)]
    twos[-1] += turned[2 * half :]
    return twos


def _observe(classroom: Any, user: Any, now: dt.datetime) -> None:
    """Make the observations: two strengths, a next step, a few words and a reader each. Every third is about one
    child."""
    from partners.models import Observation, ObservationContent
    from partners.moves.built_in import NEXT_STEPS, STRENGTHS

    partnerships = list(classroom.partnerships.order_by("pk").prefetch_related("places").select_related("round"))
    made = []
    for number in range(OBSERVATIONS):
        partnership = partnerships[number % len(partnerships)]
        children = [place.student_id for place in partnership.places.all()]
        day = partnership.round.starts_on + dt.timedelta(days=number * 7 % 39)
        seen = ObservationContent(
            strengths=tuple(STRENGTHS[(number + step) % len(STRENGTHS)].key for step in (0, 5)),
            next_steps=(NEXT_STEPS[number % len(NEXT_STEPS)].key,),
            note="“Say more about the part where the dog came back.”",
            reader=children[number % 2],
            listeners=(children[1 - number % 2],),
            about=None if number % 3 else children[number % 2],
            tap=4,
        )
        at = min(now, dt.datetime.combine(day, dt.time(15), dt.UTC))
        made.append(Observation(partnership=partnership, by=user, at=at, content=seen))
    Observation.objects.bulk_create(made)


def _check_in(classroom: Any, now: dt.datetime) -> None:
    """Make four check-ins of every child in the last weeks. Some of them ask for the teacher."""
    from partners.models import CheckIn, CheckInContent

    CheckIn.objects.bulk_create(
        CheckIn(
            partnership=place.partnership,
            student_id=place.student_id,
            at=now - dt.timedelta(days=9 * week),
            content=CheckInContent(face="okay", help=("turns",), asks=week == 0 and place.pk % 5 == 0),
        )
        for partnership in classroom.partnerships.filter(round__number=ROUNDS).order_by("pk")
        for place in partnership.places.order_by("pk")
        for week in range(4)
    )


if __name__ == "__main__":
    main()
