"""Dates: spans of time as ISO 8601 writes them, and as people do."""

import datetime

import pytest

from interviews.text.dates import parse_span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2016", "2016"),
        ("2019-01", "January 2019"),
        ("2018-05-09", "9 May 2018"),
        ("2018-05-09/2018-05-10", "9–10 May 2018"),
        ("2018-05-09/2018-06-03", "9 May – 3 June 2018"),
        ("2018-05-09/2019-05-09", "9 May 2018 – 9 May 2019"),
        ("2018-01/2018-03", "January–March 2018"),
        ("2018/2030", "2018–2030"),
        ("2016/2016", "2016"),
        ("2014/..", "since 2014"),
        ("../2014-07", "until July 2014"),
        ("P45M", "45 months"),
        ("P1Y", "1 year"),
        ("0476-09-04", "4 September 476"),
    ],
)
def test_span_in_words(text: str, words: str) -> None:
    assert parse_span(text).words == words


@pytest.mark.parametrize(
    "text",
    ["", "x", "16", "2018-13", "2018-02-29", "2019/2018", "2018/", "/2018", "../..", "P0M", "P", "0000", "2018-5"],
)
def test_no_span(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_span(text)


def test_order() -> None:
    texts = ["../2013", "2014/..", "2016", "2018/2030", "2018-05-09", "2019-01", "P45M"]
    assert [span.text for span in sorted(map(parse_span, reversed(texts)), key=lambda span: span.order)] == texts
    assert parse_span("2019-02").last == datetime.date(2019, 2, 28)
