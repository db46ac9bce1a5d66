"""An interview as TEI, the form in which scholars exchange texts (https://tei-c.org/)."""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from interviews.interview import Answer, Interview
from interviews.pages.exports import make_address, name_parts, number_speakers
from interviews.sidecar import Note, is_address
from interviews.text import OURS, Interlude, Paragraph

TEI = "http://www.tei-c.org/ns/1.0"


def render_tei(interview: Interview, site: str) -> str:
    """Return `interview.tei.xml`: TEI P5 for recorded speech, in the customisation Parla-CLARIN; `site` publishes it.

    The text of a `u` is the speaker's words and nothing else: printed labels and an editor's notes are `note` elements
    outside of it. `source` says the source's line, `corresp` the address on the site. The `xml:id` of what is said has
    its answer's id before a hyphen, so it is never that of a speaker (`s1`), an editor (`e1`) or a topic (`topic.c5`).
    """
    root = ET.Element("TEI", {"xmlns": TEI})
    editors = number_editors(interview)
    add_header(add(root, "teiHeader"), interview, editors, site)
    text = add(root, "text", lang=interview.language)
    if parts := name_parts(interview):
        div = add(add(text, "front"), "div", type="head")
        add_head(div, parts)
        add_notes(div, interview.notes, "", editors)
    body = add(text, "body")
    interludes = interview.place_interludes() if interview.transcript.interludes else {}
    for answer in interview.answers:
        add_interludes(body, interludes.pop(f"{answer.id}#{answer.anchors[0][0]}", ()))
        add_answer(body, interview, answer, editors, interludes)
    add_interludes(body, interludes.pop("", ()))
    if interview.transcript.closing:
        div = add(add(text, "back"), "div", type="closing")
        for part in interview.transcript.closing:
            add(div, "p", part.text, source=f"source/#L{part.line}")
    if interview.moved:
        group = add(text, "linkGrp", type="moved")
        for old, new in interview.moved.items():
            add(group, "link", target=f"{make_address(old)} {make_address(new)}")
    ET.indent(root, " ")  # leaves alone what holds text, and nothing here holds text beside elements
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def add(parent: ET.Element, tag: str, words: str | None = None, **attributes: str | None) -> ET.Element:
    """Add an element with these words to a parent and return it; `id` and `lang` are XML's own, None is left out."""
    given = {key: value for key, value in attributes.items() if value is not None}
    named = {f"xml:{key}" if key in ("id", "lang") else key: value for key, value in given.items()}
    child = ET.SubElement(parent, tag, named)
    child.text = words
    return child


def number_editors(interview: Interview) -> dict[str, str]:
    """Return by name the id of everybody who wrote a note."""
    notes = [*interview.notes, *(note for answer in interview.answers for note in answer.notes)]
    return {name: f"e{number}" for number, name in enumerate(dict.fromkeys(note.by for note in notes), 1)}


def name_xml(answer: str, anchor: str) -> str:
    """Return a paragraph's `xml:id`, such as `combifron-p1`, or `p1` without an answer; no digit may open it."""
    page = f"{'_' if answer[:1].isdigit() else ''}{answer}"
    return f"{page}-{anchor}" if page else anchor


def add_header(header: ET.Element, interview: Interview, editors: Mapping[str, str], site: str) -> None:
    """Add what is known of the interview; `site` is the publisher's name."""
    ids = number_speakers(interview)
    file = add(header, "fileDesc")
    statement = add(file, "titleStmt")
    add(statement, "title", interview.headline)
    for author in interview.authors:
        add(statement, "author", author)
    for speaker in interview.speakers:
        responsible = add(statement, "respStmt")
        add(responsible, "resp", speaker.role.value)
        add(responsible, "name", speaker.name, ref=f"#{ids[speaker.labels[0]]}")
    for name, editor in editors.items():
        responsible = add(statement, "respStmt", id=editor)
        add(responsible, "resp", "editor’s notes")
        add(responsible, "name", name)
    publication = add(file, "publicationStmt")
    add(publication, "publisher", site)
    add(publication, "idno", interview.id, type="id")
    for old in interview.formerly:
        add(publication, "idno", old, type="former-id")
    if interview.file_as:
        notes = add(file, "notesStmt")
        for name, filed in interview.file_as.items():
            add(notes, "note", filed, type="file-as", n=name)
    add_original(add(add(file, "sourceDesc"), "bibl"), interview)
    topics = [*interview.topics, *(topic for answer in interview.answers for topic in answer.topics)]
    if topics:
        taxonomy = add(add(add(header, "encodingDesc"), "classDecl"), "taxonomy")
        for topic in {topic.id: topic for topic in topics}.values():
            add(add(taxonomy, "category", id=f"topic.{topic.id}"), "catDesc", topic.name)
    profile = add(header, "profileDesc")
    if interview.topics:
        keywords = add(add(profile, "textClass"), "keywords")
        for topic in interview.topics:
            add(keywords, "term", topic.name, ref=f"#topic.{topic.id}")
    people = add(add(profile, "particDesc"), "listPerson")
    for speaker in interview.speakers:
        person = add(people, "person", id=ids[speaker.labels[0]], role=speaker.role.value)
        add(person, "name", speaker.name)
        if speaker.office:
            add(person, "occupation", speaker.office)


