"""The engine knows nothing of the web, of clocks, of chance, or of files."""

import ast
from pathlib import Path

import pytest

from partners import pairing

FILES = sorted(Path(pairing.__file__).parent.glob("*.py"))
WELCOME = {
    "__future__",
    "collections",
    "copy",
    "dataclasses",
    "functools",
    "heapq",
    "itertools",
    "json",
    "numpy",
    "re",
    "rustworkx",
    "typing",
    "unicodedata",
}
DOORS = {"open", "print", "input", "exec", "eval", "__import__", "hash", "id"}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.level != 1:
            yield "." * node.level + (node.module or "").partition(".")[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_welcome_modules_are_imported(file):
    tree = ast.parse(file.read_text())
    assert set(imported(tree)) <= WELCOME
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & DOORS
    assert "np.random" not in file.read_text()
