"""The pairing engine: who could work with whom, exactly and with reasons.

It knows nothing of the web, of clocks, or of the words a child wrote. Points are held as whole quarters.
"""

from . import class_file
from .alternatives import alternatives
from .clash import clash
from .explain import OpenReason, Reason, publishable, reasons
from .planning import BadGroups, NoPlan, complete, evaluate, solve
from .prices import Comparison, Effect, Price, Shift, Swap, compare, price, what_if
from .problem import STEPS, BadProblem, Choice, HardRule, Levels, Note, Plan, Problem, Rule, Student, Together
from .rules import hard_rules
from .shapes import Shape, shape
from .summary import LookOut, Summary, look_out, summary
from .verify import CheckFailed, check

ENGINE_VERSION = "2"

__all__ = [
    "ENGINE_VERSION",
    "STEPS",
    "BadGroups",
    "BadProblem",
    "CheckFailed",
    "Choice",
    "Comparison",
    "Effect",
    "HardRule",
    "Levels",
    "LookOut",
    "NoPlan",
    "Note",
    "OpenReason",
    "Plan",
    "Price",
    "Problem",
    "Reason",
    "Rule",
    "Shape",
    "Shift",
    "Student",
    "Summary",
    "Swap",
    "Together",
    "alternatives",
    "check",
    "clash",
    "class_file",
    "compare",
    "complete",
    "evaluate",
    "hard_rules",
    "look_out",
    "price",
    "publishable",
    "reasons",
    "shape",
    "solve",
    "summary",
    "what_if",
]
