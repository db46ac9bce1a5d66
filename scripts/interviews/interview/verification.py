"""Whether quoted words stand in interviews: where, how they differ, and what stands at an address."""

import difflib
import hashlib
import re
import textwrap
from collections.abc import Iterator
from itertools import accumulate, chain, groupby, pairwise
from urllib.parse import unquote

from interviews.interview.interview import Interview
from interviews.sidecar import SLUG
from interviews.text import (
    GAP,
    INSERTION,
    Match,
    Passage,
    Section,
    Token,
    cut,
    find_forms,
    find_matches,
    find_nearest,
    find_tokens,
    ignore_case,
    is_word,
    list_words,
    split_parts,
    strip_marks,
)

INSERTED = "\n\nIn square brackets there: inserted by the editors of the magazine, not said by the speaker."
ADDRESS = re.compile(
    r"(?P<host>[a-z]+://[^/?#\s]*)?(?P<path>[^\s?#]*)(?:\?[^\s#]*)?(?:#(?P<anchor>\S*?)(?::~:.*)?)?", re.I
)
ON_TRANSCRIPT = re.compile(r"(?P<page>.+?)(?:-(?P<anchor>[pq]\d+))?")
"""A place on the page of the whole interview, such as `c5-p1`."""


def check_quotation(quotation: str, sections: list[Section], place: list[Passage] | None) -> tuple[bool, str]:
    """Return whether the quotation stands in the sections, or begins in the place if one is given, and what to say."""
    tokens = strip_marks(find_tokens(quotation))
    matches = find_matches(tokens, sections)
    here = [match for match in matches if place is None or next(iter(match.passages.values())) in place]
    shown = [show_match(match, tokens, quotation) for match in here or matches]
    if here:
        return True, "\n\n".join(shown)
    where = (
        f"at {place[0].address.partition('#')[0] if place[1:] else place[0].address}" if place else "in any interview"
    )
    told = [f"These words do not stand {where}" + (", but elsewhere." if shown else "."), *shown]
    if not matches:
        near = find_nearest(tokens, [join_passages(place)]) if place else None
        near = near or find_nearest(tokens, sections)
        told += show_difference(near, tokens, quotation) if near else ["No interview has half of them in one place."]
    return False, "\n\n".join(told)


# --- places ---


def find_sections(interview: Interview) -> Iterator[Section]:
    """Yield all that the interview's text says, piece by piece."""
    head, home = interview.transcript.head, f"/interviews/{interview.id}/"
    lead = [(f"{home}#{anchor}", part) for anchor, part in zip(interview.anchors, head.lead, strict=True)]
    pieces = [[(home, "headline", head.headline)], [(home, "deck", head.deck)]]
    pieces.append([(address, "introduction", part) for address, part in lead])
    for answer in interview.answers:
        said = [(anchor, interview.speaker(turn.label), part) for turn, anchor, part in answer.passages]
        named = [(anchor, ", ".join(filter(None, (who.name, who.office))), part) for anchor, who, part in said]
        pieces.append([(f"{home}{answer.id}/#{anchor}", name, part) for anchor, name, part in named])
    for piece in pieces:
        passages = [
            Passage(address=address, speaker=speaker, source=interview.source, paragraph=part)
            for address, speaker, part in piece
            if part
        ]
        if passages:
            yield join_passages(passages)


def join_passages(passages: list[Passage]) -> Section:
    """Return the section of passages that follow each other."""
    texts = [passage.paragraph.text for passage in passages]
    starts = tuple(accumulate((len(text) + 2 for text in texts[:-1]), initial=0))
    text = "\n\n".join(texts)
    key = "\n".join(["", *(word for word, _, _ in find_tokens(text)), ""])
    return Section(passages=tuple(passages), text=text, starts=starts, key=key)


def find_place(text: str, interviews: list[Interview]) -> list[Passage] | None:
    """Return the passages at an address, or nothing if the text is none but a quotation.

    Without `interviews/` in it, an address begins with the id of an interview, or with a word that could be one and has
    an anchor. Raises `LookupError` for an address at which nothing stands.
    """
    by_id = {old: one for one in interviews for old in one.formerly} | {one.id: one for one in interviews}
    match = ADDRESS.fullmatch(text.strip())
    if not match:
        return None
    steps = [step for step in unquote(match["path"]).split("/") if step not in ("", "index.html")]
    roots = [index + 1 for index, step in enumerate(steps[:-1]) if step == "interviews"]
    is_short = steps and (steps[0] in by_id or (match["anchor"] and SLUG.fullmatch(steps[0])))
    if not (match["host"] or match["path"].startswith("/") or roots or is_short):
        return None
    name, page, beyond, *_ = [*steps[roots[-1] if roots else 0 :], "", "", ""]
    if name not in by_id or beyond:
        nearest = difflib.get_close_matches(name, by_id, n=1, cutoff=0)
        raise LookupError(f"{text} is no address of an interview; the nearest is /interviews/{nearest[0]}/")
    page, anchor = follow(page, match["anchor"] or "", by_id[name])
    address = f"/interviews/{by_id[name].id}/" + (f"{page}/" if page else "") + (f"#{anchor}" if anchor else "")
    passages = [passage for section in find_sections(by_id[name]) for passage in section.passages]
    found = [passage for passage in passages if address in (passage.address, passage.address.partition("#")[0])]
    if not found:
        nearest = difflib.get_close_matches(address, [passage.address for passage in passages], n=1, cutoff=0)
        raise LookupError(f"{text} isn't there; the nearest address is {nearest[0]}")
    return found


