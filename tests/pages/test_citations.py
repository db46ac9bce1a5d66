"""Citations: golden cases by style, and reference managers that read back what was written."""

import datetime
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.bparser import BibTexParser  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.interview.interview import Interview, split_authors, split_names
from interviews.pages.citations import Name, cite, cite_answers, find_names, invert, parse_name, parse_names, plain
from interviews.pages.linked_data import describe_interview
from interviews.pages.pages import list_cited
from interviews.pages.references import render_bibtex, render_csl, render_ris
from interviews.run.reading import read_interviews
from interviews.sidecar.topics import Kind, Topic
from interviews.text.source import UNPRINTABLE
from interviews.text.transcript import Role, Speaker

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # bibtexparser uses pyparsing's old names

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "cases" / "citations.yml").read_text(encoding="utf-8")
)
STYLES = ("APA 7", "Chicago 17", "MLA 9")
TOPICS = """\
topics:
  - {id: black-sea, name: Black Sea, full_name: Black Sea, kind: place, definition: A sea, sources: [interview]}
  - {id: fishing, name: Fishing Nets, full_name: Fishing Nets, kind: concept, definition: Nets, sources: [interview]}
"""
ADDRESS = "https://dialogo-americas.com/articles/panama-fends-off-organized-crime/"
REAL = {
    "APA 7": f"Cook, G. (2018, July 2). Panama fends off organized crime. <i>Diálogo</i>. {ADDRESS}",
    "Chicago 17": f"Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. <i>Diálogo</i>, July 2, 2018. {ADDRESS}.",
    "MLA 9": f"Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. <i>Diálogo</i>, 2 July 2018, {ADDRESS}.",
}
ANSWER = {
    "APA 7": f'Cook, G. (2018, July 2). Panama fends off organized crime (Answer {{number}}<span class="paragraph"></span>). <i>Diálogo</i>. {ADDRESS}. Retrieved <span class="accessed">[Month day, year]</span>, from {{permalink}}',
    "Chicago 17": f'Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. <i>Diálogo</i>, July 2, 2018, answer {{number}}<span class="paragraph"></span>. {ADDRESS}. Accessed <span class="accessed">[Month day, year]</span>. {{permalink}}.',
    "MLA 9": f'Del Rosario, Jonattan. “Panama Fends Off Organized Crime.” Interview by Geraldine Cook. <i>Diálogo</i>, 2 July 2018, {ADDRESS}. <i>{{site}}</i>, answer {{number}}<span class="paragraph"></span>, {{permalink}}. Accessed <span class="accessed">[day Month year]</span>.',
}


def make_interview(folder: Path, case: dict[str, Any]) -> Interview:
    """Return an interview with the fields of a golden case, read from a short text as all others are."""
    fields = CASES[0]["interview"] | case
    (folder / "source").mkdir()
    (folder / "source" / "fish.txt").write_text(f"Q: What is it?\n\nA: {fields['said']}\n", encoding="utf-8")
    sidecar = "headline: Fish\nanswers: [{id: it, title: It, question: What, topics: [black-sea, fishing]}]\n"
    (folder / "source" / "fish.yml").write_text(sidecar, encoding="utf-8")
    (folder / "source" / "topics.yml").write_text(TOPICS, encoding="utf-8")
    (interview,), _ = read_interviews(folder)
    roles = {"interviewers": Role.INTERVIEWER, "interviewees": Role.INTERVIEWEE}
    speakers = [Speaker(name=name, role=role, labels=()) for key, role in roles.items() for name in fields[key]]
    return replace(
        interview,
        headline=fields["headline"],
        authors=tuple(fields["authors"]),
        publication=fields["publication"],
        date=fields["date"],
        url=fields["url"],
        speakers=tuple(speakers),
        sentence_case=fields.get("sentence_case"),
        file_as=fields.get("file_as", {}),
    )


