"""The teacher's rules about children together."""

import datetime as dt

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rules
from partners.actions.rules import UnableToKeepRule
from partners.actions.safety_flags import raise_flag
from partners.models import Round, Rule, RuleContent, RuleKind, Workshop
from partners.queries import pairing_problem, parted
from partners.wording.conflicts import Clash
from tests.cast import NOW, TODAY, child, open_round, owner_of, store_json

DAY = dt.timedelta(days=1)


def add(kind: str, *students: Student, until: dt.date | None = None, reason: str = "") -> Rule:
    classroom = students[0].classroom
    return rules.add_rule(
        classroom=classroom, kind=kind, students=students, reason=reason, until=until, by=owner_of(classroom), now=NOW
    )


def test_a_rule_holds_on_its_last_day_and_not_after(classroom: Classroom, round: Round, ana: Student, ben: Student):
    add("never", ana, ben, until=TODAY)
    for day, holds in ((TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)):
        assert bool(pairing_problem(round, mode="mix", today=day).rules) is holds
        assert (frozenset((ana.pk, ben.pk)) in parted(classroom, day)) is holds


def test_a_rule_stored_without_an_end_holds(classroom: Classroom, round: Round, ana: Student, ben: Student):
    rule = add("better_not", ana, ben)
    store_json(rule, "content", {"kind": "never", "students": [ana.pk, ben.pk]})
    assert Rule.objects.get().content == RuleContent(kind=RuleKind.NEVER, students=(ana.pk, ben.pk))
    assert len(pairing_problem(round, mode="mix", today=TODAY).rules) == 1


# Rules that a teacher enters


def enter(kind: str, *students: Student, until: dt.date | None = None) -> Clash | None:
    classroom = students[0].classroom
    words = rules.Words(RuleKind(kind), students, "", until)
    return rules.enter_rule(classroom=classroom, words=words, by=owner_of(classroom), now=NOW)


def refused(kind: str, *students: Student) -> UnableToKeepRule:
    before = Rule.objects.count()
    with pytest.raises(UnableToKeepRule) as error:
        enter(kind, *students)
    assert Rule.objects.count() == before
    return error.value


def test_entered_rules_are_stored(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    words = rules.Words(RuleKind.BETTER_NOT, [ana, ben], "They laugh all day.", TODAY)
    assert rules.enter_rule(classroom=classroom, words=words, by=owner, now=NOW) is None
    assert Rule.objects.get().content == RuleContent(
        kind=RuleKind.BETTER_NOT, students=(ana.pk, ben.pk), reason="They laugh all day.", until=TODAY
    )
    event = AuditEvent.objects.get(verb="rule_added")
    assert (event.by, event.classroom, event.student) == (owner, classroom, None)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("never", "together", "You have set “Never together” for Ana and Ben."),
        ("together", "never", "You have set “Keep together” for Ana and Ben."),
        ("never", "good_idea", "You have set “Never together” for Ana and Ben."),
        ("good_idea", "never", "You have set “Good idea” for Ana and Ben."),
        ("together", "better_not", "You have set “Keep together” for Ana and Ben."),
        ("better_not", "together", "You have set “Better not” for Ana and Ben."),
        ("good_idea", "better_not", "You have set “Good idea” for Ana and Ben."),
        ("better_not", "good_idea", "You have set “Better not” for Ana and Ben."),
    ],
)
def test_opposite_rules_about_the_same_two_are_refused(
    first: str, second: str, said: str, ana: Student, ben: Student
) -> None:
    enter(first, ana, ben)
    error = refused(second, ben, ana)
    assert str(error).startswith(said.replace("Ana and Ben", "Ben and Ana"))
    assert error.clash is None


@pytest.mark.parametrize("kinds", [("never", "better_not"), ("together", "good_idea")])
def test_a_softer_rule_of_the_same_kind_is_no_contradiction(kinds: tuple[str, str], ana: Student, ben: Student) -> None:
    for kind in kinds:
        enter(kind, ana, ben)
    assert Rule.objects.count() == 2


@pytest.mark.parametrize("kind", list(RuleKind))
def test_a_rule_cannot_be_entered_twice(kind: RuleKind, ana: Student, ben: Student, cleo: Student) -> None:
    enter(kind, ana, ben)
    assert str(refused(kind, ben, ana)) == f"You have set “{kind.label}” for Ben and Ana already."
    enter(kind, ana, cleo)


