"""A tiny archive: one question, one sentence, one word, all told in the singular; and what was read in books, not on the web."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import DARK, build_site, start_project
from interviews.site.visit import find_violations
from split import main

TEXT = (
    "On bread\n\nBy Harbour Gazette\n\nHarbour Gazette: Why do bakers bake bread, and bread again?\n\nBo Li: Hunger.\n"
)
SIDECAR = """\
publication: Harbour Gazette
speakers: [{name: Bo Li}]
answers:
  - id: why
    title: Why
    question: Why
    topics: [baking]
    notes:
      - {at: p1, text: From a book., by: A., date: 2024-05-01, source: "A. Ruiz, *Bread* & <Salt> (2010), p. 12"}
      - {at: p1, text: From a page., by: A., date: 2024-05-01, source: "https://example.org/bread"}
"""
VOCABULARY = """\
topics:
  - id: bread
    name: Bread
    full_name: Bread
    kind: concept
    definition: What is baked
    sources: ["A. Ruiz, Bread & <Salt> (2010), p. 12", "https://www.example.org/bread", interview]
  - {id: baking, name: Baking, full_name: Baking, kind: concept, definition: A craft, sources: ["Archive of Harbour, box 3."]}
"""
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Return the address of a site with one short interview."""
    root = start_project(tmp_path_factory.mktemp("tiny") / "project")
    (root / "source").mkdir()
    for name, text in {"talk.txt": TEXT, "talk.yml": SIDECAR, "topics.yml": VOCABULARY}.items():
        (root / "source" / name).write_text(text, encoding="utf-8")
    assert main(["--root", str(root)]) == 0
    return serve(build_site(root))


def test_one_of_each_is_told_in_the_singular(open_page: Open, tiny: str) -> None:
    page = open_page(f"{tiny}people/")
    entry = page.locator(".cards li").filter(has_text="Bo Li")
    expect(entry.locator(".byline")).to_have_text("Answers 1 interview 1 word")
    page.goto(f"{tiny}people/bo-li/")
    expect(page.locator(".byline")).to_have_text("Gives 1 answer 1 word")
    page.goto(f"{tiny}topics/bread/")
    expect(page.locator("#mentions .count")).to_have_text("2, in 1 sentence")


def test_source_in_words_is_shown_as_words_and_an_address_as_a_link(open_page: Open, tiny: str) -> None:
    page = open_page(f"{tiny}interviews/talk/why/")
    book, web = page.locator(".note .by").all()
    expect(book).to_have_text("A., 1 May 2024. Source: A. Ruiz, *Bread* & <Salt> (2010), p. 12")
    expect(book.get_by_role("link")).to_have_count(0)
    expect(web.get_by_role("link", name="Source")).to_have_attribute("href", "https://example.org/bread")
    page.goto(f"{tiny}topics/bread/")
    by = page.locator(".definition .by")
    expect(by).to_have_text(
        "Definition by the editors of this site, after A. Ruiz, Bread & <Salt> (2010), p. 12; example.org; the interview itself."
    )
    expect(by.get_by_role("link")).to_have_attribute("href", "https://www.example.org/bread")
    page.goto(f"{tiny}topics/baking/")
    expect(by).to_have_text("Definition by the editors of this site, after Archive of Harbour, box 3.")


def test_axe_finds_nothing_where_a_book_is_named(open_page: Open, tiny: str) -> None:
    page = open_page(f"{tiny}interviews/talk/why/", DARK)
    assert find_violations(page) == []


def test_outlet_without_an_author_is_cited_whole(open_page: Open, tiny: str) -> None:
    page = open_page(f"{tiny}interviews/talk/why/")
    expect(page.locator(".citation").first).to_contain_text("Harbour Gazette. (n.d.). On bread (Answer 1).")
    assert page.get_attribute("meta[name='z:interviewers']", "content") == "Harbour Gazette"
    found = page.request.get(f"{tiny}interviews/talk/citation.csl.json").json()
    assert found[0]["interviewer"] == [{"literal": "Harbour Gazette"}]
