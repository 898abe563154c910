"""The diagram of the data model matches the current models."""

import pytest

from partners.models import PartnerNote, Partnership
from scripts import data_model


def test_the_page_shows_the_current_models() -> None:
    """If this fails, run `python -m scripts.data_model` to draw the diagram again."""
    page = data_model.PAGE.read_text()
    assert data_model.page_with_drawings(page) == page


def test_a_drawing_shows_relations_and_columns() -> None:
    lines = data_model.drawing("partners").splitlines()
    assert lines[:2] == ["```mermaid", "erDiagram"]
    assert "    Round ||--o{ PartnerNote : round" in lines
    assert "    PartnerChange |o--o{ Partnership : change" in lines
    assert "    Student ||--o| Considerations : student" in lines
    assert '        encrypted content "NoteContent"' in lines
    assert "        encrypted spot" in lines
    assert "        boolean is_current" in lines
    assert {PartnerNote.__name__, Partnership.__name__} <= {line.split()[0] for line in lines if line.endswith("{")}


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match=r"data-model\.md has no place for the drawing of classroom"):
        data_model.page_with_drawings("# Data model\n")
