"""How a page looks, and to whom."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SIZES = ((1366, 768), (768, 1024), (390, 844))


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait for that page: who looks next would look at the old one."""
    with link.page.expect_event("domcontentloaded"):
        link.click()


def axe(page: Page) -> None:
    """Fail when axe finds something serious or critical on this page."""
    page.wait_for_load_state("domcontentloaded")
    response = Axe().run(page).response
    # It leaves empty style attributes behind, which the policy of the pages forbids to copy.
    page.evaluate("document.querySelectorAll('[style=\"\"]').forEach((each) => each.removeAttribute('style'))")
    findings = [
        f"{finding['impact']}: {finding['help']}: {', '.join(str(node['target']) for node in finding['nodes'])}"
        for finding in response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]
    assert findings == [], page.url


def shots(page: Page, name: str) -> None:
    """Keep a picture of this page in each size, in the folder that the variable SHOTS names; none without it."""
    if folder := os.environ.get("SHOTS"):
        before = page.viewport_size
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder, f"{name}-{width}x{height}.png"), full_page=True)
        if before:
            page.set_viewport_size(before)


def look(page: Page, name: str) -> None:
    """Fail on what axe finds, and keep pictures under this name."""
    axe(page)
    shots(page, name)


def small_targets(page: Page, least: int) -> list[str]:
    """What can be tapped and is smaller than `least` pixels, on the smallest screen that is looked at."""
    page.set_viewport_size({"width": 390, "height": 844})
    found: list[str] = page.evaluate(
        """least => [...document.querySelectorAll("main :is(a, button, input:not([type=hidden]), textarea), .btn")]
          .map((each) => each.closest("label") || each)
          .filter((each) => each.offsetParent && each.ariaHidden !== "true")
          .map((each) => [each.getBoundingClientRect(), each.innerText])
          .filter(([box]) => Math.min(box.width, box.height) < least)
          .map(([box, words]) => `${words.trim()}: ${box.width} x ${box.height}`)""",
        least,
    )
    return found


def hidden_sideways(page: Page) -> int:
    """How many pixels of this page lie beside the screen."""
    beside: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return beside
