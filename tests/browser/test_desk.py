"""The review desk in a browser: by keyboard, by touch, by drag, with two people at once, with locks and a clash."""

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from classroom.models import Classroom
from partners import demo
from partners.actions import rules
from partners.models import Plan
from tests.addresses import url
from tests.browser.desks import age, are_in_one_card, centre, child, come_in, pairs_that_may_swap, suggestion, uncover
from tests.browser.looks import axe, follow, hidden_sideways, look, shots

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


def test_the_desk_works_by_keyboard_alone(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    page.locator(f"#child-{one}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in your hand")).to_be_visible()
    expect(page.locator(f"#child-{one}")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("is in your hand")).to_have_count(0)
    expect(page.locator(f"#child-{one}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in your hand")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
        if page.evaluate("document.activeElement.id") == f"child-{other}":
            break
    expect(page.locator(f"#child-{other}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in your hand")).to_have_count(0)
    are_in_one_card(page, one, partner)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    are_in_one_card(page, other, partner)
    page.reload()
    page.get_by_role("button", name="Redo").press("Enter")
    are_in_one_card(page, one, partner)


UNDER_THE_HAND = """() => {
  const hand = document.querySelector("[data-hand]").getBoundingClientRect();
  const isUnder = (part) => {
    const box = part.getBoundingClientRect();
    return box.bottom > hand.top + 1 && box.top < hand.bottom - 1;
  };
  return [document.activeElement, ...document.querySelectorAll(".two-up > *")].filter(isUnder).length;
}"""


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (390, 844)])
def test_the_picked_up_child_hides_neither_drafts_nor_the_focus(size: tuple[int, int], page: Page, plan: Plan) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    come_in(page, plan)
    child(page, 0).click()
    expect(page.get_by_text("is in your hand")).to_be_visible()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        assert page.evaluate(UNDER_THE_HAND) == 0
    page.evaluate("document.querySelector('.two-up').scrollIntoView({ block: 'end' })")
    assert page.evaluate(UNDER_THE_HAND) == 0


def test_the_desk_works_by_touch_at_1024_pixels(new_context: Callable[..., BrowserContext], plan: Plan) -> None:
    page = new_context(has_touch=True, viewport={"width": 1024, "height": 768}).new_page()
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    page.locator(f"#child-{one}").tap()
    expect(page.get_by_text("is in your hand")).to_be_visible()
    page.locator(f"#child-{other}").tap()
    expect(page.get_by_text("is in your hand")).to_have_count(0)
    are_in_one_card(page, one, partner)
    page.get_by_role("button", name="Undo").tap()
    are_in_one_card(page, other, partner)


def test_a_child_is_dragged_with_the_mouse(page: Page, plan: Plan) -> None:
    page.set_viewport_size({"width": 1366, "height": 2400})
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/")[-2]) if request.method == "POST" else None)
    page.mouse.move(*centre(page.locator(f"#child-{one}")))
    page.mouse.down()
    page.mouse.move(300, 300)
    expect(page.get_by_text("is in your hand")).to_be_visible()
    page.mouse.move(*centre(page.locator(f"#child-{other}")))
    expect(page.locator(f"#child-{other}.is-over")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_text("is in your hand")).to_have_count(0)
    are_in_one_card(page, one, partner)
    assert asked == ["pick-up", "move"]


def test_a_child_is_dragged_with_a_finger(new_context: Callable[..., BrowserContext], plan: Plan) -> None:
    page = new_context(has_touch=True, viewport={"width": 1024, "height": 2400}).new_page()
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", centre(page.locator(f"#child-{one}")))
    expect(page.get_by_text("is in your hand")).to_be_visible()
    touch("touchMove", (400, 400))
    touch("touchMove", centre(page.locator(f"#child-{other}")))
    expect(page.locator(f"#child-{other}.is-over")).to_be_visible()
    touch("touchEnd")
    expect(page.get_by_text("is in your hand")).to_have_count(0)
    are_in_one_card(page, one, partner)


