"""Drafts that start from the last round: pairs who stay are locked, perhaps to be coached; pairs to change are
parted."""

import re
from typing import Any

import pytest

from classroom.models import Classroom, Student, User
from partners.actions import plan_changes, plan_ideas, plan_locks, plan_relaxing, rules
from partners.actions.plan_ideas import NoWayAround
from partners.actions.unable_to_plan import UnableToChangePlan
from partners.desk import Desk, desk, why_not
from partners.models import Coaching, Plan, Round
from partners.planning import regrouping
from partners.planning.draft import layout_of
from tests.cast import NOW, TODAY, child, know, make_class, move, open_round, owner_of, partnership_of, plan_of, publish

AS_BEFORE = {frozenset(("Ana", "Ben")), frozenset(("Cleo", "Dov")), frozenset(("Eli", "Fay"))}


def called(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(student.called for student in group) for group in layout_of(plan, TODAY).seated}


def to_change(plan: Plan) -> str:
    return uncovered(plan).to_change


def uncovered(plan: Plan) -> Desk:
    return desk(layout_of(plan, TODAY), uncovered=True)


def start(round: Round, how: str, mode: str = "steady") -> Plan:
    """A draft from the last round of the six children. `how` has a word for each pair: keep, coach or change."""
    six = [child(round.classroom, name) for name in ("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay")]
    groups = dict(zip([tuple(six[:2]), tuple(six[2:4]), tuple(six[4:])], how.split(), strict=True))
    return plan_ideas.from_last_round(round=round, mode=mode, groups=groups, by=owner_of(round.classroom), now=NOW)


@pytest.fixture
def next_round(published: Round, classroom: Classroom) -> Round:
    """A new round. In the one before, Ana was with Ben, Cleo with Dov and Eli with Fay, and each pair fits best."""
    alike = {name: {"interests": [love, f"{love} again", f"{love} once more"]} for name, love in LOVES.items()}
    known = {child(classroom, name): content for name, content in alike.items()}
    know(students=known, classroom=classroom, by=owner_of(classroom), now=NOW)
    return open_round(classroom)


LOVES = {"Ana": "owls", "Ben": "owls", "Cleo": "maps", "Dov": "maps", "Eli": "soup", "Fay": "soup"}


# Pairs to change


def test_pairs_to_change_are_parted_in_every_suggestion_of_the_draft(next_round: Round, owner: User) -> None:
    plan = start(next_round, "keep change change")
    assert frozenset(("Ana", "Ben")) in called(plan)
    assert called(plan) & AS_BEFORE == {frozenset(("Ana", "Ben"))}
    assert to_change(plan) == "Cleo and Dov; Eli and Fay"
    with pytest.raises(UnableToChangePlan, match="This is the best way around what is locked"):
        plan_ideas.complete(plan=plan, version=1, by=owner, now=NOW)
    beside = plan_ideas.another(plan=plan, by=owner, now=NOW).plan
    for draft in (plan, beside):
        assert not called(draft) & {frozenset(("Cleo", "Dov")), frozenset(("Eli", "Fay"))}
        assert to_change(draft) == "Cleo and Dov; Eli and Fay"


def test_why_not_says_that_the_two_are_to_change(next_round: Round, owner: User, cleo: Student, dov: Student) -> None:
    plan = start(next_round, "keep change change")
    layout = layout_of(plan, TODAY)
    assert why_not.why_not(layout, cleo, dov).lines == ["Not possible. You let Cleo and Dov change."]
    with pytest.raises(UnableToChangePlan, match=r"^Look behind the cover for this one\.$"):
        plan_ideas.together(plan=plan, one=cleo, other=dov, by=owner, now=NOW)
    rules.add_rule(classroom=next_round.classroom, kind="never", students=(cleo, dov), by=owner, now=NOW)
    layout = layout_of(plan, TODAY)
    assert why_not.why_not(layout, cleo, dov).lines == ["Not possible. You set: Cleo and Dov never together."]


def test_a_pair_to_change_may_stay_when_paired_by_hand(
    next_round: Round, owner: User, cleo: Student, dov: Student
) -> None:
    """It needs no uncovered page and no question. After an undo the two are parted again."""
    plan = start(next_round, "keep change change")
    plan = move(plan, regrouping.PairUp(cleo.pk, dov.pk))
    assert to_change(plan) == "Eli and Fay"
    assert uncovered(plan).broken == []
    back = plan_changes.undo(plan=plan, version=2, behind_cover=False, by=owner, now=NOW).plan
    assert to_change(back) == "Cleo and Dov; Eli and Fay"


def test_a_pair_to_change_may_stay_when_the_rule_is_relaxed(next_round: Round, owner: User) -> None:
    """Rules leave Cleo and Dov nobody else."""
    plan = start(next_round, "keep change change")
    cleo, dov = (child(next_round.classroom, name) for name in ("Cleo", "Dov"))
    for name in ("Eli", "Fay"):
        for one in (cleo, dov):
            students = (one, child(next_round.classroom, name))
            rules.add_rule(classroom=next_round.classroom, kind="never", students=students, by=owner, now=NOW)
    plan = move(plan, regrouping.PutAside(cleo.pk))
    clash = uncovered(plan).clash
    assert clash
    assert "You let Cleo and Dov change" in clash.rules
    asked: dict[str, Any] = {"version": 2, "behind_cover": True, "by": owner, "now": NOW}
    laid = plan_relaxing.relax(plan=plan, kind="change", students=[dov.key, cleo.key], **asked)
    assert to_change(laid.plan) == "Eli and Fay"
    with pytest.raises(UnableToChangePlan, match="No such rule stands in the way of this plan"):
        plan_relaxing.relax(plan=laid.plan, kind="change", students=[dov.key, cleo.key], **(asked | {"version": 3}))


