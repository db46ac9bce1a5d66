"""What is gathered from several interviews: topics, people, the time line, figures, related answers."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conftest import ID, SAMPLE
from interviews.archive.extract import make_extract
from interviews.archive.kinship import find_related
from interviews.archive.listings import render_listings
from interviews.interview.concordance import find_quoted, list_sentences
from interviews.interview.interview import Interview
from interviews.pages.matrix import draw_matrix, sort_together
from interviews.pages.pages import BUILD
from interviews.run.reading import read_interviews
from interviews.sidecar.document import render_schema
from interviews.sidecar.topics import VocabularyFile
from interviews.site.completion import complete
from interviews.site.page_reader import PageReader
from test_record import refuse
from test_split import run, write

VOCABULARY = """\
topics:
  - id: mill
    name: The mill
    full_name: The mill of the valley
    kind: place
    es: [El molino]
    aliases: [Old Mill]
    search_only: [grinder]
    definition: A mill
    sources: [https://example.org/mill]
    see_also: [bread]
  - {id: bread, name: Bread, full_name: Bread, kind: concept, definition: What is baked, sources: [interview]}
  - {id: fbo, name: FBO, full_name: Federation of Bakers, kind: organization, definition: A body, sources: [interview]}
  - {id: ana-ruiz, name: Ana Ruiz, full_name: Ana Ruiz, kind: person, definition: A baker, sources: [interview]}
"""
INTERVIEWS = {
    "ruiz-2010": (
        "A baker\n\nBy The Valley\nMarch 1, 2010\n\nThe Valley: Who bakes the bread?\n\n"
        "Ana Ruiz: In 1999 the Old Mill closed. I bake the bread.\n\n"
        "The Valley: And the FBO?\n\nAna Ruiz: The FBO has 300 members.\n",
        """\
speakers: [{name: Ana Ruiz, office: Baker}]
dates: [{when: 1999, what: The mill closes, quote: In 1999 the Old Mill closed}]
figures: [{figure: 300 members, what: Bakers, quote: The FBO has 300 members}]
answers:
  - {id: bread, title: Bread, question: Who bakes, topics: [bread]}
  - {id: fbo, title: The federation, question: And the}
""",
    ),
    "miller-2015": (
        "A miller\n\nJune 2, 2015\n\nThe Valley: What is a mill?\n\n"
        "Bo Miller: The mill is where flour for bread comes from. It was built in 1850.\n\n"
        "The Valley: Do you know the baker?\n\nBo Miller: Baker Ana Ruiz? Of course.\n",
        """\
publication: The Valley
speakers: [{name: Bo Miller}]
defined: {mill: The mill is where}
dates: [{when: 1850, what: The mill is built, quote: It was built in 1850}]
answers:
  - {id: mill, title: The mill, question: What is}
  - {id: baker, title: The baker, question: Do you}
""",
    ),
    "ruiz-2020": (
        "The baker again\n\nMay 5, 2020\n\nThe Valley: Ten years later?\n\nAna Ruiz: The new hall, as before. Bread!\n\n"
        "The Valley: And next?\n\nAna Ruiz: We’ll see.\n",
        """\
publication: The Valley
speakers: [{name: Ana Ruiz, office: President of the FBO}]
called: {mill: [the new hall]}
answers:
  - {id: later, title: Later, question: Ten years}
  - {id: next, title: Next, question: And next}
""",
    ),
}
Output = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path, capsys: Output) -> Path:
    """Return a project with three interviews and a vocabulary, published."""
    for name, (text, sidecar) in INTERVIEWS.items():
        write(tmp_path, name, text, sidecar)
    write_vocabulary(tmp_path, VOCABULARY)
    assert run(tmp_path) == 0, capsys.readouterr().err
    capsys.readouterr()
    return tmp_path


def write_vocabulary(root: Path, text: str) -> None:
    (root / "source" / "topics.yml").write_text(text, encoding="utf-8")


def read(root: Path, path: str) -> dict[str, Any]:
    """Return what a page shows."""
    return complete(path, PageReader(root / "docs"))


# --- several interviews ---


def test_topic_gathers_all_interviews(archive: Path) -> None:
    bread = read(archive, "topics/bread.md")
    assert [(group["interview"], group["headline"]) for group in bread["concordance"]] == [
        ("ruiz-2010", "A baker"),
        ("miller-2015", "A miller"),
        ("ruiz-2020", "The baker again"),
    ]
    assert [[line["text"] for line in group["lines"]] for group in bread["concordance"]] == [
        ["Who bakes the <mark>bread</mark>?", "I bake the <mark>bread</mark>."],
        ["The mill is where flour for <mark>bread</mark> comes from."],
        ["<mark>Bread</mark>!"],
    ]
    assert bread["mentions"] == 4
    assert bread["see_also"] == {"mill": "The mill"}  # as the mill says
    assert "together" not in bread  # nothing but the mill, which is named already
    assert read(archive, "topics/fbo.md").keys() & {"see_also", "together", "defined"} == set()
    mill = read(archive, "topics/mill.md")
    assert [line["text"] for group in mill["concordance"] for line in group["lines"]] == [
        "In 1999 the <mark>Old Mill</mark> closed.",
        "<mark>The mill</mark> is where flour for bread comes from.",
        "<mark>The new hall</mark>, as before.",
    ]
    (defined,) = mill["defined"]
    assert (defined["address"], defined["speaker"]) == ("interviews/miller-2015/mill/#p1", "Bo Miller")


def test_person_gathers_all_interviews(archive: Path) -> None:
    ana = read(archive, "people/ana-ruiz.md")
    assert ana["offices"] == ["Baker", "President of the FBO"]
    assert [(one["interview"], one["words"], len(one["answers"])) for one in ana["interviews"]] == [
        ("ruiz-2010", 15, 2),
        ("ruiz-2020", 8, 2),
    ]
    assert (ana["words"], ana["topic"]) == (23, "ana-ruiz")
    asking = read(archive, "people/the-valley.md")
    assert {one["interview"] for one in asking["interviews"]} == set(INTERVIEWS)
    assert [one["name"] for one in read(archive, "people/index.md")["people"]] == [
        "Ana Ruiz",
        "Bo Miller",
        "The Valley",
    ]


def test_time_line_and_figures_gather_all_interviews(archive: Path) -> None:
    entries = read(archive, "timeline.md")["entries"]
    assert [(one["when"], one["headline"], one["text"]) for one in entries] == [
        ("1850", "A miller", "<mark>It was built in 1850</mark>."),
        ("1999", "A baker", "<mark>In 1999 the Old Mill closed</mark>."),
    ]
    (figure,) = read(archive, "figures.md")["entries"]
    assert (figure["figure"], figure["speaker"], figure["address"]) == (
        "300 members",
        "Ana Ruiz",
        "interviews/ruiz-2010/fbo/#p1",
    )


def test_related_answers_say_why_and_where_from(archive: Path) -> None:
    first, second = read(archive, "interviews/ruiz-2010/bread.md")["related"]
    assert {(one["interview"], one["headline"], *one["mentions"]) for one in (first, second)} == {
        ("miller-2015", "A miller", "Bread", "The mill"),
        ("ruiz-2020", "The baker again", "Bread", "The mill"),
    }
    back = read(archive, "interviews/miller-2015/mill.md")["related"]
    assert [(one["shared"], one["mentions"]) for one in back if one["id"] == "bread"] == [(["Bread"], ["The mill"])]
    assert read(archive, "interviews/ruiz-2020/next.md")["related"] == []


def test_two_people_of_one_name_are_kept_apart(archive: Path, capsys: Output) -> None:
    text, sidecar = INTERVIEWS["ruiz-2010"]
    write(
        archive,
        "other-2019",
        text.replace("Ana Ruiz", "Anna Ruiz"),
        sidecar.replace("Ana Ruiz", "Anna Ruiz, id: ana-ruiz"),
    )
    assert refuse(archive, capsys) == (
        "source/ruiz-2010.yml:1: “Ana Ruiz” and “Anna Ruiz” (source/other-2019.yml) have the same page, people/ana-ruiz/; "
        "give one of them another “id: …” in “speakers”, or both the same name"
    )
    write(archive, "other-2019", text, sidecar.replace("Ana Ruiz", "Ana Ruiz, id: ana-ruiz-of-leon"))
    assert run(archive) == 0
    assert "topic" not in read(archive, "people/ana-ruiz-of-leon.md")
    assert read(archive, "topics/ana-ruiz.md")["person"] == "ana-ruiz"


def test_unnamed_speakers_have_no_page(tmp_path: Path) -> None:
    write(
        tmp_path,
        "talk",
        "Q: Why?\n\nA: So.\n\nQ: When?\n\nA: Now.\n",
        "headline: A\nanswers: [{id: why, title: W, question: Why}, {id: when, title: W, question: When}]\n",
    )
    assert run(tmp_path) == 0
    assert [path.name for path in (tmp_path / "docs" / "people").glob("*.md")] == ["index.md"]


# --- what is published stays ---


def test_topic_and_person_lead_on(archive: Path, capsys: Output) -> None:
    write_vocabulary(archive, VOCABULARY.replace("id: mill", "id: watermill"))
    write(archive, "miller-2015", *change("miller-2015", "{mill: The", "{watermill: The"))
    write(archive, "ruiz-2020", *change("ruiz-2020", "{mill: [", "{watermill: ["))
    assert refuse(archive, capsys) == (
        "docs/topics/mill.md:1: /topics/mill/ was published and is gone; give the topic in source/topics.yml its id back, "
        "“id: mill”, or let the address lead on with “formerly: [mill]”, or, if nobody was ever given it, remove "
        "docs/topics/mill.md and split again"
    )
    write_vocabulary(archive, VOCABULARY.replace("id: mill", "id: watermill\n    formerly: [mill]"))
    write(
        archive,
        "miller-2015",
        *change("miller-2015", "{mill: The", "{watermill: The", "Bo Miller}", "Bo Miller, id: bo}"),
    )
    assert refuse(archive, capsys).startswith(
        "docs/people/bo-miller.md:1: /people/bo-miller/ was published and is gone"
    )
    write(
        archive,
        "miller-2015",
        *change(
            "miller-2015", "{mill: The", "{watermill: The", "Bo Miller}", "Bo Miller, id: bo, formerly: [bo-miller]}"
        ),
    )
    assert run(archive) == 0
    for old, new in (("topics/mill", "watermill"), ("people/bo-miller", "bo")):
        assert f'<link rel="canonical" href="../{new}/">' in (archive / "docs" / old / "index.html").read_text("utf-8")
        assert not (archive / "docs" / f"{old}.md").exists()
    capsys.readouterr()
    write_vocabulary(
        archive,
        VOCABULARY.replace("id: mill", "id: watermill")
        .replace("id: bread", "id: bread\n    formerly: [mill]")
        .replace("  - {id: bread\n    formerly: [mill],", "  - {id: bread, formerly: [mill],"),
    )
    assert refuse(archive, capsys) == (
        "docs/topics/mill/index.html:1: /topics/mill/ was published and leads to /topics/watermill/, and would be at "
        "/topics/bread/; keep “formerly: [mill]” where it was, and choose another id than “mill”"
    )


def change(name: str, *pairs: str) -> tuple[str, str]:
    """Return an interview's text and its sidecar with words replaced by others."""
    text, sidecar = INTERVIEWS[name]
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in sidecar
        sidecar = sidecar.replace(old, new)
    return text, sidecar


def test_gaps_in_the_vocabulary(archive: Path, capsys: Output) -> None:
    assert run(archive, "--check") == 0
    write_vocabulary(archive, VOCABULARY.replace("id: fbo, name: FBO", "id: fbo, name: The body") + "ignore: [UNO]\n")
    text, sidecar = INTERVIEWS["ruiz-2020"]
    write(archive, "ruiz-2020", text.replace("Bread!", "Bread! FBOs,\nUNO, II, NATO"), sidecar)
    capsys.readouterr()
    remarks = [
        "source/ruiz-2010.txt:10: remark: the acronym “FBO” is in no topic, here and 2 times more; add it to one in "
        "source/topics.yml, or to the list “ignore: [FBO]” there",
        "source/ruiz-2020.txt:8: remark: the acronym “NATO” is in no topic; add it to one in source/topics.yml, or to "
        "the list “ignore: [NATO]” there",
        "source/topics.yml:13: remark: no interview mentions “fbo” or is about it; add a name by which one does, or "
        "remove the topic",
        "3 remarks; nothing stops at a remark",
    ]
    assert run(archive) == 0
    assert capsys.readouterr().out.splitlines()[:-1] == remarks
    assert run(archive, "--check") == 0
    assert capsys.readouterr().out.splitlines() == remarks


def test_many_remarks_are_counted(archive: Path, capsys: Output) -> None:
    text, sidecar = INTERVIEWS["ruiz-2020"]
    acronyms = " ".join(f"ORG{letter}" for letter in "ABCDEFGHIJK")
    write(archive, "ruiz-2020", text.replace("Bread!", f"Bread! {acronyms}"), sidecar)
    assert run(archive) == 0
    *remarks, count, _ = capsys.readouterr().out.splitlines()
    assert [line.split("“")[1].split("”")[0] for line in remarks] == acronyms.split()[:10]
    assert count == "11 remarks, the first 10 of them above; nothing stops at a remark"


def test_second_place_of_a_missing_acronym_is_told_in_the_singular(archive: Path, capsys: Output) -> None:
    text, sidecar = INTERVIEWS["ruiz-2020"]
    write(archive, "ruiz-2020", text.replace("Bread!", "Bread! NATO,\nand NATO"), sidecar)
    assert run(archive, "--check") == 1
    assert "the acronym “NATO” is in no topic, here and once more; add it" in capsys.readouterr().out


# --- the real interview ---


def test_sentences_that_mention_a_topic(interview: Interview) -> None:
    found = [one for one in list_sentences(interview) if any(mention.topic == "fean" for mention in one.mentions)]
    assert [(one.address.removeprefix(f"interviews/{ID}/"), one.speaker and one.speaker.name) for one in found] == [
        ("fean/#q1", "Diálogo"),
        ("fean/#q1", "Diálogo"),
        ("fean/#p1", "Jonattan Del Rosario"),
        ("fean/#p1", "Jonattan Del Rosario"),
    ]
    for sentence in found:
        names = [sentence.text[one.start : one.end] for one in sentence.mentions if one.topic == "fean"]
        assert set(names) <= {"FEAN", "Special Counter-Narcotics Force"}
        assert names


def test_every_mention_stands_in_the_concordance_once(interview: Interview) -> None:
    parts = [interview.mentions, *(answer.mentions for answer in interview.answers)]
    mentions = [one for part in parts for found in part.values() for one in found]
    sentences = {(one.address, one.text): one for one in list_sentences(interview)}
    assert sum(len(one.mentions) for one in sentences.values()) == len(mentions) > 50


def test_quotation_stands_in_its_sentence(interview: Interview) -> None:
    quotes = [*(entry.quote for entry in interview.dates), *(entry.quote for entry in interview.figures)]
    assert all(quote in find_quoted(interview, quote).text for quote in quotes)
    two = "strategic plan with highly precise follow-up indicators that resulted in positive operational outcomes, as reflected in the historic seizure of about 180 tons of drugs in 45 months. These"
    assert find_quoted(interview, two).text.startswith("We were able")
    assert find_quoted(interview, two).text.endswith("coordination and efforts.")


def test_relation_says_why(interview: Interview) -> None:
    extract = make_extract(interview, read_interviews(SAMPLE)[1])
    related = dict(zip((answer.id for answer in extract.answers), next(find_related([extract], {ID})), strict=True))
    training, *_ = related["fean"]
    assert (training.answer.id, set(training.shared)) == ("training", {"national-police", "senan", "senafront"})


def test_headline_is_escaped_once_wherever_it_is_listed(interview: Interview) -> None:
    vocabulary = read_interviews(SAMPLE)[1]
    extract = make_extract(replace(interview, headline="A & B"), vocabulary)
    pages = render_listings([extract], vocabulary, {}, "Voices")
    made = {path.removesuffix(BUILD): json.loads(page) for path, page in pages.items() if path.endswith(BUILD)}
    cook, dialogo = (made[f"topics/{topic}"] for topic in ("geraldine-cook", "dialogo"))
    listed = (*cook["wrote"], *dialogo["published"], *cook["about"], *made["interviews/index"]["interviews"])
    assert {one["headline"] for one in listed} == {"A &amp; B"}
    assert {one["headline"] for one in (*made["timeline"]["entries"], *dialogo["concordance"])} == {"A &amp; B"}


def test_vocabulary_and_sidecar_fit_their_schemas(published: Path) -> None:
    for path, schema in (("topics.yml", "topics/topics.schema.json"), (f"{ID}.yml", "interviews/sidecar.schema.json")):
        text = (SAMPLE / "source" / path).read_text(encoding="utf-8")
        first, _, _ = text.partition("\n")
        assert first == f"# yaml-language-server: $schema=../docs/{schema}"
        form = yaml.safe_load((published / "docs" / schema).read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(form)
        check = Draft202012Validator(form)
        data = yaml.load(text, Loader=yaml.BaseLoader)
        assert list(check.iter_errors(data)) == []
        assert list(check.iter_errors({**data, "topic": []}))
    wrong = {"id": "No Slug", "name": "", "full_name": "x", "kind": "thing", "definition": "x", "sources": []}
    check = Draft202012Validator(yaml.safe_load(render_schema(VocabularyFile)))
    assert {error.json_path for error in check.iter_errors({"topics": [wrong]})} == {
        f"$.topics[0].{key}" for key in ("id", "name", "kind", "sources")
    }


# --- the picture ---


def test_picture_has_every_topic_of_every_answer(interview: Interview) -> None:
    picture = draw_matrix(interview, read_interviews(SAMPLE)[1])
    assert sorted(picture["answers"]) == sorted(answer.id for answer in interview.answers)
    dots = {(id_, topic): dot for topic, row in picture["topics"].items() for id_, dot in row["dots"].items()}
    for answer in interview.answers:
        mentions = [one.topic for found in answer.mentions.values() for one in found]
        wanted = {*mentions, *(topic.id for topic in answer.topics)}
        assert {topic for id_, topic in dots if id_ == answer.id} == wanted
        assert all(dots[answer.id, topic]["mentions"] == mentions.count(topic) for topic in wanted)
    assert dots["fean", "senan"] == {"mentions": 1, "place": "fean/#p1"}


def test_what_belongs_together_stands_together() -> None:
    rows = {"a": ["x", "y"], "b": ["p"], "c": ["y", "z"], "d": [], "e": ["p", "q"], "f": ["x"]}
    assert sort_together(rows) == (["c", "a", "f", "b", "e", "d"], ["z", "y", "x", "p", "q"])


@given(st.dictionaries(st.text("abc", max_size=3), st.lists(st.sampled_from("tuvwxyz"), unique=True), max_size=8))
def test_sorting_loses_nothing(rows: dict[str, list[str]]) -> None:
    all_rows, columns = sort_together(rows)
    assert sorted(all_rows) == sorted(rows)
    assert sorted(columns) == sorted({column for met in rows.values() for column in met})
