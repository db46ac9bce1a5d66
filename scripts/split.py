"""Split every interview of `source/` into the pages of `docs/interviews/`.

    python scripts/split.py            write the pages that differ
    python scripts/split.py --check    write nothing, show what is stale as a diff, exit 1 if anything is
    python scripts/split.py --keep-going    write what interviews without a fault make, exit 1 if another has one
    python scripts/split.py --scheduler ADDRESS    let the workers of a Dask cluster do the work

With the cache, the only part of it that touches the disk. Everything is read, checked and made before the first page is
written; a fault anywhere stops all, unless the command is told to keep going. What an interview makes alone is made by
`job.do_job`; an interview that did not change is known by its content and not made again.
"""

import argparse
import difflib
import gc
import hashlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from cache import CACHE, Cache, Parts, Published, Register, describe_published
from cluster import WorkersLost
from document import parse_document
from extract import Extract
from faults import Fault, Faults
from feed import FEED
from interview import Interview
from job import Done, Job, do_job, read_interview
from kinship import describe_related, find_companions, find_related
from listings import check_people, find_gaps, render_listings, render_schemas
from pages import Pages, add_related
from record import explain_gone, find_broken, name_address
from source import decode_source
from topics import Vocabulary, VocabularyFile, check_topics, make_vocabulary
from workers import do_jobs, spread

VOCABULARY = "topics"
"""The one YAML file of `source/` that is no sidecar."""
FOLDERS, FILES = ("interviews", "people", "topics"), (FEED, "figures.md", "interviews.json", "llms.txt", "timeline.md")
"""What of `docs/` is made by this command."""
WHOLE = "every page is the old one or the new one, whole: run it again"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What `source/` holds."""

    extracts: tuple[Extract, ...]
    """Those of interviews without a fault, in the order of their ids."""
    keys: Mapping[str, str]
    """By their ids, under what the cache has what they made."""
    vocabulary: Vocabulary
    faults: tuple[Fault, ...]
    """What is wrong in the others."""
    faulty: frozenset[str]
    """Their ids."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """Files that are made, checked and written together: an interview's, or those that gather all interviews."""

    id: str
    """The interview's; nothing for those that gather all."""
    parts: Parts
    """What the files are made of."""
    folders: tuple[str, ...]
    """An interview's, below `docs/interviews/`: those of its former ids, and its own."""
    published: Pages | None = None
    """The files as they were published, where they are not too many to be held."""
    make: Callable[[], Pages]
    """Makes the files, whenever they are needed: a thousand interviews' would fill the memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """What is to be published: everything or, under `--keep-going`, what can be made without faulty interviews."""

    extracts: tuple[Extract, ...]
    listings: Unit
    units: tuple[Unit, ...]
    """The interviews that may differ from what is published."""
    kept: int
    """How many files of topics and people stay as they were, since only a faulty interview could make them anew."""
    faults: tuple[Fault, ...]
    faulty: frozenset[str]
    """The ids of the interviews that are left out."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = read_arguments(arguments)
    docs = options.root / "docs"
    vocabulary = read_vocabulary(options.root)
    with open_cache(options.root, vocabulary, anew=options.check) as cache:
        register = Register(cache)
        try:
            reading = read_source(options.root, vocabulary, cache, processes=options.jobs, scheduler=options.scheduler)
            edition = make_edition(
                reading, docs, cache, register, keep_going=options.keep_going, processes=options.jobs
            )
        except Faults as error:
            print(error, f"{describe_count(error.faults, 'fault')}; nothing was written", sep="\n", file=sys.stderr)
            return 1
        except WorkersLost as error:
            print(f"{error}; nothing was written", file=sys.stderr)
            return 1
        # Without the faulty interviews nobody can tell what the vocabulary lacks.
        gaps = [] if edition.faults else sorted(find_gaps(edition.extracts, reading.vocabulary))
        if edition.faults:
            print(*sorted(edition.faults), describe_count(edition.faults, "fault"), sep="\n", file=sys.stderr)
        if options.check:
            stale = show_stale(edition, docs, options.jobs)
            if stale:
                print(f"stale files: {stale}; write them with: make split", file=sys.stderr)
            if gaps:
                print(*gaps, describe_count(gaps, "gap") + " in the vocabulary", sep="\n", file=sys.stderr)
            return 1 if stale or gaps or edition.faults else 0
        try:
            written = write_edition(edition, docs, cache, register, options.jobs)
        except WorkersLost as error:
            print(f"{error}; {WHOLE}", file=sys.stderr)
            return 1
        count = sum(one.files for one in register.published.values()) - edition.kept
    built = f"{count} files from {describe_count(edition.extracts, 'text')}"
    left = f"; not built, and in no list: {', '.join(sorted(edition.faulty))}" if edition.faulty else ""
    print(f"{built}, {written} written{left}")
    if gaps:
        print(f"{describe_count(gaps, 'gap')} in the vocabulary; see with: python scripts/split.py --check")
    return 1 if edition.faults else 0


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


