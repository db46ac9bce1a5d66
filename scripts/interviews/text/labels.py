"""Labels: the words that open a turn, told from other words before a colon, and put down to those who speak.

Nothing is decided by a single sign. A label comes again, by itself or in a shorter or longer form, or has the shape of
those that do; two labels are one person's if their words say so and the two never follow each other.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from interviews.text.sheet import OFF, SPACE


def read_list(text: str) -> frozenset[str]:
    """Return the words of a list that has `|` between them."""
    return frozenset(text.replace("\n    ", "").split("|"))


LETTERS = "QAPRFD"
"""With which texts name who asks and who answers, in one language or another."""
PAIRS = frozenset({("Q", "A"), ("Q", "R"), ("P", "R"), ("F", "A"), ("D", "R")})
"""Which belong together: question and answer, pregunta and respuesta, Frage and Antwort, domanda and risposta."""
COLON_END, COLON_START = re.compile(r"[:：.)/–—-]\s*$"), re.compile(r"\s*(?:[:：–—/-]|[*_(\[])")
"""Where bold type ends before a label's colon, or behind it."""


class Form(Enum):
    """How a label is set apart from the words behind it."""

    COLON = "Label: words"
    STOP = "Q. words"
    WIDE = "Q   words"
    LETTER = "Q words"
    SLASH = "س/ words"
    DASH = "Label – words"
    BRACKETS = "[Label] words"
    LINE = "Label, on a line of its own"
    NONE = "no label"


