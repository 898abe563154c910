"""Deleting a child: nothing about them is left in any table, plain or encrypted, and records of others stay."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from classroom.actions import audit, roster, year_end
from classroom.content import Content
from classroom.fields import encrypted_fields
from classroom.models import AuditEvent, Classroom, Student, User
from classroom.names import parse
from partners.actions import (
    check_ins,
    deleting,
    leaving,
    legal_holds,
    note_reading,
    notes,
    plan_changes,
    plan_locks,
    rules,
    safety_flags,
)
from partners.actions.deleting import UnableToDelete
from partners.models import (
    CheckIn,
    Considerations,
    Decisions,
    DraftWords,
    Lock,
    NoteAnswers,
    NoteDraft,
    NoteWords,
    Observation,
    ObservationContent,
    PartnerChange,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    PartnersVerb,
    Pick,
    Plan,
    PlanAction,
    PlanPlace,
    PlanStep,
    Reasons,
    Round,
    Rule,
    RuleContent,
    RuleKind,
    SafetyFlag,
)
from partners.planning import regrouping
from partners.planning.draft import Layout, layout_of
from tests.cast import (
    NOW,
    TODAY,
    answers,
    choose_pictures,
    hand_in,
    know,
    looking_over,
    move,
    observe,
    open_round,
    partnership_of,
    plan_of,
    publish,
    sit,
    swap,
    together,
    token_of,
)
from tests.confidential.planted import everything_stored


def in_json() -> list[object]:
    """Every encrypted value of every table, as JSON holds it."""
    found: list[object] = []
    for model in apps.get_models():
        for field in encrypted_fields(model):
            values = [getattr(row, field.attname) for row in model._default_manager.all()]
            found += [value.to_json() if isinstance(value, Content) else value for value in values]
    return found


def opened() -> str:
    """Every encrypted value of every table, as it reads."""
    return json.dumps(in_json(), ensure_ascii=False)


def numbers() -> set[int]:
    """Every number in every encrypted value."""
    found: set[int] = set()

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(int(key) if key.isdecimal() else item)
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, int):
            found.add(value)

    walk(in_json())
    return found


@pytest.fixture
def cleo(classroom: Classroom) -> Student:
    """Cleo Adams, with a primary key that no other number equals."""
    Student.objects.filter(classroom=classroom, called="Cleo").update(id=77077, key="cccccccccc")
    return classroom.students.select_related("classroom").get(called="Cleo")


@pytest.fixture
def told(
    classroom: Classroom,
    owner: User,
    round: Round,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> Round:
    """Cleo is everywhere: in notes, observations, partnerships, plans and rules. Returns the second round."""
    publish(plan_of(round, [ana, cleo], [ben, dov], [eli, fay]))
    known: dict[Student, dict[str, Any]] = {cleo: {"voice": "quiet"}, ben: {"interests": ["Cleo's dog", "games"]}}
    know(students=known, classroom=classroom, by=owner, now=NOW)
    seen: dict[str, Any] = {"strengths": ["waited"], "next_steps": [], "state": "growing"}
    for student, note in (
        (ana, "Cleo Adams read first, then cleo's partner."),
        (ben, "Ben looked at CLEO, Dov did not."),
    ):
        observe(partnership=partnership_of(student), **seen, note=note, by=owner, now=NOW)
    for about, reader in ((cleo, ana), (ana, cleo)):
        Observation.objects.create(
            partnership=partnership_of(ana),
            by=owner,
            at=NOW,
            content=ObservationContent(about=about.pk, reader=reader.pk, listeners=(cleo.pk,)),
        )
    check_ins.ask_for_help(student=cleo, partnership=partnership_of(cleo), now=NOW)
    check_ins.open_check_in(classroom=classroom, by=owner, now=NOW)
    check_ins.answer(student=ana, partnership=partnership_of(ana), words="Cleo is loud", face="hard", now=NOW)
    rules.add_rule(classroom=classroom, kind="never", students=[ana, cleo], reason="Kin", by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben, cleo], by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="good_idea", students=[ben, fay], reason="Not Cleo.", by=owner, now=NOW)
    second = open_round(classroom)
    hand_in(ana, second, great={cleo: ["kind"], ben: ["kind"]})
    own = {ben: "reads to Cleo", cleo: "She pinches."}
    said = answers(great={ben: ["kind"]}, hard={cleo: ["unsafe"]}, own=own)
    told = replace(said, tell="Cleo!", loves_own="Cleo")
    notes.hand_in(student=ana, round=second, answers=told, now=NOW)
    hand_in(cleo, second, great={ana: ["kind"]}, hard={dov: ["unsafe"]})
    notes.keep(sitting=sit(ben), round=second, answers=answers(great={cleo: ["kind"], ana: ["ideas"]}), now=NOW)
    told = replace(answers(hard={cleo: ["loud"]}, own={cleo: "Hm."}), tell="cleo sings")
    notes.keep(sitting=sit(ben), round=second, answers=told, now=NOW)
    plan_of(second, [ana, cleo], [ben, dov])
    plan_of(second, [ana, ben])
    step(plan_of(second, [ben, dov]), groups=[[ben.pk, dov.pk], [cleo.pk, ana.pk]])
    step(plan_of(second, [ben, dov]), said=Decisions(locks=(Lock(frozenset((ben.pk, dov.pk)), "Not with Cleo"),)))
    PartnerChange.objects.create(round=second, at=NOW, starts_on=NOW.date(), reason="Cleo talks over Ana.")
    first = Plan.objects.exclude(published_at=None).get()
    step(first, students=[cleo.pk])
    Plan.objects.filter(pk=first.pk).update(name="Cleo and the others")
    looking_over(classroom)
    choose_pictures(cleo)
    token_of(cleo)
    for flag in SafetyFlag.objects.all():
        flag.content = replace(flag.content, own="Cleo and Dov")
        flag.save()
        safety_flags.answer(flag=flag, answer="seen", by=owner, now=NOW)
    note_reading.open_note(note=PartnerNote.objects.get(student=cleo), by=owner, now=NOW)
    leave(cleo, eli)
    return second


def step(plan: Plan, **lay: Any) -> None:
    PlanStep.objects.create(plan=plan, number=0, version=1, did=PlanAction.START, at=NOW, **lay)


def leave(student: Student, beside: Student) -> None:
    by = student.classroom.memberships.get(role="owner").user
    leaving.leave_class(student=student, joins=partnership_of(beside), by=by, now=NOW)


def delete(student: Student, owner: User) -> None:
    deleting.delete_student(student=student, by=owner, now=NOW)


def test_nothing_of_the_child_remains(told: Round, cleo: Student, owner: User) -> None:
    assert "Cleo" in everything_stored()
    assert "Cleo" in opened()
    assert 77077 in numbers()
    delete(Student.objects.get(pk=77077), owner)
    everything = (everything_stored() + opened()).casefold()
    assert [word for word in ("cleo", "adams", "cccccccccc", "77077") if word in everything] == []
    assert 77077 not in numbers()
    [event] = AuditEvent.objects.filter(verb="student_deleted")
    assert (event.by, event.student) == (owner, None)
    assert not AuditEvent.objects.filter(verb="deletion_begun").exists()


def test_records_of_other_children_stay(
    told: Round,
    classroom: Classroom,
    cleo: Student,
    owner: User,
    ana: Student,
    ben: Student,
    dov: Student,
    fay: Student,
) -> None:
    delete(cleo, owner)
    said = PartnerNote.objects.order_by("pk")
    assert [(note.student, note.open()) for note in said] == [
        (ana, NoteWords(great=(Pick(student=ben.pk, why=("kind",)),))),
        (ana, NoteWords(great=(Pick(student=ben.pk, why=("kind",), own="reads to […]"),), tell="[…]!")),
    ]
    [draft] = NoteDraft.objects.all()
    assert draft.open() == DraftWords(
        now=NoteAnswers(great=(), hard=(), tell="[…] sings"),
        earlier=NoteAnswers(great=(ana.pk,), great_reasons=(Reasons(student=ana.pk, why=("ideas",)),)),
    )
    assert [rule.content for rule in Rule.objects.order_by("pk")] == [
        RuleContent(kind=RuleKind.NEVER, students=(ana.pk, ben.pk)),
        RuleContent(kind=RuleKind.GOOD_IDEA, students=(ben.pk, fay.pk), reason="Not […]."),
    ]
    *seen_of_both, of_ana = Observation.objects.order_by("pk")
    assert (of_ana.content.about, of_ana.content.reader, of_ana.content.listeners) == (ana.pk, None, ())
    assert [seen.content.note for seen in seen_of_both] == [
        "[…] read first, then […]'s partner.",
        "Ben looked at […], Dov did not.",
    ]
    assert Considerations.objects.get(student=ben).content.interests == ("[…]'s dog", "games")
    assert Considerations.objects.get(student=ana).content.loves_own == "[…]"
    [check_in] = CheckIn.objects.all()
    assert (check_in.student, check_in.content.words, check_in.content.face) == (ana, "[…] is loud", "hard")
    [flag] = SafetyFlag.objects.all()
    assert (flag.content.student, flag.content.named, flag.content.own) == (ana.pk, None, "[…] and Dov")
    assert not flag.is_open
    assert Plan.objects.exclude(published_at=None).get().name == "[…] and the others"
    lying = [
        {place.student.called for place in draft.places.all()}
        for draft in Plan.objects.filter(published_at=None).order_by("pk")
    ]
    assert lying == [{"Ben", "Dov"}, {"Ana", "Ben"}, {"Ben", "Dov"}, {"Ben", "Dov"}]
    steps = PlanStep.objects.order_by("pk")
    assert [(step.groups, [lock.reason for lock in step.said.locks]) for step in steps] == [
        ([[ben.pk, dov.pk]], []),
        ([], ["Not with […]"]),
    ]


def test_draft_plans_stay_without_the_child_in_every_step(
    plan: Plan, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student
) -> None:
    """Ana and Dov are locked. Eli is with Cleo against a rule. Ana and Ben are to change, and so are Cleo and Fay."""
    rules.add_rule(classroom=plan.round.classroom, kind="never", students=[eli, cleo], by=owner, now=NOW)
    changed = swap(plan, ana, cleo)
    changed = move(changed, regrouping.Swap(ben.pk, eli.pk), 2, behind_cover=True, reason="Cleo asked for it.")
    for number, student in enumerate((ana, eli), 3):
        changed = plan_locks.lock(
            plan=changed, student=student, version=number, reason="Not Cleo.", by=owner, now=NOW
        ).plan
    parted = (frozenset((cleo.pk, fay.pk)), frozenset((ana.pk, ben.pk)))
    PlanStep.objects.filter(plan=changed).update(said=replace(PlanStep.objects.get(number=4).said, parted=parted))
    roster.mark_left(student=cleo, by=owner, now=NOW)
    delete(cleo, owner)
    assert "Cleo" not in opened()
    layout = layout_of(Plan.objects.get(), TODAY)
    assert names_of(layout) == (["Ana Dov", "Ben Fay"], ["Eli"])
    assert [lock.reason for lock in layout.locks] == ["Not […]."]
    assert (layout.relaxed, layout.parted) == ((), (frozenset((ana.pk, ben.pk)),))
    assert PlanPlace.objects.count() == 4
    for version, lying in ((5, ["Ana Dov", "Ben Fay"]), (6, ["Ana Dov", "Ben Fay"]), (7, ["Ana Dov", "Eli Fay"])):
        layout = plan_changes.undo(plan=layout.plan, version=version, behind_cover=True, by=owner, now=NOW)
        assert names_of(layout)[0] == lying
    layout = plan_changes.undo(plan=layout.plan, version=8, behind_cover=True, by=owner, now=NOW)
    assert names_of(layout) == (["Ana Ben", "Eli Fay"], ["Dov"])


def names_of(layout: Layout) -> tuple[list[str], list[str]]:
    groups = [" ".join(student.called for student in group) for group in layout.seated]
    return groups, [student.called for student in layout.aside]


def test_partnerships_of_others_stay_as_they_are(
    told: Round, classroom: Classroom, cleo: Student, owner: User, ana: Student
) -> None:
    before = together(classroom)
    assert frozenset({"Ana", "Eli", "Fay"}) in before
    delete(cleo, owner)
    assert together(classroom) == before
    # Ana had another partner until today.
    assert list(ana.places.order_by("pk").values_list("ended_on", flat=True)) == [TODAY, None]
    assert not Partnership.objects.filter(places=None).exists()


def test_only_a_child_who_left_is_deleted(classroom: Classroom, published: Round, cleo: Student, owner: User) -> None:
    with pytest.raises(UnableToDelete, match=r"^Mark Cleo as left first"):
        delete(cleo, owner)
    assert not AuditEvent.objects.filter(verb="deletion_begun").exists()


def test_no_partner_is_left_alone_in_an_archived_class(
    classroom: Classroom, published: Round, cleo: Student, dov: Student, owner: User
) -> None:
    year_end.archive(classroom=classroom, by=owner, now=NOW)
    cleo.refresh_from_db()
    delete(cleo, owner)
    year_end.bring_back(classroom=classroom, by=owner, now=NOW)
    assert not PartnershipPlace.objects.unended().filter(student=dov).exists()
    assert together(classroom) == {frozenset({"Ana", "Ben"}), frozenset({"Eli", "Fay"})}


def test_nobody_is_deleted_while_notes_are_on_hold(told: Round, cleo: Student, owner: User) -> None:
    legal_holds.hold(round=told, by=owner, now=NOW)
    with pytest.raises(UnableToDelete, match=r"^Notes of this class are on hold"):
        delete(cleo, owner)
    with pytest.raises(UnableToDelete, match=r"^Notes of this class are on hold"):
        deleting.delete_class(classroom=cleo.classroom, by=owner, now=NOW)
    assert PartnerNote.objects.count() == 3


def test_nobody_is_deleted_before_safety_flags_are_answered(
    classroom: Classroom, round: Round, ana: Student, ben: Student, cleo: Student, owner: User
) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    roster.mark_left(student=cleo, by=owner, now=NOW)
    with pytest.raises(UnableToDelete, match=r"^Under Notes something waits") as error:
        delete(cleo, owner)
    # The message does not say whom it is about.
    assert not any(name in str(error.value) for name in ("Ana", "Ben", "Cleo"))


def test_an_interrupted_deletion_is_finished_by_the_next_purge(
    told: Round, cleo: Student, owner: User, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """The power fails at the third table. Rows that were rewritten stay rewritten, and the next purge does the rest."""
    real = deleting._rewrite_batch
    rewritten: list[str] = []

    def until_the_power_fails(rows: Any, last: int, change: Any) -> int | None:
        if rows.model is Rule:
            raise KeyboardInterrupt
        rewritten.append(rows.model.__name__)
        return real(rows, last, change)

    monkeypatch.setattr(deleting, "BATCH", 1)
    with monkeypatch.context() as patched:
        patched.setattr(deleting, "_rewrite_batch", until_the_power_fails)
        with pytest.raises(KeyboardInterrupt):
            delete(cleo, owner)
    assert set(rewritten) == {"PartnerNote", "NoteDraft"}
    assert Student.objects.filter(pk=77077).exists()
    call_command("purge")
    assert "cleo" not in (everything_stored() + opened()).casefold()
    assert AuditEvent.objects.get(verb="student_deleted").by == owner


def test_a_child_who_came_back_is_not_deleted(classroom: Classroom, cleo: Student, owner: User) -> None:
    roster.mark_left(student=cleo, by=owner, now=NOW)
    audit.record(PartnersVerb.DELETION_BEGUN, now=NOW, by=owner, classroom=classroom, student=cleo)
    roster.mark_back(student=cleo, by=owner, now=NOW)
    roster.mark_left(student=cleo, by=owner, now=NOW)
    call_command("purge")
    assert classroom.students.filter(pk=cleo.pk).exists()


def test_a_class_is_deleted_with_everything(
    told: Round, classroom: Classroom, other_classroom: Classroom, gus: Student, owner: User
) -> None:
    hand_in(gus, open_round(other_classroom))
    deleting.delete_class(classroom=classroom, by=owner, now=NOW)
    everything = everything_stored() + opened()
    assert [name for name in ("Room 12", "Ana", "Ribeiro", "Cleo", "Fay", "Moss") if name in everything] == []
    assert PartnerNote.objects.get().student == gus
    assert list(Classroom.objects.all()) == [other_classroom]
    event = AuditEvent.objects.get(verb="class_deleted")
    assert (event.by, event.classroom) == (owner, None)
    assert AuditEvent.objects.filter(by=owner).count() == 1


def test_a_name_of_several_children_is_blanked_everywhere(
    classroom: Classroom, partnership: Partnership, owner: User
) -> None:
    """Nobody can tell which Ana is meant, and nothing about a deleted child may be left."""
    [other] = roster.add_students(classroom=classroom, names=[parse("Ana Silva")], by=owner, now=NOW)
    seen: dict[str, Any] = {"strengths": [], "next_steps": [], "state": "", "note": "Ana S. and Ana R. and Silva"}
    observe(partnership=partnership, **seen, by=owner, now=NOW + dt.timedelta(hours=1))
    roster.mark_left(student=other, by=owner, now=NOW)
    delete(other, owner)
    assert Observation.objects.get().content.note == "[…]. and […] R. and […]"
