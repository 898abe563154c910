"""What was said about a child stays behind the cover and under the key: planted, and looked for everywhere."""

import base64
import datetime as dt
import io
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

import classroom.urls
from classroom.crypto import CannotOpen
from classroom.fields import encrypted_fields
from classroom.logs import WhereOnly
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import changing, check_ins, considerations, notes, observations, plans, rules, safety
from partners.models import PartnerChange, PartnerNote, Partnership, Plan, Round
from partners.moves import MOVE
from partners.words import LOVES, great_answers, hard_answers
from tests.cast import (
    NOW,
    PASSWORD,
    TODAY,
    adult,
    answers,
    child,
    choose_pictures,
    hand_in,
    link_for,
    open_round,
    open_window,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    sit,
    token_of,
)

WOMBAT = "a wombat sat on the margin"
NOTHING_SEEN: dict[str, Any] = {"strengths": [], "next_steps": [], "state": "", "note": ""}
Undone = Callable[[Callable[[], Any]], Any]


def observe(partnership: Partnership, by: User, **seen: Any) -> None:
    observations.observe(partnership=partnership, **{**NOTHING_SEEN, **seen}, by=by, now=NOW)


# An error on the way: see the tests of what is written down.


def break_down(request: HttpRequest) -> HttpResponse:
    try:
        raise LookupError(WOMBAT)
    except LookupError as error:
        raise ValueError(f"{WOMBAT} of {request.user}") from error


urlpatterns = [path("broken/", break_down, name="broken"), *classroom.urls.urlpatterns]
handler500 = classroom.urls.handler500


# The columns


def raw_tables() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the database holds it."""
    tables = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [str(column[0]) for column in cursor.description]
            tables[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return tables


def opened(value: object) -> str:
    """A raw value as text, and what it says when it is base64: cache entries are."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    try:
        return text + base64.b64decode(text, validate=True).decode(errors="replace")
    except ValueError:
        return text


# How each ciphertext begins: its version, and no time.
CIPHERTEXT = "gAAAAAAAAAA"


def everything_stored() -> str:
    """What stands in clear, sessions and cache entries opened. Ciphertext spells any short name by chance."""
    values = [value for rows in raw_tables().values() for row in rows for value in row.values()]
    values = [opened(value) for value in values if not str(value).startswith(CIPHERTEXT)]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join([*values, *sessions])


