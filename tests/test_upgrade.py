"""A database from before version 1.0 is upgraded: the migrations run, and everything in it can be read.

The database is an SQLite file, so this runs on SQLite alone: it does not use the database of the test run, has no
`database` mark, and is not part of what `make test` runs on PostgreSQL. See tests/data/README.md.
"""

import datetime as dt
import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from classroom.actions import picture_passwords, sign_in_cards
from classroom.fields import encrypted_fields
from classroom.models import Card, RosterDraft, Student, User
from partners.models import (
    CheckIn,
    CheckInContent,
    Coaching,
    Considerations,
    ConsiderationsContent,
    Decisions,
    DraftWords,
    FlagContent,
    HelpGiven,
    Lock,
    NoteAnswers,
    NoteDraft,
    NoteWords,
    Observation,
    ObservationContent,
    PartnerChange,
    PartnerNote,
    Partnership,
    Pick,
    Plan,
    PlanStep,
    Reasons,
    Relaxed,
    Rule,
    RuleContent,
    RuleKind,
    SafetyFlag,
    SolverResult,
)

FILE = Path(__file__).with_name("data") / "before_1_0.sqlite3.gz"
KEY = "YmVmb3JlLTEtMC1iZWZvcmUtMS0wLWJlZm9yZS0xLTA="
UPGRADED = "upgraded"
NOW = dt.datetime(2026, 1, 12, 14, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=20)
WEEK = dt.timedelta(weeks=1)
TODAY = NOW.date()


class ToUpgraded:
    """Sends every query to the upgraded file, and none to the database of the test run."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return UPGRADED

    db_for_write = db_for_read


@pytest.fixture(scope="module", autouse=True)
def upgraded(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A copy of the file after all migrations of today, configured as a second database."""
    file = tmp_path_factory.mktemp("upgraded") / "partners.sqlite3"
    file.write_bytes(gzip.decompress(FILE.read_bytes()))
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    configured = connections.configure_settings({DEFAULT_DB_ALIAS: {}, UPGRADED: sqlite})
    connections.databases[UPGRADED] = configured[UPGRADED]
    routers = [f"{__name__}.{ToUpgraded.__qualname__}"]
    with override_settings(NOTES_KEYS=(KEY,), DATABASE_ROUTERS=routers), django_db_blocker.unblock():
        call_command("migrate", database=UPGRADED, verbosity=0)
        yield
        connections[UPGRADED].close()
    del connections[UPGRADED], connections.databases[UPGRADED]


def rows(model: type[models.Model]) -> list[Any]:
    """All rows in order, including those that a manager leaves out."""
    return list(model._base_manager.order_by("pk"))


@pytest.fixture
def pk() -> dict[str, int]:
    """The primary keys of the children, by the names they are called."""
    return {student.called: student.pk for student in rows(Student)}


# The database


def test_no_migration_is_left_and_every_reference_holds() -> None:
    connection = connections[UPGRADED]
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    connection.check_constraints()
    assert [user.email for user in rows(User)] == ["ms.okafor@school1.example"]
    names = ["Ana Ribeiro", "Ben Cohen", "Cleo Adams", "Dov Katz", "Eli Moss", "Fay Lund", "Gil Ames", "Hana Sato"]
    assert [student.name for student in rows(Student)] == names


def test_every_encrypted_column_opens() -> None:
    opened = {
        field.label
        for model in apps.get_models()
        for row in rows(model)
        if encrypted_fields(model)
        for field in encrypted_fields(model)
        if getattr(row, field.attname) is not None
    }
    assert opened >= {
        "classroom.card.token",
        "classroom.picturepassword.first",
        "classroom.picturepassword.in_order",
        "classroom.rosterdraft.content",
        "classroom.sitting.language",
        "classroom.student.source_id",
        "partners.checkin.content",
        "partners.considerations.content",
        "partners.notedraft.content",
        "partners.observation.content",
        "partners.partnerchange.reason",
        "partners.partnernote.content",
        "partners.partnership.coaching",
        "partners.partnership.shared",
        "partners.partnership.spot",
        "partners.partnership.state",
        "partners.plan.name",
        "partners.plan.reached",
        "partners.planstep.said",
        "partners.rule.content",
        "partners.safetyflag.content",
        "partners.workshop.check_in_for",
    }


