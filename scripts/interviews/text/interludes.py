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
BOLD = ("**", "***", "__", "___", "<b>", "<strong>")
SIGNS = ("*", "_", "<")
LONGEST_HEADING = 12
"""In words, where it has no sign but bold type."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interlude:
    """What stands between the turns, or within one, and nobody says: the heading of a section, or a note."""

    paragraph: Paragraph
    is_heading: bool


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
        line.startswith(SIGNS) or EXAMINER.match(line) for line in sheet.lines
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
    return tuple(sorted(interludes, key=lambda one: one.paragraph.line)), silent, views


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