def test_no_column_holds_what_was_said(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """A whole round through the pages, and then every table: sessions, cache and the counters of sign-in too."""
    known: dict[Student, dict[str, Any]] = {
        ana: {"english": "newcomer", "voice": "very_quiet", "languages": ["wombatsh"], "interests": ["axolotls"]},
        ben: {"behaviour": "needs_model", "pace": ["speech_device"], "missed_picks": 7},
    }
    considerations.know(students=known, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="better_not", students=[ana, cleo], by=owner, now=NOW)
    teacher, reader = sign_in(owner), seat(ana)
    key = classroom.key
    teacher.post(f"/c/{key}/rounds/open/")
    reader.post("/me/note/great/", {"student": ben.key})
    reader.post("/me/note/why/great/0/", {"student": ben.key, "why": ["keep_writing"], "own": "a numbat"})
    reader.post("/me/note/hard/who/", {"student": cleo.key})
    reader.post("/me/note/why/hard/0/", {"student": cleo.key, "why": ["off_task"], "unsafe": "1", "own": "a quokka"})
    reader.post("/me/note/will-do/", {"chip": ["turns"]})
    reader.post("/me/note/loves/", {"chip": ["made-up worlds"], "own": "a bilby"})
    reader.post("/me/note/tell/", {"talk": "yes", "own": "a potoroo"})
    draft = everything_stored()
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    note = PartnerNote.objects.get()
    assert teacher.post(f"/c/{key}/notes/{note.key}/").status_code == 200
    assert teacher.post(f"/c/{key}/notes/read-first/").status_code == 200
    rule = {
        "kind": "never",
        "students": [ana.key, child(classroom, "Fay").key],
        "reason": WOMBAT,
        "until": "2026-03-03",
    }
    assert teacher.post(f"/c/{key}/rules/add/", rule)["Location"] == f"/c/{key}/rules/"
    assert teacher.post(f"/c/{key}/rules/uncover/").status_code == 200
    for sent in (rule, rule | {"uncovered": "1"}):
        assert teacher.post(f"/c/{key}/rules/add/", sent | {"kind": "together"}).status_code == 422
    teacher.post(f"/c/{key}/plan/suggest/", {"mode": "mix"})
    assert teacher.post(f"/c/{key}/plan/uncover/").status_code == 200
    plan = Plan.objects.get()
    teacher.post(f"/c/{key}/plan/{plan.key}/publish/", {"starts_on": TODAY.isoformat(), "version": "1"})
    seen = {"strengths": ["faced_partner"], "next_steps": ["take_turns"], "state": "needs_me", "note": WOMBAT}
    teacher.post(f"/c/{key}/partnerships/{partnership_of(ana).key}/observe/", seen)
    Client().post("/sign-in/", {"login": owner.email, "password": "a wrong one with a wombat"})

    assert note.open()["hard"][0]["why"] == ["off_task", "unsafe"]
    stored = everything_stored()
    planted = (
        *(
            "newcomer",
            "very_quiet",
            "wombatsh",
            "axolotls",
            "needs_model",
            "speech_device",
            "missed_picks",
            "better_not",
        ),
        *("keep_writing", "off_task", "unsafe", "made-up worlds", "faced_partner", "take_turns", "needs_me", "wombat"),
        *("numbat", "quokka", "bilby", "potoroo", "will_do"),
        "2026-03-03",
    )
    assert [word for word in planted if word in draft or word in stored] == []
    assert token_of(ana) not in everything_stored()
    assert "note_opened" in stored  # the search does see what is there in clear
    assert "Ana Ribeiro" in stored


def test_why_partners_changed_is_ciphertext(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    changing.change_partners(
        classroom=classroom, groups=[[ana, cleo], [ben, dov]], starts_on=TODAY, reason=WOMBAT, by=owner, now=NOW
    )
    assert PartnerChange.objects.get().reason == WOMBAT
    assert "wombat" not in everything_stored()


# Rows that a round makes: their numbers go on counting when it is undone.
MADE = ("window_id", "plan_id", "round_id", "partnership_id")


def in_clear() -> dict[str, list[dict[str, Any]]]:
    """Every row without ciphertext, without opaque keys, and without the numbers that new rows are counted by."""
    hidden = {model._meta.db_table: {field.column for field in encrypted_fields(model)} for model in apps.get_models()}
    shown = {
        table: [{k: v for k, v in row.items() if k not in {"id", "key", *hidden.get(table, ())}} for row in rows]
        for table, rows in raw_tables().items()
        if table not in ("django_session", "sqlite_sequence")
    }
    for rows in shown.values():
        for column in MADE:
            numbers = sorted({row[column] for row in rows if column in row})
            for row in rows:
                if column in row:
                    row[column] = numbers.index(row[column])
    return shown


def lengths() -> dict[str, list[int]]:
    """How long each ciphertext is."""
    found = {}
    for model in apps.get_models():
        for field in encrypted_fields(model):
            rows = raw_tables()[model._meta.db_table]
            found[field.label] = [len(row[str(field.column)]) for row in rows]
    return found


@pytest.fixture
def undone() -> Undone:
    """Do something, take down what is then so, and undo it in the database."""

    def do(act: Callable[[], Any]) -> Any:
        with transaction.atomic():
            seen = act()
            transaction.set_rollback(True)
        return seen

    return do


def test_what_is_in_clear_is_the_same_whatever_was_said(
    undone: Undone,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """Who named whom, the ends of a rule, a flag's named child, chips, states, missed picks: no clear column has it."""

    def said(friend: Student, foe: Student, kind: str, state: str, seen: Sequence[str], known: dict[str, Any]) -> Any:
        considerations.know(students={ana: known}, classroom=classroom, by=owner, now=NOW)
        rules.add_rule(classroom=classroom, kind=kind, students=[friend, foe], by=owner, now=NOW)
        round = open_round(classroom)
        hand_in(ana, round, great={friend: ["kind"]}, hard={foe: ["unsafe"]})
        publish(plan_of(round, [ana, ben], [cleo, dov], [eli, fay]))
        observations.observe(
            partnership=partnership_of(ana),
            strengths=seen,
            next_steps=[],
            state=state,
            note=known["note"],
            by=owner,
            now=NOW,
        )
        return in_clear(), lengths()

    met = undone(
        lambda: said(ben, cleo, "never", "going_well", ["waited", "celebrated"], {"voice": "even", "note": WOMBAT})
    )
    missed = undone(lambda: said(dov, eli, "good_idea", "", ["even_turns"], {"english": "newcomer", "note": ""}))
    assert met[0] == missed[0]
    # The state of a partnership is a word or none.
    assert met[1] == missed[1]


EVERY_DIAL: dict[str, Any] = {
    "languages": ["es", "vi"],
    "english": "newcomer",
    "voice": "very_quiet",
    "welcoming": True,
    "new": True,
    "behaviour": "needs_model",
    "stage": 4,
    "high_support": True,
    "better_in_three": True,
    "missed_picks": 7,
    "strengths": ["ideas", "detail", "order"],
    "goals": ["word_choice", "conventions", "stamina"],
    "helper_rounds": 2,
    "pace": ["speech_device", "needs_breaks"],
    "interests": ["axolotls", "dinosaurs", "football", "space"],
}


def test_how_much_was_said_does_not_show(
    undone: Undone, classroom: Classroom, owner: User, ana: Student, round: Round
) -> None:
    """A note with every answer and its draft, as many dials as there are, a flag at each of its stages, reasons: each
    is as long as an empty one. Only whoever writes a page of own words has written more."""
    Classroom.objects.update(grade_band="6-8")
    others = [student for student in classroom.students.here() if student != ana]

    def said(*, much: bool) -> dict[str, list[int]]:
        great, hard = (others[:3], others[3:]) if much else ([], [])
        why = [answer.key for answer in great_answers("6-8")], [answer.key for answer in hard_answers("6-8")]
        told: dict[str, Any] = answers(dict.fromkeys(great, why[0]), dict.fromkeys(hard, why[1]))
        told |= {"does_well": list(MOVE), "gets_better": list(MOVE), "loves": [love.key for love in LOVES]}
        answered = {**told, "talk": True, "tell": WOMBAT} if much else answers()
        for sitting in (sit(ana), sit(ana)):
            notes.keep(sitting=sitting, round=round, answers=answered, now=NOW)
        note = notes.hand_in(student=ana, round=round, answers=answered, now=NOW)
        safety.raise_flag(student=ana, named_pk=others[4].pk, round=round, now=NOW, own=WOMBAT if much else "")
        rules.add_rule(classroom=classroom, kind="never", students=others[:2], reason=WOMBAT * much, by=owner, now=NOW)
        considerations.know(students={ana: EVERY_DIAL if much else {}}, classroom=classroom, by=owner, now=NOW)
        if much:
            notes.open_note(note=note, by=owner, now=NOW)
            for flag in safety.read_flags(classroom=classroom, by=owner, now=NOW):
                safety.answer(flag=flag, answer="passed_on", by=owner, now=NOW)
                safety.decide(flag=flag, may_be_partners=True, by=owner, now=NOW)
        return {column: sorted(set(found)) for column, found in lengths().items() if column.startswith("partners.")}

    little, much = undone(lambda: said(much=False)), undone(lambda: said(much=True))
    told = ("partnernote", "notedraft", "safetyflag", "considerations", "rule")
    for column in [f"partners.{model}.content" for model in told]:
        assert (column, much[column]) == (column, little[column])
        assert len(little[column]) == 1


def test_what_is_in_clear_is_the_same_whatever_pictures_a_child_chose(undone: Undone, ana: Student) -> None:
    def chosen(*pictures: str) -> Any:
        choose_pictures(ana, *pictures)
        return in_clear(), lengths()

    assert undone(lambda: chosen("sun", "cup", "book")) == undone(lambda: chosen("scissors", "flower", "house"))


def test_a_note_that_was_moved_does_not_open(ana: Student, ben: Student, round: Round, owner: User) -> None:
    """Ciphertext that is copied to another child's row by someone with the database in hand."""
    hand_in(ana, round, great={ben: ["kind"]})
    moved = hand_in(ben, round)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_partnernote SET content = (SELECT content FROM partners_partnernote WHERE student_id = %s)"
            " WHERE student_id = %s",
            [ana.pk, ben.pk],
        )
    teacher = sign_in(owner)
    teacher.raise_request_exception = False
    answer = teacher.post(f"/c/{ana.classroom.key}/notes/{moved.key}/")
    assert answer.status_code == 500
    assert b"Is kind" not in answer.content
    assert not AuditEvent.objects.filter(verb="note_opened").exists()


def test_with_other_keys_nothing_opens(ana: Student, round: Round, settings: Any) -> None:
    note = hand_in(ana, round)
    settings.NOTES_KEYS = (base64.urlsafe_b64encode(b"another key of thirty-two bytes.").decode(),)
    with pytest.raises(CannotOpen):
        PartnerNote.objects.get(pk=note.pk)


# Behind the cover


@pytest.fixture
def told(classroom: Classroom, owner: User, round: Round, plan: Plan) -> Plan:
    """A plan about which much was said: by children, by the teacher."""
    ana, ben, cleo, dov, eli = (child(classroom, name) for name in ("Ana", "Ben", "Cleo", "Dov", "Eli"))
    known: dict[Student, dict[str, Any]] = {
        ana: {"english": "newcomer", "languages": ["es"], "voice": "very_quiet", "interests": ["axolotls"]},
        ben: {"english": "fluent", "languages": ["es"], "voice": "takes_over", "interests": ["axolotls"]},
        cleo: {"behaviour": "needs_model", "stage": 1, "high_support": True},
        dov: {"behaviour": "needs_model", "stage": 4, "high_support": True},
    }
    considerations.know(students=known, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="better_not", students=[cleo, dov], by=owner, now=NOW)
    hand_in(ana, round, great={ben: ["keep_writing"]})
    hand_in(ben, round, great={ana: ["listens"]})
    hand_in(cleo, round, hard={dov: ["not_fixed"]})
    hand_in(dov, round, hard={eli: ["unsafe"]})
    return plan


# As the page says it, in the order of the cards.
COVERED = (
    "Ana named Ben: helps me keep writing",
    "Ben named Ana: really listens",
    "differ in voice",
    "Cleo wrote that it would be hard with Dov: we had a problem that is not fixed yet",
    "You noted: better not",
    "both look for a model",
    "write at different stages",
    "both need much support",
    "Cleo and Dov: little speaks for this yet",
    "You set: Eli and Fay never together",
)


def test_the_plan_covered_and_uncovered(
    told: Plan, classroom: Classroom, owner: User, eli: Student, fay: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[eli, fay], by=owner, now=NOW)
    teacher = sign_in(owner)
    covered = page(teacher.get(f"/c/{classroom.key}/plan/"))
    answer = teacher.post(f"/c/{classroom.key}/plan/uncover/")
    assert [words for words in COVERED if words not in page(answer)] == []
    assert [words for words in COVERED if words in covered] == []
    assert "data-behind-cover" not in covered
    assert "from-notes" not in covered
    # A bridge is no secret, and that a child needs one is said only where it is missing.
    assert "bridge" not in page(answer)
    # What may be seen by anyone who looks at the screen.
    assert "like to write about axolotls" in covered
    assert "speak Spanish" in covered
    assert "no-store" in answer["Cache-Control"]


def test_reasons_of_a_plan_are_ciphertext_and_behind_the_cover(
    told: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    """Of a lock, and of a decision against a rule; through every answer that a covered desk gives."""
    rules.add_rule(classroom=classroom, kind="never", students=[child(classroom, "Ben"), cleo], by=owner, now=NOW)
    teacher, desk = sign_in(owner), f"/c/{classroom.key}/plan/{told.key}/"
    eli = child(classroom, "Eli")
    teacher.post(f"{desk}lock/", {"version": 1, "child": eli.key, "reason": f"{WOMBAT}, locked"})
    swap = {"version": 2, "hand": ana.key, "to": f"swap:{cleo.key}", "reason": f"{WOMBAT}, all the same"}
    uncovered = page(teacher.post(f"{desk}move/", {**swap, "uncovered": "1"}))
    assert f"{WOMBAT}, locked" in uncovered
    assert f"{WOMBAT}, all the same" in uncovered
    assert WOMBAT not in everything_stored()
    moves: list[tuple[str, dict[str, Any]]] = [
        ("pick-up", {"child": ana.key}),
        ("move", {"version": 1, "hand": ana.key, "to": f"swap:{eli.key}"}),
        ("undo", {"version": 3}),
        ("redo", {"version": 4}),
        ("unlock", {"version": 5, "child": eli.key}),
    ]
    said = (*COVERED, WOMBAT, "never together", "data-behind-cover", 'class="effect effect-easier')
    for what, fields in moves:
        shown = page(teacher.post(f"{desk}{what}/", fields, follow=True))
        assert [words for words in said if words in shown] == [], what
    for address in ("", "news/1/names/", "news/1/names/words/", f"?hand={ana.key}"):
        assert [words for words in said if words in page(teacher.get(f"{desk}{address}"))] == []


def test_what_is_weighed_beside_a_plan_covered_and_uncovered(
    told: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """Two drafts side by side, why not two children, the price of every two; beside reasons that a teacher gave."""
    rules.add_rule(classroom=classroom, kind="never", students=[eli, ana], by=owner, now=NOW)
    other = plan_of(told.round, [ana, cleo], [ben, eli], [child(classroom, "Dov"), child(classroom, "Fay")])
    plans.rename(plan=other, name="The quiet one", by=owner, now=NOW)
    teacher, desk = sign_in(owner), f"/c/{classroom.key}/plan/{told.key}/"
    teacher.post(f"{desk}lock/", {"version": 1, "child": eli.key, "reason": WOMBAT})
    two: dict[str, Any] = {"one": ana.key, "other": eli.key}
    beside = {"one": ana.key, "other": ben.key}
    pages: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        (
            "compare/",
            {"other": other.key},
            ("Little speaks yet", "Against a note", "Harder in The quiet one: "),
        ),
        ("why-not/", two, ("Not possible. You set: Ana and Eli never together.",)),
        ("why-not/", beside, ("For the whole class: ", "a pick that comes true usually weighs 30 points")),
        ("why-not/", {"table": "1"}, ("Eli and Ana: not possible", "Ben and Ana: costs", "heat-4")),
    ]
    said = (*COVERED, WOMBAT, "Not possible", "data-behind-cover", *(words for _, _, found in pages for words in found))
    for address, asked, words in pages:
        answer = teacher.post(f"{desk}{address}uncover/", asked)
        assert [word for word in words if word not in page(answer)] == []
        assert "no-store" in answer["Cache-Control"]
        covered = page(teacher.get(f"{desk}{address}", asked))
        assert "Ana" in covered
        assert [word for word in said if word in covered] == []


def test_the_last_round_covered_and_uncovered(
    told: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    publish(told)
    observe(partnership_of(ana), owner, state="going_well", note=WOMBAT)
    observe(partnership_of(cleo), owner, state="needs_me")
    open_round(classroom)
    teacher, address = sign_in(owner), f"/c/{classroom.key}/plan/last-round/"
    covered, answer = page(teacher.get(address)), teacher.post(f"{address}uncover/")
    assert "Ana and Ben" in covered
    assert [words for words in (*COVERED, WOMBAT, "Needs me", "Going well", " checked") if words in covered] == []
    assert re.findall(r'value="(\w+)" checked', page(answer)) == ["keep", "change"]
    assert WOMBAT not in page(answer)
    assert "no-store" in answer["Cache-Control"]
    filled_in = dict(re.findall(r'name="(\w{10})" value="(\w+)" checked', page(answer)))
    again = page(teacher.post(f"{address}cover/", {**filled_in, "uncovered": "1"}))
    assert "Ana and Ben" in again
    assert [words for words in (*COVERED, WOMBAT, "Needs me", "Going well", " checked") if words in again] == []


def test_a_note_covered_and_uncovered(told: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    note = PartnerNote.objects.get(student__called="Dov")
    address = f"/c/{classroom.key}/notes/{note.key}/"
    covered, answer = page(teacher.get(address)), teacher.post(address)
    said = ("Would be hard right now", "Eli", "I do not feel safe with this person", "data-behind-cover")
    assert [words for words in said if words not in page(answer)] == []
    # The way to the notes before and after is by name, and Eli has none.
    assert [words for words in said if words in covered] == []
    assert "no-store" in answer["Cache-Control"]


def test_read_this_first_covered_and_uncovered(told: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    covered = page(teacher.get(f"/c/{classroom.key}/notes/"))
    assert "Read this first" in covered
    assert "does not feel safe" not in covered
    assert "data-behind-cover" not in covered
    answer = teacher.post(f"/c/{classroom.key}/notes/read-first/")
    assert '<b dir="auto">Dov</b> does not feel safe with <b dir="auto">Eli</b>' in page(answer)
    assert "no-store" in answer["Cache-Control"]


def test_who_asks_to_talk_covered_and_uncovered(classroom: Classroom, owner: User, ana: Student, round: Round) -> None:
    """Nothing else of a note that is not sent yet, behind the cover neither; and no clear column says who."""
    teacher, reader = sign_in(owner), seat(ana)
    reader.post("/me/note/great/", {"student": child(classroom, "Dov").key})
    reader.post("/me/note/loves/", {"chip": ["made-up worlds"], "own": "a bilby"})
    before = everything_stored()
    reader.post("/me/note/tell/", {"talk": "yes", "own": WOMBAT})
    covered = page(teacher.get(f"/c/{classroom.key}/notes/"))
    assert ("asks to talk" in covered, "asks you to come" in covered, "data-behind-cover" in covered) == (
        True,
        False,
        False,
    )
    answer = teacher.post(f"/c/{classroom.key}/notes/read-first/")
    html = page(answer)
    assert '<b dir="auto">Ana</b> asks you to come and talk' in html
    assert "no-store" in answer["Cache-Control"]
    assert [words for words in (WOMBAT, "bilby", "made-up", "Made-up") if words in html] == []
    behind = html[html.index("data-behind-cover") : html.index("</section>", html.index("data-behind-cover"))]
    assert "Dov" not in behind
    teacher.post(f"/c/{classroom.key}/notes/talked/", {"student": ana.key})
    after = everything_stored()
    assert WOMBAT not in after
    events = AuditEvent.objects.filter(verb__in=("talked", "cover_lifted"))
    assert [(event.verb, event.student) for event in events.order_by("pk")] == [
        ("cover_lifted", None),
        ("talked", None),
        ("cover_lifted", None),
    ]
    assert before.count(ana.key) == after.count(ana.key)


def test_lists_of_partnerships_hold_names_only(told: Plan, classroom: Classroom, owner: User, ana: Student) -> None:
    publish(told)
    seen = {"strengths": ["faced_partner"], "next_steps": ["repair_plan"]}
    observe(partnership_of(ana), owner, **seen, state="needs_me", note=WOMBAT)
    teacher = sign_in(owner)
    said = (*COVERED, "axolotls", "Spanish", "faced partner", "repair plan", "Needs me", WOMBAT, "data-behind-cover")
    for address in ("partnerships/", "over-time/", "wall/", "notes/"):
        shown = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert "Ana" in shown
        assert [words for words in said if words in shown] == []


def test_pages_about_keeping_and_deleting_hold_nothing_covered(
    told: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    publish(told)
    observe(partnership_of(ana), owner, state="needs_me", note=WOMBAT)
    teacher, child_page = sign_in(owner), f"children/{ana.key}/"
    said = (*COVERED, "axolotls", "Spanish", "Needs me", WOMBAT, "data-behind-cover")
    for address in ("privacy/", "record/", "delete/", f"{child_page}record/", f"{child_page}delete/"):
        shown = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert [words for words in said if words in shown] == []
    assert WOMBAT.split()[1] in page(teacher.post(f"/c/{classroom.key}/{child_page}record/"))


def test_what_is_published_is_names_only(told: Plan, classroom: Classroom, owner: User) -> None:
    shown = page(sign_in(owner).get(f"/c/{classroom.key}/plan/{told.key}/publish/"))
    assert "Ana" in shown
    assert [words for words in (*COVERED, "axolotls", "Spanish") if words in shown] == []


def test_an_aide_reads_what_she_wrote_and_no_state(
    partnership: Partnership, classroom: Classroom, owner: User, aide: User
) -> None:
    for by, note in ((owner, WOMBAT), (aide, "They found a spot.")):
        observe(partnership, by, state="needs_me", note=note)
    address = f"/c/{classroom.key}/partnerships/{partnership.key}/"
    assert [
        word for word in ("They found a spot.", WOMBAT, "checked") if word in page(sign_in(aide).get(address))
    ] == []
    check_ins.ask_for_help(student=partnership.places.order_by("place")[0].student, partnership=partnership, now=NOW)
    shown = page(sign_in(aide).post(address))
    assert "They found a spot." in shown
    assert [word for word in (WOMBAT, "tag-needs", "Moves over time", "asked for help") if word in shown] == []
    assert WOMBAT not in page(sign_in(owner).get(address))
    teachers = page(sign_in(owner).post(address))
    assert WOMBAT in teachers
    assert "asked for help" in teachers
    assert "tag-needs" in teachers


# What a child sees


CHILDS_PAGES = (
    "/me/",
    "/me/partner/",
    *(f"/me/note/{name}/" for name in ("promise", "great", "hard", "hard/who", "will-do", "loves", "tell", "check")),
)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def shown_to(reader: Client, named: Student) -> list[tuple[int, str]]:
    """All that a child's screen shows, from coming in to the end, without the tokens of its forms."""
    answers = [reader.get(address) for address in CHILDS_PAGES]
    answers.append(reader.post("/me/note/hard/who/", {"student": named.key}))
    answers.append(reader.get("/me/note/why/hard/0/"))
    answers.append(reader.post("/me/note/why/hard/0/", {"student": named.key, "unsafe": "1"}))
    answers.append(reader.get("/me/note/check/"))
    answers.append(reader.post("/me/note/send/"))
    answers.append(reader.get("/all-done/"))
    return [(answer.status_code, without_tokens(answer.content.decode())) for answer in answers]


def test_a_childs_pages_are_the_same_whatever_others_wrote(
    undone: Undone,
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
) -> None:
    round = open_round(classroom)
    others = [s for s in classroom.students.here() if s != ana]

    def alone() -> Any:
        return shown_to(seat(ana), ben)

    def after_others_wrote() -> Any:
        for other in others:
            hand_in(other, round, hard={ana: ["unsafe", "off_task"]}, loves=["animals"])
            choose_pictures(other)
        Client().post(f"/k/{classroom.code}/{ben.key}/", {"tapped": ["hat", "sun", "car"], "go": "1"})
        considerations.know(students={ana: {"voice": "takes_over"}}, classroom=classroom, by=owner, now=NOW)
        rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
        observations.observe(
            partnership=partnership_of(ana),
            strengths=[],
            next_steps=[],
            state="needs_me",
            note=WOMBAT,
            by=owner,
            now=NOW,
        )
        return shown_to(seat(ana), ben)

    before = undone(alone)
    assert undone(after_others_wrote) == before
    assert [status for status, _ in before] == [200] * len(CHILDS_PAGES) + [302, 200, 200, 200, 302, 200]


def test_the_list_of_names_is_the_same_whatever_anybody_did(
    undone: Undone, classroom: Classroom, ana: Student, ben: Student, round: Round, gus: Student
) -> None:
    """Who has pictures, who wrote, who sits there now, who was guessed at: nothing of it. And not who is elsewhere."""

    def shown() -> str:
        answers = [Client().get(f"/k/{classroom.code}/"), Client().get(f"/k/{classroom.code}/{ana.key}/")]
        return "".join(without_tokens(page(answer)) for answer in answers)

    def after_much() -> str:
        choose_pictures(ana)
        choose_pictures(ben)
        hand_in(ana, round, hard={ben: ["unsafe"]})
        seat(child(classroom, "Dov"))
        Client().post(f"/k/{classroom.code}/{ana.key}/", {"tapped": ["sun", "hat", "car"], "go": "1"})
        return shown()

    open_window(classroom)
    before = undone(shown)
    assert undone(after_much) == before
    assert [student.called for student in classroom.students.here() if student.called not in before] == []
    assert gus.called not in before
    assert "Ribeiro" not in before
    assert "Room 12" not in before


def test_without_a_window_a_class_code_tells_no_name(classroom: Classroom, ana: Student) -> None:
    for address in (
        f"/k/{classroom.code}/",
        f"/k/{classroom.code}/{ana.key}/",
        f"/k/{classroom.code}/number/{ana.key}/",
    ):
        shown = page(Client().get(address), status=403)
        assert [s.called for s in classroom.students.all() if s.called in shown] == []


# Rest and activity


def uncovers(teacher: Client, classroom: Classroom) -> bool:
    """Whether the cover is lifted; else the password is asked for."""
    answer = teacher.post(f"/c/{classroom.key}/plan/uncover/")
    if answer.status_code == 302:
        assert answer["Location"] == f"/confirm/?next=%2Fc%2F{classroom.key}%2Fplan%2F"
    return answer.status_code == 200


def test_after_fifteen_idle_minutes_the_password_is_asked_for(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=15))
    assert uncovers(teacher, classroom)
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert not uncovers(teacher, classroom)


def test_asking_again_or_opening_another_page_does_not_lift_it(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert not uncovers(teacher, classroom)
    assert not uncovers(teacher, classroom)
    teacher.get("/")
    clock.shift(dt.timedelta(minutes=1))
    assert not uncovers(teacher, classroom)


def test_the_password_lifts_it(clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert not uncovers(teacher, classroom)
    back = f"/confirm/?next=/c/{classroom.key}/plan/"
    wrong = teacher.post(back, {"password": "not the one"})
    assert "That is not your password. Try again." in page(wrong)
    assert not uncovers(teacher, classroom)
    assert teacher.post(back, {"password": PASSWORD})["Location"] == f"/c/{classroom.key}/plan/"
    assert uncovers(teacher, classroom)


def test_the_way_back_leads_to_no_other_server(owner: User) -> None:
    answer = sign_in(owner).post("/confirm/?next=https://elsewhere.example/", {"password": PASSWORD})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("what", ["flags", "note"])
def test_every_cover_asks_for_the_password(
    what: str, clock: time_machine.Traveller, classroom: Classroom, owner: User, ana: Student, round: Round
) -> None:
    note = hand_in(ana, round)
    address = f"/c/{classroom.key}/notes/" + {"flags": "read-first/", "note": f"{note.key}/"}[what]
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert teacher.post(address)["Location"].startswith("/confirm/?next=")
    assert not AuditEvent.objects.filter(verb__in=("note_opened", "cover_lifted")).exists()


def test_a_page_that_looks_for_news_is_no_activity(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    for _ in range(4):
        clock.shift(dt.timedelta(minutes=4))
        teacher.get(f"/c/{classroom.key}/notes/", headers={"X-Polling": "true"})
    assert not uncovers(teacher, classroom)


def test_looking_at_pages_is_activity(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    for _ in range(4):
        clock.shift(dt.timedelta(minutes=4))
        teacher.get(f"/c/{classroom.key}/notes/")
    assert uncovers(teacher, classroom)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_part_of_a_page_leads_the_whole_page_to_who_asks(
    htmx: bool, clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    """Before the cover is lifted after a rest, and where nobody is signed in any more."""
    headers = {"HX-Request": "true"} if htmx else {}
    teacher, desk = sign_in(owner), f"/c/{classroom.key}/plan/{plan.key}/"
    teacher.get(desk)
    clock.shift(dt.timedelta(minutes=16))
    rested = teacher.post(f"{desk}pick-up/", {"child": "", "uncovered": "1"}, headers=headers)
    confirm = f"/confirm/?{urlencode({'next': desk})}"
    assert (rested.status_code, rested.get("Location"), rested.get("HX-Redirect")) == (
        (200, None, confirm) if htmx else (302, confirm, None)
    )
    for address in (f"{desk}news/1/names/", f"/c/{classroom.key}/notes/"):
        answer = Client().get(address, headers=headers)
        assert (answer.status_code, answer.get("HX-Refresh")) == ((200, "true") if htmx else (302, None))
    covered = teacher.post(f"{desk}pick-up/", {"child": ""}, headers=headers)
    assert covered["Location"] == desk


# Who looked


def test_each_opening_is_written_down(told: Plan, classroom: Classroom, owner: User, co_teacher: User) -> None:
    note = PartnerNote.objects.get(student__called="Dov")
    teacher = sign_in(co_teacher)
    teacher.get(f"/c/{classroom.key}/notes/{note.key}/")
    teacher.get(f"/c/{classroom.key}/plan/")
    looked = AuditEvent.objects.filter(verb__in=("note_opened", "cover_lifted")).order_by("pk")
    assert list(looked) == []
    teacher.post(f"/c/{classroom.key}/notes/{note.key}/")
    teacher.post(f"/c/{classroom.key}/plan/uncover/")
    teacher.post(f"/c/{classroom.key}/notes/read-first/")
    assert [(e.verb, e.by, e.student) for e in looked.all()] == [
        ("note_opened", co_teacher, note.student),
        ("cover_lifted", co_teacher, None),
        ("cover_lifted", co_teacher, None),
    ]
    assert 'opened the note of <span dir="auto">Dov</span>' in page(sign_in(owner).get(f"/c/{classroom.key}/record/"))


def test_no_audit_row_tells_who_is_not_safe(ana: Student, ben: Student, round: Round) -> None:
    reader = seat(ana)
    reader.post("/me/note/hard/who/", {"student": ben.key})
    before = AuditEvent.objects.count()
    reader.post("/me/note/why/hard/0/", {"student": ben.key, "unsafe": "1"})
    assert ana.classroom.safety_flags.count() == 1
    assert AuditEvent.objects.count() == before


# Errors


@pytest.fixture
def written_down() -> Iterator[io.StringIO]:
    """What the log handler of the settings writes."""
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.urls("tests.test_confidential")
def test_an_error_shows_and_logs_where_it_was_and_no_value(owner: User, written_down: io.StringIO) -> None:
    teacher = sign_in(owner)
    teacher.raise_request_exception = False
    answer = teacher.get("/broken/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    log = written_down.getvalue()
    assert "ValueError" in log
    assert "LookupError" in log
    assert "tests/test_confidential.py" in log
    for shown in (log, answer.content.decode()):
        assert WOMBAT not in shown
        assert owner.name not in shown
        assert owner.email not in shown
    assert "ValueError" not in answer.content.decode()


def test_the_log_names_kinds_and_lines_only() -> None:
    try:
        raise ExceptionGroup(WOMBAT, [ValueError(WOMBAT)])
    except ExceptionGroup as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "It failed", (), (type(error), error, error.__traceback__)
        )
    written = WhereOnly("%(message)s").format(record)
    assert WOMBAT not in written
    assert written.startswith("It failed\nExceptionGroup\n")


# Every page


OPEN = ("/password/", "/invitation/")
PAGES = (
    "people/",
    "people/hand-over/",
    "archive/",
    "next/",
    "",
    "plan/",
    "notes/",
    "record/",
    "cards/",
    "let-in/",
    "pictures/",
    "window/contact/",
    "change/",
    "settings/",
    "family-notice/",
    "rules/",
    "moves/",
    "moves/say_it_back/change/",
    "moves/chart/",
    "partnerships/",
    "over-time/",
    "wall/",
)


def every_page(classroom: Classroom, owner: User, told: Plan) -> list[Any]:
    teacher, reader, nobody = sign_in(owner), seat(child(classroom, "Ana")), Client()
    student = child(classroom, "Ben")
    note = PartnerNote.objects.get(student__called="Dov")
    key = f"/c/{classroom.key}"
    ahead = [teacher.get(f"{key}/plan/{told.key}/publish/"), teacher.post(f"{key}/plan/uncover/")]
    publish(told)
    own = [teacher.get(f"{key}/{address}") for address in PAGES]
    own += [
        teacher.get(address)
        for address in ("/", "/classes/new/", "/confirm/", "/sign-out/", "/account/", "/account/password/")
    ]
    own += [sign_in(adult(classroom.school, "Ms. Keane", "account_manager")).get("/school/")]
    own += [teacher.post(f"{key}/people/invite/", {"role": "aide"})]
    own += [teacher.get(f"{key}/considerations/"), teacher.post(f"{key}/considerations/uncover/")]
    own += [teacher.get(f"{key}/children/{student.key}/"), teacher.get(f"{key}/children/{student.key}/left/")]
    own += [
        teacher.post(f"{key}/cards/"),
        teacher.post(f"{key}/notes/{note.key}/"),
        teacher.post(f"{key}/notes/read-first/"),
        teacher.post(f"{key}/rules/uncover/"),
        teacher.post(f"{key}/rules/{classroom.rules.get().key}/"),
    ]
    partnership = f"{key}/partnerships/{partnership_of(student).key}/"
    own += [teacher.get(partnership), teacher.post(partnership), teacher.get(f"{partnership}card/")]
    open_round(classroom)
    reader.post("/me/note/great/", {"student": student.key})
    childs = [
        reader.get(address)
        for address in (*CHILDS_PAGES, "/me/note/why/great/0/", "/me/is-this-you/", "/me/avatar/", "/me/still-here/")
    ]
    childs += [reader.post("/me/note/why/hard/0/", {"student": student.key, "unsafe": "1"})]
    invited = Client()
    invited.post("/invitation/", {"token": link_for(classroom)})
    strangers = [invited.get(address) for address in ("/join/", "/join/new/")]
    open_to_all = (
        *OPEN,
        "/sign-in/",
        "/card/",
        "/k/",
        *(f"/k/{classroom.code}/{rest}" for rest in ("", "number/", f"{student.key}/", f"number/{student.key}/")),
        "/ask-your-teacher/",
        "/time-to-stop/",
        "/all-done/",
    )
    answers = [*ahead, *own, *childs, *strangers, *[nobody.get(address) for address in open_to_all]]
    assert [answer.request["PATH_INFO"] for answer in answers if answer.status_code != 200] == []
    return [*answers, nobody.get("/nothing/here/"), nobody.post("/card/")]


def test_every_page_keeps_to_this_server(told: Plan, classroom: Classroom, owner: User) -> None:
    for answer in every_page(classroom, owner, told):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["Referrer-Policy"] == "same-origin"
        html = answer.content.decode()
        assert re.findall(r'(?:src|href|action|content)="(?:https?:)?//[^"]*', html) == []
        assert re.findall(r"https?://(?!testserver|www\.w3\.org/)[^\s\"'<]*", html) == []
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html) == []


def test_static_files_name_no_other_server() -> None:
    own = [path for path in Path("static").rglob("*") if path.suffix in (".css", ".js", ".svg", ".html", ".json")]
    assert own
    for file in own:
        assert re.findall(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", file.read_text()) == [], file


def test_addresses_hold_no_name_and_no_count(told: Plan, classroom: Classroom, owner: User) -> None:
    """Only words of ours, and opaque keys. Of a child's note: which page it is, and nothing about whom."""
    found = set()
    for answer in every_page(classroom, owner, told):
        found |= set(re.findall(r'(?:href|action|hx-get)="(/[^"]*)"', answer.content.decode()))
    childs = {address for address in found if address.startswith("/me/")}
    assert {address for address in childs if not re.fullmatch(r"/me/[a-z/-]*(why/(great|hard)/\d/)?", address)} == set()
    others = {address for address in found - childs if not address.startswith("/static/")}
    inside = {part for address in others for part in re.split(r"[/?#=&]", address)}
    keys = {part for part in inside if re.search(r"\d", part)}
    assert len(found) > 50
    assert {part for part in keys if not re.fullmatch(r"[2-9bcdfghjkmnpqrstvwxz]{10}|[2-9A-Z]{6}", part)} == set()
    assert {part for part in inside if part in ("Ana", "ana", "Ben", "ben", "Ribeiro")} == set()


def test_pages_about_children_are_not_kept_by_the_browser(told: Plan, classroom: Classroom, owner: User) -> None:
    for answer in every_page(classroom, owner, told):
        if re.match(
            r"/($|c/|classes/|confirm/|sign-out/|account/|school/|join/|invitation/|me/|k/|card/)",
            answer.request["PATH_INFO"],
        ):
            assert "no-store" in answer["Cache-Control"], answer.request["PATH_INFO"]
