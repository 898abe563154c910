"""The classes within a list, as parts that may be chosen."""

from collections.abc import Sequence

from .grades import grade_of_date
from .tables import MOST_PARTS, Part


def titles_of(groups: Sequence[str], heading: str) -> list[tuple[str, str]]:
    """Each class with a title: its name, and the heading before a bare number."""
    given = sorted({group for group in groups if group})
    return [(_title(group, heading), group) for group in given]


def _title(group: str, heading: str) -> str:
    text = grade_of_date(group)
    return (
        text
        if sum(c.isalpha() for c in text) > 2 and heading in ("Class", "")
        else f"{heading}: {text}"
        if heading
        else text
    )


def parts_of(groups: Sequence[str], heading: str) -> tuple[Part, ...]:
    """The classes within a list, if there are several."""
    titles = titles_of(groups, heading)
    if not 1 < len(titles) <= MOST_PARTS:
        return ()
    return tuple(Part(title, sum(1 for group in groups if group == own)) for title, own in titles)
