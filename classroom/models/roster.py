"""Classes and the children in them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from classroom.fields import EncryptedTextField

from .keyed import Keyed, new_class_code
from .people import School, User


class GradeBand(models.TextChoices):
    """The grades that share the same words: see the words of each level."""

    K_1 = "K-1", "Kindergarten and grade 1"
    G2_3 = "2-3", "Grades 2 and 3"
    G4_5 = "4-5", "Grades 4 and 5"
    G6_8 = "6-8", "Grades 6 to 8"


def level_of(band: str) -> int:
    """The level of words that a child reads: 1 for grades K to 3, 2 for grades 4 to 8."""
    return 1 if band in (GradeBand.K_1, GradeBand.G2_3) else 2


def school_time_zone() -> str:
    return str(settings.TIME_ZONE)


class Classroom(Keyed):
    """A class. `key` stands in teachers' addresses, `code` is what children type."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="classrooms")
    name = models.CharField("name", max_length=80)
    code = models.CharField(max_length=6, unique=True, editable=False, default=new_class_code)
    grade_band = models.CharField("grade", max_length=3, choices=GradeBand, default=GradeBand.G2_3)
    time_zone = models.CharField(max_length=64, default=school_time_zone)
    last_school_day = models.DateField(null=True, blank=True)
    safety_name = models.CharField(max_length=80, blank=True)
    safety_email = models.EmailField(max_length=254, blank=True)
    languages = models.JSONField(default=list, blank=True, help_text="Turned on for children's pages, by code.")
    made_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, help_text="From then on the class can only be read.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(safety_name="", safety_email="")
                | (~models.Q(safety_name="") & ~models.Q(safety_email="")),
                name="a_safety_contact_is_a_name_and_an_address",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def has_safety_contact(self) -> bool:
        """Whether somebody at the school is named to whom a teacher turns when a child is not safe."""
        return bool(self.safety_email)

    @property
    def level(self) -> int:
        return level_of(self.grade_band)

    def today(self, now: dt.datetime) -> dt.date:
        """The date in the room at the moment `now`."""
        return self.here(now).date()

    def here(self, moment: dt.datetime) -> dt.datetime:
        """`moment` as the clock in the room shows it."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def end_of(self, day: dt.date) -> dt.datetime:
        """The moment when that day is over in the room."""
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(self.time_zone))


class ClassMembership(models.Model):
    """What an adult may do in a class: owner and co-teacher share it wholly, an aide sees published partnerships."""

    class Role(models.TextChoices):
        OWNER = "owner", "Teacher"
        CO_TEACHER = "co_teacher", "Co-teacher"
        AIDE = "aide", "Aide"

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="class_memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["classroom", "user"], name="one_role_a_class_and_person"),
            models.UniqueConstraint(fields=["classroom"], condition=models.Q(role="owner"), name="one_owner_a_class"),
        )


class StudentQuerySet(models.QuerySet["Student"]):
    def here(self) -> "StudentQuerySet":
        """The children who are in the class now, in the order of its roll."""
        return self.filter(left_on=None).in_order()

    def in_order(self) -> "StudentQuerySet":
        return self.order_by("sort_key", "pk")


class Student(Keyed):
    """A child of a class. They have no e-mail, no password, and no row among the users."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="students")
    name = models.CharField("name", max_length=120)
    first_name = models.CharField(max_length=120)
    goes_by = models.CharField(
        "goes by", max_length=60, blank=True, help_text="What the teacher chose to call the child."
    )
    called = models.CharField("called", max_length=130, help_text="What everyone sees: short, and no two alike.")
    # Bytes, which every database sorts alike.
    sort_key = models.BinaryField(default=b"")
    avatar = models.CharField(max_length=20)
    grade_band = models.CharField(max_length=3, choices=GradeBand, blank=True)
    source_id = EncryptedTextField(
        label="classroom.student.source_id", default="", blank=True, help_text="The id in the file the child came from."
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["classroom", "called"], condition=models.Q(left_on=None), name="no_two_called_alike"
            ),
        )

    def __str__(self) -> str:
        return self.called

    @property
    def band(self) -> str:
        """The grade band that holds for this child."""
        return self.grade_band or self.classroom.grade_band

    @property
    def level(self) -> int:
        return level_of(self.band)
