"""What the site needs from MkDocs beyond its configuration: examples, short addresses, a search index, edits followed.

A build never writes into `docs/`, which `mkdocs serve` watches: that would build for ever. So the split runs beside the
server, in a process of its own, and only when a file of `source/` was changed.
"""

import html
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

sys.path.insert(0, str(Path(__file__).parent))  # MkDocs loads this file alone

from interviews.archive import FEED, name_site
from interviews.pages import complete_answer, complete_interview, render_redirect
from interviews.site import (
    PAGE,
    Examples,
    choose_examples,
    choose_interview,
    index_site,
    is_empty,
    rank_topics,
    read,
    read_example,
    render_reference,
    show_examples,
)

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Not the events of opening and reading, which the split itself causes."""
FOLDER_LINK = re.compile(r'( (?:href|action)=")(\.{1,2}(?:/\.\.)*|[^":#?]*(?=/))/?((?:[#?][^"]*)?)"')
"""A link to a folder of the site: `.`, `../` or `../c5/`, perhaps with an anchor or a query behind it."""
FOLDER = re.compile(r'\.\./(?:[\w-]+/)*(?=[#"])')
"""The same in a page that leads elsewhere, also in its script."""
SETTLING = 0.2
"""Seconds in which an editor's program has written a file whole."""
INTERVIEWS, TOPICS, PEOPLE = (f"{folder}/index.md" for folder in ("interviews", "topics", "people"))
LISTS = (INTERVIEWS, TOPICS, PEOPLE, "timeline.md", "figures.md")
"""The pages that gather all interviews."""


class Compiled(FileSystemBytecodeCache):
    """Templates compiled by an earlier build, which is a third of a small one; known by their name and text alone."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the same key wherever the project lies."""
        return super().get_cache_key(name)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make HTML of the site's name and description, which neither MkDocs nor Material does, since they are text."""
    config.site_name = Markup.escape(config.site_name)
    config.site_description = Markup.escape(config.site_description or "")
    return config


def on_page_markdown(markdown: str, page: Page, files: Files, **_: Any) -> str:
    """Set the archive's own examples into a page that has `examples: true`."""
    if page.meta.get("examples") is not True:
        return markdown
    fronts = {path: read_front(files, path) for path in LISTS}
    full = {
        path.partition("/")[0].removesuffix(".md"): bool(front) and not is_empty(front)
        for path, front in fronts.items()
    }
    return show_examples(markdown, find_examples(files, fronts[INTERVIEWS], fronts[TOPICS]), full)


def find_examples(files: Files, interviews: Mapping[str, Any], topics: Mapping[str, Any]) -> Examples:
    """Return the examples that the archive has; its lists' front matter is read already."""
    listed = interviews.get("interviews") or ()
    chosen = choose_interview(listed)
    folder = f"interviews/{chosen['id']}" if chosen else ""
    overview, verify = (read_front(files, f"{folder}/{name}.md") for name in ("index", "verify"))
    return choose_examples(listed, topics.get("kinds") or {}, overview, verify)


def read_front(files: Files, path: str) -> Mapping[str, Any]:
    """Return a page's front matter, which MkDocs itself may read later only; nothing if there is no such page."""
    file = files.get_file_from_path(path)
    return parse_front(file.content_string) if file else {}


