"""Links, citations and quotations as somebody copies them, in Chromium, with the mouse and with the keyboard."""

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from conftest import ID
from interviews.interview.interview import Interview
from interviews.pages.citations import cite_answers, plain
from test_site import FOLDER

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "quote.yml").read_text(encoding="utf-8"))
TODAY = datetime.datetime(2026, 3, 9, 12)
Open = Callable[..., Page]


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Return the page of an answer with two paragraphs, in a browser whose clipboard can be read."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.clock.set_fixed_time(TODAY)
    page.goto(f"{address}{FOLDER}training/")
    yield page
    context.close()


def read_copied(page: Page, what: str) -> str:
    """Return the clipboard's text after the page has said what was copied."""
    expect(page.get_by_role("status").filter(has_text=f"{what} copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


def select(page: Page, anchor: str, words: str) -> None:
    """Select words of a paragraph, as a keyboard does."""
    page.evaluate(
        "([anchor, words]) => { const paragraph = document.getElementById(anchor), range = document.createRange();"
        " const from = paragraph.textContent.indexOf(words), walker = document.createTreeWalker(paragraph, 4);"
        " for (let at = 0, text; (text = walker.nextNode()); at += text.length) {"
        " if (from >= at && from <= at + text.length) range.setStart(text, from - at);"
        " const end = from + words.length - at; if (end > 0 && end <= text.length) range.setEnd(text, end) }"
        " getSelection().removeAllRanges(); getSelection().addRange(range) }",
        [anchor, words],
    )


def test_quote(open_page: Open, address: str) -> None:
    cases = [(function["call"], case["in"], case["out"]) for function in CASES for case in function["cases"]]
    found = open_page(address).evaluate(
        "async (calls) => { const quote = await import('/assets/quote.js');"
        " return calls.map(([call, input]) => quote[call](...input)) }",
        [[call, given] for call, given, _ in cases],
    )
    for (call, given, wanted), result in zip(cases, found, strict=True):
        assert result == wanted, (call, given)


def test_sign_copies_the_address_of_its_paragraph(page: Page, address: str) -> None:
    page.locator("#p2").hover()
    page.locator("#p2 .sign").click()
    assert read_copied(page, "Link") == f"{address}{FOLDER}training/#p2"
    page.goto(f"{address}{FOLDER}transcript/")
    page.locator("#c5-p1 .sign").click()
    assert read_copied(page, "Link") == f"{address}{FOLDER}c5/#p1"


def test_answer_is_copied_as_link_citation_and_quotation(page: Page, address: str, interview: Interview) -> None:
    here = f"{address}{FOLDER}training/"
    page.get_by_role("button", name="Copy link").click()
    assert read_copied(page, "Link") == here
    citations = cite_answers(interview)
    for style, citation in citations.items():
        page.get_by_label("Style of the citation").select_option(style)
        page.get_by_role("button", name="Copy citation", exact=True).click()
        expected = plain(citation).replace("{permalink}", here).replace("{number}", "5")
        expected = expected.replace("{site}", "Interview Reference")
        expected = expected.replace("[Month day, year]", "March 9, 2026").replace("[day Month year]", "9 March 2026")
        assert read_copied(page, "Citation") == expected
        page.get_by_role("button", name=f"Copy citation, {style}").click()
        assert read_copied(page, "Citation") == expected
    page.reload()
    expect(page.get_by_label("Style of the citation")).to_have_value(style)  # it is remembered
    page.get_by_role("button", name="Quote", exact=True).click()
    words, _, rest = read_copied(page, "Quotation").partition("\n— ")
    replies = [paragraph.text for turn in interview.answers[4].turns[1:] for paragraph in turn.paragraphs]
    assert words.strip("“”") == "\n\n".join(replies)
    assert rest.startswith("Jonattan Del Rosario to Diálogo (Geraldine Cook), 2 July 2018\n\nDel Rosario, Jonattan.")


@pytest.mark.parametrize(
    ("zone", "day", "month"),
    [("Pacific/Auckland", 1, "March"), ("America/Panama", 28, "February"), ("UTC", 28, "February")],
)
def test_day_of_access_is_the_readers_own(chromium: Browser, address: str, zone: str, day: int, month: str) -> None:
    context = chromium.new_context(timezone_id=zone, locale="es-PA", permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime(2027, 2, 28, 23, 30, tzinfo=datetime.UTC))
    page.goto(f"{address}{FOLDER}training/")
    for style, date in {
        "APA 7": f"Retrieved {month} {day}, 2027, from",
        "Chicago 17": f"Accessed {month} {day}, 2027.",
        "MLA 9": f"Accessed {day} {month} 2027.",
    }.items():
        page.get_by_role("button", name=f"Copy citation, {style}").click()
        assert date in read_copied(page, "Citation")
    page.get_by_role("button", name="Quote", exact=True).click()
    assert f"Retrieved {month} {day}, 2027, from" in read_copied(page, "Quotation")
    expect(page.locator(".accessed")).to_have_text(["[Month day, year]", "[Month day, year]", "[day Month year]"])
    context.close()


def test_selected_words_are_offered_as_a_quotation(page: Page, address: str) -> None:
    page.locator("#p2").scroll_into_view_if_needed()
    box = page.locator("#p2").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 48)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 80, steps=4)
    page.mouse.up()
    offer = page.get_by_role("button", name="Copy quote")
    expect(offer).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(offer).to_be_focused()
    page.keyboard.press("Enter")
    words, who, _, citation, link = read_copied(page, "Quotation").split("\n")
    assert words.strip("“”") in page.locator("#p2").inner_text()
    assert re.fullmatch(r"“\w.*\w”", words)  # whole words
    assert who == "— Jonattan Del Rosario to Diálogo (Geraldine Cook), 2 July 2018"
    assert "(Answer 5, para. 2). Diálogo. https://" in citation
    assert f"from {address}{FOLDER}training/#p2" in citation
    place, _, fragment = link.partition(":~:text=")
    assert place == f"{address}{FOLDER}training/#p2"
    first, last = (unquote(part) for part in fragment.split(","))
    assert words.startswith(f"“{first}")
    assert words.endswith(f"{last}”")
    page.evaluate("getSelection().removeAllRanges()")
    expect(offer).to_have_count(0)


