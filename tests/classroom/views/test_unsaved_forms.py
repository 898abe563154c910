"""A session ends while somebody types: what they send is there again when they have signed in, and for nobody else."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from classroom.actions import unsaved_forms
from classroom.actions.purging import purge_what_is_of_no_class
from classroom.models import Classroom, Student, UnsavedForm, User
from classroom.models.unsaved_forms import MisplacedForm
from partners.actions import deleting, leaving
from partners.models import Partnership
from tests.addresses import url
from tests.cast import NOW, PASSWORD, child, looking_over, page, sign_in
from tests.confidential.planted import everything_stored

NAMES = "Quokka Marsupial\nNoa New"
HERE = "You were signed out before this was saved. Here is what you typed."
SIGN_IN = "You were signed out before this was saved. Sign in, and what you typed is there again."


def has_page(teacher: Client, address: str) -> dict[str, str]:
    """The hidden values of the form of this page that keeps what is typed."""
    found = re.search(r'name="typed_by" value="([^"]+)"', page(teacher.get(address)))
    assert found, address
    return {"typed_by": found[1]}


def comes_in(client: Client, user: User, answer: Any) -> Any:
    """The page to which signing in leads, after an answer that asked for it."""
    [(sign_in_page, _)] = answer.redirect_chain
    return client.post(sign_in_page, {"login": user.email, "password": PASSWORD}, follow=True)


def sign_out(client: Client, clock: time_machine.Traveller) -> None:
    """In another tab."""
    client.post(url("account_logout"))


def wait_for_hours(client: Client, clock: time_machine.Traveller) -> None:
    """The twelve hours of a session are over, although the teacher was active."""
    for _ in range(13):
        clock.shift(dt.timedelta(minutes=59))
        client.get(url("partners:home"))


def start_the_browser_again(client: Client, clock: time_machine.Traveller) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]


def typed_without_session(client: Client, classroom: Classroom, clock: time_machine.Traveller) -> Any:
    """The answer to names that were sent after signing out."""
    address = url("classroom:students_add", classroom.key)
    hidden = has_page(client, url("classroom:class", classroom.key))
    sign_out(client, clock)
    return client.post(address, {"children": NAMES, **hidden}, follow=True)


@pytest.mark.parametrize("end", [sign_out, wait_for_hours, start_the_browser_again])
def test_typed_names_come_back_after_signing_in(
    classroom: Classroom,
    owner: User,
    clock: time_machine.Traveller,
    end: Callable[[Client, time_machine.Traveller], None],
) -> None:
    teacher = sign_in(owner)
    address = url("classroom:students_add", classroom.key)
    hidden = has_page(teacher, url("classroom:class", classroom.key))
    end(teacher, clock)
    asked = teacher.post(address, {"children": NAMES, **hidden}, follow=True)
    assert SIGN_IN in page(asked)
    back = comes_in(teacher, owner, asked)
    assert back.redirect_chain[-1] == (url("classroom:class", classroom.key) + "#brought-back", 302)
    html = back.content.decode()
    assert HERE in html
    assert f">\n{NAMES}</textarea>" in html
    assert 'id="brought-back"' in html
    assert classroom.students.count() == 6
    teacher.post(address, {"children": NAMES, **hidden})
    assert classroom.students.count() == 8
    assert not UnsavedForm.objects.exists()
    assert HERE not in page(teacher.get(url("classroom:class", classroom.key)))


@pytest.mark.parametrize(
    ("name", "sent", "shown"),
    [
        ("classroom:roster_import", {"text": f"Name\tGrade\n{NAMES}"}, f"Name\tGrade\n{NAMES}</textarea>"),
        ("classroom:class_new", {"name": "Room 9", "grade_band": "4-5", "children": NAMES}, 'value="Room 9"'),
        ("classroom:class_new", {"name": "Room 9", "grade_band": "4-5", "children": NAMES}, 'value="4-5" selected'),
        ("classroom:class_new", {"name": "Room 9", "grade_band": "4-5", "children": NAMES}, f"{NAMES}</textarea>"),
        ("classroom:class_next", {"name": "Room 9", "grade_band": "4-5", "children": NAMES}, f"{NAMES}</textarea>"),
        ("classroom:class_change", {"name": "Room 9", "grade_band": "4-5"}, 'value="Room 9"'),
        ("classroom:student", {"name": "Ana Lua Ribeiro", "goes_by": "Lua"}, 'value="Lua"'),
        ("partners:move_add", {"name": "Wait", "stems": "Your turn.\nMine?"}, "Your turn.\nMine?</textarea>"),
        ("partners:settings", {"spots": "rug\nwindow", "unit_weeks": "5"}, "rug\nwindow</textarea>"),
    ],
)
def test_every_page_on_which_much_is_typed_brings_it_back(
    classroom: Classroom,
    ana: Student,
    owner: User,
    clock: time_machine.Traveller,
    name: str,
    sent: dict[str, str],
    shown: str,
) -> None:
    keys = {"classroom:class_new": (), "classroom:student": (classroom.key, ana.key)}.get(name, (classroom.key,))
    teacher = sign_in(owner)
    address = url(name, *keys)
    hidden = has_page(teacher, address)
    sign_out(teacher, clock)
    back = comes_in(teacher, owner, teacher.post(address, sent | hidden, follow=True))
    assert back.redirect_chain[-1] == (address, 302)
    html = back.content.decode()
    assert HERE in html
    assert shown in html


def test_ticks_come_back_as_they_were(
    classroom: Classroom, ana: Student, ben: Student, owner: User, clock: time_machine.Traveller
) -> None:
    """Also from the second page of next year's class, where everything is hidden."""
    teacher = sign_in(owner)
    address = url("classroom:class_next", classroom.key)
    sent = {"name": "Room 9", "grade_band": "4-5", "children": NAMES, "students": [ana.key, ben.key]}
    confirm = page(teacher.post(address, {**sent, **has_page(teacher, address)}))
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', confirm)
    again = {name: [value for each, value in hidden if each == name] for name, _ in hidden}
    sign_out(teacher, clock)
    back = comes_in(teacher, owner, teacher.post(address, {**again, "confirmed": "yes"}, follow=True))
    ticked = re.findall(r'name="students" value="(\w+)"[^>]* checked', back.content.decode())
    assert ticked == [ana.key, ben.key]
    assert 'name="archives" checked' not in page(back)
    assert Classroom.objects.count() == 1


