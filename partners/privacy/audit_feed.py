"""What was done in a class, as its log is read: on pages without a cover.

The notes that one person opened on one day are one line, in the order of the roll. In which order she read them, and
where she began, says something of who wrote them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from classroom.models import AuditEvent, Classroom
from partners.queries import in_words

NOTE_OPENED = "note_opened"


@dataclass(frozen=True)
class Line:
    """`event` is what happened, the newest where it is several things; `children` is whom it was about, by name."""

    event: AuditEvent
    children: str = ""
    is_several: bool = False

    @property
    def words(self) -> str:
        if self.is_several:
            return "opened the notes of"
        return VERBS.get(self.event.verb, self.event.verb.replace("_", " "))


def newest(events: QuerySet[AuditEvent], classroom: Classroom, most: int) -> list[AuditEvent]:
    """So many of these events, newest first, and the rest of the last one's day: what is missing from a day was first.

    Two queries.
    """
    ordered = events.order_by("-at", "-pk")
    last = ordered[most - 1 : most].first()
    if last is not None:
        ordered = ordered.filter(at__gte=classroom.end_of(classroom.today(last.at) - dt.timedelta(days=1)))
    return list(ordered.select_related("by", "student", "person"))


def told(events: Iterable[AuditEvent], classroom: Classroom) -> list[Line]:
    """Events, newest first, as lines."""
    lines: dict[object, list[AuditEvent]] = {}
    for event in events:
        key = (event.by_id, classroom.today(event.at)) if event.verb == NOTE_OPENED else event.pk
        lines.setdefault(key, []).append(event)
    return [_line(together) for together in lines.values()]


def _line(together: Sequence[AuditEvent]) -> Line:
    about = {event.student for event in together if event.student is not None}
    ordered = sorted(about, key=lambda student: (bytes(student.sort_key), student.pk))
    return Line(together[0], in_words([student.called for student in ordered]), len(about) > 1)


VERBS = {
    "class_made": "made the class",
    "class_changed": "changed name or grade",
    "students_added": "added children",
    "roster_imported": "brought in a list",
    "roster_exported": "took the class list along",
    "class_file_exported": "took a class file along",
    "student_changed": "changed the name or grade of",
    "student_left": "marked as left",
    "student_back": "brought back",
    "student_signed_in": "signed in",
    "student_let_in": "let in",
    "cards_printed": "showed the sign-in cards",
    "card_voided": "voided the card of",
    "cards_voided": "voided all cards",
    "window_opened": "opened the sign-in window",
    "set_up_opened": "let children choose pictures",
    "set_up_ended": "ended choosing pictures",
    "pictures_chosen": "chose pictures",
    "pictures_cleared": "cleared the pictures of",
    "avatar_picked": "picked a badge",
    "code_changed": "changed the class code",
    "window_closed": "closed the sign-in window",
    "round_opened": "opened a round",
    "note_handed_in": "handed in a note",
    "note_scribed": "wrote down the note of",
    "talked": "ticked off a talk that a child asked for",
    "flag_answered": "answered what a child said",
    "flag_ended": "decided about two children",
    "family_page_made": "made a page for the family of a child",
    "move_added": "added a partner move",
    "move_changed": "changed a partner move",
    "move_removed": "removed a partner move",
    "move_of_the_week_set": "set the move of the week",
    "check_in_opened": "opened a check-in",
    "check_in_closed": "closed a check-in",
    "check_ins_read": "read the check-ins",
    "help_given": "helped a partnership",
    "moved_for_today": "moved children for a day",
    "away_today": "marked as away for the day",
    "here_today": "marked as here after all",
    "note_opened": "opened the note of",
    "cover_lifted": "looked behind the cover",
    "plan_suggested": "asked for a suggestion",
    "plan_changed": "changed a plan",
    "plan_overridden": "decided against a rule in a plan, with a reason",
    "plan_locked_with_reason": "locked partners in a plan, with a reason",
    "plan_deleted": "deleted a draft",
    "rule_relaxed": "relaxed a rule for one plan",
    "rule_relaxed_with_reason": "relaxed a rule for one plan, with a reason",
    "plan_published": "published partners",
    "partners_changed": "changed partners",
    "partners_changed_for_a_reason": "changed partners, and gave a reason",
    "change_taken_back": "took a change of partners back",
    "unit_ended": "set the last day of a unit",
    "partner_found": "found a partner for",
    "observed": "wrote down what was seen",
    "observation_changed": "changed what was written down as seen",
    "observation_taken_back": "took back what was written down as seen",
    "walk_set": "set the order of the walk",
    "considerations_set": "set considerations",
    "considerations_changed": "changed considerations of",
    "rule_added": "added a rule",
    "rule_changed": "changed a rule",
    "rule_removed": "removed a rule",
    "workshop_set": "set how workshop runs",
    "settings_changed": "changed the settings",
    "safety_contact_set": "named a safety contact",
    "round_remembered": "added an earlier round",
    "invited": "made a link for someone",
    "invitation_taken_back": "took a link back",
    "joined": "joined, invited by",
    "person_removed": "removed",
    "left_class": "left the class",
    "handed_over": "handed the class over to",
    "handed_over_for_owner": "looks after accounts and handed the class over to",
    "carried_over": "kept on",
    "record_looked_through": "looked through the record of",
    "record_taken": "took along the record of",
    "deletion_begun": "began to delete",
    "student_deleted": "deleted a child",
    "purged": "deleted what was due",
    "hold_set": "put notes on hold",
    "hold_lifted": "lifted a hold",
    "archived": "archived the class",
    "brought_back": "brought the class back",
}
