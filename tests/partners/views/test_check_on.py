"""Children to check on."""

import re

from classroom.models import AuditEvent, Classroom, Student, User
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, hand_in, know, page, sign_in


def told(html: str) -> dict[str, list[str]]:
    """The lines that the page shows for each child."""
    blocks = re.findall(r'<h2 class="h3 m-0" dir="auto">(.*?)</h2>(.*?)</ul>', html, re.DOTALL)
    return {name: [re.sub(r"<.*?>", "", words) for words in re.findall(r"<p>(.*?)</p>", rest)] for name, rest in blocks}


def test_each_child_has_suggestions_and_no_numbers(
    classroom: Classroom,
    owner: User,
    round: Round,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
) -> None:
    """Everyone but Fay is named as great, two children find it hard with Dov, and Eli is welcoming."""
    eli = classroom.students.get(called="Eli")
    know(students={eli: {"welcoming": True}}, classroom=classroom, by=owner, now=NOW)
    hand_in(ana, round, great={ben: [], cleo: []}, hard={dov: ["loud"]})
    hand_in(ben, round, great={ana: [], dov: []}, hard={})
    hand_in(cleo, round, great={eli: []}, hard={dov: ["talk"]})
    teacher = sign_in(owner)
    address = url("partners:look_out", classroom.key)
    covered = page(teacher.get(address))
    assert told(covered) == {}
    assert not re.search("Fay|Dov", covered)
    html = page(teacher.post(f"{address}uncover/"))
    assert told(html) == {
        "Dov": [
            "Coach one move before partners start: Trade turns, or Friendly reminder. Practise it with you.",
            "A three with two steady partners may be easier than a pair.",
        ],
        "Fay": [
            "A short chat: what went well in writing lately, and with whom?",
            "A welcoming partner: Eli.",
        ],
    }
    [behind] = re.findall(r'<div class="no-print" data-behind-cover>.*</div>', html, re.DOTALL)
    assert not re.search(r"\d", re.sub(r"<.*?>", "", behind))
    assert AuditEvent.objects.filter(verb="cover_lifted").count() == 1


def test_the_page_says_when_there_are_too_few_notes(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    hand_in(ana, round, great={ben: []})
    hand_in(ben, round, great={ana: []})
    html = page(sign_in(owner).post(url("partners:look_out_uncover", classroom.key)))
    assert "Too few notes are in to tell." in html
    assert told(html) == {}


def test_there_is_too_little_to_tell_without_a_round(classroom: Classroom, owner: User) -> None:
    assert "Too few notes are in to tell." in page(sign_in(owner).post(url("partners:look_out_uncover", classroom.key)))


def test_the_page_says_when_nobody_stands_out(classroom: Classroom, owner: User, round: Round) -> None:
    students = list(classroom.students.in_order())
    for one, other in zip(students, [*students[1:], students[0]], strict=True):
        hand_in(one, round, great={other: []})
    html = page(sign_in(owner).post(url("partners:look_out_uncover", classroom.key)))
    assert "nobody stands out" in html
