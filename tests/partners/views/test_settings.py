"""The settings of a class: shown, changed, and applied."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from classroom.models import AuditEvent, Classroom, GradeBand, Student, User
from partners.considerations.weights import WEIGHED
from partners.models import Plan, Round, Workshop
from partners.pairing.words import UNSAFE, WEIGHT_KEYS
from partners.queries import pairing_problem
from tests.addresses import url
from tests.cast import SAFETY, TODAY, child, make_class, open_round, page, partnership_of, publish, seat, sign_in


@pytest.fixture
def teacher(classroom: Classroom, owner: User) -> Client:
    return sign_in(owner)


def address(classroom: Classroom) -> str:
    return url("partners:settings", classroom.key)


def sent(teacher: Client, classroom: Classroom, **changes: Any) -> dict[str, Any]:
    """The fields that a browser would send from the present page, with these changes. None stands for an unticked
    box."""
    html = page(teacher.get(address(classroom)))
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen
    fields = {
        "seen": seen.group(1),
        **{f"weight_{each.key}": "normal" for each in WEIGHED},
        "grade_band": "2-3",
        "unit_weeks": "6",
        "last_school_day": "",
        "time_zone": "America/New_York",
        "spots": "",
        "safety_name": "Ms. Keane",
        "safety_email": SAFETY,
        "family_contact": "",
        "hard_question": "on",
        "promise_readers": "on",
        "promise_apart": "on",
        "notes_kept_days": "60",
        "no_lone_mixed_pair": None,
        **changes,
    }
    return {name: value for name, value in fields.items() if value is not None}


def save(teacher: Client, classroom: Classroom, **changes: Any) -> Any:
    return teacher.post(address(classroom), sent(teacher, classroom, **changes))


def test_every_consideration_but_safety_can_be_weighted() -> None:
    assert {each.key for each in WEIGHED} == set(WEIGHT_KEYS) - {UNSAFE}


def test_all_settings_are_stored(teacher: Client, classroom: Classroom, owner: User) -> None:
    changes = {
        "weight_voice": "high",
        "weight_hard": "off",
        "grade_band": "4-5",
        "unit_weeks": "5",
        "last_school_day": "2026-06-19",
        "time_zone": "pacific/honolulu",
        "spots": "rug\r\n\u200f\r\n  by the \u202e  window \r\n3",
        "safety_name": "Mr. Haddad",
        "safety_email": "haddad@riverbend.example",
        "family_contact": "Ms. Okafor, 555 0100",
        "hard_question": None,
        "promise_readers": None,
        "promise_apart": None,
        "notes_kept_days": "30",
        "no_lone_mixed_pair": "on",
    }
    answer = save(teacher, classroom, **changes)
    assert answer["Location"] == address(classroom)
    kept = Classroom.objects.get()
    assert (kept.grade_band, kept.time_zone, kept.last_school_day) == ("4-5", "Pacific/Honolulu", dt.date(2026, 6, 19))
    assert (kept.safety_name, kept.safety_email) == ("Mr. Haddad", "haddad@riverbend.example")
    workshop = Workshop.objects.get()
    assert workshop.weights == {"voice": "high", "hard": "off"}
    assert workshop.spots == ["rug", "by the window", "3"]
    assert (workshop.unit_weeks, workshop.notes_kept_days) == (5, 30)
    assert workshop.family_contact == "Ms. Okafor, 555 0100"
    assert workshop.no_lone_mixed_pair
    assert not workshop.hard_question
    assert not workshop.promise_readers
    assert not workshop.promise_apart
    assert [(e.by, e.classroom) for e in AuditEvent.objects.filter(verb="settings_changed")] == [(owner, classroom)]
    html = page(teacher.get(address(classroom)))
    assert "Saved." in html
    assert 'name="weight_voice" value="high" checked' in html
    assert 'name="weight_stage" value="normal" checked' in html
    assert "rug\nby the window\n3</textarea>" in html
    notice = page(teacher.get(url("partners:family_notice", classroom.key)))
    assert "at most 30 days after partners are announced" in notice
    assert "skip the note: Ms. Okafor, 555 0100." in notice


def test_the_notice_for_families_follows_the_settings(teacher: Client, classroom: Classroom) -> None:
    """It names a person to ask only where there is one, and reads right for a single day."""
    html = page(teacher.get(url("partners:family_notice", classroom.key)))
    assert "at most 60 days after partners are announced" in html
    assert "You may see your child's record or ask that your child skip the note.\n" in html
    Workshop.objects.update(notes_kept_days=1)
    assert "at most 1 day after partners are announced" in page(
        teacher.get(url("partners:family_notice", classroom.key))
    )
    assert f'href="/c/{classroom.key}/family-notice/"' in page(teacher.get(address(classroom)))


def test_the_engine_uses_the_weights(teacher: Client, classroom: Classroom, round: Round) -> None:
    save(teacher, classroom, weight_voice="low", no_lone_mixed_pair="on")
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert (problem.weights, problem.no_lone_mixed_pair) == ({"voice": "low"}, True)


def test_saving_keeps_the_mode_and_the_move_of_the_week(teacher: Client, classroom: Classroom) -> None:
    Workshop.objects.update(mode="steady", move_of_the_week="say_it_back")
    save(teacher, classroom, unit_weeks="4")
    assert list(Workshop.objects.values_list("mode", "move_of_the_week", "unit_weeks")) == [
        ("steady", "say_it_back", 4)
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("weight_voice", "most", "Select a valid choice."),
        ("unit_weeks", "0", "greater than or equal to 1"),
        ("unit_weeks", "21", "less than or equal to 20"),
        ("unit_weeks", "six", "Enter a whole number."),
        ("notes_kept_days", "61", "less than or equal to 60"),
        ("notes_kept_days", "0", "greater than or equal to 1"),
        ("last_school_day", "2026-01-11", "Choose today or a later day, within two years."),
        ("last_school_day", "2029-01-11", "Choose today or a later day, within two years."),
        ("time_zone", "Atlantis/Capital", "That is none of the list."),
        ("time_zone", "../../etc/passwd", "That is none of the list."),
        ("spots", "rug\nwindow\nRug", "“Rug” is there 2 times."),
        ("spots", "x" * 41, "“xxxxxxxxxxxxxxxxxxxx…” has more than 40 letters."),
        ("spots", "\n".join(map(str, range(101))), "100 spots are the most. There are 101 here."),
        ("safety_name", "", "A contact has a name and an e-mail. Fill in both, or none."),
        ("safety_email", "", "A contact has a name and an e-mail. Fill in both, or none."),
        ("safety_email", "keane", "Enter a valid email address."),
        ("grade_band", "9-12", "Select a valid choice."),
    ],
)
def test_an_impossible_change_says_why_and_loses_nothing(
    field: str, value: str, words: str, teacher: Client, classroom: Classroom
) -> None:
    html = page(save(teacher, classroom, **{"family_contact": "The office", field: value}), 422)
    assert words in html
    assert 'value="The office"' in html
    assert "Nothing is saved yet." in html
    assert not AuditEvent.objects.filter(verb="settings_changed").exists()
    assert Workshop.objects.get().family_contact == ""


@pytest.mark.parametrize("typed", ["new york", "New_York", "america/new_york", "America/New York"])
def test_a_time_zone_can_be_typed_as_a_city(typed: str, teacher: Client, classroom: Classroom) -> None:
    Classroom.objects.update(time_zone="Europe/Paris")
    save(teacher, classroom, time_zone=typed)
    assert Classroom.objects.get().time_zone == "America/New_York"


def test_a_past_last_day_of_school_does_not_stop_saving(teacher: Client, classroom: Classroom) -> None:
    Classroom.objects.update(last_school_day=dt.date(2025, 6, 19))
    save(teacher, classroom, last_school_day="2025-06-19", unit_weeks="4")
    assert Workshop.objects.get().unit_weeks == 4


def test_a_reset_of_the_weights_waits_to_be_saved(teacher: Client, classroom: Classroom) -> None:
    save(teacher, classroom, weight_voice="off")
    changed = sent(teacher, classroom, weight_voice="off", family_contact="The office", as_usual="1")
    html = page(teacher.post(address(classroom), changed))
    assert "All are Normal again. Save to keep it so." in html
    assert 'name="weight_voice" value="normal" checked' in html
    assert 'value="The office"' in html
    assert Workshop.objects.get().weights == {"voice": "off"}


def test_a_change_by_another_teacher_is_not_overwritten_unseen(
    teacher: Client, classroom: Classroom, co_teacher: User
) -> None:
    mine = sent(teacher, classroom, unit_weeks="4")
    save(sign_in(co_teacher), classroom, unit_weeks="5")
    answer = teacher.post(address(classroom), mine)
    html = page(answer, 422)
    assert "Someone changed the settings on another screen meanwhile." in html
    assert 'name="unit_weeks" value="4"' in html
    assert Workshop.objects.get().unit_weeks == 5
    again = re.search(r'name="seen" value="(\w+)"', html)
    assert again
    assert teacher.post(address(classroom), mine | {"seen": again.group(1)}).status_code == 302
    assert Workshop.objects.get().unit_weeks == 4


# Children's pages


def grown(owner: User) -> Student:
    """A fourth-grader in a class with an open round."""
    classroom = make_class(owner, "Ivy Stone", "Jo Park", name="Room 20", grade_band=GradeBand.G4_5)
    open_round(classroom)
    return child(classroom, "Ivy")


READERS = "A few adults at school may read it if they need to keep someone safe."
APART = "You do not have to work with this person while your teacher finds out more."


@pytest.mark.parametrize("kept", [True, False])
def test_promises_are_shown_only_where_the_school_keeps_them(kept: bool, owner: User) -> None:
    ivy = grown(owner)
    Workshop.objects.filter(classroom=ivy.classroom).update(promise_readers=kept, promise_apart=kept)
    reader, jo = seat(ivy), child(ivy.classroom, "Jo")
    promise = page(reader.get(url("partners:note_promise")))
    assert (READERS in promise) is kept
    assert "No one gets a list of who was picked most or least." in promise
    assert "Your family can ask the school to see what you wrote." in promise
    reader.post(url("partners:note_who_hard"), {"student": jo.key})
    thanks = page(reader.post(url("partners:note_why", "hard", 0), {"student": jo.key, "unsafe": "1"}))
    assert (APART in thanks) is kept
    assert "Your teacher will see this and will talk with you alone." in thanks


def test_a_child_can_say_not_safe_without_the_hard_question(
    ana: Student, ben: Student, gus: Student, round: Round
) -> None:
    Workshop.objects.filter(classroom=ana.classroom).update(hard_question=False)
    reader = seat(ana)
    check = page(reader.get(url("partners:note_check")))
    assert 'href="/me/note/not-safe/"' in check
    assert "I do not feel safe with someone" in check
    assert "Ben" in page(reader.get(url("partners:note_not_safe")))
    for nobody in ({}, {"student": gus.key}, {"student": ana.key}):
        assert "Tap the name." in page(reader.post(url("partners:note_not_safe"), nobody))
    assert ana.classroom.safety_flags.count() == 0
    thanks = page(reader.post(url("partners:note_not_safe"), {"student": ben.key}))
    assert "Thank you for telling. You did the right thing." in thanks
    assert 'href="/me/note/tell/"' in thanks
    flag = ana.classroom.safety_flags.get().content
    assert (flag.student, flag.named) == (ana.pk, ben.pk)
    assert "Ben" not in page(reader.get(url("partners:note_check")))


def test_the_not_safe_page_leads_to_the_hard_question_where_it_is_asked(ana: Student, round: Round) -> None:
    reader = seat(ana)
    assert "not-safe/" not in page(reader.get(url("partners:note_check")))
    assert reader.get(url("partners:note_not_safe"))["Location"] == url("partners:note_hard")


# Spots


def test_spots_are_given_out_in_the_order_of_the_list(plan: Plan, ana: Student, eli: Student, teacher: Client) -> None:
    classroom = ana.classroom
    Workshop.objects.filter(classroom=classroom).update(spots=["rug", "window"])
    ahead = page(teacher.get(url("partners:plan_publish", classroom.key, plan.key)))
    assert re.findall(r'Your spot: <span dir="auto">(\w+)</span>', ahead) == ["rug", "window"]
    publish(plan)
    cleo = child(classroom, "Cleo")
    assert [partnership_of(s).spot for s in (ana, cleo, eli)] == ["rug", "window", ""]
    assert "Your spot: rug." in page(seat(ana).get(url("partners:my_partner")))
    assert "Your spot" not in page(seat(eli).get(url("partners:my_partner")))
    for shown in ("partnerships/", "wall/", f"partnerships/{partnership_of(ana).key}/"):
        assert "rug" in page(teacher.get(f"/c/{classroom.key}/{shown}"))


# The safety contact


def test_the_first_window_asks_for_a_safety_contact(teacher: Client, classroom: Classroom, round: Round) -> None:
    Classroom.objects.update(safety_name="", safety_email="")
    key = classroom.key
    asked = url("classroom:safety_contact", key)
    assert teacher.post(url("classroom:window_open", key))["Location"] == asked
    assert "Do not promise secrecy." in page(teacher.get(asked))
    half = page(teacher.post(asked, {"safety_name": "Mr. Haddad", "safety_email": "haddad"}), 422)
    assert 'value="Mr. Haddad"' in half
    assert classroom.windows.count() == 0
    contact = {"safety_name": "Mr. Haddad", "safety_email": "haddad@riverbend.example"}
    assert teacher.post(asked, contact)["Location"] == url("partners:notes", key)
    assert classroom.windows.count() == 1
    assert Classroom.objects.get().safety_name == "Mr. Haddad"
    assert AuditEvent.objects.filter(verb="safety_contact_set", classroom=classroom).exists()
    assert "until 9:45" in page(teacher.get(url("partners:notes", key)))


def test_the_introduction_comes_before_the_first_window_only(
    teacher: Client, classroom: Classroom, round: Round
) -> None:
    """It comes even when a safety contact is named already. After it the window opens, for set-up if that was asked."""
    opens, asked = url("classroom:window_open", classroom.key), url("classroom:safety_contact", classroom.key)
    assert teacher.post(opens)["Location"] == asked
    assert teacher.post(opens, {"set_up": "1"})["Location"] == f"{asked}?set_up"
    html = page(teacher.get(f"{asked}?set_up"))
    assert "A parent can ask for their child’s record, and part of a classmate’s note can be part of it." in html
    assert f'value="{SAFETY}"' in html
    contact = {"safety_name": "Ms. Keane", "safety_email": SAFETY}
    assert teacher.post(f"{asked}?set_up", contact)["Location"] == url("classroom:pictures", classroom.key)
    assert classroom.windows.get().set_up
    teacher.post(url("classroom:window_close", classroom.key))
    assert teacher.post(opens)["Location"] == url("partners:notes", classroom.key)


def test_the_safety_contact_is_shown_beside_safety_flags(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, round: Round
) -> None:
    reader = seat(ana)
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    reader.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"})
    assert f'href="mailto:{SAFETY}"' in page(teacher.post(url("partners:notes_uncover", classroom.key)))


def test_the_notice_for_families_is_there_in_each_language_that_is_on(classroom: Classroom, teacher: Client) -> None:
    classroom.languages = ["ar", "es"]
    classroom.save(update_fields=["languages"])
    notice = url("partners:family_notice", classroom.key)
    spanish = page(teacher.get(f"{notice}?language=es"))
    assert 'id="notice" lang="es" dir="ltr"' in spanish
    assert "Las parejas las decido yo." in spanish
    assert "No speaker has checked this yet. Let someone who speaks Spanish read it first." in spanish
    assert 'id="notice" lang="ar" dir="rtl"' in page(teacher.get(f"{notice}?language=ar"))
    # A language that is off, or unknown, falls back to English.
    for code in ("fr", "tlh"):
        assert 'id="notice" lang="en" dir="ltr"' in page(teacher.get(f"{notice}?language={code}"))
