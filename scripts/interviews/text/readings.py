"""The ways in which a text may be taken apart into turns, and which of them is taken.

Each way looks for one kind of dress: labels before a colon or a dash, labels on lines of their own, dashes, questions
in bold type. It is taken if at least two speak and one of them again; a text without any is no interview.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from interviews.text.labels import (
    AGAIN,
    BRACKETS,
    COUNTED,
    DASH,
    EMPHASIS,
    LETTERS,
    LONELY,
    LONGEST_ALONE,
    LONGEST_INITIALS,
    NO_LABELS,
    PAIRS,
    SHORT_TITLES,
    SLASH,
    Form,
    Found,
    Guide,
    Opening,
    is_plausible,
    is_shouted,
    match_label,
    merge_labels,
    read_opening,
    starts_with,
)
from interviews.text.sheet import OFF, Sheet

Openings = dict[int, Opening]
"""The lines that open a turn, by their indexes."""
NO_LABELS_AT_ALL = Found(openings={}, families={}, merged={}, others={})
QUESTION = re.compile(r"[?？؟\u037e]")
ASKED = re.compile(r"[?？؟\u037e][\s)\]»”\"’'*_]*$")
"""How a paragraph ends that is a question."""
DASHED = re.compile(r"\s*(?P<dash>[—–―]|--?(?=\s)|>>)\s*(?=\S)")
"""How a turn of a dialogue opens that has no labels."""
TERSE = 4
"""Words of a line in bold type that asks nothing up to which it is a heading among questions."""
LEGEND_LONGEST = 12
"""Words that a legend says of somebody at most."""
FEW = 8
"""Turns at most where nobody speaks twice: a question, and what several answer."""
GLUED = re.compile(
    r"(?<=[.?!…。？！؟)\]»”\"’])\s*(?<=[\s。？！])(?P<label>[^\W\d_a-zà-þ][\w.’'-]*(?: [\w.’'-]+){0,4}?)\s?"
    r"(?::(?=\s+[^\sa-zà-þ])|：)"
)
"""A label in mid-line."""
SHORTENED = re.compile(rf"(?<!\w)(?:\w|mrs?|ms|st|jr|sr|sra|dra?|prof|{'|'.join(SHORT_TITLES)})\.\s*\Z", re.IGNORECASE)
"""What ends with a full stop and no sentence."""
PAUSE = re.compile(r"[.?!…。？！؟)\]»”\"’]")
SENTENCE = re.compile(r"[^\W_]{3,}[.?!…]\s")
TELLING = 0.6
"""Share of the questions, or of the turns, that are what they should be, from which on a way is taken."""
MANY = 4
"""Turns of an interview from which on the longest says something."""
LONG = 1.2
"""How many times longer than a question the answers are, where nothing but question marks tells them apart."""


def part_lines(sheet: Sheet, guide: Guide) -> Sheet:
    """Return a sheet on which a label in mid-line begins a line, where a text was glued together.

    Words before a colon behind the end of a sentence are one if the same, or several of them, open turns again.
    """
    glued: dict[int, list[tuple[int, str]]] = {}
    for index, line in enumerate(sheet.lines):
        last = max(line.rfind(":"), line.rfind("："))
        if last < 0 or not PAUSE.search(line, 0, last):
            continue
        if found := [
            (match.start("label"), label)
            for match in GLUED.finditer(line)
            if (label := " ".join(match["label"].split())) not in guide.refused
            and is_plausible(label)
            and not SHORTENED.search(line, 0, match.start("label"))
            and re.search(r"[^\W\d]", line[: match.start("label")])  # “[1] Mia:” is no label in mid-line
        ]:
            glued[index] = found
    if not glued:
        return sheet
    lines = (line for line in sheet.lines if ":" in line or "：" in line)
    openings = (read_opening(line, guide.known, guide.refused) for line in lines)
    at_start = Counter(one.label for one in openings if one and not SENTENCE.search(one.label))
    inside = Counter(label for found in glued.values() for _, label in found)
    uses = at_start + inside
    again = {label for label in inside if label in guide.known or uses[label] >= AGAIN}
    others = {label for label, count in uses.items() if count >= AGAIN or label in guide.known}
    if not again or len(others | again) < AGAIN:
        return sheet
    places = {index: [start for start, label in found if label in again] for index, found in glued.items()}
    return cut_lines(sheet, {index: starts for index, starts in places.items() if starts})


def cut_lines(sheet: Sheet, places: Mapping[int, Sequence[int]]) -> Sheet:
    """Return a sheet with some of its lines cut into several, in front of characters."""
    moved: dict[int, int] = {}
    lines: list[str] = []
    rows: list[str] = []
    raw: list[str] = []
    numbers: list[int] = []
    columns: dict[int, int] = {}
    for index, line in enumerate(sheet.lines):
        moved[index] = len(lines)
        row = sheet.rows[index] if sheet.rows else line
        shown = [place for place, sign in enumerate(row) if sign != OFF] if index in places else []
        starts = [0, *(shown[start] for start in places.get(index, ()))]
        for start, end in zip(starts, [*starts[1:], len(row)], strict=True):
            columns |= {len(lines): start} if start else {}
            lines.append(row[start:end].replace(OFF, ""))
            rows.append(row[start:end])
            raw.append((sheet.raw or sheet.lines)[index][start:end])
            numbers.append(index + 1)
    return replace(
        sheet,
        lines=lines,
        rows=rows,
        raw=raw,
        numbers=numbers,
        columns=columns,
        headings={moved[index]: level for index, level in sheet.headings.items()},
        times={moved[index]: time for index, time in sheet.times.items()},
        timed=frozenset(moved[index] for index in sheet.timed),
        front={key: moved[index] for key, index in sheet.front.items()},
    )


def find_openings(sheet: Sheet, guide: Guide, is_date: Callable[[str], object]) -> Found:
    """Return the lines that open a turn; a headline with a colon is known by what stands below it."""
    return give_paragraphs(find_any(sheet, guide, is_date), sheet, guide)


def find_any(sheet: Sheet, guide: Guide, is_date: Callable[[str], object]) -> Found:
    """Return the lines that open a turn in the first way in which at least two speak."""
    lines = sheet.lines
    starts = (index for index, line in enumerate(lines) if starts_with(line, guide.begins))
    begin = next(starts, 0) if guide.begins else 0
    if guide.pattern:
        return find_by_pattern(sheet, begin, guide)
    labelled, few = find_labelled(sheet, begin, guide, is_date)
    if guide.form in WAYS:
        return replace(WAYS[guide.form](sheet, begin, guide), others=labelled.openings)
    if guide.form or (labelled.openings and not few):
        return labelled
    apart = (find(sheet, begin, guide) for form, find in WAYS.items() if form in SET_APART)
    if found := next((one for one in apart if one.openings), None):
        is_alone = all(one.form is Form.LINE for one in found.openings.values())
        return replace(found, others={**labelled.openings, **labelled.others, **found.others} if is_alone else {})
    if len(count_speakers(labelled)) >= AGAIN:
        return labelled
    for find in (find_told, *(find for form, find in WAYS.items() if form not in SET_APART)):
        found = find(sheet, begin, guide)
        if found.openings:
            return replace(found, others=labelled.openings)
    return labelled


def list_readings(sheet: Sheet, guide: Guide, is_date: Callable[[str], object]) -> dict[str, tuple[float, Found]]:
    """Return all ways in which a text can be taken apart, by the names of their forms, the best first, with scores."""
    found = {form: find_any(sheet, replace(guide, form=form), is_date) for form in (COLON, *WAYS)}
    told = {form: (weigh(one, sheet), one) for form, one in found.items() if len(count_speakers(one)) >= AGAIN}
    return dict(sorted(told.items(), key=lambda item: -item[1][0]))


def weigh(found: Found, sheet: Sheet) -> float:
    """Return how likely turns are those of an interview, from 0 to 1.

    In an interview speakers take turns, few words stand before the first turn, no turn has most of the words, and what
    looks like the labels is one.
    """
    starts = sorted(found.openings)
    sizes = [
        sum(len(line.split()) for line in sheet.lines[start:end])
        for start, end in zip([0, *starts], [*starts, len(sheet.lines)], strict=True)
    ]
    before, turns = sizes[0], sizes[1:]
    whole = sum(sizes) or 1
    speakers = [found.families.get(found.openings[start].label, "") for start in starts]
    longest = max(turns) / whole if len(turns) >= MANY else 0
    labels = {one.label for one in found.openings.values()}
    strays = sum(one.label[:1].isupper() and one.label not in labels for one in found.others.values())
    return (
        take_turns(speakers)
        * min(1, 2 * (1 - before / whole))
        * min(1, 2 * (1 - longest))
        * len(starts)
        / (len(starts) + strays)
    )


def find_by_pattern(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the lines that an editor's pattern opens."""
    pattern = re.compile(guide.pattern)
    openings: Openings = {}
    for index in range(begin, len(sheet.lines)):
        match = pattern.match(sheet.lines[index])
        if match and match.end() and (label := " ".join((match[1] or "").split())):
            openings[index] = Opening(label=label, printed=match[0].rstrip(), end=match.end(), form=Form.COLON)
    families, merged = merge_labels([one.label for one in openings.values()], guide)
    return Found(openings=openings, families=families, merged=merged, others={})


