"""The record of what was published: the committed pages, whose addresses and anchors are promises.

An address never vanishes and never comes to mean something else. A page's words may be corrected; a paragraph that says
something else needs another anchor, and an address that has to go needs a line in the sidecar that says where it leads.
"""

import difflib
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from interviews.faults import Fault
from interviews.pages import PARAGRAPH, Pages, read_paragraph

ANCHOR = re.compile(r' id="([pq]\d+)"')
"""Such an anchor, be it a paragraph's or one that leads to where the paragraph went."""
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
"""Where a redirect leads."""
RENAMED = re.compile(r"/(?P<kind>topics|people|interviews)/(?P<id>[^/]+)/")
"""The address of a topic, a person or an interview, which leads on from an id to another."""
OWNERS = {"topics": "topic in source/topics.yml", "people": "speaker in a sidecar"}
PAGE = re.compile(r"/interviews/(?P<interview>[^/]+)/(?P<page>[^/]+)/")
"""The address of an answer, or of another page of an interview."""
ALIKE = 0.5
"""Share of words in common from which on two paragraphs are one, corrected."""
SHOWN = 8
"""Words of a paragraph in a message."""


def name_address(path: str) -> str:
    """Return the address at which a file below `docs/` is published: `/interviews/x/c5/` for `interviews/x/c5.md`."""
    for ending in ("/index.md", "/index.html", ".md"):
        if path.endswith(ending) and not path.endswith("/interview.md"):  # which is published as it stands
            return f"/{path.removesuffix(ending)}/"
    return f"/{path}"


def read_words(page: str) -> dict[str, str]:
    """Return the words of a page's paragraphs by their anchors."""
    return {anchor: " ".join(read_paragraph(inner).split()) for anchor, inner in PARAGRAPH.findall(page)}


def find_broken(published: Pages, pages: Pages) -> Iterator[Fault]:
    """Yield the addresses and anchors that were published and would be gone, or would lead to other words.

    Both are the files of one interview, or those that gather all.
    """
    now = {name_address(path): page for path, page in pages.items()}
    changed = {path: old for path, old in published.items() if now.get(name_address(path)) != old}
    places: dict[str, str] = {}
    if any(ANCHOR.search(old) for old in changed.values()):
        for address, page in now.items():
            places |= {words: f"{address}#{anchor}" for anchor, words in read_words(page).items()}
    for path, old in changed.items():
        address = name_address(path)
        if address not in now:
            yield explain_vanished(path, address, places.get(read_words(old).get("q1", "")))
        elif path.endswith(".html"):
            yield from compare_targets(path, address, old, now)
        elif PARAGRAPH.search(now[address]):
            yield from compare_pages(path, address, old, now[address], places)


def explain_gone(interview: str) -> Fault:
    """Return the fault of a published interview that is no more."""
    message = (
        f"the interview “{interview}” was published and is gone; put its text back, or add “formerly: "
        f"[{interview}]” to the sidecar of the one that it became, or, if nobody was ever given the address, "
        f"remove docs/interviews/{interview} and split again"
    )
    return Fault(path=f"source/{interview}.txt", line=1, message=message)


def compare_targets(path: str, address: str, old: str, now: dict[str, str]) -> Iterator[Fault]:
    """Yield a fault if an address that led elsewhere would lead to another place, though the first is still there."""
    new = now[address]
    targets = [CANONICAL.search(page) for page in (old, new)]
    before, after = (urljoin(address, target[1]) if target else address for target in targets)
    onward = CANONICAL.search(now.get(before.partition("#")[0], "<"))
    if before == after or (onward and (targets[1] or urljoin(before, onward[1]) == address)):
        return  # the place that it led to has moved on, or back here
    becomes = f"be at {after}" if targets[1] else "be another page"
    leads = f"{address} was published and leads to {before}, and would {becomes}"
    if kind := RENAMED.fullmatch(address):
        message = f"{leads}; keep “formerly: [{kind['id']}]” where it was, and choose another id than “{kind['id']}”"
        yield Fault(path=f"docs/{path}", line=1, message=message)
    elif place := PAGE.fullmatch(address):
        page = place["page"]
        message = (
            f"{leads}; keep “moved: {{{page}: …}}” as it was, and give the answer another id than “{page}”, or, if "
            f"nobody was ever given it, remove docs/{path} and split again"
        )
        yield Fault(path=f"source/{place['interview']}.yml", line=1, message=message)


