"""What an interview's pages tell search engines: schema.org terms as JSON-LD.

The vocabulary is https://schema.org/. An address begins with `@site/`, for which the template writes the site's own, at
the keys `@id`, `url` and `item` alone, so that no word of an interview is ever taken for one.
"""

from typing import Any

from interviews.interview import Answer, Interview
from interviews.pages.citations import find_organisations, is_organisation
from interviews.sidecar import Topic
from interviews.text import Role, Speaker

Data = dict[str, Any]


def describe_interview(interview: Interview) -> list[Data]:
    """Return the interview as an article whose parts are its questions, and the way to its page."""
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
        "hasPart": [describe_question(interview, answer) for answer in interview.answers],
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


def describe_question(interview: Interview, answer: Answer) -> Data:
    """Return a question with its accepted answer, each with who says it, the words and the address."""
    address = name_interview(interview) + f"{answer.id}/"
    said: dict[Role, list[str]] = {role: [] for role in Role}
    people: dict[Role, dict[str, Speaker]] = {role: {} for role in Role}
    for turn in answer.turns:
        speaker = interview.speaker(turn.label)
        said[speaker.role].append(turn.text)
        people[speaker.role][speaker.name] = speaker
    anchors = {role: [anchor for turn, anchor, _ in answer.passages if interview.role(turn) is role] for role in Role}
    asked, answered = Role.INTERVIEWER, Role.INTERVIEWEE
    reply = {
        "@type": "Answer",
        "@id": f"{address}#{anchors[answered][0]}" if anchors[answered] else None,
        "url": f"{address}#{anchors[answered][0]}" if anchors[answered] else None,
        "text": "\n\n".join(said[answered]),
        "author": [describe_speaker(interview, speaker) for speaker in people[answered].values()],
    }
    question = {
        "@type": "Question",
        "@id": f"{address}#{anchors[asked][0]}" if anchors[asked] else address,
        "url": address,
        "name": answer.title,
        "text": "\n\n".join(said[asked]),
        "position": answer.number,
        "author": [describe_speaker(interview, speaker) for speaker in people[asked].values()],
        "answerCount": 1 if said[answered] else 0,
        "acceptedAnswer": drop_empty(reply) if said[answered] else None,
    }
    return drop_empty(question)


def describe_speaker(interview: Interview, speaker: Speaker) -> Data:
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
