"""The sidecar: the YAML beside a text, what an editor adds and the text itself can't say."""

import datetime
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from interviews.sidecar.document import Address, Anchor, Form, Line, Place, Record, Slug, Source, Told
from interviews.sidecar.language import Language
from interviews.text import OURS, Role, Span, parse_span


def _as_span(text: object) -> Span:
    try:
        return parse_span(str(text).strip())
    except ValueError:
        message = (
            "“{text}” is no date; write 2016, 2019-01, 2018-05-09, from one to another as 2018/2030, open as 2014/.., "
            "or, if only its length is told, P45M for 45 months (Y years, W weeks, D days)"
        )
        raise PydanticCustomError("span", message, {"text": str(text)}) from None


When = Annotated[
    Span,
    BeforeValidator(_as_span),
    WithJsonSchema({"type": ["string", "integer"]}),  # to an editor's program, `2016` is a number
    Form(
        "a year, month or day, `2016`, `2019-01`, `2018-05-09`; from one to another, `2018/2030`; open, `2014/..`; or, "
        "if only its length is told, `P45M` for 45 months (`Y` years, `W` weeks, `D` days)"
    ),
]


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), Form("64 hexadecimal digits")]


def _as_pattern(text: str) -> str:
    try:
        groups = re.compile(text).groups
    except re.error as error:
        raise PydanticCustomError(
            "pattern", "“{text}” is no regular expression: {why}", {"text": text, "why": str(error)}
        ) from None
    if groups < 1:
        message = "“{text}” has no group in round brackets; put the label into one: ([A-Z]+):"
        raise PydanticCustomError("pattern", message, {"text": text})
    return text


Pattern = Annotated[Line, AfterValidator(_as_pattern), Form("a regular expression of Python’s `re`, with a group")]
Dress = Annotated[
    Literal["colon", "time", "slash", "dash", "brackets", "line", "question", "dialogue", "type", "question-mark"],
    Form("one of these words"),
]
OWN = "It is the text’s own"
STOPS = "A run that would drop a published address stops."
COUNTED = "They are counted: `p1`, `p2`, … and, where a question is asked, `q1`, `q2`, …"
NO_ORIGINAL = "No page links to it, and citations do without."
NOTE = (
    "[{at: p2, text: The chart of the bar is printed anew each May., by: The editors of this site, date: 2024-06-01, "
    "source: https://port.example/charts}]"
)


class Translation(Record):
    """The same interview as published in another language."""

    title: Annotated[Line, Told("Schiffe heimbringen im Dunkeln")]
    """The headline there."""
    url: Annotated[Address, Told("https://courier.example/de/schiffe-heimbringen")]
    """Where it stands."""


class Event(Record):
    """The occasion on which the interview was given."""

    name: Annotated[Line, Told("Merrow Harbour Day")]
    """What it is called."""
    place: Annotated[Line | None, Told("Merrow", without="No place is shown.")] = None
    """Where it was held."""
    starts: Annotated[datetime.date | None, Told("2024-04-27", without="No days are shown.")] = None
    """Its first day."""
    ends: Annotated[datetime.date | None, Told("2024-04-28", without="The first day stands alone.")] = None
    """Its last day."""


