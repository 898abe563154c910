"""Finds the Chromium that the browser tests drive; `python -m tests.browser.chromium` installs one if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium-headless-shell")
MISSING = "The browser tests need Chromium: `apt-get install chromium` as root, or set CHROMIUM to the path of one."


def find() -> str | None:
    """The path of the system's, or of the one that Playwright fetched; CHROMIUM goes first."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def works(path: str | None) -> bool:
    """Whether it starts: one that Playwright fetched may lack libraries of the system."""
    return path is not None and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
        command = ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"], check=False)


def main() -> None:
    if works(find()):
        return
    if "CHROMIUM" not in os.environ:
        print("Installing Chromium for the browser tests ...", flush=True)
        install()
    if not works(find()):
        sys.exit(MISSING)


if __name__ == "__main__":
    main()
