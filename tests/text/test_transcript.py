"""The parser: the real interview, other forms of text, and the proof that no word is lost."""

import datetime
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import SAMPLE
from interviews.faults import Faults
from interviews.text.head import parse_head
from interviews.text.labels import Guide, merge_labels
from interviews.text.printed_dates import find_dates
from interviews.text.sheet import lay_out
from interviews.text.source import decode_source
from interviews.text.transcript import (
    Role,
    Speaker,
    Transcript,
    group_turns,
    parse_transcript,
    printed_words,
)

SOURCE = SAMPLE / "source" / "del-rosario-2018.txt"
LONG = "Panamanian Vice Minister of Public Security Jonattan Del Rosario"
SHORT = "Vice Minister Del Rosario"
HEADS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "heads.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def real() -> Transcript:
    """Return the real interview, from its text alone."""
    return parse_transcript(SOURCE.read_text(encoding="utf-8"), "source/x.txt")


def test_head_of_the_interview(real: Transcript) -> None:
    head = real.head
    assert head.headline
    assert head.headline.text == "Panama Fends Off Organized Crime"
    assert [repeat.line for repeat in head.repeats] == [3]
    assert (head.author, head.publication, head.date) == ("Geraldine Cook", "Diálogo", datetime.date(2018, 7, 2))
    assert head.deck
    assert head.deck.text.startswith("Panama reaffirms its commitment")
    assert [part.text.split()[0] for part in head.lead] == ["Panamanian", "Vice"]


def test_turns_and_speakers_of_the_interview(real: Transcript) -> None:
    assert len(real.turns) == 20
    assert real.speakers == (
        Speaker(name="Diálogo", role=Role.INTERVIEWER, labels=("Diálogo",)),
        Speaker(name=LONG, role=Role.INTERVIEWEE, labels=(LONG, SHORT)),
    )
    groups = group_turns(real.turns, real.speakers)
    assert [len(group) for group in groups] == [2] * 10
    assert [len(group[1].paragraphs) for group in groups] == [1, 1, 1, 2, 2, 1, 1, 1, 1, 1]


def test_interview_put_together_again_is_the_source(real: Transcript) -> None:
    assert list(printed_words(real)) == SOURCE.read_text(encoding="utf-8").split()


def test_every_paragraph_knows_its_lines(real: Transcript) -> None:
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    for turn in real.turns:
        assert lines[turn.line - 1].startswith(turn.printed_label)
        for paragraph in turn.paragraphs:
            assert paragraph.text in lines[paragraph.line - 1]


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["name"])
def test_heads(case: dict[str, object]) -> None:
    sheet = lay_out(str(case["text"]))
    head = parse_head(sheet, len(sheet.lines))
    found = {
        "headline": head.headline and head.headline.text,
        "repeats": len(head.repeats),
        "author": head.author,
        "publication": head.publication,
        "date": head.date,
        "deck": head.deck and head.deck.text,
        "lead": [part.text for part in head.lead],
    }
    assert {key: value for key, value in found.items() if value} == case["head"]
    assert " ".join(part.text for part in head.printed).split() == str(case["text"]).split()


def parse(*turns: str) -> Transcript:
    """Return the transcript of turns with a blank line between them."""
    return parse_transcript("\n\n".join(turns), "source/x.txt")


def roles(transcript: Transcript) -> dict[str, str]:
    """Return each speaker's role by name."""
    return {speaker.name: speaker.role.value for speaker in transcript.speakers}


def test_turns_that_follow_without_a_blank_line() -> None:
    found = parse("Q: Who?\nA: Nobody.\nQ: When?\nA: Never\nin my life.")
    assert [turn.text for turn in found.turns] == ["Who?", "Nobody.", "When?", "Never\nin my life."]
    assert roles(found) == {"Q": "interviewer", "A": "interviewee"}


def test_label_alone_on_its_line_and_with_a_wide_colon() -> None:
    found = parse("Anna：", "Why?", "Ben :", "Because.\n\nAnd so on.", "Anna： Really?", "Ben: Yes.")
    assert [turn.printed_label for turn in found.turns] == ["Anna： ", "Ben : ", "Anna： ", "Ben: "]
    assert [len(turn.paragraphs) for turn in found.turns] == [1, 2, 1, 1]


def test_sentence_with_a_colon_is_no_label() -> None:
    found = parse("Q: Why?", "A: Two reasons.", "First: time.", "The rest is this: money.", "Q: And?", "A: That is it.")
    assert [turn.label for turn in found.turns] == ["Q", "A", "Q", "A"]
    assert [paragraph.text for paragraph in found.turns[1].paragraphs] == [
        "Two reasons.",
        "First: time.",
        "The rest is this: money.",
    ]


