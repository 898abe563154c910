"""Audit events: who did what and who opened what. They never say what was written."""

from django.db import models

from .people import User
from .roster import Classroom, Student


class Verb(models.TextChoices):
    """What somebody did: as it is stored, and as a sentence that goes on after who did it. Where it ends in a verb or
    a preposition, the name of whom it was about follows. Each app has verbs of its own.

    Rows keep their verb for years, so a value never changes and never goes.
    """

    @property
    def sentence(self) -> str:
        return str(self.label)


class ClassroomVerb(Verb):
    """Who is here, and how they get in."""

    CLASS_MADE = "class_made", "made the class"
    COVER_LIFTED = "cover_lifted", "looked behind the cover"
    CLASS_CHANGED = "class_changed", "changed name or grade"
    STUDENTS_ADDED = "students_added", "added children"
    ROSTER_IMPORTED = "roster_imported", "brought in a list"
    ROSTER_EXPORTED = "roster_exported", "took the class list along"
    STUDENT_CHANGED = "student_changed", "changed the name or grade of"
    STUDENT_LEFT = "student_left", "marked as left"
    STUDENT_BACK = "student_back", "brought back"
    STUDENT_SIGNED_IN = "student_signed_in", "signed in"
    STUDENT_LET_IN = "student_let_in", "let in"
    CARDS_PRINTED = "cards_printed", "showed the sign-in cards"
    CARD_VOIDED = "card_voided", "voided the card of"
    CARDS_VOIDED = "cards_voided", "voided all cards"
    WINDOW_OPENED = "window_opened", "opened the sign-in window"
    SET_UP_OPENED = "set_up_opened", "let children choose pictures"
    SET_UP_ENDED = "set_up_ended", "ended choosing pictures"
    PICTURES_CHOSEN = "pictures_chosen", "chose pictures"
    PICTURES_CLEARED = "pictures_cleared", "cleared the pictures of"
    AVATAR_PICKED = "avatar_picked", "picked a badge"
    CODE_CHANGED = "code_changed", "changed the class code"
    WINDOW_CLOSED = "window_closed", "closed the sign-in window"
    SAFETY_CONTACT_SET = "safety_contact_set", "named a safety contact"
    INVITED = "invited", "made a link for someone"
    INVITATION_TAKEN_BACK = "invitation_taken_back", "took a link back"
    JOINED = "joined", "joined, invited by"
    PERSON_REMOVED = "person_removed", "removed"
    LEFT_CLASS = "left_class", "left the class"
    HANDED_OVER = "handed_over", "handed the class over to"
    HANDED_OVER_FOR_OWNER = "handed_over_for_owner", "looks after accounts and handed the class over to"
    CARRIED_OVER = "carried_over", "kept on"
    ARCHIVED = "archived", "archived the class"
    BROUGHT_BACK = "brought_back", "brought the class back"
    ACCOUNT_CLOSED = "account_closed", "closed the account of"
    ACCOUNT_OPENED = "account_opened", "opened again the account of"
    STEPPED_DOWN = "stepped_down", "stopped looking after accounts"
    NAME_CHANGED = "name_changed", "changed their own name"
    LANGUAGES_TURNED_ON = "languages_turned_on", "chose the languages of children’s pages"
    SIGNED_UP = "signed_up", "made an account"
    # No longer recorded.
    STUDENT_RENAMED = "student_renamed", "changed the name of"


class AuditEvent(models.Model):
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, null=True, related_name="audit_events")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, null=True, related_name="audit_events")
    # The other adult whom it was about, if any.
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=["classroom", "-at"], name="audit_of_a_class"),)
