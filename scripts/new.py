"""Take a new interview in: copy its text into `source/` and write a sidecar beside it, ready to edit.

    python scripts/new.py path           say what was found, write source/<id>.txt and source/<id>.yml
    python scripts/new.py path --json    write nothing, print what was found as JSON

Nothing that is there already is ever overwritten.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import yaml

from document import SLUG
from faults import Faults, run_command
from interview import PAGE_IDS, find_question, make_slug
from labels import CONNECTING, NAME, NO_GUIDE, OFFICES, Found, Guide, find_misspelt, find_openings, read_list
from languages import OURS
from quotes import normalize
from sentences import find_sentences
from source import decode_source
from transcript import Role, Speaker, Transcript, Turn, group_turns, parse_date, parse_transcript

PARTS = read_list("antwort|frage|p|pergunta|pregunta|question|r|resposta|respuesta|réponse|journaliste|jornalista")
"""What stands for a speaker as a label, beside what may be an office."""
SMALL = {
    OURS: read_list("and|in|is|of|that|the|to|was|with"),
    "es": read_list("con|del|el|la|las|los|muy|pero|una|y"),
    "fr": read_list("dans|des|du|est|et|le|les|pas|pour|une|vous"),
    "pt": read_list("ao|com|da|do|dos|em|mas|muito|não|os|uma"),
}
"""Small words by the languages that are told from others."""
HEADLINES = {
    OURS: ("Interview with", "and"),
    "es": ("Entrevista con", "y"),
    "fr": ("Entretien avec", "et"),
    "pt": ("Entrevista com", "e"),
}
"""How a headline is proposed in each, and what stands between two who answer."""
LONGEST_TITLE = 60
"""In characters."""
ID_WORDS = 4
FIRST_WORDS = 5
"""Words of a question by which it is known, or more if another begins alike."""
LITTLE = CONNECTING | read_list(
    """about|any|are|as|at|be|been|but|by|can|como|cómo|could|cual|cuál|cuales|did|do|does|donde|es|esta|está|estas|este|
    fue|had|has|have|he|how|if|into|is|it|its|most|no|nos|not|now|o|on|or|our|para|pero|por|qual|quais|que|qué|quel|
    quelle|sa|se|she|should|sobre|some|son|su|sus|such|tell|than|that|their|them|there|these|they|this|those|us|was|we|
    were|what|when|where|which|who|why|will|with|would|you|your|usted|ustedes|você|vous|votre|est|une|um|uma|una"""
)
HEADER = (
    "# What the text of the interview can't say. Edit what is proposed here; the site's page /reference/ has every key."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """What the text leaves open, and how it was taken."""

    line: int
    """Counted from 1."""
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was found in a text."""

    transcript: Transcript | None
    """Nothing if the text is no interview, or none that can be split yet; the doubts say why."""
    doubts: tuple[Doubt, ...]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, help="the text of the interview")
    parser.add_argument("--id", help="the last part of its address (default: made of the file's name)")
    parser.add_argument("--json", action="store_true", help="write nothing, print what was found")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    options = parser.parse_args(arguments)
    try:
        data = options.path.read_bytes()
    except OSError as error:
        print(f"{options.path}:1: {error.strerror}; name the file with the interview's text", file=sys.stderr)
        return 1
    try:
        text = decode_source(data, str(options.path))
        reading = read_interview(text, str(options.path))
    except Faults as error:
        reading = Reading(
            transcript=None, doubts=tuple(Doubt(line=one.line, message=one.message) for one in error.faults)
        )
    if options.json:
        print(json.dumps(describe(reading), ensure_ascii=False, indent=1))
        return 0
    if reading.transcript is None:
        for doubt in reading.doubts:
            print(f"{options.path}:{doubt.line}: {doubt.message}", file=sys.stderr)
        there = f"source/{options.id or make_slug(options.path.stem)}.txt"
        print(f"nothing was written; where a sidecar settles it, copy the text to {there} beside it", file=sys.stderr)
        return 1
    return take_in(options, data, reading.transcript, reading.doubts)


