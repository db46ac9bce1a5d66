"""Split every interview of `source/` into the pages of `docs/interviews/`.

    python scripts/split.py            write the pages that differ
    python scripts/split.py --check    write nothing, show what is stale as a diff, exit 1 if anything is
    python scripts/split.py --keep-going    write what interviews without a fault make, exit 1 if another has one

The only module that touches the disk. Everything is read, checked and rendered before the first page is written; a
fault anywhere stops all, unless the command is told to keep going.
"""

import argparse
import difflib
import hashlib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from concordance import find_gaps, find_kinship, find_used
from document import SLUG, parse_document
from faults import Fault, Faults
from feed import FEED, render_feed
from interview import Interview, check_people, lay_over, make_guide
from labels import NO_GUIDE
from listings import render_listings
from pages import Pages, render_exports, render_interview, render_lists
from record import find_broken, name_address
from redirects import render_redirects, render_renamed
from sidecar import Sidecar
from source import decode_source
from topics import Vocabulary, VocabularyFile, check_topics, make_vocabulary
from transcript import parse_transcript

VOCABULARY = "topics"
"""The one YAML file of `source/` that is no sidecar."""
FOLDERS, FILES = ("interviews", "people", "topics"), (FEED, "figures.md", "interviews.json", "llms.txt", "timeline.md")
"""What of `docs/` is made by this command."""
EXAMPLE = "“answers: [{id: …, title: …, question: …}]”"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What `source/` holds."""

    interviews: tuple[Interview, ...]
    """Those without a fault, in the order of their ids."""
    vocabulary: Vocabulary
    faults: tuple[Fault, ...]
    """What is wrong in the others."""
    faulty: frozenset[str]
    """Their ids."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """What is to be published: everything or, under `--keep-going`, what can be made without faulty interviews."""

    interviews: tuple[Interview, ...]
    pages: Pages
    kept: Pages
    """Those of the pages that stay as they were published, since only a faulty interview could make them anew."""
    faults: tuple[Fault, ...]
    faulty: frozenset[str]
    """The ids of the interviews that are left out."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; show what is stale, and fail")
    parser.add_argument(
        "--keep-going",
        action="store_true",
        help="build what has no fault, leave the pages of other interviews as they are, and fail",
    )
    parser.add_argument(
        "--root",
        type=Path,
        default=Path(__file__).parent.parent,
        help="the project's folder (default: this one)",
    )
    options = parser.parse_args(arguments)
    docs = options.root / "docs"
    try:
        reading = read_source(options.root)
        published = read_pages(docs)
        edition = make_edition(reading, published, keep_going=options.keep_going)
    except Faults as error:
        print(error, f"{describe_count(error.faults, 'fault')}; nothing was written", sep="\n", file=sys.stderr)
        return 1
    pages = edition.pages
    stale = {path: text for path, text in pages.items() if published.get(path) != text}
    stale |= dict.fromkeys(published.keys() - pages.keys(), "")  # their addresses lead elsewhere now
    # Without the faulty interviews nobody can tell what the vocabulary lacks.
    gaps = [] if edition.faults else sorted(find_gaps(edition.interviews, reading.vocabulary))
    if edition.faults:
        print(*sorted(edition.faults), describe_count(edition.faults, "fault"), sep="\n", file=sys.stderr)
    if options.check:
        for path, text in sorted(stale.items()):
            print(show_difference(path, published.get(path, ""), text), end="")
        if stale:
            print(f"{len(stale)} of {len(pages)} files are stale; write them with: make split", file=sys.stderr)
        if gaps:
            print(*gaps, describe_count(gaps, "gap") + " in the vocabulary", sep="\n", file=sys.stderr)
        return 1 if stale or gaps or edition.faults else 0
    for path, text in stale.items():
        if path in pages:
            write_page(docs / path, text)
        else:
            (docs / path).unlink()
    built = f"{len(pages) - len(edition.kept)} files from {describe_count(edition.interviews, 'text')}"
    left = f"; not built, and in no list: {', '.join(sorted(edition.faulty))}" if edition.faulty else ""
    print(f"{built}, {len(stale)} written{left}")
    if gaps:
        print(f"{describe_count(gaps, 'gap')} in the vocabulary; see with: python scripts/split.py --check")
    return 1 if edition.faults else 0


