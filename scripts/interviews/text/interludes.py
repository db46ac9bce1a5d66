"""What stands between the turns of a text, or within one, and nobody says: headings of sections, and notes."""

import re
from dataclasses import dataclass
from itertools import pairwise

from interviews.text.labels import EXAMINER, Form, Found, Guide, starts_with
from interviews.text.readings import QUESTION, find_blocks, read_emphatic
from interviews.text.sheet import OFF, Paragraph, Sheet

NOTE_WORDS = re.compile(
    r"\W*(?:(?:editor|author|translator)[’']?s?[’']? ?)?(?:note|ed\.|nota|anmerkung|anm\.|hinweis|remarque|noot|"
    r"注|编者按|編注|примечание|ملاحظة)\b",
    re.IGNORECASE,
)
"""How a note opens that nobody says."""
BARE = re.compile(r"(?:[^\W\d_a-zà-þ]|\d+[.)]? [^\W\d_])[^.!?…:;,。？！：]*[^\W_]")
SHORTEST_HEADING = 6
"""In words, where nothing but its place tells it."""
STOPS = (*".!?…:;,)]”\"»’'。？！）", "؟", "۔", "।")
MOSTLY = 0.9
BOLD = ("**", "***", "__", "___", "<b>", "<strong>")
SIGNS = frozenset("*_<bBcCeE")
"""With which a line may begin that nobody says."""
LONGEST_HEADING = 12
"""In words, where it has no sign but bold type."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interlude:
    """What stands between the turns, or within one, and nobody says: the heading of a section, or a note."""

    paragraph: Paragraph
    is_heading: bool
    is_sure: bool = True
    """Whether signs or the editor tell it."""


def find_interludes(
    sheet: Sheet, found: Found, first: int, guide: Guide
) -> tuple[tuple[Interlude, ...], set[int], dict[int, str]]:
    """Return the headings and the notes behind the first turn, the indexes of their lines, these without their signs.

    `first` is the index of the first turn. A note is a paragraph in bold or italic type that calls itself one; where
    labels tell who speaks, a short one in bold type that ends no sentence is a heading. The guide has the last word.
    """
    interludes: list[Interlude] = []
    silent: set[int] = set()
    views: dict[int, str] = {}
    told = bool(guide.sections or guide.remarks) or any(
        line[:1] in SIGNS and (line[:1] in "*_<" or EXAMINER.match(line)) for line in sheet.lines if line
    )
    blocks = find_blocks(sheet.lines, first + 1) if told else [range(index, index + 1) for index in sheet.headings]
    for block in (part for whole in blocks for part in part_block(whole, sheet)):
        if block[0] <= first or block[0] in found.views or any(index in found.openings for index in block):
            continue
        sign, marked = read_emphatic(sheet.lines, block)
        text = "\n".join(marked.get(index, sheet.lines[index]) for index in block).replace(OFF, "").strip()
        kind = name_kind(text, sign, found, guide, is_marked=block[0] in sheet.headings)
        if kind:
            views |= marked
            silent |= {*block}
            paragraph = Paragraph(text=text, line=sheet.number(block[0]))
            interludes.append(Interlude(paragraph=paragraph, is_heading=kind == "heading"))
    for index in find_bare_headings(sheet, found, first, guide) - silent:
        paragraph = Paragraph(text=sheet.lines[index].strip(), line=sheet.number(index))
        interludes.append(Interlude(paragraph=paragraph, is_heading=True, is_sure=False))
        silent.add(index)
    return tuple(sorted(interludes, key=lambda one: one.paragraph.line)), silent, views


def find_bare_headings(sheet: Sheet, found: Found, first: int, guide: Guide) -> set[int]:
    """Return the indexes of short lines that stand alone before a labelled turn and end no sentence, as few others do.

    No sign tells them from words; where most paragraphs of the text end without a stop too, there are none.
    """
    if found.asks and all(one.form is Form.NONE for one in found.openings.values()):
        return set()
    lines = sheet.lines
    found_lines = set()
    for index in found.openings:
        place = index - 1
        while place > first and not lines[place].strip():
            place -= 1
        text = lines[place].strip()
        is_alone = first < place < index - 1 and not lines[place - 1].strip() and place not in found.openings
        if is_alone and BARE.fullmatch(text) and len(text.split()) <= SHORTEST_HEADING:
            found_lines.add(place)
    if not found_lines:
        return set()
    ends = [lines[block[-1]].rstrip() for block in find_blocks(lines, first) if block[-1] not in found_lines]
    stopped = sum(line.endswith(STOPS) for line in ends)
    if stopped < MOSTLY * len(ends):
        return set()
    return {index for index in found_lines if not any(starts_with(lines[index], words) for words in guide.no_sections)}


def part_block(block: range, sheet: Sheet) -> list[range]:
    """Return a run of lines as several, each heading apart, also one that says who examines."""
    headings = [index for index in block if index in sheet.headings or EXAMINER.match(sheet.lines[index])]
    edges = sorted({block.start, block.stop, *headings, *(index + 1 for index in headings)})
    return [range(start, stop) for start, stop in pairwise(edges)]


def name_kind(text: str, sign: str, found: Found, guide: Guide, *, is_marked: bool) -> str:
    """Return whether a text is a heading or a note; nothing if somebody says it. `sign` is that of its type."""
    for words, kind in ((guide.no_sections, ""), (guide.sections, "heading"), (guide.remarks, "note")):
        if any(starts_with(text, opening) for opening in words):
            return kind
    if is_marked:
        return "heading"
    if (sign and NOTE_WORDS.match(text)) or EXAMINER.match(text):
        return "note"
    labelled = not found.asks or any(one.form is not Form.NONE for one in found.openings.values())
    is_short = len(text.split()) <= LONGEST_HEADING and not text.endswith((".", ",", ";", ":", "!", "…"))
    asks = QUESTION.search(text) is not None
    return "heading" if (labelled or not asks) and sign in BOLD and is_short and "\n" not in text else ""
