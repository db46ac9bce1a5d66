"""What the site needs from MkDocs beyond its configuration: short addresses, a search index, and edits followed.

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
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
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

from feed import FEED, name_site
from index import index_site
from redirects import render_redirect
from reference import EXAMPLE, PAGE, render_reference

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Not the events of opening and reading, which the split itself causes."""
FOLDER_LINK = re.compile(r'( (?:href|action)=")(\.{1,2}(?:/\.\.)*|[^":#?]*(?=/))/?((?:[#?][^"]*)?)"')
"""A link to a folder of the site: `.`, `../` or `../c5/`, perhaps with an anchor or a query behind it."""
FOLDER = re.compile(r'\.\./(?:[\w-]+/)*(?=[#"])')
"""The same in a page that leads elsewhere, also in its script."""
SETTLING = 0.2
"""Seconds in which an editor's program has written a file whole."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the reference of what an editor writes, which is made of code alone and so is not committed."""
    folder = Path(__file__).parent / "example"
    example = {name: (folder / name).read_text(encoding="utf-8") for name in EXAMPLE.values()}
    files.append(File.generated(config, PAGE, content=render_reference(example)))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Let `/interviews/x/3/` lead to the answer that is the third today, also where `x` is a former id.

    Such a short form names a place and nothing lasting, so it is no part of the record in `docs/`.
    """
    for page in [file.page for file in files.documentation_pages()]:
        if page and page.meta.get("template") == "interview.html":
            id_ = page.meta["interview"]
            for number, (answer, told) in enumerate(page.meta["questions"].items(), 1):
                titles = {answer: html.unescape(told["title"])}
                for folder in (id_, *page.meta.get("formerly", ())):
                    short = render_redirect(answer, f"../../{id_}/", titles, "")
                    files.append(File.generated(config, f"interviews/{folder}/{number}/index.html", content=short))
    return env


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