def describe_count(things: Sequence[object], name: str) -> str:
    """Return how many there are, in words: “1 text”, “2 texts”."""
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def make_edition(reading: Reading, published: Pages, *, keep_going: bool) -> Edition:
    """Return what is to be published; raise `Faults` if there are any, or, to keep going, if nothing can be made.

    An interview whose published addresses would be lost is faulty too, even one whose text is gone.
    """
    interviews, faults, faulty = reading.interviews, reading.faults, reading.faulty
    while interviews and (keep_going or not faults):
        pages = render_pages(interviews, reading.vocabulary)
        kept = keep_pages(published, pages, interviews, faulty, reading.vocabulary) if faults else {}
        pages |= kept
        broken = tuple(find_broken(published, pages))
        if not broken:
            return Edition(interviews=interviews, pages=pages, kept=kept, faults=faults, faulty=faulty)
        faults = tuple(dict.fromkeys([*faults, *broken]))
        losing = {PurePosixPath(fault.path).stem for fault in broken if fault.path.startswith("source/")} - faulty
        if not losing:
            break
        faulty |= losing
        interviews = tuple(one for one in interviews if one.id not in losing)
    raise Faults(faults)


def keep_pages(
    published: Pages,
    pages: Pages,
    interviews: Sequence[Interview],
    faulty: frozenset[str],
    vocabulary: Vocabulary,
) -> Pages:
    """Return the published pages that stay as they are while some interview is faulty.

    These are its own, those of people who speak in no other, and those of topics that no other speaks of. Its former
    addresses can't be known, but lead on, so that nothing but redirects is kept in a folder that is nobody's.
    """
    known = {folder for one in interviews for folder in (one.id, *one.formerly)}
    known |= {path.split("/")[1] for path in published if re.fullmatch(r"interviews/[^/]+/index\.md", path)} - faulty
    addresses = {name_address(path) for path in pages}
    silent = {f"topics/{topic}.md" for topic in vocabulary.topics.keys() - find_used(interviews, vocabulary)}
    return {
        path: text
        for path, text in published.items()
        if path in silent
        or (
            name_address(path) not in addresses and not (path.startswith("interviews/") and path.split("/")[1] in known)
        )
    }


def read_interviews(root: Path) -> tuple[list[Interview], Vocabulary]:
    """Return the interviews of `source/` in the order of their ids and the vocabulary; raise `Faults`."""
    reading = read_source(root)
    if reading.faults:
        raise Faults(reading.faults)
    return list(reading.interviews), reading.vocabulary


def read_source(root: Path) -> Reading:
    """Return what `source/` holds; raise `Faults` if something is wrong that concerns all interviews."""
    folder = root / "source"
    texts = {path.stem: path for path in find_files(folder, ".txt")}
    sidecars = {path.stem: path for path in find_files(folder, ".yml") if path.stem != VOCABULARY}
    common: list[Fault] = []
    if not texts:
        common.append(Fault(path="source", line=1, message="no text here; save an interview as source/<id>.txt"))
    vocabulary = Vocabulary(is_whole=False)
    try:
        vocabulary = read_vocabulary(folder / f"{VOCABULARY}.yml")
    except Faults as error:
        common += error.faults
    faults: list[Fault] = []
    faulty: set[str] = set()
    for name in sidecars.keys() - texts.keys():
        message = f"there is no text source/{name}.txt; add it or rename this file after its text"
        faults.append(Fault(path=f"source/{name}.yml", line=1, message=message))
        faulty.add(name)
    interviews = []
    for name, path in texts.items():
        try:
            interviews.append(read_interview(path, sidecars.get(name), vocabulary))
        except Faults as error:
            faults += error.faults
            faulty.add(name)
    for interview in interviews:
        for former in interview.formerly:
            if former in texts:
                message = f"“{former}” is a former id of “{interview.id}”, whose addresses lead on; choose another id"
                faults.append(Fault(path=f"source/{former}.txt", line=1, message=message))
                faulty |= {former, interview.id}  # one address can't be both's
    common += check_people(interviews)
    if common:
        raise Faults([*common, *faults])
    return Reading(
        interviews=tuple(one for one in interviews if one.id not in faulty),
        vocabulary=vocabulary,
        faults=tuple(faults),
        faulty=frozenset(faulty),
    )