def add_original(bibl: ET.Element, interview: Interview) -> None:
    """Add the interview as it was published, and the file that was made from it."""
    add(bibl, "title", interview.headline, level="a")
    if interview.sentence_case:
        add(bibl, "title", interview.sentence_case, level="a", type="sentence-case")
    if interview.deck:
        add(bibl, "title", interview.deck, level="a", type="deck")
    for author in interview.authors:
        add(bibl, "author", author)
    if interview.publication:
        add(bibl, "title", interview.publication, level="j")
    if interview.date:
        add(bibl, "date", when=interview.date.isoformat())
    if interview.url:
        add(bibl, "idno", interview.url, type="URI")
    add(bibl, "idno", interview.source, type="file")
    add(bibl, "idno", interview.sha256, type="SHA-256")
    if event := interview.event:
        meeting = add(bibl, "meeting")
        add(meeting, "name", event.name)
        if event.place:
            add(meeting, "placeName", event.place)
        days = {"from": event.starts, "to": event.ends}
        if any(days.values()):
            add(meeting, "date", **{key: day.isoformat() for key, day in days.items() if day})
    for language, translation in interview.translations.items():
        other = add(add(bibl, "relatedItem", type="translation"), "bibl")
        add(other, "title", translation.title)
        add(other, "textLang", language)
        add(other, "idno", translation.url, type="URI")


def add_head(div: ET.Element, parts: Iterable[tuple[str, Paragraph, str | None]]) -> None:
    """Add what is printed before the first turn."""
    for kind, part, anchor in parts:
        source = f"source/#L{part.line}"
        if anchor:
            address = make_address(f"#{anchor}")
            add(div, "p", part.text, id=name_xml("", anchor), corresp=address, source=source)
        else:
            tag = "note" if kind in ("byline", "date") else "head"
            add(div, tag, part.text, type=None if kind == "headline" else kind, source=source)


def add_interludes(parent: ET.Element, interludes: Iterable[Interlude]) -> None:
    """Add what is printed between the paragraphs and nobody says."""
    for one in interludes:
        div = add(parent, "div", type="section") if parent.tag == "body" else parent
        kind = "section" if one.is_heading else "note"
        add(div, "note", one.paragraph.text, type=kind, source=f"source/#L{one.paragraph.line}")


def add_answer(
    body: ET.Element,
    interview: Interview,
    answer: Answer,
    editors: Mapping[str, str],
    interludes: dict[str, list[Interlude]],
) -> None:
    """Add an answer with its question, and take from `interludes` what stands within it."""
    ids = number_speakers(interview)
    topics = " ".join(f"#topic.{topic.id}" for topic in answer.topics) or None
    number, address = str(answer.number), make_address(answer.id)
    div = add(body, "div", type="answer", n=number, corresp=address, ana=topics)
    add(div, "head", answer.title, type="editorial")
    for count, (turn, anchors) in enumerate(zip(answer.turns, answer.anchors, strict=True), 1):
        add_interludes(div, interludes.pop(f"{answer.id}#{anchors[0]}", ()))
        if turn.printed_label:
            add(div, "note", turn.printed_label, type="speaker", source=f"source/#L{turn.line}")
        u = add(div, "u", who=f"#{ids[turn.label]}", id=name_xml(answer.id, f"u{count}"))
        for anchor, paragraph in zip(anchors, turn.paragraphs, strict=True):
            add_interludes(u, interludes.pop(f"{answer.id}#{anchor}", ()))
            address, source = make_address(f"{answer.id}#{anchor}"), f"source/#L{paragraph.line}"
            add(u, "seg", paragraph.text, id=name_xml(answer.id, anchor), corresp=address, source=source)
    add_notes(div, answer.notes, answer.id, editors)


def add_notes(div: ET.Element, notes: Iterable[Note], page: str, editors: Mapping[str, str]) -> None:
    """Add an editor's notes to the paragraphs of a page."""
    for note in notes:
        target, resp = f"#{name_xml(page, note.at)}", f"#{editors[note.by]}"
        element = add(div, "note", type="editorial", target=target, resp=resp, lang=OURS)
        add(element, "p", note.text)
        add(element, "date", when=note.date.isoformat())
        if is_address(note.source):
            bibl = add(element, "bibl")
            add(bibl, "idno", note.source, type="URI")  # not @source: browsers take more than a URI may hold
        else:
            add(element, "bibl", note.source)
