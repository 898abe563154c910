"""Imports between packages run in one direction. They are read from anywhere in a file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD_IN_THE_ENGINE = {
    "__future__",
    "collections",
    "collections.abc",
    "contextlib",
    "dataclasses",
    "enum",
    "functools",
    "heapq",
    "itertools",
    "json",
    "math",
    "operator",
    "re",
    "typing",
    "unicodedata",
}  # no clock, no randomness, no files


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text())))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """The full names of everything that a file imports: `from . import x` in a.b is a.x."""
    package = path.relative_to(ROOT).parent.parts
    for node in parsed(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            base += [node.module] if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def backwards(folder: str, *forbidden: str, but: tuple[str, ...] = ()) -> list[str]:
    """Imports of forbidden modules in a folder, as sentences."""
    return [
        f"{name_of(path)} imports {name}"
        for path in modules(folder)
        if name_of(path) not in but
        for name in imports(path)
        if within(name, *forbidden)
    ]


def test_imports_are_found() -> None:
    """If the reader found nothing, every test below would pass."""
    assert "partners.actions.notes" in {name for p in modules("partners/views") for name in imports(p)}
    assert within("partners.pairing.solve", "partners.pairing")
    assert not within("partners.pairings", "partners.pairing")
    assert "classroom.actions.audit.record" in set(imports(ROOT / "classroom/actions/sign_in_cards.py"))


def test_the_classroom_never_imports_partners() -> None:
    assert backwards("classroom", "partners", but=("classroom.settings", "classroom.urls")) == []
    # These two name partners as text only.
    for path in (ROOT / "classroom/settings.py", ROOT / "classroom/urls.py"):
        assert [name for name in imports(path) if within(name, "partners")] == []


def test_roster_files_import_no_django() -> None:
    assert modules("classroom/roster_files")
    imported = {name for path in modules("classroom/roster_files") for name in imports(path)}
    assert [name for name in imported if within(name, "django", "partners")] == []
    ours = {name for name in imported if within(name, "classroom")}
    assert [name for name in ours if not within(name, "classroom.roster_files", "classroom.names")] == []


# Floors from the ground up: a package imports only packages of the floors below its own. `classroom.settings`
# and `classroom.urls` name what they need as text.
FLOORS = (
    {
        "classroom.avatars",
        "classroom.changed_since",
        "classroom.content",
        "classroom.crypto",
        "classroom.dates",
        "classroom.javascript",
        "classroom.error_logs",
        "classroom.languages",
        "classroom.name_size",
        "classroom.names",
        "classroom.retention",
        "classroom.sprites",
        "classroom.text_direction",
        "classroom.typed",
        "classroom.wsgi",
        "partners.pairing",
    },
    {"classroom.buttons", "classroom.fields", "classroom.name_masking", "classroom.roster_files", "classroom.settings"},
    {"classroom.models"},
    {"classroom.access", "classroom.emails", "classroom.picture_choices", "partners.models"},
    {"classroom.actions", "partners.moves", "partners.notes"},
    {"classroom.requests", "partners.access", "partners.considerations", "partners.receivers"},
    {"classroom.adult_sign_in", "classroom.middleware", "partners.apps", "partners.queries", "partners.templatetags"},
    {"classroom.management", "classroom.signals", "classroom.templatetags"},
    {"classroom.apps", "classroom.forms"},
    {"classroom.views", "partners.partner_time", "partners.planning", "partners.privacy"},
    {"classroom.urls", "partners.wording"},
    {"partners.actions", "partners.desk"},
    {"partners.demo", "partners.forms"},
    {"partners.management", "partners.views"},
    {"partners.urls"},
)
FLOOR_OF = {package: number for number, floor in enumerate(FLOORS) for package in floor}


def package_of(name: str) -> str:
    """The package of a module or a name, to two levels: partners.actions, classroom.names."""
    return ".".join(name.split(".")[:2])


def test_every_package_has_its_floor() -> None:
    found = {package_of(name_of(path)) for wing in ("classroom", "partners") for path in modules(wing)}
    assert found - {"classroom", "partners"} == FLOOR_OF.keys()
    assert sum(len(floor) for floor in FLOORS) == len(FLOOR_OF)


@pytest.mark.parametrize("package", sorted(FLOOR_OF))
def test_imports_run_down_the_floors(package: str) -> None:
    files = [path for path in modules(package.split(".", maxsplit=1)[0]) if package_of(name_of(path)) == package]
    reached = {
        (name_of(path), package_of(name))
        for path in files
        for name in imports(path)
        if package_of(name) in FLOOR_OF and package_of(name) != package
    }
    assert [arrow for arrow in sorted(reached) if FLOOR_OF[arrow[1]] >= FLOOR_OF[package]] == []


# Rooms: each has the rules and data of one topic. Only the desk, which shows a plan, and wording read other rooms.
ROOMS = ("notes", "considerations", "planning", "partner_time", "moves", "privacy", "wording", "desk")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_no_view_form_or_action(room: str) -> None:
    assert modules(f"partners/{room}")
    layers = ("views", "forms", "actions", "urls")
    above = [f"{wing}.{layer}" for wing in ("classroom", "partners") for layer in layers]
    assert backwards(f"partners/{room}", *above) == []


def test_the_page_of_a_plan_does_not_import_changes_of_plans() -> None:
    """A view that changes a plan answers with the page of the plan, also when the change is refused; so imports make
    no circle."""
    found = set(imports(ROOT / "partners/views/plan_desk.py"))
    others = [f"partners.views.{name}" for name in ("plan_changes", "plan_ideas", "plan_refusals", "after_a_rest")]
    assert [name for name in found if within(name, "partners.actions", *others)] == []


CLOCKS = {
    "timezone.now",
    "timezone.localtime",
    "dt.datetime.now",
    "dt.date.today",
    "datetime.now",
    "date.today",
    "time.time",
}


def calls(path: Path) -> set[str]:
    return {ast.unparse(node.func) for node in parsed(path) if isinstance(node, ast.Call)}


@pytest.mark.parametrize("part", ["actions", "models", "access.py", "queries", "pairing"])
def test_lower_layers_do_not_read_the_clock(part: str) -> None:
    """Views read it once per request and pass it on as `now`."""
    below = [path for wing in ("classroom", "partners") for path in modules(wing) if part in path.parts]
    assert below
    assert {name_of(path): calls(path) & CLOCKS for path in below if calls(path) & CLOCKS} == {}


def test_the_engine_imports_nothing_but_itself_and_arithmetic() -> None:
    allowed = {*STANDARD_IN_THE_ENGINE, "numpy", "rustworkx"}
    for path in modules("partners/pairing"):
        for name in imports(path):
            inside = within(name, "partners.pairing")
            assert inside or any(within(name, package) for package in allowed), f"{name_of(path)} imports {name}"


def test_the_engine_opens_no_files() -> None:
    for path in modules("partners/pairing"):
        assert calls(path) & {"open", "print", "input", "exec", "eval", "__import__"} == set(), name_of(path)


def test_only_the_fields_encrypt() -> None:
    found = {
        line.split()[0]
        for wing in ("classroom", "partners")
        for line in backwards(wing, "classroom.crypto", "cryptography")
    }
    # The command that prints a new key imports the length of a key, and nothing else.
    assert found == {"classroom.crypto", "classroom.fields", "classroom.management.commands.new_notes_key"}
    key = ROOT / "classroom/management/commands/new_notes_key.py"
    assert [name for name in imports(key) if within(name, "classroom.crypto")] == ["classroom.crypto.KEY_BYTES"]


def test_only_rooms_queries_and_actions_use_the_engine() -> None:
    users = {
        line.split()[0] for line in backwards("partners", "partners.pairing") if not line.startswith("partners.pairing")
    }
    assert not {
        user for user in users if within(user, "partners.models", "partners.forms", "partners.access", "partners.views")
    }


def test_actions_store_only_checked_plans_of_the_engine() -> None:
    """Actions ask `partners.planning.checked` for plans; they call `solve` directly only to ask whether there is a
    plan."""
    made = {"pairing.solve", "pairing.complete", "pairing.alternatives", "pairing.price"}
    nodes = [node for path in modules("partners/actions") for node in parsed(path)]
    thrown_away = {node.value for node in nodes if isinstance(node, ast.Expr)}
    asked = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in made]
    assert asked
    assert [ast.unparse(node) for node in asked if node not in thrown_away] == []


def test_crypto_and_names_import_no_django() -> None:
    for file in ("crypto.py", "names.py"):
        assert [name for name in imports(ROOT / "classroom" / file) if within(name, "django")] == []


def test_nothing_about_children_is_registered_with_an_admin_site() -> None:
    for wing in ("classroom", "partners"):
        assert backwards(wing, "django.contrib.admin") == []
    from django.conf import settings

    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_shipped_code_imports_no_test() -> None:
    for wing in ("classroom", "partners"):
        assert backwards(wing, "tests", "pytest", "hypothesis", "time_machine") == []
