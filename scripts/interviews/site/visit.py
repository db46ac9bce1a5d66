"""Whether a built site is what it must be to a reader: looked at in Chromium, as it is served on the web."""

import functools
import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from interviews.faults import Fault
from interviews.interview import Interview
from interviews.sidecar import PLACE, Search, sort_key
from interviews.site.browser import FLAGS, find_browser

Thing = TypeVar("Thing")
WIDTH, HEIGHT = 1280, 800
"""Of the screen."""
TOGETHER = 100
"""Pages that are read at once."""
READ = """async ([places, selector]) => Promise.all(places.map(async (place) => {
  const answer = await fetch(place);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const one of page.querySelectorAll(".aside")) one.remove();
  return [...page.querySelectorAll(selector)].map((one) => one.textContent);
}))"""
"""Returns the text of what a selector finds in pages, without what is no word of the interview."""
SEARCH = """async ([base, queries]) => {
  const { openSearch } = await import(`${base}assets/search/engine.js`);
  const search = await openSearch(base);
  const found = [];
  for (const query of queries) found.push((await search(query, { open: true, limit: 1 })).results[0]?.address ?? "");
  return found;
}"""
"""Returns the address of each query's first result, without its anchor."""
VIOLATIONS = "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
"""Returns what axe finds; all that it finds right would take as long again."""
ANSWERED = "words => document.querySelector('.search-notice').dataset.query === words"
"""Tells whether the box shows the results of these words."""
FIRST = "() => document.querySelector('.md-search-result__link')?.href ?? ''"


