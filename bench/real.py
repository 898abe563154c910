"""The classes that are measured: real ones from the folder that CLASSES names, and the invented one that ships."""

import os
from collections.abc import Iterator
from pathlib import Path

from partners import pairing
from partners.pairing import Problem

DEMO = Path(__file__).parent.parent / "partners" / "demo" / "room_12.json"
NOT_SET = "CLASSES is not set: let it name a folder of class files (partners.class/1) to measure real classes."


def class_files() -> list[Path]:
    """The class files in the folder that CLASSES names, in order of their names; none where it is not set."""
    folder = os.environ.get("CLASSES")
    return sorted(Path(folder).glob("*.json")) if folder else []


def real_classes() -> Iterator[tuple[str, Problem]]:
    """The name of each of these files, and its class."""
    for file in class_files():
        yield file.stem, problem_of(file)


def problem_of(file: Path) -> Problem:
    """The class in a file."""
    return pairing.class_file.read(file.read_bytes()).problem


def why_none() -> str:
    """A sentence that says why there are no real classes; empty where there are some."""
    if not os.environ.get("CLASSES"):
        return NOT_SET
    return "" if class_files() else "There is no class file (*.json) in the folder that CLASSES names."
