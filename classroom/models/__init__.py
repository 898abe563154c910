"""The tables of the classroom: adults, classes and children, and how children sign in."""

from .audit import AuditEvent, ClassroomVerb, Verb
from .invitations import Invitation
from .people import School, SchoolMembership, SignUpCode, User
from .roster import ClassMembership, Classroom, GradeBand, Student
from .roster_drafts import RosterDraft
from .roster_layouts import RosterLayout
from .sign_in import Card, Knock, PicturePassword, SignInWindow, Sitting, WrongTry
from .unsaved_forms import UnsavedForm

__all__ = [
    "AuditEvent",
    "Card",
    "ClassMembership",
    "Classroom",
    "ClassroomVerb",
    "GradeBand",
    "Invitation",
    "Knock",
    "PicturePassword",
    "RosterDraft",
    "RosterLayout",
    "School",
    "SchoolMembership",
    "SignInWindow",
    "SignUpCode",
    "Sitting",
    "Student",
    "UnsavedForm",
    "User",
    "Verb",
    "WrongTry",
]
