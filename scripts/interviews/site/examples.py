"""What pages that explain the site show as examples: names, words and addresses of the archive itself.

They are taken from the front matter of the pages that list everything, and from that of one interview. A page with
examples is a Jinja template of Markdown; where the archive has none of a kind, the page leaves the sentence out.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any

from jinja2 import Environment, StrictUndefined

from interviews.pages import escape_markdown

Meta = Mapping[str, Any]
"""Front matter, or an entry of a list in it; every text is HTML."""
Kinds = Mapping[str, Sequence[Meta]]
"""What the list of topics holds: by kind, topics and, as entries with `see`, their other names."""
LISTS = {
    "interviews.html": "interviews",
    "topics.html": "kinds",
    "people.html": "people",
    "timeline.html": "entries",
    "figures.html": "entries",
}
"""By its template, the key under which a page lists what it gathers."""
SHOWN = 3
"""Examples of a kind, at most; words of a phrase."""
QUESTION = range(10, 61)
"""Characters of a question that is worth typing, and typed."""
ASKED = re.compile(r"[^.?!;:？！。؟…]+[?？؟]")
"""A question without the sentences before it."""
RUN = re.compile(r"[\w\s'’-]+")
"""Words with nothing between them."""
ORDINALS = ("first", "second", "third")


@dataclass(frozen=True, kw_only=True, slots=True)
class Examples:
    """What can be shown, as text; nothing where the archive has none of a kind."""

    topics: tuple[str, ...] = ()
    """Names of a few topics that are mentioned."""
    others: tuple[str, ...] = ()
    """Other names of a few."""
    pair: tuple[str, ...] = ()
    """Names of two topics, a word each."""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    """Facets of the list of interviews by which the interview is found."""
    interview: str = ""
    """An interview's id."""
    answer: str = ""
    """The id of an answer of it."""
    paragraph: str = ""
    """The place of a paragraph of it, such as `c5/#p2`."""
    number: int = 0
    """An answer's place in it."""
    ordinal: str = ""
    """The same as a word."""
    question: str = ""
    """A question that is asked in it."""
    phrase: str = ""
    """Words of it that stand together."""


def is_empty(meta: Meta) -> bool:
    """Tell whether a page lists things and has none."""
    key = LISTS.get(meta.get("template", ""))
    return key is not None and not meta.get(key)


def rank_topics(kinds: Kinds) -> list[Meta]:
    """Return the topics that are mentioned, the most often first; acronyms, which are typed most, before all others."""
    topics = [entry for entries in kinds.values() for entry in entries if entry.get("mentions")]
    return sorted(topics, key=lambda topic: (not is_acronym(topic), -topic["mentions"]))


def is_acronym(topic: Meta) -> bool:
    """Tell whether a topic's name has no small letter."""
    return read(topic["name"]).isupper()


def choose_interview(interviews: Sequence[Meta]) -> Meta | None:
    """Return the latest interview in the site's language or, if there is none, in another."""
    return next((one for one in interviews if not one.get("language")), next(iter(interviews), None))


def choose_examples(interviews: Sequence[Meta], kinds: Kinds, overview: Meta, verify: Meta) -> Examples:
    """Return what can be shown of an archive.

    `interviews` and `kinds` are what the lists of interviews and topics hold, `overview` and `verify` what is known of
    the chosen interview's own page and of its page “Verify”, empty where there is none.
    """
    ranked = rank_topics(kinds)
    names = [read(topic["name"]) for topic in ranked]
    subjects = {entry["name"] for entry in kinds.get("concept", ())}
    of_each: tuple[list[str], list[str], list[str]] = (
        [],
        [],
        [],
    )  # acronyms, other names, and words that name a subject
    for topic, name in zip(ranked, names, strict=True):
        of_each[0 if is_acronym(topic) else 2 if topic["name"] in subjects else 1].append(name)
    found = Examples(
        topics=tuple(dict.fromkeys([*chain.from_iterable(one[:1] for one in of_each), *names]))[:SHOWN],
        others=tuple(find_others(ranked, kinds))[:SHOWN],
        pair=tuple([name for name in names if re.fullmatch(r"\w+", name)][:2]),
    )
    chosen = choose_interview(interviews)
    return add_interview(found, chosen, names, overview, verify) if chosen and overview and verify else found


