"""An interview: a transcript with its sidecar laid over it, all that its pages need to know."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import dropwhile, islice, takewhile

from interviews.faults import Fault, Faults
from interviews.interview.quotes import check_bounds, check_called, check_quotes, normalize
from interviews.sidecar import (
    LISTING,
    AnswerEntry,
    Branch,
    DateEntry,
    Event,
    FigureEntry,
    Lines,
    Mention,
    Note,
    Sidecar,
    SpeakerEntry,
    Steps,
    Topic,
    Translation,
    Vocabulary,
    find_mentions,
    find_topics,
    grow_tree,
    sort_key,
)
from interviews.text import (
    OURS,
    Guide,
    Interlude,
    Paragraph,
    Role,
    Speaker,
    Transcript,
    Turn,
    group_turns,
    is_short_form,
    list_askers,
    take_marks_off,
)

NAME_END = re.compile(r"\s*(?:[;&、]|,(?!\s*(?:Jr|Sr|II|III|IV)\b)|\b(?:and|et|und)\b|\b[ye]\b(?=\s+\S+\s+\S))\s*")
"""What stands between two people of a byline; not the “y” of “José Ortega y Gasset”, behind which one word follows."""
PAGE_IDS = frozenset({"index", "transcript", "source", "verify"})
"""The pages that every interview has beside its answers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The unit with a page: a question and every answer turn up to the next question."""

    id: str
    number: int
    """Counted from 1 in the interview's order."""
    title: str
    topics: tuple[Topic, ...]
    question: Turn
    turns: tuple[Turn, ...]
    """All turns of the page in their order, the question among them."""
    anchors: tuple[tuple[str, ...], ...]
    """The anchors of each turn's paragraphs: `q1`, … where the interviewer speaks, `p1`, … where others do."""
    notes: tuple[Note, ...]
    mentions: Mapping[str, tuple[Mention, ...]]
    """The topics that each paragraph mentions, by its anchor."""

    @property
    def passages(self) -> Iterator[tuple[Turn, str, Paragraph]]:
        """All paragraphs of the page with their turns and anchors."""
        for turn, anchors in zip(self.turns, self.anchors, strict=True):
            for anchor, paragraph in zip(anchors, turn.paragraphs, strict=True):
                yield turn, anchor, paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Interview:
    """One published text, complete."""

    id: str
    source: str
    """The text's path, such as `source/del-rosario-2018.txt`."""
    text: str
    sha256: str
    """Of the text's bytes as they stand in the file, in hexadecimal digits."""
    transcript: Transcript
    headline: str
    deck: str | None
    authors: tuple[str, ...]
    publication: str | None
    date: datetime.date | None
    language: str
    """A tag such as `es`, see `interviews.sidecar.language`."""
    url: str | None
    translations: dict[str, Translation]
    event: Event | None
    topics: tuple[Topic, ...]
    """What the interview as a whole is about; its answers have their own."""
    speakers: tuple[Speaker, ...]
    answers: tuple[Answer, ...]
    anchors: tuple[str, ...]
    """The anchors of the introduction's paragraphs."""
    notes: tuple[Note, ...]
    """Notes to the introduction; answers have their own."""
    mentions: Mapping[str, tuple[Mention, ...]]
    """The topics that each paragraph of the introduction mentions, by its anchor."""
    defined: Mapping[str, str]
    """By a topic's id, words of the paragraph that says what it is."""
    dates: tuple[DateEntry, ...]
    figures: tuple[FigureEntry, ...]
    moved: dict[str, str]
    """Where a published place leads now, both as `c5`, `c5#p2` or, in the introduction, `#p2`."""
    formerly: tuple[str, ...]
    """Ids under which the interview was published before."""
    sentence_case: str | None
    """The headline in sentence case, if an editor wrote it."""
    file_as: dict[str, str]
    """Names as they stand in a list, where an editor wrote them."""

    @property
    def words(self) -> str:
        """The text without what is nobody's word: times, the signs of headings and bold type, front matter."""
        return take_marks_off(self.text, self.transcript.marks)

    def place_interludes(self) -> dict[str, list[Interlude]]:
        """Return the headings and notes that nobody says, by the place of the paragraph behind them, such as `c5#p2`.

        Those behind all paragraphs stand under nothing.
        """
        places = [(part.line, f"{one.id}#{anchor}") for one in self.answers for _, anchor, part in one.passages]
        found: dict[str, list[Interlude]] = {}
        for one in self.transcript.interludes:
            place = next((place for line, place in places if line > one.paragraph.line), "")
            found.setdefault(place, []).append(one)
        return found

    def list_sections(self) -> dict[str, str]:
        """Return the headings above the answers, by the ids of these; of several, the last."""
        interludes = self.place_interludes() if self.transcript.interludes else {}
        above = {one.id: interludes.get(f"{one.id}#{one.anchors[0][0]}", []) for one in self.answers}
        headings = {id_: [one.paragraph.text for one in told if one.is_heading] for id_, told in above.items()}
        return {id_: texts[-1] for id_, texts in headings.items() if texts}

    def speaker(self, label: str) -> Speaker:
        """Return the speaker behind a label."""
        return next(speaker for speaker in self.speakers if label in speaker.labels)

    def role(self, turn: Turn) -> Role:
        """Return what the speaker of the turn does."""
        return self.speaker(turn.label).role