def give_paragraphs(found: Found, sheet: Sheet, guide: Guide) -> Found:
    """Return what was found, with the paragraphs of which an editor says whose they are."""
    openings, families = dict(found.openings), dict(found.families)
    for words, label in guide.says:
        for index, line in enumerate(sheet.lines):
            one = openings.get(index)
            rest = (one.view or line)[one.end :].replace(OFF, "") if one else line
            if starts_with(line, words) or starts_with(rest, words):
                openings[index] = (
                    replace(one, label=label) if one else Opening(label=label, printed="", end=0, form=Form.NONE)
                )
                families.setdefault(label, label)
    return replace(found, openings=dict(sorted(openings.items())), families=families) if guide.says else found


# --- labels among the words of a line ---


def find_labelled(sheet: Sheet, begin: int, guide: Guide, is_date: Callable[[str], object]) -> tuple[Found, bool]:
    """Return the lines with a label before a colon, or with a letter; and whether fewer than two come again."""
    lines, known = sheet.lines, guide.known
    candidates: Openings = {}
    for index in range(begin, len(lines)):
        if lines[index] and (opening := read_opening(lines[index], known, guide.refused)):
            candidates[index] = opening
    if not guide.begins:
        drop_headline(candidates, lines, is_date, known)
    drop_words(candidates)
    rare = Counter(one.label for one in candidates.values() if one.label.casefold() in NO_LABELS)
    candidates = {index: one for index, one in candidates.items() if rare[one.label] != 1 or one.label in known}
    letters = Counter(one.label[0] for one in candidates.values() if one.form is not Form.COLON)
    lists = {letter for letter, count in letters.items() if count < AGAIN} - known
    if len(letters) < AGAIN and all(one.form is not Form.COLON for one in candidates.values()):
        lists = set(letters) - known
    kept = {
        index: one
        for index, one in candidates.items()
        if one.form is Form.COLON or one.label in known or one.label[0] not in lists
    }
    found = choose(kept, guide, lines)
    uses = count_speakers(found)
    few = len(uses) < AGAIN or not any(count >= AGAIN for count in uses.values())
    if few and uses.total() > FEW:  # where nobody speaks again, they are the entries of a list
        found = NO_LABELS_AT_ALL
    others = {index: one for index, one in candidates.items() if index not in found.openings}
    return take_legend(replace(found, others=others), lines), few


