"""Confidential data about a child stays behind the cover, and each opening is recorded."""

import re
from typing import Any

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import check_ins, plans, rules
from partners.models import PartnerNote, Partnership, Plan, Round
from tests.addresses import url
from tests.cast import NOW, child, observe, open_round, page, partnership_of, plan_of, publish, seat, sign_in
from tests.confidential.planted import WOMBAT, everything_stored

# The sentences of the page, in the order of the cards.
COVERED = (
    "Ana named Ben: helps me keep writing",
    "Ben named Ana: really listens",
    "differ in voice",
    "Cleo wrote that it would be hard with Dov: we had a problem that is not fixed yet",
    "You noted: better not",
    "both look for a model",
    "write at different stages",
    "both need much support",
    "Cleo and Dov: we don’t have many reasons for this match",
    "You set: Eli and Fay never together",
)


def test_the_plan_covered_and_uncovered(
    told: Plan, classroom: Classroom, owner: User, eli: Student, fay: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[eli, fay], by=owner, now=NOW)
    teacher = sign_in(owner)
    covered = page(teacher.get(url("partners:plan", classroom.key)))
    answer = teacher.post(url("partners:plan_uncover", classroom.key))
    assert [words for words in COVERED if words not in page(answer)] == []
    assert [words for words in COVERED if words in covered] == []
    assert "data-behind-cover" not in covered
    assert "from-notes" not in covered
    # The page says that a child needs help between languages only if nobody gives it. A shared language is no secret.
    assert "between two languages" not in page(answer)
    # Anyone who looks at the screen may see these.
    assert "like to write about axolotls" in covered
    assert "speak Spanish" in covered
    assert "no-store" in answer["Cache-Control"]


