"""Encrypted columns, as Python and the database see them."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration, RenameField, RenameModel
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from classroom.crypto import CannotOpen
from classroom.fields import EncryptedJSONField, EncryptedTextField, encrypted_fields
from classroom.models import Card, Student, User
from partners.models import Considerations, Partnership, Rule, RuleContent, RuleKind
from tests.cast import considered, token_of


def raw(model: type, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")  # type: ignore[attr-defined]  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_words_are_read_as_they_were_stored(partnership: Partnership) -> None:
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


def test_unencrypted_words_in_the_column_are_not_accepted(ana: Student) -> None:
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
def test_encrypted_words_cannot_be_searched(lookup: str, ana: Student) -> None:
    with pytest.raises(FieldError):
        list(Card.objects.filter(**{lookup: ["x"] if lookup.endswith("in") else "x"}))


def test_a_query_can_only_ask_if_there_is_a_value(ana: Student) -> None:
    token_of(ana)
    assert Card.objects.filter(token__isnull=True).count() == 0
    assert Card.objects.filter(token__isnull=False).count() == 6


def test_words_are_not_dumped(ana: Student) -> None:
    Considerations.objects.create(student=ana, content=considered(voice="quiet"))
    with pytest.raises(Exception, match=r"partners\.considerations\.content is confidential and is not dumped"):
        call_command("dumpdata", "partners.Considerations", stdout=io.StringIO())


# Every column with words or relations of children must be in this list. On the right is the name
# of its key, which stays when a model or field is renamed: under another name, stored values could not be read.
LABELS = {
    "classroom.Card.token": "classroom.card.token",
    "classroom.PicturePassword.first": "classroom.picturepassword.first",
    "classroom.PicturePassword.in_order": "classroom.picturepassword.in_order",
    "classroom.RosterDraft.content": "classroom.rosterdraft.content",
    "classroom.Sitting.language": "classroom.sitting.language",
    "classroom.Student.source_id": "classroom.student.source_id",
    "classroom.UnsavedForm.content": "classroom.unsavedform.content",
    "partners.CheckIn.content": "partners.checkin.content",
    "partners.Considerations.content": "partners.considerations.content",
    "partners.NoteDraft.content": "partners.notedraft.content",
    "partners.Observation.content": "partners.observation.content",
    "partners.PartnerChange.reason": "partners.partnerchange.reason",
    "partners.PartnerNote.content": "partners.partnernote.content",
    "partners.Partnership.coaching": "partners.partnership.coaching",
    "partners.Partnership.shared": "partners.partnership.shared",
    "partners.Partnership.spot": "partners.partnership.spot",
    "partners.Partnership.state": "partners.partnership.state",
    "partners.Plan.name": "partners.plan.name",
    "partners.Plan.solver_result": "partners.plan.reached",
    "partners.PlanStep.said": "partners.planstep.said",
    "partners.Rule.content": "partners.rule.content",
    "partners.SafetyFlag.content": "partners.safetyflag.content",
    "partners.Workshop.check_in_for": "partners.workshop.check_in_for",
}


def labels_of(models: Iterable[type[Model]]) -> dict[str, str]:
    """The label of each encrypted column, by its app, model and field."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}": field.label
        for model in models
        for field in encrypted_fields(model)
    }


def test_each_encrypted_column_has_its_fixed_label() -> None:
    assert labels_of(apps.get_models()) == LABELS
    assert len(set(LABELS.values())) == len(LABELS)


def test_migrations_know_the_same_labels() -> None:
    assert labels_of(MigrationLoader(None).project_state().apps.get_models()) == LABELS


def test_a_field_without_a_label_is_refused() -> None:
    for field in (EncryptedTextField, EncryptedJSONField):
        with pytest.raises(TypeError, match="label"):
            field(step=512)  # type: ignore[call-arg]


@contextmanager
def renamed(app: str, model: str, field: str) -> Iterator[Any]:
    """A model whose name and field were renamed by a later migration, which is undone at the end."""

    class Later(Migration):
        operations = (RenameModel(model, "Renamed"), RenameField("Renamed", field, "renamed"))

    migration = Later("throw_away", app)
    before = MigrationLoader(None).project_state()
    with connection.schema_editor() as editor:
        after = migration.apply(before.clone(), editor)
    try:
        yield after.apps.get_model(app, "Renamed")
    finally:
        with connection.schema_editor() as editor:
            migration.unapply(before, editor)


@pytest.mark.django_db(transaction=True)
def test_rows_are_read_after_model_and_field_were_renamed(ana: Student, owner: User) -> None:
    token = token_of(ana)
    card, rule = Card.objects.get(student=ana), Rule(classroom=ana.classroom)
    rule.content = RuleContent(kind=RuleKind.NEVER, students=(ana.pk, 2), reason="李 🦔")
    rule.save()
    with renamed("classroom", "Card", "token") as model:
        assert model.objects.get(pk=card.pk).renamed == token
        with pytest.raises(DatabaseError), transaction.atomic():
            Card.objects.get(pk=card.pk)
    with renamed("partners", "Rule", "content") as model:
        row = model.objects.get(pk=rule.pk)
        assert row.renamed == rule.content.to_json()
        row.renamed = {**row.renamed, "reason": "later"}
        row.save()
    assert Card.objects.get(pk=card.pk).token == token
    assert Rule.objects.get(pk=rule.pk).content == replace(rule.content, reason="later")


def test_migrations_contain_the_step_of_a_field() -> None:
    field: Any = EncryptedTextField(label="a.b.c", step=512)
    assert field.deconstruct()[3] == {"label": "a.b.c", "step": 512}
