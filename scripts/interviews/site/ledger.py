"""What the last build of a site was made of, so that the next one builds only what a change reaches.

MkDocs builds what is newer than its page (`--dirty`). Here stands what it can't know: which other pages were read for a
page, what all pages hang on, and what else was written for a page. A page that must be built again is made to look old.
"""

import hashlib
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

CACHE = ".site_cache"
"""A folder of the project's that git does not know and that may be removed at any time."""
PROGRAMS = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pagefind")
"""By which pages look as they do."""
OLD = (0, 0)
"""The time of a page that must be built again, older than all others."""


class Ledger:
    """What a site was made of; its `folder` also holds what else is kept for the next build."""

    def __init__(self, root: Path, docs: Path, site: Path) -> None:
        """Read what is known of the site that was built in the folder `site`; nothing, if it was built otherwise."""
        self.docs, self.site = docs, site
        self.folder = root / CACHE / hashlib.sha256(str(site).encode()).hexdigest()[:12]
        self.stamps = dict(walk(docs))
        """By its path below `docs/`, when a file was changed and how large it is."""
        self.common = ""
        self.known: dict[str, Any] = {}
        """What the last build left."""

    @property
    def file(self) -> Path:
        """Where it stands."""
        return self.folder / "ledger.json"

    def open(self, common: str) -> bool:
        """Read what the last build left, and tell whether it holds: not if what all pages hang on is another now."""
        self.common = common
        try:
            known = json.loads(self.file.read_bytes())
        except (OSError, ValueError):  # there was none, or it was damaged
            known = {}
        self.file.unlink(missing_ok=True)  # a build that fails leaves nothing to go by
        if known.get("common") == common:
            self.known = known
        return bool(self.known)

    def has_changed(self, path: str) -> bool:
        """Tell whether a file below `docs/` is another than it was."""
        was: str | None = self.known.get("stamps", {}).get(path)
        return was != self.stamps.get(path)

    def is_stale(self, path: str) -> bool:
        """Tell whether a page that was made of others has to be built again."""
        page = self.known["pages"].get(path)
        return page is None or any(map(self.has_changed, page["reads"]))

    def close(self, reads: dict[str, set[str]], writes: dict[str, list[str]], pages: Collection[str]) -> None:
        """Note what the pages that were built now were made of, beside what is known of the others.

        `reads` and `writes` are by the pages' paths; `pages` are those that there are.
        """
        built = {path: {"reads": sorted(read), "writes": writes.get(path, [])} for path, read in reads.items()}
        all_pages = self.known.get("pages", {}) | built
        kept = {path: page for path, page in sorted(all_pages.items()) if path in pages}
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = {"common": self.common, "stamps": self.stamps, "pages": kept}
        self.file.write_text(json.dumps(self.known), encoding="utf-8")

    def list_written(self) -> Iterator[str]:
        """Yield the files of the site that were written for a page beside it."""
        for page in self.known["pages"].values():
            yield from page["writes"]

    def remove_others(self, kept: Collection[str], folders: tuple[str, ...]) -> None:
        """Remove the files of the site that nothing made, but for those in some folders of it, and hidden ones."""
        for place, _ in list(walk(self.site)):
            if place not in kept and not place.startswith((*folders, ".")) and "/." not in place:
                path = self.site / place
                path.unlink()
                for folder in path.parents:
                    if folder == self.site or any(folder.iterdir()):
                        break
                    folder.rmdir()


def make_old(path: Path) -> None:
    """Have a file of the site made again, if it is there."""
    if path.exists():
        os.utime(path, OLD)


def walk(folder: Path, below: str = "") -> Iterator[tuple[str, str]]:
    """Yield the files in a folder and below by their paths, each with when it was changed and how large it is.

    Paths are texts, since there may be many thousands; `below` stands before each.
    """
    waiting = [(str(folder), below)]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    state = entry.stat()
                    yield f"{prefix}{entry.name}", f"{state.st_mtime_ns} {state.st_size}"


def describe_common(settings: object, folders: Iterable[Path]) -> str:
    """Return a digest of what all pages hang on: settings, files in these folders, and the programs that build."""
    files = [sorted(walk(folder, f"{folder.name}/")) for folder in folders]
    programs = [sys.version, *(version(name) for name in PROGRAMS)]
    return hashlib.sha256(repr((settings, files, programs)).encode()).hexdigest()
