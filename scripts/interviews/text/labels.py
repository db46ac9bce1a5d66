"""Labels: the words that open a turn, told from other words before a colon, and put down to those who speak.

Nothing is decided by a single sign. A label comes again, by itself or in a shorter or longer form, or has the shape of
those that do; two labels are one person's if their words say so and the two never follow each other.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise


def read_list(text: str) -> frozenset[str]:
    """Return the words of a list that has `|` between them."""
    return frozenset(text.replace("\n    ", "").split("|"))


SPACE = r"[^\S\n]"
LETTERS = "QAPRF"
"""With which texts name who asks and who answers, in one language or another."""
LABELS = (
    re.compile(rf"\s*(?P<printed>(?P<label>\w[^:：]{{0,199}}?){SPACE}*(?:：|:(?=\s|$)))"),
    re.compile(rf"\s*(?P<printed>(?P<label>[{LETTERS}])\.)(?=\s+\S)"),
    re.compile(rf"\s*(?P<printed>(?P<label>[{LETTERS}]))(?=(?:[ \u00a0]{{2,}}|\t)\S)"),
)
"""`Label: text`, `Q. text`, and `Q` with wide space behind it."""
COLON, ALONE = 0, len(LABELS)
"""Forms of a label: the first of these, and one that has a line to itself and no colon."""
NOT_IN_A_LABEL = re.compile('[?!;¿¡“”"…]')
LONGEST = 25
"""In words: a label longer than this is a sentence with a colon."""
LONGEST_ALONE = 6
SHORT = 3
"""In words: up to here a label need not be written with capitals, such as `luke-jr`."""
CONNECTING = read_list(
    """a|al|and|aux|d|da|das|de|del|della|der|des|di|do|dos|du|e|el|en|et|for|from|i|in|la|las|le|les|los|of|on|the|to|u|
    un|und|van|von|y|à"""
)
"""Small words between the capitals of a name or an office."""
SAYS = re.compile(
    r"\b(?:I|he|she|they|we|you|it|says?|said|asks?|asked|told|adds?|added|is|was|are|were|that|this|dice|dijo|añadió|es|"
    r"fue|que|disse|diz|foi|dit|est|qui)\b",
    re.IGNORECASE,
)
"""Words of a sentence, not of a label."""
NO_LABELS = read_list(
    """abstract|address|author|authors|autor|autora|autores|auteur|auteurs|by|caption|contact|contents|correction|
    corrections|credit|credits|data|date|duration|e-mail|editor's note|editors' note|editor’s note|editors’ note|
    ejemplo|email|example|exemple|exemplo|fecha|figure|first|fonte|foto|fotos|fuente|further reading|http|https|image|
    images|keywords|lieu|links|local|location|lugar|nb|n.b|n.b.|nota|nota del editor|notas|note|note de la rédaction|
    notes|p.s|p.s.|phone|photo|photos|place|ps|read more|references|related|remarque|resumen|resumo|résumé|second|
    see also|source|sources|subject|summary|tags|third|time|tip|title|topics|traducción|transcribed by|transcript|
    translated by|translation|update|updated|updates|url|warning|website|written by"""
)
"""What stands before a colon in many texts without speaking."""
OFFICES = read_list(
    """ambassador|captain|chairman|chairwoman|chief|chancellor|colonel|commander|commissioner|coronel|deputy|diputado|
    director|directora|doctor|dr|doctora|embajador|first|former|general|gobernador|governor|her|his|host|interviewer|
    interviewee|journalist|justice|lady|lieutenant|lord|madam|madame|major|mayor|minister|ministra|ministre|ministro|
    moderator|monsieur|mr|mrs|ms|mx|officer|premier|president|presidenta|presidente|prime|prof|professor|secretaria|
    secretario|secretary|senador|senator|sergeant|sir|speaker|spokesman|spokeswoman|sr|sra|the|this|vice|viceministra|
    viceministro|question|answer|reporter|press|periodista|entrevistador|entrevistadora"""
)
"""Words of an office or a title: they may be anybody's."""
NO_NAMES = CONNECTING | OFFICES
LONELY = re.compile(r"(?![a-zà-þ])[^\W\d_][^.,;:!?]*")
NAME = re.compile(r"[A-ZÀ-Þ]\w*(?:[ -][A-ZÀ-Þ][\w’']*)+")
"""A name as a text has it: words with capitals, one behind the other."""
LONGEST_INITIALS = 4
AGAIN = 2
"""Times that a label stands to come again, and speakers that an interview has at least."""
LIKELY = 0.8
"""Likeness from which on a label that stands once is another, misspelt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """A line that opens, or may open, a turn."""

    label: str
    printed: str
    """The label with its colon, if it has one."""
    end: int
    """Where in the line the words begin."""
    form: int
    """The place in `LABELS`, or `ALONE`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """What an editor says of a text, in its sidecar."""

    speakers: tuple[tuple[str, ...], ...] = ()
    """The labels of each speaker of whom any are given."""
    refused: frozenset[str] = frozenset()
    """What stands before a colon without being a label."""
    begins: str = ""
    """The first words of the line that opens the first turn."""
    closing: str = ""
    """The first words of what stands behind the last turn."""
    no_closing: bool = False
    """Whether nothing stands there: what looks like it was said."""
    questions: tuple[str, ...] = ()
    """The first words of each question; without any label, they open the turns."""
    names: tuple[str, str] = ("Interviewer", "Interviewee")
    """Who asks and who answers in a text without labels."""
    language: str = ""
    """The text's, if it is known: in its words and in its order the date is read."""

    @property
    def known(self) -> frozenset[str]:
        """All labels that are given."""
        return frozenset(label for labels in self.speakers for label in labels)


