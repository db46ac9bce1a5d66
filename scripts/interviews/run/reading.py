"""What `source/` holds, as a run of the command finds it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interviews.archive import Extract, check_people
from interviews.faults import Fault, Faults
from interviews.interview import Interview
from interviews.pages import Pages
from interviews.run.cache import Cache
from interviews.run.job import Done, Job, Outcome, do_job, pack, read_interview
from interviews.run.workers import do_all, open_executor
from interviews.sidecar import (
    UNNAMED,
    Vocabulary,
    VocabularyFile,
    check_topics,
    make_vocabulary,
    parse_document,
    read_name,
)
from interviews.text import decode_source

VOCABULARY = "topics"
"""The one YAML file of `source/` that is no sidecar."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of the command: where it works, and with whom."""

    root: Path
    """The project's folder."""
    cache: Cache
    processes: int
    """Of this machine, at most."""
    scheduler: str | None = None
    """The address of a cluster's, if one does the jobs."""

    @property
    def docs(self) -> Path:
        """The folder of all that is published."""
        return self.root / "docs"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What `source/` holds."""

    extracts: tuple[Extract, ...]
    """Those of interviews without a fault, in the order of their ids."""
    keys: Mapping[str, str]
    """By their ids, under what the cache has what they made."""
    pages: Mapping[str, Pages]
    """By their ids, the pages of those that were read anew, see `Done`."""
    vocabulary: Vocabulary
    site: str
    """The site's name."""
    faults: tuple[Fault, ...]
    """What is wrong in the others."""
    faulty: frozenset[str]
    """Their ids."""


def read_interviews(root: Path) -> tuple[list[Interview], Vocabulary]:
    """Return the interviews of `source/` in the order of their ids and the vocabulary; raise `Faults`."""
    vocabulary = parse_vocabulary(read_vocabulary(root))
    return [read_interview(read_job(root, id_), vocabulary) for id_ in find_files(root, ".txt")], vocabulary


def read_source(run: Run, topics: bytes) -> Reading:
    """Return what `source/` holds, `topics` its vocabulary; raise `Faults` if that or all interviews are wrong."""
    texts = find_files(run.root, ".txt")
    if not texts and not (run.root / "source").is_dir():  # an archive may be without interviews, a wrong folder is none
        message = "there is no such folder; it holds the interviews: add the first with make new TEXT=…"
        raise Faults([Fault(path="source", line=1, message=message)])
    common: list[Fault] = []
    vocabulary = Vocabulary(is_whole=False)
    try:
        vocabulary = run.cache.remember("vocabulary", run.cache.common, partial(parse_vocabulary, topics))
    except Faults as error:
        common += error.faults
    faults: list[Fault] = []
    faulty: set[str] = set()
    for id_ in find_files(run.root, ".yml"):
        if id_ not in texts and id_ != VOCABULARY:
            message = f"there is no text source/{id_}.txt; add it or rename this file after its text"
            faults.append(Fault(path=f"source/{id_}.yml", line=1, message=message))
            faulty.add(id_)
    site = UNNAMED
    try:
        site = read_name(run.root)
    except Faults as error:
        common += error.faults
    extracts, keys, pages, found = read_extracts(run, texts, vocabulary, site)
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
        pages=pages,
        vocabulary=vocabulary,
        site=site,
        faults=tuple(faults),
        faulty=frozenset(faulty),
    )


def read_extracts(
    run: Run, ids: Sequence[str], vocabulary: Vocabulary, site: str
) -> tuple[dict[str, Extract], dict[str, str], dict[str, Pages], list[Fault]]:
    """Return the extracts of interviews, the cache's keys and, if they were made for that, the pages, all by their ids.

    Last comes what is wrong with others.
    """
    jobs = {id_: read_job(run.root, id_, site) for id_ in ids}
    keys = {id_: run.cache.name_job(job) for id_, job in jobs.items()}
    new = [job for id_, job in jobs.items() if run.cache.find(name_extract(id_), keys[id_]) is None]
    pages: dict[str, Pages] = {}
    faults: list[Fault] = []
    for job, outcome in zip(new, do_jobs(run, new, vocabulary), strict=True):
        if isinstance(outcome, Done):
            run.cache.values[name_extract(job.id)] = keys[job.id], outcome.extract
            pages[job.id] = outcome.pages
        else:
            faults += outcome
    found = {id_: run.cache.find(name_extract(id_), keys[id_]) for id_ in ids}
    return {id_: one for id_, one in found.items() if one}, keys, pages, faults


def do_jobs(run: Run, jobs: Sequence[Job], vocabulary: Vocabulary) -> Iterator[Outcome]:
    """Yield what comes of jobs, in their order. Raises `WorkersLost`."""
    with open_executor(len(jobs), run.processes, run.scheduler) as executor:
        yield from do_all(executor, partial(do_job, packed=pack(vocabulary)), [(job,) for job in jobs])


def name_extract(id_: str) -> str:
    """Return under which name the cache has the extract of an interview."""
    return f"extract of {id_}"


def find_files(root: Path, ending: str) -> list[str]:
    """Return the names of the source's files with this ending, without those that programs hide there."""
    folder = root / "source"
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.endswith(ending) and entry.is_file()]
    return sorted(name.removesuffix(ending) for name in names if not name.startswith("."))


def read_job(root: Path, id_: str, site: str = UNNAMED) -> Job:
    """Return an interview as it stands in `source/`, for the site with this name."""
    text, sidecar = (root / "source" / f"{id_}{ending}" for ending in (".txt", ".yml"))
    return Job(id=id_, text=text.read_bytes(), sidecar=sidecar.read_bytes() if sidecar.is_file() else None, site=site)


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
