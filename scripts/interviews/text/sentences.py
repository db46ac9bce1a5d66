"""The sentences of a text."""

import re
from collections.abc import Iterator

END = re.compile(r"[.!?…。！？](?:(?<=[.!?…])[.!?…]*[\"'”’»)\]]*(?=\s)|(?<=[。！？])[。！？]*[”’」』）]*)\s*")
"""Where a sentence may end, with white space behind it or, in other scripts, without; that belongs to it."""
OPENING = re.compile(r"[\"'“‘«¿¡(\[—–-]*[^\W_]")
"""How a sentence begins: with a letter or a digit, whatever marks stand before it."""
WORD_BEFORE = re.compile(r"[\w.’'-]*$")
LONGEST_ABBREVIATION = 24
"""Characters before a full stop among which an abbreviation is looked for."""
ABBREVIATION = re.compile(
    "adm|al|apdo|arts|av|ave|brig|bros|ca|cap|capt|cf|cmdr|co|col|corp|dept|dr|dra|drs|ed|eds|eg|etc|ext|figs?|gen|gob|"
    "gov|hon|ie|inc|jr|lic|lt|ltd|maj|messrs|mrs?|ms|mt|nos|núm|op|pp|pres|prof|profa|rep|rev|sen|sgt|sra?|srta|st|supt|"
    "tel|univ|vols?|vs"
)
MONTH = re.compile("jan|feb|mar|apr|jun|jul|aug|sept|oct|nov|dec")


def find_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends; together they are the text, white space at either end included.

    A full stop ends no sentence behind an initial, an abbreviation or a number, nor before a small letter. When unsure,
    two sentences stay one.
    """
    start = 0
    for match in END.finditer(text):
        end = match.end()
        if end < len(text) and ends_here(text, match, end):
            yield start, end
            start = end
    if start < len(text):
        yield start, len(text)


def ends_here(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether the mark that `END` found ends a sentence."""
    following = OPENING.match(text, end)
    if not following or following[0][-1].islower():
        return False
    if match[0][0] != ".":
        return True
    word = WORD_BEFORE.search(text, max(0, match.start() - LONGEST_ABBREVIATION), match.start())
    last = (word[0] if word else "").casefold()
    if (len(last) == 1 and last.isalpha()) or "." in last:  # an initial, “U.S.”, “p.m.”
        return False
    return not ABBREVIATION.fullmatch(last) and not (MONTH.fullmatch(last) and following[0][-1].isdigit())