@pytest.fixture
def fish(tmp_path: Path) -> Interview:
    """Return the interview of the first golden case."""
    return make_interview(tmp_path, {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_cases(case: dict[str, Any], tmp_path: Path) -> None:
    assert cite(make_interview(tmp_path, case["interview"])) == {style: case[style] for style in STYLES}


def test_real_interview(interview: Interview) -> None:
    assert cite(interview) == REAL
    assert cite_answers(interview) == ANSWER


def test_answer_of_an_interview_that_says_little(fish: Interview) -> None:
    bare = replace(fish, authors=(), publication=None, date=None, url=None)
    place, day = 'nswer {number}<span class="paragraph"></span>', '<span class="accessed">[{}]</span>'
    american, british = day.format("Month day, year"), day.format("day Month year")
    assert cite_answers(bare) == {
        "APA 7": f"<i>Who counts the fish</i> (A{place}). (n.d.). Retrieved {american}, from {{permalink}}",
        "Chicago 17": f"Larsen, Bo. “Who Counts the Fish.” Interview by River. A{place}. Accessed {american}. {{permalink}}.",
        "MLA 9": f"Larsen, Bo. “Who Counts the Fish.” Interview by River. <i>{{site}}</i>, a{place}, {{permalink}}. Accessed {british}.",
    }
    asked = replace(fish, headline="Who Counts the Fish?")
    assert f"Who counts the fish? (A{place}). <i>River</i>." in cite_answers(asked)["APA 7"]


def test_names_of_topics_keep_their_capitals_if_they_are_names(fish: Interview) -> None:
    named = replace(fish, headline="All Fishing Nets of the Black Sea Are Black")
    assert "All fishing nets of the Black Sea are" in cite(named)["APA 7"]
    assert find_names(named)["black sea"] == "Black Sea"


def test_words_that_the_text_prints_small_are_no_names(tmp_path: Path) -> None:
    fields = {"headline": "The Fish That Larsen May Sell", "said": "Every year in May. You may ask Bo Larsen."}
    assert "The fish that Larsen may sell." in cite(make_interview(tmp_path, fields))["APA 7"]


def test_placeholders_in_a_headline_are_text(fish: Interview) -> None:
    citation = cite_answers(replace(fish, headline="A {permalink} by {site}"))["MLA 9"]
    assert (citation.count("{permalink}"), citation.count("{site}")) == (1, 1)
    assert "A {permalink} by {site}." in plain(citation)


def test_plain() -> None:
    assert plain('A &amp; B &lt;i&gt; &quot;&#123;&quot;. <i>C</i><span class="x"></span>.') == 'A & B <i> "{". C.'


@pytest.mark.parametrize(
    ("printed", "given", "family", "suffix"),
    [
        ("Jonattan Del Rosario", "Jonattan", "Del Rosario", ""),
        ("Ana  María de la Cruz", "Ana María", "de la Cruz", ""),
        ("Ludwig van der Rohe", "Ludwig", "van der Rohe", ""),
        ("Osama bin Zayed Al Nahyan", "Osama bin Zayed", "Al Nahyan", ""),
        ("Bashar al-Assad", "Bashar", "al-Assad", ""),
        ("Gerard 't Hooft", "Gerard", "'t Hooft", ""),
        ("Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("Martin Luther King, Jr.", "Martin Luther", "King", "Jr."),
        ("John Doe III", "John", "Doe", "III"),
        ("Иван Петров", "Иван", "Петров", ""),
        ("Pelé", "", "Pelé", ""),
        ("Pelé Jr.", "", "Pelé Jr.", ""),
        ("Del Rosario", "", "Del Rosario", ""),
        ("李明", "", "李明", ""),
        ("山田 太郎", "", "山田 太郎", ""),
        ("محمد صلاح", "", "محمد صلاح", ""),
        ("Ministry of Public Security", "", "Ministry of Public Security", ""),
        ("Salt & Sons", "", "Salt & Sons", ""),
        ("Ana Ruiz, Minister", "", "Ana Ruiz, Minister", ""),
        ("", "", "", ""),
    ],
)
def test_parse_name(printed: str, given: str, family: str, suffix: str) -> None:
    assert parse_name(printed, {}) == Name(given=given, family=family, suffix=suffix)


def test_file_as_wins() -> None:
    filed = {"Bo Li": "Bo, Li", "World Bank": "World Bank", "Al King": "King, Al, Jr.", "X Y": "Y, X, Z"}
    assert parse_name("Bo  Li", filed) == Name(given="Li", family="Bo")
    assert parse_name("World Bank", filed) == Name(given="", family="World Bank")
    assert parse_name("Al King", filed) == Name(given="Al", family="King", suffix="Jr.")
    assert parse_name("X Y", filed) == Name(given="X, Z", family="Y")


# --- reference managers ---

TEX = re.compile(r"\{\\text([a-z]+)\}|\\([&%$#_])|[{}]")
TEX_WORDS = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
    "less": "<",
    "greater": ">",
    "bar": "|",
}
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda character: not UNPRINTABLE.match(character))
SNIPPETS = st.sampled_from(
    [*"{}\\&%$#_~^<>|,;:@=\"'` -0", " and ", " And ", "others", "\\textbar", "ER  - ", "é", "Jr."]
)
LINE = st.lists(CHARACTERS | SNIPPETS, min_size=1, max_size=30).map(lambda parts: " ".join("".join(parts).split()))
TEXT = LINE.filter(bool)


def undo_tex(value: str) -> str:
    """Return the text that TeX prints for a value."""
    return TEX.sub(lambda match: TEX_WORDS[match[1]] if match[1] else match[2] or "", value)


def split_outside(pattern: str, value: str) -> list[str]:
    """Return the pieces between the matches that stand in no braces, as BibTeX takes authors and names apart."""
    hidden = value
    while (inner := re.sub(r"\{[^{}]*\}", lambda match: "\0" * len(match[0]), hidden)) != hidden:
        hidden = inner
    places = [(0, 0), *(match.span() for match in re.finditer(pattern, hidden)), (len(value), len(value))]
    return [value[start:end] for (_, start), (end, _) in pairwise(places)]


def read_bibtex(text: str) -> dict[str, str]:
    """Return the one entry that the text holds."""
    (entry,) = bibtexparser.loads(text, BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
    return dict(entry)


def test_bibtex_of_the_real_interview(interview: Interview) -> None:
    assert render_bibtex(interview) == (
        "@article{del-rosario-2018,\n"
        "  author = {Del Rosario, Jonattan},\n"
        "  title = {{Panama Fends Off Organized Crime}},\n"
        "  note = {Interview by Geraldine Cook},\n"
        "  journal = {Diálogo},\n"
        "  year = {2018},\n"
        "  day = {2},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  month = jul,\n"
        "}\n"
    )
    assert read_bibtex(render_bibtex(interview))["month"] == "July"


def test_bibtex_of_other_names(fish: Interview) -> None:
    names = ["World Bank", "Pelé", "Sammy Davis Jr.", "Ana de la Cruz", "Salt & Sons", "others"]
    speakers = tuple(Speaker(name=name, role=Role.INTERVIEWEE, labels=()) for name in names)
    other = replace(fish, speakers=speakers, publication=None, file_as={"World Bank": "World Bank"})
    entry = read_bibtex(render_bibtex(other))
    assert entry["author"] == (
        "{World Bank} and {Pelé} and Davis, Jr., Sammy and de la Cruz, Ana and {Salt \\& Sons} and {others}"
    )
    assert entry["ENTRYTYPE"] == "misc"


def test_ris_of_the_real_interview(interview: Interview) -> None:
    assert render_ris(interview) == (
        "TY  - MGZN\r\n"
        "ID  - del-rosario-2018\r\n"
        "AU  - Del Rosario, Jonattan\r\n"
        "TI  - Panama Fends Off Organized Crime\r\n"
        "T2  - Diálogo\r\n"
        "PY  - 2018\r\n"
        "DA  - 2018/07/02\r\n"
        "LA  - en\r\n"
        f"UR  - {ADDRESS}\r\n"
        "N1  - Interview by Geraldine Cook\r\n"
        "ER  - \r\n"
    )


def test_csl_of_the_real_interview(interview: Interview) -> None:
    assert json.loads(render_csl(interview)) == [
        {
            "id": "del-rosario-2018",
            "type": "interview",
            "title": "Panama Fends Off Organized Crime",
            "author": [{"family": "Del Rosario", "given": "Jonattan"}],
            "interviewer": [{"family": "Cook", "given": "Geraldine"}],
            "container-title": "Diálogo",
            "issued": {"date-parts": [[2018, 7, 2]]},
            "language": "en",
            "URL": ADDRESS,
        }
    ]


@pytest.mark.parametrize(
    "outlet",
    [
        "Harbour Gazette",
        "Costa Verde",
        "BBC Mundo",
        "Radio Nacional",
        "Salt and Light Magazine",
        "The Black Sea Letter",
    ],
)
def test_outlet_is_never_inverted(fish: Interview, outlet: str) -> None:
    speakers = (Speaker(name=outlet, role=Role.INTERVIEWER, labels=()), fish.speakers[-1])
    for authors in ((), (outlet,)):
        asking = replace(fish, authors=authors, publication=outlet, speakers=speakers)
        (item,) = json.loads(render_csl(asking))
        assert item["interviewer"] == [{"literal": outlet}]
        assert list_cited(asking)["interviewers"] == [outlet]
        assert f"Interview by {outlet}." in plain(cite(asking)["Chicago 17"])
    assert cite(asking)["APA 7"].startswith(f"{outlet}. (2019, March 5).")
    assert describe_interview(replace(asking, answers=()))[0]["author"] == [{"@type": "Organization", "name": outlet}]
    answering = replace(asking, speakers=(replace(speakers[0], role=Role.INTERVIEWEE),))
    assert f"author = {{{{{outlet}}}}}" in render_bibtex(answering)
    assert f"AU  - {outlet}\r\n" in render_ris(answering)
    assert json.loads(render_csl(answering))[0]["author"] == [{"literal": outlet}]


def test_outlet_is_known_by_its_words_its_article_and_its_topic(fish: Interview) -> None:
    def list_names(name: str, publication: str | None, kind: Kind = Kind.CONCEPT) -> list[str]:
        topic = replace_kind(fish.answers[0].topics[0], name, kind)
        about = replace(fish, authors=(name,), publication=publication, topics=(topic,))
        return list_cited(about)["interviewers"]

    assert list_names("Harbour Gazette", None) == ["Harbour Gazette"]
    assert list_names("Harbour Watch", None) == ["Watch, Harbour"]  # `publication` or `file_as` can say otherwise
    assert list_names("Harbour Watch", "The Harbour Watch") == ["Harbour Watch"]
    assert list_names("Harbour Watch", None, Kind.PUBLICATION) == ["Harbour Watch"]
    assert list_names("Emily Post", "Harbour Gazette") == ["Post, Emily"]


def replace_kind(topic: Topic, name: str, kind: Kind) -> Topic:
    """Return a topic of another name and kind."""
    return topic.model_copy(update={"name": name, "kind": kind})


def test_what_is_unknown_is_left_out(fish: Interview) -> None:
    bare = replace(fish, authors=(), publication=None, date=None, url=None, speakers=())
    assert render_bibtex(bare) == "@misc{fish,\n  title = {{Who Counts the Fish}},\n}\n"
    assert render_ris(bare) == "TY  - MGZN\r\nID  - fish\r\nTI  - Who Counts the Fish\r\nLA  - en\r\nER  - \r\n"
    assert json.loads(render_csl(bare)) == [
        {"id": "fish", "type": "interview", "title": "Who Counts the Fish", "language": "en"}
    ]
    assert cite(bare)["Chicago 17"] == "“Who Counts the Fish.”"


@given(title=TEXT, magazine=TEXT, people=st.lists(TEXT, min_size=1, max_size=4, unique=True), author=TEXT)
@example(title="{\\", magazine="}", people=["A } and", "a and b Jr.", "others"], author="and")
def test_everything_comes_back(interview: Interview, title: str, magazine: str, people: list[str], author: str) -> None:
    speakers = tuple(Speaker(name=name, role=Role.INTERVIEWEE, labels=()) for name in people)
    said = replace(interview, headline=title, publication=magazine, authors=(author,), speakers=speakers)
    names = parse_names(people, said)

    entry = read_bibtex(render_bibtex(said))
    read = [split_outside(", ", name) for name in split_outside(r"(?i) and ", entry["author"])]
    assert [[undo_tex(part) for part in name] for name in read] == [
        [part for part in (name.family, name.suffix, name.given) if part] for name in names
    ]
    assert entry["title"].startswith("{")
    assert [undo_tex(entry[key]) for key in ("title", "journal", "note")] == [title, magazine, f"Interview by {author}"]

    (record,) = rispy.loads(render_ris(said))
    assert record["authors"] == [invert(name) for name in names]
    assert (record["title"], record["secondary_title"]) == (title, magazine)
    assert record["notes"] == [f"Interview by {author}"]

    (item,) = json.loads(render_csl(said))
    assert (item["title"], item["container-title"]) == (title, magazine)
    assert [one.get("literal") or one["family"] for one in item["author"]] == [name.family for name in names]
    assert [one.get("given", "") for one in item["author"]] == [name.given for name in names]


@given(title=TEXT, person=TEXT)
def test_any_text_can_be_cited(interview: Interview, title: str, person: str) -> None:
    speakers = (Speaker(name=person, role=Role.INTERVIEWEE, labels=()),)
    said = replace(interview, headline=title, publication=title, authors=(person,), speakers=speakers)
    for citation in cite(said).values():
        assert set(re.findall(r"<[^>]*>", citation)) <= {"<i>", "</i>"}
        assert title in plain(citation)
        assert not re.search("[{}]", re.sub(r"&#\d+;", "", citation))


def test_dates_are_in_english_and_unpadded(fish: Interview) -> None:
    early = replace(fish, date=datetime.date(2001, 5, 9))
    assert "(2001, May 9)" in cite(early)["APA 7"]
    assert "month = may," in render_bibtex(early)
    assert "DA  - 2001/05/09\r\n" in render_ris(early)


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Geraldine Cook", ["Geraldine Cook"]),
        ("Ana Ruiz, Juan de la Cruz and Bo Li", ["Ana Ruiz", "Juan de la Cruz", "Bo Li"]),
        ("Ana Ruiz y Juan Paz Vega", ["Ana Ruiz", "Juan Paz Vega"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Sammy Davis, Jr., and Ana Ruiz", ["Sammy Davis, Jr.", "Ana Ruiz"]),
        ("李明、山田 太郎", ["李明", "山田 太郎"]),
        ("", []),
    ],
)
def test_people_of_a_byline(byline: str, people: list[str]) -> None:
    assert list(split_names(byline)) == people
    assert list(split_authors(byline, "The Paper")) == people


def test_byline_of_the_publication_itself_is_one_author() -> None:
    assert split_authors("Food and Wine", "Food and Wine") == ("Food and Wine",)
    assert split_authors("", "") == ()