def drop_headline(
    candidates: Openings, lines: Sequence[str], is_date: Callable[[str], object], known: Collection[str]
) -> None:
    """Drop a headline with a colon: a date stands below it, or it is printed twice."""
    first, second = [*candidates, len(lines), len(lines)][:2]
    if first == len(lines) or candidates[first].label in known:
        return
    told = [index for index in range(second + 1) if index < len(lines) and lines[index].strip()]
    others = {one.label for one in candidates.values()} - {candidates[first].label}
    if (
        told[:2] == [first, second]
        and lines[first] == lines[second]
        and len(others) >= AGAIN
        and not QUESTION.search(lines[first])
    ):
        del candidates[first], candidates[second]
    elif any(map(is_date, lines[first + 1 : second])):
        del candidates[first]


def drop_words(candidates: Openings) -> None:
    """Drop lines with a letter and one space unless they ask, or answer what was asked: “A yard is enough”."""
    asked = ""
    for index, one in list(candidates.items()):
        letter = one.label[0]
        if one.form is Form.LETTER and (asked, letter) not in PAIRS and not any(letter == asks for asks, _ in PAIRS):
            del candidates[index]
            continue
        asked = letter if one.form is not Form.COLON and letter in LETTERS else ""


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
    long = [label for label in again if len(label) > LONGEST_INITIALS or not is_shouted(label)]
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


