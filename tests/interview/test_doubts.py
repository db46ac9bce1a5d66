"""What a text leaves open: what is told of it, and that what is told settles it, as it is printed."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.interview.doubts import Reading, read_interview, settle
from interviews.interview.findings import tell_doubts
from interviews.interview.interview import Interview
from interviews.interview.proposal import write_sidecar
from interviews.run.job import Job
from interviews.run.job import read_interview as lay_together
from interviews.sidecar.topics import Vocabulary
from interviews.text.transcript import Role

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "doubts.yml").read_text(encoding="utf-8"))
FORMS = yaml.safe_load((Path(__file__).parent.parent / "cases" / "interviews.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_told_settles_it(case: dict[str, Any]) -> None:
    reading = read_interview(case["text"], "talk.txt")
    assert list(tell_doubts(reading, "source/talk")) == case["told"]
    ways = [settle(reading, way) for doubt in reading.doubts for way in doubt.ways]
    for edits, wanted in zip(ways, case["settled"], strict=True):
        assert sum("; ".join(edits) in told for told in case["told"])
        found = publish(case["text"], edit(propose(reading), edits))
        by_role = {role: [list(one.labels) for one in found.speakers if one.role is role] for role in Role}
        assert by_role == {Role.INTERVIEWER: wanted["asks"], Role.INTERVIEWEE: wanted["answers"]}
        ids = [answer.id for answer in publish(case["text"], propose(reading)).answers]
        assert [answer.id for answer in found.answers] == wanted.get("ids", ids)
        assert found.transcript.turns[0].line == wanted.get("first", found.transcript.turns[0].line)
        assert [part.line for part in found.transcript.closing[:1]] == (
            [wanted["closing"]] if "closing" in wanted else []
        )
        assert [one.name for one in found.speakers] == wanted.get("names", [one.name for one in found.speakers])
        assert found.language == wanted.get("language", "en")


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case["name"])
def test_every_doubt_of_every_form_can_be_settled(case: dict[str, Any]) -> None:
    reading = read_interview(case["text"], "x.txt")
    assert [doubt for doubt in reading.doubts if not any(settle(reading, way) for way in doubt.ways)] == []
    check_ways(reading)


LINES = [
    "Q: Why?",
    "A: So.",
    "Ana Ruiz: Where is it?",
    "AR: Here.",
    "Bo Li: No.",
    "Bo Lii: Yes.",
    "Fox: I say!",
    "Q. Who?",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from([*LINES, "B: What?", "Some words.", "With Ana Ruiz.", "Q  And?"]), max_size=12))
def test_whatever_is_told_of_any_interview_settles_a_doubt(lines: list[str]) -> None:
    check_ways(read_interview("\n\n".join(lines), "x.txt"))


def check_ways(reading: Reading) -> None:
    """Check that whatever is told of a doubt can be said in the sidecar, and makes another interview of the text."""
    if reading.transcript is None:
        return
    before = publish(reading.text, propose(reading))
    for doubt in reading.doubts:
        for edits in filter(None, (settle(reading, way) for way in doubt.ways)):
            after = publish(reading.text, edit(propose(reading), edits))
            assert (after.transcript, after.speakers, after.language) != (
                before.transcript,
                before.speakers,
                before.language,
            ), doubt


def propose(reading: Reading) -> str:
    """Return the sidecar that is proposed."""
    assert reading.transcript
    return write_sidecar(reading.transcript)


def publish(text: str, sidecar: str) -> Interview:
    """Return the interview that a text and a sidecar make together."""
    return lay_together(Job(id="talk", text=text.encode(), sidecar=sidecar.encode()), Vocabulary())


def edit(sidecar: str, edits: Sequence[str]) -> str:
    """Return a sidecar with the edits made in its lines, as somebody makes them who knows nothing but their words."""
    lines = sidecar.split("\n")
    for one in edits:
        if match := re.fullmatch(r"write the line ((\w+): .*)", one):
            old = find_key(lines, match[2])
            lines[old : old + 1 if old < len(lines) else old] = [match[1]]
        elif match := re.fullmatch(r"remove the line (\w+)", one):
            del lines[find_key(lines, match[1])]
        elif match := re.fullmatch(r"add under (\w+) the line (- \{.*\})", one):
            lines.insert(find_key(lines, match[1]) + 1, match[2])
        elif match := re.fullmatch(r"remove “(.*)” under (\w+)", one):
            start, end = find_entry(lines, match[2], match[1])
            del lines[start:end]
        elif match := re.fullmatch(r"write instead of “(.*)” under (\w+) the line (- \{.*\})", one):
            start, end = find_entry(lines, match[2], match[1])
            lines[start:end] = [match[3]]
        else:
            match = re.fullmatch(r"give “(.*)” under (\w+) the line ((\w+): .*)", one)
            assert match, one
            start, end = find_entry(lines, match[2], match[1])
            there = [number for number in range(start, end) if lines[number][2:].startswith(f"{match[4]}: ")]
            at = there[0] if there else end
            lines[at : at + len(there)] = [("- " if at == start else "  ") + match[3]]
    return "\n".join(lines)


def find_key(lines: Sequence[str], key: str) -> int:
    """Return the index of a key's line, or of the end."""
    return next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), len(lines))


def find_entry(lines: Sequence[str], key: str, name: str) -> tuple[int, int]:
    """Return where an entry below a key begins, and where the next one does or the next key."""
    begin = find_key(lines, key) + 1
    start = next(
        number
        for number, line in enumerate(lines[begin:], begin)
        if line.startswith("- ") and name in yaml.load(line[2:], Loader=yaml.BaseLoader).values()
    )
    ends = (number for number, line in enumerate(lines[start + 1 :], start + 1) if not line.startswith("  "))
    return start, next(ends)
