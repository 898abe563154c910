"""Sign-in cards in a browser: the token leaves the address, and a voided card gets a clear message."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from classroom.actions import sign_in_cards
from partners import demo
from tests.addresses import url

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_card_opens_once_it_is_read_and_its_token_is_gone(page: Page) -> None:
    now = timezone.now()
    classroom = demo.set_up(now=now)
    card = sign_in_cards.cards_for(classroom=classroom, by=classroom.memberships.get().user, now=now)[0]
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.goto(url("partners:all_done"))
    page.goto(url("classroom:card") + f"#{card.token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(card.student.called)
    assert not any(card.token in line.replace(url("classroom:card") + f"#{card.token}", "") for line in seen)
    page.go_back()
    page.go_forward()
    assert card.token not in page.url


def test_a_voided_card_gets_a_message(page: Page) -> None:
    page.goto(url("classroom:card") + "#nothing-at-all")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "This card does not work any more. Ask your teacher to let you in."
    )
