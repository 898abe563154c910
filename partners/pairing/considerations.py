"""Everything that speaks for or against a partner, one function a consideration.

Each function takes the class and returns a grid of whole points: what the child of the row gains by the
partner of the column. A dial left unset gives nothing. The diagonal means nothing. Beside it stands, where
a reason has one, the function that finds the words for it (shared interests, the chips given, ...).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import words
from .room import Grid, Room, Yes, either_way, home_languages, interests, some, toward

SMALL_SHARE = 60


def great_points(room: Room) -> Grid:
    """+30 for a pick, whatever the reasons beside it, and +10 for each round of missed picks up to +20."""
    points = np.zeros((room.size, room.size), dtype=np.int64)
    for i, j in room.great:
        points[i, j] = 30 + min(10 * room.students[i].missed_picks, 20)
    return points


def great_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The chips that i gave for j."""
    return room.great[i, j].why


def mutual_points(room: Room) -> Grid:
    """+8 when the pick is returned."""
    return 8 * mutual(room)


def mutual(room: Room) -> Yes:
    """Grid: the two named each other as great."""
    named = room.grid(room.great)
    return named & named.T


def hard_points(room: Room) -> Grid:
    """The strongest reason given against j, and -10 more to both when both listed each other. Nothing where the
    teacher is to talk with the two first."""
    points = np.zeros((room.size, room.size), dtype=np.int64)
    for cell, choice in room.hard.items():
        points[cell] = _strongest(choice.why)
    listed = room.grid(room.hard)
    points -= 10 * (listed & listed.T)
    points[talk_first(room)] = 0
    return points


def talk_first(room: Room) -> Yes:
    """Grid, mode steady: it goes well with the partner, and the child named the partner as hard without one of the
    strong reasons. The teacher is asked before such a note ends what goes well."""
    cells = (cell for cell, choice in room.hard.items() if not set(choice.why) & set(words.HARD_HURTS))
    return room.grid(cells) & goes_well(room)


def goes_well(room: Room) -> Yes:
    """Grid, mode steady: the two were partners in the last round, and it goes well."""
    if room.problem.mode != words.STEADY:
        return room.grid(())
    kept = [pair for pair, entry in room.latest.items() if entry.rounds_ago == 1 and entry.state == words.GOING_WELL]
    grid = room.grid((room.index[one], room.index[other]) for one, other in map(tuple, kept))
    return grid | grid.T


def named_hard(room: Room) -> Yes:
    """Grid: the child named the partner as hard, and that counts: `hard` is not off, and nobody is to talk first."""
    if room.weight("hard") == "off":
        return room.grid(())
    return room.grid(room.hard) & ~talk_first(room)


def _strongest(why: tuple[str, ...]) -> int:
    costs = ((words.HARD_HURTS, -40), (words.HARD_DISTURBS, -30), (words.HARD_DIFFERS, -20))
    return next((cost for reasons, cost in costs if set(reasons) & set(why)), -25)


def hard_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The chips that i gave against j."""
    return room.hard[i, j].why


def better_not_points(room: Room) -> Grid:
    """-35 where the teacher would rather not."""
    return -35 * room.ruled("better_not")


def good_idea_points(room: Room) -> Grid:
    """+25 where the teacher thinks it a good idea."""
    return 25 * room.ruled("good_idea")


def language_points(room: Room) -> Grid:
    """A newcomer: +20 with a bridge, else -20 with another newcomer or when some bridge was to be had.
    A child still developing English: +10 with a shared home language."""
    newcomer = room.who(lambda student: student.english == "newcomer")
    developing = room.who(lambda student: student.english == "developing")
    bridge = bridges(room)
    missed = ~bridge & (toward(newcomer, newcomer) | toward(newcomer & some(bridge, axis=1), everyone(room)))
    points: Grid = 20 * bridge - 20 * missed + 10 * (toward(developing, everyone(room)) & share_language(room))
    return points


def share_language(room: Room) -> Yes:
    """Grid: the two share a home language."""
    shared = room.shared(home_languages) > 0
    np.fill_diagonal(shared, False)
    return shared


def bridges(room: Room) -> Yes:
    """Grid: the child is a newcomer, and the partner shares a home language and is not learning English. Nobody marked
    a child as a learner whose level is blank."""
    newcomer = room.who(lambda student: student.english == "newcomer")
    learning = room.who(lambda student: student.english in ("newcomer", "developing"))
    return share_language(room) & toward(newcomer, ~learning)


def language_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The home languages that the two share."""
    return tuple(sorted(home_languages(room.students[i]) & home_languages(room.students[j])))


def voice_points(room: Room) -> Grid:
    """One who takes over with one who is very quiet -30, with one who is quiet -15. Two who take over -10, and two who
    are very quiet -10."""
    takes_over = room.who(lambda student: student.voice == "takes_over")
    quiet = room.who(lambda student: student.voice == "quiet")
    very_quiet = room.who(lambda student: student.voice == "very_quiet")
    crushing, loud = either_way(takes_over, very_quiet), either_way(takes_over, quiet)
    alike = toward(takes_over, takes_over) | toward(very_quiet, very_quiet)
    points: Grid = -30 * crushing - 15 * loud - 10 * alike
    return points


