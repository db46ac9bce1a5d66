"""The head of a text: what stands before the first turn, and who wrote it for whom, and when."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from interviews.text.labels import CONNECTING
from interviews.text.printed_dates import is_like_a_date, parse_date
from interviews.text.sheet import Paragraph, Sheet, find_paragraphs


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What stands before the first turn."""

    headline: Paragraph | None = None
    repeats: tuple[Paragraph, ...] = ()
    """The headline, as often as it is printed again."""
    byline: Paragraph | None = None
    imprint: Paragraph | None = None
    """The publication, where front matter has it on a line of its own."""
    printed_date: Paragraph | None = None
    deck: Paragraph | None = None
    lead: tuple[Paragraph, ...] = ()
    author: str | None = None
    publication: str | None = None
    date: datetime.date | None = None

    @property
    def printed(self) -> tuple[Paragraph, ...]:
        """All that is printed, in its order."""
        parts = (self.headline, *self.repeats, self.byline, self.imprint, self.printed_date, self.deck, *self.lead)
        return tuple(sorted(filter(None, parts), key=lambda part: part.line))


BYLINE = re.compile(
    r"(?i:(?:(?:(?:an )?interview(?:ed)?|text|words|story|entrevista|texto|propos recueillis) )?(?:by|por|par))"
    r"\s+(?P<author>[^/|]{1,200}?)\s*(?:[/|]\s*(?P<publication>.+))?$"
)
IMPRINT = re.compile(r"(?P<publication>[A-ZÀ-Þ][^.!?:;]{0,60}?)(?:\s*[,|/·–—]\s*(?P<date>[^,|/·–—]*(?:, *\d{4})?))?$")
"""The line below a byline: a publication, perhaps with the date behind it."""
CREDIT = re.compile(
    r"(?:(?:the )?interview(?:er)?|interviewed by|entrevista(?: de| por)?|intervista(?: di)?|entretien|"
    r"propos recueillis|gespräch|das gespräch führte|interview geführt von|text|texto|texte|testo|words|written by|"
    r"حوار|أجرى الحوار|حاوره|"
    r"采访|采写|采访人|记者|文|聞き手|取材|取材・文|интервью|беседовала?|인터뷰|글)\s*[:：/|]\s*(?P<author>[^:：]{2,80})$",
    re.IGNORECASE,
)
"""A line that names who led a talk, or wrote it down, behind a colon."""
NAMED = re.compile(
    r"(?:(?i:von|di|беседовал[аи]?|розмовляв|розмовляла|rozmawiał[ai]?|записал[аи]?|söyleşi|reportaje)"
    r"\s+(?P<author>[^\W\d_a-zà-þ][\w.’'-]+(?: (?:[^\W\d_a-zà-þ][\w.’'-]*|van|von|de|della|di)){1,4})|"
    r"(?:(?:记者|記者|采访|聞き手)[\s：:＝=・文]*|(?:文|글)[\s：:＝=]+)(?P<other>\w{2,4}(?: \w{2,4})?)(?: 기자)?)$"
)
"""The same without one, where a name is all that follows."""
SENTENCE_END = re.compile(r"(?<!\bJr)(?<!\bSr)[.!?:]$")
LONGEST_HEADLINE = 80
"""In characters, where no blank line tells it from the text."""
ONE_SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?=\w)[^.!?]*)*[.!?]?$")


def parse_head(sheet: Sheet, end: int, language: str = "") -> Head:
    """Return what stands on a sheet before the line with an index, of a text in a language, if that is known.

    The first line is the headline if it is no sentence, or marked as a heading; the same again is a repetition; “By
    Author/Publication” and a date stand on lines of their own, or the publication below the author. A single sentence
    before or after them, with more text behind it, is the deck. What front matter says counts first.
    """
    front = {key: read_front(sheet, index) for key, index in sheet.front.items() if index < end}
    told = {part.line for part in front.values()}
    lines = ["" if index + 1 in told else line for index, line in enumerate(sheet.lines[:end])]
    blocks = split_blocks(list(find_paragraphs(lines, 0, sheet)), language)
    headline = front.get("headline")
    if (
        not headline
        and blocks
        and (blocks[0].line - 1 in sheet.headings or is_headline(blocks[0], blocks[1:2], language))
    ):
        headline = blocks.pop(0)
    repeats: list[Paragraph] = []
    while headline and blocks and blocks[0].text == headline.text:
        repeats.append(blocks.pop(0))
    deck = front.get("deck")
    if headline and len(blocks) > 1 and not read_credits(blocks[0], language) and ONE_SENTENCE.match(blocks[0].text):
        credit = read_credits(blocks[1], language)
        deck = deck or (blocks.pop(0) if credit and credit.byline else None)
    known = read_front_credits(front, language)
    while blocks and (found := read_credits(blocks[0], language)):
        if (known.byline and found.byline) or (known.printed_date and found.printed_date):
            break  # “By joining forces, they …” is the deck, and a second date a part of the introduction
        known = known._replace(**{key: value for key, value in found._asdict().items() if value})
        blocks[:1] = [found.rest] if found.rest else []
        known = known._replace(rest=None)
    if not deck and len(blocks) > 1 and ONE_SENTENCE.match(blocks[0].text):
        deck = blocks.pop(0)
    imprint = front.get("publication")
    return Head(
        headline=headline,
        repeats=tuple(repeats),
        byline=known.byline,
        imprint=imprint,
        printed_date=known.printed_date,
        deck=deck,
        lead=tuple(blocks),
        author=known.author,
        publication=known.publication or (imprint.text if imprint else None),
        date=known.date,
    )


