"""Drafts that older programs stored, in the shape of the present ones."""

from typing import Any

from .layouts import Meaning

# What a kind of column was called in version 1.
_MEANINGS = {
    "name": Meaning.FULL,
    "first": Meaning.FIRST,
    "last": Meaning.LAST,
    "id": Meaning.NUMBER,
    "grade": Meaning.GRADE,
}


def from_version_1(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a draft of version 1. Its classes within a table are read from the columns anew."""
    tables = values["book"]["tables"]
    kinds = [
        values["kinds"] if place == values["table"] else [column["kind"] for column in table["columns"]]
        for place, table in enumerate(tables)
    ]
    book = {"tables": [_table(table) for table in tables], "notes": values["book"].get("notes", [])}
    layouts = [
        {"columns": [_MEANINGS.get(kind, Meaning.UNUSED) for kind in own], "headings": int(table.get("headed", False))}
        for own, table in zip(kinds, tables, strict=True)
    ]
    kept = {key: values[key] for key in ("classroom", "by", "table")}
    return {**kept, "book": book, "layouts": layouts}


def _table(table: dict[str, Any]) -> dict[str, Any]:
    headings = {"number": 0, "cells": [column["heading"] for column in table["columns"]]}
    rows = [{"number": number, "cells": cells} for number, cells in table["lines"]]
    return {"title": table["title"], "rows": [headings, *rows] if table.get("headed") else rows}
