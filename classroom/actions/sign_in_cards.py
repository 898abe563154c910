"""Makes sign-in cards, prints them again, and voids them."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import QuerySet

from classroom.models import Card, Classroom, ClassroomVerb, Sitting, Student, User

from .audit import record
from .roster import lock

TOKEN_BYTES = 16


def hash_token(token: str) -> str:
    """The hash by which a card is found. The token has 128 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def cards_for(*, classroom: Classroom, by: User, now: dt.datetime) -> list[Card]:
    """A card for every child of the class, in the order of the roll: the present card, or a new one."""
    lock(classroom)
    students = list(classroom.students.here())
    have = {card.student_id: card for card in Card.objects.filter(student__in=students, voided_at=None)}
    new = [_new_card(student, now) for student in students if student.pk not in have]
    have.update({card.student_id: card for card in Card.objects.bulk_create(new)})
    record(ClassroomVerb.CARDS_PRINTED, now=now, by=by, classroom=classroom)
    for student in students:
        have[student.pk].student = student
    return [have[student.pk] for student in students]


def _new_card(student: Student, now: dt.datetime) -> Card:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return Card(student=student, token=token, token_hash=hash_token(token), made_at=now)


def put_out(sittings: QuerySet[Sitting], now: dt.datetime) -> None:
    """End these sittings without storing even a last tap, which may come from somebody who has the card."""
    sittings.filter(ended_at=None).update(ended_at=now, confirmed_at=None)


@transaction.atomic
def void_card(*, student: Student, by: User, now: dt.datetime) -> None:
    """The child's printed card stops working, and sittings that began with it end. The next print makes a new one."""
    lock(student.classroom)
    Card.objects.filter(student=student, voided_at=None).update(voided_at=now)
    put_out(Sitting.objects.filter(student=student), now)
    record(ClassroomVerb.CARD_VOIDED, now=now, by=by, classroom=student.classroom, student=student)


@transaction.atomic
def void_cards(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """All printed cards of the class stop working, and sittings that began with one end."""
    lock(classroom)
    Card.objects.filter(student__classroom=classroom, voided_at=None).update(voided_at=now)
    put_out(Sitting.objects.filter(student__classroom=classroom), now)
    record(ClassroomVerb.CARDS_VOIDED, now=now, by=by, classroom=classroom)
