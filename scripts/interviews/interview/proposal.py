"""The sidecar that is proposed for a text: all that the text itself says, put so that an editor can go on from there.

`propose` gives its content, `write_sidecar` the file. It holds as it is; nothing in it has to be edited before the
interview can be looked at.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import yaml

from interviews.interview.interview import PAGE_IDS, find_question, make_slug
from interviews.interview.quotes import normalize
from interviews.text import (
    CONNECTING,
    NAME,
    OFFICES,
    OURS,
    Role,
    Speaker,
    Transcript,
    Turn,
    find_sentences,
    group_turns,
    list_askers,
    read_list,
    recognise,
)

Entry = dict[str, Any]
"""A speaker or an answer, as a sidecar has it."""
Place = tuple[int, int]
"""The line of a question, and how many begin there before it."""
PARTS = read_list("antwort|frage|p|pergunta|pregunta|question|r|resposta|respuesta|réponse|journaliste|jornalista")
"""What stands for a speaker as a label, beside what may be an office."""
POINTING = read_list("her|his|the|this")
"""What is no office by itself."""
SURE = 0.7
"""How sure it has to be from which on a language is proposed."""
ENOUGH = 100
"""Letters of a text from which on it is doubted if it is not sure."""
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
    "# yaml-language-server: $schema=../docs/interviews/sidecar.schema.json",
    "# What the text of the interview can't say. Edit what is proposed; behind a # stand examples of what can be said",
    "# too, and count without the #. The site's page /reference/ has every key.",
)
URL = "url: https://example.org/the-original"
EXAMPLES = {
    "deck": "The sentence below the headline.",
    "author": "Ana Ruiz",
    "publication": "The Paper",
    "date": "2018-07-02",
}
"""Of what a head may lack."""
ADDED = (
    "event: {name: Day of Rivers, place: Lima, starts: 2018-05-09, ends: 2018-05-10}",
    "translations: {pt: {title: Os rios, url: https://example.org/pt}}",
    "dates: [{when: 2016, what: The bridge is opened, quote: words of one paragraph}]",
    "figures: [{figure: 180 tons, what: What the ferry carried, quote: words of one paragraph with 180 tons}]",
)
"""Of what an editor may add to the whole."""
OFFICE = "office: Minister of Rivers"
NOTE = "notes: [{at: p1, text: It was opened in 2017., by: Ana Ruiz, date: 2018-07-02, source: https://example.org/b}]"


# --- what is proposed ---


def propose(transcript: Transcript, kept: Mapping[Place, Entry] | None = None) -> dict[str, Any]:
    """Return the content of a sidecar; `kept` has entries of answers that stay, by the lines of their questions."""
    language, speakers = guess_language(transcript), propose_speakers(transcript)
    content: dict[str, Any] = {"language": language}
    if not transcript.head.headline:
        opening, joint = HEADLINES.get(language, HEADLINES[OURS])
        answering = [one["name"] for one in speakers if one["role"] == Role.INTERVIEWEE.value]
        content["headline"] = f"{opening} {f' {joint} '.join(answering)}"
    answers = propose_answers(transcript, kept or {})
    return {**content, "topics": [], "speakers": speakers, "answers": list(answers.values())}


def guess_language(transcript: Transcript) -> str:
    """Return the language of what is said if it is sure, or the editors' own."""
    language, sure = recognise(transcript.words)
    return language if sure >= SURE else OURS


def is_guessed(transcript: Transcript) -> bool:
    """Tell whether a text is long enough to tell its language, and does not."""
    return recognise(transcript.words)[1] < SURE and sum(map(str.isalpha, transcript.words[: ENOUGH * 10])) >= ENOUGH


def propose_speakers(transcript: Transcript) -> list[Entry]:
    """Return an entry for each speaker: name, role and labels; no name twice, since two people would have one page."""
    speakers = transcript.speakers
    names = [name_speaker(one, transcript) for one in speakers]
    uses = Counter(names)
    return [
        {"name": name if uses[name] == 1 else one.name, "role": one.role.value, "labels": list(one.labels)}
        for one, name in zip(speakers, names, strict=True)
    ]


