"""Processes that share what is to be built, on all cores: copies of this one, from the moment when it is shared."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from mkdocs.exceptions import BuildError

Item = TypeVar("Item")


class Crew:
    """One process and its helpers or, in a helper, itself alone."""

    def __init__(self) -> None:
        """Begin alone."""
        self.helpers: list[tuple[int, int]] = []
        """By their numbers, the ends of the pipes by which they report."""
        self.out = -1
        """Where this process reports, if it is a helper."""

    @property
    def is_helper(self) -> bool:
        """Whether this process was made to help."""
        return self.out >= 0

    def share(self, items: Sequence[Item], count: int) -> Sequence[Item]:
        """Return the share of the process in which this returns: in this one and in the helpers, `count` in all."""
        for number in range(1, count):
            reading, writing = os.pipe()
            if (process := os.fork()) == 0:
                self.helpers, self.out = [], writing
                return items[number::count]
            os.close(writing)
            self.helpers.append((process, reading))
        return items[:: max(count, 1)]

    def report(self, value: Any) -> None:
        """Give a value to the process that shared the work, and end this helper."""
        sys.stdout.flush()
        sys.stderr.flush()
        with os.fdopen(self.out, "w", encoding="utf-8") as pipe:
            json.dump(value, pipe)
        os._exit(0)  # what else MkDocs does at its end is done once

    def join(self) -> Iterator[Any]:
        """Yield what the helpers report. Raises `BuildError` if one could not end its work."""
        for process, reading in self.helpers:
            with os.fdopen(reading, encoding="utf-8") as pipe:
                told = pipe.read()
            os.waitpid(process, 0)
            if not told:
                raise BuildError("a process that built a share of the pages has failed, see above")
            yield json.loads(told)
        self.helpers = []
