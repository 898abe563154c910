"""News reaches an open desk without a reload: a covered desk updates its children, and an uncovered one says that
there is news."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from classroom.actions import roster
from partners.actions import rules
from partners.models import Plan
from tests.browser.desks import child, come_in, key_of, suggestion, uncover
from tests.browser.looks import axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


def test_a_child_who_has_left_disappears_from_the_desk_even_when_picked_up(page: Page, plan: Plan) -> None:
    page.clock.install()
    come_in(page, plan)
    one = child(page, 3)
    key = key_of(one)
    one.click()
    expect(page.get_by_text("is in your hand")).to_be_visible()
    classroom = plan.round.classroom
    teacher = classroom.memberships.get().user
    roster.mark_left(student=classroom.students.get(key=key), by=teacher, now=timezone.now())
    page.clock.run_for(4_000)
    expect(page.get_by_role("heading", name="At the table’s edge")).to_be_visible()
    expect(page.locator(f"#child-{key}")).to_have_count(0)
    expect(page.get_by_text("is in your hand")).to_have_count(0)


def test_only_an_uncovered_desk_says_that_there_is_news(page: Page, plan: Plan) -> None:
    page.clock.install()
    come_in(page, plan)
    asked: list[int] = []
    page.on("response", lambda response: asked.append(response.status) if "/news/" in response.url else None)
    classroom = plan.round.classroom
    teacher = classroom.memberships.get().user

    def a_rule() -> None:
        two = list(classroom.students.here()[:2])
        rules.add_rule(classroom=classroom, kind="better_not", students=two, by=teacher, now=timezone.now())

    a_rule()
    with page.expect_response("**/news/**"):
        page.clock.run_for(4_000)
    assert asked == [204]
    uncover(page)
    page.wait_for_load_state("domcontentloaded")
    with page.expect_response("**/news/**"):
        page.clock.run_for(4_000)
    assert asked == [204, 204]
    a_rule()
    page.clock.run_for(4_000)
    news = page.get_by_text("There is news of the class.")
    expect(news).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Show it as it is now").click()
    expect(news).to_have_count(0)
    expect(page.get_by_role("link", name="Cover now")).to_be_visible()
