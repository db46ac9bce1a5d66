"""What is known from the last run, so that an interview that did not change is not read again.

One file in a folder that git does not know and that may be removed at any time. What a value was made of is part of its
key: the code with what it needs and the vocabulary, for all; for an interview also its text, its sidecar, and the
site's name.
"""

import hashlib
import os
import pickle
import sys
import zlib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

import babel
import pydantic
import yaml

from interviews.run.job import Job

CACHE, KNOWN = ".split_cache", "known"
"""The folder's name in the project's, and the file's in it."""
Value = TypeVar("Value")


class Cache:
    """Values by their names, each under the key of what it was made of."""

    def __init__(self, folder: Path, vocabulary: bytes) -> None:
        """Read what the folder holds, which need not be there; `vocabulary` has the bytes of its file."""
        self.folder = folder
        self.common = hashlib.sha256(name_code() + hashlib.sha256(vocabulary).digest()).hexdigest()
        """The key of what is made of the code and the vocabulary alone."""
        self.values: dict[str, tuple[str, Any]] = {}
        try:
            sum_, _, packed = (folder / KNOWN).read_bytes().partition(b"\n")
            if sum_ == add_up(packed):  # else a disk failed, or a hand slipped
                self.values = pickle.loads(packed)  # noqa: S301 - our own, whole
        except Exception:  # noqa: S110 - whatever a damaged file raises, it is as if it were not there
            pass

    def name_job(self, job: Job) -> str:
        """Return the key of what a job makes."""
        parts = (job.text, job.sidecar or b"", job.site.encode())
        digests = [hashlib.sha256(part).hexdigest() for part in parts]
        return hashlib.sha256("".join([self.common, *digests]).encode()).hexdigest()

    def find(self, name: str, key: str) -> Any:
        """Return what is known under a name and a key; nothing if nothing is."""
        known, value = self.values.get(name, ("", None))
        return value if known == key else None

    def remember(self, name: str, key: str, make: Callable[[], Value]) -> Value:
        """Return what is known under a name and a key, or make it."""
        value: Value | None = self.find(name, key)
        if value is None:
            value = make()
            self.values[name] = key, value
        return value

    def save(self, names: Collection[str]) -> None:
        """Keep what is known under these names, and forget the rest."""
        packed = pickle.dumps({name: value for name, value in self.values.items() if name in names})
        self.write(self.folder / KNOWN, add_up(packed) + b"\n" + packed)

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


def look_at(docs: Path, paths: Iterable[str]) -> tuple[int, ...] | None:
    """Return the size and time of each file and folder below `docs/`; nothing if one is not there."""
    state: list[int] = []
    base = str(docs)  # as a text: there may be many thousands
    try:
        for path in paths:
            found = os.stat(f"{base}/{path}")  # noqa: PTH116
            state += (found.st_size, found.st_mtime_ns)
    except OSError:
        return None
    return tuple(state)


def add_up(data: bytes) -> bytes:
    """Return a checksum of the data."""
    return f"{zlib.crc32(data):08x}".encode()


def name_code() -> bytes:
    """Return a digest of all code of which pages are made."""
    digest = hashlib.sha256(repr((sys.version, babel.__version__, pydantic.VERSION, yaml.__version__)).encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
