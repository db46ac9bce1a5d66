"""Pages: any text comes back unchanged from the built HTML, and nothing in a source can become markup."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from conftest import ID, SAMPLE, build_site
from interviews.archive.extract import make_extract
from interviews.archive.listings import render_listings, render_schemas
from interviews.interview.interview import Answer, Interview, read_mentions
from interviews.pages.pages import (
    excerpt,
    join_page,
    mark_up,
    render_answer,
    render_exports,
    render_interview,
)
from interviews.pages.redirects import render_redirects
from interviews.run.reading import read_interviews
from interviews.site.completion import complete
from interviews.site.page_reader import PageReader
from interviews.text.head import Head
from interviews.text.sheet import Paragraph
from interviews.text.source import UNPRINTABLE
from interviews.text.transcript import Turn
from split import main

NASTY = [
    "*a* _b_ **c** `d` [e](f) ![g](h) <i>k</i> &amp; &#38; &copy &lt;",
    "# heading",
    "1. one",
    "- item\n- item\n\t- deeper",
    "> quoted",
    "    indented code",
    "```\nfenced\n```",
    "~~~ python\nfenced\n~~~",
    "| a | b |\n| - | - |\n| c | d |",
    "---\ntitle: front matter\n---",
    "{: #id .class }",
    "{{ page.title }} {% raw %} {# comment #}",
    "[TOC]",
    "<!-- material/tags -->",
    "<!-- comment",
    "</p></div></section><p>out",
    "<script>window.hacked = 1</script>",
    '<p data-search-exclude="true"> data-search-boost="2"',
    "\\* \\\\ \\<",
    "https://example.org/?a=1&b=2#c",
    "שלום עולם (שנת 2018) \u202ereversed\u202c عربى",
    "e\u0301 \u1100\u1161\u11a8 Z\u0351\u0325\u0343 \u200d\ufeff\u00ad",
    "👩‍👩‍👧‍👦 🇵🇦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "x" * 5000,
    "no\u00a0break\u202fspaces\u2028and\u2029separators\u0020 two  three   spaces",
    "[an insertion] and [another [nested] one] and [ and ]",
    "klzzwxh:0001 wzxhzdk:0",
    "Term\n:   definition",
    "*[HTML]: abbreviation\n[^1]: note [ref]: http://x",
    "--8<-- 'mkdocs.yml'",
    "$$x$$ \\(y\\) ==z== ^^u^^ ~~v~~ H~2~O :smile:",
    "C5 [C5] [the C5 and SENAN's] U.S. Southern Command [U.S. Southern] Command <C5>C5\nFEAN",
]
CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs", "Cc")).filter(lambda character: not UNPRINTABLE.match(character)),
    st.sampled_from(list("\n\t *_`#<>&\"'[](){}!|~-+=:;\\/.0123456789")),
)
PARAGRAPH = st.text(CHARACTERS, min_size=1, max_size=80).map(str.strip).filter(bool)


VOCABULARY = read_interviews(SAMPLE)[1]


def render(interview: Interview, answer: Answer) -> str:
    """Return the page of an answer to which no other is related."""
    return render_answer(interview, answer)


def with_words(interview: Interview, texts: list[str]) -> Interview:
    """Return the interview with the first answer's words, and the lead, replaced by these paragraphs."""
    first = interview.answers[0]
    question, reply = first.turns
    paragraphs = tuple(Paragraph(text=text, line=number) for number, text in enumerate(texts, 1))
    turns = (replace(question, paragraphs=paragraphs), replace(reply, paragraphs=paragraphs))
    head = replace(interview.transcript.head, headline=paragraphs[0], repeats=(), byline=None, lead=paragraphs[1:])
    anchors = tuple(tuple(f"{letter}{number}" for number in range(1, len(texts) + 1)) for letter in "qp")
    placed = [pair for names in anchors for pair in zip(names, paragraphs, strict=True)]
    mentions = read_mentions(placed, VOCABULARY.tree)
    return replace(
        interview,
        text="\n".join(texts),
        transcript=replace(interview.transcript, head=head),
        anchors=anchors[1][:-1],
        mentions=read_mentions(zip(anchors[1][:-1], head.lead, strict=True), VOCABULARY.tree),
        answers=(
            replace(first, question=turns[0], turns=turns, anchors=anchors, mentions=mentions),
            *interview.answers[1:],
        ),
        dates=(),
        figures=(),
        defined={},
    )


