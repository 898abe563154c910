"""The page of rules: covered, uncovered, and what it says when a rule can't be saved."""

import datetime as dt
import re
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rules
from partners.models import Round, Rule, RuleKind
from tests.addresses import url
from tests.cast import NOW, PASSWORD, TODAY, child, hand_in, make_class, open_round, owner_of, page, sign_in

WOMBAT = "a wombat sat between them"
AWAY = dt.timedelta(minutes=16)
KEPT = "Kept. It counts from now on, in your drafts, too."
BESIDE = "Look behind the cover for what is so beside it."
REFUSED = "Not kept yet. Look behind the cover for this one."


@pytest.fixture
def teacher(classroom: Classroom, owner: User) -> Client:
    return sign_in(owner)


def at(classroom: Classroom, rest: str = "") -> str:
    return f"/c/{classroom.key}/rules/{rest}"


def add(kind: str, *students: Student, **more: Any) -> Rule:
    classroom = students[0].classroom
    return rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner_of(classroom), now=NOW, **more)


def entered(kind: str, *students: Student, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "students": [student.key for student in students], "reason": "", "until": "", **more}


def without_tokens(shown: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", shown)


def lifted() -> int:
    return AuditEvent.objects.filter(verb="cover_lifted").count()


def test_rules_are_behind_the_cover(teacher: Client, classroom: Classroom, ana: Student, ben: Student) -> None:
    empty = page(teacher.get(at(classroom)))
    rule = add("better_not", ana, ben, reason=WOMBAT, until=TODAY)
    covered = page(teacher.get(at(classroom)))
    # The covered page does not even say that there is a rule.
    assert without_tokens(covered) == without_tokens(empty)
    assert covered.count("Ana") == 1
    assert lifted() == 0
    answer = teacher.post(at(classroom, "uncover/"))
    shown = page(answer)
    for words in ('<span dir="auto">Ana and Ben</span>', WOMBAT, "Until 12 January", rule.key):
        assert words in shown
        assert words not in covered
    assert "data-behind-cover" not in covered
    assert "no-store" in answer["Cache-Control"]
    assert lifted() == 1


def test_an_entered_rule_is_stored_and_stays_covered(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    sent = entered("never", ana, ben, cleo, reason=f"\u202e{WOMBAT}\u2066", until="2026-02-20")
    answer = teacher.post(at(classroom, "add/"), sent)
    assert answer["Location"] == at(classroom)
    covered = page(teacher.get(at(classroom)))
    assert KEPT in covered
    assert "Look behind the cover" not in covered
    assert covered.count("Ana") == 1
    assert WOMBAT not in covered
    kept = Rule.objects.get()
    assert kept.kind == RuleKind.NEVER
    assert kept.content.students == (ana.pk, ben.pk, cleo.pk)
    assert (kept.content.reason, kept.until) == (WOMBAT, dt.date(2026, 2, 20))
    assert lifted() == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": ""}, "Choose what the rule says."),
        ({"kind": "always"}, "Select a valid choice."),
        ({"students": ["Ana"]}, "Choose two children."),
        ({"students": ["Ana", "Ben", "Cleo"]}, "Only “Never together” can name more."),
        ({"students": []}, "Choose two children."),
        ({"students": ["Ana", "Gus"]}, "Select a valid choice."),
        ({"until": "2026-01-11"}, "Choose today or a later day, within a year."),
        ({"until": "2027-02-11"}, "Choose today or a later day, within a year."),
        ({"until": "soon"}, "Enter a valid date."),
        ({"reason": "x" * 301}, "at most 300 characters"),
    ],
)
def test_an_invalid_rule_says_why_and_loses_nothing(
    sent: dict[str, Any], words: str, teacher: Client, classroom: Classroom, ana: Student, ben: Student, gus: Student
) -> None:
    data = entered("together", ana, ben, reason=WOMBAT, until="2026-02-20")
    names = {"Ana": ana, "Ben": ben, "Cleo": child(classroom, "Cleo"), "Gus": gus}
    data |= {"students": [names[name].key for name in sent["students"]]} if "students" in sent else sent
    shown = page(teacher.post(at(classroom, "add/"), data), 422)
    assert words in shown
    assert data["reason"] in shown
    assert f'value="{data["until"]}"' in shown
    assert Rule.objects.count() == 0
    assert lifted() == 0


def checked(shown: str) -> list[str]:
    return [
        part.split('"')[0] for part in shown.split('name="students" value="')[1:] if part[10:].startswith('" checked')
    ]


def test_a_contradiction_is_reported_and_nothing_typed_is_lost(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, eli: Student, fay: Student
) -> None:
    add("together", ana, ben, reason="They help each other.")
    add("good_idea", eli, fay)
    sent = entered("never", ana, ben, reason=WOMBAT, until="2026-02-20")
    covered = page(teacher.post(at(classroom, "add/"), sent), 422)
    assert REFUSED in covered
    assert "data-behind-cover" not in covered
    assert "You have set" not in covered
    assert_kept_as_typed(covered, ana, ben)
    assert lifted() == 0
    answer = teacher.post(at(classroom, "uncover/"), sent)
    shown = page(answer)
    assert "You have set “Keep together” for Ana and Ben. Both can’t be meant" in shown
    assert "They help each other." in shown
    assert_kept_as_typed(shown, ana, ben)
    assert "no-store" in answer["Cache-Control"]
    assert lifted() == 1
    assert Rule.objects.count() == 2
    later = page(teacher.get(at(classroom)))
    assert "Keep together” for" not in later
    assert later.count("Ana") == 1


