"""What pages that explain the site take from the archive, and that any word of it is shown as it is."""

import datetime
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import markdown as python_markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.site.examples import Examples, choose_examples, choose_phrase, is_empty, rank_topics, show_examples

FULL = dict.fromkeys(("interviews", "topics", "people", "timeline", "figures"), True)
KINDS: dict[str, list[dict[str, Any]]] = {
    "concept": [{"id": "ice", "name": "Ice", "mentions": 9}, {"see": "ice", "name": "frozen water", "topic": "Ice"}],
    "organization": [
        {"id": "bid", "name": "B&amp;D", "full_name": "Bait &amp; Drift", "mentions": 2},
        {"id": "fbi", "name": "FBI", "full_name": "Federal Bureau of Ice", "mentions": 1},
        {"see": "fbi", "name": "Departamento do Gelo", "topic": "FBI", "lang": "pt"},
        {"id": "nobody", "name": "NBD", "mentions": 0},
    ],
    "place": [{"id": "gull-rock", "name": "Gull Rock", "mentions": 3}],
}
INTERVIEWS: list[dict[str, Any]] = [
    {"id": "neves-2022", "language": "pt", "date": datetime.date(2022, 5, 3)},
    {"id": "quay-2021", "date": datetime.date(2021, 5, 3), "topics": ["Ice", "B&amp;D"]},
]
OVERVIEW = {
    "questions": {"light": "Keeping the light", "night": "The night"},
    "asked": {
        "light": {"question": "You keep the light. How did you come to keep it?"},
        "night": {"question": "And?"},
    },
}
VERIFY = {
    "hashes": {"light": {"paragraphs": {"q1": "", "p1": ""}}, "night": {"paragraphs": {"q1": "", "p3": "", "p1": ""}}},
    "example": {"words": "Yes: my father kept it, and nobody else"},
}


def test_examples_of_an_archive() -> None:
    assert choose_examples(INTERVIEWS, KINDS, OVERVIEW, VERIFY) == Examples(
        topics=("B&D", "Gull Rock", "Ice"),
        others=("Federal Bureau of Ice", "Departamento do Gelo", "Bait & Drift"),
        pair=("FBI", "Ice"),
        narrowed={"year": "2021", "topic": "B&D"},
        interview="quay-2021",
        answer="light",
        paragraph="night/#p1",
        number=2,
        ordinal="second",
        question="How did you come to keep it?",
        phrase="and nobody else",
    )


def test_archive_without_anything_has_no_example() -> None:
    assert choose_examples([], {}, {}, {}) == Examples()


def test_interview_whose_pages_are_not_there_is_no_example() -> None:
    found = choose_examples(INTERVIEWS, KINDS, {}, {})
    assert (found.topics, found.interview) == (("B&D", "Gull Rock", "Ice"), "")


def test_acronyms_are_ranked_first_then_by_mentions() -> None:
    assert [topic["id"] for topic in rank_topics(KINDS)] == ["bid", "fbi", "ice", "gull-rock"]


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("For us, it’s essential to participate in CENTSEC,", "essential to participate"),
        ("Yes.", ""),
        ("", ""),
        ("… “No” — never!", ""),
        ("我父亲在港口工作，没有别人愿意做这件事", ""),
        ("بدأت العمل مع أبي", "بدأت العمل مع"),
        ("Go on", "Go on"),
    ],
)
def test_phrase_stands_in_the_words(words: str, phrase: str) -> None:
    assert choose_phrase(words) == phrase


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"template": "topics.html"}, True),
        ({"template": "topics.html", "kinds": {}}, True),
        ({"template": "topics.html", "kinds": {"law": []}}, False),
        ({"template": "figures.html", "entries": [1]}, False),
        ({"template": "answer.html"}, False),
        ({}, False),
    ],
)
def test_empty_lists(meta: dict[str, Any], expected: bool) -> None:
    assert is_empty(meta) is expected


# --- pages ---


@pytest.mark.parametrize("page", ["guide.md", "data.md"])
@pytest.mark.parametrize("full", [FULL, dict.fromkeys(FULL, False)], ids=["full", "empty"])
@pytest.mark.parametrize(
    "found", [Examples(), choose_examples(INTERVIEWS, KINDS, OVERVIEW, VERIFY)], ids=["none", "all"]
)
def test_own_pages_can_be_shown_in_any_archive(page: str, full: dict[str, bool], found: Examples) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    shown = show_examples(text, found, full)
    assert not re.search(r"[{%#]\}|//interviews|//#|: ?[,.]|\(index.md\?q=\)", shown)
    linked = [
        page for page in ("topics/index.md", "people/index.md", "timeline.md", "figures.md") if f"]({page})" in shown
    ]
    assert not linked or all(full.values())


class Code(HTMLParser):
    """The words in `code`, and the names of all elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.is_open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.is_open = tag == "code"

    def handle_endtag(self, tag: str) -> None:
        """Note the end of words."""
        self.is_open = False

    def handle_data(self, data: str) -> None:
        """Note words."""
        if self.is_open:
            self.words += data


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_name_is_shown_as_it_is(name: str) -> None:
    name = " ".join(name.split())
    entry = {"id": "x", "name": escape(name), "mentions": 1}
    shown = show_examples("- Type {{ topics[0] | code }}", choose_examples([], {"law": [entry]}, {}, {}), FULL)
    html = python_markdown.markdown(shown, extensions=["attr_list", "def_list", "toc"])
    code = Code(html)
    assert code.tags == ["ul", "li", "code"], html
    assert code.words == name


@pytest.mark.parametrize(
    "name", ["*a*", "`b`", "<i>c</i>", "d_e_f", "{{ g }}", "{% h %}", "[i](j)", "&amp;", "\\", "k | l"]
)
def test_marks_are_characters(name: str) -> None:
    found = choose_examples([], {"law": [{"id": "x", "name": escape(name), "mentions": 1}]}, {}, {})
    code = Code(python_markdown.markdown(show_examples("{{ topics | map('code') | join }}", found, FULL)))
    assert (code.tags, code.words) == (["p", "code"], name)
