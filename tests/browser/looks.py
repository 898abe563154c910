"""Checks of a page's accessibility and layout, screenshots and prints."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SIZES = ((1366, 768), (768, 1024), (390, 844))


def follow(link: Locator) -> None:
    """Click a link or button that leads to another page, and wait for that page. Without the wait, the test would
    check the old page."""
    with link.page.expect_event("domcontentloaded"):
        link.click()


def axe(page: Page) -> None:
    """Fail if axe finds a serious or critical problem on this page."""
    page.wait_for_load_state("domcontentloaded")
    response = Axe().run(page).response
    # axe leaves empty style attributes behind. The Content-Security-Policy forbids to copy them.
    page.evaluate("document.querySelectorAll('[style=\"\"]').forEach((each) => each.removeAttribute('style'))")
    findings = [
        f"{finding['impact']}: {finding['help']}: {', '.join(str(node['target']) for node in finding['nodes'])}"
        for finding in response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]
    assert findings == [], page.url


def shots(page: Page, name: str) -> None:
    """Save a screenshot of this page in each size, in the folder that the variable SHOTS names; save none if it is
    not set."""
    if folder := os.environ.get("SHOTS"):
        before = page.viewport_size
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=Path(folder, f"{name}-{width}x{height}.png"), full_page=True)
        if before:
            page.set_viewport_size(before)


def look(page: Page, name: str) -> None:
    """Fail on problems that axe finds, and save screenshots under this name."""
    axe(page)
    shots(page, name)


def small_targets(page: Page, least: int) -> list[str]:
    """Links, buttons and fields that are smaller than `least` pixels on a phone, as sentences."""
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
    """How many pixels the page is wider than the screen."""
    beside: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return beside


def sheets(page: Page, name: str) -> dict[str, int]:
    """How many sheets of paper the page takes, by format."""
    counts = {}
    for size in ("Letter", "A4"):
        for landscape in (False, True):
            printed = page.pdf(format=size, landscape=landscape, print_background=True)
            counts[f"{size} {'landscape' if landscape else 'portrait'}"] = len(re.findall(rb"/Type /Page\b", printed))
            if folder := os.environ.get("SHOTS"):
                Path(folder, f"{name}-{size}-{landscape}.pdf").write_bytes(printed)
    return counts
