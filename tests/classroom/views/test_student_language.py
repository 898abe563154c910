"""The language of children's pages."""

import json
import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from classroom.actions import classes, sign_in_windows
from classroom.models import Classroom, Student, User
from classroom.templatetags.look import unstopped
from classroom.text_direction import apart
from partners.actions import note_opt_outs
from partners.models import Considerations, SafetyFlag
from tests.addresses import url
from tests.cast import NOW, considered, open_round, owner_of, page, seat, sign_in, token_of

SPANISH, ENGLISH = '<html lang="es" dir="ltr">', '<html lang="en" dir="ltr">'


@pytest.fixture
def in_spanish(classroom: Classroom) -> Classroom:
    """Room 12 with Spanish turned on."""
    classes.turn_on_languages(classroom=classroom, codes=["es"], by=owner_of(classroom), now=NOW)
    return classroom


def speaks_at_home(student: Student, *codes: str) -> None:
    Considerations.objects.create(student=student, content=considered(languages=list(codes)))


@pytest.mark.parametrize(
    ("home", "spoken"),
    [((), ENGLISH), (("es",), SPANISH), (("so", "es-MX"), SPANISH), (("en", "es"), ENGLISH), (("ar",), ENGLISH)],
)
def test_a_childs_pages_open_in_their_home_language(
    in_spanish: Classroom, ana: Student, home: tuple[str, ...], spoken: str
) -> None:
    speaks_at_home(ana, *home)
    assert spoken in page(seat(ana).get(url("partners:me")))


def test_a_language_is_used_only_if_it_is_turned_on(classroom: Classroom, ana: Student) -> None:
    speaks_at_home(ana, "es")
    browser = seat(ana)
    html = page(browser.get(url("partners:me")))
    assert ENGLISH in html
    assert "Español" not in html
    browser.post(url("classroom:speak"), {"language": "es", "at": url("partners:me")})
    assert ENGLISH in page(browser.get(url("partners:me")))


def test_a_child_switches_the_language_and_stays_on_the_page(in_spanish: Classroom, ana: Student) -> None:
    open_round(in_spanish)
    browser = seat(ana)
    answer = browser.post(url("classroom:speak"), {"language": "es", "at": url("partners:note_great")})
    assert answer["Location"] == url("partners:note_great")
    html = page(browser.get(url("partners:note_great")))
    assert "¿Quién podría ser una gran pareja de escritura para ti?" in html
    assert 'value="es" lang="es" dir="auto" aria-current="true">Español</button>' in html
    browser.post(url("classroom:speak"), {"language": "en", "at": url("partners:note_great")})
    assert "Who could be a great writing partner for you?" in page(browser.get(url("partners:note_great")))


def test_switching_the_language_without_a_page_leads_to_the_start(in_spanish: Classroom) -> None:
    for at in ("", "//elsewhere.example/", "https://elsewhere.example/", "javascript:x"):
        assert Client().post(url("classroom:speak"), {"language": "es", "at": at})["Location"] == url("classroom:code")