@pytest.mark.parametrize("button", ["", "columns/"], ids=["save", "update"])
def test_ticks_of_a_list_come_back_as_they_were(
    classroom: Classroom, owner: User, clock: time_machine.Traveller, button: str
) -> None:
    """With the answers about children, and how the list is read; whichever button of the page was pressed."""
    teacher = sign_in(owner)
    draft = looking_over(classroom, "Name\tLocker\nAna Ribeiro\t1\nNoa New\t2\nMia More\t3\nBen Cohen Levi\t4\n")
    address = url("classroom:roster_preview", classroom.key, draft.key)
    eli = child(classroom, "Eli").key
    read = {"reads": "1", "headed": "on", "starts": "0", "column0": "full", "column1": "number"}
    sent = {"joins": ["4"], "leaves": [eli], "who_5": "same", **read, **has_page(teacher, address)}
    sign_out(teacher, clock)
    back = comes_in(teacher, owner, teacher.post(f"{address}{button}", sent, follow=True))
    assert back.redirect_chain[-1] == (address, 302)
    assert page(back).count("You were signed out before this was saved. Here is what you chose.") == 1
    ticked = re.findall(r'name="(joins|leaves|who_5)" value="(\w+)"[^>]* checked', back.content.decode())
    assert ticked == [("who_5", "same"), ("joins", "4"), ("leaves", eli)]
    assert '<option value="number" selected>' in page(back)
    assert re.search(r'name="headed"[^>]* checked', page(back))
    assert classroom.students.here().count() == 6
    page(teacher.post(address, sent | {"column1": "unused"}, follow=True))
    assert child(classroom, "Mia")
    assert child(classroom, "Ben").name == "Ben Cohen Levi"
    assert not UnsavedForm.objects.exists()