class FileEntry(Record):
    """The file from which the text was taken."""

    name: Annotated[Line, Told("pilot.docx")]
    """What it was called."""
    format: Annotated[Line, Told("DOCX")]
    """What it was."""
    sha256: Annotated[Digest, Told("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    """The SHA-256 of its bytes, so that it can be known again."""
    date: Annotated[datetime.date, Told("2024-05-03")]
    """The day on which it was taken in."""


class SpeakerEntry(Record):
    """What the sidecar says of a speaker."""

    name: Annotated[Line, Told("Ines Tarrow")]
    """The full name; its words stand in one of the speaker's labels, or `labels` says which labels are meant."""
    office: Annotated[Line | None, Told("Harbour pilot in Merrow", without="None is shown.")] = None
    """What the speaker was when the interview was given."""
    role: Annotated[Role | None, Told("interviewee", without="It is told from the questions.")] = None
    """Whether the speaker asks or answers, where the text leaves it open."""
    labels: Annotated[tuple[Line, ...], Told("[Courier]", without="They are those that have words of the name.")] = ()
    """The words before the colon that open the speaker's turns, as the text has them."""
    id: Annotated[Slug | None, Told("ines-tarrow", without="It is made of the name.")] = None
    """The last part of the address of the speaker's page, where it is not made of the name; one id, one person."""
    formerly: Annotated[tuple[Slug, ...], Told("[i-tarrow]", without=STOPS)] = ()
    """Ids under which the page was published before; the old addresses lead on."""


class DateEntry(Record):
    """A date that the interview names."""

    when: Annotated[When, Told("2019/..")]
    """The date, or the span of time."""
    what: Annotated[Line, Told("The Vessel Traffic Service watches the bar by radar")]
    """What happened, in our words."""
    quote: Annotated[Line, Told("Since 2019 the Vessel Traffic Service (VTS) has watched")]
    """Where the interview says it: words that stand in one paragraph alone."""


class FigureEntry(Record):
    """A figure that the interview gives."""

    figure: Annotated[Line, Told("About 900 ships a year")]
    """As the interview says it."""
    what: Annotated[Line, Told("What the pilots of Merrow bring in at night")]
    """Of what, in our words."""
    quote: Annotated[Line, Told("About 900 ships a year, a third of all that come")]
    """Where the interview says it: words that stand in one paragraph alone, the figure among them."""


class Note(Record):
    """What an editor adds to a paragraph; never part of the interview's words."""

    at: Annotated[Anchor, Told("p2")]
    """The paragraph's anchor, as it stands behind `#` in its address."""
    text: Annotated[Line, Told("The chart of the bar is printed anew each May.")]
    """What the note says."""
    by: Annotated[Line, Told("The editors of this site")]
    """The editor's name or initials."""
    date: Annotated[datetime.date, Told("2024-06-01")]
    """The day on which it was written."""
    source: Annotated[Source, Told("https://port.example/charts")]
    """Where it was read, be it on the web or in print."""


class AnswerEntry(Record):
    """What the sidecar says of an answer."""

    id: Annotated[Slug, Told("night")]
    """The last part of the answer's address; once published it stays.

    It is no number, and none of the names `index`, `interview`, `source`, `transcript` and `verify`.
    """
    title: Annotated[Line, Told("Ships that come at night")]
    """A short title, in our words and the interview's language."""
    question: Annotated[Line, Told("How many ships")]
    """The question's opening words, as many as no other question has; they tie the entry to it, wherever it moves."""
    which: Annotated[int, Field(ge=1), Told("2", without="It is the first.")] = 1
    """Where the very same question is asked several times: the first, the second, …"""
    topics: Annotated[tuple[Slug, ...], Told("[vts, bar]", without="It has only those that its words mention.")] = ()
    """Ids of the vocabulary: what the answer is about."""
    anchors: Annotated[tuple[Anchor, ...], Told("[q1, p1, p3, p2]", without=COUNTED)] = ()
    """The anchors of all paragraphs in their order, where counting would not give the published ones.

    So it is when a paragraph was put in between; the run that would lose an anchor proposes the line.
    """
    notes: Annotated[tuple[Note, ...], Told(NOTE, without="There are none.")] = ()
    """An editor's notes to its paragraphs."""


class Sidecar(Record):
    """A whole sidecar."""

    url: Annotated[Address | None, Told("https://courier.example/bringing-ships-home", without=NO_ORIGINAL)] = None
    """The address of the original."""
    file: Annotated[
        FileEntry | None,
        Told(
            "{name: pilot.docx, format: DOCX, sha256: "
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, date: 2024-05-03}",
            without="The text was taken in as it is.",
        ),
    ] = None
    """The file from which `make new` took the text, where that was no plain text in UTF-8."""
    headline: Annotated[
        Line | None, Told("Bringing Ships Home in the Dark", without=f"{OWN}; where that has none, the run stops.")
    ] = None
    """The headline, where the text has none, or where another one is to stand on the pages."""
    deck: Annotated[Line | None, Told("Ines Tarrow brings ships into Merrow.", without=f"{OWN}, or there is none.")] = (
        None
    )
    """The sentence below the headline, where the text has none, or another one counts."""
    author: Annotated[Line | None, Told("Jonah Pell and Bo Li", without=f"{OWN}, or nobody is named.")] = None
    """Who wrote the interview down, where the text doesn't say it, or otherwise; several stand there as in a byline."""
    publication: Annotated[Line | None, Told("The Merrow Courier", without=f"{OWN}, or none is named.")] = None
    """Where the interview was printed, where the text doesn't say it, or otherwise."""
    date: Annotated[
        datetime.date | None,
        Told("2024-05-02", without=f"{OWN}, or the interview is cited without, and stands last in lists."),
    ] = None
    """The day on which it was published, where the text doesn't say it, or otherwise."""
    language: Annotated[Language, Told("pt-BR", without="It is English.")] = OURS
    """The language of the interview's words, and of its answers' titles."""
    translations: Annotated[
        dict[Line, Translation],
        Told(
            "{de: {title: Schiffe heimbringen im Dunkeln, url: https://courier.example/de/schiffe-heimbringen}}",
            without="None is linked to.",
        ),
    ] = Field(default_factory=dict)
    """The same interview as published in other languages, each under its language tag."""
    event: Annotated[
        Event | None,
        Told("{name: Merrow Harbour Day, place: Merrow, starts: 2024-04-27}", without="None is named."),
    ] = None
    """The occasion on which the interview was given."""
    topics: Annotated[tuple[Slug, ...], Told("[harbour-pilot]", without="Only its answers have topics.")] = ()
    """Ids of the vocabulary: what the interview as a whole is about."""
    called: Annotated[
        dict[Slug, tuple[Line, ...]],
        Told("{bar: [sandbank]}", without="Topics are found by the names that they have everywhere."),
    ] = Field(default_factory=dict)
    """What this interview calls a topic, beside the names that it has everywhere, by the topic's id."""
    defined: Annotated[
        dict[Slug, Line],
        Told("{bar: The bar is a bank of sand}", without="The topics’ pages have our definitions alone."),
    ] = Field(default_factory=dict)
    """Where the interview says what a topic is, by the topic's id: words that stand in one paragraph alone."""
    dates: Annotated[
        tuple[DateEntry, ...],
        Told(
            "[{when: 2027, what: Merrow needs six new pilots, quote: By 2027 the port}]",
            without="Nothing of it stands on the time line.",
        ),
    ] = ()
    """The dates that the interview names, for the time line."""
    figures: Annotated[
        tuple[FigureEntry, ...],
        Told(
            "[{figure: six new pilots, what: What Merrow needs by 2027, quote: will need six new pilots}]",
            without="Nothing of it stands on the page of figures.",
        ),
    ] = ()
    """The figures that the interview gives, for the page of figures."""
    begins: Annotated[
        Line | None, Told("'Courier: What does a'", without="It is the first line with a speaker’s label.")
    ] = None
    """The first words of the first turn, label and all, where what stands before it is taken for turns too."""
    closing: Annotated[
        Line | None, Told("With thanks to the pilots", without="It is told by how such notes begin.")
    ] = None
    """The first words of what stands behind the last turn and nobody says, where it can't be told from the text."""
    no_closing: Annotated[bool, Told("true", without="What looks like a closing note is taken for one.")] = False
    """`true` if somebody says what is taken for a closing note, such as a time."""
    sections: Annotated[
        tuple[Line, ...], Told("[At night]", without="Headings are told by their signs, `##` or bold type.")
    ] = ()
    """The first words of paragraphs that are headings between the answers, which nobody says."""
    no_sections: Annotated[tuple[Line, ...], Told("[900 ships]", without="What looks like a heading is one.")] = ()
    """The first words of paragraphs that look like headings, and that somebody says."""
    remarks: Annotated[
        tuple[Line, ...], Told("[The pilots’ union says]", without="A note is one that calls itself so.")
    ] = ()
    """The first words of paragraphs between the answers that nobody says: a note, a box, a caption."""
    says: Annotated[
        dict[Line, Line],
        Told("{And then we wait: Ines Tarrow}", without="A paragraph without a label belongs to the turn above it."),
    ] = Field(default_factory=dict)
    """Who says a paragraph, and what follows it without a label, by its first words: a name of `speakers`."""
    form: Annotated[
        Dress | None, Told("line", without="It is the first of these, in this order, in which at least two speak.")
    ] = None
    """How the turns are set apart: labels before a `colon`, with a `time` on a line, before a `slash` or a `dash`, in
    `brackets`, on a `line` of their own, or at the `question` alone; without labels, a dash at each turn (`dialogue`),
    questions in bold or italic `type` or as headings, or nothing but a `question-mark` behind them."""
    pattern: Annotated[
        Pattern | None,
        Told("'([A-Z]+) ?> '", without="Labels are looked for in every form that is known."),
    ] = None
    """A regular expression for what opens a turn, whose first group is the label; nothing else opens one then."""
    no_labels: Annotated[
        tuple[Line, ...], Told("[Result]", without="Words that come again before colons are taken for labels.")
    ] = ()
    """What stands before a colon, such as `Result`, and is taken for somebody who speaks."""
    speakers: Annotated[
        tuple[SpeakerEntry, ...],
        Told(
            "[{name: Ines Tarrow, office: Harbour pilot in Merrow}, {name: The Merrow Courier, labels: [Courier]}]",
            without="Speakers are called by their labels, and only those who are author or publication get a page.",
        ),
    ] = ()
    """Who speaks. Everybody with an entry gets a page, `/people/<id>/`."""
    answers: Annotated[
        tuple[AnswerEntry, ...],
        Told(
            "[{id: night, title: Ships that come at night, question: How many ships, topics: [vts, bar]}]",
            without="The run stops and says what to add for each question.",
        ),
    ] = ()
    """An entry for each answer, that is, a question with all that is said up to the next one."""
    anchors: Annotated[tuple[Anchor, ...], Told("[p1, p3, p2]", without=COUNTED)] = ()
    """The anchors of the introduction's paragraphs, where counting would not give the published ones."""
    notes: Annotated[tuple[Note, ...], Told(NOTE, without="There are none.")] = ()
    """An editor's notes to the introduction."""
    moved: Annotated[
        dict[Place, Place], Told("{ships: night, night#p3: work#p1}", without=f"{STOPS[:-1]}, and proposes the line.")
    ] = Field(default_factory=dict)
    """Where a published address leads now: an answer, `old-id: new-id`, or a paragraph, `old-id#p3: new-id#p1`."""
    formerly: Annotated[tuple[Slug, ...], Told("[pilot-2024]", without=STOPS)] = ()
    """Ids under which the interview was published before; the old addresses lead on."""
    sentence_case: Annotated[
        Line | None,
        Told("Bringing ships home in the dark", without="It is made of the headline, as far as can be told."),
    ] = None
    """The headline in sentence case, as APA style prints it, where it can't be told from the text."""
    file_as: Annotated[
        dict[Line, Line],
        Told('{Ana de la Cruz: "de la Cruz, Ana"}', without="The last word is the family name, with “van” or “de la”."),
    ] = Field(default_factory=dict)
    """Names as they stand in a list, where it can't be told; one without a comma is an organisation's."""
