"""How a child gets in: windows, cards, knocks at the door, sittings."""

import datetime as dt

from django.db import models

from classroom.fields import EncryptedTextField

from .keyed import Keyed
from .people import User
from .roster import Classroom, Student

WINDOW = dt.timedelta(minutes=45)
KNOCK = dt.timedelta(minutes=2)
IDLE = dt.timedelta(minutes=10)


class SignInWindow(models.Model):
    """The time in which children of a class may sign in. It closes by itself."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="windows")
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["classroom"], condition=models.Q(closed_at=None), name="one_open_window_a_class"
            ),
        )

    def is_open(self, now: dt.datetime) -> bool:
        return self.closed_at is None and now < self.closes_at


class Card(models.Model):
    """A child's sign-in card. Its token is found by its hash, and kept encrypted to print the card again."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    token = EncryptedTextField()
    made_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["student"], condition=models.Q(voided_at=None), name="one_card_a_student"),
        )


class Knock(models.Model):
    """A device at the class's short address that shows a number and waits to be let in."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="knocks")
    number = models.CharField(max_length=4)
    device_hash = models.CharField(max_length=64, unique=True)
    knocked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    student = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["classroom", "number"], name="one_knock_a_number"),)


class Sitting(Keyed):
    """One child at one device, from signing in to signing out, within one window."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="sittings")
    window = models.ForeignKey(SignInWindow, on_delete=models.CASCADE, related_name="sittings")
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def is_open(self, now: dt.datetime) -> bool:
        return now < self._ends_at() and self.student.left_on is None

    def has_just_ended(self, now: dt.datetime) -> bool:
        """Whether what the child was tapping at the end may still come in: it is kept, and nothing is shown."""
        return self._ends_at() <= now < self._ends_at() + IDLE and self.student.left_on is None

    def _ends_at(self) -> dt.datetime:
        ends = (self.ended_at, self.window.closed_at, self.window.closes_at, self.seen_at + IDLE)
        return min(end for end in ends if end is not None)