def count_speakers(found: Found) -> Counter[str]:
    """Return how often each speaker begins to speak."""
    return Counter(found.families[one.label] for one in found.openings.values())


def take_legend(found: Found, lines: Sequence[str]) -> Found:
    """Return what was found without a legend before the first question, which says whose the labels are.

    “AR: Ana Ruiz, The Paper” is one where each label opens one of several lines without a blank one between, asks
    nothing, and comes again.
    """
    places = list(found.openings)
    uses = count_speakers(found)
    told: list[int] = []
    for index in places:
        one = found.openings[index]
        words = lines[index][one.end :] if not one.view else one.view[one.end :].replace(OFF, "")
        is_near = not told or all(line.strip() for line in lines[told[-1] : index])
        is_new = found.families[one.label] not in {found.families[found.openings[place].label] for place in told}
        if not is_near or not is_new or QUESTION.search(words) or not 0 < len(words.split()) <= LEGEND_LONGEST:
            break
        told.append(index)
    both = [index for index in told[:1] if has_two_labels(found, index, lines)]
    is_legend = (
        len(told) >= AGAIN and places[len(told) : len(told) + 1] and all(map(str.strip, lines[told[0] : told[-1]]))
    )
    if both:
        told = both
    elif (
        not is_legend
        or not ends_block(lines, told[-1] + 1)
        or not all(uses[found.families[found.openings[index].label]] > 1 for index in told)
    ) or not all(is_named(lines[index][found.openings[index].end :]) for index in told):
        return found
    legend = dict(pair for index in told for pair in read_legend(found, lines[index]))
    rest = {index: one for index, one in found.openings.items() if index not in told}
    return replace(found, openings=rest, legend=legend)


def ends_block(lines: Sequence[str], index: int) -> bool:
    """Tell whether nothing but credits stands on a line and those below it up to a blank one: “Date: 5 June 1979”."""
    while index < len(lines) and lines[index].partition(":")[0].strip().casefold() in NO_LABELS:
        index += 1
    return index == len(lines) or not lines[index].strip()


def has_two_labels(found: Found, index: int, lines: Sequence[str]) -> bool:
    """Tell whether a line has the labels of several speakers, and asks nothing: it is a legend on one line."""
    told = dict(read_legend(found, lines[index]))
    again = Counter(one.label for one in found.openings.values())
    return (
        len(told) >= AGAIN
        and not QUESTION.search(lines[index])
        and all(again[label] for label in told)
        and again.total() > len(told)
    )


def read_legend(found: Found, line: str) -> Iterator[tuple[str, str]]:
    """Yield the labels that stand before a colon in a line, each with the words behind it."""
    labels = "|".join(sorted({re.escape(one.label) for one in found.openings.values()}, key=len, reverse=True))
    places = list(re.finditer(rf"(?<!\w)(?P<label>{labels})\s*[:：]", line))
    for match, end in zip(places, [*(one.start() for one in places[1:]), len(line)], strict=False):
        yield match["label"], line[match.end() : end].strip(" ,;\u3000")


def is_named(words: str) -> bool:
    """Tell whether words may say who somebody is: they begin with a capital, and are no sentence."""
    first = words.strip()[:1]
    return bool(first) and not first.islower() and not words.rstrip().endswith((".", "!", "…", "。"))


# --- labels that are set apart in other ways ---


def find_by(sheet: Sheet, begin: int, guide: Guide, form: Form, pattern: re.Pattern[str]) -> Found:
    """Return the lines with a label in one form, if at least two speak again and again."""
    lines = sheet.lines
    candidates = {
        index: opening
        for index in range(begin, len(lines))
        if lines[index] and (opening := match_label(lines[index], [(form, pattern)], guide.known, guide.refused))
    }
    found = choose(candidates, guide, lines)
    again = [label for label, count in count_speakers(found).items() if count >= AGAIN]
    return take_legend(found, lines) if len(again) >= AGAIN else NO_LABELS_AT_ALL


