"""Changes of partners in the middle of a round: several partnerships change together, from one day on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom import dates
from classroom.models import Classroom, Student
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovered, uncovers
from partners.actions import partner_changes
from partners.forms.partner_changes import ChangeForm, ChosenChangeForm, WhichForm
from partners.models import PartnerChange, PartnershipPlace
from partners.partner_time.seats import DAY, Day
from partners.planning import placement
from partners.queries import Group, Pair, in_words


@never_cache
def change_partners(request: Request, key: str) -> HttpResponse:
    """GET asks which partners should change, and shows ways to do it; POST makes the change."""
    classroom = classroom_access.classroom_for(request.user, key)
    if request.method != "POST":
        if "find" in request.GET and "which" not in request.GET:
            messages.error(request, "Tick the partners who should change.")
        return render(request, "partners/change.html", _page(request, classroom, lifted=False))
    form = ChangeForm(request.POST, today=classroom.today(request.now))
    if form.is_valid():
        with flash_errors(request) as flashed:
            partner_changes.change_partners(
                classroom=classroom,
                groups=_groups(classroom, form.cleaned_data["groups"]),
                starts_on=form.cleaned_data["starts_on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=request.now,
            )
            messages.success(request, _done(form.cleaned_data["starts_on"], classroom.today(request.now)))
        if flashed.error is None:
            return redirect("partners:partnerships", key)
    return render(request, "partners/change.html", _page(request, classroom, form, lifted=False), status=422)


def _done(starts_on: dt.date, today: dt.date) -> str:
    if starts_on == today:
        return "New partners from today."
    return f"New partners from {dates.day_in_words(starts_on)}. Until then nothing changes."


@require_POST
def take_back(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    form = ChosenChangeForm(request.POST, classroom=classroom)
    if not form.is_valid():
        messages.error(request, "This change is taken back by now.")
        return redirect("partners:partners_change", key)
    change = form.cleaned_data["change"]
    with flash_errors(request):
        partner_changes.take_back(change=change, by=request.user, now=request.now)
        messages.success(request, f"Taken back. Nobody changes on {dates.day_in_words(change.starts_on)}.")
    return redirect("partners:partners_change", key)


@uncovers
def uncover_changes(request: Request, key: str) -> HttpResponse:
    """The same page, uncovered, with the reasons for changes."""
    classroom = classroom_access.classroom_for(request.user, key)

    def show() -> HttpResponse:
        return render(request, "partners/change.html", _page(request, classroom, lifted=True))

    return uncovered(request, show, back=reverse("partners:partners_change", args=[key]), of=classroom)


def _groups(classroom: Classroom, keys: str) -> list[list[Student]]:
    students = {student.key: student for student in classroom.students.here()}
    groups = [group.split("-") for group in keys.split(",")]
    if not {key for group in groups for key in group} <= students.keys():
        raise partner_changes.UnableToChangePartners(partner_changes.MEANWHILE)
    return [[students[key] for key in group] for group in groups]


def _page(request: Request, classroom: Classroom, form: ChangeForm | None = None, *, lifted: bool) -> dict[str, Any]:
    today = classroom.today(request.now)
    day, changes = Day(classroom, today), _changes(classroom)
    ending = {change.starts_on for change, _ in changes if change.starts_on > today}
    going = {place.partnership_id for place in day.own_places if place.ended_on in ending}
    pairs = [pair for pair in day.pairs(own=True) if pair.partnership.pk not in going]
    staying = [place for place in day.own_places if place.partnership_id not in going]
    asked = request.POST if request.method == "POST" else request.GET
    ticked = set(asked.getlist("which"))
    chosen = [pair for pair in pairs if pair.partnership.key in ticked]
    ways = [_way(groups) for groups in _ways(chosen, pairs, today)]
    form = form or ChangeForm(today=today, initial={"starts_on": _soon(staying, today)})
    form.lay_out(chosen, ways)
    return {
        "classroom": classroom,
        "pairs": pairs,
        "which": WhichForm(pairs=pairs, ticked=ticked, is_next=not ways),
        "chosen": chosen,
        "ways": ways,
        "form": form,
        "changes": [(change, groups, change.made > 0 and change.starts_on > today) for change, groups in changes],
        "uncovered": lifted,
        "cover_at": reverse("partners:partners_change", args=[classroom.key]),
        "tab": "partnerships",
    }


def _soon(places: Sequence[PartnershipPlace], today: dt.date) -> dt.date:
    """The first day to suggest: next Monday, or the last day of one of these places if that comes earlier; never
    before today."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    return max(today, min([monday, *(place.ended_on - DAY for place in places if place.ended_on)]))


def _changes(classroom: Classroom) -> list[tuple[Any, list[str]]]:
    """The changes so far, newest first, each with the names of every group that began on its day. `made` on a change
    is the number of partnerships that it made."""
    found = (
        PartnerChange.objects.filter(round__classroom=classroom)
        .select_related("by", "round")
        .annotate(made=Count("partnerships"))
    )
    changes = list(found.order_by("-at", "-pk"))
    earlier = PartnershipPlace.objects.filter(partnership=OuterRef("partnership"), starts_on__lt=OuterRef("starts_on"))
    began = PartnershipPlace.objects.filter(
        ~Exists(earlier), round__in={each.round_id for each in changes}, starts_on__in={e.starts_on for e in changes}
    ).exclude(starts_on=F("round__starts_on"))
    groups: dict[tuple[int, dt.date], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for place in began.select_related("student").order_by("partnership_id", "place", "pk"):
        groups[place.round_id, place.starts_on][place.partnership_id].append(place.student.called)
    return [(each, [in_words(names) for names in groups[each.round_id, each.starts_on].values()]) for each in changes]


def _ways(chosen: Sequence[Pair], pairs: Sequence[Pair], today: dt.date) -> list[list[Group]]:
    return placement.exchanges(chosen, [pair for pair in pairs if pair not in chosen], today)


def _way(groups: Sequence[Group]) -> tuple[str, list[str]]:
    """A way to change partners, as a value of the form and as the names of each group."""
    value = ",".join("-".join(student.key for student in group) for group in groups)
    return value, [in_words([student.called for student in group]) for group in groups]
