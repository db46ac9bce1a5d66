"""The vocabulary: the topics that interviews speak of, with every name by which a reader may look for them."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from document import Line, Lines, Record, Slug, as_address
from faults import Fault

Vocabulary = Mapping[str, "Topic"]
"""Topics by id, in the order of the file."""


def _as_source(text: str) -> str:
    return text if text == "interview" else as_address(text)


Source = Annotated[Line, AfterValidator(_as_source)]
"""A web address, or `interview` for the interview itself."""


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

    id: Slug
    name: Line
    """As the site shows it."""
    full_name: Line
    kind: Kind
    acronyms: tuple[Line, ...] = ()
    es: tuple[Line, ...] = ()
    """Names in Spanish."""
    pt: tuple[Line, ...] = ()
    """Names in Portuguese."""
    aliases: tuple[Line, ...] = ()
    """Other names, for searching only."""
    definition: Line
    """Ours, not the interview's."""
    sources: tuple[Source, ...]
    """Where the definition was read."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the shown one first, each once."""
        return tuple(dict.fromkeys((self.name, self.full_name, *self.acronyms, *self.es, *self.pt, *self.aliases)))


class VocabularyFile(Record):
    """The whole of `source/topics.yml`."""

    topics: tuple[Topic, ...] = ()


def check_topics(file: VocabularyFile, lines: Lines) -> Iterator[Fault]:
    """Yield ids and names that stand for two topics."""
    owners: dict[str, Topic] = {}
    ids: set[str] = set()
    for index, topic in enumerate(file.topics):
        if topic.id in ids:
            yield lines.fault(("topics", index, "id"), f"the id “{topic.id}” is taken by another topic; choose another")
        ids.add(topic.id)
        for name in topic.names:
            owner = owners.setdefault(name.casefold(), topic)
            if owner is not topic:
                message = f"the name “{name}” belongs to “{owner.id}” already; leave it to one of the two"
                yield lines.fault(("topics", index), message)


def find_topics(
    ids: tuple[str, ...], vocabulary: Vocabulary, lines: Lines, place: tuple[str | int, ...]
) -> tuple[tuple[Topic, ...], list[Fault]]:
    """Return the topics with these ids, and a fault for each that is unknown; `place` is the list's in the sidecar."""
    faults = [
        lines.fault((*place, index), f"no topic has the id “{one}”; add it to source/topics.yml or correct it")
        for index, one in enumerate(ids)
        if one not in vocabulary
    ]
    return tuple(vocabulary[one] for one in ids if one in vocabulary), faults
