"""Whether the files of a built site hold what they must: links that lead somewhere, and exports that are valid."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import bibtexparser
import rispy
from jsonschema import Draft202012Validator

from interviews.faults import Fault
from interviews.pages import SCHEMA

LOADED = {"icon", "manifest", "modulepreload", "preload", "stylesheet"}
"""Kinds of `link` for which a browser asks at once."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
POINTING = ("ana", "ref", "resp", "who")
"""Attributes of TEI that name ids."""


class Links(HTMLParser):
    """The addresses that a page leads to, those that it loads by itself, and the anchors that it has."""

    def __init__(self, page: str) -> None:
        """Read a page's HTML."""
        super().__init__()
        self.hrefs: dict[str, None] = {}
        self.loaded: dict[str, None] = {}
        self.anchors: set[str] = set()
        self.twice: set[str] = set()
        """Anchors that stand several times."""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and anchors."""
        values = {name: value for name, value in attrs if value}
        if "href" in values:
            self.hrefs[values["href"]] = None
        if "src" in values:
            self.hrefs[values["src"]] = self.loaded[values["src"]] = None
        if tag == "link" and LOADED & set(values.get("rel", "").split()):
            self.loaded[values.get("href", "")] = None
        if (anchor := values.get("id")) is not None:
            if anchor in self.anchors:
                self.twice.add(anchor)
            self.anchors.add(anchor)


def check_links(site: Path, docs: Path, base: str = "/") -> Iterator[Fault]:
    """Yield links within a site that lead nowhere, anchors that stand twice, and what is loaded from elsewhere.

    `base` is the path below which the site is published; a fault names the page's file in `docs`.
    """
    files = {f"{base}{path.relative_to(site).as_posix()}": path for path in site.rglob("*.html")}
    pages = {place: Links(path.read_text("utf-8")) for place, path in files.items()}
    for place, links in pages.items():
        for href in links.hrefs:
            if leads_nowhere(urljoin(place, href), pages, site, base):
                yield find_place(docs, place, base, href, f"the link “{href}” leads nowhere; correct it, or remove it")
        for address in links.loaded:
            if urlsplit(address).netloc:
                message = f"“{address}” would be asked of another host; put the file into docs/ and name it there"
                yield find_place(docs, place, base, address, message)
        for anchor in sorted(links.twice):
            message = f"the anchor “{anchor}” stands twice on this page; give one of the two another name"
            yield find_place(docs, place, base, anchor, message)


def leads_nowhere(address: str, pages: Mapping[str, Links], site: Path, base: str) -> bool:
    """Tell whether an address within the site is that of no file or, on a page, of no anchor."""
    target = urlsplit(address)
    if target.scheme or target.netloc:
        return False
    path = unquote(target.path) + ("index.html" if target.path.endswith("/") else "")
    fragment = unquote(target.fragment)
    is_file = path.startswith(base) and (site / path.removeprefix(base)).is_file()
    return not is_file or bool(path in pages and fragment and fragment not in pages[path].anchors)


def find_place(docs: Path, place: str, base: str, words: str, message: str) -> Fault:
    """Return a fault of a page of the site, at the line of its file in `docs/` that has the words, if one has."""
    path = name_file(docs, place.removeprefix(base))
    lines = (docs.parent / path).read_text("utf-8").split("\n") if (docs.parent / path).is_file() else []
    line = next((number for number, text in enumerate(lines, 1) if words in text), 1)
    return Fault(path=path, line=line, message=message)


def name_file(docs: Path, page: str) -> str:
    """Return the file of which a page of the site, such as `guide/index.html`, is made, as far as it can be told."""
    folder = PurePosixPath(page).parent
    names = {"404.html": ["overrides/404.html"]}.get(page, [f"{folder}.md", str(folder / "index.md"), page])
    return f"docs/{next((name for name in names if (docs / name).is_file()), page)}"


# --- exports ---


def check_exports(docs: Path) -> Iterator[Fault]:
    """Yield the files for programs that are not what they have to be."""
    schema = json.loads((docs / "interviews" / SCHEMA).read_text("utf-8"))
    validator = Draft202012Validator(schema)
    checks: dict[str, Callable[[str], str | None]] = {
        "interview.json": lambda text: find_misfit(json.loads(text), validator),
        "interview.tei.xml": find_fault_in_tei,
        "citation.bib": lambda text: expect_one(bibtexparser.loads(text).entries),
        "citation.ris": lambda text: expect_one(rispy.loads(text)),
        "citation.csl.json": lambda text: expect_one(json.loads(text)),
    }
    for path in sorted(docs.glob("interviews/*/*")):
        if check := checks.get(path.name):
            place = path.relative_to(docs.parent).as_posix()
            try:
                wrong = check(path.read_text("utf-8"))
            except (ValueError, ET.ParseError, OSError) as error:
                wrong = " ".join(str(error).split())
            if wrong:
                yield Fault(path=place, line=1, message=f"not valid: {wrong}; write it anew with: make split")


def find_misfit(value: Any, validator: Draft202012Validator) -> str | None:
    """Return where JSON does not fit its schema, if it doesn't."""
    error = next(iter(validator.iter_errors(value)), None)
    return f"{error.json_path}: {error.message}" if error else None


def find_fault_in_tei(text: str) -> str | None:
    """Return what is wrong with the ids of a TEI file: one that stands twice, or a reference to none."""
    root = ET.fromstring(text)  # noqa: S314 - our own file
    ids = Counter(element.get(XML_ID) for element in root.iter() if XML_ID in element.attrib)
    named = [word for element in root.iter() for key in POINTING for word in element.get(key, "").split()]
    twice = [name for name, count in ids.items() if count > 1]
    lost = [word for word in named if word.startswith("#") and word[1:] not in ids]
    return next(chain((f"the id “{one}” stands twice" for one in twice), (f"“{one}” is no id" for one in lost)), None)


def expect_one(entries: list[Any]) -> str | None:
    """Return what is wrong where not one entry stands."""
    return None if len(entries) == 1 else f"{len(entries)} entries instead of one"
