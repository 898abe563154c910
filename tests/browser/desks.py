"""A review desk in a browser, and what people do on it."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from classroom.middleware import ACTIVE_AT
from partners import demo
from partners.actions import plans
from partners.models import Plan
from partners.planning.draft import layout_of
from tests.addresses import url


def suggestion() -> Plan:
    """A suggested plan for the invented class."""
    classroom = demo.set_up(now=timezone.now())
    teacher = classroom.memberships.get().user
    return plans.suggest(round=classroom.rounds.get(published_at=None), mode="mix", by=teacher, now=timezone.now())


def come_in(page: Page, plan: Plan) -> Page:
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Plan it").first).to_be_visible()
    page.goto(url("partners:plan_draft", plan.round.classroom.key, plan.key))
    expect(page.locator(".pair").first).to_be_visible()
    return page


def uncover(page: Page) -> None:
    page.get_by_role("button", name="Uncover").click()
    expect(page.get_by_role("link", name="Cover now")).to_be_visible()


def age(minutes: int) -> None:
    """Make it look as if the teacher had done nothing for this many minutes."""
    for row in Session.objects.all():
        session = SessionStore(session_key=row.session_key)
        if ACTIVE_AT in session:
            session[ACTIVE_AT] -= 60 * minutes
            session.save()


def child(page: Page, card: int, seat: int = 0) -> Locator:
    return page.locator(".pair").nth(card).locator("[data-child]").nth(seat)


def key_of(locator: Locator) -> str:
    expect(locator).to_be_visible()
    return str(locator.get_attribute("data-child"))


def are_in_one_card(page: Page, one: str, other: str) -> None:
    expect(page.locator(".pair", has=page.locator(f"#child-{one}")).locator(f"#child-{other}")).to_be_visible()


def pairs_that_may_swap(page: Page, plan: Plan) -> tuple[str, str, str]:
    """Three keys: a child, a child of another pair with whom they can swap without breaking a rule, and that child's
    partner."""
    layout = layout_of(plan, plan.round.classroom.today(timezone.now()))
    pairs = [group for group in layout.groups if len(group) == 2]
    for one in pairs:
        for other in pairs:
            swapped = [g for g in layout.groups if g not in (one, other)] + [(other[0], one[1]), (one[0], other[1])]
            if one != other and not layout.value(tuple(swapped)).broken:
                return layout.here[one[0]].key, layout.here[other[0]].key, layout.here[other[1]].key
    pytest.fail("No swap keeps to the rules.")


def centre(locator: Locator) -> tuple[float, float]:
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + 30
