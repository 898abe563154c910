"""Limits on trying picture passwords. They are counted in the database, and so for all server processes together."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from classroom.models import Classroom, Student, WrongTry

from .unable import Unable

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
AT_ONE_DEVICE = 5  # then it waits a minute for this child, two after the next wrong try, four ...
OF_ONE_CHILD = 20  # in an hour, on all devices: then only the card or the teacher lets the child in
WITH_A_CARD = 5  # in an hour, on all devices: then only the teacher does
OF_A_CLASS = 60  # in an hour: then the teacher is told


class UnableToTry(Unable):
    """Only the teacher or the card lets this child in now."""


class TryLater(UnableToTry):
    """This device must wait before it tries again for this child."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__(_("Wait a little, then try again."))
        self.until = until


def check_by_name(*, student: Student, device_hash: str, now: dt.datetime) -> None:
    """Raise where the pictures of this child may not be tried at this device now."""
    if is_left_to_the_teacher(student, now):
        raise UnableToTry(_("Ask your teacher to let you in."))
    until = _rests_until(student, device_hash)
    if until is not None and now < until:
        raise TryLater(until)


def check_with_card(*, student: Student, now: dt.datetime) -> None:
    if student.wrong_tries.filter(way=WrongTry.Way.CARD, at__gt=now - HOUR).count() >= WITH_A_CARD:
        raise UnableToTry(_("Ask your teacher to let you in."))


def is_left_to_the_teacher(student: Student, now: dt.datetime) -> bool:
    return student.wrong_tries.filter(way=WrongTry.Way.NAME, at__gt=now - HOUR).count() >= OF_ONE_CHILD


def _rests_until(student: Student, device_hash: str) -> dt.datetime | None:
    here = student.wrong_tries.filter(way=WrongTry.Way.NAME, device_hash=device_hash, forgiven=False)
    times = list(here.order_by("at").values_list("at", flat=True))
    wrong = sum(1 for at in times if at > times[-1] - HOUR)
    if wrong < AT_ONE_DEVICE:
        return None
    rest: dt.timedelta = min(2 ** (wrong - AT_ONE_DEVICE) * MINUTE, HOUR)
    return times[-1] + rest


def record_wrong(*, student: Student, way: str, device_hash: str, now: dt.datetime) -> None:
    student.wrong_tries.create(way=way, device_hash=device_hash, at=now)


def forget_old(classroom: Classroom, now: dt.datetime) -> None:
    """Delete wrong tries of more than two hours ago: no limit counts them any more."""
    WrongTry.objects.filter(student__classroom=classroom, at__lte=now - 2 * HOUR).delete()


def forgive(*, student: Student, device_hash: str) -> None:
    """The child signed in here, so this device need not wait any more. The counts of the last hour stay."""
    student.wrong_tries.filter(device_hash=device_hash).update(forgiven=True)


def left_to_the_teacher(classroom: Classroom, now: dt.datetime) -> set[int]:
    """The children of a class whose pictures were tried so often that only the card or the teacher lets them in."""
    tries = WrongTry.objects.filter(student__classroom=classroom, way=WrongTry.Way.NAME, at__gt=now - HOUR)
    counted = tries.values("student").annotate(wrong=Count("pk")).filter(wrong__gte=OF_ONE_CHILD)
    return set(counted.values_list("student", flat=True))


def being_guessed(classrooms: Sequence[Classroom], now: dt.datetime) -> set[int]:
    """Those of the classes whose code somebody seems to be guessing."""
    tries = WrongTry.objects.filter(student__classroom__in=classrooms, way=WrongTry.Way.NAME, at__gt=now - HOUR)
    counted = tries.values("student__classroom").annotate(wrong=Count("pk")).filter(wrong__gte=OF_A_CLASS)
    return set(counted.values_list("student__classroom", flat=True))
