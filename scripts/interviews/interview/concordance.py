"""What an interview says of topics: the sentences that mention one, the acronyms that none has."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from interviews.interview.interview import Answer, Interview
from interviews.interview.quotes import normalize
from interviews.sidecar import Mention, Vocabulary, is_acronym
from interviews.text import Paragraph, Speaker, find_sentences


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


CAPITAL = "[0-9A-ZÀ-ÞŁŚŠŽΑ-ΩА-Я]"
CAPITALS = re.compile(rf"{CAPITAL}(?<![^\W_].){CAPITAL}+s?(?![^\W_])")
"""A word in capitals and digits, with the “s” of a plural; what stands before it is looked at where a capital is."""
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
                    mentions=tuple(Mention(one.topic, one.start - start, min(one.end, end) - start) for one in here),
                    interview=interview,
                    answer=answer,
                    anchor=anchor,
                    speaker=speaker,
                )


def find_used(interview: Interview, vocabulary: Vocabulary) -> set[str]:
    """Return the ids of the topics that an interview mentions, is about, or has as people and publications."""
    about = (interview.topics, *(answer.topics for answer in interview.answers))
    used = {topic.id for topics in about for topic in topics}
    names = (*(speaker.name for speaker in interview.speakers), *interview.authors, interview.publication or "")
    used.update(vocabulary.owners[name] for name in names if name in vocabulary.owners)
    for _, _, _, _, mentions in list_passages(interview):
        used.update(mention.topic for mention in mentions)
    return used


def find_unknown(interview: Interview, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """Yield the acronyms of an interview that no topic has, each with its line."""
    for _, _, _, paragraph, mentions in list_passages(interview):
        for match in CAPITALS.finditer("" if paragraph.text.isupper() else paragraph.text):
            word = match[0].removesuffix("s")
            is_named = any(one.start <= match.start() < one.end for one in mentions)
            if is_long_acronym(word) and word not in vocabulary.acronyms and not is_named:
                yield word, paragraph.line + paragraph.text.count("\n", 0, match.start())


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
            mentions=tuple(Mention(one.topic, one.start - start, one.end - start) for one in here),
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
