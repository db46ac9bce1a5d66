"""A quotation and what it is compared with: words, whatever their marks, and where they stand in an interview."""

import difflib
import heapq
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby, takewhile

from interviews.text.sheet import Paragraph

QUOTES = "\"'`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇ʼʻ"
DASHES = "-−⁃﹘﹣－" + "".join(map(chr, range(0x2010, 0x2016)))
SINGLE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of scripts that leave no space between words; each counts as a word."""
HIDDEN = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) == "Cf"]
"""Soft hyphens, joiners and other characters that nobody sees."""
MARKS = "".join([*HIDDEN, *(chr(code) for code in range(0x10000) if unicodedata.category(chr(code))[0] == "M")])
PLAIN = str.maketrans(dict.fromkeys(HIDDEN, "") | dict.fromkeys(QUOTES, "'") | dict.fromkeys(DASHES, "-"))
DOTS = r"(?:…|⋯|\.(?:\s?\.){2,})\.*"
RUN = rf"[^\W{SINGLE}]+(?:[{MARKS}]+[^\W{SINGLE}]*)*"
TOKEN = re.compile(
    rf"(?P<gap>\[\s?{DOTS}\s?\]|\(\s?{DOTS}\s?\)|{DOTS})|(?P<dash>[{DASHES}](?:\s?[{DASHES}])*)|[{SINGLE}][{MARKS}]*"
    rf"|(?:\[[^\W\d_]\])?{RUN}(?:(?:['’‘`´′＇]|(?<=\d)[.,](?=\d)){RUN})*|(?P<quote>[{QUOTES}]+)|\S"
)
"""A mark, or a word, be it with an apostrophe or with its first letter in brackets."""
INSERTION = re.compile(r"\[[^\[\]]*\]")
"""What editors inserted, in square brackets."""
GAP, QUOTE = "…", "'"
NORMAL = {"gap": GAP, "dash": "-", "quote": QUOTE}
CANDIDATES = 8
"""Sections that are compared word by word with a quotation that was not found."""
REPLACED = 3
"""Words at either end of a quotation beside which the interview's are shown."""
Token = tuple[str, int, int]
"""The normal form of a word or mark, and where it begins and ends in its text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A paragraph with its place."""

    address: str
    """From the site's root; without an anchor for a headline and a deck."""
    speaker: str
    source: str
    paragraph: Paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Passages that a quotation may run through: an answer, an introduction, a headline, a deck."""

    passages: tuple[Passage, ...]
    text: str
    starts: tuple[int, ...]
    """Where each passage begins in the text."""
    key: str
    """The normal forms of all tokens, each between two line ends, to search in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """Runs of a section's tokens, one for each part of a quotation."""

    section: Section
    runs: tuple[list[Token], ...]

    @property
    def passages(self) -> dict[int, Passage]:
        """The passages in which the runs stand, by where these begin in the section's text."""
        found = sorted({bisect_right(self.section.starts, start) - 1 for run in self.runs for _, start, _ in run})
        return {self.section.starts[index]: self.section.passages[index] for index in found}


@lru_cache(maxsize=1 << 17)
def fold(piece: str) -> tuple[str, ...]:
    """Return the normal forms of a piece that `TOKEN` found: mostly one, but “℃” is a sign and a letter."""
    plain = unicodedata.normalize("NFKC", piece.translate(PLAIN))
    return tuple(NORMAL.get(match.lastgroup or "", match[0]) for match in TOKEN.finditer(plain))


def find_tokens(text: str) -> list[Token]:
    """Return the words and marks of a text."""
    return [(word, match.start(), match.end()) for match in TOKEN.finditer(text) for word in fold(match[0])]


def find_forms(word: str) -> tuple[str, ...]:
    """Return the words that a quoted word may stand for: “[t]he” for itself, “The” and “the”."""
    return (word, word[1].upper() + word[3:], word[1].lower() + word[3:]) if word[0] == "[" != word else (word,)


def is_word(word: str) -> bool:
    """Tell a word from a mark."""
    return any(map(str.isalnum, word))


def ignore_case(tokens: Iterable[Token]) -> list[str]:
    """Return the tokens' normal forms, upper and lower case alike."""
    return [find_forms(word)[-1].casefold() for word, _, _ in tokens]


def list_words(tokens: Iterable[Token]) -> list[str]:
    """Return the words among the tokens, upper and lower case alike."""
    return [*filter(is_word, ignore_case(tokens))]


