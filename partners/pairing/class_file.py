"""Class files, `partners.class/1`: a class as UTF-8 JSON, read and written without loss."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, NoReturn
from unicodedata import category

from .checks import quoted
from .problem import BadProblem, Choice, Note, Problem, Rule, Student, Together
from .words import GRADE_BANDS

FORMAT = "partners.class/1"
MOST_STUDENTS = 200
# Control signs, halves of a sign, line and paragraph breaks.
UNSHOWN = ("Cc", "Cs", "Zl", "Zp")
NOT_IN_FILES = ("flags", "locks", "extra_threes")

Json = dict[str, Any]
# Turns a JSON value into the engine's, or refuses it by the place it stands in.
Reader = Callable[[object, str], Any]


class BadClassFile(ValueError):
    """The file can't be used, or the class can't be a file; the text is one line that says what and where."""


@dataclass(frozen=True)
class ClassFile:
    """What a class file holds: the class's `name` and `grade_band` (either may be missing), the children's names by id
    in the order of the file, the ids of those who are not asked for a note, and everything else as the problem."""

    name: str | None
    grade_band: str | None
    names: Mapping[str, str]
    problem: Problem
    skips_note: frozenset[str] = frozenset()


def read(data: bytes) -> ClassFile:
    """A class from the bytes of a file. Raises BadClassFile."""
    top = _record(_parsed(data), "the file", FILE, required=("format",))
    if top["format"] != FORMAT:
        raise BadClassFile(f"format: {quoted(top['format'])} is not {FORMAT}")
    if top.get("grade_band", GRADE_BANDS[0]) not in GRADE_BANDS:
        raise BadClassFile(f"grade_band: {quoted(top['grade_band'])} is none of {', '.join(GRADE_BANDS)}")
    named = top.get("students", ())
    settings = {key: value for key, value in top.items() if key not in ("format", "name", "grade_band", "students")}
    try:
        problem = Problem(students=tuple(student for student, *_ in named), **settings)
    except BadProblem as error:
        raise BadClassFile(str(error)) from error
    names = {student.id: name for student, name, _ in named}
    skips_note = frozenset(student.id for student, _, skips in named if skips)
    if asked := [note.student for note in problem.notes if note.student in skips_note]:
        raise BadClassFile(f"notes: {quoted(asked[0])} skips the note, and has one")
    return ClassFile(top.get("name"), top.get("grade_band"), names, problem, skips_note)


def write(class_file: ClassFile) -> str:
    """The text of a class file; what is unset is left out. Raises BadClassFile for open flags, locks and extra
    threes, which belong to a plan and have no place in a file."""
    problem = class_file.problem
    if lost := [key for key in NOT_IN_FILES if getattr(problem, key)]:
        raise BadClassFile(f"a class file has no place for {', '.join(lost)}")
    top: Json = {"format": FORMAT, "name": class_file.name, "grade_band": class_file.grade_band}
    top = {key: value for key, value in top.items() if value is not None}
    top |= _plain(problem) | {"students": [_named(student, class_file) for student in problem.students]}
    return json.dumps(top, ensure_ascii=False, indent=1) + "\n"


def _named(student: Student, class_file: ClassFile) -> Json:
    record: Json = {"id": student.id, "name": class_file.names[student.id]} | _plain(student)
    return record | ({"skips_note": True} if student.id in class_file.skips_note else {})


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    if not hasattr(value, "__dataclass_fields__"):
        return value
    described = {field: getattr(value, field.name) for field in fields(value) if field.init}  # type: ignore[arg-type]
    return {field.name: _plain(item) for field, item in described.items() if item != _default(field)}


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadClassFile(f"not UTF-8: byte {error.start + 1} of the file can't be read") from error
    except json.JSONDecodeError as error:
        raise BadClassFile(f"broken JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except RecursionError as error:
        raise BadClassFile("broken JSON: nested too deeply") from error
    except BadClassFile:
        raise
    except ValueError as error:
        raise BadClassFile("broken JSON: a number is too long") from error


def _once(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for key, value in pairs:
        if key in found:
            raise BadClassFile(f"the key {quoted(key)} is there twice in one object")
        found[key] = value
    return found


def _no_number(constant: str) -> NoReturn:
    raise BadClassFile(f"broken JSON: {constant} is not a number")


def _record(value: object, where: str, shape: Mapping[str, Reader], required: Collection[str]) -> Json:
    if not isinstance(value, dict):
        raise BadClassFile(f"{where}: must be an object, not {_kind(value)}")
    for key in value:
        if key not in shape:
            raise BadClassFile(f"{where}: unknown key {quoted(key)}")
    for key in required:
        if key not in value:
            raise BadClassFile(f"{where}: {key} is missing")
    return {key: shape[key](item, f"{where}: {key}") for key, item in value.items()}


def _kind(value: object) -> str:
    kinds = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        type(None): "null",
        float: "a fraction",
    }
    return kinds.get(type(value), "a number")


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise BadClassFile(f"{where}: must be text, not {_kind(value)}")
    if not value.strip() or any(category(sign) in UNSHOWN for sign in value):
        raise BadClassFile(f"{where}: {quoted(value)} can't be shown")
    return value


def _number(value: object, where: str) -> int:
    if type(value) is not int:
        raise BadClassFile(f"{where}: must be a whole number, not {_kind(value)}")
    return value


def _yes_no(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadClassFile(f"{where}: must be true or false, not {_kind(value)}")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BadClassFile(f"{where}: must be a list, not {_kind(value)}")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    return tuple(_text(item, where) for item in _list(value, where))


def _weights(value: object, where: str) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise BadClassFile(f"{where}: must be an object, not {_kind(value)}")
    return {key: _text(word, f"{where}: {key}") for key, word in value.items()}


def _each(read_one: Reader, one: str | None = None) -> Reader:
    """A list; its items are known by the place of the list and a number, or by a word of their own."""

    def read_all(value: object, where: str) -> tuple[Any, ...]:
        items = enumerate(_list(value, where), start=1)
        return tuple(read_one(item, _place(one or where, number, item)) for number, item in items)

    return read_all


def _place(one: str, number: int, item: object) -> str:
    owner = item.get("id", item.get("student")) if isinstance(item, dict) else None
    return f"{one} {number} ({quoted(owner)})" if isinstance(owner, str) else f"{one} {number}"


def _values(kind: Callable[..., Any], shape: Mapping[str, Reader], required: Collection[str]) -> Reader:
    return lambda value, where: kind(**_record(value, where, shape, required))


def _students(value: object, where: str) -> tuple[tuple[Student, str, bool], ...]:
    count = len(_list(value, where))
    if count > MOST_STUDENTS:
        raise BadClassFile(f"students: {count} are too many, a class file holds at most {MOST_STUDENTS}")
    named: tuple[tuple[Student, str, bool], ...] = _each(_student, "student")(value, where)
    return named


def _student(value: object, where: str) -> tuple[Student, str, bool]:
    record = _record(value, where, STUDENT, required=("id", "name"))
    name, skips_note = record.pop("name"), record.pop("skips_note", False)
    return Student(**record), name, skips_note


STUDENT: Mapping[str, Reader] = {
    "id": _text, "name": _text, "languages": _texts, "english": _text, "voice": _text, "welcoming": _yes_no,
    "new": _yes_no, "behaviour": _text, "stage": _number, "strengths": _texts, "goals": _texts,
    "high_support": _yes_no, "pace": _texts, "interests": _texts, "time_share": _number,
    "helper_rounds": _number, "missed_picks": _number, "better_in_three": _yes_no, "side": _text,
    "skips_note": _yes_no,
}  # fmt: skip
CHOICES = _each(_values(Choice, {"student": _text, "why": _texts}, ("student",)))
NOTE: Mapping[str, Reader] = {"student": _text, "great": CHOICES, "hard": CHOICES}
RULE: Mapping[str, Reader] = {"kind": _text, "students": _texts}
TOGETHER: Mapping[str, Reader] = {"students": _texts, "state": _text, "rounds_ago": _number}
FILE: Mapping[str, Reader] = {
    "format": _text, "name": _text, "grade_band": _text, "mode": _text, "students": _students,
    "notes": _each(_values(Note, NOTE, ("student",)), "note"),
    "rules": _each(_values(Rule, RULE, ("kind", "students")), "rule"),
    "history": _each(_values(Together, TOGETHER, ("students",)), "history"),
    "weights": _weights, "no_lone_mixed_pair": _yes_no,
}  # fmt: skip
