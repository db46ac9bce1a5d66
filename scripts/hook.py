"""What the site needs from MkDocs beyond its configuration: its own build, and edits that are followed.

A build never writes into `docs/`, which `mkdocs serve` watches: that would build for ever. So the split runs beside the
server, in a process of its own, and only when a file of `source/` was changed.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
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

from interviews.site import Build, choose_mode

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Not the events of opening and reading, which the split itself causes."""
SETTLING = 0.2
"""Seconds in which an editor's program has written a file whole."""
NOW: dict[str, Any] = {}
"""The build that is made now, and the files that it found."""


def on_startup(*, command: str, dirty: bool) -> None:
    """Learn whether this process builds everything, or only what a change reaches."""
    choose_mode(follows=dirty, serves=command == "serve")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin a build."""
    NOW["build"] = Build(config)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Choose what is built."""
    NOW["files"] = files
    NOW["build"].choose_files(files, config)
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Read a page."""
    read: str = NOW["build"].read_page(page, markdown)
    return read


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates what they show."""
    NOW["build"].complete_pages(env, files, config)
    return env


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Finish a page."""
    finished: str = NOW["build"].finish_page(page, output)
    return finished


def on_post_build(config: MkDocsConfig, **_: Any) -> None:
    """Finish the site."""
    NOW["build"].finish(NOW["files"], config)


def on_shutdown() -> None:
    """End the process that built."""
    if build := NOW.get("build"):
        build.end()


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
