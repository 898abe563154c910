"""Every verb of the audit log has a sentence and keeps its name, because rows of earlier years are still read."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest

from classroom.actions.audit import record, record_each
from classroom.models import ClassroomVerb, Verb
from partners.models import PartnersVerb
from partners.privacy.audit_feed import sentence
from tests.test_structure import imports, modules, parsed

VERBS: list[Verb] = [*ClassroomVerb, *PartnersVerb]
ENUMS = {"ClassroomVerb": ClassroomVerb, "PartnersVerb": PartnersVerb}

# Verbs that databases contain. New ones may be added here; none may be changed or deleted.
STORED = [
    "account_closed",
    "account_opened",
    "archived",
    "avatar_picked",
    "away_today",
    "brought_back",
    "card_voided",
    "cards_printed",
    "cards_voided",
    "carried_over",
    "change_taken_back",
    "check_in_closed",
    "check_in_opened",
    "check_ins_read",
    "class_changed",
    "class_deleted",
    "class_file_exported",
    "class_made",
    "code_changed",
    "considerations_changed",
    "considerations_set",
    "cover_lifted",
    "deletion_begun",
    "family_page_made",
    "flag_answered",
    "flag_ended",
    "handed_over",
    "handed_over_for_owner",
    "help_given",
    "here_today",
    "hold_lifted",
    "hold_set",
    "invitation_taken_back",
    "invited",
    "joined",
    "languages_turned_on",
    "left_class",
    "move_added",
    "move_changed",
    "move_of_the_week_set",
    "move_removed",
    "moved_for_today",
    "name_changed",
    "note_handed_in",
    "note_opened",
    "note_scribed",
    "observation_changed",
    "observation_taken_back",
    "observed",
    "partner_found",
    "partners_changed",
    "partners_changed_for_a_reason",
    "person_removed",
    "pictures_chosen",
    "pictures_cleared",
    "plan_changed",
    "plan_deleted",
    "plan_locked_with_reason",
    "plan_overridden",
    "plan_published",
    "plan_suggested",
    "purged",
    "record_looked_through",
    "record_taken",
    "reminded",
    "roster_exported",
    "roster_imported",
    "round_opened",
    "round_remembered",
    "rule_added",
    "rule_changed",
    "rule_relaxed",
    "rule_relaxed_with_reason",
    "rule_removed",
    "safety_contact_set",
    "set_up_ended",
    "set_up_opened",
    "settings_changed",
    "signed_up",
    "stepped_down",
    "student_back",
    "student_changed",
    "student_deleted",
    "student_left",
    "student_let_in",
    "student_renamed",
    "student_signed_in",
    "students_added",
    "talked",
    "unit_ended",
    "walk_set",
    "window_closed",
    "window_opened",
    "workshop_set",
]


def recorded(path: Path) -> Iterator[ast.expr]:
    """The verb argument of each call in a file that writes an audit event."""
    names = {name.rpartition(".")[2] for name in imports(path) if name.startswith("classroom.actions.audit.")}
    for node in parsed(path):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            yield node.args[0]


def members(path: Path) -> Iterator[Verb]:
    """The verbs that a file refers to by name."""
    for node in parsed(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ENUMS:
            yield ENUMS[node.value.id][node.attr]


PATHS = [path for wing in ("classroom", "partners") for path in modules(wing)]


def test_only_verbs_of_an_enum_are_recorded() -> None:
    """A plain string would be a verb without a sentence. Where a verb is passed on in a variable, the variable's
    type checks it."""
    calls = [(path, verb) for path in PATHS for verb in recorded(path)]
    assert len(calls) > 80
    text = [
        f"{path}: {ast.unparse(verb)}"
        for path, verb in calls
        if any(isinstance(node, ast.Constant) for node in ast.walk(verb))
    ]
    assert text == []
    assert get_type_hints(record)["verb"] is get_type_hints(record_each)["verb"] is Verb


def test_every_verb_is_recorded_somewhere() -> None:
    named = {verb for path in PATHS for verb in members(path)}
    assert set(VERBS) - named == {ClassroomVerb.STUDENT_RENAMED}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_a_sentence_of_its_own(verb: Verb) -> None:
    made_up_by_django = verb.name.replace("_", " ").title()
    assert verb.sentence != made_up_by_django
    assert sentence(verb.value) == verb.sentence
    assert verb.sentence[0].islower()


def test_stored_verbs_can_still_be_read() -> None:
    assert sorted(STORED) == sorted(verb.value for verb in VERBS)
    assert sentence("student_renamed") == "changed the name of"


def test_a_verb_of_another_version_can_be_read() -> None:
    assert sentence("sent_to_the_moon") == "sent to the moon"
