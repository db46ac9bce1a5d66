"""Mentions: the places at which a text names a topic.

The names stand in a tree, a word a branch, so that a text is read once however many names there are: from each word the
tree is followed as far as the text does, and the longest name counts.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

WORD = "[^\\W_]++(?:[\u0300-\u036f]++[^\\W_]*+)*+"
"""Its accents are letters' own or stand behind them."""
TOKEN = re.compile(rf"{WORD}|\s+|[\W_]")
"""A word, white space, or a mark."""
START = re.compile(rf"{WORD}|[^\w\s]|_")
"""A word or a mark."""
MARKS = str.maketrans(dict.fromkeys("‘’‛ʼ`´", "'") | dict.fromkeys("“”„‟", '"') | dict.fromkeys("‐‑‒–—−", "-"))
JOINED_BEHIND, JOINED_BEFORE = re.compile(r"[._@]\w"), re.compile(r"(?:\w\.|[_@])$")
"""What goes on beside a name that is only a part of something longer, such as an address."""
PLURAL = re.compile(r"(?<=[^\Ws])s$|(?<=x)es$|(?<=ch|sh|ss)es$")
UNCHANGED = ("ss", "us", "is")
"""Ends of words that are no plurals."""
SHORTEST = 3
"""Letters from which on a small word may be a plural; before them stand “is”, “as” and “us”."""
Words = tuple[str, ...]


class Mention(NamedTuple):
    """One place where a topic stands in a text."""

    topic: str
    """The topic's id."""
    start: int
    end: int
    """Where the name begins and ends in the text, in characters."""


@dataclass(slots=True)
class Branch:
    """The names that go on alike: by the next word, and those that end here."""

    branches: dict[str, "Branch"] = field(default_factory=dict)
    ends: list[tuple[str, Words]] = field(default_factory=list)
    """Topics' ids with the name as it is written."""


def grow_tree(names: Iterable[tuple[str, str]]) -> Branch:
    """Return the tree of names, each given as a topic's id and the name."""
    tree = Branch()
    for topic, name in names:
        words = tuple(map(fold, TOKEN.findall(name)))
        branch = tree
        for word in words:
            branch = branch.branches.setdefault(find_root(word), Branch())
        branch.ends.append((topic, words))
    return tree


def find_mentions(text: str, tree: Branch, own: Branch | None = None) -> Iterator[Mention]:
    """Yield the mentions in a text, in its order and none within another, of the names of a tree and of the text's own.

    Names are whole words. Hyphens, quotation marks and white space of all kinds are alike, the last word may be a
    plural or have an “’s”. Capitals must be there where the name has them; acronyms are as they are written. Where two
    topics have the same name, neither is mentioned. The time grows with the text, not with the number of names.
    """
    reached = 0
    names, own_names = tree.branches, own.branches if own else {}
    words = [*START.finditer(text)]
    for first, root in zip(words, map(find_root, map(itemgetter(0), words)), strict=True):
        if (root not in names and root not in own_names) or first.start() < reached:  # nearly no word begins a name
            continue
        branches = [branches[root] for branches in (names, own_names) if root in branches]
        end, topics = max((follow(branch, text, first) for branch in branches), key=lambda found: found[0])
        if len(topics) == 1 and is_apart(text, first.start(), end):
            yield Mention(topic=topics.pop(), start=first.start(), end=end)
        reached = end


def follow(branch: Branch, text: str, first: re.Match[str]) -> tuple[int, set[str]]:
    """Return where the longest name ends that begins with a token, 0 if there is none, and whose it is."""
    longest, topics, words, end = 0, set[str](), [first[0]], first.end()
    while True:
        if fitting := {topic for topic, name in branch.ends if is_written(name, words)}:
            longest, topics = end, fitting
        token = TOKEN.match(text, end) if branch.branches else None
        following = branch.branches.get(find_root(token[0])) if token else None
        if not token or not following:
            return longest, topics
        branch, end = following, token.end()
        words.append(token[0])


def is_apart(text: str, start: int, end: int) -> bool:
    """Tell whether what stands there is no part of something longer, such as an address."""
    return not JOINED_BEHIND.match(text, end) and not JOINED_BEFORE.search(text, max(start - 2, 0), start)


@lru_cache(maxsize=1 << 17)
def find_root(word: str) -> str:
    """Return what a word is looked up by: small letters, without the ending of a plural; all white space is one."""
    plain = fold(word)
    if (len(plain) > SHORTEST and not plain.endswith(UNCHANGED)) or is_acronym(plain[:-1]):
        plain = f"{plain[:-3]}y" if plain.endswith("ies") else PLURAL.sub("", plain)
    return plain.casefold()


def fold(word: str) -> str:
    """Return a word or mark as it is compared: composed accents, one kind of quotation marks, hyphens and spaces."""
    return " " if word.isspace() else unicodedata.normalize("NFC", word).translate(MARKS)


def is_written(name: Words, words: list[str]) -> bool:
    """Tell whether the words, which have the same roots, are the name."""
    *pairs, (own, word) = zip(name, map(fold, words), strict=True)
    return all(is_same(*pair) for pair in pairs) and (is_same(own, word) or is_plural(own, word))


def is_same(own: str, word: str) -> bool:
    """Tell whether a word is a name's, with a capital where that has one; an acronym is as it is written."""
    return word == own if is_acronym(own) else has_capital(own, word) and word.casefold() == own.casefold()


def is_plural(own: str, word: str) -> bool:
    """Tell whether a word of the same root is the plural, or of a name in small letters also the singular."""
    if is_acronym(own):
        return word == f"{own}s"
    return has_capital(own, word) and (own[0].islower() or word.casefold().startswith(own.casefold()[:-1]))


def has_capital(own: str, word: str) -> bool:
    """Tell whether a word has a capital where that of the name has one."""
    return word[0].isupper() or not own[0].isupper()


def is_acronym(word: str) -> bool:
    """Tell whether a word has two or more capitals or digits and no small letter: SENAN, C5."""
    return len(word) > 1 and word.isalnum() and word.upper() == word and not word.isdigit()