def publish(root: Path, interview: Interview) -> Path:
    """Write the interview's pages into a project, build it and return the site."""
    shutil.rmtree(root / "docs" / "interviews")
    extract = make_extract(interview, VOCABULARY)
    pages = render_interview(interview, VOCABULARY) | render_exports(interview, "Voices") | render_redirects(interview)
    for path, text in (pages | render_listings([extract], VOCABULARY, {}, "Voices") | render_schemas()).items():
        (root / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / path).write_text(text, encoding="utf-8", newline="\n")
    return build_site(root)


def read_texts(page: Page, selector: str) -> list[str]:
    """Return what the browser holds as the text of each element."""
    found = page.eval_on_selector_all(selector, "elements => elements.map(one => one.textContent)")
    assert isinstance(found, list)
    return found


@settings(
    max_examples=1,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.large_base_example, HealthCheck.too_slow],
)
@given(st.lists(PARAGRAPH, min_size=20, max_size=240).map(lambda drawn: [*NASTY, *drawn]))
def test_any_text_comes_back_unchanged(
    project: Path,
    interview: Interview,
    serve: Callable[[Path], str],
    open_page: Callable[..., Page],
    texts: list[str],
) -> None:
    url = serve(publish(project, with_words(interview, texts))) + f"interviews/{ID}/"
    page = open_page(f"{url}centsec/")
    assert read_texts(page, ".question p:not(.who)") == texts
    assert read_texts(page, ".answer p:not(.who)") == texts
    page.goto(f"{url}source/")
    assert "\n".join(read_texts(page, ".lines li")) == "\n".join(texts)
    page.goto(url)
    assert read_texts(page, ".words p") == texts[1:]
    page.goto(f"{url}transcript/")
    assert read_texts(page, ".transcript h1") == texts[:1]
    assert read_texts(page, ".transcript #centsec .answer p")[1:] == texts[1:]
    assert page.evaluate("window.hacked") is None


BAD = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\'&amp; {{ page }} </title>'


def test_nothing_in_source_or_sidecar_becomes_markup(
    project: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]
) -> None:
    text = f"{BAD}\n\nBy {BAD.replace('/', '')}/{BAD}\nMay 1, 2020\n\n{BAD}.\n\nLead {BAD}\n\n"
    text += f"Q: Why {BAD}?\n\nA<b>b</b>: Because {BAD}\n\n{BAD}\n\nQ: When?\n\nA<b>b</b>: Never.\n"
    quoted = yaml.safe_dump(BAD, width=9999).strip()
    sidecar = f"""\
url: https://example.org/?a=1&b=2
translations: {{pt: {{title: {quoted}, url: "https://example.org/pt"}}, {quoted}: {{title: x, url: "https://x.org"}}}}
event: {{name: {quoted}, place: {quoted}}}
speakers: [{{name: {quoted}, office: {quoted}, labels: ["A<b>b</b>"]}}]
answers:
  - id: why
    title: {quoted}
    question: Why
    topics: [bad, rd]
    notes: [{{at: p1, text: {quoted}, by: {quoted}, date: 2020-05-02, source: "https://example.org/?a=1&b=2"}}]
  - {{id: when, title: When, question: When}}
"""
    vocabulary = project / "source" / "topics.yml"
    rest = "kind: concept, definition: x, sources: [interview]"
    vocabulary.write_text(
        f"{vocabulary.read_text(encoding='utf-8')}"
        f"  - {{id: bad, name: {quoted}, full_name: a, aliases: ['<b>b</b>'], {rest}}}\n"
        f'  - {{id: rd, name: "R&D", full_name: b, {rest}}}\n',
        encoding="utf-8",
    )
    (project / "source" / "bad.txt").write_text(text, encoding="utf-8")
    (project / "source" / "bad.yml").write_text(sidecar, encoding="utf-8")
    assert main(["--root", str(project)]) == 0
    url = serve(build_site(project))
    page = open_page(f"{url}interviews/bad/verify/")
    assert page.evaluate("window.hacked") is None
    places = ("interviews/bad/", "interviews/bad/why/", "interviews/bad/when/", "interviews/bad/transcript/")
    for place in (*places, "interviews/bad/source/", "interviews/", "topics/", "", "interviews/bad/why/?q=onerror"):
        page.goto(url + place)
        if "?q=" in place:
            page.locator(".md-search-result__item").first.wait_for()
            assert BAD in page.locator(".md-search-result__item").first.inner_text().replace("\n", " ")
        assert page.evaluate("window.hacked") is None, place
        assert page.locator("img[src=x], b:text-is('b')").count() == 0, place
        assert page.evaluate("document.body.innerText").count("&lt;") == 0, place
    page.goto(f"{url}interviews/bad/why/")
    assert page.locator("h1").inner_text() == BAD
    assert page.locator(".md-tag").all_inner_texts() == [BAD, "R&D"]
    assert page.get_attribute("meta[name=description]", "content") == excerpt(f"Because {BAD} {BAD}")
    assert page.get_attribute("meta[name='citation_title']", "content") == BAD
    assert page.get_attribute("meta[property='og:title']", "content") == BAD
    question, way = read_linked_data(page)
    assert question["acceptedAnswer"]["text"] == f"Because {BAD}\n\n{BAD}"
    assert [step["name"] for step in way["itemListElement"]] == ["Interviews", BAD, BAD]
    page.goto(f"{url}interviews/bad/")
    assert [part["name"] for part in read_linked_data(page)[0]["hasPart"]] == [BAD, "When"]