EDGE = rf"[\s{OFF}]*"
"""What may stand before a label: white space, and what was taken off."""
ASKING = read_list("answer|antwort|domanda|frage|pergunta|pregunta|question|respuesta|resposta|risposta|réponse")
"""Words that stand, or may be counted, where they open a turn."""
STOP_FORM = re.compile(
    rf"{EDGE}(?P<printed>(?P<label>[{LETTERS}]\d{{0,3}}|(?i:{'|'.join(sorted(ASKING))}))[.)])(?=\s+\S)"
)
SAID = (
    (
        Form.COLON,
        re.compile(
            rf"{EDGE}(?P<printed>(?P<label>\w[^:：]{{0,199}}?)[{OFF}\s]*"
            rf"(?:：|:(?=[\s{OFF}]|$)|(?<=[^\W\d_]):(?=[^\W\d_])))"
        ),
    ),
    (Form.STOP, STOP_FORM),
    (Form.WIDE, re.compile(rf"{EDGE}(?P<printed>(?P<label>[{LETTERS}]))(?=(?:[ \u00a0]{{2,}}|\t)\S)")),
    (Form.LETTER, re.compile(rf"{EDGE}(?P<printed>(?P<label>[{LETTERS}]))(?=[ \u00a0][^\s–—-])")),
)
"""Forms that one text mixes."""
SLASH = re.compile(rf"{EDGE}(?P<printed>(?P<label>[^\W\d_]{{1,12}}){SPACE}?/)(?={SPACE}|(?<=^\w/)[^\W\d_])")
DIRECTION = rf"(?:{SPACE}*(?:\([^()\n]{{1,60}}\)|\[[^\[\]\n]{{1,60}}\]|\*[^*\n]{{1,60}}\*|_[^_\n]{{1,60}}_))?"
"""How somebody speaks, behind a label: “(laughs)”."""
DASH = re.compile(
    rf"{EDGE}(?P<printed>(?P<label>[^\W\d_a-zà-þ][\w.’']*(?: [\w.’']+){{0,5}}?){DIRECTION}[{OFF}]*"
    rf"(?:{SPACE}*\.?{SPACE}*[–—―]+{SPACE}*|{SPACE}+--?{SPACE}+)[{OFF}]*)(?=[^\s–—―-])"
)
DIRECTED = re.compile(r"(?<=\w)\s*(?:\([^\d()]{1,60}\)|\[[^\d\[\]]{1,60}\])$")
"""How somebody speaks, at the end of a label: “Bob (after a pause)”."""
STOPPED = re.compile(r"[^\W\d_]{4,}\.$")
"""A word that ends with a full stop and is not shortened."""
BRACKETS = re.compile(
    rf"{EDGE}(?P<printed>(?:[\[<(](?P<label>[^\W\d_][^\[\]<>()\n]{{0,39}})[\])>][:：]?(?={SPACE}+\S)|【(?P<other>[^【】\n]{{1,20}})】))"
)
COUNTED = re.compile(
    rf"{EDGE}(?P<label>[^\W_](?:[\w.’'-]| (?=\w)){{0,38}}){SPACE}+[·•|(-]?{SPACE}*\d[\d.,]*k?{SPACE}?"
    r"(?:points?|pts|upvotes?|votes?|likes?|m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|yrs?|years?)\b"
    r"[^.?!]{0,40}$"
)
"""A name with what a forum counts behind it: “crumb_fan 412 points”, “tomberg · 3h ago”."""
EMPHASIS = re.compile(r"\*{1,3}|_{1,3}|<(?P<tag>b|strong|i|em|u)>", re.IGNORECASE)
BEFORE = re.compile(
    rf"{SPACE}*(?:(?:\[\d{{1,3}}\]|\(\d{{1,3}}\)|\d{{1,3}}[.)])[ \t]+|[-*•][ \t]+|>{{1,2}}[ \t]*)*(?=[^\W\d]|[*<])"
)
"""What may stand before a label: its number, the sign of a list or of a change of speakers."""
NOT_IN_A_LABEL = re.compile('[?!;¿¡“”"…]')
LONGEST = 25
"""In words: a label longer than this is a sentence with a colon."""
LONGEST_ALONE = 6
EXAMINER = re.compile(r"(?:cross-)?(?:examination )?by (?:m[rs]|mrs|dr|the)\b", re.IGNORECASE)
"""A heading of a deposition that says who asks from there on."""
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
    """abstract|address|auteur|auteurs|author|authors|autor|autora|autores|bild|bilder|by|caption|contact|contents|
    correction|corrections|credit|credits|data|date|datum|dauer|duración|durata|duration|durée|e-mail|
    editor's note|editors' note|editors’ note|editor’s note|ejemplo|email|end of tape|example|exemple|exemplo|
    fecha|figure|first|fonte|foto|fotos|fotoğraf|fotoğraflar|fuente|further reading|gespräch|http|https|image|
    images|interview|interviewed by|keywords|lieu|links|local|location|lugar|n.b|n.b.|nb|nota|nota del editor|
    notas|note|note de la rédaction|notes|p.s|p.s.|phone|photo|photos|place|ps|read more|references|related|
    remarque|resumen|resumo|résumé|röportaj|second|see also|source|sources|subject|summary|söyleşi|tags|tarih|
    text|texte|texto|third|time|tip|title|topics|traducción|transcribed by|transcript|translated by|translation|
    update|updated|updates|url|warning|website|written by|zur person|фото|تصوير|写真|摄影"""
)
"""What stands before a colon in many texts without speaking."""
OFFICES = read_list(
    """abgeordnete|abgeordneter|abogada|abogado|admiral|agent|alcalde|alcaldesa|almirante|ambasciatore|ambassador|
    ambassadrice|amiral|assessor|attorney|avocat|avocate|avvocato|bischof|bishop|botschafter|botschafterin|brigadier|
    bundeskanzler|bundeskanzlerin|bürgermeister|bürgermeisterin|cabo|capitaine|capitano|capitán|capitão|captain|cardinal|
    chairman|chairperson|chairwoman|chancellor|chancelier|chef|chief|chre|colonel|colonnello|comandante|comisario|
    commandant|commander|commissaire|commissioner|conseiller|consejera|consejero|contraalmirante|coronel|corporal|
    councillor|counsel|dean|decana|decano|delegada|delegado|deputy|deputada|deputado|detective|diputada|diputado|
    direktor|direktorin|director|directora|directeur|directrice|doctor|doctora|doutor|doutora|dr|député|députée|
    embaixador|embajador|embajadora|enseign|ensign|fiscal|first|former|frau|fräulein|gemeinderat|general|generalmajor|
    general's|generale|geschäftsführer|geschäftsführerin|gobernador|gobernadora|governador|governor|governora|
    gouverneur|général|hauptmann|herr|her|his|honorable|host|imam|inspector|ingeniero|ingeniera|interviewer|
    interviewee|jefa|jefe|journalist|juez|jueza|judge|juge|justice|kanzler|kanzlerin|kapitän|kommissar|kommissarin|
    lady|landrat|licenciada|licenciado|lieutenant|lord|madam|madame|mademoiselle|maestra|maestro|maire|maggiore|major|
    maréchal|marshal|mayor|minister|ministerin|ministerpräsident|ministerpräsidentin|ministra|ministre|ministro|
    moderator|monseñor|monsieur|mr|mrs|ms|mx|oberbürgermeister|oberst|officer|ordfører|padre|pastor|pater|prefect|
    prefeita|prefeito|premier|presidenta|presidente|president|prime|prof|professor|professora|professeur|professorin|
    profesor|profesora|provost|president-elect|prokurator|procurador|procuradora|präsident|präsidentin|préfet|
    président|présidente|rabbi|rector|rectora|reitor|rektor|rektorin|representative|reverend|richter|richterin|sargento|
    secretaria|secretario|secretary|secretária|secretário|secrétaire|senador|senadora|senator|sergeant|señor|señora|
    señorita|sheriff|sir|speaker|spokesman|spokesperson|spokeswoman|sprecher|sprecherin|sr|sra|sre|srta|staatssekretär|
    staatssekretärin|subsecretaria|subsecretario|superintendent|sénateur|sénatrice|teniente|tenente|the|this|treasurer|
    undersecretary|vereador|vereadora|vice|vicealmirante|viceministra|viceministro|vicepresidenta|vicepresidente|
    vizeministerin|vizeminister|vizepräsident|vizepräsidentin|warden|question|answer|reporter|press|periodista|
    entrevistador|entrevistadora"""
)
"""Words of an office, a rank or a title: they may be anybody's."""
SHORT_TITLES = dict(
    title.split(maxsplit=1)
    for title in read_list(
        """adm admiral|amb ambassador|atty attorney|bg brigadier general|bgen brigadier general|brig brigadier|
    capt captain|cdr commander|cmdr commander|cnel coronel|col colonel|comdr commander|cpl corporal|cpt captain|
    det detective|dir director|doctor dr|dra doctora|ens ensign|gen general|gob gobernador|gov governor|gral general|
    hon honorable|hptm hauptmann|ing ingeniero|insp inspector|lic licenciado|lt lieutenant|ltc lieutenant colonel|
    ltcol lieutenant colonel|ltg lieutenant general|maj major|mg major general|min minister|mons monseñor|
    pres president|professor prof|radm rear admiral|rep representative|rev reverend|sec secretary|sen senator|
    sgt sergeant|supt superintendent|tte teniente|vadm vice admiral"""
    )
)
"""Titles and ranks as they are shortened, with what they stand for, all as labels are compared."""
NO_NAMES = CONNECTING | OFFICES
LONELY = re.compile(r"(?![a-zà-þ])[^\W\d_][^.,;:!?]*")
NAME = re.compile(r"[A-ZÀ-Þ]\w*(?:[ -][A-ZÀ-Þ][\w’']*)+")
"""A name as a text has it: words with capitals, one behind the other."""
NUMBER_BEHIND = re.compile(r"(?P<base>[^\W\d_]+)[ .#]?\s?(?P<number>\d{1,3})")
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
    """Where in the line the words begin; in its view, if there is one."""
    view: str = ""
    """The line with `OFF` for what is neither label nor word, if there is any such thing."""
    form: Form


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
    sections: tuple[str, ...] = ()
    """The first words of what are headings between the turns."""
    no_sections: tuple[str, ...] = ()
    """The first words of what looks like one and is said."""
    remarks: tuple[str, ...] = ()
    """The first words of what else nobody says."""
    says: tuple[tuple[str, str], ...] = ()
    """The first words of paragraphs, with the label of who says them."""
    form: str = ""
    """The form in which turns are set apart, see `readings.WAYS`; nothing if the text tells it."""
    pattern: str = ""
    """A regular expression for what opens a turn; its first group is the label."""
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
    asks: str = ""
    """The label of who asks, where the form of the text tells it."""
    views: Mapping[int, str] = field(default_factory=dict)
    """Lines with `OFF` for the signs of bold or italic type, by their indexes."""
    legend: Mapping[str, str] = field(default_factory=dict)
    """What a legend says of labels: “TB: Tom Berg, baker”."""


