"""What the page of a topic, an interview or an answer shows beside its own: facts of others, put together in the build.

Each fact stands in one page: what an interview is in its own, what a topic is in the topic's. Words stand in the page
of their answer. What is derived from all is made for the build (`*.build.json`), beside the page that shows it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mkdocs.exceptions import BuildError

from interviews.pages import (
    PARAGRAPH,
    Data,
    Front,
    describe_question,
    escape,
    excerpt,
    list_way,
    read_paragraph,
)
from interviews.site.examples import rank_topics, read
from interviews.site.page_reader import PageReader

COMMON = (
    *("interview", "language", "direction", "cited"),
    *("author", "publication", "date", "written", "event", "original"),
)
"""What an interview's page tells of all its answers as it stands there."""
INTERVIEWS, TOPICS, PEOPLE = (f"{folder}/index.md" for folder in ("interviews", "topics", "people"))
LISTS = (INTERVIEWS, TOPICS, PEOPLE, "timeline.md", "figures.md")
"""The pages that gather all interviews."""
SPLIT = re.compile(r"(?:interviews|people|topics)/.+\.md|timeline\.md|figures\.md")
"""The pages that `split.py` makes."""
MADE_FOR = {"interview.html", "person.html", "topic.html", "verify.html"}
"""Templates of pages that show what is made for them."""
TOPIC = re.compile(r'<a class="topic" href="(?:\.\./)+topics/([^/"]+)/"')


def is_split(path: str) -> bool:
    """Tell whether a page is made by `split.py`, and not written by a person."""
    return SPLIT.fullmatch(path) is not None


def complete(path: str, pages: PageReader) -> dict[str, Any]:
    """Return all that the template of a page shows, in the form of front matter.

    Raises `BuildError` if what is made for the page is not there.
    """
    whole = pages.whole(path)
    if whole.get("template") in MADE_FOR and not pages.made(path):
        raise BuildError(f"docs/{path}: what git does not keep of this page is not there; make it with: make split")
    tell = COMPLETING.get(whole.get("template", ""))
    return tell(path, whole, pages) if tell else whole


def complete_interview(path: str, interview: dict[str, Any], pages: PageReader) -> dict[str, Any]:
    """Return the front matter of an interview's page with what its answers' pages tell: their words, as linked data."""
    folder = path.rpartition("/")[0]
    article, way = interview["linked_data"]
    parts = [read_question(f"{folder}/{id_}.md", interview, pages) for id_ in interview["questions"]]
    topics = list_topics(interview.get("topics", ()), pages)
    return {
        **complete_origin(interview),
        "source": {**interview["source"], "sha256": interview["sha256"]},
        "topics": {id_: topic["title"] for id_, topic in topics.items()},
        "names": list_names(topics),
        "questions": {
            id_: {"title": title, **interview["asked"][id_]} for id_, title in interview["questions"].items()
        },
        "linked_data": [article | {"hasPart": parts}, way],
    }


def complete_origin(interview: Front) -> dict[str, Any]:
    """Return what an interview's page tells, with the days of its event as its language writes them."""
    if not (occasion := interview.get("occasion")):
        return {**interview}
    return {**interview, "event": {**interview["event"], "written": occasion}}


def read_question(path: str, interview: Front, pages: PageReader) -> Data:
    """Return an answer's page as linked data."""
    speakers = {one["name"]: one for one in interview["speakers"]}
    address = f"{interview['linked_data'][0]['@id']}{path.rpartition('/')[2].removesuffix('.md')}/"
    return describe_question(address, pages.front(path), pages.body(path), speakers)