def test_reasons_of_a_plan_are_ciphertext_and_behind_the_cover(
    told: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    """The reason for a lock and for a decision against a rule do not appear in any answer of a covered desk."""
    rules.add_rule(classroom=classroom, kind="never", students=[child(classroom, "Ben"), cleo], by=owner, now=NOW)
    teacher, desk = sign_in(owner), url("partners:plan_draft", classroom.key, told.key)
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


def test_weights_beside_a_plan_covered_and_uncovered(
    told: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """Two drafts are compared, two children who are not together are explained, and every pair's cost is shown, next
    to reasons that a teacher gave."""
    rules.add_rule(classroom=classroom, kind="never", students=[eli, ana], by=owner, now=NOW)
    other = plan_of(told.round, [ana, cleo], [ben, eli], [child(classroom, "Dov"), child(classroom, "Fay")])
    plans.rename(plan=other, name="The quiet one", by=owner, now=NOW)
    teacher, desk = sign_in(owner), url("partners:plan_draft", classroom.key, told.key)
    teacher.post(f"{desk}lock/", {"version": 1, "child": eli.key, "reason": WOMBAT})
    two: dict[str, Any] = {"one": ana.key, "other": eli.key}
    beside = {"one": ana.key, "other": ben.key}
    pages: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        (
            "compare/",
            {"other": other.key},
            ("Few reasons yet", "Against a note", "Harder in The quiet one: "),
        ),
        ("why-not/", two, ("Not possible. You set: Ana and Eli never together.",)),
        ("why-not/", beside, ("For the whole class: ", "a pick that comes true usually weighs 30 points")),
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
    teacher, address = sign_in(owner), url("partners:plan_last_round", classroom.key)
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
    address = url("partners:note", classroom.key, note.key)
    covered, answer = page(teacher.get(address)), teacher.post(f"{address}uncover/")
    said = ("Would be hard right now", "Eli", "I do not feel safe with this person", "data-behind-cover")
    assert [words for words in said if words not in page(answer)] == []
    # The links to the notes before and after name their children. Eli has no note.
    assert [words for words in said if words in covered] == []
    assert "no-store" in answer["Cache-Control"]


def test_read_this_first_covered_and_uncovered(told: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    covered = page(teacher.get(url("partners:notes", classroom.key)))
    assert "Read this first" in covered
    assert "does not feel safe" not in covered
    assert "data-behind-cover" not in covered
    answer = teacher.post(url("partners:notes_uncover", classroom.key))
    assert '<b dir="auto">Dov</b> does not feel safe with <b dir="auto">Eli</b>' in page(answer)
    assert "no-store" in answer["Cache-Control"]


def test_children_who_ask_to_talk_covered_and_uncovered(
    classroom: Classroom, owner: User, ana: Student, round: Round
) -> None:
    """Nothing else of an unsent note shows, even behind the cover, and no unencrypted column holds which child
    asked."""
    teacher, reader = sign_in(owner), seat(ana)
    reader.post(url("partners:note_great"), {"student": child(classroom, "Dov").key})
    reader.post(url("partners:note_loves"), {"chip": ["made-up worlds"], "own": "a bilby"})
    before = everything_stored()
    reader.post(url("partners:note_tell"), {"talk": "yes", "own": WOMBAT})
    covered = page(teacher.get(url("partners:notes", classroom.key)))
    assert ("asks to talk" in covered, "asks you to come" in covered, "data-behind-cover" in covered) == (
        True,
        False,
        False,
    )
    answer = teacher.post(url("partners:notes_uncover", classroom.key))
    html = page(answer)
    assert '<b dir="auto">Ana</b> asks you to come and talk' in html
    assert "no-store" in answer["Cache-Control"]
    assert [words for words in (WOMBAT, "bilby", "made-up", "Made-up") if words in html] == []
    behind = html[html.index("data-behind-cover") : html.index("</section>", html.index("data-behind-cover"))]
    assert "Dov" not in behind
    teacher.post(url("partners:talked", classroom.key), {"student": ana.key})
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
    seen: dict[str, Any] = {"strengths": ["faced_partner"], "next_steps": ["repair_plan"]}
    observe(partnership_of(ana), owner, **seen, state="needs_me", note=WOMBAT)
    teacher = sign_in(owner)
    said = (*COVERED, "axolotls", "Spanish", "faced partner", "repair plan", "Needs me", WOMBAT, "data-behind-cover")
    for address in ("partnerships/", "over-time/", "wall/", "notes/"):
        shown = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert "Ana" in shown
        assert [words for words in said if words in shown] == []


def test_pages_about_retention_and_deletion_show_nothing_confidential(
    told: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    publish(told)
    observe(partnership_of(ana), owner, state="needs_me", note=WOMBAT)
    teacher, child_page = sign_in(owner), f"children/{ana.key}/"
    said = (*COVERED, "axolotls", "Spanish", "Needs me", WOMBAT, "data-behind-cover")
    for address in ("privacy/", "record/", "delete/", f"{child_page}record/", f"{child_page}delete/"):
        shown = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert [words for words in said if words in shown] == []
    assert WOMBAT.split()[1] in page(teacher.post(f"/c/{classroom.key}/{child_page}record/uncover/"))


def test_a_published_plan_shows_names_only(told: Plan, classroom: Classroom, owner: User) -> None:
    shown = page(sign_in(owner).get(url("partners:plan_publish", classroom.key, told.key)))
    assert "Ana" in shown
    assert [words for words in (*COVERED, "axolotls", "Spanish") if words in shown] == []


def test_an_aide_reads_their_own_observations_and_no_state(
    partnership: Partnership, classroom: Classroom, owner: User, aide: User
) -> None:
    for by, note in ((owner, WOMBAT), (aide, "They found a spot.")):
        observe(partnership, by, state="needs_me", note=note)
    address = url("partners:partnership", classroom.key, partnership.key)
    assert [
        word for word in ("They found a spot.", WOMBAT, "checked") if word in page(sign_in(aide).get(address))
    ] == []
    check_ins.ask_for_help(student=partnership.places.order_by("place")[0].student, partnership=partnership, now=NOW)
    shown = page(sign_in(aide).post(f"{address}uncover/"))
    assert "They found a spot." in shown
    assert [word for word in (WOMBAT, "tag-needs", "Moves over time", "asked for help") if word in shown] == []
    assert WOMBAT not in page(sign_in(owner).get(address))
    teachers = page(sign_in(owner).post(f"{address}uncover/"))
    assert WOMBAT in teachers
    assert "asked for help" in teachers
    assert "tag-needs" in teachers


def test_each_opening_is_recorded(told: Plan, classroom: Classroom, owner: User, co_teacher: User) -> None:
    note = PartnerNote.objects.get(student__called="Dov")
    teacher = sign_in(co_teacher)
    teacher.get(url("partners:note", classroom.key, note.key))
    teacher.get(url("partners:plan", classroom.key))
    looked = AuditEvent.objects.filter(verb__in=("note_opened", "cover_lifted")).order_by("pk")
    assert list(looked) == []
    teacher.post(url("partners:note_uncover", classroom.key, note.key))
    teacher.post(url("partners:plan_uncover", classroom.key))
    teacher.post(url("partners:notes_uncover", classroom.key))
    assert [(e.verb, e.by, e.student) for e in looked.all()] == [
        ("note_opened", co_teacher, note.student),
        ("cover_lifted", co_teacher, None),
        ("cover_lifted", co_teacher, None),
    ]
    assert 'opened the note of <span dir="auto">Dov</span>' in page(
        sign_in(owner).get(url("partners:record", classroom.key))
    )


def test_no_audit_event_reveals_which_child_is_not_safe(ana: Student, ben: Student, round: Round) -> None:
    reader = seat(ana)
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    before = AuditEvent.objects.count()
    reader.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"})
    assert ana.classroom.safety_flags.count() == 1
    assert AuditEvent.objects.count() == before
