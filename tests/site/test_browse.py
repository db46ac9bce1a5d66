"""Browsing as a reader does it: topics in the text, their pages, the picture of the interview, related answers."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from conftest import ID
from interviews.interview.interview import Interview
from interviews.pages.matrix import draw_matrix
from test_pages import VOCABULARY
from test_site import FOLDER

Open = Callable[..., Page]
CARD = "#topic-card"


def test_card_says_what_a_topic_is(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}fean/")
    name = page.locator(".words a.topic", has_text="SENAN")
    before = page.locator("#p1").evaluate("one => one.textContent")
    name.hover()
    expect(page.locator(CARD)).to_contain_text("National Air and Naval Service")
    expect(page.locator(CARD)).to_contain_text("Definition by the editors of this site")
    page.locator(CARD).hover()  # one can get at it
    expect(page.locator(CARD)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(CARD)).to_have_count(0)
    page.mouse.move(0, 0)
    name.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(page.locator(CARD)).to_be_in_viewport()
    assert name.get_attribute("aria-describedby") == CARD[1:]
    assert page.locator("#p1").evaluate("one => one.textContent") == before
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/senan/")


def test_first_tap_shows_the_card_and_the_second_leads_on(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}{FOLDER}combifron/")
    name = page.locator(".words a.topic").first
    name.tap()
    expect(page.locator(CARD)).to_be_in_viewport(ratio=1)
    expect(page.locator(CARD).get_by_role("link", name="All mentions of COMBIFRON")).to_be_visible()
    assert page.url.endswith("/combifron/")
    name.tap()
    page.wait_for_url("**/topics/combifron/")
    context.close()


def test_topic_is_linked_once_an_answer_and_without_javascript(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}fean/", javascript=False)
    links = page.locator(".words a.topic")
    addresses = links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert len(addresses) == len(set(addresses)) == 6
    expect(links.first).to_have_attribute("title", re.compile("^Special Counter-Narcotics Force: Joint task force"))
    links.first.click()
    page.wait_for_url("**/topics/fean/")


def test_topic_page_has_every_mention_and_leads_back(open_page: Open, address: str, interview: Interview) -> None:
    page = open_page(f"{address}topics/senan/")
    expect(page.locator("h1")).to_have_text("SENAN")
    expect(page.locator("article")).to_contain_text("Servicio Nacional Aeronaval")
    lines = page.locator(".concordance li")
    expect(lines).to_have_count(2)
    assert lines.locator("mark").all_inner_texts() == ["Air and Naval Service", "SENAN", "SENAN"]
    lines.nth(1).get_by_role("link", name="Answer 6").click()
    page.wait_for_url(f"**/{ID}/fean/#p1")
    term = open_page(f"{address}topics/senan/").locator("script[type='application/ld+json']").first.text_content()
    assert '"@type": "DefinedTerm"' in str(term)


def test_picture_is_the_table(open_page: Open, address: str, interview: Interview) -> None:
    picture = draw_matrix(interview, VOCABULARY)
    page = open_page(f"{address}{FOLDER}")
    dots = page.locator(".matrix .dots .row a")
    wanted = sum(len(row["dots"]) for row in picture["topics"].values())
    expect(dots).to_have_count(wanted)
    expect(page.locator("#where-tables table").first.locator("tbody tr")).to_have_count(wanted)
    radii = page.locator(".matrix .dots .row a").evaluate_all(
        "all => all.map(one => [Number(/(\\d+) mention/.exec(one.textContent)?.[1] ?? 0),"
        " one.querySelector('circle').getBoundingClientRect().width])"
    )
    single = next(width for mentions, width in radii if mentions == 1)
    assert all(abs(width - single * mentions**0.5) < 1 for mentions, width in radii)
    dots.filter(has_text="FEAN in question and answer 6").click()
    page.wait_for_url(f"**/{ID}/fean/#q1")


def test_related_answers_say_why(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}fean/")
    first = page.locator(".related li").first
    expect(first).to_contain_text("also about National Police, SENAFRONT and SENAN")
    first.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Training and cooperation with the United States")
