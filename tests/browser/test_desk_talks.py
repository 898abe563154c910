"""Partners who go well, one of whom would rather change, on the desk in a browser; and the pages beside it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners.actions import plans
from partners.models import Plan, State
from partners.queries import current_pairs
from tests.browser.desks import come_in, suggestion, uncover
from tests.browser.looks import hidden_sideways, look
from tests.cast import hand_in, owner_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    """A suggestion for Room 12, in which two children wrote that it is too loud with a partner with whom it goes
    well."""
    plan = suggestion()
    round = plan.round
    today = round.classroom.today(timezone.now())
    going_well = [pair for pair in current_pairs(round.classroom, today) if pair.partnership.state == State.GOING_WELL]
    for pair in going_well[:2]:
        one, other = pair.students[:2]
        hand_in(one, round, hard={other: ["loud"]}, now=timezone.now())
    return plans.suggest(round=round, mode="steady", by=owner_of(round.classroom), now=timezone.now())


def test_the_desk_asks_before_what_goes_well_is_ended(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    expect(page.get_by_text("Talk first.")).to_have_count(0)
    uncover(page)
    expect(page.get_by_text("Talk first.")).to_have_count(2)
    page.get_by_text("How do we know?").click()
    look(page, "desk-proof")
    page.set_viewport_size({"width": 390, "height": 844})
    assert hidden_sideways(page) == 0
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name=re.compile("^Keep, and coach")).first.click()
    expect(page.get_by_text("Talk first.")).to_have_count(1)
    expect(page.get_by_text("They stay together, and you coach them.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Change")).last.click()
    expect(page.get_by_text("Talk first.")).to_have_count(0)
    expect(page.get_by_text("Ends what went well:").first).to_be_visible()
    look(page, "desk-ends")


def test_the_last_round_asks_side_by_side(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    page.goto(page.url.split("/plan/")[0] + "/plan/last-round/")
    expect(page.get_by_text("Talk first.")).to_have_count(0)
    page.get_by_role("button", name="Uncover").click()
    expect(page.get_by_text("Talk first.")).to_have_count(2)
    look(page, "last-round-talk")
    page.set_viewport_size({"width": 390, "height": 844})
    assert hidden_sideways(page) == 0
