"""What a text leaves open, how it was taken, and what an editor writes who knows better.

`read_interview` reads a text as if nobody had said anything of it, and doubts where it had to guess. What is doubtful
can be taken in other ways; `settle` says what one of them changes in the sidecar that `proposal` proposes.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import fmean
from typing import Any

from interviews.faults import Faults, describe_count
from interviews.interview.proposal import (
    FIRST_WORDS,
    Entry,
    guess_language,
    is_guessed,
    name_speaker,
    propose,
    propose_answers,
    write_inline,
    write_line,
)
from interviews.text import (
    NAME,
    NO_GUIDE,
    OURS,
    Found,
    Guide,
    Role,
    Sheet,
    Speaker,
    Transcript,
    find_dates,
    find_misspelt,
    find_openings,
    lay_out,
    list_readings,
    name_language,
    parse_date,
    parse_transcript,
    part_lines,
    read_list,
    recognise,
    starts_with,
    weigh,
    write_date,
)

DOES = {Role.INTERVIEWER: "asks", Role.INTERVIEWEE: "answers"}
OTHER = {Role.INTERVIEWER: Role.INTERVIEWEE, Role.INTERVIEWEE: Role.INTERVIEWER}
IF_NOT = "if not"
SURE = 0.5
"""The score of a reading from which on it is not doubted as a whole."""
ASKERS = read_list("q|question|questions|questioner|interviewer|reporter|reporters|host|moderator|press|int|int.|frage")
"""Labels of those who ask, however often."""
EVEN = 0.34
"""Difference of the shares of questions up to which it is not told who asks."""
CLOSEST = 3
"""Other readings that are shown."""
SHOWN = 3
"""Lines of them."""
A_DAY = datetime.date(2018, 7, 2)
LONGEST_NOTE = 30
"""In words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """Another way to take what is doubtful."""

    when: str = IF_NOT
    """When it is the right one."""
    guide: Guide
    """With which the text is read then."""
    lines: Mapping[str, Any] = field(default_factory=dict)
    """What the sidecar says then beside speakers and answers, by its keys."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """By the labels of those who do something else then."""
    names: Mapping[str, str] = field(default_factory=dict)
    """By the labels of those who have another name then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubt:
    """What the text leaves open, and how it was taken."""

    line: int
    """Counted from 1."""
    message: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What was found in a text."""

    text: str
    transcript: Transcript | None
    """Nothing if the text is no interview, or none that can be split yet; the doubts say why."""
    doubts: tuple[Doubt, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Where it is not sure how the turns are set apart: the other forms, each with the first lines of its turns."""


def read_interview(text: str, path: str, form: str = "") -> Reading:
    """Return what the text of an interview says of itself, and what had to be guessed.

    `form` says how its turns are set apart, see `Sidecar.form`; nothing leaves it to the text.
    """
    base = replace(NO_GUIDE, form=form)
    sheet = part_lines(lay_out(text), base)
    found = find_openings(sheet, base, parse_date)
    guide, doubts = guess_guide(found, sheet, text)
    guide = replace(guide, form=form)
    others: list[tuple[str, tuple[str, ...]]] = []
    if not form and found.openings and weigh(found, sheet) < SURE:
        doubts += doubt_form(found, sheet, text, others)
    try:
        transcript = parse_transcript(text, path, guide)
    except Faults as error:
        faults = (Doubt(line=one.line, message=one.message) for one in error.faults)
        return Reading(text=text, transcript=None, doubts=tuple(faults))
    if transcript.head.printed_date and not transcript.head.date:  # “03/12/2021” is a day in March, or in December
        guide = replace(guide, language=guess_language(transcript))
        transcript = parse_transcript(text, path, guide)
    doubts += doubt_words(found, sheet, transcript, guide)
    doubts += doubt_date(transcript, guide)
    doubts += doubt_beginning(transcript, sheet, guide)
    doubts += doubt_speakers(transcript, guide)
    doubts += doubt_roles(transcript, guide, found)
    doubts += doubt_headings(transcript, guide)
    doubts += doubt_ending(transcript, guide)
    if is_guessed(transcript):
        message = "the language can’t be told from the words, and is taken for English"
        likely = recognise(transcript.words)[0]
        other = likely if likely not in ("", OURS) else "de"
        way = Way(when=f"if it is, say, {name_language(other)}", guide=guide, lines={"language": other})
        doubts.append(Doubt(line=transcript.turns[0].line, message=message, ways=(way,)))
    told = tuple(sorted(doubts, key=lambda doubt: doubt.line))
    return Reading(text=text, transcript=transcript, doubts=told, others=tuple(others))


