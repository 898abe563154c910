"""What a plan gives up, and for whom, as lines of a card behind the cover."""

from collections.abc import Sequence

from classroom.models import Student
from partners.queries import in_words
from partners.wording.match_reasons import Line


def missed_line(missed: Student, pick: Student | None, losers: Sequence[Student]) -> Line:
    """A child who is with nobody whom they picked. `pick` could be their partner, if it were harder for the `losers`;
    where there are none, nothing was traded."""
    words = f"{missed.called} didn’t get anyone they picked"
    later = f"{missed.called}’s picks count more next time"
    if pick is None or not losers:
        return Line(f"{words}. {later}", watch=True, from_notes=True)
    return Line(_sentences(f"{words}. With {pick.called} it would be {harder_for(losers)}. {later}"), traded=True)


def ended_line(partners: Sequence[Student], why: str) -> Line:
    """Partners who part although it goes well, and `why`, a sentence."""
    return Line(_sentences(f"{in_words([student.called for student in partners])}. {why}"), ends=True)


def harder_for(losers: Sequence[Student]) -> str:
    return f"harder for {in_words([student.called for student in losers])}"


def _sentences(words: str) -> str:
    """A name may end with a full stop: Ana R."""
    return words.replace("..", ".")
