"""An invented archive as large as is wanted, the same for the same seed, to measure and to test with.

Its words are its own, in natural frequencies, and no text comes twice. The interviews stand in three forms by turns, all
of which are read without a setting; people come again, and so do the topics, most of them rarely.
"""

import datetime
import itertools
import random
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import conftest
from interviews.run.reading import read_interviews
from interviews.sidecar.topics import Kind

ANSWERS = 10
"""Answers in an interview."""
TOPICS = 200
INTERVIEWS_OF_GUEST, INTERVIEWS_OF_HOST = 3, 50
"""Interviews that one person gives, and that one asks in."""
PAPERS = ("The Paper", "The Valley", "The Harbour Herald")
WIDTH = 72
SEED = 2018
LITTLE = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "he",
    "are",
    "this",
    "at",
    "from",
    "but",
    "have",
    "an",
    "they",
    "which",
    "we",
]
SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "ol")]


@dataclass(frozen=True)
class Archive:
    """An invented archive: what to write into `source/`, and what to search for."""

    texts: dict[str, str]
    queries: tuple[str, ...]

    def write(self, root: Path) -> None:
        """Write the texts into a project's `source/`, which isn't there yet."""
        (root / "source").mkdir(parents=True)
        for name, text in self.texts.items():
            (root / "source" / name).write_text(text, encoding="utf-8")


def start_project(answers: int, root: Path) -> Archive:
    """Make a project, put an archive with so many answers there, not yet split; return it."""
    conftest.start_project(root)
    archive = invent_archive(answers)
    archive.write(root)
    return archive


def invent_words(count: int, chance: random.Random) -> list[str]:
    """Return so many different words that could be words."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


def weigh(count: int) -> list[float]:
    """Return weights by Zipf's law for so many things, each with those before it added."""
    return list(itertools.accumulate(1 / rank for rank in range(3, count + 3)))


class Inventor:
    """Invents words, sentences and paragraphs; half of a sentence are little words."""

    def __init__(self, seed: int) -> None:
        """Begin with a vocabulary."""
        self.chance = random.Random(seed)
        self.words = invent_words(40_000, self.chance)
        self.weights = weigh(len(self.words))

    def draw(self, count: int) -> list[str]:
        """Return so many words that tell something."""
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, end: str, names: Sequence[str] = (), *, length: tuple[int, int] = (5, 11)) -> str:
        """Return a sentence with so many words that tell something and, among them, these names."""
        telling = self.draw(self.chance.randint(*length))
        for name in names:
            telling.insert(self.chance.randint(0, len(telling)), name)
        first, *others = (word for one in telling for word in (self.chance.choice(LITTLE), one))
        return " ".join((first.capitalize(), *others)) + end

    def paragraphs(self, *sizes: int, names: Sequence[str] = ()) -> list[str]:
        """Return paragraphs with so many sentences each, and the names anywhere in them."""
        places: list[list[str]] = [[] for _ in range(sum(sizes))]
        for name in names:
            self.chance.choice(places).append(name)
        sentences = (self.sentence(".", here) for here in places)
        return [" ".join(itertools.islice(sentences, size)) for size in sizes]


# --- an interview, and how it is printed ---


@dataclass(frozen=True)
class Person:
    """Somebody who asks or answers."""

    name: str
    office: str

    @property
    def surname(self) -> str:
        """The last of the names."""
        return self.name.split()[-1]


@dataclass(frozen=True)
class Exchange:
    """A question and its answer, with what the sidecar says of them."""

    question: str
    answer: list[str]
    """Its paragraphs."""
    title: str
    topics: list[str]


@dataclass(frozen=True)
class Talk:
    """An interview before it is printed."""

    headline: str
    host: Person
    guest: Person
    paper: str
    date: str
    intro: list[str]
    """A deck, and a paragraph."""
    exchanges: list[Exchange]
    topics: list[str]
    """Of the interview as a whole."""


def print_with_letters(talk: Talk) -> tuple[str, str]:
    """Return the text with `Q:` and `Dr. Ruiz:`, a paragraph a line, and what its sidecar must say beside the rest."""
    blocks = [talk.headline, f"By {talk.host.name}/{talk.paper}\n{talk.date}", *talk.intro]
    for one in talk.exchanges:
        first, *others = one.answer
        blocks += [f"Q: {one.question}", f"Dr. {talk.guest.surname}: {first}", *others]
    return join(blocks), name_speakers(talk, "Q", f"Dr. {talk.guest.surname}")


def print_with_names(talk: Talk) -> tuple[str, str]:
    """Return the same with full names first and then short ones, wrapped, an answer right below its question."""
    blocks = [talk.headline, f"By {talk.host.name}\n{talk.date}", *map(wrap, talk.intro)]
    for number, one in enumerate(talk.exchanges):
        host, guest = (person.surname if number else person.name for person in (talk.host, talk.guest))
        first, *others = one.answer
        blocks += [f"{wrap(f'{host}: {one.question}')}\n{wrap(f'{guest}: {first}')}", *map(wrap, others)]
    return join(blocks), f"publication: {talk.paper}\n{name_speakers(talk)}"


def print_under_labels(talk: Talk) -> tuple[str, str]:
    """Return the same with labels in capitals, alone on their lines and without a colon."""
    host, guest = talk.paper.upper(), f"MINISTER {talk.guest.surname.upper()}"
    blocks = [talk.headline, f"By {talk.host.name}\n{talk.date}", *talk.intro]
    for one in talk.exchanges:
        first, *others = one.answer
        blocks += [f"{host}\n{one.question}", f"{guest}\n{first}", *others]
    return join(blocks), f"publication: {talk.paper}\n{name_speakers(talk, host, guest)}"


