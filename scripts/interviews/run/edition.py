"""What is to be published of a reading, and how it gets into `docs/`.

Everything is made and checked before the first file is written. Only what may differ from what is published is made at
all, an interview at a time and on all cores.
"""

import difflib
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from interviews.archive import (
    FEED,
    Extract,
    describe_related,
    find_companions,
    find_related,
    render_listings,
    render_schemas,
)
from interviews.faults import Fault, Faults
from interviews.pages import BUILD, Pages, add_related
from interviews.run.cache import Cache, Parts, Published, describe_published
from interviews.run.git import list_untracked
from interviews.run.job import Done, do_job
from interviews.run.reading import Reading, Run, parse_vocabulary, read_job, read_vocabulary
from interviews.run.record import explain_gone, find_broken, name_address
from interviews.run.workers import spread
from interviews.sidecar import Vocabulary

FOLDERS = ("interviews", "people", "topics")
FILES = (
    *(FEED, "interviews.json", "llms.txt"),
    *(f"{page}{end}" for page in ("figures", "timeline") for end in (".md", BUILD)),
)
"""What of `docs/` is made by this command."""
MADE = re.compile(
    r".*\.build\.json|interviews/[^/]+/"
    r"(?:(?:transcript|source|verify)\.md|interview\.(?:json|md|txt|tei\.xml)|citation\.(?:bib|csl\.json|ris))"
)
"""Of that, what nobody reviews, since it has the words once more: no part of the record; `.gitignore` names it too."""


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
    """What is to be published."""

    reading: Reading
    """What it is made of: everything or, under `--keep-going`, all but faulty interviews."""
    listings: Unit
    units: tuple[Unit, ...]
    """The interviews that may differ from what is published."""
    kept: int
    """How many files of topics and people stay as they were, since only a faulty interview could make them anew."""


# --- making ---


def make_edition(run: Run, reading: Reading, *, keep_going: bool) -> Edition:
    """Return what is to be published; raise `Faults` if there are any, or, to keep going, if nothing can be made.

    An interview whose published addresses would be lost is faulty too, even one whose text is gone. Without interviews
    there are lists, empty ones. Raises `WorkersLost`.
    """
    while not reading.faults or (keep_going and reading.extracts):
        edition = draft_edition(run, reading)
        broken = tuple(find_lost(run, edition))
        if not broken:
            return edition
        sources = {PurePosixPath(fault.path).stem for fault in broken if fault.path.startswith("source/")}
        losing = sources - reading.faulty
        reading = replace(
            reading,
            extracts=tuple(one for one in reading.extracts if one.id not in losing),
            faults=tuple(dict.fromkeys([*reading.faults, *broken])),
            faulty=reading.faulty | losing,
        )
        if not losing:
            break
    raise Faults(reading.faults)


def draft_edition(run: Run, reading: Reading) -> Edition:
    """Return what is to be published, if no address is lost by that."""
    cache, extracts = run.cache, reading.extracts
    kin = hashlib.sha256("".join(extract.kin for extract in extracts).encode()).hexdigest()
    companions = cache.remember("companions", kin, partial(find_companions, extracts))
    gathered = render_listings(extracts, reading.vocabulary, companions, reading.site)
    gathered |= cache.remember("schemas", cache.common, render_schemas)
    listed = read_files(run.docs, find_listings(run.docs))
    kept = keep_listings(gathered, listed, extracts, reading.vocabulary) if reading.faults else {}
    gathered |= kept
    return Edition(
        reading=reading,
        listings=Unit(id="", parts=Parts(""), folders=(), published=listed, make=gathered.copy),
        units=tuple(list_units(run, reading, kin)),
        kept=len(kept),
    )


def list_units(run: Run, reading: Reading, kin: str) -> Iterator[Unit]:
    """Yield the interviews whose pages may differ from the published ones; `kin` is the digest of all `Extract.kin`."""
    extracts, keys = reading.extracts, reading.keys
    doubtful = [one for one in extracts if not run.register.has(one.id, Parts(keys[one.id], kin=kin), run.docs)]
    related = find_related(extracts, {extract.id for extract in doubtful})
    for extract, of_answers in zip(doubtful, related, strict=True):
        beside = [describe_related(extract, found) for found in of_answers]
        key = keys[extract.id]
        parts = Parts(key, kin=kin, related=hashlib.sha256(repr(beside).encode()).hexdigest())
        if not run.register.has(extract.id, parts, run.docs):
            paths = (f"interviews/{extract.id}/{answer.id}.md" for answer in extract.answers)
            shown = dict(zip(paths, beside, strict=True))
            make = partial(make_pages, extract.id, key, shown, reading.site, run.root, run.cache)
            yield Unit(id=extract.id, parts=parts, folders=(*extract.formerly, extract.id), make=make)


