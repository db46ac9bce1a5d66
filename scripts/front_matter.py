"""Front matter: the data of a page as YAML, block by block, so that a difference shows what changed.

PyYAML reads it, but its writer took two fifths of the time of a whole run.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

PLAIN = re.compile(r"(?:[^\W\d_]|[<“])(?:[^\s:\0-\x1f\x7f-\x9f\ufeff]++|[ ](?=[^\s#])|:(?=\S))*+")
"""A text that needs no quotation marks, unless it is one of `WORDS`."""
WORDS = frozenset({"<<", "false", "n", "no", "null", "off", "on", "true", "y", "yes"})
"""What YAML 1.1 takes for a truth value, for nothing or for a reference, in small letters."""
ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
"""What JSON writes as it is, and YAML reads as a line's end or not at all."""


class Written(str):
    """A list's entries that are written already, see `write_entries`."""

    __slots__ = ()


def write_mapping(values: Mapping[str, Any], indent: str = "") -> str:
    """Return a mapping as YAML lines. Values may be texts, numbers, truth values, dates, lists, mappings, `Written`."""
    return "".join(_write_pairs(values, indent))


def write_entries(values: Iterable[Any], indent: str = "") -> Written:
    """Return the entries of a list as YAML lines; those of several lists, one after another, are those of one."""
    return Written("".join(_write_items(values, indent)))


def _write_pairs(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        name = f"{indent}{_write_scalar(key)}:"
        if isinstance(value, Written):
            yield f"{name}\n{value}" if value else f"{name} []\n"
        elif isinstance(value, Mapping) and value:
            yield f"{name}\n"
            yield from _write_pairs(value, f"{indent}  ")
        elif isinstance(value, list | tuple) and value:
            yield f"{name}\n"
            yield from _write_items(value, indent)
        else:
            yield f"{name} {_write_scalar(value)}\n"


def _write_items(values: Iterable[Any], indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    for value in values:
        if isinstance(value, Mapping) and value:
            yield f"{indent}- {write_mapping(value, inner).lstrip(' ')}"
        elif isinstance(value, list | tuple) and value:
            yield f"{indent}- {write_entries(value, inner).lstrip(' ')}"
        else:
            yield f"{indent}- {_write_scalar(value)}\n"


def _write_scalar(value: Any) -> str:
    if isinstance(value, str):
        if PLAIN.fullmatch(value) and value.lower() not in WORDS:
            return value
        return ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
    return json.dumps(value, default=str).strip('"')  # a date stands there as it is