def find_slashes(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the lines with a label before a slash, as Arabic papers have them."""
    return find_by(sheet, begin, guide, Form.SLASH, SLASH)


def find_dashes(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the lines with a label before a dash."""
    return find_by(sheet, begin, guide, Form.DASH, DASH)


def find_brackets(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the lines with a label in brackets."""
    return find_by(sheet, begin, guide, Form.BRACKETS, BRACKETS)


def find_set_apart(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the labels that have a line to themselves with a time or what a forum counts: both are no part of them."""
    lines = sheet.lines
    candidates: Openings = {}
    for index in range(begin, len(lines)):
        label = " ".join(lines[index].split())
        counted = COUNTED.fullmatch(lines[index])
        if counted and is_plausible(counted["label"]):
            end, length = counted.end("label"), len(lines[index])
            view = lines[index][:end] + OFF * (length - end)
            name = " ".join(counted["label"].split())
            candidates[index] = Opening(label=name, printed=name, end=length, form=Form.LINE, view=view)
        elif index in sheet.timed and is_plausible(label):
            candidates[index] = Opening(label=label, printed=label, end=len(lines[index]), form=Form.LINE)
    candidates = {index: one for index, one in candidates.items() if one.label not in guide.refused}
    found = replace(choose(candidates, guide, lines), openings=candidates)
    uses = count_speakers(found)
    return found if len(uses) >= AGAIN and uses.total() > len(uses) else NO_LABELS_AT_ALL


def find_alone(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the labels that have a line to themselves and nothing else."""
    lines = sheet.lines
    for lonely in (find_lonely(lines, begin), find_repeated(lines, begin)):
        alone = {index: one for index, one in lonely.items() if one.label not in guide.refused}
        labels = guide.known - {one.label for one in alone.values()}
        given = {
            index: one
            for index in range(begin, len(lines))
            if labels
            and lines[index]
            and (one := read_opening(lines[index], labels, guide.refused))
            and one.label in labels
        }
        found = choose(dict(sorted({**alone, **given}.items())), guide, lines)
        if alone and len(count_speakers(found)) >= AGAIN:
            return found
    return NO_LABELS_AT_ALL


def find_lonely(lines: Sequence[str], begin: int = 0) -> Openings:
    """Return the lines that are a label alone, without a colon: few words with a capital behind a blank line, twice.

    `begin` is the index of the first line that is looked at. If the words of two such labels begin on the next line,
    those behind a blank line are words themselves.
    """
    found: Openings = {}
    near = set()
    for index, line in enumerate(lines[begin:], begin):
        is_first = index == 0 or not lines[index - 1].strip()
        following = [bool(part.strip()) for part in lines[index + 1 : index + 3]]
        if is_first and any(following) and (opening := read_lonely(line)):
            found[index] = opening
            near |= {index} if following[0] else set()
    uses = Counter(one.label for one in found.values())
    found = {index: one for index, one in found.items() if uses[one.label] >= AGAIN and is_plausible(one.label)}
    direct = {index: one for index, one in found.items() if index in near}
    return direct if len({one.label for one in direct.values()}) >= AGAIN else found


def read_lonely(line: str) -> Opening | None:
    """Return the label that a line may be, if it is a few words with a capital."""
    label = " ".join(line.split())
    if not 0 < len(label.split()) <= LONGEST_ALONE or not LONELY.fullmatch(label):
        return None
    return Opening(label=label, printed=line.strip(), end=len(line), form=Form.LINE)


def find_repeated(lines: Sequence[str], begin: int) -> Openings:
    """Return the lines that are a label alone without a blank line above them: they come again and take turns."""
    read = {index: one for index in range(begin, len(lines)) if (one := read_lonely(lines[index]))}
    uses = Counter(one.label for one in read.values())
    found = {index: one for index, one in read.items() if uses[one.label] >= AGAIN and is_plausible(one.label)}
    labels = [one.label for one in found.values()]
    apart = (
        all(after > before + 1 for before, after in pairwise(found)) and bool(found) and lines[max(found) + 1 :] != []
    )
    return found if apart and len(set(labels)) >= AGAIN and take_turns(labels) >= TELLING else {}


def take_turns(labels: Sequence[str]) -> float:
    """Return the share of labels behind which another follows."""
    pairs = list(pairwise(labels))
    return sum(before != after for before, after in pairs) / len(pairs) if pairs else 0


# --- texts that label one side, or none ---


def find_one_sided(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the turns of a text in which only the questions have a label: what stands between them answers."""
    lines, (_, answers) = sheet.lines, guide.names
    labelled = {
        index: one
        for index in range(begin, len(lines))
        if lines[index] and (one := read_opening(lines[index], guide.known, guide.refused))
    }
    uses = Counter(one.label for one in labelled.values())
    for label, count in uses.most_common(1):
        asked = {index: one for index, one in labelled.items() if one.label == label}
        blocks = find_blocks(lines, min(asked))
        questions = [block for block in blocks if block[0] in asked]
        if count < AGAIN or sum(bool(QUESTION.search(join(lines, block))) for block in questions) < TELLING * count:
            continue
        openings: Openings = {}
        for block in blocks:
            if block[0] in asked:
                openings[block[0]] = asked[block[0]]
            elif openings and openings[max(openings)].label == label and block[0] not in sheet.headings:
                openings[block[0]] = Opening(label=answers, printed="", end=0, form=Form.NONE)
        alone = sum(one.label == answers for one in openings.values())
        if alone >= TELLING * count:
            return Found(openings=openings, families={label: label, answers: answers}, merged={}, others={}, asks=label)
    return NO_LABELS_AT_ALL


def find_told(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the turns of a text whose questions the guide has: paragraphs that open with them, and those behind."""
    lines = sheet.lines
    blocks = find_blocks(lines, begin) if guide.questions else []
    views = [read_emphatic(lines, block)[1] for block in blocks]
    texts = [
        "\n".join(view.get(index, lines[index]) for index in block).replace(OFF, "").strip()
        for block, view in zip(blocks, views, strict=True)
    ]
    asked = {
        place for place, text in enumerate(texts) if any(starts_with(text, question) for question in guide.questions)
    }
    return lay_apart(blocks, asked, {place: views[place] for place in asked}, guide)


def find_dialogue(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the turns of a text that opens each with the same dash: who asks and who answers take turns."""
    lines = sheet.lines
    found = {index: match for index in range(begin, len(lines)) if (match := DASHED.match(lines[index]))}
    uses = Counter(match["dash"] for match in found.values())
    for dash, count in uses.most_common(1):
        opened = [index for index, match in found.items() if match["dash"] == dash]
        asked = [bool(QUESTION.search(join(lines, range(*pair)))) for pair in pairwise([*opened, len(lines)])]
        even, odd = sum(asked[::2]) / max(1, len(asked[::2])), sum(asked[1::2]) / max(1, len(asked[1::2]))
        if (
            count <= AGAIN
            or max(even, odd) < TELLING
            or (dash.startswith("-") and count < len(find_blocks(lines, opened[0])) / 2)
        ):
            continue
        first = 0 if even >= odd else 1
        openings = {
            index: Opening(
                label=guide.names[(place + first) % 2],
                printed=lines[index][found[index].start("dash") : found[index].end("dash")],
                end=found[index].end("dash"),
                form=Form.NONE,
            )
            for place, index in enumerate(opened)
        }
        return without_labels(openings, guide)
    return NO_LABELS_AT_ALL


def find_emphasis(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the turns of a text whose questions are headings, or paragraphs in bold or italic type as a whole."""
    lines = sheet.lines
    blocks = find_blocks(lines, begin)
    views = [read_emphatic(lines, block) for block in blocks]
    kinds = [
        f"#{sheet.headings[block[0]]}" if block[0] in sheet.headings else mark
        for block, (mark, _) in zip(blocks, views, strict=True)
    ]
    for kind in dict.fromkeys(filter(None, kinds)):
        marked = [place for place, one in enumerate(kinds) if one == kind]
        asked = [place for place in marked if QUESTION.search(join(lines, blocks[place]))]
        if len(asked) < AGAIN or len(asked) < TELLING * len(marked[marked.index(asked[0]) :]):
            continue
        chosen = [
            place
            for place in marked[marked.index(asked[0]) :]
            if place in asked or len(join(lines, blocks[place]).split()) > TERSE or place + 1 in asked
        ]
        return lay_apart(blocks, chosen, {place: views[place][1] for place in chosen}, guide, joined=True)
    return NO_LABELS_AT_ALL


def read_emphatic(lines: Sequence[str], block: range) -> tuple[str, dict[int, str]]:
    """Return the mark of a block that is emphasised as a whole, and its first and last line without it."""
    text = join(lines, block).strip()
    match = EMPHASIS.match(text)
    if match is None:
        return "", {}
    closing = f"</{match['tag']}>" if match["tag"] else match[0]
    inner = text[match.end() : len(text) - len(closing)]
    if not text.endswith(closing) or not inner.strip() or closing in inner or match[0] in inner:
        return "", {}
    first, last = lines[block[0]], lines[block[-1]]
    begin = first.index(match[0])
    views = {block[0]: first[:begin] + OFF * len(match[0]) + first[begin + len(match[0]) :]}
    whole = views.get(block[-1], last)
    end = whole.rindex(closing)
    views[block[-1]] = whole[:end] + OFF * len(closing) + whole[end + len(closing) :]
    return match[0].casefold(), views


def find_question_marks(sheet: Sheet, begin: int, guide: Guide) -> Found:
    """Return the turns of a text in which only a question mark at its end sets a question apart from longer answers."""
    lines = sheet.lines
    blocks = [block for block in find_blocks(lines, begin) if block[0] not in sheet.headings]
    sizes = [len(join(lines, block).split()) for block in blocks]
    asked = [place for place, block in enumerate(blocks) if ASKED.search(join(lines, block))]
    answers = [size for place, size in enumerate(sizes) if asked and place > asked[0] and place not in asked]
    questions = [sizes[place] for place in asked]
    if len(asked) < AGAIN or not answers or any(after == before + 1 for before, after in pairwise(asked)):
        return NO_LABELS_AT_ALL
    if asked[-1] == len(blocks) - 1 or sum(answers) / len(questions) < LONG * sum(questions) / len(questions):
        return NO_LABELS_AT_ALL
    return lay_apart(blocks, set(asked), {}, guide)


def lay_apart(
    blocks: Sequence[range],
    asked: Collection[int],
    views: Mapping[int, Mapping[int, str]],
    guide: Guide,
    *,
    joined: bool = False,
) -> Found:
    """Return the turns of blocks of which some, by their places, ask, and those behind them answer.

    Those that follow each other are several questions, or one if they are `joined`.
    """
    openings: Openings = {}
    asks, answers = guide.names
    for place, block in enumerate(blocks):
        if place in asked and joined and place - 1 in asked:
            continue
        if place in asked:
            view = views.get(place, {}).get(block[0], "")
            openings[block[0]] = Opening(label=asks, printed="", end=0, form=Form.NONE, view=view)
        elif openings and openings[max(openings)].label == asks:
            openings[block[0]] = Opening(label=answers, printed="", end=0, form=Form.NONE)
    marked = {index: view for one in views.values() for index, view in one.items()}
    return replace(without_labels(openings, guide), views=marked)


def without_labels(openings: Openings, guide: Guide) -> Found:
    """Return the turns of a text without labels."""
    return Found(
        openings=openings,
        families={name: name for name in guide.names},
        merged={},
        others={},
        asks=guide.names[0],
    )


def find_blocks(lines: Sequence[str], begin: int) -> list[range]:
    """Return the runs of lines that are not blank, from a line on."""
    groups = groupby(range(begin, len(lines)), key=lambda index: bool(lines[index].strip()))
    runs = ([*run] for has_words, run in groups if has_words)
    return [range(run[0], run[-1] + 1) for run in runs]


def join(lines: Sequence[str], block: range) -> str:
    """Return the text of some lines."""
    return "\n".join(lines[block.start : block.stop])


COLON = "colon"
"""Labels before a colon, and letters."""
WAYS: Mapping[str, Callable[[Sheet, int, Guide], Found]] = {
    "time": find_set_apart,
    "slash": find_slashes,
    "dash": find_dashes,
    "brackets": find_brackets,
    "line": find_alone,
    "question": find_one_sided,
    "dialogue": find_dialogue,
    "type": find_emphasis,
    "question-mark": find_question_marks,
}
"""The other ways, in the order in which they are tried, by the names that a sidecar has for them."""
SET_APART = ("time", "slash", "dash", "brackets", "line", "question")
"""Those that find labels."""
FORMS = (COLON, *WAYS)
"""All of them."""
