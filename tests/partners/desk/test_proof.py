"""How good a plan is beside every other one: a claim is made only where it is proved, and says how we know."""

from dataclasses import replace
from typing import Any

from classroom.models import Classroom, Student, User
from partners import pairing
from partners.actions import plan_ideas, plan_locks, plans, rules
from partners.desk import desk
from partners.desk.proof import Proof, _beside, made_from, proof
from partners.models import Plan, Round
from partners.pairing import Levels
from partners.planning.draft import Layout, layout_of
from partners.planning.regrouping import Join, PutAside
from partners.wording import proofs
from tests.addresses import url
from tests.cast import NOW, TODAY, child, hand_in, know, make_class, move, open_round, page, plan_of, sign_in, swap
from tests.partners.views.test_partnership import text

BEST = "No other plan is better for this class under your rules."
ORDER = (
    "Each child’s match is rated from 0 to 100, and what counts first is that nobody is badly placed, then that nobody "
    "is beside someone they named as hard, and then how well it goes for the whole class."
)
REACHED = "No plan can surpass this, and this plan reaches it"
NO_HARM = "nobody below 50, nobody beside someone they named as hard"


def picked(round: Round, classroom: Classroom) -> None:
    """Each child picked their partner of before, except Eli and Fay, who wrote nothing."""
    for one, other in (("Ana", "Ben"), ("Ben", "Ana"), ("Cleo", "Dov"), ("Dov", "Cleo")):
        hand_in(child(classroom, one), round, great={child(classroom, other): ["kind"]})


def now(plan: Plan) -> Layout:
    return layout_of(Plan.objects.get(pk=plan.pk), TODAY)


def test_a_suggestion_says_that_no_other_plan_is_better_and_how_we_know(
    round: Round, classroom: Classroom, owner: User
) -> None:
    picked(round, classroom)
    plan = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    assert proof(now(plan)) == Proof(
        BEST,
        [
            "Every way to put this class into pairs and threes that your rules allow was taken into account.",
            ORDER,
            f"{REACHED}: {NO_HARM}, 2 children below 60, 452 for all together.",
            "A second program, written apart from the first, went over the result and agreed.",
        ],
    )


def test_in_steady_partners_who_go_well_are_counted(round: Round, classroom: Classroom, owner: User) -> None:
    plan = plans.suggest(round=round, mode="steady", by=owner, now=NOW)
    found = proof(now(plan))
    assert found
    assert ", then that partners who go well stay together, and then" in found.how[1]
    assert "with whom it goes well" not in found.how[2]


def test_what_is_locked_is_named(plan: Plan, owner: User, ana: Student) -> None:
    assert proof(now(plan)) == replace(proof(now(plan)) or Proof(""), words=BEST)
    plan_locks.lock(plan=plan, student=ana, version=1, by=owner, now=NOW)
    found = proof(now(plan))
    assert found
    assert found.words == "Around what is locked, no other plan is better for this class under your rules."


def test_a_plan_that_is_not_the_best_says_what_another_one_is_better_in(
    plan: Plan, classroom: Classroom, ana: Student, cleo: Student
) -> None:
    picked(plan.round, classroom)
    assert (proof(now(plan)) or Proof("")).words == BEST
    swap(plan, ana, cleo)
    assert proof(now(plan)) == Proof("Another plan is better under your rules: 4 fewer children with few reasons.")


