"""No page makes more queries for a large class than for a small one, and none makes more than fifteen."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from classroom.actions import roster
from classroom.models import ClassMembership, Classroom, RosterDraft, School, Student, User
from classroom.names import Name
from partners.actions import notes, rules
from partners.models import NoteAnswers, PartnerNote
from partners.queries import newest_plan
from tests.addresses import url
from tests.cast import (
    NOW,
    adult,
    child,
    choose_pictures,
    hand_in,
    know,
    link_for,
    link_to_school,
    looking_over,
    make_class,
    observe,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    sit,
)

MOST = 15


def lively(owner: User, size: int, name: str) -> Classroom:
    """A class in its third round: every child has sent a note, was observed, and has considerations."""
    classroom = make_class(owner, *(f"Child{i:02} Last{i}" for i in range(size)), name=name)
    students = list(classroom.students.in_order())
    known = {s: {"voice": "quiet", "interests": ["games"], "languages": ["es"], "stage": 2} for s in students}
    know(students=known, classroom=classroom, by=owner, now=NOW)
    for turn in (1, 2):
        shifted = students[turn:] + students[:turn]
        pairs = list(zip(shifted[::2], shifted[1::2], strict=True))
        publish(plan_of(open_round(classroom), *pairs))
        for one, _ in pairs:
            seen: dict[str, Any] = {"strengths": ["waited"], "next_steps": [], "state": "growing", "note": "Fine."}
            observe(partnership=partnership_of(one), **seen, by=owner, now=NOW)
    round = open_round(classroom)
    for one, other in zip(students, [*students[1:], students[0]], strict=True):
        hand_in(one, round, great={other: ["kind"]}, hard={students[students.index(one) - 1]: ["unsafe"]})
        notes.keep(sitting=sit(one), round=round, answers=NoteAnswers(talk=True), now=NOW)
        rules.add_rule(classroom=classroom, kind="better_not", students=[one, other], by=owner, now=NOW)
    plan_of(round, *zip(students[1:-1:2], students[2:-1:2], strict=True), (students[0], students[-1]))
    plan_of(round, *zip(students[::2], students[1::2], strict=True))
    return classroom


def plan_key(classroom: Classroom) -> str:
    plan = newest_plan(classroom.rounds.being_prepared().get())
    assert plan
    return plan.key


def new_list(classroom: Classroom) -> RosterDraft:
    """A class list with half of the class and as many children who join."""
    students = list(classroom.students.here())
    names = [student.name for student in students[::2]] + [f"New{i} Last{i}" for i in range(len(students))]
    return looking_over(classroom, "\n".join(["Name", *names]))


def note_key(classroom: Classroom) -> str:
    return PartnerNote.objects.filter(round__classroom=classroom).order_by("pk")[1].key


def ask(client: Client, method: str, address: str, *data: Any) -> int:
    """The number of queries that the answer took."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(getattr(client, method)(address, *data))
    return len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])


