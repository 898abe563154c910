"""The considerations grid, covered and uncovered, saved cell by cell and as a whole page."""

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from classroom.actions import roster, year_end
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import considerations
from partners.considerations.fields import DIALS
from partners.models import Considerations
from tests.addresses import url
from tests.cast import NOW, PASSWORD, considered, page, sign_in

JSON = {"Accept": "application/json"}


def know(student: Student, by: User, **content: Any) -> None:
    considerations.know(students={student: considered(**content)}, classroom=student.classroom, by=by, now=NOW)


def known(student: Student) -> dict[str, Any]:
    """The stored considerations of the child, without the version."""
    row = Considerations.objects.filter(student=student).first()
    return {key: value for key, value in row.content.to_json().items() if key != "v"} if row else {}


def at(classroom: Classroom, rest: str = "") -> str:
    return f"/c/{classroom.key}/considerations/{rest}"


def cell(student: Student, dial: str, seen: Iterable[str], typed: Iterable[str]) -> dict[str, Any]:
    """The fields that the script sends for one cell."""
    return {f"seen.{student.key}": json.dumps({dial: list(seen)}), f"{student.key}.{dial}": list(typed)}


def save(teacher: Client, classroom: Classroom, *cells: dict[str, Any]) -> Any:
    data = {name: value for one in cells for name, value in one.items()}
    answer = teacher.post(at(classroom, "save/"), data, headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def whole_page(html: str) -> dict[str, list[str]]:
    """The fields that a browser without scripts would send for an untouched, uncovered page."""
    data: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(seen\.\w+)" value="([^>]*)">', html):
        data[name] = [value]
        child = name.removeprefix("seen.")
        for dial, texts in json.loads(value).items():
            data[f"{child}.{dial}"] = texts
    return data


def grid(teacher: Client, classroom: Classroom) -> dict[str, list[str]]:
    return whole_page(page(teacher.post(at(classroom, "uncover/"))))


# The cover


def test_the_covered_page_holds_names_only(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    teacher = sign_in(owner)
    nothing_known = page(teacher.get(at(classroom)))
    know(ana, owner, voice="very_quiet", languages=["es"], interests=["wombats"], loves=["games"], side="A", new=True)
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    covered = page(teacher.get(at(classroom)))
    assert tokens.sub("", covered) == tokens.sub("", nothing_known)
    assert "Ana" in covered
    assert [dial.title for dial in DIALS if f">{dial.title}<" in covered] == []
    uncovered = teacher.post(at(classroom, "uncover/"))
    assert "no-store" in uncovered["Cache-Control"]
    html = page(uncovered)
    assert 'value="Spanish" aria-label="Home languages, Ana"' in html
    assert '<option value="very_quiet" selected>Very quiet</option>' in html
    assert 'aria-label="New, Ana" checked' in html
    assert '<form class="sheet" id="grid"' in html
    assert html.count("data-behind-cover") == 1


def test_uncovering_is_recorded(classroom: Classroom, owner: User, co_teacher: User) -> None:
    sign_in(owner).get(at(classroom))
    assert not AuditEvent.objects.filter(verb="cover_lifted").exists()
    sign_in(co_teacher).post(at(classroom, "uncover/"))
    assert [event.by for event in AuditEvent.objects.filter(verb="cover_lifted")] == [co_teacher]


def test_uncovering_after_a_rest_asks_for_the_password(
    clock: time_machine.Traveller, classroom: Classroom, owner: User, ana: Student
) -> None:
    teacher = sign_in(owner)
    teacher.get(at(classroom))
    clock.shift(dt.timedelta(minutes=16))
    asks = url("classroom:confirm_password") + f"?next=%2Fc%2F{classroom.key}%2Fconsiderations%2F"
    assert teacher.post(at(classroom, "uncover/"))["Location"] == asks
    # A save from a page that was open before shows nothing and stores nothing, either.
    quiet = cell(ana, "voice", [], ["quiet"])
    assert teacher.post(at(classroom, "save/"), quiet, headers=JSON)["Location"] == asks
    assert known(ana) == {}
    assert not AuditEvent.objects.filter(verb="cover_lifted").exists()
    teacher.post(asks, {"password": PASSWORD})
    assert save(teacher, classroom, quiet)["cells"] == {f"{ana.key}.voice": {"now": ["quiet"], "error": ""}}


def test_a_page_without_a_script_is_saved_after_a_rest_and_covered(
    clock: time_machine.Traveller, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    teacher = sign_in(owner)
    data = grid(teacher, classroom)
    clock.shift(dt.timedelta(minutes=16))
    data |= {f"{ana.key}.voice": ["quiet"], f"{ben.key}.languages": ["Wombat"]}
    answer = teacher.post(at(classroom, "save/"), data, follow=True)
    assert known(ana) == {"voice": "quiet"}
    assert "Is it still you?" in page(answer)
    assert "Not everything could be saved. Look at what you changed last." in page(answer)
    assert "Wombat" not in page(answer)


def test_only_teachers_of_the_class_see_the_page(
    classroom: Classroom, owner: User, co_teacher: User, aide: User
) -> None:
    assert "Only you and Mr. Lindqvist see this page." in page(sign_in(owner).get(at(classroom)))
    assert "Only you and Ms. Okafor see this page." in page(sign_in(co_teacher).get(at(classroom)))


def test_a_childs_page_links_to_their_row(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    link = f"{at(classroom)}?child={ana.key}"
    assert f'href="{link}"' in page(teacher.get(url("classroom:student", classroom.key, ana.key)))
    assert f'action="{at(classroom, "uncover/")}#{ana.key}"' in page(teacher.get(link))
    assert f'<tr id="{ana.key}">' in page(teacher.post(at(classroom, "uncover/")))
    assert f'action="{at(classroom, "uncover/")}"' in page(teacher.get(f"{at(classroom)}?child=nobody"))


def test_the_page_says_when_a_class_has_no_children(outsider: User) -> None:
    classroom = Classroom.objects.get(memberships__user=outsider)
    teacher = sign_in(outsider)
    assert "No children yet." in page(teacher.get(at(classroom)))
    assert page(teacher.post(at(classroom, "uncover/")))


def test_children_who_left_are_not_shown(classroom: Classroom, owner: User, ana: Student) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    teacher = sign_in(owner)
    assert ana.key not in page(teacher.post(at(classroom, "uncover/")))
    gone = {"error": "This child is not in the class any more."}
    assert save(teacher, classroom, cell(ana, "voice", [], ["quiet"]))["cells"] == {f"{ana.key}.voice": gone}
    assert known(ana) == {}


def test_an_archived_class_is_read_only(classroom: Classroom, owner: User, ana: Student) -> None:
    know(ana, owner, voice="even")
    year_end.archive(classroom=classroom, by=owner, now=NOW)
    teacher = sign_in(owner)
    html = page(teacher.post(at(classroom, "uncover/")))
    assert "<fieldset disabled>" in html
    assert '<option value="even" selected>Even</option>' in html
    answer = teacher.post(at(classroom, "save/"), cell(ana, "voice", ["even"], ["quiet"]), headers=JSON)
    assert answer.status_code == 409
    assert known(ana) == {"voice": "even"}


# Cell by cell


def test_a_cell_is_saved(clock: time_machine.Traveller, classroom: Classroom, owner: User, ana: Student) -> None:
    know(ana, owner, voice="even", stage=2)
    said = save(sign_in(owner), classroom, cell(ana, "voice", ["even"], ["quiet"]))
    # It is nine in the morning by the class's clock.
    assert said == {"saved": "9:00", "cells": {f"{ana.key}.voice": {"now": ["quiet"], "error": ""}}}
    assert known(ana) == {"voice": "quiet", "stage": 2}


def test_words_come_back_as_they_are_stored(classroom: Classroom, owner: User, ana: Student) -> None:
    said = save(sign_in(owner), classroom, cell(ana, "languages", [], [" mandarin;TWI "]))
    assert said["cells"][f"{ana.key}.languages"]["now"] == ["Chinese, Twi"]
    assert known(ana) == {"languages": ["zh", "tw"]}


def test_an_invalid_value_is_refused_and_the_rest_is_saved(
    classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    said = save(
        sign_in(owner), classroom, cell(ana, "voice", [], ["shouts"]), cell(ben, "goals", [], ["ideas", "order"])
    )
    assert said["cells"] == {
        f"{ana.key}.voice": {"now": [], "error": "“shouts” is not one of the choices of Voice."},
        f"{ben.key}.goals": {"now": ["ideas", "order"], "error": ""},
    }
    assert (known(ana), known(ben)) == ({}, {"goals": ["ideas", "order"]})


def test_a_change_by_another_teacher_is_reported(
    classroom: Classroom, owner: User, co_teacher: User, ana: Student
) -> None:
    save(sign_in(co_teacher), classroom, cell(ana, "voice", [], ["takes_over"]))
    teacher = sign_in(owner)
    said = save(teacher, classroom, cell(ana, "voice", [], ["quiet"]))["cells"][f"{ana.key}.voice"]
    assert said == {"now": ["takes_over"], "error": "Changed on another screen meanwhile, to: Takes over."}
    save(teacher, classroom, cell(ana, "stage", [], ["3"]))
    assert known(ana) == {"voice": "takes_over", "stage": 3}
    save(teacher, classroom, cell(ana, "voice", said["now"], ["quiet"]))
    assert known(ana) == {"voice": "quiet", "stage": 3}


def test_a_child_of_another_class_is_refused(
    classroom: Classroom, owner: User, gus: Student, other_teacher: User
) -> None:
    said = save(sign_in(owner), classroom, cell(gus, "voice", [], ["quiet"]))
    assert said["cells"] == {f"{gus.key}.voice": {"error": "This child is not in the class any more."}}
    assert known(gus) == {}


@pytest.mark.parametrize(
    "seen", ["", "[]", "7", "{", '{"wombat": []}', '{"voice": "even"}', '{"voice": [1]}', "[" * 100_000]
)
def test_requests_that_no_page_sends_are_answered(seen: str, classroom: Classroom, owner: User, ana: Student) -> None:
    answer = sign_in(owner).post(at(classroom, "save/"), {f"seen.{ana.key}": seen}, headers=JSON)
    assert answer.status_code == 400
    assert "wombat" not in answer.content.decode()


def test_saving_many_cells_takes_no_more_queries_than_one(
    classroom: Classroom, owner: User, django_assert_max_num_queries: Any
) -> None:
    students = list(classroom.students.here())
    teacher = sign_in(owner)
    with django_assert_max_num_queries(15):
        save(teacher, classroom, *[cell(student, "voice", [], ["even"]) for student in students])
    with django_assert_max_num_queries(15) as few:
        save(teacher, classroom, cell(students[0], "stage", [], ["2"]))
    with django_assert_max_num_queries(15) as many:
        save(teacher, classroom, *[cell(student, "goals", [], ["order"]) for student in students])
    assert len(many) == len(few)


# The whole page, without a script


def test_saving_an_untouched_page_changes_nothing(
    classroom: Classroom, owner: User, co_teacher: User, ana: Student, ben: Student
) -> None:
    content = {
        "languages": ["es-MX", "qqx"],
        "interests": ["cats, dogs"],
        "time_share": 70,
        "welcoming": False,
        "missed_picks": 2,
    }
    know(ana, owner, **content)
    teacher = sign_in(owner)
    data = grid(teacher, classroom)
    save(sign_in(co_teacher), classroom, cell(ben, "voice", [], ["even"]))
    html = page(teacher.post(at(classroom, "save/"), data | {"do": "save"}))
    assert known(ana) == content
    assert known(ben) == {"voice": "even"}
    assert "Saved 9:00" in html


def test_changed_settings_are_saved(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    know(ana, owner, voice="even", goals=["order"])
    teacher = sign_in(owner)
    data = grid(teacher, classroom) | {f"{ana.key}.voice": [""], f"{ben.key}.pace": ["high_support", "one_step"]}
    html = page(teacher.post(at(classroom, "save/"), data))
    assert known(ana) == {"goals": ["order"]}
    assert known(ben) == {"high_support": True, "pace": ["one_step"]}
    assert "much support, one step at a time" in html


def test_settings_that_cannot_be_saved_stay_as_typed(
    classroom: Classroom, owner: User, co_teacher: User, ana: Student, ben: Student
) -> None:
    teacher = sign_in(owner)
    data = grid(teacher, classroom) | {
        f"{ana.key}.languages": ["Spanishh"],
        f"{ana.key}.stage": ["4"],
        f"{ben.key}.voice": ["quiet"],
    }
    save(sign_in(co_teacher), classroom, cell(ben, "voice", [], ["takes_over"]))
    html = page(teacher.post(at(classroom, "save/"), data), 422)
    assert known(ana) == {"stage": 4}
    assert known(ben) == {"voice": "takes_over"}
    assert 'value="Spanishh" aria-label="Home languages, Ana"' in html
    assert "“Spanishh” is not on our list of languages. Did you mean Spanish?" in html
    assert "Changed on another screen meanwhile, to: Takes over." in html
    assert html.count("Not saved") == 2
    again = whole_page(html) | {f"{ana.key}.languages": ["Spanish"], f"{ben.key}.voice": ["quiet"]}
    assert "Saved 9:00" in page(teacher.post(at(classroom, "save/"), again))
    assert known(ana) == {"stage": 4, "languages": ["es"]}
    assert known(ben) == {"voice": "quiet"}


def test_the_page_after_a_save_is_uncovered_and_recorded(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    answer = teacher.post(at(classroom, "save/"), {})
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(verb="cover_lifted").count() == 1


def test_a_filled_column_can_be_taken_back(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    know(ben, owner, voice="even")
    teacher = sign_in(owner)
    picked = {"pick": [ana.key, ben.key], "do": "fill", "fill": "voice=quiet", f"{cleo.key}.stage": ["1"]}
    html = page(teacher.post(at(classroom, "save/"), grid(teacher, classroom) | picked))
    assert [known(s) for s in (ana, ben, cleo)] == [{"voice": "quiet"}, {"voice": "quiet"}, {"stage": 1}]
    assert "Voice: Quiet, filled in for 2 children." in html
    assert html.count('name="pick" value=') == 6
    assert re.findall(r'name="pick" value="(\w+)" checked', html) == [ana.key, ben.key]
    undo = re.search(r'<form class="alert.*?</form>', html, re.DOTALL)
    assert undo
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^>]*)">', undo[0])
    page(teacher.post(at(classroom, "save/"), dict(fields)))
    assert [known(s) for s in (ana, ben, cleo)] == [{}, {"voice": "even"}, {"stage": 1}]


def test_filling_a_language_adds_it(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    know(ana, owner, languages=["tw"])
    teacher = sign_in(owner)
    html = page(teacher.post(at(classroom, "uncover/")))
    assert '<option value="languages=Twi" data-words="Twi">Home languages: Twi</option>' in html
    filled = {"pick": [ana.key, ben.key], "do": "fill", "fill": "languages=Arabic"}
    page(teacher.post(at(classroom, "save/"), whole_page(html) | filled))
    assert (known(ana), known(ben)) == ({"languages": ["tw", "ar"]}, {"languages": ["ar"]})


@pytest.mark.parametrize("fill", ["", "wombat=quiet", "voice", "loves=games"])
def test_filling_with_an_invalid_value_changes_nothing(
    fill: str, classroom: Classroom, owner: User, ana: Student
) -> None:
    teacher = sign_in(owner)
    filled = {"pick": [ana.key], "do": "fill", "fill": fill}
    page(teacher.post(at(classroom, "save/"), grid(teacher, classroom) | filled))
    assert known(ana) == {}


def test_all_children_or_none_can_be_ticked(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    html = page(teacher.post(at(classroom, "save/"), grid(teacher, classroom) | {"do": "all"}))
    assert html.count(" checked>") == 6
    assert "6 chosen" in html
    html = page(teacher.post(at(classroom, "save/"), whole_page(html) | {"do": "none", "pick": [ana.key]}))
    assert html.count(" checked>") == 0


def test_a_class_of_two_hundred_can_be_sent(classroom: Classroom, owner: User, ana: Student) -> None:
    """The form has as many fields as the largest class with everything ticked."""
    boxes = {dial.key: len(dial.choices) if dial.kind == "many" else 1 for dial in DIALS} | {"seen": 1, "pick": 1}
    fields = {f"child{n}.{key}": ["x"] * many for n in range(200) for key, many in boxes.items()}
    fields |= cell(ana, "voice", [], ["quiet"])
    page(sign_in(owner).post(at(classroom, "save/"), fields))
    assert known(ana) == {"voice": "quiet"}


# Encryption


def test_no_column_holds_typed_text_in_clear(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    filled = {"pick": [ana.key], "do": "fill", "fill": "voice=takes_over", f"{ana.key}.interests": ["wombats"]}
    data = grid(teacher, classroom) | filled | {f"{ana.key}.languages": ["Klingonn"]}
    page(teacher.post(at(classroom, "save/"), data), 422)
    assert known(ana) == {"voice": "takes_over", "interests": ["wombats"]}
    with connection.cursor() as cursor:
        stored = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            stored += str(cursor.fetchall())
    assert "considerations_changed" in stored
    assert [word for word in ("wombats", "takes_over", "Takes over", "Klingonn") if word in stored] == []
