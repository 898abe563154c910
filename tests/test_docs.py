"""Links in the documents lead to files that exist, and the modules and commands that they name exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob(".github/*.md"), *ROOT.glob("docs/**/*.md")])
IDS = [str(page.relative_to(ROOT)) for page in PAGES]
# A path in backticks; its folder may be missing: `actions/notes.py`, `tests/cast.py`.
FILE = re.compile(r"`([\w./*-]+\.(?:py|js|html|md|txt|css))(?:: \w+)?`")


def found(name: str) -> bool:
    """Whether our folders contain a file of that name."""
    folders = ("classroom", "partners", "scripts", "static", "templates", "tests")
    return any(ROOT.glob(name)) or any(next((ROOT / folder).rglob(name), None) for folder in folders)


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_files_that_the_documents_name_exist(page: Path) -> None:
    named = set(FILE.findall(page.read_text()))
    assert [name for name in sorted(named) if not found(name)] == []


def test_make_targets_that_the_documents_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        target for page in PAGES for target in re.findall(r"(?:`|^    )make ([a-z]+)", page.read_text(), re.MULTILINE)
    }
    assert named <= targets
    assert {"demo", "test", "run", "pictures"} <= named


def test_every_room_is_on_the_map() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    rooms = {path.parent.name for path in (ROOT / "partners").glob("*/__init__.py")} - {"management", "migrations"}
    assert [room for room in sorted(rooms) if f"`{room}/`" not in page] == []