TEACHERS: dict[str, tuple[Any, ...]] = {
    "class": ("get", lambda room: url("classroom:class", room.key)),
    "settings": ("get", lambda room: url("partners:settings", room.key)),
    "rules": ("get", lambda room: url("partners:rules", room.key)),
    "rules uncovered": ("post", lambda room: url("partners:rules_uncover", room.key)),
    "rule": ("post", lambda room: url("partners:rule_uncover", room.key, room.rules.order_by("pk")[1].key)),
    "considerations": ("get", lambda room: url("partners:considerations", room.key)),
    "considerations uncovered": ("post", lambda room: url("partners:considerations_uncover", room.key)),
    "import": ("get", lambda room: url("classroom:roster_import", room.key)),
    "import, looked over": ("get", lambda room: url("classroom:roster_preview", room.key, new_list(room).key)),
    "cards": ("post", lambda room: url("classroom:cards", room.key)),
    "pictures": ("get", lambda room: url("classroom:pictures", room.key)),
    "let in": ("get", lambda room: url("classroom:let_in", room.key)),
    "leaving": ("get", lambda room: url("partners:student_left", room.key, child(room, "Child00").key)),
    "a record": ("post", lambda room: url("partners:student_record_uncover", room.key, child(room, "Child00").key)),
    "deleting a child": ("get", lambda room: url("partners:student_delete", room.key, child(room, "Child00").key)),
    "deleting the class": ("get", lambda room: url("partners:class_delete", room.key)),
    "notes": ("get", lambda room: url("partners:notes", room.key)),
    "read this first": ("post", lambda room: url("partners:notes_uncover", room.key)),
    "look out": ("post", lambda room: url("partners:look_out_uncover", room.key)),
    "note": ("post", lambda room: url("partners:note_uncover", room.key, note_key(room))),
    "notes, one by one": ("post", lambda room: url("partners:notes_read_uncover", room.key)),
    "a note to write down": ("get", lambda room: url("partners:note_for", room.key, child(room, "Child00").key)),
    "record": ("get", lambda room: url("partners:record", room.key)),
    "privacy": ("get", lambda room: url("partners:privacy", room.key)),
    "plan": ("get", lambda room: url("partners:plan", room.key)),
    "plan uncovered": ("post", lambda room: url("partners:plan_uncover", room.key)),
    "a child in the hand": (
        "post",
        lambda room: url("partners:plan_draft_uncover", room.key, plan_key(room)),
        lambda room: {"child": child(room, "Child00").key},
    ),
    "why not": (
        "post",
        lambda room: url("partners:plan_why_not_uncover", room.key, plan_key(room)),
        lambda room: {"one": child(room, "Child00").key, "other": child(room, "Child03").key},
    ),
    "compare": ("get", lambda room: url("partners:plan_compare", room.key, plan_key(room))),
    "compare uncovered": ("post", lambda room: url("partners:plan_compare_uncover", room.key, plan_key(room))),
    "last round": ("post", lambda room: url("partners:plan_last_round_uncover", room.key)),
    "last round, covered again": ("post", lambda room: url("partners:plan_last_round_cover", room.key)),
    "publish": ("get", lambda room: url("partners:plan_publish", room.key, plan_key(room))),
    "partnerships": ("get", lambda room: url("partners:partnerships", room.key)),
    "partnership": (
        "get",
        lambda room: url("partners:partnership", room.key, partnership_of(child(room, "Child00")).key),
    ),
    "partnership, uncovered": (
        "post",
        lambda room: url("partners:partnership_uncover", room.key, partnership_of(child(room, "Child00")).key),
    ),
    "coaching card": (
        "get",
        lambda room: url("partners:coaching_card", room.key, partnership_of(child(room, "Child00")).key),
    ),
    "a child's year": ("get", lambda room: url("partners:student_year", room.key, child(room, "Child00").key)),
    "a child's year, uncovered": (
        "post",
        lambda room: url("partners:student_year_uncover", room.key, child(room, "Child00").key),
    ),
    "over time": ("get", lambda room: url("partners:over_time", room.key)),
    "over time, uncovered": ("post", lambda room: url("partners:over_time_uncover", room.key)),
    "check-ins": ("post", lambda room: url("partners:check_ins_uncover", room.key)),
    "moves": ("get", lambda room: url("partners:moves", room.key)),
    "anchor chart": ("get", lambda room: url("partners:anchor_chart", room.key) + "?which=all"),
    "away": ("get", lambda room: url("partners:away", room.key)),
    "end unit": ("get", lambda room: url("partners:unit_end", room.key)),
    "change": (
        "get",
        lambda room: url("partners:partners_change", room.key) + f"?which={partnership_of(child(room, 'Child00')).key}",
    ),
    "change uncovered": ("post", lambda room: url("partners:partners_change_uncover", room.key)),
    "walk": ("get", lambda room: url("partners:walk", room.key)),
    "order of the walk": ("get", lambda room: url("partners:walk_order", room.key)),
    "walk note": ("get", lambda room: url("partners:walk_note", room.key, partnership_of(child(room, "Child00")).key)),
    "wall": ("get", lambda room: url("partners:projector", room.key)),
    "wall, one by one": ("get", lambda room: url("partners:projector", room.key) + "?shown=2"),
    "desk cards": ("get", lambda room: url("partners:desk_cards", room.key)),
}


def test_teachers_pages_make_few_queries(owner: User) -> None:
    rooms = [lively(owner, size, f"Room {size}") for size in (4, 20)]
    teacher = sign_in(owner)
    counts = {}
    for name, (method, address, *data) in TEACHERS.items():
        asked = []
        for room in rooms:
            sent = [fill(room) for fill in data]
            ask(teacher, method, address(room), *sent)  # happens only once: cards are made, flags are read
            asked.append(ask(teacher, method, address(room), *sent))
        counts[name] = asked
    assert {name: asked for name, asked in counts.items() if asked[0] != asked[1] or asked[1] > MOST} == {}


def test_marking_a_talk_as_done_makes_few_queries(owner: User) -> None:
    teacher = sign_in(owner)
    asked = []
    for size in (4, 20):
        room = lively(owner, size, f"Room {size}")
        ask(teacher, "post", url("partners:notes_uncover", room.key))  # flags are marked as read only once
        asked.append(ask(teacher, "post", url("partners:talked", room.key), {"student": child(room, "Child00").key}))
    assert asked[0] == asked[1]