def test_two_people_change_the_same_plan(page: Page, new_context: Callable[..., BrowserContext], plan: Plan) -> None:
    """A change by one person appears for the other without a reload. The person whose change comes second gets a
    message, and can try again with one tap."""
    mine = come_in(page, plan)
    yours = come_in(new_context().new_page(), plan)
    one, other, partner = pairs_that_may_swap(mine, plan)
    yours.locator(f"#child-{one}").click()
    expect(yours.get_by_text("is in your hand")).to_be_visible()
    yours.locator(f"#child-{other}").click()
    expect(yours.get_by_role("button", name="Undo")).to_be_enabled()
    are_in_one_card(yours, one, partner)
    are_in_one_card(mine, one, partner)
    mine.get_by_label("Name of this draft").focus()  # while the teacher types, the desk does not change
    yours.get_by_role("button", name="Undo").click()
    expect(yours.get_by_role("button", name="Redo")).to_be_enabled()
    mine.get_by_role("button", name="Undo").click()
    expect(mine.get_by_role("heading", name="This plan was changed meanwhile")).to_be_visible()
    axe(mine)
    mine.get_by_role("button", name="Leave it as it is").click()
    expect(mine.get_by_role("heading", name="This plan was changed meanwhile")).to_have_count(0)
    are_in_one_card(mine, other, partner)


def test_an_uncovered_desk_reports_a_change_and_still_covers_itself(
    page: Page, new_context: Callable[..., BrowserContext], plan: Plan
) -> None:
    yours, mine = come_in(page, plan), come_in(new_context().new_page(), plan)
    one, other, partner = pairs_that_may_swap(mine, plan)
    mine.clock.install()
    uncover(mine)
    mine.wait_for_load_state("domcontentloaded")
    words = mine.get_by_text("This plan was changed on another screen.")
    mine.clock.run_for(30_000)
    expect(words).to_be_hidden()
    yours.locator(f"#child-{one}").click()
    yours.locator(f"#child-{other}").click()
    are_in_one_card(yours, one, partner)
    mine.clock.run_for(4_000)
    expect(words).to_be_visible()
    assert mine.evaluate("document.querySelector('progress').value") <= 26
    are_in_one_card(mine, other, partner)
    axe(mine)
    mine.get_by_role("button", name="Show it as it is now").click()
    are_in_one_card(mine, one, partner)
    expect(words).to_be_hidden()
    expect(mine.get_by_role("link", name="Cover now")).to_be_visible()


