"""Solves, proves and checks each class file of the folder that CLASSES names, where it names one."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from partners import pairing
from partners.pairing import Rule

# Points alone put a child of this class beside somebody whom the child named as hard.
NEEDLESSLY_HARD = "dutch_primary_1996_class36"

if "CLASSES" in os.environ:
    FILES = sorted(Path(os.environ["CLASSES"]).glob("*.json"))

    def test_there_are_files():
        assert FILES

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_a_real_class(file):
        whole = pairing.class_file.read(file.read_bytes())
        assert pairing.class_file.read(pairing.class_file.write(whole).encode()) == whole
        plan = pairing.solve(whole.problem)
        assert plan.proved
        pairing.check(whole.problem, plan)
        for idea in pairing.alternatives(whole.problem):
            pairing.check(whole.problem, idea)
        if file.stem == NEEDLESSLY_HARD:
            assert plan.beside_hard == 0

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
    def test_nobody_is_beside_a_hard_choice_needlessly(file):
        problem = pairing.class_file.read(file.read_bytes()).problem
        hard = [Rule("never", (note.student, choice.student)) for note in problem.notes for choice in note.hard]
        plan = pairing.solve(problem)
        try:
            without = pairing.solve(replace(problem, rules=(*problem.rules, *hard)))
        except pairing.NoPlan:
            return
        assert plan.beside_hard == 0 or without.below[:5] > plan.below[:5]
