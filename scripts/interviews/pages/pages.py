"""An interview as pages: YAML front matter with the data, a body with the words.

The body is HTML, since any Markdown mark in a source is a character of the text. The words stand in it one block a
line and escaped, whatever they are; everything that is not the interview's own carries the class `aside` or stands in
the front matter, where the templates of `docs/overrides/` take it from. Front matter is HTML text too (`&lt;` for `<`),
because neither MkDocs nor Material escapes a title, a description or a tag.
"""

import datetime
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from interviews.interview import Answer, Interview, count_topics
from interviews.pages.citations import (
    cite,
    cite_answers,
    find_interviewees,
    find_interviewers,
    fold,
    invert,
    parse_names,
)
from interviews.pages.exports import hash_answer, hash_text, render_json, render_markdown, render_text
from interviews.pages.front_matter import Joined, write_data, write_json, write_mapping
from interviews.pages.linked_data import describe_bearer, describe_interview, drop_empty
from interviews.pages.matrix import draw_matrix
from interviews.pages.references import render_bibtex, render_csl, render_ris
from interviews.pages.tei import render_tei
from interviews.sidecar import Mention, Note, Vocabulary, is_address
from interviews.text import INSERTION, OURS, Head, Interlude, Role, Speaker, is_foreign, is_leftward, write_date

Pages = dict[str, str]
"""Path below `docs/`, such as `interviews/del-rosario-2018/c5.md`, to the page's text."""

Tags = tuple[int, int, str, str]
"""Where words of a text begin and end, and the tags before and behind them."""
AT_END: Tags = (sys.maxsize, sys.maxsize, "", "")
BUILD = ".build.json"
"""The end of the name of what is made for the build of a page, beside it and not committed."""
EXAMPLE = 8
"""Words of the quotation that the page “Verify” has as an example."""
EXCERPT = 155
"""Characters of an answer in its page's description, about what a search engine shows."""


def render_interview(interview: Interview, vocabulary: Vocabulary) -> Pages:
    """Return all pages of an interview, without what is related to its answers, see `add_related`."""
    folder = f"interviews/{interview.id}"
    pages = {
        f"{folder}/index.md": render_overview(interview),
        f"{folder}/index{BUILD}": render_facts(interview, vocabulary),
        f"{folder}/transcript.md": render_transcript(interview),
        f"{folder}/source.md": render_source(interview),
        f"{folder}/verify.md": render_verify(interview),
        f"{folder}/verify{BUILD}": render_hashes(interview),
    }
    for answer in interview.answers:
        pages[f"{folder}/{answer.id}.md"] = render_answer(interview, answer)
    return pages


def add_related(page: str, related: list[dict[str, Any]]) -> str:
    """Return an answer's page with the answers that are related to it, one a line: all interviews decide which."""
    front, line, rest = page.partition("\n---\n")
    listed = "".join(f"- {write_json(one)}\n" for one in related)
    return f"{front}\nrelated:\n{listed}{line[1:]}{rest}" if related else page


def render_exports(interview: Interview, site: str) -> Pages:
    """Return an interview's files for programs, under each id that it has or had; `site` is the site's name."""
    files = {
        "interview.json": render_json(interview),
        "interview.tei.xml": render_tei(interview, site),
        "interview.md": render_markdown(interview),
        "interview.txt": render_text(interview),
        "citation.bib": render_bibtex(interview),
        "citation.ris": render_ris(interview),
        "citation.csl.json": render_csl(interview),
    }
    folders = (interview.id, *interview.formerly)
    return {f"interviews/{folder}/{name}": text for folder in folders for name, text in files.items()}


