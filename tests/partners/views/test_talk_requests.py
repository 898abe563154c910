"""A child who asks to talk: on Home without a name, on the notes page behind the cover."""

import re

from classroom.models import Classroom, Student, User
from partners.models import NoteDraft, PartnerNote, Round
from tests.addresses import url
from tests.cast import hand_in, page, seat, sign_in

HOME = "A child asks to talk"


def notes_page(classroom: Classroom, rest: str = "") -> str:
    return f"/c/{classroom.key}/notes/{rest}"


def lines(html: str) -> list[str]:
    """The line that the page shows for each child who asks."""
    [said] = re.findall(r'<ul class="sheet lines" aria-label="They ask to talk">(.*?)</ul>', html, re.DOTALL)
    return [" ".join(re.sub("<[^>]*>", "", line).split()) for line in re.findall(r"<p[^>]*>(.*?)</p>", said, re.DOTALL)]


def test_home_shows_a_request_without_a_name_and_the_notes_page_uncovers_it(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    teacher, reader = sign_in(owner), seat(ana)
    hand_in(ben, round)
    reader.post(url("partners:note_loves"), {"chip": ["games"], "own": "a quokka"})
    before = page(teacher.get(url("partners:home"))), page(teacher.get(notes_page(classroom)))
    assert HOME not in "".join(before)
    reader.post(url("partners:note_tell"), {"talk": "yes", "own": "a bilby"})
    home = page(teacher.get(url("partners:home")))
    assert HOME in home
    assert f'href="{notes_page(classroom)}#read-first"' in home
    assert "Ana" not in home
    covered = page(teacher.get(notes_page(classroom)))
    assert HOME in covered
    # The roll names every child once. It does not say who is writing, because only Ana is.
    assert covered.count(">Ana<") == covered.count(">Ben<") == 1
    assert ("Writing now" in before[1], "Writing now" in covered) == (True, False)
    html = page(teacher.post(notes_page(classroom, "uncover/")))
    assert lines(html) == ["Ana asks you to come and talk, in a note that is not sent yet."]
    assert [word for word in ("quokka", "bilby", "Games", "Read the note") if word in html] == []


def test_we_talked_ticks_off_a_request(
    classroom: Classroom, owner: User, round: Round, ana: Student, gus: Student
) -> None:
    teacher, reader = sign_in(owner), seat(ana)
    reader.post(url("partners:note_tell"), {"talk": "yes"})
    for nobody in ("", gus.key):
        assert lines(page(teacher.post(notes_page(classroom, "talked/"), {"student": nobody})))
    html = page(teacher.post(notes_page(classroom, "talked/"), {"student": ana.key}))
    assert "Noted. It is good that you talked." in html
    assert "They ask to talk" not in html
    assert HOME not in page(teacher.get(url("partners:home")))
    assert HOME not in page(teacher.get(notes_page(classroom)))
    assert NoteDraft.objects.get().open().now.talk


def test_a_sent_note_can_be_read_from_the_request(
    classroom: Classroom, owner: User, round: Round, ana: Student
) -> None:
    teacher, reader = sign_in(owner), seat(ana)
    reader.post(url("partners:note_tell"), {"talk": "yes"})
    reader.post(url("partners:note_send"))
    html = page(teacher.post(notes_page(classroom, "uncover/")))
    assert lines(html) == ["Ana asks you to come and talk."]
    note = PartnerNote.objects.get()
    assert f'name="note" value="{note.key}"' in html
    assert HOME in page(teacher.get(url("partners:home")))
    read = page(teacher.post(notes_page(classroom, "one-by-one/uncover/"), {"note": note.key}))
    assert "asks you to come and talk" in read
    assert HOME not in page(teacher.get(url("partners:home")))
    assert HOME not in page(teacher.get(notes_page(classroom)))


def test_a_child_who_asks_twice_is_listed_once(classroom: Classroom, owner: User, round: Round, ana: Student) -> None:
    teacher = sign_in(owner)
    for sends in (True, False):
        reader = seat(ana)
        reader.post(url("partners:note_tell"), {"talk": "yes"})
        if sends:
            reader.post(url("partners:note_send"))
    assert lines(page(teacher.post(notes_page(classroom, "uncover/")))) == ["Ana asks you to come and talk."]
    teacher.post(notes_page(classroom, "talked/"), {"student": ana.key})
    assert HOME not in page(teacher.get(url("partners:home")))


def test_an_aide_sees_no_request(classroom: Classroom, aide: User, round: Round, ana: Student) -> None:
    seat(ana).post(url("partners:note_tell"), {"talk": "yes"})
    assert HOME not in page(sign_in(aide).get(url("partners:home")))
