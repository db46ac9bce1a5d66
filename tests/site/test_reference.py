"""The reference: every key is explained, every example is what it says it is, and each can be linked to."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated

import pytest
import yaml
from jsonschema import Draft202012Validator
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from playwright.sync_api import Page

from conftest import DARK, LOOKS, Look
from interviews.run.job import Job, read_interview
from interviews.run.reading import parse_vocabulary
from interviews.sidecar.document import Line, Record, Told, parse_document, render_schema
from interviews.sidecar.sidecar import Sidecar
from interviews.sidecar.topics import VocabularyFile
from interviews.site.build import Build
from interviews.site.reference import (
    EXAMPLE,
    PAGE,
    Key,
    describe_form,
    dump_example,
    list_keys,
    list_sections,
    read_example,
    render_reference,
)
from interviews.site.visit import find_violations
from split import main

FILES: tuple[type[Record], ...] = (Sidecar, VocabularyFile)
KEYS = [(section.model, key) for file in FILES for section in list_sections(file) for key in section.keys]
NAMES = [f"{model.__name__}.{key.name}" for model, key in KEYS]
FILE = {name: read_example()[file] for name, file in EXAMPLE.items()}


def find_untold(model: type[Record]) -> Iterator[str]:
    """Yield what a model doesn't say of its keys."""
    for section in list_sections(model):
        for key in section.keys:
            told = {"meaning": key.meaning, "example": key.example, "without": key.without}
            yield from (f"{section.model.__name__}.{key.name}: {what}" for what, words in told.items() if not words)


class Inner(Record):
    word: Annotated[Line | None, Told("x")] = None
    """A word."""


class Bare(Record):
    must: Line
    """What must be there."""
    may: Line | None = None
    inner: Annotated[tuple[Inner, ...], Told("[{word: x}]", without="None.")] = ()


@pytest.mark.parametrize("model", FILES)
def test_every_key_is_explained(model: type[Record]) -> None:
    assert list(find_untold(model)) == []


def test_what_is_not_explained_is_found() -> None:
    assert list(find_untold(Bare)) == [
        "Bare.must: example",
        "Bare.may: meaning",
        "Bare.may: example",
        "Bare.may: without",
        "Bare.inner: meaning",
        "Inner.word: without",
    ]
    with pytest.raises(LookupError):
        describe_form(float)


@pytest.mark.parametrize(("model", "key"), KEYS, ids=NAMES)
def test_every_example_is_read(model: type[Record], key: Key) -> None:
    needed = [one for one in list_keys(model) if model.model_fields[one.name].is_required() and one.name != key.name]
    text = "\n".join(map(dump_example, (*needed, key)))
    record, _ = parse_document(text, "example.yml", model)
    assert getattr(record, key.name) != model.model_fields[key.name].get_default(call_default_factory=True)


@pytest.mark.parametrize("model", FILES)
def test_schemas_are_valid_and_fit_their_examples(model: type[Record]) -> None:
    schema = yaml.safe_load(render_schema(model))
    Draft202012Validator.check_schema(schema)
    for one in (schema, *schema["$defs"].values()):
        for key in one.get("properties", {}).values():
            assert key["description"]
            for example in key["examples"]:
                Draft202012Validator({"$defs": schema["$defs"], **key}).validate(example)


# --- the complete example ---


def test_complete_example_is_split_without_a_remark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "source").mkdir()
    for name, file in EXAMPLE.items():
        (tmp_path / "source" / file).write_text(FILE[name], encoding="utf-8")
    assert main(["--root", str(tmp_path)]) == 0
    assert main(["--root", str(tmp_path), "--check"]) == 0
    assert "vocabulary" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("key", sorted(yaml.safe_load(FILE["sidecar"]).keys() - {"answers"}))  # which has one of them
def test_keys_examples_fit_the_complete_one(key: str) -> None:
    told = next(one for one in list_keys(Sidecar) if one.name == key)
    changed = yaml.load(FILE["sidecar"], Loader=yaml.BaseLoader) | yaml.load(dump_example(told), Loader=yaml.BaseLoader)
    sidecar = yaml.safe_dump(changed, allow_unicode=True)
    vocabulary = parse_vocabulary(FILE["vocabulary"].encode())
    read_interview(Job(id="harbour-pilot", text=FILE["text"].encode(), sidecar=sidecar.encode()), vocabulary)


def test_complete_example_stands_on_the_page_word_for_word() -> None:
    page = render_reference({file: FILE[name] for name, file in EXAMPLE.items()})
    unindented = re.sub(r"^ {4}", "", page, flags=re.MULTILINE)
    assert all(text in unindented for text in FILE.values())


# --- the page ---


class Anchors(HTMLParser):
    """The ids of a page, and the places on it to which it links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        if (found.get("href") or "").startswith("#"):
            self.links.add((found["href"] or "").removeprefix("#"))


def test_every_key_has_an_anchor(site: Path) -> None:
    anchors = Anchors((site / "reference" / "index.html").read_text(encoding="utf-8"))
    wanted = {"answers-question", "notes-at", "answers-notes-at", "vocabulary-topics-full_name"}
    for file, prefix in ((Sidecar, ()), (VocabularyFile, ("vocabulary",))):
        for section in list_sections(file):
            wanted |= {"-".join((*prefix, *place, key.name)) for place in section.places for key in section.keys}
    assert wanted <= set(anchors.ids)
    assert anchors.links <= set(anchors.ids)
    assert len(anchors.ids) == len(set(anchors.ids))


def test_reference_is_not_searched(site: Path) -> None:
    assert "data-pagefind-body" not in (site / "reference" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_reference_is_accessible(open_page: Callable[..., Page], address: str, look: Look) -> None:
    page = open_page(f"{address}reference/#answers-question", look)
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    if look == DARK:
        assert find_violations(page) == []


def test_archives_own_page_in_its_place_stays(published: Path) -> None:
    config = load_config(str(published / "mkdocs.yml"))
    own = File(PAGE, config.docs_dir, config.site_dir, config.use_directory_urls)
    files = Files([own])
    Build(config.plugins.on_config(config)).choose_files(files, config)
    assert list(files) == [own]
