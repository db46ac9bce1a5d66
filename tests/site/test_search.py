"""Search as readers meet it: typed into the real box, in Chromium; and what a query means, by golden cases."""

import json
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from conftest import DARK, DESKTOP, PHONE, SAMPLE, Look, build_site
from interviews.interview.concordance import count_topics
from interviews.run.reading import read_interviews
from interviews.sidecar.searches import read_searches
from interviews.site.index import Searched
from interviews.site.proof import check_links
from interviews.site.visit import find_violations
from test_site import FOLDER, fill, read_results, search

CASES = Path(__file__).parent.parent / "cases"
SEARCHES = read_searches(SAMPLE)
PLAN = yaml.safe_load((CASES / "plan.yml").read_text(encoding="utf-8"))
NASTY = [
    " ",
    "x" * 10_000,
    "word " * 2_000,
    "🦜🇵🇦",
    "שלום عربى",
    ".*[a-z]+(",
    "title:border +x -y ^3",
    "border~99",
    "<script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "__proto__ constructor toString",
    '"',
    "-",
    '-"',
    "\\",
    "%00 %",
    "a\u0000b",
]
Open = Callable[..., Page]


def test_plan(open_page: Open, address: str) -> None:
    cases = [(function["call"], case["in"], case["out"]) for function in PLAN for case in function["cases"]]
    found = open_page(address).evaluate(
        "async (calls) => { const plan = await import('/assets/search/plan.js');"
        " return calls.map(([call, input]) => plan[call](...input) ?? null) }",
        [[call, given] for call, given, _ in cases],
    )
    for (call, given, wanted), result in zip(cases, found, strict=True):
        assert result == wanted, (call, given)


def test_right_page_and_paragraph_come_first(open_page: Open, address: str) -> None:
    page = open_page(address)
    wrong = []
    for one in SEARCHES:
        results = fill(page, one.words)
        if not results or not one.is_met_by(results[0]):
            wrong.append((one.words, results[:2]))
    assert wrong == []


def test_every_name_of_a_topic_leads_to_its_page_and_its_answers(open_page: Open, address: str) -> None:
    interviews, vocabulary = read_interviews(SAMPLE)
    about: dict[str, set[str]] = {id_: set() for id_ in vocabulary.topics}
    mentioning: dict[str, set[str]] = {id_: set() for id_ in vocabulary.topics}
    for interview in interviews:
        parts = {"": interview.topics} | {f"{answer.id}/": answer.topics for answer in interview.answers}
        for page, topics in parts.items():
            for topic in topics:
                about[topic.id].add(f"interviews/{interview.id}/{page}")
        for answer in interview.answers:
            for topic_id in count_topics(answer):
                mentioning[topic_id].add(f"interviews/{interview.id}/{answer.id}/")
    names = [(topic.id, name) for topic in vocabulary.topics.values() for name in topic.names]
    found = open_page(address).evaluate(
        "async names => { const { openSearch } = await import('/assets/search/engine.js');"
        " const search = await openSearch('/'), all = [];"
        " for (const name of names) { const { topics, results } = await search(name, { open: true });"
        " all.push([topics.map(one => one.address), results.map(page => page.address)]) } return all }",
        [name for _, name in names],
    )
    for (id_, name), (page, results) in zip(names, found, strict=True):
        assert page == [f"topics/{id_}/"], name
        assert set(results[: len(about[id_])]) == about[id_], name
        assert len(mentioning[id_] - set(results)) == 0, name


