"""What is to be published of a reading, and how it gets into `docs/`.

Everything is made and checked before the first file is written; what may differ from what is published is made at all.
"""

import difflib
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

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
from interviews.pages import BUILD, add_related
from interviews.run.cache import look_at
from interviews.run.git import list_untracked
from interviews.run.job import Done
from interviews.run.reading import Reading, Run, do_jobs, name_extract, read_job
from interviews.run.record import explain_gone, find_broken, name_address
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


Files = dict[str, str]
"""Texts by their paths below `docs/`."""


class Made(NamedTuple):
    """The files of an interview, and of what they are made beside the interview itself."""

    kin: str
    """The digest of all that decides what is related to its answers, see `Extract.kin`."""
    related: str
    """The digest of what is related to them."""
    paths: tuple[str, ...] = ()
    """Of the files, below `docs/`."""
    folders: tuple[str, ...] = ()
    """Those that the files stand in."""
    state: tuple[int, ...] | None = None
    """How files and folders looked when they were right, see `look_at`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """What is to be published."""

    reading: Reading
    """What it is made of: everything or, under `--keep-going`, all but faulty interviews."""
    published: Files
    """The files that differ from what they should be, as they are."""
    changes: Mapping[str, str | None]
    """The same files as they should be; nothing if one has to go."""
    made: Mapping[str, Made]
    """The files of all interviews, by their ids."""
    anew: frozenset[str]
    """The ids of those whose files were made for this edition."""
    count: int
    """How many files there are, but for those that are kept."""
    kept: int
    """How many files of topics and people stay as they were, since only a faulty interview could make them anew."""


# --- making ---


def make_edition(run: Run, reading: Reading, *, keep_going: bool) -> Edition:
    """Return what is to be published; raise `Faults` if there are any, or, to keep going, if nothing can be made.

    An interview whose published addresses would be lost is faulty too, even one whose text is gone. Without interviews
    there are lists, empty ones. Raises `WorkersLost`.
    """
    while not reading.faults or (keep_going and reading.extracts):
        edition, broken = draft_edition(run, reading)
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


def draft_edition(run: Run, reading: Reading) -> tuple[Edition, list[Fault]]:
    """Return what is to be published, and the faults of published addresses that would be lost by that."""
    cache, extracts = run.cache, reading.extracts
    new = list_untracked(run.root)
    kin = hashlib.sha256("".join(extract.kin for extract in extracts).encode()).hexdigest()
    companions = cache.remember("companions", kin, partial(find_companions, extracts))
    gathered = render_listings(extracts, reading.vocabulary, companions, reading.site)
    gathered |= cache.remember("schemas", cache.common, render_schemas)
    listed = read_files(run.docs, find_listings(run.docs))
    kept = keep_listings(gathered, listed, extracts, reading.vocabulary) if reading.faults else {}
    gathered |= kept
    broken = [*find_gone(run.docs, reading, new), *find_lost(listed, gathered, new)]
    published, changes = compare(listed, gathered)
    made = find_made(run, reading)
    anew = []
    for extract, one, pages in render_others(run, reading, kin, made):
        were = read_files(run.docs, find_files(run.docs, extract))
        broken += find_lost(were, pages, new)
        old, now = compare(were, pages)
        published |= old
        changes |= now
        made[extract.id] = one
        anew.append(extract.id)
    count = len(gathered) - len(kept) + sum(len(one.paths) for one in made.values())
    return Edition(
        reading=reading,
        published=published,
        changes=changes,
        made=made,
        anew=frozenset(anew),
        count=count,
        kept=len(kept),
    ), broken


def find_made(run: Run, reading: Reading) -> dict[str, Made]:
    """Return the files of interviews that are known to be right, by their ids.

    What is related to their answers is right too where `kin` is still the digest of all `Extract.kin`.
    """
    known = {id_: run.cache.find(name_files(id_), key) for id_, key in reading.keys.items()}
    return {id_: one for id_, one in known.items() if one and one.state == look_at(run.docs, one.paths + one.folders)}


def render_others(run: Run, reading: Reading, kin: str, made: dict[str, Made]) -> Iterator[tuple[Extract, Made, Files]]:
    """Yield the interviews whose files are not known to be right, with the files; bring `made` up to date.

    Where `kin` is another than when the files were made, so may be what is related to their answers.
    """
    doubtful = [one for one in reading.extracts if one.id not in made or made[one.id].kin != kin]
    found = find_related(reading.extracts, {extract.id for extract in doubtful})
    wanted: list[tuple[Extract, Made, dict[str, list[dict[str, Any]]]]] = []
    for extract, of_answers in zip(doubtful, found, strict=True):
        paths = (f"interviews/{extract.id}/{answer.id}.md" for answer in extract.answers)
        related = dict(zip(paths, (describe_related(extract, one) for one in of_answers), strict=True))
        digest = hashlib.sha256(repr(related).encode()).hexdigest()
        if extract.id in made and made[extract.id].related == digest:
            made[extract.id] = made[extract.id]._replace(kin=kin)
        else:
            wanted.append((extract, Made(kin, digest), related))
    unread = [extract.id for extract, *_ in wanted if extract.id not in reading.pages]
    jobs = [read_job(run.root, id_, reading.site) for id_ in unread]
    done = do_jobs(run, jobs, reading.vocabulary)
    for extract, one, beside in wanted:
        pages = reading.pages.get(extract.id)
        if pages is None:
            outcome = next(done)
            if not isinstance(outcome, Done):  # it was right a moment ago
                raise Faults(outcome)
            pages = outcome.pages
        pages = pages | {path: add_related(pages[path], related) for path, related in beside.items()}
        yield extract, one._replace(paths=tuple(pages)), pages


def keep_listings(gathered: Files, published: Files, extracts: Iterable[Extract], vocabulary: Vocabulary) -> Files:
    """Return the pages of topics and people that stay as they are while some interview is faulty.

    These are those of people who speak in no other, and those of topics that no other speaks of.
    """
    used = {topic for extract in extracts for topic in extract.used}
    silent = {f"topics/{topic}{end}" for topic in vocabulary.topics.keys() - used for end in (".md", BUILD)}
    addresses = {name_address(path) for path in gathered}
    return {path: text for path, text in published.items() if path in silent or name_address(path) not in addresses}


def find_lost(published: Files, made: Files, new: Collection[str]) -> list[Fault]:
    """Return the faults of published addresses that would be lost; `new` files were never given to git."""
    record = {path: page for path, page in published.items() if path not in new and not MADE.fullmatch(path)}
    return list(find_broken(record, made)) if record else []


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
    known = {folder for extract in reading.extracts for folder in list_folders(extract)}
    folders = sorted((docs / "interviews").glob("[!.]*/"))
    return [folder for folder in folders if folder.name not in known | reading.faulty]


# --- publishing ---


def find_listings(docs: Path) -> Iterator[Path]:
    """Yield the published files that gather all interviews."""
    yield from (docs / name for name in FILES)
    yield from (docs / "interviews").glob("[!.]*.*")
    yield from (path for folder in ("people", "topics") for path in (docs / folder).rglob("[!.]*.*"))


def find_files(docs: Path, extract: Extract) -> Iterator[Path]:
    """Yield the published files of an interview."""
    for folder in list_folders(extract):
        yield from (docs / "interviews" / folder).rglob("[!.]*.*")


def list_folders(extract: Extract) -> tuple[str, ...]:
    """Return the folders of an interview below `docs/interviews/`: those of its former ids, and its own."""
    return (*extract.formerly, extract.id)


def read_files(docs: Path, paths: Iterable[Path]) -> Files:
    """Return those of the paths that are files, as pages; a byte that is no text makes a page stale."""
    return {
        path.relative_to(docs).as_posix(): path.read_bytes().decode(errors="replace")
        for path in paths
        if path.is_file()
    }


def compare(published: Files, made: Files) -> tuple[Files, dict[str, str | None]]:
    """Return the files that differ, as they were published, and as they should be: nothing if one has to go."""
    differ = sorted(path for path in published.keys() | made.keys() if published.get(path) != made.get(path))
    return {path: published.get(path, "") for path in differ}, {path: made.get(path) for path in differ}


def show_stale(edition: Edition) -> int:
    """Print how what is published differs from what should be, but for what is no record; return in how many files."""
    stale = [path for path in sorted(edition.changes) if not MADE.fullmatch(path)]
    for path in stale:
        print(show_difference(path, edition.published[path], edition.changes[path] or ""), end="")
    return len(stale)


def write_edition(run: Run, edition: Edition) -> int:
    """Write the files that differ, remove those whose addresses lead elsewhere now; return how many those are."""
    for path, text in edition.changes.items():
        if text is None:
            (run.docs / path).unlink(missing_ok=True)  # another run may have done it
        else:
            run.cache.write(run.docs / path, text.encode())
    reading, cache = edition.reading, run.cache
    for extract in reading.extracts:
        one = edition.made[extract.id]
        if extract.id in edition.anew:
            roots = (run.docs / "interviews" / folder for folder in list_folders(extract))
            places = (Path(place) for root in roots for place, *_ in os.walk(root))
            folders = tuple(place.relative_to(run.docs).as_posix() for place in places)
            one = one._replace(folders=folders, state=look_at(run.docs, one.paths + folders))
        cache.values[name_files(extract.id)] = reading.keys[extract.id], one
    ids = reading.keys.keys()
    cache.save({"vocabulary", "companions", "schemas", *map(name_extract, ids), *map(name_files, ids)})
    if not reading.faults:
        remove_left(run.docs, reading, list_untracked(run.root))
    return len(edition.changes)


def name_files(id_: str) -> str:
    """Return under which name the cache has the files of an interview."""
    return f"files of {id_}"


def remove_left(docs: Path, reading: Reading, new: Collection[str]) -> None:
    """Remove what was made of interviews that are no more, and of which nothing is in the record."""
    for folder in find_unknown(docs, reading):
        for path in folder.iterdir():
            if (place := path.relative_to(docs).as_posix()) in new or MADE.fullmatch(place):
                path.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()


def show_difference(path: str, old: str, new: str) -> str:
    """Return the unified diff from the published page to the one that should stand there."""
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/docs/{path}", f"b/docs/{path}")
    return "".join(lines)
