"""The cost of pages on a slow connection: the bytes and the taps of a child's note (as in `python -m bench note`),
and the bytes of the desk."""

import re

import pytest

from bench.note import TAKES, brought_along, walk
from classroom.models import GradeBand, User
from partners.models import PartnerNote, Plan
from tests.addresses import url
from tests.cast import child, make_class, open_round, page, seat, sign_in


@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize(
    ("band", "full", "pages", "taps"),
    [
        (GradeBand.K_1, False, 8, 8),
        (GradeBand.K_1, True, 15, 27),
        (GradeBand.G4_5, False, 9, 9),
        (GradeBand.G4_5, True, 19, 39),
    ],
)
def test_a_note_is_light(band: str, full: bool, pages: int, taps: int, owner: User) -> None:
    """In a class of 35, the first page takes at most 60 kB and each later page at most 15 kB, compressed."""
    classroom = make_class(owner, *(f"Child{i:02} Last" for i in range(35)), grade_band=band)
    open_round(classroom)
    seen = list(walk(seat(child(classroom, "Child00")), full=full))
    first, *others = (page.bytes for page in seen)
    assert first <= 60_000
    assert max(others) <= 15_000
    assert (len(seen), sum(page.taps for page in seen)) == (pages, taps)
    assert PartnerNote.objects.get().student.called == "Child00"


def test_a_childs_page_is_compressed_and_a_teachers_is_not(owner: User) -> None:
    """A teacher's page contains words of several people, and its compressed length could reveal some of them."""
    compressed = {"accept-encoding": "gzip"}
    classroom = make_class(owner, "Ana", "Ben")
    open_round(classroom)
    reader = seat(child(classroom, "Ana"))
    assert reader.get(url("partners:note_great"), headers=compressed)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in sign_in(owner).get(url("partners:notes", classroom.key), headers=compressed)


@pytest.mark.usefixtures("collected")
def test_the_scripts_of_the_desk_are_light(plan: Plan, owner: User) -> None:
    """They take at most 25 kB compressed on the uncovered page, which loads most of them."""
    teacher = sign_in(owner)
    html = page(teacher.post(url("partners:plan_draft_uncover", plan.round.classroom.key, plan.key)))
    scripts = {*re.findall(r'<script[^>]* src="([^"]+)"', html)}
    assert any("js/desk." in script for script in scripts)
    scripts |= {each for script in scripts for each in brought_along(teacher, script)}
    assert any("desk/drag." in script for script in scripts)
    # All that is needed is named in the page, so that nothing waits for another file to be read.
    assert scripts <= {*re.findall(r'(?:src|href)="([^"]+)"', html)}
    sent = [b"".join(teacher.get(script, headers=TAKES)) for script in scripts]
    assert sum(map(len, sent)) <= 25_000