def test_topic_stands_above_the_results(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert search(page, "Comisión Binacional Fronteriza")[0].startswith(f"{FOLDER}combifron/")
    card = page.locator(".search-topics")
    expect(card).to_have_text("See COMBIFRON – Binational Border Commission.")
    card.get_by_role("link").click()
    page.wait_for_url("**/topics/combifron/")
    page.goto(f"{address}search/?for=SOUTHCOM")
    expect(page.locator(".search-topics")).to_have_text("See U.S. Southern Command")
    page.goto(address)
    search(page, "bord")  # as far as it is typed
    expect(page.locator(".search-topics")).to_contain_text("See Colombia-Panama border, COMBIFRON, SENAFRONT")


def test_what_is_common_in_a_large_archive_is_found_too(open_page: Open, address: str) -> None:
    page = open_page(address)
    for common in (1, 3):  # as if a word on more pages than this were too slow to look for everywhere
        found = page.evaluate(
            "async ([common, queries]) => { const engine = await import('/assets/search/engine.js');"
            " const search = await engine.openSearch(location.origin + '/', common); const found = [];"
            " for (const query of queries) { const {results, newest} = await search(query, {open: true});"
            "   found.push([results[0].address, newest ?? '']) } return found }",
            [common, [one.words for one in SEARCHES] + ["the", "panama", '"in the"']],
        )
        wrong = [
            (one.words, first)
            for one, (first, _) in zip(SEARCHES, found, strict=False)
            if first not in {address.partition("#")[0] for address in one.addresses}
        ]
        assert wrong == []
        assert [newest.lower() for _, newest in found[len(SEARCHES) :]] == ["the", "panama", "in the"]


def test_parts_of_a_large_index_answer_as_one(
    tmp_path: Path,
    site: Path,
    serve: Callable[[Path], str],
    open_page: Open,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if each answer stood in one of three indexes, whatever its interview."""
    monkeypatch.setattr(Searched, "find_part", lambda self, place: zlib.crc32(place.encode()) % self.parts)
    parted = shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    searched = Searched(tmp_path / "searched", 3)
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("index.html")}
    for place, text in pages.items():
        searched.add(place, text)
    searched.index(parted, pages)
    assert json.loads((parted / "pagefind" / "parts.json").read_text()) == [0, 1, 2]
    script = (
        "async queries => { const { openSearch } = await import('/assets/search/engine.js');"
        " const search = await openSearch('/'); const found = [];"
        " for (const query of queries) { const { results, total } = await search(query, { open: true });"
        "   found.push([results[0].address, total]) } return [found, await search.findFacets()] }"
    )
    queries = [one.words for one in SEARCHES]
    found, facets = open_page(serve(parted)).evaluate(script, queries)
    whole, all_facets = open_page(address).evaluate(script, queries)
    assert facets == all_facets
    assert [total for _, total in found] == [total for _, total in whole]
    wrong = [
        (one.words, first)
        for one, (first, _) in zip(SEARCHES, found, strict=True)
        if first not in {address.partition("#")[0] for address in one.addresses}
    ]
    assert wrong == []


def test_result_shows_the_paragraph_and_the_page_opens_at_it(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "180 tons")
    result = page.locator(".md-search-result__item").first
    assert result.locator("mark").all_inner_texts() == ["180", "tons"]
    expect(result).to_contain_text("historic seizure of about 180 tons of drugs in 45 months")
    page.keyboard.press("Enter")
    page.wait_for_url("**/combifron/**")
    expect(page.locator("#p1")).to_be_in_viewport()
    expect(page.locator("#p1 mark")).to_have_text(["180 tons"])
    page.wait_for_url(f"**/{FOLDER}combifron/#p1")  # the words to mark are no part of the lasting address


def test_no_name_is_shown_where_the_interview_does_not_say_it(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "Comando Sur")
    shown = page.locator(".md-search-result").inner_text()
    assert "U.S. Southern Command" in shown
    assert "Comando" not in shown
    page.keyboard.press("Enter")
    page.wait_for_url("**/training/**")
    assert "Comando" not in page.locator("body").inner_text()


def test_correction_is_said_and_can_be_taken_back(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "combifrom")
    notice = page.locator(".search-notice")
    expect(notice).to_contain_text("Showing results for COMBIFRON.")
    page.get_by_role("button", name='Search for "combifrom"').click()
    read_results(page, '"combifrom"')
    expect(page.locator(".md-search-result__meta")).to_have_text("Nothing found")
    expect(notice).to_contain_text("Try fewer words, or see the topics")


def test_word_of_the_site_is_never_corrected(open_page: Open, address: str) -> None:
    page = open_page(address)
    for word in ("police", "Panama", "public", "gang", "fronts", "units"):
        fill(page, word)
        expect(page.locator(".search-notice")).not_to_contain_text("Showing results for")


def test_missing_word_is_named(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert search(page, "helicopters zzzqqq")[0].startswith(f"{FOLDER}drug-seizures/")
    expect(page.locator(".search-notice")).to_contain_text("No page has zzzqqq.")


def test_one_entry_a_page_and_how_many_more_passages(open_page: Open, address: str) -> None:
    page = open_page(address)
    results = [link.partition("#")[0] for link in search(page, "border")]
    assert len(results) == len(set(results))
    expect(page.locator(".md-search-result__item").first.locator("summary")).to_have_text("1 more passage")


def test_text_without_a_key_press_is_searched(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.keyboard.press("/")
    page.keyboard.insert_text("FEAN")
    assert read_results(page, "FEAN")[0].startswith(f"{FOLDER}fean/")
    page.goto(f"{address}guide/?q=FEAN")
    assert read_results(page, "FEAN")[0].startswith(f"{FOLDER}fean/")


def test_query_is_still_there_after_going_back(open_page: Open, address: str) -> None:
    page = open_page(f"{address}topics/")
    search(page, "FEAN")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/fean/**")
    page.go_back()
    for _ in range(2):
        expect(page.locator("[data-md-component=search-query]")).to_have_value("FEAN")
        page.locator(".md-search-result__link").first.click()
        page.wait_for_url("**/fean/**")
        page.go_back()
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_tab_walks_through_the_results_and_escape_leaves(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "SENAN")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.locator(".md-search-result a:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    search(page, "SENAN")
    for _ in range(12):
        page.keyboard.press("Tab")
    expect(page.locator("#__search")).not_to_be_checked()  # whoever tabs on is in the page again
    expect(page.locator(".md-tabs__link:focus, article a:focus")).to_be_in_viewport()


def test_only_whole_words_of_the_interview_are_marked(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "FEAN’s achievements")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fean/**")
    expect(page.locator(".words mark").first).to_be_visible()
    assert {mark.lower() for mark in page.locator("mark").all_inner_texts()} <= {"fean", "achievements"}


def test_excluded_words_are_those_that_are_shown(open_page: Open, address: str) -> None:
    page = open_page(address)
    found = search(page, "seizures -border")  # an answer with “National Border Service” among its hidden names stays
    assert any("/fean/" in link for link in found)
    assert not any("/combifron/" in link for link in found)


def test_beginning_of_a_name_is_no_mistake(open_page: Open, address: str) -> None:
    page = open_page(address)
    for beginning in ("sena", "senafr", "combifr", "centse"):
        assert fill(page, beginning)
        expect(page.locator(".search-notice")).not_to_contain_text("Showing results for")


def test_nothing_breaks_the_search(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.keyboard.press("/")
    for query in NASTY:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(query)
        typed = page.locator("[data-md-component=search-query]").input_value()
        read_results(page, typed)
        assert page.evaluate("window.hacked") is None
    expect(page.locator(".search-notice")).to_be_visible()


def test_missing_index_is_said(site: Path, tmp_path: Path, serve: Callable[[Path], str], chromium: object) -> None:
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    page = chromium.new_page()  # type: ignore[attr-defined]
    page.goto(serve(tmp_path / "site"))
    page.keyboard.press("/")
    page.keyboard.type("FEAN")
    expect(page.locator(".search-notice")).to_contain_text("The search index could not be loaded.")
    expect(page.locator(".md-search-result__meta")).to_have_text("")
    shutil.copytree(site / "pagefind", tmp_path / "site" / "pagefind")
    page.keyboard.type("s")
    read_results(page, "FEANs")  # the next key tries again
    page.close()


def test_axe_finds_nothing_in_results(open_page: Open, address: str) -> None:
    page = open_page(f"{address}{FOLDER}c5/?q=combifrom+border", DARK)
    read_results(page, "combifrom border")
    assert find_violations(page) == []
    page.goto(f"{address}search/?for=drug")
    expect(page.locator("#results li").first).to_be_visible()
    assert find_violations(page) == []


def test_results_are_announced(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "SENAN")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(page.locator(".search-heard")).to_have_text(
        "2 pages See SENAN – National Air and Naval Service. Choose by topic, speaker or year"
    )
    expect(page.get_by_role("status").filter(has_text="2 pages")).to_have_count(1)


def test_facets_combine_and_stand_in_the_address(open_page: Open, address: str) -> None:
    page = open_page(f"{address}search/")
    expect(page.locator("#found")).to_contain_text("Type some words")
    page.get_by_label("Words to search for").last.fill("drug")
    expect(page.locator("#found")).to_have_text("See Drug seizures Narcotrafficking 6 pages")
    page.get_by_label("Topic").select_option(label="SENAN (2)")
    expect(page.locator("#found")).to_have_text("1 page")
    page.get_by_label("Speaker").select_option(label="Jonattan Del Rosario (10)")
    page.get_by_label("Year").select_option(label="2018 (11)")
    expect(page.locator("#results h2")).to_have_text(["What FEAN has achieved"])
    page.goto(page.url)
    expect(page.locator("#results h2")).to_have_text(["What FEAN has achieved"])
    expect(page.get_by_label("Topic")).to_have_value("SENAN")
    page.get_by_label("Words to search for").last.fill("")
    expect(page.locator("#found")).to_have_text("2 pages")
    page.get_by_label("Topic").select_option(label="Any")
    expect(page.locator("#found")).to_have_text("10 pages")
    page.go_back()
    expect(page.get_by_label("Topic")).to_have_value("SENAN")
    page.goto(f"{address}search/?for=combifrom&topic=combifron")
    expect(page.locator("#found")).to_contain_text('1 page for COMBIFRON. Search for "combifrom"')
    page.goto(f"{address}search/?for=drug&topic=Nobody")
    expect(page.locator("#found")).to_contain_text("Nothing found")
    expect(page.get_by_label("Topic")).to_have_value("Nobody")
    page.goto(f"{address}search/?topic=SENAN")
    page.locator("#results a").first.click()
    page.wait_for_url(f"**/{FOLDER}**")


def test_search_page_shows_all_results(open_page: Open, address: str) -> None:
    page = open_page(f"{address}search/?for=the")
    expect(page.locator("#results li")).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator("#results li")).to_have_count(11)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=str)
def test_without_javascript_lists_stand_where_the_box_was(open_page: Open, address: str, look: Look) -> None:
    page = open_page(f"{address}{FOLDER}c5/", look, javascript=False)
    expect(page.locator(".md-search__form")).to_be_hidden()
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.locator("h1")).to_have_text("Interviews")


def test_offline_edition_works_from_a_folder(project: Path, open_page: Open) -> None:
    site = build_site(project, OFFLINE="true")
    assert list(check_links(site, site)) == []
    assert [
        path
        for path in site.rglob("*.html")
        if re.search(r'(?:href|action)="(?![a-z]+:)[^"#?]*(?:/|\.)["#?]', path.read_text())
    ] == []
    page = open_page(f"{site.as_uri()}/index.html")
    page.get_by_role("link", name="Browse the questions").click()
    page.get_by_role("link", name="What FEAN has achieved", exact=True).click()
    expect(page.locator("#p1")).to_contain_text("FEAN is a joint special task force")
    page.wait_for_function("window.keyboard$")  # Material hears keys from then on
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("Law enforcement and the courts")
    page.wait_for_function("window.keyboard$")
    page.keyboard.press("/")
    expect(page.locator(".search-notice")).to_contain_text("Offline edition: typing mistakes")
    page.keyboard.type("COMBIFRON")
    first = page.locator(".md-search-result__link").first
    expect(first).to_have_attribute("href", re.compile("/combifron/index.html"))  # not yet so at the first letters
    first.click()
    expect(page.locator("h1")).to_have_text("COMBIFRON and the border with Colombia")
    expect(page.locator("#p1 mark").first).to_have_text("COMBIFRON")
    page.get_by_role("link", name="Search", exact=True).click()
    expect(page.locator("article")).to_contain_text("This edition works from a folder")


# --- the words of the box, and the address ---

GAPS = """notice => {
  const walker = document.createTreeWalker(notice, NodeFilter.SHOW_TEXT), places = [], wide = [];
  for (let node; (node = walker.nextNode()); )
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (box.width > 0) places.push({ box, letter: node.data[at], isAction: Boolean(node.parentElement.closest(".action")) });
    }
  places.forEach(({ box, letter, isAction }, index) => {
    const before = places[index - 1];
    const apart = before && before.box.bottom > box.top && before.box.left < box.left ? box.left - before.box.right : 0;
    if (apart > 0.5 && !isAction) wide.push(`${before.letter}${letter}`);
  });
  return wide;
}"""


def test_words_of_the_notice_stand_as_people_write_them(open_page: Open, address: str) -> None:
    page = open_page(address, PHONE)  # where lines break soonest
    notice, heard = page.locator(".search-notice"), page.locator(".search-heard")
    for query in ("zzzqqq", "combifrom", "helicopters zzzqqq", "border", "-drug", "SENAN x"):
        fill(page, query)
        expect(notice).to_be_visible()
        for text in (notice.text_content() or "", notice.inner_text()):
            assert not re.search(r"[^\S\n]{2}|\s[.,]|^[^\S\n]|[^\S\n]$", text), text
        assert notice.evaluate(GAPS) == []
    expect(heard).to_contain_text("SENAN")  # said when the reader rests
    assert not re.search(r"\s{2}|\s[.,]", heard.inner_text())


def test_address_has_the_words_while_the_box_is_open(open_page: Open, address: str) -> None:
    page = open_page(f"{address}guide/?x=1#link")
    entries = page.evaluate("history.length")
    search(page, "border police")
    page.wait_for_url("**/guide/?x=1&q=border+police")  # an anchor would close the box
    page.locator("[data-md-component=search-query]").press("Backspace")
    page.wait_for_url("**/guide/?x=1&q=border+polic")
    page.locator(".md-search button[type=reset]").click()
    page.wait_for_url("**/guide/?x=1#link")
    page.keyboard.type("FEAN")
    page.wait_for_url("**/guide/?x=1&q=FEAN")
    page.locator("[data-md-component=search-query]").fill("")
    page.wait_for_url("**/guide/?x=1#link")
    page.keyboard.type("SENAN")
    page.wait_for_url("**/guide/?x=1&q=SENAN")
    page.keyboard.press("Escape")
    page.wait_for_url("**/guide/?x=1#link")
    page.keyboard.press("/")  # the words are in the box still
    page.wait_for_url("**/guide/?x=1&q=SENAN")
    page.locator(".md-search__overlay").click(position={"x": 5, "y": 700})
    page.wait_for_url("**/guide/?x=1#link")
    assert page.evaluate("history.length") == entries


def test_address_with_words_opens_the_box_and_keeps_it(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.clock.install()
    for place in ("?q=FEAN", "?q=FEAN#link", "?x=1&q=FEAN"):
        page.goto(f"{address}guide/{place}")
        for _ in range(2):
            assert read_results(page, "FEAN")
            page.clock.run_for(1000)  # in which Material would close it
            expect(page.locator("#__search")).to_be_checked()
            assert "q=FEAN" in page.url
            page.reload()


def test_typing_does_not_flood_the_history(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.evaluate(
        "window.changes = 0; const own = history.replaceState.bind(history);"
        " history.replaceState = (...all) => (window.changes++, own(...all));"
        " history.pushState = () => (window.changes = NaN); 0"
    )
    page.keyboard.press("/")
    for _ in range(40):
        page.keyboard.type("SENAN")
        page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("FEAN")
    page.wait_for_url("**/?q=FEAN")
    assert page.evaluate("changes") < 40
    page.keyboard.insert_text("x" * 10_000)  # nobody sends such an address
    page.wait_for_url(address)


def test_page_out_of_the_browsers_memory_opens_the_box_again(open_page: Open, address: str) -> None:
    page = open_page(f"{address}guide/")
    search(page, "FEAN")
    page.keyboard.press("Escape")
    page.evaluate(
        "history.replaceState(null, '', '?q=FEAN'); dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )
    expect(page.locator("#__search")).to_be_checked()
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_words_of_an_address_are_for_the_search_pages_own_field(open_page: Open, address: str) -> None:
    page = open_page(f"{address}search/?q=combifrom&topic=COMBIFRON", PHONE)
    expect(page.locator("#found")).to_contain_text("1 page for COMBIFRON.")
    expect(page.locator("#facets input")).to_have_value("combifrom")
    expect(page.get_by_label("Topic")).to_have_value("COMBIFRON")
    expect(page.locator("#results h2")).to_have_count(1)
    expect(page.locator("#__search")).not_to_be_checked()
    expect(page.locator("[data-md-component=search-query]")).to_have_value("")
    page.goto(f"{address}search/?for=drug")  # an older address
    expect(page.locator("#facets input")).to_have_value("drug")
    search(page, "FEAN")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/fean/**")
    page.go_back()
    expect(page.locator("#facets input")).to_have_value("drug")  # the page as it was left
    page.goto(f"{address}search/")
    search(page, "FEAN")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/fean/**")
    page.go_back()
    expect(page.locator("#facets input")).to_have_value("FEAN")


def test_box_opens_however_soon_after_it_was_closed(open_page: Open, address: str) -> None:
    page = open_page(address)
    search(page, "FEAN")
    page.evaluate(
        "for (const key of ['Escape', '/'])"
        " document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    )
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    expect(page.locator("#__search")).to_be_checked()
