"""Find lines of templates that are too long to be read. What makes them long belongs in a view or in a component."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST = 160
TEMPLATES = Path(__file__).parent.parent / "templates"
CHECKED = (
    ".",
    "account",
    "bootstrap5",
    "bootstrap5/layout",
    "classroom",
    "components",
    "partners/plan",
    "partners/settings",
)
# Of partners/, where others are not there yet.
CHECKED_FILES = (
    *("plan", "no_plan", "rules", "considerations", "settings", "publish", "change", "leaving", "leaving_together"),
    *("find_place", "end_unit", "away", "delete_class", "delete_student", "class_file", "load_class"),
    *("_changing_days", "_clash_lines", "_curtain_bar", "_fill_bar", "_grid", "_partner_change", "_row", "_rule_line"),
    "_slot",
)


def too_long(files: Iterable[Path]) -> Iterator[str]:
    """Each line that is too long, as `file:line: how long`."""
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{file}:{number}: {len(line)} characters, at most {LONGEST} can be read"


def main() -> int:
    files = [file for folder in CHECKED for file in sorted((TEMPLATES / folder).glob("*.html"))]
    files += [TEMPLATES / "partners" / f"{name}.html" for name in CHECKED_FILES]
    found = list(too_long(files))
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
