"""What the teacher knows of each child, and her rules about children together."""

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import Classroom, Student
from classroom.models.keyed import Keyed


class Considerations(models.Model):
    """What the teacher knows of one child, by the keys of the class file (`english`, `voice`, `interests` ...).

    `loves` holds what the child loves to write about, in the child's own choosing.
    """

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="considerations")
    content = EncryptedJSONField(default=dict, step=256)


class Rule(Keyed):
    """A rule of the teacher's about children together: {kind, students: [primary keys]}."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rules")
    content = EncryptedJSONField(step=256)
