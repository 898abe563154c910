"""Reminders about flags that no teacher answers: the safety contact hears that something waits, and nothing more."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from smtplib import SMTPRecipientsRefused
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command

from classroom.models import AuditEvent, ClassMembership, Classroom, Student, User
from partners.actions import safety_flags
from partners.actions.safety_reminders import LEASE, due_at, remind
from partners.models import Round, SafetyFlag
from tests.cast import NOW, adult, open_round

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
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
def test_a_reminder_is_due_at_the_same_hour_of_the_next_weekday(raised: str, due: str) -> None:
    at = dt.datetime.fromisoformat(raised).replace(tzinfo=ROOM)
    assert f"{due_at(at):%Y-%m-%d %H:%M}" == due


def test_the_contact_is_reminded_once_when_it_is_due(flag: SafetyFlag) -> None:
    assert remind(now=NOW + DAY - dt.timedelta(seconds=1)).told == 0
    assert mail.outbox == []
    assert remind(now=NOW + DAY).told == 1
    [message] = mail.outbox
    assert message.to == ["sato@school.example"]
    assert message.subject == "Partners: something waits to be read"
    assert "Room 12 (Riverbend School)" in message.body
    assert not re.search("Ana|Ben|pinches|safe", message.subject + message.body)
    assert remind(now=NOW + 2 * DAY).told == 0
    assert AuditEvent.objects.filter(verb="reminded", student=None).count() == 1


def test_a_flag_that_is_only_read_is_reminded_of(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    safety_flags.read_flags(classroom=classroom, by=owner, now=NOW)
    assert remind(now=NOW + DAY).told == 1


def test_no_reminder_is_sent_about_an_answered_flag(flag: SafetyFlag, owner: User) -> None:
    safety_flags.answer(flag=flag, answer="seen", by=owner, now=NOW)
    assert remind(now=NOW + DAY).told == 0


def test_without_a_contact_the_owner_is_reminded(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    Classroom.objects.update(safety_name="", safety_email="")
    remind(now=NOW + DAY)
    assert mail.outbox[0].to == [owner.email]


def test_without_an_owner_the_co_teacher_is_reminded(
    flag: SafetyFlag, classroom: Classroom, owner: User, co_teacher: User
) -> None:
    """While there is nobody to remind, the reminder waits."""
    Classroom.objects.update(safety_name="", safety_email="")
    User.objects.update(is_active=False)
    assert remind(now=NOW + DAY).told == 0
    assert SafetyFlag.objects.get().content.reminded_at is None
    User.objects.filter(pk=co_teacher.pk).update(is_active=True)
    assert remind(now=NOW + DAY).told == 1
    assert [message.to for message in mail.outbox] == [[co_teacher.email]]


def test_reminders_follow_the_classs_clock(flag: SafetyFlag) -> None:
    """The flag is raised on a Friday at nine in the evening in Honolulu, when it is Saturday in Greenwich."""
    Classroom.objects.update(time_zone="Pacific/Honolulu")
    friday = dt.datetime(2026, 1, 17, 7, 0, tzinfo=dt.UTC)
    flag.content = replace(flag.content, raised_at=friday)
    flag.save()
    assert remind(now=friday + 3 * DAY - dt.timedelta(minutes=1)).told == 0
    assert remind(now=friday + 3 * DAY).told == 1


class Choosy(locmem.EmailBackend):
    """A mail server that takes messages for some addresses only."""

    refuses: ClassVar[set[str]] = set()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if refused := self.refuses & {address for message in messages for address in message.to}:
            raise SMTPRecipientsRefused(dict.fromkeys(refused, (550, b"No such mailbox")))
        return super().send_messages(messages)


@pytest.fixture
def choosy(settings: Any) -> type[Choosy]:
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    Choosy.refuses = set()
    return Choosy


def test_a_message_that_cannot_be_sent_is_tried_again(flag: SafetyFlag, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.classroom.views.test_accounts.Resting"
    assert remind(now=NOW + DAY) == (0, 1)
    assert SafetyFlag.objects.get().content.reminded_at is None
    assert not AuditEvent.objects.filter(verb="reminded").exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind(now=NOW + DAY + MINUTE) == (1, 0)
    assert SafetyFlag.objects.get().content.reminded_at == NOW + DAY + MINUTE


def test_a_refused_address_does_not_stop_other_reminders(
    flag: SafetyFlag, classroom: Classroom, other_classroom: Classroom, gus: Student, choosy: type[Choosy]
) -> None:
    round = open_round(other_classroom)
    Classroom.objects.filter(pk=other_classroom.pk).update(safety_name="Mr. Low", safety_email="low@school.example")
    safety_flags.raise_flag(student=gus, named_pk=gus.pk + 1, round=round, now=NOW)
    choosy.refuses = {"sato@school.example"}
    assert remind(now=NOW + DAY) == (1, 1)
    assert [message.to for message in mail.outbox] == [["low@school.example"]]
    choosy.refuses = set()
    assert remind(now=NOW + 2 * DAY) == (1, 0)
    assert [message.to for message in mail.outbox] == [["low@school.example"], ["sato@school.example"]]


def test_a_reminded_person_is_not_reminded_again_while_another_is_tried(
    flag: SafetyFlag, classroom: Classroom, owner: User, co_teacher: User, choosy: type[Choosy]
) -> None:
    Classroom.objects.update(safety_name="", safety_email="")
    User.objects.filter(pk=owner.pk).update(is_active=False)
    second = adult(classroom.school, "Mr. Second")
    ClassMembership.objects.create(classroom=classroom, user=second, role=ClassMembership.Role.CO_TEACHER)
    choosy.refuses = {co_teacher.email}
    for tries in range(2):
        assert remind(now=NOW + (1 + tries) * DAY) == (1 - tries, 1)
        assert [message.to for message in mail.outbox] == [[second.email]]
    choosy.refuses = set()
    assert remind(now=NOW + 3 * DAY) == (1, 0)
    assert [message.to for message in mail.outbox] == [[second.email], [co_teacher.email]]
    assert remind(now=NOW + 4 * DAY) == (0, 0)
    assert SafetyFlag.objects.get().content.reminded == ()


def test_a_later_run_finishes_an_interrupted_one(flag: SafetyFlag) -> None:
    """The machine stopped the first run while it was sending, so nobody knows whether its messages arrived."""
    flag.content = replace(flag.content, reminding_at=NOW + DAY)
    flag.save()
    assert remind(now=NOW + DAY + LEASE - MINUTE) == (0, 0)
    assert remind(now=NOW + DAY + LEASE) == (1, 0)
    assert len(mail.outbox) == 1


def test_the_command_prints_how_many_classes_were_reminded(
    flag: SafetyFlag, clock: object, capsys: pytest.CaptureFixture[str]
) -> None:
    clock.shift(DAY)  # type: ignore[attr-defined]
    call_command("remind")
    assert capsys.readouterr().out == "Classes reminded: 1\n"


def test_the_command_fails_when_a_class_could_not_be_reminded(
    flag: SafetyFlag, clock: Any, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "tests.classroom.views.test_accounts.Resting"
    clock.shift(DAY)
    with pytest.raises(CommandError, match=r"^1 class could not be told\. The log says why\.") as failed:
        call_command("remind")
    assert failed.value.returncode == 1
    assert capsys.readouterr().out == "Classes reminded: 0\n"
