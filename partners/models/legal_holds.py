"""Legal holds: notes that are not deleted when they are due."""

from django.db import models

from classroom.models import User

from .rounds import Round


class RecordsHold(models.Model):
    """Somebody asked for a record, so the notes of this round stay until a teacher lifts the hold."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="hold")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
