"""Scripts are modules: those that pages load exist, their imports lead to files, and imports run in one direction."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.template import Context, Template

from classroom.javascript import HashedStaticFiles, imported_by, with_imports

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
LOADED = re.compile(r"\{% script '([^']+)' %\}")


@cache
def modules() -> dict[str, str]:
    """The text of each script, by its path under static/."""
    return {path.relative_to(STATIC).as_posix(): path.read_text() for path in sorted(STATIC.rglob("*.js"))}


@cache
def loaded() -> set[str]:
    """The scripts that templates load directly."""
    return {path for file in (ROOT / "templates").rglob("*.html") for path in LOADED.findall(file.read_text())}


def test_there_are_modules() -> None:
    """Without any module, every test below would pass."""
    assert imported_by("js/desk/swaps.js", modules()["js/desk/swaps.js"]) == ["js/lib/requests.js", "js/desk/taps.js"]
    assert "js/desk.js" in loaded()


def test_every_script_is_a_module_of_ours_that_exists() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text()
        assert "<script" not in text, file  # only by this tag, which loads it as a module
        assert len(re.findall(r"\{%\s*script\b", text)) == len(LOADED.findall(text)), file
    assert loaded() - set(modules()) == set()


def test_every_import_leads_to_a_module() -> None:
    for path, text in modules().items():
        assert set(imported_by(path, text)) - set(modules()) == set(), path


def test_no_import_is_overlooked() -> None:
    """Preloading and working offline rely on imports, which are found only in their usual form."""
    for path, text in modules().items():
        names = re.findall(r"""["']\.{1,2}/[^"']+\.js["']""", text)
        assert len(names) == len(imported_by(path, text)), path
        assert not re.search(r"\bimport\s*\(|\bimport\.meta\b", text, re.MULTILINE), path


def test_shared_scripts_import_only_shared_scripts() -> None:
    shared = [path for path in modules() if path.startswith("js/lib/")]
    assert len(shared) > 5
    for path in shared:
        assert [each for each in imported_by(path, modules()[path]) if not each.startswith("js/lib/")] == [], path


def test_a_script_of_one_page_is_not_imported_by_others() -> None:
    """js/desk/ belongs to the desk and js/walking/ to the pages of the walk. Scripts that others need too are in
    js/lib/."""
    own = {
        "walk_note": ("js/walking/",),
        "walk_tiles": ("js/walking/",),
        "walk_shell": ("js/walking/", "js/walk_note.js"),
    }
    for path, text in modules().items():
        page = path.removeprefix("js/").split("/")[0].removesuffix(".js")
        for imported in imported_by(path, text):
            assert imported.startswith(("js/lib/", *own.get(page, (f"js/{page}/",)))), path


def test_every_module_is_used_and_imports_have_no_circle() -> None:
    assert {each for path in loaded() for each in with_imports(path)} == set(modules())
    for path in modules():
        needed = with_imports(path)
        for place, each in enumerate(needed):
            assert set(imported_by(each, modules()[each])) <= set(needed[:place]), path


def test_the_offline_page_has_every_script_of_the_walks_note() -> None:
    """The device stores the scripts of the offline page, and no others."""
    assert set(with_imports("js/walk_note.js")) <= set(with_imports("js/walk_shell.js"))


def test_each_module_says_what_is_inside() -> None:
    for path, text in modules().items():
        assert re.match(r"// [A-Z\"].{10,}", text), path
        assert "use strict" not in text, path  # a module is always strict


def test_a_page_names_what_a_script_imports_once() -> None:
    page = Template("{% script 'js/veil.js' %}\n{% script 'js/cover.js' %}")
    assert page.render(Context()).split("\n") == [
        '<link rel="modulepreload" href="/static/js/lib/idle.js">',
        '<script type="module" src="/static/js/veil.js"></script>',
        '<link rel="modulepreload" href="/static/js/lib/covering.js">',
        '<script type="module" src="/static/js/cover.js"></script>',
    ]


def test_a_page_cannot_load_a_script_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError, match=r"There is no script js/nothing.js"):
        Template("{% script 'js/nothing.js' %}").render(Context())


@pytest.mark.usefixtures("collected")
def test_modules_import_each_other_by_their_hashed_names() -> None:
    """Otherwise a browser would load a module twice, once under each name, or would not load the new one after an
    update."""
    storage = HashedStaticFiles()
    for path, text in modules().items():
        with storage.open(storage.stored_name(path)) as file:
            stored = file.read().decode()
        wanted = [storage.stored_name(each) for each in imported_by(path, text)]
        assert imported_by(path, stored) == wanted
        assert all(re.search(r"\.[0-9a-f]{12}\.js$", each) and storage.exists(each) for each in wanted)
