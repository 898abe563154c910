"""A child, or a class, is deleted for good.

What others said of the child is opened and rewritten without it, in pieces; at the end the child goes, with everything
of its own. Where that was interrupted, asking again goes on with it, and so does the next clearing up.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import AuditEvent, Classroom, ClassroomVerb, RosterDraft, Student, User
from classroom.name_masking import Forms, forms_of, look_up, without
from classroom.names import Name
from partners.models import (
    CheckIn,
    Considerations,
    Decisions,
    FlagContent,
    NoteDraft,
    Observation,
    PartnerChange,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    PartnersVerb,
    Plan,
    PlanPlace,
    PlanStep,
    RecordsHold,
    Rule,
    SafetyFlag,
)

BATCH = 100
# The line of the log that says so stands as long as the child does.
# Where free words stand; everywhere else are numbers and keys of lists. A note keeps all that it says under `words`.
TEXTS = {"note", "words", "reason", "tell", "loves_own"}
FREE = {"own", "interests"}

Content = dict[str, Any]


class UnableToDelete(Unable):
    pass


def hindrance(classroom: Classroom) -> str:
    """Why nothing of the class may be deleted now; empty where nothing stands against it."""
    if RecordsHold.objects.filter(round__classroom=classroom).exists():
        return "Notes of this class are on hold, since a record was asked for. Lift the hold first, under Privacy."
    if not all(flag.is_answered for flag in classroom.safety_flags.order_by("pk")):
        return "Under Notes something waits to be read first. Answer it before anything is deleted."
    return ""


@transaction.atomic
def delete_class(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """The class with its children and everything that was said and done there. Its line in the log names no class."""
    _check(lock(classroom))
    classroom.delete()
    record(PartnersVerb.CLASS_DELETED, now=now, by=by)


def delete_student(*, student: Student, by: User, now: dt.datetime) -> None:
    """A child who has left the class. Partners of now have been seen to by then."""
    _begin(student, by, now)
    finish(student=student, by=by, now=now)


@transaction.atomic
def _begin(student: Student, by: User, now: dt.datetime) -> None:
    classroom = lock(student.classroom)
    student.refresh_from_db(fields=["left_on"])
    if student.left_on is None and classroom.archived_at is None:
        raise UnableToDelete(f"Mark {student.called} as left first, so that nobody is without a partner.")
    _check(classroom)
    record(PartnersVerb.DELETION_BEGUN, now=now, by=by, classroom=classroom, student=student)


def _check(classroom: Classroom) -> None:
    if reason := hindrance(classroom):
        raise UnableToDelete(reason)


def finish_begun(*, classroom: Classroom, now: dt.datetime) -> None:
    """Deletions that were interrupted. A child who is back in the class since stays."""
    begun_or_back = (PartnersVerb.DELETION_BEGUN, ClassroomVerb.STUDENT_BACK)
    newest: dict[int | None, AuditEvent] = {}
    events = AuditEvent.objects.filter(classroom=classroom, verb__in=begun_or_back)
    for event in events.select_related("student__classroom", "by").order_by("at", "pk"):
        newest[event.student_id] = event
    for event in newest.values():
        if event.verb == PartnersVerb.DELETION_BEGUN and event.student is not None:
            finish(student=event.student, by=event.by, now=now)


def finish(*, student: Student, by: User | None, now: dt.datetime) -> None:
    """Piece after piece, each a transaction of its own that may be done twice."""
    classroom = student.classroom
    told = look_up(forms_of(Name(student.name, student.first_name), student.called, student.goes_by))
    for others, in_class in OF_OTHERS:
        _rewrite(classroom, others.filter(**{in_class: classroom}), lambda content: _without(content, student.pk, told))
    _rewrite(classroom, SafetyFlag.objects.filter(classroom=classroom), lambda c: _flag(c, student.pk, told, now))
    _go(student, told, by, now)


# What holds words about other children, and the way from it to the class.
OF_OTHERS: tuple[tuple[models.Manager[Any], str], ...] = (
    (PartnerNote.objects, "round__classroom"),
    (NoteDraft.objects, "round__classroom"),
    (Rule.objects, "classroom"),
    (Observation.every, "partnership__classroom"),
    (CheckIn.objects, "partnership__classroom"),
    (Considerations.objects, "student__classroom"),
)


def _rewrite(classroom: Classroom, rows: QuerySet[Any], change: Callable[[Content], Content | None]) -> None:
    """Change the content of these rows, batch after batch; a row whose content is None then goes."""
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            lock(classroom)
            last = _rewrite_batch(rows, last, change)


def _rewrite_batch(rows: QuerySet[Any], last: int, change: Callable[[Content], Content | None]) -> int | None:
    """The key of the last row of the batch behind `last`; None where there was none."""
    batch = list(rows.filter(pk__gt=last).order_by("pk")[:BATCH])
    gone, changed = [], []
    for row in batch:
        before = row.content.to_json()
        after = change(before)
        if after is None:
            gone.append(row.pk)
        elif after != before:
            row.content = type(row.content).from_json(after)
            changed.append(row)
    rows.filter(pk__in=gone).delete()
    rows.bulk_update(changed, ["content"])
    return batch[-1].pk if batch else None


def _without(content: Content, pk: int, told: Forms) -> Content | None:
    """Without the child in any list, and without its name in free words. What was seen of this child alone goes, and
    so does a rule about fewer than two."""
    if content.get("about") == pk:
        return None
    left: Content = _taken_out(content, pk, told, free=False)
    return None if len(left.get("students", (1, 2))) < 2 else left


def _taken_out(value: Any, pk: int, told: Forms, *, free: bool) -> Any:
    if isinstance(value, str):
        return without(value, told) if free else value
    if isinstance(value, list):
        return [_taken_out(item, pk, told, free=free) for item in value if not _is(item, pk)]
    if isinstance(value, dict):
        if value.get("reader") == pk:
            value = {**value, "reader": None}
        return {
            key: _taken_out(item, pk, told, free=free or key in FREE or (key in TEXTS and isinstance(item, str)))
            for key, item in value.items()
            if key != str(pk)
        }
    return value


def _is(item: Any, pk: int) -> bool:
    """Whether this item of a list stands for the child: by its key, or as a choice of a note."""
    return bool(item["student"] == pk) if isinstance(item, dict) and "student" in item else item == pk


def _flag(content: Content, pk: int, told: Forms, now: dt.datetime) -> Content | None:
    """What the child said goes. What another child said of it stays with that child, and names nobody any more."""
    flag = FlagContent.from_json(content)
    if flag.student == pk:
        return None
    left = replace(flag, own=without(flag.own, told))
    if flag.named == pk:
        left = replace(left, named=None, ended_at=flag.ended_at or now)
    return left.to_json()


@transaction.atomic
def _go(student: Student, told: Forms, by: User | None, now: dt.datetime) -> None:
    """The child with all that is its own, and lists that name it."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    _out_of_plans(classroom, student.pk, told)
    _out_of_changes(classroom, told)
    RosterDraft.objects.filter(classroom=classroom).delete()
    if student.delete()[0]:
        record(PartnersVerb.STUDENT_DELETED, now=now, by=by, classroom=classroom)
    Partnership.objects.filter(classroom=classroom, places=None).delete()
    _end_alone(classroom, today)


