"""A plan is published, and counts of its round matter in the next."""

import datetime as dt
from typing import Any

import pytest

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from classroom.names import Name
from partners.actions import plan_relaxing, publishing, rules
from partners.actions.publishing import UnableToPublish
from partners.actions.unable_to_plan import UnableToChangePlan
from partners.models import Considerations, Partnership, PartnershipPlace, Plan, Round
from partners.planning import regrouping
from partners.queries import pairing_problem
from tests.cast import NOW, TODAY, hand_in, know, move, open_round, plan_of, publish, swap, together

NEXT_WEEK = TODAY + dt.timedelta(days=7)


def test_publishing_starts_the_partnerships(plan: Plan, classroom: Classroom, owner: User) -> None:
    publish(plan)
    assert together(classroom) == {frozenset(pair) for pair in (("Ana", "Ben"), ("Cleo", "Dov"), ("Eli", "Fay"))}
    plan.refresh_from_db()
    plan.round.refresh_from_db()
    assert (plan.published_at, plan.round.published_at, plan.round.starts_on) == (NOW, NOW, TODAY)
    places = PartnershipPlace.objects.order_by("partnership_id", "place")
    assert [(p.student.called, p.place, p.starts_on, p.ended_on) for p in places][:2] == [
        ("Ana", 1, TODAY, None),
        ("Ben", 2, TODAY, None),
    ]
    assert AuditEvent.objects.get(verb="plan_published").by == owner


def test_publishing_twice_is_refused(plan: Plan) -> None:
    publish(plan)
    with pytest.raises(UnableToChangePlan, match="Partners are published already"):
        publish(plan)
    assert Partnership.objects.count() == 3


def test_a_stale_page_publishes_nothing(plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    swap(plan, ana, cleo)
    with pytest.raises(UnableToChangePlan, match="changed on another screen"):
        publishing.publish(plan=plan, version=1, starts_on=TODAY, by=owner, now=NOW)
    assert not Partnership.objects.exists()


def test_another_plan_of_a_published_round_is_not_published(
    plan: Plan, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student
) -> None:
    other = plan_of(plan.round, [ana, cleo], [ben, dov], [eli, fay])
    publish(plan)
    with pytest.raises(UnableToChangePlan):
        publish(other)
    assert Partnership.objects.count() == 3


def test_children_who_joined_since_are_named(plan: Plan, classroom: Classroom, owner: User) -> None:
    roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    with pytest.raises(
        UnableToPublish, match=r"^Noa is not in this plan\. Suggest again, so that nobody is left out\.$"
    ):
        publish(plan)
    assert not Partnership.objects.exists()


def test_the_message_does_not_say_suggest_again_when_no_plan_is_possible(
    plan: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    """The message changes as soon as one of the rules is relaxed in this plan."""
    plan = move(plan, regrouping.PutAside(ana.pk))
    others = [student for student in classroom.students.all() if student != ana]
    for other in others:
        rules.add_rule(classroom=classroom, kind="never", students=[ana, other], by=owner, now=NOW)
    no_way = r"^Ana is not in this plan\. Your rules leave no way to give every child a partner\. Look behind the cover"
    with pytest.raises(UnableToPublish, match=no_way):
        publish(plan)
    given = {"kind": "never", "students": [ana.key, others[0].key], "behind_cover": True, "reason": "They made up."}
    plan = plan_relaxing.relax(plan=plan, version=2, **given, by=owner, now=NOW).plan  # type: ignore[arg-type]
    plan = move(plan, regrouping.PutAside(ana.pk), version=3)
    with pytest.raises(UnableToPublish, match=r"^Ana is not in this plan\. Suggest again"):
        publish(plan)


def test_children_who_left_since_are_named(plan: Plan, owner: User, ben: Student) -> None:
    roster.mark_left(student=ben, by=owner, now=NOW)
    with pytest.raises(UnableToPublish, match=r"^Ben has left the class\. Suggest again, so that nobody is alone\.$"):
        publish(plan)
    assert not Partnership.objects.exists()


def test_partners_cannot_start_yesterday(plan: Plan) -> None:
    with pytest.raises(UnableToPublish, match=r"^Choose today or a later day to start\.$"):
        publish(plan, TODAY - dt.timedelta(days=1))
    assert not Partnership.objects.exists()


def test_today_follows_the_classs_clock(plan: Plan) -> None:
    """At half past four in the morning in London it is half past eleven in New York, the evening before."""
    night = dt.datetime(2026, 1, 13, 4, 30, tzinfo=dt.UTC)
    publish(plan, TODAY, now=night)
    assert plan.round.classroom.rounds.get().starts_on == TODAY


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (TODAY, dt.date(2026, 2, 20)),  # six weeks from a Monday end on a Friday
        (dt.date(2026, 1, 14), dt.date(2026, 2, 24)),
        (dt.date(2026, 1, 18), dt.date(2026, 2, 27)),
    ],
)
def test_a_unit_has_the_usual_length(starts_on: dt.date, ends_on: dt.date, plan: Plan) -> None:
    assert publish(plan, starts_on).ends_on == ends_on


