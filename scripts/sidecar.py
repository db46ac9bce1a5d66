"""The sidecar: the YAML beside a text, what an editor adds and the text itself can't say."""

import datetime

from pydantic import Field

from document import Address, Line, Record, Slug
from transcript import Role


class Translation(Record):
    """The same interview as published in another language."""

    title: Line
    url: Address


class Event(Record):
    """The occasion on which the interview was given."""

    name: Line
    place: Line | None = None
    starts: datetime.date | None = None
    ends: datetime.date | None = None


class SpeakerEntry(Record):
    """What the sidecar says of a speaker."""

    name: Line
    """The full name; its words stand in one of the speaker's labels, or `labels` says which labels are meant."""
    office: Line | None = None
    role: Role | None = None
    labels: tuple[Line, ...] = ()


class AnswerEntry(Record):
    """What the sidecar says of an answer."""

    id: Slug
    """The last part of the answer's address; once published it stays."""
    title: Line
    question: Line
    """The question's opening words, as many as no other question has."""
    topics: tuple[Slug, ...] = ()
    """Ids of the vocabulary: what the answer is about."""


class Sidecar(Record):
    """A whole sidecar."""

    url: Address | None = None
    """The address of the original."""
    headline: Line | None = None
    deck: Line | None = None
    author: Line | None = None
    publication: Line | None = None
    date: datetime.date | None = None
    translations: dict[Line, Translation] = Field(default_factory=dict)
    """By language, such as `pt`."""
    event: Event | None = None
    topics: tuple[Slug, ...] = ()
    """Ids of the vocabulary: what the interview as a whole is about."""
    speakers: tuple[SpeakerEntry, ...] = ()
    answers: tuple[AnswerEntry, ...] = ()
