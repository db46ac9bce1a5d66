"""The lines of the source text that an address names, all of them marked, with JavaScript and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from conftest import DARK, DESKTOP, PHONE, Look
from interviews.interview.interview import Interview
from interviews.pages.pages import render_source
from interviews.run.job import Job, read_interview
from interviews.sidecar.topics import Vocabulary
from interviews.site.visit import find_violations
from test_site import FOLDER

Open = Callable[..., Page]
PLAIN = "rgba(0, 0, 0, 0)"


def read_marked(page: Page) -> list[int]:
    """Return the numbers of the lines that are marked."""
    colours = page.eval_on_selector_all(".lines li", "all => all.map(one => getComputedStyle(one).backgroundColor)")
    return [number for number, colour in enumerate(colours, 1) if colour != PLAIN]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=str)
def test_every_line_of_an_answer_is_marked(open_page: Open, address: str, look: Look, *, javascript: bool) -> None:
    page = open_page(f"{address}{FOLDER}fean/", look, javascript=javascript)
    link = page.get_by_role("link", name="of the source text")
    named = re.match(r"Lines (\d+)–(\d+) of", link.inner_text())
    assert named
    first, last = map(int, named.groups())
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/source/#L{first}-L{last}")
    assert read_marked(page) == list(range(first, last + 1))
    expect(page.locator(f"#L{first}")).to_be_in_viewport()
    page.goto(f"{address}{FOLDER}source/#L{last}")  # as ever
    assert read_marked(page) == [last]


def test_any_lines_can_be_named_and_chosen(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}source/#L15-L18")
    assert read_marked(page) == [15, 16, 17, 18]
    expect(page.locator("#L15")).to_be_in_viewport()
    for place, lines in {
        "#L9-7": [7, 8, 9],
        "#L3": [3],
        "#L0-L2": [],
        "#L2-L": [],
        "#%": [],
        "#L4–L5": [4, 5],
        "": [],
    }.items():
        page.goto(f"{address}{FOLDER}source/{place}")
        assert read_marked(page) == lines, place
    count = page.locator(".lines li").count()
    page.goto(f"{address}{FOLDER}source/#L{count - 1}-L{count + 9}")
    assert read_marked(page) == [count - 1, count]
    page.goto(f"{address}{FOLDER}source/#L10")
    page.locator("#L12 .sign").click(modifiers=["Shift"])
    page.wait_for_url("**/source/#L10-L12")
    assert read_marked(page) == [10, 11, 12]
    page.locator("#L8 .sign").focus()
    page.keyboard.press("Shift+Enter")
    page.wait_for_url("**/source/#L8-L10")
    assert read_marked(page) == [8, 9, 10]
    page.locator("#L11 .sign").click()
    page.wait_for_url("**/source/#L11")
    assert read_marked(page) == [11]


def test_every_answer_has_its_lines_as_one_list(interview: Interview) -> None:
    page = render_source(interview)
    count = len(interview.text.removesuffix("\n").split("\n"))
    assert re.findall(r'<li id="L(\d+)"', page) == [str(number) for number in range(1, count + 1)]
    for answer in interview.answers:
        first, last = answer.turns[0].line, answer.turns[-1].last_line
        assert f'<ol id="L{first}-L{last}" start="{first}">\n<li id="L{first}">' in page


def test_answers_without_a_line_between_them_are_lists_too() -> None:
    text = "T\nQ: Why?\nA: So.\nQ: And?\nA: No.\n\n\n"
    sidecar = "headline: T\nanswers: [{id: why, title: Why, question: Why}, {id: and, title: And, question: And}]\n"
    read = read_interview(Job(id="talk", text=text.encode(), sidecar=sidecar.encode()), Vocabulary())
    assert re.findall(r'<ol( id="[^"]*")? start="(\d+)">', render_source(read)) == [
        ("", "1"),
        (' id="L2-L3"', "2"),
        (' id="L4-L5"', "4"),
        ("", "6"),
    ]


def test_numbers_go_on_from_list_to_list(open_page: Open, address: str, interview: Interview) -> None:
    page = open_page(f"{address}{FOLDER}source/")
    assert (
        page.eval_on_selector_all(".lines ol", "all => all.map(one => one.start + one.children.length)")[:-1]
        == (page.eval_on_selector_all(".lines ol", "all => all.map(one => one.start)")[1:])
    )
    last = interview.text.removesuffix("\n").count("\n") + 1
    assert page.locator(".lines li").count() == last


def test_axe_finds_nothing_where_lines_are_marked(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}source/#L15-L18", DARK)
    assert find_violations(page) == []
