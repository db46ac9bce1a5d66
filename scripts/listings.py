"""The pages that gather all interviews: their list, topics, people, the time line and the figures."""

import datetime
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from concordance import Kinship, Sentence, find_quoted, gather_sentences
from document import Record, render_schema
from interview import Answer, Interview
from linked_data import describe_topic
from pages import Pages, Tags, describe_language, describe_speaker, join_names, join_page, mark_up, name_place
from quotes import PLAIN, normalize
from sidecar import DateEntry, FigureEntry, Sidecar
from topics import Kind, Topic, Vocabulary, VocabularyFile, sort_key
from transcript import Role, Speaker

SCHEMAS: dict[str, type[Record]] = {
    "topics/topics.schema.json": VocabularyFile,
    "interviews/sidecar.schema.json": Sidecar,
}
"""Where the forms of what editors write are described, for their programs."""


def render_listings(unordered: Iterable[Interview], vocabulary: Vocabulary, kinship: Kinship) -> Pages:
    """Return all pages that gather interviews, the earliest first, those without a date last."""
    interviews = sorted(unordered, key=lambda one: (one.date or datetime.date.max, one.id))
    return {
        "interviews/index.md": render_interviews(interviews),
        **render_topics(interviews, vocabulary, kinship),
        **render_people(interviews, vocabulary),
        "timeline.md": render_timeline(interviews),
        "figures.md": render_figures(interviews),
        **{path: render_schema(model) for path, model in SCHEMAS.items()},
    }


def render_interviews(interviews: Iterable[Interview]) -> str:
    """Return the page that lists all interviews, the latest first."""
    dated = sorted(interviews, key=lambda one: (one.date is not None, one.date, one.id), reverse=True)
    entries = [
        {
            "id": one.id,
            **describe_language(one),
            "headline": one.headline,
            "deck": one.deck,
            "date": one.date,
            "publication": one.publication,
            "people": [speaker.name for speaker in one.speakers if speaker.role is Role.INTERVIEWEE],
            "answers": len(one.answers),
            "topics": list_subjects(one),
        }
        for one in dated
    ]
    description = "All interviews of this site, the latest first."
    return join_listing("Interviews", description, "interviews.html", {"interviews": entries})


def list_subjects(interview: Interview) -> list[str]:
    """Return the names of the topics that the interview or an answer of it is about, in alphabetical order."""
    topics = (*interview.topics, *(topic for answer in interview.answers for topic in answer.topics))
    return sorted({topic.name for topic in topics}, key=sort_key)


# --- topics ---


def render_topics(interviews: Sequence[Interview], vocabulary: Vocabulary, kinship: Kinship) -> Pages:
    """Return a page a topic, the list of them all, and their names for the search."""
    sentences = gather_sentences(interviews)
    about: dict[str, list[tuple[Interview, Answer | None]]] = defaultdict(list)
    for interview in interviews:
        for topic in interview.topics:
            about[topic.id].append((interview, None))
        for answer in interview.answers:
            for topic in answer.topics:
                about[topic.id].append((interview, answer))
    defined: dict[str, list[Sentence]] = defaultdict(list)
    for interview in interviews:
        for topic_id, quote in interview.defined.items():
            defined[topic_id].append(find_quoted(interview, quote))
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for topic in vocabulary.topics.values():
        for other in topic.see_also:
            near[topic.id][other] = near[other][topic.id] = None
    made: dict[str, dict[str, list[dict[str, Any]]]] = {"wrote": defaultdict(list), "published": defaultdict(list)}
    for interview in interviews:
        for author in interview.authors:
            made["wrote"][author].append(describe_interview(interview))
        made["published"][interview.publication or ""].append(describe_interview(interview))
    people = {speaker.id: speaker for interview in interviews for speaker in interview.speakers if speaker.id}
    pages = {"topics/index.md": render_index(vocabulary, sentences)}
    for topic in vocabulary.topics.values():
        front = {
            "title": topic.name,
            "description": f"{topic.full_name}: {topic.definition}",
            "template": "topic.html",
            "topic": topic.id,
            "kind": topic.kind.value,
            "full_name": topic.full_name if topic.full_name != topic.name else None,
            "es": topic.es,
            "pt": topic.pt,
            "other_names": [name for name in (*topic.acronyms, *topic.aliases) if name != topic.name],
            "definition": topic.definition,
            "sources": topic.sources,
            "person": topic.id if topic.id in people else None,
            **{key: by_name.get(topic.name) for key, by_name in made.items()},
            "see_also": {other: vocabulary.topics[other].name for other in near[topic.id]},
            "together": {
                other: {"name": vocabulary.topics[other].name, "answers": answers}
                for other, answers in kinship.companions.get(topic.id, ())
                if other not in near[topic.id]
            },
            "about": [
                {"interview": interview.id, "headline": interview.headline, "date": interview.date}
                | describe_language(interview)
                | ({"answer": answer.id, "title": answer.title, "number": answer.number} if answer else {})
                for interview, answer in about[topic.id]
            ],
            "mentions": count_mentions(sentences.get(topic.id, []), topic.id),
            "search": {"boost": 0.5},
        }
        data = {
            "defined": [
                describe_interview(one.interview) | describe_sentence(one, topic.id) for one in defined[topic.id]
            ],
            "concordance": group_sentences(sentences.get(topic.id, []), topic.id),
            "linked_data": describe_topic(topic),
        }
        pages[f"topics/{topic.id}.md"] = join_page(front, [f"<p>{mark_up(topic.definition)}</p>"], data)
    entries: list[dict[str, Any]] = [
        {"name": one.name, "full": one.full_name, "names": list(one.names[1:]), "address": f"topics/{one.id}/"}
        for one in vocabulary.topics.values()
    ]
    others = [speaker for id_, speaker in people.items() if id_ not in vocabulary.topics]
    entries += [
        {"name": one.name, "full": one.name, "names": list(one.labels), "address": f"people/{one.id}/", "speaks": True}
        for one in others
    ]
    return pages | {"interviews/topics.json": json.dumps(entries, ensure_ascii=False, indent=1) + "\n"}