def explain_vanished(path: str, address: str, place: str | None) -> Fault:
    """Return the fault of an address that is gone; `place` is where its question stands now, if anywhere."""
    kind = RENAMED.fullmatch(address)
    if kind and (owner := OWNERS.get(kind["kind"])):
        message = (
            f"{address} was published and is gone; give the {owner} its id back, “id: {kind['id']}”, or let the "
            f"address lead on with “formerly: [{kind['id']}]”, or, if nobody was ever given it, remove docs/{path} and "
            f"split again"
        )
        return Fault(path=f"docs/{path}", line=1, message=message)
    answer = PAGE.fullmatch(address)
    if not answer:
        message = f"nothing in source/ makes this file; remove it, unless {address} was published and is linked to"
        return Fault(path=f"docs/{path}", line=1, message=message)
    interview, page = answer["interview"], answer["page"]
    there = place.split("/")[-2] if place and place.startswith(f"/interviews/{interview}/") else "…"
    found = f"; its question is at {place} now" if place else ""
    message = (
        f"{address} was published and is gone{found}; give the id back to its answer, or let the address lead on with "
        f"“moved: {{{page}: {there}}}”, or, if nobody was ever given it, remove docs/{path} and split again"
    )
    return Fault(path=f"source/{interview}.yml", line=1, message=message)


def compare_pages(path: str, address: str, old: str, new: str, places: dict[str, str]) -> Iterator[Fault]:
    """Yield the first anchor of a page that is gone or says something else, and how its words can keep it."""
    before, after = read_words(old), read_words(new)
    for anchor in ANCHOR.findall(old):
        words = before.get(anchor, "")
        if anchor in after:
            if words and is_alike(words, after[anchor]):
                continue
            becomes = f"would say {quote(after[anchor])}"
        elif anchor in ANCHOR.findall(new):
            continue
        else:
            becomes = "would be gone"
        _, _, interview, *pages = address.rstrip("/").split("/")
        page = "".join(pages)
        had = f"with {quote(words)}" if words else "as leading elsewhere"
        said = f"{address}#{anchor} was published {had} and {becomes}"
        elsewhere = places.get(words)
        if elsewhere and not elsewhere.startswith(f"{address}#"):
            remedy = f"its words stand at {elsewhere} now; give each answer its id back, or move the paragraph back"
        else:
            remedy = propose_anchors(page, before, after, ANCHOR.findall(old))
        message = f"{said}; {remedy}; or, if nobody was ever given the address, remove docs/{path} and split again"
        yield Fault(path=f"source/{interview}.yml", line=1, message=message)
        return


def propose_anchors(page: str, before: dict[str, str], after: dict[str, str], taken: list[str]) -> str:
    """Return the lines of the sidecar with which every paragraph of a page keeps its anchor; `taken` ones stay."""
    kept = match_paragraphs(before, after)
    anchors: list[str] = []
    counts = {letter: max([0, *(int(one[1:]) for one in taken if one[0] == letter)]) for letter in "pq"}
    for anchor in after:
        if anchor not in kept:
            counts[anchor[0]] += 1
        anchors.append(kept.get(anchor, f"{anchor[0]}{counts[anchor[0]]}"))
    lost = [anchor for anchor in before if anchor not in anchors]
    lines = []
    if anchors != list(after):
        where = f"the entry of “{page}”" if page else "the sidecar"
        lines.append(f"add to {where} “anchors: [{', '.join(anchors)}]”")
    if lost:
        pairs = ", ".join(f'"{page}#{old}": "{page}#…"' for old in lost)
        lines.append(f"say where the words went with “moved: {{{pairs}}}”")
    return " and ".join(lines) or "put the paragraph back"


def match_paragraphs(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """Return for each new anchor the published one of the same words, be they corrected."""
    kept: dict[str, str] = {}
    for alike in (str.__eq__, is_alike):
        for anchor, words in after.items():
            free = (one for one in before if one[0] == anchor[0] and one not in kept.values())
            if anchor not in kept and (old := next((one for one in free if alike(before[one], words)), None)):
                kept[anchor] = old
    return kept


def is_alike(one: str, other: str) -> bool:
    """Tell whether two paragraphs are the same but for corrections; few words are compared letter by letter."""
    if one == other:
        return True
    words, others = one.split(), other.split()
    if min(len(words), len(others)) < SHOWN:
        words, others = list(one), list(other)
    return difflib.SequenceMatcher(None, words, others, autojunk=False).ratio() >= ALIKE


def quote(words: str) -> str:
    """Return the beginning of a paragraph for a message."""
    first = words.split()
    return f"“{' '.join(first[:SHOWN])}{' …' if len(first) > SHOWN else ''}”"