def test_a_unit_ends_when_the_teacher_says(plan: Plan, owner: User) -> None:
    chosen: dict[str, Any] = {"plan": plan, "version": 1, "starts_on": NEXT_WEEK, "by": owner, "now": NOW}
    with pytest.raises(UnableToPublish, match=r"^Choose a last day that is not before the first\.$"):
        publishing.publish(**chosen, ends_on=TODAY)
    assert not Partnership.objects.exists()
    assert publishing.publish(**chosen, ends_on=NEXT_WEEK).ends_on == NEXT_WEEK


@pytest.mark.parametrize("kind", ["never", "unsafe"])
def test_a_plan_that_breaks_a_newer_rule_is_not_published(
    kind: str, plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """Since the suggestion a child said that they don't feel safe, or the teacher set a rule."""
    if kind == "never":
        rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    else:
        hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    with pytest.raises(UnableToPublish, match="Look behind the cover") as raised:
        publish(plan)
    assert "Ana" not in str(raised.value)
    assert not Partnership.objects.exists()


# From one round to the next


@pytest.fixture
def next_plan(
    published: Round,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> Plan:
    """A plan of round 2 in which every child has a new partner."""
    return plan_of(open_round(classroom), [ana, cleo], [ben, eli], [dov, fay])


OLD = {frozenset(pair) for pair in (("Ana", "Ben"), ("Cleo", "Dov"), ("Eli", "Fay"))}
NEW = {frozenset(pair) for pair in (("Ana", "Cleo"), ("Ben", "Eli"), ("Dov", "Fay"))}


def test_new_partnerships_end_the_old_ones_on_their_first_day(next_plan: Plan, classroom: Classroom) -> None:
    publish(next_plan, NEXT_WEEK)
    assert together(classroom, NEXT_WEEK - dt.timedelta(days=1)) == OLD
    assert together(classroom, NEXT_WEEK) == NEW
    first = PartnershipPlace.objects.filter(round__number=1)
    assert {(place.starts_on, place.ended_on) for place in first} == {(TODAY, NEXT_WEEK)}


def test_a_second_round_on_the_same_day_replaces_the_first(next_plan: Plan, classroom: Classroom) -> None:
    publish(next_plan)
    assert together(classroom) == NEW
    assert set(Partnership.objects.values_list("round__number", flat=True)) == {2}


@pytest.mark.parametrize("days", [0, 3, 7, 10])
def test_a_third_round_starts_on_its_own_day_while_another_waits(
    days: int,
    next_plan: Plan,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """Round 2 starts next week. Round 3 is published before that, and starts at once, sooner than round 2, or later."""
    publish(next_plan, NEXT_WEEK)
    starts_on = TODAY + dt.timedelta(days=days)
    publish(plan_of(open_round(classroom), [ana, dov], [ben, fay], [cleo, eli]), starts_on)
    third = {frozenset(pair) for pair in (("Ana", "Dov"), ("Ben", "Fay"), ("Cleo", "Eli"))}
    for day in (TODAY + dt.timedelta(days=n) for n in range(14)):
        assert together(classroom, day) == (third if day >= starts_on else NEW if day >= NEXT_WEEK else OLD), day


# Counts for the next round


def counted(student: Student) -> dict[str, int | None]:
    content = Considerations.objects.get(student=student).content
    return {
        "missed_picks": content.missed_picks,
        "helper_rounds": content.helper_rounds,
        "helped_last": content.helped_last,
    }


def test_missed_picks_are_counted_until_one_comes_true(
    plan: Plan,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    hand_in(ana, plan.round, great={cleo: []})
    hand_in(ben, plan.round, great={ana: [], cleo: []})
    publish(plan)
    assert [counted(s)["missed_picks"] for s in (ana, ben, cleo)] == [1, 0, 0]
    second = open_round(classroom)
    hand_in(ana, second, great={cleo: [], dov: []})
    publish(plan_of(second, [ana, ben], [cleo, dov], [eli, fay]))
    assert counted(ana)["missed_picks"] == 2
    # Without a note the count of missed picks stays as it is.
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]))
    assert counted(ana)["missed_picks"] == 2
    fourth = open_round(classroom)
    hand_in(ana, fourth, great={eli: [], cleo: []})
    publish(plan_of(fourth, [ana, cleo], [ben, dov], [eli, fay]))
    assert counted(ana)["missed_picks"] == 0


def test_helpers_are_counted_for_two_rounds(
    plan: Plan,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """Ana is a newcomer and Ben her helper. Later she is with Cleo, who shares no language with her."""
    known = {ana: {"languages": ["es"], "english": "newcomer"}, ben: {"languages": ["es"], "english": "fluent"}}
    know(students=known, classroom=classroom, by=owner, now=NOW)
    publish(plan)
    assert counted(ben) == {"missed_picks": 0, "helper_rounds": 1, "helped_last": 1}
    assert counted(ana) == {"missed_picks": 0, "helper_rounds": 0, "helped_last": 0}
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]))
    assert counted(ben)["helper_rounds"] == 2
    third = open_round(classroom)
    assert (
        next(s for s in pairing_problem(third, mode="mix", today=TODAY).students if s.id == ben.key).helper_rounds == 2
    )
    publish(plan_of(third, [ana, cleo], [ben, dov], [eli, fay]))
    assert counted(ben) == {"missed_picks": 0, "helper_rounds": 1, "helped_last": 0}
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]))
    assert counted(ben)["helper_rounds"] == 0


