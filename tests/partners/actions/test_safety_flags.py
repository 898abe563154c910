import datetime as dt

import pytest

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from partners import pairing
from partners.actions import plans, safety_flags
from partners.models import FlagContent, PartnerNote, Plan, Round, SafetyFlag
from partners.queries import pairing_problem, parted
from tests.addresses import url
from tests.cast import NOW, TODAY, child, hand_in, open_round, page, plan_of, publish, sign_in, store_json

SOON = NOW + dt.timedelta(minutes=1)
WOMBAT = "a wombat"


def test_a_new_flag_has_the_two_children_and_the_time_and_is_unread(ana: Student, ben: Student, round: Round) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    assert SafetyFlag.objects.get().content == FlagContent(
        student=ana.pk,
        named=ben.pk,
        round=round.pk,
        own="",
        taken_off=False,
        raised_at=NOW,
        read_at=None,
        answer="",
        reminded_at=None,
        ended_at=None,
    )


def test_a_repeated_flag_is_one_flag(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON)
    hand_in(ana, round, hard={ben: ["unsafe"]})
    assert [flag.content.raised_at for flag in SafetyFlag.objects.all()] == [NOW]
    safety_flags.raise_flag(student=ana, named_pk=cleo.pk, round=round, now=SOON)
    safety_flags.raise_flag(student=ben, named_pk=ana.pk, round=round, now=SOON)
    assert SafetyFlag.objects.count() == 3


def test_a_flag_raised_again_in_a_later_round_is_unread(ana: Student, ben: Student, plan: Plan, owner: User) -> None:
    """There is one flag, and it does not count as read any more."""
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)
    safety_flags.read_flags(classroom=ana.classroom, by=owner, now=NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=SOON)
    assert SafetyFlag.objects.get().content.read_at == NOW
    cleo, dov, eli, fay = (child(ana.classroom, name) for name in ("Cleo", "Dov", "Eli", "Fay"))
    publish(plan_of(plan.round, [ana, cleo], [ben, dov], [eli, fay]))
    later = open_round(ana.classroom)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=later, now=SOON)
    assert SafetyFlag.objects.get().content == FlagContent(
        student=ana.pk,
        named=ben.pk,
        round=later.pk,
        own="",
        taken_off=False,
        raised_at=SOON,
        read_at=None,
        answer="",
        reminded_at=None,
        ended_at=None,
    )
    assert "Read this first" in page(sign_in(owner).get(url("partners:home")))


def test_a_flag_parts_the_two(ana: Student, ben: Student, round: Round, owner: User) -> None:
    """Each named the other as a great partner, and there is no reason for any other pair."""
    hand_in(ana, round, great={ben: ["kind"]})
    hand_in(ben, round, great={ana: ["kind"]})
    before = pairing.solve(pairing_problem(round, mode="mix", today=TODAY))
    assert tuple(sorted((ana.key, ben.key))) in before.groups
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert problem.flags == ((ana.key, ben.key),)
    assert tuple(sorted((ana.key, ben.key))) not in pairing.solve(problem).groups
    plan = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    groups = {place.student_id: place.group for place in plan.places.all()}
    assert groups[ana.pk] != groups[ben.pk]


def test_the_chip_in_a_note_raises_a_flag_and_gives_no_points(ana: Student, ben: Student, round: Round) -> None:
    hand_in(ana, round, hard={ben: ["unsafe", "loud"]})
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert problem.flags == ((ana.key, ben.key),)
    assert problem.notes[0].hard == (pairing.Choice(student=ben.key, why=("loud",)),)


def test_a_flag_about_a_child_who_left_parts_nobody(ana: Student, ben: Student, round: Round, owner: User) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    ben.left_on = ben.joined_on
    ben.save()
    assert pairing_problem(round, mode="mix", today=TODAY).flags == ()


def test_reading_stores_when_flags_were_first_read(
    classroom: Classroom, ana: Student, ben: Student, plan: Plan, owner: User
) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)
    for now in (NOW, SOON):
        flags = safety_flags.read_flags(classroom=classroom, by=owner, now=now)
        assert [flag.content.read_at for flag in flags] == [NOW]
    lifted = AuditEvent.objects.filter(verb="cover_lifted").order_by("pk")
    assert [(event.by, event.at, event.student) for event in lifted] == [(owner, NOW, None), (owner, SOON, None)]


def only_flag() -> SafetyFlag:
    return SafetyFlag.objects.get()


@pytest.mark.parametrize("said", ["seen", "passed_on", "no_worry"])
def test_an_answer_does_not_end_a_flag(said: str, ana: Student, ben: Student, round: Round, owner: User) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    safety_flags.answer(flag=only_flag(), answer=said, by=owner, now=SOON)
    assert only_flag().content.answer == said
    assert only_flag().is_answered
    assert parted(ana.classroom, TODAY) == {frozenset((ana.pk, ben.pk))}
    assert pairing_problem(round, mode="mix", today=TODAY).flags == ((ana.key, ben.key),)
    assert AuditEvent.objects.filter(verb="flag_answered", by=owner, student=None).count() == 1


