"""What was done is not done again, and what anybody changed is found."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from interviews.run import reading
from interviews.run.cache import CACHE, Cache
from interviews.run.job import Job, Outcome, do_job
from test_listings import INTERVIEWS, archive, change
from test_split import files, run, write

__all__ = ["archive"]
Output = pytest.CaptureFixture[str]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the interviews that get split from now on."""
    ids: list[str] = []

    def note(job: Job, packed: bytes) -> Outcome:
        ids.append(job.id)
        return do_job(job, packed)

    monkeypatch.setattr(reading, "do_job", note)
    return ids


def test_unchanged_interviews_are_not_split_again(archive: Path, done: list[str], capsys: Output) -> None:
    for path in (archive / "source").iterdir():
        os.utime(path)
    assert run(archive) == 0
    assert done == []
    assert ", 0 written" in capsys.readouterr().out


def test_changed_interview_alone_is_split(archive: Path, done: list[str]) -> None:
    write(archive, "miller-2015", *change("miller-2015", "question: What is", "question: What"))
    assert run(archive) == 0
    assert done == ["miller-2015"]


def test_changed_vocabulary_changes_all(archive: Path, done: list[str]) -> None:
    with (archive / "source" / "topics.yml").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert run(archive) == 0
    assert done == sorted(INTERVIEWS)


def test_check_trusts_nothing(archive: Path, done: list[str]) -> None:
    assert run(archive, "--check") == 0
    assert done == sorted(INTERVIEWS)


def edit(docs: Path) -> None:
    """Change a page, so that not even its size tells."""
    path = docs / "interviews" / "miller-2015" / "baker.md"
    path.write_bytes(path.read_bytes().replace(b"baker", b"Baker"))


def remove(docs: Path) -> None:
    """Remove a page."""
    (docs / "interviews" / "miller-2015" / "source.md").unlink()


def add(docs: Path) -> None:
    """Put a file there which is nobody's."""
    (docs / "interviews" / "miller-2015" / "more.txt").write_text("x")


def edit_list(docs: Path) -> None:
    """Change a page that gathers interviews."""
    (docs / "interviews" / "index.md").write_text("x")


@pytest.mark.parametrize("spoil", [edit, remove, edit_list])
def test_pages_that_somebody_changed_are_mended(archive: Path, spoil: Callable[[Path], None]) -> None:
    before = files(archive / "docs")
    spoil(archive / "docs")
    assert files(archive / "docs") != before
    assert run(archive) == 0
    assert files(archive / "docs") == before


def test_file_that_is_nobodys_is_found(archive: Path, capsys: Output) -> None:
    add(archive / "docs")
    assert run(archive) == 1
    told = capsys.readouterr().err
    assert told.startswith("docs/interviews/miller-2015/more.txt:1: nothing in source/ makes this file")


def test_file_in_a_folder_that_is_nobodys_is_found(archive: Path, capsys: Output) -> None:
    folder = archive / "docs" / "interviews" / "miller-2015"
    (folder / "sub").mkdir()
    (folder / "source.md").unlink()
    assert run(archive) == 0
    (folder / "sub" / "more.md").write_text("x")
    assert run(archive) == 1
    assert "docs/interviews/miller-2015/sub/more.md:1: nothing in source/" in capsys.readouterr().err


def test_answers_of_others_stay_right(archive: Path, tmp_path: Path) -> None:
    for old, new in (("title: ", "title: Changed "), ("topics: [", "topics: [fbo, ")):
        sidecar = archive / "source" / "ruiz-2020.yml"
        sidecar.write_text(sidecar.read_text("utf-8").replace(old, new), encoding="utf-8")
        assert run(archive) == 0
        assert run(archive, "--check") == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"x\n",
        lambda data: b"\x80",
        lambda data: data[:80],
        lambda data: data.replace(b"mill", b"kill"),
        lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    ],
)
def test_damaged_cache_does_no_harm(archive: Path, damage: Callable[[bytes], bytes]) -> None:
    before = files(archive / "docs")
    for path in [path for path in (archive / CACHE).rglob("*") if path.is_file()]:
        path.write_bytes(damage(path.read_bytes()))
    write(archive, "miller-2015", *change("miller-2015", "question: What is", "question: What"))
    assert run(archive) == 0
    assert files(archive / "docs") == before


def test_nothing_is_kept_of_an_interview_that_is_gone(archive: Path) -> None:
    write(archive, "talk", "Q: Why?\n\nA: So.\n", "headline: T\nanswers: [{id: why, title: Why, question: Why}]\n")
    assert run(archive) == 0
    assert "extract of talk" in Cache(archive / CACHE, b"").values
    for path in [*(archive / "source").glob("talk.*")]:
        path.unlink()
    for path in sorted((archive / "docs" / "interviews" / "talk").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert run(archive) == 0
    assert not any("talk" in name for name in Cache(archive / CACHE, b"").values)
