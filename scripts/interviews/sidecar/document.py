"""YAML that an editor writes, read into a pydantic model, each fault with its line."""

import difflib
import json
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, to_jsonable_python

from interviews.faults import Fault, Faults
from interviews.text import UNPRINTABLE, describe_unprintable

Model = TypeVar("Model", bound="Record")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A word or words that can stand in an address."""
Steps = tuple[str | int, ...]
"""The way to a value: keys and indices, such as `("answers", 2, "id")`."""


class Record(BaseModel):
    """A mapping whose keys are all known. Values arrive as the characters in the file, whatever YAML makes of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Told:
    """What an editor is told of a key beside its docstring, in the reference of the site; stands in its annotation."""

    example: str
    """A value as an editor writes it, in YAML; the JSON Schema has it too."""
    without: str = ""
    """What happens without the key, in a sentence; nothing where the key must be there."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the schema of the key's value with the example."""
        return {**handler(schema), "examples": [to_jsonable_python(yaml.safe_load(self.example))]}


@dataclass(frozen=True, slots=True)
class Form:
    """What a value looks like, in an editor's words; stands in the annotation of a type."""

    words: str
    """Such as `an id (small letters and digits)`, to stand behind “a list, each entry:”."""


def _as_one_line(text: str) -> str:
    if match := UNPRINTABLE.search(text):
        raise PydanticCustomError("unprintable", "{message}", {"message": describe_unprintable(match)})
    return " ".join(text.split())


def _as_slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        message = "“{text}” is no id; use small letters a-z, digits and single hyphens, such as “drug-seizures”"
        raise PydanticCustomError("slug", message, {"text": text})
    return text


ADDRESS = re.compile(r"""https?://[^"'<>\\ /?#][^"'<>\\ ]*""")


def as_address(text: str) -> str:
    """Return the text if it is a web address; a pydantic validator."""
    if not is_address(text):
        message = "“{text}” is no web address; write it whole, such as “https://example.org/article”"
        raise PydanticCustomError("address", message, {"text": text})
    return text


LIKE_AN_ADDRESS = re.compile(
    r"""
    [a-z][a-z0-9+.-]*:/  # a scheme, even one with a slash too few
    | https?\W*//
    | (?:https?|ftps?|mailto|file|data|javascript):\S
    | www\.
    | (?:[\w-]+\.)+[a-z]{2,}(?:[:/]\S*)?$  # a host, perhaps with a path
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How a web address may begin, be it right or wrong; “HTTP: The Definitive Guide” is a book."""


def is_address(text: str) -> bool:
    """Tell whether a text is a whole web address."""
    return bool(ADDRESS.fullmatch(text))


def as_source(text: str) -> str:
    """Return the text if it is a web address, or words that nobody means as one; a pydantic validator."""
    if LIKE_AN_ADDRESS.match(text) and not is_address(text):
        message = (
            "“{text}” is no web address; write it whole, such as “https://example.org/article”, or name a book or an "
            "archive in words"
        )
        raise PydanticCustomError("source", message, {"text": text})
    return text


TOO_DEEP = "nested too deep; remove brackets"
ANCHOR = re.compile(r"[pq][1-9]\d*")


def _as_anchor(text: str) -> str:
    if not ANCHOR.fullmatch(text):
        message = "“{text}” is no anchor; write a letter and a number, such as “p2”"
        raise PydanticCustomError("anchor", message, {"text": text})
    return text


def _as_place(text: str) -> str:
    page, sign, anchor = text.partition("#")
    if not (SLUG.fullmatch(page) or (sign and not page)) or (sign and not ANCHOR.fullmatch(anchor)):
        message = "“{text}” is no place; write an answer’s id, perhaps with an anchor, such as “c5” or “c5#p2”"
        raise PydanticCustomError("place", message, {"text": text})
    return text


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_as_one_line),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1}),  # to an editor's program, `1984` is a number
    Form("words"),
]
Slug = Annotated[
    Line,
    AfterValidator(_as_slug),
    WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"}),
    Form("an id (small letters a-z, digits, single hyphens)"),
]
Address = Annotated[
    Line,
    AfterValidator(as_address),
    WithJsonSchema({"type": "string", "pattern": "^https?://"}),
    Form("a web address, whole, such as `https://example.org/article`"),
]
Source = Annotated[
    Line,
    AfterValidator(as_source),
    Form("a web address, or a book or an archive in words, such as `A. Ruiz, Rivers (2010), p. 12`"),
]
Anchor = Annotated[
    Line,
    AfterValidator(_as_anchor),
    WithJsonSchema({"type": "string", "pattern": f"^{ANCHOR.pattern}$"}),
    Form("an anchor (`p` or, where a question is asked, `q`, and a number)"),
]
Place = Annotated[
    Line, AfterValidator(_as_place), Form("an answer’s id, an anchor behind `#`, or both, as in `night#p2`")
]
"""A page of an interview or a paragraph on it: `c5`, `c5#p2`, or `#p2` for the introduction."""


