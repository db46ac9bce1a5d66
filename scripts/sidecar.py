"""The sidecar: the YAML beside a text, what an editor adds and the text itself can't say."""

import datetime

from pydantic import Field

from document import Address, Anchor, Line, Place, Record, Slug
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


class Note(Record):
    """What an editor adds to a paragraph; never part of the interview's words."""

    at: Anchor
    """The paragraph's anchor, such as `p2`."""
    text: Line
    by: Line
    """The editor's name or initials."""
    date: datetime.date
    source: Address
    """The address of the page that the note was taken from."""


class AnswerEntry(Record):
    """What the sidecar says of an answer."""

    id: Slug
    """The last part of the answer's address; once published it stays."""
    title: Line
    question: Line
    """The question's opening words, as many as no other question has."""
    topics: tuple[Slug, ...] = ()
    """Ids of the vocabulary: what the answer is about."""
    anchors: tuple[Anchor, ...] = ()
    """The anchors of all paragraphs in their order, where counting would not give the published ones."""
    notes: tuple[Note, ...] = ()


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
    anchors: tuple[Anchor, ...] = ()
    """The anchors of the introduction's paragraphs, where counting would not give the published ones."""
    notes: tuple[Note, ...] = ()
    """Notes to the introduction."""
    moved: dict[Place, Place] = Field(default_factory=dict)
    """Where a published address leads now: an answer, `old-id: new-id`, or a paragraph, `old-id#p3: new-id#p1`."""
    formerly: tuple[Slug, ...] = ()
    """Ids under which the interview was published before."""
    sentence_case: Line | None = None
    """The headline in sentence case, as APA style prints it, where it can't be told from the text."""
    file_as: dict[Line, Line] = Field(default_factory=dict)
    """A person's name as it stands in a list, such as `Ana de la Cruz: "de la Cruz, Ana"`, where it can't be told."""
