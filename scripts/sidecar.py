"""The sidecar: the YAML beside a text, what an editor adds and the text itself can't say."""

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from dates import Span, parse_span
from document import Address, Anchor, Line, Place, Record, Slug
from languages import OURS, Language
from transcript import Role


def _as_span(text: object) -> Span:
    try:
        return parse_span(str(text).strip())
    except ValueError:
        message = (
            "“{text}” is no date; write 2016, 2019-01, 2018-05-09, from one to another as 2018/2030, open as 2014/.., "
            "or, if only its length is told, P45M for 45 months (Y years, W weeks, D days)"
        )
        raise PydanticCustomError("span", message, {"text": str(text)}) from None


When = Annotated[Span, BeforeValidator(_as_span), WithJsonSchema({"type": "string"})]


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
    id: Slug | None = None
    """The last part of the address of the speaker's page, where it is not made of the name; one id, one person."""
    formerly: tuple[Slug, ...] = ()
    """Ids under which the page was published before."""


class DateEntry(Record):
    """A date that the interview names."""

    when: When
    """A date or a span of time, such as `2016`, `2019-01`, `2018-05-09/2018-05-10`, `2018/2030`, `P45M`."""
    what: Line
    """What happened, in our words."""
    quote: Line
    """Where the interview says it: words that stand in one paragraph alone."""


class FigureEntry(Record):
    """A figure that the interview gives."""

    figure: Line
    """As the interview says it, such as `about 180 tons`."""
    what: Line
    """Of what, in our words."""
    quote: Line
    """Where the interview says it: words that stand in one paragraph alone, the figure among them."""


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
    which: Annotated[int, Field(ge=1)] = 1
    """Where the very same question is asked several times: the first, the second, …"""
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
    language: Language = OURS
    """Of the interview's words, such as `es` or `pt-BR`; English if nothing is said."""
    translations: dict[Line, Translation] = Field(default_factory=dict)
    """By language, such as `pt`."""
    event: Event | None = None
    topics: tuple[Slug, ...] = ()
    """Ids of the vocabulary: what the interview as a whole is about."""
    called: dict[Slug, tuple[Line, ...]] = Field(default_factory=dict)
    """What this interview calls a topic, beside the names that it has everywhere: `{c5: [the new center]}`."""
    defined: dict[Slug, Line] = Field(default_factory=dict)
    """Where it says what a topic is: `{c5: It’s an operations center}`, words that stand in one paragraph alone."""
    dates: tuple[DateEntry, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    begins: Line | None = None
    """The first words of the first turn, label and all, where what stands before it is taken for turns too."""
    closing: Line | None = None
    """The first words of what stands behind the last turn and nobody says, where it can't be told from the text."""
    no_closing: bool = False
    """`true` if somebody says what is taken for such words, such as a time."""
    no_labels: tuple[Line, ...] = ()
    """What stands before a colon, such as `Result`, and is taken for somebody who speaks."""
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