NO_GUIDE = Guide()


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The lines that open a turn, and whose they are."""

    openings: Mapping[int, Opening]
    """By the index of the line."""
    families: Mapping[str, str]
    """By label, the fullest label of the same speaker."""
    merged: Mapping[str, str]
    """The labels that initials or a first name alone put down to a speaker, with that speaker's fullest label."""
    others: Mapping[int, Opening]
    """The lines that came close."""


def find_openings(lines: Sequence[str], guide: Guide, is_date: Callable[[str], object]) -> Found:
    """Return the lines that open a turn; a headline with a colon is known by the date below it."""
    starts = (index for index, line in enumerate(lines) if starts_with(line, guide.begins))
    begin = next(starts, 0) if guide.begins else 0
    known = guide.known
    candidates: dict[int, Opening] = {}
    for index in range(begin, len(lines)):
        if lines[index] and (opening := read_opening(lines[index], known, guide.refused)):
            candidates[index] = opening
    first, second = [*candidates, len(lines), len(lines)][:2]
    if first < len(lines) and not guide.begins and any(map(is_date, lines[first + 1 : second])):
        del candidates[first]
    letters = Counter(one.label for one in candidates.values() if one.form != COLON)
    lists = {label for label, count in letters.items() if count < AGAIN} - known
    if len(letters) < AGAIN and all(one.form != COLON for one in candidates.values()):
        lists = set(letters) - known
    kept = {index: one for index, one in candidates.items() if one.form == COLON or one.label not in lists}
    found = choose(kept, guide, lines)
    if len({found.families[one.label] for one in found.openings.values()}) < AGAIN:
        alone = find_lonely(lines, begin)
        labels = known - {one.label for one in alone.values()}
        given = {index: one for index, one in kept.items() if one.label in labels}
        lonely = choose(dict(sorted({**alone, **given}.items())), guide, lines)
        if alone and lonely.openings:
            return replace(lonely, others={index: one for index, one in candidates.items() if index not in given})
    return replace(found, others={index: one for index, one in candidates.items() if index not in found.openings})


def starts_with(text: str, words: str) -> bool:
    """Tell whether a text begins with words, whatever the spaces between them."""
    return bool(words) and " ".join(text.split()).startswith(" ".join(words.split()))


def read_opening(line: str, known: Collection[str], refused: Collection[str]) -> Opening | None:
    """Return how the line may open a turn, if it may."""
    if ":" not in line and "：" not in line and line.lstrip()[:1] not in LETTERS:
        return None  # as nearly all lines, and this is quicker than to look for each form
    for form, pattern in enumerate(LABELS):
        if match := pattern.match(line):
            label = " ".join(match["label"].split())
            if label in known or (label not in refused and is_plausible(label)):
                return Opening(label=label, printed=match["printed"], end=match.end(), form=form)
    return None


@lru_cache(maxsize=1 << 12)
def is_plausible(label: str) -> bool:
    """Tell whether words before a colon can be somebody's label."""
    words = label.split()
    if len(words) > LONGEST or NOT_IN_A_LABEL.search(label) or label.casefold() in NO_LABELS or label.isdigit():
        return False
    if len(words) <= SHORT:
        return True
    small = [word for word in words if word[0].islower() and word.casefold() not in CONNECTING]
    return not SAYS.search(label) and words[0][0].isupper() and len(small) <= len(words) // 3


def find_lonely(lines: Sequence[str], begin: int = 0) -> dict[int, Opening]:
    """Return the lines that are a label alone, without a colon: few words with a capital behind a blank line, twice.

    `begin` is the index of the first line that is looked at. If the words of two such labels begin on the next line,
    those behind a blank line are words themselves.
    """
    found, near = {}, set()
    for index, line in enumerate(lines[begin:], begin):
        label = " ".join(line.split())
        is_first = index == 0 or not lines[index - 1].strip()
        following = [bool(part.strip()) for part in lines[index + 1 : index + 3]]
        if is_first and any(following) and 0 < len(label.split()) <= LONGEST_ALONE and LONELY.fullmatch(label):
            found[index] = Opening(label=label, printed=line.strip(), end=len(line), form=ALONE)
            near |= {index} if following[0] else set()
    uses = Counter(one.label for one in found.values())
    found = {index: one for index, one in found.items() if uses[one.label] >= AGAIN and is_plausible(one.label)}
    direct = {index: one for index, one in found.items() if index in near}
    return direct if len({one.label for one in direct.values()}) >= AGAIN else found