def render_index(vocabulary: Vocabulary, sentences: Mapping[str, Sequence[Sentence]]) -> str:
    """Return the list of all topics by kind, in alphabetical order, with every other name as an entry that leads on."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for kind in Kind:
        entries: list[dict[str, Any]] = []
        for topic in vocabulary.topics.values():
            if topic.kind is kind:
                full = {"full_name": topic.full_name} if topic.full_name != topic.name else {}
                mentions = count_mentions(sentences.get(topic.id, []), topic.id)
                entries.append({"id": topic.id, "name": topic.name, **full, "mentions": mentions})
                entries += [
                    {"see": topic.id, "name": name, "topic": topic.name, **find_language(topic, name)}
                    for name in topic.other_names
                ]
        if entries:
            kinds[kind.value] = sorted(entries, key=lambda entry: (sort_key(entry["name"]), "see" in entry))
    description = "What the interviews speak of, by kind and in alphabetical order, each under all its names."
    return join_listing("Topics", description, "topics.html", {"kinds": kinds})


def find_language(topic: Topic, name: str) -> dict[str, str]:
    """Return the language of a topic's name, if it is a name in another."""
    return {"lang": "es"} if name in topic.es else {"lang": "pt"} if name in topic.pt else {}


def count_mentions(sentences: Iterable[Sentence], topic: str) -> int:
    """Return how often sentences mention a topic."""
    return sum(mention.topic == topic for sentence in sentences for mention in sentence.mentions)


def group_sentences(sentences: Iterable[Sentence], topic: str) -> list[dict[str, Any]]:
    """Return sentences for the front matter, those of an interview together."""
    return [
        {**describe_interview(interview), "lines": [describe_sentence(sentence, topic) for sentence in lines]}
        for interview, lines in (
            (found[0].interview, found)
            for found in (list(group) for _, group in groupby(sentences, key=lambda one: one.interview.id))
        )
    ]


def describe_interview(interview: Interview) -> dict[str, Any]:
    """Return what tells an interview from others; escaped, as are the sentences beside which it stands."""
    described = {"interview": interview.id, "headline": mark_up(interview.headline), "date": interview.date}
    return described | describe_language(interview)


def describe_sentence(sentence: Sentence, topic: str | None = None) -> dict[str, Any]:
    """Return a sentence for the front matter, escaped, the mentions of a topic marked."""
    marks: list[Tags] = [(one.start, one.end, "<mark>", "</mark>") for one in sentence.mentions if one.topic == topic]
    described: dict[str, Any] = {"text": mark_up(sentence.text, marks), "address": sentence.address}
    described |= describe_language(sentence.interview)
    if sentence.answer:
        described |= {"number": sentence.answer.number, "title": mark_up(sentence.answer.title)}
        described |= {"place": name_place(sentence.anchor)}
    else:
        described |= {"place": f"introduction, paragraph {sentence.anchor[1:]}"}
    name = sentence.speaker.name if sentence.speaker else join_names(sentence.interview.authors)
    described |= {"speaker": mark_up(name)} if name else {}
    return described | ({"person": sentence.speaker.id} if sentence.speaker and sentence.speaker.id else {})


