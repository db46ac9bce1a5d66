"""What the site needs from MkDocs beyond its configuration: a search index, and a server that follows edits.

A build never writes into `docs/`, which `mkdocs serve` watches: that would build for ever. So the split runs beside the
server, in a process of its own, and only when a file of `source/` was changed.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.pages import Page
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

from index import index_site
from words import count_words, render_words

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Not the events of opening and reading, which the split itself causes."""
searched: list[str] = []
"""The pages that the search finds, as HTML, of the build that is under way."""


def on_pre_build(**_: Any) -> None:
    """Begin anew; `mkdocs serve` builds many times."""
    searched.clear()


def on_page_context(context: dict[str, Any], page: Page, **_: Any) -> dict[str, Any]:
    """Keep the words of a page that the search finds, hidden names among them."""
    if "names" in page.meta or page.meta.get("template") in ("answer.html", "interview.html"):
        words = [page.title, page.meta.get("deck"), page.content, *page.meta.get("names", [])]
        searched.append(" ".join(str(part) for part in words if part))
    return context


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Make the index of the finished site, and beside it the list of its words."""
    site = Path(config.site_dir)
    asyncio.run(index_site(site))
    words = render_words(count_words(searched))
    (site / "pagefind" / "words.txt").write_text(words, encoding="utf-8", newline="\n")


class Splitter(FileSystemEventHandler):
    """Splits the interviews again; faults appear in the server's terminal and the pages stay as they are."""

    def __init__(self, root: Path) -> None:
        """Keep the project's folder."""
        self.command = [sys.executable, str(root / "scripts" / "split.py"), "--root", str(root)]

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Split after a change."""
        if isinstance(event, CHANGES):
            subprocess.run(self.command, check=False)  # noqa: S603 - our own command


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: object) -> LiveReloadServer:
    """Watch `source/` for as long as the server runs."""
    root = Path(config.config_file_path).parent
    observer = Observer()
    observer.daemon = True
    observer.schedule(Splitter(root), str(root / "source"), event_filter=list(CHANGES))
    observer.start()
    return server
