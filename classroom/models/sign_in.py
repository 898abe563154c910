"""How a child signs in: windows, cards, picture passwords, knocks and sittings."""

import datetime as dt

from django.db import models
from django.utils.crypto import salted_hmac

from classroom.fields import EncryptedTextField

from .keyed import Keyed
from .people import User
from .roster import Classroom, Student

WINDOW = dt.timedelta(minutes=45)
KNOCK = dt.timedelta(minutes=2)
# Nobody touches the device: it asks "Still here?", and then lets the child go. A slow network has a moment more.
IDLE = dt.timedelta(minutes=5)
STILL_HERE = dt.timedelta(seconds=20)
SLOW = dt.timedelta(seconds=20)
# For so long what was on its way when a sitting ended is still kept.
LAST_TAP = dt.timedelta(minutes=10)


class SignInWindow(models.Model):
    """The time in which children of a class may sign in. It closes by itself.

    While the window is in set-up, a child without pictures signs in by name and chooses pictures before anything else.
    """

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="windows")
    opened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    set_up = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["classroom"], condition=models.Q(closed_at=None), name="one_open_window_a_class"
            ),
        )

    def is_open(self, now: dt.datetime) -> bool:
        return self.closed_at is None and now < self.closes_at


class Card(models.Model):
    """A child's sign-in card. Its token is found by its hash, and stored encrypted so that the card can be printed
    again."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    token = EncryptedTextField(label="classroom.card.token")
    made_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["student"], condition=models.Q(voided_at=None), name="one_card_a_student"),
        )


class PicturePassword(models.Model):
    """The pictures that a child taps to sign in, in order; and the first of them, which goes with the card.

    Each is an Argon2 hash, encrypted: nobody reads them, and nobody can try them out without the keys. There are so few
    possibilities that a hash alone would hide nothing.
    """

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="pictures")
    count = models.PositiveSmallIntegerField()
    in_order = EncryptedTextField(label="classroom.picturepassword.in_order")
    first = EncryptedTextField(label="classroom.picturepassword.first")
    chosen_at = models.DateTimeField()


class WrongTry(models.Model):
    """A wrong picture password, tapped at this device by name or after the card."""

    class Way(models.TextChoices):
        NAME = "name", "name"
        CARD = "card", "card"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="wrong_tries")
    way = models.CharField(max_length=4, choices=Way)
    device_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    forgiven = models.BooleanField(default=False, help_text="The child came in at this device since.")

    class Meta:
        indexes = (models.Index(fields=["student", "at"], name="wrong_tries_of_a_child"),)


class Knock(models.Model):
    """A device at the class's short address that shows a number and waits to be let in.

    `says` is the child whose name was tapped there; `student` is the child whom the teacher let in.
    """

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="knocks")
    number = models.CharField(max_length=4)
    device_hash = models.CharField(max_length=64, unique=True)
    knocked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    says = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
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
    chooses_pictures = models.BooleanField(default=False, help_text="Before anything else.")
    language = EncryptedTextField(
        label="classroom.sitting.language",
        default="",
        blank=True,
        help_text="The code of the one that its pages speak.",
    )

    @property
    def whose(self) -> str:
        """A mark of the child on the child's pages, so that a page knows whose it is. It tells nothing about the
        child."""
        return salted_hmac("classroom.models.Sitting.whose", self.student.key).hexdigest()[:20]

    def is_open(self, now: dt.datetime) -> bool:
        return now < self._ends_at() and self.student.left_on is None

    def is_idle(self, now: dt.datetime) -> bool:
        """Whether nobody answered "Still here?"."""
        return now >= self.seen_at + IDLE + STILL_HERE

    def has_just_ended(self, now: dt.datetime) -> bool:
        """Whether a last tap of the child may still arrive: it is stored, and nothing is shown."""
        return self._ends_at() <= now < self._ends_at() + LAST_TAP and self.student.left_on is None

    def _ends_at(self) -> dt.datetime:
        idle = self.seen_at + IDLE + STILL_HERE + SLOW
        return min(end for end in (self.ended_at, self.window.closed_at, self.window.closes_at, idle) if end)