class Handler(SimpleHTTPRequestHandler):
    """Serves a site as GitHub Pages does: below a path of the host, and 404.html where nothing is."""

    def __init__(self, *arguments: Any, base: str = "/", **more: Any) -> None:
        """Serve what is asked for below `base`."""
        self.base = base
        super().__init__(*arguments, **more)

    def translate_path(self, path: str) -> str:
        """Return the file at an address."""
        return super().translate_path("/" + path.removeprefix(self.base))

    def log_message(self, *_: object) -> None:
        """Stay quiet."""

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """Answer with the site's own page."""
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Serves a browser, which may leave a page before all of it has come."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of errors, but not of requests that the browser ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path, base: str = "/") -> Iterator[str]:
    """Serve a folder below a path, and give its address."""
    server = Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(site), base=base))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{base}"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A look at a site, and what was seen that should not be."""

    browser: Browser
    url: str
    """The site's address."""
    base: str
    """The path of it, with a slash at either end."""
    complaints: list[str] = field(default_factory=list)
    """What the browser told of the page that is open, or was asked of another host."""

    def open(self, place: str) -> Page:
        """Open a page of the site."""
        size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
        page = self.browser.new_page(viewport=size, reduced_motion="reduce")  # no measuring in the middle of a fade
        tell = self.complaints.append
        page.on("console", lambda said: tell(f"the browser says: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: tell(f"the browser says: {error}"))
        page.on(
            "request", lambda asked: None if self.is_ours(asked.url) else tell(f"it loads {asked.url} from elsewhere")
        )
        page.goto(self.url + place)
        return page

    def is_ours(self, url: str) -> bool:
        """Tell whether a request stays within the site."""
        return url.startswith((self.url, "data:", "blob:"))


def visit_site(
    site: Path, base: str, kinds: Mapping[str, str], interviews: Sequence[Interview], searches: Sequence[Search]
) -> Iterator[Fault]:
    """Yield what a reader would find wrong.

    `base` is the path below which the site is published, `kinds` has the address of a page of each kind with its file.
    """
    with serve(site, base) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        visit = Visit(browser=browser, url=url, base=base)
        yield from look_at(visit, kinds)
        yield from prove_words(visit, interviews)
        if interviews:  # without any there is no search
            yield from search_titles(visit, interviews)
            yield from search_as_told(visit, searches)
        browser.close()


def look_at(visit: Visit, kinds: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what the browser, and axe, find wrong with pages."""
    page = visit.open("404.html")
    for place, path in kinds.items():
        page.goto(visit.url + place)
        for message in dict.fromkeys((*find_violations(page), *visit.complaints)):
            yield Fault(path=path, line=1, message=f"/{place}: {' '.join(message.split())}")
        visit.complaints.clear()
    page.close()


def find_violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page that is open, each with the first element of which it is said."""
    page.evaluate(AXE_SCRIPT)
    return [f"axe, {one['id']}: {one['help']}, at {one['nodes'][0]['html']}" for one in page.evaluate(VIOLATIONS)]


# --- words ---


def prove_words(visit: Visit, interviews: Iterable[Interview]) -> Iterator[Fault]:
    """Yield interviews of which a page shows other words than the text in `source/`, or in another order."""
    page = visit.open("404.html")
    for some in take(interviews, TOGETHER):
        places = [f"{visit.base}interviews/{one.id}/transcript/" for one in some]
        shown = page.evaluate(READ, [places, ".transcript :is(h1, h2, h3, p)"])
        for one, blocks in zip(some, shown, strict=True):
            yield from compare(one, "transcript/", " ".join(blocks).split(), one.words.split())
    answers = ((one, answer) for one in interviews for answer in one.answers)
    for several in take(answers, TOGETHER):
        places = [f"{visit.base}interviews/{one.id}/{answer.id}/" for one, answer in several]
        shown = page.evaluate(READ, [places, ".turn p"])
        for (one, answer), blocks in zip(several, shown, strict=True):
            wanted = [paragraph.text for _, _, paragraph in answer.passages]
            yield from compare(one, f"{answer.id}/", blocks, wanted)
    page.close()


def compare(interview: Interview, place: str, shown: Sequence[str], wanted: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault if a page shows something else than what is wanted."""
    if list(shown) != list(wanted):
        pairs = zip((*shown, "nothing more"), (*wanted, "nothing more"), strict=False)
        have, want = next((have, want) for have, want in pairs if have != want)
        message = f"/interviews/{interview.id}/{place} shows “{have}” and not “{want}”; mend the templates"
        yield Fault(path=interview.source, line=1, message=message)


def take(things: Iterable[Thing], count: int) -> Iterator[list[Thing]]:
    """Yield the things in lists of at most so many."""
    rest = iter(things)
    while some := list(islice(rest, count)):
        yield some


# --- searches ---


def search_titles(visit: Visit, interviews: Iterable[Interview]) -> Iterator[Fault]:
    """Yield answers that don't come first when their title is searched; of those with one title, any may."""
    answers = [(one, answer) for one in interviews for answer in one.answers]
    right: dict[str, set[str]] = {}
    for one, answer in answers:
        right.setdefault(sort_key(answer.title), set()).add(f"interviews/{one.id}/{answer.id}/")
    page = visit.open("404.html")
    firsts = page.evaluate(SEARCH, [visit.base, [answer.title for _, answer in answers]])
    page.close()
    for (one, answer), first in zip(answers, firsts, strict=True):
        if first not in right[sort_key(answer.title)]:
            message = (
                f"who searches the title “{answer.title}” finds {describe(first)} first; give the answer another title"
            )
            yield Fault(path=one.source.removesuffix(".txt") + ".yml", line=1, message=message)


def search_as_told(visit: Visit, searches: Iterable[Search]) -> Iterator[Fault]:
    """Yield the editor's searches, typed into the box, that another page comes first for."""
    page = visit.open("404.html")
    box = page.locator("[data-md-component=search-query]")
    box.focus()
    for search in searches:
        box.fill(search.words)
        page.wait_for_function(ANSWERED, arg=search.words)
        first = str(page.evaluate(FIRST)).removeprefix(visit.url)
        first = re.sub(r"\?[^#]*", "", first)  # the words that are marked there
        if not search.is_met_by(first):
            message = (
                f"“{search.words}” leads to {describe(first)} first; correct the address, or give the topic more names"
            )
            yield Fault(path=PLACE, line=search.line, message=message)
    page.close()


def describe(address: str) -> str:
    """Return an address of the site in words, also where there is none."""
    return f"/{address}" if address else "nothing"
