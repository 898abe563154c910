"""The walk, as a browser without scripts meets it, and the requests that the scripts send."""

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client

from classroom.adult_sign_in import name_on_device
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import moves, temporary_moves
from partners.models import Observation, ObservationContent, Partnership, Round, Workshop
from tests.addresses import url
from tests.cast import NOW, observe, page, partnership_of, sign_in
from tests.confidential.planted import everything_stored, in_clear, lengths

KEY = "6d7a3a4c-94b2-4d0c-8a53-0d6f7a3ac0de"
DAY = dt.timedelta(days=1)


@pytest.fixture
def teacher(published: Round, owner: User) -> Client:
    return sign_in(owner)


def walk(classroom: Classroom) -> str:
    return url("partners:walk", classroom.key)


def tiles(html: str) -> list[str]:
    """The text of each tile: the names, the spot, and when the partners were last seen."""
    found = re.findall(r'<a class="sheet walk-tile.*?</a>', html, re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", tile).split()) for tile in found]


# The tiles


def test_partners_are_listed_in_room_order(teacher: Client, classroom: Classroom, ana: Student, cleo: Student) -> None:
    Workshop.objects.filter(classroom=classroom).update(spots=["Rug", "Table 2"])
    for student, spot in ((cleo, "Rug"), (ana, "Table 2")):
        Partnership.objects.filter(pk=partnership_of(student).pk).update(spot=spot)
    expected = ["Cleo Dov Rug Not seen yet", "Ana Ben Table 2 Not seen yet", "Eli Fay Not seen yet"]
    assert tiles(page(teacher.get(walk(classroom)))) == expected


def test_a_teacher_can_set_their_own_order(teacher: Client, classroom: Classroom, owner: User, eli: Student) -> None:
    address = f"{walk(classroom)}{partnership_of(eli).key}/move/"
    assert teacher.post(address, {"earlier": ""})["Location"] == f"{walk(classroom)}order/#{partnership_of(eli).key}"
    names = [tile.split(" Not")[0] for tile in tiles(page(teacher.get(walk(classroom))))]
    assert names == ["Ana Ben", "Eli Fay", "Cleo Dov"]
    teacher.post(address, {"later": ""})
    teacher.post(address, {"later": ""})  # they are the last already
    names = [tile.split(" Not")[0] for tile in tiles(page(teacher.get(walk(classroom))))]
    assert names == ["Ana Ben", "Cleo Dov", "Eli Fay"]
    assert "Ana and Ben: later" in page(teacher.get(f"{walk(classroom)}order/"))
    assert AuditEvent.objects.filter(verb="walk_set", by=owner, classroom=classroom).count() == 2
    for to in ("0", "0", "99", "-1", "2"):
        teacher.post(address, {"to": to})
        names = [tile.split(" Not")[0] for tile in tiles(page(teacher.get(walk(classroom))))]
        assert names == (["Eli Fay", "Ana Ben", "Cleo Dov"] if to == "0" else ["Ana Ben", "Cleo Dov", "Eli Fay"])
    assert AuditEvent.objects.filter(verb="walk_set", by=owner, classroom=classroom).count() == 4


def test_the_longest_wait_can_come_first(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student, clock: time_machine.Traveller
) -> None:
    for student, days in ((cleo, 1), (ana, 13), (ana, 16)):
        at = NOW + days * DAY
        observe(partnership=partnership_of(student), strengths=["waited"], by=owner, now=at)
    clock.shift(16 * DAY)
    teacher = sign_in(owner)
    html = page(teacher.get(f"{walk(classroom)}?order=longest"))
    assert tiles(html) == ["Eli Fay Not seen yet", "Cleo Dov 2 weeks ago", "Ana Ben Today"]
    assert html.count("is-long") == 2
    assert "1 of 3 partnerships seen in the last seven days" in html
    assert tiles(page(teacher.get(walk(classroom))))[0] == "Ana Ben Today"


def test_guests_of_the_day_are_on_the_tiles(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    moves = {cleo: partnership_of(ana), dov: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=classroom, moves=moves, by=owner, now=NOW)
    assert tiles(page(teacher.get(walk(classroom)))) == ["Ana Ben Cleo Not seen yet", "Eli Fay Dov Not seen yet"]


def test_the_walk_shows_nothing_of_earlier_observations(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    partnership = partnership_of(ana)
    fresh = f"{walk(classroom)}{partnership.key}/"
    before = [page(teacher.get(address)) for address in (walk(classroom), fresh)]
    seen: dict[str, Any] = {"strengths": ["waited"], "state": "needs_me", "note": "A wombat."}
    observe(partnership=partnership, **seen, by=owner, now=NOW)
    after = [page(teacher.get(address)) for address in (walk(classroom), fresh)]
    assert after[0].count("Not seen yet") == before[0].count("Not seen yet") - 1
    for html in after:
        assert "wombat" not in html
        assert "Needs me" not in html or 'value="needs_me" checked' not in html
        assert 'value="waited" checked' not in html
    # The data that the page stores on the device says nothing about them, either.
    laid = [re.findall(r'<script id="tiles".*?>(.*?)</script>', html) for html in (before[0], after[0])]
    was, stored = (json.loads(found) for (found,) in laid)
    assert was["tiles"] == stored["tiles"]
    assert set(stored) == {"name", "tiles", "chips"}
    # Only the order of the chips differs. It follows the teacher's use with any partners.
    assert {side: sorted(chips) for side, chips in was["chips"].items()} == {
        side: sorted(chips) for side, chips in stored["chips"].items()
    }
    assert stored["chips"]["strengths"][0] == ["waited", "Waited"]
    assert [set(tile) for tile in stored["tiles"]] == [{"key", "spot", "names", "children"}] * 3
    assert {key for tile in stored["tiles"] for one in tile["children"] for key in one} == {"key", "called", "avatar"}


# Observations without scripts


def fields(html: str) -> dict[str, str]:
    names = ("client_key", "tap")
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', html)[0] for name in names}


def test_an_observation_by_forms_grows_and_can_be_taken_back(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student
) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    sent = {"strengths": "waited", "reader": ana.key, "about": ben.key, "follow_up": "2026-01-19", "note": " “Wait.” "}
    answer = teacher.post(address, {**sent, **fields(page(teacher.get(address)))}, follow=True)
    html = page(answer)
    assert "Kept." in html
    assert re.findall(r'value="(\w+)" checked', html) == ["waited", ben.key, ana.key]
    assert 'value="2026-01-19"' in html
    again = answer.redirect_chain[0][0]
    more = {**sent, "strengths": ["waited", "celebrated"], **fields(html)}
    teacher.post(again, more)
    teacher.post(again, more)  # pressed twice
    note = Observation.objects.get()
    assert note.content == ObservationContent(
        strengths=("waited", "celebrated"),
        note="“Wait.”",
        about=ben.pk,
        reader=ana.pk,
        listeners=(ben.pk,),
        follow_up=dt.date(2026, 1, 19),
        tap=2,
    )
    html = page(teacher.get(again))
    gone = teacher.post(again, {**sent, "undo": "1", **fields(html)}, follow=True)
    assert "Taken back." in page(gone)
    assert not Observation.objects.exists()
    assert 'checked><span class="chip-face"><svg class="icon tick"' in page(gone)  # radios are checked, and no chip
    assert re.findall(r'value="(\w+)" checked', page(gone)) == []


def test_an_empty_observation_is_refused(teacher: Client, classroom: Classroom, ana: Student) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    answer = teacher.post(address, {"about": ana.key, **fields(page(teacher.get(address)))}, follow=True)
    assert "There is nothing to keep yet." in page(answer)
    assert not Observation.every.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"strengths": "being_rich"},
        {"next_steps": "waited"},
        {"state": "hopeless"},
        {"note": "w" * 161},
        {"about": "nobody"},
        {"follow_up": "2027-01-12"},
        {"client_key": "1"},
        {"tap": "-1"},
    ],
)
def test_an_invalid_form_comes_back(wrong: dict[str, str], teacher: Client, classroom: Classroom, ana: Student) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    html = page(teacher.post(address, {"next_steps": "take_turns", "client_key": KEY, "tap": "1", **wrong}), 422)
    assert 'role="alert"' in html
    assert 'value="take_turns" checked' in html or "next_steps" in wrong
    assert not Observation.every.exists()