@lru_cache(maxsize=len(LISTS) + 2)
def parse_front(text: str) -> Mapping[str, Any]:
    """Return the front matter in the text of a page."""
    return get_data(text)[1]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the reference of what an editor writes, which is made of code alone and so is not committed.

    An archive that has a page of its own there keeps that.
    """
    if files.get_file_from_path(PAGE):
        return files
    files.append(File.generated(config, PAGE, content=render_reference(read_example())))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let `/interviews/x/3/` lead to the answer that is the third today, also where `x` is a former id.

    Such a short form names a place and nothing lasting, so it is no part of the record in `docs/`. Give each answer's
    page what its interview's tells of all. And tell templates which lists are `empty`, so that nothing leads there,
    and the names of topics as they are `ranked`. The list of interviews has its tab from the first day.
    """
    env.bytecode_cache = Compiled()
    pages = [file.page for file in files.documentation_pages() if file.page]
    fronts = {page.file.src_uri: page.meta for page in pages}
    bodies = {page.file.src_uri: page.markdown or "" for page in pages}
    complete = {"answer.html": complete_answer, "interview.html": complete_interview}
    for page in pages:
        if tell := complete.get(page.meta.get("template", "")):
            page.meta = tell(page.file.src_uri, fronts, bodies)
    empty = {page.url for page in pages if is_empty(page.meta)}
    kinds = next((page.meta.get("kinds") for page in pages if page.file.src_uri == TOPICS), None) or {}
    if "interviews/" in empty:
        empty.add("search/")
    hidden = empty - {"interviews/"}
    env.globals |= {"empty": empty, "hidden": hidden}
    env.globals["ranked"] = [read(topic["name"]) for topic in rank_topics(kinds)]
    for page in pages:
        page.previous_page = pass_by(page, "previous_page", hidden)
        page.next_page = pass_by(page, "next_page", hidden)
        if page.meta.get("template") == "interview.html":
            id_ = page.meta["interview"]
            for number, (answer, told) in enumerate(page.meta["questions"].items(), 1):
                titles = {answer: html.unescape(told["title"])}
                for folder in (id_, *page.meta.get("formerly", ())):
                    short = render_redirect(answer, f"../../{id_}/", titles, "")
                    files.append(File.generated(config, f"interviews/{folder}/{number}/index.html", content=short))
    return env


def pass_by(page: Page, way: str, hidden: Collection[str]) -> Page | None:
    """Return the next page in the navigation, or the one before, that is not hidden."""
    found: Page | None = getattr(page, way)
    while found and found.url in hidden:
        found = getattr(found, way)
    return found


def on_post_page(output: str, config: MkDocsConfig, **_: Any) -> str:
    """Name the file behind each address of a folder, in the offline edition: a browser lists a folder otherwise."""
    return FOLDER_LINK.sub(r'\g<1>\g<2>/index.html\g<3>"', output) if config.extra["offline"] else output


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Make the index of the finished site; offline, Material's own as a script. Finish the feed, or remove it."""
    site = Path(config.site_dir)
    if config.site_url and not config.extra["offline"]:
        feed = (site / FEED).read_text(encoding="utf-8")
        write_text(site / FEED, name_site(feed, config.site_url))
    else:
        (site / FEED).unlink()
    for path in Path(config.docs_dir).glob("interviews/*/interview.md"):
        shutil.copy(path, site / path.relative_to(config.docs_dir))
    own = site / "search" / "search_index.json"
    index = json.loads(own.read_text(encoding="utf-8"))
    if config.extra["offline"]:
        for entry in index["docs"]:
            place, hash_sign, anchor = entry["location"].partition("#")
            entry["location"] = f"{place}index.html{hash_sign}{anchor}"
        write_text(own.with_suffix(".js"), f"var __index = {json.dumps(index, ensure_ascii=False)};\n")
        (site / "404.html").unlink()
        for redirect in (site / "interviews").glob("*/*/index.html"):
            text = redirect.read_text(encoding="utf-8")
            if "http-equiv" in text:
                write_text(redirect, FOLDER.sub(r"\g<0>index.html", text))
        return
    if config.extra["compare"]:
        own.rename(own.with_name("material.json"))
    # Every page loads this file for its settings alone, by which words are marked.
    write_text(own, json.dumps({**index, "docs": []}))
    index_site(site)


def write_text(path: Path, text: str) -> None:
    """Write a file of the site, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


class Splitter(FileSystemEventHandler):
    """Splits the interviews again after a change, once for all the events that one saving of a file makes."""

    def __init__(self, root: Path) -> None:
        """Wait for changes in a thread of its own."""
        self.command = [sys.executable, str(root / "scripts" / "split.py"), "--root", str(root)]
        self.changed = threading.Event()
        threading.Thread(target=self.follow, daemon=True).start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change."""
        if isinstance(event, CHANGES):
            self.changed.set()

    def follow(self) -> None:
        """Split after each change; faults appear in the server's terminal and the pages stay as they are."""
        while self.changed.wait():
            time.sleep(SETTLING)
            self.changed.clear()
            subprocess.run(self.command, check=False)  # noqa: S603 - our own command


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Watch `source/` for as long as the server runs."""
    root = Path(config.config_file_path).parent
    observer = Observer()
    observer.daemon = True
    observer.schedule(Splitter(root), str(root / "source"), event_filter=list(CHANGES))
    observer.start()
    return server