def render_overview(interview: Interview) -> str:
    """Return the interview's page: what it is, who speaks, and its questions."""
    front = {
        "title": interview.headline,
        "template": "interview.html",
        "interview": interview.id,
        "formerly": interview.formerly,
        **describe_language(interview.language),
        "deck": interview.deck,
        "author": join_names(interview.authors),
        "publication": interview.publication,
        "date": interview.date,
        "event": interview.event.model_dump(exclude_none=True) if interview.event else None,
        "original": interview.url,
        "translations": [
            {"language": language, "title": one.title, "url": one.url}
            for language, one in interview.translations.items()
        ],
        "people": [describe_speaker(speaker) for speaker in interview.speakers],
        "source": {"file": interview.source},
        "topics": [topic.id for topic in interview.topics],
        "questions": {answer.id: answer.title for answer in interview.answers},
        "sections": interview.list_sections(),
    }
    lead = []
    seen: set[str] = set()
    ours = write_ours(interview)
    for anchor, part in zip(interview.anchors, interview.transcript.head.lead, strict=True):
        sign = link_sign(f"./#{anchor}", f"introduction, paragraph {anchor[1:]}", ours)
        links = link_topics(interview.mentions[anchor], seen, "../../")
        lead += [f'<p id="{anchor}">{sign}{mark_up(part.text, links)}</p>']
        lead += [render_note(note, ours) for note in interview.notes if note.at == anchor]
    here, elsewhere = find_moved(interview, "")
    spots = [f'<span id="{old}" class="aside"></span>' for old in here]
    moved = [render_moved(old, write_address(new, "./"), ours) for old, new in elsewhere.items()]
    return join_page(front, [*spots, *lead, *moved])


def render_facts(interview: Interview, vocabulary: Vocabulary) -> str:
    """Return what is made of an interview for its own page and for those of its answers."""
    front = {
        "description": excerpt(interview.deck or interview.answers[0].question.text),
        "written": write_own_date(interview.date, interview),
        "occasion": write_occasion(interview),
        "sha256": interview.sha256,
        "cited": list_cited(interview),
        "asked": {
            answer.id: {"question": fold(answer.question.text), "words": count_words(interview, answer)}
            for answer in interview.answers
        },
        "matrix": draw_matrix(interview, vocabulary),
    }
    data = {
        "citations": cite(interview),
        "answer_citations": cite_answers(interview),
        "linked_data": describe_interview(interview),
        "speakers": [describe_bearer(interview, speaker) for speaker in interview.speakers],
    }
    return join_data(front, data)


def render_answer(interview: Interview, answer: Answer) -> str:
    """Return an answer's page: the question in full with who asks, then the answer with who answers.

    What is the interview's stands on the interview's own page, and a build adds it.
    """
    speakers = [interview.speaker(turn.label) for turn in answer.turns]
    front = {
        "title": answer.title,
        "template": "answer.html",
        "number": answer.number,
        "asked_by": name_by_role(speakers, Role.INTERVIEWER),
        "answered_by": name_by_role(speakers, Role.INTERVIEWEE),
        "source": {"first_line": answer.turns[0].line, "last_line": answer.turns[-1].last_line},
        "topics": [topic.id for topic in answer.topics],
        "mentioned": find_mentioned(answer),
    }
    return join_page(front, render_turns(interview, answer))


def render_turns(interview: Interview, answer: Answer) -> Iterator[str]:
    """Yield the blocks of an answer's turns, the paragraphs with their anchors, last those that are elsewhere now."""
    seen: set[str] = set()
    ours = write_ours(interview)
    here, elsewhere = find_moved(interview, answer.id)
    for turn, anchors in zip(answer.turns, answer.anchors, strict=True):
        speaker = interview.speaker(turn.label)
        kind = "question" if speaker.role is Role.INTERVIEWER else "answer"
        who = f"<b>{escape(speaker.name)}</b>" + (f", {escape(speaker.office)}" if speaker.office else "")
        yield f'<div class="turn {kind}" data-speaker="{escape(speaker.name)}">'
        yield f'<p class="who aside"{ours} data-search-exclude>{who}</p>'
        for anchor, paragraph in zip(anchors, turn.paragraphs, strict=True):
            yield from (f'<span id="{old}" class="aside"></span>' for old, new in here.items() if new == anchor)
            words = mark_up(paragraph.text, link_topics(answer.mentions[anchor], seen, "../../../"))
            yield f'<p id="{anchor}">{link_sign(f"./#{anchor}", name_place(anchor), ours)}{words}</p>'
            yield from (render_note(note, ours) for note in answer.notes if note.at == anchor)
        yield "</div>"
    for old, new in elsewhere.items():
        yield render_moved(old, write_address(new, "../"), ours)