def take_in(options: argparse.Namespace, data: bytes, transcript: Transcript, doubts: Sequence[Doubt]) -> int:
    """Write the text and its sidecar into `source/`, say what was found, and return the exit status."""
    id_ = options.id or make_slug(options.path.stem)
    folder = options.root / "source"
    targets = [folder / f"{id_}.txt", folder / f"{id_}.yml"]
    if not SLUG.fullmatch(id_):
        print(f"“{id_}” can't be an address; add --id with small letters a-z, digits and hyphens", file=sys.stderr)
        return 1
    for target in targets:
        is_the_text = target.exists() and target == targets[0] and target.read_bytes() == data
        if target.exists() and not is_the_text:
            place = target.relative_to(options.root)
            print(f"{place}:1: is there already and stays; add --id with another id", file=sys.stderr)
            return 1
    folder.mkdir(parents=True, exist_ok=True)
    sidecar = write_sidecar(transcript)
    for target, content in zip(targets, (data, sidecar.encode()), strict=True):
        if not target.exists():
            with target.open("xb") as file:
                file.write(content)
    print("\n".join(tell(transcript, doubts, f"source/{id_}")))
    return 0


# --- what is found ---


def read_interview(text: str, path: str) -> Reading:
    """Return what the text of an interview says of itself, and what had to be guessed."""
    lines = text.replace("\f", " ").split("\n")
    found = find_openings(lines, NO_GUIDE, parse_date)
    guide, doubts = settle(found, text)
    try:
        transcript = parse_transcript(text, path, guide)
    except Faults as error:
        faults = (Doubt(line=one.line, message=one.message) for one in error.faults)
        return Reading(transcript=None, doubts=(*faults, *doubts))
    for speaker in transcript.speakers:
        said = [turn for turn in transcript.turns if turn.label in speaker.labels]
        if len(said) == 1:
            message = f"“{speaker.labels[0]}” speaks only here, and is taken for somebody who {DOES[speaker.role]}"
            doubts.append(Doubt(line=said[0].line, message=message))
    doubts += doubt_ending(transcript)
    return Reading(transcript=transcript, doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line)))


def doubt_ending(transcript: Transcript) -> Iterator[Doubt]:
    """Yield the end of the last answer if it names who asks or wrote: it may be about them, and nobody's words."""
    *_, last = transcript.turns
    asking = [one for one in transcript.speakers if one.role is Role.INTERVIEWER]
    names = " ".join([*(one.name for one in asking), transcript.head.author or ""])
    words = {word for word in re.findall(r"[^\W\d_]{3,}", names) if word[0].isupper()}
    *others, ending = last.paragraphs
    is_asked = any(last.label in one.labels for one in asking)
    if others and not is_asked and words & set(re.findall(r"\w+", ending.text)):
        opening = " ".join(ending.text.split()[:5])
        message = f"“{opening} …” is taken for words of “{last.label}”, not for a note that closes the interview"
        yield Doubt(line=ending.line, message=message)


DOES = {Role.INTERVIEWER: "asks", Role.INTERVIEWEE: "answers"}