# --- what is doubted ---


def guess_guide(found: Found, sheet: Sheet, text: str) -> tuple[Guide, list[Doubt]]:
    """Return the speakers' labels as an editor would give them, and what is doubtful about them.

    A label that stands once and is almost another is that one misspelt, unless the text has it elsewhere too or the two
    follow each other: then it is somebody of a similar name.
    """
    openings = dict(found.openings)
    families = {one.label: found.families[one.label] for one in openings.values()}
    told: list[tuple[int, str, str, str]] = []
    for index, label, other in find_misspelt(found):
        openings[index] = found.others[index]
        order = [families.get(openings[place].label, openings[place].label) for place in sorted(openings)]
        pairs = {frozenset(pair) for pair in pairwise(order)}
        is_other = frozenset((label, families[other])) in pairs or len(re.findall(rf"\b{re.escape(label)}\b", text)) > 1
        families[label] = label if is_other else families[other]
        taken = f"somebody else than “{other}”" if is_other else f"“{other}”, misspelt"
        message = f"“{label}” stands here alone and is taken for {taken}"
        told.append((index, message, label, families[other] if is_other else ""))
    first_lines = {one.label: index for index, one in sorted(openings.items(), reverse=True)}
    for label, other in found.merged.items():
        if label in first_lines:
            told.append((first_lines[label], f"“{label}” is taken for the same speaker as “{other}”", label, ""))
    order = [openings[index].label for index in sorted(openings)]
    doubtful = {label for _, _, label, _ in told}
    for before, label in dict.fromkeys(pairwise(order)):
        if before != label and families[before] == families[label] and not doubtful & {before, label}:
            message = f"“{label}” is taken for the same speaker as “{before}”, whom it follows"
            told.append((first_lines[label], message, label, ""))
    labels: dict[str, list[str]] = {}
    for label, family in families.items():
        labels.setdefault(family, []).append(label)
    guide = Guide(speakers=tuple((name, *(one for one in own if one != name)) for name, own in labels.items()))
    doubts = [
        Doubt(line=sheet.number(index), message=message, ways=(Way(guide=give(guide, label, other)),))
        for index, message, label, other in told
    ]
    return guide, doubts


def doubt_form(found: Found, sheet: Sheet, text: str, others: list[tuple[str, tuple[str, ...]]]) -> Iterator[Doubt]:
    """Yield that it is not sure how the turns are set apart; add the other ways to `others`, the best first."""
    ways = []
    for form, (_, one) in list_readings(sheet, NO_GUIDE, parse_date).items():
        if one.openings.keys() != found.openings.keys() and len(others) < CLOSEST:
            others.append((form, tuple(" ".join(sheet.lines[index].split()) for index in sorted(one.openings)[:SHOWN])))
            guide = replace(guess_guide(one, sheet, text)[0], form=form)
            ways.append(Way(when=f"if its form is “{form}”", guide=guide, lines={"form": form}))
    message = (
        f"unsure ({weigh(found, sheet):.0%}): these turns may be none, since few follow in turn, words stand before "
        "them, or one has most words"
    )
    yield Doubt(line=sheet.number(min(found.openings)), message=message, ways=tuple(ways))


def doubt_words(found: Found, sheet: Sheet, transcript: Transcript, guide: Guide) -> Iterator[Doubt]:
    """Yield what came close to a label and is taken for words, each once."""
    turns = {turn.line for turn in transcript.turns}
    near: dict[str, list[int]] = {}
    for index, one in found.others.items():
        if sheet.number(index) not in turns and all(word[0].isupper() for word in one.label.split()):
            near.setdefault(one.label, []).append(index)
    for label, (index, *more) in near.items():
        where = f", here and on {describe_count(more, 'line')} more" if more else ""
        message = f"“{found.others[index].printed}” is taken for words{where}, not for the label of a speaker"
        yield Doubt(line=sheet.number(index), message=message, ways=(Way(guide=give(guide, label)),))