# --- people ---


def render_people(interviews: Iterable[Interview], vocabulary: Vocabulary) -> Pages:
    """Return a page for each speaker who is known by name, and the list of them all."""
    spoken: dict[str, list[tuple[Interview, Speaker]]] = defaultdict(list)
    for interview in interviews:
        for speaker in interview.speakers:
            if speaker.id:
                spoken[speaker.id].append((interview, speaker))
    pages = {}
    entries = []
    for id_, said in spoken.items():
        name = said[0][1].name
        parts = [describe_part(interview, speaker) for interview, speaker in said]
        offices = list(dict.fromkeys(speaker.office for _, speaker in said if speaker.office))
        words = sum(part["words"] for part in parts)
        front = {
            "title": name,
            "description": "; ".join([name, *offices]),
            "template": "person.html",
            "person": id_,
            "offices": offices,
            "topic": id_ if id_ in vocabulary.topics else None,
            "words": words,
            "interviews": parts,
            "search": {"exclude": True},
        }
        pages[f"people/{id_}.md"] = join_page(front, [])
        roles = list(dict.fromkeys(speaker.role.value for _, speaker in said))
        entries.append(
            {"id": id_, "name": name, "offices": offices, "roles": roles, "interviews": len(parts), "words": words}
        )
    entries.sort(key=lambda entry: sort_key(entry["name"]))
    description = "Who asks and who answers in the interviews, and how much they say."
    return {"people/index.md": join_listing("People", description, "people.html", {"people": entries}), **pages}


def describe_part(interview: Interview, speaker: Speaker) -> dict[str, Any]:
    """Return a speaker's part in an interview: the answers in which they speak, each with their words."""
    counts = [
        sum(len(turn.text.split()) for turn in answer.turns if turn.label in speaker.labels)
        for answer in interview.answers
    ]
    return {
        "interview": interview.id,
        **describe_language(interview),
        "headline": interview.headline,
        "date": interview.date,
        **describe_speaker(speaker),
        "words": sum(counts),
        "answers": [
            {"id": answer.id, "number": answer.number, "title": answer.title, "words": words}
            for answer, words in zip(interview.answers, counts, strict=True)
            if words
        ],
    }


# --- dates and figures ---


def render_timeline(interviews: Iterable[Interview]) -> str:
    """Return the page of the dates that interviews name, the earliest first, spans without a date last."""
    found = [(interview, entry) for interview in interviews for entry in interview.dates]
    found.sort(key=lambda pair: pair[1].when.order)
    entries = [
        {
            "when": entry.when.words,
            "iso": entry.when.text,
            "dated": entry.when.first is not None or entry.when.last is not None,
            "what": mark_up(entry.what),
            **describe_quoted(interview, entry),
        }
        for interview, entry in found
    ]
    description = "The dates that the interviews name, each with the sentence that names it."
    return join_listing("Time line", description, "timeline.html", {}, {"entries": entries})


def render_figures(interviews: Iterable[Interview]) -> str:
    """Return the page of the figures that interviews give, in the order of the interviews."""
    entries = [
        {"figure": mark_up(entry.figure), "what": mark_up(entry.what), **describe_quoted(interview, entry)}
        for interview in interviews
        for entry in interview.figures
    ]
    description = "The figures that the interviews give, each with who said it, and where."
    return join_listing("Figures", description, "figures.html", {}, {"entries": entries})


def describe_quoted(interview: Interview, entry: DateEntry | FigureEntry) -> dict[str, Any]:
    """Return the sentence around a quotation, with the quotation marked."""
    sentence = find_quoted(interview, entry.quote)
    marked = {"text": mark_up(sentence.text, mark_quote(sentence.text, entry.quote))}
    return describe_interview(interview) | describe_sentence(sentence) | marked


def mark_quote(text: str, quote: str) -> list[Tags]:
    """Return the tags around a quotation in the sentences where it stands."""
    words = r"\s+".join(re.escape(word) for word in normalize(quote).split())
    match = re.search(words, text.translate(PLAIN))
    return [(match.start(), match.end(), "<mark>", "</mark>")] if match else []


def join_listing(
    title: str, description: str, template: str, front: dict[str, Any], data: dict[str, Any] | None = None
) -> str:
    """Return the text of a page that lists things and is itself found by no search."""
    common = {"title": title, "description": description, "template": template, "search": {"exclude": True}}
    return join_page(common | front, [], data)