FORMS = (print_with_letters, print_with_names, print_under_labels)


def join(blocks: list[str]) -> str:
    """Return the blocks as a text."""
    return "\n\n".join(blocks) + "\n"


def wrap(paragraph: str) -> str:
    """Return the paragraph in short lines."""
    return textwrap.fill(paragraph, WIDTH)


def name_speakers(talk: Talk, *labels: str) -> str:
    """Return the sidecar's lines for the speakers, with their labels where these don't have their names."""
    lines = [f"name: {one.name}, office: {one.office}" for one in (talk.host, talk.guest)]
    if labels:
        lines = [f"{line}, labels: [{label}]" for line, label in zip(lines, labels, strict=True)]
    return "speakers:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


def write_sidecar(talk: Talk, speakers: str) -> str:
    """Return the sidecar."""
    entries = [
        f"  - {{id: a{number}, title: {one.title!r}, question: {' '.join(one.question.split()[:6])!r}, "
        f"topics: [{', '.join(one.topics)}]}}\n"
        for number, one in enumerate(talk.exchanges)
    ]
    return f"topics: [{', '.join(talk.topics)}]\n{speakers}answers:\n{''.join(entries)}"


# --- the archive ---


def invent_archive(answers: int, seed: int = SEED) -> Archive:
    """Return an archive with so many answers, rounded up to whole interviews."""
    inventor = Inventor(seed)
    chance = inventor.chance
    count = max(1, -(-answers // ANSWERS))
    guests, hosts = -(-count // INTERVIEWS_OF_GUEST), -(-count // INTERVIEWS_OF_HOST)
    rare = iter(chance.sample(inventor.words[500:], 3 * (TOPICS + guests + hosts)))  # each word in one name
    names = [" ".join(three).title() for three in itertools.islice(zip(rare, rare, rare, strict=True), TOPICS)]
    people = [
        Person(f"{first} {last}".title(), f"Minister of {place.title()}")
        for first, last, place in zip(rare, rare, rare, strict=True)
    ]
    kinds = itertools.cycle(Kind)
    texts = {
        "topics.yml": "topics:\n"
        + "".join(
            f"  - {{id: topic-{number}, name: {name.split()[0]}, full_name: {name}, kind: {kind.value}, "
            f"definition: invented, sources: [interview]}}\n"
            for number, (name, kind) in enumerate(zip(names, kinds, strict=False))
        )
    }
    weights = weigh(TOPICS)

    def invent_exchange() -> Exchange:
        drawn = dict.fromkeys(chance.choices(range(TOPICS), cum_weights=weights, k=10))
        about = list(drawn)[: chance.randint(4, 8)]
        mentions = [names[topic] if chance.random() < 1 / 4 else names[topic].split()[0] for topic in about]
        return Exchange(
            question=inventor.sentence("?"),
            answer=inventor.paragraphs(6, 4, names=mentions),
            title=inventor.sentence("", length=(2, 4)),
            topics=[f"topic-{topic}" for topic in about[:3]],
        )

    for number in range(count):
        host = people[guests + number % hosts]
        guest = people[number // INTERVIEWS_OF_GUEST]
        paper = PAPERS[number % hosts % len(PAPERS)]  # each asks for one paper
        about, deed, place = inventor.draw(3)
        talk = Talk(
            headline=f"On {about}, {deed} and {place}",
            host=Person(host.name, f"Reporter of {paper}"),
            guest=guest,
            paper=paper,
            date=f"{datetime.date(2000 + number % 20, 1 + number % 12, 1 + number % 28):%B %d, %Y}",
            intro=[
                f"{guest.name} says {inventor.sentence('.').lower()}",
                f"We spoke with {guest.name}, {guest.office}. {inventor.paragraphs(4)[0]}",
            ],
            exchanges=[invent_exchange() for _ in range(ANSWERS)],
            topics=[f"topic-{topic}" for topic in range(number, TOPICS, count)],  # so that none is without an interview
        )
        text, speakers = FORMS[number % len(FORMS)](talk)
        texts[f"talk-{number}.txt"] = text
        texts[f"talk-{number}.yml"] = write_sidecar(talk, speakers)
    spoken = [
        word
        for name, text in texts.items()
        for word in text.split()
        if name.endswith(".txt") and word.isalpha() and word.islower() and len(word) > 5
    ]
    picked = chance.sample(spoken, 12)
    return Archive(
        texts=texts,
        queries=(
            *picked[:6],
            *(f"{one} {other}" for one, other in itertools.pairwise(picked[6:10])),
            *(word[:2] + word[3:] for word in picked[8:11]),  # a letter is missing
            *chance.sample(names, 3),
            f"what is the {picked[11]} of the {picked[0]}?",
        ),
    )


def write_plain(root: Path, folder: Path) -> None:
    """Write the answers of a project as a plain set-up has them, for MkDocs with Material: a page each, in Markdown."""
    for interview in read_interviews(root)[0]:
        place = folder / "docs" / interview.id
        place.mkdir(parents=True)
        for answer in interview.answers:
            said = (f"**{turn.label}:** {turn.text}" for turn in answer.turns)
            text = "\n\n".join([f"# {answer.title}", *said])
            (place / f"{answer.id}.md").write_text(f"{text}\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Interviews\n", encoding="utf-8")
    settings = (
        "site_name: Plain\ntheme: {name: material, font: false}\nnav: [index.md]\nvalidation: {omitted_files: ignore}\n"
    )
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
