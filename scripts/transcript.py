"""What a text says of itself: its head, its turns and who speaks in them, each word with its line.

`parse_transcript` reads the text of an interview and nothing else. `printed_words` puts the result together again,
which is how the tests prove that nothing was lost.
"""

import datetime
import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from faults import Fault, Faults


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


def parse_transcript(text: str, path: str, labels: Collection[str] = ()) -> Transcript:
    """Return what the text of an interview says of itself.

    `text` is what `decode_source` gives; `path` names it in messages; `labels` are labels that the sidecar names, which
    count even if they stand only once. Raises `Faults` for a text that is empty, has no turns or only one speaker, and
    for a label without words, one that is probably misspelled, and a date that is none.
    """
    lines = text.replace("\f", " ").split("\n")
    if not text.strip():
        raise Faults([Fault(path=path, line=1, message="the file is empty; put the interview's text into it")])
    candidates = find_candidates(lines)
    openings = choose_openings(candidates, set(labels))
    if not openings:
        message = "no turns found: no line opens with a label and a colon, such as “Diálogo: What is …?”"
        raise Faults([Fault(path=path, line=1, message=message)])
    starts = sorted(openings)
    turns = tuple(
        parse_turn(lines[start:end], start, openings[start])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
    )
    silent = [turn for turn in turns if not turn.paragraphs]
    speakers = find_speakers(turns)
    faults = [
        Fault(
            path=path,
            line=turn.line,
            message=f"no words follow “{turn.printed_label.strip()}”; add or remove the turn",
        )
        for turn in silent
    ]
    if len(speakers) == 1:
        message = f"only {speakers[0].name} speaks; an interview needs the label of a second speaker"
        faults.append(Fault(path=path, line=turns[0].line, message=message))
    for index, label in find_misspelled(candidates, openings):
        message = (
            f"“{candidates[index]['label']}” is no label, but “{label}” is; compare it with the original, or, if it is "
            f"right, name it in the sidecar: speakers: [{{name: …, labels: [{candidates[index]['label']}]}}]"
        )
        faults.append(Fault(path=path, line=index + 1, message=message))
    faults += [
        Fault(
            path=path,
            line=number,
            message=f"“{line.strip()}” is no date; {A_DATE}",
        )
        for number, line in enumerate(lines[: starts[0]], 1)
        if LIKE_A_DATE.match(line.strip()) and not parse_date(line)
    ]
    if faults:
        raise Faults(faults)
    return Transcript(head=parse_head(lines[: starts[0]]), speakers=speakers, turns=turns)


def printed_words(transcript: Transcript) -> Iterator[str]:
    """Yield every word of the source in its order, put together again from the parts."""
    for part in transcript.head.printed:
        yield from part.text.split()
    for turn in transcript.turns:
        yield from (turn.printed_label + turn.text).split()


# --- turns and their labels ---

LABEL = re.compile(r"\s*(?P<printed>(?P<label>\w[^:：]{0,119}?)\s*(?:：|:(?=\s|$)))")
NOT_IN_A_LABEL = re.compile("[?!;¿¡]")
LONGEST_LABEL = 12
"""In words: a label longer than this is a sentence with a colon."""


def find_candidates(lines: list[str]) -> dict[int, re.Match[str]]:
    """Return the indices of the lines that may open a turn, with the match of `LABEL` there.

    Not a headline with a colon, which is known by the date that stands below it.
    """
    found = {
        index: match
        for index, line in enumerate(lines)
        if (match := LABEL.match(line))
        and len(match["label"].split()) <= LONGEST_LABEL
        and not NOT_IN_A_LABEL.search(match["label"])
    }
    first, second = [*found, len(lines), len(lines)][:2]
    if any(parse_date(line) for line in lines[first + 1 : second]):
        del found[first]
    return found


def choose_openings(candidates: dict[int, re.Match[str]], known: set[str]) -> dict[int, re.Match[str]]:
    """Return the candidates that open a turn.

    A label is told from a sentence with a colon by coming again, be it in a shorter or longer form, or by being known.
    Where fewer than two speakers come again (one question, one answer), every label counts.
    """
    counts = Counter(match["label"] for match in candidates.values())
    families = merge_labels(list(counts))
    uses = Counter(families[match["label"]] for match in candidates.values())
    again = {family for family, count in uses.items() if count > 1}
    few = len(again) < 2  # noqa: PLR2004 - an interview has two sides
    return {
        index: match
        for index, match in candidates.items()
        if few or families[match["label"]] in again or match["label"] in known
    }


def find_misspelled(
    candidates: dict[int, re.Match[str]], openings: dict[int, re.Match[str]]
) -> Iterator[tuple[int, str]]:
    """Yield the index of each line that opens with almost a label, and the label that it is almost."""
    labels = list(dict.fromkeys(match["label"] for match in openings.values()))
    for index, match in candidates.items():
        if index not in openings and (close := difflib.get_close_matches(match["label"], labels, n=1, cutoff=0.8)):
            yield index, close[0]


def merge_labels(labels: list[str]) -> dict[str, str]:
    """Return for each label the longest label of the same speaker.

    “Vice Minister Del Rosario” is a short form of “Vice Minister of Public Security Jonattan Del Rosario”: its words
    stand in the longer one in the same order, and both end with the same word. A label that is a short form of
    two that don't belong together is left alone.
    """
    words = {label: label.casefold().split() for label in labels}
    by_last: dict[str, list[str]] = {}
    for label in sorted(labels, key=lambda label: len(words[label]), reverse=True):
        by_last.setdefault(words[label][-1], []).append(label)
    families: dict[str, str] = {}
    for related in by_last.values():
        for label in related:  # longest first, so that a longer form has its family already
            longer = {families[other] for other in related if other in families and is_short_form(label, other)}
            families[label] = longer.pop() if len(longer) == 1 else label
    return families


