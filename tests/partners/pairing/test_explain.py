"""Reasons add up to the fit, and what may be said aloud rests on nothing that is covered."""

from dataclasses import replace

from hypothesis import given, settings

from partners import pairing
from partners.pairing import Choice, Note, OpenReason, Problem, Rule, Student

from .brute_force import partitions
from .classes import full_class, problems


def explained_fit(reasons):
    """The fit that a child's reasons explain, in quarters."""
    partners = {reason.about for reason in reasons if reason.about}
    toward = [200 + sum(reason.quarters for reason in reasons if reason.about == partner) for partner in partners]
    return toward, sum(reason.quarters for reason in reasons if reason.about is None)


@settings(max_examples=200)
@given(problem=problems(least=2))
def test_reasons_add_up_to_the_fit(problem):
    ids = tuple(sorted(student.id for student in problem.students))
    groups = next(partitions(ids, len(ids) % 2, lambda group: True))
    plan, reasons = pairing.evaluate(problem, groups), pairing.reasons(problem, groups)
    for group in groups:
        for student in group:
            toward, rest = explained_fit(reasons[student])
            without_reasons = len(group) - 1 - len(toward)
            assert (sum(toward) + 200 * without_reasons) / (len(group) - 1) + rest == plan.fits[student]
            assert all(reason.quarters for reason in reasons[student])


def test_reasons_say_what_is_open():
    problem = full_class(31)
    plan = pairing.solve(problem)
    found = [reason for of_child in pairing.reasons(problem, plan.groups).values() for reason in of_child]
    opened = {(reason.key, reason.quarters > 0) for reason in found if reason.source == "open"}
    covered = {(reason.key, reason.quarters > 0) for reason in found if reason.source == "covered"}
    assert opened == {("interests", True), ("strengths", True), ("language", True)}
    assert not {key for key, _ in covered} & {"interests", "strengths"}
    assert ("language", True) not in covered


def test_a_missed_bridge_is_covered():
    students = (
        Student("a", languages=("es",), english="newcomer"),
        Student("b", languages=("es",), english="fluent"),
        Student("c"),
    )
    (reason,) = pairing.reasons(Problem(students), [("a", "c")])["a"]
    assert (reason.key, reason.quarters, reason.source, reason.detail) == ("language", -80, "covered", ())


def test_reasons_carry_the_words_behind_them():
    students = (
        Student(
            "a",
            goals=("order", "ideas"),
            interests=("Sports", "animals"),
            pace=("one_step",),
            english="developing",
            languages=("es-MX", "ht"),
        ),
        Student(
            "b",
            strengths=("ideas", "order"),
            interests=("animals", "sports"),
            pace=("one_step",),
            languages=("ht", "ES"),
        ),
    )
    notes = (Note("a", great=(Choice("b", ("kind", "listens")),)), Note("b", hard=(Choice("a", ("loud",)),)))
    history = (pairing.Together(("a", "b"), "growing"),)
    problem = Problem(students, notes=notes, history=history, mode="steady")
    found = pairing.reasons(problem, [("a", "b")])
    assert {reason.key: reason.detail for reason in found["a"]} == {
        "great": ("kind", "listens"),
        "language": ("es", "ht"),
        "strengths": ("ideas", "order"),
        "support": ("one_step",),
        "interests": ("animals", "sports"),
        "history": ("growing",),
        "limit": (),
    }
    assert {reason.key: reason.detail for reason in found["b"]}["hard"] == ("loud",)


def test_the_reason_for_a_welcome_does_not_say_which_it_was():
    welcoming = Student("b", welcoming=True)
    for child, notes in (
        (Student("a", voice="very_quiet"), ()),
        (Student("a", new=True), ()),
        (Student("a"), (Note("b"),)),
    ):
        (reason,) = pairing.reasons(Problem((child, welcoming), notes=notes), [("a", "b")])["a"]
        assert reason == pairing.Reason("welcoming", 40, "a", "b", "covered", ())


PAIR = (
    Student("a", languages=("es",), english="newcomer", goals=("order",), interests=("animals", "games")),
    Student("b", languages=("ES-mx",), english="fluent", strengths=("order",), interests=("Games",)),
)
SAID = (
    OpenReason("interests", "a", "b", ("games",)),
    OpenReason("strengths", "a", "b", ("order",)),
    OpenReason("language", "a", "b", ("es",)),
)


def test_what_may_be_published():
    assert pairing.publishable(Problem(PAIR), ("b", "a")) == SAID


def test_a_shared_language_is_said_whatever_the_level():
    for level in (None, "newcomer", "developing", "bridging", "fluent"):
        students = tuple(replace(student, english=level) for student in PAIR)
        assert pairing.publishable(Problem(students), ("a", "b")) == SAID


def test_what_is_off_is_not_said():
    weights = {"interests": "off", "language": "off", "strengths": "low"}
    assert pairing.publishable(Problem(PAIR, weights=weights), ("a", "b")) == (SAID[1],)


def test_what_may_be_published_rests_on_nothing_covered():
    problem = full_class(31)
    problem = replace(problem, rules=(*problem.rules, Rule("good_idea", ("s00", "s01"))), flags=(("s02", "s03"),))
    bare = replace(problem, notes=(), rules=(), flags=(), history=())
    groups = pairing.solve(problem).groups
    said = [pairing.publishable(problem, group) for group in groups]
    assert said == [pairing.publishable(bare, group) for group in groups]
    assert any(said)