def complete_answer(path: str, answer: dict[str, Any], pages: PageReader) -> dict[str, Any]:
    """Return the front matter of an answer's page with what other pages tell: its interview's, and those of topics."""
    place = f"{path.rpartition('/')[0]}/index.md"
    interview = pages.whole(place)
    article = interview["linked_data"][0]
    question = {"@context": article["@context"], **read_question(path, interview, pages)}
    question |= {"inLanguage": article["inLanguage"]}
    question["isPartOf"] = {key: article[key] for key in ("@type", "@id", "headline")}
    about, mentioned = (list_topics(answer.get(kind, ()), pages) for kind in ("topics", "mentioned"))
    words = (inner for anchor, inner in PARAGRAPH.findall(pages.body(path)) if anchor[0] == "p")
    origin = complete_origin(interview)
    return {
        **{key: origin[key] for key in COMMON if key in origin},
        "headline": interview["title"],
        **{key: interview[key] for key in ("questions", "sections") if key in interview},
        "citations": interview["answer_citations"],
        "linked_data": [question, list_way(article, question)],
        "search": {"boost": 2},
        "description": escape(excerpt(" ".join(map(read_paragraph, words)))),
        **answer,
        "source": {**interview["source"], **answer["source"]},
        "topics": {id_: topic["title"] for id_, topic in about.items()},
        **({"mentioned": {id_: topic["title"] for id_, topic in mentioned.items()}} if mentioned else {}),
        "names": list_names(about | mentioned),
        "related": list(complete_related(answer.get("related", ()), interview, pages)),
    }


def complete_related(related: Iterable[Front], interview: Front, pages: PageReader) -> Iterator[dict[str, Any]]:
    """Yield related answers with their numbers, their titles, and the names of the topics that they share.

    The page of an interview that is faulty stays as it was, and may name an answer that has another id by now.
    """
    for one in related:
        other = pages.front(f"interviews/{one.get('interview', interview['interview'])}/index.md")
        ids = [*other.get("questions", ())]
        if one["id"] in ids:
            yield {
                **{key: other[key] for key in ("interview", "language", "direction") if key in other},
                **({"headline": other["title"]} if "interview" in one else {}),
                "id": one["id"],
                "number": ids.index(one["id"]) + 1,
                "title": other["questions"][one["id"]],
                **{
                    kind: [topic["title"] for topic in list_topics(one.get(kind, ()), pages).values()]
                    for kind in ("shared", "mentions")
                },
            }


def complete_topic(_: str, topic: dict[str, Any], pages: PageReader) -> dict[str, Any]:
    """Return the front matter of a topic's page with the names of the topics that it leads to."""
    near = list_topics(topic.get("see_also", ()), pages)
    return {**topic, "see_also": {id_: other["title"] for id_, other in near.items()}} if near else topic


def complete_home(_: str, home: dict[str, Any], pages: PageReader) -> dict[str, Any]:
    """Return the front matter of the first page with what the lists have: interviews, and names of topics to try."""
    ranked = rank_topics(pages.made(TOPICS).get("kinds") or {})
    listed = pages.made(INTERVIEWS).get("interviews") or []
    return {**home, "interviews": listed, "ranked": [read(topic["name"]) for topic in ranked]}


COMPLETING = {
    "answer.html": complete_answer,
    "home.html": complete_home,
    "interview.html": complete_interview,
    "topic.html": complete_topic,
}


def list_topics(ids: Iterable[str], pages: PageReader) -> dict[str, Front]:
    """Return the front matter of the topics' pages by the topics' ids.

    The page of an interview that is faulty stays as it was, and may name a topic that is no more.
    """
    found = {id_: pages.front(f"topics/{id_}.md") for id_ in ids}
    return {id_: topic for id_, topic in found.items() if topic}


def list_names(topics: Mapping[str, Front]) -> list[str]:
    """Return all names by which topics can be found."""
    return [name for topic in topics.values() for name in topic["names"]]


def explain_topics(content: str, pages: PageReader) -> str:
    """Return a page's words with what each link to a topic leads to.

    Its `title` says what the topic is; docs/assets/topics.js shows it as a card.
    """

    def explain(link: re.Match[str]) -> str:
        if not (topic := pages.front(f"topics/{link[1]}.md")):
            return link[0]
        name = topic.get("full_name", topic["title"])
        return f'{link[0]} title="{topic["description"]}" data-name="{name}" data-short="{topic["title"]}"'

    return TOPIC.sub(explain, content)
