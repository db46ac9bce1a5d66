"""One interview's own work, values in and values out, so that it can be done anywhere: on any core, on any machine."""

import hashlib
import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from interviews.archive import Extract, make_extract
from interviews.faults import Fault, Faults
from interviews.interview import Interview, lay_over, make_guide
from interviews.pages import Pages, render_exports, render_interview, render_redirects
from interviews.sidecar import SLUG, UNNAMED, Sidecar, Vocabulary, parse_document
from interviews.text import NO_GUIDE, decode_source, parse_transcript


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """An interview as it stands in `source/`."""

    id: str
    text: bytes
    sidecar: bytes | None
    """Nothing if there is no sidecar."""
    site: str = UNNAMED
    """The site's name, which says in the interview's files who publishes them; reading it needs none."""


class Done(NamedTuple):
    """What one interview makes, whatever the others are."""

    extract: Extract
    pages: Pages
    """All but what `add_related` adds to those of its answers."""


Outcome = Done | tuple[Fault, ...]


def pack(vocabulary: Vocabulary) -> bytes:
    """Return a vocabulary as bytes, which are unpacked once by each process, however many jobs it does."""
    return pickle.dumps(vocabulary)


@lru_cache(maxsize=1)
def unpack(packed: bytes) -> Vocabulary:
    """Return the vocabulary in bytes."""
    vocabulary: Vocabulary = pickle.loads(packed)  # noqa: S301 - what `pack` returned
    return vocabulary


def do_job(job: Job, packed: bytes) -> Outcome:
    """Return what an interview makes or, if there are any, its faults; none where the vocabulary itself is faulty.

    `packed` is the vocabulary, see `pack`.
    """
    vocabulary = unpack(packed)
    try:
        interview = read_interview(job, vocabulary)
    except Faults as error:
        return error.faults
    if not vocabulary.is_whole:
        return ()
    exports = render_exports(interview, job.site)
    pages = render_interview(interview, vocabulary) | exports | render_redirects(interview)
    return Done(make_extract(interview, vocabulary), pages)


def read_interview(job: Job, vocabulary: Vocabulary) -> Interview:
    """Return the interview in a text and its sidecar; raise `Faults` with all that is wrong in either."""
    source = f"source/{job.id}.txt"
    faults: list[Fault] = []
    transcript = sidecar = None
    if not SLUG.fullmatch(job.id):
        message = "the file's name is the interview's address; use small letters a-z, digits and single hyphens"
        faults.append(Fault(path=source, line=1, message=message))
    elif job.sidecar is None:
        message = f"there is no sidecar; propose one with: make new TEXT={source}"
        faults.append(Fault(path=source, line=1, message=message))
    if job.sidecar is not None:
        path = f"source/{job.id}.yml"
        try:
            sidecar, lines = parse_document(decode_source(job.sidecar, path), path, Sidecar)
        except Faults as error:
            faults += error.faults
    guide = make_guide(sidecar) if sidecar else NO_GUIDE
    try:
        text = decode_source(job.text, source)
        transcript = parse_transcript(text, source, guide)
    except Faults as error:
        faults += error.faults
    if faults or transcript is None or sidecar is None:
        raise Faults(faults)
    digest = hashlib.sha256(job.text).hexdigest()
    return lay_over(transcript, sidecar, lines, vocabulary, text=text, source=source, sha256=digest)
