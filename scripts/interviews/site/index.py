"""The search index of a site, made by Pagefind of the searched part of each page."""

import gzip
import html
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

JOINED = re.compile(r"(?<=\w)[-‐‑—–…](?=\w)")
"""A hyphen or dash between two words. Pagefind would make one word of it, of which only the beginning is found."""
SEAM = "⸗ "
"""What parts them in the index: a mark that no text has, and a space. docs/assets/search/plan.js takes it back."""
WORDS = re.compile(r">[^<]+<")
"""The text between two tags."""
NOT_SEARCHED = ".aside"
"""What stands among the words without being the interview's."""
BODY = "data-pagefind-body"
MARK = ' data-pagefind-filter="latest:yes"'
HTML = re.compile(r"<html[^>]*>")
DIV = re.compile(r"<div\b|</div>")
LATEST = 500
"""Pages, of the newest interviews, in which docs/assets/search/engine.js looks for a word that very many pages have."""
YEAR = re.compile(r'"year\[content\]" content="(\d+)"')
NOT_COMPARED = re.compile("[\u0300-\u036f'’‘`´]")
"""Accents and apostrophes, without which docs/assets/search/plan.js compares words."""
WORD = re.compile(r"[^\W\d_]{2,}")
"""What docs/assets/search/ completes and corrects; no digits."""
MAGIC = b"pagefind_dcd"
"""Stands before the content of each of Pagefind's files, below their gzip."""


class Searched:
    """The searched part of each page, as files for Pagefind: what else a page has would only be read in vain.

    In the files, words are apart that a hyphen joins, and the `LATEST` pages are marked. A large archive has several
    indexes, each for the pages of some interviews, so that a change makes one anew: docs/assets/search/engine.js asks
    them all.
    """

    def __init__(self, folder: Path, parts: int) -> None:
        """Take over what a folder has from the last build, if there is anything; `parts` says how many indexes."""
        self.folder, self.parts = folder, parts
        self.changed: set[int] = set()
        """The indexes that have to be made anew."""
        self.known = folder / "known.json"
        known = json.loads(self.known.read_bytes()) if self.known.exists() else {"years": {}, "latest": []}
        self.years: dict[str, str] = known["years"]
        """Those of all pages that are searched, by their paths in the site; nothing where none is known."""
        self.latest = set(known["latest"])

    def find_file(self, place: str) -> Path:
        """Return where a page's part stands."""
        return self.folder / str(self.find_part(place)) / place

    def find_part(self, place: str) -> int:
        """Return which index has a page: the same for all of an interview."""
        return zlib.crc32("/".join(place.split("/")[:2]).encode()) % self.parts

    def add(self, place: str, page: str) -> None:
        """Take in a page of the site by its path there, if anything on it is searched."""
        if not (parts := "\n".join(find_searched(page))):
            self.forget(place)
            return
        file, opening = self.find_file(place), HTML.search(page)
        words = WORDS.sub(part_words, parts)
        if place in self.latest:
            words = words.replace(BODY, f"{BODY}{MARK}", 1)
        text = f"{opening[0] if opening else '<html>'}\n{words}\n</html>\n"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            self.changed.add(self.find_part(place))
        self.years[place] = max(YEAR.findall(parts), default="")

    def index(self, site: Path, pages: Collection[str]) -> None:
        """Write `pagefind/` into the folder of a site, as far as it is not there or something has changed.

        Beside Pagefind's indexes, in folders with their numbers, stand these in `parts.json`, and `words.txt`, see
        `list_words`. What is none of the site's `pages` any more is forgotten. Where nothing is to be found, there
        is no index. Raises `OSError` with Pagefind's words.
        """
        for place in self.years.keys() - pages:
            self.forget(place)
        self.mark_latest()
        found = site / "pagefind"
        if not self.years:  # which Pagefind takes for a mistake
            shutil.rmtree(found, ignore_errors=True)
            return
        filled = sorted(set(map(self.find_part, self.years)))
        wanted = [part for part in filled if part in self.changed or not (found / str(part)).exists()]
        for part in self.changed.difference(filled):
            shutil.rmtree(found / str(part), ignore_errors=True)
        write(self.known, json.dumps({"years": self.years, "latest": sorted(self.latest)}))
        if not wanted and not self.changed:
            return
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(lambda part: make_index(self.folder / str(part), found / str(part)), wanted))
        counts: Counter[str] = Counter()
        for part in filled:
            for line in (found / str(part) / "words.txt").read_text(encoding="utf-8").splitlines():
                word, _, number = line.partition(" ")
                counts[word] += int(number)
        write(found / "words.txt", list_words(counts))
        write(found / "parts.json", json.dumps(filled))

    def forget(self, place: str) -> None:
        """Have a page not searched any more, if it was."""
        if self.years.pop(place, None) is not None:
            self.find_file(place).unlink()
            self.changed.add(self.find_part(place))

    def mark_latest(self) -> None:
        """Have the pages marked that are the latest now."""
        latest = set(sorted(sorted(self.years), key=lambda place: self.years[place], reverse=True)[:LATEST])
        for place in (self.latest & self.years.keys()) ^ latest:
            file = self.find_file(place)
            text = file.read_text(encoding="utf-8").replace(MARK, "")
            write(file, text.replace(BODY, f"{BODY}{MARK}", 1) if place in latest else text)
            self.changed.add(self.find_part(place))
        self.latest = latest


def make_index(pages: Path, folder: Path) -> None:
    """Have Pagefind index the pages in a folder into another, and list its words there. Raises `OSError`."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(pages), "--output-path", str(folder)]
    command += ["--exclude-selectors", NOT_SEARCHED]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if run.returncode:
        raise OSError(f"no search index: {run.stdout}{run.stderr}")
    write(folder / "words.txt", list_words(count_words(folder)))


def find_searched(page: str) -> Iterator[str]:
    """Yield the elements of a page that are searched."""
    for start in re.finditer(f"<div {BODY}", page):
        depth = 0
        for tag in DIV.finditer(page, start.start()):
            depth += -1 if tag[0] == "</div>" else 1
            if depth == 0:
                yield page[start.start() : tag.end()]
                break


def part_words(text: re.Match[str]) -> str:
    """Return a text with its `JOINED` words apart."""
    return JOINED.sub(rf"\g<0>{SEAM}", text[0])


def count_words(folder: Path) -> Counter[str]:
    """Return the words of an index, each with the number of its pages.

    Words are folded as `fold` in docs/assets/search/plan.js does it: small letters, no accents, no apostrophes.
    """
    counts: Counter[str] = Counter()
    for path in (folder / "fragment").iterdir():
        text = unicodedata.normalize("NFKD", html.unescape(read_fragment(path)["content"]))
        counts.update(set(WORD.findall(NOT_COMPARED.sub("", text).lower())))
    return counts


def list_words(counts: Counter[str]) -> str:
    """Return words in alphabetical order, as lines such as `border 5`: a word and its pages."""
    return "".join(f"{word} {pages}\n" for word, pages in sorted(counts.items()))


def read_fragment(path: Path) -> Any:
    """Return what the index knows of a page; the only one of Pagefind's files that is JSON."""
    return json.loads(gzip.decompress(path.read_bytes()).removeprefix(MAGIC))


def write(path: Path, text: str) -> None:
    """Write a file, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
