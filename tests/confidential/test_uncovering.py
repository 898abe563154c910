"""Everything behind a cover is shown in one way: see classroom.views.cover."""

import ast
import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from classroom.models import AuditEvent, Classroom, User
from classroom.requests import Request
from classroom.views.cover import uncovered
from tests.addresses import url
from tests.cast import NOW, sign_in
from tests.test_permissions import address_of, browsers, named, rows

__all__ = ["browsers", "named"]  # fixtures

# The marks of an uncovered page. The page on which a teacher writes a note down for a child has them too, although it
# shows nothing that was stored before.
SIGNS = (b'class="is-uncovered"', b"data-behind-cover")
WRITTEN_HERE = "note_for"


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str, object]]:
    """The name, the full route and the view of every address."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield str(pattern.name), route, pattern.callback


UNCOVERING = sorted(name for name, _, view in routes(get_resolver()) if hasattr(view, "uncovers"))


def test_a_cover_is_lifted_below_the_address_of_the_covered_page() -> None:
    at = {name: route for name, route, _ in routes(get_resolver())}
    named_so = sorted(name for name, route in at.items() if name.endswith("_uncover") or route.endswith("/uncover/"))
    assert named_so == UNCOVERING
    assert len(UNCOVERING) > 15
    assert {name: at[name] for name in UNCOVERING} == {
        name: f"{at[name.removesuffix('_uncover')]}uncover/" for name in UNCOVERING
    }


@pytest.mark.usefixtures("browsers")
@pytest.mark.parametrize("name", UNCOVERING)
def test_uncovering_is_recorded_and_not_stored_by_the_browser(
    name: str, named: dict[str, str | int], owner: User
) -> None:
    teacher, address = sign_in(owner), address_of(name, named)
    before = AuditEvent.objects.count()
    answer = teacher.post(address)
    assert getattr(answer, "is_uncovered", False)
    assert answer["Cache-Control"] == "no-store"
    looked = AuditEvent.objects.order_by("pk")[before:]
    assert {event.by for event in looked} == {owner}


@pytest.mark.usefixtures("browsers")
@pytest.mark.parametrize("name", UNCOVERING)
def test_uncovering_after_a_rest_reads_nothing_and_returns_to_the_covered_page(
    name: str, named: dict[str, str | int], owner: User, clock: time_machine.Traveller
) -> None:
    teacher, address = sign_in(owner), address_of(name, named)
    clock.shift(dt.timedelta(minutes=16))
    before = AuditEvent.objects.count()
    asked = urlsplit(teacher.post(address)["Location"])
    assert asked.path == url("classroom:confirm_password")
    assert AuditEvent.objects.count() == before
    [back] = parse_qs(asked.query)["next"]
    covered = str(resolve(urlsplit(back).path).url_name)
    by_button = teacher.get(address, follow=True)
    assert by_button.status_code == 200
    assert covered in (name.removesuffix("_uncover"), str(resolve(by_button.request["PATH_INFO"]).url_name))
    assert not is_uncovered(by_button)


def is_uncovered(answer: HttpResponseBase) -> bool:
    return any(sign in getattr(answer, "content", b"") for sign in SIGNS)


def test_every_answer_with_covered_data_uses_the_uncovering_code(
    browsers: dict[str, Client], named: dict[str, str | int]
) -> None:
    """The test asks for every address by GET and by POST, also from a page that is uncovered."""
    teacher, uncovering = browsers["owner"], set()
    for row in rows():
        for sent in ("", "uncovered=1") if row.method == "POST" else ("",):
            answer = undone(teacher, row.method, address_of(row.name, named), sent)
            if is_uncovered(answer) and row.name != WRITTEN_HERE:
                uncovering.add(row.name)
                assert (row.method, getattr(answer, "is_uncovered", False)) == ("POST", True), row.name
    assert uncovering >= {"plan_uncover", "rule_uncover", "check_in_done", "student_record_take"}


def undone(client: Client, method: str, address: str, sent: str) -> HttpResponseBase:
    """The answer to a request, after the rows in the database and the browser's cookies were restored."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(method, address, sent, "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def words_of(path: Path) -> set[str]:
    """The strings and the attribute names in a module."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_no_view_uncovers_by_itself() -> None:
    """The audit event and the header against storing are each written in one place."""
    views = [*Path("classroom/views").glob("*.py"), *Path("partners/views").glob("*.py")]
    found = {path.name: words_of(path) & {"COVER_LIFTED", "cover_lifted", "no-store"} for path in views}
    assert {name: words for name, words in found.items() if words} == {"cover.py": {"COVER_LIFTED", "no-store"}}


def test_an_answer_that_fails_leaves_no_audit_event(classroom: Classroom, owner: User) -> None:
    """The audit event of an opening is written in the transaction that reads the data."""
    request, before = Request(), AuditEvent.objects.count()
    request.user, request.now, request.rested = owner, NOW, 0.0

    def show() -> HttpResponse:
        assert AuditEvent.objects.count() == before + 1
        raise LookupError

    with pytest.raises(LookupError):
        uncovered(request, show, back="/", of=classroom)
    assert AuditEvent.objects.count() == before