def test_sign_in_pages_use_the_browsers_language_until_it_is_switched(in_spanish: Classroom) -> None:
    browser = Client(headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"})
    assert "¿Cuál es el código de tu clase?" in page(browser.get(url("classroom:code")))
    browser.post(url("classroom:speak"), {"language": "en", "at": url("classroom:code")})
    assert "What is your class code?" in page(browser.get(url("classroom:code")))
    assert "¿" not in page(Client(headers={"accept-language": "ar"}).get(url("classroom:code")))


def test_a_language_of_no_class_is_not_offered_for_sign_in(classroom: Classroom) -> None:
    browser = Client(headers={"accept-language": "es"})
    assert ENGLISH in page(browser.get(url("classroom:code")))
    assert "Español" not in page(browser.get(url("classroom:code")))


def test_a_language_chosen_before_signing_in_stays(in_spanish: Classroom, ana: Student) -> None:
    sign_in_windows.open_window(classroom=in_spanish, by=owner_of(in_spanish), now=NOW)
    browser = Client()
    browser.post(url("classroom:speak"), {"language": "es", "at": url("classroom:code")})
    browser.post(url("classroom:card"), {"token": token_of(ana)})
    assert "Hola, Ana. ¿Eres tú?" in page(browser.get(url("classroom:thats_me")))
    browser.post(url("classroom:thats_me"))
    assert SPANISH in page(browser.get(url("partners:me")))


def test_the_home_language_is_hidden_until_a_child_says_thats_me(in_spanish: Classroom, ana: Student) -> None:
    speaks_at_home(ana, "es")
    sign_in_windows.open_window(classroom=in_spanish, by=owner_of(in_spanish), now=NOW)
    browser = Client()
    browser.post(url("classroom:card"), {"token": token_of(ana)})
    assert "Hi, Ana. Is this you?" in page(browser.get(url("classroom:thats_me")))


def test_the_last_page_is_in_the_childs_language_and_the_next_is_not(in_spanish: Classroom, ana: Student) -> None:
    open_round(in_spanish)
    speaks_at_home(ana, "es")
    browser = seat(ana)
    browser.get(url("partners:note_great"))
    assert browser.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert "¡Lo lograste!" in page(browser.get(url("partners:all_done")))
    browser.post(url("classroom:speak"), {"language": "en", "at": url("partners:all_done")})
    assert "You did it!" in page(browser.get(url("partners:all_done")))
    browser.post(url("classroom:speak"), {"language": "es", "at": url("partners:all_done")})
    assert "Find your name." in page(browser.get(url("classroom:names", in_spanish.code)))


def stays_at(html: str) -> list[str]:
    """The addresses to which the language switch of a page returns."""
    return re.findall(r'name="at" value="([^"]*)"', html)


@pytest.mark.parametrize("hard_question", [True, False])
@pytest.mark.parametrize(
    ("band", "english"), [("2-3", "You did the right thing."), ("4-5", "Thank you for telling us.")]
)
def test_the_thanks_stay_when_the_language_is_switched(
    band: str, english: str, hard_question: bool, in_spanish: Classroom, ana: Student, ben: Student
) -> None:
    open_round(in_spanish)
    speaks_at_home(ana, "es")
    in_spanish.students.update(grade_band=band)
    in_spanish.workshop.hard_question = hard_question
    in_spanish.workshop.save()
    browser = seat(ana)
    address = url("partners:note_why", "hard", 0) if hard_question else url("partners:note_not_safe")
    thanks = page(browser.post(address, {"student": ben.key, "unsafe": "1"}))
    assert "Gracias por" in thanks
    [at] = stays_at(thanks)
    assert browser.post(url("classroom:speak"), {"language": "en", "at": at})["Location"] == at
    again = page(browser.get(at))
    assert english in again
    assert stays_at(again) == [at]
    assert SafetyFlag.objects.count() == 1


def test_thanks_on_the_last_page_offer_no_language_switch(in_spanish: Classroom, ana: Student, ben: Student) -> None:
    """Either the window has just closed, or the child is no longer asked for a note."""
    open_round(in_spanish)
    browser = seat(ana)
    note_opt_outs.skip_note(student=ana, by=owner_of(in_spanish), now=NOW)
    assert stays_at(page(browser.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"}))) == []
    note_opt_outs.ask_again(student=ana, by=owner_of(in_spanish), now=NOW)
    sign_in_windows.close_window(classroom=in_spanish, by=owner_of(in_spanish), now=NOW)
    assert stays_at(page(browser.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"}))) == []


def test_no_child_gets_the_language_of_the_previous_child(in_spanish: Classroom, ana: Student, ben: Student) -> None:
    browser = seat(ana)
    browser.post(url("classroom:speak"), {"language": "es", "at": url("partners:me")})
    browser.post(url("classroom:not_me"))
    assert ENGLISH in page(browser.get(url("classroom:names", in_spanish.code)))
    browser.post(url("classroom:card"), {"token": token_of(ben)})
    browser.post(url("classroom:thats_me"))
    assert ENGLISH in page(browser.get(url("partners:me")))


def test_the_language_of_a_child_is_stored_nowhere_unencrypted(in_spanish: Classroom, ana: Student) -> None:
    speaks_at_home(ana, "es")
    browser = seat(ana)
    assert SPANISH in page(browser.get(url("partners:me")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT language FROM classroom_sitting")
        assert [len(row[0]) > 40 for row in cursor.fetchall()] == [True]
    assert "es" not in json.dumps([list(kept.get_decoded().values()) for kept in Session.objects.all()]).split('"')


def test_the_end_of_a_sitting_is_shown_in_the_childs_language(in_spanish: Classroom, ana: Student) -> None:
    speaks_at_home(ana, "es")
    browser = seat(ana)
    sign_in_windows.close_window(classroom=in_spanish, by=owner_of(in_spanish), now=timezone.now())
    assert "Es hora de parar. Guardamos tus respuestas." in page(browser.get(url("classroom:time_to_stop")))
    assert "Es hora de parar." in page(browser.get(url("classroom:time_to_stop")))


def test_pages_for_adults_stay_english(in_spanish: Classroom, owner: User) -> None:
    browser = sign_in(owner)
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    html = page(browser.get(url("classroom:class", in_spanish.key)))
    assert '<html lang="en">' in html
    assert "This field is required." in page(browser.post(url("classroom:class_new"), {"name": ""}))


@pytest.mark.parametrize(
    ("code", "name", "shown"),
    [
        ("ar", "Ana R.", "\u2068Ana R.\u2069"),
        ("ar", "زينب", "زينب"),
        ("es", "زينب", "\u2068زينب\u2069"),
        ("es", "Ana R.", "Ana R."),
    ],
)
def test_a_name_in_the_other_writing_direction_keeps_its_punctuation(code: str, name: str, shown: str) -> None:
    with translation.override(code):
        assert apart(name) == shown
        assert unstopped(apart(name)) == shown.replace(".", "")


# The teacher's choices


def test_languages_are_off_and_marked_until_the_teacher_turns_them_on(classroom: Classroom, owner: User) -> None:
    browser, address = sign_in(owner), url("classroom:languages", classroom.key)
    html = page(browser.get(address))
    assert html.count("No speaker has checked it yet.") == 8
    assert html.count(" checked") - html.count(" checked it") == 1 + html.count("not checked")
    browser.post(address, {"languages": ["es", "ar"]})
    classroom.refresh_from_db()
    assert classroom.languages == ["es", "ar"]
    assert 'value="ar" checked>' in page(browser.get(address))
    browser.post(address, {})
    classroom.refresh_from_db()
    assert classroom.languages == []


def test_an_unknown_language_changes_nothing(in_spanish: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(url("classroom:languages", in_spanish.key), {"languages": ["es", "tlh"]})
    assert "That is none of these languages. Nothing was changed." in page(answer, 422)
    in_spanish.refresh_from_db()
    assert in_spanish.languages == ["es"]


def test_a_speaker_can_read_all_texts_before_a_language_is_turned_on(classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("classroom:language", classroom.key, "es")))
    assert "<td>Find your name.</td>" in html
    assert '<td lang="es" dir="auto">Busca tu nombre.</td>' in html
    assert page(sign_in(owner).get(url("classroom:language", classroom.key, "en")), 404)


@pytest.mark.parametrize("band", ["2-3", "4-5"])
def test_an_unchecked_language_shows_the_promise_in_english_too(
    in_spanish: Classroom, ana: Student, ben: Student, band: str
) -> None:
    Student.objects.update(grade_band=band)
    open_round(in_spanish)
    speaks_at_home(ana, "es")
    browser = seat(ana)
    english = '<section class="in-english" lang="en" dir="ltr" aria-label="English"><h1>Your teacher reads this'
    assert english in page(browser.get(url("partners:note_promise"))).replace("\n", "")
    browser.post(url("partners:note_who_hard"), {"student": ben.key})
    thanks = page(browser.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"})).replace(
        "\n", ""
    )
    assert '<section class="in-english" lang="en" dir="ltr" aria-label="English"><h1>Thank you for telling' in thanks
    assert "Gracias por contarlo." in thanks
    assert "in-english" not in page(seat(ben).get(url("partners:note_promise")))


def test_cards_are_printed_in_the_language_that_the_teacher_chooses(
    in_spanish: Classroom, ana: Student, owner: User
) -> None:
    speaks_at_home(ana, "es")
    browser, address = sign_in(owner), url("classroom:cards", in_spanish.key)
    assert '<option value="es">Spanish</option>' in page(browser.get(address))
    spanish = '<p lang="es" dir="ltr">Escanea el cuadrado con la tableta.</p>'
    assert page(browser.post(address, {"language": "es"})).count(spanish) == 6
    # A lost card does not show which language a child speaks at home.
    assert page(browser.post(address, {})).count('<p lang="en" dir="ltr">Scan the square with the tablet.</p>') == 6
    assert "Scan the square" in page(browser.post(address, {"language": "ar"}))
