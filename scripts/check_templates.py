"""Find lines of templates that are too long to be read. What makes them long belongs in a view or in a component."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LONGEST = 160
TEMPLATES = Path(__file__).parent.parent / "templates"
CHECKED = ("account", "bootstrap5", "bootstrap5/layout", "components")
# Of partners/, where others are not there yet.
CHECKED_FILES = (
    *("home", "notes", "note", "note_for", "check_ins", "look_out", "partnerships", "partnership", "partnership_story"),
    *("over_time", "student_year", "family_page", "family_notice", "student_record", "record", "record_to_print"),
    *("privacy", "moves", "move", "anchor_chart", "coaching_card", "desk_cards", "projector"),
    *("walk", "walk_note", "walk_order", "walk_shell", "_walk_bar", "_walk_errors", "_walk_side", "_walk_state"),
    *("_flag", "_what_helps_now", "_asking_to_talk", "_note_words", "_note_why", "_note_for_words", "_scribe"),
    *("_said_line", "_steps", "_look_again", "_beside", "_alert", "_record_texts", "_record_choices"),
    *("_partnership_head", "_partnerships_links", "_pair_tiles", "_faces", "_names_in_line", "_duo", "_state"),
    *("_timeline", "_entry_time", "_chart", "_over_time_covered", "_paper", "_projector_bar", "_move", "_since"),
    *("_goes", "_how_long", "_family_notice"),
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
