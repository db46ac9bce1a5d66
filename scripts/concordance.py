"""What interviews say of a topic, gathered: every sentence that mentions it, and what stands together with it."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from faults import Fault
from interview import Answer, Interview
from mentions import Mention, is_acronym
from quotes import normalize
from sentences import find_sentences
from topics import Vocabulary
from transcript import Paragraph, Speaker

RELATED, COMPANIONS = 4, 12
"""Answers that are related to another, and topics that stand with another."""
NEAR = 12
"""Answers before and behind an answer, among all about a topic, to which it may be related; it keeps time linear."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One or more sentences of a paragraph, with all that is known of them."""

    text: str
    mentions: tuple[Mention, ...]
    """Counted from the beginning of the text."""
    interview: Interview
    answer: Answer | None
    """Nothing in the introduction."""
    anchor: str
    speaker: Speaker | None

    @property
    def address(self) -> str:
        """The paragraph's address below the site's root."""
        page = f"{self.answer.id}/" if self.answer else ""
        return f"interviews/{self.interview.id}/{page}#{self.anchor}"


CAPITALS = re.compile(r"(?<![^\W_])[0-9A-ZÀ-ÞŁŚŠŽΑ-ΩА-Я]{2,}s?(?![^\W_])")
"""A word in capitals and digits, with the “s” of a plural."""
ROMAN = re.compile("[IVX]+")
Passage = tuple[Answer | None, Speaker | None, str, Paragraph, tuple[Mention, ...]]


def list_passages(interview: Interview) -> Iterator[Passage]:
    """Yield the paragraphs of the introduction and the answers, in their order."""
    for anchor, paragraph in zip(interview.anchors, interview.transcript.head.lead, strict=True):
        yield None, None, anchor, paragraph, interview.mentions[anchor]
    for answer in interview.answers:
        for turn, anchor, paragraph in answer.passages:
            yield answer, interview.speaker(turn.label), anchor, paragraph, answer.mentions[anchor]


def list_sentences(interview: Interview) -> Iterator[Sentence]:
    """Yield the sentences of the interview that mention a topic, in their order."""
    for answer, speaker, anchor, paragraph, mentions in list_passages(interview):
        rest = list(mentions)
        for start, end in find_sentences(paragraph.text) if rest else ():
            here = [mention for mention in rest if mention.start < end]
            rest = rest[len(here) :]
            if here:
                yield Sentence(
                    text=paragraph.text[start:end].rstrip(),
                    mentions=tuple(
                        replace(one, start=one.start - start, end=min(one.end, end) - start) for one in here
                    ),
                    interview=interview,
                    answer=answer,
                    anchor=anchor,
                    speaker=speaker,
                )


def find_used(interviews: Iterable[Interview], vocabulary: Vocabulary) -> set[str]:
    """Return the ids of the topics that the interviews mention, are about, or have as people and publications."""
    used: set[str] = set()
    for interview in interviews:
        about = (interview.topics, *(answer.topics for answer in interview.answers))
        used.update(topic.id for topics in about for topic in topics)
        names = (*(speaker.name for speaker in interview.speakers), *interview.authors, interview.publication or "")
        used.update(vocabulary.owners[name] for name in names if name in vocabulary.owners)
        for _, _, _, _, mentions in list_passages(interview):
            used.update(mention.topic for mention in mentions)
    return used


