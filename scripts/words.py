"""The words of a site, from which the search corrects typing mistakes."""

import html
import re
from collections import Counter
from collections.abc import Iterable

TAG = re.compile(r"<[^>]*>")
APOSTROPHE = re.compile("['’‘`´]")
WORD = re.compile(r"[^\W\d_]{2,}")
"""What docs/assets/search/ completes and corrects; no digits."""


def count_words(pages: Iterable[str]) -> dict[str, int]:
    """Return in how many pages each word stands, in alphabetical order; a page is HTML, a word in small letters."""
    counts: Counter[str] = Counter()
    for page in pages:
        text = APOSTROPHE.sub("", html.unescape(TAG.sub(" ", page))).lower()
        counts.update(set(WORD.findall(text)))
    return dict(sorted(counts.items()))


def render_words(counts: dict[str, int]) -> str:
    """Return the words as lines such as `border 5`."""
    return "".join(f"{word} {pages}\n" for word, pages in counts.items())
