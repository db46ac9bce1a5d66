"""The pages that gather all interviews: their list, topics, people, the time line and the figures."""

import datetime
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from pydantic_core import to_json

from interviews.archive.extract import Extract, Part
from interviews.archive.feed import FEED, render_feed
from interviews.archive.kinship import Companions
from interviews.faults import Fault
from interviews.pages import (
    BUILD,
    SCHEMA,
    SUMMARY,
    Joined,
    Pages,
    describe_topic,
    drop_empty,
    escape_markdown,
    join_data,
    join_entries,
    join_page,
    link,
    mark_up,
    render_export_schema,
    render_renamed,
)
from interviews.sidecar import Kind, Record, Sidecar, Topic, Vocabulary, VocabularyFile, render_schema, sort_key

SCHEMAS: dict[str, type[Record]] = {
    "topics/topics.schema.json": VocabularyFile,
    "interviews/sidecar.schema.json": Sidecar,
}
"""Where the forms of what editors write are described, for their programs."""


def render_listings(unordered: Sequence[Extract], vocabulary: Vocabulary, companions: Companions, site: str) -> Pages:
    """Return all pages that gather interviews, of the site with this name; `unordered` has them in the order of ids."""
    extracts = sorted(unordered, key=lambda one: (one.date or datetime.date.max, one.id))
    return {
        **render_interviews(extracts),
        **render_topics(extracts, vocabulary, companions),
        **render_people(extracts, vocabulary),
        **render_timeline(extracts),
        **render_figures(extracts),
        "interviews.json": render_list(unordered),
        "llms.txt": render_llms(unordered, site),
        FEED: render_feed(unordered, site),
        **render_renamed(vocabulary, (part.speaker for one in extracts for part in one.parts)),
    }


def render_schemas() -> Pages:
    """Return the files that describe the forms of what editors write, and of what programs read."""
    schemas = {path: render_schema(model) for path, model in SCHEMAS.items()}
    return schemas | {f"interviews/{SCHEMA}": render_export_schema()}


def render_interviews(extracts: Iterable[Extract]) -> Pages:
    """Return the page that lists all interviews, the latest first."""
    dated = sorted(extracts, key=lambda one: (one.date is not None, one.date, one.id), reverse=True)
    description = "All interviews of this site, the latest first."
    entries = join_entries(one.listed for one in dated)
    return render_listing("interviews/index", "Interviews", description, "interviews.html", {"interviews": entries})


# --- topics ---


def render_topics(extracts: Sequence[Extract], vocabulary: Vocabulary, companions: Companions) -> Pages:
    """Return a page a topic, the list of them all, and their names for the search."""
    near: dict[str, dict[str, None]] = defaultdict(dict)
    for topic in vocabulary.topics.values():
        for other in topic.see_also:
            near[topic.id][other] = near[other][topic.id] = None
    wrote: dict[str, list[Joined]] = defaultdict(list)
    published: dict[str, list[Joined]] = defaultdict(list)
    for extract in extracts:
        for author in extract.authors:
            wrote[author].append(extract.named)
        published[extract.publication or ""].append(extract.named)
    people = {part.speaker.id: part.speaker for extract in extracts for part in extract.parts}
    about, defined, lines = (gather(extracts, attrgetter(name)) for name in ("about", "defined", "concordance"))
    mentions = {topic: sum(counts) for topic, counts in gather(extracts, attrgetter("mentions")).items()}
    pages = render_index(vocabulary, mentions)
    for topic in vocabulary.topics.values():
        front = {
            "title": topic.name,
            "description": f"{topic.full_name}: {topic.definition}",
            "template": "topic.html",
            "kind": topic.kind.value,
            "full_name": topic.full_name if topic.full_name != topic.name else None,
            "es": topic.es,
            "pt": topic.pt,
            "other_names": [name for name in (*topic.acronyms, *topic.aliases) if name != topic.name],
            "sources": topic.sources,
            "names": topic.names,
            "see_also": list(near[topic.id]),
            "search": {"boost": 0.5},
        }
        made = {
            "person": topic.id if topic.id in people else None,
            "wrote": join_entries(wrote[topic.name]),
            "published": join_entries(published[topic.name]),
            "together": {
                other: {"name": vocabulary.topics[other].name, "answers": answers}
                for other, answers in companions.get(topic.id, ())
                if other not in near[topic.id]
            },
            "about": join_entries(about[topic.id]),
            "mentions": mentions.get(topic.id, 0),
            "defined": join_entries(defined[topic.id]),
            "concordance": join_entries(lines[topic.id]),
        }
        pages[f"topics/{topic.id}.md"] = join_page(front, [f"<p>{mark_up(topic.definition)}</p>"])
        pages[f"topics/{topic.id}{BUILD}"] = join_data(made, {"linked_data": describe_topic(topic)})
    entries: list[dict[str, Any]] = [
        {"name": one.name, "full": one.full_name, "names": list(one.names[1:]), "address": f"topics/{one.id}/"}
        for one in vocabulary.topics.values()
    ]
    others = [speaker for id_, speaker in people.items() if id_ not in vocabulary.topics]
    entries += [
        {"name": one.name, "full": one.name, "names": list(one.labels), "address": f"people/{one.id}/", "speaks": True}
        for one in others
    ]
    return pages | {"interviews/topics.json": json.dumps(entries, ensure_ascii=False, indent=1) + "\n"}


