"""The real site as a reader meets it: in Chromium, on phone and desktop, with keyboard and search."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from conftest import DARK, ID, LOOKS, SAMPLE, Look
from interviews.interview.interview import Interview
from interviews.site.proof import check_links
from interviews.site.visit import READ, find_violations

FOLDER = f"interviews/{ID}/"
PAGES = {
    "home": "",
    "interview": FOLDER,
    "answer": f"{FOLDER}drug-seizures/",
    "transcript": f"{FOLDER}transcript/",
    "source": f"{FOLDER}source/",
    "interviews": "interviews/",
    "topics": "topics/",
    "topic": "topics/combifron/",
    "topic without mention": "topics/ministry-of-public-security/",
    "people": "people/",
    "person": "people/jonattan-del-rosario/",
    "time line": "timeline/",
    "figures": "figures/",
    "guide": "guide/",
    "missing": "no/such/page",
}
Open = Callable[..., Page]


def search(page: Page, words: str) -> list[str]:
    """Type into the search box and return the addresses of the results, the best first."""
    # The box keeps what was searched before: without this, the results of the same words typed again are those before.
    page.evaluate("delete document.querySelector('.search-notice').dataset.query")
    page.keyboard.press("/")
    page.keyboard.type(words)
    return read_results(page, words)


def fill(page: Page, words: str) -> list[str]:
    """Put words into the search box at once and return the addresses of the results, the best first."""
    page.locator("[data-md-component=search-query]").fill(words)
    return read_results(page, words)


def read_results(page: Page, words: str) -> list[str]:
    """Wait for the results of a query and return their addresses, with anchors, the best first."""
    page.wait_for_function("words => document.querySelector('.search-notice').dataset.query === words", arg=words)
    links = page.eval_on_selector_all(
        ".md-search-result__item", "items => items.map(item => item.querySelector('a').href)"
    )
    return [f"{parts.path.removeprefix('/')}#{parts.fragment}" for parts in map(urlsplit, links)]


# --- the words ---


def test_every_word_of_the_source_stands_once_in_order_in_the_transcript(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["transcript"])
    page.eval_on_selector_all(".transcript .aside", "notes => notes.forEach(note => note.remove())")
    blocks = page.eval_on_selector_all(".transcript :is(h1, p)", "blocks => blocks.map(block => block.textContent)")
    assert " ".join(blocks).split() == (SAMPLE / "source" / f"{ID}.txt").read_text(encoding="utf-8").split()
    assert page.locator(".transcript").evaluate("all => all.textContent").split() == " ".join(blocks).split()


def test_every_answer_stands_whole_on_its_page(open_page: Open, address: str, interview: Interview) -> None:
    assert [answer.id for answer in interview.answers] == [
        "centsec",
        "security-strategy",
        "combifron",
        "drug-seizures",
        "training",
        "fean",
        "law-enforcement",
        "c5",
        "agreements",
        "regional-collaboration",
    ]
    page = open_page(f"{address}404.html")
    places = [f"/{FOLDER}{answer.id}/" for answer in interview.answers]
    whole = [[paragraph.text for _, _, paragraph in answer.passages] for answer in interview.answers]
    assert page.evaluate(READ, [places, ".turn p"]) == whole
    page.goto(address + PAGES["answer"])
    expect(page.locator(".question .who")).to_have_text("Diálogo")
    expect(page.locator(".answer .who")).to_have_text(
        "Jonattan Del Rosario, Vice Minister of Public Security of Panama"
    )


def test_insertions_of_the_magazine_look_different(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["answer"])
    style = "one => [getComputedStyle(one).fontFamily, getComputedStyle(one).color]"
    inserted = page.locator(".answer ins")
    expect(inserted).to_have_text("[the goal is to guarantee]")
    assert inserted.evaluate(style)[0] != page.locator("#p2").evaluate(style)[0]
    assert inserted.evaluate(style)[1] != page.locator("#p2").evaluate(style)[1]


# --- finding the way ---


def test_answer_shows_its_place_and_leads_on(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["answer"])
    expect(page.locator(".kicker")).to_contain_text("Answer 4\u00a0of\u00a010")
    expect(page.locator(".questions li")).to_have_count(10)
    expect(page.locator(".questions [aria-current=page]")).to_have_text("What is behind the drug seizures")
    expect(page.locator(".topics a")).to_have_text(["Drug seizures", "National security strategy"])
    page.get_by_role("link", name="Lines 26–30 of the source text").click()
    expect(page.locator("#L26")).to_be_in_viewport()
    expect(page.locator("#L26")).to_contain_text("Diálogo: Panama ranks third")
    page.go_back()
    original = page.get_by_role("link", name="Original article")
    expect(original).to_have_attribute(
        "href", "https://dialogo-americas.com/articles/panama-fends-off-organized-crime/"
    )


def test_keys_n_and_p_turn_the_pages(open_page: Open, address: str, interview: Interview) -> None:
    ids = [answer.id for answer in interview.answers]
    page = open_page(f"{address}{FOLDER}{ids[0]}/")
    for next_id in ids[1:]:
        page.keyboard.press("n")
        page.wait_for_url(f"**/{next_id}/")
    expect(page.locator("link[rel=next]")).to_have_count(0)
    page.keyboard.press("p")
    page.wait_for_url(f"**/{ids[-2]}/")


def test_interview_page_lists_what_it_is_and_its_questions(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["interview"])
    expect(page.locator("h1")).to_have_text("Panama Fends Off Organized Crime")
    expect(page.locator(".byline")).to_have_text(
        re.compile(r"Interview by Geraldine Cook\s*Published in Diálogo\s*2 July 2018")
    )
    expect(page.locator(".contents li")).to_have_count(10)
    for fact in ("San Salvador, El Salvador, 9–10 May 2018", "Jonattan Del Rosario", "Panamá se protege"):
        expect(page.locator(".facts")).to_contain_text(fact)
    page.get_by_role("link", name="COMBIFRON and the border with Colombia", exact=True).click()
    page.wait_for_url("**/combifron/")


def test_paragraph_can_be_linked_to(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}training/#p2")
    expect(page.locator("#p2")).to_be_in_viewport()
    page.goto(f"{address}{FOLDER}transcript/#training-p2")
    expect(page.locator("#training-p2")).to_be_in_viewport()
    page = open_page(f"{address}{FOLDER}transcript/#training-p2", javascript=False)  # with it, the sign copies
    page.locator("#training-p2 .sign").click()
    page.wait_for_url(f"**/{FOLDER}training/#p2")


def test_keyboard_reaches_the_words_first(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["answer"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Panama Fends Off Organized Crime")


def test_unknown_address_helps(open_page: Open, address: str, site: Path) -> None:
    assert "There is no page at this address" in (site / "404.html").read_text(encoding="utf-8")
    page = open_page(f"{address}404.html")
    page.get_by_placeholder("A name or a phrase").fill("FEAN")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator(".md-search-result__link").first.wait_for()
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", re.compile("/fean/"))


def test_home_has_searches_to_try(open_page: Open, address: str) -> None:
    page = open_page(address)
    for word, answer in {"CENTSEC": "centsec", "FEAN": "fean", "C5": "c5"}.items():
        page.goto(address)
        page.get_by_role("link", name=word, exact=True).click()
        result = page.locator(".md-search-result__link").first
        expect(result).to_have_attribute("href", re.compile(f"/{answer}/"))


def test_every_link_leads_somewhere(site: Path) -> None:
    assert list(check_links(site, site)) == []


# --- search ---


def test_search_finds_possessives_and_leaves_lists_behind(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert f"{FOLDER}law-enforcement/" in [link.partition("#")[0] for link in search(page, "Panama's")]
    page.goto(address)
    found = [link.partition("#")[0] for link in search(page, "drug seizures")]
    assert set(found[:3]) == {f"{FOLDER}{one}/" for one in ("drug-seizures", "combifron", "fean")}
    assert not {"topics/", "interviews/", f"{FOLDER}transcript/", f"{FOLDER}source/", ""} & set(found)


def test_search_by_keyboard(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "border")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/combifron/**")
    expect(page.locator("mark").first).to_have_text(re.compile("border", re.IGNORECASE))


# --- for everybody ---


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_is_accessible_and_no_wider_than_the_screen(open_page: Open, address: str, look: Look) -> None:
    page = open_page(address, look)
    for name, place in PAGES.items():
        page.goto(address + (place if name != "missing" else "404.html"))
        assert page.evaluate("document.documentElement.scrollWidth") == look.width, name
        if look == DARK:
            assert find_violations(page) == [], name
    page.goto(f"{address}{FOLDER}c5/?q=drug")
    page.locator(".md-search-result__link").first.wait_for()
    assert find_violations(page) == []


def test_words_and_links_without_javascript(open_page: Open, address: str) -> None:
    page = open_page(address, javascript=False)
    expect(page.locator(".try")).to_be_hidden()
    page.get_by_role("link", name="Browse the questions").click()
    page.get_by_role("link", name="What FEAN has achieved", exact=True).click()
    expect(page.locator("#p1")).to_contain_text("FEAN is a joint special task force")
    page.locator(".turn-over [rel=next]").click()
    expect(page.locator("h1")).to_have_text("Law enforcement and the courts")


def test_print_has_the_words_and_their_address(open_page: Open, address: str) -> None:
    page = open_page(address + PAGES["answer"])
    page.emulate_media(media="print")
    for hidden in (".md-header", ".md-tabs", ".md-footer", ".rail", ".turn-over", ".topics"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#p2")).to_be_visible()
    imprint = page.locator(".imprint")
    expect(imprint).to_contain_text("Jonattan Del Rosario, interviewed by Diálogo.")
    expect(imprint).to_contain_text(
        "2 July 2018. https://dialogo-americas.com/articles/panama-fends-off-organized-crime/"
    )
    expect(imprint).to_contain_text(PAGES["answer"])


def test_editors_notes_are_no_part_of_the_words(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}security-strategy/#p1")
    notes = page.get_by_role("note", name="Editor’s note")
    expect(notes).to_have_count(2)
    expect(notes.nth(1)).to_contain_text("“Concentration” is as the interview prints it.")
    expect(notes.nth(1).get_by_role("link", name="Source")).to_have_attribute("href", re.compile("^https://"))
    words = " ".join(page.locator(".words p").all_inner_texts())
    assert "National Concentration for Development" in words
    assert "Editor’s note" not in words
    page.goto(f"{address}{FOLDER}transcript/")
    assert "Editor’s note" not in page.locator(".words").inner_text()
    assert search(page, "Cabinet Resolution") == []
