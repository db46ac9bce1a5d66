"""Mentions: names in texts, found whole and never wrongly."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interviews.interview.interview import Interview
from interviews.sidecar.document import Lines
from interviews.sidecar.mentions import find_mentions, grow_tree
from interviews.sidecar.topics import Kind, Topic, Vocabulary, VocabularyFile, make_vocabulary

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "mentions.yml").read_text(encoding="utf-8"))
MARKED = re.compile(r"\{([\w-]+)\|([^}]*)\}")


def make_topics(names: dict[str, list[str]]) -> Vocabulary:
    """Return a vocabulary of topics with these names."""
    topics = [
        Topic.model_validate(
            {
                "id": id_,
                "name": first,
                "full_name": first,
                "kind": Kind.CONCEPT if id_.startswith("concept") else Kind.ORGANIZATION,
                "aliases": others,
                "definition": "…",
                "sources": ["interview"],
            }
        )
        for id_, (first, *others) in names.items()
    ]
    return make_vocabulary(VocabularyFile(topics=tuple(topics)), Lines("topics.yml", None))


def mark(text: str, vocabulary: Vocabulary) -> str:
    """Return the text with its mentions marked as in the cases."""
    for mention in reversed(list(find_mentions(text, vocabulary.tree))):
        name = f"{{{mention.topic}|{text[mention.start : mention.end]}}}"
        text = text[: mention.start] + name + text[mention.end :]
    return text


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_mentions(case: dict[str, str]) -> None:
    plain = MARKED.sub(r"\2", case["text"])
    assert mark(plain, make_topics(CASES["topics"])) == case["text"]


WORDS = st.lists(st.sampled_from(["aba", "baba", "abab", "cede"]), min_size=1, max_size=4).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=8, unique=True), st.lists(WORDS, max_size=30).map(" ".join))
def test_longest_name_counts_from_the_left(names: list[str], text: str) -> None:
    longest_first = sorted(names, key=lambda name: len(name.split()), reverse=True)
    plain = re.compile(rf"(?<![^ ])(?:{'|'.join(longest_first)})(?![^ ])")
    tree = grow_tree((str(number), name) for number, name in enumerate(names))
    found = [(names[int(one.topic)], one.start, one.end) for one in find_mentions(text, tree)]
    assert found == [(match[0], *match.span()) for match in plain.finditer(text)]


@given(st.text(), st.lists(st.text(min_size=1), max_size=5))
def test_any_text_and_any_name(text: str, names: list[str]) -> None:
    reached = 0
    for mention in find_mentions(text, grow_tree((name, name) for name in names)):
        assert reached <= mention.start < mention.end <= len(text)
        reached = mention.end


def test_name_is_its_own_mention(interview: Interview) -> None:
    topics = {topic for answer in interview.answers for topic in answer.topics}
    tree = grow_tree((topic.id, name) for topic in topics for name in topic.names_in_texts)
    for topic in topics:
        for name in topic.names_in_texts:
            (found,) = find_mentions(f"({name})", tree)
            assert (found.topic, found.start, found.end) == (topic.id, 1, len(name) + 1)


def test_person_is_mentioned_not_the_office(interview: Interview) -> None:
    text = interview.transcript.head.lead[0].text
    first, *_ = interview.mentions["p1"]
    assert first.topic == "jonattan-del-rosario"
    assert text[first.start : first.end] == "Panamanian Vice Minister of Public Security Jonattan Del Rosario"
    assert "ministry-of-public-security" not in {one.topic for found in interview.mentions.values() for one in found}
