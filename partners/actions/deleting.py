"""Deletes a child, or a class, for good.

What others wrote about the child is opened and rewritten without the child, in batches; at the end the child is
deleted, with everything that belongs to them. An interrupted deletion goes on when the teacher asks again, or with the
next purge.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from classroom.actions import unsaved_forms
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
# The keys of contents under which free text is found. Other values are numbers and keys of lists. The content of a note
# has everything under `words`.
TEXTS = {"note", "words", "reason", "tell", "loves_own"}
FREE = {"own", "interests"}

Content = dict[str, Any]


class UnableToDelete(Unable):
    pass


def hindrance(classroom: Classroom) -> str:
    """Why nothing of the class may be deleted now; empty where nothing stands in the way."""
    if RecordsHold.objects.filter(round__classroom=classroom).exists():
        return "Notes of this class are on hold, since a record was asked for. Lift the hold first, under Privacy."
    if not all(flag.is_answered for flag in classroom.safety_flags.order_by("pk")):
        return "Under Notes something waits to be read first. Answer it before anything is deleted."
    return ""


@transaction.atomic
def delete_class(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """Delete the class with its children and everything that was written there. The audit event names no class.
    Raises UnableToDelete."""
    _check(lock(classroom))
    unsaved_forms.discard_of_class(classroom)
    classroom.delete()
    record(PartnersVerb.CLASS_DELETED, now=now, by=by)


def delete_student(*, student: Student, by: User, now: dt.datetime) -> None:
    """Delete a child who has left the class, so that their partners are taken care of, or a child of an archived
    class. Raises UnableToDelete."""
    _begin(student, by, now)
    finish(student=student, by=by, now=now)


@transaction.atomic
def _begin(student: Student, by: User, now: dt.datetime) -> None:
    classroom = lock(student.classroom)
    student.refresh_from_db(fields=["left_on"])
    if student.left_on is None and classroom.archived_at is None:
        raise UnableToDelete(f"Mark {student.called} as left first, so that nobody is without a partner.")
    _check(classroom)
    # This event is deleted together with the child, so while it is there the deletion is not finished.
    record(PartnersVerb.DELETION_BEGUN, now=now, by=by, classroom=classroom, student=student)


def _check(classroom: Classroom) -> None:
    if reason := hindrance(classroom):
        raise UnableToDelete(reason)


def finish_begun(*, classroom: Classroom, now: dt.datetime) -> None:
    """Finish deletions that were interrupted. A child who has come back to the class since then stays."""
    begun_or_back = (PartnersVerb.DELETION_BEGUN, ClassroomVerb.STUDENT_BACK)
    newest: dict[int | None, AuditEvent] = {}
    events = AuditEvent.objects.filter(classroom=classroom, verb__in=begun_or_back)
    for event in events.select_related("student__classroom", "by").order_by("at", "pk"):
        newest[event.student_id] = event
    for event in newest.values():
        if event.verb == PartnersVerb.DELETION_BEGUN and event.student is not None:
            finish(student=event.student, by=event.by, now=now)


def finish(*, student: Student, by: User | None, now: dt.datetime) -> None:
    """Delete the child in steps. Each step is a transaction of its own and may run twice."""
    classroom = student.classroom
    told = look_up(forms_of(Name(student.name, student.first_name), student.called, student.goes_by))
    for others, in_class in OF_OTHERS:
        _rewrite(classroom, others.filter(**{in_class: classroom}), lambda content: _without(content, student.pk, told))
    _rewrite(classroom, SafetyFlag.objects.filter(classroom=classroom), lambda c: _flag(c, student.pk, told, now))
    _go(student, told, by, now)


# The models that hold text about other children, each with the path from its rows to the class.
OF_OTHERS: tuple[tuple[models.Manager[Any], str], ...] = (
    (PartnerNote.objects, "round__classroom"),
    (NoteDraft.objects, "round__classroom"),
    (Rule.objects, "classroom"),
    (Observation.every, "partnership__classroom"),
    (CheckIn.objects, "partnership__classroom"),
    (Considerations.objects, "student__classroom"),
)


def _rewrite(classroom: Classroom, rows: QuerySet[Any], change: Callable[[Content], Content | None]) -> None:
    """Change the content of these rows, batch by batch. Rows for which `change` returns None are deleted."""
    last: int | None = 0
    while last is not None:
        with transaction.atomic():
            lock(classroom)
            last = _rewrite_batch(rows, last, change)


def _rewrite_batch(rows: QuerySet[Any], last: int, change: Callable[[Content], Content | None]) -> int | None:
    """Rewrite the batch of rows after the primary key `last`. Returns the primary key of its last row; None where
    there was none."""
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
    """The content without the child in any list, and without their name in free text. None, so that the row is
    deleted, for an observation about this child alone and for a rule that is left with fewer than two children."""
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
    """Whether this item of a list is the child: their primary key, or a pick of them in a note."""
    return bool(item["student"] == pk) if isinstance(item, dict) and "student" in item else item == pk


def _flag(content: Content, pk: int, told: Forms, now: dt.datetime) -> Content | None:
    """None, so that the flag is deleted, where the child raised it. A flag that another child raised stays with that
    child and names nobody any more."""
    flag = FlagContent.from_json(content)
    if flag.student == pk:
        return None
    left = replace(flag, own=without(flag.own, told))
    if flag.named == pk:
        left = replace(left, named=None, ended_at=flag.ended_at or now)
    return left.to_json()


@transaction.atomic
def _go(student: Student, told: Forms, by: User | None, now: dt.datetime) -> None:
    """Delete the child with everything that belongs to them, and the lists that name them."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    _out_of_plans(classroom, student.pk, told)
    _out_of_changes(classroom, told)
    RosterDraft.objects.filter(classroom=classroom).delete()
    unsaved_forms.discard_of_class(classroom)
    if student.delete()[0]:
        record(PartnersVerb.STUDENT_DELETED, now=now, by=by, classroom=classroom)
    Partnership.objects.filter(classroom=classroom, places=None).delete()
    _end_alone(classroom, today)


def _out_of_plans(classroom: Classroom, pk: int, told: Forms) -> None:
    """Take the child out of drafts and of all their steps, as if the child had never been there. A child who is
    alone then is aside. The steps of published plans are deleted."""
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
    """Take the child out of a step. A relaxed rule about the child and one other child is dropped; one about two
    others stays."""
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
    """In an archived class the child had partners until now. The place of a partner who is alone then ends, too."""
    held = PartnershipPlace.objects.not_over(today).filter(partnership__classroom=classroom)
    together = Counter(held.values_list("partnership", flat=True))
    alone = held.filter(partnership__in=[pk for pk, count in together.items() if count == 1])
    alone.filter(starts_on__gt=today).delete()
    alone.update(ended_on=today)