def render_index(vocabulary: Vocabulary, mentions: Mapping[str, int]) -> Pages:
    """Return the list of all topics by kind, in alphabetical order, with every other name as an entry that leads on."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for kind in Kind:
        entries: list[dict[str, Any]] = []
        for topic in vocabulary.topics.values():
            if topic.kind is kind:
                full = {"full_name": topic.full_name} if topic.full_name != topic.name else {}
                entries.append({"id": topic.id, "name": topic.name, **full, "mentions": mentions.get(topic.id, 0)})
                entries += [
                    {"see": topic.id, "name": name, "topic": topic.name, **find_language(topic, name)}
                    for name in topic.other_names
                ]
        if entries:
            kinds[kind.value] = sorted(entries, key=lambda entry: (sort_key(entry["name"]), "see" in entry))
    description = "What the interviews speak of, by kind and in alphabetical order, each under all its names."
    return render_listing("topics/index", "Topics", description, "topics.html", {"kinds": kinds})


def find_language(topic: Topic, name: str) -> dict[str, str]:
    """Return the language of a topic's name, if it is a name in another."""
    return {"lang": "es"} if name in topic.es else {"lang": "pt"} if name in topic.pt else {}


def find_gaps(extracts: Iterable[Extract], vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what the vocabulary lacks: an acronym of an interview; and what it has too much: a topic of none."""
    used: set[str] = set()
    missing: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for extract in extracts:
        used |= extract.used
        for acronym, line in extract.unknown:
            missing[acronym].append((extract.source, line))
    for acronym, ((source, line), *more) in missing.items():
        times = f", here and {f'{len(more)} times' if len(more) > 1 else 'once'} more" if more else ""
        message = (
            f"the acronym “{acronym}” is in no topic{times}; add it to one in source/topics.yml, or to the list "
            f"“ignore: [{acronym}]” there"
        )
        yield Fault(path=source, line=line, message=message)
    for id_, line in vocabulary.lines.items():
        if id_ not in used:
            message = f"no interview mentions “{id_}” or is about it; add a name by which one does, or remove the topic"
            yield Fault(path="source/topics.yml", line=line, message=message)


# --- people ---


def render_people(extracts: Iterable[Extract], vocabulary: Vocabulary) -> Pages:
    """Return a page for each speaker who is known by name, and the list of them all."""
    spoken: dict[str, list[Part]] = defaultdict(list)
    for extract in extracts:
        for part in extract.parts:
            spoken[part.speaker.id or ""].append(part)
    pages: Pages = {}
    entries: list[dict[str, Any]] = []
    for id_, parts in spoken.items():
        speakers = [part.speaker for part in parts]
        name = speakers[0].name
        offices = list(dict.fromkeys(speaker.office for speaker in speakers if speaker.office))
        words = sum(part.words for part in parts)
        front = {
            "title": name,
            "description": "; ".join([name, *offices]),
            "template": "person.html",
            "person": id_,
            "offices": offices,
            "topic": id_ if id_ in vocabulary.topics else None,
            "search": {"exclude": True},
        }
        made = {"words": words, "interviews": join_entries(part.entry for part in parts)}
        pages |= {f"people/{id_}.md": join_page(front, []), f"people/{id_}{BUILD}": join_data(made)}
        roles = list(dict.fromkeys(speaker.role.value for speaker in speakers))
        entries.append(
            {"id": id_, "name": name, "offices": offices, "roles": roles, "interviews": len(parts), "words": words}
        )
    entries.sort(key=lambda entry: sort_key(entry["name"]))
    description = "Who asks and who answers in the interviews, and how much they say."
    return render_listing("people/index", "People", description, "people.html", {"people": entries}) | pages


def check_people(extracts: Iterable[Extract]) -> Iterator[Fault]:
    """Yield speakers of different names who have the same id, and so would share a page."""
    owners: dict[str, tuple[str, str]] = {}
    told: set[str] = set()
    for extract in extracts:
        path = extract.source.removesuffix(".txt") + ".yml"
        for speaker in extract.speakers:
            if speaker.id:
                name, place = owners.setdefault(speaker.id, (speaker.name, path))
                if name != speaker.name and sort_key(name) != sort_key(speaker.name) and speaker.id not in told:
                    told.add(speaker.id)
                    message = (
                        f"“{speaker.name}” and “{name}” ({place}) have the same page, people/{speaker.id}/; give one "
                        f"of them another “id: …” in “speakers”, or both the same name"
                    )
                    yield Fault(path=path, line=1, message=message)


# --- dates and figures ---


def render_timeline(extracts: Iterable[Extract]) -> Pages:
    """Return the page of the dates that interviews name, the earliest first, spans without a date last."""
    dates = sorted((date for extract in extracts for date in extract.dates), key=attrgetter("order"))
    description = "The dates that the interviews name, each with the sentence that names it."
    entries = join_entries(date.entry for date in dates)
    return render_listing("timeline", "Time line", description, "timeline.html", {"entries": entries})


def render_figures(extracts: Iterable[Extract]) -> Pages:
    """Return the page of the figures that interviews give, in the order of the interviews."""
    description = "The figures that the interviews give, each with who said it, and where."
    entries = join_entries(extract.figures for extract in extracts)
    return render_listing("figures", "Figures", description, "figures.html", {"entries": entries})


# --- for programs ---


def render_list(extracts: Iterable[Extract]) -> str:
    """Return `interviews.json` for the site's root: the interviews in the given order, with their addresses there."""
    listed = [
        drop_empty(
            {
                "id": one.id,
                "headline": one.headline,
                "date": one.date,
                "language": one.language,
                "publication": one.publication,
                "people": one.interviewees,
                "answers": len(one.answers),
                "address": f"interviews/{one.id}/",
                "json": f"interviews/{one.id}/interview.json",
            }
        )
        for one in extracts
    ]
    return to_json(listed, indent=1).decode() + "\n"


def render_llms(extracts: Iterable[Extract], site: str) -> str:
    """Return `llms.txt` for the root of the site with this name, in the form of https://llmstxt.org/.

    The interviews stand in the given order.
    """
    entries = []
    for one in extracts:
        people, authors = ", ".join(one.interviewees), ", ".join(one.authors)
        parts = (people, authors and f"by {authors}", one.publication or "", str(one.date or ""))
        said = escape_markdown(", ".join(filter(None, (*parts, f"answers: {len(one.answers)}"))))
        entries.append(f"- {link(f'interviews/{one.id}/interview.md', one.headline)}: {said}")
    listed = f"{link('interviews.json', 'All interviews')}: their addresses and those of their JSON files"
    schema = f"{link(f'interviews/{SCHEMA}', 'JSON Schema')}: the form of each interview.json"
    lines = [f"# {escape_markdown(site)}", "", f"> {SUMMARY}", ""]
    lines += ["## Interviews", "", *entries, ""] if entries else []
    return "\n".join([*lines, "## Data", "", f"- {listed}", f"- {schema}"]) + "\n"


# --- gathering ---


def gather(extracts: Iterable[Extract], find: Callable[[Extract], Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return what all extracts have under each key of a mapping, in the order of the extracts."""
    gathered: dict[str, list[Any]] = defaultdict(list)
    for extract in extracts:
        for key, value in find(extract).items():
            gathered[key].append(value)
    return gathered


def render_listing(place: str, title: str, description: str, template: str, made: dict[str, Any]) -> Pages:
    """Return a page that lists things and is itself found by no search, and beside it what is `made` for its build."""
    front = {"title": title, "description": description, "template": template, "search": {"exclude": True}}
    return {f"{place}.md": join_page(front, []), f"{place}{BUILD}": join_data(made)}
