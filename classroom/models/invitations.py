"""Invitations: adults join by a link that lasts a week and works once."""

import datetime as dt

from django.db import models

from .keyed import Keyed
from .people import School, User
from .roster import Classroom

LASTS = dt.timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: dt.datetime) -> "InvitationQuerySet":
        return self.filter(used_at=None, taken_back_at=None, ends_at__gt=now)


class Invitation(Keyed):
    """A link to share a class, or to join a school. The secret of the link is found by its hash, and stored nowhere."""

    class Role(models.TextChoices):
        CO_TEACHER = "co_teacher", "Co-teacher"
        AIDE = "aide", "Aide"
        TEACHER = "teacher", "Teacher"
        ACCOUNT_MANAGER = "account_manager", "To look after accounts"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    secret_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.EmailField(max_length=254, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(classroom=None, role__in=("teacher", "account_manager"))
                | models.Q(classroom__isnull=False, role__in=("co_teacher", "aide")),
                name="a_role_of_the_class_or_of_the_school",
            ),
        )

    def is_open(self, now: dt.datetime) -> bool:
        return self.used_at is None and self.taken_back_at is None and now < self.ends_at
