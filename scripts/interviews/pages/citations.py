"""How an interview, or one answer of it, is cited: in three styles and for reference managers.

The styles are those of the Publication Manual of the APA (7th edition), the Chicago Manual of Style (17th edition,
bibliography) and the MLA Handbook (9th edition). APA cites a published interview as the magazine's article, by its
author; Chicago and MLA begin with the person who is interviewed. A citation is HTML text.
"""

import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviews.interview import Interview
from interviews.sidecar import Kind
from interviews.text import Role, is_foreign, read_list

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "{": "&#123;", "}": "&#125;"})
"""Braces too: in a citation they stand only around what a page fills in, `{permalink}`, `{site}` and `{number}`."""
ENDS = (".", "?", "!", "…", "。", "？", "！")
"""After these no full stop follows."""
APA, CHICAGO, MLA = (20, 19), (10, 7), (2, 1)
"""Up to how many people are all listed, and how many of more."""


def cite(interview: Interview) -> dict[str, str]:
    """Return the citations of an interview by style; what the interview doesn't say is left out."""
    return {"APA 7": cite_apa(interview), "Chicago 17": cite_chicago(interview), "MLA 9": cite_mla(interview)}


def cite_answers(interview: Interview) -> dict[str, str]:
    """Return the citations of any of its answers by style: the interview's, with a locator and a permalink.

    A page fills in `{permalink}`, `{site}`, the answer's `{number}`, the date of access in `<span class="accessed">`,
    which holds its form, and the number of a paragraph in `<span class="paragraph">`, which is empty.
    """
    place = 'answer {number}<span class="paragraph"></span>'
    american, british = (f'<span class="accessed">[{form}]</span>' for form in ("Month day, year", "day Month year"))
    stop = "." if interview.url else ""  # after an address APA sets none, but here a sentence follows
    return {
        "APA 7": f"{cite_apa(interview, place)}{stop} Retrieved {american}, from {{permalink}}",
        "Chicago 17": f"{cite_chicago(interview, place)} Accessed {american}. {{permalink}}.",
        "MLA 9": f"{cite_mla(interview)} <i>{{site}}</i>, {place}, {{permalink}}. Accessed {british}.",
    }


def plain(citation: str) -> str:
    """Return a citation, which is HTML, as plain text."""
    return html.unescape(re.sub(r"<[^>]*>", "", citation))


# --- the styles ---


def cite_apa(interview: Interview, place: str = "") -> str:
    """Return APA's reference; without an author the title moves to the front, without a magazine it is in italics."""
    authors = [invert(name, initials=True) for name in parse_names(interview.authors, interview)]
    if len(authors) > APA[0]:
        authors = [", ".join(authors[: APA[1]]) + f", … {authors[-1]}"]
    people = ", & ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))
    title, magazine = to_sentence_case(interview), italic(interview.publication)
    work = escape(title) if magazine else italic(title)
    if place:
        work += f" ({place[0].upper()}{place[1:]})."
    else:
        work = escape(end(title)) if magazine else join_parts([work])
    date = f"({interview.date.year}, {interview.date:%B} {interview.date.day})." if interview.date else "(n.d.)."
    opening = [escape(end(people)), date, work] if people else [work, date]
    return " ".join(filter(None, [*opening, join_parts([magazine]), escape(interview.url or "")]))


def cite_chicago(interview: Interview, place: str = "") -> str:
    """Return the entry in Chicago's bibliography."""
    date = f"{interview.date:%B} {interview.date.day}, {interview.date.year}" if interview.date else ""
    magazine = italic(interview.publication)
    if not magazine and not date:
        place = place[:1].upper() + place[1:]
    address = escape(f"{interview.url}.") if interview.url else ""
    return " ".join(filter(None, [*open_entry(interview, CHICAGO), join_parts([magazine, date, place]), address]))


def cite_mla(interview: Interview) -> str:
    """Return the entry in MLA's list of works cited."""
    date = f"{interview.date.day} {interview.date:%B} {interview.date.year}" if interview.date else ""
    parts = [italic(interview.publication), date, escape(interview.url or "")]
    return " ".join(filter(None, [*open_entry(interview, MLA), join_parts(parts)]))


def open_entry(interview: Interview, most: tuple[int, int]) -> Iterator[str]:
    """Yield what opens an entry in Chicago and MLA: the interviewees, the title, the interviewers."""
    if people := find_interviewees(interview):
        first = parse_names(people[:1], interview)[0]
        yield escape(end(list_names([invert(first), *people[1:]], most, inverted=bool(first.given))))
    yield escape(f"“{end(nest_quotes(to_headline_style(interview)))}”")
    if credit := credit_interviewers(interview, most):
        yield escape(end(credit))