def describe_count(things: Sequence[object], name: str) -> str:
    """Return how many there are, in words: “1 text”, “2 texts”."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


@contextmanager
def open_cache(root: Path, vocabulary: bytes, *, anew: bool) -> Iterator[Cache]:
    """Give the project's cache or, to make everything anew, an empty one that is removed afterwards."""
    if anew:
        with TemporaryDirectory() as folder:
            yield Cache(Path(folder), vocabulary)
    else:
        yield Cache(root / CACHE, vocabulary)


# --- reading ---


def read_interviews(root: Path) -> tuple[list[Interview], Vocabulary]:
    """Return the interviews of `source/` in the order of their ids and the vocabulary; raise `Faults`."""
    vocabulary = parse_vocabulary(read_vocabulary(root))
    return [read_interview(read_job(root, id_), vocabulary) for id_ in find_files(root, ".txt")], vocabulary


def read_source(root: Path, topics: bytes, cache: Cache, *, processes: int, scheduler: str | None) -> Reading:
    """Return what `source/` holds, `topics` its vocabulary; raise `Faults` if that or all interviews are wrong."""
    texts = find_files(root, ".txt")
    if not texts:
        message = "no text here; save an interview as source/<id>.txt"
        raise Faults([Fault(path="source", line=1, message=message)])
    common: list[Fault] = []
    vocabulary = Vocabulary(is_whole=False)
    try:
        vocabulary = cache.remember("vocabulary", cache.common, partial(parse_vocabulary, topics))
    except Faults as error:
        common += error.faults
    faults: list[Fault] = []
    faulty: set[str] = set()
    for id_ in find_files(root, ".yml"):
        if id_ not in texts and id_ != VOCABULARY:
            message = f"there is no text source/{id_}.txt; add it or rename this file after its text"
            faults.append(Fault(path=f"source/{id_}.yml", line=1, message=message))
            faulty.add(id_)
    extracts, keys, found = read_extracts(root, texts, cache, vocabulary, processes=processes, scheduler=scheduler)
    faults += found
    faulty |= set(texts) - extracts.keys()
    for extract in extracts.values():
        for former in extract.formerly:
            if former in texts:
                message = f"“{former}” is a former id of “{extract.id}”, whose addresses lead on; choose another id"
                if former == extract.id:
                    message = f"“formerly” names “{former}” itself; remove it there"
                faults.append(Fault(path=f"source/{former}.txt", line=1, message=message))
                faulty |= {former, extract.id}  # one address can't be both's
    ordered = tuple(extracts[id_] for id_ in texts if id_ in extracts)
    common += check_people(ordered)
    if common:
        raise Faults([*common, *faults])
    return Reading(
        extracts=tuple(one for one in ordered if one.id not in faulty),
        keys=keys,
        vocabulary=vocabulary,
        faults=tuple(faults),
        faulty=frozenset(faulty),
    )


def read_extracts(
    root: Path, ids: Sequence[str], cache: Cache, vocabulary: Vocabulary, *, processes: int, scheduler: str | None
) -> tuple[dict[str, Extract], dict[str, str], list[Fault]]:
    """Return the extracts of interviews, by their ids, the cache's keys, and what is wrong with others."""
    extracts: dict[str, Extract] = {}
    keys: dict[str, str] = {}
    faults: list[Fault] = []
    new = []
    for id_ in ids:
        job = read_job(root, id_)
        keys[id_] = cache.name_job(job)
        if extract := cache.find_extract(id_, keys[id_]):
            extracts[id_] = extract
        else:
            new.append(job)
    for job, outcome in do_jobs(new, vocabulary, cache.keep, processes=processes, scheduler=scheduler):
        if isinstance(outcome, Extract):
            extracts[job.id] = outcome
        else:
            faults += outcome
    return extracts, keys, faults


def find_files(root: Path, ending: str) -> list[str]:
    """Return the names of the source's files with this ending, without those that programs hide there."""
    folder = root / "source"
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.endswith(ending) and entry.is_file()]
    return sorted(name.removesuffix(ending) for name in names if not name.startswith("."))


def read_job(root: Path, id_: str) -> Job:
    """Return an interview as it stands in `source/`."""
    text, sidecar = (root / "source" / f"{id_}{ending}" for ending in (".txt", ".yml"))
    return Job(id=id_, text=text.read_bytes(), sidecar=sidecar.read_bytes() if sidecar.is_file() else None)