def test_question_is_quoted_as_the_interviewers(page: Page) -> None:
    select(page, "q1", "exchanged experiences")
    page.get_by_role("button", name="Copy quote").click()
    words, who, _, citation, link = read_copied(page, "Quotation").split("\n")
    assert words == "“exchanged experiences”"
    assert who == "— Diálogo to Jonattan Del Rosario, 2 July 2018"
    assert "para." not in citation
    assert link.endswith("/training/#q1:~:text=exchanged%20experiences")


def test_question_and_answer_are_quoted_each_with_its_speaker(page: Page) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.words'))")
    page.get_by_role("button", name="Copy quote").click()
    copied = read_copied(page, "Quotation")
    assert copied.startswith("Diálogo: “The National Police, the Air")
    assert "\n\nJonattan Del Rosario: “To confront criminal networks" in copied
    assert "\n— 2 July 2018\n" in copied


def test_editors_insertion_is_quoted_with_its_brackets(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}drug-seizures/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.words ins'))")
    page.get_by_role("button", name="Copy quote").click()
    assert read_copied(page, "Quotation").startswith("“[the goal is to guarantee]”")


def test_words_that_the_page_has_twice_are_linked_with_their_neighbours(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}fean/")
    select(page, "p1", "drug trafficking")
    page.get_by_role("button", name="Copy quote").click()
    assert re.search(r":~:text=\S+-,drug%20trafficking,-", read_copied(page, "Quotation"))


def test_introduction_is_quoted_as_its_writers(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}")
    select(page, "p1", "tougher laws")
    page.get_by_role("button", name="Copy quote").click()
    assert read_copied(page, "Quotation").startswith(
        "“tougher laws”\n— Geraldine Cook, 2 July 2018\n\nCook, G. (2018, July 2)."
    )


def test_editors_notes_are_never_quoted(page: Page, address: str) -> None:
    page.goto(f"{address}{FOLDER}security-strategy/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.words'))")
    page.get_by_role("button", name="Copy quote").click()
    copied = read_copied(page, "Quotation")
    assert "Our strategy, made with the support" in copied
    assert "Cabinet Resolution" not in copied


def test_without_javascript_signs_are_links_and_citations_can_be_read(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}training/", javascript=False)
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    page.locator("#p2 .sign").click()
    assert page.url == f"{address}{FOLDER}training/#p2"
    expect(page.locator(".citation").first).to_contain_text("Panama fends off organized crime (Answer 5).")


def test_interview_is_cited_and_offered_as_files(open_page: Open, address: str) -> None:
    page = open_page(f"{address}interviews/{ID}/")
    expect(page.locator(".citation")).to_have_text(
        [
            "Cook, G. (2018, July 2). Panama fends off organized crime. Diálogo. "
            "https://dialogo-americas.com/articles/panama-fends-off-organized-crime/",
            "Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. Diálogo, July 2, 2018. "
            "https://dialogo-americas.com/articles/panama-fends-off-organized-crime/.",
            "Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. Diálogo, 2 July 2018, "
            "https://dialogo-americas.com/articles/panama-fends-off-organized-crime/.",
        ]
    )
    for link in page.locator(".files a, .managers a").all():
        answer = page.request.get(f"{address}interviews/{ID}/{link.get_attribute('href')}")
        assert answer.ok
        assert "Panama" in answer.text()