def find_gaps(interviews: Sequence[Interview], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what the vocabulary lacks: an acronym of an interview; and what it has too much: a topic of none."""
    used = find_used(interviews, vocabulary)
    missing: dict[str, list[tuple[Interview, int]]] = defaultdict(list)
    for interview in interviews:
        for _, _, _, paragraph, mentions in list_passages(interview):
            for match in CAPITALS.finditer("" if paragraph.text.isupper() else paragraph.text):
                word = match[0].removesuffix("s")
                is_named = any(one.start <= match.start() < one.end for one in mentions)
                if is_long_acronym(word) and word not in vocabulary.acronyms and not is_named:
                    line = paragraph.line + paragraph.text.count("\n", 0, match.start())
                    missing[word].append((interview, line))
    for acronym, ((interview, line), *more) in missing.items():
        times = f", here and {len(more)} times more" if more else ""
        message = (
            f"the acronym “{acronym}” is in no topic{times}; add it to one in source/topics.yml, or to the list "
            f"“ignore: [{acronym}]” there"
        )
        yield Fault(path=interview.source, line=line, message=message)
    for id_, line in vocabulary.lines.items():
        if id_ not in used:
            message = f"no interview mentions “{id_}” or is about it; add a name by which one does, or remove the topic"
            yield Fault(path="source/topics.yml", line=line, message=message)


def is_long_acronym(word: str) -> bool:
    """Tell whether a word has two or more capitals and no small letter; a Roman number is none."""
    return is_acronym(word) and sum(map(str.isupper, word)) > 1 and not ROMAN.fullmatch(word)


def find_quoted(interview: Interview, quote: str) -> Sentence:
    """Return the sentences around words of one paragraph, which `quotes.check_quotes` has found to be there."""
    for answer, speaker, anchor, paragraph, mentions in list_passages(interview):
        at = normalize(paragraph.text).find(normalize(quote))
        if at < 0:
            continue
        spans, reached = [], 0
        for start, end in find_sentences(paragraph.text):
            length = len(normalize(paragraph.text[start:end]))
            if reached + length > at and reached < at + len(normalize(quote)):
                spans.append((start, end))
            reached += length + 1  # the space between two
        start, end = spans[0][0], spans[-1][1]
        here = [one for one in mentions if start <= one.start and one.end <= end]
        return Sentence(
            text=paragraph.text[start:end].rstrip(),
            mentions=tuple(replace(one, start=one.start - start, end=one.end - start) for one in here),
            interview=interview,
            answer=answer,
            anchor=anchor,
            speaker=speaker,
        )
    raise LookupError(quote)


def count_topics(answer: Answer) -> Counter[str]:
    """Return how often an answer mentions each topic, by its id; 0 for what it is about without a mention."""
    counts = Counter({topic.id: 0 for topic in answer.topics})
    counts.update(mention.topic for mentions in answer.mentions.values() for mention in mentions)
    return counts


def gather_sentences(interviews: Iterable[Interview]) -> dict[str, list[Sentence]]:
    """Return the sentences that mention each topic, by its id and in the order of the interviews."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for interview in interviews:
        for sentence in list_sentences(interview):
            for topic in dict.fromkeys(mention.topic for mention in sentence.mentions):
                found[topic].append(sentence)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinship:
    """What stands together by the topics of the answers."""

    related: Mapping[tuple[str, str], Sequence["Related"]]
    """By the ids of interview and answer, the answers that share the most telling topics, the nearest first."""
    companions: Mapping[str, Sequence[tuple[str, int]]]
    """By a topic's id, the topics of the same answers and in how many of them they stand, the most telling first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """An answer that shares topics with another."""

    interview: Interview
    answer: Answer
    shared: tuple[str, ...]
    """The topics' ids, the rarest first."""


def find_kinship(interviews: Sequence[Interview]) -> Kinship:
    """Return what stands together, at most `RELATED` answers and `COMPANIONS` topics.

    A topic counts by its rarity, the logarithm of all answers to those that have it (inverse document frequency).
    """
    answers = [(interview, answer, count_topics(answer)) for interview in interviews for answer in interview.answers]
    places: dict[str, list[int]] = defaultdict(list)
    for index, (_, _, topics) in enumerate(answers):
        for topic in topics:
            places[topic].append(index)
    rarity = {topic: math.log((len(answers) + 1) / len(found)) for topic, found in places.items()}
    shared: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for topic in sorted(places, key=lambda topic: (-rarity[topic], topic)):
        for position, index in enumerate(places[topic]):
            for other in places[topic][max(0, position - NEAR) : position + NEAR + 1]:
                if other != index:
                    shared[index][other].append(topic)
    related = {}
    for index, others in shared.items():
        order = sorted(others, key=lambda other: (-sum(rarity[topic] for topic in others[other]), abs(other - index)))
        related[answers[index][0].id, answers[index][1].id] = [
            Related(interview=answers[other][0], answer=answers[other][1], shared=tuple(others[other]))
            for other in order[:RELATED]
        ]
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for _, _, topics in answers:
        for topic in topics:
            together[topic].update(other for other in topics if other != topic)
    companions = {
        topic: sorted(counts.items(), key=lambda pair: (-pair[1] * rarity[pair[0]], pair[0]))[:COMPANIONS]
        for topic, counts in together.items()
    }
    return Kinship(related=related, companions=companions)