def starts_with(text: str, words: str) -> bool:
    """Tell whether a text begins with words, whatever the spaces between them."""
    return bool(words) and " ".join(text.split()).startswith(" ".join(words.split()))


def read_opening(line: str, known: Collection[str], refused: Collection[str]) -> Opening | None:
    """Return how the line may open a turn, if it may."""
    if ":" not in line and "：" not in line and (line.lstrip()[:1] or "x") not in f"{LETTERS}*_<[(>-•0123456789":
        return None  # as nearly all lines, and this is quicker than to look for each form
    return match_label(line, SAID, known, refused)


def match_label(
    line: str, forms: Iterable[tuple[Form, re.Pattern[str]]], known: Collection[str], refused: Collection[str]
) -> Opening | None:
    """Return the first of some forms in which a line has a plausible label."""
    view = take_dress(line)
    for form, pattern in forms:
        if match := pattern.match(view):
            label = " ".join((match["label"] or match["other"]).replace(OFF, "").split())
            label = DIRECTED.sub("", label)
            if form is Form.DASH and STOPPED.search(label):
                label = label[:-1]  # “SRA. HOLM.—”
            if label in known or (label not in refused and is_plausible(label)):
                end = match.end() + len(view[match.end() :]) - len(view[match.end() :].lstrip(OFF))
                return Opening(
                    label=label,
                    printed=match["printed"].replace(OFF, ""),
                    end=end,
                    form=form,
                    view=view if OFF in view else "",
                )
    return None