def read_front(sheet: Sheet, index: int) -> Paragraph:
    """Return what front matter says on a line."""
    return Paragraph(text=sheet.lines[index].strip(), line=index + 1)


def read_front_credits(front: Mapping[str, Paragraph], language: str) -> "Credits":
    """Return who wrote a text, and when, as front matter says it."""
    author, day = front.get("author"), front.get("date")
    return Credits(
        byline=author,
        author=author.text if author else None,
        printed_date=day,
        date=parse_date(day.text, language) if day else None,
    )


def split_blocks(blocks: list[Paragraph], language: str) -> list[Paragraph]:
    """Return the paragraphs of a head, the first taken apart if it is a headline without a blank line below it."""
    if not blocks or "\n" not in blocks[0].text:
        return blocks
    first, _, rest = blocks[0].text.partition("\n")
    top = Paragraph(text=first.strip(), line=blocks[0].line)
    below = Paragraph(text=rest.strip(), line=blocks[0].line + 1)
    is_alone = len(blocks) == 1 and len(first) <= LONGEST_HEADLINE and not rest.lstrip()[:1].islower()
    if read_credits(top, language) or not is_headline(top, [below], language):
        return blocks
    if rest.partition("\n")[0].strip() == top.text:
        return [top, *split_blocks([below], language), *blocks[1:]]  # printed twice
    if read_credits(below, language) or (is_alone and not first.rstrip().endswith((",", ";", ":", "!", "?"))):
        return [top, below, *blocks[1:]]
    return blocks


class Credits(NamedTuple):
    """Who wrote a text for whom, and when."""

    byline: Paragraph | None = None
    """With the line of the publication below it, if that has one of its own."""
    printed_date: Paragraph | None = None
    """The date, if it has a line of its own; it may be none, or have two meanings."""
    author: str | None = None
    publication: str | None = None
    date: datetime.date | None = None
    rest: Paragraph | None = None
    """What else stands in the same block, behind them."""


def is_headline(block: Paragraph, following: Sequence[Paragraph], language: str = "") -> bool:
    """Tell whether the block is a line without the full stop of a sentence, and neither a byline nor a date.

    “By the river” may be either; where a byline follows it is none.
    """
    if "\n" in block.text or block.text.endswith("."):
        return False
    credit = read_credits(block, language)
    after = read_credits(following[0], language) if credit and credit.byline and following else None
    return credit is None or bool(after and after.byline)


def read_credits(block: Paragraph, language: str = "") -> Credits | None:
    """Return the byline and the date with which the block opens, or nothing if it is something else.

    Something else may stand behind a byline and a date alone: “By joining” may open any text.
    """
    found = Credits()
    texts = block.text.split("\n")
    lines = [Paragraph(text=text.strip(), line=number) for number, text in enumerate(texts, block.line)]
    for index, line in enumerate(lines):
        credit = BYLINE.match(line.text) or CREDIT.match(line.text) or NAMED.match(line.text)
        if credit and not found.byline and not SENTENCE_END.search(line.text):
            told = credit.groupdict()
            author = told["author"] or told.get("other") or ""
            found = found._replace(byline=line, author=author.strip(), publication=told.get("publication"))
        elif (
            found.byline is lines[index - 1]
            and not found.publication
            and (imprint := read_imprint(line.text, language))
        ):
            both = Paragraph(text=f"{found.byline.text}\n{line.text}", line=found.byline.line)
            found = found._replace(byline=both, publication=imprint[0], date=imprint[1] or found.date)
        elif not found.printed_date and ((day := parse_date(line.text, language)) or is_like_a_date(line.text)):
            found = found._replace(printed_date=line, date=day)
        elif found.byline and (found.date or found.printed_date):
            return found._replace(rest=Paragraph(text="\n".join(texts[index:]).strip(), line=line.line))
        else:
            return None
    return found


def read_imprint(line: str, language: str) -> tuple[str, datetime.date | None] | None:
    """Return the publication and the date that a line below a byline has, or nothing if it is something else."""
    match = IMPRINT.match(line)
    if not match:
        return None
    day = parse_date(match["date"], language) if match["date"] else None
    words = match["publication"].split()
    if (match["date"] and not day) or (not day and not all(word[0].isupper() or word in CONNECTING for word in words)):
        return None
    return match["publication"], day
