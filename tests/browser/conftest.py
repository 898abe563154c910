"""Fixtures for browser tests: `page`, `new_context` for a second person, and `console`, which watches both."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request
from pytest_django.live_server_helper import LiveServer

from classroom.models import Student
from tests.browser import chromium
from tests.cast import seat


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.find()
    if not path:
        pytest.fail(chromium.MISSING, pytrace=False)
    # Playwright runs an event loop in this thread, and Django would refuse every query there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    quiet = (
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
    )
    return {**browser_type_launch_args, "executable_path": path, "args": quiet}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """The app as it ships: WhiteNoise serves the static files, instead of Django's handler for tests."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda application: application  # type: ignore[assignment]
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    return {**browser_context_args, "base_url": live_server.url, "locale": "en-US", "reduced_motion": "reduce"}


# Hides a page until its scripts run, so that a test does not act earlier: a key pressed earlier would be lost.
NOT_YET = """
const veil = new CSSStyleSheet();
veil.replaceSync("html { visibility: hidden } [autofocus] { visibility: visible }");
document.adoptedStyleSheets = [veil];
addEventListener("DOMContentLoaded", () => { document.adoptedStyleSheets = []; });
"""


class Console:
    """Collects the errors and warnings of a test's pages, and those that the test expects."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.problems: list[str] = []
        self.expected: list[str] = []

    def expect(self, text: str) -> None:
        """Expect messages that contain this text: a page that answers 404 logs one with "404"."""
        self.expected.append(text)

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(text in problem for text in self.expected)]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        context.on("request", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        # A violation of the Content-Security-Policy is logged as an error too.
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.own, "data:", "blob:")):
            self.problems.append(f"a request to another server: {request.url}")


@pytest.fixture
def console(live_server: LiveServer) -> Iterator[Console]:
    """Fails the test if one of its pages logs an error or a warning, or sends a request to another server."""
    console = Console(live_server.url)
    yield console
    assert not console.unexpected(), "\n".join(console.unexpected())


@pytest.fixture
def seated(live_server: LiveServer) -> Callable[[Page, Student], Page]:
    """`seated(page, student)` signs the child in at this browser, and the child has tapped "That's me"."""

    def seated(page: Page, student: Student) -> Page:
        cookie = seat(student).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return seated


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], console: Console) -> Callable[..., BrowserContext]:
    """A browser for another person: `new_context().new_page()`."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        console.watch(context)
        if options.get("java_script_enabled", True):
            context.add_init_script(NOT_YET)
        return context

    return watched
