"""The pages of `docs/` as the build of a site reads them: each once, however many ask for it."""

import datetime
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

from interviews.pages import BUILD, Front


class PageReader:
    """Pages by their paths below `docs/`. Who reads which for which page is noted."""

    def __init__(self, docs: Path) -> None:
        """Read nothing yet."""
        self.docs = docs
        self.asking = ""
        """The page for which is read now; nothing while nobody needs to know."""
        self.reads: dict[str, set[str]] = defaultdict(set)
        """By a page, what was read for it, files below `docs/` that may be missing."""
        self._pages: dict[str, tuple[Front, str]] = {}
        self._made: dict[str, Front] = {}

    def add(self, path: str, front: Front, body: str) -> None:
        """Take in a page that is read already."""
        self._pages[path] = front, body

    def front(self, path: str) -> Front:
        """Return the front matter of a page; nothing if there is no such page."""
        return self._read(path)[0]

    def body(self, path: str) -> str:
        """Return what stands below it."""
        return self._read(path)[1]

    def made(self, path: str) -> Front:
        """Return what is made for the build of a page; nothing if nothing is."""
        place = f"{path.removesuffix('.md')}{BUILD}"
        self._note(place)
        if place not in self._made:
            file = self.docs / place
            self._made[place] = json.loads(file.read_bytes(), object_hook=read_days) if file.is_file() else {}
        return self._made[place]

    def whole(self, path: str) -> dict[str, Any]:
        """Return what is made for a page and its front matter as one."""
        return {**self.made(path), **self.front(path)}

    def _read(self, path: str) -> tuple[Front, str]:
        self._note(path)
        if path not in self._pages:
            file = self.docs / path
            body, front = get_data(file.read_text(encoding="utf-8")) if file.is_file() else ("", {})
            self._pages[path] = front, body
        return self._pages[path]

    def _note(self, path: str) -> None:
        if self.asking:
            self.reads[self.asking].add(path)


def read_days(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with the day of an interview as a date."""
    if isinstance(day := values.get("date"), str):
        values["date"] = datetime.date.fromisoformat(day)
    return values
