"""The end of a year, in the pages. An archived class can be read but not changed."""

import re

from django.test import Client
from django.urls import get_resolver, reverse

from classroom.models import Classroom, Student, User
from partners.models import Plan, Round
from tests.addresses import url
from tests.cast import NOW, child, hand_in, page, partnership_of, publish, seat, sign_in, token_of
from tests.test_permissions import addresses

READ = {
    "considerations_uncover",
    "family_page",
    "check_ins_uncover",
    "look_out_uncover",
    "note_uncover",
    "notes_read",
    "notes_read_first",
    "notes_read_uncover",
    "notes_uncover",
    "over_time_uncover",
    "partners_change_uncover",
    "partnership_uncover",
    "plan_compare_uncover",
    "plan_draft_uncover",
    "plan_last_round_cover",
    "plan_last_round_uncover",
    "plan_pick_up",
    "plan_uncover",
    "plan_why_not_uncover",
    "rule",
    "rule_uncover",
    "rules_uncover",
    "student_year_uncover",
}
ABOUT_A_CHILD_WHO_IS_NOT_SAFE = {"flag_answer", "flag_decide"}
ABOUT_THE_ARCHIVE = {"class_bring_back", "class_next", "hand_over", "person_remove", "class_leave"}
ABOUT_RECORDS = {
    "round_hold",
    "round_let_go",
    "student_delete",
    "class_delete",
    "student_record_take",
    "student_record_uncover",
}
OF_THE_SCHOOL = {"school_archive", "school_bring_back", "school_hand_over"}
SPARED = READ | ABOUT_A_CHILD_WHO_IS_NOT_SAFE | ABOUT_THE_ARCHIVE | ABOUT_RECORDS | OF_THE_SCHOOL


def archived(classroom: Classroom, owner: User) -> Client:
    teacher = sign_in(owner)
    assert teacher.post(url("classroom:class_archive", classroom.key))["Location"] == "/"
    return teacher


def test_the_page_lists_first_what_ends_and_what_stays(classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("classroom:class_archive", classroom.key)))
    said = ("Sign-in cards, the sign-in window", "60 days after", "30 days after the end of the school year")
    assert [words for words in (*said, "13 months", "12 months") if words not in html] == []
    classroom.refresh_from_db()
    assert classroom.archived_at is None


def test_an_archived_class_moves_to_a_quiet_list(
    classroom: Classroom, owner: User, co_teacher: User, aide: User, other_classroom: Classroom
) -> None:
    teacher = archived(classroom, owner)
    for client, inside in ((teacher, ""), (sign_in(co_teacher), ""), (sign_in(aide), "partnerships/")):
        html = page(client.get(url("partners:home")))
        assert 'class="sheet class-card"' not in html
        assert f'<a href="/c/{classroom.key}/{inside}">Room 12</a>' in html
        assert "Archived since 12 January 2026." in page(client.get(f"/c/{classroom.key}/{inside}"))


def test_children_no_longer_sign_in(classroom: Classroom, owner: User, ana: Student) -> None:
    reader, token = seat(ana), token_of(ana)
    archived(classroom, owner)
    assert reader.get(url("partners:me"))["Location"] == url("classroom:time_to_stop")
    assert (
        Client().post(url("classroom:card"), {"token": token})["Location"]
        == url("classroom:ask_your_teacher") + "?card"
    )
    assert "Ask your teacher" in page(Client().get(url("classroom:names", classroom.code)), status=403)


def test_an_archived_class_can_be_read(
    classroom: Classroom, owner: User, plan: Plan, ana: Student, ben: Student
) -> None:
    note = hand_in(ana, plan.round, great={ben: ["kind"]})
    teacher = archived(classroom, owner)
    key = f"/c/{classroom.key}"
    pages = ("", "people/", "notes/", "plan/", "record/", "partnerships/")
    assert {teacher.get(f"{key}/{address}").status_code for address in pages} == {200}
    assert "Would make a great partner" in page(teacher.post(f"{key}/notes/{note.key}/uncover/"))
    assert "Ana named Ben" in page(teacher.post(f"{key}/plan/uncover/"))


