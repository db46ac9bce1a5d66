"""What a sidecar says that its interview says: words that must stand there."""

import re
import unicodedata
from collections.abc import Iterator

from interviews.faults import Fault
from interviews.sidecar import Lines, Sidecar, Steps, Vocabulary, find_mentions
from interviews.text import Transcript, starts_with, take_marks_off

PLAIN = str.maketrans("‘’“”", "''\"\"")
YEAR = re.compile(r"\b\d{4}\b")


def normalize(value: object) -> str:
    """Return the value as two are compared: single spaces, plain quotation marks, composed accents."""
    return " ".join(unicodedata.normalize("NFC", str(value)).translate(PLAIN).split())


def list_texts(transcript: Transcript) -> list[str]:
    """Return the paragraphs of the introduction and the turns as they are compared."""
    parts = [*transcript.head.lead, *(part for turn in transcript.turns for part in turn.paragraphs)]
    return [normalize(part.text) for part in parts]


def check_called(sidecar: Sidecar, vocabulary: Vocabulary, transcript: Transcript, lines: Lines) -> Iterator[Fault]:
    """Yield unknown topics, and names that the interview alone has for one but that it hasn't, or that mean another."""
    for key, ids in (("called", sidecar.called), ("defined", sidecar.defined)):
        for topic in ids:
            if topic not in vocabulary.topics and vocabulary.is_whole:
                message = f"no topic has the id “{topic}”; add it to source/topics.yml or correct it"
                yield lines.fault((key, topic), message)
    text = "\n".join(list_texts(transcript)).casefold() if sidecar.called else ""
    owners: dict[str, str] = {}
    for topic, names in sidecar.called.items():
        for index, name in enumerate(names):
            key = normalize(name).casefold()
            whole = [one.topic for one in find_mentions(name, vocabulary.tree) if one.end - one.start == len(name)]
            if (owner := owners.setdefault(key, *whole or [topic])) != topic:
                message = f"“{name}” means “{owner}” already; leave it to one of the two"
                yield lines.fault(("called", topic, index), message)
            if key not in text:
                message = f"“{name}” stands nowhere in the interview; copy the words from the text"
                yield lines.fault(("called", topic, index), message)


def check_bounds(sidecar: Sidecar, transcript: Transcript, text: str, lines: Lines) -> Iterator[Fault]:
    """Yield what the sidecar says of where the interview begins and ends, and of its labels, and that isn't so."""
    first = text.split("\n")[transcript.turns[0].line - 1]
    if sidecar.begins and not starts_with(first, sidecar.begins):
        yield lines.fault(("begins",), f"no line opens with “{sidecar.begins}”; copy its first words, the label too")
    if sidecar.closing and sidecar.no_closing:
        yield lines.fault(("no_closing",), "“closing” says where a closing note begins; remove one of the two lines")
    elif sidecar.closing and not transcript.closing:
        message = f"no paragraph behind the last answer’s first opens with “{sidecar.closing}”; copy the words"
        yield lines.fault(("closing",), message)
    told = normalize(take_marks_off(text, transcript.marks))
    for key in ("sections", "no_sections", "remarks", "says"):
        for place, words in enumerate(getattr(sidecar, key)):
            if normalize(words) not in told:
                steps = (key, words) if key == "says" else (key, place)
                yield lines.fault(steps, f"“{words}” stands nowhere in the text; copy the first words of a paragraph")
    for index, label in enumerate(sidecar.no_labels):
        if normalize(label) not in normalize(text):
            message = f"“{label}” stands nowhere in the text; copy it from there or remove it"
            yield lines.fault(("no_labels", index), message)


def check_quotes(sidecar: Sidecar, transcript: Transcript, lines: Lines) -> Iterator[Fault]:
    """Yield quotations that stand nowhere or not in one place alone, and what is said of them and they don't say."""
    quotes: list[tuple[Steps, str]] = [(("defined", topic), quote) for topic, quote in sidecar.defined.items()]
    quotes += [(("dates", index, "quote"), entry.quote) for index, entry in enumerate(sidecar.dates)]
    quotes += [(("figures", index, "quote"), entry.quote) for index, entry in enumerate(sidecar.figures)]
    texts = list_texts(transcript) if quotes else []
    for place, quote in quotes:
        found = sum(normalize(quote) in text for text in texts)
        if not found:
            yield lines.fault(place, f"“{quote}” stands in no paragraph; copy the words from the text")
        elif found > 1:
            yield lines.fault(place, f"“{quote}” stands in {found} paragraphs; write more of the words")
    for index, date in enumerate(sidecar.dates):
        years = YEAR.findall(date.quote)
        own = [day.year for day in (date.when.first, date.when.last) if day]
        if years and own and not any(min(own) <= int(year) <= max(own) for year in years):
            message = f"the quotation names {' and '.join(years)}, not {date.when.text}; correct one of the two"
            yield lines.fault(("dates", index, "when"), message)
    for index, figure in enumerate(sidecar.figures):
        if normalize(figure.figure) not in normalize(figure.quote):
            message = f"“{figure.figure}” does not stand in its quotation; copy it from there"
            yield lines.fault(("figures", index, "figure"), message)
