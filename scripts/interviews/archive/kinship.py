"""What stands together by the topics of the answers, over all interviews."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import chain
from typing import Any, NamedTuple

from interviews.archive.extract import AnswerExtract, Extract
from interviews.pages import drop_empty

RELATED, COMPANIONS = 4, 12
"""Answers that are related to another, and topics that stand with another."""
NEAR = 12
"""Answers before and behind an answer, among all about a topic, to which it may be related; it keeps time linear."""
REASONS = 3
"""Shared topics that are named as the reason why another answer is shown."""

Companions = Mapping[str, Sequence[tuple[str, int]]]
"""By a topic's id, the topics of the same answers and in how many of them they stand, the most telling first."""


class Related(NamedTuple):
    """An answer that shares topics with another."""

    extract: Extract
    answer: AnswerExtract
    shared: tuple[str, ...]
    """The topics' ids, the rarest first."""


def find_related(extracts: Sequence[Extract], wanted: Collection[str]) -> Iterator[list[list[Related]]]:
    """Yield, for each wanted interview in their order and each of its answers, those that share the most with it.

    They are at most `RELATED`, the nearest first. A topic counts by its rarity, see `measure_rarity`.
    """
    answers = [(extract, answer) for extract in extracts for answer in extract.answers]
    places = find_places(extracts)
    rarity = measure_rarity(extracts)

    def find(index: int) -> list[Related]:
        topics = sorted(answers[index][1].topics, key=lambda topic: (-rarity[topic], topic))
        scores: dict[int, float] = {}
        for topic in topics:
            found, weight = places[topic], rarity[topic]
            at = bisect_left(found, index)
            for other in found[max(0, at - NEAR) : at + NEAR + 1]:
                scores[other] = scores.get(other, 0.0) + weight
        scores.pop(index, None)
        least = min(nlargest(RELATED, scores.values()), default=0.0)  # most of a hundred answers share less
        best = [other for other, score in scores.items() if score >= least]
        nearest = sorted(best, key=lambda other: (-scores[other], abs(other - index), other))[:RELATED]
        return [
            Related(*answers[other], tuple(topic for topic in topics if topic in answers[other][1].topics))
            for other in nearest
        ]

    reached = 0
    for extract in extracts:
        if extract.id in wanted:
            yield [find(index) for index in range(reached, reached + len(extract.answers))]
        reached += len(extract.answers)


def find_companions(extracts: Sequence[Extract]) -> Companions:
    """Return what stands together with each topic, at most `COMPANIONS` topics."""
    rarity = measure_rarity(extracts)
    topics = [answer.topics for extract in extracts for answer in extract.answers]
    companions = {}
    for topic, found in find_places(extracts).items():
        counts = Counter(chain.from_iterable(topics[place] for place in found))
        del counts[topic]
        order = sorted(counts.items(), key=lambda pair: (-pair[1] * rarity[pair[0]], pair[0]))
        companions[topic] = order[:COMPANIONS]
    return companions


def find_places(extracts: Sequence[Extract]) -> dict[str, list[int]]:
    """Return, by the topics' ids, the answers that have each, counted from 0 over all interviews."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, topics in enumerate(answer.topics for extract in extracts for answer in extract.answers):
        for topic in topics:
            places[topic].append(index)
    return places


def measure_rarity(extracts: Sequence[Extract]) -> dict[str, float]:
    """Return, by the topics' ids, the logarithm of all answers to those that have it (inverse document frequency)."""
    counts = Counter(chain.from_iterable(answer.topics for extract in extracts for answer in extract.answers))
    answers = sum(len(extract.answers) for extract in extracts)
    return {topic: math.log((answers + 1) / count) for topic, count in counts.items()}


def describe_related(extract: Extract, related: Sequence[Related]) -> list[dict[str, Any]]:
    """Return related answers for an answer's page: their ids, of another interview its own too, and shared topics."""
    return [
        {
            **({"interview": other.id} if other.id != extract.id else {}),
            "id": answer.id,
            **drop_empty(
                {
                    "shared": [topic for topic in shared[:REASONS] if topic in answer.about],
                    "mentions": [topic for topic in shared[:REASONS] if topic not in answer.about],
                }
            ),
        }
        for other, answer, shared in related
    ]
