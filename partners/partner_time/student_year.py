"""A child's year with partners: who they were, the moves that grew, how the child read and listened.

Observations of a partner alone are left out, and so is everything from notes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classroom.models import Student
from partners.models import Observation, Partnership, PartnershipPlace
from partners.moves.built_in import Chip, Move
from partners.moves.chips import Chips
from partners.partner_time import growth
from partners.partner_time.charts import Chart


@dataclass(frozen=True)
class Together:
    """A partnership of the child: the partners, the first day, and the last day unless it is still running."""

    partnership: Partnership
    partners: tuple[Student, ...]
    since: dt.date
    until: dt.date | None


def partners_of(student: Student, today: dt.date) -> list[Together]:
    """All partnerships of the child that have begun, newest first, without those for a single day. One query."""
    mine = student.places.values("partnership")
    held = PartnershipPlace.objects.filter(partnership__in=mine).select_related("student", "partnership__round")
    by_partnership: dict[Partnership, list[PartnershipPlace]] = defaultdict(list)
    for place in held.order_by("partnership_id", "place", "pk"):
        by_partnership[place.partnership].append(place)
    found = [_together(student, partnership, places) for partnership, places in by_partnership.items()]
    return sorted(
        (each for each in found if each and each.since <= today),
        key=lambda each: (each.since, each.partnership.pk),
        reverse=True,
    )


def _together(student: Student, partnership: Partnership, places: Sequence[PartnershipPlace]) -> Together | None:
    own = [place for place in places if place.student_id == student.pk and not place.is_for_a_day]
    if not own:
        return None
    since = min(place.starts_on for place in own)
    ends = [place.ended_on for place in own]
    until = None if None in ends else max(end for end in ends if end)
    others = [place.student for place in places if place.student_id != student.pk and not place.is_for_a_day]
    return Together(partnership, tuple(dict.fromkeys(others)), since, until)


def concerning(observations: Iterable[Observation], student: Student) -> list[Observation]:
    """The observations of this child or of the partners together."""
    return [each for each in observations if each.content.about in (None, student.pk)]


def moves_by_round(
    seen: Sequence[Observation], together: Sequence[Together], moves: Sequence[Move], chips: Chips
) -> Chart | None:
    """A chart of the moves by round, each as a strength or as a next step. None where no move was observed."""
    number = {each.partnership.pk: each.partnership.round.number for each in together}
    kinds: dict[tuple[str, int], set[bool]] = defaultdict(set)
    classroom = together[0].partnership.classroom if together else None
    if classroom is None:
        return None
    for glimpse in growth.glimpses(seen, classroom, chips):
        if glimpse.partnership in number:
            kinds[glimpse.move, number[glimpse.partnership]].add(glimpse.is_strength)
    rounds = sorted(set(number.values()))[-growth.MOST_WEEKS :]
    return growth.moves_chart(kinds, moves, rounds, tuple(str(each) for each in rounds), over="Round")


def chips_seen(seen: Iterable[Observation], chips: Chips) -> tuple[list[Chip], list[Chip]]:
    """The strengths and the next steps of these observations, each once, in the order of the chips."""
    keys = [(set(each.content.strengths), set(each.content.next_steps)) for each in seen]
    strengths = set().union(*(strong for strong, _ in keys))
    next_steps = set().union(*(steps for _, steps in keys))
    return (
        [chip for key, chip in chips.strengths.items() if key in strengths],
        [chip for key, chip in chips.next_steps.items() if key in next_steps],
    )
