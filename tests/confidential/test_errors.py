"""An error page and the log name the place of an error, and no value."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

import classroom.urls
from classroom.error_logs import WhereOnly
from classroom.models import User
from tests.cast import sign_in
from tests.confidential.planted import WOMBAT


def break_down(request: HttpRequest) -> HttpResponse:
    try:
        raise LookupError(WOMBAT)
    except LookupError as error:
        raise ValueError(f"{WOMBAT} of {request.user}") from error


urlpatterns = [path("broken/", break_down, name="broken"), *classroom.urls.urlpatterns]
handler500 = classroom.urls.handler500


@pytest.fixture
def written_down() -> Iterator[io.StringIO]:
    """The text that the log handler of the settings writes."""
    handler = logging.getLogger("django").handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.urls("tests.confidential.test_errors")
def test_an_error_shows_and_logs_where_it_was_and_no_value(owner: User, written_down: io.StringIO) -> None:
    teacher = sign_in(owner)
    teacher.raise_request_exception = False
    answer = teacher.get("/broken/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    log = written_down.getvalue()
    assert "ValueError" in log
    assert "LookupError" in log
    assert "tests/confidential/test_errors.py" in log
    for shown in (log, answer.content.decode()):
        assert WOMBAT not in shown
        assert owner.name not in shown
        assert owner.email not in shown
    assert "ValueError" not in answer.content.decode()


def test_the_log_names_kinds_and_lines_only() -> None:
    try:
        raise ExceptionGroup(WOMBAT, [ValueError(WOMBAT)])
    except ExceptionGroup as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "", 0, "It failed", (), (type(error), error, error.__traceback__)
        )
    written = WhereOnly("%(message)s").format(record)
    assert WOMBAT not in written
    assert written.startswith("It failed\nExceptionGroup\n")