def assert_kept_as_typed(shown: str, *students: Student) -> None:
    assert checked(shown) == [student.key for student in students]
    assert 'value="never" checked' in shown
    assert 'value="2026-02-20"' in shown
    assert WOMBAT in shown


def test_a_refused_rule_is_explained_behind_the_cover(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, eli: Student, fay: Student
) -> None:
    """The page answers this question, and shows no other rule."""
    add("together", ana, ben, reason="They help each other.")
    add("good_idea", eli, fay)
    sent = entered("never", ana, ben, until="2026-02-20", reason=WOMBAT)
    answer = teacher.post(at(classroom, "add/"), sent | {"uncovered": "1"})
    shown = page(answer, 422)
    assert "You have set “Keep together” for Ana and Ben. Both can’t be meant" in shown
    assert_kept_as_typed(shown, ana, ben)
    assert REFUSED not in shown
    assert "They help each other." not in shown
    assert "Eli and Fay" not in shown
    assert "no-store" in answer["Cache-Control"]
    assert lifted() == 1


def test_uncovering_keeps_a_half_typed_rule(teacher: Client, classroom: Classroom, ana: Student) -> None:
    """The rule is not checked yet."""
    shown = page(teacher.post(at(classroom, "uncover/"), entered("never", ana, reason=WOMBAT, until="2026-02-20")))
    assert_kept_as_typed(shown, ana)
    assert "field-error" not in shown
    assert "Not kept yet" not in shown
    assert Rule.objects.count() == 0