def test_another_idea_opens_the_new_draft(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    uncover(page)
    follow(page.get_by_role("button", name="Another idea"))
    expect(page.get_by_role("heading", name="Draft 2 for round 2")).to_be_visible()
    expect(page.get_by_label("Name of this draft")).to_have_value("Draft 2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()
    expect(page.get_by_role("heading", name="Draft 2 for round 2")).to_be_visible()


def test_locks_marks_and_places_for_all(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    look(page, "desk-covered")
    lock = page.locator(".pair").nth(2).get_by_role("button", name="Lock")
    lock.click()
    expect(page.locator(".pair.is-locked")).to_have_count(1)
    uncover(page)
    look(page, "desk-uncovered")
    child(page, 1).click()
    expect(page.get_by_text("is in your hand")).to_be_visible()
    expect(page.locator(".pair.is-locked .effect")).to_have_text(["Locked", "Locked"])
    child(page, 3).hover()
    expect(page.locator("[data-says]")).not_to_be_empty()
    look(page, "desk-hand")
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_be_visible()
    expect(page.get_by_role("link", name="Look over and publish")).to_have_count(0)
    look(page, "desk-edge")
    page.get_by_role("button", name="Find places for all").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_have_count(0)
    expect(page.locator(".pair.is-locked")).to_have_count(1)
    expect(page.get_by_role("link", name="Cover now")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()
    expect(page.locator("[data-behind-cover]")).to_have_count(0)


def test_gains_and_losses_are_shown_at_the_place_by_touch(
    new_context: Callable[..., BrowserContext], plan: Plan
) -> None:
    """With a mouse they appear next to the child who is picked up."""
    page = new_context(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}).new_page()
    come_in(page, plan)
    uncover(page)
    one, other, _ = pairs_that_may_swap(page, plan)
    page.locator(f"#child-{one}").tap()
    said = page.locator(f"#child-{other} [data-who]")
    expect(said).to_contain_text("for ")
    box = said.bounding_box()
    assert box
    assert box["height"] > 10
    expect(page.locator("[data-says]")).to_be_hidden()
    assert hidden_sideways(page) == 0
    look(page, "desk-hand-touch")


def test_leaving_the_desk_asks_first_while_a_child_is_not_placed(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    child(page, 1).click()
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_be_visible()
    question = page.get_by_role("dialog", name="Leave it like this?")
    page.get_by_role("link", name="Partnerships").click()
    expect(question).to_contain_text("have no partner yet.")
    expect(page.get_by_role("button", name="Stay with the plan")).to_be_focused()
    look(page, "desk-leave")
    page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(page.get_by_role("heading", name="At the table’s edge")).to_be_visible()
    page.get_by_role("link", name="Partners", exact=True).click()
    follow(page.get_by_role("button", name="Leave it for now"))
    follow(page.get_by_role("link", name="The plan has 2 children at the table’s edge"))
    page.get_by_role("button", name="Find places for all").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_have_count(0)
    follow(page.get_by_role("link", name="Partnerships"))
    expect(page.get_by_role("heading", name="Partnerships")).to_be_visible()


def never_all(classroom: Classroom) -> None:
    """Add a rule for one child and each classmate, so that no partner is allowed for this child."""
    one, *others = classroom.students.here()
    owner = classroom.memberships.get().user
    for other in others:
        rules.add_rule(classroom=classroom, kind="never", students=[one, other], by=owner, now=timezone.now())


def test_a_clash_is_explained_and_resolved(page: Page, plan: Plan) -> None:
    never_all(plan.round.classroom)
    come_in(page, plan)
    page.get_by_role("button", name="Suggest partners").click()
    expect(page.get_by_text("Your rules leave no way to give every child a partner.")).to_be_visible()
    expect(page.get_by_text("never together")).to_have_count(0)
    axe(page)
    uncover(page)
    expect(page.get_by_role("heading", name="These can’t all hold")).to_be_visible()
    look(page, "desk-clash")
    page.get_by_role("button", name="Relax for this plan").first.click()
    page.get_by_label("Why do you decide so?").fill("They have made up.")
    shots(page, "desk-reason")
    axe(page)
    page.get_by_role("button", name="Do it all the same").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_have_count(0)
    expect(page.get_by_text("They have made up.")).to_be_visible()


def test_why_not_and_compare(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    page.get_by_role("link", name="Why not someone else?").first.click()
    page.get_by_label("Another child").select_option(index=9)
    axe(page)
    page.get_by_role("button", name="Why not?").click()
    expect(page.locator("#answer")).to_be_visible()
    look(page, "why-not")
    axe(page)
    page.get_by_role("link", name="Cover now").click()
    expect(page.locator("[data-behind-cover]")).to_have_count(0)
    page.get_by_role("link", name="Back to the plan").click()
    page.get_by_role("button", name="Another idea").click()
    expect(page.get_by_text("A new draft.")).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("the same in both")).to_be_visible()
    axe(page)
    uncover(page)
    look(page, "compare")


def test_a_draft_starts_from_the_last_round(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    follow(page.get_by_role("link", name="Start from last round"))
    expect(page.get_by_role("heading", name="Start from last round")).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    look(page, "last-round-covered")
    follow(page.get_by_role("button", name="Uncover"))
    expect(page.locator("[data-behind-cover]").first).to_be_visible()
    look(page, "last-round")
    pairs = page.locator("fieldset").all()
    for partnership in pairs:
        partnership.get_by_role("radio", name="Keep", exact=True).check(force=True)
    follow(page.get_by_role("button", name="Make a draft"))
    expect(page.get_by_text("Around these there is no way")).to_be_visible()
    expect(page.get_by_role("radio", name="Keep", exact=True, checked=True)).to_have_count(len(pairs))
    expect(page.get_by_role("button", name="Cover now")).to_be_visible()
    hard = page.locator("fieldset", has_text="Needs me").all()
    for partnership in hard:
        partnership.get_by_role("radio", name="Change").check(force=True)
    follow(page.get_by_role("button", name="Make a draft"))
    expect(page.locator(".pair.is-locked")).to_have_count(len(pairs) - len(hard))
    expect(page.get_by_role("button", name="Complete the rest")).to_be_visible()


def choices(page: Page) -> list[str]:
    """The values that are chosen on the page "Start from last round", in order."""
    return [str(each.get_attribute("value")) for each in page.get_by_role("radio", checked=True).all()]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_choices_about_the_last_round_stay_when_the_page_is_covered_or_uncovered(
    scripts: bool, new_context: Callable[..., BrowserContext], plan: Plan
) -> None:
    """They stay when the page is uncovered, and when it is covered again by the button or by Esc."""
    page = come_in(new_context(java_script_enabled=scripts).new_page(), plan)
    address = url("partners:plan_last_round", plan.round.classroom.key)
    page.goto(address)
    pairs = page.locator("fieldset")
    expect(pairs.first).to_be_visible()
    free = pairs.count() - 1
    pairs.nth(0).get_by_role("radio", name="Change").check(force=True)
    follow(page.get_by_role("button", name="Uncover"))
    expect(page.locator("[data-behind-cover]").first).to_be_visible()
    expect(pairs.nth(0).get_by_role("radio", name="Change")).to_be_checked()
    filled_in = choices(page)
    taken = next(
        n for n in range(1, free + 1) if pairs.nth(n).get_by_role("radio", name="Keep", exact=True).is_checked()
    )
    pairs.nth(taken).get_by_role("radio", name="Keep, and coach").check(force=True)
    follow(page.get_by_role("button", name="Cover now"))
    expect(page.locator("[data-behind-cover]")).to_have_count(0)
    expect(pairs.nth(0).get_by_role("radio", name="Change")).to_be_checked()
    expect(pairs.nth(taken).get_by_role("radio", name="Keep, and coach")).to_be_checked()
    assert choices(page) == ["change", "coach"]
    follow(page.get_by_role("button", name="Uncover"))
    expect(page.locator("[data-behind-cover]").first).to_be_visible()
    assert len(choices(page)) == len(filled_in)
    if scripts:
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Uncover")).to_be_visible()
        assert choices(page) == ["change", "coach"]
        page.reload()
        expect(page.get_by_role("button", name="Uncover")).to_be_visible()
        expect(page).to_have_url(re.compile(f"{address}$"))


def test_enter_makes_the_draft_and_does_not_uncover(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    page.goto(url("partners:plan_last_round", plan.round.classroom.key))
    for partnership in page.locator("fieldset").all():
        partnership.get_by_role("radio", name="Change").check(force=True)
    page.get_by_role("radio", name="Change").last.press("Enter")
    expect(page.get_by_text("A new draft, from who is together now.")).to_be_visible()


def test_the_desk_works_without_javascript(new_context: Callable[..., BrowserContext], plan: Plan) -> None:
    page = new_context(java_script_enabled=False).new_page()
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    page.locator(f"#child-{one}").click()
    page.locator(f"#child-{other}").click()
    are_in_one_card(page, one, partner)
    page.get_by_role("button", name="Undo").click()
    are_in_one_card(page, other, partner)
    page.locator(f"#child-{one}").click()
    page.get_by_role("button", name="Uncover").click()
    expect(page.locator(".effect").first).to_be_visible()
    page.get_by_role("button", name="Put aside").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_be_visible()
    page.get_by_role("button", name="Find places for all").click()
    expect(page.get_by_role("heading", name="At the table’s edge")).to_have_count(0)


def test_a_change_after_a_rest_waits_for_the_password(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    page.locator(f"#child-{one}").click()
    age(16)
    page.locator(f"#child-{other}").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_focused()
    look(page, "desk-still-you")
    page.get_by_label("Password").fill(demo.PASSWORD)
    follow(page.get_by_role("button", name="Apply my change now"))
    are_in_one_card(page, one, partner)


def test_a_tap_after_a_rest_or_after_signing_out_elsewhere_asks_to_sign_in(page: Page, plan: Plan) -> None:
    """A tap on the desk after a rest does not make the desk disappear."""
    come_in(page, plan)
    uncover(page)
    age(16)
    child(page, 1).click()
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()
    expect(page.locator(".pair").first).to_be_visible()
    Session.objects.all().delete()
    child(page, 1).click()
    expect(page.get_by_label("School e-mail")).to_be_visible()
