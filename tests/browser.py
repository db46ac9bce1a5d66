"""Finds a Chromium for the tests, and installs one where there is none.

Run as a command it makes sure that one is there: one that is on the machine, else Playwright's own, else Debian's
package when run as root. A test that finds none fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def find_browser() -> str | None:
    """Return the path of a Chromium, or nothing."""
    if named := next(filter(None, map(shutil.which, NAMES)), None):
        return named
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install_browser() -> None:
    """Install Playwright's Chromium, or Debian's where Playwright's can't be had."""
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find_browser() or os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


if __name__ == "__main__":
    if not find_browser():
        install_browser()
    if not (found := find_browser()):
        sys.exit("no Chromium: install Chromium or Chrome so that it can be started by name, then run again")
    print(f"browser: {found}")
