"""What an interview's pages tell search engines: schema.org terms as JSON-LD.

The vocabulary is https://schema.org/. An address begins with `@site/`, for which the template writes the site's own, at
the keys `@id`, `url` and `item` alone, so that no word of an interview is ever taken for one.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from interviews.interview import Interview
from interviews.pages.citations import find_organisations, is_organisation
from interviews.sidecar import Topic
from interviews.text import Speaker

Data = dict[str, Any]
Front = Mapping[str, Any]
"""A page's front matter, every text as HTML."""
PARAGRAPH = re.compile(r'^<p id="([pq]\d+)">(.*)</p>$', re.MULTILINE)
"""A paragraph of a page with an anchor that lasts; a line's, on the page of the source, is its place today."""
TAG = re.compile(r"<[^>]*>")


def describe_interview(interview: Interview) -> list[Data]:
    """Return the interview as an article, to which a build adds its questions, and the way to its page."""
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": name_interview(interview),
        "url": name_interview(interview),
        "headline": interview.headline,
        "description": interview.deck,
        "author": [{"@type": name_kind(interview, name), "name": name} for name in interview.authors],
        "publisher": {"@type": "Organization", "name": interview.publication} if interview.publication else None,
        "datePublished": interview.date.isoformat() if interview.date else None,
        "inLanguage": interview.language,
        "isBasedOn": interview.url,
        "about": [
            {"@type": "DefinedTerm", "@id": f"@site/topics/{topic.id}/", "name": topic.name}
            for topic in interview.topics
        ],
    }
    return [drop_empty(article), list_way(article)]


def describe_topic(topic: Topic) -> list[Data]:
    """Return a topic as a term of the site's vocabulary."""
    term = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": f"@site/topics/{topic.id}/",
        "url": f"@site/topics/{topic.id}/",
        "name": topic.name,
        "alternateName": list(topic.other_names),
        "description": topic.definition,
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": "@site/topics/", "name": "Topics"},
    }
    way = list_steps([("Topics", "@site/topics/"), (topic.name, f"@site/topics/{topic.id}/")])
    return [drop_empty(term), way]


def describe_question(address: str, answer: Front, body: str, speakers: Mapping[str, Data]) -> Data:
    """Return the question of an answer's page with its accepted answer, each with who says it, its words and address.

    `address` is the page's, `answer` the front matter and `body` the blocks of the page; `speakers` are described.
    """
    said: dict[str, dict[str, str]] = {letter: {} for letter in "qp"}
    for anchor, inner in PARAGRAPH.findall(body):
        said[anchor[0]][anchor] = read_paragraph(inner)
    asked, answered = (
        [speakers[html.unescape(name)] for name in answer.get(by, ())] for by in ("asked_by", "answered_by")
    )
    question, reply = ([f"{address}#{anchor}" for anchor in said[letter]] for letter in "qp")
    accepted = {
        "@type": "Answer",
        "@id": reply[0] if reply else None,
        "url": reply[0] if reply else None,
        "text": "\n\n".join(said["p"].values()),
        "author": answered,
    }
    return drop_empty(
        {
            "@type": "Question",
            "@id": question[0] if question else address,
            "url": address,
            "name": html.unescape(answer["title"]),
            "text": "\n\n".join(said["q"].values()),
            "position": answer["number"],
            "author": asked,
            "answerCount": 1 if reply else 0,
            "acceptedAnswer": drop_empty(accepted) if reply else None,
        }
    )


def read_paragraph(inner: str) -> str:
    """Return the words of a paragraph from its HTML."""
    return html.unescape(TAG.sub("", inner))


def describe_bearer(interview: Interview, speaker: Speaker) -> Data:
    """Return a speaker; a magazine may ask in its own name."""
    return drop_empty({"@type": name_kind(interview, speaker.name), "name": speaker.name, "jobTitle": speaker.office})


def name_kind(interview: Interview, name: str) -> str:
    """Return what bears a name."""
    return "Organization" if is_organisation(name, find_organisations(interview)) else "Person"


def list_way(article: Data, question: Data | None = None) -> Data:
    """Return the breadcrumbs that lead to the page of an interview, or of one of its questions."""
    steps = [("Interviews", "@site/interviews/"), (article["headline"], article["@id"])]
    if question:
        steps.append((question["name"], question["url"]))
    return list_steps(steps)


def list_steps(steps: list[tuple[str, str]]) -> Data:
    """Return the breadcrumbs for pages with these names and addresses."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def name_interview(interview: Interview) -> str:
    """Return the address of an interview's page."""
    return f"@site/interviews/{interview.id}/"


def drop_empty(data: Data) -> Data:
    """Return the data without what is empty."""
    return {key: value for key, value in data.items() if value not in (None, "", (), [], {})}
