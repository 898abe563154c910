"""Class files are read and written without loss, or refused in one line that says what and where."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from partners.pairing import Choice, Note, Problem, Rule, Student, Together, class_file
from partners.pairing.class_file import BadClassFile, ClassFile

from .classes import problems

WHOLE = {
    "format": "partners.class/1",
    "name": "Room 12",
    "grade_band": "2-3",
    "mode": "mix",
    "students": [
        {
            "id": "s01",
            "name": "Ana R.",
            "languages": ["es"],
            "english": "newcomer",
            "voice": "quiet",
            "welcoming": True,
            "new": False,
            "behaviour": "models",
            "stage": 1,
            "strengths": ["ideas"],
            "goals": ["order"],
            "high_support": False,
            "pace": ["calm_spot"],
            "interests": ["animals"],
            "time_share": 60,
            "helper_rounds": 2,
            "missed_picks": 1,
            "better_in_three": True,
            "side": "A",
        },
        {"id": "s02", "name": "José 👩‍👩‍👧 O'Neil"},
        {"id": "s03", "name": "王小明", "skips_note": True},
    ],
    "notes": [
        {
            "student": "s01",
            "great": [{"student": "s02", "why": ["listens"]}],
            "hard": [{"student": "s03", "why": ["not_fixed", "unsafe"]}],
        },
        {"student": "s02"},
    ],
    "rules": [{"kind": "never", "students": ["s01", "s02", "s03"]}],
    "history": [{"students": ["s01", "s02"], "state": "growing", "rounds_ago": 2}, {"students": ["s01", "s02", "s03"]}],
    "weights": {"voice": "high"},
    "no_lone_mixed_pair": True,
}


def as_bytes(content):
    return json.dumps(content).encode()


def test_everything_is_read():
    read = class_file.read(as_bytes(WHOLE))
    assert (read.name, read.grade_band) == ("Room 12", "2-3")
    assert list(read.names.items()) == [("s01", "Ana R."), ("s02", "José 👩‍👩‍👧 O'Neil"), ("s03", "王小明")]
    ana = Student(
        "s01",
        languages=("es",),
        english="newcomer",
        voice="quiet",
        welcoming=True,
        new=False,
        behaviour="models",
        stage=1,
        strengths=("ideas",),
        goals=("order",),
        high_support=False,
        pace=("calm_spot",),
        interests=("animals",),
        time_share=60,
        helper_rounds=2,
        missed_picks=1,
        better_in_three=True,
        side="A",
    )
    assert read.skips_note == {"s03"}
    assert read.problem == Problem(
        students=(ana, Student("s02"), Student("s03")),
        notes=(
            Note("s01", (Choice("s02", ("listens",)),), (Choice("s03", ("not_fixed", "unsafe")),)),
            Note("s02"),
        ),
        rules=(Rule("never", ("s01", "s02", "s03")),),
        history=(Together(("s01", "s02"), "growing", 2), Together(("s01", "s02", "s03"))),
        weights={"voice": "high"},
        mode="mix",
        no_lone_mixed_pair=True,
    )


def test_defaults():
    read = class_file.read(b'{"format": "partners.class/1"}')
    assert read == ClassFile(None, None, {}, Problem(()))
    assert read.problem.mode == "steady"


def test_a_byte_order_mark_does_no_harm():
    assert class_file.read(b"\xef\xbb\xbf" + as_bytes(WHOLE)) == class_file.read(as_bytes(WHOLE))


def test_a_written_class_file_is_what_was_read():
    read = class_file.read(as_bytes(WHOLE))
    text = class_file.write(read)
    assert class_file.read(text.encode()) == read
    assert list(class_file.read(text.encode()).names) == list(read.names)
    assert class_file.write(class_file.read(text.encode())) == text
    lean = json.loads(text)
    assert lean["students"][1] == {"id": "s02", "name": "José 👩‍👩‍👧 O'Neil"}
    assert lean["students"][2] == {"id": "s03", "name": "王小明", "skips_note": True}
    assert lean["history"][1] == {"students": ["s01", "s02", "s03"]}


@settings(max_examples=150)
@given(problem=problems())
def test_any_class_survives_being_written(problem):
    problem = Problem(**{key: value for key, value in vars(problem).items() if key not in ("flags", "locks", "kept")})
    whole = ClassFile("Room", "K-1", {student.id: f"Name {student.id}" for student in problem.students}, problem)
    assert class_file.read(class_file.write(whole).encode()) == whole


@pytest.mark.parametrize("key", ["flags", "locks"])
def test_values_without_a_place_in_the_file_are_not_dropped(key):
    problem = replace(Problem((Student("a"), Student("b"))), **{key: (("a", "b"),)})  # type: ignore[arg-type]
    with pytest.raises(BadClassFile, match=f"a class file has no place for {key}"):
        class_file.write(ClassFile(None, None, {"a": "A", "b": "B"}, problem))


def changed(**changes):
    return as_bytes(WHOLE | changes)


def student(**changes):
    return changed(students=[{"id": "s01", "name": "Ana"}, {"id": "s02", "name": "Ben"}, {"id": "s03", **changes}])


REFUSED = {
    "broken JSON": (b'{"format": "partners.class/1",\n  "name": }', "broken JSON: line 2, column 11: Expecting value"),
    "empty": (b"", "broken JSON: line 1, column 1: Expecting value"),
    "not UTF-8": ('{"name": "José"}'.encode("latin-1"), "not UTF-8: byte 14 of the file can't be read"),
    "too deep": (b"[" * 100_000, "broken JSON: nested too deeply"),
    "a number too long": (b'{"mode": ' + b"9" * 5000 + b"}", "broken JSON: a number is too long"),
    "not a number": (b'{"mode": NaN}', "broken JSON: NaN is not a number"),
    "a key twice": (b'{"format": 1, "format": 2}', 'the key "format" is there twice in one object'),
    "a list": (b"[]", "the file: must be an object, not a list"),
    "no format": (b"{}", "the file: format is missing"),
    "another format": (changed(format="partners.class/2"), 'format: "partners.class/2" is not partners.class/1'),
    "an unknown key": (changed(teacher="Ms. K"), 'the file: unknown key "teacher"'),
    "locks": (changed(locks=[]), 'the file: unknown key "locks"'),
    "an unknown band": (changed(grade_band="9-12"), 'grade_band: "9-12" is none of K-1, 2-3, 4-5, 6-8'),
    "a name that is none": (changed(name=12), "the file: name: must be text, not a number"),
    "a mode": (changed(mode="wild"), 'mode: "wild" is none of steady, mix, fresh'),
    "a yes that is 1": (
        changed(no_lone_mixed_pair=1),
        "the file: no_lone_mixed_pair: must be true or false, not a number",
    ),
    "students": (changed(students={}), "the file: students: must be a list, not an object"),
    "a student": (changed(students=["Ana"]), "student 1: must be an object, not text"),
    "no id": (changed(students=[{"name": "Ana"}]), "student 1: id is missing"),
    "no name": (student(), 'student 3 ("s03"): name is missing'),
    "an empty name": (student(name=" "), 'student 3 ("s03"): name: " " can\'t be shown'),
    "a broken name": (student(name="A\nB"), 'student 3 ("s03"): name: "A\\nB" can\'t be shown'),
    "half a sign": (student(name="\ud83d"), 'student 3 ("s03"): name: "\\ud83d" can\'t be shown'),
    "an unknown dial": (student(name="Cy", loud=True), 'student 3 ("s03"): unknown key "loud"'),
    "a wrong type": (student(name="Cy", stage="2"), 'student 3 ("s03"): stage: must be a whole number, not text'),
    "a fraction": (student(name="Cy", stage=2.0), 'student 3 ("s03"): stage: must be a whole number, not a fraction'),
    "true as a number": (
        student(name="Cy", stage=True),
        'student 3 ("s03"): stage: must be a whole number, not true or false',
    ),
    "null": (student(name="Cy", english=None), 'student 3 ("s03"): english: must be text, not null'),
    "text for a list": (student(name="Cy", goals="order"), 'student 3 ("s03"): goals: must be a list, not text'),
    "a number in a list": (student(name="Cy", goals=[1]), 'student 3 ("s03"): goals: must be text, not a number'),
    "an unknown word": (student(name="Cy", goals=["wit"]), 'student "s03": goals: "wit" is none of ideas, '),
    "a child twice": (
        changed(students=[{"id": "s01", "name": "Ana"}, {"id": "s01", "name": "Ben"}]),
        'student "s01" is there twice',
    ),
    "5,000 children": (
        changed(students=[{"id": f"s{number}", "name": "Ana"} for number in range(5000)]),
        "students: 5000 are too many, a class file holds at most 200",
    ),
    "an unknown child": (changed(notes=[{"student": "s99"}]), 'notes: "s99" is not in the class'),
    "an unknown child in a note": (
        changed(notes=[{"student": "s01", "great": [{"student": "s99"}]}]),
        'note of "s01": great: "s99" is not in the class',
    ),
    "a note by who skips it": (changed(notes=[{"student": "s03"}]), 'notes: "s03" skips the note, and has one'),
    "a note by nobody": (changed(notes=[{"great": []}]), "note 1: student is missing"),
    "a choice": (
        changed(notes=[{"student": "s01", "hard": ["s02"]}]),
        'note 1 ("s01"): hard 1: must be an object, not text',
    ),
    "a reason": (
        changed(notes=[{"student": "s01", "hard": [{"student": "s02", "why": "loud"}]}]),
        'note 1 ("s01"): hard 1 ("s02"): why: must be a list, not text',
    ),
    "a rule about one child": (
        changed(rules=[{"kind": "never", "students": ["s01"]}]),
        "rule 1: a rule names two students",
    ),
    "a rule without a kind": (changed(rules=[{"students": ["s01", "s02"]}]), "rule 1: kind is missing"),
    "a history of nobody": (changed(history=[{}]), "history 1: students is missing"),
    "weights": (changed(weights=["voice"]), "the file: weights: must be an object, not a list"),
    "a weight": (changed(weights={"voice": 2}), "the file: weights: voice: must be text, not a number"),
    "an unknown weight": (changed(weights={"luck": "high"}), 'weights: "luck" is none of great, '),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case):
    data, line = REFUSED[case]
    with pytest.raises(BadClassFile) as refused:
        class_file.read(data)
    assert line in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_200_children_are_fine():
    students = [{"id": f"s{number}", "name": "Ana"} for number in range(200)]
    assert len(class_file.read(as_bytes({"format": "partners.class/1", "students": students})).names) == 200
