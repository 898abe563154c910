"""The tables of partners: notes, plans, partnerships, observations, and what the teacher knows and decides."""

from .audit import IN_A_RECORD, PartnersVerb
from .check_ins import CheckIn, CheckInContent, HelpStep
from .considerations import Considerations, ConsiderationsContent, Rule, RuleContent, RuleKind, skips_note
from .legal_holds import RecordsHold
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
from .observations import Observation, ObservationContent
from .partnerships import Coaching, HelpGiven, PartnerChange, Partnership, PartnershipPlace, State
from .plans import Decisions, Lock, Plan, PlanAction, PlanPlace, PlanStep, Relaxed, SolverResult
from .rounds import Round
from .safety_flags import FlagAnswer, FlagContent, SafetyFlag
from .workshop import Mode, Workshop

__all__ = [
    "IN_A_RECORD",
    "SIDES",
    "CheckIn",
    "CheckInContent",
    "Coaching",
    "Considerations",
    "ConsiderationsContent",
    "Decisions",
    "DraftContent",
    "DraftWords",
    "FlagAnswer",
    "FlagContent",
    "HelpGiven",
    "HelpStep",
    "Lock",
    "MisplacedNote",
    "Mode",
    "NoteAnswers",
    "NoteContent",
    "NoteDraft",
    "NoteWords",
    "Observation",
    "ObservationContent",
    "PartnerChange",
    "PartnerNote",
    "PartnersVerb",
    "Partnership",
    "PartnershipPlace",
    "Pick",
    "Plan",
    "PlanAction",
    "PlanPlace",
    "PlanStep",
    "Reasons",
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
