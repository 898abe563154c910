"""What is done with partners, as audit events say it."""

from classroom.models import Verb


class PartnersVerb(Verb):
    """Notes, plans, partner time, and what becomes of them."""

    CLASS_FILE_EXPORTED = "class_file_exported", "took a class file along"
    ROUND_OPENED = "round_opened", "opened a round"
    NOTE_HANDED_IN = "note_handed_in", "handed in a note"
    NOTE_SCRIBED = "note_scribed", "wrote down the note of"
    TALKED = "talked", "ticked off a talk that a child asked for"
    FLAG_ANSWERED = "flag_answered", "answered what a child said"
    FLAG_ENDED = "flag_ended", "decided about two children"
    FAMILY_PAGE_MADE = "family_page_made", "made a page for the family of a child"
    MOVE_ADDED = "move_added", "added a partner move"
    MOVE_CHANGED = "move_changed", "changed a partner move"
    MOVE_REMOVED = "move_removed", "removed a partner move"
    MOVE_OF_THE_WEEK_SET = "move_of_the_week_set", "set the move of the week"
    CHECK_IN_OPENED = "check_in_opened", "opened a check-in"
    CHECK_IN_CLOSED = "check_in_closed", "closed a check-in"
    CHECK_INS_READ = "check_ins_read", "read the check-ins"
    HELP_GIVEN = "help_given", "helped a partnership"
    MOVED_FOR_TODAY = "moved_for_today", "moved children for a day"
    AWAY_TODAY = "away_today", "marked as away for the day"
    HERE_TODAY = "here_today", "marked as here after all"
    NOTE_OPENED = "note_opened", "opened the note of"
    PLAN_SUGGESTED = "plan_suggested", "asked for a suggestion"
    PLAN_CHANGED = "plan_changed", "changed a plan"
    PLAN_OVERRIDDEN = "plan_overridden", "decided against a rule in a plan, with a reason"
    PLAN_LOCKED_WITH_REASON = "plan_locked_with_reason", "locked partners in a plan, with a reason"
    PLAN_DELETED = "plan_deleted", "deleted a draft"
    RULE_RELAXED = "rule_relaxed", "relaxed a rule for one plan"
    RULE_RELAXED_WITH_REASON = "rule_relaxed_with_reason", "relaxed a rule for one plan, with a reason"
    PLAN_PUBLISHED = "plan_published", "published partners"
    PARTNERS_CHANGED = "partners_changed", "changed partners"
    PARTNERS_CHANGED_FOR_A_REASON = "partners_changed_for_a_reason", "changed partners, and gave a reason"
    CHANGE_TAKEN_BACK = "change_taken_back", "took a change of partners back"
    UNIT_ENDED = "unit_ended", "set the last day of a unit"
    PARTNER_FOUND = "partner_found", "found a partner for"
    OBSERVED = "observed", "wrote down what was seen"
    OBSERVATION_CHANGED = "observation_changed", "changed what was written down as seen"
    OBSERVATION_TAKEN_BACK = "observation_taken_back", "took back what was written down as seen"
    WALK_SET = "walk_set", "set the order of the walk"
    CONSIDERATIONS_SET = "considerations_set", "set considerations"
    CONSIDERATIONS_CHANGED = "considerations_changed", "changed considerations of"
    RULE_ADDED = "rule_added", "added a rule"
    RULE_CHANGED = "rule_changed", "changed a rule"
    RULE_REMOVED = "rule_removed", "removed a rule"
    WORKSHOP_SET = "workshop_set", "set how workshop runs"
    SETTINGS_CHANGED = "settings_changed", "changed the settings"
    ROUND_REMEMBERED = "round_remembered", "added an earlier round"
    RECORD_LOOKED_THROUGH = "record_looked_through", "looked through the record of"
    RECORD_TAKEN = "record_taken", "took along the record of"
    DELETION_BEGUN = "deletion_begun", "began to delete"
    STUDENT_DELETED = "student_deleted", "deleted a child"
    PURGED = "purged", "deleted what was due"
    HOLD_SET = "hold_set", "put notes on hold"
    HOLD_LIFTED = "hold_lifted", "lifted a hold"
    CLASS_DELETED = "class_deleted", "deleted a class"
    REMINDED = "reminded", "sent a reminder that something waits to be read"


# In the record of one child these stand by themselves: nobody's name follows.
IN_A_RECORD = {
    PartnersVerb.NOTE_OPENED: "opened a note",
    PartnersVerb.RECORD_LOOKED_THROUGH: "looked through the record",
    PartnersVerb.RECORD_TAKEN: "took the record along",
}
