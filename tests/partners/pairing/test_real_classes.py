"""Class files from the folder that CLASSES names, where it names one: each is solved, proved and checked."""

import os
from pathlib import Path

import pytest

from partners import pairing

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
