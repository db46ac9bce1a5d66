"""A new interview: what is found in texts of all forms, and what the command writes and refuses."""

import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from interviews.faults import Faults
from interviews.interview.doubts import read_interview
from interviews.interview.findings import describe
from interviews.interview.proposal import write_sidecar
from interviews.sidecar.document import parse_document
from interviews.sidecar.sidecar import Sidecar
from interviews.text.labels import Guide
from interviews.text.sheet import take_marks_off
from interviews.text.transcript import Role, parse_transcript, printed_words
from new import main
from split import main as split

CASES = [
    case
    for name in ("interviews", "dresses")
    for case in yaml.safe_load((Path(__file__).parent / "cases" / f"{name}.yml").read_text(encoding="utf-8"))
]
TALK = (
    "Bread\n\nBy Ana Ruiz\nMay 1, 2020\n\nPaper: How do you make the bread every day?\n\nBo Li: With flour.\n\n"
    "Paper: How do you sell it?\n\nBo Li: By hand.\n\nPaper: Will you go on?\n\nBo Li: Yes.\n\n"
    "Paper: Will you go on?\n\nBo Li: I said so.\n\nThis interview was edited.\n"
)
Output = pytest.CaptureFixture[str]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_forms(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = read_interview(text, "x.txt").transcript
    assert found
    assert [turn.label for turn in found.turns] == case["turns"]
    by_role = {role: [list(one.labels) for one in found.speakers if one.role is role] for role in Role}
    assert by_role == {Role.INTERVIEWER: case["asks"], Role.INTERVIEWEE: case["answers"]}
    assert [part.text for part in found.closing] == case.get("closing", [])
    assert found.turns[-1].text == case.get("last", found.turns[-1].text)
    assert " | ".join(one.paragraph.text for one in found.interludes) == case.get("between", "")
    if "texts" in case:
        said = (" ¶ ".join(" ".join(part.text.split()) for part in turn.paragraphs) for turn in found.turns)
        assert " | ".join(said) == case["texts"]
    if "headline" in case:
        assert (found.head.headline and found.head.headline.text) == case["headline"]
    if "times" in case:
        assert [part.time for turn in found.turns for part in turn.paragraphs] == case["times"]
    assert list(printed_words(found)) == take_marks_off(text, found.marks).split()


def test_what_is_guessed_is_told() -> None:
    text = "Host: Why?\n\nWhalepanda: So.\n\nHost: When?\n\nWhalepnada: Now.\n\nHost: And?\n\nWhalepanda: Mr. Li: no.\n\nMr. Li: yes.\n"
    reading = read_interview(text, "x.txt")
    assert reading.transcript
    assert [one.labels for one in reading.transcript.speakers] == [("Host",), ("Whalepanda", "Whalepnada")]
    assert [(doubt.line, doubt.message) for doubt in reading.doubts] == [
        (7, "“Whalepnada” stands here alone and is taken for “Whalepanda”, misspelt"),
        (13, "“Mr. Li:” is taken for words, not for the label of a speaker"),
    ]


def test_labels_settle_whose_a_name_is(tmp_path: Path, capsys: Output) -> None:
    text = "T\n\nJohn Smith: Why?\n\nJane Smith: So.\n\nJohn Smith: When?\n\nSmith: Now.\n\nJohn Smith: And?\n\nJane Smith: No.\n\nJohn Smith: And?\n\nSmith: Yes.\n"
    assert take(tmp_path, text) == 0
    assert split(["--root", str(tmp_path / "project")]) == 0
    assert capsys.readouterr().err == ""


def test_label_that_is_no_name_is_told(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, "T\n\nPregunta: ¿Por qué?\n\nBo Li: Sí.\n\nPregunta: ¿Y cuándo?\n\nBo Li: Nunca.\n") == 0
    told = capsys.readouterr().out
    lines = (tmp_path / "project" / "source" / "talk.yml").read_text(encoding="utf-8").split("\n")
    number = lines.index("- name: Pregunta") + 1
    assert f"source/talk.yml:{number}: “Pregunta” is no name; write that of who asks, as - name: Ana Ruiz\n" in told
    assert "“Bo Li” is no name" not in told


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "P: ¿Por qué el río y las casas?\n\nR: El río es muy largo, pero las casas son de una sola familia.\n"),
        ("pt", "P: Por que os rios?\n\nR: Os rios não são muito longos, mas a água do mar em janeiro sobe.\n"),
        ("fr", "Q: Pourquoi les fleuves ?\n\nR: Les fleuves sont dans le pays et ne sont pas pour vous.\n"),
        ("ja", "聞き手：どうして船を作り始めたのですか？\n\n田中：木の匂いの中にいました。\n"),
        ("ru", "Журнал: Почему река?\n\nИван: Потому что она течёт мимо нашего дома.\n"),
        ("en", "Q: Why the rivers?\n\nA: The rivers were long, and that is what was said in the town.\n"),
    ],
)
def test_language_is_proposed(language: str, said: str, tmp_path: Path) -> None:
    assert take(tmp_path, f"T\n\n{said}\n{said.replace('?', ' ?')}") == 0
    written = yaml.safe_load((tmp_path / "project" / "source" / "talk.yml").read_text(encoding="utf-8"))
    assert written.get("language", "en") == language


