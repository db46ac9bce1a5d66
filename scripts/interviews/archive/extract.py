"""An interview's extract: all that the pages which gather interviews need of one, so that they never need its text.

What stands on such a page for an interview alone is written here already, as entries of lists, so that gathering a
thousand interviews is joining texts.
"""

import datetime
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from interviews.interview import (
    PLAIN,
    Interview,
    Sentence,
    count_topics,
    find_quoted,
    find_unknown,
    find_used,
    list_sentences,
    normalize,
)
from interviews.pages import (
    Joined,
    Tags,
    describe_language,
    describe_speaker,
    escape_all,
    find_interviewers,
    join_names,
    mark_up,
    name_place,
    write_entries,
)
from interviews.sidecar import DateEntry, FigureEntry, Vocabulary, sort_key
from interviews.text import Role, Speaker


class AnswerExtract(NamedTuple):
    """What answers of other interviews need of an answer."""

    id: str
    number: int
    title: str
    about: tuple[str, ...]
    """The ids of the topics that it is about."""
    topics: tuple[str, ...]
    """Those and the ones that it mentions."""


class Part(NamedTuple):
    """A speaker's part in an interview."""

    speaker: Speaker
    words: int
    entry: Joined
    """For the speaker's page."""


class Dated(NamedTuple):
    """A date that an interview names."""

    order: tuple[Any, ...]
    """Its place among all others, see `dates.Span`."""
    entry: Joined
    """For the time line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extract:
    """What the pages that gather interviews need of one; the mappings are by the ids of topics."""

    id: str
    source: str
    """The text's path, such as `source/del-rosario-2018.txt`."""
    formerly: tuple[str, ...]
    language: str
    headline: str
    deck: str | None
    authors: tuple[str, ...]
    publication: str | None
    date: datetime.date | None
    speakers: tuple[Speaker, ...]
    interviewers: tuple[str, ...]
    """As they are cited."""
    subjects: Mapping[str, str]
    """What the interview or an answer is about, with the names that are shown."""
    answers: tuple[AnswerExtract, ...]
    kin: str
    """A digest of all that decides which answers of others are related to its own, and what is said of them there."""
    used: frozenset[str]
    """The topics that it mentions, is about, or has as people and publications."""
    unknown: tuple[tuple[str, int], ...]
    """Acronyms that no topic has, each with its line."""
    listed: Joined
    """Its entry in the list of interviews."""
    named: Joined
    """Its entry in a list of what somebody wrote or published."""
    about: Mapping[str, Joined]
    defined: Mapping[str, Joined]
    concordance: Mapping[str, Joined]
    mentions: Mapping[str, int]
    """How often it mentions each."""
    parts: tuple[Part, ...]
    dates: tuple[Dated, ...]
    figures: Joined

    @property
    def interviewees(self) -> list[str]:
        """The names of those who answer."""
        return [speaker.name for speaker in self.speakers if speaker.role is Role.INTERVIEWEE]


def make_extract(interview: Interview, vocabulary: Vocabulary) -> Extract:
    """Return what other pages need of an interview."""
    subjects = {
        topic.id: topic.name for topic in (*interview.topics, *(t for a in interview.answers for t in a.topics))
    }
    sentences = list(list_sentences(interview))
    answers = tuple(
        AnswerExtract(
            id=answer.id,
            number=answer.number,
            title=answer.title,
            about=tuple(topic.id for topic in answer.topics),
            topics=tuple(count_topics(answer)),
        )
        for answer in interview.answers
    )
    return Extract(
        id=interview.id,
        source=interview.source,
        formerly=interview.formerly,
        language=interview.language,
        headline=interview.headline,
        deck=interview.deck,
        authors=interview.authors,
        publication=interview.publication,
        date=interview.date,
        speakers=interview.speakers,
        interviewers=tuple(find_interviewers(interview)),
        subjects=subjects,
        answers=answers,
        kin=hashlib.sha256(repr((interview.id, interview.headline, interview.language, answers)).encode()).hexdigest(),
        used=frozenset(find_used(interview, vocabulary)),
        unknown=tuple(find_unknown(interview, vocabulary)),
        listed=write_entries([escape_all(describe_listed(interview, subjects.values()))]),
        named=write_entries([describe_interview(interview)]),
        about={topic: write_entries(map(escape_all, entries)) for topic, entries in describe_about(interview).items()},
        defined={
            topic: write_entries(
                [describe_interview(interview) | describe_sentence(find_quoted(interview, quote), topic)]
            )
            for topic, quote in interview.defined.items()
        },
        concordance=write_concordance(interview, sentences),
        mentions=Counter(mention.topic for sentence in sentences for mention in sentence.mentions),
        parts=tuple(write_part(interview, speaker) for speaker in interview.speakers if speaker.id),
        dates=tuple(
            Dated(entry.when.order, write_entries([describe_date(interview, entry)])) for entry in interview.dates
        ),
        figures=write_entries(describe_figure(interview, entry) for entry in interview.figures),
    )