def take_dress(line: str) -> str:
    """Return a line with `OFF` for what stands around its label: a number, the sign of a list, bold or italic type."""
    before = BEFORE.match(line)
    start = before.end() if before else 0
    emphasis = EMPHASIS.match(line, start)
    if emphasis is None:
        return OFF * start + line[start:] if start and line[:start].strip() else line
    closing = f"</{emphasis['tag']}>" if emphasis["tag"] else emphasis[0]
    end = line.find(closing, emphasis.end())
    if end <= emphasis.end():
        return line
    pieces = [(0, emphasis.end())]
    rest = line[end + len(closing) :]
    if COLON_END.search(line[emphasis.end() : end]) or COLON_START.match(rest) or not rest.strip():
        pieces.append((end, end + len(closing)))
    else:
        return line
    view = line
    for begin, stop in pieces:
        view = view[:begin] + OFF * (stop - begin) + view[stop:]
    return view


@lru_cache(maxsize=1 << 12)
def is_plausible(label: str) -> bool:
    """Tell whether words before a colon can be somebody's label."""
    words = label.split()
    if len(words) > LONGEST or NOT_IN_A_LABEL.search(label) or label.isdigit() or EXAMINER.match(label):
        return False
    if label.casefold() in NO_LABELS:
        return label in ("PS", "NB")  # which may be initials
    if len(words) <= SHORT:
        return True
    small = [word for word in words if word[0].islower() and word.casefold() not in CONNECTING]
    return not SAYS.search(label) and words[0][0].isupper() and len(small) <= len(words) // 3


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
    counted = find_counted(sequence)
    if counted:
        found, initials = merge_labels([counted.get(label, label) for label in sequence], guide, head)
        return found | {label: found[plain] for label, plain in counted.items()}, initials
    given = {label: labels[0] for labels in guide.speakers for label in labels}
    next_to = {frozenset(pair) for pair in pairwise(sequence)}
    labels = sorted(dict.fromkeys(sequence), key=lambda label: (-len(read_words(label)), -len(label)))
    families: dict[str, str] = {}
    owners: dict[str, str] = {}
    merged: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    kin: dict[str, list[str]] = {}  # labels by their words and by the first letter of a name: nothing else is compared
    for label in labels:
        owner = given.get(label)
        own = {families[one] for one in families if owner and given.get(one) == owner}
        free = [
            one
            for key in list_keys(label)
            for one in kin.get(key, ())
            if not owner or owners.get(families[one], owner) == owner
        ]
        sure = own or {families[other] for other in free if is_short_form(label, other)}
        near = [
            other
            for other in free
            if may_be_short_for(label, other, head)
            and not any(frozenset((label, one)) in next_to for one in members[families[other]])
        ]
        spelled = {families[other] for other in near if len(list_names(other)) > 1}  # “AM” is Ada Moor, not Audience
        likely = spelled or {families[other] for other in near}
        if len(sure) == 1:
            families[label] = sure.pop()
        elif len(likely) == 1 and not sure:
            families[label] = merged[label] = likely.pop()
        else:
            families[label] = label
        members.setdefault(families[label], []).append(label)
        for key in {*read_words(label), *(f"{name[0]}…" for name in list_names(label)[:1])}:
            kin.setdefault(key, []).append(label)
        if owner:
            owners[families[label]] = owner
    return families, merged


