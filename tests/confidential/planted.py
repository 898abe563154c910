"""The confidential words that tests plant, and readers of everything that is stored."""

import base64
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

from classroom.fields import encrypted_fields
from tests.addresses import url

WOMBAT = "a wombat sat on the margin"
Undone = Callable[[Callable[[], Any]], Any]


def raw_tables() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database holds it: encrypted columns stay encrypted."""
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [str(column[0]) for column in cursor.description]
            tables[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return tables


def opened(value: object) -> str:
    """A raw value as text, followed by its decoded text where it is base64, as cache entries are."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    try:
        return text + base64.b64decode(text, validate=True).decode(errors="replace")
    except ValueError:
        return text


# The beginning of each ciphertext: its version, without a time.
CIPHERTEXT = "gAAAAAAAAAA"


def everything_stored() -> str:
    """All stored values that are not encrypted, with sessions and cache entries decoded. Ciphertext is left out
    because it contains any short name by chance."""
    values = [value for rows in raw_tables().values() for row in rows for value in row.values()]
    values = [opened(value) for value in values if not str(value).startswith(CIPHERTEXT)]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*values, *sessions])


# References to rows that a round creates. Their numbers go on counting even after a rollback.
MADE = ("window_id", "plan_id", "round_id", "partnership_id")


def in_clear() -> dict[str, list[dict[str, Any]]]:
    """Every row without encrypted columns and opaque keys. Numbers of rows that a round creates are replaced by
    their order."""
    hidden = {model._meta.db_table: {field.column for field in encrypted_fields(model)} for model in apps.get_models()}
    shown = {
        table: [{k: v for k, v in row.items() if k not in {"id", "key", *hidden.get(table, ())}} for row in rows]
        for table, rows in raw_tables().items()
        if table not in ("django_session", "sqlite_sequence")
    }
    for rows in shown.values():
        for column in MADE:
            numbers = sorted({row[column] for row in rows if column in row})
            for row in rows:
                if column in row:
                    row[column] = numbers.index(row[column])
    return shown


def lengths() -> dict[str, list[int]]:
    """The length of each ciphertext, by the label of its column."""
    found = {}
    for model in apps.get_models():
        for field in encrypted_fields(model):
            rows = raw_tables()[model._meta.db_table]
            found[field.label] = [len(row[str(field.column)]) for row in rows]
    return found


CHILDS_PAGES = (
    url("partners:me"),
    url("partners:my_partner"),
    *(f"/me/note/{name}/" for name in ("promise", "great", "hard", "hard/who", "will-do", "loves", "tell", "check")),
)
