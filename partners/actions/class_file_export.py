"""Exports a class as a class file: everything that is needed to make the class again and to find the same plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from classroom.actions.audit import record, record_each
from classroom.models import Classroom, User
from classroom.names import Name, written
from partners import pairing
from partners.models import PartnersVerb, Workshop, skips_note
from partners.notes.questions import UNSAFE
from partners.pairing import class_file
from partners.pairing.class_file import ClassFile
from partners.queries import pairing_problem, round_to_plan

Flags = Sequence[tuple[str, str]]


@transaction.atomic
def export_class(*, classroom: Classroom, with_notes: bool, by: User, now: dt.datetime) -> str:
    """The text of the class file, with the children's names. It holds notes only `with_notes`; each then counts as
    opened.

    A safety flag is exported as well, so that no file puts the two children together: as part of the child's note where
    that names the other child as hard, and otherwise as a "never together" rule without a reason.
    """
    mode = Workshop.objects.get(classroom=classroom).mode
    problem = pairing_problem(round_to_plan(classroom), mode=mode, today=classroom.today(now))
    notes, unsaid = _with_flags(problem.notes if with_notes else (), problem.flags)
    never = [pairing.Rule("never", pair) for pair in unsaid]
    problem = replace(problem, notes=notes, flags=(), rules=(*problem.rules, *never))
    students = list(classroom.students.here().select_related("considerations"))
    names = {student.key: written(Name(student.name, student.first_name)) for student in students}
    record(PartnersVerb.CLASS_FILE_EXPORTED, now=now, by=by, classroom=classroom)
    wrote = {note.student for note in notes}
    opened = [student for student in students if student.key in wrote]
    record_each(PartnersVerb.NOTE_OPENED, opened, now=now, by=by)
    skip = frozenset(student.key for student in students if skips_note(student))
    return class_file.write(ClassFile(classroom.name, classroom.grade_band, names, problem, skip))


def _with_flags(notes: Sequence[pairing.Note], flags: Flags) -> tuple[tuple[pairing.Note, ...], list[tuple[str, str]]]:
    """The notes with their safety flags added, and the flags that belong to none of them."""
    said = {(note.student, choice.student) for note in notes for choice in note.hard} & set(flags)
    told = tuple(replace(note, hard=tuple(_told(note, choice, said) for choice in note.hard)) for note in notes)
    unsaid = {(min(pair), max(pair)) for pair in flags if pair not in said}
    return told, sorted(unsaid)


def _told(note: pairing.Note, choice: pairing.Choice, said: set[tuple[str, str]]) -> pairing.Choice:
    unsafe = (note.student, choice.student) in said
    return replace(choice, why=(*choice.why, UNSAFE)) if unsafe else choice