def make_guide(sidecar: Sidecar) -> Guide:
    """Return what a sidecar says of its text, for whoever reads that."""
    labels = {one.name: one.labels[0] for one in sidecar.speakers if one.labels}
    of = {role: next((one.name for one in sidecar.speakers if one.role is role), None) for role in Role}
    return Guide(
        speakers=tuple(one.labels for one in sidecar.speakers if one.labels),
        refused=frozenset(sidecar.no_labels),
        begins=sidecar.begins or "",
        closing=sidecar.closing or "",
        no_closing=sidecar.no_closing,
        sections=sidecar.sections,
        no_sections=sidecar.no_sections,
        remarks=sidecar.remarks,
        says=tuple((words, labels.get(name, name)) for words, name in sidecar.says.items()),
        form=sidecar.form or "",
        pattern=sidecar.pattern or "",
        language=sidecar.language if sidecar.language != OURS else "",
        questions=tuple(entry.question for entry in sidecar.answers),
        names=(of[Role.INTERVIEWER] or "Interviewer", of[Role.INTERVIEWEE] or "Interviewee"),
    )


def lay_over(
    transcript: Transcript,
    sidecar: Sidecar,
    lines: Lines,
    vocabulary: Vocabulary,
    *,
    text: str,
    source: str,
    sha256: str,
) -> Interview:
    """Return the interview that a transcript and its sidecar make together.

    `lines` says where the sidecar's values stand, `source` is the text's path. Raises `Faults` for everything in which
    the two don't fit together.
    """
    head = transcript.head
    said = {
        "headline": head.headline.text if head.headline else None,
        "deck": head.deck.text if head.deck else None,
    }
    faults = [*check_head(said, lines)] if sidecar.headline is None else []
    publication = sidecar.publication or head.publication
    authors = split_authors(sidecar.author or head.author or "", publication)
    names = {*authors, publication}
    speakers, speaker_faults = name_speakers(transcript.speakers, sidecar.speakers, names, lines)
    both_sides = {speaker.role for speaker in speakers} == set(Role)
    answers, answer_faults = (
        find_answers(transcript, speakers, sidecar.answers, lines, source, vocabulary) if both_sides else ((), [])
    )
    topics, topic_faults = find_topics(sidecar.topics, vocabulary, lines, ("topics",))
    anchors, anchor_faults = name_anchors(["p"] * len(head.lead), sidecar.anchors, lines, ())
    trees = (vocabulary.tree, grow_tree([*list_labels(speakers, vocabulary), *list_called(sidecar)]))
    faults += [*check_called(sidecar, vocabulary, transcript, lines), *check_quotes(sidecar, transcript, lines)]
    faults += check_bounds(sidecar, transcript, text, lines)
    if not (faults := [*faults, *speaker_faults, *answer_faults, *topic_faults, *anchor_faults]):
        places = {"": set(anchors)} | {answer.id: {anchor for _, anchor, _ in answer.passages} for answer in answers}
        faults = [*check_notes(sidecar, places, lines), *check_moved(sidecar, places, lines)]
    if faults:
        raise Faults(faults)
    return Interview(
        id=source.rpartition("/")[2].removesuffix(".txt"),
        source=source,
        text=text,
        sha256=sha256,
        transcript=transcript,
        url=sidecar.url,
        translations=sidecar.translations,
        event=sidecar.event,
        topics=topics,
        headline=" ".join((sidecar.headline or said["headline"] or "").split()),
        deck=" ".join((sidecar.deck or said["deck"] or "").split()) or None,
        authors=authors,
        publication=publication,
        date=sidecar.date or head.date,
        language=sidecar.language,
        speakers=speakers,
        answers=tuple(
            replace(answer, mentions=read_mentions(((anchor, part) for _, anchor, part in answer.passages), *trees))
            for answer in answers
        ),
        anchors=anchors,
        notes=sidecar.notes,
        mentions=read_mentions(zip(anchors, head.lead, strict=True), *trees),
        defined=sidecar.defined,
        dates=sidecar.dates,
        figures=sidecar.figures,
        moved=sidecar.moved,
        formerly=sidecar.formerly,
        sentence_case=sidecar.sentence_case,
        file_as=sidecar.file_as,
    )


