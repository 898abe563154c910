"""Draws the models of both apps into docs/data-model.md. `--check` only checks that the drawing is up to date."""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.environment import ROOT

PAGE = ROOT / "docs" / "data-model.md"
WINGS = ("classroom", "partners")
# The drawings are between these marks of the page.
DRAWN = "<!-- {wing}: drawn by python -m scripts.data_model -->"
END = "<!-- end of the drawing -->"


def drawing(wing: str) -> str:
    """The models of one app as a Mermaid diagram: first their relations, then their columns."""
    from django.apps import apps

    models = sorted(apps.get_app_config(wing).get_models(), key=lambda model: model.__name__)
    lines = [line for model in models for line in _relations(model)]
    for model in models:
        lines += [f"    {model.__name__} {{", *_columns(model), "    }"]
    return "\n".join(["```mermaid", "erDiagram", *lines, "```"])


def _relations(model: type) -> Iterator[str]:
    """A line for each foreign key: both models, how many of each, and the field."""
    for field in model._meta.concrete_fields:  # type: ignore[attr-defined]
        if field.is_relation:
            many = "o|" if field.one_to_one else "o{"
            one = "|o" if field.null else "||"
            yield f"    {field.related_model.__name__} {one}--{many} {model.__name__} : {field.name}"


def _columns(model: type) -> Iterator[str]:
    """A line for each column that is no relation: the kind of value, and its name. Encrypted columns are marked."""
    from classroom.fields import EncryptedContentField, EncryptedTextField

    for field in model._meta.concrete_fields:  # type: ignore[attr-defined]
        if field.is_relation or field.primary_key:
            continue
        if isinstance(field, EncryptedContentField):
            yield f'        encrypted {field.name} "{field.content.__name__}"'
        elif isinstance(field, EncryptedTextField):
            yield f"        encrypted {field.name}"
        else:
            yield f"        {_kind(type(field).__name__)} {field.name}"


def _kind(name: str) -> str:
    """The name of a field's class as a word: PositiveSmallIntegerField is integer."""
    if name in ("DateTimeField", "JSONField", "UUIDField"):
        return name.removesuffix("Field").lower()
    return str(re.findall(r"[A-Z][a-z]+", name.removesuffix("Field"))[-1]).lower()


def page_with_drawings(page: str) -> str:
    """The page with up-to-date drawings between its marks. Raises ValueError where a mark is missing."""
    for wing in WINGS:
        mark = DRAWN.format(wing=wing)
        before, found, rest = page.partition(mark)
        _, ended, after = rest.partition(END)
        if not found or not ended:
            raise ValueError(f"{PAGE.name} has no place for the drawing of {wing}.")
        page = f"{before}{mark}\n\n{drawing(wing)}\n\n{END}{after}"
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "classroom.settings")
    os.environ.setdefault("ENV_FILE", str(Path("tests") / "test.env"))
    import django

    django.setup()
    page = PAGE.read_text()
    drawn = page_with_drawings(page)
    if options.check and drawn != page:
        sys.exit("docs/data-model.md shows older models. `python -m scripts.data_model` draws it anew.")
    if not options.check:
        PAGE.write_text(drawn)


if __name__ == "__main__":
    main()