# Pairs who stay


def test_coaching_stays_whatever_reason_the_lock_has(next_round: Round, owner: User, ana: Student) -> None:
    plan = start(next_round, "coach coach keep")
    locks = {card.names: (card.to_coach, card.lock_reason) for card in uncovered(plan).cards}
    assert locks == {"Ana and Ben": (True, ""), "Cleo and Dov": (True, ""), "Eli and Fay": (False, "")}
    words = "They begin with turns."
    asked: dict[str, Any] = {"student": ana, "reason": words, "by": owner, "now": NOW}
    plan = plan_locks.lock(plan=plan, version=1, to_coach=True, **asked).plan
    publish(plan)
    since = {name: partnership_of(child(plan.round.classroom, name)).coaching.since for name in ("Ana", "Cleo", "Eli")}
    assert since == {"Ana": TODAY, "Cleo": TODAY, "Eli": None}


def test_coaching_can_be_dropped_at_the_lock(next_round: Round, owner: User, ana: Student) -> None:
    plan = start(next_round, "coach keep keep")
    plan = plan_locks.lock(plan=plan, student=ana, version=1, to_coach=False, by=owner, now=NOW).plan
    publish(plan)
    assert partnership_of(ana).coaching == Coaching()


def test_fresh_does_not_apply_to_pairs_who_stay(next_round: Round, owner: User, ana: Student, cleo: Student) -> None:
    plan = start(next_round, "keep keep keep", mode="fresh")
    assert called(plan) == AS_BEFORE
    seen = uncovered(plan)
    assert seen.broken == []
    assert {fact.what: fact.how for fact in seen.facts}["Your rules"] == "all kept"
    for number, student in enumerate((ana, cleo), 1):
        plan = plan_locks.unlock(plan=plan, student=student, version=number, by=owner, now=NOW).plan
    assert sorted(broken.words for broken in uncovered(plan).broken) == [
        "Fresh, nobody with a partner from before: Ana and Ben",
        "Fresh, nobody with a partner from before: Cleo and Dov",
    ]
    for number, student in enumerate((ana, cleo), 3):
        plan = plan_locks.lock(plan=plan, student=student, version=number, by=owner, now=NOW).plan
    publish(plan)


# Choices that leave no plan


def refused(round: Round, how: str, mode: str = "steady") -> NoWayAround:
    with pytest.raises(NoWayAround, match="Look behind the cover to see why") as raised:
        start(round, how, mode)
    assert not round.plans.exists()
    return raised.value


def test_a_pair_to_change_needs_somebody_to_change_with(next_round: Round) -> None:
    clash = refused(next_round, "change keep keep").clash
    assert sorted(clash.rules) == ["Locked: Cleo and Dov", "Locked: Eli and Fay", "You let Ana and Ben change"]


def test_pairs_that_stay_against_a_rule_are_named(next_round: Round, owner: User, ana: Student, ben: Student) -> None:
    rules.add_rule(classroom=next_round.classroom, kind="never", students=(ana, ben), by=owner, now=NOW)
    clash = refused(next_round, "keep change change").clash
    assert sorted(clash.rules) == ["Locked: Ana and Ben", "You set: Ana and Ben never together"]


def test_three_children_who_all_change_have_no_partners(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo")
    ana, ben, cleo = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben, cleo]))
    groups: plan_ideas.Choices = {(ana, ben, cleo): "change"}
    with pytest.raises(NoWayAround) as raised:
        plan_ideas.next_round(classroom=classroom, groups=groups, by=owner, now=NOW)
    clash = raised.value.clash
    assert clash.is_one
    assert re.fullmatch(
        r"\w+ and \w+ may not be with one another, and there is room in one partnership only.", clash.headline
    )
    assert not classroom.rounds.being_prepared().exists()
    assert plan_ideas.clash_around(plan_ideas.around(classroom=classroom, groups=groups, now=NOW)) == clash
    assert (
        plan_ideas.clash_around(plan_ideas.around(classroom=classroom, groups=dict.fromkeys(groups, "keep"), now=NOW))
        is None
    )


def test_all_conflicts_of_a_child_without_an_alternative_are_named(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov")
    ana, ben, cleo, dov = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov]))
    for other in (cleo, dov):
        rules.add_rule(classroom=classroom, kind="never", students=(ana, other), by=owner, now=NOW)
    clash = plan_ideas.clash_around(plan_ideas.around(classroom=classroom, groups={(ana, ben): "change"}, now=NOW))
    assert clash
    assert clash.headline == ("Ana may not be with anyone who is left: never with Cleo and Dov; not again with Ben.")
