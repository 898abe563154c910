"""What browser tests may use: `page` (and `new_context` for a second person), watched by `console`."""

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
    # Playwright keeps an event loop in this thread, in which Django would refuse every query.
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
    """The app as it ships: WhiteNoise serves the static files, not a stand-in of Django's."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = lambda application: application  # type: ignore[assignment]
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    return {**browser_context_args, "base_url": live_server.url, "locale": "en-US", "reduced_motion": "reduce"}


# Nobody sees a page before its scripts are in place, so nobody acts on it before: a key pressed earlier would be lost.
NOT_YET = """
const veil = new CSSStyleSheet();
veil.replaceSync("html { visibility: hidden } [autofocus] { visibility: visible }");
document.adoptedStyleSheets = [veil];
addEventListener("DOMContentLoaded", () => { document.adoptedStyleSheets = []; });
"""


class Console:
    """What went wrong in the pages of a test, and what it said would."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.problems: list[str] = []
        self.expected: list[str] = []

    def expect(self, text: str) -> None:
        """Say that a message with this text is right here: a page that answers 404 logs one with "404"."""
        self.expected.append(text)

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(text in problem for text in self.expected)]

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        context.on("request", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        # A breach of the Content-Security-Policy is logged as an error, too.
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.own, "data:", "blob:")):
            self.problems.append(f"a request to another server: {request.url}")


@pytest.fixture
def console(live_server: LiveServer) -> Iterator[Console]:
    """Fails the test when a page of it logs an error or a warning, or asks another server."""
    console = Console(live_server.url)
    yield console
    assert not console.unexpected(), "\n".join(console.unexpected())


@pytest.fixture
def seated(live_server: LiveServer) -> Callable[[Page, Student], Page]:
    """`seated(page, student)`: the child has come in at this browser, and said "That's me"."""

    def seated(page: Page, student: Student) -> Page:
        cookie = seat(student).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return seated


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], console: Console) -> Callable[..., BrowserContext]:
    """Another person's browser: `new_context().new_page()`."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        console.watch(context)
        if options.get("java_script_enabled", True):
            context.add_init_script(NOT_YET)
        return context

    return watched