def is_short_form(short: str, long: str) -> bool:
    """Tell whether the words of `short` stand in `long` in the same order, upper and lower case alike."""
    rest = iter(long.casefold().split())
    return all(word in rest for word in short.casefold().split())


def parse_turn(lines: list[str], start: int, opening: re.Match[str]) -> Turn:
    """Return the turn whose first line has the index `start` and opens with `opening`."""
    body = [lines[0][opening.end() :], *lines[1:]]
    gap = "" if body[0][:1].strip() else " "
    return Turn(
        label=" ".join(opening["label"].split()),
        printed_label=opening["printed"] + gap,
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


def find_speakers(turns: tuple[Turn, ...]) -> tuple[Speaker, ...]:
    """Return the speakers in the order in which they first speak.

    The interviewer is the speaker whose turns ask most often; if two ask as often, the one who speaks first.
    """
    families = merge_labels(list(dict.fromkeys(turn.label for turn in turns)))
    spoken: dict[str, list[Turn]] = {}
    for turn in turns:
        spoken.setdefault(families[turn.label], []).append(turn)

    def asking(name: str) -> float:
        return sum(bool(re.search(r"[?？؟\u037e]", turn.text)) for turn in spoken[name]) / len(spoken[name])

    interviewer = max(spoken, key=asking)
    return tuple(
        Speaker(
            name=name,
            role=Role.INTERVIEWER if name == interviewer else Role.INTERVIEWEE,
            labels=tuple(dict.fromkeys(turn.label for turn in said)),
        )
        for name, said in spoken.items()
    )


def group_turns(turns: tuple[Turn, ...], speakers: tuple[Speaker, ...]) -> tuple[tuple[Turn, ...], ...]:
    """Return the turns of each answer: those that ask and all that follow until somebody asks again.

    No turn is left out: words before the first question stand with it, words of the interviewer after the last answer
    stand with that answer.
    """
    askers = {label for speaker in speakers if speaker.role is Role.INTERVIEWER for label in speaker.labels}
    runs = [list(run) for _, run in groupby(turns, key=lambda turn: turn.label in askers)]
    if turns[0].label not in askers:
        runs[:2] = [[*runs[0], *(runs[1] if len(runs) > 1 else [])]]
    groups = [[turn for run in runs[start : start + 2] for turn in run] for start in range(0, len(runs), 2)]
    if len(groups) > 1 and turns[-1].label in askers:
        groups[-2:] = [[*groups[-2], *groups[-1]]]
    return tuple(map(tuple, groups))


# --- the head ---

BYLINE = re.compile(r"(?i:by|por|par)\s+(?P<author>[^/|]{1,200}?)\s*(?:[/|]\s*(?P<publication>.+))?$")
DATES = ("%B %d, %Y", "%d %B %Y", "%B %d %Y", "%b %d, %Y", "%d %b %Y", "%Y-%m-%d")
"""Not 7/2/2018, which is July or February depending on who reads it."""
A_DATE = "compare it with the original, or write it like July 2, 2018"
LIKE_A_DATE = re.compile(r"(?:[^\W\d]+ \d{1,2}[a-z]{0,2},? \d{4}|\d{1,2}[a-z]{0,2} [^\W\d]+ \d{4}|\d{4}-\d+-\d+)$")
ONE_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\w)[^.!?]*)*[.!?]?$")


def parse_head(lines: list[str]) -> Head:
    """Return what stands before the first turn.

    The first line is the headline if it is no sentence; the same again is a repetition; “By Author/Publication” and a
    date stand on lines of their own. A single sentence after them, with more text behind it, is the deck.
    """
    blocks = list(find_paragraphs(lines, 1))
    headline = blocks.pop(0) if blocks and is_headline(blocks[0]) else None
    repeats: list[Paragraph] = []
    while headline and blocks and blocks[0].text == headline.text:
        repeats.append(blocks.pop(0))
    byline = printed_date = deck = None
    while blocks and (parts := read_credits(blocks[0])):
        byline, printed_date = parts[0] or byline, parts[1] or printed_date
        blocks.pop(0)
    if len(blocks) > 1 and ONE_SENTENCE.match(blocks[0].text):
        deck = blocks.pop(0)
    credit = BYLINE.match(byline.text) if byline else None
    return Head(
        headline=headline,
        repeats=tuple(repeats),
        byline=byline,
        printed_date=printed_date,
        deck=deck,
        lead=tuple(blocks),
        author=credit["author"] if credit else None,
        publication=credit["publication"] if credit else None,
        date=parse_date(printed_date.text) if printed_date else None,
    )


def is_headline(block: Paragraph) -> bool:
    """Tell whether the block is a line without the full stop of a sentence, and neither a byline nor a date."""
    return "\n" not in block.text and not block.text.endswith(".") and not read_credits(block)


def read_credits(block: Paragraph) -> tuple[Paragraph | None, Paragraph | None] | None:
    """Return the byline and the date that the block's lines hold, or nothing if a line is neither."""
    byline = printed_date = None
    for number, text in enumerate(block.text.split("\n"), block.line):
        line = Paragraph(text=text.strip(), line=number)
        if not byline and BYLINE.match(line.text):
            byline = line
        elif not printed_date and parse_date(line.text):
            printed_date = line
        else:
            return None
    return byline, printed_date


def parse_date(text: str) -> datetime.date | None:
    """Return the date that the text is, in one of the forms of `DATES`, or nothing."""
    for form in DATES:
        try:
            return datetime.datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    return None
