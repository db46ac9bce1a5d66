"""How right and how fast the search is on this machine, beside Material's own on the same pages: `make bench`.

First, queries with the page that must come first (by default those of the tests) are put to the real site: to its
search, to Pagefind without what stands around it here, and to Material's own. Then, for each size, an archive of invented
interviews is made (see invented.py), its site is built as `make site` does, and queries are typed into the real box in
Chromium. Printed are the bytes that the search loads until the first result (as a server with gzip sends them) and the
time from a key to the results.
"""

import argparse
import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from conftest import SAMPLE, build_site, copy_project
from interviews.run.reading import read_interviews
from interviews.sidecar.mentions import find_mentions, grow_tree
from interviews.sidecar.searches import PLACE, parse_searches
from interviews.site.browser import find_browser
from interviews.site.index import NOT_SEARCHED
from interviews.site.visit import serve
from invented import LITTLE, SEED, invent_words, start_project
from split import main as split

SIZES = (10, 10_000)
"""Answers in the archive."""


def build_archive(root: Path) -> Path:
    """Split an invented archive and build its site; return the site's folder."""
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


def open_box(browser: Browser, url: str, site: Path, *, ours: bool) -> Page:
    """Return the site's first page, with our search in its box or with Material's."""
    page = browser.new_context().new_page()
    page.set_default_timeout(600_000)
    page.add_init_script(WATCH)
    if not ours:
        page.route("**/search/box.js", lambda route: route.abort())
        page.route("**/search_index.json", lambda route: route.fulfill(path=site / "search" / "material.json"))
    page.goto(url)
    return page


def measure(
    browser: Browser, url: str, site: Path, queries: tuple[str, ...], *, ours: bool
) -> tuple[int, int, list[float]]:
    """Return the bytes and requests of the search until the first result, and the times of all keys."""
    page = open_box(browser, url, site, ours=ours)
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
    page.reload()
    page.keyboard.press("/")
    page.keyboard.type(queries[0])
    page.locator(".md-search-result__link").first.wait_for()
    first = (sum(sizes.values()), len(sizes))
    times = list(type_queries(page, queries))
    page.context.close()
    return *first, times


def find_first(page: Page, queries: list[str]) -> Iterator[str]:
    """Yield the address of the first result in the box for each query, empty where there is none."""
    box = page.locator("[data-md-component=search-query]")
    box.focus()
    for query in queries:
        box.fill(query)
        box.dispatch_event("keyup")
        page.wait_for_function("query => window.answered === query", arg=query)
        yield page.evaluate("document.querySelector('.md-search-result__link')?.pathname ?? ''")


def find_first_of_pagefind(page: Page, queries: list[str], site: Path) -> Iterator[str]:
    """Yield the same for Pagefind alone: its own index of what the pages show, and its own order."""
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(site), "--output-subdir", "alone"]
    subprocess.run([*command, "--exclude-selectors", NOT_SEARCHED, "--exclude-selectors", "#names"], check=True)
    for query in queries:
        yield page.evaluate(
            "async query => { const {search} = await import('/alone/pagefind.js');"
            " const {results} = await search(query); return results[0] ? (await results[0].data()).url : '' }",
            query,
        )


def compare_first(browser: Browser, root: Path, path: Path) -> None:
    """Print how often each search puts the right page of the real site first, and what it gets wrong."""
    wanted = parse_searches(path.read_text(encoding="utf-8"))
    queries = [one.words for one in wanted]
    site = build_site(copy_project(root), COMPARE="true")
    with serve(site) as url:
        box, material = (open_box(browser, url, site, ours=ours) for ours in (True, False))
        found = {
            "ours": list(find_first(box, queries)),
            "Pagefind": list(find_first_of_pagefind(box, queries, site)),
            "Material": list(find_first(material, queries)),
        }
    print(f"{len(queries)} queries of {path.name}\n{'search':<9} {'right first':>11} {'empty':>6}  wrong or empty")
    for name, addresses in found.items():
        right = [{address.partition("#")[0] for address in one.addresses} for one in wanted]
        firsts = [address.lstrip("/") for address in addresses]
        wrong = [query for query, first, pages in zip(queries, firsts, right, strict=True) if first not in pages]
        empty = addresses.count("")
        print(f"{name:<9} {len(queries) - len(wrong):>11} {empty:>6}  {'; '.join(wrong)}", flush=True)


def compare_mentions() -> None:
    """Print the time for finding mentions in a megabyte of text, with the real topics and with ten thousand names."""
    chance = random.Random(SEED)
    words = invent_words(40_000, chance)
    text = " ".join(chance.choice((*LITTLE, "FEAN", chance.choice(words))) for _ in range(300_000))[:1_000_000]
    names = [(str(number), " ".join(chance.sample(words, chance.randint(1, 4)))) for number in range(10_000)]
    real = read_interviews(SAMPLE)[1]
    for count, tree in ((f"{len(real.topics)} topics", real.tree), (f"{len(names):,} names", grow_tree(names))):
        started = time.perf_counter()
        found = sum(1 for _ in find_mentions(text, tree))
        print(f"mentions of {count} in {len(text):,} characters: {found}, {time.perf_counter() - started:.2f} s")


def compare_speed(browser: Browser, root: Path, answers: int) -> None:
    """Print the figures of both searches in an archive with so many answers."""
    archive = start_project(answers, root)
    started = time.perf_counter()
    site = build_archive(root)
    built = time.perf_counter() - started
    with serve(site) as url:
        for name, ours in (("ours", True), ("Material", False)):
            loaded, requests, times = measure(browser, url, site, archive.queries, ours=ours)
            ordered = sorted(times)
            print(
                f"{answers:>8} {name:<9} {loaded / 1000:>23.0f} {requests:>9} {statistics.median(ordered):>10.1f} "
                f"{ordered[int(0.95 * (len(ordered) - 1))]:>8.1f} {ordered[-1]:>7.1f}",
                flush=True,
            )
    print(f"{'':>8} split and built in {built:.0f} s; {len(times)} keys", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="How right and how fast the search is.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="answers in an invented archive")
    parser.add_argument("--queries", type=Path, default=SAMPLE / PLACE, help="in the form of source/searches.tsv")
    arguments = parser.parse_args()
    found = find_browser()
    assert found, "no Chromium; make test installs one"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        compare_first(browser, Path(folder) / "real", arguments.queries)
        compare_mentions()
        print(
            f"\n{'answers':>8} {'search':<9} {'kB to the first result':>23} {'requests':>9} {'median ms':>10} "
            f"{'95th ms':>8} {'worst':>7}"
        )
        for size in arguments.sizes:
            compare_speed(browser, Path(folder) / str(size), size)
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    main()