def test_headline_is_proposed_in_its_language(tmp_path: Path) -> None:
    said = "P: ¿Por qué el río y las casas?\n\nBo Li: El río es muy largo, pero las casas son de una sola familia.\n"
    assert take(tmp_path, f"{said}\n{said.replace('?', ' ?')}") == 0
    written = yaml.safe_load((tmp_path / "project" / "source" / "talk.yml").read_text(encoding="utf-8"))
    assert written["headline"] == "Entrevista con Bo Li"


def test_end_that_may_be_no_answer_is_told() -> None:
    text = (
        "By Ana Ruiz\n\nHost: Why?\n\nBo Li: So.\n\nHost: When?\n\nBo Li: Now.\n\nWith Ana Ruiz in the north of Peru.\n"
    )
    assert [(doubt.line, doubt.message) for doubt in read_interview(text, "x.txt").doubts] == [
        (11, "“With Ana Ruiz in the …” is taken for words of “Bo Li”, not for a note that closes the interview")
    ]


def test_name_that_stands_once_is_another_if_the_text_says_so() -> None:
    text = "Frederico and Federico came.\n\nHost: Why?\n\nFrederico: So.\n\nHost: When?\n\nFederico: Now.\n\nHost: And?\n\nFrederico: No.\n"
    reading = read_interview(text, "x.txt")
    assert reading.transcript
    assert [one.labels for one in reading.transcript.speakers] == [("Host",), ("Frederico",), ("Federico",)]