def voice_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The voice of i and that of j."""
    return room.students[i].voice or "", room.students[j].voice or ""


def welcoming_points(room: Room) -> Grid:
    """+10 with a welcoming partner for a child who is very quiet, new, or named as great by nobody.
    No words: which of the three it was is never said."""
    welcoming = room.who(lambda student: student.welcoming)
    unsure = room.who(lambda student: student.voice == "very_quiet" or student.new)
    if room.problem.notes:
        unsure |= ~some(room.grid(room.great), axis=0)
    return 10 * toward(unsure, welcoming)


def behaviour_points(room: Room) -> Grid:
    """+12 for a child who needs a model with one who models; -30 to both where both need one."""
    needs_model = room.who(lambda student: student.behaviour == "needs_model")
    return 12 * models(room) - 30 * toward(needs_model, needs_model)


def models(room: Room) -> Yes:
    """Grid: the child needs a model and the partner models."""
    needs_model = room.who(lambda student: student.behaviour == "needs_model")
    return toward(needs_model, room.who(lambda student: student.behaviour == "models"))


def behaviour_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """What i needs, and then what j models or needs."""
    return room.students[i].behaviour or "", room.students[j].behaviour or ""


def stage_points(room: Room) -> Grid:
    """Writing stages: a gap of 0 or 1 +4, of 2 -6, of 3 -18."""
    known = room.who(lambda student: student.stage is not None)
    stage = room.column(lambda student: student.stage or 0)
    by_gap = np.array([4, 4, -6, -18, 0])
    points: Grid = by_gap[abs(stage[:, None] - stage[None, :])] * toward(known, known)
    return points


def strengths_points(room: Room) -> Grid:
    """+5 for each goal of the child that is a strength of the partner, at most +10."""
    met = room.shared(lambda student: student.goals, lambda student: student.strengths)
    return np.minimum(5 * met, 10)


def strengths_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The goals of i that are strengths of j."""
    goals, strengths = room.students[i].goals, room.students[j].strengths
    return tuple(word for word in words.SKILLS if word in goals and word in strengths)


def support_points(room: Room) -> Grid:
    """-25 for two who need much support; +5 once when they share a need of pace."""
    much = room.who(lambda student: student.high_support)
    return -25 * toward(much, much) + 5 * (room.shared(lambda student: student.pace) > 0)


def support_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The needs of pace that the two share."""
    first, second = room.students[i].pace, room.students[j].pace
    return tuple(word for word in words.PACE if word in first and word in second)


def interests_points(room: Room) -> Grid:
    """+2 for each shared interest, at most +6."""
    return np.minimum(2 * room.shared(interests), 6)


def interests_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """The interests that the two share."""
    return tuple(sorted(interests(room.students[i]) & interests(room.students[j])))


def time_points(room: Room) -> Grid:
    """-20 when either shares less than 60 percent of workshop time."""
    little = room.who(lambda student: student.time_share < SMALL_SHARE)
    return -20 * either_way(little, everyone(room))


def helper_load_points(room: Room) -> Grid:
    """-10 to the helper for each of the last two rounds in which somebody leaned on them, when this partner would
    too."""
    rounds = room.column(lambda student: min(student.helper_rounds, 2))
    points: Grid = -10 * rounds[:, None] * leaning(room).T
    return points


def leaning(room: Room) -> Yes:
    """Grid: the child leans on the partner, who is a bridge, a model or a welcome that counts for the child; what is
    off counts for nobody."""
    helps = {"language": bridges(room), "behaviour": models(room), "welcoming": welcoming_points(room) > 0}
    found = np.zeros((room.size, room.size), dtype=bool)
    for key, needed in helps.items():
        if room.weight(key) != "off":
            found |= needed
    return found


def history_points(room: Room) -> Grid:
    """Partners before. Steady, last round: going well +20, growing +5, needs me -40. Mix, any round: -15.
    Fresh gives no points: it is a hard rule."""
    steady = {words.GOING_WELL: 20, "growing": 5, "needs_me": -40}
    points = np.zeros((room.size, room.size), dtype=np.int64)
    for pair, entry in room.latest.items():
        i, j = (room.index[student] for student in pair)
        if room.problem.mode == words.STEADY and entry.rounds_ago == 1:
            points[i, j] = points[j, i] = steady.get(entry.state or "", 0)
        elif room.problem.mode == "mix":
            points[i, j] = points[j, i] = -15
    return points


def history_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """How the partnership went, where the teacher said so."""
    state = room.latest[frozenset((room.ids[i], room.ids[j]))].state
    return (state,) if state else ()


def everyone(room: Room) -> Yes:
    """Column: all children."""
    return np.ones(room.size, dtype=bool)


def no_words(room: Room, i: int, j: int) -> tuple[str, ...]:
    """A consideration that needs no words beside its name."""
    return ()


@dataclass(frozen=True)
class Consideration:
    """A key, the points by which it counts, and the words that explain it.

    What speaks for a pair by an `open` consideration may be seen by anyone who looks at the teacher's
    screen. Everything else is covered.
    """

    key: str
    points: Callable[[Room], Grid]
    words: Callable[[Room, int, int], tuple[str, ...]] = no_words
    open: bool = False

    def source(self, points: int) -> str:
        """`open` or `covered`, for a reason that gives these points."""
        return "open" if self.open and points > 0 else "covered"


CONSIDERATIONS = (
    Consideration("great", great_points, great_words),
    Consideration("mutual", mutual_points),
    Consideration("hard", hard_points, hard_words),
    Consideration("better_not", better_not_points),
    Consideration("good_idea", good_idea_points),
    Consideration("language", language_points, language_words, open=True),
    Consideration("voice", voice_points, voice_words),
    Consideration("welcoming", welcoming_points),
    Consideration("behaviour", behaviour_points, behaviour_words),
    Consideration("stage", stage_points),
    Consideration("strengths", strengths_points, strengths_words, open=True),
    Consideration("support", support_points, support_words),
    Consideration("interests", interests_points, interests_words, open=True),
    Consideration("time", time_points),
    Consideration("helper_load", helper_load_points),
    Consideration("history", history_points, history_words),
)
