"""Sentences: where a text may be cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.text.sentences import find_sentences


@pytest.mark.parametrize(
    "text",
    [
        "It grew.| “Why?” he asked.| Because!",
        "Panama joined the U.S. Southern Command.| Then it left.",
        "Mr. Regan came at 5 p.m. on Jan. 3, 2018.| Dr. Li (Univ. of X) did not.",
        "It rose by 3.5 percent.| 180 tons were seized.| (All of it.)| Then?!| He left…| And so on",
        "J. R. R. Tolkien wrote it, cf. p. 3, etc. and more.",
        "¿Qué pasó?| ¡Nada!| Fue así.",
        "He said: “No.”| “Yes.”| She laughed. then left",
        "第一。|第二！|第三",
        "One\nline.\n|Another",
        "no end",
        "",
    ],
)
def test_sentences(text: str) -> None:
    plain = text.replace("|", "")
    assert "|".join(plain[start:end].rstrip(" ") for start, end in find_sentences(plain)) == text.replace("| ", "|")


@given(st.text(st.sampled_from("ab A.!?…“”)( \n。1")))
def test_sentences_together_are_the_text(text: str) -> None:
    spans = list(find_sentences(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