def test_address_and_time_are_no_labels() -> None:
    found = parse("Q: When?", "A: At\n10:30 and\nhttps://example.org/a", "Q: Sure?", "A: Yes.")
    assert len(found.turns) == 4


def test_two_people_of_one_name_stay_two() -> None:
    labels = ["Minister Ana Rosario", "Minister Eva Rosario", "Minister Rosario", "Diálogo"]
    assert merge_labels(labels) == ({label: label for label in labels}, {})


def test_words_outside_a_pair_stay_with_the_nearest_answer() -> None:
    found = parse("A: Good day.", "Q: Why?", "A: So.", "Q: Ah.", "Q: And then?", "A: That.", "Q: Thank you.")
    groups = group_turns(found.turns, found.speakers)
    assert [[turn.text for turn in group] for group in groups] == [
        ["Good day.", "Why?", "So."],
        ["Ah.", "And then?", "That.", "Thank you."],
    ]


DATES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "dates.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", DATES, ids=lambda case: f"{case['text']} {case.get('language', '')}")
def test_dates(case: dict[str, str | list[str]]) -> None:
    found = find_dates(str(case["text"]), str(case.get("language", "")))
    assert [day.isoformat() for day in found] == case["days"]


WORD = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=12).filter(
    lambda word: not re.search("[:：\ufdd0-\ufdef\ufffe\uffff]", word)
)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
LABEL = st.sampled_from(["Diálogo", "Q", "A", "Dr. Ana Ruiz-Gómez", "Ministro", "李明", "luke-jr", "O’Neill"])


@given(
    st.lists(LABEL, min_size=2, max_size=2, unique=True),
    st.lists(st.tuples(st.lists(PARAGRAPH, min_size=1, max_size=3), PARAGRAPH), min_size=1, max_size=5),
    st.sampled_from([": ", ":\n", "：", ":\t", ":\u00a0"]),
)
def test_random_interview_is_split_back(labels: list[str], pairs: list[tuple[list[str], str]], colon: str) -> None:
    said = [
        (labels[0], [f"{question} ?"]) if asked else (labels[1], answer)
        for answer, question in pairs
        for asked in (True, False)
    ]
    text = "\n\n".join(label + colon + "\n\n".join(paragraphs) for label, paragraphs in said)
    found = parse_transcript(text, "source/x.txt")
    split = [(turn.label, [part.text for part in turn.paragraphs]) for turn in found.turns]
    split[-1][1].extend(part.text for part in found.closing)  # such as “***”
    assert split == said
    assert list(printed_words(found)) == text.split()


@given(st.text())
def test_no_text_loses_a_word_or_breaks_the_parser(text: str) -> None:
    try:
        read = decode_source(text.encode("utf-8", "surrogatepass"), "source/x.txt")
        found = parse_transcript(read, "source/x.txt")
    except Faults:
        return
    assert list(printed_words(found)) == read.split()


@given(st.lists(st.sampled_from(["Q: ", "A: ", "x", " ", "\n", "\n\n", "By ", "May 1, 2018", "?", ":", "[", "\t"])))
def test_pieces_of_interviews_in_any_order_lose_no_word(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        found = parse_transcript(text, "source/x.txt")
    except Faults:
        return
    assert list(printed_words(found)) == text.split()


BLOCKS = [
    "By the river",
    "By Ana Ruiz/The Paper",
    "Por Bo Li\nMay 1, 2018",
    "June 2, 2018",
    "A talk",
    "By joining forces, they cut crime.",
    "She was early. We met.",
]


@given(st.lists(st.sampled_from(BLOCKS)))
def test_heads_of_any_blocks_lose_no_word(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    head = parse_head(lay_out(text), len(text.split("\n")))
    assert " ".join(part.text for part in head.printed).split() == text.split()


def test_headline_with_a_colon_is_no_turn() -> None:
    found = parse(
        "Ortega: Rivers First",
        "By Ana Ruiz/Diálogo\nMarch 03, 2020",
        "Q: Why?",
        "Ortega: So.",
        "Q: And?",
        "Ortega: So.",
    )
    assert found.head.headline
    assert (found.head.headline.text, found.head.author) == ("Ortega: Rivers First", "Ana Ruiz")
    assert len(found.turns) == 4


def test_ranks_are_labels_and_the_sidecar_can_name_a_label() -> None:
    turns = ["Q: Why?", "Capt. Paz: So.", "Q: And?", "Capt. Paz: So.", "Minister Li: I agree."]
    assert [turn.label for turn in parse(*turns).turns] == ["Q", "Capt. Paz", "Q", "Capt. Paz"]
    named = parse_transcript("\n\n".join(turns), "source/x.txt", Guide(speakers=(("Minister Li",),)))
    assert [turn.label for turn in named.turns][-2:] == ["Capt. Paz", "Minister Li"]
    assert roles(named)["Minister Li"] == "interviewee"