def read_linked_data(page: Page) -> list[dict[str, Any]]:
    """Return what the page tells search engines."""
    return [json.loads(text) for text in page.locator("script[type='application/ld+json']").all_text_contents()]


def test_head_of_the_pages(project: Path, serve: Callable[[Path], str], open_page: Callable[..., Page]) -> None:
    site = "https://example.org/reference/"
    url = serve(build_site(project, SITE_URL=site))
    page = open_page(f"{url}interviews/{ID}/combifron/")
    here = f"{site}interviews/{ID}/combifron/"
    assert page.get_attribute("link[rel=canonical]", "href") == here
    assert page.get_attribute("meta[property='og:url']", "content") == here
    said = page.eval_on_selector_all("meta[name]", "all => Object.fromEntries(all.map(one => [one.name, one.content]))")
    expected = {
        "prism.genre": "interview",
        "citation_title": "Panama Fends Off Organized Crime",
        "citation_author": "Del Rosario, Jonattan",
        "citation_publication_date": "2018/07/02",
        "citation_public_url": here,
        "dcterms.creator": "Del Rosario, Jonattan",
        "dcterms.issued": "2018-07-02",
        "dcterms.identifier": here,
        "z:interviewers": "Cook, Geraldine",
    }
    assert said | expected == said
    question, way = read_linked_data(page)
    assert question["acceptedAnswer"]["url"] == f"{here}#p1"
    assert question["acceptedAnswer"]["author"][0]["name"] == "Jonattan Del Rosario"
    assert question["isPartOf"]["@id"] == f"{site}interviews/{ID}/"
    assert way["itemListElement"][-1]["item"] == here
    page.goto(f"{url}interviews/{ID}/")
    article = read_linked_data(page)[0]
    assert article["@type"] == "Article"
    assert len(article["hasPart"]) == 10
    assert {part["acceptedAnswer"]["@type"] for part in article["hasPart"]} == {"Answer"}


def test_insertions_of_the_magazine_are_marked(interview: Interview) -> None:
    page = render(interview, interview.answers[3])
    assert "In addition, <ins>[the goal is to guarantee]</ins> the prevention" in page
    assert mark_up("a [b] [c [d] e] [f") == "a <ins>[b]</ins> [c <ins>[d]</ins> e] [f"


def test_front_matter_of_an_answer(published: Path) -> None:
    reader = PageReader(published / "docs")
    path = f"interviews/{ID}/combifron.md"
    own = reader.front(path)
    assert [*own] == ["title", "template", "number", "asked_by", "answered_by", "source", "topics", "related"]
    front = complete(path, reader)
    related = [{"id": "renamed"}, {"id": "renamed", "interview": "gone"}, *own["related"]]
    reader.add(path, {**own, "related": related}, reader.body(path))
    assert complete(path, reader) == front
    del front["questions"]
    cases = Path(__file__).parent.parent / "cases"
    assert front == yaml.safe_load((cases / "front-matter.yml").read_text(encoding="utf-8"))


def test_every_answer_page_gives_its_lines(interview: Interview) -> None:
    lines = (SAMPLE / "source" / f"{ID}.txt").read_text(encoding="utf-8").split("\n")
    for answer in interview.answers:
        source = yaml.safe_load(render(interview, answer).split("---\n")[1])["source"]
        assert lines[source["first_line"] - 1].endswith(answer.question.text)
        assert lines[source["last_line"] - 1].endswith(answer.turns[-1].paragraphs[-1].text)


def test_page_without_words_or_data() -> None:
    assert join_page({"title": "A", "deck": None, "tags": []}, []) == "---\ntitle: A\n---\n\n"


def test_excerpt_ends_between_words() -> None:
    assert excerpt("one two\n three") == "one two three"
    assert excerpt("x" * 155) == "x" * 155
    assert excerpt("word, " * 40) == "word, " * 24 + "word …"


def test_turn_knows_its_last_line() -> None:
    turn = Turn(label="A", printed_label="A: ", line=3, paragraphs=(Paragraph(text="a\nb", line=3),))
    assert turn.last_line == 4
    assert Head().printed == ()