def test_a_file_has_to_be_chosen_again(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    teacher = sign_in(owner)
    address = url("classroom:roster_import", classroom.key)
    hidden = has_page(teacher, address)
    sign_out(teacher, clock)
    back = comes_in(teacher, owner, teacher.post(address, {"text": NAMES, **hidden}, follow=True))
    assert "A file has to be chosen again." in page(back)


# To nobody else


def test_another_person_at_this_browser_sees_nothing_of_it(
    classroom: Classroom, owner: User, co_teacher: User, clock: time_machine.Traveller
) -> None:
    browser = sign_in(owner)
    asked = typed_without_session(browser, classroom, clock)
    other = comes_in(browser, co_teacher, asked)
    room = browser.get(url("classroom:class", classroom.key))
    assert "One more tap" in page(other, 405)
    for seen in (asked, other, room):
        assert "Quokka" not in seen.content.decode()
        assert HERE not in seen.content.decode()
    sign_out(browser, clock)
    comes_in(browser, owner, asked)
    assert "Quokka" in page(browser.get(url("classroom:class", classroom.key)))


def test_names_are_in_no_address_session_or_cache(
    classroom: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    browser = sign_in(owner)
    asked = typed_without_session(browser, classroom, clock)
    back = comes_in(browser, owner, asked)
    assert "Quokka" in page(back)
    assert "Quokka" not in str(asked.redirect_chain + back.redirect_chain)
    assert "Quokka" not in everything_stored()
    assert not any("Quokka" in str(cookie) for cookie in browser.cookies.values())
    assert "Quokka" in str(UnsavedForm.objects.get().open().values)


def test_a_form_opens_in_its_own_row_only(
    classroom: Classroom, owner: User, co_teacher: User, clock: time_machine.Traveller
) -> None:
    typed_without_session(sign_in(owner), classroom, clock)
    row = UnsavedForm.objects.get()
    row.by = co_teacher
    with pytest.raises(MisplacedForm):
        row.open()


@pytest.mark.parametrize("says", ["", "1", 'WzEsICIvIl0:{"a": 1}', None])
def test_a_form_that_nobody_signed_is_not_kept(classroom: Classroom, owner: User, says: str | None) -> None:
    sent = {"children": NAMES} | ({} if says is None else {"typed_by": says})
    answer = Client().post(url("classroom:students_add", classroom.key), sent)
    assert answer["Location"].startswith(url("account_login"))
    assert not UnsavedForm.objects.exists()


def test_a_signature_is_good_for_one_address_and_a_present_person(
    classroom: Classroom, other_classroom: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    browser = sign_in(owner)
    hidden = has_page(browser, url("classroom:class", classroom.key))
    sign_out(browser, clock)
    browser.post(url("classroom:students_add", other_classroom.key), {"children": NAMES, **hidden})
    assert not UnsavedForm.objects.exists()
    User.objects.filter(pk=owner.pk).update(is_active=False)
    browser.post(url("classroom:students_add", classroom.key), {"children": NAMES, **hidden})
    assert not UnsavedForm.objects.exists()


def test_forms_that_give_access_or_hold_words_about_children_keep_nothing(
    classroom: Classroom, ana: Student, partnership: Partnership, owner: User
) -> None:
    teacher = sign_in(owner)
    key = classroom.key
    for address in (
        url("account_change_password"),
        url("classroom:account"),
        url("classroom:confirm_password"),
        url("classroom:people", key),
        url("classroom:hand_over", key),
        url("classroom:safety_contact", key),
        url("partners:rules", key),
        url("partners:considerations", key),
        url("partners:note_for", key, ana.key),
        url("partners:partnership", key, partnership.key),
    ):
        assert "typed_by" not in page(teacher.get(address)), address


# A page that was open while somebody signed in again


def strict(user: User) -> Client:
    """A browser in which the tokens of forms are checked, and a person who has signed in by the page."""
    client = Client(enforce_csrf_checks=True)
    enters(client, user)
    return client


def enters(client: Client, user: User) -> None:
    token = client.get(url("account_login")).context["csrf_token"]
    sent = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert client.post(url("account_login"), sent).status_code == 302


def has_form(client: Client, classroom: Classroom) -> dict[str, str]:
    answer = client.get(url("classroom:class", classroom.key))
    return {"csrfmiddlewaretoken": str(answer.context["csrf_token"]), **has_page(client, answer.request["PATH_INFO"])}


def leaves(client: Client) -> None:
    token = client.get(url("partners:home")).context["csrf_token"]
    assert client.post(url("account_logout"), {"csrfmiddlewaretoken": str(token)}).status_code == 302


def test_signing_in_again_in_another_tab_loses_nothing(classroom: Classroom, owner: User) -> None:
    browser = strict(owner)
    form = has_form(browser, classroom)
    leaves(browser)
    enters(browser, owner)
    back = browser.post(url("classroom:students_add", classroom.key), {"children": NAMES, **form}, follow=True)
    assert back.redirect_chain[-1] == (url("classroom:class", classroom.key) + "#brought-back", 302)
    assert "Quokka" in page(back)
    assert classroom.students.count() == 6


def test_a_browser_that_lost_its_cookies_loses_nothing(classroom: Classroom, owner: User) -> None:
    browser = strict(owner)
    form = has_form(browser, classroom)
    browser.cookies.clear()
    answer = browser.post(url("classroom:students_add", classroom.key), {"children": NAMES, **form}, follow=True)
    assert SIGN_IN in page(answer)
    enters(browser, owner)
    assert "Quokka" in page(browser.get(url("classroom:class", classroom.key)))


def test_what_one_person_typed_is_not_saved_by_another_who_signed_in(
    classroom: Classroom, owner: User, co_teacher: User
) -> None:
    browser = strict(owner)
    form = has_form(browser, classroom)
    leaves(browser)
    enters(browser, co_teacher)
    answer = browser.post(url("classroom:students_add", classroom.key), {"children": NAMES, **form})
    assert "Please try that again" in page(answer, 403)
    assert "Quokka" not in page(browser.get(url("classroom:class", classroom.key)))
    assert classroom.students.count() == 6
    leaves(browser)
    enters(browser, owner)
    assert "Quokka" in page(browser.get(url("classroom:class", classroom.key)))


# How long, and how much


def test_it_is_kept_for_an_hour(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    browser = sign_in(owner)
    typed_without_session(browser, classroom, clock)
    teacher = sign_in(owner)
    room = url("classroom:class", classroom.key)
    clock.shift(dt.timedelta(minutes=59, seconds=59))
    assert HERE in page(teacher.get(room))
    assert purge_what_is_of_no_class(now=NOW + dt.timedelta(minutes=59))["unsaved forms"] == 0
    clock.shift(dt.timedelta(seconds=1))
    assert HERE not in page(teacher.get(room))
    assert "One more tap" in page(teacher.get(url("classroom:students_add", classroom.key)), 405)
    assert purge_what_is_of_no_class(now=NOW + dt.timedelta(hours=1))["unsaved forms"] == 1
    assert not UnsavedForm.objects.exists()


def test_expired_forms_go_with_the_next_one(
    classroom: Classroom, other_classroom: Classroom, owner: User, other_teacher: User, clock: time_machine.Traveller
) -> None:
    typed_without_session(sign_in(owner), classroom, clock)
    clock.shift(dt.timedelta(hours=1))
    typed_without_session(sign_in(other_teacher), other_classroom, clock)
    assert [row.by for row in UnsavedForm.objects.all()] == [other_teacher]


def test_the_last_that_was_sent_is_kept(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    browser = sign_in(owner)
    hidden = has_page(browser, url("classroom:class", classroom.key))
    sign_out(browser, clock)
    for names in ("Ida One", "Ida Two"):
        browser.post(url("classroom:students_add", classroom.key), {"children": names, **hidden})
    html = page(sign_in(owner).get(url("classroom:class", classroom.key)))
    assert "Ida Two" in html
    assert "Ida One" not in html


def test_more_than_any_page_takes_is_not_kept(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    browser = sign_in(owner)
    hidden = has_page(browser, url("classroom:class", classroom.key))
    sign_out(browser, clock)
    long = "x" * (unsaved_forms.MOST_LETTERS + 1)
    answer = browser.post(url("classroom:students_add", classroom.key), {"children": long, **hidden}, follow=True)
    assert SIGN_IN not in page(answer)
    assert not UnsavedForm.objects.exists()


def test_a_form_that_is_sent_with_an_error_shows_what_was_sent(
    classroom: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    browser = sign_in(owner)
    comes_in(browser, owner, typed_without_session(browser, classroom, clock))
    hidden = has_page(browser, url("classroom:class", classroom.key))
    sent = {"children": f"Gil Ames\n{'Long' * 40}", **hidden}
    html = page(browser.post(url("classroom:students_add", classroom.key), sent), 422)
    assert "Gil Ames" in html
    assert "Quokka" not in html
    assert HERE not in html


def test_a_deleted_child_is_in_no_form_that_is_kept(
    classroom: Classroom, other_classroom: Classroom, owner: User, other_teacher: User, clock: time_machine.Traveller
) -> None:
    typed_without_session(sign_in(owner), classroom, clock)
    typed_without_session(sign_in(other_teacher), other_classroom, clock)
    fay = child(classroom, "Fay")
    leaving.leave_together(students=[fay], by=owner, now=NOW)
    fay.refresh_from_db()
    deleting.delete_student(student=fay, by=owner, now=NOW)
    assert [row.by for row in UnsavedForm.objects.all()] == [other_teacher]
    deleting.delete_class(classroom=other_classroom, by=other_teacher, now=NOW)
    assert not UnsavedForm.objects.exists()