def list_keys(label: str) -> list[str]:
    """Return what labels have that may be longer forms of this one: a word, or a name with the first of its letters."""
    words, names = read_words(label), list_names(label)
    letters = "".join(words)
    initials = [f"{letters[0]}…"] if letters and len(letters) <= LONGEST_INITIALS else []
    return [*dict.fromkeys([*words[:1], *names[:1]]), *initials]


def find_counted(sequence: Sequence[str]) -> dict[str, str]:
    """Return the labels with a number that counts questions or answers, with what they are without it.

    `Q1`, `Q2` … are one speaker’s: each stands once, and they count on. `P1` who speaks again is somebody, as is
    `SPEAKER_01`.
    """
    bases: dict[str, list[tuple[str, int]]] = {}
    for label in sequence:
        match = NUMBER_BEHIND.fullmatch(label)
        if match and (match["base"] in LETTERS or match["base"].casefold() in ASKING):
            bases.setdefault(match["base"], []).append((label, int(match["number"])))
    counting = {
        base: told
        for base, told in bases.items()
        if len(told) > 1 and all(before[1] < after[1] for before, after in pairwise(told))
    }
    return {label: base for base, told in counting.items() for label, _ in told}


@lru_cache(maxsize=2**12)
def read_words(label: str) -> tuple[str, ...]:
    """Return the words of a label as they are compared: small letters, no marks, titles as they are written out."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    words = [word for part in plain.split() if (word := re.sub(r"[^\w'’-]", "", part))]
    full = (SHORT_TITLES.get(word, word) if len(words) > 1 else word for word in words)
    return tuple(word for part in full for word in part.split())


def is_short_form(short: str, full: str) -> bool:
    """Tell whether the words of one label stand in the other in the same order, at least one of them a name."""
    words = read_words(short)
    if len(words) == 1 and full.casefold() in ASKING and short in (full[0], full[0].upper()):
        return True  # “P.” behind “Pregunta.”
    rest = iter(read_words(full))
    if not words or not all(word in rest for word in words):
        return False
    return len(words) == len(read_words(full)) or any(word not in NO_NAMES for word in words)


def may_be_short_for(short: str, full: str, head: str) -> bool:
    """Tell whether one label may be initials of the other: “KN” of “Kensei Nakada”, or of “Kensei” if that is all."""
    if is_titled(short, full):
        return True
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


def is_titled(short: str, full: str) -> bool:
    """Tell whether a label is a title with a name that the other has without any: “Dr. Ruiz”, and “Ana Ruiz”."""
    names, others = list_names(short), list_names(full)
    rest = iter(others)
    has_title = len(names) < len(read_words(short))
    return has_title and bool(names) and len(others) == len(read_words(full)) and all(name in rest for name in names)


def list_names(label: str) -> list[str]:
    """Return the words of a label that are names, as they are compared."""
    return [word for word in read_words(label) if word not in NO_NAMES]


def find_misspelt(found: Found) -> Iterator[tuple[int, str, str]]:
    """Yield each line that opens with almost a label: its index, what stands there, and the label that it is almost."""
    labels = list(dict.fromkeys(one.label for one in found.openings.values()))
    for index, one in found.others.items():
        if one.label not in labels and (close := difflib.get_close_matches(one.label, labels, n=1, cutoff=LIKELY)):
            yield index, one.label, close[0]