# Children's notes, flags and check-ins


def test_notes_are_read(pk: dict[str, int]) -> None:
    """One note is written by a child, one by the teacher for a child, and one was replaced by another."""
    notes = rows(PartnerNote)
    assert [(note.student.called, note.round.number, note.is_current, note.sent_at) for note in notes] == [
        ("Ana", 1, True, NOW),
        ("Ben", 1, True, NOW),
        ("Cleo", 1, False, NOW),
        ("Cleo", 1, True, LATER),
        ("Ana", 2, True, LATER),
    ]
    assert [note.open() for note in notes] == [
        NoteWords(
            great=(Pick(student=pk["Ben"], why=("listens", "kind"), own="He waits for me. 🦔"),),
            hard=(Pick(student=pk["Cleo"], why=("off_task", "unsafe"), own="She pinches."),),
            does_well=("mend_it",),
            gets_better=("celebrate",),
            talk=True,
            tell="My dog is sick.",
            heard_at=NOW,
        ),
        NoteWords(great=(Pick(student=pk["Ana"], own="She helps."),), does_well=("mend_it",), scribe=rows(User)[0].pk),
        NoteWords(great=(Pick(student=pk["Dov"], why=("listens",)),)),
        NoteWords(hard=(Pick(student=pk["Dov"]),)),
        NoteWords(great=(Pick(student=pk["Ben"], why=("listens",)),)),
    ]


def test_drafts_of_notes_are_read(pk: dict[str, int]) -> None:
    """Dov's draft has answers of two sittings. In Eli's draft a chip was removed again."""
    drafts = rows(NoteDraft)
    assert [draft.student.called for draft in drafts] == ["Dov", "Eli"]
    assert [draft.open() for draft in drafts] == [
        DraftWords(
            now=NoteAnswers(
                great=(pk["Eli"],),
                great_reasons=(Reasons(student=pk["Eli"], own="He sings."),),
                loves=("games",),
                tell="",
            ),
            earlier=NoteAnswers(
                great=(pk["Cleo"],),
                hard=(pk["Fay"],),
                great_reasons=(Reasons(student=pk["Cleo"], why=("listens",)),),
                hard_reasons=(Reasons(student=pk["Fay"], why=("loud",)),),
                talk=True,
            ),
        ),
        DraftWords(now=NoteAnswers(hard=(pk["Hana"],), hard_reasons=(Reasons(student=pk["Hana"], why=(), own=""),))),
    ]


def test_safety_flags_are_read(pk: dict[str, int]) -> None:
    first, second = rows(SafetyFlag)
    shared: dict[str, Any] = {"round": rows(PartnerNote)[0].round_id, "raised_at": NOW, "read_at": NOW}
    assert first.content == FlagContent(
        student=pk["Ana"], named=pk["Cleo"], own="She pinches.", answer="passed_on", **shared
    )
    assert second.content == FlagContent(student=pk["Eli"], named=pk["Hana"], taken_off=True, **shared)
    assert [(flag.is_open, flag.is_answered) for flag in (first, second)] == [(True, True), (True, False)]


def test_check_ins_are_read() -> None:
    ana, ben = rows(CheckIn)
    assert ana.content == CheckInContent(face="hard", help=("turns",), words="He hums.")
    coached = HelpGiven(step="coach", at=LATER, again_on=dt.date(2026, 1, 13))
    tried = HelpGiven(step="try", at=NOW + dt.timedelta(days=1), again_on=TODAY + WEEK)
    assert ben.content == CheckInContent(asks=True, done_at=LATER, steps=(coached, tried))


# The teacher's records


def test_rules_are_read(pk: dict[str, int]) -> None:
    assert [rule.content for rule in rows(Rule)] == [
        RuleContent(
            kind=RuleKind.NEVER,
            students=(pk["Ana"], pk["Dov"]),
            reason="They are cousins.",
            until=dt.date(2026, 3, 3),
        ),
        RuleContent(kind=RuleKind.GOOD_IDEA, students=(pk["Ben"], pk["Eli"])),
    ]


