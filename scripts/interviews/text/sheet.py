"""A text line by line, and what of it is nobody's word: front matter, marks of headings, times, numbers of lines.

What is taken off a line is kept as a mark with its place, so that words and marks together are the text again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

import yaml


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A run of lines without a blank line."""

    text: str
    """The words as printed; a line end inside a paragraph stays a line end."""
    line: int
    """The paragraph's first line in the source, counted from 1."""
    time: float | None = None
    """When it is said, in seconds from the beginning of the recording, where the text tells it."""

    @property
    def last_line(self) -> int:
        """The paragraph's last line in the source."""
        return self.line + self.text.count("\n")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Mark:
    """A piece of a line that is nobody's word; one without text parts the line in front of it."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 0, in characters."""
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """The lines of a text, counted from 0, without their marks."""

    lines: Sequence[str]
    rows: Sequence[str] = ()
    """The lines with `OFF` for each character that was taken off, if any was."""
    raw: Sequence[str] = ()
    """The lines as they are, if any character was taken off."""
    headings: Mapping[int, int] = field(default_factory=dict)
    """The levels of headings, by the index of the line."""
    times: Mapping[int, float] = field(default_factory=dict)
    """When a line is said, in seconds, by its index."""
    timed: frozenset[int] = frozenset()
    """The indexes of lines with a few words and a time behind them."""
    front: Mapping[str, int] = field(default_factory=dict)
    """The indexes of the lines that front matter has for a part of the head, by that part's key in a sidecar."""
    numbers: Sequence[int] = ()
    """The number of each line in the source, if some of these are parted into several."""
    columns: Mapping[int, int] = field(default_factory=dict)
    """Where the lines begin that are the rest of one, by their indexes."""

    def number(self, index: int) -> int:
        """Return the number of a line in the source, counted from 1."""
        return self.numbers[index] if self.numbers else index + 1

    def find_marks(self, views: Mapping[int, str]) -> tuple[Mark, ...]:
        """Return what is nobody's word; in the `views` of some lines more is `OFF` than in the lines."""
        marks = [Mark(line=self.number(index), column=column, text="") for index, column in self.columns.items()]
        for index in sorted({*views, *(index for index, row in enumerate(self.rows) if OFF in row)}):
            line = self.lines[index]
            raw, row, view = (self.raw or self.lines)[index], (self.rows or self.lines)[index], views.get(index, line)
            signs = iter(view)
            whole = "".join(OFF if sign == OFF else next(signs) for sign in row)
            marks += (
                Mark(
                    line=self.number(index),
                    column=self.columns.get(index, 0) + match.start(),
                    text=raw[match.start() : match.end()],
                )
                for match in re.finditer(f"{OFF}+", whole)
            )
        return tuple(sorted(marks))


