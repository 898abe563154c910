"""The invented class of `make demo`, and the addresses that are printed for the person who tries it."""

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners import demo
from partners.models import Observation, PartnerNote
from tests.addresses import url
from tests.cast import NOW, page, together

pytestmark = pytest.mark.django_db


def run_demo() -> str:
    said = io.StringIO()
    call_command("demo", address="http://localhost:8123", stdout=said)
    return said.getvalue()


def test_room_12_has_partners_notes_and_observations(clock: time_machine.Traveller) -> None:
    classroom = demo.set_up(now=NOW)
    assert (classroom.name, classroom.students.count(), classroom.grade_band) == ("Room 12", 27, "2-3")
    assert sorted(len(pair) for pair in together(classroom)) == [2] * 13
    assert PartnerNote.objects.filter(round__published_at=None).count() == 24
    assert Observation.objects.count() == len(demo.SEEN)
    assert classroom.rounds.being_prepared().get().number == 2


def test_the_printed_addresses_work(clock: time_machine.Traveller) -> None:
    said = run_demo()
    assert demo.TEACHER in said
    teacher = Client()
    teacher.post(url("account_login"), {"login": demo.TEACHER, "password": demo.PASSWORD})
    assert "Room 12" in page(teacher.get(url("partners:home")))
    cards = re.findall(r"(\S+): http://localhost:8123/card/#(\S+)", said)
    assert len(cards) == 2
    for called, token in cards:
        reader = Client()
        assert reader.post(url("classroom:card"), {"token": token})["Location"] == url("classroom:thats_me")
        assert called in page(reader.get(url("classroom:thats_me")))


def test_setting_up_again_duplicates_nothing(clock: time_machine.Traveller) -> None:
    first = run_demo()
    counts = [model.objects.count() for model in (User, Classroom, Student, PartnerNote, Observation)]
    clock.shift(dt.timedelta(hours=3))
    assert run_demo() == first
    assert [model.objects.count() for model in (User, Classroom, Student, PartnerNote, Observation)] == counts
    assert AuditEvent.objects.filter(verb="class_made").count() == 1
    window = Classroom.objects.get().windows.get(closed_at=None)
    assert window.closes_at == NOW + dt.timedelta(hours=3, minutes=45)
