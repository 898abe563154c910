"""`manage.py pair`: one JSON object, exit codes 0, 2 and 3, and no database (these tests may not use one)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from partners import pairing
from partners.pairing.class_file import ClassFile

from .classes import full_class


def saved(tmp_path, problem):
    """A class in a file."""
    names = {student.id: f"Name {student.id}" for student in problem.students}
    file = tmp_path / "class.json"
    file.write_text(pairing.class_file.write(ClassFile("Room", None, names, problem)))
    return file


def run(file):
    """What the command line gives: exit code, answer, complaint."""
    command = [sys.executable, "manage.py", "pair", str(file)]
    # A database that cannot be opened.
    environment = os.environ | {"DATABASE_URL": "sqlite:////nowhere/partners.sqlite3"}
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_plan(tmp_path, capsys):
    problem = full_class(21)
    call_command("pair", saved(tmp_path, problem))
    answer = json.loads(capsys.readouterr().out)
    plan = pairing.solve(problem)
    assert list(answer) == [
        "groups", "below", "beside_hard", "kept", "floor", "total", "proved", "bound", "talk_first", "children",
        "milliseconds",
    ]  # fmt: skip
    assert answer["groups"] == [list(group) for group in plan.groups]
    assert answer["below"] == list(plan.below)
    assert (answer["beside_hard"], answer["kept"]) == (plan.beside_hard, plan.kept)
    assert answer["floor"] == plan.floor
    assert answer["bound"] == {key: answer[key] for key in ("below", "beside_hard", "kept", "total")} | {
        "changes": plan.changes
    }
    assert answer["talk_first"] == [list(pair) for pair in plan.talk_first]
    assert answer["total"] == plan.total / 4
    assert answer["proved"] is True
    assert answer["milliseconds"] > 0
    assert {child["id"]: child["fit"] for child in answer["children"]} == {
        one: fit / 4 for one, fit in plan.fits.items()
    }


def test_reasons_of_a_pair_add_up(tmp_path, capsys):
    problem = full_class(20)
    call_command("pair", saved(tmp_path, problem))
    children = json.loads(capsys.readouterr().out)["children"]
    for child in children:
        assert child["fit"] == 50 + sum(reason["points"] for reason in child["reasons"])
        assert all(reason["source"] in ("open", "covered") for reason in child["reasons"])
    assert any(reason["detail"] for child in children for reason in child["reasons"])


def test_whole_points_are_written_without_a_fraction(tmp_path, capsys):
    call_command("pair", saved(tmp_path, pairing.Problem((pairing.Student("a"), pairing.Student("b")))))
    assert '"total": 100,' in capsys.readouterr().out


def test_exit_codes(tmp_path):
    fine = saved(tmp_path, full_class(6))
    code, answer, complaint = run(fine)
    assert (code, complaint) == (0, "")
    assert json.loads(answer)["proved"]

    code, answer, complaint = run(tmp_path / "missing.json")
    assert (code, answer) == (2, "")
    assert complaint == f"CommandError: {tmp_path}/missing.json: No such file or directory\n"

    fine.write_text('{"format": "partners.class/1", "teacher": 1}')
    code, answer, complaint = run(fine)
    assert (code, answer) == (2, "")
    assert complaint == f'CommandError: {fine}: the file: unknown key "teacher"\n'

    students = tuple(pairing.Student(name) for name in "abc")
    code, answer, complaint = run(
        saved(tmp_path, pairing.Problem(students, rules=(pairing.Rule("never", ("a", "b")),)))
    )
    assert code == 3
    assert json.loads(answer) == {
        "clash": [{"kind": "never", "students": ["a", "b"]}],
        "smallest": True,
        "certain": True,
        "two_more_threes_help": False,
    }
    assert complaint == "CommandError: no plan meets the rules: never a b\n"


@pytest.mark.parametrize("size", [0, 1])
def test_a_partnership_needs_two(tmp_path, size):
    with pytest.raises(CommandError, match=r"^a partnership needs two children$") as refused:
        call_command("pair", saved(tmp_path, full_class(size)))
    assert refused.value.returncode == 3


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="Is a directory") as refused:
        call_command("pair", tmp_path)
    assert refused.value.returncode == 2