def name_speaker(speaker: Speaker, transcript: Transcript) -> str:
    """Return the speaker's name as far as it is known: one in the text that has the initials of a label, or a label."""
    for label in speaker.labels:
        if told := NAME.match(transcript.legend.get(label, "")):
            return told[0]
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


def is_nobody(name: str) -> bool:
    """Tell whether a name is a letter or a part in a talk, such as “Q” or “PERIODISTA”, and so no name for a page."""
    return len(name) == 1 or all(word.casefold() in OFFICES | PARTS for word in name.split())


def has_office(name: str) -> bool:
    """Tell whether a name has a word of an office or a title in it."""
    return any(word.casefold() in OFFICES - POINTING for word in name.split())


def propose_answers(transcript: Transcript, kept: Mapping[Place, Entry]) -> dict[Place, Entry]:
    """Return an entry for each answer, by its question's line: id and title made of the question, and its first words.

    What is `kept` stays as far as it can; its ids are nobody else's.
    """
    askers = list_askers(transcript.speakers)
    questions = [find_question(group, askers) for group in group_turns(transcript.turns, transcript.speakers)]
    texts = [normalize(question.text) for question in questions]
    taken = {*PAGE_IDS, "interview", *(entry["id"] for entry in kept.values())}
    entries: dict[Place, Entry] = {}
    lines = [question.line for question in questions]
    for number, question in enumerate(questions):
        place = (question.line, lines[:number].count(question.line))
        entry = dict(kept.get(place, {}))
        if not entry:
            title = propose_title(question)
            entry = {"id": propose_id(title, taken), "title": title}
            taken.add(entry["id"])
        if not is_telling(entry.get("question", ""), texts, number):
            entry["question"] = choose_words(texts, number)
        entry.pop("which", None)
        if earlier := texts[:number].count(texts[number]):
            entry["which"] = earlier + 1
        entries[place] = {**entry, "topics": []}
    return entries


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
    openings = (" ".join(words[:length]) for length in range(FIRST_WORDS, len(words)))
    return next((opening for opening in openings if is_telling(opening, texts, number)), texts[number])


def is_telling(opening: str, texts: Sequence[str], number: int) -> bool:
    """Tell whether words open the text of this number and no other, or are all of it."""
    alike = [place for place, text in enumerate(texts) if opening and text.startswith(opening)]
    return alike == [number] or opening == texts[number]


# --- how it is written ---


def write_sidecar(transcript: Transcript, file: Entry | None = None, form: str = "") -> str:
    """Return a sidecar for the text, ready to edit, with examples of what else it may have as comments.

    `file` is the file from which the text was taken, if that is not the text itself, `form` how its turns are set
    apart, if it does not tell itself.
    """
    content = ({"file": file} if file else {}) | ({"form": form} if form else {}) | propose(transcript)
    speakers, answers = content.pop("speakers"), content.pop("answers")
    lines = [*HEADER, f"# {URL}"]
    lines += [f"# {key}: {example}" for key, example in EXAMPLES.items() if not getattr(transcript.head, key)]
    lines += [write_line(key, value) for key, value in content.items()]
    lines += [*(f"# {example}" for example in ADDED), "speakers:"]
    for entry in speakers:
        lines += [*write_entry(entry), *([f"  # {OFFICE}"] if entry["role"] == Role.INTERVIEWEE.value else [])]
    lines.append("answers:")
    for number, entry in enumerate(answers):
        lines += [*write_entry(entry), *([f"  # {NOTE}"] if number == 0 else [])]
    return "\n".join([*lines, ""])


def write_entry(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry in a list."""
    for number, (key, value) in enumerate(entry.items()):
        yield f"{'  ' if number else '- '}{write_line(key, value)}"


def write_line(key: str, value: object) -> str:
    """Return a line of a sidecar, a list or an entry as one in brackets."""
    if isinstance(value, list | dict):
        return f"{key}: {write_inline(value)}"
    return yaml.safe_dump({key: value}, allow_unicode=True, width=float("inf")).strip()


def write_inline(value: object) -> str:
    """Return a list or an entry on one line, in brackets."""
    dumped = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf"))
    return str(dumped).strip()
