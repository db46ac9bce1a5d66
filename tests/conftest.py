"""The real interview, the site built from it, and a browser to look at it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from interviews.interview.interview import Interview
from interviews.run.reading import read_interviews
from interviews.site import visit
from interviews.site.browser import FLAGS, find_browser
from split import main as split

for told in (
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
):  # by the `make` that runs the tests, for one that they would run below
    os.environ.pop(told, None)
# That a machine is busy is no fault.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
"""The project, whose code is tested; what its archive holds is checked by `make check`."""
SAMPLE = Path(__file__).parent / "sample"
"""The archive that the tests stand on: the real interview, and the few pages that people write."""
ID = "del-rosario-2018"


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes run the tests: one more than there are cores, since some wait for a browser."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def interview() -> Interview:
    """Return the real interview with its sidecar."""
    (found,) = read_interviews(SAMPLE)[0]
    return found


def start_project(folder: Path) -> Path:
    """Make a project without an interview: the project's code and the sample's pages; return its folder."""
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copytree(SAMPLE / "docs", folder / "docs")
    for name in ("assets", "overrides"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copy(SAMPLE / "mkdocs.yml", folder)
    shutil.copy(ROOT / "mkdocs.yml", folder / "project.yml")
    shutil.copy(ROOT / ".gitignore", folder)
    return folder


def copy_project(folder: Path) -> Path:
    """Make a project with the real interview, split; return its folder."""
    shutil.copytree(SAMPLE / "source", start_project(folder) / "source")
    assert split(["--root", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with the real interview, split; it is never changed."""
    return copy_project(tmp_path_factory.mktemp("published") / "project")


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    return copy_without_site(published, tmp_path / "project")


def copy_without_site(root: Path, to: Path) -> Path:
    """Copy a project but for the site that was built in it; return the copy's folder."""
    return shutil.copytree(root, to, ignore=lambda folder, _: {"site"} if folder == str(root) else set())


def build_site(root: Path, *options: str, **environment: str) -> Path:
    """Build the site of a project, from nothing unless the options say otherwise, and return its folder."""
    run = run_build(root, *options, **environment)
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    return root / "site"


def run_build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build the site of a project as far as that goes."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *options],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": "", **environment},
    )


@pytest.fixture(scope="session")
def site(published: Path) -> Path:
    """Return the folder of the real interview's site, built once."""
    return build_site(published)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a folder and returns its address."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(visit.serve(folder))


@pytest.fixture(scope="session")
def address(serve: Callable[[Path], str], site: Path) -> str:
    """Return the address of the real site."""
    return serve(site)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium."""
    found = find_browser()
    assert found, "no Chromium; make test installs one"
    expect.set_options(timeout=30_000)  # as all else in Playwright: as many browsers run as there are cores
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Look:
    """A screen on which the site is looked at."""

    width: int
    height: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


DESKTOP, PHONE = Look(1280, 800, "light"), Look(390, 844, "light")
DARK = Look(390, 844, "dark")
"""On which axe looks at every page; in the light, `make check` looks at one of each kind."""
LOOKS = (DESKTOP, DARK)
"""Both widths and both colours; what one breaks does not hang on the other."""


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address; errors in the console and requests to other hosts fail the test."""
    contexts, complaints = [], []
    browsers = [chromium]

    def start(url: str, look: Look = DESKTOP, *, javascript: bool = True) -> Page:
        if url.startswith("file:"):  # from a folder, as from a double click: in a browser just started
            browsers.append(chromium.browser_type.launch(executable_path=find_browser(), args=FLAGS))
        context = browsers[-1].new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light",
            java_script_enabled=javascript,
            reduced_motion="reduce",  # no measuring in the middle of a fade
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if is_ours(request.url) else complaints.append(request.url))
        page.goto(url)
        return page

    yield start
    for context in contexts:
        context.close()
    for browser in browsers[1:]:
        browser.close()
    assert complaints == []


def is_ours(url: str) -> bool:
    """Tell whether a request stays on this machine."""
    return url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