def test_publishing_keeps_the_teachers_considerations(
    plan: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    know(students={ana: {"voice": "quiet"}}, classroom=classroom, by=owner, now=NOW)
    publish(plan)
    assert Considerations.objects.get(student=ana).content.voice == "quiet"


WHY = "They have made up."


def against(kind: str, plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student) -> Plan:
    """Ana is placed with Dov against a rule or a flag, and the teacher gives a reason."""
    dov = classroom.students.get(called="Dov")
    if kind == "never":
        rules.add_rule(classroom=classroom, kind="never", students=[ana, dov], by=owner, now=NOW)
    else:
        hand_in(ana, plan.round, hard={dov: ["unsafe"]})
    return move(plan, regrouping.Swap(ana.pk, cleo.pk), behind_cover=True, reason=WHY)


def test_a_decision_against_a_rule_is_published(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    publish(against("never", plan, classroom, owner, ana, cleo))
    assert frozenset(("Ana", "Dov")) in together(classroom)


def test_a_safety_flag_must_be_answered_before_the_two_are_partners(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    decided = against("flag", plan, classroom, owner, ana, cleo)
    with pytest.raises(UnableToPublish, match="Something stands against this plan by now"):
        publish(decided)
    assert not Partnership.objects.exists()


def test_a_three_made_by_hand_is_published(plan: Plan, classroom: Classroom, ana: Student, cleo: Student) -> None:
    ben, eli = (classroom.students.get(called=name) for name in ("Ben", "Eli"))
    changed = move(plan, regrouping.Join(ana.pk, cleo.pk))
    publish(move(changed, regrouping.Join(ben.pk, eli.pk), changed.version))
    assert sorted(map(len, together(classroom))) == [3, 3]