def test_chips_that_the_teacher_uses_come_first(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    assert re.findall(r'name="strengths" value="(\w+)"', page(teacher.get(address)))[0] == "faced_partner"
    for strengths in (["celebrated"], ["celebrated", "waited"]):
        observe(partnership=partnership_of(ana), strengths=strengths, by=owner, now=NOW)
    html = page(teacher.get(address))
    assert re.findall(r'name="strengths" value="(\w+)"', html)[:3] == ["celebrated", "waited", "faced_partner"]
    assert len(set(re.findall(r'name="strengths" value="(\w+)"', html))) == 21


def test_partners_before_and_after_are_a_tap_away(
    teacher: Client, classroom: Classroom, ana: Student, cleo: Student
) -> None:
    html = page(teacher.get(f"{walk(classroom)}{partnership_of(cleo).key}/?order=longest"))
    assert "Before: Ana and Ben" in html
    assert "Next: <span>Eli and Fay" in html
    assert html.count("?order=longest") >= 4


def test_another_persons_open_observation_is_not_shown(
    teacher: Client, classroom: Classroom, ana: Student, aide: User
) -> None:
    partnership = partnership_of(ana)
    key = uuid.UUID(KEY)
    observe(partnership=partnership, strengths=["waited"], by=aide, now=NOW, client_key=key)
    for asked in (KEY, "nonsense"):
        html = page(teacher.get(f"{walk(classroom)}{partnership.key}/?note={asked}"))
        assert 'value="waited" checked' not in html


# Requests that scripts send


def send(client: Client, address: str, user: User, **more: Any) -> Any:
    sent = {"client_key": KEY, "tap": "1", "person": name_on_device(user), "strengths": "waited", **more}
    return client.post(address, sent, headers={"accept": "application/json"})


def test_an_observation_sent_twice_is_stored_once(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    answers = [send(teacher, address, owner, waited="600") for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"tap": 1})] * 2
    assert Observation.objects.get().at == NOW - dt.timedelta(minutes=10)
    empty = send(teacher, address, owner, tap="2", strengths=[])
    assert empty.json() == {"tap": 2}
    assert not Observation.objects.exists()


