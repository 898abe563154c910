"""Builds the engine's problem from a class."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from itertools import combinations, groupby

from classroom.models import Classroom, Student
from partners import pairing
from partners.models import (
    Considerations,
    ConsiderationsContent,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    Pick,
    Round,
    Rule,
    RuleKind,
    SafetyFlag,
    Workshop,
)
from partners.notes.questions import UNSAFE

# What the engine considers of each child; `loves` joins the interests.
_CONSIDERED = tuple(field.name for field in fields(pairing.Student) if field.name != "id")


def pairing_problem(
    round: Round, *, mode: str, today: dt.date, here: Sequence[Student] | None = None
) -> pairing.Problem:
    """The class as the engine sees it: opaque keys, numbers, and words of closed lists.

    Together with `talk_requests` this is the one place that opens notes in bulk. `today` decides which rules hold.
    `here` are the children of the class, where they are known already. The number of queries is the same for any class.
    """
    classroom = round.classroom
    students = list(classroom.students.here()) if here is None else list(here)
    key_of = {student.pk: student.key for student in students}
    workshop = Workshop.objects.get(classroom=classroom)
    return replace(
        rules_problem(workshop, students, classroom.rules.standing(today)),
        notes=tuple(_notes(round, key_of)),
        history=tuple(_history(round, key_of)),
        weights=workshop.weights,
        mode=mode,
    )


def rules_problems(
    workshop: Workshop, students: Sequence[Student], rules: Iterable[Rule], one_more: Rule
) -> tuple[pairing.Problem, pairing.Problem]:
    """The class with its rules alone, and the same with one more rule."""
    problem = rules_problem(workshop, students, rules)
    more = _rules([one_more], {student.pk: student.key for student in students})
    return problem, replace(problem, rules=(*problem.rules, *more))


def rules_problem(workshop: Workshop, students: Sequence[Student], rules: Iterable[Rule]) -> pairing.Problem:
    """The class with its rules alone: everything that can rule out a plan in any mode."""
    key_of = {student.pk: student.key for student in students}
    return pairing.Problem(
        students=tuple(_students(students)),
        rules=tuple(_rules(rules, key_of)),
        flags=tuple(_flags(workshop.classroom_id, key_of)),
        no_lone_mixed_pair=workshop.no_lone_mixed_pair,
    )


def _students(students: Sequence[Student]) -> Iterable[pairing.Student]:
    rows = Considerations.objects.filter(student__in=students)
    known = {row.student_id: row.content for row in rows}
    for student in students:
        content = known.get(student.pk, ConsiderationsContent())
        given = {name: getattr(content, name) for name in _CONSIDERED}
        interests = {word.casefold(): word for word in (*content.interests, *content.loves)}
        yield pairing.Student(id=student.key, **given | {"interests": tuple(interests.values())})


def _notes(round: Round, key_of: dict[int, str]) -> Iterable[pairing.Note]:
    """The current notes, without children who are no longer here. The reason `unsafe` is left out, because flags
    stand for it."""
    if round.pk is None:
        return
    for note in PartnerNote.objects.filter(round=round, is_current=True, student__in=key_of).order_by("student_id"):
        words = note.open()
        yield pairing.Note(
            student=key_of[note.student_id],
            great=tuple(_choices(words.great, key_of)),
            hard=tuple(_choices(words.hard, key_of)),
        )


def _choices(picks: Iterable[Pick], key_of: dict[int, str]) -> Iterable[pairing.Choice]:
    for pick in picks:
        if pick.student in key_of:
            yield pairing.Choice(student=key_of[pick.student], why=tuple(key for key in pick.why if key != UNSAFE))


def _rules(rules: Iterable[Rule], key_of: dict[int, str]) -> Iterable[pairing.Rule]:
    """The rules about children who are here. A rule that no longer names two of them is left out."""
    for rule in rules:
        here = tuple(key_of[pk] for pk in rule.content.students if pk in key_of)
        if len(here) > 1:
            yield pairing.Rule(kind=rule.kind.value, students=here)


def _flags(classroom: int, key_of: dict[int, str]) -> Iterable[tuple[str, str]]:
    for flag in SafetyFlag.objects.filter(classroom=classroom).order_by("pk"):
        student, named = flag.content.student, flag.content.named
        if flag.is_open and student in key_of and named in key_of:
            yield key_of[student], key_of[named]


def parted(classroom: Classroom, today: dt.date, flags: Iterable[SafetyFlag] | None = None) -> set[frozenset[int]]:
    """Pairs of primary keys that a never-rule or a safety flag keeps apart on that day. `flags` are the flags of the
    class, where they are known already."""
    flags = classroom.safety_flags.all() if flags is None else flags
    apart = {flag.pair for flag in flags if flag.is_open}
    for rule in classroom.rules.standing(today):
        if rule.kind == RuleKind.NEVER:
            apart |= rule.pairs
    return apart


def _history(round: Round, key_of: dict[int, str]) -> Iterable[pairing.Together]:
    """The partnerships of the rounds before this one: pairs, and threes who were together all at once. A pair that
    was together twice in one round counts with its latest state."""
    places = PartnershipPlace.objects.filter(
        partnership__classroom=round.classroom_id,
        partnership__round__number__lt=round.number,
        partnership__round__published_at__isnull=False,
    )
    needed = ("student", "starts_on", "ended_on", "partnership__state", "partnership__round__number")
    ordered = places.select_related("partnership__round").only(*needed).order_by("partnership_id", "place", "pk")
    found: dict[tuple[int, frozenset[str]], tuple[Partnership, tuple[str, str]]] = {}
    for partnership, held in groupby(ordered, key=lambda place: place.partnership):
        ago = round.number - partnership.round.number
        for pair in _overlapping((place for place in held if not place.is_for_a_day), key_of):
            found[ago, frozenset(pair)] = partnership, pair
    pairs_of: dict[Partnership, list[tuple[str, str]]] = {}
    for partnership, pair in found.values():
        pairs_of.setdefault(partnership, []).append(pair)
    for partnership, pairs in pairs_of.items():
        ago = round.number - partnership.round.number
        for group in _groups(pairs):
            yield pairing.Together(students=group, state=partnership.state or None, rounds_ago=ago)


def _groups(pairs: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """The pairs of one partnership; as one three where each two of three children were together."""
    everybody = tuple(dict.fromkeys(student for pair in pairs for student in pair))
    return [everybody] if len(pairs) == len(everybody) == 3 else pairs


def _overlapping(places: Iterable[PartnershipPlace], key_of: dict[int, str]) -> Iterable[tuple[str, str]]:
    for one, other in combinations(places, 2):
        apart = (one.ended_on and one.ended_on <= other.starts_on) or (
            other.ended_on and other.ended_on <= one.starts_on
        )
        if not apart and one.student_id in key_of and other.student_id in key_of:
            yield key_of[one.student_id], key_of[other.student_id]
