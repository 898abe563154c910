"""Finds lines of templates that are too long to read. Whatever makes them long belongs in a view or a component."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST = 160
TEMPLATES = Path(__file__).parent.parent / "templates"


def too_long(files: Iterable[Path]) -> Iterator[str]:
    """Each line that is too long, as `file:line: how long`."""
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{file}:{number}: {len(line)} characters, at most {LONGEST} can be read"


def main() -> int:
    files = sorted(TEMPLATES.rglob("*.html"))
    found = list(too_long(files))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