def describe_listed(interview: Interview, subjects: Iterable[str]) -> dict[str, Any]:
    """Return an interview for the list of interviews."""
    return {
        "id": interview.id,
        **describe_language(interview.language),
        "headline": interview.headline,
        "deck": interview.deck,
        "date": interview.date,
        "publication": interview.publication,
        "people": [speaker.name for speaker in interview.speakers if speaker.role is Role.INTERVIEWEE],
        "answers": len(interview.answers),
        "topics": sorted(set(subjects), key=sort_key),
    }


def describe_about(interview: Interview) -> dict[str, list[dict[str, Any]]]:
    """Return, by the topics' ids, the answers that are about each; first the interview itself, if it is."""
    about: dict[str, list[dict[str, Any]]] = defaultdict(list)
    common = {"interview": interview.id, "headline": interview.headline, "date": interview.date}
    common |= describe_language(interview.language)
    for topic in interview.topics:
        about[topic.id].append(common)
    for answer in interview.answers:
        for topic in answer.topics:
            about[topic.id].append(common | {"answer": answer.id, "title": answer.title, "number": answer.number})
    return about


def write_concordance(interview: Interview, sentences: Iterable[Sentence]) -> dict[str, Joined]:
    """Return, by the topics' ids, the sentences that mention each."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        for topic in dict.fromkeys(mention.topic for mention in sentence.mentions):
            found[topic].append(sentence)
    described = describe_interview(interview)
    return {
        topic: write_entries([described | {"lines": [describe_sentence(one, topic) for one in sentences]}])
        for topic, sentences in found.items()
    }


def describe_interview(interview: Interview) -> dict[str, Any]:
    """Return what tells an interview from others; escaped, as are the sentences beside which it stands."""
    described = {"interview": interview.id, "headline": mark_up(interview.headline), "date": interview.date}
    return described | describe_language(interview.language)


def describe_sentence(sentence: Sentence, topic: str | None = None) -> dict[str, Any]:
    """Return a sentence for the front matter, escaped, the mentions of a topic marked."""
    marks: list[Tags] = [(one.start, one.end, "<mark>", "</mark>") for one in sentence.mentions if one.topic == topic]
    described: dict[str, Any] = {"text": mark_up(sentence.text, marks), "address": sentence.address}
    described |= describe_language(sentence.interview.language)
    if sentence.answer:
        described |= {"number": sentence.answer.number, "title": mark_up(sentence.answer.title)}
        described |= {"place": name_place(sentence.anchor)}
    else:
        described |= {"place": f"introduction, paragraph {sentence.anchor[1:]}"}
    name = sentence.speaker.name if sentence.speaker else join_names(sentence.interview.authors)
    described |= {"speaker": mark_up(name)} if name else {}
    return described | ({"person": sentence.speaker.id} if sentence.speaker and sentence.speaker.id else {})


def write_part(interview: Interview, speaker: Speaker) -> Part:
    """Return a speaker's part in an interview: the answers in which they speak, each with their words."""
    counts = [
        sum(len(turn.text.split()) for turn in answer.turns if turn.label in speaker.labels)
        for answer in interview.answers
    ]
    described = {
        "interview": interview.id,
        **describe_language(interview.language),
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
    return Part(speaker=speaker, words=sum(counts), entry=write_entries([escape_all(described)]))


def describe_date(interview: Interview, entry: DateEntry) -> dict[str, Any]:
    """Return a date that an interview names, with the sentence."""
    return {
        "when": entry.when.words,
        "iso": entry.when.text,
        "dated": entry.when.first is not None or entry.when.last is not None,
        "what": mark_up(entry.what),
        **describe_quoted(interview, entry),
    }


def describe_figure(interview: Interview, entry: FigureEntry) -> dict[str, Any]:
    """Return a figure that an interview gives, with the sentence."""
    return {"figure": mark_up(entry.figure), "what": mark_up(entry.what), **describe_quoted(interview, entry)}


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
