"""The command that says whether quoted words stand in an interview: golden cases, addresses, and any quotation."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import ID, ROOT, SAMPLE, build_site
from interviews.interview.verification import check_quotation, find_sections
from interviews.run.reading import read_interviews
from interviews.text.quotation import Passage
from split import main as split
from verify import main

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "verify.yml").read_text(encoding="utf-8"))
FORMS = [
    "https://example.org/any/prefix/interviews/del-rosario-2018/combifron/#p1",
    "http://127.0.0.1:8000/interviews/del-rosario-2018/combifron/index.html?q=C5#p1",
    "https://example.org/interviews/interviews/del-rosario-2018/combifron#p1",
    "file:///home/ana/interview-reference/interviews/del-rosario-2018/combifron/index.html#p1",
    "/interviews/del-rosario-2018/combifron/#p1",
    "interviews/del-rosario-2018/combifron/#p1",
    "del-rosario-2018/combifron#p1",
    " del-rosario-2018/combifron/#p1\n",
    "/interviews/del-rosario-2018/3/#p1",
    "del-rosario-2018/3#p1",
    "https://example.org/interviews/del-rosario-2018/transcript/#combifron-p1",
]
TEXT = """\
On rivers

Q: Why “rivers”?

Because, you ask?

A: They never... stop. A ﬁne day of 2018-2030 at 25 ℃,
in Dia\u0301logo. 世界は川である。 It is his "own" river, sir: 3.5 km.

Q: And when?

A: In 1,500 days. It\u2019s never... late.
"""
SIDECAR = """\
answers:
  - {id: why, title: Why, question: Why, anchors: [q1, q2, p3]}
  - {id: when, title: When, question: And when}
