"""Who works with whom, and how it goes."""

from .check_ins import CheckIn, CheckInContent, HelpStep
from .considerations import Considerations, Rule, RuleKind, skips_note
from .flags import FlagAnswer, FlagContent, SafetyFlag
from .keeping import RecordsHold
from .notes import (
    SIDES,
    DraftContent,
    DraftWords,
    MisplacedNote,
    NoteAnswers,
    NoteContent,
    NoteDraft,
    NoteWords,
    PartnerNote,
    Pick,
    Reasons,
)
from .observations import Observation, Seen
from .partnerships import Coaching, HelpGiven, PartnerChange, Partnership, PartnershipPlace, State
from .plans import Did, Plan, PlanPlace, PlanStep
from .rounds import Round
from .workshop import Mode, Workshop

__all__ = [
    "SIDES",
    "CheckIn",
    "CheckInContent",
    "Coaching",
    "Considerations",
    "Did",
    "DraftContent",
    "DraftWords",
    "FlagAnswer",
    "FlagContent",
    "HelpGiven",
    "HelpStep",
    "MisplacedNote",
    "Mode",
    "NoteAnswers",
    "NoteContent",
    "NoteDraft",
    "NoteWords",
    "Observation",
    "PartnerChange",
    "PartnerNote",
    "Partnership",
    "PartnershipPlace",
    "Pick",
    "Plan",
    "PlanPlace",
    "PlanStep",
    "Reasons",
    "RecordsHold",
    "Round",
    "Rule",
    "RuleKind",
    "SafetyFlag",
    "Seen",
    "State",
    "Workshop",
    "skips_note",
]
