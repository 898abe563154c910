"""How a page looks, and to whom."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = ((1366, 768), (768, 1024), (390, 844))


def axe(page: Page) -> None:
    """Fail when axe finds something serious or critical on this page."""
    findings = [
        f"{finding['impact']}: {finding['help']}: {', '.join(str(node['target']) for node in finding['nodes'])}"
        for finding in Axe().run(page).response["violations"]
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