def _out_of_plans(classroom: Classroom, pk: int, told: Forms) -> None:
    """Out of drafts and of every step to them, as if the child had never lain there: who is alone then lies at the
    table's edge. Of a plan that was published, the steps to it go."""
    plans = Plan.objects.filter(round__classroom=classroom)
    PlanStep.objects.filter(plan__in=plans.exclude(published_at=None)).delete()
    steps = list(PlanStep.objects.filter(plan__in=plans).order_by("pk"))
    for step in steps:
        _out_of_step(step, pk, told)
    PlanStep.objects.bulk_update(steps, ["students", "groups", "locked", "said"])
    places = PlanPlace.objects.filter(plan__in=plans.filter(published_at=None))
    places.filter(student=pk).delete()
    beside = PlanPlace.objects.filter(plan=OuterRef("plan"), group=OuterRef("group")).exclude(pk=OuterRef("pk"))
    places.filter(~Exists(beside)).delete()
    left = list(plans)
    for plan in left:
        plan.name = without(plan.name, told)
    Plan.objects.bulk_update(left, ["name"])


def _out_of_changes(classroom: Classroom, told: Forms) -> None:
    changes = list(PartnerChange.objects.filter(round__classroom=classroom).order_by("pk"))
    for change in changes:
        change.reason = without(change.reason, told)
    PartnerChange.objects.bulk_update(changes, ["reason"])


def _out_of_step(step: PlanStep, pk: int, told: Forms) -> None:
    """What was about the child and one other is about nobody any more; what was about two others stays."""
    groups = ([other for other in group if other != pk] for group in step.groups)
    step.groups = [group for group in groups if len(group) > 1]
    step.students = [other for other in step.students if other != pk]
    step.locked = [group for group in step.locked if pk not in group]
    step.said = Decisions(
        locks=tuple(
            replace(lock, reason=without(lock.reason, told)) for lock in step.said.locks if pk not in lock.students
        ),
        relaxed=tuple(
            replace(each, students=each.students - {pk}, reason=without(each.reason, told))
            for each in step.said.relaxed
            if pk not in each.students or len(each.students) > 2
        ),
        parted=tuple(pair for pair in step.said.parted if pk not in pair),
    )


def _end_alone(classroom: Classroom, today: dt.date) -> None:
    """In a class that is archived the child was with somebody until now: that place ends, too."""
    held = PartnershipPlace.objects.not_over(today).filter(partnership__classroom=classroom)
    together = Counter(held.values_list("partnership", flat=True))
    alone = held.filter(partnership__in=[pk for pk, count in together.items() if count == 1])
    alone.filter(starts_on__gt=today).delete()
    alone.update(ended_on=today)