def settle(found: Found, text: str) -> tuple[Guide, list[Doubt]]:
    """Return the speakers' labels as an editor would give them, and what is doubtful about them.

    A label that stands once and is almost another is that one misspelt, unless the text has it elsewhere too or the two
    follow each other: then it is somebody of a similar name.
    """
    openings = dict(found.openings)
    families = {one.label: found.families[one.label] for one in openings.values()}
    doubts = []
    for index, label, other in find_misspelt(found):
        openings[index] = found.others[index]
        order = [families.get(openings[place].label, openings[place].label) for place in sorted(openings)]
        pairs = {frozenset(pair) for pair in pairwise(order)}
        is_other = frozenset((label, families[other])) in pairs or len(re.findall(rf"\b{re.escape(label)}\b", text)) > 1
        families[label] = label if is_other else families[other]
        taken = f"somebody else than “{other}”" if is_other else f"“{other}”, misspelt"
        doubts.append(Doubt(line=index + 1, message=f"“{label}” stands here alone and is taken for {taken}"))
    first_lines = {one.label: index + 1 for index, one in sorted(openings.items(), reverse=True)}
    for label, other in found.merged.items():
        if label in first_lines:
            message = f"“{label}” is taken for the same speaker as “{other}”"
            doubts.append(Doubt(line=first_lines[label], message=message))
    for index, one in found.others.items():
        if index not in openings and all(word[0].isupper() for word in one.label.split()) and openings:
            message = f"“{one.printed}” is taken for words, not for the label of a speaker"
            doubts.append(Doubt(line=index + 1, message=message))
    labels: dict[str, list[str]] = {}
    for label, family in families.items():
        labels.setdefault(family, []).append(label)
    return Guide(speakers=tuple((name, *(one for one in own if one != name)) for name, own in labels.items())), doubts