def test_a_pair_within_a_never_rule_counts_as_the_same_rule(
    ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    enter("never", ana, ben, cleo)
    assert str(refused("never", ana, cleo)) == "You have set “Never together” for Ana and Cleo already."
    assert str(refused("together", ben, cleo)).startswith("You have set “Never together” for Ben and Cleo.")
    enter("never", ana, ben, dov)
    assert Rule.objects.count() == 2


def test_a_rule_that_is_over_contradicts_nothing(ana: Student, ben: Student) -> None:
    add("never", ana, ben, until=TODAY - DAY)
    enter("together", ana, ben)
    assert Rule.objects.count() == 2


def test_keep_together_rules_that_tie_four_children_are_refused(
    ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    enter("together", ana, ben)
    enter("together", cleo, dov)
    error = refused("together", ben, cleo)
    assert str(error) == "With this rule there is no way to give every child a partner."
    assert error.clash
    assert error.clash.headline == "Ana, Ben, Cleo and Dov are all tied together, and a group holds three at most."
    assert sorted(error.clash.rules) == [
        "You set: keep Ana and Ben together",
        "You set: keep Ben and Cleo together",
        "You set: keep Cleo and Dov together",
    ]


def test_a_never_rule_that_leaves_a_child_nobody_is_refused(classroom: Classroom, ana: Student) -> None:
    others = [student for student in classroom.students.here() if student != ana]
    for other in others[:-1]:
        enter("never", ana, other)
    error = refused("never", ana, others[-1])
    assert error.clash
    assert error.clash.headline.startswith("Ana may not be with anyone who is left")


def test_a_safety_flag_counts_as_a_rule(classroom: Classroom, round: Round, ana: Student, ben: Student) -> None:
    raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    error = refused("together", ana, ben)
    assert error.clash
    assert "Someone does not feel safe: Ana and Ben" in error.clash.rules


def test_fresh_makes_no_rule_impossible(published: Round, classroom: Classroom, ana: Student, ben: Student) -> None:
    """Ana and Ben are partners. The mode "fresh" would part them, but a mode is chosen anew for each suggestion."""
    Workshop.objects.update(mode="fresh")
    open_round(classroom)
    others = [student for student in classroom.students.here() if student not in (ana, ben)]
    for other in others:
        enter("never", ana, other)
    assert Rule.objects.count() == 4


def test_a_rule_can_be_entered_while_others_leave_no_plan(
    classroom: Classroom, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    for pair in ((ana, ben), (ben, cleo), (cleo, dov)):
        add("together", *pair)
    before = enter("better_not", ana, child(classroom, "Eli"))
    assert before
    assert len(before.rules) == 3
    assert Rule.objects.count() == 4
    # A rule that contradicts one of them outright is refused all the same.
    assert str(refused("never", ana, ben)).startswith("You have set “Keep together” for Ana and Ben.")


def test_a_changed_rule_does_not_contradict_itself(owner: User, ana: Student, ben: Student) -> None:
    rule = add("never", ana, ben, reason="A quarrel.")
    words = rules.Words(RuleKind.TOGETHER, [ana, ben], "They made up.")
    assert rules.change_rule(rule=rule, words=words, by=owner, now=NOW) is None
    kept = Rule.objects.get()
    assert (kept.kind, kept.content.reason, kept.until) == ("together", "They made up.", None)
    assert AuditEvent.objects.filter(verb="rule_changed").count() == 1


def test_a_change_that_is_refused_changes_nothing(owner: User, ana: Student, ben: Student, cleo: Student) -> None:
    add("never", ana, cleo)
    rule = add("never", ana, ben)
    with pytest.raises(UnableToKeepRule):
        rules.change_rule(rule=rule, words=rules.Words(RuleKind.GOOD_IDEA, [ana, cleo]), by=owner, now=NOW)
    assert Rule.objects.get(pk=rule.pk).content.students == (ana.pk, ben.pk)


def test_a_rule_that_was_removed_meanwhile_does_not_come_back(owner: User, ana: Student, ben: Student) -> None:
    rule = add("never", ana, ben)
    rules.remove_rule(rule=Rule.objects.get(), by=owner, now=NOW)
    assert AuditEvent.objects.filter(verb="rule_removed").count() == 1
    with pytest.raises(UnableToKeepRule, match="was removed on another screen meanwhile"):
        rules.change_rule(rule=rule, words=rules.Words(RuleKind.NEVER, [ana, ben]), by=owner, now=NOW)
    assert Rule.objects.count() == 0