def doubt_date(transcript: Transcript, guide: Guide) -> Iterator[Doubt]:
    """Yield the date of the head if it is none that is known, or if it may be two."""
    head = transcript.head
    if head.date or not head.printed_date:
        return
    text, days = head.printed_date.text, find_dates(head.printed_date.text, guide.language)
    told = " or ".join(write_date(day, OURS) for day in days)
    message = f"“{text}” is {told}, and nothing says which" if days else f"“{text}” is no date that is known"
    whens = [(f"if it is {write_date(day, OURS)}", day) for day in days] or [("if it is, say, July 2, 2018", A_DAY)]
    ways = (Way(when=when, guide=guide, lines={"date": day}) for when, day in whens)
    yield Doubt(line=head.printed_date.line, message=message, ways=tuple(ways))


def doubt_beginning(transcript: Transcript, sheet: Sheet, guide: Guide) -> Iterator[Doubt]:
    """Yield what stands before the first question: it may still be the introduction."""
    roles = {label: one.role for one in transcript.speakers for label in one.labels}
    first = transcript.turns[0]
    asking = next(turn for turn in transcript.turns if roles[turn.label] is Role.INTERVIEWER)
    answered = any(turn.line > asking.line and roles[turn.label] is Role.INTERVIEWEE for turn in transcript.turns)
    if first is asking or not answered:
        return
    lines = sheet.lines
    place = max(index for index in range(len(lines)) if sheet.number(index) == asking.line)
    words = lines[place].split()
    openings = (" ".join(words[:length]) for length in range(FIRST_WORDS, len(words)))
    is_taken = (any(starts_with(line, opening) for line in lines[:place]) for opening in openings)
    length = next((number for number, taken in enumerate(is_taken, FIRST_WORDS) if not taken), len(words))
    begins = " ".join(words[:length])
    way = Way(when="if it is the introduction", guide=replace(guide, begins=begins), lines={"begins": begins})
    message = f"“{first.label}” speaks before anybody asks; that is taken for a part of the first answer"
    yield Doubt(line=first.line, message=message, ways=(way,))


def doubt_speakers(transcript: Transcript, guide: Guide) -> Iterator[Doubt]:
    """Yield who speaks only once, and may do something else or be no speaker, and who has a name by initials alone."""
    for one in transcript.speakers:
        said = [turn for turn in transcript.turns if turn.label in one.labels]
        if len(said) == 1:
            label, other = said[0].label, OTHER[one.role]
            ways = [Way(when=f"if this one {DOES[other]}", guide=guide, roles=exchange(transcript.speakers, one))]
            if len(transcript.speakers) > len(Role):
                way = Way(when="if that is no label", guide=refuse(guide, label))
                ways.append(way)
            message = f"“{one.labels[0]}” speaks only here, and is taken for somebody who {DOES[one.role]}"
            yield Doubt(line=said[0].line, message=message, ways=tuple(ways))
        if (name := name_speaker(one, transcript)) != one.name:
            message = f"“{one.name}” is called “{name}”, after a name in the text"
            way = Way(guide=guide, names={said[0].label: one.name})
            yield Doubt(line=said[0].line, message=message, ways=(way,))


def doubt_roles(transcript: Transcript, guide: Guide, found: Found) -> Iterator[Doubt]:
    """Yield who asks where two speak and both ask about as often."""
    if found.asks or len(transcript.speakers) != len(Role):
        return
    said = [[turn for turn in transcript.turns if turn.label in one.labels] for one in transcript.speakers]
    shares = [fmean(bool(re.search("[?？؟]", turn.text)) for turn in turns) for turns in said]
    first, second = transcript.speakers
    if (
        min(map(len, said)) > 1
        and not any(label.casefold() in ASKERS for one in transcript.speakers for label in one.labels)
        and abs(shares[0] - shares[1]) < EVEN
        and len(first.name) > 1
        and not is_told(transcript)
    ):
        asking = first if first.role is Role.INTERVIEWER else second
        message = f"“{asking.labels[0]}” is taken for who asks, though both ask about as often"
        way = Way(when="if the other does", guide=guide, roles=exchange(transcript.speakers, asking))
        yield Doubt(line=transcript.turns[0].line, message=message, ways=(way,))


