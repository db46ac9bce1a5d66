"""Take a new interview in: copy its text into `source/` and write a sidecar beside it, ready to edit.

    make new TEXT=path          say what was found, write source/<id>.txt and source/<id>.yml
    make new TEXT=path ID=id    under an id of your own, the last part of its address

Without `ID`, the id is made of the file's name. Nothing that is there already is ever overwritten. The option `--json`
writes nothing, and prints what was found as JSON.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interviews.faults import Faults, describe_count, run_command
from interviews.interview import (
    DOES,
    Doubt,
    Reading,
    guess_language,
    has_office,
    is_nobody,
    make_slug,
    name_speaker,
    propose,
    read_interview,
    settle,
    write_sidecar,
)
from interviews.run import VOCABULARY
from interviews.sidecar import SLUG
from interviews.text import Paragraph, Role, Transcript, decode_source, group_turns

USAGE = "make new TEXT=path [ID=id]"
MEND = "if not, mend the text, since no sidecar can say so"
HEAD = ("headline", "deck", "author", "publication", "date", "language")
"""What a text says of itself, by the keys of a sidecar."""
OPENING = 8
"""Words by which a long text is named."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(usage=USAGE, description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, help="the text of the interview")
    parser.add_argument("--id", help="the last part of its address (default: made of the file's name)")
    parser.add_argument("--json", action="store_true", help="write nothing, print what was found")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    options = parser.parse_args(arguments)
    path = options.path.expanduser()  # some shells leave the ~ of TEXT=~/talk.txt as it is
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"{path}:1: {error.strerror}; name the file with the interview's text: {USAGE}", file=sys.stderr)
        return 1
    try:
        reading = read_interview(decode_source(data, str(path)), str(path))
    except Faults as error:
        faults = tuple(Doubt(line=one.line, message=one.message) for one in error.faults)
        reading = Reading(text="", transcript=None, doubts=faults)
    if options.json:
        print(json.dumps(describe(reading), ensure_ascii=False, indent=1))
        return 0
    id_ = options.id or make_slug(path.stem)
    if not SLUG.fullmatch(id_) or id_ == VOCABULARY:
        why = "is the vocabulary’s" if id_ == VOCABULARY else "can’t be an address"
        print(f"“{id_}” {why}; add an ID=… of small letters a-z, digits and hyphens: {USAGE}", file=sys.stderr)
        return 1
    if reading.transcript is None:
        print(*(f"{path}:{doubt.line}: {doubt.message}" for doubt in reading.doubts), sep="\n", file=sys.stderr)
        is_there = path.resolve() == (options.root / "source" / f"{id_}.txt").resolve()
        copy = "" if is_there else f"copy the text to source/{id_}.txt, "
        way = f"{copy}write source/{id_}.yml beside it, then: make split"
        print(f"nothing was written; mend the text or, where a sidecar settles it, {way}", file=sys.stderr)
        return 1
    if path.resolve().parent == (options.root / "source").resolve() and path.stem != id_:
        message = f"the name of a text in source/ is its address; rename it to source/{id_}.txt and take it in there"
        print(f"{path}:1: {message}", file=sys.stderr)
        return 1
    return take_in(options.root, id_, data, reading, reading.transcript)


def take_in(root: Path, id_: str, data: bytes, reading: Reading, transcript: Transcript) -> int:
    """Write the text and its sidecar into `source/`, say what was found, and return the exit status."""
    folder = root / "source"
    targets = [folder / f"{id_}.txt", folder / f"{id_}.yml"]
    for target in targets:
        is_the_text = target.exists() and target == targets[0] and target.read_bytes() == data
        if target.exists() and not is_the_text:
            place = target.relative_to(root).as_posix()
            print(f"{place}:1: is there already and stays; edit it, or add another ID=…: {USAGE}", file=sys.stderr)
            return 1
    folder.mkdir(parents=True, exist_ok=True)
    sidecar = write_sidecar(transcript)
    for target, content in zip(targets, (data, sidecar.encode()), strict=True):
        if not target.exists():
            with target.open("xb") as file:
                file.write(content)
    place = f"source/{id_}"
    print(f"{'address':<12} /interviews/{id_}/")
    print(*tell_head(transcript), *tell_turns(transcript, place), sep="\n")
    print(*tell_doubts(reading, place), *tell_names(transcript, sidecar, place), *tell_next(place), sep="\n")
    return 0


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
    for doubt in reading.doubts:
        ways = ((way.when, settle(reading, way)) for way in doubt.ways)
        told = "; ".join(f"{when}, in {place}.yml: {'; '.join(edits)}" for when, edits in ways if edits)
        yield f"{place}.txt:{doubt.line}: {doubt.message}; {told or MEND}"


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


if __name__ == "__main__":
    run_command(main)
