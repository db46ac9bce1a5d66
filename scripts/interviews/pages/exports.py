"""An interview for programs: JSON with its schema, Markdown and plain text.

The files of an interview stand beside its pages, the first at `/interviews/<id>/interview.json`. Every address in them
is relative to the file it stands in (RFC 3986, section 4.2): `combifron/#p1` is a paragraph of an answer, `./#p1` one
of the introduction, since `#p1` alone would be a place in the file itself. So they hold wherever the site is published.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from interviews.interview import Answer, Interview
from interviews.sidecar import Note, is_address
from interviews.text import Interlude, Paragraph, Role

SUMMARY = (
    "Printed interviews, word for word. Every answer has an address of its own and every paragraph an anchor there; "
    "an editor’s words are marked as such."
)
SCHEMA = "interview.schema.json"
"""The schema's name; it stands in `/interviews/`."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
RULE = "-" * 72
"""Ends the interview in the plain text where notes follow."""


def hash_text(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def hash_answer(answer: Answer) -> str:
    """Return the SHA-256 of all that is said on the answer's page, a blank line between paragraphs, without labels."""
    return hash_text("\n\n".join(paragraph.text for _, _, paragraph in answer.passages))


def make_address(place: str) -> str:
    """Return the address of a place such as `c5`, `c5#p2` or `#p2`: `c5/`, `c5/#p2`, `./#p2`."""
    page, sign, anchor = place.partition("#")
    return f"{page or '.'}/{sign}{anchor}"


def name_parts(interview: Interview) -> list[tuple[str, Paragraph, str | None]]:
    """Return all that is printed in the head, in its order: what it is, its words and, in the lead, its anchor."""
    head = interview.transcript.head
    parts = [
        ("headline", head.headline, None),
        *(("repeat", part, None) for part in head.repeats),
        ("byline", head.byline, None),
        ("imprint", head.imprint, None),
        ("date", head.printed_date, None),
        ("deck", head.deck, None),
        *(("lead", part, anchor) for part, anchor in zip(head.lead, interview.anchors, strict=True)),
    ]
    printed = [(kind, part, anchor) for kind, part, anchor in parts if part]
    return sorted(printed, key=lambda item: item[1].line)


def number_speakers(interview: Interview) -> dict[str, str]:
    """Return by label the speaker's id in the exports: `s1`, `s2`, … in the order in which they first speak."""
    return {label: f"s{number}" for number, one in enumerate(interview.speakers, 1) for label in one.labels}


# --- JSON ---

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Item(BaseModel):
    """A mapping of the JSON file; the docstrings below its keys are the schema's descriptions."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, use_attribute_docstrings=True, defer_build=True
    )


class NoteItem(Item):
    """What an editor adds to a paragraph; never part of the interview's words."""

    text: str
    """The note's words."""
    by: str
    """The editor's name or initials."""
    date: datetime.date
    """The day on which it was written."""
    source: str
    """Where it was read: a web address, or a book or an archive in words."""


class ParagraphItem(Item):
    """A printed paragraph."""

    anchor: str
    """The paragraph's id on its page, such as `p2`; `q1` where the interviewer speaks. It lasts."""
    address: str
    """The paragraph's address, relative to this file, such as `combifron/#p2`. It lasts."""
    line: int
    """The paragraph's first line in the source, counted from 1."""
    text: str
    """The words as printed, without a label; a line end inside a paragraph is a line feed."""
    sha256: Digest
    """Of the text's UTF-8 bytes."""
    notes: tuple[NoteItem, ...] = ()
    """An editor's notes to the paragraph."""


class TurnItem(Item):
    """One run of paragraphs under one label."""

    speaker: str
    """The id of an entry in `speakers`."""
    label: str
    """The words before the colon."""
    printed_label: str
    """The label with its colon and, unless the words follow the colon directly, a space."""
    line: int
    """The label's line in the source, counted from 1."""
    paragraphs: tuple[ParagraphItem, ...]
    """What is said."""


class TopicItem(Item):
    """An entry of the site's vocabulary."""

    id: str
    """The topic's id; it lasts."""
    name: str
    """The name that the site shows."""


class AnswerItem(Item):
    """A question and all that is said up to the next one: what has a page of its own."""

    id: str
    """The last part of the page's address; it lasts."""
    number: int
    """Counted from 1 in the interview's order."""
    title: str
    """A short title, the editor's."""
    address: str
    """The page's address, relative to this file, such as `combifron/`. It lasts."""
    topics: tuple[TopicItem, ...] = ()
    """What the answer is about."""
    sha256: Digest
    """Of the UTF-8 bytes of the page's paragraphs, all `text` in their order, joined with two line feeds."""
    turns: tuple[TurnItem, ...]
    """The question and the answer, in the printed order."""


class SpeakerItem(Item):
    """The person or magazine behind one or more labels."""

    id: str
    """The speaker's id in this file, such as `s1`."""
    name: str
    """The full name."""
    role: Role
    """What the speaker does in the interview."""
    office: str | None = None
    """The office held then."""
    labels: tuple[str, ...]
    """The labels under which the speaker's words are printed."""


class InterludeItem(Item):
    """What is printed between the paragraphs and nobody says."""

    kind: Literal["section", "note"]
    """A heading of what follows, or a note."""
    text: str
    """The words as printed; a line end inside a paragraph is a line feed."""
    line: int
    """Its first line in the source, counted from 1."""


class PartItem(Item):
    """Something printed before the first turn or behind the last."""

    kind: Literal["headline", "repeat", "byline", "imprint", "date", "deck", "lead", "closing"]
    """What it is; `repeat` is the headline printed again, `lead` a paragraph of the introduction."""
    text: str
    """The words as printed; a line end inside a paragraph is a line feed."""
    line: int
    """Its first line in the source, counted from 1."""
    anchor: str | None = None
    """The paragraph's id on the interview's page, such as `p1`; only in the introduction. It lasts."""
    address: str | None = None
    """The paragraph's address, relative to this file, such as `./#p1`; only in the introduction. It lasts."""
    sha256: Digest | None = None
    """Of the text's UTF-8 bytes; only in the introduction."""
    notes: tuple[NoteItem, ...] = ()
    """An editor's notes to the paragraph."""


class EventItem(Item):
    """The occasion on which the interview was given."""

    name: str
    """What it is called."""
    place: str | None = None
    """Where it took place."""
    starts: datetime.date | None = None
    """Its first day."""
    ends: datetime.date | None = None
    """Its last day."""


class TranslationItem(Item):
    """The interview as published in another language."""

    title: str
    """Its headline."""
    url: str
    """Its web address."""


class SourceItem(Item):
    """The text that the site was made from."""

    file: str
    """Its path in the site's repository."""
    sha256: Digest
    """Of the file's bytes."""


class InterviewFile(Item):
    """A printed interview, word for word, with what its editors know of it. A key without a value is left out."""

    schema_: Literal["../interview.schema.json"] = Field(alias="$schema")
    """The address of this schema, relative to the file."""
    id: str
    """The interview's id; it lasts."""
    headline: str
    """The headline on one line."""
    sentence_case: str | None = None
    """The headline in sentence case, if an editor wrote it."""
    deck: str | None = None
    """The line below the headline that says what it is about."""
    authors: tuple[str, ...] = ()
    """Who wrote the interview down."""
    publication: str | None = None
    """Where it was published."""
    date: datetime.date | None = None
    """When it was published."""
    language: str
    """The language of its words, a tag of BCP 47 such as `en` or `pt-BR`."""
    url: str | None = None
    """The web address of the original."""
    event: EventItem | None = None
    """The occasion on which it was given."""
    translations: dict[str, TranslationItem] = Field(default_factory=dict)
    """By language, such as `pt`."""
    topics: tuple[TopicItem, ...] = ()
    """What the interview as a whole is about; its answers have their own."""
    source: SourceItem
    """The text that everything here was made from."""
    speakers: tuple[SpeakerItem, ...]
    """In the order in which they first speak."""
    file_as: dict[str, str] = Field(default_factory=dict)
    """Names as they stand in a list, where an editor wrote them."""
    head: tuple[PartItem, ...] = ()
    """All that is printed before the first turn, in its order."""
    answers: tuple[AnswerItem, ...]
    """In the interview's order; all their turns are all that is said."""
    between: tuple[InterludeItem, ...] = ()
    """All that is printed between the first turn and the last and nobody says, in its order."""
    closing: tuple[PartItem, ...] = ()
    """All that is printed behind the last turn and nobody says, in its order."""
    moved: dict[str, str] = Field(default_factory=dict)
    """Where a published address leads now, both relative to this file."""
    formerly: tuple[str, ...] = ()
    """Ids under which the interview was published before."""


def render_json(interview: Interview) -> str:
    """Return `interview.json`; its form is `InterviewFile`, what is empty is left out."""
    return list_content(interview).model_dump_json(by_alias=True, exclude_defaults=True, indent=1) + "\n"


def list_content(interview: Interview) -> InterviewFile:
    """Return all that the interview holds; notes stand with their paragraphs."""
    ids = number_speakers(interview)
    return InterviewFile(
        **{"$schema": "../interview.schema.json"},
        id=interview.id,
        headline=interview.headline,
        sentence_case=interview.sentence_case,
        deck=interview.deck,
        authors=interview.authors,
        publication=interview.publication,
        date=interview.date,
        language=interview.language,
        url=interview.url,
        event=interview.event,
        translations=interview.translations,
        topics=interview.topics,
        source=SourceItem(file=interview.source, sha256=interview.sha256),
        speakers=tuple(
            SpeakerItem(id=ids[one.labels[0]], name=one.name, role=one.role, office=one.office, labels=one.labels)
            for one in interview.speakers
        ),
        file_as=interview.file_as,
        head=tuple(
            PartItem(
                kind=kind,
                text=part.text,
                line=part.line,
                anchor=anchor,
                address=make_address(f"#{anchor}") if anchor else None,
                sha256=hash_text(part.text) if anchor else None,
                notes=tuple(note for note in interview.notes if note.at == anchor),
            )
            for kind, part, anchor in name_parts(interview)
        ),
        answers=tuple(list_answer(answer, ids) for answer in interview.answers),
        between=tuple(
            InterludeItem(
                kind="section" if one.is_heading else "note", text=one.paragraph.text, line=one.paragraph.line
            )
            for one in interview.transcript.interludes
        ),
        closing=tuple(
            PartItem(kind="closing", text=part.text, line=part.line) for part in interview.transcript.closing
        ),
        moved={make_address(old): make_address(new) for old, new in interview.moved.items()},
        formerly=interview.formerly,
    )


def list_answer(answer: Answer, ids: Mapping[str, str]) -> AnswerItem:
    """Return an answer's content; `ids` has the speakers' by label."""
    return AnswerItem(
        id=answer.id,
        number=answer.number,
        title=answer.title,
        address=make_address(answer.id),
        topics=answer.topics,
        sha256=hash_answer(answer),
        turns=tuple(
            TurnItem(
                speaker=ids[turn.label],
                label=turn.label,
                printed_label=turn.printed_label,
                line=turn.line,
                paragraphs=tuple(
                    ParagraphItem(
                        anchor=anchor,
                        address=make_address(f"{answer.id}#{anchor}"),
                        line=paragraph.line,
                        text=paragraph.text,
                        sha256=hash_text(paragraph.text),
                        notes=tuple(note for note in answer.notes if note.at == anchor),
                    )
                    for anchor, paragraph in zip(anchors, turn.paragraphs, strict=True)
                ),
            )
            for turn, anchors in zip(answer.turns, answer.anchors, strict=True)
        ),
    )


class TidySchema(GenerateJsonSchema):
    """What is empty is never written, so the schema speaks of neither null nor defaults; keys need no second name."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the schema of the value that is not null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema of the value without its default."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Tell that a key has no title."""
        return False


def render_export_schema() -> str:
    """Return the JSON Schema of `interview.json`, draft 2020-12."""
    schema = InterviewFile.model_json_schema(schema_generator=TidySchema)
    return json.dumps({"$schema": DIALECT, **schema, "title": "Interview"}, ensure_ascii=False, indent=1) + "\n"


# --- Markdown and plain text ---

MARK = re.compile(r"[\\`*_{}\[\]#&<|~]|[^\S\n ]")
"""What would be no text, and white space that would be changed."""
ESCAPED = {mark: f"\\{mark}" for mark in "\\`*_{}[]#"} | {"&": "&amp;", "<": "&lt;"}
"""For the others there are numeric references."""
EDGE = re.compile(r"^(?:\d+(?=[.)])|(?=[-+>]))")
"""Where a backslash keeps a line from opening a list or a quotation."""
REFERRED = re.compile(r"^(?: +|[=:])| +$")
"""What would be changed too, or make a heading or a definition of the line before."""


def render_markdown(interview: Interview) -> str:
    """Return `interview.md`: the transcript as CommonMark, an editor's notes as quotations below their paragraphs."""
    blocks = []
    interludes = interview.place_interludes() if interview.transcript.interludes else {}
    printed = interview.transcript.head.headline
    if not printed:
        blocks.append(render_heading("#", interview.headline))
    for kind, part, anchor in name_parts(interview):
        blocks.append(render_heading("#", part.text) if kind == "headline" else escape_markdown(part.text))
        blocks += quote_notes(interview.notes, "", anchor)
    for answer in interview.answers:
        blocks += render_interludes(interludes.pop(f"{answer.id}#{answer.anchors[0][0]}", ()), "##")
        blocks.append(render_heading("##", answer.title))
        for turn, anchors in zip(answer.turns, answer.anchors, strict=True):
            # The colon stands behind the bold words: between a wide one and a letter CommonMark can't end bold type.
            label = escape_markdown(turn.printed_label.rstrip().rstrip(":：.").rstrip())
            opening = escape_markdown(turn.printed_label + turn.paragraphs[0].text).removeprefix(label)
            bold = f"**{label}**" if label else ""
            texts = [f"{bold}{opening}", *(escape_markdown(one.text) for one in turn.paragraphs[1:])]
            for anchor, text in zip(anchors, texts, strict=True):
                blocks += render_interludes(interludes.pop(f"{answer.id}#{anchor}", ()), "###")
                blocks += [text, *quote_notes(answer.notes, answer.id, anchor)]
    blocks += render_interludes(interludes.pop("", ()), "##")
    blocks += [escape_markdown(part.text) for part in interview.transcript.closing]
    ours = "The headings of the answers are" if printed else "The headline and the headings of the answers are"
    source = f"{escape_markdown(interview.source)}, SHA-256 {interview.sha256}"
    blocks.append(f"*{ours} this edition’s, not the interview’s. Source: {source}.*")
    return "\n\n".join(blocks) + "\n"


def render_interludes(interludes: Iterable[Interlude], marks: str) -> Iterator[str]:
    """Yield headings, and notes in italics, which nobody says."""
    for one in interludes:
        text = one.paragraph.text
        yield render_heading(marks, text) if one.is_heading else f"*{escape_markdown(text)}*"


def render_heading(marks: str, text: str) -> str:
    """Return a heading, which stands on one line whatever its text."""
    return f"{marks} {escape_markdown(text)}".replace("  \n", "&#10;")


def escape_markdown(text: str) -> str:
    """Return Markdown that shows the text, its line ends as hard breaks, in CommonMark and in Python-Markdown alike.

    With a backslash before the marks that both know, see https://spec.commonmark.org/0.31.2/#backslash-escapes and
    https://www.markdownguide.org/basic-syntax/#escaping-characters, and character references for all else.
    """
    marked = MARK.sub(lambda match: ESCAPED.get(match[0]) or refer(match), text)
    return "  \n".join(map(escape_edges, marked.split("\n")))


def escape_edges(line: str) -> str:
    """Return a line that opens no block and keeps its spaces; nearly all do so as they are."""
    if line[:1].isalpha() and line[-1] != " ":
        return line
    return REFERRED.sub(refer, EDGE.sub(r"\g<0>\\", line))


def refer(match: re.Match[str]) -> str:
    """Return references to the characters that were found."""
    return "".join(f"&#{ord(character)};" for character in match[0])


def quote_notes(notes: Iterable[Note], page: str, anchor: str | None) -> Iterator[str]:
    """Yield the notes to a paragraph as quotations."""
    for note in notes:
        if note.at == anchor:
            place = link(make_address(f"{page}#{anchor}"))
            source = f"<{note.source}>" if is_address(note.source) else escape_markdown(note.source)
            words = f"{escape_markdown(note.text)} ({escape_markdown(note.by)}, {note.date}, {source})"
            yield f"> **Editor's note** on {place}: {words}"


def link(address: str, words: str | None = None) -> str:
    """Return a link in Markdown."""
    return f"[{escape_markdown(words or address)}]({address})"


def render_text(interview: Interview) -> str:
    """Return `interview.txt`: all that is printed, word for word; an editor's notes stand apart, at the end."""
    blocks = [part.text for part in interview.transcript.head.printed]
    interludes = interview.place_interludes() if interview.transcript.interludes else {}
    for answer in interview.answers:
        for turn, anchors in zip(answer.turns, answer.anchors, strict=True):
            label = turn.printed_label
            for anchor, part in zip(anchors, turn.paragraphs, strict=True):
                blocks += [one.paragraph.text for one in interludes.pop(f"{answer.id}#{anchor}", ())]
                blocks.append(label + part.text)
                label = ""
    blocks += [one.paragraph.text for one in interludes.pop("", ())]
    blocks += [part.text for part in interview.transcript.closing]
    pages = [("", interview.notes), *((answer.id, answer.notes) for answer in interview.answers)]
    notes = [
        f"{make_address(f'{page}#{note.at}')}: {note.text} ({note.by}, {note.date}, {note.source})"
        for page, of_page in pages
        for note in of_page
    ]
    if notes:
        blocks += [RULE, "Editor's notes, which are not part of the interview:", *notes]
    return "\n\n".join(blocks) + "\n"
