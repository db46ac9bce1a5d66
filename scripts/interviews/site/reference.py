"""The reference of what an editor writes: a page with every key of sidecar and vocabulary, made from their models.

A key's meaning is its docstring, its example and what happens without it stand in its annotation (`document.Told`), and
its form is told by its type (`document.Form`). So nobody can add a key and forget to explain it.
"""

import datetime
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import yaml

from interviews.sidecar import Form, Record, Sidecar, Told, VocabularyFile

PAGE = "reference.md"
"""The page's path below `docs/`, where it is never written: it is made in the build."""
FORMS = {
    bool: "`true` or `false`",
    datetime.date: "a day, year-month-day",
    int: "a number, from 1",
}
"""The forms of types that have no `Form`."""
OWN_KEYS = "keys of its own"
REQUIRED = "The run stops."
EXAMPLE = {
    "text": "harbour-pilot.txt",
    "sidecar": "harbour-pilot.yml",
    "vocabulary": "topics.yml",
}
"""The files of a complete interview, all made up, in the folder `example/` beside this module."""
FRONT = """\
---
title: "Reference: sidecar and vocabulary"
description: What an editor can write beside an interview and in the vocabulary, each key with its form and an example.
search:
  exclude: true
---
"""
INTRODUCTION = """\
# Reference: sidecar and vocabulary

What an editor writes stands in two kinds of file. The *sidecar*, `source/<id>.yml`, says what the text beside it,
`source/<id>.txt`, can’t say itself. The *vocabulary*, `source/topics.yml`, has the topics of all interviews.
[Add an interview](add.md) walks through the work; this page has every key of both, and before them a complete
interview, all made up: [text](#example-text), [sidecar](#example-sidecar), [vocabulary](#example-vocabulary).

Both files are YAML: `key: value`; a list stands in brackets, or each of its entries on a line behind “- ”. A value in
which `: ` or ` #` stands, or that begins with a quotation mark, a bracket or another sign, needs quotation marks
around it. All others are taken as they are written. A key that is not on this page stops the run, which names the
nearest one. Programs that know YAML schemas complete and check both files as one types; the first line of each says
where its schema is.

"""
SIDECAR = """\
## Sidecar { #sidecar }

`make new` writes a sidecar with [speakers](#speakers) and [answers](#answers). Most have [url](#url) and
[topics](#topics) beside them; a key whose meaning says “where” settles what a text leaves open. Where a text and its
sidecar say different things, the run stops. Words that are quoted from the interview must stand in it, in one
paragraph.

"""
VOCABULARY = """\
## Vocabulary { #vocabulary }

Every topic has a page with each sentence that mentions it. `make check` tells of an acronym that no topic has, and of
a topic that no interview mentions or is about.

"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A key of a model, with all that is told of it."""

    name: str
    meaning: str
    """In Markdown, as the docstring has it; nothing where there is none."""
    form: str
    example: str
    """In YAML, the value alone; nothing where there is none."""
    without: str
    """What happens without the key; nothing where nobody says."""
    inner: type[Record] | None
    """What its value holds, or each of its values, where these have keys of their own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """The keys of one model."""

    model: type[Record]
    places: tuple[tuple[str, ...], ...]
    """The keys that lead to it, for each place where it can stand; nothing for the file itself."""
    keys: tuple[Key, ...]


def read_example() -> dict[str, str]:
    """Return the files of the complete interview, by their names."""
    folder = Path(__file__).parent / "example"
    return {name: (folder / name).read_text(encoding="utf-8") for name in EXAMPLE.values()}


def render_reference(example: Mapping[str, str]) -> str:
    """Return the page in Markdown; `example` has the files of `EXAMPLE` by their names."""
    parts = [FRONT, INTRODUCTION, "## Example { #example }\n\n"]
    for what, name in EXAMPLE.items():
        heading = f"### {what.capitalize()} of the example {{ #example-{what} }}"
        parts.append(f"{heading}\n\n`source/{name}`\n\n{indent(example[name])}\n\n")
    for introduction, model, prefix in ((SIDECAR, Sidecar, ()), (VOCABULARY, VocabularyFile, ("vocabulary",))):
        parts.append(introduction)
        parts += [render_section(section, prefix) for section in list_sections(model)]
    return "".join(parts)


def list_sections(model: type[Record]) -> list[Section]:
    """Return the sections of a file of this form, each before those of the records in it."""
    places: dict[type[Record], list[tuple[str, ...]]] = {model: [()]}
    waiting = [model]
    for one in waiting:
        for key in list_keys(one):
            if key.inner:
                waiting += [key.inner] if key.inner not in places else []
                places.setdefault(key.inner, []).extend((*place, key.name) for place in places[one])
    return [Section(model=one, places=tuple(found), keys=tuple(list_keys(one))) for one, found in places.items()]


def list_keys(model: type[Record]) -> Iterator[Key]:
    """Yield the keys of a model in their order."""
    types_ = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        told = next((one for one in field.metadata if isinstance(one, Told)), Told(""))
        yield Key(
            name=name,
            meaning=typeset(field.description or ""),
            form=describe_form(types_[name]),
            example=told.example,
            without=REQUIRED if field.is_required() else told.without,
            inner=find_record(types_[name]),
        )


def describe_form(type_: Any) -> str:
    """Return the form of a type's values in words. Raises `LookupError` for a type that says none."""
    if form := next((one for one in reversed(get_args(type_)) if isinstance(one, Form)), None):
        return form.words
    origin, inner = get_origin(type_), [one for one in get_args(type_) if one not in (type(None), ...)]
    if origin in (Annotated, Union, types.UnionType):
        return describe_form(inner[0])
    if origin is tuple:
        entry = describe_form(inner[0])
        return f"a list, each entry: {entry}"
    if origin is dict:
        key, value = map(describe_form, inner)
        return f"lines `key: value`; each key: {key}; each value: {value}"
    if issubclass(type_, StrEnum):
        return f"one of {', '.join(f'`{one.value}`' for one in type_)}"
    if issubclass(type_, Record):
        return OWN_KEYS
    return FORMS[type_]


