"""The watch over the console and requests, on which every browser test relies."""

from playwright.sync_api import Page

from tests.addresses import url
from tests.browser.conftest import Console


def test_a_logged_error_is_noticed(page: Page, console: Console):
    page.goto(url("account_login"))
    page.evaluate("console.error('this broke')")
    assert len(console.unexpected()) == 1
    console.expect("this broke")


def test_a_violation_of_the_content_security_policy_is_noticed(page: Page, console: Console):
    page.goto(url("account_login"))
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert len(console.unexpected()) == 1
    console.expect("Content Security Policy")


def test_an_uncaught_error_is_noticed(page: Page, console: Console):
    page.goto(url("account_login"))
    page.evaluate("setTimeout(() => { throw Error('nobody caught this') })")
    page.wait_for_timeout(100)
    assert len(console.unexpected()) == 1
    console.expect("nobody caught this")


def test_a_request_to_another_server_is_noticed(page: Page, console: Console):
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
    page.goto("https://elsewhere.example/")

    assert console.unexpected() == ["a request to another server: https://elsewhere.example/"]
    console.expect("elsewhere.example")
