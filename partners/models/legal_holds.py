"""What is not deleted when it is due."""

from django.db import models

from classroom.models import User

from .rounds import Round


class RecordsHold(models.Model):
    """A record was asked for: the notes of this round stay until a teacher lifts the hold."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="hold")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
