"""No page asks the database more often for a large class than for a small one, and none more than fifteen times."""

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
    """A class in its third round, in which everybody wrote, was seen, and is known."""
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
    """Half of the class, and as many who join."""
    students = list(classroom.students.here())
    names = [student.name for student in students[::2]] + [f"New{i} Last{i}" for i in range(len(students))]
    return looking_over(classroom, "\n".join(["Name", *names]))


def note_key(classroom: Classroom) -> str:
    return PartnerNote.objects.filter(round__classroom=classroom).order_by("pk")[1].key


def ask(client: Client, method: str, address: str, *data: Any) -> int:
    """How many queries the answer took."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(getattr(client, method)(address, *data))
    return len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]])


TEACHERS: dict[str, tuple[Any, ...]] = {
    "class": ("get", lambda room: f"/c/{room.key}/"),
    "settings": ("get", lambda room: f"/c/{room.key}/settings/"),
    "rules": ("get", lambda room: f"/c/{room.key}/rules/"),
    "rules uncovered": ("post", lambda room: f"/c/{room.key}/rules/uncover/"),
    "rule": ("post", lambda room: f"/c/{room.key}/rules/{room.rules.order_by('pk')[1].key}/"),
    "considerations": ("get", lambda room: f"/c/{room.key}/considerations/"),
    "considerations uncovered": ("post", lambda room: f"/c/{room.key}/considerations/uncover/"),
    "import": ("get", lambda room: f"/c/{room.key}/import/"),
    "import, looked over": ("get", lambda room: f"/c/{room.key}/import/{new_list(room).key}/"),
    "cards": ("post", lambda room: f"/c/{room.key}/cards/"),
    "pictures": ("get", lambda room: f"/c/{room.key}/pictures/"),
    "let in": ("get", lambda room: f"/c/{room.key}/let-in/"),
    "leaving": ("get", lambda room: f"/c/{room.key}/children/{child(room, 'Child00').key}/left/"),
    "a record": ("post", lambda room: f"/c/{room.key}/children/{child(room, 'Child00').key}/record/"),
    "deleting a child": ("get", lambda room: f"/c/{room.key}/children/{child(room, 'Child00').key}/delete/"),
    "deleting the class": ("get", lambda room: f"/c/{room.key}/delete/"),
    "notes": ("get", lambda room: f"/c/{room.key}/notes/"),
    "read this first": ("post", lambda room: f"/c/{room.key}/notes/read-first/"),
    "look out": ("post", lambda room: f"/c/{room.key}/notes/look-out/"),
    "note": ("post", lambda room: f"/c/{room.key}/notes/{note_key(room)}/"),
    "notes, one by one": ("post", lambda room: f"/c/{room.key}/notes/one-by-one/"),
    "a note to write down": ("get", lambda room: f"/c/{room.key}/notes/for/{child(room, 'Child00').key}/"),
    "record": ("get", lambda room: f"/c/{room.key}/record/"),
    "privacy": ("get", lambda room: f"/c/{room.key}/privacy/"),
    "plan": ("get", lambda room: f"/c/{room.key}/plan/"),
    "plan uncovered": ("post", lambda room: f"/c/{room.key}/plan/uncover/"),
    "a child in the hand": (
        "post",
        lambda room: f"/c/{room.key}/plan/{plan_key(room)}/uncover/",
        lambda room: {"child": child(room, "Child00").key},
    ),
    "why not": (
        "post",
        lambda room: f"/c/{room.key}/plan/{plan_key(room)}/why-not/uncover/",
        lambda room: {"table": 1},
    ),
    "compare": ("get", lambda room: f"/c/{room.key}/plan/{plan_key(room)}/compare/"),
    "compare uncovered": ("post", lambda room: f"/c/{room.key}/plan/{plan_key(room)}/compare/uncover/"),
    "last round": ("post", lambda room: f"/c/{room.key}/plan/last-round/uncover/"),
    "last round, covered again": ("post", lambda room: f"/c/{room.key}/plan/last-round/cover/"),
    "publish": ("get", lambda room: f"/c/{room.key}/plan/{plan_key(room)}/publish/"),
    "partnerships": ("get", lambda room: f"/c/{room.key}/partnerships/"),
    "partnership": ("get", lambda room: f"/c/{room.key}/partnerships/{partnership_of(child(room, 'Child00')).key}/"),
    "partnership, uncovered": (
        "post",
        lambda room: f"/c/{room.key}/partnerships/{partnership_of(child(room, 'Child00')).key}/",
    ),
    "coaching card": (
        "get",
        lambda room: f"/c/{room.key}/partnerships/{partnership_of(child(room, 'Child00')).key}/card/",
    ),
    "a child's year": ("get", lambda room: f"/c/{room.key}/children/{child(room, 'Child00').key}/year/"),
    "a child's year, uncovered": ("post", lambda room: f"/c/{room.key}/children/{child(room, 'Child00').key}/year/"),
    "over time": ("get", lambda room: f"/c/{room.key}/over-time/"),
    "over time, uncovered": ("post", lambda room: f"/c/{room.key}/over-time/"),
    "check-ins": ("post", lambda room: f"/c/{room.key}/check-ins/"),
    "moves": ("get", lambda room: f"/c/{room.key}/moves/"),
    "anchor chart": ("get", lambda room: f"/c/{room.key}/moves/chart/?which=all"),
    "away": ("get", lambda room: f"/c/{room.key}/away/"),
    "end unit": ("get", lambda room: f"/c/{room.key}/end-unit/"),
    "change": (
        "get",
        lambda room: f"/c/{room.key}/change-partners/?which={partnership_of(child(room, 'Child00')).key}",
    ),
    "change uncovered": ("post", lambda room: f"/c/{room.key}/change-partners/uncover/"),
    "walk": ("get", lambda room: f"/c/{room.key}/walk/"),
    "order of the walk": ("get", lambda room: f"/c/{room.key}/walk/order/"),
    "walk note": ("get", lambda room: f"/c/{room.key}/walk/{partnership_of(child(room, 'Child00')).key}/"),
    "wall": ("get", lambda room: f"/c/{room.key}/wall/"),
    "wall, one by one": ("get", lambda room: f"/c/{room.key}/wall/?shown=2"),
    "desk cards": ("get", lambda room: f"/c/{room.key}/desk-cards/"),
}


def test_teachers_pages(owner: User) -> None:
    rooms = [lively(owner, size, f"Room {size}") for size in (4, 20)]
    teacher = sign_in(owner)
    counts = {}
    for name, (method, address, *data) in TEACHERS.items():
        asked = []
        for room in rooms:
            sent = [fill(room) for fill in data]
            ask(teacher, method, address(room), *sent)  # what happens once: cards are made, flags are read
            asked.append(ask(teacher, method, address(room), *sent))
        counts[name] = asked
    assert {name: asked for name, asked in counts.items() if asked[0] != asked[1] or asked[1] > MOST} == {}


def test_a_talk_that_is_ticked_off(owner: User) -> None:
    teacher = sign_in(owner)
    asked = []
    for size in (4, 20):
        room = lively(owner, size, f"Room {size}")
        ask(teacher, "post", f"/c/{room.key}/notes/read-first/")  # flags are read once
        asked.append(ask(teacher, "post", f"/c/{room.key}/notes/talked/", {"student": child(room, "Child00").key}))
    assert asked[0] == asked[1]


def test_a_place_for_a_newcomer(owner: User) -> None:
    teacher = sign_in(owner)
    asked = []
    for size in (4, 20):
        room = lively(owner, size, f"Room {size}")
        roster.add_students(classroom=room, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
        asked.append(ask(teacher, "get", f"/c/{room.key}/children/{child(room, 'Noa').key}/place/"))
    assert asked[0] == asked[1] <= MOST
    roster.add_students(classroom=room, names=[Name("Max New", "Max")], by=owner, now=NOW)
    rules.add_rule(classroom=room, kind="never", students=[child(room, "Noa"), child(room, "Max")], by=owner, now=NOW)
    assert ask(teacher, "get", f"/c/{room.key}/children/{child(room, 'Noa').key}/place/") == asked[1]


def test_home(owner: User) -> None:
    """With one class, and with three of any size."""
    lively(owner, 4, "Room 1")
    teacher = sign_in(owner)
    one = ask(teacher, "get", "/")
    lively(owner, 8, "Room 2")
    lively(owner, 12, "Room 3")
    assert ask(teacher, "get", "/") == one <= MOST


def test_people_and_school(owner: User, school: School, account_manager: User) -> None:
    """With one person, class and link, and with many."""
    room = make_class(owner, "Ana", name="Room 1")
    teacher, manager = sign_in(owner), sign_in(account_manager)
    addresses = [(teacher, f"/c/{room.key}/{address}") for address in ("people/", "people/hand-over/", "next/")]
    addresses += [(manager, "/school/"), (manager, f"/school/classes/{room.key}/hand-over/")]
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
    """The queries of a child's pages, when the child has named so many."""
    reader = seat(student)
    others = [other for other in student.classroom.students.in_order() if other != student]
    reader.post("/me/note/great/", {"student": [other.key for other in others[:names]]})
    reader.post("/me/note/hard/who/", {"student": others[names].key})
    counts = {address: ask(reader, "get", f"/{address}") for address in CHILDS}
    counts["why"] = ask(reader, "get", "/me/note/why/great/0/")
    not_safe = {"student": others[names].key, "unsafe": "1"}
    counts["thank you"] = ask(reader, "post", "/me/note/why/hard/0/", not_safe)
    return counts


