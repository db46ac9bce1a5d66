"""What was found in a new text, as an editor is told it and as JSON."""

from collections.abc import Iterator
from typing import Any

from interviews.faults import describe_count
from interviews.interview.doubts import DOES, Reading, settle
from interviews.interview.proposal import guess_language, has_office, is_nobody, name_speaker, propose
from interviews.text import Paragraph, Role, Transcript, group_turns

MEND = "if not, mend the text, since no sidecar can say so"
HEAD = ("headline", "deck", "author", "publication", "date", "language")
"""What a text says of itself, by the keys of a sidecar."""
MOST = 10
"""Doubts that are told."""
OPENING = 8
"""Words by which a long text is named."""


def describe(reading: Reading) -> dict[str, Any]:
    """Return what was found as JSON has it: the head, speakers, turns, pairs of question and answer, doubts."""
    doubts = [
        {
            "line": doubt.line,
            "message": doubt.message,
            "ways": [{"when": way.when, "edits": settle(reading, way)} for way in doubt.ways],
        }
        for doubt in reading.doubts
    ]
    transcript = reading.transcript
    if transcript is None:
        return {**dict.fromkeys(HEAD), "speakers": [], "turns": [], "answers": [], "doubts": doubts}
    roles = {label: speaker.role for speaker in transcript.speakers for label in speaker.labels}
    pairs: list[dict[str, list[str]]] = []
    for turn in transcript.turns:
        if roles[turn.label] is Role.INTERVIEWER:
            pairs.append({"question": [turn.text], "answer": []})
        elif pairs:
            pairs[-1]["answer"].append(turn.text)
    return {
        **read_head(transcript),
        "speakers": [
            {"name": name_speaker(one, transcript), "role": one.role.value, "labels": list(one.labels)}
            for one in transcript.speakers
        ],
        "turns": [
            {"label": turn.label, "role": roles[turn.label].value, "line": turn.line, "text": turn.text}
            for turn in transcript.turns
        ],
        "answers": [{key: "\n\n".join(texts) for key, texts in pair.items()} for pair in pairs if pair["answer"]],
        "doubts": doubts,
    }


def read_head(transcript: Transcript) -> dict[str, str | None]:
    """Return what the text says of itself under the keys of a sidecar, on one line each, the date as `2018-07-02`."""
    head = transcript.head
    values = (
        head.headline.text if head.headline else None,
        head.deck.text if head.deck else None,
        head.author,
        head.publication,
        head.date.isoformat() if head.date else None,
        guess_language(transcript),
    )
    return {key: " ".join(value.split()) if value else None for key, value in zip(HEAD, values, strict=True)}


# --- what is said ---


def tell(id_: str, reading: Reading, transcript: Transcript, sidecar: str) -> Iterator[str]:
    """Yield all that an editor is told of a text that was taken in under an id, line by line."""
    place = f"source/{id_}"
    yield f"{'address':<12} /interviews/{id_}/"
    yield from tell_head(transcript)
    yield from tell_turns(transcript, place)
    yield from tell_doubts(reading, place)
    for form, openings in reading.others:
        yield f"{'or':<12} make new … OPTIONS='--reading {form}': {' / '.join(map(open_words, openings))}"
    yield from tell_names(transcript, sidecar, place)
    yield from tell_next(place)


def tell_head(transcript: Transcript) -> Iterator[str]:
    """Yield all that the head was found to say, a line a part: its key in twelve columns, then its words."""
    for key, value in read_head(transcript).items():
        proposed = propose(transcript).get(key) if key == "headline" else None
        told = f"; the sidecar proposes “{proposed}”" if proposed else ""
        yield f"{key:<12} {value or f'– (none found{told})'}"
        if key == "headline" and (repeats := transcript.head.repeats):
            yield f"{'repeated':<12} {', '.join(f'on line {part.line}' for part in repeats)}"
    yield f"{'lead':<12} {tell_lead(transcript.head.lead) or '– (none found)'}"


def tell_lead(lead: tuple[Paragraph, ...]) -> str:
    """Return how many paragraphs introduce the interview, and how each opens."""
    openings = "; ".join(f"“{open_words(part.text)}”" for part in lead)
    return f"{describe_count(lead, 'paragraph')}: {openings}" if lead else ""


def open_words(text: str) -> str:
    """Return the first words of a text."""
    words = text.split()
    return " ".join(words[:OPENING]) + (" …" if len(words) > OPENING else "")


def tell_turns(transcript: Transcript, place: str) -> Iterator[str]:
    """Yield who speaks how often, and what closes the interview."""
    for one in transcript.speakers:
        turns = describe_count([turn for turn in transcript.turns if turn.label in one.labels], "turn")
        yield f"{one.role.value:<12} {name_speaker(one, transcript)}: {turns} as {', '.join(one.labels)}"
    groups = group_turns(transcript.turns, transcript.speakers)
    yield f"{'turns':<12} {len(transcript.turns)}, in {describe_count(groups, 'answer')}"
    if transcript.closing:
        told = f"from line {transcript.closing[0].line}, not part of the last answer"
        yield f"{'closing':<12} {told}; if somebody says it, in {place}.yml: write the line no_closing: true"


def tell_doubts(reading: Reading, place: str) -> Iterator[str]:
    """Yield each doubt with its line, and for each other way what settles it in the sidecar."""
    graver = sorted(reading.doubts, key=lambda doubt: not doubt.message.startswith("unsure"))[:MOST]
    for doubt in (one for one in reading.doubts if one in graver):
        ways = ((way.when, settle(reading, way)) for way in doubt.ways)
        told = "; ".join(f"{when}, in {place}.yml: {'; '.join(shorten(edits))}" for when, edits in ways if edits)
        yield f"{place}.txt:{doubt.line}: {doubt.message}; {told or MEND}"
    if more := len(reading.doubts) - len(graver):
        yield f"{'doubts':<12} {more} more; the option --json lists all"


def shorten(edits: list[str]) -> list[str]:
    """Return what has to be changed; of many answers no more than that `make split` says which."""
    others = [edit for edit in edits if " under answers" not in edit]
    return edits if len(edits) - len(others) <= MOST else [*others, "then let make split say which answers it wants"]


def tell_names(transcript: Transcript, sidecar: str, place: str) -> Iterator[str]:
    """Yield the lines of a sidecar that have no name where one is wanted, or more than a name."""
    lines = sidecar.split("\n")
    first = lines.index("speakers:")
    numbers = [number for number, line in enumerate(lines[first:], first + 1) if line.startswith("- name: ")]
    for one, number in zip(transcript.speakers, numbers, strict=False):
        name = name_speaker(one, transcript)
        if is_nobody(name):
            yield f"{place}.yml:{number}: “{name}” is no name; write that of who {DOES[one.role]}, as - name: Ana Ruiz"
        elif one.role is Role.INTERVIEWEE and has_office(name):
            apart = "write the name alone, as - name: Ana Ruiz, and the office below, as office: Minister of Rivers"
            yield f"{place}.yml:{number}: “{name}” has an office in it; {apart}"


def tell_next(place: str) -> Iterator[str]:
    """Yield what was written, and the two steps that follow."""
    yield f"Written: {place}.txt and {place}.yml. Next:"
    yield f"  1. make serve, and edit {place}.yml: names, titles, ids; the page follows each edit"
    yield "  2. make check, which says what would stop publishing, or how to publish"
