"""Takes the README's four screenshots of the demo: a child's note, a plan, the wall and the walk."""

import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.environment import ROOT
from tests.browser import chromium

PICTURES = ROOT / "docs" / "pictures"
# The demo prints the same.
TEACHER, PASSWORD = "teacher@partners.example", "paper and ink"
TABLET, LAPTOP, PHONE = (768, 1024), (1366, 768), (390, 844)
FLAGS = ("--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-sync")


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """Run a demo on a free port. Yields its address, and the address on the card of a child without a note."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="partners-pictures-") as folder:
        command = [sys.executable, "-m", "scripts.serve", "demo", "--port", str(port), "--folder", folder]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        try:
            said = ""
            while "Ctrl-C" not in said:
                line = server.stdout.readline()
                if not line:
                    sys.exit("The demo did not start.")
                said += line
            yield f"http://localhost:{port}", re.findall(r"http\S+/card/#\S+", said)[0]
        finally:
            server.terminate()
            server.wait()


def visitor(browser: Browser, size: tuple[int, int]) -> Page:
    """A page of this size, in a browser context of its own."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-US")
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def take_note(page: Page, card: str) -> None:
    """Take the picture of the page on which a child chooses great partners."""
    page.goto(card)
    page.get_by_role("button", name="That's me").or_(page.get_by_role("button", name="That’s me")).click()
    page.wait_for_url("**/me/")
    page.goto(f"{card.partition('/card/')[0]}/me/note/great/")
    for tile in page.locator("main label:has(.avatar)").all()[:3]:
        tile.click()
    keep(page, "note")


def sign_in(page: Page, address: str) -> str:
    """The teacher signs in. Returns the address of the demo's class."""
    page.goto(f"{address}/sign-in/")
    page.locator("[name=login]").fill(TEACHER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/")
    room = page.get_by_role("link", name="Room 12", exact=True).get_attribute("href")
    return f"{address}{room}"


def take_plan_wall_and_walk(page: Page, address: str) -> None:
    """Take the other three pictures: the teacher asks for a plan, publishes it for today, shows the wall, and walks
    around."""
    room = sign_in(page, address)
    page.goto(f"{room}plan/")
    page.locator("form[action$='/suggest/'] button").first.click()
    page.wait_for_load_state()
    page.goto(f"{room}plan/")
    keep(page, "plan")
    page.locator("a[href$='/publish/']").first.click()
    page.wait_for_load_state()
    page.locator("main form").last.locator("button").last.click()
    page.wait_for_load_state()
    page.goto(f"{room}wall/")
    keep(page, "wall")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(f"{room}walk/")
    keep(page, "walk")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demo() as (address, card), sync_playwright() as playwright:
        path = chromium.find() or sys.exit(chromium.MISSING)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        take_note(visitor(browser, TABLET), card)
        take_plan_wall_and_walk(visitor(browser, LAPTOP), address)
        browser.close()


if __name__ == "__main__":
    main()