def test_nothing_is_claimed_while_somebody_is_aside_or_a_rule_is_broken(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    move(plan, PutAside(ana.pk))
    assert proof(now(plan)) is None
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    assert proof(layout_of(plan_of(plan.round, *now(plan_of(plan.round, *_pairs(classroom))).seated), TODAY)) is None


def _pairs(classroom: Classroom) -> list[list[Student]]:
    six = list(classroom.students.in_order())
    return [six[:2], six[2:4], six[4:]]


def test_a_plan_that_is_not_proved_says_so_with_its_bound(round: Round, classroom: Classroom, owner: User) -> None:
    """The bound is what no plan can surpass; here it is more than the plan has."""
    plan = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    layout = now(plan)
    best = pairing.solve(layout.to_solve)
    bound = replace_levels(best.levels, total=best.total + 10)
    found = _beside(layout, replace(best, bound=bound, proved=False))
    assert found.words == "This is the best we found; there may be a better one."
    assert found.bound == found.how[2]
    assert found.how[0].startswith("The search stopped after a fixed number of steps")
    assert found.how[2] == (
        f"No plan can surpass {NO_HARM}, 6 children below 60, 302.5 for all together; "
        f"this plan has {NO_HARM}, 6 children below 60, 300 for all together."
    )


def replace_levels(levels: Levels, **changed: Any) -> Levels:
    return levels._replace(**changed)


def test_the_first_thing_that_differs_is_said() -> None:
    plan = Levels((0, 0, 1, 2, 3, 8), 1, 4, 4000, 6)
    better: dict[str, tuple[dict[str, Any], str]] = {
        "below 30": ({"below": (0, 0, 0, 2, 3, 8)}, "1 fewer child with a match below 30 of 100"),
        "hard": ({"beside_hard": 0}, "1 fewer child beside someone they named as hard"),
        "kept": ({"kept": 6, "total": 3000}, "2 more children with a partner with whom it goes well"),
        "few": ({"below": (0, 0, 1, 2, 3, 5)}, "3 fewer children with few reasons"),
        "total": ({"total": 4010}, "2.5 more for all together"),
        "changes": ({"changes": 4}, "it is as good, and fewer children change partners"),
    }
    for changed, words in better.values():
        best = replace_levels(plan, **changed)
        assert best.rank > plan.rank
        assert proofs.what_is_better(best, plan) == f"Another plan is better under your rules: {words}."
    assert proofs.in_words(plan, is_steady=True) == (
        "nobody below 20, 1 child below 30, 2 children below 40, 3 children below 50, 1 child beside someone they "
        "named as hard, 4 children still with a partner with whom it goes well, 8 children below 60, 1,000 for all "
        "together"
    )


def test_the_proof_is_behind_the_cover(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    """Whether a plan is the best one tells of notes: a covered desk could be asked about any two children."""
    picked(plan.round, classroom)
    teacher, address = sign_in(owner), url("partners:plan_draft", classroom.key, plan.key)
    words = ("How do we know?", BEST, "Another plan is better", "Made from", "for all together")
    html = page(teacher.post(f"{address}uncover/"))
    assert [each for each in words if each in text(html)] == ["How do we know?", BEST, "for all together"]
    assert [each for each in words if each in page(teacher.get(address))] == []
    moved = {"version": 1, "hand": ana.key, "to": f"swap:{cleo.key}"}
    assert [each for each in words if each in page(teacher.post(f"{address}move/", moved, follow=True))] == []
    assert "Another plan is better" in page(teacher.post(f"{address}uncover/"))


# What a plan is made from


def test_few_notes_are_said_once(plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    teacher, address = sign_in(owner), url("partners:plan_draft", classroom.key, plan.key)

    def shown() -> str:
        return text(page(teacher.post(f"{address}uncover/")))

    nothing = "Made from no notes, and not much else: you have not yet noted what you know about the children."
    assert shown().count(nothing) == 1
    know(students={one: {"voice": "quiet"} for one in (ana, ben)}, classroom=classroom, by=owner, now=NOW)
    hand_in(ana, plan.round, great={ben: ["kind"]})
    assert made_from(now(plan)) == "Made from 1 of 6 notes; mostly what you know about them."
    html = shown()
    assert html.count("Made from 1 of 6 notes; mostly what you know about them.") == 1
    for words in ("Few reasons yet", "we don’t have many reasons", "Little is known about"):
        assert words not in html
    for one in ("Ben", "Cleo"):
        hand_in(child(classroom, one), plan.round, great={ana: ["kind"]})
    html = shown()
    assert "Made from" not in html
    for words in ("Few reasons yet", "Little is known about Dov yet", "Little is known about Eli and Fay yet"):
        assert html.count(words) == 1


def test_notes_that_are_few_beside_nothing_known(plan: Plan, ana: Student, ben: Student) -> None:
    hand_in(ana, plan.round, great={ben: ["kind"]})
    assert made_from(now(plan)) == (
        "Made from 1 of 6 notes, and not much else: you have not yet noted what you know about the children."
    )


# What a plan gives up


def covered_lines(layout: Layout) -> dict[str, list[str]]:
    cards = desk(layout, uncovered=True).cards
    return {card.names: [f"{line.lead} {line.words}".strip() for line in card.covered] for card in cards}


def test_a_missed_pick_names_those_for_whom_it_was_traded(
    round: Round,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """Eli picked Ana. Ana and Ben picked each other."""
    picked(round, classroom)
    hand_in(eli, round, great={ana: ["kind"]})
    plan = plan_of(round, [ana, ben], [cleo, dov], [eli, fay])
    traded = "Traded: Eli didn’t get anyone they picked. With Ana it would be harder for Ana and Ben."
    assert covered_lines(now(plan))["Eli and Fay"] == [f"{traded} Eli’s picks count more next time"]


def test_where_a_rule_forbids_the_pick_nothing_was_traded(
    round: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    hand_in(eli, round, great={ana: ["kind"]})
    rules.add_rule(classroom=classroom, kind="never", students=[eli, ana], by=owner, now=NOW)
    plan = plan_of(round, [ana, ben], [cleo, dov], [eli, fay])
    assert covered_lines(now(plan))["Eli and Fay"] == [
        "Eli didn’t get anyone they picked. Eli’s picks count more next time"
    ]


def test_a_pick_that_would_cost_nobody_anything_was_not_traded(
    round: Round, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student
) -> None:
    hand_in(eli, round, great={ana: ["kind"]})
    plan = plan_of(round, [ana, ben], [cleo, dov], [eli, fay])
    assert covered_lines(now(plan))["Eli and Fay"] == [
        "Eli didn’t get anyone they picked. Eli’s picks count more next time"
    ]


def test_another_idea_says_what_the_best_plan_is_better_in(plan: Plan, classroom: Classroom, owner: User) -> None:
    picked(plan.round, classroom)
    beside = plan_ideas.another(plan=plan, by=owner, now=NOW).plan
    found = proof(now(beside))
    assert found
    assert found.words.startswith("Another plan is better under your rules: ")
    assert found.how == ()


def test_a_three_more_than_needed_claims_nothing(owner: User) -> None:
    room = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil", "Hana")
    students = list(room.students.in_order())
    plan = plan_of(open_round(room), students[:2], students[2:4], students[4:6], students[6:])
    move(plan, PutAside(students[0].pk))
    move(plan, Join(students[0].pk, students[2].pk), 2)
    move(plan, Join(students[1].pk, students[4].pk), 3)
    assert now(plan).aside == []
    assert proof(now(plan)) is None