def render_note(note: Note, ours: str) -> str:
    """Return an editor's note, which is never part of the words of the interview; `ours` is `write_ours`."""
    day = f'<time datetime="{note.date}">{note.date.day} {note.date:%B %Y}</time>'
    address = f'<a href="{escape(note.source)}" rel="external">Source</a>'
    source = address if is_address(note.source) else f"Source: {escape(note.source)}"
    return (
        f'<aside class="note aside" role="note"{ours} aria-label="Editor’s note" data-search-exclude>'
        f'<b>Editor’s note.</b> {escape(note.text)} <span class="by">{escape(note.by)}, {day}. '
        f"{source}</span></aside>"
    )


def render_transcript(interview: Interview) -> str:
    """Return the whole interview on one page, word for word as printed."""
    front = {
        "title": f"Transcript: {interview.headline}",
        "description": f"The whole interview on one page, word for word: {interview.headline}",
        "template": "transcript.html",
        "interview": interview.id,
        **describe_language(interview.language),
        "headline": interview.headline,
        "publication": interview.publication,
        "date": interview.date,
        "written": write_own_date(interview.date, interview),
        "original": interview.url,
        "questions": list_questions(interview),
        "sections": interview.list_sections(),
        "search": {"exclude": True},
    }
    return join_page(front, [*render_head(interview.transcript.head), *render_groups(interview)])


def render_head(head: Head) -> Iterator[str]:
    """Yield the head's parts as blocks, all that is printed and in its order."""
    kinds = dict.fromkeys(head.repeats, "again") | dict.fromkeys(head.lead, "lead")
    yield '<header class="head">'
    for part in head.printed:
        if part is head.headline:
            yield f"<h1>{mark_up(part.text)}</h1>"
        else:
            kind = "deck" if part is head.deck else kinds.get(part, "byline")
            yield f'<p class="{kind}">{mark_up(part.text)}</p>'
    yield "</header>"


def render_groups(interview: Interview) -> Iterator[str]:
    """Yield the answers of the transcript, each a section whose paragraphs link to the answer's own page."""
    ours = write_ours(interview)
    interludes = interview.place_interludes() if interview.transcript.interludes else {}
    for answer in interview.answers:
        yield from render_interludes(interludes.pop(f"{answer.id}#{answer.anchors[0][0]}", ()), "h2")
        yield f'<section id="{answer.id}">'
        yield f'<h2 class="aside"><a href="../{answer.id}/"><i>{answer.number}</i> {escape(answer.title)}</a></h2>'
        for turn, anchors in zip(answer.turns, answer.anchors, strict=True):
            kind = "question" if interview.role(turn) is Role.INTERVIEWER else "answer"
            yield f'<div class="turn {kind}">'
            label = f'<b class="label">{escape(turn.printed_label)}</b>'
            for anchor, paragraph in zip(anchors, turn.paragraphs, strict=True):
                yield from render_interludes(interludes.pop(f"{answer.id}#{anchor}", ()), "h3")
                sign = link_sign(f"../{answer.id}/#{anchor}", f"{name_place(anchor)} of {answer.id}", ours)
                yield f'<p id="{answer.id}-{anchor}">{sign}{label}{mark_up(paragraph.text)}</p>'
                label = ""
            yield "</div>"
        yield "</section>"
    yield from render_interludes(interludes.pop("", ()), "h2")
    if interview.transcript.closing:
        yield '<footer class="closing">'
        yield from (f"<p>{mark_up(part.text)}</p>" for part in interview.transcript.closing)
        yield "</footer>"


