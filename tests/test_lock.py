"""Every imported package is in the requirements, and every requirement is locked together with its dependencies."""

import ast
import shutil
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from scripts import lock
from scripts.lock import DEVELOPMENT, ROOT, RUNTIME

OURS = {"bench", "classroom", "partners", "scripts", "tests"}


@cache
def imported(*parts: str) -> dict[str, str]:
    """The third-party modules that files import, each with one file that imports it."""
    found: dict[str, str] = {}
    for path in (path for part in parts for path in (ROOT / part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names = [node.module]
            found |= dict.fromkeys(names, str(path.relative_to(ROOT)))
    return {
        name: where for name, where in found.items() if name.split(".")[0] not in OURS | set(sys.stdlib_module_names)
    }


def nameless(which: str, *parts: str) -> list[str]:
    """Imports of packages that are missing from a requirements file."""
    named = {canonicalize_name(requirement.name) for requirement in lock.named(ROOT, which)}
    packages = metadata.packages_distributions()
    return [
        f"{where} imports {name}"
        for name, where in imported(*parts).items()
        if named.isdisjoint(canonicalize_name(package) for package in packages.get(name.split(".")[0], []))
    ]


def test_shipped_code_imports_only_named_libraries() -> None:
    assert {"numpy", "django.db"} <= imported("classroom", "partners").keys()  # the reader finds imports
    assert nameless(RUNTIME, "classroom", "partners") == []


def test_tools_and_tests_import_only_what_is_named() -> None:
    assert nameless(DEVELOPMENT, "bench", "scripts", "tests") == []


def test_no_file_imports_internals_of_a_library() -> None:
    """The internals of a library can change with any release."""
    inside = [name for name in imported("classroom", "partners") if "internal" in name.split(".")]
    assert inside == []


def test_the_locks_are_those_of_the_requirements() -> None:
    assert lock.check_locks(ROOT) == []


@pytest.mark.parametrize("which", [RUNTIME, DEVELOPMENT])
def test_the_locks_hold_files_for_each_kind_of_machine(which: str) -> None:
    """A package that is built for each kind of machine has many files; any other has one to install and one to
    build."""
    files = {pin.name: len(pin.hashes) for pin in lock.pins(ROOT, which)}
    assert all(files[name] > 10 for name in ("cryptography", "numpy", "psycopg2-binary", "rustworkx"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the requirements and their locks, which a test can change."""
    for which in (RUNTIME, DEVELOPMENT):
        for end in ("txt", "lock"):
            shutil.copy(ROOT / f"{which}.{end}", tmp_path)
    return tmp_path


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_comment_changes_nothing(folder: Path) -> None:
    replace(folder / "requirements.txt", "numpy==", "# Arithmetic.\nnumpy==")
    assert lock.check_locks(folder) == []


def test_a_requirement_that_is_not_locked_is_found(folder: Path) -> None:
    with (folder / "requirements.txt").open("a") as file:
        file.write("sparkle==1.0\n")
    assert lock.check_locks(folder) == [
        "requirements.txt has changed since requirements.lock was made.",
        "requirements.lock has nothing for sparkle==1.0.",
        "requirements-dev.txt has changed since requirements-dev.lock was made.",
        "requirements-dev.lock has nothing for sparkle==1.0.",
    ]


def test_another_version_in_a_lock_is_found(folder: Path) -> None:
    [pin] = [pin for pin in lock.pins(folder, RUNTIME) if pin.name == "numpy"]
    replace(folder / "requirements.lock", f"numpy=={pin.version}", "numpy==1.0")
    assert lock.check_locks(folder) == [
        f"requirements.lock has 1.0 for numpy=={pin.version}.",
        "requirements-dev.lock has another numpy than requirements.lock.",
    ]


def test_a_package_without_hashes_is_found(folder: Path) -> None:
    with (folder / "requirements-dev.lock").open("a") as file:
        file.write("sparkle==1.0\n")
    assert lock.check_locks(folder) == ["sparkle has no hash in requirements-dev.lock."]


@pytest.mark.parametrize("line", ["--index-url https://packages.example/simple", "# via -r /home/me/requirements.txt"])
def test_an_address_or_a_path_is_found(folder: Path, line: str) -> None:
    with (folder / "requirements-dev.lock").open("a") as file:
        file.write(f"{line}\n")
    assert lock.check_locks(folder) == ["requirements-dev.lock names an address or a path of the machine that made it."]


def test_installed_packages_are_compared_with_the_lock() -> None:
    locked = {pin.name: pin.version for pin in lock.pins(ROOT, DEVELOPMENT) if pin.is_for_here}
    assert "tzdata" not in locked  # for another kind of machine
    installed = {**locked, "pip": "23.0", "django": "1.0", "sparkle": "1.0"}
    del installed["numpy"]
    assert lock.check_installed(ROOT, {**locked, "pip": "23.0"}) == []
    assert lock.check_installed(ROOT, installed) == [
        f"numpy {locked['numpy']} is not installed.",
        "sparkle 1.0 is installed, and no lock names it.",
        f"django 1.0 is installed instead of {locked['django']}.",
    ]
