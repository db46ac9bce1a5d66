"""The data of pages: whatever is written is read back."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interviews.pages.front_matter import join_entries, write_data, write_entries, write_mapping, write_text

LOOKS_LIKE = ["no", "Yes", "null", "~", "", "=", "<<", "2018", "1e3", "0x1", ".inf", "12:30:00", "2018-01-01"]
MARKS = ["a: b", "a:", "- x", "x #y", "# x", "? x", "&x", "*x", "!x", "%x", "@x", "`x", "'x", '"', "{", "[", "---", "…"]
STRANGE = ["a\u2028b", "a\x85b", "\ufeffa", "a\nb", "a\tb", " a", "a ", "\\", "\x7f", "\x00", "é", "中", "🙂"]
TEXTS = st.text(max_size=12) | st.sampled_from([*LOOKS_LIKE, *MARKS, *STRANGE])
SCALARS = TEXTS | st.integers() | st.booleans() | st.dates() | st.none()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3), max_leaves=12
)
LOADERS = pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])


@LOADERS
@given(values=st.dictionaries(TEXTS, VALUES, max_size=4))
def test_values_come_back(loader: Any, values: dict[str, Any]) -> None:
    assert (yaml.load(write_mapping(values), loader) or {}) == values


@LOADERS
@pytest.mark.parametrize("text", [*LOOKS_LIKE, *MARKS, *STRANGE])
def test_texts_come_back(loader: Any, text: str) -> None:
    assert yaml.load(write_mapping({text: [text, {text: text}]}), loader) == {text: [text, {text: text}]}


@given(st.lists(st.lists(TEXTS | st.integers() | st.none() | st.dictionaries(TEXTS, TEXTS), max_size=3), max_size=3))
def test_entries_of_lists_are_joined(lists: list[list[Any]]) -> None:
    joined = join_entries(map(write_entries, lists))
    wanted = [entry for entries in lists for entry in entries]
    assert json.loads(write_data({"all": joined, "last": {"1": [True]}})) == {"all": wanted, "last": {"1": [True]}}


@given(TEXTS.filter(lambda text: "\n" not in text))
def test_text_stands_on_one_line(text: str) -> None:
    assert yaml.safe_load(f"name: {write_text(text)}\nnext: 1\n") == {"name": text, "next": 1}


def test_layout() -> None:
    values = {"title": "C5: a center", "count": 2, "list": ["x", {"a": "no", "b": ["z"]}], "deep": {"a": {"b": "c d"}}}
    assert write_mapping(values) == (
        "title: 'C5: a center'\ncount: 2\nlist:\n- x\n- a: 'no'\n  b:\n  - z\ndeep:\n  a:\n    b: c d\n"
    )
