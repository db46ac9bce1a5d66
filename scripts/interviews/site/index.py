"""The search index of a site, made by Pagefind of the searched part of each page."""

import gzip
import html
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator
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

    In the files, words are apart that a hyphen joins, and the `LATEST` pages are marked.
    """

    def __init__(self, folder: Path) -> None:
        """Take over what a folder has from the last build, if there is anything."""
        self.folder = folder
        self.has_changed = False

    def add(self, place: str, page: str) -> None:
        """Take in a page of the site by its path there, if anything on it is searched."""
        parts = "\n".join(find_searched(page))
        file = self.folder / place
        known = file.read_text(encoding="utf-8").replace(MARK, "") if file.exists() else None
        opening = HTML.search(page)
        new = f"{opening[0] if opening else '<html>'}\n{WORDS.sub(part_words, parts)}\n</html>\n" if parts else None
        if new == known:
            return
        self.has_changed = True
        if new is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(new, encoding="utf-8", newline="\n")

    def index(self, site: Path, pages: Collection[str]) -> None:
        """Write `pagefind/` into the folder of a site, unless it is there and nothing has changed.

        Beside Pagefind's index stands `words.txt`, see `list_words`. What is none of the site's `pages` any more is
        forgotten. Where nothing is to be found, there is no index. Raises `OSError` with Pagefind's words.
        """
        years = {}
        for path in sorted(self.folder.rglob("*.html")):
            if path.relative_to(self.folder).as_posix() in pages:
                years[path] = max(YEAR.findall(path.read_text(encoding="utf-8")), default="")
            else:
                path.unlink()
                self.has_changed = True
        pagefind = site / "pagefind"
        if pagefind.exists() and not self.has_changed:
            return
        shutil.rmtree(pagefind, ignore_errors=True)
        if not years:  # which Pagefind takes for a mistake
            return
        latest = set(sorted(years, key=lambda path: years[path], reverse=True)[:LATEST])
        for path in years:
            text = path.read_text(encoding="utf-8")
            if (MARK in text) != (path in latest):
                text = text.replace(MARK, "") if MARK in text else text.replace(BODY, f"{BODY}{MARK}", 1)
                path.write_text(text, encoding="utf-8", newline="\n")
        command = [sys.executable, "-m", "pagefind", "--quiet", "--site", str(self.folder)]
        command += ["--output-path", str(pagefind), "--exclude-selectors", NOT_SEARCHED]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        if run.returncode:
            raise OSError(f"no search index: {run.stdout}{run.stderr}")
        (pagefind / "words.txt").write_text(list_words(pagefind), encoding="utf-8", newline="\n")


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


def list_words(folder: Path) -> str:
    """Return the words of an index in alphabetical order, as lines such as `border 5`: a word and its pages.

    Words are folded as `fold` in docs/assets/search/plan.js does it: small letters, no accents, no apostrophes.
    """
    counts: Counter[str] = Counter()
    for path in (folder / "fragment").iterdir():
        text = unicodedata.normalize("NFKD", html.unescape(read_fragment(path)["content"]))
        counts.update(set(WORD.findall(NOT_COMPARED.sub("", text).lower())))
    return "".join(f"{word} {pages}\n" for word, pages in sorted(counts.items()))


def read_fragment(path: Path) -> Any:
    """Return what the index knows of a page; the only one of Pagefind's files that is JSON."""
    return json.loads(gzip.decompress(path.read_bytes()).removeprefix(MAGIC))
