"""Reasons for and against a group as lines: similar ones of a three are merged, and the weightiest comes first."""

from collections.abc import Mapping
from itertools import permutations

from classroom.models import Student
from partners import pairing
from partners.pairing import Choice, Note, Problem, Rule, Together
from partners.wording import match_reasons, trades

ANA, LEO, MIA = (Student(key=name.lower(), called=name) for name in ("Ana", "Leo", "Mia"))
PAIR, THREE = (ANA, LEO), (ANA, LEO, MIA)


def known(*students: Student, **known: Mapping[str, object]) -> tuple[pairing.Student, ...]:
    """Children as the engine knows them, with their considerations by key."""
    return tuple(pairing.Student(id=each.key, **known.get(each.key, {})) for each in students)  # type: ignore[arg-type]


def seen(group: tuple[Student, ...], **about: Mapping[str, object]) -> list[str]:
    problem = Problem(students=known(*group, **about))
    reasons = pairing.publishable(problem, tuple(each.key for each in group))
    return [line.words for line in match_reasons.open_lines(reasons, group)]


def told(problem: Problem, group: tuple[Student, ...]) -> list[match_reasons.Line]:
    found = pairing.reasons(problem, (tuple(each.key for each in group),))
    return match_reasons.covered_lines([reason for each in found.values() for reason in each], group)


def words(problem: Problem, group: tuple[Student, ...]) -> list[str]:
    return [line.words for line in told(problem, group)]


def test_a_reason_that_all_three_share_is_said_once() -> None:
    assert seen(
        THREE,
        ana={"interests": ("animals", "maps"), "languages": ("es", "ar")},
        leo={"interests": ("animals", "maps"), "languages": ("es",)},
        mia={"interests": ("animals",), "languages": ("es", "ar")},
    ) == [
        "All three like to write about animals",
        "Ana and Leo like to write about maps",
        "All three speak Spanish",
        "Ana and Mia speak Arabic",
    ]


def test_lines_about_a_pair_use_no_names() -> None:
    both = {"interests": ("animals", "maps"), "languages": ("es",), "stage": 2}
    assert seen(PAIR, ana=both, leo=both) == ["Both like to write about animals and maps", "Both speak Spanish"]
    assert words(Problem(known(*PAIR, ana=both, leo=both)), PAIR) == ["They write at about the same stage"]


def test_a_strength_that_is_a_goal_of_two_children_is_one_line() -> None:
    goal: dict[str, object] = {"goals": ("order",)}
    assert seen(THREE, ana=goal, leo=goal, mia={"strengths": ("order",)}) == [
        "Mia is strong in order, which is a goal of Ana and Leo"
    ]


def test_similar_lines_of_a_three_are_merged() -> None:
    stages = {"ana": {"stage": 1}, "leo": {"stage": 3}, "mia": {"stage": 3}}
    assert words(Problem(known(*THREE, **stages)), THREE) == [
        "Leo and Mia write at about the same stage",
        "Ana and Leo, and Ana and Mia, write at different stages",
    ]
    rules = (Rule("better_not", ("ana", "leo")), Rule("better_not", ("ana", "mia")))
    assert words(Problem(known(*THREE), rules=rules), THREE) == ["Ana and Leo, and Ana and Mia: you noted: better not"]
    model = {key: {"behaviour": "needs_model"} for key in ("ana", "leo", "mia")}
    assert words(Problem(known(*THREE, **model)), THREE) == ["All three look for a model: a spot near you"]
    two = {"ana": {"behaviour": "needs_model"}, "leo": {"behaviour": "needs_model"}}
    assert words(Problem(known(*THREE, **two)), THREE) == ["Ana and Leo both look for a model: a spot near you"]


def test_reasons_are_merged_by_the_child_who_wrote_them() -> None:
    notes = [Note(one.key, great=(Choice(other.key, ("kind",)),)) for one, other in permutations((ANA, LEO))]
    notes[0] = Note("ana", great=(Choice("leo", ("kind",)), Choice("mia", ("kind",))))
    assert words(Problem(known(*THREE), notes=tuple(notes)), THREE)[:2] == [
        "Ana named Leo and Mia: kind about my work",
        "Leo named Ana: kind about my work",
    ]
    notes[0] = Note("ana", great=(Choice("leo", ("kind",)), Choice("mia", ("listens",))))
    assert words(Problem(known(*THREE), notes=tuple(notes)), THREE)[:2] == [
        "Ana named Leo: kind about my work",
        "Ana named Mia: really listens",
    ]


def test_the_weightiest_to_plan_for_comes_first() -> None:
    """A gap of three stages costs 18 points. A reason that hurts costs 40."""
    about: dict[str, dict[str, object]] = {"ana": {"stage": 1}, "leo": {"stage": 4}}
    lines = told(Problem(known(*PAIR, **about)), PAIR)
    assert [(line.words, line.watch) for line in lines] == [("They write at different stages", True)]
    problem = Problem(known(*PAIR, **about), rules=(Rule("good_idea", ("ana", "leo")),))
    about["leo"]["voice"], about["ana"]["voice"] = "takes_over", "quiet"
    loud = Problem(known(*PAIR, **about))
    assert words(problem, PAIR) == ["You noted: a good idea", "They write at different stages"]
    assert words(loud, PAIR)[0] == "They write at different stages"
    about["ana"]["voice"] = "very_quiet"
    assert words(Problem(known(*PAIR, **about)), PAIR)[0].startswith("They differ in voice")


