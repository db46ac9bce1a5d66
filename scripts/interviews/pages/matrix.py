"""A picture of an interview: which answer speaks of which topic, what belongs together side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import prod
from operator import mul
from typing import Any

from interviews.interview import Answer, Interview, count_topics
from interviews.sidecar import Vocabulary

ROUNDS, STEPS = 2, 16
"""How often answers and topics are placed by each other; then hardly anything moves any more."""
NOTHING = 1e-9
"""Share of the places' spread below which what is left of it is rounding."""
DIGITS = 6
"""Decimals up to which two places differ."""


def draw_matrix(interview: Interview, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the picture's data: answers and topics in the order in which they are drawn, and a dot where they meet.

    A dot has the number of mentions, 0 where an answer is about a topic that it does not name, and the address of the
    first mention below the interview's own. docs/overrides/partials/matrix.html draws it.
    """
    counts = {answer.id: count_topics(answer) for answer in interview.answers}
    places = {answer.id: find_first(answer) for answer in interview.answers}
    answers, topics = sort_together({id_: list(found) for id_, found in counts.items()})
    return {
        "answers": answers,
        "topics": {
            topic: {
                "name": vocabulary.topics[topic].name,
                "dots": {
                    id_: {"mentions": counts[id_][topic], "place": f"{id_}/{places[id_].get(topic, '')}"}
                    for id_ in answers
                    if topic in counts[id_]
                },
            }
            for topic in topics
        },
    }


def find_first(answer: Answer) -> dict[str, str]:
    """Return, by the topics' ids, where an answer first mentions each, such as `#p2`."""
    first: dict[str, str] = {}
    for _, anchor, _ in answer.passages:
        for mention in answer.mentions[anchor]:
            first.setdefault(mention.topic, f"#{anchor}")
    return first


def sort_together(rows: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return rows and columns in such an order that those with much in common stand near each other.

    `rows` has the columns of each. Parts that have nothing in common stand one after another; each of them is read in
    the direction in which the first rows rather stand before the last.
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for row, met in rows.items():
        for column in met:
            columns[column].append(row)
    all_rows: list[str] = []
    all_columns: list[str] = []
    for part in find_parts(rows, columns):
        met = list(dict.fromkeys(column for row in part for column in rows[row]))
        row_at, column_at = ({name: at for at, name in enumerate(names)} for names in (part, met))
        rows_of = [[row_at[row] for row in columns[column]] for column in met]
        columns_of = [[column_at[column] for column in rows[row]] for row in part]
        places = find_axis(columns_of, rows_of) if met else [0.0] * len(part)
        all_rows += sort_by(part, places)
        all_columns += sort_by(met, find_means(places, rows_of))
    return all_rows, all_columns


def find_axis(columns_of: Sequence[Sequence[int]], rows_of: Sequence[Sequence[int]]) -> list[float]:
    """Return the places of rows on the first axis of a correspondence analysis (reciprocal averaging).

    There every row stands where the mean of its columns does, and every column where that of its rows does, but for
    the scale. Averaging by turns leads there: it dampens all other axes more than the first. So that it leads there
    soon, each round measures how much of the spread is left (never more than the first axis would have), and then
    takes the steps of the Chebyshev polynomial that stays small for whatever is dampened more, and grows beyond.
    """
    weights = [len(columns) for columns in columns_of]

    def average(places: Sequence[float]) -> list[float]:
        return find_means(find_means(places, rows_of), columns_of)

    places = spread_out(range(len(columns_of)), weights)
    for _ in range(ROUNDS):
        averaged = average(places)
        spread, left = (sum(map(prod, zip(places, others, weights, strict=True))) for others in (places, averaged))
        if left <= NOTHING * spread:
            break
        scale = 2 * spread / left
        before, now = places, [scale * one - at for one, at in zip(averaged, places, strict=True)]
        for _ in range(STEPS):
            following = zip(average(now), now, before, strict=True)
            before, now = now, [2 * (scale * one - at) - last for one, at, last in following]
        places = spread_out(average(now), weights)
    sign = -1 if sum(at * one for at, one in enumerate(places)) < 0 else 1
    return [sign * one for one in places]


def spread_out(places: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Return the places around their weighted mean, none farther from it than 1."""
    middle = sum(map(mul, places, weights)) / sum(weights)
    width = max(abs(one - middle) for one in places) or 1.0
    return [(one - middle) / width for one in places]


def find_means(places: Sequence[float], groups: Iterable[Sequence[int]]) -> list[float]:
    """Return the mean of the places that each group names; the standard library's is exact, and slow."""
    return [sum(map(places.__getitem__, group)) / len(group) for group in groups]


def sort_by(names: Iterable[str], places: Iterable[float]) -> list[str]:
    """Return the names in the order of their places."""
    return [name for name, _ in sorted(zip(names, places, strict=True), key=lambda pair: round(pair[1], DIGITS))]


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
