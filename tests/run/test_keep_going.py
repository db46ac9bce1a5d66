"""`--keep-going`: one faulty interview keeps the others from nothing, and loses nothing of its own."""

from pathlib import Path

import pytest

from conftest import build_site
from interviews.site.proof import check_links
from split import main
from test_listings import INTERVIEWS, VOCABULARY, archive, change, read
from test_many import publish_archive
from test_split import files, run, write

Output = pytest.CaptureFixture[str]
WRONG = "source/miller-2015.yml:6: no question opens with “What was”; copy the words from the text"
__all__ = ["archive"]


def spoil(
    root: Path, name: str = "miller-2015", old: str = "question: What is", new: str = "question: What was"
) -> None:
    """Put a fault into an interview, and correct a word in another."""
    write(root, name, *change(name, old, new))
    text, sidecar = INTERVIEWS["ruiz-2020"]
    write(root, "ruiz-2020", text.replace("as before. Bread!", "as before. New bread!"), sidecar)


def list_pages(root: Path, *parts: str) -> dict[str, bytes]:
    """Return the files below `docs/` whose path has one of the parts."""
    return {path: data for path, data in files(root / "docs").items() if any(part in path for part in parts)}


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_one_fault_stops_all(archive: Path, capsys: Output, arguments: list[str]) -> None:
    spoil(archive)
    before = files(archive)
    assert run(archive, *arguments) == 1
    assert capsys.readouterr().err.splitlines() == [WRONG, "1 fault; nothing was written"]
    assert files(archive) == before


def test_others_are_built(archive: Path, capsys: Output) -> None:
    spoil(archive)
    kept = list_pages(archive, "interviews/miller-2015/", "people/bo-miller")
    before = files(archive / "docs")
    assert run(archive, "--keep-going") == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [WRONG, "1 fault"]
    (last,) = told.out.splitlines()
    assert last.startswith("59 files from 2 texts, ")
    assert last.endswith(" written; not built, and in no list: miller-2015")
    assert list_pages(archive, "interviews/miller-2015/", "people/bo-miller") == kept
    assert files(archive / "docs").keys() == before.keys()
    assert "New bread!" in (archive / "docs" / "interviews" / "ruiz-2020" / "interview.txt").read_text("utf-8")
    assert [one["id"] for one in read(archive, "interviews/index.md")["interviews"]] == ["ruiz-2020", "ruiz-2010"]
    assert "miller-2015" not in (archive / "docs" / "feed.xml").read_text("utf-8")
    assert {group["interview"] for group in read(archive, "topics/bread.md")["concordance"]} == {
        "ruiz-2010",
        "ruiz-2020",
    }


def test_check_keeps_going_too(archive: Path, capsys: Output) -> None:
    spoil(archive)
    before = files(archive)
    assert run(archive, "--check", "--keep-going") == 1
    told = capsys.readouterr()
    assert WRONG in told.err.splitlines()
    assert "+++ b/docs/interviews/ruiz-2020/later.md" in told.out
    assert "b/docs/interviews/miller-2015/" not in told.out
    assert files(archive) == before


def test_mended_interview_comes_back(archive: Path) -> None:
    before = files(archive / "docs")
    spoil(archive)
    assert run(archive, "--keep-going") == 1
    for name in ("miller-2015", "ruiz-2020"):
        write(archive, name, *INTERVIEWS[name])
    assert run(archive, "--keep-going") == 0
    assert files(archive / "docs") == before


def test_topic_of_the_faulty_interview_alone_keeps_its_page(archive: Path) -> None:
    page = read(archive, "topics/fbo.md")
    assert page["mentions"] == 2
    write(archive, "ruiz-2010", *change("ruiz-2010", "question: And the", "question: And a"))
    assert run(archive, "--keep-going") == 1
    assert read(archive, "topics/fbo.md") == page


def test_interview_that_would_lose_an_address_is_left_out(archive: Path, capsys: Output) -> None:
    spoil(archive, "miller-2015", "id: baker", "id: bakers")
    before = list_pages(archive, "interviews/miller-2015/")
    assert run(archive, "--keep-going") == 1
    told = capsys.readouterr()
    assert told.err.startswith("source/miller-2015.yml:1: /interviews/miller-2015/baker/ was published and is gone;")
    assert told.err.endswith("\n1 fault\n")
    assert told.out.endswith(" written; not built, and in no list: miller-2015\n")
    assert list_pages(archive, "interviews/miller-2015/") == before


def test_former_addresses_of_the_faulty_interview_stay(archive: Path) -> None:
    (archive / "source" / "miller-2015.txt").unlink()
    (archive / "source" / "miller-2015.yml").unlink()
    text, sidecar = INTERVIEWS["miller-2015"]
    write(archive, "miller", text, f"{sidecar}formerly: [miller-2015]\n")
    assert run(archive) == 0
    before = list_pages(archive, "interviews/miller")
    assert "interviews/miller-2015/index.html" in before
    write(archive, "miller", text.replace("What is a mill?", "What are mills?"))
    assert run(archive, "--keep-going") == 1
    assert list_pages(archive, "interviews/miller") == before


def test_text_that_is_gone_is_told_beside_another_fault(archive: Path, capsys: Output) -> None:
    (archive / "source" / "ruiz-2010.txt").unlink()
    (archive / "source" / "ruiz-2010.yml").unlink()
    spoil(archive)
    before = list_pages(archive, "interviews/ruiz-2010/", "interviews/miller-2015/")
    assert run(archive, "--keep-going") == 1
    told = capsys.readouterr()
    assert "source/ruiz-2010.txt:1: the interview “ruiz-2010” was published and is gone;" in told.err
    assert told.out.endswith(" written; not built, and in no list: miller-2015, ruiz-2010\n")
    assert list_pages(archive, "interviews/ruiz-2010/", "interviews/miller-2015/") == before


def test_nothing_is_built_where_nothing_is_right(archive: Path, capsys: Output) -> None:
    before = files(archive / "docs")
    (archive / "source" / "topics.yml").write_text("topics: x\n", encoding="utf-8")
    assert run(archive, "--keep-going") == 1
    assert capsys.readouterr().err.endswith("1 fault; nothing was written\n")
    assert files(archive / "docs") == before


def test_site_of_what_was_built_has_no_dead_link(tmp_path: Path) -> None:
    root = publish_archive(tmp_path, INTERVIEWS, VOCABULARY)
    spoil(root)
    assert main(["--root", str(root), "--keep-going"]) == 1
    assert list(check_links(build_site(root), root)) == []