def follow(page: str, anchor: str, interview: Interview) -> tuple[str, str]:
    """Return the answer's id and the anchor to which a place of the interview leads now."""
    if page == "transcript" and (match := ON_TRANSCRIPT.fullmatch(anchor)):
        page, anchor = match["page"], match["anchor"] or ""
    while (old := f"{page}#{anchor}") in interview.moved or (old := page) in interview.moved:
        page, _, place = interview.moved[old].partition("#")
        anchor = place if "#" in old else anchor or place
    return {str(answer.number): answer.id for answer in interview.answers}.get(page, page), anchor


def find_marked(address: str) -> list[str]:
    """Return what the text fragments of an address mark, without the words that tell where it stands."""
    _, _, directives = address.partition(":~:")
    marks = [one[5:].split(",") for one in directives.split("&") if one.startswith("text=")]
    parts = [[part for part in mark if part[-1:] != "-" and part[:1] != "-"] for mark in marks]
    return [f" {GAP} ".join(map(unquote, part)) for part in parts]


# --- what is printed ---


def show_passage(passage: Passage) -> str:
    """Return a passage with all that is known of it."""
    section = join_passages([passage])
    place = show_place(Match(section=section, runs=(find_tokens(section.text),)))
    return f"{place}\n  SHA-256 {hashlib.sha256(section.text.encode()).hexdigest()}\n\n{section.text}"


def show_place(match: Match) -> str:
    """Return where a match stands, who says it, and the line of the source on which it begins."""
    (begin, first), *others = match.passages.items()
    line = first.paragraph.line + match.section.text.count("\n", begin, match.runs[0][0][1])
    address = first.address + "".join(f", #{other.address.partition('#')[2]}" for _, other in others)
    speakers = "; ".join(dict.fromkeys(passage.speaker for passage in match.passages.values()))
    return f"  {address}\n  {speakers}\n  {first.source}:{line}"


def show_match(match: Match, tokens: list[Token], quotation: str) -> str:
    """Return how and where the quotation stands, with the source's own words unless they are the same."""
    parts = split_parts(tokens)
    said, quoted = [cut(match.section.text, run) for run in match.runs], [cut(quotation, part) for part in parts]
    pairs = zip(chain(*match.runs), chain(*parts), strict=True)
    likeness = (
        ", byte for byte" if said == quoted else " but for spaces, quotation marks, dashes or the encoding of letters"
    )
    if any(own[0] != word[0] for own, word in pairs):
        likeness = " but for a letter in brackets"
    between = [match.section.text[one[-1][2] : two[0][1]] for one, two in pairwise(match.runs)]
    if any(list_words(find_tokens(words)) for words in between):  # the ellipsis may be the interview's own
        likeness += "; words are left out where the ellipsis stands"
    own = "" if said == quoted else f"\n\n{wrap(f' {GAP} '.join(said))}"
    inserted = [span.span() for span in INSERTION.finditer(match.section.text)]
    within = any(start < run[0][1] and run[-1][2] < end for run in match.runs for start, end in inserted)
    return f"Verbatim{likeness}:\n{show_place(match)}{own}{INSERTED if within else ''}"


def show_difference(near: Match, tokens: list[Token], quotation: str) -> Iterator[str]:
    """Yield the nearest passage, how much it differs, and each word that does."""
    found, text = near.runs[0], near.section.text
    yield f"The nearest passage:\n{show_place(near)}"
    ours, said = [word for word, _, _ in found], {word for word, _, _ in found}
    theirs = [next((form for form in find_forms(word) if form in said), word) for word, _, _ in tokens]
    if list_words(found) == list_words(tokens):
        differing = ["upper and lower case"] * ([*filter(is_word, ours)] != [*filter(is_word, theirs)])
        differing += ["punctuation"] * (ignore_case(found) != ignore_case(tokens))
        yield f"Every word is there; the difference is in {' and '.join(differing)}."
    shown = ""
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        before = text[: found[a][1]] if a < b else quotation[: tokens[c][1]]
        shown += " " * (before[-1:].isspace() or GAP in theirs[c:d])
        if kind == "equal":
            shown += cut(text, found[a:b])
            continue
        if a < b and GAP not in theirs[c:d]:
            shown += f"[-{cut(text, found[a:b])}-]"
        groups = groupby(tokens[c:d], key=lambda token: token[0] == GAP)
        shown += " ".join(GAP if is_gap else f"{{+{cut(quotation, [*group])}+}}" for is_gap, group in groups)
    yield wrap(shown)
    yield "[-only in the interview-] {+only in the quotation+}"


def wrap(text: str) -> str:
    """Return the text as a block for a terminal."""
    return textwrap.indent(textwrap.fill(" ".join(text.split()), 98, break_on_hyphens=False), "  ")
