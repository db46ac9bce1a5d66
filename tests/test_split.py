"""The command: what it writes, what it refuses, and that nothing is ever lost or half written."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT, SAMPLE
from interviews.run.reading import read_interviews
from split import main

TEXT = "Q: Why?\n\nA: Because.\n\nQ: And when?\n\nA: Never.\n"
SIDECAR = """\
headline: A talk
answers:
  - {id: why, title: Why, question: Why}
  - {id: when, title: When, question: And when}
"""
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "faults.yml").read_text(encoding="utf-8"))
Output = pytest.CaptureFixture[str]
HASH = re.compile(rb'"?[0-9a-f]{64}"?')


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """Return a project with one short interview, not yet split."""
    write(tmp_path, "talk", TEXT, SIDECAR)
    return tmp_path


def write(root: Path, name: str, text: str | bytes, sidecar: str | None = None) -> None:
    """Write an interview into a project's source folder."""
    folder = root / "source"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    if sidecar is not None:
        (folder / f"{name}.yml").write_text(sidecar, encoding="utf-8")


def run(root: Path, *arguments: str) -> int:
    """Run the command in the project."""
    return main(["--root", str(root), *arguments])


def files(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, but those that are hidden, such as the cache."""
    paths = (path for path in root.rglob("*") if path.is_file())
    found = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in found.items() if not f"/{name}".count("/.")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_faults(case: dict[str, object], talk: Path, capsys: Output) -> None:
    write(talk, "talk", str(case.get("text", TEXT)), str(case.get("sidecar", SIDECAR)))
    if "topics" in case:
        (talk / "source" / "topics.yml").write_text(str(case["topics"]), encoding="utf-8")
    before = files(talk)
    assert run(talk) == 1
    faults = case["faults"]
    assert isinstance(faults, list)
    count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}; nothing was written"
    assert capsys.readouterr().err.splitlines() == [*faults, count]
    assert files(talk) == before


def test_faults_of_all_interviews_are_reported_in_one_run(talk: Path, capsys: Output) -> None:
    write(talk, "Bad Name", TEXT, SIDECAR)
    write(talk, "latin", "Q: Qué?\n".encode("latin-1"))
    (talk / "source" / "alone.yml").write_text(SIDECAR)
    assert run(talk) == 1
    assert capsys.readouterr().err.splitlines() == [
        "source/Bad Name.txt:1: the file's name is the interview's address; use small letters a-z, digits and single "
        "hyphens",
        "source/alone.yml:1: there is no text source/alone.txt; add it or rename this file after its text",
        "source/latin.txt:1: not UTF-8: byte 0xE9; save the file with the encoding UTF-8",
        "source/latin.txt:1: there is no sidecar; propose one with: make new TEXT=source/latin.txt",
        "4 faults; nothing was written",
    ]


def test_byte_order_mark_and_windows_line_ends_change_nothing(talk: Path) -> None:
    assert run(talk) == 0
    plain = files(talk / "docs")
    write(talk, "talk", b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), "\ufeff" + SIDECAR)
    assert run(talk) == 0
    for path, data in files(talk / "docs").items():  # the bytes' SHA-256 is another, and nothing else
        assert HASH.sub(b"", data) == HASH.sub(b"", plain[path]), path


def test_second_run_writes_nothing(talk: Path, capsys: Output) -> None:
    assert run(talk) == 0
    times = {path: path.stat().st_mtime_ns for path in (talk / "docs").rglob("*")}
    assert run(talk) == 0
    assert "32 files from 1 text, 0 written" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (talk / "docs").rglob("*")} == times


def test_check_shows_what_is_stale_and_changes_nothing(talk: Path, capsys: Output) -> None:
    assert run(talk) == 0
    write(talk, "talk", TEXT.replace("Never", "Nevermore"))
    before = files(talk)
    assert run(talk, "--check") == 1
    shown = capsys.readouterr()
    assert "--- a/docs/interviews/talk/when.md\n+++ b/docs/interviews/talk/when.md\n" in shown.out
    assert '\n-<p id="p1">' in shown.out
    assert "make split" in shown.err
    assert files(talk) == before
    assert run(talk) == 0
    assert run(talk, "--check") == 0


def test_order_of_the_sidecar_does_not_matter(talk: Path) -> None:
    assert run(talk) == 0
    before = files(talk / "docs")
    head, first, second = SIDECAR.partition("  - ")[0], *SIDECAR.split("\n")[2:4]
    write(talk, "talk", TEXT, f"{head}{second}\n{first}\n")
    assert run(talk) == 0
    assert files(talk / "docs") == before


def kill_while_it_writes(root: Path) -> None:
    """Split, and kill the command as soon as one page has changed; return when its other processes have ended too."""
    command = [sys.executable, str(ROOT / "scripts" / "split.py"), "--root", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        first = root / "docs" / "interviews" / "talk-0" / "when.md"
        while first.stat().st_size < 5000 and process.poll() is None:
            pass
        process.kill()
        assert process.stdout
        process.stdout.read()  # until nobody is left who could write


def test_run_that_dies_leaves_every_page_whole(tmp_path: Path) -> None:
    for number in range(50):
        write(tmp_path, f"talk-{number}", TEXT.replace("Never", "Never " * 8), SIDECAR)
    assert run(tmp_path) == 0
    old = files(tmp_path / "docs")
    shutil.copytree(tmp_path / "docs", tmp_path / "old")
    for number in range(50):
        write(tmp_path, f"talk-{number}", TEXT.replace("Never", "Never " * 8 + "!" * 5000))
    shutil.copytree(tmp_path / "source", tmp_path / "other" / "source")
    assert run(tmp_path / "other") == 0
    new = files(tmp_path / "other" / "docs")
    found = new
    while found == new:  # all was written before the signal came: once more, from the old pages
        shutil.rmtree(tmp_path / "docs")
        shutil.copytree(tmp_path / "old", tmp_path / "docs")
        kill_while_it_writes(tmp_path)
        assert list((tmp_path / "docs").rglob(".*")) == []
        found = files(tmp_path / "docs")
        assert found.keys() == old.keys()
        assert all(found[path] in (old[path], new[path]) for path in found)
        assert found != old
    assert run(tmp_path) == 0
    assert files(tmp_path / "docs") == new


def test_no_traceback_reaches_an_editor(talk: Path) -> None:
    write(talk, "talk", TEXT, "a: " + "[" * 5000)
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "split.py"), "--root", str(talk)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "source/talk.yml:1: nested too deep; remove brackets",
        "1 fault; nothing was written",
    ]


def test_source_is_the_interview_byte_for_byte() -> None:
    interview = read_interviews(SAMPLE)[0][0]
    assert interview.sha256 == "e9270c26b543442e4e483cb481c4406895eb58be1b8162685d6ba99a3a2c3ca8"
