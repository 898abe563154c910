"""Finds the Chromium that the browser tests drive; `python -m tests.browser.chromium` installs one if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell")
# Playwright itself does not start without this library, which small installations lack.
PACKAGES = ("chromium", "libatomic1")
PLAYWRIGHT = (sys.executable, "-m", "playwright")
REMEDY = f"`apt-get install {' '.join(PACKAGES)}` as root, or set CHROMIUM to the path of one"
MISSING = f"The browser tests need Chromium: {REMEDY}."


def find() -> str | None:
    """The path of a Chromium, or None: the program that CHROMIUM names, else the system's, else the one that
    Playwright downloaded."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    if not starts(*PLAYWRIGHT):
        return None
    with sync_playwright() as playwright:
        fetched = playwright.chromium.executable_path
    return fetched if Path(fetched).exists() else None


def starts(*command: str) -> bool:
    """Whether the program starts. It does not if a library is missing."""
    return subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0


def is_ready() -> bool:
    path = find()
    return path is not None and starts(path) and starts(*PLAYWRIGHT)


def install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
            subprocess.run(["apt-get", "-qq", *command], check=False, env=environment, stdin=subprocess.DEVNULL)
    else:
        subprocess.run([*PLAYWRIGHT, "install", "--no-shell", "chromium"], check=False)


def main() -> None:
    if is_ready():
        return
    print("Installing Chromium for the browser tests ...", flush=True)
    install()
    if not is_ready():
        sys.exit(MISSING)


if __name__ == "__main__":
    main()