def find_files(folder: Path, ending: str) -> list[Path]:
    """Return the files with this ending, without those that programs hide there."""
    return [path for path in sorted(folder.glob(f"[!.]*{ending}")) if path.is_file()]


def read_vocabulary(path: Path) -> Vocabulary:
    """Return the topics of `source/topics.yml`, none if there is no such file; raise `Faults`."""
    if not path.exists():
        return Vocabulary()
    source = f"source/{path.name}"
    file, lines = parse_document(decode_source(path.read_bytes(), source), source, VocabularyFile)
    if faults := list(check_topics(file, lines)):
        raise Faults(faults)
    return make_vocabulary(file, lines)


def read_interview(text_path: Path, sidecar_path: Path | None, vocabulary: Vocabulary) -> Interview:
    """Return the interview in a text and its sidecar; raise `Faults` with all that is wrong in either."""
    source = f"source/{text_path.name}"
    faults: list[Fault] = []
    data = text_path.read_bytes()
    transcript = sidecar = None
    if not SLUG.fullmatch(text_path.stem):
        message = "the file's name is the interview's address; use small letters a-z, digits and single hyphens"
        faults.append(Fault(path=source, line=1, message=message))
    if sidecar_path is None:
        message = f"there is no sidecar; write source/{text_path.stem}.yml with {EXAMPLE}"
        faults.append(Fault(path=source, line=1, message=message))
    else:
        path = f"source/{sidecar_path.name}"
        try:
            sidecar, lines = parse_document(decode_source(sidecar_path.read_bytes(), path), path, Sidecar)
        except Faults as error:
            faults += error.faults
    guide = make_guide(sidecar) if sidecar else NO_GUIDE
    try:
        text = decode_source(data, source)
        transcript = parse_transcript(text, source, guide)
    except Faults as error:
        faults += error.faults
    if faults or transcript is None or sidecar is None:
        raise Faults(faults)
    digest = hashlib.sha256(data).hexdigest()
    return lay_over(transcript, sidecar, lines, vocabulary, text=text, source=source, sha256=digest)


def render_pages(interviews: Sequence[Interview], vocabulary: Vocabulary) -> Pages:
    """Return all pages that the interviews and the vocabulary make."""
    kinship = find_kinship(interviews)
    pages = render_listings(interviews, vocabulary, kinship) | render_lists(interviews)
    pages |= render_renamed(interviews, vocabulary) | {FEED: render_feed(interviews)}
    for interview in interviews:
        pages |= render_interview(interview, vocabulary, kinship)
        pages |= render_exports(interview) | render_redirects(interview)
    return pages


def read_pages(docs: Path) -> Pages:
    """Return the pages as they were published; a byte that is no text makes a page stale."""
    found = [path for folder in FOLDERS for path in sorted((docs / folder).rglob("[!.]*.*"))]
    found += [docs / name for name in FILES]
    return {
        path.relative_to(docs).as_posix(): path.read_bytes().decode(errors="replace")
        for path in found
        if path.is_file()
    }


def show_difference(path: str, old: str, new: str) -> str:
    """Return the unified diff from the published page to the one that should stand there."""
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), f"a/docs/{path}", f"b/docs/{path}")
    return "".join(lines)


def write_page(path: Path, text: str) -> None:
    """Write the page so that whoever reads it, or a run that dies, finds the old page or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
