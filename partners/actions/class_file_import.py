"""Imports a class from a class file, through the same actions as the pages. Everything is stored, or nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields

from django.db import transaction

from classroom import names
from classroom.actions import classes, roster
from classroom.actions.unable import Unable
from classroom.models import Classroom, GradeBand, Student, User
from partners import pairing
from partners.actions import considerations, notes, rounds, rules, workshop
from partners.models import ConsiderationsContent, NoteAnswers, Reasons, Round, Workshop
from partners.pairing import class_file
from partners.pairing.class_file import ClassFile

ROUNDS_AGO_AT_MOST = 200
# The lengths of the columns.
LONGEST_NAME = 80
LONGEST_ID = 120


class UnableToLoad(Unable):
    pass


def read_file(content: bytes) -> ClassFile:
    """The class in the text of a class file. Raises UnableToLoad."""
    try:
        return class_file.read(content)
    except class_file.BadClassFile as error:
        raise UnableToLoad(f"This file can’t be used. {str(error)[:300]}.") from error


@transaction.atomic
def load_class(*, file: ClassFile, by: User, now: dt.datetime) -> Classroom:
    """A new class of `by` with everything in the file: children, considerations, rules, rounds, notes, settings.
    Raises UnableToLoad."""
    ago = max((together.rounds_ago for together in file.problem.history), default=0)
    if ago > ROUNDS_AGO_AT_MOST:
        raise UnableToLoad(f"history: rounds_ago is {ago}, and {ROUNDS_AGO_AT_MOST} is the most.")
    _check_lengths(file)
    classroom = classes.make_class(
        name=file.name or "My class", grade_band=file.grade_band or GradeBand.G2_3, children=[], by=by, now=now
    )
    students = _children(classroom, file, by, now)
    problem = file.problem
    workshop.set_workshop(
        classroom=classroom,
        mode=problem.mode,
        weights=problem.weights,
        no_lone_mixed_pair=problem.no_lone_mixed_pair,
        by=by,
        now=now,
    )
    known = {students[student.id]: _known(student, file) for student in problem.students}
    considerations.know(students=known, classroom=classroom, by=by, now=now)
    for rule in problem.rules:
        children = [students[source_id] for source_id in rule.students]
        rules.add_rule(classroom=classroom, kind=rule.kind, students=children, by=by, now=now)
    _earlier_rounds(classroom, problem, students, by, now)
    round = rounds.open_round(classroom=classroom, by=by, now=now, number=ago + 1)
    _notes(round, problem, students, now)
    return classroom


def _check_lengths(file: ClassFile) -> None:
    ids = [("students: id", student.id, LONGEST_ID) for student in file.problem.students]
    for where, text, most in [("name", file.name or "", LONGEST_NAME), *ids]:
        if len(text) > most:
            raise UnableToLoad(f"{where}: “{text[:30]}…” has more than {most} letters.")


def _children(classroom: Classroom, file: ClassFile, by: User, now: dt.datetime) -> dict[str, Student]:
    ids = [student.id for student in file.problem.students]
    found = []
    for source_id in ids:
        try:
            found.append(names.parse(file.names[source_id]))
        except names.BadName as error:
            raise UnableToLoad(f"students: {source_id}: {error}") from None
    added = roster.add_students(classroom=classroom, names=found, source_ids=ids, by=by, now=now)
    return {student.source_id: student for student in added}


def _known(student: pairing.Student, file: ClassFile) -> ConsiderationsContent:
    """The considerations that the file holds about a child."""
    said = {field.name: getattr(student, field.name) for field in fields(student) if field.name != "id"}
    return ConsiderationsContent(**said, skips_note=student.id in file.skips_note)


def _earlier_rounds(
    classroom: Classroom, problem: pairing.Problem, students: dict[str, Student], by: User, now: dt.datetime
) -> None:
    weeks = Workshop.objects.get(classroom=classroom).unit_weeks
    by_round: dict[int, list[tuple[list[Student], str]]] = defaultdict(list)
    for together in problem.history:
        children = [students[source_id] for source_id in together.students]
        by_round[together.rounds_ago].append((children, together.state or ""))
    last = max(by_round, default=0)  # load_class opens the round with the next number
    for ago, groups in sorted(by_round.items(), reverse=True):
        start = classroom.today(now) - dt.timedelta(weeks=weeks * ago)
        rounds.add_earlier_round(
            classroom=classroom,
            number=last + 1 - ago,
            together=groups,
            starts_on=start,
            ended_on=None if ago == 1 and _each_once(groups) else start + dt.timedelta(weeks=weeks),
            by=by,
            now=now,
        )


def _each_once(groups: list[tuple[list[Student], str]]) -> bool:
    """Whether no child is in two of these groups.

    In a file a child may have had two partnerships in the last round, one after the other. Such a round does not run
    on.
    """
    children = [child.pk for group, _ in groups for child in group]
    return len(children) == len(set(children))


def _notes(round: Round, problem: pairing.Problem, students: dict[str, Student], now: dt.datetime) -> None:
    for note in problem.notes:
        great, hard = _reasons(note.great, students), _reasons(note.hard, students)
        answers = NoteAnswers(
            great=tuple(reasons.student for reasons in great),
            hard=tuple(reasons.student for reasons in hard),
            great_reasons=great,
            hard_reasons=hard,
        )
        notes.hand_in(student=students[note.student], round=round, answers=answers, now=now)


def _reasons(choices: Iterable[pairing.Choice], students: dict[str, Student]) -> tuple[Reasons, ...]:
    return tuple(Reasons(student=students[choice.student].pk, why=choice.why) for choice in choices)
