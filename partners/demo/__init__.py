"""An invented class for trying out the app: Room 12. Its first round is over, and the second one is open.

The people in it are invented. `room_12.json` is a class file like any other.
"""

import datetime as dt
from pathlib import Path

from django.db import transaction

from classroom.actions import classes, first_teacher, sign_in_windows
from classroom.models import Classroom, Student, User
from partners.actions import observations
from partners.actions.class_file_import import load_class
from partners.models import ObservationContent, Partnership
from partners.pairing import class_file
from partners.queries import current_pairs

TEACHER = "teacher@partners.example"
TEACHER_NAME = "Ms. Okafor"
PASSWORD = "paper and ink"  # noqa: S105 # printed for whoever starts the demo
SCHOOL = "Riverbend School"
COUNSELOR = "Mr. Haddad, counselor"
COUNSELOR_EMAIL = "counselor@partners.example"
FILE = Path(__file__).with_name("room_12.json")

# Observations: one child's id in the file, how many days ago, strengths, next steps, state, and the adult's words.
SEEN: tuple[tuple[str, int, list[str], list[str], str, str], ...] = (
    ("s01", 30, ["faced_partner", "piece_in_the_middle"], [], "growing", ""),
    ("s01", 12, ["asked_a_true_question", "even_turns"], [], "going_well", "“Wait, what did your grandma say then?”"),
    ("s02", 20, ["listened_with_body", "waited"], ["louder_slower"], "going_well", ""),
    ("s03", 16, ["used_home_language_well"], ["needs_a_stem_card"], "growing", "They drew the first page together."),
    ("s04", 25, ["reacted_to_meaning"], ["one_tip_only"], "growing", ""),
    ("s05", 18, [], ["take_turns", "hand_the_pencil_back"], "needs_me", "Tried the timer. It helped for one turn."),
    (
        "s09",
        9,
        ["named_something_specific", "celebrated"],
        [],
        "going_well",
        "“Last week you had no ending, now you do.”",
    ),
    ("s12", 14, [], ["ask_dont_tell", "quieter_spot"], "needs_me", ""),
    ("s13", 11, ["friendly_reminder"], ["stay_on_the_piece", "repair_plan"], "needs_me", ""),
    ("s20", 7, ["retold_accurately", "invited_a_quiet_voice_in"], [], "going_well", ""),
)


@transaction.atomic
def set_up(*, now: dt.datetime) -> Classroom:
    """The demo's teacher and class, with the sign-in window open. They are made if they do not exist yet."""
    user = User.objects.filter(email=TEACHER).first() or _teacher(now)
    classroom = Classroom.objects.filter(memberships__user=user).order_by("pk").first() or _room_12(user, now)
    if not classroom.has_safety_contact:
        classes.set_safety_contact(classroom=classroom, name=COUNSELOR, email=COUNSELOR_EMAIL, by=user, now=now)
    sign_in_windows.open_window(classroom=classroom, by=user, now=now)
    return classroom


def _teacher(now: dt.datetime) -> User:
    code = first_teacher.make_sign_up_code(now=now)
    return first_teacher.sign_up_first_teacher(
        code=code, school=SCHOOL, name=TEACHER_NAME, email=TEACHER, password=PASSWORD, now=now
    )


def _room_12(user: User, now: dt.datetime) -> Classroom:
    classroom = load_class(file=class_file.read(FILE.read_bytes()), by=user, now=now)
    partners = _partnerships(classroom, now)
    for child, days, strengths, next_steps, state, note in SEEN:
        observations.observe(
            partnership=partners[child],
            seen=ObservationContent(strengths=tuple(strengths), next_steps=tuple(next_steps), state=state, note=note),
            by=user,
            now=now - dt.timedelta(days=days, minutes=20),
        )
    return classroom


def _partnerships(classroom: Classroom, now: dt.datetime) -> dict[str, Partnership]:
    """The running partnerships, by the ids that their children have in the file."""
    pairs = current_pairs(classroom, classroom.today(now))
    return {student.source_id: pair.partnership for pair in pairs for student in pair.students}


def two_children(classroom: Classroom) -> list[Student]:
    """Two children whose notes are not in yet."""
    return [student for student in classroom.students.here() if student.source_id in ("s14", "s21")]
