"""Audit events: who did what and who opened what. They never say what was written."""

from django.db import models

from .people import User
from .roster import Classroom, Student


class AuditEvent(models.Model):
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, null=True, related_name="audit_events")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, related_name="audit_events")
    # The other adult whom it was about, if any.
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=["classroom", "-at"], name="audit_of_a_class"),)