def render_interludes(interludes: Iterable[Interlude], tag: str) -> Iterator[str]:
    """Yield headings in an element, and notes, as they are printed between the paragraphs."""
    for one in interludes:
        text = mark_up(one.paragraph.text)
        yield f'<{tag} class="section">{text}</{tag}>' if one.is_heading else f'<p class="remark">{text}</p>'


def render_source(interview: Interview) -> str:
    """Return the source with numbered lines, so that a line can be linked to."""
    front = {
        "title": f"Source: {interview.headline}",
        "description": f"The text of the interview as published, line by line: {interview.headline}",
        "template": "source.html",
        "interview": interview.id,
        **describe_language(interview.language),
        "headline": interview.headline,
        "publication": interview.publication,
        "original": interview.url,
        "source": {"file": interview.source, "sha256": interview.sha256},
        "search": {"exclude": True},
    }
    return join_page(front, [f'<div class="lines"{write_language(interview)}>', *render_lines(interview), "</div>"])


def render_lines(interview: Interview) -> Iterator[str]:
    """Yield the lines in lists: each answer's, which has an anchor such as `L22-L24`, and those that stand between."""
    lines, ours = interview.text.removesuffix("\n").split("\n"), write_ours(interview)
    spans = {turns[0].line: turns[-1].last_line for turns in (answer.turns for answer in interview.answers)}
    first = 1
    while first <= len(lines):
        last = spans.get(first) or min([len(lines) + 1, *(start for start in spans if start > first)]) - 1
        anchor = f' id="{name_lines(first, last)}"' if first in spans and last > first else ""
        yield f'<ol{anchor} start="{first}">'
        for number in range(first, last + 1):
            sign = link_sign(f"./#L{number}", f"line {number}", ours)
            yield f'<li id="L{number}">{sign}{escape(lines[number - 1])}</li>'
        yield "</ol>"
        first = last + 1


def name_lines(first: int, last: int) -> str:
    """Return the anchor of some lines of the source: `L22-L24`, or `L22` of one alone."""
    return f"L{first}-L{last}" if last > first else f"L{first}"


def render_verify(interview: Interview) -> str:
    """Return the page that says how anybody can check a quotation."""
    front = {
        "title": f"Verify: {interview.headline}",
        "description": f"How to check a quotation against the text of the interview: {interview.headline}",
        "template": "verify.html",
        "interview": interview.id,
        **describe_language(interview.language),
        "headline": interview.headline,
        "publication": interview.publication,
        "source": {"file": interview.source, "sha256": interview.sha256},
        "example": choose_example(interview),
        "search": {"exclude": True},
    }
    return join_page(front, [])


def render_hashes(interview: Interview) -> str:
    """Return what is made for that page: the hashes of every answer and paragraph."""
    hashes = {
        answer.id: {
            "title": answer.title,
            "sha256": hash_answer(answer),
            "paragraphs": {anchor: hash_text(paragraph.text) for _, anchor, paragraph in answer.passages},
        }
        for answer in interview.answers
    }
    return join_data({"hashes": hashes})


def choose_example(interview: Interview) -> dict[str, str]:
    """Return an example of a quotation: the place at which somebody answers first, and a few words of it."""
    answer = interview.answers[0]
    replies = ((anchor, part) for turn, anchor, part in answer.passages if interview.role(turn) is Role.INTERVIEWEE)
    anchor, paragraph = next(replies, (answer.anchors[0][0], answer.turns[0].paragraphs[0]))
    return {"at": f"{interview.id}/{answer.id}#{anchor}", "words": " ".join(paragraph.text.split()[:EXAMPLE])}


# --- parts of pages ---


def write_front(front: Mapping[str, Any]) -> str:
    """Return front matter, without what is empty, every text as HTML."""
    return write_mapping(escape_all(drop_empty(dict(front))))