OFF = "\x00"
"""Stands for a character that was taken off, while a sheet is made; no text can hold it."""
SPACE = r"[^\S\n]"
DRESSED = (
    re.compile(rf"\A{SPACE}*(?:#|\d|---)"),
    re.compile(rf"\n{SPACE}*#"),
    re.compile(rf"\n{SPACE}*\d{{1,2}}(?!\w)"),
    re.compile(r":[0-5]\d"),
    re.compile(rf"\n{SPACE}*(?:[-–—]{SPACE}*\d|(?i:page|seite|página|pagina|стр\.){SPACE}*\d)"),
)
"""What may be a mark, or a part of one."""
FRONT = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
FRONT_LINE = re.compile(r"(?P<key>[^\W\d][\w-]*)[ \t]*:[ \t]+(?P<quote>[\"']?)(?P<value>.+?)(?P=quote)[ \t]*$")
FRONT_KEYS = {
    **dict.fromkeys(("title", "headline", "titel", "titre", "título", "titulo", "titolo"), "headline"),
    **dict.fromkeys(("subtitle", "deck", "description", "summary", "excerpt"), "deck"),
    **dict.fromkeys(("author", "byline", "autor", "auteur", "autore"), "author"),
    **dict.fromkeys(("publication", "magazine", "newspaper", "journal"), "publication"),
    **dict.fromkeys(("date", "published", "datum", "fecha", "data"), "date"),
}
"""What front matter calls the parts of a head, with their keys in a sidecar."""
HEADING = re.compile(
    rf"(?P<mark>{SPACE}{{0,3}}(?P<level>#{{1,6}}){SPACE}+)(?P<text>\S.*?)(?P<end>{SPACE}+#+)?{SPACE}*$"
)
NUMBERED = re.compile(rf"{SPACE}*(?P<number>\d{{1,2}})(?:{SPACE}{{2,}}|{SPACE}*$)")
MOST = 0.8
"""Share of lines that open with a number, and of numbers that count on, from which on these are numbers of lines."""
FEW = 5
"""Lines that have numbers at least."""
CLOCK = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?(?!\d|:|\s?[ap]\.?m\b)"
SPAN = rf"{CLOCK}(?:{SPACE}?(?:-->|[-–—]){SPACE}?{CLOCK})?"
BRACKETED = rf"(?:\[{SPACE}?{SPAN}{SPACE}?\]|\({SPACE}?{SPAN}{SPACE}?\)|<{SPAN}>)"
TIMES = (
    re.compile(
        rf"(?P<label>\s*)(?P<mark>(?:{BRACKETED}|{SPAN})(?:{SPACE}?[-–—](?={SPACE})|{SPACE}?[:：])?(?:{SPACE}+|$))"
    ),
    re.compile(rf"(?P<label>[^:：\n]{{1,60}}?)(?P<mark>{SPACE}*{BRACKETED}){SPACE}*(?=[:：])"),
    re.compile(rf"(?P<label>[^:：\n]{{1,60}}[:：])(?P<mark>{SPACE}*{BRACKETED})(?={SPACE})"),
    re.compile(
        rf"(?P<label>[^\W\d_][^:：.?!\n]{{0,59}}?)(?P<mark>(?:{SPACE}*[-–—|,·]?{SPACE}*{BRACKETED}|"
        rf"{SPACE}*[-–—|,·]{SPACE}*{SPAN}|{SPACE}+{SPAN}){SPACE}*[:：]?{SPACE}*)$"
    ),
)
"""A time before words, before and behind the colon of a label, and behind a label that has a line to itself."""
BEHIND = TIMES[-1]
FINAL = re.compile(rf"(?P<label>.*?)(?P<mark>{SPACE}*#(?:\d\d:)?\d\d:\d\d(?:-\d)?#{SPACE}*)$")
"""A time behind words, as f4 and MAXQDA write it."""
STAMP = re.compile(
    rf"{SPACE}*\[?\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}},?{SPACE}+\d{{1,2}}:\d\d(?::\d\d)?(?:{SPACE}?[apAP]\.?[mM]\.?)?\]?"
    rf"(?:{SPACE}+[-–—]|:)?{SPACE}+(?=[^\W\d_].{{0,60}}?:)"
)
"""A day and an hour before a label, as messengers write them."""
PAGE = re.compile(
    rf"{SPACE}*(?:[-–—]{SPACE}*\d{{1,4}}{SPACE}*[-–—]|(?:page|seite|página|pagina|стр\.){SPACE}*\d{{1,4}}"
    rf"(?:{SPACE}*(?:of|von|de|di|из|/){SPACE}*\d{{1,4}})?){SPACE}*$",
    re.IGNORECASE,
)
"""The number of a page, on a line of its own."""
ONWARD = 0.9
"""Share of times that are not before the one above them from which on they are the times of a recording."""


def split_lines(text: str) -> list[str]:
    """Return the lines of a text; the break of a page is white space."""
    return text.replace("\f", " ").split("\n")


def lay_out(text: str) -> Sheet:
    """Return the lines of a text without what is nobody's word."""
    lines = split_lines(text)
    if not any(pattern.search(text) for pattern in DRESSED):
        return Sheet(lines=lines)
    raw = list(lines)
    front = take_front(text, lines)
    take_numbers(lines)
    take_pages(lines)
    headings = take_headings(lines)
    times, timed = take_times(lines)
    if not any(OFF in line for line in lines):
        return Sheet(lines=lines)
    return Sheet(
        lines=[line.replace(OFF, "") for line in lines],
        rows=lines,
        raw=raw,
        headings=headings,
        times=times,
        timed=timed,
        front=front,
    )


def take_off(lines: list[str], index: int, start: int, end: int) -> None:
    """Take characters off a line, whose length stays."""
    line = lines[index]
    lines[index] = line[:start] + OFF * (end - start) + line[end:]