def test_text_that_is_no_interview(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "report.txt"
    path.write_text("A report\n\nIt says: nothing.\n\nNote: this.\n", encoding="utf-8")
    assert main([str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["turns"], found["answers"], found["speakers"]) == ([], [], [])
    assert found["doubts"]
    assert main([str(path), "--root", str(tmp_path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{path}:")
    assert told[-1] == (
        "nothing was written; mend the text or, where a sidecar settles it, copy the text to source/report.txt, write "
        "source/report.yml beside it, then: make split"
    )
    assert not (tmp_path / "source").exists()


# --- the command ---


def take(root: Path, text: str, name: str = "talk", *arguments: str) -> int:
    """Run the command for a text outside the project."""
    path = root / f"{name}.txt"
    path.write_bytes(text.encode())
    return main([str(path), "--root", str(root / "project"), *arguments])


def test_sidecar_is_ready_and_the_next_split_publishes(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, TALK) == 0
    told = capsys.readouterr().out
    assert told.splitlines() == [
        "address      /interviews/talk/",
        "headline     Bread",
        "deck         – (none found)",
        "author       Ana Ruiz",
        "publication  – (none found)",
        "date         2020-05-01",
        "language     en",
        "lead         – (none found)",
        "interviewer  Paper: 4 turns as Paper",
        "interviewee  Bo Li: 4 turns as Bo Li",
        "turns        8, in 4 answers",
        "closing      from line 22, not part of the last answer; if somebody says it, in source/talk.yml: write the line "
        "no_closing: true",
        "Written: source/talk.txt and source/talk.yml. Next:",
        "  1. make serve, and edit source/talk.yml: names, titles, ids; the page follows each edit",
        "  2. make check, which says what would stop publishing, or how to publish",
    ]
    project = tmp_path / "project"
    assert (project / "source" / "talk.txt").read_text(encoding="utf-8") == TALK
    written = (project / "source" / "talk.yml").read_text(encoding="utf-8")
    assert "# publication: The Paper" in written
    assert yaml.safe_load(written) == {
        "language": "en",
        "topics": [],
        "speakers": [
            {"name": "Paper", "role": "interviewer", "labels": ["Paper"]},
            {"name": "Bo Li", "role": "interviewee", "labels": ["Bo Li"]},
        ],
        "answers": [
            {
                "id": "make-bread-every-day",
                "title": "How do you make the bread every day?",
                "question": "How do you make the",
                "topics": [],
            },
            {"id": "sell", "title": "How do you sell it?", "question": "How do you sell it?", "topics": []},
            {"id": "go", "title": "Will you go on?", "question": "Will you go on?", "topics": []},
            {"id": "go-2", "title": "Will you go on?", "question": "Will you go on?", "which": 2, "topics": []},
        ],
    }
    assert split(["--root", str(project)]) == 0, capsys.readouterr().err
    transcript = (project / "docs" / "interviews" / "talk" / "transcript.md").read_text(encoding="utf-8")
    assert '<footer class="closing">\n<p>This interview was edited.</p>' in transcript
    last = (project / "docs" / "interviews" / "talk" / "go-2.md").read_text(encoding="utf-8")
    assert "edited" not in last.split("---\n")[2]


def test_all_of_the_head_is_told(tmp_path: Path, capsys: Output) -> None:
    head = "On bread\n\nOn bread\n\nBy Ana Ruiz/The Paper\nMay 1, 2020\n\nBread is made by hand.\n\n"
    lead = "Bo Li has been a baker in the old town by the river since 1990.\n\nHe talked with us.\nIn May.\n\n"
    said = "Paper: Why?\n\nMinister Bo Li: So.\n\n"
    assert take(tmp_path, head + lead + said * 2, "talk", "--id", "bread") == 0
    told = capsys.readouterr().out.splitlines()
    assert {line[:12].rstrip(): line[13:] for line in told[:9]} == {
        "address": "/interviews/bread/",
        "headline": "On bread",
        "repeated": "on line 3",
        "deck": "Bread is made by hand.",
        "author": "Ana Ruiz",
        "publication": "The Paper",
        "date": "2020-05-01",
        "language": "en",
        "lead": "2 paragraphs: “Bo Li has been a baker in the …”; “He talked with us. In May.”",
    }
    lines = (tmp_path / "project" / "source" / "bread.yml").read_text(encoding="utf-8").split("\n")
    assert (
        f"source/bread.yml:{lines.index('- name: Minister Bo Li') + 1}: “Minister Bo Li” has an office in it; write the "
        "name alone, as - name: Ana Ruiz, and the office below, as office: Minister of Rivers" in told
    )


def test_headline_that_the_text_lacks_is_proposed(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, "Q: Why?\n\nBo Li: So.\n\nQ: And?\n\nBo Li: Now.\n") == 0
    told = capsys.readouterr().out
    assert "headline     – (none found; the sidecar proposes “Interview with Bo Li”)\n" in told
    assert "lead         – (none found)\n" in told


@pytest.mark.parametrize("text", [TALK, "Q: Why?\n\nBo Li: So.\n\nQ: And?\n\nBo Li: Now.\n"])
def test_examples_in_the_sidecar_hold(text: str) -> None:
    transcript = read_interview(text, "talk.txt").transcript
    assert transcript
    sidecar = write_sidecar(transcript)
    added = re.findall(r"^ *# (\w+): ", sidecar, re.MULTILINE)
    head = ["deck", "publication"] if text == TALK else ["deck", "author", "publication", "date"]
    assert added == ["url", *head, "event", "translations", "dates", "figures", "office", "notes"]
    whole, _ = parse_document(re.sub(r"^( *)# (?=\w+: )", r"\1", sidecar, flags=re.MULTILINE), "talk.yml", Sidecar)
    assert all(getattr(whole, key) for key in added[:-2])
    assert whole.speakers[1].office
    assert whole.answers[0].notes


def test_question_that_is_how_another_begins(tmp_path: Path, capsys: Output) -> None:
    text = "T\n\nQ: And when?\n\nA: So.\n\nQ: And when? I ask again.\n\nA: Now.\n\nQ: And when?\n\nA: Never.\n"
    assert take(tmp_path, text) == 0
    assert split(["--root", str(tmp_path / "project")]) == 0, capsys.readouterr().err


def test_home_folder_and_usage(tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    assert main(["~/talk.txt", "--root", str(tmp_path / "project")]) == 0
    assert "Written: source/talk.txt and source/talk.yml." in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().err.startswith("usage: make new TEXT=path [ID=id]\n")


def test_line_that_is_told_for_a_closing_note_settles_it(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, TALK) == 0
    closing = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("closing "))
    sidecar = tmp_path / "project" / "source" / "talk.yml"
    line = closing.partition("in source/talk.yml: write the line ")[2]
    sidecar.write_text(sidecar.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert split(["--root", str(tmp_path / "project")]) == 0, capsys.readouterr().err
    last = (tmp_path / "project" / "docs" / "interviews" / "talk" / "go-2.md").read_text(encoding="utf-8")
    assert "This interview was edited." in last.split("---\n")[2]


def test_stray_text_is_taken_in_by_the_command_that_its_fault_names(
    tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "talk.txt").write_text(TALK, encoding="utf-8")
    assert split(["--root", str(tmp_path)]) == 1
    fault, _ = capsys.readouterr().err.splitlines()
    assert fault.startswith("source/talk.txt:1: there is no sidecar; ")
    command = fault.rpartition(": ")[2]
    assert command == "make new TEXT=source/talk.txt"
    monkeypatch.chdir(tmp_path)
    assert main([command.removeprefix("make new TEXT="), "--root", str(tmp_path)]) == 0
    assert sorted(path.name for path in source.iterdir()) == ["talk.txt", "talk.yml"]
    assert (source / "talk.txt").read_text(encoding="utf-8") == TALK
    assert split(["--root", str(tmp_path)]) == 0, capsys.readouterr().err


def test_text_in_the_source_keeps_its_name(tmp_path: Path, capsys: Output) -> None:
    source = tmp_path / "source"
    source.mkdir()
    path = source / "My Talk.txt"
    path.write_text(TALK, encoding="utf-8")
    assert main([str(path), "--root", str(tmp_path)]) == 1
    assert "rename it to source/my-talk.txt and take it in there" in capsys.readouterr().err
    path.rename(source / "talk.txt")
    assert main([str(source / "talk.txt"), "--root", str(tmp_path), "--id", "other"]) == 1
    assert "rename it to source/other.txt" in capsys.readouterr().err
    assert [path.name for path in source.iterdir()] == ["talk.txt"]
    (source / "talk.txt").write_text("No talk at all.\n", encoding="utf-8")
    assert main([str(source / "talk.txt"), "--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith(
        "where a sidecar settles it, write source/talk.yml beside it, then: make split\n"
    )


def test_one_turn_and_one_answer_are_told_in_the_singular(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, "T\n\nPaper: Why?\n\nBo Li: So.\n") == 0
    told = capsys.readouterr().out.splitlines()
    assert "interviewee  Bo Li: 1 turn as Bo Li" in told
    assert "turns        2, in 1 answer" in told


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            "On bread\n\nHow it\nis made.\n\nBy Ana Ruiz/The Paper\nMay 1, 2020\n\n",
            ["On bread", "How it is made.", "Ana Ruiz", "The Paper", "2020-05-01", "en"],
        ),
        ("", [None, None, None, None, None, "en"]),
        ("El pan\n\nPor Ana Ruiz\n2 de julio de 2018\n\n", ["El pan", None, "Ana Ruiz", None, "2018-07-02", "en"]),
    ],
)
def test_json_has_the_head_as_it_was_read(head: str, found: list[str | None], tmp_path: Path, capsys: Output) -> None:
    said = "Paper: Why is it?\n\nBo Li: It is what it was.\n\nPaper: And then?\n\nBo Li: So.\n"
    assert take(tmp_path, head + said, "talk", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    keys = ["headline", "deck", "author", "publication", "date", "language"]
    assert [told[key] for key in keys] == found
    assert list(told) == [*keys, "speakers", "turns", "answers", "doubts"]
    assert take(tmp_path, "No talk.\n", "talk", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [told[key] for key in keys] == [None] * len(keys)


def test_nothing_is_overwritten(tmp_path: Path, capsys: Output) -> None:
    assert take(tmp_path, TALK) == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "project" / "source").iterdir()}
    assert take(tmp_path, TALK) == 1
    assert take(tmp_path, TALK.replace("hand", "foot")) == 1
    assert {path.name: path.read_bytes() for path in (tmp_path / "project" / "source").iterdir()} == before
    assert (
        "source/talk.txt:1: is there already and stays; edit it, or add another ID=…: make new"
        in capsys.readouterr().err
    )
    assert take(tmp_path, TALK, "talk", "--id", "talk-2") == 0
    assert take(tmp_path, TALK, "会話") == 1
    assert "“会話” can’t be an address; add an ID=… of small letters" in capsys.readouterr().err
    assert take(tmp_path, TALK, "talk", "--id", "topics") == 1
    assert "“topics” is the vocabulary’s; add an ID=… of small letters" in capsys.readouterr().err


def test_every_form_can_be_published_as_it_was_found(tmp_path: Path, capsys: Output) -> None:
    for number, case in enumerate(CASES):
        path = tmp_path / f"talk-{number}.txt"
        path.write_text(case["text"], encoding="utf-8")
        assert main([str(path), "--root", str(tmp_path / "project")]) == 0, case["name"]
    assert split(["--root", str(tmp_path / "project")]) == 0, capsys.readouterr().err


def test_file_that_is_not_there_or_no_text(tmp_path: Path, capsys: Output) -> None:
    assert main([str(tmp_path / "none.txt")]) == 1
    assert "name the file with the interview's text" in capsys.readouterr().err
    (tmp_path / "scan.txt").write_bytes(b"\x89PNG\r\n")
    assert main([str(tmp_path / "scan.txt"), "--root", str(tmp_path)]) == 1
    assert "scan.txt:1: this is a picture; its text has to be recognised first" in capsys.readouterr().err


# --- what a sidecar settles ---


def test_text_without_labels_is_split_by_its_questions() -> None:
    text = "On bread\n\nWhat is bread?\n\nFlour and water.\n\nAnd salt.\n\nWho bakes it?\n\nI do.\n"
    with pytest.raises(Faults, match="no turns found"):
        parse_transcript(text, "x.txt")
    guide = Guide(questions=("What is bread", "Who bakes"), names=("The Paper", "Bo Li"))
    found = parse_transcript(text, "x.txt", guide)
    assert [(turn.label, turn.text) for turn in found.turns] == [
        ("The Paper", "What is bread?"),
        ("Bo Li", "Flour and water.\n\nAnd salt."),
        ("The Paper", "Who bakes it?"),
        ("Bo Li", "I do."),
    ]
    assert [speaker.role for speaker in found.speakers] == [Role.INTERVIEWER, Role.INTERVIEWEE]
    assert list(printed_words(found)) == text.split()


def test_guide_says_what_is_no_label_and_where_the_interview_begins_and_ends() -> None:
    text = (
        "Ana: a baker\n\nAna: a writer\n\nQ: Why?\n\nA: So.\n\nResult: one.\n\nResult: two.\n\nQ: And?\n\nA: Now.\n\n"
        "With thanks to all.\n"
    )
    guide = Guide(refused=frozenset({"Result"}), begins="Q: Why", closing="With thanks")
    found = parse_transcript(text, "x.txt", guide)
    assert [turn.label for turn in found.turns] == ["Q", "A", "Q", "A"]
    assert [part.text for part in found.closing] == ["With thanks to all."]
    assert list(printed_words(found)) == text.split()


def test_sidecar_says_that_nothing_closes_it() -> None:
    text = "Q: When did you leave?\n\nA: I remember it well.\n\n10:30 a.m.\n"
    assert [part.text for part in parse_transcript(text, "x.txt").closing] == ["10:30 a.m."]
    found = parse_transcript(text, "x.txt", Guide(no_closing=True))
    assert found.closing == ()
    assert list(printed_words(found)) == text.split()


# --- any text ---

NAMES = st.sampled_from(
    ["Ana Ruiz", "Bo Li", "The Paper", "Minister of Rivers Eva Paz", "Q", "Ministro", "李明", "Mme Durand"]
)
WORDS = st.lists(
    st.sampled_from(["bread", "and", "salt", "(Laughs.)", "10:30", "«ever»", "a.m.", "Mr. Regan"]),
    min_size=1,
    max_size=9,
).map(" ".join)
FORMS = {
    "colon": ("{}: ", "\n\n"),
    "line": ("{}:\n", "\n\n"),
    "alone": ("{}\n", "\n\n"),
    "ends": ("{}: ", "\n"),
    "wide": ("{}：", "\n\n"),
    "space": ("{}\u00a0: ", "\n\n"),
}


@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(NAMES, min_size=2, max_size=4, unique=True),
    st.lists(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4), min_size=2, max_size=5),
)
def test_random_interview_in_any_form_is_split_back(form: str, names: list[str], rounds: list[list[list[str]]]) -> None:
    opening, gap = FORMS[form]
    said: list[tuple[str, list[str]]] = []
    for replies in rounds:
        said.append((names[0], ["what then ?"]))
        said += [(names[1 + place % (len(names) - 1)], texts) for place, texts in enumerate(replies)]
    counts = {name: sum(one == name for one, _ in said) for name in names}
    said = [(name, texts) for name, texts in said if counts[name] > 1]
    text = gap.join(opening.format(name) + "\n\n".join(texts) for name, texts in said)
    found = parse_transcript(text, "x.txt")
    split_back = [(turn.label, [part.text for part in turn.paragraphs]) for turn in found.turns]
    split_back[-1][1].extend(part.text for part in found.closing)  # such as a time behind the last words
    assert split_back == said
    assert {one.role for one in found.speakers if one.name == names[0]} == {Role.INTERVIEWER}
    assert list(printed_words(found)) == text.split()


@given(
    st.lists(
        st.sampled_from(
            [
                "Q",
                "A",
                "Q. ",
                "A  ",
                "Ana",
                "Ana Ruiz",
                "AR",
                ": ",
                "\n",
                "\n\n",
                "?",
                "x ",
                "Note: ",
                "(",
                "1:30 p.m.",
                "The end",
            ]
        )
    ).map("".join)
)
def test_no_pieces_lose_a_word_or_break_the_command(text: str) -> None:
    reading = read_interview(text, "x.txt")
    json.dumps(describe(reading))
    assert reading.transcript or reading.doubts
    if reading.transcript:
        assert list(printed_words(reading.transcript)) == text.split()


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        ":" * 1_000_000,
        "(" * 1_000_000,
        "a b " * 250_000,
        "Q: " * 300_000,
        "Ana Ruiz " * 100_000 + ":",
        "\n" * 1_000_000,
    ],
)
def test_million_characters_of_one_kind(text: str) -> None:
    assert read_interview(text, "x.txt").doubts