def join_page(front: Mapping[str, Any], blocks: Iterable[str]) -> str:
    """Return a page's text: its front matter, see `write_front`, and its blocks."""
    return f"---\n{write_front(front)}---\n\n" + "".join(f"{block}\n" for block in blocks)


def join_data(front: Mapping[str, Any], data: Mapping[str, Any] | None = None) -> str:
    """Return what is made for a page beside its front matter; `data` is escaped already, or a template escapes it."""
    return write_data(escape_all(drop_empty(dict(front))) | drop_empty(dict(data or {})))


def escape_all(value: Any) -> Any:
    """Return a value with every text in it as HTML, but for the keys of mappings."""
    if isinstance(value, str):
        return value if isinstance(value, Joined) else escape(value)
    if isinstance(value, dict):
        return {key: escape_all(one) for key, one in value.items()}
    return [escape_all(one) for one in value] if isinstance(value, list | tuple) else value


def escape(text: str) -> str:
    """Return the text as HTML on one line, for an element or an attribute.

    The quotation mark too: Material's search plugin deletes what looks like its own attributes from a finished page.
    """
    # Many times quicker than str.translate.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def mark_up(text: str, tags: Iterable[Tags] = ()) -> str:
    """Return the words of a paragraph as HTML, the editors' insertions in square brackets marked as such.

    `tags` are set around further words; they may stand within each other, but must not cross, nor cross an insertion.
    """
    insertions = [(match.start(), match.end(), "<ins>", "</ins>") for match in INSERTION.finditer(text)]
    whole = [one for one in tags if not any(is_crossing(one, insertion) for insertion in insertions)]
    if not insertions and not whole:
        return escape(text)
    pieces: list[str] = []
    open_until: list[tuple[int, str]] = []
    at = 0
    for start, end, opening, closing in [*sorted([*insertions, *whole], key=lambda one: (one[0], -one[1])), AT_END]:
        while open_until and open_until[-1][0] <= start:
            reached, tag = open_until.pop()
            pieces += [escape(text[at:reached]), tag]
            at = reached
        pieces += [escape(text[at:start]), opening]
        open_until.append((end, closing))
        at = min(start, len(text))
    return "".join(pieces)


def is_crossing(one: Tags, other: Tags) -> bool:
    """Tell whether one of the two begins within the other and ends behind it."""
    (_, first_end, *_), (second, second_end, *_) = sorted([one, other], key=lambda tags: (tags[0], -tags[1]))
    return second < first_end < second_end


def link_topics(mentions: Iterable[Mention], seen: set[str], base: str) -> Iterator[Tags]:
    """Yield the links of a paragraph to the topics that it mentions first on the page; `seen` is brought up to date.

    What the topic is, a build adds with `explain_topics`. `base` is the address of the site's root.
    """
    for mention in mentions:
        if mention.topic not in seen:
            seen.add(mention.topic)
            yield mention.start, mention.end, f'<a class="topic" href="{base}topics/{mention.topic}/">', "</a>"


def link_sign(address: str, name: str, ours: str) -> str:
    """Return a link without words; the stylesheet shows it as a sign, so that copying the text leaves it out.

    Its name is in the editors' language, see `write_ours`.
    """
    return f'<a class="sign" href="{address}"{ours} aria-label="Link to {name}"></a>'