def read_vocabulary(root: Path) -> bytes:
    """Return what stands in `source/topics.yml`, nothing if there is no such file."""
    path = root / "source" / f"{VOCABULARY}.yml"
    return path.read_bytes() if path.exists() else b""


def parse_vocabulary(topics: bytes) -> Vocabulary:
    """Return the topics of `source/topics.yml`; raise `Faults`."""
    source = f"source/{VOCABULARY}.yml"
    file, lines = parse_document(decode_source(topics, source), source, VocabularyFile)
    if faults := list(check_topics(file, lines)):
        raise Faults(faults)
    return make_vocabulary(file, lines)


# --- making ---


def make_edition(
    reading: Reading, docs: Path, cache: Cache, register: Register, *, keep_going: bool, processes: int
) -> Edition:
    """Return what is to be published; raise `Faults` if there are any, or, to keep going, if nothing can be made.

    An interview whose published addresses would be lost is faulty too, even one whose text is gone.
    """
    extracts, faults, faulty = reading.extracts, reading.faults, reading.faulty
    while extracts and (keep_going or not faults):
        kin = hashlib.sha256("".join(extract.kin for extract in extracts).encode()).hexdigest()
        companions = cache.remember("companions", kin, partial(find_companions, extracts))
        gathered = render_listings(extracts, reading.vocabulary, companions)
        gathered |= cache.remember("schemas", cache.common, render_schemas)
        listed = read_files(docs, find_listings(docs))
        kept = keep_listings(gathered, listed, extracts, reading.vocabulary) if faults else {}
        gathered |= kept
        listings = Unit(id="", parts=Parts(""), folders=(), published=listed, make=gathered.copy)
        units = tuple(list_units(extracts, kin, reading, docs, cache, register))
        known = [unit for unit in units if any((docs / "interviews" / folder).is_dir() for folder in unit.folders)]
        broken = [
            *find_gone(docs, extracts, faulty, is_whole=not faults),
            *check_unit(listings, docs),
            *chain.from_iterable(spread(partial(check_unit, docs=docs), known, processes)),
        ]
        if not broken:
            return Edition(
                extracts=extracts, listings=listings, units=units, kept=len(kept), faults=faults, faulty=faulty
            )
        faults = tuple(dict.fromkeys([*faults, *broken]))
        losing = {PurePosixPath(fault.path).stem for fault in broken if fault.path.startswith("source/")} - faulty
        if not losing:
            break
        faulty |= losing
        extracts = tuple(one for one in extracts if one.id not in losing)
    raise Faults(faults)


def list_units(
    extracts: Sequence[Extract], kin: str, reading: Reading, docs: Path, cache: Cache, register: Register
) -> Iterator[Unit]:
    """Yield the interviews whose pages may differ from the published ones; `kin` is the digest of all `Extract.kin`."""
    doubtful = [one for one in extracts if not register.has(one.id, Parts(reading.keys[one.id], kin=kin), docs)]
    related = find_related(extracts, {extract.id for extract in doubtful})
    for extract, of_answers in zip(doubtful, related, strict=True):
        beside = [describe_related(extract, found, reading.vocabulary) for found in of_answers]
        made = reading.keys[extract.id]
        parts = Parts(made, kin=kin, related=hashlib.sha256(repr(beside).encode()).hexdigest())
        if not register.has(extract.id, parts, docs):
            paths = (f"interviews/{extract.id}/{answer.id}.md" for answer in extract.answers)
            make = partial(make_pages, extract.id, made, dict(zip(paths, beside, strict=True)), docs.parent, cache)
            yield Unit(id=extract.id, parts=parts, folders=(*extract.formerly, extract.id), make=make)


def make_pages(id_: str, key: str, beside: Mapping[str, list[dict[str, Any]]], root: Path, cache: Cache) -> Pages:
    """Return all pages of an interview, `key` the cache's; `beside` has what is related to each answer, by its page."""
    pages = cache.find_pages(id_, key)
    if pages is None:  # somebody removed them from the cache
        outcome = do_job(read_job(root, id_), parse_vocabulary(read_vocabulary(root)))
        if not isinstance(outcome, Done):  # it was right a moment ago
            raise Faults(outcome)
        pages = outcome.pages
    return pages | {path: add_related(pages[path], related) for path, related in beside.items()}


def check_unit(unit: Unit, docs: Path) -> list[Fault]:
    """Return the faults of published addresses that would be lost."""
    published = read_published(docs, unit)
    return list(find_broken(published, unit.make())) if published else []