def describe(reading: Reading) -> dict[str, Any]:
    """Return what was found as JSON has it: speakers, turns, pairs of question and answer, doubts."""
    doubts = [{"line": doubt.line, "message": doubt.message} for doubt in reading.doubts]
    transcript = reading.transcript
    if transcript is None:
        return {"speakers": [], "turns": [], "answers": [], "doubts": doubts}
    roles = {label: speaker.role for speaker in transcript.speakers for label in speaker.labels}
    pairs: list[dict[str, list[str]]] = []
    for turn in transcript.turns:
        if roles[turn.label] is Role.INTERVIEWER:
            pairs.append({"question": [turn.text], "answer": []})
        elif pairs:
            pairs[-1]["answer"].append(turn.text)
    return {
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


def name_speaker(speaker: Speaker, transcript: Transcript) -> str:
    """Return the speaker's name as far as it is known: one in the text that has the initials of a label, or a label."""
    texts = [part.text for part in transcript.head.printed]
    texts += [part.text for turn in transcript.turns for part in turn.paragraphs]
    for label in speaker.labels:
        if label.isupper() and len(label) > 1 and " " not in label:
            named = Counter(name for text in texts for name in NAME.findall(text) if spell(name) == label)
            for name, _ in named.most_common(1):
                return str(name)
    return speaker.name


def spell(name: str) -> str:
    """Return the initials of a name."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name)).upper()


# --- what is written and said ---


def write_sidecar(transcript: Transcript) -> str:
    """Return a sidecar for the text, ready to edit."""
    head, speakers = transcript.head, transcript.speakers
    answering = [name_speaker(one, transcript) for one in speakers if one.role is Role.INTERVIEWEE]
    content: dict[str, Any] = {}
    if (language := guess_language(transcript)) != OURS:
        content["language"] = language
    if not head.headline:
        opening, joint = HEADLINES[language]
        content["headline"] = f"{opening} {f' {joint} '.join(answering)}"
    content["speakers"] = [
        {"name": name_speaker(one, transcript), "role": one.role.value, "labels": list(one.labels)} for one in speakers
    ]
    content["answers"] = list(propose_answers(transcript))
    lines = [f"# yaml-language-server: $schema=../docs/interviews/sidecar.schema.json\n{HEADER}"]
    lines += [f"# {key}: {example}" for key, example in missing(transcript)]
    dumped = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=float("inf"))
    return "\n".join([*lines, dumped])


def guess_language(transcript: Transcript) -> str:
    """Return the language whose small words come most often, the editors' own if none do."""
    words = Counter(word.casefold() for turn in transcript.turns for word in re.findall(r"[^\W\d_]+", turn.text))
    uses = {language: sum(words[word] for word in small) for language, small in SMALL.items()}
    return max(uses, key=uses.__getitem__)  # the first of those that are equal


def missing(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """Yield what the head doesn't say, as keys of the sidecar with an example of each."""
    head = transcript.head
    yield "url", "https://example.org/the-original"
    for key, value, example in (
        ("author", head.author, "Ana Ruiz"),
        ("publication", head.publication, "The Paper"),
        ("date", head.date, "2018-07-02"),
    ):
        if value is None:
            yield key, example


def propose_answers(transcript: Transcript) -> Iterator[dict[str, Any]]:
    """Yield an entry for each answer: an id and a short title made of the question, and the question's first words."""
    askers = {label for one in transcript.speakers if one.role is Role.INTERVIEWER for label in one.labels}
    questions = [find_question(group, askers) for group in group_turns(transcript.turns, transcript.speakers)]
    texts = [normalize(question.text) for question in questions]
    taken = set(PAGE_IDS) | {"interview"}
    for number, question in enumerate(questions):
        title = propose_title(question)
        id_ = propose_id(title, taken)
        taken.add(id_)
        entry: dict[str, Any] = {"id": id_, "title": title, "question": choose_words(texts, number)}
        if earlier := texts[:number].count(texts[number]):
            entry["which"] = earlier + 1
        yield entry


def propose_title(question: Turn) -> str:
    """Return the question itself, without what is said before it, cut between words."""
    text = " ".join(question.text.split())
    sentences = [text[start:end].strip() for start, end in find_sentences(text)]
    asked = [sentence for sentence in sentences if sentence.endswith(("?", "？", "؟"))]
    title = (asked or sentences)[-1 if asked else 0]
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:–—") + " …"


def propose_id(title: str, taken: Collection[str]) -> str:
    """Return an id made of the words of a title that tell most, unlike those that are taken."""
    words = re.findall("[a-z0-9]+", make_slug(re.sub("['’]s?\\b", "", title)).encode("ascii", "ignore").decode())
    telling = [word for word in words if word not in LITTLE and len(word) > 1] or words
    stem = "-".join(telling[:ID_WORDS]) or "answer"
    if stem.isdigit():
        stem = f"answer-{stem}"
    return next(id_ for number in count(1) if (id_ := stem if number == 1 else f"{stem}-{number}") not in taken)


def choose_words(texts: Sequence[str], number: int) -> str:
    """Return the opening words of a question, as many as no other has, or all."""
    words = texts[number].split()
    for length in range(FIRST_WORDS, len(words)):
        opening = " ".join(words[:length])
        if sum(text.startswith(opening) for text in texts) == 1:
            return opening
    return texts[number]


def tell(transcript: Transcript, doubts: Sequence[Doubt], place: str) -> Iterator[str]:
    """Yield what was found in the text, in lines, and what to do next."""
    head = transcript.head
    said = {"headline": head.headline and head.headline.text, "author": head.author, "publication": head.publication}
    said["language"] = guess_language(transcript)
    for key, value in {**said, "date": head.date}.items():
        yield f"{key:<12} {' '.join(str(value).split()) if value else '– (none found)'}"
    for one in transcript.speakers:
        turns = sum(turn.label in one.labels for turn in transcript.turns)
        yield f"{one.role.value:<12} {name_speaker(one, transcript)}: {turns} turns as {', '.join(one.labels)}"
    groups = group_turns(transcript.turns, transcript.speakers)
    yield f"{'turns':<12} {len(transcript.turns)}, in {len(groups)} answers"
    if transcript.closing:
        yield f"{'closing':<12} from line {transcript.closing[0].line}, not part of the last answer"
    for doubt in doubts:
        yield f"{place}.txt:{doubt.line}: {doubt.message}; the sidecar can say otherwise"
    for one in transcript.speakers:
        name = name_speaker(one, transcript)
        if is_nobody(name):
            yield f"{place}.yml: “{name}” is no name; write that of who {DOES[one.role]} in “speakers”"
    yield f"Written: {place}.txt and {place}.yml. Edit the sidecar’s titles and ids, then: make site"


def is_nobody(name: str) -> bool:
    """Tell whether a name is a letter or a part in a talk, such as “Q” or “PERIODISTA”, and so no name for a page."""
    return len(name) == 1 or all(word.casefold() in OFFICES | PARTS for word in name.split())


if __name__ == "__main__":
    run_command(main)
