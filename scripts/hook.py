"""What the site needs from MkDocs beyond its configuration: `mkdocs serve` follows edits of `source/`.

A build never writes into `docs/`, which `mkdocs serve` watches: that would build for ever. So the split runs beside the
server, in a process of its own, and only when a file of `source/` was changed.
"""

import subprocess
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

CHANGES = (FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent)
"""Not the events of opening and reading, which the split itself causes."""


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
