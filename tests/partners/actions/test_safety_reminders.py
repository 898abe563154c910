"""A flag that no teacher answers: the safety contact is told that something waits, and nothing else."""

import datetime as dt
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import safety_flags
from partners.actions.safety_reminders import due_at, remind
from partners.models import Round, SafetyFlag
from tests.cast import NOW

DAY = dt.timedelta(days=1)
ROOM = ZoneInfo("America/New_York")


@pytest.fixture
def flag(classroom: Classroom, ana: Student, ben: Student, round: Round) -> SafetyFlag:
    classroom.safety_name, classroom.safety_email = "Ms. Sato", "sato@school.example"
    classroom.save()
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW, own="He pinches.")
    return SafetyFlag.objects.get()


@pytest.mark.parametrize(
    ("raised", "due"),
    [
        ("2026-01-12 09:00", "2026-01-13 09:00"),  # Monday
        ("2026-01-16 14:30", "2026-01-19 14:30"),  # Friday
        ("2026-01-17 11:00", "2026-01-19 11:00"),  # Saturday
        ("2026-01-18 11:00", "2026-01-19 11:00"),  # Sunday
        ("2026-03-06 09:00", "2026-03-09 09:00"),  # over the weekend in which clocks go forward
    ],
)
def test_the_same_hour_of_the_next_weekday(raised: str, due: str) -> None:
    at = dt.datetime.fromisoformat(raised).replace(tzinfo=ROOM)
    assert f"{due_at(at):%Y-%m-%d %H:%M}" == due


def test_nobody_is_told_before_then_and_then_once(flag: SafetyFlag) -> None:
    assert remind(now=NOW + DAY - dt.timedelta(seconds=1)) == 0
    assert mail.outbox == []
    assert remind(now=NOW + DAY) == 1
    [message] = mail.outbox
    assert message.to == ["sato@school.example"]
    assert message.subject == "Partners: something waits to be read"
    assert "Room 12 (Riverbend School)" in message.body
    assert not re.search("Ana|Ben|pinches|safe", message.subject + message.body)
    assert remind(now=NOW + 2 * DAY) == 0
    assert AuditEvent.objects.filter(verb="reminded", student=None).count() == 1


def test_reading_is_not_answering(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    safety_flags.read_flags(classroom=classroom, by=owner, now=NOW)
    assert remind(now=NOW + DAY) == 1


def test_nobody_is_told_of_what_was_answered(flag: SafetyFlag, owner: User) -> None:
    safety_flags.answer(flag=flag, answer="seen", by=owner, now=NOW)
    assert remind(now=NOW + DAY) == 0


def test_without_a_contact_the_owner_is_told(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    Classroom.objects.update(safety_name="", safety_email="")
    remind(now=NOW + DAY)
    assert mail.outbox[0].to == [owner.email]


def test_without_an_owner_the_co_teacher_is_reminded(
    flag: SafetyFlag, classroom: Classroom, owner: User, co_teacher: User
) -> None:
    """With no one to tell, it waits for someone."""
    Classroom.objects.update(safety_name="", safety_email="")
    User.objects.update(is_active=False)
    assert remind(now=NOW + DAY) == 0
    assert SafetyFlag.objects.get().content.reminded_at is None
    User.objects.filter(pk=co_teacher.pk).update(is_active=True)
    assert remind(now=NOW + DAY) == 1
    assert [message.to for message in mail.outbox] == [[co_teacher.email]]


def test_the_clock_of_the_room_decides(flag: SafetyFlag) -> None:
    """Said on a Friday at nine in the evening in Honolulu, when it is Saturday in Greenwich."""
    Classroom.objects.update(time_zone="Pacific/Honolulu")
    friday = dt.datetime(2026, 1, 17, 7, 0, tzinfo=dt.UTC)
    flag.content = replace(flag.content, raised_at=friday)
    flag.save()
    assert remind(now=friday + 3 * DAY - dt.timedelta(minutes=1)) == 0
    assert remind(now=friday + 3 * DAY) == 1


def test_a_message_that_can_not_be_sent_is_tried_again(flag: SafetyFlag, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="refused"):
        remind(now=NOW + DAY)
    assert SafetyFlag.objects.get().content.reminded_at is None


def test_the_command(flag: SafetyFlag, clock: object, capsys: pytest.CaptureFixture[str]) -> None:
    clock.shift(DAY)  # type: ignore[attr-defined]
    call_command("remind")
    assert capsys.readouterr().out == "Classes reminded: 1\n"
