"""Home: each class as a card that says what needs the teacher now."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from classroom.access import TEACHERS, classes_for
from classroom.actions.picture_limits import being_guessed
from classroom.models import Classroom, SchoolMembership, User
from classroom.requests import Request
from partners.models import CheckIn, Considerations, Round, SafetyFlag
from partners.notes.talk_requests import waiting_to_talk
from partners.partner_time.class_over_time import what_partners_need
from partners.planning.draft import with_seated
from partners.queries import how_many_without_partner, partners_of
from partners.views.home_lines import class_page, lines_of

WEEK = dt.timedelta(days=7)


@never_cache
@login_not_required
def home(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(_door(request))
    roles = set(request.user.school_memberships.values_list("role", flat=True))
    mine = list(
        classes_for(request.user)
        .annotate(children=Count("students", filter=Q(students__left_on=None)))
        .prefetch_related("memberships")
    )
    classes = [classroom for classroom in mine if classroom.archived_at is None]
    archived = [classroom for classroom in mine if classroom.archived_at is not None]
    # Safety flags wait for an answer in archived classes, too.
    flags = _to_read(mine, request.now)
    context = {
        "cards": [_shown(card) for card in _cards(request, classes, flags)],
        "greeting": _greeting(classes, request),
        "today": request.now,
        "archived": [_archived(classroom, request, flags[0]) for classroom in archived],
        "may_make": SchoolMembership.Role.TEACHER in roles,
        "manages": SchoolMembership.Role.ACCOUNT_MANAGER in roles,
    }
    return render(request, "partners/home.html", context)


def _cards(
    request: Request, classes: Sequence[Classroom], flags: tuple[set[int], set[int], set[int]]
) -> list[dict[str, Any]]:
    """What each class needs of the teacher now. The number of queries is the same for any number of classes."""
    to_read, needed, needed_first = flags
    to_talk = {asked.round.classroom_id for asked in waiting_to_talk(classes)}
    asked, again = _waiting(classes, request.now)
    partners = what_partners_need(classes, request.now)
    guessed = being_guessed(classes, request.now)
    rounds = _rounds(classes)
    skipping = _skipping(classes)
    today = {classroom.pk: classroom.today(request.now) for classroom in classes}
    alone = how_many_without_partner((round for (_, preparing), round in rounds.items() if not preparing), today)
    return [
        {
            "classroom": classroom,
            "children": classroom.children,  # type: ignore[attr-defined] # annotated
            "children_asked": classroom.children - skipping[classroom.pk],  # type: ignore[attr-defined] # annotated
            "teaches": _teaches(classroom, request),
            "to_read": classroom.pk in to_read,
            "needed": classroom.pk in needed,
            "needed_first": classroom.pk in needed_first,
            "to_talk": classroom.pk in to_talk,
            "guessed": classroom.pk in guessed,
            "asked": classroom.pk in asked,
            "alone": alone[classroom.pk],
            "again": classroom.pk in again | partners.to_coach,
            "unseen": partners.unseen.get(classroom.pk, 0),
            "today": today[classroom.pk],
            **_rounds_of(classroom, rounds, today[classroom.pk]),
        }
        for classroom in classes
    ]


def _rounds_of(classroom: Classroom, rounds: dict[tuple[int, bool], Round], today: dt.date) -> dict[str, Any]:
    """The round that the class prepares, and the one that is running."""
    preparing, running = rounds.get((classroom.pk, True)), rounds.get((classroom.pk, False))
    return {
        "preparing": preparing,
        "running": running,
        "at_the_edge": _at_the_edge(classroom, preparing),
        "ends_on": _ends_soon(running, today),
    }


def _shown(card: dict[str, Any]) -> dict[str, Any]:
    """The card with its lines and with the address of the page that the name of the class leads to."""
    return card | {"href": class_page(card["classroom"], teaches=card["teaches"]), "lines": lines_of(card)}


def _archived(classroom: Classroom, request: Request, to_read: set[int]) -> dict[str, Any]:
    teaches = _teaches(classroom, request)
    return {
        "classroom": classroom,
        "teaches": teaches,
        "to_read": classroom.pk in to_read,
        "href": class_page(classroom, teaches=teaches),
    }


def _door(request: Request) -> str:
    """The name of the page for somebody who is not signed in as an adult: a child at this device, the very first
    teacher, or anybody else."""
    if request.sitting is not None:
        return "partners:me"
    return "account_login" if User.objects.exists() else "account_signup"


def _teaches(classroom: Classroom, request: Request) -> bool:
    return any(m.user_id == request.user.pk and m.role in TEACHERS for m in classroom.memberships.all())


def _to_read(classes: Sequence[Classroom], now: dt.datetime) -> tuple[set[int], set[int], set[int]]:
    """Three sets of classes, by primary key: those where a safety flag waits for an answer; those where an open flag
    is about two children who are partners now; those where an open flag is about two children who are published to
    be partners."""
    flags = [flag for flag in SafetyFlag.objects.filter(classroom__in=classes) if flag.is_open]
    flagged = {flag.classroom_id for flag in flags}
    together, to_be = partners_of([classroom for classroom in classes if classroom.pk in flagged], now)
    waiting = {flag.classroom_id for flag in flags if not flag.is_answered}
    return waiting, _about(flags, together), _about(flags, to_be)


def _about(flags: Sequence[SafetyFlag], groups: Sequence[set[int]]) -> set[int]:
    """The classes of the flags whose two children are together in one of these groups."""
    return {flag.classroom_id for flag in flags if any(flag.pair <= group for group in groups)}


def _waiting(classes: Sequence[Classroom], now: dt.datetime) -> tuple[set[int], set[int]]:
    """The classes in which a child waits for help with their partnership, and those where it is time to look again."""
    said = CheckIn.objects.filter(partnership__classroom__in=classes).select_related("partnership")
    today = {classroom.pk: classroom.today(now) for classroom in classes}
    asked, again = set(), set()
    for check_in in said:
        room = check_in.partnership.classroom_id
        if check_in.waits:
            asked.add(room)
        elif check_in.needs_teacher(today[room]):
            again.add(room)
    return asked, again


def _rounds(classes: Sequence[Classroom]) -> dict[tuple[int, bool], Round]:
    """For each class, the round that is being prepared (True) and the newest published one (False)."""
    rounds = with_seated(Round.objects.filter(classroom__in=classes)).order_by("number")
    notes = Count("notes", filter=Q(notes__is_current=True, notes__student__left_on=None))
    return {(round.classroom_id, round.published_at is None): round for round in rounds.annotate(notes_in=notes)}


def _at_the_edge(classroom: Any, round: Any) -> int:
    """The number of children without a partner in the class's newest draft."""
    return classroom.children - (round.seated or 0) if round and round.has_draft else 0


def _skipping(classes: Sequence[Classroom]) -> Counter[int]:
    """The number of children in each class who are not asked for a note."""
    rows = Considerations.objects.filter(student__classroom__in=classes, student__left_on=None)
    return Counter(row.student.classroom_id for row in rows.select_related("student") if row.skips_note)


def _ends_soon(round: Round | None, today: dt.date) -> dt.date | None:
    """The last day of the unit if it is at most a week away, or over; None otherwise."""
    ends_on = round.ends_on if round else None
    return ends_on if ends_on and ends_on - today <= WEEK else None


def _greeting(classes: Sequence[Classroom], request: Request) -> str:
    here: dt.datetime = classes[0].here(request.now) if classes else timezone.localtime(request.now)
    part = "morning" if here.hour < 12 else "afternoon" if here.hour < 18 else "evening"
    return f"Good {part}, {request.user.name}"
