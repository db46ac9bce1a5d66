"""The vocabulary: the topics that interviews speak of, with every name by which a reader may look for them."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from interviews.faults import Fault
from interviews.sidecar.document import Form, Line, Lines, Record, Slug, Told, as_source
from interviews.sidecar.mentions import TOKEN, Branch, grow_tree, is_acronym

INTERVIEW = "interview"
"""What stands for the interview itself as a source."""


def _as_source(text: str) -> str:
    return INTERVIEW if text.casefold() == INTERVIEW else as_source(text)


def _as_filled(sources: tuple[str, ...]) -> tuple[str, ...]:
    if not sources:
        message = "a topic needs a source: a web address, a book or an archive in words, or “interview”"
        raise PydanticCustomError("no_source", message)
    return sources


Source = Annotated[
    Line,
    AfterValidator(_as_source),
    Form("a web address, a book or an archive in words, or `interview` for the interview itself"),
]
"""A web address, a book or an archive in words, or `interview` for the interview itself."""


LISTING = "index"
"""The page that lists all topics, or all people."""


class Kind(StrEnum):
    """What sort of thing a topic is."""

    CONCEPT = "concept"
    EVENT = "event"
    LAW = "law"
    MECHANISM = "mechanism"
    ORGANIZATION = "organization"
    PERSON = "person"
    PLACE = "place"
    PUBLICATION = "publication"
    STRATEGY = "strategy"


class Topic(Record):
    """An entry of the vocabulary."""

    id: Annotated[Slug, Told("vts")]
    """The last part of its page's address; once published it stays. Not `index`."""
    name: Annotated[Line, Told("VTS")]
    """As the site shows it."""
    full_name: Annotated[Line, Told("Vessel Traffic Service")]
    """The name without shortening, be it the same."""
    kind: Annotated[Kind, Told("organization")]
    """What sort of thing it is."""
    acronyms: Annotated[tuple[Line, ...], Told("[MVTS]", without="It has none, unless its name is one.")] = ()
    """Acronyms beside the name."""
    es: Annotated[tuple[Line, ...], Told("[Servicio de Tráfico Marítimo]", without="It has none.")] = ()
    """Names in Spanish."""
    pt: Annotated[tuple[Line, ...], Told("[Serviço de Tráfego Marítimo]", without="It has none.")] = ()
    """Names in Portuguese."""
    aliases: Annotated[tuple[Line, ...], Told("[Merrow Traffic]", without="It has none.")] = ()
    """Other names that mean this topic wherever a text has them."""
    search_only: Annotated[tuple[Line, ...], Told("[traffic, radar]", without="It is found by its names alone.")] = ()
    """What readers may type who look for it, and what in a text may mean something else."""
    definition: Annotated[Line, Told("Service that watches the ships before Merrow by radar")]
    """What it is; ours, not the interview's."""
    sources: Annotated[
        tuple[Source, ...],
        AfterValidator(_as_filled),
        Field(json_schema_extra={"minItems": 1}),
        Told("[interview, https://port.example/vts]"),
    ]
    """Where the definition was read, at least one."""
    see_also: Annotated[tuple[Slug, ...], Told("[bar]", without="Its page names only what shares its answers.")] = ()
    """Ids of topics that belong with it; each of the two pages links to the other."""
    formerly: Annotated[
        tuple[Slug, ...], Told("[traffic]", without="A run that would drop a published address stops.")
    ] = ()
    """Ids under which it was published before; the old addresses lead on."""

    @property
    def other_names(self) -> tuple[str, ...]:
        """Every name beside the one that is shown, each once, without what is for searching only."""
        names = dict.fromkeys((self.full_name, *self.acronyms, *self.es, *self.pt, *self.aliases))
        return tuple(name for name in names if name != self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which it can be found, the shown name first, each once."""
        return tuple(dict.fromkeys((self.name, *self.other_names, *self.search_only)))

    @property
    def names_in_texts(self) -> Iterator[str]:
        """The names that mention it in a text, in small letters where a capital only begins an entry of a list."""
        for name in (self.name, *self.other_names):
            is_proper = sum(map(str.isupper, name)) > 1 or (" " not in name and self.kind is not Kind.CONCEPT)
            yield name if is_proper else name[0].lower() + name[1:]


class VocabularyFile(Record):
    """The topics that interviews speak of, each with every name by which a reader may look for it."""

    topics: Annotated[
        tuple[Topic, ...],
        Told(
            "[{id: vts, name: VTS, full_name: Vessel Traffic Service, kind: organization, "
            "definition: Service that watches the ships before Merrow by radar, sources: [interview]}]",
            without="There are no topics, and none can be named in a sidecar.",
        ),
    ] = ()
    """The topics, in any order.

    Wherever a text has one of a topic's names, as a whole word and with its capitals, it is a mention.
    """
    ignore: Annotated[
        tuple[Line, ...], Told("[GPS]", without="Each acronym of a text that no topic has is told of.")
    ] = ()
    """Acronyms that need no topic."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """The topics and the tree in which their names are found."""

    topics: Mapping[str, Topic] = field(default_factory=dict)
    """By id, in the order of the file."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """By each of its names, without what is for searching only, a topic's id."""
    tree: Branch = field(default_factory=Branch)
    acronyms: frozenset[str] = frozenset()
    """The acronyms among all names, and those that need no topic."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """By a topic's id, its line in the file."""
    is_whole: bool = True
    """Whether every topic could be read; else an id that isn't there may be right."""


def make_vocabulary(file: VocabularyFile, lines: Lines) -> Vocabulary:
    """Return the vocabulary that a file holds."""
    words = (word for topic in file.topics for name in topic.names for word in TOKEN.findall(name))
    return Vocabulary(
        topics={topic.id: topic for topic in file.topics},
        owners={name: topic.id for topic in file.topics for name in (topic.name, *topic.other_names)},
        tree=grow_tree((topic.id, name) for topic in file.topics for name in topic.names_in_texts),
        acronyms=frozenset(file.ignore).union(filter(is_acronym, words)),
        lines={topic.id: lines.fault(("topics", index), "").line for index, topic in enumerate(file.topics)},
    )


def check_topics(file: VocabularyFile, lines: Lines) -> Iterator[Fault]:
    """Yield ids and names that stand for two topics, and what leads to none."""
    owners: dict[str, Topic] = {}
    ids: set[str] = set()
    for index, topic in enumerate(file.topics):
        if topic.id in ids:
            yield lines.fault(("topics", index, "id"), f"the id “{topic.id}” is taken by another topic; choose another")
        ids.add(topic.id)
        if topic.id == LISTING:
            yield lines.fault(("topics", index, "id"), f"the id “{topic.id}” is kept for the list; choose another")
        for name in topic.names:
            owner = owners.setdefault(name.casefold(), topic)
            if owner is not topic:
                message = f"the name “{name}” belongs to “{owner.id}” already; leave it to one of the two"
                yield lines.fault(("topics", index), message)
    for index, topic in enumerate(file.topics):
        for number, other in enumerate(topic.see_also):
            if other not in ids or other == topic.id:
                what = f"“{other}” is the topic itself" if other == topic.id else f"no topic has the id “{other}”"
                message = f"{what}; correct it or remove it"
                yield lines.fault(("topics", index, "see_also", number), message)
        for number, former in enumerate(topic.formerly):
            if former in ids:
                message = f"“{former}” is a topic still, so that no address leads on from it; remove it here or there"
                yield lines.fault(("topics", index, "formerly", number), message)


def find_topics(
    ids: tuple[str, ...], vocabulary: Vocabulary, lines: Lines, place: tuple[str | int, ...]
) -> tuple[tuple[Topic, ...], list[Fault]]:
    """Return the topics with these ids, and a fault for each that is unknown; `place` is the list's in the sidecar."""
    faults = [
        lines.fault((*place, index), f"no topic has the id “{one}”; add it to source/topics.yml or correct it")
        for index, one in enumerate(ids)
        if one not in vocabulary.topics and vocabulary.is_whole
    ]
    return tuple(vocabulary.topics[one] for one in ids if one in vocabulary.topics), faults


def sort_key(name: str) -> str:
    """Return what names are sorted by: small letters without accents."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
