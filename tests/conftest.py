"""The real interview, the site built from it, and a browser to look at it."""

import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser import find_browser
from interview import Interview
from reading import read_interviews

ROOT = Path(__file__).parent.parent
ID = "del-rosario-2018"


@pytest.fixture(scope="session")
def interview() -> Interview:
    """Return the real interview with its sidecar."""
    return next(one for one in read_interviews(ROOT)[0] if one.id == ID)


def copy_project(folder: Path) -> Path:
    """Copy what a build needs into an empty folder, and return the folder."""
    for name in ("source", "docs", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of the project that a test may change."""
    return copy_project(tmp_path / "project")


def build_site(root: Path, **environment: str) -> Path:
    """Build the site of a project as `make site` does, and return its folder."""
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": "", **environment},
    )
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr
    return root / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the real site, built once."""
    return build_site(copy_project(tmp_path_factory.mktemp("real") / "project"))


class Handler(SimpleHTTPRequestHandler):
    """Serves a site as GitHub Pages does: what is not there is answered with 404.html."""

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Answer with the site's own page."""
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a folder and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(serve: Callable[[Path], str], site: Path) -> str:
    """Return the address of the real site."""
    return serve(site)


FLAGS = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync")


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
LOOKS = (DESKTOP, PHONE, Look(1280, 800, "dark"), Look(390, 844, "dark"))


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