def test_a_clash_is_explained_behind_the_cover(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    add("together", ana, ben)
    add("together", cleo, dov)
    hand_in(ana, open_round(classroom), hard={dov: ["unsafe"]})
    sent = entered("together", ben, cleo)
    covered = page(teacher.post(at(classroom, "add/"), sent), 422)
    assert REFUSED in covered
    assert [words for words in ("tied", "You set", "safe", "Uncovered", "behind-cover") if words in covered] == []
    shown = page(teacher.post(at(classroom, "uncover/"), sent))
    assert "Not kept yet" in shown
    assert "Ana, Ben, Cleo and Dov are all tied together, and a group holds three at most." in shown
    assert "You set: keep Cleo and Dov together" in shown
    assert Rule.objects.count() == 2


def test_an_earlier_clash_is_reported_and_the_rule_is_saved(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    for pair in ((ana, ben), (ben, cleo), (cleo, dov)):
        add("together", *pair)
    covered = page(teacher.post(at(classroom, "add/"), entered("better_not", ana, eli), follow=True))
    assert f"{KEPT} {BESIDE}" in covered
    assert [words for words in ("You set", "no way", "behind-cover") if words in covered] == []
    assert (Rule.objects.count(), lifted()) == (4, 0)
    shown = page(teacher.post(at(classroom, "uncover/")))
    assert "Your rules leave no way to give every child a partner" in shown
    assert "You set: keep Ben and Cleo together" in shown


def test_a_never_rule_about_present_partners_is_pointed_out(
    teacher: Client, published: Round, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    now = '<span dir="auto">Ana and Ben</span> are partners now, until you change them'
    covered = page(teacher.post(at(classroom, "add/"), entered("never", ana, ben), follow=True))
    assert f"{KEPT} {BESIDE}" in covered
    assert "partners now" not in covered
    assert checked(covered) == []
    covered = page(teacher.post(at(classroom, "add/"), entered("never", ana, cleo), follow=True))
    assert KEPT in covered
    assert BESIDE not in covered
    shown = page(teacher.post(at(classroom, "uncover/")))
    assert now in shown
    assert shown.count("are partners now") == 1
    assert "leave no way" not in shown


def test_a_rule_may_end_with_the_unit(
    teacher: Client, published: Round, classroom: Classroom, ana: Student, cleo: Student, dov: Student
) -> None:
    assert "Until this unit ends, 20 February" in page(teacher.get(at(classroom)))
    teacher.post(at(classroom, "add/"), entered("better_not", ana, cleo, this_unit="on"))
    teacher.post(at(classroom, "add/"), entered("better_not", ana, dov, this_unit="on", until="2026-02-01"))
    kept = Rule.objects.order_by("pk")
    assert [rule.until for rule in kept] == [dt.date(2026, 2, 20), dt.date(2026, 2, 1)]


def test_no_end_of_unit_is_offered_when_no_unit_runs(
    teacher: Client, classroom: Classroom, clock: time_machine.Traveller, published: Round
) -> None:
    clock.shift(dt.timedelta(weeks=6))
    assert "Until this unit ends" not in page(sign_in(owner_of(classroom)).get(at(classroom)))


def test_a_rule_can_be_changed_and_removed(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    rule = add("never", ana, ben, reason=WOMBAT, until=TODAY)
    one = page(teacher.post(at(classroom, f"{rule.key}/uncover/")))
    assert checked(one) == [ana.key, ben.key]
    assert WOMBAT in one
    assert 'value="2026-01-12"' in one
    assert lifted() == 1
    sent = entered("good_idea", ana, cleo)
    assert teacher.post(at(classroom, f"{rule.key}/change/"), sent)["Location"] == at(classroom)
    changed = Rule.objects.get()
    assert (changed.kind, changed.content.students) == ("good_idea", (ana.pk, cleo.pk))
    assert (changed.content.reason, changed.until) == ("", None)
    wrong = page(teacher.post(at(classroom, f"{rule.key}/change/"), entered("good_idea", ana)), 422)
    assert "Choose two children." in wrong
    assert "Change this rule" in wrong
    answer = teacher.post(at(classroom, f"{rule.key}/remove/"), follow=True)
    assert "Removed. From now on it does not count, in your drafts either." in page(answer)
    assert Rule.objects.count() == 0
    assert teacher.post(at(classroom, f"{rule.key}/uncover/")).status_code == 404


def test_the_page_marks_children_who_left_and_rules_that_are_over(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    add("good_idea", cleo, dov, until=TODAY - dt.timedelta(days=1))
    kept = add("never", ana, ben)
    add("never", ana, ben, cleo)
    roster.mark_left(student=ben, by=owner, now=NOW)
    shown = page(teacher.post(at(classroom, "uncover/")))
    assert shown.count("left the class: no effect now") == 1
    assert shown.count("left the class") == 2
    assert "It was until 11 January" in shown
    assert shown.index("Never together</b>") < shown.index("Good idea</b>")
    one = page(teacher.post(at(classroom, f"{kept.key}/uncover/")))
    assert checked(one) == [ana.key, ben.key]
    assert "(left)" in one
    assert "(left)" not in page(teacher.get(at(classroom)))


def test_a_rule_needs_two_children(owner: User) -> None:
    classroom = make_class(owner, "Ivy Stone")
    shown = page(sign_in(owner).get(at(classroom)))
    assert "A rule is about two children." in shown
    assert "Keep the rule" not in shown


def test_a_rest_asks_for_the_password_and_loses_nothing_typed(
    clock: time_machine.Traveller, teacher: Client, classroom: Classroom, ana: Student, ben: Student
) -> None:
    rule = add("together", ana, ben)
    clock.shift(AWAY)
    for opening in ("uncover/", f"{rule.key}/uncover/"):
        assert teacher.post(at(classroom, opening))["Location"].startswith(url("classroom:confirm_password") + "?next=")
    shown = page(teacher.post(at(classroom, "add/"), entered("never", ana, ben, reason=WOMBAT)), 422)
    assert "Type your password in another tab" in shown
    assert "You have set" not in shown
    assert WOMBAT in shown
    assert (lifted(), Rule.objects.get().kind) == (0, "together")
    teacher.post(url("classroom:confirm_password") + f"?next={at(classroom)}", {"password": PASSWORD})
    again = page(teacher.post(at(classroom, "add/"), entered("never", ana, ben)), 422)
    assert REFUSED in again


@pytest.mark.parametrize("uncovered", [{}, {"uncovered": "1"}])
def test_no_covered_page_shows_a_stored_rule(
    uncovered: dict[str, str],
    clock: time_machine.Traveller,
    teacher: Client,
    classroom: Classroom,
    ana: Student,
    ben: Student,
) -> None:
    """This holds after a rest, whatever was changed in the rule, and where a change can't be saved."""
    rule = add("never", ana, ben, reason=WOMBAT)
    address = at(classroom, f"{rule.key}/change/")
    wrong = teacher.post(address, entered("never", ana, reason=WOMBAT) | uncovered)
    shown = page(wrong, 422)
    assert (wrong["Cache-Control"], "Uncovered." in shown, checked(shown)) == ("no-store", True, [ana.key])
    assert '<section id="new" aria-labelledby="new-h" data-behind-cover>' in shown
    clock.shift(AWAY)
    for named in ([ana, ben], [ana]):
        answer = teacher.post(address, entered("together", *named, reason=WOMBAT) | uncovered)
        assert (answer["Location"], answer.content) == (
            url("classroom:confirm_password") + f"?next={quote(at(classroom), safe='')}",
            b"",
        )
        asked = page(teacher.get(answer["Location"]))
        assert "The rule stands as it was. Change it once more." in asked
        assert WOMBAT not in asked
    assert Rule.objects.get().kind == "never"


def test_a_rule_of_another_class_is_not_found(
    teacher: Client, classroom: Classroom, other_classroom: Classroom, gus: Student
) -> None:
    rule = add("never", gus, child(other_classroom, "Hana"))
    for rest in (f"{rule.key}/uncover/", f"{rule.key}/change/", f"{rule.key}/remove/"):
        assert teacher.post(at(classroom, rest)).status_code == 404
    assert Rule.objects.count() == 1