def test_a_childs_safety_flag_still_waits_after_archiving(
    classroom: Classroom, owner: User, aide: User, round: Round, ana: Student, ben: Student
) -> None:
    hand_in(ana, round, hard={ben: ["unsafe"]})
    teacher = archived(classroom, owner)
    assert "Read this first" in page(teacher.get(url("partners:home")))
    assert "Read this first" not in page(sign_in(aide).get(url("partners:home")))
    flag = classroom.safety_flags.get()
    page(teacher.post(url("partners:flag_answer", classroom.key, flag.key), {"answer": "seen"}))
    flag.refresh_from_db()
    assert flag.is_answered
    assert "Read this first" not in page(teacher.get(url("partners:home")))


def test_every_write_is_refused_with_a_message(
    classroom: Classroom, owner: User, aide: User, plan: Plan, ana: Student
) -> None:
    """The test covers every address of a class, including later ones, except those that only read."""
    note = hand_in(ana, plan.round)
    publish(plan)
    named = {
        "key": classroom.key,
        "student_key": ana.key,
        "note_key": note.key,
        "plan_key": plan.key,
        "partnership_key": partnership_of(ana).key,
        "invitation_key": "x",
        "version": 1,
    }
    teacher, helper = archived(classroom, owner), sign_in(aide)
    answers = {}
    for name, space, wanted in addresses(get_resolver()):
        if "key" in wanted and name not in SPARED:
            address = reverse(f"{space}{name}", kwargs={part: named.get(part, "x") for part in wanted})
            answers[name] = teacher.post(address)
    assert len(answers) > 20
    assert {name for name, answer in answers.items() if answer.status_code != 409} == set()
    for answer in answers.values():
        html = page(answer, status=409)
        assert "Room 12 is archived" in html
        assert "Nothing was saved just now." in html
    html = page(helper.post(url("partners:observe", classroom.key, partnership_of(ana).key)), status=409)
    assert "Whose class it is can bring it back." in html
    assert url("classroom:class_bring_back", classroom.key) not in html


def test_a_person_without_access_learns_nothing(
    classroom: Classroom, owner: User, outsider: User, account_manager: User
) -> None:
    archived(classroom, owner)
    for user in (outsider, account_manager):
        assert sign_in(user).post(url("classroom:window_open", classroom.key)).status_code == 404
    assert Client().post(url("classroom:window_open", classroom.key)).status_code == 302


def test_people_can_still_be_removed_from_an_archived_class(
    classroom: Classroom, owner: User, co_teacher: User
) -> None:
    """Someone who has left the school can no longer read anything of the class."""
    teacher = archived(classroom, owner)
    teacher.post(
        url("classroom:person_remove", classroom.key), {"person": str(classroom.memberships.get(user=co_teacher).pk)}
    )
    assert sign_in(co_teacher).get(url("classroom:class", classroom.key)).status_code == 404


def test_an_archived_class_is_brought_back(classroom: Classroom, owner: User) -> None:
    teacher = archived(classroom, owner)
    assert "Bring it back" in page(teacher.get(url("classroom:people", classroom.key)))
    assert teacher.post(url("classroom:class_bring_back", classroom.key))["Location"] == url(
        "classroom:class", classroom.key
    )
    assert 'class="sheet class-card"' in page(teacher.get(url("partners:home")))
    assert teacher.post(url("classroom:window_open", classroom.key)).status_code == 302


# The next class


def typed(classroom: Classroom, **change: object) -> dict[str, object]:
    kept = [child(classroom, name).key for name in ("Ana", "Ben")]
    sent = {"name": "Room 13", "grade_band": "4-5", "students": kept, "children": "Li Wei\nSam Roe", "archives": "on"}
    return {**sent, **change}