def test_considerations_are_read(pk: dict[str, int]) -> None:
    history = ConsiderationsContent(missed_picks=0, helper_rounds=0, helped_last=0)
    of_child = {row.student_id: row.content for row in rows(Considerations)}
    assert of_child == dict.fromkeys(pk.values(), history) | {
        pk["Ana"]: replace(
            history,
            english="newcomer",
            voice="very_quiet",
            languages=("es", "vi"),
            interests=("owls", "Ben's dog"),
            loves=("animals", "games"),
            loves_own="axolotls",
        ),
        pk["Ben"]: replace(history, behaviour="needs_model", pace=("speech_device",), stage=4, high_support=True),
        pk["Gil"]: replace(history, skips_note=True),
    }


def test_observations_are_read(pk: dict[str, int]) -> None:
    first, second = (observation.content for observation in rows(Observation))
    assert replace(first, tap=0, before="") == ObservationContent(
        strengths=("faced_partner",), next_steps=("take_turns",), state="growing", note="They share a rug."
    )
    assert replace(second, tap=0, before="") == ObservationContent(
        next_steps=("louder_slower",),
        about=pk["Ben"],
        reader=pk["Ana"],
        listeners=(pk["Ben"],),
        follow_up=TODAY + WEEK,
    )


def test_partnerships_are_read(pk: dict[str, int]) -> None:
    tried = HelpGiven(step="try", at=NOW + WEEK, again_on=TODAY + 2 * WEEK)
    coaching = Coaching(since=TODAY + WEEK, steps=(tried,))
    of_both = Partnership.objects.filter(places__student=pk["Ana"]).filter(places__student=pk["Ben"]).order_by("pk")
    assert [(pair.round.number, pair.state, pair.coaching) for pair in of_both] == [
        (1, "growing", Coaching()),
        (2, "", coaching),
    ]
    assert [change.reason for change in rows(PartnerChange)] == ["Cleo talks over Eli."]


def test_plans_and_their_steps_are_read(pk: dict[str, int]) -> None:
    plans = rows(Plan)
    assert [(plan.round.number, plan.name, plan.published_at) for plan in plans] == [
        (1, "", NOW),
        (2, "Draft 1", LATER),
        (3, "With Cleo up front", None),
        (3, "Draft 2", None),
    ]
    assert [plan.solver_result for plan in plans] == [
        SolverResult(),
        SolverResult(below=(0, 0, 0, 0, 0, 7), total=1780),
        SolverResult(),
        SolverResult(below=(0, 0, 0, 0, 0, 6), total=1800),
    ]
    ana_and_ben, eli_and_fay = frozenset((pk["Ana"], pk["Ben"])), frozenset((pk["Eli"], pk["Fay"]))
    laugh = Lock(ana_and_ben, "They laugh together.")
    coach = Lock(ana_and_ben, to_coach=True)
    kind = Lock(eli_and_fay, "Kind to each other.", to_coach=True)
    once = Relaxed("never", frozenset((pk["Ana"], pk["Dov"])), "Just this once.", while_together=True)
    to_change = frozenset((pk["Dov"], pk["Hana"]))
    assert [(step.plan.round.number, step.did, step.said) for step in rows(PlanStep)] == [
        (1, "start", Decisions()),
        (1, "lock", Decisions(locks=(laugh,))),
        (1, "swap", Decisions(locks=(laugh,))),
        (2, "start", Decisions(locks=(coach,), parted=(to_change,))),
        (3, "start", Decisions()),
        (3, "lock", Decisions(locks=(kind,))),
        (3, "swap", Decisions(locks=(kind,), relaxed=(once,))),
    ]


def test_roster_drafts_are_read() -> None:
    [content] = [draft.open() for draft in rows(RosterDraft)]
    [table] = content.book.tables
    [layout] = content.layouts
    assert [row.cells for row in table.rows[layout.headings :]] == [("Ana Ribeiro", "May 1"), ("Noa New", "June 2")]
    assert (content.table, layout.part, layout.columns) == (0, "", ("full", "unused"))


# Sign-in


def test_cards_and_pictures_are_read(pk: dict[str, int]) -> None:
    made = rows(Card)
    assert [card.student.called for card in made] == list(pk)
    assert [sign_in_cards.hash_token(card.token) for card in made] == [card.token_hash for card in made]
    fay = next(student for student in rows(Student) if student.called == "Fay")
    assert picture_passwords.password_that_fits(fay, ("sun", "cup", "book")) is not None
    assert picture_passwords.password_that_fits(fay, ("sun", "cup", "house")) is None
