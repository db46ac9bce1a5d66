"""What was done already, so that an interview that did not change is not split again.

A folder that git does not know and that may be removed at any time. What an interview made is kept under a key of all
that it is made of: its text and sidecar, the vocabulary, the site's name, and this code with what it needs. What was
published is known by the sizes and times of its files, as the system tells them.
"""

import hashlib
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import babel
import pydantic
import yaml

from interviews.archive import Extract
from interviews.pages import Pages
from interviews.run.job import Done, Job

CACHE, JOBS = ".split_cache", "interviews"
"""The folder's name in the project's, and in it that of what single interviews made."""
Value = TypeVar("Value")


class Parts(NamedTuple):
    """Digests of what an interview's files are made of."""

    made: str
    """The key of what it makes alone."""
    kin: str = ""
    """Of everything that decides what is related to its answers, see `Extract.kin`."""
    related: str = ""
    """Of what is related to them, nothing if that was not looked for."""


class Published(NamedTuple):
    """Files in `docs/` as they were when they were last seen to be right."""

    parts: Parts
    files: int
    """How many there are."""
    paths: str
    """Theirs, below `docs/`, and those of the folders that they stand in, each in a line."""
    state: tuple[int, ...] | None
    """See `look_at`."""


class Cache:
    """What was done."""

    def __init__(self, folder: Path, vocabulary: bytes) -> None:
        """Open the folder, which need not be there; `vocabulary` has the bytes of its file."""
        self.folder = folder
        self.common = hashlib.sha256(name_code() + hashlib.sha256(vocabulary).digest()).hexdigest()
        """The key of what is made of the code and the vocabulary alone."""

    def name_job(self, job: Job) -> str:
        """Return the key of what a job makes."""
        parts = (job.text, job.sidecar or b"", job.site.encode())
        digests = [hashlib.sha256(part).hexdigest() for part in parts]
        return hashlib.sha256("".join([self.common, *digests]).encode()).hexdigest()

    def remember(self, name: str, key: str, make: Callable[[], Value]) -> Value:
        """Return what was made before under a name and a key, or make it, and keep it."""
        known: Value | None = self.load(name, key)
        if known is None:
            known = make()
            self.save(name, key, known)
        return known

    def find_extract(self, id_: str, key: str) -> Extract | None:
        """Return the extract of what was done, if it was."""
        extract: Extract | None = self.load(f"{JOBS}/{id_}.extract", key)
        return extract

    def find_pages(self, id_: str, key: str) -> Pages | None:
        """Return the pages of what was done, if it was."""
        pages: Pages | None = self.load(f"{JOBS}/{id_}.pages", key)
        return pages

    def keep(self, job: Job, done: Done) -> None:
        """Keep what was done."""
        key = self.name_job(job)
        self.save(f"{JOBS}/{job.id}.pages", key, done.pages)
        self.save(f"{JOBS}/{job.id}.extract", key, done.extract)

    def forget_others(self, ids: Collection[str]) -> None:
        """Remove what is kept of other interviews than these."""
        for path in (self.folder / JOBS).glob("*"):  # there may be no such folder
            if path.stem not in ids:
                path.unlink(missing_ok=True)  # another run may have done it

    def load(self, name: str, key: str) -> Any:
        """Return what was saved under a name and a key, nothing if that isn't there or was damaged."""
        try:
            with (self.folder / name).open("rb") as file:
                if file.readline() != f"{key}\n".encode():
                    return None
                sum_, pickled = file.readline(), file.read()
            return pickle.loads(pickled) if sum_ == add_up(pickled) else None  # noqa: S301 - our own, whole
        except Exception:  # whatever a damaged file raises, it is as if it were not there
            return None

    def save(self, name: str, key: str, value: object) -> None:
        """Save a value under a name, instead of what had that."""
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self.write(self.folder / name, f"{key}\n".encode() + add_up(pickled) + pickled)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file so that whoever reads it, or a run that dies, finds the old one or the new one, whole.

        What such a run leaves unfinished stands in the cache.
        """
        unfinished = self.folder / f"unfinished.{os.getpid()}"
        try:
            unfinished.write_bytes(data)
        except FileNotFoundError:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
        try:
            unfinished.replace(path)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.replace(path)


class Register:
    """What was published, by the ids of interviews; under none stand the files that gather all."""

    def __init__(self, cache: Cache) -> None:
        """Read it from the cache."""
        self.cache = cache
        self.published: dict[str, Published] = cache.load("published", cache.common) or {}

    def has(self, id_: str, parts: Parts, docs: Path) -> bool:
        """Tell whether an interview's files were made of the same and not touched since; if so, that is noted."""
        known = self.published.get(id_)
        if known is None or known.parts.made != parts.made:
            return False
        if known.parts.kin != parts.kin and known.parts.related != parts.related:
            return False
        if known.state != look_at(docs, known.paths):
            return False
        self.published[id_] = known._replace(parts=parts._replace(related=known.parts.related))
        return True

    def keep(self, ids: Collection[str]) -> None:
        """Keep what is noted of these interviews, and forget the others."""
        self.published = {id_: one for id_, one in self.published.items() if id_ in ids}
        self.cache.save("published", self.cache.common, self.published)
        self.cache.forget_others(ids)


def describe_published(parts: Parts, files: Collection[str], folders: Iterable[Path], docs: Path) -> Published:
    """Return what is to be noted of files in `docs/` that are right, in which folders they stand, and made of what."""
    inner = (Path(place) for folder in folders for place, _, _ in os.walk(folder))
    paths = "\n".join([*files, *(place.relative_to(docs).as_posix() for place in inner)])
    return Published(parts, len(files), paths, look_at(docs, paths))


def add_up(data: bytes) -> bytes:
    """Return a checksum of the data as a line: enough against a disk that fails, or a hand that slips."""
    return f"{zlib.crc32(data):08x}\n".encode()


def look_at(docs: Path, paths: str) -> tuple[int, ...] | None:
    """Return the size and time of each file and folder below `docs/`, one a line, nothing if one is not there."""
    state: list[int] = []
    base = str(docs)  # as a text: there may be many thousands
    try:
        for path in paths.split("\n"):
            found = os.stat(f"{base}/{path}")  # noqa: PTH116
            state += (found.st_size, found.st_mtime_ns)
    except OSError:
        return None
    return tuple(state)


def name_code() -> bytes:
    """Return a digest of all code of which pages are made."""
    digest = hashlib.sha256(repr((sys.version, babel.__version__, pydantic.VERSION, yaml.__version__)).encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