def test_finding_a_place_for_a_newcomer_makes_few_queries(owner: User) -> None:
    teacher = sign_in(owner)
    asked = []
    for size in (4, 20):
        room = lively(owner, size, f"Room {size}")
        roster.add_students(classroom=room, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
        asked.append(ask(teacher, "get", url("partners:student_place", room.key, child(room, "Noa").key)))
    assert asked[0] == asked[1] <= MOST
    roster.add_students(classroom=room, names=[Name("Max New", "Max")], by=owner, now=NOW)
    rules.add_rule(classroom=room, kind="never", students=[child(room, "Noa"), child(room, "Max")], by=owner, now=NOW)
    assert ask(teacher, "get", url("partners:student_place", room.key, child(room, "Noa").key)) == asked[1]


def test_home_makes_few_queries(owner: User) -> None:
    """The teacher has one class, and then three of any size."""
    lively(owner, 4, "Room 1")
    teacher = sign_in(owner)
    one = ask(teacher, "get", "/")
    lively(owner, 8, "Room 2")
    lively(owner, 12, "Room 3")
    assert ask(teacher, "get", "/") == one <= MOST


def test_people_and_school_make_few_queries(owner: User, school: School, account_manager: User) -> None:
    """There is one person, one class and one link, and then many of each."""
    room = make_class(owner, "Ana", name="Room 1")
    teacher, manager = sign_in(owner), sign_in(account_manager)
    addresses = [(teacher, f"/c/{room.key}/{address}") for address in ("people/", "people/hand-over/", "next/")]
    addresses += [(manager, url("classroom:school")), (manager, url("classroom:school_hand_over", room.key))]
    asked = [[ask(client, "get", address) for client, address in addresses]]
    for number in range(5):
        person = adult(school, f"Teacher {number}")
        ClassMembership.objects.create(classroom=room, user=person, role=ClassMembership.Role.CO_TEACHER)
        make_class(person, "Ben", "Cleo", name=f"Room {number}")
        link_for(room)
        link_to_school(school, by=account_manager)
    asked.append([ask(client, "get", address) for client, address in addresses])
    assert asked[0] == asked[1]
    assert max(asked[0]) <= MOST


CHILDS = (
    "me/",
    "me/partner/",
    *(f"me/note/{name}/" for name in ("promise", "great", "hard", "hard/who", "will-do", "loves", "tell", "check")),
)


def asked_by(student: Student, names: int) -> dict[str, int]:
    """The number of queries for each page of a child who has picked this many children."""
    reader = seat(student)
    others = [other for other in student.classroom.students.in_order() if other != student]
    reader.post(url("partners:note_great"), {"student": [other.key for other in others[:names]]})
    reader.post(url("partners:note_who_hard"), {"student": others[names].key})
    counts = {address: ask(reader, "get", f"/{address}") for address in CHILDS}
    counts["why"] = ask(reader, "get", url("partners:note_why", "great", 0))
    not_safe = {"student": others[names].key, "unsafe": "1"}
    counts["thank you"] = ask(reader, "post", url("partners:note_why", "hard", 0), not_safe)
    return counts


def test_childrens_pages_make_few_queries(owner: User) -> None:
    few = asked_by(child(lively(owner, 4, "Room 4"), "Child00"), names=1)
    many = asked_by(child(lively(owner, 20, "Room 20"), "Child00"), names=6)
    assert few == many
    assert max(few.values()) <= MOST


def asked_to_send(student: Student) -> int:
    reader = seat(student)
    reader.post(url("partners:note_great"), {"student": child(student.classroom, "Child01").key})
    with CaptureQueriesContext(connection) as asked:
        assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    return len(asked)


def test_sending_a_note_makes_few_queries(owner: User) -> None:
    few, many = (asked_to_send(child(lively(owner, size, f"Room {size}"), "Child00")) for size in (4, 20))
    assert few == many


def asked_at_the_door(classroom: Classroom) -> dict[str, int]:
    """The number of queries for each page on which a child signs in."""
    choose_pictures(child(classroom, "Child00"), "sun", "cup", "book")
    at_the_door, key = url("classroom:names", classroom.code), child(classroom, "Child00").key
    right = {"tapped": ["sun", "cup", "book"], "go": "1"}
    reader = Client()
    ask(reader, "get", at_the_door)  # creates the session
    counts = {rest: ask(reader, "get", f"{at_the_door}{rest}") for rest in ("", f"{key}/", "number/")}
    with CaptureQueriesContext(connection) as asked:
        assert reader.post(f"{at_the_door}{key}/", right)["Location"] == url("partners:me")
    counts["coming in"] = len(asked)
    counts["avatar"] = ask(reader, "get", url("classroom:pick_avatar"))
    return {name.replace(key, "pictures"): count for name, count in counts.items()}


def test_sign_in_pages_make_few_queries(owner: User) -> None:
    few, many = (asked_at_the_door(lively(owner, size, f"Room {size}")) for size in (4, 20))
    assert few == many
    assert max(count for name, count in few.items() if name != "coming in") <= MOST
