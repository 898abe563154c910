"""Who is here and how they get in."""

from .audit import AuditEvent
from .drafts import RosterDraft
from .invitations import Invitation
from .people import School, SchoolMembership, SignUpCode, User
from .roster import ClassMembership, Classroom, GradeBand, Student
from .sign_in import Card, Knock, SignInWindow, Sitting

__all__ = [
    "AuditEvent",
    "Card",
    "ClassMembership",
    "Classroom",
    "GradeBand",
    "Invitation",
    "Knock",
    "RosterDraft",
    "School",
    "SchoolMembership",
    "SignInWindow",
    "SignUpCode",
    "Sitting",
    "Student",
    "User",
]
