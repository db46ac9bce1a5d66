"""Finds a Chromium that opens pages, and installs one where that can be done.

`make test` asks twice. With `--early`, before anything is installed, this fails and says what to install if no browser
will be found; it needs nothing but Python for that. Later, as root, it installs one: Debian's package, else
Playwright's own. A Chromium counts as found when it has opened a page: one that lies on the disk may lack a library,
or be a stub that only says where to get it.
"""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = ("Google Chrome", "Chromium")
"""On macOS."""
OWN = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")
"""Where Playwright puts its own, below a folder such as `chromium-1234`."""
NEEDLESS = (
    *("HttpsUpgrades", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PreconnectToSearch"),
    *("SpareRendererForSitePerProcess", "WebUIOmniboxAimPopup", "WebUIOmniboxPopup"),
)
"""What a browser does unasked: ask other hosts, and load pages of its own beside each of ours, for half of its time."""
FLAGS = (
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--disable-features={','.join(NEEDLESS)}",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nobody waits for another host, however far
)
"""With which a browser starts as root too, and does what it is asked and nothing else."""
PAGE = "data:text/html,<title>opened</title>"
TIMEOUT = 120
"""Seconds in which a page must have been opened; a machine may be busy."""
LOG = Path(".venv") / "browser.log"
"""What those say who install; below the folder where make runs."""
ADVICE = (
    "no Chromium or Chrome that opens a page, which the tests need; install one, then run this again: "
    "sudo apt-get install chromium (Debian), sudo dnf install chromium (Fedora), brew install --cask chromium (macOS)"
)


def list_candidates() -> Iterator[str]:
    """Yield the paths of what may be a Chromium, the system's own first."""
    yield from filter(None, map(shutil.which, NAMES))
    yield from (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in APPLICATIONS)
    caches = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or caches / "ms-playwright")
    yield from (str(path) for pattern in OWN for path in sorted(folder.glob(f"chromium-*/{pattern}"), reverse=True))


def opens_page(path: str) -> bool:
    """Tell whether this is a browser that opens a page."""
    with tempfile.TemporaryDirectory() as profile:
        command = [path, "--headless", "--disable-gpu", *FLAGS, f"--user-data-dir={profile}", "--dump-dom", PAGE]
        try:
            run = subprocess.run(  # noqa: S603 - a browser's path
                command, capture_output=True, text=True, timeout=TIMEOUT, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "<title>opened</title>" in run.stdout


@functools.cache
def find_browser() -> str | None:
    """Return the path of a Chromium that opens a page, or nothing."""
    return next(filter(opens_page, list_candidates()), None)


def is_root() -> bool:
    """Tell whether software may be installed for the whole machine."""
    return os.name == "posix" and os.geteuid() == 0


def install_browser() -> str | None:
    """Install Debian's Chromium, else Playwright's own with what it needs; return its path, or nothing."""
    ways = (
        [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]],
        [[sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]],
    )
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("w", encoding="utf-8") as log:
        for way in ways:
            if shutil.which(way[0][0]):
                environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
                for command in way:
                    subprocess.run(  # noqa: S603 - our own command
                        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, check=False
                    )
                find_browser.cache_clear()
                if found := find_browser():
                    return found
    return None


def main(arguments: list[str]) -> str | None:
    """Run the command; return what is wrong, if anything is."""
    found = find_browser()
    if found is None and is_root():
        if "--early" in arguments:
            return None  # it will be installed when its turn comes
        print("Installing Chromium for the tests …", flush=True)
        found = install_browser()
        if found is None:
            return f"{ADVICE} (what was tried: {LOG})"
    if found is None:
        return ADVICE
    if "--early" in arguments:
        return None
    driver = subprocess.run(
        [sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False
    )
    if driver.returncode:
        reason = " ".join(driver.stderr.split())
        return (
            f"Playwright, which drives the browser, does not start: {reason} (Debian: sudo apt-get install libatomic1)"
        )
    print(f"browser: {found}")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