def test_the_decision_no_makes_a_rule(ana: Student, ben: Student, round: Round, owner: User) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    safety_flags.decide(flag=only_flag(), may_be_partners=False, by=owner, now=SOON)
    assert not only_flag().is_open
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert problem.flags == ()
    assert [(rule.kind, set(rule.students)) for rule in problem.rules] == [("never", {ana.key, ben.key})]
    assert parted(ana.classroom, TODAY) == {frozenset((ana.pk, ben.pk))}


def test_the_decision_yes_ends_the_flag_and_other_reasons_count(
    ana: Student, ben: Student, round: Round, owner: User
) -> None:
    hand_in(ana, round, hard={ben: ["unsafe"]})
    safety_flags.decide(flag=only_flag(), may_be_partners=True, by=owner, now=SOON)
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert (problem.flags, problem.rules) == ((), ())
    assert problem.notes[0].hard == (pairing.Choice(student=ben.key, why=()),)
    assert parted(ana.classroom, TODAY) == set()
    assert "flag_ended" in AuditEvent.objects.values_list("verb", flat=True)


def test_a_decided_flag_cannot_be_decided_again(ana: Student, ben: Student, round: Round, owner: User) -> None:
    """The second decision comes from another tab, or from a co-teacher."""
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    stale = only_flag()
    safety_flags.decide(flag=only_flag(), may_be_partners=True, by=owner, now=SOON)
    with pytest.raises(safety_flags.UnableToAnswer, match="answered already"):
        safety_flags.decide(flag=stale, may_be_partners=False, by=owner, now=SOON)
    with pytest.raises(safety_flags.UnableToAnswer, match="answered already"):
        safety_flags.answer(flag=stale, answer="seen", by=owner, now=SOON)
    assert pairing_problem(round, mode="mix", today=TODAY).rules == ()


def test_an_ended_flag_raised_again_is_open_again(ana: Student, ben: Student, round: Round, owner: User) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    safety_flags.answer(flag=only_flag(), answer="seen", by=owner, now=NOW)
    safety_flags.decide(flag=only_flag(), may_be_partners=True, by=owner, now=NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON)
    assert only_flag().is_open
    assert not only_flag().is_answered
    assert only_flag().content.raised_at == SOON


def test_taking_the_chip_back_marks_the_flag_and_keeps_it_open(ana: Student, ben: Student, round: Round) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW, own="He waits for me.")
    safety_flags.take_off(student=ana, named_pk=ben.pk)
    assert (only_flag().content.taken_off, only_flag().is_open) == (True, True)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON)
    content = only_flag().content
    assert (content.taken_off, content.own, content.raised_at) == (False, "He waits for me.", NOW)
    safety_flags.take_off(student=ben, named_pk=ana.pk)
    assert only_flag().content.taken_off is False


def test_a_flag_raised_again_after_an_answer_is_unread(ana: Student, ben: Student, round: Round, owner: User) -> None:
    """It counts as unread after new words, or after the child took it back in between. A mere repetition changes
    nothing."""
    first = "He waits for me."
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW, own=first)
    safety_flags.answer(flag=only_flag(), answer="seen", by=owner, now=NOW)
    for own in ("", first):
        safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON, own=own)
        assert (only_flag().is_answered, only_flag().content.raised_at) == (True, NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON, own="He hit me.")
    content = only_flag().content
    assert (only_flag().is_answered, content.read_at, content.reminded_at) == (False, None, None)
    assert (content.own, content.raised_at) == ("He hit me.", SOON)
    safety_flags.answer(flag=only_flag(), answer="passed_on", by=owner, now=SOON)
    safety_flags.take_off(student=ana, named_pk=ben.pk)
    assert only_flag().is_answered
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=SOON)
    assert (only_flag().is_answered, only_flag().content.own) == (False, "He hit me.")


def test_a_flag_parts_children_in_a_three_too(classroom: Classroom, round: Round, owner: User) -> None:
    """There are five children, so one group is a three."""
    fay = child(classroom, "Fay")
    roster.mark_left(student=fay, by=owner, now=NOW)
    ana, *others = classroom.students.here()
    for other in others[:2]:
        safety_flags.raise_flag(student=ana, named_pk=other.pk, round=round, now=NOW)
    groups = pairing.solve(pairing_problem(round, mode="mix", today=TODAY)).groups
    assert sorted(len(group) for group in groups) == [2, 3]
    with_ana = next(set(group) for group in groups if ana.key in group)
    assert with_ana.isdisjoint({other.key for other in others[:2]})


def test_a_flag_outlives_the_note(ana: Student, ben: Student, round: Round) -> None:
    hand_in(ana, round, hard={ben: ["unsafe"]})
    hand_in(ana, round, great={ben: ["kind"]}, now=SOON)
    PartnerNote.objects.all().delete()
    assert only_flag().is_open
    assert pairing_problem(round, mode="mix", today=TODAY).flags == ((ana.key, ben.key),)


def test_a_flag_that_cannot_be_read_stops_no_other_child(
    ana: Student, ben: Student, cleo: Student, round: Round, caplog: pytest.LogCaptureFixture
) -> None:
    safety_flags.raise_flag(student=cleo, named_pk=ben.pk, round=round, now=NOW)
    store_json(SafetyFlag.objects.get(), "content", {"v": 99, "own": WOMBAT})
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    assert SafetyFlag.objects.order_by("pk")[1].content.student == ana.pk
    assert "A safety flag can't be read" in caplog.text
    assert WOMBAT not in caplog.text
