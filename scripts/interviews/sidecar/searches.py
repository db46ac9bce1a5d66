"""The searches that an editor wants to come out right: `source/searches.tsv`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from interviews.faults import Fault, Faults
from interviews.text import decode_source

PLACE = "source/searches.tsv"
EXAMPLE = "“harbour pilots⇥/interviews/lund-2020/pilots/#p1” (⇥: a tab)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """Words that somebody types, and where they have to lead."""

    line: int
    """In the file, counted from 1."""
    words: str
    addresses: tuple[str, ...]
    """Of pages or paragraphs, from the site's root, such as `interviews/x/3/#p1`; one of them must come first."""

    def is_met_by(self, first: str) -> bool:
        """Tell whether the first result is right: a paragraph's address, from the site's root."""
        return any(first == one or ("#" not in one and first.partition("#")[0] == one) for one in self.addresses)


def read_searches(root: Path) -> tuple[Search, ...]:
    """Return the searches of a project, none if it has no such file; raise `Faults`."""
    path = root / PLACE
    return parse_searches(decode_source(path.read_bytes(), PLACE)) if path.is_file() else ()


def parse_searches(text: str) -> tuple[Search, ...]:
    """Return the searches, one a line: the words, a tab, and addresses; empty lines and those with `#` first are none.

    Raises `Faults`.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip() and line[0] != "#"]
    if faults := list(check_lines(lines)):
        raise Faults(faults)
    parts = [(number, line.split("\t")) for number, line in lines]
    return tuple(
        Search(line=number, words=words, addresses=tuple(map(shorten, addresses.split())))
        for number, (words, addresses) in parts
    )


def shorten(address: str) -> str:
    """Return an address of any site as it is from the site's root: `https://example.org/interviews/x/` too."""
    parts = urlsplit(address)
    return parts.path.lstrip("/") + (f"#{parts.fragment}" if parts.fragment else "")


def check_lines(lines: Iterable[tuple[int, str]]) -> Iterator[Fault]:
    """Yield what is wrong in lines, given with their numbers."""
    for number, line in lines:
        words, *columns = line.split("\t")
        if len(columns) != 1 or not words.strip() or not columns[0].strip():
            message = f"a search is words, a tab and the address that must come first, such as {EXAMPLE}"
            yield Fault(path=PLACE, line=number, message=message)
