"""Interviews in other languages than the editors’: what says so, to browsers, to readers and to programs."""

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from conftest import DARK, LOOKS, Look, build_site
from interviews.site.visit import find_violations
from interviews.text.languages import is_foreign, is_leftward, write_date
from test_many import SITE_URL, publish_archive

Open = Callable[..., Page]
VOCABULARY = """\
topics:
  - {id: bread, name: Bread, full_name: Bread, kind: concept, es: [pan], definition: What is baked, sources: [interview]}
"""
INTERVIEWS = {
    "panadera": (
        "¿QUIÉN HACE EL PAN?\n\nUna panadera habla de su oficio.\n\nEl Valle: ¿Quién hace el pan?\n\n"
        "Ana Ruiz: Yo hago el pan. [Se ríe.]\n\nDesde 1999.\n\nEl Valle: ¿Y la FBO?\n\nAna Ruiz: Tiene 300 socios.\n",
        """\
language: es
date: 2018-07-02
publication: El Valle
deck: El oficio de una panadera
event: {name: Feria del pan, starts: 2018-05-09, ends: 2018-05-10}
speakers: [{name: Ana Ruiz, office: Baker}]
defined: {bread: Yo hago el pan}
dates: [{when: 1999, what: She begins to bake, quote: Desde 1999}]
figures: [{figure: 300 socios, what: Bakers, quote: Tiene 300 socios}]
answers:
  - id: pan
    title: El pan de cada día
    question: ¿Quién hace
    topics: [bread]
    notes: [{at: p1, text: She laughs here., by: The editors, date: 2024-05-01, source: "https://example.org/"}]
  - {id: socios, title: Los socios, question: ¿Y la}
moved: {"pan#p9": "socios#p1"}
""",
    ),
    "ofah": (
        "מי אופה את הלחם?\n\nעמק: מי אופה את הלחם?\n\nרות: אני אופה את הלחם.\n\nעמק: ומתי?\n\nרות: בבוקר.\n",
        """\
language: he
date: 2016-03-04
speakers: [{name: רות, id: ruth}]
called: {bread: [הלחם]}
answers:
  - {id: lehem, title: הלחם, question: מי אופה, topics: [bread]}
  - {id: matai, title: מתי, question: "ומתי"}
""",
    ),
    "baker": (
        "A baker\n\nQ: Do you bake bread?\n\nA: Bread, yes.\n",
        """\
date: 2015-01-02
answers: [{id: bread, title: Bread, question: Do you, topics: [bread]}]
""",
    ),
}


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with three interviews in three languages, split."""
    return publish_archive(tmp_path_factory.mktemp("languages"), INTERVIEWS, VOCABULARY)


@pytest.fixture(scope="session")
def place(root: Path, serve: Callable[[Path], str]) -> str:
    """Return the address of its site."""
    return serve(build_site(root, SITE_URL=SITE_URL))


def read_language(element: Locator) -> str:
    """Return the language that holds for an element."""
    return str(element.first.evaluate("one => one.closest('[lang]').lang"))


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("es", "2 de julio de 2018"),
        ("pt-BR", "2 de julho de 2018"),
        ("de", "2. Juli 2018"),
        ("fr-XX", "2 juillet 2018"),
        ("zh-Hant-HK", "2018年7月2日"),
        ("he", "2 ביולי 2018"),
        ("cuk", "2018-07-02"),
    ],
)
def test_date_as_the_language_writes_it(tag: str, written: str) -> None:
    assert write_date(datetime.date(2018, 7, 2), tag) == written


def test_what_is_written_from_right_to_left() -> None:
    assert [tag for tag in ("ar", "es", "he", "fa-AF", "az-Arab", "ar-Latn", "cuk", "ja") if is_leftward(tag)] == [
        "ar",
        "he",
        "fa-AF",
        "az-Arab",
    ]
    assert [tag for tag in ("en", "en-GB", "es", "enm") if is_foreign(tag)] == ["es", "enm"]


def test_words_of_the_interview_are_in_its_language(open_page: Open, place: str) -> None:
    page = open_page(f"{place}interviews/panadera/pan/")
    assert page.evaluate("document.documentElement.lang") == "en"
    theirs = ["h1", ".words p#p1", ".words p#q1", ".words ins", ".kicker a", ".questions a", ".turn-over a span[lang]"]
    ours = [".who", ".note", ".moved", ".words .sign", ".check", ".facts dt", ".cite h2", ".md-tabs"]
    assert {selector: read_language(page.locator(selector)) for selector in theirs} == dict.fromkeys(theirs, "es")
    assert {selector: read_language(page.locator(selector)) for selector in ours} == dict.fromkeys(ours, "en")
    expect(page.locator(".kicker time")).to_have_text("2 de julio de 2018")
    expect(page.locator(".facts time")).to_have_attribute("lang", "es")
    expect(page.locator(".facts")).to_contain_text("Feria del pan, 9 de mayo de 2018 – 10 de mayo de 2018")
    expect(page.locator(".words")).to_have_attribute("data-date", "2 de julio de 2018")
    expect(page.locator(".note time")).to_have_text("1 May 2024")
    page.goto(f"{place}interviews/panadera/")
    for selector in ("h1", "#deck", "#p1", ".contents a", ".contents p", ".byline time"):
        assert read_language(page.locator(selector)) == "es"
    page.goto(f"{place}interviews/panadera/transcript/")
    assert read_language(page.locator(".words h1")) == "es"
    page.goto(f"{place}interviews/panadera/source/")
    assert read_language(page.locator("#L1")) == "es"


def test_lists_say_which_words_are_in_another_language(open_page: Open, place: str) -> None:
    page = open_page(place)
    for where, selector in {
        "": ".latest a:text('¿QUIÉN HACE EL PAN?')",
        "interviews/": ".year a:text('¿QUIÉN HACE EL PAN?')",
        "topics/bread/": ".passage:has-text('Yo hago')",
        "people/ana-ruiz/": "h2 a",
        "timeline/": ".passage",
        "figures/": ".passage",
        "interviews/baker/bread/": ".related a:has-text('El pan') span",
    }.items():
        page.goto(place + where)
        assert read_language(page.locator(selector)) == "es", where
        assert read_language(page.locator("h1")) == "en"
    page.goto(f"{place}topics/bread/")
    languages = page.locator(".concordance .passage").evaluate_all("all => all.map(one => one.closest('[lang]').lang)")
    assert set(languages) == {"en", "es", "he"}
    assert set(page.locator(".contents a").evaluate_all("all => all.map(one => one.lang)")) == {"", "es", "he"}


def test_search_says_which_words_are_in_another_language(open_page: Open, place: str) -> None:
    page = open_page(f"{place}search/?for=hago")
    for selector in (".results h2 a", ".results .passage"):
        expect(page.locator(selector)).to_have_attribute("lang", "es")
    page = open_page(f"{place}?q=hago")
    for selector in ("h1 span", ".md-typeset p"):
        expect(page.locator(f".md-search-result__item {selector}").first).to_have_attribute("lang", "es")
    page = open_page(f"{place}search/?for=bake")
    expect(page.locator(".results h2 a").first).to_be_visible()
    assert read_language(page.locator(".results .passage", has_text="Do you bake")) == "en"


def test_words_from_right_to_left(open_page: Open, place: str) -> None:
    page = open_page(f"{place}interviews/ofah/lehem/")
    direction = "one => getComputedStyle(one).direction"
    assert [page.locator(one).first.evaluate(direction) for one in ("h1", "#p1", ".who", ".check")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    words, sign = page.locator("#p1").bounding_box(), page.locator("#p1 .sign").bounding_box()
    assert words
    assert sign
    assert sign["x"] >= words["x"] + words["width"] - 1  # before the words, on their right


def test_files_name_the_language(root: Path) -> None:
    folder = root / "docs" / "interviews"
    for id_, language in (("panadera", "es"), ("ofah", "he"), ("baker", "en")):
        assert json.loads((folder / id_ / "interview.json").read_text("utf-8"))["language"] == language
        (item,) = json.loads((folder / id_ / "citation.csl.json").read_text("utf-8"))
        assert item["language"] == language
        assert f"LA  - {language}\n" in (folder / id_ / "citation.ris").read_text("utf-8")
        assert f'<text xml:lang="{language}">' in (folder / id_ / "interview.tei.xml").read_text("utf-8")
        made = json.loads((folder / id_ / "index.build.json").read_text("utf-8"))
        assert made["linked_data"][0]["inLanguage"] == language
    listed = json.loads((root / "docs" / "interviews.json").read_text("utf-8"))
    assert {one["id"]: one["language"] for one in listed} == {"panadera": "es", "ofah": "he", "baker": "en"}
    assert '<entry xml:lang="es">' in (root / "docs" / "feed.xml").read_text("utf-8")


def test_headline_gets_no_english_capitals(open_page: Open, place: str) -> None:
    page = open_page(f"{place}interviews/panadera/")
    expect(page.locator(".citation").nth(1)).to_contain_text("“¿Quién hace el pan?”")


def test_english_needs_no_mark(site: Path) -> None:
    for path in site.glob("interviews/*/*/index.html"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r' lang="([^"]*)"', text)) <= {"en", "pt"}, (
            path
        )  # the page's own, and a translation's title
        assert text.count(' lang="en"') == 1
        assert "dir=" not in text.replace('<body dir="ltr"', "")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_is_accessible_and_no_wider_than_the_screen(open_page: Open, place: str, look: Look) -> None:
    page = open_page(place, look)
    for where in (
        "interviews/",
        "interviews/panadera/pan/",
        "interviews/ofah/",
        "interviews/ofah/lehem/",
        "interviews/ofah/transcript/",
        "interviews/ofah/source/",
        "topics/bread/",
    ):
        page.goto(place + where)
        assert page.evaluate("document.documentElement.scrollWidth") == look.width, where
        if look == DARK:
            assert find_violations(page) == [], where
