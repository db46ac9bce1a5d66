"""What a text says of itself: its head, its turns and who speaks in them, each word with its line.

`parse_transcript` reads the text of an interview and nothing else. `printed_words` puts the result together again,
which is how the tests prove that nothing was lost.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import groupby
from statistics import fmean

from interviews.faults import Fault, Faults
from interviews.text.head import Head, parse_head
from interviews.text.interludes import Interlude, find_interludes
from interviews.text.labels import NAME, NO_GUIDE, Found, Guide, find_misspelt, starts_with
from interviews.text.printed_dates import parse_date
from interviews.text.readings import QUESTION, find_openings, part_lines
from interviews.text.sheet import OFF, Mark, Paragraph, Sheet, find_paragraphs, lay_out


class Role(StrEnum):
    """What a speaker does in the interview."""

    INTERVIEWER = "interviewer"
    INTERVIEWEE = "interviewee"


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


MANY = 100
"""Turns."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """A text, read: nothing added, nothing left out."""

    head: Head
    speakers: tuple[Speaker, ...]
    """In the order in which they first speak; the name is the longest label."""
    turns: tuple[Turn, ...]
    closing: tuple[Paragraph, ...] = ()
    """What stands behind the last turn and nobody says."""
    interludes: tuple[Interlude, ...] = ()
    """In their order, each with its line."""
    marks: tuple[Mark, ...] = ()
    """What of the text is nobody's word."""
    legend: Mapping[str, str] = field(default_factory=dict)
    """What the head says of labels: “TB: Tom Berg, baker”."""

    @property
    def words(self) -> str:
        """What is said, without labels, as far as it takes to know the language."""
        return " ".join(turn.text for turn in self.turns[:MANY])


ASKING = 0.5
"""Share of turns with a question from which on somebody asks."""
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
    r"translated by|traduc\w+ (?:de|por|par)|transcribed by|read more|related\b|see also|lire aussi|lea también|"
    r"leia também|leggi anche|mehr zum thema|lesen sie auch|читайте также|"
    r"end of (?:tape|interview|transcript|recording)|"
    r"\W?the (?:briefing|press conference|hearing|interview) (?:was )?(?:concluded|ended|adjourned)|[（(]?本文有删节|"
    r"(?:s’abonner|subscribe|suscríbete|apúntate|assine|iscriviti|abonnieren sie)\b.{0,30}newsletter|"
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
    if not text.strip():
        raise Faults([Fault(path=path, line=1, message="the file is empty; put the interview's text into it")])
    sheet = part_lines(lay_out(text), guide)
    found = find_openings(sheet, guide, partial(parse_date, language=guide.language))
    if not found.openings:
        raise Faults([explain_no_turns(path, sheet, found)])
    starts = sorted(found.openings)
    interludes, silent, views = find_interludes(sheet, found, starts[0], guide)
    views.update(found.views)
    views.update((index, one.view) for index, one in found.openings.items() if one.view)
    turns = tuple(
        parse_turn(sheet, found, views, silent, range(start, end))
        for start, end in zip(starts, [*starts[1:], len(sheet.lines)], strict=True)
    )
    head = parse_head(sheet, starts[0], guide.language)
    speakers = find_speakers(turns, found.families, head, found.asks)
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
        message = f"only {speakers[0].name} speaks; an interview needs the label of a second speaker"
        faults.append(Fault(path=path, line=turns[0].line, message=message))
    for index, label, other in find_misspelt(found):
        message = (
            f"“{label}” is no label, but “{other}” is; compare it with the original, or, if it is right, name it in "
            f"the sidecar: speakers: [{{name: …, labels: [{label}]}}]"
        )
        faults.append(Fault(path=path, line=sheet.number(index), message=message))
    if faults:
        raise Faults(faults)
    *others, last = turns
    closing = find_closing(last, head, speakers, guide)
    spoken = replace(last, paragraphs=last.paragraphs[: len(last.paragraphs) - len(closing)])
    return Transcript(
        head=head,
        speakers=speakers,
        turns=(*others, spoken),
        closing=closing,
        interludes=interludes,
        marks=sheet.find_marks(views),
        legend=found.legend,
    )


def explain_no_turns(path: str, sheet: Sheet, found: Found) -> Fault:
    """Return the fault of a text without turns, with what was looked for, what came close, and what settles it."""
    others = [*found.others.items()][:SHOWN]
    near = "; ".join(f"line {sheet.number(index)}, “{one.printed.strip()}”" for index, one in others)
    message = (
        "no turns found: no label comes again, be it with a colon (“Diálogo: What is …?”), a dash or a slash, as “Q.” "
        "or “Q”, or alone on its line; nor do dashes, bold type or question marks tell who asks. "
        f"{f'Closest: {near}' if near else 'Nothing came close'}. If these are "
        "labels, name them in the sidecar, “speakers: [{name: …, labels: [Diálogo]}, …]”; if the text has none, write "
        "the opening words of each question, “answers: [{id: …, title: …, question: What is}]”"
    )
    return Fault(path=path, line=sheet.number(next(iter(found.others), 0)), message=message)


def printed_words(transcript: Transcript) -> Iterator[str]:
    """Yield every word of the source but its marks, in its order, put together again from the parts."""
    parts = [(part.line, part.text) for part in transcript.head.printed]
    for turn in transcript.turns:
        first, *others = turn.paragraphs
        gap = "\n" if first.line > turn.line else ""
        parts.append(
            (turn.line, f"{turn.printed_label}{gap}{first.text}")
            if first.line == turn.line
            else (turn.line, turn.printed_label)
        )
        parts += [(part.line, part.text) for part in (others if first.line == turn.line else turn.paragraphs)]
    parts += [(one.paragraph.line, one.paragraph.text) for one in transcript.interludes]
    parts += [(part.line, part.text) for part in transcript.closing]
    for _, text in sorted(parts, key=lambda part: part[0]):
        yield from text.split()


# --- turns ---


def parse_turn(sheet: Sheet, found: Found, views: Mapping[int, str], silent: Collection[int], block: range) -> Turn:
    """Return the turn that some lines hold, without those that nobody says."""
    opening = found.openings[block[0]]
    lines = ["" if index in silent else views.get(index, sheet.lines[index]) for index in block]
    body = [line.replace(OFF, "") for line in (lines[0][opening.end :], *lines[1:])]
    gap = "" if body[0][:1].strip() or not opening.printed else " "
    return Turn(
        label=opening.label,
        printed_label=opening.printed + gap,
        line=sheet.number(block[0]),
        paragraphs=tuple(find_paragraphs(body, block[0], sheet)),
    )


def find_speakers(
    turns: Sequence[Turn], families: Mapping[str, str], head: Head, asks: str = ""
) -> tuple[Speaker, ...]:
    """Return the speakers in the order in which they first speak; `families` has the fullest label for each.

    Who `asks` is known where the form of the text tells it. Otherwise interviewers are those of whose turns most ask
    something; if all do, the one whose turns ask most often, or who speaks first. Whom the head says to have been
    talked with answers. A letter says nothing: “A” may be Arvind, who asks.
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
    if asks:
        askers = {families.get(asks, asks)}
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
        text = text.strip("*_") if text.startswith(("*", "_")) and not set(text) <= set("*_ ") else text
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