# --- the editor has the last word ---

BOX = (
    "Ferries: a talk\n\nMia: Why ferries?\n\nPer: They float.\n\nThe sea\n\nPer speaks of the sea.\n\nMia: Is it cold?\n\n"
    "Per: Very.\n\n## 900 ships\n\nAnd we wait.\n\nThat was it.\n"
)


def publish(tmp_path: Path, text: str, sidecar: str) -> Path:
    """Split a text with a sidecar, and return the folder of its pages."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "talk.txt").write_text(text, encoding="utf-8")
    (tmp_path / "source" / "talk.yml").write_text(sidecar, encoding="utf-8")
    assert split(["--root", str(tmp_path)]) == 0
    return tmp_path / "docs" / "interviews" / "talk"


def test_sidecar_has_the_last_word(tmp_path: Path) -> None:
    folder = publish(
        tmp_path,
        BOX,
        "headline: On ferries\ndate: 2020-05-04\nsections: [The sea]\nremarks: [Per speaks of]\nno_sections: [900 ships]\n"
        "says: {And we wait: Mia Holm, That was: Per}\n"
        "speakers: [{name: Mia Holm, role: interviewer, labels: [Mia]}, {name: Per, role: interviewee, labels: [Per]}]\n"
        "answers:\n- {id: why, title: Why, question: Why}\n- {id: cold, title: Cold, question: Is it}\n"
        "- {id: wait, title: Wait, question: And we}\n",
    )
    said = json.loads((folder / "interview.json").read_text(encoding="utf-8"))
    assert (said["headline"], said["date"]) == ("On ferries", "2020-05-04")
    assert [part["text"] for part in said["head"]] == ["Ferries: a talk"]
    assert [(one["kind"], one["text"]) for one in said["between"]] == [
        ("section", "The sea"),
        ("note", "Per speaks of the sea."),
    ]
    turns = [
        (turn["label"], [one["text"] for one in turn["paragraphs"]]) for one in said["answers"] for turn in one["turns"]
    ]
    assert turns == [
        ("Mia", ["Why ferries?"]),
        ("Per", ["They float."]),
        ("Mia", ["Is it cold?"]),
        ("Per", ["Very.", "900 ships"]),
        ("Mia", ["And we wait."]),
        ("Per", ["That was it."]),
    ]


def test_pattern_opens_the_turns(tmp_path: Path) -> None:
    text = "T\n\nMIA> Why: ferries?\n\nPER> They float.\n\nMIA> Cold?\n\nPER> Very.\n"
    sidecar = "pattern: '([A-Z]+)> '\nanswers: [{id: a, title: A, question: 'Why: ferries'}, {id: b, title: B, question: Cold}]\n"
    said = json.loads((publish(tmp_path, text, sidecar) / "interview.json").read_text(encoding="utf-8"))
    assert [turn["printed_label"] for one in said["answers"] for turn in one["turns"]] == ["MIA> ", "PER> "] * 2


@pytest.mark.parametrize(
    "headline", ["文化生活", "글쓰기", "Interview Angela Merkel", "Da Vinci Code", "Text Messages Home"]
)
def test_headline_that_opens_as_a_credit_may_stays_one(headline: str) -> None:
    reading = read_interview(f"{headline}\n\nMia: Why?\n\nPer: So.\n\nMia: And?\n\nPer: Now.\n", "x.txt")
    assert reading.transcript
    assert reading.transcript.head.headline
    assert reading.transcript.head.headline.text == headline


def test_legend_names_who_speaks() -> None:
    text = "T\n\nX: Mia Holm, The Tide\nY: Per Strand, ferryman\n\nX: Why?\n\nY: So.\n\nX: And?\n\nY: Now.\n"
    assert [one["name"] for one in describe(read_interview(text, "x.txt"))["speakers"]] == ["Mia Holm", "Per Strand"]