def test_an_observation_that_somebody_else_left_on_the_device_is_refused(
    teacher: Client, classroom: Classroom, aide: User, ana: Student
) -> None:
    answer = send(teacher, f"{walk(classroom)}{partnership_of(ana).key}/", aide)
    assert (answer.status_code, answer.json()) == (409, {"person": "other"})
    assert not Observation.every.exists()


def test_an_observation_that_cannot_be_stored_says_why(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    answer = send(teacher, address, owner, note="w" * 161)
    assert answer.status_code == 422
    assert answer.json() == {"error": "Ensure this value has at most 160 characters (it has 161)."}
    assert not Observation.every.exists()


def test_no_unencrypted_column_reveals_an_observation(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """Unencrypted columns, and the lengths of encrypted ones, are the same whatever the note says."""
    address = f"{walk(classroom)}{partnership_of(ana).key}/"
    send(teacher, address, owner, note="A wombat.", about=ana.key, reader=ben.key, follow_up="2026-01-20")
    full, lengths_full = in_clear(), lengths()
    send(teacher, address, owner, tap="2", strengths="celebrated")
    assert Observation.objects.get().content == ObservationContent(strengths=("celebrated",), tap=2)
    assert (in_clear(), lengths()) == (full, lengths_full)
    assert "wombat" not in everything_stored()


def test_the_device_knows_the_person_by_a_mark(teacher: Client, owner: User, aide: User) -> None:
    found = teacher.get(url("partners:walk_me")).json()
    assert found["person"] == name_on_device(owner) != name_on_device(aide)
    assert owner.email not in name_on_device(owner)
    assert set(found) == {"person", "token"}


# The worker and the empty page


def test_the_empty_page_is_the_same_for_everyone(teacher: Client, aide: User, classroom: Classroom) -> None:
    html = page(Client().get(url("partners:walk_shell")))
    assert page(teacher.get(url("partners:walk_shell"))) == page(sign_in(aide).get(url("partners:walk_shell"))) == html
    assert "csrfmiddlewaretoken" not in html
    assert "data-token" not in html


def test_the_worker_caches_static_files_and_the_empty_page_only(teacher: Client) -> None:
    answer = teacher.get(url("partners:walk_worker"))
    assert answer["Content-Type"] == "text/javascript"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    script = page(answer)
    kept = json.loads(re.findall(r'JSON\.parse\("(.*?)"\)', script)[0].encode().decode("unicode_escape"))
    assert kept[0] == url("partners:walk_shell")
    assert all(address.startswith("/static/") for address in kept[1:])
    # The cache must hold everything that the page loads.
    html = page(teacher.get(url("partners:walk_shell")))
    assert {*re.findall(r'="(/static/[^"#]+)', html)} == {*kept[1:]}


# A teacher's own move

SIT_TALL: dict[str, Any] = {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": []}


def chips(html: str) -> dict[str, list[str]]:
    """The words of the chips on each side."""
    sides = re.findall(r'name="(strengths|next_steps)".*?<span dir="auto">(.*?)</span>', html, re.DOTALL)
    return {name: [words for side, words in sides if side == name] for name in ("strengths", "next_steps")}


def test_a_teachers_own_move_is_offered_on_both_sides(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    own = moves.add_move(classroom=classroom, words=SIT_TALL, by=owner, now=NOW)
    partnership = partnership_of(ana)
    address = f"{walk(classroom)}{partnership.key}/"
    for html in (
        page(teacher.get(address)),
        page(teacher.get(url("partners:partnership", classroom.key, partnership.key))),
    ):
        assert {side: words.count("Sit tall") for side, words in chips(html).items()} == {
            "strengths": 1,
            "next_steps": 1,
        }
    teacher.post(address, {"client_key": KEY, "tap": "1", "strengths": [own], "next_steps": ["take_turns"]})
    assert Observation.objects.get().content.strengths == (own,)
    # It comes first once the teacher has used it, with and without a connection.
    assert chips(page(teacher.get(address)))["strengths"][0] == "Sit tall"
    assert f'"strengths": [["{own}", "Sit tall"]' in page(teacher.get(walk(classroom)))


def test_a_removed_move_is_not_offered_and_keeps_its_name_in_observations(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    partnership = partnership_of(ana)
    address, story = f"{walk(classroom)}{partnership.key}/", url("partners:partnership", classroom.key, partnership.key)
    own = moves.add_move(classroom=classroom, words=SIT_TALL, by=owner, now=NOW)
    observe(partnership=partnership, strengths=[own], by=owner, now=NOW)
    moves.hide_move(classroom=classroom, key=own, hidden=True, by=owner, now=NOW)
    assert "Sit tall" not in page(teacher.get(address))
    assert "sit tall" in page(teacher.post(f"{story}uncover/")).lower()
    moves.remove_move(classroom=classroom, key=own, by=owner, now=NOW)
    assert "Sit tall" not in page(teacher.get(address)) + page(teacher.get(url("partners:moves", classroom.key)))
    assert "sit tall" in page(teacher.post(f"{story}uncover/")).lower()
    # A tap from a phone that still offered the move, without a connection, is stored.
    teacher.post(address, {"client_key": KEY, "tap": "1", "strengths": [own]})
    assert Observation.objects.filter(client_key=KEY).get().content.strengths == (own,)