def is_told(transcript: Transcript) -> bool:
    """Tell whether the head says who asks: its author, or its publication, speaks."""
    head = transcript.head
    return any(one.name in (head.author, head.publication) for one in transcript.speakers)


def doubt_headings(transcript: Transcript, guide: Guide) -> Iterator[Doubt]:
    """Yield headings that no sign tells."""
    for one in transcript.interludes:
        if one.is_heading and not one.is_sure:
            text = one.paragraph.text
            way = Way(
                when="if somebody says it", guide=replace(guide, no_sections=(text,)), lines={"no_sections": [text]}
            )
            yield Doubt(line=one.paragraph.line, message=f"“{text}” is taken for a heading", ways=(way,))


def doubt_ending(transcript: Transcript, guide: Guide) -> Iterator[Doubt]:
    """Yield the end of the last answer if it names who asks or wrote: it may be about them, and nobody's words."""
    *_, last = transcript.turns
    asking = [one for one in transcript.speakers if one.role is Role.INTERVIEWER]
    answering = [one for one in transcript.speakers if one.role is Role.INTERVIEWEE]
    *others, ending = last.paragraphs
    is_asked = any(last.label in one.labels for one in asking)
    words = list_capitals(" ".join([*(one.name for one in asking), transcript.head.author or ""]))
    own = list_capitals(" ".join(label for one in answering for label in one.labels))
    head = "\n".join(part.text for part in transcript.head.printed)
    both = [
        name for one, other in ((head, ending.text), (ending.text, head)) for name in NAME.findall(one) if name in other
    ]
    named = [name for name in both if not own & list_capitals(name)]
    is_short = len(ending.text.split()) <= LONGEST_NOTE  # the head may name who wrote, and in which form is not known
    if others and not is_asked and (words & list_capitals(ending.text) or (is_short and named)):
        told = ending.text.split()
        openings = (" ".join(told[:length]) for length in range(FIRST_WORDS, len(told)))
        closing = next(
            (opening for opening in openings if not any(starts_with(one.text, opening) for one in others[1:])),
            " ".join(told),
        )
        message = (
            f"“{' '.join(told[:FIRST_WORDS])} …” is taken for words of “{last.label}”, not for a note that closes the "
            "interview"
        )
        way = Way(when="if it is one", guide=replace(guide, closing=closing), lines={"closing": closing})
        yield Doubt(line=ending.line, message=message, ways=(way,))


def list_capitals(text: str) -> set[str]:
    """Return the words of a text that begin with a capital, in small letters."""
    return {word.casefold() for word in re.findall(r"[^\W\d_]{3,}", text) if word[0].isupper()}


def give(guide: Guide, label: str, other: str = "") -> Guide:
    """Return the guide with a label given to the speaker who has the other one, or to somebody else than all."""
    groups = [tuple(one for one in labels if one != label) for labels in guide.speakers]
    own = next((labels for labels in groups if other in labels), (other,) if other else ())
    others = [labels for labels in groups if labels and labels != own]
    return replace(guide, speakers=(*others, (*own, label)))


def complete(guide: Guide, text: str) -> Guide:
    """Return the guide with what is almost one of its labels put down to the same speaker, and so no fault."""
    sheet = part_lines(lay_out(text), guide)
    while near := [*find_misspelt(find_openings(sheet, guide, parse_date))]:
        for _, label, other in near:
            guide = give(guide, label, other)
    return guide


def refuse(guide: Guide, label: str) -> Guide:
    """Return the guide with a label that is none."""
    groups = (tuple(one for one in labels if one != label) for labels in guide.speakers)
    return replace(guide, speakers=tuple(labels for labels in groups if labels), refused=guide.refused | {label})


def exchange(speakers: Sequence[Speaker], one: Speaker) -> dict[str, Role]:
    """Return by label what speakers do, a given one the other thing; if nobody else does that one's, another does."""
    roles = {speaker.labels[0]: speaker.role for speaker in speakers} | {one.labels[0]: OTHER[one.role]}
    if one.role not in roles.values():
        other = next(speaker for speaker in speakers if speaker is not one)
        roles[other.labels[0]] = one.role
    return roles