def find_moved(interview: Interview, page: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return where a page's former anchors lead: to anchors of the page, and to other places of the interview."""
    moved = {old.removeprefix(f"{page}#"): new for old, new in interview.moved.items() if old.startswith(f"{page}#")}
    here = {old: new.partition("#")[2] for old, new in moved.items() if new.startswith(f"{page}#")}
    return here, {old: new for old, new in moved.items() if old not in here}


def render_moved(anchor: str, address: str, ours: str) -> str:
    """Return the block that stands where a paragraph was which stands on another page now; `ours` is `write_ours`."""
    link = f'<a href="{address}">on another page</a>'
    return f'<p class="moved aside" id="{anchor}"{ours}>This paragraph stands {link} now.</p>'


def write_address(place: str, base: str) -> str:
    """Return the address of a place of an interview, such as `c5#p2`; `base` is the interview's own address."""
    page, sign, anchor = place.partition("#")
    return f"{base}{page}{'/' if page else ''}{sign}{anchor}"


def name_place(anchor: str) -> str:
    """Return the anchor in words, such as “answer, paragraph 2” for `p2`."""
    return f"{'question' if anchor[0] == 'q' else 'answer'}, paragraph {anchor[1:]}"


def list_questions(interview: Interview) -> dict[str, str]:
    """Return the short titles by id, for the list that every page of the interview shows."""
    return {answer.id: answer.title for answer in interview.answers}


def find_mentioned(answer: Answer) -> list[str]:
    """Return the ids of the topics that the answer mentions without being about them."""
    about = {topic.id for topic in answer.topics}
    return [topic for topic in count_topics(answer) if topic not in about]


def count_words(interview: Interview, answer: Answer) -> int:
    """Return how many words the answer has, without the question."""
    return sum(len(turn.text.split()) for turn in answer.turns if interview.role(turn) is Role.INTERVIEWEE)


def list_cited(interview: Interview) -> dict[str, list[str]]:
    """Return who is cited, as in a list of authors: “Del Rosario, Jonattan”."""
    people = {"interviewees": find_interviewees(interview), "interviewers": find_interviewers(interview)}
    return {kind: [invert(name) for name in parse_names(names, interview)] for kind, names in people.items()}


def join_names(names: Sequence[str]) -> str:
    """Return the names as people list them: “A”, “A and B”, “A, B and C”."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def name_by_role(speakers: Iterable[Speaker], role: Role) -> list[str]:
    """Return the names of those who have the role, each once."""
    return list(dict.fromkeys(speaker.name for speaker in speakers if speaker.role is role))


def describe_speaker(speaker: Speaker) -> dict[str, str]:
    """Return a speaker for the front matter."""
    described = {"name": speaker.name, "role": speaker.role.value}
    return described | ({"office": speaker.office} if speaker.office else {})


def write_occasion(interview: Interview) -> str | None:
    """Return the event's days as the interview's language writes them; nothing if that is the editors'."""
    if not interview.event:
        return None
    days = dict.fromkeys((interview.event.starts, interview.event.ends))
    return " – ".join(text for day in days if (text := write_own_date(day, interview)))


def describe_language(language: str) -> dict[str, str]:
    """Return an interview's language for the front matter, if it is another than the editors', and its direction."""
    if not is_foreign(language):
        return {}
    return {"language": language} | ({"direction": "rtl"} if is_leftward(language) else {})


def write_language(interview: Interview) -> str:
    """Return the attributes of an element with words of the interview; none if its language is the editors'."""
    described = describe_language(interview.language)
    return "".join(
        f' {name}="{described[key]}"' for key, name in (("language", "lang"), ("direction", "dir")) if key in described
    )


def write_ours(interview: Interview) -> str:
    """Return the attributes of an element with words of the editors among the interview's; none if both are alike."""
    described = describe_language(interview.language)
    direction = ' dir="ltr"' if "direction" in described else ""
    return f' lang="{OURS}"{direction}' if described else ""


def write_own_date(day: datetime.date | None, interview: Interview) -> str | None:
    """Return a day as it is written in the interview's language; nothing if that is the editors'."""
    return write_date(day, interview.language) if day and is_foreign(interview.language) else None


def excerpt(text: str) -> str:
    """Return the text's beginning, cut between words."""
    words = fold(text)
    if len(words) <= EXCERPT:
        return words
    return words[:EXCERPT].rpartition(" ")[0].rstrip(" ,;:–—") + " …"
