"""Who works with whom, and how it goes."""

from .check_ins import CheckIn
from .considerations import Considerations, Rule, RuleKind
from .keeping import RecordsHold
from .notes import FlagAnswer, MisplacedNote, NoteDraft, PartnerNote, SafetyFlag
from .observations import Observation, Seen
from .partnerships import Partnership, PartnershipPlace, State
from .plans import Plan, PlanPlace
from .rounds import Round
from .workshop import Mode, Workshop

__all__ = [
    "CheckIn",
    "Considerations",
    "FlagAnswer",
    "MisplacedNote",
    "Mode",
    "NoteDraft",
    "Observation",
    "PartnerNote",
    "Partnership",
    "PartnershipPlace",
    "Plan",
    "PlanPlace",
    "RecordsHold",
    "Round",
    "Rule",
    "RuleKind",
    "SafetyFlag",
    "Seen",
    "State",
    "Workshop",
]
