"""What an editor is told when something is wrong: a place, what is wrong there, and how to mend it."""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Fault:
    """One thing that a person has to mend; printed as `path:line: message`."""

    path: str
    """The file, relative to the project's folder, with forward slashes."""
    line: int
    """Counted from 1."""
    message: str
    """What is wrong and how to mend it, in one line."""

    def __str__(self) -> str:
        """Return the fault as `path:line: message`."""
        return f"{self.path}:{self.line}: {self.message}"


class Faults(Exception):  # noqa: N818 - several at once, hence no "Error"
    """Raised with every fault found, once nothing more can be checked without mending them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of their places."""
        self.faults = tuple(sorted(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return the faults, one a line."""
        return "\n".join(map(str, self.faults))


def describe_count(things: Sequence[object], name: str) -> str:
    """Return how many there are, in words: “1 text”, “2 texts”."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def run_command(main: Callable[[], int], interrupted: str = "interrupted") -> NoReturn:
    """Run a command and exit: what its user or the system does to it is told in a line, or not at all."""
    status: int | str
    try:
        status = main()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except OSError as error:  # a full disk, a folder in a file's place
        status = f"{error.filename}: {error.strerror}; mend it and run it again"
    except KeyboardInterrupt:
        status = interrupted
    sys.exit(status)
