"""Exports: the interview itself comes back from each of them, word for word, whatever characters it holds."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.archive.extract import make_extract
from interviews.archive.listings import render_list, render_llms
from interviews.interview.interview import Answer, Interview, find_question
from interviews.pages.exports import (
    InterviewFile,
    escape_markdown,
    hash_answer,
    hash_text,
    render_export_schema,
    render_json,
    render_markdown,
    render_text,
)
from interviews.pages.tei import render_tei
from interviews.run.job import Job, read_interview
from interviews.sidecar.sidecar import Event, Note, Translation
from interviews.sidecar.topics import Kind, Topic, Vocabulary
from interviews.text.head import BYLINE, Head
from interviews.text.labels import merge_labels
from interviews.text.printed_dates import parse_date
from interviews.text.sheet import Paragraph
from interviews.text.transcript import Role, Speaker, Transcript, Turn, find_speakers, printed_words
from test_pages import NASTY, PARAGRAPH, with_words

RIVER = """\
Rivers: *What* <Is> Left

March 03, 2020

A deck & one sentence, on
    two lines

2. First lead [paragraph] ]]> here. Not one sentence.
===

> Second lead.

Ana Ruiz: ¿Why &amp; when?

Minister_of Rivers Bo\tLi\u00a0: Because
- it *is*
1. so & "so"
\tindented\u2028line