def make_pages(
    id_: str, key: str, beside: Mapping[str, list[dict[str, Any]]], site: str, root: Path, cache: Cache
) -> Pages:
    """Return all pages of an interview, `key` the cache's, `site` the site's name.

    `beside` has what is related to each answer, by its page.
    """
    pages = cache.find_pages(id_, key)
    if pages is None:  # somebody removed them from the cache
        outcome = do_job(read_job(root, id_, site), parse_vocabulary(read_vocabulary(root)))
        if not isinstance(outcome, Done):  # it was right a moment ago
            raise Faults(outcome)
        pages = outcome.pages
    return pages | {path: add_related(pages[path], related) for path, related in beside.items()}


def keep_listings(gathered: Pages, published: Pages, extracts: Iterable[Extract], vocabulary: Vocabulary) -> Pages:
    """Return the pages of topics and people that stay as they are while some interview is faulty.

    These are those of people who speak in no other, and those of topics that no other speaks of.
    """
    used = {topic for extract in extracts for topic in extract.used}
    silent = {f"topics/{topic}{end}" for topic in vocabulary.topics.keys() - used for end in (".md", BUILD)}
    addresses = {name_address(path) for path in gathered}
    return {path: text for path, text in published.items() if path in silent or name_address(path) not in addresses}


def find_lost(run: Run, edition: Edition) -> Iterator[Fault]:
    """Yield what is wrong with an edition: published addresses that it would lose."""
    new = list_untracked(run.root)
    yield from find_gone(run.docs, edition.reading, new)
    yield from check_unit(edition.listings, run.docs, new)
    folders = run.docs / "interviews"
    known = [unit for unit in edition.units if any((folders / name).is_dir() for name in unit.folders)]
    yield from chain.from_iterable(spread(partial(check_unit, docs=run.docs, new=new), known, run.processes))


def check_unit(unit: Unit, docs: Path, new: Collection[str]) -> list[Fault]:
    """Return the faults of published addresses that would be lost; `new` files were never given to git."""
    files = read_published(docs, unit).items()
    published = {path: page for path, page in files if path not in new and not MADE.fullmatch(path)}
    return list(find_broken(published, unit.make())) if published else []


def find_gone(docs: Path, reading: Reading, new: Collection[str]) -> Iterator[Fault]:
    """Yield published interviews that are no more; of one whose files are all `new`, nobody knows.

    While some interview is faulty, its former ids can't be known, so that a folder with nothing but pages that lead
    elsewhere may be one of them.
    """
    for folder in find_unknown(docs, reading):
        is_doubtful = reading.faults and not (folder / "index.md").exists()
        files = (path.relative_to(docs).as_posix() for path in folder.rglob("[!.]*.*"))
        if not is_doubtful and not all(path in new or MADE.fullmatch(path) for path in files):
            yield explain_gone(folder.name)


def find_unknown(docs: Path, reading: Reading) -> list[Path]:
    """Return the folders below `docs/interviews/` that no interview has or had."""
    known = {folder for extract in reading.extracts for folder in (*extract.formerly, extract.id)}
    folders = sorted((docs / "interviews").glob("[!.]*/"))
    return [folder for folder in folders if folder.name not in known | reading.faulty]


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


def show_stale(run: Run, edition: Edition) -> int:
    """Print the differences between what is published and what should be; return how many files differ.

    Raises `WorkersLost`.
    """
    count = 0
    find = partial(find_stale, docs=run.docs)
    for found in chain([find(edition.listings)], spread(find, edition.units, run.processes)):
        print(*found, sep="", end="")
        count += len(found)
    return count


def find_stale(unit: Unit, docs: Path) -> list[str]:
    """Return the differences between a unit's files as published and as they should be; of those of the record."""
    stale = list_stale(read_published(docs, unit), unit.make())
    return [show_difference(path, old, new or "") for path, old, new in stale if not MADE.fullmatch(path)]


def write_edition(run: Run, edition: Edition) -> int:
    """Write the files that differ, remove those whose addresses lead elsewhere now; return how many those are.

    Raises `WorkersLost`.
    """
    count = 0
    publish = partial(publish_unit, docs=run.docs, cache=run.cache)
    done = chain([publish(edition.listings)], spread(publish, edition.units, run.processes))
    for unit, (written, published) in zip((edition.listings, *edition.units), done, strict=True):
        run.register.published[unit.id] = published
        count += written
    run.register.keep({"", *(one.id for one in edition.reading.extracts)})
    if not edition.reading.faults:
        remove_left(run.docs, edition.reading, list_untracked(run.root))
    return count


def remove_left(docs: Path, reading: Reading, new: Collection[str]) -> None:
    """Remove what was made of interviews that are no more, and of which nothing is in the record."""
    for folder in find_unknown(docs, reading):
        for path in folder.iterdir():
            if (place := path.relative_to(docs).as_posix()) in new or MADE.fullmatch(place):
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


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
