"""What a text says of itself: its head, its turns and who speaks in them, each word with its line.

`parse_transcript` reads the text of an interview and nothing else. `printed_words` puts the result together again,
which is how the tests prove that nothing was lost.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

from interviews.faults import Fault, Faults
from interviews.text.labels import (
    ALONE,
    CONNECTING,
    NAME,
    NO_GUIDE,
    Found,
    Guide,
    Opening,
    find_misspelt,
    find_openings,
    starts_with,
)
from interviews.text.printed_dates import is_like_a_date, parse_date


class Role(StrEnum):
    """What a speaker does in the interview."""

    INTERVIEWER = "interviewer"
    INTERVIEWEE = "interviewee"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A run of lines without a blank line."""

    text: str
    """The words as printed; a line end inside a paragraph stays a line end."""
    line: int
    """The paragraph's first line in the source, counted from 1."""

    @property
    def last_line(self) -> int:
        """The paragraph's last line in the source."""
        return self.line + self.text.count("\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What stands before the first turn."""

    headline: Paragraph | None = None
    repeats: tuple[Paragraph, ...] = ()
    """The headline, as often as it is printed again."""
    byline: Paragraph | None = None
    printed_date: Paragraph | None = None
    deck: Paragraph | None = None
    lead: tuple[Paragraph, ...] = ()
    author: str | None = None
    publication: str | None = None
    date: datetime.date | None = None

    @property
    def printed(self) -> tuple[Paragraph, ...]:
        """All that is printed, in its order."""
        parts = (self.headline, *self.repeats, self.byline, self.printed_date, self.deck, *self.lead)
        return tuple(sorted(filter(None, parts), key=lambda part: part.line))


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One run of paragraphs under one label."""

    label: str
    printed_label: str
    """The label with its colon and, unless the words follow the colon directly, a space."""
    line: int
    paragraphs: tuple[Paragraph, ...]

    @property
    def last_line(self) -> int:
        """The turn's last line in the source."""
        return self.paragraphs[-1].last_line

    @property
    def text(self) -> str:
        """The turn's words without the label, a blank line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """The person or magazine behind one or more labels."""

    name: str
    role: Role
    labels: tuple[str, ...]
    office: str | None = None
    id: str | None = None
    """The last part of the address of the speaker's page; only who is known by name has one."""
    formerly: tuple[str, ...] = ()
    """Ids under which that page was published before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """A text, read: nothing added, nothing left out."""

    head: Head
    speakers: tuple[Speaker, ...]
    """In the order in which they first speak; the name is the longest label."""
    turns: tuple[Turn, ...]
    closing: tuple[Paragraph, ...] = ()
    """What stands behind the last turn and nobody says."""


ASKING = 0.5
"""Share of turns with a question from which on somebody asks."""
QUESTION = re.compile(r"[?？؟\u037e]")
LONG_QUESTION = 150
"""In words."""
BY_THE_WAY = 0.4
TALKED_WITH = re.compile(
    r"(?:[Ii]nterview(?:s|ed)?(?: with)?|[Cc]onversation with|\b[Ww]e (?:talk|spoke|speak)(?:ed)? (?:with|to)|"
    r"[Ee]ntrevist(?:a|ó|amos) (?:a|con|al)|[Cc]onversación con|[Hh]abla(?:mos)? con|[Ee]ntretien avec|"
    r"[Ii]nterview d[e’']|[Ee]ntrevista com|[Cc]onversa com)"
    r"(?P<who>(?:\s+[A-ZÀ-Þ][\w.’'-]*|\s(?:de|del|da|of|the|la))+)"
)
"""Where a head says with whom somebody talked."""
SHOWN = 5
"""Lines in a message."""
TIME = r"\d{1,2}:\d\d ?[ap]\.?m\b.{0,12}$"
END = r"(?:#{2,}|\*(?: ?\*)+|-{3,}|_{3,}|[(\[—–-]?\s?(?:the )?(?:end|fin|fim)\b\W*)$"
EDITED = (
    r"[(\[]?(?:th(?:is|e)|est[ae]|cet(?:te)?|la|l[’']) ?(?:interview|conversation|transcript|q ?& ?a|entrevista|"
    r"conversación|transcripción|entretien|conversa)\b.{0,80}?\b(?:edit|condens|length|clarity|conduct|record|publi|"
    r"appear|translat|originally|realiz|adapt|resum|réalis|grab|grav)|propos recueillis|"
    r"(?:interview|conversation|entrevista|conversación|conversa|entretien) (?:edit|conduct|condens|record|transl|"
    r"transcri|realiz|tradu|grab|grav|réalis)"
)
NOTE = (
    r"[(\[]?(?:editor[’']?s?[’']? note|nota d[eoa]l?|note de la|notes?:|corrections?:|about the (?:author|interviewer)|"
    r"(?:acerca|sobre) (?:de )?(?:el|l[ao]s?|o|a) aut|à propos d|(?:photo\w*|foto\w*|sources?)(?::| by| de| por)|"
    r"translated by|traduc\w+ (?:de|por|par)|transcribed by|read more|"
    r"follow (?:us|him|her|them|@)|(?:copyright|©) ?(?:\d|by\b|[A-ZÀ-Þ]))"
)
CLOSING = re.compile("|".join((TIME, END, EDITED, NOTE)), re.IGNORECASE)
"""How paragraphs begin with which editors close an interview."""
EDITED_BEHIND = re.compile(
    r"[.!?…] (?:th(?:is|e)|est[ae]|cet(?:te)?) ?(?:interview|conversation|entrevista|conversación|entretien|conversa)\b"
    r".{0,80}?\b(?:edit|condens|length|clarity)",
    re.IGNORECASE,
)
"""The same behind other sentences of such a paragraph."""
TELLS = r"(?:is|was|lives|writes|works|teaches|es|fue|vive|escribe|trabaja|est|vit|écrit|é|foi|mora|escreve)"
"""How it goes on behind the name of an author."""
BIOGRAPHY = re.compile(
    rf"{NAME.pattern}(?:,[^,.]{{1,60}},)? {TELLS}\b[^.]{{0,40}}\b(?:writer|journalist|reporter|editor|correspondent|"
    r"columnist|contributor|photographer|translator|periodista|escritora?|jornalista|repórter|journaliste|écrivaine?|"
    r"fotógraf[oa]|tradu[ct]+ora?)\b"
)
"""How one begins that says who somebody is, whoever that is."""


def parse_transcript(text: str, path: str, guide: Guide = NO_GUIDE) -> Transcript:
    """Return what the text of an interview says of itself.

    `text` is what `decode_source` gives; `path` names it in messages; `guide` is what the sidecar settles. Raises
    `Faults` for a text that is empty, has no turns or only one speaker, and for a label without words or one that is
    probably misspelled.
    """
    lines = text.replace("\f", " ").split("\n")
    if not text.strip():
        raise Faults([Fault(path=path, line=1, message="the file is empty; put the interview's text into it")])
    is_date = partial(parse_date, language=guide.language)
    found = find_openings(lines, guide, is_date)
    openings = found.openings or find_questions(lines, guide)
    if not openings:
        raise Faults([explain_no_turns(path, lines, found)])
    starts = sorted(openings)
    turns = tuple(
        parse_turn(lines[start:end], start, openings[start])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    )
    head = parse_head(lines[: starts[0]], guide.language)
    speakers = find_speakers(turns, found.families, head)
    faults = [
        Fault(
            path=path,
            line=turn.line,
            message=f"no words follow “{turn.printed_label.strip()}”; add or remove the turn",
        )
        for turn in turns
        if not turn.paragraphs
    ]
    if len(speakers) == 1:
        message = (
            f"only {speakers[0].name} speaks; an interview needs the label of a second speaker{find_dashed(lines)}"
        )
        faults.append(Fault(path=path, line=turns[0].line, message=message))
    for index, label, other in find_misspelt(found):
        message = (
            f"“{label}” is no label, but “{other}” is; compare it with the original, or, if it is right, name it in "
            f"the sidecar: speakers: [{{name: …, labels: [{label}]}}]"
        )
        faults.append(Fault(path=path, line=index + 1, message=message))
    if faults:
        raise Faults(faults)
    *others, last = turns
    closing = find_closing(last, head, speakers, guide)
    spoken = replace(last, paragraphs=last.paragraphs[: len(last.paragraphs) - len(closing)])
    return Transcript(head=head, speakers=speakers, turns=(*others, spoken), closing=closing)


def find_questions(lines: Sequence[str], guide: Guide) -> dict[int, Opening]:
    """Return the turns of a text without labels: the paragraphs that open with the guide's questions, and those behind.

    Their labels are the guide's names, and printed nowhere.
    """
    asks, answers = (Opening(label=name, printed="", end=0, form=ALONE) for name in guide.names)
    openings: dict[int, Opening] = {}
    for paragraph in find_paragraphs(list(lines), 0):
        if any(starts_with(paragraph.text, question) for question in guide.questions):
            openings[paragraph.line] = asks
        elif openings and openings[max(openings)] is asks:
            openings[paragraph.line] = answers
    return openings


def explain_no_turns(path: str, lines: Sequence[str], found: Found) -> Fault:
    """Return the fault of a text without turns, with what was looked for, what came close, and what settles it."""
    near = "; ".join(f"line {index + 1}, “{one.printed.strip()}”" for index, one in [*found.others.items()][:SHOWN])
    message = (
        "no turns found: no label comes again, be it with a colon (“Diálogo: What is …?”), as “Q.”, as “Q” with wide "
        f"space behind it, or alone on its line. {f'Closest: {near}' if near else 'Nothing came close'}"
        f"{find_dashed(lines)}. If these are "
        "labels, name them in the sidecar, “speakers: [{name: …, labels: [Diálogo]}, …]”; if the text has none, write "
        "the opening words of each question, “answers: [{id: …, title: …, question: What is}]”"
    )
    return Fault(path=path, line=next(iter(found.others), 0) + 1, message=message)


def find_dashed(lines: Sequence[str]) -> str:
    """Return what to do with a word before a dash that opens line after line as a label would; nothing if none does."""
    opening = Counter(match["label"] for line in lines if (match := DASHED.match(line)))
    told = [f"“{label} –” opens {count} lines" for label, count in opening.most_common(2) if count > 1]
    return f"; {' and '.join(told)}: if these are labels, put colons for their dashes" if told else ""


def printed_words(transcript: Transcript) -> Iterator[str]:
    """Yield every word of the source in its order, put together again from the parts."""
    for part in transcript.head.printed:
        yield from part.text.split()
    for turn in transcript.turns:
        yield from (turn.printed_label + turn.text).split()
    for part in transcript.closing:
        yield from part.text.split()


# --- turns ---


def parse_turn(lines: list[str], start: int, opening: Opening) -> Turn:
    """Return the turn whose first line has the index `start` and opens with `opening`."""
    body = [lines[0][opening.end :], *lines[1:]]
    gap = "" if body[0][:1].strip() or not opening.printed else " "
    return Turn(
        label=opening.label,
        printed_label=opening.printed + gap,
        line=start + 1,
        paragraphs=tuple(find_paragraphs(body, start + 1)),
    )


def find_paragraphs(lines: list[str], first_line: int) -> Iterator[Paragraph]:
    """Yield the runs of lines that are not blank; `first_line` is the number of the first of `lines`."""
    numbered = groupby(enumerate(lines, first_line), key=lambda pair: bool(pair[1].strip()))
    for has_words, group in numbered:
        if has_words:
            run = list(group)
            yield Paragraph(text="\n".join(line for _, line in run).strip(), line=run[0][0])


def find_speakers(turns: Sequence[Turn], families: Mapping[str, str], head: Head) -> tuple[Speaker, ...]:
    """Return the speakers in the order in which they first speak; `families` has the fullest label for each.

    Interviewers are those of whose turns most ask something; if all do, the one whose turns ask most often, or who
    speaks first. Whom the head says to have been talked with answers. A letter says nothing: “A” may be Arvind, who
    asks.
    """
    spoken: dict[str, list[Turn]] = {}
    for turn in turns:
        spoken.setdefault(families.get(turn.label, turn.label), []).append(turn)
    asking = {name: fmean(weigh_question(turn) for turn in said) for name, said in spoken.items()}
    wrote = {name for name in spoken if name in (head.author, head.publication)}
    interviewed = {name for name in spoken if name not in wrote and is_interviewed(name, head)}
    may_ask = [name for name in spoken if name not in interviewed] or list(spoken)
    most = max(may_ask, key=lambda name: (name in wrote, asking[name]))
    askers = {name for name in may_ask if name in wrote or asking[name] >= ASKING} | {most}
    if len(askers) == len(spoken):
        askers = {most}
    return tuple(
        Speaker(
            name=name,
            role=Role.INTERVIEWER if name in askers else Role.INTERVIEWEE,
            labels=tuple(dict.fromkeys(turn.label for turn in said)),
        )
        for name, said in spoken.items()
    )


def weigh_question(turn: Turn) -> float:
    """Return how much a turn is a question, from 0 to 1; in many words one may ask something by the way."""
    if not QUESTION.search(turn.text):
        return 0
    return 1 if len(turn.text.split()) <= LONG_QUESTION else BY_THE_WAY


def is_interviewed(name: str, head: Head) -> bool:
    """Tell whether the head says that somebody of this name was talked with."""
    text = " ".join(part.text for part in head.printed)
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()]
    return any(word in match["who"].split() for match in TALKED_WITH.finditer(text) for word in words)


def find_closing(last: Turn, head: Head, speakers: Sequence[Speaker], guide: Guide) -> tuple[Paragraph, ...]:
    """Return what stands behind the last turn and nobody says: a time, “This interview was edited”, who wrote it."""
    names = {head.author or "", *(speaker.name for speaker in speakers)}
    asking = {head.author or "", *(speaker.name for speaker in speakers if speaker.role is Role.INTERVIEWER)}
    surnames = {name.split()[-1] for name in asking if " " in name}
    openings = "|".join(re.escape(name) for name in {*(name for name in names if " " in name), *surnames})
    about = re.compile(rf"(?:{openings})\b.{{0,40}}?\b{TELLS}\b" if openings else r"(?!)")
    for index, paragraph in enumerate(() if guide.no_closing else last.paragraphs[1:], 1):
        text = " ".join(paragraph.text.split())
        closes = CLOSING.match(text) or about.match(text) or BIOGRAPHY.match(text) or EDITED_BEHIND.search(text)
        if starts_with(text, guide.closing) if guide.closing else closes:
            return last.paragraphs[index:]
    return ()


def list_askers(speakers: Iterable[Speaker]) -> frozenset[str]:
    """Return the labels of those who ask."""
    return frozenset(label for one in speakers if one.role is Role.INTERVIEWER for label in one.labels)


def group_turns(turns: tuple[Turn, ...], speakers: tuple[Speaker, ...]) -> tuple[tuple[Turn, ...], ...]:
    """Return the turns of each answer: those that ask and all that follow until somebody asks again.

    No turn is left out: words before the first question stand with it, words of the interviewer after the last answer
    stand with that answer.
    """
    askers = list_askers(speakers)
    runs = [list(run) for _, run in groupby(turns, key=lambda turn: turn.label in askers)]
    if turns[0].label not in askers:
        runs[:2] = [[*runs[0], *(runs[1] if len(runs) > 1 else [])]]
    groups = [[turn for run in runs[start : start + 2] for turn in run] for start in range(0, len(runs), 2)]
    if len(groups) > 1 and turns[-1].label in askers:
        groups[-2:] = [[*groups[-2], *groups[-1]]]
    return tuple(map(tuple, groups))


# --- the head ---

BYLINE = re.compile(
    r"(?i:(?:(?:(?:an )?interview(?:ed)?|text|words|story|entrevista|texto|propos recueillis) )?(?:by|por|par))"
    r"\s+(?P<author>[^/|]{1,200}?)\s*(?:[/|]\s*(?P<publication>.+))?$"
)
IMPRINT = re.compile(r"(?P<publication>[A-ZÀ-Þ][^.!?:;]{0,60}?)(?:\s*[,|/·–—]\s*(?P<date>[^,|/·–—]*(?:, *\d{4})?))?$")
"""The line below a byline: a publication, perhaps with the date behind it."""
SENTENCE_END = re.compile(r"(?<!\bJr)(?<!\bSr)[.!?]$")
DASHED = re.compile(r"\s*(?P<label>[A-ZÀ-Þ][\w.]*(?: [\w.]+){0,3}) ?[–—-] ")
ONE_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\w)[^.!?]*)*[.!?]?$")


def parse_head(lines: list[str], language: str = "") -> Head:
    """Return what stands before the first turn of a text in a language, if that is known.

    The first line is the headline if it is no sentence; the same again is a repetition; “By Author/Publication” and a
    date stand on lines of their own, or the publication below the author. A single sentence before or after them, with
    more text behind it, is the deck.
    """
    blocks = list(find_paragraphs(lines, 1))
    following = blocks[1] if len(blocks) > 1 else None
    headline = blocks.pop(0) if blocks and is_headline(blocks[0], following, language) else None
    repeats: list[Paragraph] = []
    while headline and blocks and blocks[0].text == headline.text:
        repeats.append(blocks.pop(0))
    deck = None
    if headline and len(blocks) > 1 and not read_credits(blocks[0], language) and ONE_SENTENCE.match(blocks[0].text):
        credit = read_credits(blocks[1], language)
        deck = blocks.pop(0) if credit and credit.byline else None
    known = Credits()
    while blocks and (found := read_credits(blocks[0], language)):
        if (known.byline and found.byline) or (known.printed_date and found.printed_date):
            break  # “By joining forces, they …” is the deck, and a second date a part of the introduction
        known = known._replace(**{key: value for key, value in found._asdict().items() if value})
        blocks[:1] = [found.rest] if found.rest else []
        known = known._replace(rest=None)
    if not deck and len(blocks) > 1 and ONE_SENTENCE.match(blocks[0].text):
        deck = blocks.pop(0)
    return Head(
        headline=headline,
        repeats=tuple(repeats),
        byline=known.byline,
        printed_date=known.printed_date,
        deck=deck,
        lead=tuple(blocks),
        author=known.author,
        publication=known.publication,
        date=known.date,
    )


class Credits(NamedTuple):
    """Who wrote a text for whom, and when."""

    byline: Paragraph | None = None
    """With the line of the publication below it, if that has one of its own."""
    printed_date: Paragraph | None = None
    """The date, if it has a line of its own; it may be none, or have two meanings."""
    author: str | None = None
    publication: str | None = None
    date: datetime.date | None = None
    rest: Paragraph | None = None
    """What else stands in the same block, behind them."""


def is_headline(block: Paragraph, following: Paragraph | None = None, language: str = "") -> bool:
    """Tell whether the block is a line without the full stop of a sentence, and neither a byline nor a date.

    “By the river” may be either; where a byline follows it is none.
    """
    if "\n" in block.text or block.text.endswith("."):
        return False
    credit = read_credits(block, language)
    after = read_credits(following, language) if credit and credit.byline and following else None
    return credit is None or bool(after and after.byline)


def read_credits(block: Paragraph, language: str = "") -> Credits | None:
    """Return the byline and the date with which the block opens, or nothing if it is something else.

    Something else may stand behind a byline and a date alone: “By joining” may open any text.
    """
    found = Credits()
    texts = block.text.split("\n")
    lines = [Paragraph(text=text.strip(), line=number) for number, text in enumerate(texts, block.line)]
    for index, line in enumerate(lines):
        credit = BYLINE.match(line.text)
        if credit and not found.byline and not SENTENCE_END.search(line.text):
            found = found._replace(byline=line, author=credit["author"], publication=credit["publication"])
        elif not found.printed_date and ((day := parse_date(line.text, language)) or is_like_a_date(line.text)):
            found = found._replace(printed_date=line, date=day)
        elif (
            found.byline is lines[index - 1]
            and not found.publication
            and (imprint := read_imprint(line.text, language))
        ):
            both = Paragraph(text=f"{found.byline.text}\n{line.text}", line=found.byline.line)
            found = found._replace(byline=both, publication=imprint[0], date=imprint[1] or found.date)
        elif found.byline and (found.date or found.printed_date):
            return found._replace(rest=Paragraph(text="\n".join(texts[index:]).strip(), line=line.line))
        else:
            return None
    return found


def read_imprint(line: str, language: str) -> tuple[str, datetime.date | None] | None:
    """Return the publication and the date that a line below a byline has, or nothing if it is something else."""
    match = IMPRINT.match(line)
    if not match:
        return None
    day = parse_date(match["date"], language) if match["date"] else None
    words = match["publication"].split()
    if (match["date"] and not day) or (not day and not all(word[0].isupper() or word in CONNECTING for word in words)):
        return None
    return match["publication"], day
