"""Split every interview of `source/` into pages, and gather them all: what of `docs/` nobody writes.

    make split    write the pages that differ

Its options: `--check` writes nothing, shows what is stale as a diff and exits with 1 if anything is, which is a part of
`make check`; `--keep-going` writes what interviews without a fault make, and exits with 1 if another has one;
`--scheduler ADDRESS` lets the workers of a Dask cluster do the work.

Everything is read (`reading`), made and checked before the first page is written (`edition`); a fault anywhere stops
all, unless the command is told to keep going. What an interview makes alone is made by `job`; an interview that did
not change is known by its content and not made again (`cache`). What the vocabulary lacks, or has too much, is a
remark: it is told, and nothing stops at it.
"""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from interviews.archive import find_gaps
from interviews.faults import Fault, Faults, describe_count, run_command
from interviews.run import (
    CACHE,
    Cache,
    Edition,
    Run,
    WorkersLost,
    make_edition,
    read_source,
    read_vocabulary,
    show_stale,
    write_edition,
)

NOTHING, WHOLE = "nothing was written", "every page is the old one or the new one, whole: run it again"
SHOWN = 10
"""Remarks that are printed, at most: a large archive may have thousands."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = read_arguments(arguments)
    vocabulary = read_vocabulary(options.root)
    halted = NOTHING
    with open_cache(options.root, vocabulary, anew=options.check) as cache:
        run = Run(root=options.root, cache=cache, processes=options.jobs, scheduler=options.scheduler)
        try:
            edition = make_edition(run, read_source(run, vocabulary), keep_going=options.keep_going)
            tell_faults(edition)
            if options.check:
                return check(edition)
            halted = WHOLE
            written = write_edition(run, edition)
        except Faults as error:
            print(error, f"{describe_count(error.faults, 'fault')}; {halted}", sep="\n", file=sys.stderr)
            return 1
        except WorkersLost as error:
            print(f"{error}; {halted}", file=sys.stderr)
            return 1
    built = f"{edition.count} files from {describe_count(edition.reading.extracts, 'text')}"
    faulty = edition.reading.faulty
    left = f"; not built, and in no list: {', '.join(sorted(faulty))}" if faulty else ""
    tell_remarks(edition)
    print(f"{built}, {written} written{left}")
    return 1 if edition.reading.faults else 0


def check(edition: Edition) -> int:
    """Show what is stale; return the exit status."""
    stale = show_stale(edition)
    tell_remarks(edition)
    if stale:
        print(f"stale files: {stale}; write them with: make split", file=sys.stderr)
    return 1 if stale or edition.reading.faults else 0


def tell_faults(edition: Edition) -> None:
    """Print what is wrong in interviews that are left out."""
    if faults := edition.reading.faults:
        print(*sorted(faults), describe_count(faults, "fault"), sep="\n", file=sys.stderr)


def tell_remarks(edition: Edition) -> None:
    """Print what the vocabulary lacks, or has too much, the first remarks whole."""
    if remarks := list_remarks(edition):
        more = f", the first {SHOWN} of them above" if len(remarks) > SHOWN else ""
        print(*remarks[:SHOWN], f"{describe_count(remarks, 'remark')}{more}; nothing stops at a remark", sep="\n")


def list_remarks(edition: Edition) -> list[Fault]:
    """Return what the vocabulary lacks, or has too much; without the faulty interviews nobody can tell."""
    reading = edition.reading
    gaps = () if reading.faults else find_gaps(reading.extracts, reading.vocabulary)
    return [replace(gap, message=f"remark: {gap.message}") for gap in sorted(gaps)]


def read_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return what the command is told."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; show what is stale, and fail")
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="build what has no fault, leave the pages of other interviews as they are, and fail",
    )
    parser.add_argument(
        "--jobs", type=positive, default=os.cpu_count() or 1, help="processes here, at most (default: all cores)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster whose workers split, tcp://host:8786")
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(__file__).parent.parent,
        help="the project's folder (default: this one)",
    )
    options = parser.parse_args(arguments)
    if options.scheduler == "":
        parser.error("--scheduler needs an address, such as tcp://host:8786")
    return options


def positive(text: str) -> int:
    """Return the number, which must be 1 or more; raise `ValueError`."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


@contextmanager
def open_cache(root: Path, vocabulary: bytes, *, anew: bool) -> Iterator[Cache]:
    """Give the project's cache or, to make everything anew, an empty one that is removed afterwards."""
    if anew:
        with TemporaryDirectory() as folder:
            yield Cache(Path(folder), vocabulary)
    else:
        yield Cache(root / CACHE, vocabulary)


if __name__ == "__main__":
    gc.disable()  # nothing here makes cycles worth mentioning, and there may be a million things to look at
    run_command(main, f"interrupted; {WHOLE}")
