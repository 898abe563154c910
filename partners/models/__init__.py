"""Who works with whom, and how it goes."""

from .check_ins import CheckIn, CheckInContent, HelpStep
from .considerations import Considerations, ConsiderationsContent, Rule, RuleContent, RuleKind, skips_note
from .keeping import RecordsHold
from .notes import FlagAnswer, MisplacedNote, NoteDraft, PartnerNote, SafetyFlag
from .observations import Observation, ObservationContent
from .partnerships import Coaching, HelpGiven, PartnerChange, Partnership, PartnershipPlace, State
from .plans import Decisions, Did, Lock, Plan, PlanPlace, PlanStep, Relaxed, SolverResult
from .rounds import Round
from .workshop import Mode, Workshop

__all__ = [
    "CheckIn",
    "CheckInContent",
    "Coaching",
    "Considerations",
    "ConsiderationsContent",
    "Decisions",
    "Did",
    "FlagAnswer",
    "HelpGiven",
    "HelpStep",
    "Lock",
    "MisplacedNote",
    "Mode",
    "NoteDraft",
    "Observation",
    "ObservationContent",
    "PartnerChange",
    "PartnerNote",
    "Partnership",
    "PartnershipPlace",
    "Plan",
    "PlanPlace",
    "PlanStep",
    "RecordsHold",
    "Relaxed",
    "Round",
    "Rule",
    "RuleContent",
    "RuleKind",
    "SafetyFlag",
    "SolverResult",
    "State",
    "Workshop",
    "skips_note",
]