def split_authors(byline: str, publication: str | None) -> tuple[str, ...]:
    """Return who wrote an interview: the people of a byline, or the publication itself, whatever its name holds."""
    return (byline,) if byline and byline == publication else split_names(byline)


def split_names(names: str) -> tuple[str, ...]:
    """Return the people of a byline such as “Ana Ruiz, Juan de la Cruz and Bo Li”."""
    return tuple(name for name in NAME_END.split(names) if name)


def check_head(said: Mapping[str, object], lines: Lines) -> Iterator[Fault]:
    """Yield what neither the text nor the sidecar says."""
    if said["headline"] is None:
        yield lines.fault((), "the text has no headline; add a line “headline: …”")


def name_speakers(
    found: tuple[Speaker, ...], entries: tuple[SpeakerEntry, ...], names: Collection[str | None], lines: Lines
) -> tuple[tuple[Speaker, ...], list[Fault]]:
    """Return the speakers with what the sidecar says of them, and the entries that fit no speaker.

    Who has an entry, or one of the `names` of authors and publication, is known, and gets an id; `Q` may be anybody.
    """
    speakers = [replace(one, id=make_slug(one.name) if one.name in names else None) for one in found]
    faults = []
    owners: dict[str, str] = {}
    printed = {label for speaker in found for label in speaker.labels}
    for index, entry in enumerate(entries):
        for number, label in enumerate(entry.labels):
            place = ("speakers", index, "labels", number)
            if label not in printed:
                known = ", ".join(f"“{one}”" for one in sorted(printed))
                faults.append(lines.fault(place, f"“{label}” opens no turn; the labels are {known}"))
            elif owners.setdefault(label, entry.name) != entry.name:
                message = f"“{label}” is a label of {owners[label]} already; leave it to one of the two"
                faults.append(lines.fault(place, message))
        if (entry.id or make_slug(entry.name)) == LISTING:
            message = f"the id “{LISTING}” is kept for the list of people; write “id: …” with another"
            faults.append(lines.fault(("speakers", index, "name"), message))
        own = [place for place, speaker in enumerate(found) if set(speaker.labels) & set(entry.labels)]
        fitting = own or [
            place
            for place, speaker in enumerate(found)
            if any(is_short_form(normalize(entry.name), normalize(label)) for label in speaker.labels)
        ]
        if len(fitting) != 1:
            labels = ", ".join(f"“{label}”" for speaker in found for label in speaker.labels)
            fits = "no speaker" if not fitting else "more than one speaker"
            message = f"“{entry.name}” fits {fits}; add “labels: [...]” with one of {labels}"
            faults.append(lines.fault(("speakers", index, "name"), message))
            continue
        speaker = speakers[fitting[0]]
        speakers[fitting[0]] = replace(
            speaker,
            name=entry.name,
            office=entry.office,
            role=entry.role or speaker.role,
            id=entry.id or make_slug(entry.name),
            formerly=entry.formerly,
        )
    if {speaker.role for speaker in speakers} != set(Role):
        faults.append(lines.fault(("speakers",), "one speaker must be the interviewer and one the interviewee"))
    return tuple(speakers), faults


