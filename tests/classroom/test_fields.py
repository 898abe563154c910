"""Encrypted columns, from Python and from the database's side."""

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection

from classroom.crypto import CannotOpen
from classroom.fields import EncryptedTextField, encrypted_fields
from classroom.models import Card, Student
from partners.models import Considerations, Partnership
from tests.cast import considered, token_of


def raw(model: type, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")  # type: ignore[attr-defined]  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_words_go_in_and_come_out(partnership: Partnership) -> None:
    values: list[Any] = [{"voice": "quiet", "n": [1, None, True], "ü": "李 🦔"}, {}, []]
    for value in values:
        Partnership.objects.filter(pk=partnership.pk).update(shared=value)
        assert Partnership.objects.get(pk=partnership.pk).shared == value
        assert "quiet" not in "".join(raw(Partnership, "shared"))


def test_the_empty_value_is_ciphertext_too(partnership: Partnership) -> None:
    assert partnership.state == ""
    assert [value[:5] for value in raw(Partnership, "state")] == ["gAAAA"] * 3
    Partnership.objects.filter(pk=partnership.pk).update(state="needs_me")
    assert len({len(value) for value in raw(Partnership, "state")}) == 1
    assert Partnership.objects.get(pk=partnership.pk).state == "needs_me"


def test_a_value_of_another_column_does_not_open(ana: Student) -> None:
    Considerations.objects.create(student=ana, content=considered(voice="quiet"))
    token = raw(Considerations, "content")[0]
    token_of(ana)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE classroom_card SET token = %s", [token])
    with pytest.raises(CannotOpen, match=r"classroom\.card\.token"):
        list(Card.objects.all())


def test_words_in_clear_in_the_column_do_not_pass_for_a_value(ana: Student) -> None:
    Considerations.objects.create(student=ana, content=considered())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_considerations SET content = %s", ["{}"])
    row = Considerations.objects.get()
    with pytest.raises(CannotOpen):
        _ = row.content


@pytest.mark.parametrize(
    "lookup",
    [
        "token",
        "token__exact",
        "token__contains",
        "token__in",
        "token__startswith",
        "token__gt",
        "token__regex",
        "token__length",
    ],
)
def test_nothing_looks_for_words(lookup: str, ana: Student) -> None:
    with pytest.raises(FieldError):
        list(Card.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}))


def test_only_whether_there_is_a_value_can_be_asked(ana: Student) -> None:
    token_of(ana)
    assert Card.objects.filter(token__isnull=True).count() == 0
    assert Card.objects.filter(token__isnull=False).count() == 6


def test_words_are_not_dumped(ana: Student) -> None:
    Considerations.objects.create(student=ana, content=considered(voice="quiet"))
    with pytest.raises(Exception, match=r"partners\.considerations\.content is confidential and is not dumped"):
        call_command("dumpdata", "partners.Considerations", stdout=io.StringIO())


def test_what_is_said_about_children_is_encrypted() -> None:
    """A column that holds words or relations of children is in this list, or it has no place in the schema."""
    found = {field.label for model in apps.get_models() for field in encrypted_fields(model)}
    assert found == {
        "classroom.card.token",
        "classroom.rosterdraft.content",
        "classroom.picturepassword.first",
        "classroom.picturepassword.in_order",
        "classroom.sitting.language",
        "classroom.student.source_id",
        "partners.checkin.content",
        "partners.considerations.content",
        "partners.notedraft.content",
        "partners.observation.content",
        "partners.partnernote.content",
        "partners.partnerchange.reason",
        "partners.partnership.coaching",
        "partners.partnership.shared",
        "partners.partnership.spot",
        "partners.partnership.state",
        "partners.plan.name",
        "partners.plan.reached",
        "partners.planstep.said",
        "partners.rule.content",
        "partners.safetyflag.content",
        "partners.workshop.check_in_for",
    }


def test_a_field_says_its_step_in_migrations() -> None:
    field: Any = EncryptedTextField(label="a.b.c", step=512)
    assert field.deconstruct()[3] == {"label": "a.b.c", "step": 512}