def test_the_next_class_is_shown_before_it_is_made(classroom: Classroom, owner: User, co_teacher: User) -> None:
    teacher, address = sign_in(owner), url("classroom:class_next", classroom.key)
    adults = [str(classroom.memberships.get(user=co_teacher).pk)]
    html = page(teacher.post(address, typed(classroom, adults=adults)))
    assert "Is this right?" in html
    assert "A new class Room 13, grades 4 and 5: 2 of the children you have now, and 2 new." in html
    said = ("Ana Ribeiro", "Ben Cohen", "Li Wei", "Sam Roe", "Mr. Lindqvist", "What goes along", "What stays behind")
    assert [words for words in said if words not in html] == []
    assert "Cleo" not in html
    assert Classroom.objects.count() == 1
    sent = re.findall(r'<input type="hidden" name="(?!csrf)(\w+)" value="([^"]*)">', html)
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    answer = teacher.post(address, {**data, "confirmed": "yes"})
    new = Classroom.objects.exclude(pk=classroom.pk).get()
    assert answer["Location"] == url("classroom:class", new.key)
    assert sorted(s.name for s in new.students.all()) == ["Ana Ribeiro", "Ben Cohen", "Li Wei", "Sam Roe"]
    assert dict(new.memberships.values_list("user__name", "role")) == {
        "Ms. Okafor": "owner",
        "Mr. Lindqvist": "co_teacher",
    }
    classroom.refresh_from_db()
    assert classroom.archived_at == NOW


def test_choosing_again_keeps_earlier_choices(classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).post(url("classroom:class_next", classroom.key), typed(classroom, again="yes")))
    assert 'value="Room 13"' in html
    assert "Li Wei\nSam Roe" in html
    assert len(re.findall(r'name="students"[^>]* checked', html)) == 2


def test_the_next_class_needs_neither_archiving_nor_children(classroom: Classroom, owner: User) -> None:
    sent = typed(classroom, students=[], children="", confirmed="yes")
    del sent["archives"]
    sign_in(owner).post(url("classroom:class_next", classroom.key), sent)
    classroom.refresh_from_db()
    assert classroom.archived_at is None
    assert Classroom.objects.get(name="Room 13").students.count() == 0


def test_an_archived_class_gets_a_next_class(classroom: Classroom, owner: User) -> None:
    teacher = archived(classroom, owner)
    address = url("classroom:class_next", classroom.key)
    assert 'name="archives"' not in page(teacher.get(address))
    teacher.post(address, typed(classroom, confirmed="yes"))
    assert Classroom.objects.get(name="Room 13").archived_at is None


def test_an_unreadable_line_loses_nothing(classroom: Classroom, owner: User) -> None:
    html = page(
        sign_in(owner).post(
            url("classroom:class_next", classroom.key), typed(classroom, children=f"Li Wei\n{'x' * 121}")
        )
    )
    assert "Line 2:" in html
    assert f"Li Wei\n{'x' * 121}" in html
    assert len(re.findall(r'name="students"[^>]* checked', html)) == 2
    assert Classroom.objects.count() == 1


def test_a_list_of_new_children_is_looked_over_when_the_class_is_made(classroom: Classroom, owner: User) -> None:
    teacher, address = sign_in(owner), url("classroom:class_next", classroom.key)
    sent = typed(classroom, children="Name\tGrade\nLi Wei\t2\n")
    assert "those of your list, which opens next for you to look over" in page(teacher.post(address, sent))
    answer = teacher.post(address, {**sent, "confirmed": "yes"}, follow=True)
    assert "Nothing is saved yet. 1 child." in page(answer)
    assert Classroom.objects.count() == 2


def test_a_child_of_another_class_is_not_copied(
    classroom: Classroom, owner: User, gus: Student, other_teacher: User
) -> None:
    teacher, address = sign_in(owner), url("classroom:class_next", classroom.key)
    theirs = str(gus.classroom.memberships.get(user=other_teacher).pk)
    for change in ({"students": [gus.key]}, {"adults": [theirs]}):
        page(teacher.post(address, typed(classroom, confirmed="yes", **change)))
    assert Classroom.objects.count() == 2
