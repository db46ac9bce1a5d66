"""`mkdocs serve` follows an edit of the source, once, and does not build for ever."""

import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from conftest import ID

TIMEOUT = 60
"""Seconds after which a server that says nothing has failed."""

QUIET = 3
"""Seconds of silence after which the server is done."""
LOOP = 4
"""Builds that only a loop would make; of one edit's files a build may see some, and the next the rest."""


class Server:
    """A running `mkdocs serve`, what it prints line by line, and its address."""

    def __init__(self, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            place = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{place}/"
        self.lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dirty", "--dev-addr", place],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, pattern: str) -> str:
        """Return the next line that matches."""
        while True:
            line = self.lines.get(timeout=TIMEOUT)
            print(line, end="")  # shown when the test fails
            if re.search(pattern, line):
                return line

    def count_until_quiet(self, words: str) -> int:
        """Return how many more lines have the words until the server is quiet, or as many as only a loop would print."""
        count = 0
        while count < LOOP:
            try:
                count += words in self.lines.get(timeout=QUIET)
            except Empty:
                break
        return count

    def read(self, place: str) -> str:
        """Return a page as the server has it, after a build that may be under way."""
        with urllib.request.urlopen(self.url + place, timeout=TIMEOUT) as answer:
            text = answer.read().decode()
            assert isinstance(text, str)
            return text


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    """Return a server of a project that may be changed."""
    running = Server(project)
    running.wait_for("Serving on")
    yield running
    running.process.kill()
    running.process.wait()
    assert running.process.stdout
    running.process.stdout.close()


def edit(root: Path, old: str, new: str) -> None:
    """Change the source as an editor's program does: write it anew."""
    path = root / "source" / f"{ID}.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_serve_follows_edits_of_the_source(project: Path, server: Server) -> None:
    answer = f"interviews/{ID}/combifron/"
    assert "livereload" in server.read(answer)  # the page asks to be reloaded
    edit(project, "providing better intelligence", "providing good intelligence")
    server.wait_for(r"\d+ files from \d+ texts?, [1-9]\d* written")
    server.wait_for("Reloading browsers")
    while "providing good intelligence" not in server.read(answer):  # a build that began before all was written
        server.wait_for("Reloading browsers")
    edit(project, "Diálogo: What is the objective", "Diálogo: What was the objective")
    server.wait_for("1 fault; nothing was written")
    edit(project, "Diálogo: What was the objective", "Diálogo: What is the objective")
    edit(project, "providing good", "providing better")
    server.wait_for("Reloading browsers")
    while "providing better intelligence" not in server.read(answer):
        server.wait_for("Reloading browsers")
    assert server.count_until_quiet("Reloading browsers") < LOOP
