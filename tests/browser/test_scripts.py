"""Script modules in a browser: a page names everything that its scripts import, so that nothing loads late."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners import demo
from tests.addresses import url
from tests.browser.looks import follow

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_desk_loads_no_script_that_the_page_does_not_name(page: Page) -> None:
    demo.set_up(now=timezone.now())
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Plan it").click()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(urlsplit(request.url).path))
    follow(page.get_by_role("button", name="Suggest partners"))
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()
    scripts = [path for path in loaded if path.startswith("/static/js/")]
    named = re.findall(r'"(/static/js/[^"]+)"', page.content())
    assert "/static/js/desk/drag.js" in scripts
    assert set(scripts) == set(named)