formerly: [talk-of-2017]
moved: {because: why, "why#p1": "why#p3", "why#p2": "when#p1", "because#p9": "when#p1", long: "when#q1"}
"""
Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with one short interview."""
    root = tmp_path_factory.mktemp("talk")
    (root / "source").mkdir()
    (root / "source" / "talk.txt").write_text(TEXT, encoding="utf-8")
    (root / "source" / "talk.yml").write_text(SIDECAR, encoding="utf-8")
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_cases(case: dict[str, Any], capsys: Output) -> None:
    status = main(["--root", str(SAMPLE), *case["arguments"]])
    captured = capsys.readouterr()
    shown = captured.err if case["status"] == 2 else captured.out
    assert status == case["status"], shown
    if "output" in case:
        assert shown == case["output"]
    else:
        assert [line for line in case["lines"] if line not in shown.splitlines()] == [], shown


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_an_address(form: str, capsys: Output) -> None:
    assert main(["--root", str(SAMPLE), form]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"  /interviews/{ID}/combifron/#p1\n  Jonattan Del Rosario, ")
    assert shown.count("SHA-256") == 1
    assert main(["--root", str(SAMPLE), form, "COMBIFRON is a bilateral mechanism"]) == 0
    assert main(["--root", str(SAMPLE), form, "C5 will integrate"]) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("talk/because", "why/#q1"),
        ("talk/because#p3", "why/#p3"),
        ("talk/because#p1", "why/#p3"),  # two moves
        ("talk/because#p9", "when/#p1"),
        ("talk/long", "when/#q1"),
        ("talk/long#p1", "when/#p1"),
        ("talk/why#p1", "why/#p3"),
        ("talk/why#p2", "when/#p1"),
        ("talk-of-2017/why#p2", "when/#p1"),
        ("/interviews/talk-of-2017/2/#p1", "when/#p1"),
        ("https://example.org/interviews/talk-of-2017/", ""),
    ],
)
def test_old_addresses_lead_on(old: str, new: str, talk: Path, capsys: Output) -> None:
    assert main(["--root", str(talk), old]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"  /interviews/talk/{new}"


@pytest.mark.parametrize(
    ("quotation", "first"),
    [
        ("They never... stop.", "Verbatim, byte for byte:"),  # the interview's own ellipsis
        ("They never […] stop.", "Verbatim, byte for byte:"),
        ("They … stop.", "Verbatim, byte for byte; words are left out where the ellipsis stands:"),
        ("A fine day of 2018–2030 at 25 °C, in Diálogo", "Verbatim but for spaces"),
        ("[A] fine day of 2018 - 2030", "These words do not stand"),
        ("[a] ﬁne day", "These words do not stand"),
        ("界は川", "Verbatim, byte for byte:"),
        ("世界 は 川", "Verbatim but for spaces"),
        ("界の川", "These words do not stand"),
        ("It is his ‘own’ river, sir", "Verbatim but for spaces"),
        ("It is his own river", "These words do not stand"),
        ("it ’s never ... late", "These words do not stand"),
        ("[i]t's never ... late", "Verbatim but for a letter in brackets:"),
        ("In 1,500 days", "Verbatim, byte for byte:"),
        ("sir: 3", "These words do not stand"),
        ("In 1", "These words do not stand"),
        ("500 days", "These words do not stand"),
        ("Why 'rivers'?\nBecause, you ask? They never", "Verbatim but for spaces"),
    ],
)
def test_marks_and_letters(quotation: str, first: str, talk: Path, capsys: Output) -> None:
    status = main(["--root", str(talk), quotation])
    shown = capsys.readouterr().out
    assert shown.startswith(first)
    assert status == (0 if first.startswith("Verbatim") else 1)


def test_line_and_words_are_those_of_the_source(talk: Path, capsys: Output) -> None:
    assert main(["--root", str(talk), "at 25 °C, in Dia\u0301logo."]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  /interviews/talk/why/#p3",
        "  A",
        "  source/talk.txt:7",
        "",
        "  at 25 ℃, in Dia\u0301logo.",
    ]
    assert main(["--root", str(talk), "It is his"]) == 0
    assert "  source/talk.txt:8\n" in capsys.readouterr().out


def test_wrong_usage(capsys: Output) -> None:
    for arguments in (
        [],
        [""],
        ["“…”"],
        ["two words", "two words"],
        [f"{ID}/c5", "—"],
        [f"/interviews/{ID}/#:~:text="],
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["--root", str(SAMPLE), *arguments])
        assert stopped.value.code == 2
        assert "usage:" in capsys.readouterr().err


SIGNS = '`id` $(touch x) $5 "quoted" it\'s \\ #'
"""Words that a shell or make would read as its own."""


def test_commands_on_the_page_run_as_they_are_printed_whatever_the_words(project: Path) -> None:
    text = f"On signs\n\nQ: Why?\n\nA: {SIGNS} and so on.\n\nQ: And when?\n\nA: Never.\n"
    sidecar = "answers: [{id: why, title: Why, question: Why}, {id: when, title: When, question: And when}]\n"
    (project / "source" / "signs.txt").write_text(text, encoding="utf-8")
    (project / "source" / "signs.yml").write_text(sidecar, encoding="utf-8")
    assert split(["--root", str(project)]) == 0
    page = (build_site(project) / "interviews" / "signs" / "verify" / "index.html").read_text(encoding="utf-8")
    commands = [html.unescape(one) for one in re.findall(r"<pre><code>(.*?)</code></pre>", page)]
    assert commands[1] == "make verify AT='signs/why#p1'"
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    given = "".join(line for line in makefile.splitlines(keepends=True) if "GIVEN" in line)
    recipe = re.search(r"^verify:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe
    needed = f"BIN := {Path(sys.executable).parent}\n{given}verify:\n{recipe[1]}"  # all is installed already
    (project / "Makefile").write_text(needed, encoding="utf-8")
    for command, told in zip(commands, ("Verbatim, byte for byte:", "  /interviews/signs/why/#p1") * 2, strict=False):
        run = subprocess.run(
            ["sh", "-c", command],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"]},
        )
        assert (run.returncode, run.stderr) == (0, ""), command
        assert run.stdout.splitlines()[0] == told
        assert "  source/signs.txt:5\n" in run.stdout
    assert len(commands) == 3
    assert not (project / "x").exists()


def test_faults_are_printed_as_they_are(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "talk.txt").write_text("")
    assert main(["--root", str(tmp_path), "any words"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "source/talk.txt:1: the file is empty; put the interview's text into it",
        "source/talk.txt:1: there is no sidecar; propose one with: make new TEXT=source/talk.txt",
    ]


# --- any quotation of the real interview ---

SECTIONS = [section for interview in read_interviews(SAMPLE)[0] for section in find_sections(interview)]
PASSAGES = [passage for section in SECTIONS for passage in section.passages]
SPACES = st.text(" \t\n\u00a0\u2009\u3000", min_size=1, max_size=3)
VARIANTS = {
    "’": st.sampled_from("'’‘`´"),
    "—": st.sampled_from(["-", "--", " – ", "—", " ― ", "\u2009—\u2009", "−"]),
    "-": st.sampled_from(["-", "\u2010", "\u2011", "–", "- ", " -\n"]),
    " ": SPACES,
    "\n": SPACES,
}
AROUND = st.sampled_from([("", ""), ("“", "”"), ('"', '"'), ("«\u00a0", "\u00a0»"), ("‘", "’"), ("… ", " [...]")])


@st.composite
def runs(draw: st.DrawFn, least: int) -> tuple[Passage, list[str]]:
    """Return at least so many words, as they follow each other in a paragraph, and the paragraph."""
    passage = draw(st.sampled_from([one for one in PASSAGES if len(one.paragraph.text.split()) >= least]))
    words = passage.paragraph.text.split()
    start = draw(st.integers(0, len(words) - least))
    return passage, words[start : draw(st.integers(start + least, len(words)))]


@given(runs(5), AROUND, st.data())
def test_any_words_are_found_whatever_their_marks(
    run: tuple[Passage, list[str]], around: tuple[str, str], data: st.DataObject
) -> None:
    passage, words = run
    written = "".join(data.draw(VARIANTS[sign]) if sign in VARIANTS else sign for sign in " ".join(words))
    stands, report = check_quotation(around[0] + written + around[1], SECTIONS, None)
    assert stands, report
    assert f"  {passage.address}\n" in report
    assert check_quotation(written, SECTIONS, [passage])[0]


@given(runs(8), st.data())
def test_a_changed_letter_is_never_overlooked(run: tuple[Passage, list[str]], data: st.DataObject) -> None:
    written = " ".join(run[1])
    at = data.draw(st.sampled_from([index for index, sign in enumerate(written) if sign.isalpha()]))
    letter = data.draw(st.sampled_from([letter for letter in "aeinorstzéß" if letter != written[at].lower()]))
    stands, report = check_quotation(written[:at] + letter + written[at + 1 :], SECTIONS, None)
    assert not stands
    assert "Verbatim" not in report
    assert re.search(r"\{\+[^+]*" + letter, report), report


@pytest.mark.parametrize(
    "arguments", [["verify.py", "--root", ".", "COMBIFRON"], ["new.py", f"source/{ID}.txt", "--json"]]
)
def test_reader_that_stops_early_is_no_fault(arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "scripts" / arguments[0]), *arguments[1:]]
    process = subprocess.Popen(command, cwd=SAMPLE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 1
    process.stderr.close()
