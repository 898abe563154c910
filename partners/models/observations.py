"""What an adult saw and heard of a partnership."""

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import User
from classroom.models.keyed import Keyed

from .partnerships import Partnership


class Observation(Keyed):
    """{strengths: [chips], next_steps: [chips], state, note}: all of it ciphertext."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="observations")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    content = EncryptedJSONField(step=256)