def test_lines_to_plan_for_are_true_of_the_two() -> None:
    """What two children are alike in is said so, whatever the other sentence of the reason is."""
    cases: list[tuple[dict[str, object], dict[str, object], list[str]]] = [
        ({"voice": "very_quiet"}, {"voice": "very_quiet"}, ["Both are very quiet: give them words to start with"]),
        (
            {"voice": "takes_over"},
            {"voice": "takes_over"},
            ["Both take over: who reads first, and how do they take turns?"],
        ),
        (
            {"voice": "takes_over"},
            {"voice": "quiet"},
            ["They differ in voice: who reads first, and how do they take turns?"],
        ),
        (
            {"behaviour": "needs_model"},
            {"behaviour": "needs_model"},
            ["They both look for a model: a spot near you"],
        ),
        (
            {"pace": ("calm_spot", "reads_with_help")},
            {"pace": ("calm_spot", "reads_with_help")},
            ["They both do well with a calm spot and help with reading"],
        ),
    ]
    for ana, leo, said in cases:
        assert words(Problem(known(*PAIR, ana=ana, leo=leo)), PAIR) == said


def test_two_quiet_children_who_picked_each_other_are_told_of_truly() -> None:
    notes = (Note("ana", great=(Choice("leo"),)), Note("leo", great=(Choice("ana"),)))
    quiet: dict[str, object] = {"voice": "very_quiet"}
    assert words(Problem(known(*PAIR, ana=quiet, leo=quiet), notes=notes), PAIR) == [
        "Ana named Leo",
        "Leo named Ana",
        "Both are very quiet: give them words to start with",
    ]


def test_a_three_names_who_is_alike_and_who_differs() -> None:
    voices = {"ana": {"voice": "very_quiet"}, "leo": {"voice": "very_quiet"}, "mia": {"voice": "takes_over"}}
    assert words(Problem(known(*THREE, **voices)), THREE) == [
        "Ana and Mia, and Leo and Mia, differ in voice: who reads first, and how do they take turns?",
        "Ana and Leo both are very quiet: give them words to start with",
    ]


def test_help_between_languages_is_missing_only_in_the_one_who_cannot_give_it() -> None:
    """In a three with a bridge, the third child is named."""
    languages: dict[str, dict[str, object]] = {
        "ana": {"languages": ("es",), "english": "newcomer"},
        "leo": {"languages": ("es",)},
        "mia": {"languages": ("ar",)},
    }
    assert words(Problem(known(*THREE, **languages)), THREE) == ["Mia can’t help Ana between two languages yet"]
    assert words(Problem(known(*PAIR, ana=languages["ana"], leo=languages["leo"])), PAIR) == []


def test_what_is_said_of_partners_before_is_how_it_was() -> None:
    said = {
        "going_well": "They worked well together before",
        "growing": "They were partners before, and are still growing",
        "needs_me": "They were partners before, and needed you",
        None: [],
    }
    for state, sentence in said.items():
        history = (Together(("ana", "leo"), state),)
        assert words(Problem(known(*PAIR), history=history), PAIR) == ([sentence] if state else [])
    mix = Problem(known(*PAIR), history=(Together(("ana", "leo"), "going_well"),), mode="mix")
    assert words(mix, PAIR) == ["They have been partners before"]


def test_a_second_three_in_a_row_is_said() -> None:
    history = (Together(("ana", "leo", "mia"), "going_well"),)
    assert words(Problem(known(*THREE), history=history), THREE) == [
        "All three worked well together before",
        "In a three last time, too: Ana, Leo and Mia",
    ]


def test_what_is_traded_is_said_only_where_something_was() -> None:
    assert trades.missed_line(ANA, None, ()) == match_reasons.Line(
        "Ana didn’t get anyone they picked. Ana’s picks count more next time", watch=True, from_notes=True
    )
    assert trades.missed_line(ANA, MIA, ()).lead == ""
    traded = trades.missed_line(ANA, MIA, (Student(key="di", called="Di R."),))
    assert (traded.lead, traded.words) == (
        "Traded:",
        "Ana didn’t get anyone they picked. With Mia it would be harder for Di R. Ana’s picks count more next time",
    )
    ended = trades.ended_line((ANA, LEO), "You decided that they change.")
    assert (ended.lead, ended.words) == ("Ends what went well:", "Ana and Leo. You decided that they change.")


def test_children_with_few_reasons_are_named() -> None:
    assert match_reasons.look_once_more(little=[ANA, LEO, MIA], unheard=[LEO], unknown=[MIA]) == [
        "Little is known about Mia yet",
        "Ana and Leo: we don’t have many reasons for this match",
        "No note from Leo: look at this one twice",
    ]