And `more` \\* {: #id }

Dr. Eva Paz：我也_同意_。

Ana Ruiz:
And then?
Bo\tLi: ~~~
Dr. Eva Paz: …
"""
RIVER_SIDECAR = """\
url: https://example.org/?a=1&copy=2#c[3]|%
publication: R & D <Review>
language: zh-Hant-HK
translations: {pt: {title: "Rios <&>", url: "https://example.org/pt"}, "not a code": {title: x, url: "https://x.org"}}
event: {name: Rivers & Seas, starts: 2020-03-01}
topics: [water]
speakers: [{name: "Bo *Li* & Sons", office: Minister <of> Rivers, labels: [Bo Li]}, {name: Ana Ruiz, role: interviewer}]
answers:
  - id: 2020-why
    title: "*Why* <b> # & #"
    question: "¿Why"
    topics: [water, land]
    anchors: [q2, p3, p1, p2]
    notes:
      - {at: q2, text: "A *note* <&>.", by: "E. <D>", date: 2024-05-01, source: "https://example.org/?a=1&b=2"}
      - {at: p2, text: Another one., by: F., date: 2024-05-02, source: "https://example.org/é?[2]|%"}
  - {id: s1, title: Then, question: And then}
notes: [{at: p2, text: On the lead., by: F., date: 2024-05-03, source: "https://example.org/3"}]
moved: {"c5#p2": "2020-why#p1", "#p7": "#p2", old: s1}
formerly: [river, rivers-2020]
sentence_case: "Rivers: What is left"
file_as: {Bo *Li* & Sons: "Li, Bo", Ana de la Cruz: "de la Cruz, Ana"}
"""
BARE = "Q: Why?\n\nA: So.\n"
BARE_SIDECAR = "headline: Given by *us*\nanswers: [{id: why, title: Why, question: Why}]\n"


def known(topic: str, name: str) -> Topic:
    """Return a topic of which nothing but the id and the name is known."""
    return Topic(id=topic, name=name, full_name=name, kind=Kind.CONCEPT, definition=name, sources=("interview",))


VOCABULARY = Vocabulary(topics={"water": known("water", "Water & <ice>"), "land": known("land", "Land")})


@pytest.fixture
def river(tmp_path: Path) -> Interview:
    """Return an interview in which everything is awkward."""
    return make(tmp_path, RIVER, RIVER_SIDECAR)


def make(folder: Path, text: str, sidecar: str) -> Interview:
    """Return the interview of a text and its sidecar."""
    (folder / "river.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "river.yml").write_text(sidecar, encoding="utf-8")
    return read_interview(Job(id="river", text=text.encode(), sidecar=sidecar.encode()), VOCABULARY)


def with_notes(interview: Interview, *notes: Note) -> Interview:
    """Return the interview with these notes to its fifth answer, and no others."""
    answers = [replace(answer, notes=()) for answer in interview.answers]
    answers[4] = replace(answers[4], notes=notes)
    return replace(interview, answers=tuple(answers), notes=())


NOTE = Note.model_validate(
    {"at": "p2", "text": "It was *1999*.", "by": "A. B.", "date": "2024-05-01", "source": "https://example.org/a_b_c"}
)


# --- an interview from its exports ---


def reduce(interview: Interview) -> Interview:
    """Return the interview with all that an export holds: not the file's text, of topics only ids and names."""
    answers = tuple(
        replace(answer, topics=tuple(known(one.id, one.name) for one in answer.topics), mentions={})
        for answer in interview.answers
    )
    return replace(
        interview,
        text="",
        topics=tuple(known(one.id, one.name) for one in interview.topics),
        answers=answers,
        speakers=tuple(replace(speaker, id=None, formerly=()) for speaker in interview.speakers),
        **GATHERED,
    )


GATHERED: dict[str, Any] = {"mentions": {}, "defined": {}, "dates": (), "figures": ()}
"""What the site gathers on pages of its own, none of it in the exports."""


def rebuild(data: dict[str, Any]) -> Interview:
    """Return the interview that the content of `interview.json` describes."""
    speakers = tuple(
        Speaker(name=one["name"], role=Role(one["role"]), office=one.get("office"), labels=tuple(one["labels"]))
        for one in data["speakers"]
    )
    askers = frozenset(label for one in speakers if one.role is Role.INTERVIEWER for label in one.labels)
    answers = tuple(rebuild_answer(one, askers) for one in data["answers"])
    turns = tuple(turn for answer in answers for turn in answer.turns)
    lead = [part for part in data.get("head", ()) if part["kind"] == "lead"]
    head = rebuild_head(data.get("head", []))
    return Interview(
        id=data["id"],
        source=data["source"]["file"],
        text="",
        sha256=data["source"]["sha256"],
        transcript=Transcript(
            head=head,
            speakers=find_speakers(turns, merge_labels([turn.label for turn in turns])[0], head),
            turns=turns,
            closing=tuple(Paragraph(text=one["text"], line=one["line"]) for one in data.get("closing", ())),
        ),
        headline=data["headline"],
        deck=data.get("deck"),
        authors=tuple(data.get("authors", ())),
        publication=data.get("publication"),
        date=datetime.date.fromisoformat(data["date"]) if "date" in data else None,
        language=data["language"],
        url=data.get("url"),
        translations={key: Translation(**one) for key, one in data.get("translations", {}).items()},
        event=Event.model_validate(data["event"]) if "event" in data else None,
        topics=tuple(known(one["id"], one["name"]) for one in data.get("topics", ())),
        speakers=speakers,
        answers=answers,
        anchors=tuple(part["anchor"] for part in lead),
        notes=tuple(rebuild_notes(lead)),
        moved={read_place(old): read_place(new) for old, new in data.get("moved", {}).items()},
        formerly=tuple(data.get("formerly", ())),
        sentence_case=data.get("sentence_case"),
        file_as=data.get("file_as", {}),
        **GATHERED,
    )


def rebuild_head(parts: list[dict[str, Any]]) -> Head:
    """Return the head; author, publication and date are read from its printed lines."""
    of: dict[str, list[Paragraph]] = {kind: [] for kind in ("headline", "repeat", "byline", "date", "deck", "lead")}
    for part in parts:
        of[part["kind"]].append(Paragraph(text=part["text"], line=part["line"]))
    credit = BYLINE.match(of["byline"][0].text) if of["byline"] else None
    return Head(
        headline=next(iter(of["headline"]), None),
        repeats=tuple(of["repeat"]),
        byline=next(iter(of["byline"]), None),
        printed_date=next(iter(of["date"]), None),
        deck=next(iter(of["deck"]), None),
        lead=tuple(of["lead"]),
        author=credit["author"] if credit else None,
        publication=credit["publication"] if credit else None,
        date=parse_date(of["date"][0].text) if of["date"] else None,
    )


def rebuild_answer(data: dict[str, Any], askers: frozenset[str]) -> Answer:
    """Return an answer; `askers` are the labels of the interviewers."""
    turns = tuple(
        Turn(
            label=turn["label"],
            printed_label=turn["printed_label"],
            line=turn["line"],
            paragraphs=tuple(Paragraph(text=one["text"], line=one["line"]) for one in turn["paragraphs"]),
        )
        for turn in data["turns"]
    )
    return Answer(
        id=data["id"],
        number=data["number"],
        title=data["title"],
        topics=tuple(known(one["id"], one["name"]) for one in data.get("topics", ())),
        question=find_question(turns, askers),
        turns=turns,
        anchors=tuple(tuple(one["anchor"] for one in turn["paragraphs"]) for turn in data["turns"]),
        notes=tuple(rebuild_notes([one for turn in data["turns"] for one in turn["paragraphs"]])),
        mentions={},
    )


def rebuild_notes(paragraphs: list[dict[str, Any]]) -> Iterator[Note]:
    """Yield the notes that stand with paragraphs."""
    for paragraph in paragraphs:
        for note in paragraph.get("notes", ()):
            yield Note.model_validate({"at": paragraph["anchor"], **note})


def read_place(address: str) -> str:
    """Return the place behind an address: `c5#p2` for `c5/#p2`, `#p2` for `./#p2`."""
    page, sign, anchor = address.partition("#")
    return f"{page.removesuffix('/').removeprefix('.')}{sign}{anchor}"


XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def read_tei(text: str) -> dict[str, Any]:
    """Return the content of `interview.tei.xml` as that of `interview.json`, without hashes and addresses."""
    root = ET.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.removeprefix("{http://www.tei-c.org/ns/1.0}")
    bibl = find(root, ".//sourceDesc/bibl")
    topics = {
        find_id(one): {"id": find_id(one).removeprefix("topic."), "name": one[0].text} for one in root.iter("category")
    }
    editors = {find_id(one): one.findtext("name") for one in root.iter("respStmt") if XML_ID in one.attrib}
    notes: dict[str, list[dict[str, Any]]] = {}
    for note in root.findall(".//text//note[@type='editorial']"):
        said = {
            "text": note.findtext("p"),
            "by": editors[note.attrib["resp"][1:]],
            "source": note.findtext("bibl/idno"),
        }
        notes.setdefault(note.attrib["target"][1:], []).append({**said, "date": find(note, "date").attrib["when"]})
    answers = [read_answer(div, topics, notes) for div in root.findall(".//body/div")]
    labels: dict[str, dict[str, None]] = {}
    for turn in (turn for answer in answers for turn in answer["turns"]):
        labels.setdefault(turn["speaker"], {})[turn["label"]] = None
    found = {
        "id": root.findtext(".//publicationStmt/idno[@type='id']"),
        "headline": root.findtext(".//titleStmt/title"),
        "sentence_case": bibl.findtext("title[@type='sentence-case']"),
        "deck": bibl.findtext("title[@type='deck']"),
        "language": find(root, "text").attrib["{http://www.w3.org/XML/1998/namespace}lang"],
        "authors": [one.text for one in bibl.findall("author")],
        "publication": bibl.findtext("title[@level='j']"),
        "date": next((one.attrib["when"] for one in bibl.findall("date")), None),
        "url": bibl.findtext("idno[@type='URI']"),
        "event": read_event(bibl),
        "translations": {
            one.findtext("textLang"): {"title": one.findtext("title"), "url": one.findtext("idno")}
            for one in bibl.findall("relatedItem/bibl")
        },
        "topics": [topics[one.attrib["ref"][1:]] for one in root.iter("term")],
        "source": {"file": bibl.findtext("idno[@type='file']"), "sha256": bibl.findtext("idno[@type='SHA-256']")},
        "speakers": [
            {
                "id": find_id(one),
                "name": one.findtext("name"),
                "role": one.attrib["role"],
                "office": one.findtext("occupation"),
                "labels": [*labels[find_id(one)]],
            }
            for one in root.iter("person")
        ],
        "file_as": {one.attrib["n"]: one.text for one in root.findall(".//note[@type='file-as']")},
        "head": [*read_head(root, notes)],
        "answers": answers,
        "moved": dict(one.attrib["target"].split() for one in root.iter("link")),
        "formerly": [one.text for one in root.findall(".//publicationStmt/idno[@type='former-id']")],
    }
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def find(element: ET.Element, path: str) -> ET.Element:
    """Return the first element that the path leads to."""
    found = element.find(path)
    assert found is not None, path
    return found


def find_id(element: ET.Element) -> str:
    """Return the `xml:id`."""
    return element.attrib[XML_ID]


def read_event(bibl: ET.Element) -> dict[str, str | None] | None:
    """Return the event."""
    if (meeting := bibl.find("meeting")) is None:
        return None
    days = next((one.attrib for one in meeting.findall("date")), {})
    place = meeting.findtext("placeName")
    return {"name": meeting.findtext("name"), "place": place, "starts": days.get("from"), "ends": days.get("to")}


def read_head(root: ET.Element, notes: dict[str, list[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Yield what is printed before the first turn."""
    for one in root.findall(".//front/div/*"):
        if one.get("type") != "editorial":
            kind = one.get("type", "lead" if one.tag == "p" else "headline")
            part = {"kind": kind, "text": one.text, "line": read_line(one)}
            yield part if kind != "lead" else {**part, "anchor": find_id(one), "notes": notes.get(find_id(one), [])}


def read_line(element: ET.Element) -> int:
    """Return the line of the source."""
    return int(element.attrib["source"].removeprefix("source/#L"))


def read_answer(
    div: ET.Element, topics: dict[str, dict[str, Any]], notes: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Return an answer."""
    labels = [one for one in div.findall("note") if one.get("type") == "speaker"]
    return {
        "id": read_place(div.attrib["corresp"]),
        "number": int(div.attrib["n"]),
        "title": div.findtext("head"),
        "topics": [topics[one[1:]] for one in div.get("ana", "").split()],
        "turns": [
            {
                "speaker": u.attrib["who"][1:],
                "label": " ".join((label.text or "").rstrip()[:-1].split()),
                "printed_label": label.text,
                "line": read_line(label),
                "paragraphs": [
                    {
                        "anchor": seg.attrib["corresp"].partition("#")[2],
                        "line": read_line(seg),
                        "text": seg.text,
                        "notes": notes.get(find_id(seg), []),
                    }
                    for seg in u
                ],
            }
            for label, u in zip(labels, div.findall("u"), strict=True)
        ],
    }


def test_interview_comes_back_from_json_and_tei(interview: Interview, river: Interview, tmp_path: Path) -> None:
    for one in (interview, with_notes(interview, NOTE, NOTE), river, make(tmp_path, BARE, BARE_SIDECAR)):
        assert rebuild(json.loads(render_json(one))) == reduce(one)
        assert rebuild(read_tei(render_tei(one, "Voices"))) == reduce(one)


def test_note_after_a_book_names_it_in_words(interview: Interview, river: Interview) -> None:
    words = "A. *Ruiz*, <Rivers> & Seas (2010), p. 12"
    said = with_notes(interview, NOTE.model_copy(update={"source": words}))
    (paragraph,) = [
        paragraph
        for turn in json.loads(render_json(said))["answers"][4]["turns"]
        for paragraph in turn["paragraphs"]
        if paragraph["anchor"] == NOTE.at
    ]
    assert paragraph["notes"][0]["source"] == words
    (bibl,) = ET.fromstring(render_tei(said, "Voices")).findall(".//{*}text//{*}note[@type='editorial']/{*}bibl")
    assert (bibl.text, len(bibl)) == (words, 0)
    assert f"(A. B., 2024-05-01, {escape_markdown(words)})" in render_markdown(said)
    assert "A. Ruiz" not in markdown.markdown(render_markdown(said))  # its asterisks are text
    assert f"training/#p2: It was *1999*. (A. B., 2024-05-01, {words})" in render_text(said)
    assert "<https://example.org/3>" in render_markdown(river)


def test_every_id_in_tei_is_one_and_every_reference_leads_to_one(interview: Interview, river: Interview) -> None:
    for one in (interview, river):
        root = ET.fromstring(render_tei(one, "Voices"))
        ids = [find_id(element) for element in root.iter() if XML_ID in element.attrib]
        assert len(ids) == len(set(ids))
        named = [
            value for element in root.iter() for key in ("who", "resp", "ref", "ana") if (value := element.get(key))
        ]
        assert {f"#{name}" for name in ids} >= {name for value in named for name in value.split()}


def test_tei_is_laid_out_one_element_a_line(river: Interview) -> None:
    text = render_tei(river, "Voices")
    assert (
        '    <note type="speaker" source="source/#L22">Dr. Eva Paz：</note>\n'
        '    <u who="#s3" xml:id="_2020-why-u3">\n'
        '     <seg xml:id="_2020-why-p2" corresp="2020-why/#p2" source="source/#L22">我也_同意_。</seg>\n'
        "    </u>\n"
    ) in text
    assert (
        '    <note type="editorial" target="#_2020-why-q2" resp="#e2" xml:lang="en">\n'
        "     <p>A *note* &lt;&amp;&gt;.</p>\n"
        '     <date when="2024-05-01" />\n'
        "     <bibl>\n"
        '      <idno type="URI">https://example.org/?a=1&amp;b=2</idno>\n'
        "     </bibl>\n"
        "    </note>\n"
    ) in text
    assert '<u who="#s1" xml:id="s1-u1">' in text


# --- any characters ---


class Blocks(HTMLParser):
    """The text of each heading and paragraph outside of quotations."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open = self.quoted = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, _: object) -> None:
        assert tag in {"h1", "h2", "p", "br", "strong", "em", "blockquote", "a"}, tag
        self.quoted = self.quoted or tag == "blockquote"
        if tag in {"h1", "h2", "p"} and not self.quoted:
            self.open = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.quoted = self.quoted and tag != "blockquote"
        self.open = self.open and tag not in {"h1", "h2", "p"}

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts[-1] += data


def list_blocks(interview: Interview) -> Iterator[str]:
    """Yield the texts of the headings and paragraphs that the Markdown shows."""
    head = interview.transcript.head
    yield from () if head.headline else (interview.headline,)
    yield from (part.text for part in head.printed)
    for answer in interview.answers:
        yield answer.title
        for turn in answer.turns:
            yield from (turn.printed_label + turn.text).split("\n\n")


def show(interview: Interview) -> list[str]:
    """Return the texts that Python-Markdown shows, without the last, which is ours."""
    return Blocks(markdown.markdown(render_markdown(interview))).texts[:-1]


WHOLE = PARAGRAPH.filter(lambda text: all(line.strip() for line in text.split("\n")))
"""What can be a paragraph: no blank line in it."""


@given(st.lists(WHOLE, min_size=2, max_size=6))
@example(NASTY)
@example([" ".join(NASTY), "\n".join(NASTY), *(f"x\n{text}\n" + text for text in NASTY)])
def test_any_text_comes_back(interview: Interview, texts: list[str]) -> None:
    one = with_notes(with_words(interview, texts))
    one = replace(one, answers=tuple(replace(answer, title=" ".join(texts[0].split())) for answer in one.answers))
    for data in (json.loads(render_json(one)), read_tei(render_tei(one, "Voices"))):
        assert [part["text"] for part in data["head"] if part["kind"] in ("headline", "lead")] == texts
        for turn in data["answers"][0]["turns"]:
            assert [paragraph["text"] for paragraph in turn["paragraphs"]] == texts
        assert data["answers"][0]["title"] == one.answers[0].title
    assert show(one) == list(list_blocks(one))


def test_markdown_shows_every_character(interview: Interview, river: Interview, tmp_path: Path) -> None:
    for one in (interview, river, make(tmp_path, BARE, BARE_SIDECAR)):
        assert show(one) == list(list_blocks(one))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The Paper\nWhere?\n\nAna Ruiz\nHere.\n\nThe Paper\nWhen?\n\nAna Ruiz\nNow.\n", "**Ana Ruiz** Here."),
        ("Q    Where?\n\nA    Here.\n\nQ    When?\n\nA    Now.\n", "**A** Here."),
        ("Q. Where?\n\nA. Here.\n\nQ. When?\n\nA. Now.\n", "**A**. Here."),
        ("Where?\n\nHere.\n\nWhen?\n\nNow.\n", "\n\nHere."),
    ],
)
def test_markdown_has_a_label_as_it_is_printed(tmp_path: Path, text: str, shown: str) -> None:
    sidecar = "headline: T\nanswers: [{id: a, title: A, question: Where}, {id: b, title: B, question: When}]\n"
    one = make(tmp_path, text, sidecar)
    assert shown in render_markdown(one)
    assert show(one) == list(list_blocks(one))


def test_markdown_of_an_interview(interview: Interview, river: Interview, tmp_path: Path) -> None:
    text = render_markdown(with_notes(interview, NOTE))
    assert text.startswith(
        "# Panama Fends Off Organized Crime\n\nPanama Fends Off Organized Crime\n\nBy Geraldine Cook"
    )
    assert "\n\n## COMBIFRON and the border with Colombia\n\n**Diálogo**: The Binational Border Commission (COM" in text
    assert (
        "\n\n> **Editor's note** on [training/\\#p2](training/#p2): It was \\*1999\\*. "
        "(A. B., 2024-05-01, <https://example.org/a_b_c>)\n\n"
    ) in text
    assert text.endswith(
        "\n\n*The headings of the answers are this edition’s, not the interview’s. "
        f"Source: source/del-rosario-2018.txt, SHA-256 {interview.sha256}.*\n"
    )
    assert (
        '**Minister\\_of Rivers Bo&#9;Li**&#160;: Because  \n\\- it \\*is\\*  \n1\\. so &amp; "so"'
        in render_markdown(river)
    )
    bare = render_markdown(make(tmp_path, BARE, BARE_SIDECAR))
    assert bare.startswith(
        "# Given by \\*us\\*\n\n## Why\n\n**Q**: Why?\n\n**A**: So.\n\n*The headline and the headings"
    )


def test_only_marks_are_escaped() -> None:
    plain = "2018-2030 (U.S.), 45%: “yes” - no! 1.5 = x > y + z"
    assert escape_markdown(plain) == plain
    assert escape_markdown("1. a\n12) b\n- c\n= d\n e ") == "1\\. a  \n12\\) b  \n\\- c  \n&#61; d  \n&#32;e&#32;"


def test_text_holds_the_words_of_the_source(interview: Interview, river: Interview) -> None:
    bare = with_notes(interview)
    assert render_text(bare).split() == list(printed_words(bare.transcript)) == bare.text.split()
    words, _, notes = render_text(river).partition("\n\n--------")
    assert words.split() == list(printed_words(river.transcript)) == river.text.split()
    assert notes.lstrip("-") == (
        "\n\nEditor's notes, which are not part of the interview:\n\n"
        "./#p2: On the lead. (F., 2024-05-03, https://example.org/3)\n\n"
        "2020-why/#q2: A *note* <&>. (E. <D>, 2024-05-01, https://example.org/?a=1&b=2)\n\n"
        "2020-why/#p2: Another one. (F., 2024-05-02, https://example.org/é?[2]|%)\n"
    )


# --- JSON ---


def test_json_fits_its_schema(interview: Interview, river: Interview, tmp_path: Path) -> None:
    schema = json.loads(render_export_schema())
    for one in (interview, with_notes(interview, NOTE), river, make(tmp_path, BARE, BARE_SIDECAR)):
        text = render_json(one)
        InterviewFile.model_validate_json(text)
        assert list(find_misfits(json.loads(text), schema, schema)) == []
        assert text.endswith("\n}\n")
        assert not {"null", "[]", "{}", '""'} & {line.rpartition(": ")[2].rstrip(",") for line in text.split("\n")}
    assert list(find_misfits({"id": 1, "x": "y"}, schema, schema))


def find_misfits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> Iterator[str]:
    """Yield where a value doesn't fit a JSON Schema, as far as `render_export_schema` uses its words."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    kind = {"object": dict, "array": list, "string": str, "integer": int}[schema["type"]]
    if not isinstance(value, kind) or value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{value!r} is none of {schema}"
    elif isinstance(value, dict):
        keys, others = schema.get("properties", {}), schema["additionalProperties"]
        yield from (f"{key} is missing" for key in schema.get("required", ()) if key not in value)
        for key, item in value.items():
            if key in keys or others:
                yield from find_misfits(item, keys.get(key, others), whole)
            else:
                yield f"{key} is unknown"
    elif isinstance(value, list):
        for item in value:
            yield from find_misfits(item, schema["items"], whole)


def test_schema_describes_every_key() -> None:
    schema = json.loads(render_export_schema())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Interview"
    for model in (schema, *schema["$defs"].values()):
        assert model["description"]
        for name, key in model.get("properties", {}).items():
            assert key.get("description"), name


def test_hashes_are_those_of_the_texts(interview: Interview) -> None:
    data = json.loads(render_json(interview))
    for part in data["head"]:
        assert part["kind"] != "lead" or part["sha256"] == hashlib.sha256(part["text"].encode("utf-8")).hexdigest()
    for answer, own in zip(data["answers"], interview.answers, strict=True):
        texts = [paragraph["text"] for turn in answer["turns"] for paragraph in turn["paragraphs"]]
        assert answer["sha256"] == hashlib.sha256("\n\n".join(texts).encode("utf-8")).hexdigest() == hash_answer(own)
        for paragraph in (paragraph for turn in answer["turns"] for paragraph in turn["paragraphs"]):
            assert paragraph["sha256"] == hashlib.sha256(paragraph["text"].encode("utf-8")).hexdigest()
            assert paragraph["sha256"] == hash_text(paragraph["text"])
    assert hash_text("Diálogo") == "b6ce38f42af4c5761e969548c9b30baa251d705821c9f4b0880eda4926b3486f"


def test_every_paragraph_stands_once_in_json(interview: Interview) -> None:
    data = json.loads(render_json(interview))
    said = [one for answer in data["answers"] for turn in answer["turns"] for one in turn["paragraphs"]]
    found = [(one["line"], one["text"]) for one in (*data["head"], *said)]
    transcript = interview.transcript
    printed = [*transcript.head.printed, *(one for turn in transcript.turns for one in turn.paragraphs)]
    assert found == [(one.line, one.text) for one in printed]
    lines = interview.text.split("\n")
    assert [line for line, _ in found] == [number for number, line in enumerate(lines, 1) if line.strip()]


def test_addresses_in_json(interview: Interview, river: Interview) -> None:
    data = json.loads(render_json(with_notes(interview, NOTE)))
    assert data["head"][-1]["address"] == "./#p2"
    answer = data["answers"][4]
    assert (answer["address"], answer["turns"][1]["speaker"]) == ("training/", "s2")
    assert answer["turns"][1]["paragraphs"][1]["address"] == "training/#p2"
    assert answer["turns"][1]["paragraphs"][1]["notes"] == [
        {"text": "It was *1999*.", "by": "A. B.", "date": "2024-05-01", "source": "https://example.org/a_b_c"}
    ]
    assert json.loads(render_json(river))["moved"] == {"c5/#p2": "2020-why/#p1", "./#p7": "./#p2", "old/": "s1/"}


# --- all interviews ---


def test_list_of_interviews(interview: Interview, tmp_path: Path) -> None:
    bare = make(tmp_path, BARE, BARE_SIDECAR)
    assert json.loads(render_list([make_extract(one, VOCABULARY) for one in (interview, bare)])) == [
        {
            "id": "del-rosario-2018",
            "headline": "Panama Fends Off Organized Crime",
            "date": "2018-07-02",
            "language": "en",
            "publication": "Diálogo",
            "people": ["Jonattan Del Rosario"],
            "answers": 10,
            "address": "interviews/del-rosario-2018/",
            "json": "interviews/del-rosario-2018/interview.json",
        },
        {
            "id": "river",
            "headline": "Given by *us*",
            "language": "en",
            "people": ["A"],
            "answers": 1,
            "address": "interviews/river/",
            "json": "interviews/river/interview.json",
        },
    ]
    assert render_list([]) == "[]\n"


def test_llms(interview: Interview, tmp_path: Path) -> None:
    lines = render_llms(
        [make_extract(one, VOCABULARY) for one in (interview, make(tmp_path, BARE, BARE_SIDECAR))], "Ours & *yours*"
    ).split("\n")
    assert lines[0] == r"# Ours &amp; \*yours\*"
    assert lines[2].startswith("> Printed interviews, word for word.")
    assert lines[4:] == [
        "## Interviews",
        "",
        "- [Panama Fends Off Organized Crime](interviews/del-rosario-2018/interview.md): "
        "Jonattan Del Rosario, by Geraldine Cook, Diálogo, 2018-07-02, answers: 10",
        "- [Given by \\*us\\*](interviews/river/interview.md): A, answers: 1",
        "",
        "## Data",
        "",
        "- [All interviews](interviews.json): their addresses and those of their JSON files",
        "- [JSON Schema](interviews/interview.schema.json): the form of each interview.json",
        "",
    ]
