"""How a school reads lists with the same headings. No word of a list is kept, only a key made of its headings."""

from django.db import models
from django.utils.crypto import salted_hmac

from classroom.roster_files import Remembered

from .people import School

SALT = "classroom.rosterlayout.shape"


class RosterLayout(models.Model):
    """What the columns of such lists are, as a teacher of the school chose it. `shape` can't be turned back into
    headings: it is keyed, since a first line that was taken for headings may be a child."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    shape = models.CharField(max_length=64)
    layout = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "shape"], name="one_roster_layout_a_school_and_shape"),
        )

    @staticmethod
    def shape_at(school_id: int, shape: str) -> str:
        """The stored key of a shape at a school."""
        return salted_hmac(SALT, f"{school_id}:{shape}", algorithm="sha256").hexdigest()

    def remembered(self) -> Remembered | None:
        return Remembered.from_json(self.layout)
