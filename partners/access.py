"""The doors to notes, plans and partnerships. See classroom/access.py."""

import datetime as dt
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from classroom.access import classes_for, classroom_for, taught_by
from classroom.models import Classroom, Sitting, Student, User
from partners.models import (
    CheckIn,
    Observation,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    Plan,
    Round,
    Rule,
    SafetyFlag,
    Workshop,
    skips_note,
)
from partners.moves import class_moves
from partners.moves.built_in import Move

Found = TypeVar("Found", bound=Model)


def _one(found: QuerySet[Found]) -> Found:
    thing = found.first()
    if thing is None:
        raise Http404
    return thing


def notes_for(user: User) -> QuerySet[PartnerNote]:
    """The notes of the classes that the person teaches. Aides, account managers and children get none."""
    return PartnerNote.objects.filter(round__classroom__in=taught_by(user)).select_related(
        "student__classroom", "round"
    )


def note_for_teacher(user: User, classroom_key: str, note_key: str) -> PartnerNote:
    return _one(notes_for(user).filter(round__classroom__key=classroom_key, key=note_key).order_by("pk"))


def flag_for_teacher(user: User, classroom_key: str, flag_key: str) -> SafetyFlag:
    flags = SafetyFlag.objects.filter(classroom__in=taught_by(user)).select_related("classroom")
    return _one(flags.filter(classroom__key=classroom_key, key=flag_key).order_by("pk"))


def round_being_prepared(classroom: Classroom) -> Round | None:
    return classroom.rounds.being_prepared().first()


def round_whose_notes_are_shown(classroom: Classroom) -> Round | None:
    """To a teacher: the round being prepared, or else the newest published one."""
    return round_being_prepared(classroom) or classroom.rounds.published().first()


def round_that_asks(student: Student) -> Round | None:
    """The round that is being prepared, for a child who is asked for a note."""
    return None if skips_note(student) else round_being_prepared(student.classroom)


def round_for_notes(sitting: Sitting) -> Round | None:
    """The round for which a child writes: the one that is being prepared, or one that was published since the child sat
    down.

    A note that was begun before publication can still be sent, and the teacher reads it as a late one. None for a child
    who is not asked.
    """
    classroom = sitting.student.classroom
    if skips_note(sitting.student):
        return None
    since = classroom.rounds.published().filter(published_at__gt=sitting.started_at)
    return round_being_prepared(classroom) or since.first()


def round_for_teacher(user: User, classroom_key: str, number: int) -> Round:
    found = Round.objects.filter(classroom__in=taught_by(user), classroom__key=classroom_key, number=number)
    return _one(found.select_related("classroom").order_by("pk"))


def plans_for(user: User) -> QuerySet[Plan]:
    return Plan.objects.filter(round__classroom__in=taught_by(user)).select_related("round__classroom__workshop")


class NoSuchPlan(Http404):
    """A class that the person teaches has no plan with that key, perhaps because it was deleted."""


def plan_for_teacher(user: User, classroom_key: str, plan_key: str) -> Plan:
    """The plan with that key. Raises NoSuchPlan for a class that the person teaches, and Http404 for anybody else,
    as at every door."""
    plan = plans_for(user).filter(round__classroom__key=classroom_key, key=plan_key).order_by("pk").first()
    if plan is None:
        classroom_for(user, classroom_key)
        raise NoSuchPlan
    return plan


def rule_for_teacher(user: User, classroom_key: str, rule_key: str) -> Rule:
    found = Rule.objects.filter(classroom__in=taught_by(user), classroom__key=classroom_key, key=rule_key)
    return _one(found.select_related("classroom").order_by("pk"))


def partnerships_for(user: User) -> QuerySet[Partnership]:
    """The published partnerships of the classes that the person teaches or helps in as an aide."""
    return Partnership.objects.filter(classroom__in=classes_for(user))


def partnership_for(user: User, classroom_key: str, partnership_key: str) -> Partnership:
    found = partnerships_for(user).filter(classroom__key=classroom_key, key=partnership_key)
    return _one(found.select_related("classroom", "round").order_by("pk"))


def observations_for(user: User) -> QuerySet[Observation]:
    """The observations of the classes that the person teaches. An aide gets only their own observations."""
    own = Q(by=user, partnership__classroom__in=classes_for(user))
    return Observation.objects.filter(own | Q(partnership__classroom__in=taught_by(user)))


def check_in_for_teacher(user: User, classroom_key: str, check_in_key: str) -> CheckIn:
    found = CheckIn.objects.filter(partnership__classroom__in=taught_by(user)).select_related("partnership__classroom")
    return _one(found.filter(partnership__classroom__key=classroom_key, key=check_in_key).order_by("pk"))


def move_for_teacher(user: User, classroom_key: str, move_key: str) -> tuple[Workshop, Move]:
    """A move of the class, built in or its own, with the workshop that it belongs to."""
    workshop = Workshop.objects.select_related("classroom").filter(classroom__in=taught_by(user))
    found = _one(workshop.filter(classroom__key=classroom_key).order_by("pk"))
    move = next((move for move in class_moves.moves_of(found) if move.key == move_key), None)
    if move is None:
        raise Http404
    return found, move


def my_partnership(student: Student, today: dt.date) -> list[PartnershipPlace]:
    """The places of a child's partnership on that day, in order, the child's own included. Empty for a child without
    one."""
    on_day = PartnershipPlace.objects.on(today).select_related("student", "partnership__round")
    mine = on_day.filter(student=student).order_by("-round__number", "-pk").first()
    places = list(on_day.filter(partnership=mine.partnership_id).order_by("place")) if mine else []
    return places if len(places) > 1 else []