def strip_marks(tokens: list[Token]) -> list[Token]:
    """Return a quotation's tokens without quotation marks and ellipses around the whole."""
    inner = [index for index, (word, _, _) in enumerate(tokens) if word not in (GAP, QUOTE)]
    return tokens[inner[0] : inner[-1] + 1]


def split_parts(tokens: list[Token]) -> list[list[Token]]:
    """Return what stands between a quotation's ellipses."""
    return [list(group) for is_gap, group in groupby(tokens, key=lambda token: token[0] == GAP) if not is_gap]


def cut(text: str, tokens: list[Token]) -> str:
    """Return the text of consecutive tokens as it stands there."""
    return text[tokens[0][1] : tokens[-1][2]]


# --- where they stand ---


def find_matches(tokens: list[Token], sections: list[Section]) -> list[Match]:
    """Return where the parts of a quotation follow each other in a section; of two that end alike, the shorter one."""
    forms = [[map(re.escape, find_forms(word)) for word, _, _ in part] for part in split_parts(tokens)]
    first, *others = [re.compile("".join(f"\n(?:{'|'.join(form)})" for form in part) + "(?=\n)") for part in forms]
    matches = []
    for section in sections:
        ends: dict[int, list[tuple[int, int]]] = {}
        for start in first.finditer(section.key):
            spans = [start.span()]
            for other in others:
                if following := other.search(section.key, spans[-1][1]):
                    spans.append(following.span())
            if len(spans) > len(others):
                ends[spans[-1][1]] = spans
        found = find_tokens(section.text) if ends else []
        for spans in ends.values():
            at = [[section.key.count("\n", 0, index) for index in span] for span in spans]
            matches.append(Match(section=section, runs=tuple(found[begin:end] for begin, end in at)))
    return matches


def find_nearest(tokens: list[Token], sections: list[Section]) -> Match | None:
    """Return the passage that has most of the quotation's words, if it has half of them.

    Only the sections that share the rarest words with the quotation are compared with it word by word.
    """
    words = list_words(tokens)
    shared = [set(words).intersection(section.key.casefold().split("\n")) for section in sections]
    uses = Counter(chain.from_iterable(shared))
    weights = [sum(1 / uses[word] for word in common) for common in shared]
    best = heapq.nlargest(CANDIDATES, range(len(sections)), key=weights.__getitem__)
    count, match = max((align(tokens, sections[index]) for index in best), key=lambda pair: pair[0])
    return match if count * 2 >= len(words) else None


def align(tokens: list[Token], section: Section) -> tuple[int, Match]:
    """Return how many of the quotation's words the passage has that is most like it, and that passage.

    It is the chain of common runs of words with most words; what is left out between two of them, unless an ellipsis
    stands for it, counts against them, the more the shorter they are.
    """
    found = find_tokens(section.text)
    places = [index for index, (word, _, _) in enumerate(found) if is_word(word)]
    ours = [index for index, (word, _, _) in enumerate(tokens) if is_word(word) or word == GAP]
    words, theirs = ignore_case(tokens[index] for index in ours), ignore_case(found[index] for index in places)
    *blocks, end = difflib.SequenceMatcher(None, words, theirs, autojunk=False).get_matching_blocks()
    chains = [(0.0, 0, end, end)]
    for block in blocks:
        best = (float(block.size), block.size, block, block)
        for score, count, first, last in chains[1:]:
            between = words[last.a + last.size : block.a]
            left_out = max(0, block.b - last.b - last.size - len(between)) * (GAP not in between)
            longer = score - left_out / min(block.size, last.size) + block.size
            best = max(best, (longer, count + block.size, first, block), key=lambda chain: chain[0])
        chains.append(best)
    _, count, first, last = max(chains, key=lambda chain: chain[0])
    if not count:
        return 0, Match(section=section, runs=(found,))
    start, stop = places[first.b], places[last.b + last.size - 1] + 1
    before = zip(reversed(tokens[: ours[first.a]]), reversed(found[max(0, start - REPLACED) : start]), strict=False)
    after = zip(tokens[ours[last.a + last.size - 1] + 1 :], found[stop : stop + REPLACED], strict=False)
    return count, Match(section=section, runs=(found[start - count_alike(before) : stop + count_alike(after)],))


def count_alike(pairs: Iterable[tuple[Token, Token]]) -> int:
    """Return how many pairs, from the first one, are two words or two marks."""
    return sum(1 for _ in takewhile(lambda pair: is_word(pair[0][0]) == is_word(pair[1][0]), pairs))