def find_others(ranked: Sequence[Meta], kinds: Kinds) -> Iterator[str]:
    """Yield other names of topics: of each one of ours, and one in another language; topics with both come first."""
    ours: dict[str, list[str]] = {topic["id"]: [topic["full_name"]] for topic in ranked if topic.get("full_name")}
    foreign: dict[str, list[str]] = {}
    for entry in (entry for entries in kinds.values() for entry in entries if entry.get("see")):
        (foreign if entry.get("lang") else ours).setdefault(entry["see"], []).append(entry["name"])
    ids = [topic["id"] for topic in ranked]
    for id_ in sorted(ids, key=lambda one: -(one in ours) - (one in foreign)):
        yield from map(read, (*ours.get(id_, ())[:1], *foreign.get(id_, ())[:1]))


def add_interview(found: Examples, chosen: Meta, names: Sequence[str], overview: Meta, verify: Meta) -> Examples:
    """Return the examples with those of an interview, `chosen` its entry in the list; `names` are those of topics."""
    topics = set(map(read, chosen.get("topics") or ()))
    filters = {
        "year": str(chosen["date"].year) if chosen.get("date") else "",
        "topic": next((name for name in names if name in topics), ""),
    }
    number = min(SHOWN, len(overview["questions"]))
    said = {id_: [one for one in answer["paragraphs"] if one[0] == "p"] for id_, answer in verify["hashes"].items()}
    places = [f"{id_}/#{anchors[1]}" for id_, anchors in said.items() if len(anchors) > 1]
    places += [f"{id_}/#{anchors[0]}" for id_, anchors in said.items() if anchors]
    asked = (ASKED.findall(read(one["question"])) for one in overview["asked"].values())
    questions = [one[-1].strip() for one in asked if one]
    return replace(
        found,
        narrowed={facet: value for facet, value in filters.items() if value},
        interview=chosen["id"],
        answer=next(iter(overview["questions"])),
        paragraph=next(iter(places), ""),
        number=number,
        ordinal=ORDINALS[number - 1],
        question=max((one for one in questions if len(one) in QUESTION), key=len, default=""),
        phrase=choose_phrase(read(verify["example"]["words"])),
    )


def choose_phrase(words: str) -> str:
    """Return a few of the words that stand together, those with the most letters; nothing where no two do.

    So it is in a writing without spaces, where nobody but the search's own index knows what a word is.
    """
    runs = [run.split() for run in RUN.findall(words)]
    phrases = [run[place : place + SHOWN] for run in runs for place in range(max(1, len(run) - SHOWN + 1))]
    phrase = " ".join(max(phrases, key=lambda phrase: len("".join(phrase)), default=()))
    return phrase if " " in phrase else ""


def read(text: str) -> str:
    """Return front matter's HTML as text."""
    return html.unescape(text)


# --- pages ---


def write_code(text: str) -> str:
    """Return Markdown for words as somebody types them; they may have any mark in them, backticks too."""
    return f"<code>{escape_markdown(text)}</code>"


@lru_cache(maxsize=1)
def open_templates() -> Environment:
    """Return what reads Markdown with Jinja's marks in it; a name that is no example is a mistake."""
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - no HTML
    environment.filters["code"] = write_code
    return environment


def show_examples(markdown: str, examples: Examples, full: Mapping[str, bool]) -> str:
    """Return the Markdown of a page with the examples set in; `full` tells which lists have entries."""
    return open_templates().from_string(markdown).render(asdict(examples), full=full)