# --- how it is settled ---


def settle(reading: Reading, way: Way) -> list[str]:
    """Return what has to be changed in the proposed sidecar, so that it says the other way; nothing if it can't."""
    if reading.transcript is None:
        return []
    try:
        transcript, refused = read_again(reading.text, way.guide)
    except Faults:
        return []
    before, old = reading.transcript, propose(reading.transcript)
    transcript = replace(transcript, speakers=tuple(cast(transcript.speakers, before.speakers, way)))
    new = propose(transcript, propose_answers(before, {})) | dict(way.lines)
    if refused:
        new["no_labels"] = refused
    if not before.head.headline and not transcript.head.headline:
        new["headline"] = old["headline"]
    if "language" not in way.lines:
        new["language"] = old["language"]
    for entry in new["speakers"]:
        entry["name"] = next((name for label, name in way.names.items() if label in entry["labels"]), entry["name"])
    return list(compare(old, new))


def read_again(text: str, guide: Guide) -> tuple[Transcript, list[str]]:
    """Return a text read with a guide, and what is no label there; raise `Faults`.

    What the guide knows nothing of stays words: with one label less, or with one more that may be initials, other words
    would be taken for labels too.
    """
    guide = complete(guide, text)
    transcript = parse_transcript(text, "", guide)
    while strange := {turn.label for turn in transcript.turns} - guide.known - guide.refused:
        guide = replace(guide, refused=guide.refused | strange)
        transcript = parse_transcript(text, "", guide)
    return transcript, sorted(guide.refused)


def cast(speakers: Sequence[Speaker], before: Sequence[Speaker], way: Way) -> Iterator[Speaker]:
    """Yield the speakers with the roles that they had before, or have now in the other way, if both roles are cast."""
    known = {label: one.role for one in before for label in one.labels}
    for one in before:
        known |= {label: way.roles[one.labels[0]] for label in one.labels if one.labels[0] in way.roles}
    roles = [next((known[label] for label in one.labels if label in known), one.role) for one in speakers]
    for one, role in zip(speakers, roles, strict=True):
        yield replace(one, role=role) if set(roles) == set(Role) else one


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what has to be done to the content of one sidecar to make it the other's."""
    for key in old.keys() - new.keys():
        yield f"remove the line {key}"
    for key, value in new.items():
        if key not in ("speakers", "answers") and value != old.get(key):
            yield f"write the line {write_line(key, value)}"
    for one, other in pair_speakers(old["speakers"], new["speakers"]):
        yield from compare_entries("speakers", one, other)
    for one, other in pair_answers(old["answers"], new["answers"]):
        yield from compare_entries("answers", one, other)


def compare_entries(key: str, one: Entry | None, other: Entry | None) -> Iterator[str]:
    """Yield what has to be done to an entry below a key to make it the other; it may be gone, or be another's alone."""
    if one is None:
        yield f"add under {key} the line - {write_inline(other)}"
        return
    name = one.get("name", one.get("id"))
    if other is None:
        yield f"remove “{name}” under {key}"
        return
    changed = [part for part in one | other if one.get(part) != other.get(part)]
    if len(changed) == 1 and changed[0] in other:
        yield f"give “{name}” under {key} the line {write_line(changed[0], other[changed[0]])}"
    elif changed:
        yield f"write instead of “{name}” under {key} the line - {write_inline(other)}"


def pair_answers(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield the entries of answers that have one id, or one alone, the other's place empty."""
    before, now = ({entry["id"]: entry for entry in entries} for entries in (old, new))
    for id_ in dict.fromkeys([*before, *now]):
        yield before.get(id_), now.get(id_)


def pair_speakers(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield the entries of speakers that have one name, or else a label in common, or one alone."""
    left = list(new)
    pairs = []
    for entry in old:
        same = [one for one in left if one["name"] == entry["name"]]
        pairs.append((entry, same[0] if same else None))
        left = [one for one in left if one not in same[:1]]
    for entry, same_one in pairs:
        shared = [one for one in left if set(one["labels"]) & set(entry["labels"])]
        found = same_one or (shared[0] if shared else None)
        left = [one for one in left if one is not found]
        yield entry, found
    yield from ((None, one) for one in left)