def render_schema(model: type[Record]) -> str:
    """Return the JSON Schema, draft 2020-12, by which an editor's program completes and checks a file of this form."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


class Lines:
    """Where each value of a YAML document stands."""

    def __init__(self, path: str, root: yaml.Node | None) -> None:
        """Keep the document's nodes; `path` names the file in messages."""
        self.path = path
        self._root = root

    def fault(self, place: Steps, message: str) -> Fault:
        """Return a fault at the value with this place, or at the nearest one around it that stands in the file."""
        node, line = self._root, 1
        for step in place:
            children = _children(node)
            if step not in children:
                break
            key, node = children[step]
            line = key.start_mark.line + 1
        return Fault(path=self.path, line=line, message=message)


def parse_document(text: str, path: str, model: type[Model]) -> tuple[Model, Lines]:
    """Return the record that the YAML text holds, and the lines of its values.

    Every scalar is taken as its characters, so that `no`, `2018` or `1e3` are what they look like. Raises `Faults` for
    text that is no YAML, unknown, missing and doubled keys, aliases, and values of a wrong form.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)  # with libyaml, ten times as fast as PyYAML's own reader
        faults = [
            Fault(path=path, line=node.start_mark.line + 1, message=message) for node, message in _check_nodes(root)
        ]
        if faults:
            raise Faults(faults)
        data = _read_value(root) if root else None
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):
            raise Faults([Fault(path=path, line=1, message=TOO_DEEP)]) from None
        mark = error.problem_mark
        message = f"not YAML: {error.problem}; check quotation marks, colons and indentation near here"
        raise Faults([Fault(path=path, line=mark.line + 1 if mark else 1, message=message)]) from None
    except RecursionError:
        raise Faults([Fault(path=path, line=1, message=TOO_DEEP)]) from None
    lines = Lines(path, root)
    try:
        return model.model_validate({} if data is None or data == "" else data), lines
    except ValidationError as error:
        raise Faults(lines.fault(item["loc"], _describe(item, model)) for item in error.errors()) from None


def _read_value(node: yaml.Node) -> Any:
    """Return what a node holds, every scalar as its characters."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _read_value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_read_value(item) for item in node.value]
    return node.value


def _children(node: yaml.Node | None) -> dict[str | int, tuple[yaml.Node, yaml.Node]]:
    """Return the node's children by key or index, each with the node that marks its line."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): (key, value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return {index: (value, value) for index, value in enumerate(node.value)}
    return {}


def _check_nodes(root: yaml.Node | None) -> Iterator[tuple[yaml.Node, str]]:
    """Yield the nodes that YAML allows but that say something else than what the editor meant."""
    waiting, seen = [root] if root else [], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            yield node, "an alias (*) points here; write the value out at both places"
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    yield key, "a key must be a word; remove the brackets or the “?”"
                elif key.value in keys:
                    yield key, f"the key “{key.value}” stands here a second time; keep one of the two"
                keys.add(str(key.value))
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _describe(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what is wrong with a value and how to mend it."""
    name = ".".join(str(step) for step in error["loc"])
    last = str(error["loc"][-1]) if error["loc"] else "the file"
    match error["type"]:
        case "extra_forbidden":
            known = sorted(_known_keys(model, error["loc"][:-1]))
            close = difflib.get_close_matches(last, known, n=1)
            hint = f"did you mean “{close[0]}”?" if close else f"the keys here are: {', '.join(known)}"
            return f"unknown key “{last}”; {hint}"
        case "missing":
            return f"the key “{last}” is missing; add a line “{last}: …”"
        case "string_type":
            return f"“{name}” must be text on one line, not a list or a mapping"
        case "string_too_short":
            return f"“{name}” is empty; fill it in or remove the line"
        case "tuple_type" | "list_type":
            return f"“{name}” must be a list; write each entry on a line of its own that begins with “- ”"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"“{name or last}” must be a mapping of “key: value” lines"
        case kind if kind.startswith("date"):
            return f"“{error['input']}” is no date; write year-month-day, such as 2018-07-02"
        case "int_parsing" | "int_type" | "greater_than_equal":
            return f"“{error['input']}” is no number that “{last}” can have; write 1, 2, …"
        case "bool_parsing" | "bool_type":
            return f"“{name}” can only be true or false; write one of them or remove the line"
        case "enum" | "literal_error":
            return f"“{error['input']}” is no {last}; write {error['ctx']['expected']}"
        case _:
            return error["msg"]


def _known_keys(model: type[BaseModel], place: Steps) -> set[str]:
    """Return the keys that the model allows at a place."""
    annotation: Any = model
    for step in place:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            annotation = annotation.model_fields[str(step)].annotation
        else:
            annotation = get_args(annotation)[1 if get_origin(annotation) is dict else 0]
        if get_origin(annotation) in (Union, types.UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
    return set(annotation.model_fields)
