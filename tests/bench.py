"""How fast the search is on this machine, beside Material's own on the same pages: `make bench`.

Makes an archive of invented interviews (words of their own in natural frequencies, no text twice), builds its site as
`make site` does, and types queries into the real box in Chromium. Prints, for each size, the bytes that the search loads
until the first result (as a server with gzip sends them) and the time from a key to the results.
"""

import functools
import gzip
import itertools
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from browser import find_browser
from conftest import ROOT, Handler, build_site
from split import main as split

SIZES = tuple(int(size) for size in sys.argv[1:]) or (10, 10_000)
"""Answers in the archive."""
ANSWERS = 10
"""Answers in an interview."""
LITTLE = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "he",
    "are",
    "this",
    "at",
    "from",
    "but",
    "have",
    "an",
    "they",
    "which",
    "we",
]
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]
SEED = 2018


@dataclass(frozen=True)
class Archive:
    """An invented archive: what to write into `source/`, and what to search for."""

    texts: dict[str, str]
    queries: tuple[str, ...]


def invent_words(count: int, chance: random.Random) -> list[str]:
    """Return so many different words that could be words."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def invent_archive(answers: int) -> Archive:
    """Return an archive with so many answers; the words follow Zipf's law, half of a text being little words."""
    chance = random.Random(SEED)
    words = invent_words(40_000, chance)
    weights = list(itertools.accumulate(1 / rank for rank in range(3, len(words) + 3)))

    def sentence(end: str) -> str:
        telling = chance.choices(words, cum_weights=weights, k=chance.randint(5, 11))
        mixed = [word for one in telling for word in (chance.choice(LITTLE), one)]
        return " ".join(mixed).capitalize() + end

    def paragraph(sentences: int) -> str:
        return " ".join(sentence(".") for _ in range(sentences))

    rare = iter(chance.sample(words[500:], 600))  # each word in one name
    names = [" ".join(three).title() for three in zip(rare, rare, rare, strict=True)]
    topics = "topics:\n" + "".join(
        f"  - {{id: topic-{number}, name: {name.split()[0]}, full_name: {name}, kind: concept, "
        f"definition: invented, sources: [interview]}}\n"
        for number, name in enumerate(names)
    )
    texts = {"topics.yml": topics}
    for number in range(max(1, answers // ANSWERS)):
        date = f"May {number % 28 + 1:02}, {2000 + number % 20}"
        blocks = [f"Talk {number} {sentence('')}", f"By Ana Ruiz/The Paper\n{date}", paragraph(1), paragraph(4)]
        entries = ["answers:"]
        for one in range(min(ANSWERS, answers)):
            blocks += [
                f"Q: Number {one} {sentence('?')}",
                f"Dr. {names[number % 50].split()[0]}: {paragraph(6)}",
                paragraph(4),
            ]
            about = ", ".join(f"topic-{chance.randrange(len(names))}" for _ in range(3))
            entries.append(f"  - {{id: a{one}, title: {sentence('')!r}, question: Number {one}, topics: [{about}]}}")
        texts[f"talk-{number}.txt"] = "\n\n".join(blocks) + "\n"
        texts[f"talk-{number}.yml"] = "\n".join(entries) + "\n"
    spoken = [
        word for text in texts.values() for word in text.split() if word.isalpha() and word.islower() and len(word) > 5
    ]
    picked = chance.sample(spoken, 12)
    return Archive(
        texts=texts,
        queries=(
            *picked[:6],
            *(f"{one} {other}" for one, other in itertools.pairwise(picked[6:10])),
            *(word[:2] + word[3:] for word in picked[8:11]),  # a letter is missing
            *chance.sample(names, 3),
            f"what is the {picked[11]} of the {picked[0]}?",
        ),
    )


def build_archive(archive: Archive, root: Path) -> Path:
    """Build the archive's site below a folder, and return the site's."""
    for name in ("docs", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "interviews"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    for page in ("index.md", "guide.md"):
        (root / "docs" / page).write_text("# Bench\n")  # the real ones lead to the real interview
    (root / "source").mkdir()
    for name, text in archive.texts.items():
        (root / "source" / name).write_text(text, encoding="utf-8")
    if split(["--root", str(root)]):
        raise SystemExit("the invented archive has faults")
    return build_site(root, COMPARE="true")


WATCH = """
  window.times = [];
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({data}) => data.type === 3 && requestAnimationFrame(() =>
        setTimeout(() => { window.times.push(performance.now() - this.asked); window.answered = this.query; })));
    }
    postMessage(data) {
      if (data.type === 2) { this.asked = performance.now(); this.query = data.data; }
      super.postMessage(data);
    }
  };
"""
"""Measures from the query that the box sends to its worker until the results are drawn, whoever's the worker is."""


def type_queries(page: Page, queries: tuple[str, ...]) -> Iterator[float]:
    """Yield the milliseconds from a key to the results, for each key of each query."""
    box = page.locator("[data-md-component=search-query]")
    for query in queries:
        box.fill("")
        box.dispatch_event("keyup")
        for end in range(2, len(query) + 1):
            typed = query[:end]
            before = page.evaluate("window.times.length")
            box.fill(typed)
            box.dispatch_event("keyup")
            page.wait_for_function("count => window.times.length > count", arg=before, polling=1)
            yield page.evaluate("window.times.at(-1)")


def measure(
    browser: Browser, url: str, site: Path, queries: tuple[str, ...], *, ours: bool
) -> tuple[int, int, list[float]]:
    """Return the bytes and requests of the search until the first result, and the times of all keys."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(WATCH)
    if not ours:
        page.route("**/search/box.js", lambda route: route.abort())
        page.route("**/search_index.json", lambda route: route.fulfill(path=site / "search" / "material.json"))
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        path = urlsplit(response.url).path
        if "/search/" in path or "/pagefind/" in path or "/workers/" in path or path.endswith("topics.json"):
            file = site / path.removeprefix("/")
            if not ours and file.name == "search_index.json":
                file = file.with_name("material.json")
            if file.is_file():
                data = file.read_bytes()
                sizes[path] = min(len(data), len(gzip.compress(data)))

    page.on("response", note)
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type(queries[0])
    page.locator(".md-search-result__link").first.wait_for()
    first = (sum(sizes.values()), len(sizes))
    times = list(type_queries(page, queries))
    context.close()
    return *first, times


def main() -> None:
    """Print the table."""
    found = find_browser()
    assert found, "no Chromium; make test installs one"
    print(
        f"{'answers':>8} {'search':<9} {'kB to the first result':>23} {'requests':>9} {'median ms':>10} {'95th ms':>8} {'worst':>7}"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        for size in SIZES:
            archive = invent_archive(size)
            started = time.perf_counter()
            site = build_archive(archive, Path(folder) / str(size))
            built = time.perf_counter() - started
            server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}/"
            for name, ours in (("ours", True), ("Material", False)):
                size_loaded, requests, times = measure(browser, url, site, archive.queries, ours=ours)
                ordered = sorted(times)
                print(
                    f"{size:>8} {name:<9} {size_loaded / 1000:>23.0f} {requests:>9} {statistics.median(ordered):>10.1f} "
                    f"{ordered[int(0.95 * (len(ordered) - 1))]:>8.1f} {ordered[-1]:>7.1f}",
                    flush=True,
                )
            print(f"{'':>8} split and built in {built:.0f} s; {len(times)} keys", flush=True)
            server.shutdown()
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