def take_front(text: str, lines: list[str]) -> dict[str, int]:
    """Take front matter off the lines, but for what it says of the head; return the indexes of these by their keys."""
    match = FRONT.match(text)
    try:
        said = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError:
        return {}
    if match is None or not isinstance(said, dict):
        return {}
    found: dict[str, int] = {}
    for index in range(match[0].count("\n") + (not match[0].endswith("\n"))):
        line = FRONT_LINE.match(lines[index])
        key = FRONT_KEYS.get(line["key"].casefold(), "") if line else ""
        if line and key and key not in found and str(said.get(line["key"])) == line["value"]:
            found[key] = index
            take_off(lines, index, line.end("value"), len(lines[index]))
            take_off(lines, index, 0, line.start("value"))
        else:
            take_off(lines, index, 0, len(lines[index]))
    return found


def take_numbers(lines: list[str]) -> None:
    """Take the numbers of the lines off them, as depositions have them, and those of the pages."""
    filled = [index for index, line in enumerate(lines) if line.strip(f"{OFF} \t\u00a0")]
    found = {index: match for index in filled if (match := NUMBERED.match(lines[index]))}
    numbers = [int(match["number"]) for match in found.values()]
    onward = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    if len(found) < FEW or len(found) < MOST * len(filled) or onward < MOST * (len(numbers) - 1):
        return
    for index, match in found.items():
        take_off(lines, index, 0, match.end())


def take_pages(lines: list[str]) -> None:
    """Take off the numbers of pages, and the days and hours of messages, if there are several."""
    for pattern in (PAGE, STAMP):
        found = {index: match for index, line in enumerate(lines) if (match := pattern.match(line))}
        for index, match in found.items() if len(found) > 1 else ():
            take_off(lines, index, 0, match.end())


def take_headings(lines: list[str]) -> dict[int, int]:
    """Take the signs of headings off the lines; return the levels of these by their indexes."""
    levels = {}
    for index, line in enumerate(lines):
        if "#" in line and (match := HEADING.match(line)):
            levels[index] = len(match["level"])
            take_off(lines, index, 0, match.end("mark"))
            take_off(lines, index, match.end("text"), len(line))
    return levels


def take_times(lines: list[str]) -> tuple[dict[int, float], frozenset[int]]:
    """Take times of a recording off the lines; return them by their indexes, and which lines are labels but for them.

    They are times of a recording if there are several and each is later than the one above it; so “10:30 we began”
    keeps its time.
    """
    found: dict[int, re.Match[str]] = {}
    for index, line in enumerate(lines):
        if ":" in line and (match := next((one for form in (*TIMES, FINAL) if (one := form.match(line))), None)):
            found[index] = match
    times = {index: read_clock(match["mark"]) for index, match in found.items()}
    onward = sum(before <= after for before, after in pairwise(times.values()))
    if len(times) <= 1 or onward < ONWARD * (len(times) - 1) or len(set(times.values())) == 1:
        return {}, frozenset()
    for index, match in found.items():
        take_off(lines, index, *match.span("mark"))
    return times, frozenset(index for index, match in found.items() if match.re is BEHIND)


def read_clock(text: str) -> float:
    """Return the first time in a text in seconds: `1:02:03.5` is 3723.5, `12:31` is 751."""
    match = re.search(CLOCK, text)
    parts = match[0].replace(",", ".").split(":") if match else []
    return float(sum(float(part) * 60**place for place, part in enumerate(reversed(parts))))


def find_paragraphs(lines: Sequence[str], first: int, sheet: Sheet) -> Iterator[Paragraph]:
    """Yield the runs of lines that are not blank; `first` is the index of the first of `lines` in the sheet.

    A time that has a line to itself is that of the words below it.
    """
    times = sheet.times
    time: float | None = None
    for has_words, group in groupby(enumerate(lines, first), key=lambda pair: bool(pair[1].strip())):
        run = list(group)
        told = [times[index] for index, _ in run if index in times]
        if has_words:
            text = "\n".join(line for _, line in run).strip()
            yield Paragraph(text=text, line=sheet.number(run[0][0]), time=told[0] if told else time)
            time = None
        elif told:
            time = told[-1]


def take_marks_off(text: str, marks: Sequence[Mark]) -> str:
    """Return a text without its marks: the words that somebody says, or that the head or the closing has."""
    lines = split_lines(text)
    for mark in sorted(marks, reverse=True):
        line = lines[mark.line - 1]
        end = mark.column + len(mark.text)
        part = "" if mark.text else "\n"
        lines[mark.line - 1] = f"{line[: mark.column]}{part}{line[end:]}"
    return "\n".join(lines)