def keep_listings(gathered: Pages, published: Pages, extracts: Iterable[Extract], vocabulary: Vocabulary) -> Pages:
    """Return the pages of topics and people that stay as they are while some interview is faulty.

    These are those of people who speak in no other, and those of topics that no other speaks of.
    """
    used = {topic for extract in extracts for topic in extract.used}
    silent = {f"topics/{topic}.md" for topic in vocabulary.topics.keys() - used}
    addresses = {name_address(path) for path in gathered}
    return {path: text for path, text in published.items() if path in silent or name_address(path) not in addresses}


def find_gone(docs: Path, extracts: Iterable[Extract], faulty: frozenset[str], *, is_whole: bool) -> Iterator[Fault]:
    """Yield published interviews that are no more.

    While some interview is faulty, its former ids can't be known, so that a folder with nothing but pages that lead
    elsewhere may be one of them.
    """
    known = {folder for extract in extracts for folder in (*extract.formerly, extract.id)} | faulty
    for folder in sorted((docs / "interviews").glob("[!.]*/")):
        if folder.name not in known and (is_whole or (folder / "index.md").exists()) and any(folder.rglob("[!.]*.*")):
            yield explain_gone(folder.name)


# --- publishing ---


def find_listings(docs: Path) -> Iterator[Path]:
    """Yield the published files that gather all interviews."""
    yield from (docs / name for name in FILES)
    yield from (docs / "interviews").glob("[!.]*.*")
    yield from (path for folder in ("people", "topics") for path in (docs / folder).rglob("[!.]*.*"))


def read_published(docs: Path, unit: Unit) -> Pages:
    """Return a unit's pages as they were published."""
    if unit.published is not None:
        return unit.published
    folders = (docs / "interviews" / folder for folder in unit.folders)
    return read_files(docs, (path for folder in folders for path in folder.rglob("[!.]*.*")))


def read_files(docs: Path, paths: Iterable[Path]) -> Pages:
    """Return those of the paths that are files, as pages; a byte that is no text makes a page stale."""
    return {
        path.relative_to(docs).as_posix(): path.read_bytes().decode(errors="replace")
        for path in paths
        if path.is_file()
    }


def list_stale(published: Pages, pages: Pages) -> Iterator[tuple[str, str, str | None]]:
    """Yield the path of each page that differs, as it was published, and as it should be: nothing if it has to go."""
    for path in sorted(published.keys() | pages.keys()):
        if published.get(path) != pages.get(path):
            yield path, published.get(path, ""), pages.get(path)


def show_stale(edition: Edition, docs: Path, processes: int) -> int:
    """Print the differences between what is published and what should be; return how many files differ."""
    count = 0
    find = partial(find_stale, docs=docs)
    for found in chain([find(edition.listings)], spread(find, edition.units, processes)):
        print(*found, sep="", end="")
        count += len(found)
    return count


def find_stale(unit: Unit, docs: Path) -> list[str]:
    """Return the differences between a unit's files as published and as they should be."""
    stale = list_stale(read_published(docs, unit), unit.make())
    return [show_difference(path, old, new or "") for path, old, new in stale]


def write_edition(edition: Edition, docs: Path, cache: Cache, register: Register, processes: int) -> int:
    """Write the files that differ, remove those whose addresses lead elsewhere now; return how many those are.

    Raises `WorkersLost`.
    """
    count = 0
    publish = partial(publish_unit, docs=docs, cache=cache)
    done = chain([publish(edition.listings)], spread(publish, edition.units, processes))
    for unit, (written, published) in zip((edition.listings, *edition.units), done, strict=True):
        register.published[unit.id] = published
        count += written
    register.keep({"", *(one.id for one in edition.extracts)})
    return count


def publish_unit(unit: Unit, docs: Path, cache: Cache) -> tuple[int, Published]:
    """Write and remove files of a unit; return how many, and what is to be noted of all."""
    count, pages = 0, unit.make()
    for path, _, new in list_stale(read_published(docs, unit), pages):
        if new is None:
            (docs / path).unlink(missing_ok=True)  # another run may have done it
        else:
            cache.write(docs / path, new.encode())
        count += 1
    folders = [docs / "interviews" / folder for folder in unit.folders]
    return count, describe_published(unit.parts, pages, folders, docs)


def show_difference(path: str, old: str, new: str) -> str:
    """Return the unified diff from the published page to the one that should stand there."""
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/docs/{path}", f"b/docs/{path}")
    return "".join(lines)


if __name__ == "__main__":
    gc.disable()  # nothing here makes cycles worth mentioning, and there may be a million things to look at
    try:
        sys.exit(main())
    except OSError as error:  # a full disk, a folder in a file's place
        sys.exit(f"{error.filename}: {error.strerror}; mend it and run it again")
    except KeyboardInterrupt:
        sys.exit(f"interrupted; {WHOLE}")
