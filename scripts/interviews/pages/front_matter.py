"""Front matter: the data of a page as YAML, block by block, so that a difference shows what changed.

PyYAML reads it, but its writer took two fifths of the time of a whole run.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

PLAIN = re.compile(r"(?:[^\W\d_]|[<“])(?:[^\s:\0-\x1f\x7f-\x9f\ufeff]++|[ ](?=[^\s#])|:(?=\S))*+")
"""A text that needs no quotation marks, unless it is one of `WORDS`."""
WORDS = frozenset({"<<", "false", "n", "no", "null", "off", "on", "true", "y", "yes"})
"""What YAML 1.1 takes for a truth value, for nothing or for a reference, in small letters."""
ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""What JSON writes as it is, and YAML reads as a line's end or not at all."""

QUOTE = json.JSONEncoder(ensure_ascii=False).encode
Quote = Callable[[str], str]
Change = Quote | None


class Written(str):
    """A list's entries as `write_entries` gives them, to stand as a value of a mapping."""

    __slots__ = ()


def write_mapping(values: Mapping[str, Any], change: Change = None) -> str:
    """Return a mapping as YAML lines.

    Values may be texts, numbers, truth values, dates, nothing, lists, mappings and `Written`. `change` is what is done
    to every text but keys and what is written already.
    """
    lines: list[str] = []
    _add_pairs(lines, values, "", _make_quote(change))
    return "".join(lines)


def write_text(text: str) -> str:
    """Return a text as YAML has it as a value on one line, in quotation marks where it must be."""
    return _quote(text)


def write_entries(values: Iterable[Any], change: Change = None) -> str:
    """Return the entries of a list as YAML lines; those of several lists, one after another, are those of one."""
    lines: list[str] = []
    _add_entries(lines, values, "", _make_quote(change))
    return "".join(lines)


def _add_pairs(lines: list[str], values: Mapping[str, Any], indent: str, quote: Quote) -> None:
    for key, value in values.items():
        name = f"{indent}{_quote(key)}:"
        kind = type(value)  # quicker than isinstance, and there are hundreds of thousands
        if kind is str:
            lines.append(f"{name} {quote(value)}\n")
        elif kind is dict and value:
            lines.append(f"{name}\n")
            _add_pairs(lines, value, f"{indent}  ", quote)
        elif kind in (list, tuple) and value:
            lines.append(f"{name}\n")
            _add_entries(lines, value, indent, quote)
        elif kind is Written and value:
            lines.append(f"{name}\n{value}")
        else:
            lines.append(f"{name} {_write_other(value, quote)}\n")


def _add_entries(lines: list[str], values: Iterable[Any], indent: str, quote: Quote) -> None:
    for value in values:
        kind, first = type(value), len(lines)
        if kind is str:
            lines.append(f"{indent}- {quote(value)}\n")
        elif kind in (dict, list, tuple) and value:
            add = _add_pairs if kind is dict else _add_entries
            add(lines, value, f"{indent}  ", quote)
            lines[first] = f"{indent}- {lines[first].lstrip(' ')}"
        else:
            lines.append(f"{indent}- {_write_other(value, quote)}\n")


@cache
def _make_quote(change: Change) -> Quote:
    """Return what writes a text; names and titles come again and again."""
    return lru_cache(maxsize=2**14)(lambda text: _quote(change(text))) if change else _quote


@lru_cache(maxsize=2**14)
def _quote(text: str) -> str:
    if PLAIN.fullmatch(text) and text.lower() not in WORDS:
        return text
    return ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", QUOTE(text))


def _write_other(value: Any, quote: Quote) -> str:
    if isinstance(value, str):
        return "[]" if isinstance(value, Written) else quote(str(value))
    if isinstance(value, list | tuple | dict):
        return "{}" if isinstance(value, dict) else "[]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value)  # a number or a date