def list_names(names: Sequence[str], most: tuple[int, int], *, inverted: bool = False) -> str:
    """Return the names as one phrase, up to as many as `most` says.

    A comma stands before the last of three, and behind a first name that is inverted.
    """
    parts, joint = (names, " and ") if len(names) <= most[0] else ([*names[: most[1]], "et al."], " ")
    comma = "," if inverted or len(parts) > 2 else ""  # noqa: PLR2004 - three make a series
    return ", ".join(parts[:-1]) + (comma + joint if len(parts) > 1 else "") + parts[-1]


def join_parts(parts: Sequence[str]) -> str:
    """Return the parts (a magazine, a date, …) with commas and a full stop, nothing if there are none."""
    joined = ", ".join(filter(None, parts))
    return joined if not joined or joined.removesuffix("</i>").endswith(ENDS) else f"{joined}."


def end(text: str) -> str:
    """Return the text with a full stop, inside the quotation marks with which it ends, if it needs one."""
    body = text.rstrip('”"’' if "‘" in text else '”"')  # otherwise ’ is an apostrophe
    return text if body.endswith(ENDS) else f"{body}.{text[len(body) :]}"


def nest_quotes(title: str) -> str:
    """Return the title as it stands inside double quotation marks: its own ones become single."""
    opened = re.sub(r'(^|[\s(\[—–‘“-])"', r"\1‘", title)
    return opened.translate({ord("“"): "‘", ord("”"): "’", ord('"'): "’"})


def italic(text: str | None) -> str:
    """Return the text as HTML in italics."""
    return f"<i>{escape(fold(text))}</i>" if text else ""


def escape(text: str) -> str:
    """Return the text as HTML."""
    return text.translate(ESCAPES)


def fold(text: str) -> str:
    """Return the text on one line, its words with single spaces between them."""
    return " ".join(text.split())


# --- names ---

