"""The data of a page: as front matter, which people review, and as JSON beside it, which is made and not committed."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

SafeDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""PyYAML may be installed without its C library."""
WIDE = 2**30
"""Characters to which no line comes."""


class Dumper(SafeDumper):  # type: ignore[misc]
    """Writes each value where it stands, block by block, so that a difference shows what changed."""

    def ignore_aliases(self, data: Any) -> bool:
        """Tell that a value which comes twice is written twice."""
        return True


Dumper.add_representer(tuple, Dumper.represent_list)


class Joined(str):
    """The entries of a JSON list, to stand as a value of what `write_data` is given."""

    __slots__ = ()


def write_mapping(values: Mapping[str, Any]) -> str:
    """Return a mapping as YAML lines."""
    if not values:
        return ""
    return yaml.dump(dict(values), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDE)


def write_text(text: str) -> str:
    """Return a text as YAML has it as a value on one line, in quotation marks where it must be."""
    return write_mapping({"key": text}).removeprefix("key: ").removesuffix("\n")


def write_data(values: Mapping[str, Any]) -> str:
    """Return a mapping as JSON, a key a line; days as ISO 8601 writes them."""
    lines = (f"{write_json(key)}: {write_json(value)}" for key, value in values.items())
    return "{" + ",".join(f"\n{line}" for line in lines) + "\n}\n"


def write_json(value: Any) -> str:
    """Return a value as JSON on one line."""
    return f"[{value}]" if isinstance(value, Joined) else json.dumps(value, ensure_ascii=False, default=str)


def write_entries(values: Iterable[Any]) -> Joined:
    """Return values as the entries of a JSON list."""
    return Joined(", ".join(map(write_json, values)))


def join_entries(lists: Iterable[str]) -> Joined:
    """Return the entries of several lists as those of one."""
    return Joined(", ".join(filter(None, lists)))
