"""Suggested plans."""

import datetime as dt

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners import pairing
from partners.actions import plans, rules
from partners.actions.unable_to_plan import UnableToSuggest
from partners.models import Plan, Round, SolverResult
from partners.planning.draft import layout_of
from partners.queries import alike, groups_of, pairing_problem, since
from tests.cast import NOW, TODAY, child, hand_in, make_class, open_round, swap


def called(plan: Plan) -> list[list[str]]:
    return [[student.called for student in group] for group in groups_of(plan)]


def rule(classroom: Classroom, owner: User, kind: str, *students: Student) -> None:
    rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner, now=NOW)


# Suggesting


def test_a_suggestion_is_the_best_plan_and_stores_no_reasons(
    classroom: Classroom, round: Round, owner: User, ana: Student, dov: Student
) -> None:
    hand_in(ana, round, great={dov: ["kind"]})
    hand_in(dov, round, great={ana: ["kind"]})
    plan = plans.suggest(round=round, mode="steady", by=owner, now=NOW)
    assert {frozenset(group) for group in called(plan)} >= {frozenset(("Ana", "Dov"))}
    assert sorted(name for group in called(plan) for name in group) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert (plan.mode, plan.version, plan.engine, plan.made_by) == ("steady", 1, pairing.ENGINE_VERSION, owner)
    solved = pairing.solve(pairing_problem(round, mode="steady", today=TODAY))
    assert plan.solver_result == SolverResult(below=solved.below, total=solved.total, proved=True)
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.mode == "steady"
    event = AuditEvent.objects.get(verb="plan_suggested")
    assert (event.by, event.classroom) == (owner, classroom)


def test_the_best_plan_is_suggested_once_in_a_mode(
    round: Round, owner: User, classroom: Classroom, ana: Student, dov: Student
) -> None:
    """A plan that is still the best counts as suggested anew, with all that is known by now."""
    hand_in(ana, round, great={dov: ["kind"]})
    for one, other in (("Ben", "Cleo"), ("Eli", "Fay")):
        hand_in(child(classroom, one), round, great={child(classroom, other): ["kind"]})
    first = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    later = NOW + dt.timedelta(hours=1)
    hand_in(dov, round, great={ana: ["kind"]}, now=NOW + dt.timedelta(minutes=1))
    assert since(first).notes == 1
    again = plans.suggest(round=round, mode="mix", weights={"voice": "high"}, by=owner, now=later)
    assert (again, again.made_at, since(again).notes) == (first, later, 0)
    before, after = first.solver_result.total, again.solver_result.total
    assert before is not None
    assert after is not None
    assert after > before
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "high"}
    steady = plans.suggest(round=round, mode="steady", by=owner, now=later)
    assert (steady.label, steady.mode, called(steady)) == ("Draft 2", "steady", called(first))
    assert alike(steady) == first
    swap(first, ana, child(classroom, "Ben"))
    assert alike(steady) is None
    assert plans.suggest(round=round, mode="mix", by=owner, now=later).label == "Draft 3"


def test_an_odd_class_has_one_three(owner: User) -> None:
    classroom = make_class(owner, *(f"Child{i} Last" for i in range(7)))
    plan = plans.suggest(round=open_round(classroom), mode="mix", by=owner, now=NOW)
    assert sorted(len(group) for group in groups_of(plan)) == [2, 2, 3]


@pytest.mark.parametrize("children", [[], ["Ana Ribeiro"]])
def test_a_class_with_fewer_than_two_children_gets_no_plan(children: list[str], owner: User) -> None:
    round = open_round(make_class(owner, *children))
    with pytest.raises(
        UnableToSuggest, match=r"^A partnership needs two children\. Add children to the class first\.$"
    ):
        plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    assert not Plan.objects.exists()


def test_a_plan_without_a_solution_leaves_everybody_unplaced(owner: User) -> None:
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen")
    ana, ben = classroom.students.in_order()
    rule(classroom, owner, "never", ana, ben)
    plan = plans.suggest(round=open_round(classroom), mode="mix", by=owner, now=NOW)
    assert (called(plan), plan.solver_result) == ([], SolverResult())
    assert layout_of(plan, TODAY).aside == [ana, ben]


def test_a_published_round_gets_no_suggestion(published: Round, owner: User) -> None:
    with pytest.raises(UnableToSuggest, match="This round is published"):
        plans.suggest(round=published, mode="mix", by=owner, now=NOW)
