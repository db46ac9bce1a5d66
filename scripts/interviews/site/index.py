"""The search index of a finished site, made by Pagefind, the same whenever it is made of the same pages."""

import gzip
import hashlib
import html
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import cbor2

JOINED = re.compile(r"(?<=\w)[-‐‑—–…](?=\w)")
"""A hyphen or dash between two words. Pagefind would make one word of it, of which only the beginning is found."""
SEAM = "⸗ "
"""What parts them in the index: a mark that no text has, and a space. docs/assets/search/plan.js takes it back."""
WORDS = re.compile(r">[^<]+<")
"""The text between two tags."""
NOT_SEARCHED = ".aside"
"""What stands among the words without being the interview's."""
BODY = "data-pagefind-body"
LATEST = 500
"""Pages, of the newest interviews, in which docs/assets/search/engine.js looks for a word that very many pages have."""
YEAR = re.compile(r'"year\[content\]" content="(\d+)"')
NOT_COMPARED = re.compile("[\u0300-\u036f'’‘`´]")
"""Accents and apostrophes, without which docs/assets/search/plan.js compares words."""
WORD = re.compile(r"[^\W\d_]{2,}")
"""What docs/assets/search/ completes and corrects; no digits."""
MAGIC = b"pagefind_dcd"
"""Stands before the content of each of Pagefind's files, below their gzip."""
FILTERS = 3
"""The place in Pagefind's overview of its filters, as `[name, file]`."""


def index_site(site: Path) -> None:
    """Write `pagefind/` into the folder of a site; only what stands in `data-pagefind-body` is found.

    Pagefind reads copies of the pages, with words apart that a hyphen joins, and the `LATEST` ones marked. Beside its
    index stands `words.txt`, see `list_words`. Where nothing is to be found, there is no index. Raises `OSError` with
    what Pagefind says if it fails.
    """
    folder = site / "pagefind"
    contents = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("index.html"))}
    searched = [path for path, content in contents.items() if BODY in content]
    if not searched:  # which Pagefind takes for a mistake
        return
    newest = sorted(searched, key=lambda path: max(YEAR.findall(contents[path]), default=""), reverse=True)
    latest = set(newest[:LATEST])
    with tempfile.TemporaryDirectory() as copies:
        for path in searched:
            copy = Path(copies) / path.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = WORDS.sub(part_words, contents[path])
            if path in latest:
                content = content.replace(BODY, f'{BODY} data-pagefind-filter="latest:yes"', 1)
            copy.write_text(content, encoding="utf-8")
        command = [sys.executable, "-m", "pagefind", "--quiet", "--site", copies, "--output-path", str(folder)]
        run = subprocess.run(  # noqa: S603 - our own command
            [*command, "--exclude-selectors", NOT_SEARCHED], capture_output=True, text=True, check=False
        )
    if run.returncode:
        raise OSError(f"no search index: {run.stdout}{run.stderr}")
    settle_filters(folder)
    (folder / "words.txt").write_text(list_words(folder), encoding="utf-8", newline="\n")


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


def settle_filters(folder: Path) -> None:
    """Put the values of each filter in order; Pagefind 1.5 writes them in a new one every time.

    A file's name is made of its content, so it changes with it, also in the overview (`*.pf_meta`) that names it
    and in the entry (`pagefind-entry.json`) that names the overviews, one a language.
    """
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_text(encoding="utf-8"))
    for language, about in sorted(entry["languages"].items()):
        overview_path = folder / f"pagefind.{about['hash']}.pf_meta"
        overview = read_packed(overview_path)
        for known in overview[FILTERS]:
            filter_path = folder / "filter" / f"{known[1]}.pf_filter"
            name, values = read_packed(filter_path)
            filter_path.unlink()
            known[1] = write_packed(folder / "filter", f"{language}_", ".pf_filter", [name, sorted(values)])
        overview[FILTERS].sort()
        overview_path.unlink()
        about["hash"] = write_packed(folder, f"pagefind.{language}_", ".pf_meta", overview).removeprefix("pagefind.")
    entry["languages"] = dict(sorted(entry["languages"].items()))
    entry_path.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def read_packed(path: Path) -> Any:
    """Return what one of Pagefind's files holds."""
    return cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(MAGIC))


def read_fragment(path: Path) -> Any:
    """Return what the index knows of a page; the only one of Pagefind's files that is JSON."""
    return json.loads(gzip.decompress(path.read_bytes()).removeprefix(MAGIC))


def write_packed(folder: Path, prefix: str, suffix: str, value: Any) -> str:
    """Write one of Pagefind's files under a name made of its content, and return the name without its ending."""
    data = MAGIC + cbor2.dumps(value)
    name = f"{prefix}{hashlib.sha256(data).hexdigest()[:10]}"
    (folder / f"{name}{suffix}").write_bytes(gzip.compress(data, mtime=0))
    return name
