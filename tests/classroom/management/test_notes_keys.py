"""New keys: printed and put first; then everything is encrypted again, also after an interruption."""

import base64
import io
import uuid
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from classroom.crypto import CannotOpen
from classroom.management.commands import rotate_notes_keys
from classroom.models import Card, Student, User
from partners.actions import observations
from partners.models import Considerations, PartnerNote, Partnership, Pick, Round
from tests.cast import NOW, considered, hand_in, token_of


def new_key() -> str:
    said = io.StringIO()
    call_command("new_notes_key", stdout=said)
    return said.getvalue().strip()


def rotate() -> dict[str, int]:
    """How many values were encrypted again, by column. Columns without any are left out."""
    said = io.StringIO()
    call_command("rotate_notes_keys", stdout=said)
    lines = dict(line.split(": ") for line in said.getvalue().splitlines())
    counts = {column: int(words.split()[0]) for column, words in lines.items()}
    return {column: count for column, count in counts.items() if count}


def beginnings() -> set[bytes]:
    """The first bytes of all ciphertexts: the version and, if another program wrote them, the time."""
    found = []
    with connection.cursor() as cursor:
        for table, column in (
            ("classroom_card", "token"),
            ("partners_considerations", "content"),
            ("partners_partnernote", "content"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            found += [row[0] for row in cursor.fetchall()]
    assert len(found) == 8
    return {base64.urlsafe_b64decode(token)[:9] for token in found}


def test_a_new_key_is_32_random_bytes() -> None:
    assert len(base64.urlsafe_b64decode(new_key())) == 32
    assert new_key() != new_key()


def test_everything_is_under_the_new_key_and_the_old_one_can_go(
    ana: Student, ben: Student, round: Round, settings: Any
) -> None:
    token = token_of(ana)
    note = hand_in(ana, round, great={ben: ["kind"]}, loves=["games"])
    old, new = settings.NOTES_KEYS[0], new_key()
    assert beginnings() == {b"\x80" + bytes(8)}
    settings.NOTES_KEYS = (new, old)
    assert rotate() == {
        "classroom.student.source_id": 6,
        "classroom.card.token": 6,
        "partners.considerations.content": 1,
        "partners.partnernote.content": 1,
        "partners.workshop.check_in_for": 1,
    }
    assert rotate() == {}
    assert beginnings() == {b"\x80" + bytes(8)}
    settings.NOTES_KEYS = (new,)
    assert PartnerNote.objects.get(pk=note.pk).open().great == (Pick(student=ben.pk, why=("kind",)),)
    assert Considerations.objects.get().content == considered(loves=["games"])
    assert Card.objects.get(student=ana).token == token
    settings.NOTES_KEYS = (old,)
    with pytest.raises(CannotOpen):
        PartnerNote.objects.get(pk=note.pk).open()


def test_an_interrupted_run_can_be_continued(ana: Student, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value in the third batch does not open: the batches before stay done, and another run does the rest."""
    token_of(ana)
    monkeypatch.setattr(rotate_notes_keys, "BATCH", 2)
    old, new = settings.NOTES_KEYS[0], new_key()
    settings.NOTES_KEYS = (new, old)
    last = Card.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM classroom_card WHERE id = %s", [last])
        kept = cursor.fetchone()[0]
        cursor.execute("UPDATE classroom_card SET token = 'broken' WHERE id = %s", [last])
    with pytest.raises(CannotOpen):
        rotate()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE classroom_card SET token = %s WHERE id = %s", [kept, last])
    # The children's ids were encrypted again in the first run.
    assert rotate() == {"classroom.card.token": 2, "partners.workshop.check_in_for": 1}
    settings.NOTES_KEYS = (new,)
    assert len({card.token for card in Card.objects.all()}) == 6


def test_without_the_old_key_nothing_is_changed(ana: Student, owner: User, settings: Any) -> None:
    token = token_of(ana)
    old = settings.NOTES_KEYS
    settings.NOTES_KEYS = (new_key(),)
    with pytest.raises(CannotOpen):
        rotate()
    settings.NOTES_KEYS = old
    assert Card.objects.get(student=ana).token == token


def test_hidden_rows_get_the_new_key_too(partnership: Partnership, owner: User, settings: Any) -> None:
    observations.take_back(partnership=partnership, by=owner, now=NOW, client_key=uuid.uuid4(), tap=1)
    settings.NOTES_KEYS = (new_key(), settings.NOTES_KEYS[0])
    assert rotate()["partners.observation.content"] == 1