def test_childs_pages(owner: User) -> None:
    few = asked_by(child(lively(owner, 4, "Room 4"), "Child00"), names=1)
    many = asked_by(child(lively(owner, 20, "Room 20"), "Child00"), names=6)
    assert few == many
    assert max(few.values()) <= MOST


def asked_to_send(student: Student) -> int:
    reader = seat(student)
    reader.post("/me/note/great/", {"student": child(student.classroom, "Child01").key})
    with CaptureQueriesContext(connection) as asked:
        assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    return len(asked)


def test_sending_a_note(owner: User) -> None:
    few, many = (asked_to_send(child(lively(owner, size, f"Room {size}"), "Child00")) for size in (4, 20))
    assert few == many


def asked_at_the_door(classroom: Classroom) -> dict[str, int]:
    """The queries of the pages on which a child comes in."""
    choose_pictures(child(classroom, "Child00"), "sun", "cup", "book")
    at_the_door, key = f"/k/{classroom.code}/", child(classroom, "Child00").key
    right = {"tapped": ["sun", "cup", "book"], "go": "1"}
    reader = Client()
    ask(reader, "get", at_the_door)  # makes the session
    counts = {rest: ask(reader, "get", f"{at_the_door}{rest}") for rest in ("", f"{key}/", "number/")}
    with CaptureQueriesContext(connection) as asked:
        assert reader.post(f"{at_the_door}{key}/", right)["Location"] == "/me/"
    counts["coming in"] = len(asked)
    counts["avatar"] = ask(reader, "get", "/me/avatar/")
    return {name.replace(key, "pictures"): count for name, count in counts.items()}


def test_the_pages_at_the_door(owner: User) -> None:
    few, many = (asked_at_the_door(lively(owner, size, f"Room {size}")) for size in (4, 20))
    assert few == many
    assert max(count for name, count in few.items() if name != "coming in") <= MOST
