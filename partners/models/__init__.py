"""Who works with whom, and how it goes."""

from .check_ins import CheckIn, CheckInContent, HelpStep
from .considerations import Considerations, ConsiderationsContent, Rule, RuleContent, RuleKind, skips_note
from .keeping import RecordsHold
from .notes import FlagAnswer, MisplacedNote, NoteDraft, PartnerNote, SafetyFlag
from .observations import Observation, ObservationContent
from .partnerships import Coaching, HelpGiven, PartnerChange, Partnership, PartnershipPlace, State
from .plans import Did, Plan, PlanPlace, PlanStep
from .rounds import Round
from .workshop import Mode, Workshop

__all__ = [
    "CheckIn",
    "CheckInContent",
    "Coaching",
    "Considerations",
    "ConsiderationsContent",
    "Did",
    "FlagAnswer",
    "HelpGiven",
    "HelpStep",
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
    "Round",
    "Rule",
    "RuleContent",
    "RuleKind",
    "SafetyFlag",
    "State",
    "Workshop",
    "skips_note",
]