PARTICLE = re.compile(
    r"(?i:af|al|av|bin|bint|da|das|de|degli|dei|del|della|den|der|des|di|do|dos|du|el|ibn|la|las|le|les|lo|los|ten|ter|"
    r"van|vom|von|zu|zum|zur|['’]t)"
)
SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")
NO_PERSON = re.compile(r"(?i)[\d&,]|\b(?:and|for|of|the)\b")
"""What only the names of organisations contain, and offices."""
ORGANISATIONS = read_list(
    """academy|agence|agencia|agency|agentur|agência|asociación|association|associação|authority|blog|broadcasting|bulletin|
    bureau|center|centre|chronicle|college|comisión|commission|comissão|committee|company|consejo|corporation|council|
    dagblad|daily|department|diario|diário|editorial|editors|embassy|equipe|equipo|federación|federation|folha|fondation|
    foundation|fundación|fundação|gaceta|gazeta|gazette|group|guardian|herald|inc|inquirer|institut|institute|institution|
    instituto|jornal|journal|library|ltd|magazin|magazine|media|ministerio|ministry|ministère|ministério|monitor|monthly|
    museum|network|news|newspaper|noticias|notícias|observer|office|organisation|organization|periódico|podcast|prensa|
    quarterly|radio|redacción|redaktion|redação|review|revista|revue|rádio|rédaction|semanario|semanário|sentinel|society|
    staff|stiftung|studio|team|telegraph|televisión|television|televisão|times|today|tribuna|tribune|tv|union|
    universidad|universidade|university|universität|université|voices|weekly|world|zeitung|équipe"""
)
"""Words in the names of outlets and other organisations that hardly any person bears, as some do “Bank” or “Post”."""
ARTICLE = re.compile(r"^(?:(?:an?|as|das|der|die|el|il|l[ae]s?|los|os?|the)\s+|l['’])", re.IGNORECASE)
"""What opens the name of an outlet, and is left out by some who name it."""
ACRONYM = 3
"""Letters of a name's first word from which on it is an acronym, if in capitals, or a family name that comes first."""
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""Where the family name comes last, as a rule. In other scripts it often comes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name in the parts by which lists are sorted; one that is never inverted is all `family`."""

    given: str
    family: str
    suffix: str = ""
    """Such as “Jr.”."""


def parse_name(name: str, file_as: Mapping[str, str], organisations: Collection[str] = ()) -> Name:
    """Return the parts of a name as printed.

    `file_as` has names as they stand in a list, such as `{"Ana de la Cruz": "de la Cruz, Ana"}`; one without a comma is
    an organisation's, and so are `organisations`, see `find_organisations`, and names with a word that tells it.
    Otherwise the family name is the last word and the particles before it.
    """
    name = fold(name)
    if filed := file_as.get(name):
        family, *given = (part.strip() for part in filed.split(","))
        suffix = given.pop() if len(given) > 1 and SUFFIX.fullmatch(given[-1]) else ""
        return Name(given=", ".join(given), family=family, suffix=suffix)
    body, _, last = name.rpartition(" ")
    body, suffix = (body.removesuffix(","), last) if SUFFIX.fullmatch(last) else (name, "")
    words = body.split()
    start = len(words) - 1
    while start > 0 and PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    acronym = words and len(words[0]) >= ACRONYM and words[0].isalpha() and words[0].isupper() and not name.isupper()
    is_whole = start < 1 or acronym or NO_PERSON.search(body) or not is_alphabetic(body)
    if is_whole or is_organisation(name, organisations):
        return Name(given="", family=name)
    return Name(given=" ".join(words[:start]), family=" ".join(words[start:]), suffix=suffix)


def is_organisation(name: str, organisations: Collection[str]) -> bool:
    """Tell whether a name is one of the `organisations`, see `find_organisations`, or has a word that tells it."""
    words = re.findall(r"[^\W\d_]+", name.casefold())
    return strip_article(name) in organisations or any(word in ORGANISATIONS for word in words)


def find_organisations(interview: Interview) -> frozenset[str]:
    """Return the names that are no person's, as `strip_article` gives them: the publication's and those of topics."""
    topics = (*interview.topics, *(topic for answer in interview.answers for topic in answer.topics))
    names = [name for topic in topics if topic.kind in (Kind.ORGANIZATION, Kind.PUBLICATION) for name in topic.names]
    return frozenset(map(strip_article, filter(None, (interview.publication, *names))))


def strip_article(name: str) -> str:
    """Return a name in small letters, without the article that may open it, for comparing."""
    return ARTICLE.sub("", fold(name)).casefold()


def is_alphabetic(name: str) -> bool:
    """Tell whether a name is written in one of the scripts where the family name comes last."""
    return name.isascii() or all(
        unicodedata.name(letter, "").startswith(ALPHABETS) for letter in name if letter.isalpha()
    )


def parse_names(names: Sequence[str], interview: Interview) -> list[Name]:
    """Return the parts of each name."""
    organisations = find_organisations(interview)
    return [parse_name(name, interview.file_as, organisations) for name in names]


def invert(name: Name, *, initials: bool = False) -> str:
    """Return the name as it opens an entry, the given names in full or as initials: “Cook, G.”, “Li, J.-P.”."""
    given = name.given
    if initials:
        words = [re.findall(r"[^\W\d_]\w*", word) for word in re.split(r"[\s.]+", given)]
        given = " ".join(".-".join(part[0] for part in parts) + "." for parts in words if parts)
    return ", ".join(filter(None, (name.family, given, name.suffix)))


def find_interviewees(interview: Interview) -> list[str]:
    """Return the names of those who answer, each once."""
    names = (fold(speaker.name) for speaker in interview.speakers if speaker.role is Role.INTERVIEWEE)
    return list(dict.fromkeys(names))


def find_interviewers(interview: Interview) -> list[str]:
    """Return the names of the authors or, without any, of the speakers who ask."""
    asking = (speaker.name for speaker in interview.speakers if speaker.role is Role.INTERVIEWER)
    return list(dict.fromkeys(fold(name) for name in interview.authors or asking))


def credit_interviewers(interview: Interview, most: tuple[int, int]) -> str:
    """Return “Interview by …” or nothing."""
    names = find_interviewers(interview)
    return f"Interview by {list_names(names, most)}" if names else ""


# --- capitals ---

WORD = r"[^\W_](?:[\w\u0300-\u036f]|\.(?=[^\W_]))*"
"""A word with its accents, or an abbreviation such as “U.S”; what follows an apostrophe is another word."""
OPENING = re.compile(r"(?:^|[:?!—]|\s[–-]\s|(?<!\b\w)(?<!\b[Vv]s)\.\s)\W*$")
"""What stands before the first word of a title, a subtitle or a sentence, or, as in “Dr. Ruiz”, before a name."""
INSIDE = re.compile(r"[\s,;()&’'/—-]*")
"""What stands between two words of one sentence."""
SMALL = re.compile(
    r"an?|the|and|but|n?or|for|as|at|by|from|in|into|of|on|onto|to|per|via|with|within|without|about|above|across|after|"
    r"against|along|amid|among|around|before|behind|below|between|beyond|down|during|inside|like|near|outside|over|past|"
    r"since|than|through|throughout|till|towards?|under|until|upon|versus|vs"
)
"""Words that stay small in a headline. Not “off”, “out” and “up”, which more often belong to a verb."""
LONG = 4
"""In letters: many magazines set some shorter words small in a headline."""
PROPER = (Kind.EVENT, Kind.ORGANIZATION, Kind.PERSON, Kind.PLACE, Kind.PUBLICATION)
"""Kinds of topics whose names have capitals in a sentence too."""


def to_headline_style(interview: Interview) -> str:
    """Return the headline as printed or, if it is all in capitals, with those that a headline has; in English many."""
    if not is_all_capitals(interview.headline):
        return interview.headline
    title = to_sentence_case(interview)
    if is_foreign(interview.language):
        return title

    def set_word(match: re.Match[str]) -> str:
        edge = OPENING.search(title[: match.start()]) or not re.search(WORD, title[match.end() :])
        small = SMALL.fullmatch(match[0]) and not edge
        return match[0] if small else match[0][0].upper() + match[0][1:]

    return re.sub(rf"(?<!\w)(?<!\w['’]){WORD}", set_word, title)


def to_sentence_case(interview: Interview) -> str:
    """Return the headline in sentence case, as an editor wrote it or as far as the interview's own words tell."""
    headline, shouted = interview.headline, is_all_capitals(interview.headline)
    styled = is_headline_style(headline) and not is_foreign(interview.language)  # which only English has
    if interview.sentence_case or not (shouted or styled):
        return interview.sentence_case or headline
    names = find_names(interview)

    def set_word(match: re.Match[str]) -> str:
        word, key = match[0], match[0].lower()
        letter = len(word) == 1 and word != "A"  # as in “Plan B”
        kept = word if word[0].isdigit() or (not shouted and (letter or is_acronym(word))) else key
        found = names.get(key, kept)
        return found[0].upper() + found[1:] if found.islower() and OPENING.search(headline[: match.start()]) else found

    phrases = "|".join(re.escape(name) for name in sorted(names.values(), key=len, reverse=True) if " " in name)
    pattern = rf"(?<!\w)(?:{phrases})(?!\w)|{WORD}" if phrases else WORD
    return re.sub(pattern, set_word, headline, flags=re.IGNORECASE if shouted else 0)