def choose(candidates: Mapping[int, Opening], guide: Guide, lines: Sequence[str]) -> Found:
    """Return the candidates that open a turn.

    A label comes again, by itself or in another form of the same speaker's; where those that come again are all
    written in capitals, so is every label. Where fewer than two speakers come again (one question, one answer), all
    count.
    """
    sequence = [one.label for one in candidates.values()]
    first = next(iter(candidates), len(lines))
    families, merged = merge_labels(sequence, guide, " ".join(lines[:first]))
    uses = Counter(families[label] for label in sequence)
    again = [label for label in families if uses[families[label]] >= AGAIN]
    few = len({families[label] for label in again}) < AGAIN
    long = [label for label in again if len(label) > LONGEST_INITIALS]
    shouted = not few and len(long) > 0 and all(map(is_shouted, long))

    def counts(label: str) -> bool:
        if few or label in guide.known:
            return True
        return is_shouted(label) if shouted else label in again

    return Found(
        openings={index: one for index, one in candidates.items() if counts(one.label)},
        families=families,
        merged=merged,
        others={},
    )


def is_shouted(label: str) -> bool:
    """Tell whether a label is written in capitals."""
    return label.upper() == label and label.lower() != label


# --- whose labels they are ---


def merge_labels(
    sequence: Sequence[str], guide: Guide = NO_GUIDE, head: str = ""
) -> tuple[dict[str, str], dict[str, str]]:
    """Return for each label the fullest one of the same speaker, and those that are only probably the same.

    `sequence` has the labels of all turns in their order. A label is another's short form if its words stand in it in
    the same order, one of them a name and not an office, and if it fits one speaker only: “Vice Minister Del Rosario”,
    “Ana” for “Ana Ruiz”. Initials and a first name are probably the same (“KN”, “Kensei”, with “Kensei Nakada” in the
    head), unless they ever follow each other. What the editor's guide says is not questioned.
    """
    given = {label: labels[0] for labels in guide.speakers for label in labels}
    next_to = {frozenset(pair) for pair in pairwise(sequence)}
    labels = sorted(dict.fromkeys(sequence), key=lambda label: (-len(read_words(label)), -len(label)))
    families: dict[str, str] = {}
    owners: dict[str, str] = {}
    merged: dict[str, str] = {}
    for label in labels:
        owner = given.get(label)
        free = [one for one in families if not owner or owners.get(families[one], owner) == owner]
        own = {families[one] for one in families if owner and given.get(one) == owner}
        sure = own or {families[other] for other in free if is_short_form(label, other)}
        near = [
            other
            for other in free
            if may_be_short_for(label, other, head)
            and not any(frozenset((label, one)) in next_to for one in families if families[one] == families[other])
        ]
        spelled = {families[other] for other in near if len(list_names(other)) > 1}  # “AM” is Ada Moor, not Audience
        likely = spelled or {families[other] for other in near}
        if len(sure) == 1:
            families[label] = sure.pop()
        elif len(likely) == 1 and not sure:
            families[label] = merged[label] = likely.pop()
        else:
            families[label] = label
        if owner:
            owners[families[label]] = owner
    return families, merged


@lru_cache(maxsize=2**12)
def read_words(label: str) -> tuple[str, ...]:
    """Return the words of a label as they are compared: small letters, no marks, no number at the end of a word."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    words = (re.sub(r"[^\w'’-]|(?<=\D)\d+$", "", word) for word in plain.split())
    return tuple(word for word in words if word)


def is_short_form(short: str, full: str) -> bool:
    """Tell whether the words of one label stand in the other in the same order, at least one of them a name."""
    words = read_words(short)
    rest = iter(read_words(full))
    if not words or not all(word in rest for word in words):
        return False
    return len(words) == len(read_words(full)) or any(word not in NO_NAMES for word in words)


def may_be_short_for(short: str, full: str, head: str) -> bool:
    """Tell whether one label may be initials of the other: “KN” of “Kensei Nakada”, or of “Kensei” if that is all."""
    letters = "".join(read_words(short))
    if not letters or len(letters) > LONGEST_INITIALS or not is_shouted(short):
        return False
    words = list_names(full)
    if not words:
        return False
    if len(words) > 1:
        return "".join(word[0] for word in words) == letters
    if is_shouted(full) and len(words[0]) <= LONGEST_INITIALS:
        return words[0].startswith(letters)
    named = [
        name
        for name in NAME.findall(head)
        if "".join(one[0] for one in re.split(r"[\s-]+", name)).casefold() == letters
    ]
    return words[0][0] == letters[0] and (not named or any(words[0] in name.casefold().split() for name in named))


def list_names(label: str) -> list[str]:
    """Return the words of a label that are names, as they are compared."""
    return [word for word in read_words(label) if word not in NO_NAMES]


def find_misspelt(found: Found) -> Iterator[tuple[int, str, str]]:
    """Yield each line that opens with almost a label: its index, what stands there, and the label that it is almost."""
    labels = list(dict.fromkeys(one.label for one in found.openings.values()))
    for index, one in found.others.items():
        if one.label not in labels and (close := difflib.get_close_matches(one.label, labels, n=1, cutoff=LIKELY)):
            yield index, one.label, close[0]