def find_record(type_: Any) -> type[Record] | None:
    """Return the model of the records that a type's values are or hold, if they are any."""
    if isinstance(type_, type) and issubclass(type_, Record):
        return type_
    return next(filter(None, map(find_record, get_args(type_))), None)


# --- Markdown ---


def render_section(section: Section, prefix: tuple[str, ...]) -> str:
    """Return a section; `prefix` opens the anchors of its file."""
    anchor, *others = ("-".join((*prefix, *place, "")) for place in section.places)
    contents = " · ".join(f"[{key.name}](#{anchor}{key.name})" for key in section.keys)
    heading = ""
    if section.places[0]:
        title = " and ".join(f"`{' › '.join(place)}`" for place in section.places)
        spots = "".join(make_spot(f"{other}keys") for other in others)
        heading = f"### Keys of {title} {{ #{anchor}keys }}\n\n{spots}{typeset(section.model.__doc__ or '')}\n\n"
    keys = [render_key(key, section.places[0], [anchor, *others]) for key in section.keys]
    return f"{heading}{contents}\n{{ .keys }}\n\n{''.join(keys)}"


def render_key(key: Key, place: Iterable[str], sections: Iterable[str]) -> str:
    """Return what is told of a key at a place, with an anchor for each of its sections."""
    anchor, *others = (f"{section}{key.name}" for section in sections)
    name = " › ".join((*place, f"`{key.name}`"))
    link = f'[¶](#{anchor}){{ .headerlink title="Link to this key" }}'
    form = f"{key.form}, [see below](#{anchor}-keys)" if key.inner else key.form
    body = (
        "".join(map(make_spot, others)) + key.meaning,
        indent(dump_example(key)),
        f"*Form:* {form}.  \n*Without it:* {key.without}",
    )
    first, *rest = "\n\n".join(body).split("\n")
    # two spaces at the end of a line break it
    lines = [f"{name} {link} {{ #{anchor} }}", f":   {first}", *(f"    {line}" if line else "" for line in rest)]
    return "\n".join(lines) + "\n\n"


def make_spot(anchor: str) -> str:
    """Return a second anchor of what follows."""
    return f'<span id="{anchor}"></span>'


def dump_example(key: Key) -> str:
    """Return the example as it stands in a file: lists of words in brackets, all else a line each."""
    pairs = {key.name: yaml.safe_load(key.example)}
    return yaml.dump(pairs, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000).rstrip()


class _Dumper(yaml.SafeDumper):
    def represent_list(self, data: Iterable[Any]) -> yaml.SequenceNode:
        values = list(data)
        flow = all(isinstance(one, str) and ":" not in one for one in values)
        return self.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=flow)


_Dumper.add_representer(list, _Dumper.represent_list)


def typeset(text: str) -> str:
    """Return a docstring as the site prints it."""
    return text.replace("'", "’")


def indent(text: str) -> str:
    """Return a text as a block of code."""
    return "\n".join(f"    {line}".rstrip() for line in text.rstrip().split("\n"))
