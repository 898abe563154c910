"""No template has a line that is too long to read."""

from pathlib import Path

from scripts import check_templates
from scripts.check_templates import LONGEST, too_long


def test_a_line_that_is_too_long_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"{'a' * LONGEST}\n{'ä' * (LONGEST + 1)}\n")
    assert list(too_long([page])) == [f"{page}:2: 161 characters, at most 160 can be read"]


def test_every_template_can_be_read() -> None:
    assert len(list(check_templates.TEMPLATES.rglob("*.html"))) > 100
    assert check_templates.main() == 0
