"""A plan in a few facts."""

from hypothesis import given, settings

from partners import pairing
from partners.pairing import Choice, Note, Problem, Rule, Student, Together

from .brute_force import partitions
from .classes import problems


def facts(problem, *groups):
    return pairing.summary(problem, pairing.evaluate(problem, [tuple(group) for group in groups]))


def great(child, *named):
    return Note(child, great=tuple(Choice(name) for name in named))


def hard(child, *named):
    return Note(child, hard=tuple(Choice(name) for name in named))


def students(names):
    return tuple(Student(name) for name in names)


def test_picks_that_are_honoured_and_returned():
    problem = Problem(
        students("abcdef"), notes=(great("a", "b", "c"), great("b", "a"), great("c", "e"), hard("d", "c"))
    )
    told = facts(problem, "ab", "cd", "ef")
    assert told.named == ("a", "b", "c")
    assert told.honoured == ("a", "b")
    assert told.mutual == (("a", "b"),)
    assert told.hard_notes == (("d", "c"),)
    other = facts(problem, "ad", "bf", "ce")
    assert (other.honoured, other.mutual, other.hard_notes) == (("c",), (), ())


def test_a_pick_in_a_three_counts_once():
    problem = Problem(students("abc"), notes=(great("a", "b", "c"), great("b", "a"), great("c", "a")))
    told = facts(problem, "abc")
    assert told.honoured == ("a", "b", "c")
    assert told.mutual == (("a", "b"), ("a", "c"))
    assert told.threes == (("a", "b", "c"),)


def test_the_lowest_fit_and_who_is_below_sixty():
    problem = Problem(students("abcd"), notes=(great("a", "b"), hard("c", "d")))
    told = facts(problem, "ab", "cd")
    assert told.lowest == 4 * 25
    assert told.little == ("b", "c", "d")


def test_who_leans_on_whom():
    children = (
        Student("a", english="newcomer", languages=("es",)),
        Student("b", english="fluent", languages=("es",), behaviour="models", welcoming=True),
        Student("c", behaviour="needs_model"),
        Student("d", english="developing", languages=("fr",)),
        Student("e", languages=("fr",), english="fluent"),
    )
    assert facts(Problem(children), "abc", "de").leaned_on == {"b": ("a", "c")}
    off = Problem(children, weights={"behaviour": "off"})
    assert facts(off, "abc", "de").leaned_on == {"b": ("a",)}


def test_a_welcome_is_leaned_on_too():
    children = (Student("a", voice="very_quiet"), Student("b", welcoming=True))
    assert facts(Problem(children), "ab").leaned_on == {"b": ("a",)}
    assert facts(Problem(children, weights={"welcoming": "off"}), "ab").leaned_on == {}


def test_who_has_other_partners_than_last_round():
    history = (Together(("a", "b")), Together(("c", "d")), Together(("e", "f"), rounds_ago=2))
    told = facts(Problem(students("abcdef"), history=history), "ab", "ce", "df")
    assert told.changed == ("c", "d", "e", "f")


def test_silence_beside_somebody_whom_several_would_find_hard():
    notes = (hard("a", "f"), hard("b", "f"), great("f", "a"))
    problem = Problem(students("abcdef"), notes=notes)
    assert facts(problem, "ab", "cd", "ef").unheard == ("e",)
    assert facts(problem, "ab", "ef", "cd").unheard == ("e",)
    assert facts(problem, "af", "be", "cd").unheard == ()
    assert facts(Problem(students("abcdef"), notes=notes[1:]), "ab", "cd", "ef").unheard == ()
    assert facts(Problem(students("abcdef"), notes=(*notes, hard("e"))), "ab", "cd", "ef").unheard == ()


def test_a_class_of_nobody():
    assert facts(Problem(())).lowest == 0


@settings(max_examples=200)
@given(problem=problems(least=2))
def test_the_facts_agree_with_the_levels(problem):
    ids = tuple(sorted(student.id for student in problem.students))
    groups = next(partitions(ids, len(ids) % 2, lambda group: True))
    plan, told = pairing.evaluate(problem, groups), facts(problem, *groups)
    assert len(told.changed) == plan.changes
    assert len(told.little) == plan.below[-1]
    assert told.lowest == min(plan.fits.values())


@settings(max_examples=100)
@given(problem=problems(least=2))
def test_who_leans_is_whose_reasons_say_so(problem):
    """A bridge, a model and a welcome are the reasons by which a child leans on its partner."""
    ids = tuple(sorted(student.id for student in problem.students))
    groups = next(partitions(ids, len(ids) % 2, lambda group: True))
    english = {student.id: student.english for student in problem.students}
    leaned = {
        (reason.student, reason.about)
        for found in pairing.reasons(problem, groups).values()
        for reason in found
        if reason.quarters > 0
        and (
            reason.key in ("behaviour", "welcoming")
            or (reason.key == "language" and english[reason.student] == "newcomer")
        )
    }
    told = facts(problem, *groups).leaned_on
    assert {(child, helper) for helper, children in told.items() for child in children} == leaned


def test_rules_are_no_notes():
    problem = Problem(students("ab"), rules=(Rule("better_not", ("a", "b")),))
    assert facts(problem, "ab").hard_notes == ()


def test_whom_to_look_out_for():
    children = (
        Student("a"),
        Student("b"),
        Student("c"),
        Student("w", welcoming=True),
        Student("x", welcoming=True),
        Student("y", welcoming=True),
    )
    notes = (
        great("a", "b", "w"),
        great("b", "a"),
        hard("c", "b", "x"),
        hard("w", "b"),
        great("x", "y"),
        great("y", "x"),
    )
    told = pairing.look_out(Problem(children, notes=notes, rules=(Rule("never", ("c", "y")),)))
    assert told.unnamed == ("c",)
    assert told.hard_for_several == ("b",)
    assert told.welcoming == {"b": ("x", "y"), "c": ("w",)}