def make_slug(name: str) -> str:
    """Return a name as a part of an address: small letters without accents, hyphens between its words."""
    return "-".join(re.findall(r"[^\W_]+", sort_key(name))) or "speaker"


def list_labels(speakers: Iterable[Speaker], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the labels that name a topic, such as “Vice Minister Del Rosario”, each with the topic's id."""
    for speaker in speakers:
        if speaker.id and speaker.id in vocabulary.topics:
            yield speaker.id, speaker.name
            last = normalize(speaker.name).split()[-1]
            yield from ((speaker.id, label) for label in speaker.labels if normalize(label).split()[1:][-1:] == [last])


def list_called(sidecar: Sidecar) -> Iterator[tuple[str, str]]:
    """Yield what the interview alone calls a topic, with the topic's id."""
    for topic, names in sidecar.called.items():
        yield from ((topic, name) for name in names)


def read_mentions(
    passages: Iterable[tuple[str, Paragraph]], tree: Branch, own: Branch | None = None
) -> dict[str, tuple[Mention, ...]]:
    """Return the mentions in paragraphs by their anchors."""
    return {anchor: tuple(find_mentions(paragraph.text, tree, own)) for anchor, paragraph in passages}


def find_answers(
    transcript: Transcript,
    speakers: tuple[Speaker, ...],
    entries: tuple[AnswerEntry, ...],
    lines: Lines,
    source: str,
    vocabulary: Vocabulary,
) -> tuple[tuple[Answer, ...], list[Fault]]:
    """Return the answers that both the text and the sidecar know, and what they don't agree on."""
    groups = group_turns(transcript.turns, speakers)
    askers = list_askers(speakers)
    questions = [find_question(group, askers) for group in groups]
    faults = list(check_ids(entries, lines))
    for index, entry in enumerate(entries):
        faults += find_topics(entry.topics, vocabulary, lines, ("answers", index, "topics"))[1]
    entry_of: dict[int, int] = {}
    asked = [normalize(turn.text) for turn in questions]
    for index, entry in enumerate(entries):
        words = normalize(entry.question)
        whole = [place for place, text in enumerate(asked) if text == words]  # others may open with all of it
        fitting = whole or [place for place, text in enumerate(asked) if text.startswith(words)]
        if len(fitting) >= entry.which and all(asked[one] == words for one in fitting):
            fitting = fitting[entry.which - 1 : entry.which]
        place = ("answers", index, "question")
        if not fitting:
            faults.append(lines.fault(place, explain_missing(entry.question, transcript, source)))
        elif len(fitting) > 1:
            both = " and ".join(f"{source}:{questions[at].line}" for at in fitting[:2])
            message = (
                f"{len(fitting)} questions open with “{entry.question}” ({both}); write more of its words, or, if they "
                f"are the same to the end, all words and “which: 2” for the second"
            )
            faults.append(lines.fault(place, message))
        elif fitting[0] in entry_of:
            other = entries[entry_of[fitting[0]]].id
            faults.append(lines.fault(place, f"the entry “{other}” is for the same question; remove one of the two"))
        else:
            entry_of[fitting[0]] = index
    for number, question in enumerate(questions):
        if number not in entry_of and not faults:
            words = json.dumps(" ".join(question.text.split()[:6]), ensure_ascii=False)
            message = (
                f"the question {words} has no entry in {lines.path}; add to “answers:” the line "
                f"- {{id: …, title: …, question: {words}}}"
            )
            faults.append(Fault(path=source, line=question.line, message=message))
    answers = []
    for number, group in enumerate(groups):
        if number not in entry_of:
            continue
        index = entry_of[number]
        entry = entries[index]
        letters = ["q" if turn.label in askers else "p" for turn in group for _ in turn.paragraphs]
        anchors, anchor_faults = name_anchors(letters, entry.anchors, lines, ("answers", index))
        faults += anchor_faults
        named = iter(anchors)
        answers.append(
            Answer(
                id=entry.id,
                number=number + 1,
                title=entry.title,
                topics=tuple(vocabulary.topics[topic] for topic in entry.topics if topic in vocabulary.topics),
                question=questions[number],
                turns=group,
                anchors=tuple(tuple(islice(named, len(turn.paragraphs))) for turn in group),
                notes=entry.notes,
                mentions={},
            )
        )
    return tuple(answers), faults


def name_anchors(
    letters: list[str], given: tuple[str, ...], lines: Lines, place: Steps
) -> tuple[tuple[str, ...], list[Fault]]:
    """Return the anchors of paragraphs, and what is wrong with those that the sidecar gives at a place.

    `letters` has `q` for each paragraph of a question and `p` for others; without `given` ones they are counted.
    """
    counts: Counter[str] = Counter()
    counted = []
    for letter in letters:
        counts[letter] += 1
        counted.append(f"{letter}{counts[letter]}")
    if not given:
        return tuple(counted), []
    if [anchor[0] for anchor in given] != letters or len(set(given)) < len(given):
        example = ", ".join(counted)
        all_of_them = f"each of the {len(letters)} paragraphs once" if len(letters) > 1 else "the one paragraph"
        message = (
            f"the anchors must name {all_of_them}, in a form such as [{example}]; without this line, the run proposes "
            f"the right one"
            if letters
            else "there is no paragraph here to have an anchor; remove the line"
        )
        return tuple(counted), [lines.fault((*place, "anchors"), message)]
    return given, []


def check_notes(sidecar: Sidecar, places: Mapping[str, set[str]], lines: Lines) -> Iterator[Fault]:
    """Yield the notes to paragraphs that aren't there; `places` has the anchors of each page."""
    notes: list[tuple[Steps, str, Note]] = [(("notes", index), "", note) for index, note in enumerate(sidecar.notes)]
    for number, entry in enumerate(sidecar.answers):
        notes += [(("answers", number, "notes", index), entry.id, note) for index, note in enumerate(entry.notes)]
    for place, page, note in notes:
        if note.at not in places[page]:
            known = ", ".join(sorted(places[page])) or "none"
            yield lines.fault((*place, "at"), f"no paragraph here has the anchor “{note.at}”; there are: {known}")


def check_moved(sidecar: Sidecar, places: Mapping[str, set[str]], lines: Lines) -> Iterator[Fault]:
    """Yield the moves from an address that is still in use, and those to one that isn't."""
    for old, new in sidecar.moved.items():
        for address, is_there in ((old, False), (new, True)):
            page, sign, anchor = address.partition("#")
            exists = page in places and (not sign or anchor in places[page])
            if exists and not is_there:
                yield lines.fault(("moved", old), f"“{old}” is still a place of this interview; remove the line")
            elif is_there and not exists:
                yield lines.fault(("moved", old), f"“{new}” is no place of this interview; name one that is there now")


def check_ids(entries: tuple[AnswerEntry, ...], lines: Lines) -> Iterator[Fault]:
    """Yield ids that can't be an answer's address."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        place = ("answers", index, "id")
        if entry.id in seen:
            yield lines.fault(place, f"the id “{entry.id}” is taken by another answer; choose another")
        elif entry.id in PAGE_IDS | {"interview"} or entry.id.isdigit():  # interview.md is a file for programs
            yield lines.fault(place, f"the id “{entry.id}” is kept for the interview itself; choose a word")
        seen.add(entry.id)


def explain_missing(words: str, transcript: Transcript, source: str) -> str:
    """Return why no question opens with the words, as far as can be seen, and what to do."""
    for turn in transcript.turns:
        for paragraph in turn.paragraphs:
            if normalize(words) in normalize(paragraph.text):
                return (
                    f"“{words}” stands at {source}:{paragraph.line}, but opens no question: the turn there begins at "
                    f"line {turn.line} with “{turn.label}”; mend a label there, or give a speaker here its “role:”"
                )
    return f"no question opens with “{words}”; copy the words from the text"


def find_question(group: tuple[Turn, ...], askers: frozenset[str]) -> Turn:
    """Return the turn that the answer answers: the last one that asks before somebody answers."""
    asking = list(takewhile(lambda turn: turn.label in askers, dropwhile(lambda turn: turn.label not in askers, group)))
    return (asking or group)[-1]
