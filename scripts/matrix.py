"""A picture of an interview: which answer speaks of which topic, what belongs together side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from concordance import count_topics
from interview import Answer, Interview
from topics import Vocabulary

SWEEPS = 100
"""How often answers and topics are placed by each other; then hardly anything moves any more."""
DIGITS = 6
"""Decimals up to which two places differ."""


def draw_matrix(interview: Interview, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the picture's data: answers and topics in the order in which they are drawn, and a dot where they meet.

    A dot has the number of mentions, 0 where an answer is about a topic that it does not name, and the address of the
    first mention below the interview's own. docs/overrides/partials/matrix.html draws it.
    """
    counts = {answer.id: count_topics(answer) for answer in interview.answers}
    by_id = {answer.id: answer for answer in interview.answers}
    answers, topics = sort_together({id_: list(found) for id_, found in counts.items()})
    return {
        "answers": answers,
        "topics": {
            topic: {
                "name": vocabulary.topics[topic].name,
                "dots": {
                    id_: {"mentions": counts[id_][topic], "place": find_first(by_id[id_], topic)}
                    for id_ in answers
                    if topic in counts[id_]
                },
            }
            for topic in topics
        },
    }


def find_first(answer: Answer, topic: str) -> str:
    """Return the address, below the interview's, of the paragraph in which the answer first mentions a topic."""
    for _, anchor, _ in answer.passages:
        if any(mention.topic == topic for mention in answer.mentions[anchor]):
            return f"{answer.id}/#{anchor}"
    return f"{answer.id}/"


def sort_together(rows: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return rows and columns in such an order that those with much in common stand near each other.

    `rows` has the columns of each. Parts that have nothing in common stand one after another; in each of them rows and
    columns are placed by turns at the mean of what they meet (reciprocal averaging, the first axis of a correspondence
    analysis), and read in the direction in which the first rows rather stand before the last.
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for row, met in rows.items():
        for column in met:
            columns[column].append(row)
    all_rows: list[str] = []
    all_columns: list[str] = []
    for part in find_parts(rows, columns):
        place = {row: float(index) for index, row in enumerate(part)}
        met = list(dict.fromkeys(column for row in part for column in rows[row]))
        weights = [len(rows[row]) for row in part]
        column_place: dict[str, float] = {}
        for _ in range(SWEEPS if met else 0):
            column_place = {column: mean([place[row] for row in columns[column]]) for column in met}
            place = {row: mean([column_place[column] for column in rows[row]]) for row in part}
            middle = fmean(place.values(), weights)
            width = max(abs(one - middle) for one in place.values()) or 1.0
            place = {row: (one - middle) / width for row, one in place.items()}
        sign = -1 if sum(index * place[row] for index, row in enumerate(part)) < 0 else 1
        all_rows += sorted(part, key=lambda row: round(sign * place[row], DIGITS))
        all_columns += sorted(met, key=lambda column: round(sign * column_place[column], DIGITS))
    return all_rows, all_columns


def mean(places: Sequence[float]) -> float:
    """Return the mean; quicker than the standard library's, which is exact."""
    return sum(places) / len(places)


def find_parts(rows: Mapping[str, Sequence[str]], columns: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the rows in groups that have no column in common, each in the given order."""
    group_of: dict[str, str] = {}
    reached: set[str] = set()
    for first in rows:
        waiting = [] if first in group_of else [first]
        while waiting:
            row = waiting.pop()
            if row not in group_of:
                group_of[row] = first
                new = set(rows[row]) - reached
                reached |= new
                waiting += [other for column in new for other in columns[column]]
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[group_of[row]].append(row)
    return list(groups.values())