def is_all_capitals(headline: str) -> bool:
    """Tell whether a headline shouts; a single word in capitals may be a name."""
    return " " in headline and headline.isupper()


def is_headline_style(headline: str) -> bool:
    """Tell whether no long word is small, but for those of `SMALL` and the second half of one with a hyphen."""
    words = re.findall(rf"(?<![\w-]){WORD}", headline)[1:]
    return not any(len(word) >= LONG and word.islower() and not SMALL.fullmatch(word) for word in words)


def find_names(interview: Interview) -> dict[str, str]:
    """Return the words and phrases that keep their capitals in a sentence, by themselves in small letters.

    These are words that the interview prints with a capital inside a sentence, acronyms, and words of the names of
    people and topics, unless it prints them in small letters too; and, whatever it prints, names of several words.
    """
    topics = dict.fromkeys((*interview.topics, *(topic for answer in interview.answers for topic in answer.topics)))
    proper = [topic for topic in topics if topic.kind in PROPER]
    people = [*(speaker.name for speaker in interview.speakers), *interview.authors]
    people += [name.family for name in parse_names(people, interview)]
    words: dict[str, str] = {}
    for name in (*people, *(topic.name for topic in proper), interview.publication or ""):
        words |= {word.lower(): word for word in re.findall(WORD, name) if not word.islower()}
    small: set[str] = set()
    head, turns = interview.transcript.head, interview.transcript.turns
    for text in (interview.deck or "", *(part.text for part in head.lead), *(turn.text for turn in turns)):
        before, last = "", 0
        for match in re.finditer(WORD, text):
            word = match[0]
            dot = "." if len(before) == 1 or "." in before else ""  # of an initial or an abbreviation
            if word.islower():
                small.add(word)
            elif is_acronym(word) or (before and INSIDE.fullmatch(text[last : match.start()].removeprefix(dot))):
                words[word.lower()] = word
            before, last = word, match.end()
    phrases = [*people, *(name for topic in proper for name in topic.names)]
    kept = {key: word for key, word in words.items() if key not in small and len(key) > 1}
    return {"i": "I"} | kept | {name.lower(): name for name in phrases if " " in name and name[0].isupper()}


def is_acronym(word: str) -> bool:
    """Tell whether a capital or a digit stands inside the word."""
    return any(character.isupper() or character.isdigit() for character in word[1:])
