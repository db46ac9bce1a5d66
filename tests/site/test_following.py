"""A build that follows a change leaves the site that a build from nothing makes, and builds no more than it must."""

import os
import shutil
from pathlib import Path

import pytest

from conftest import build_site, run_build
from interviews.site.index import read_fragment
from split import main as split
from test_listings import INTERVIEWS, VOCABULARY
from test_many import SITE_URL, publish_archive
from test_split import write

BREAD, MILL = "interviews/ruiz-2010/bread", "interviews/miller-2015/mill"
NEW = (
    "A new talk\n\nThe Valley: Is there bread?\n\nBo Miller: Bread and the FBO.\n",
    "date: 2022-01-01\nanswers: [{id: a, title: A, question: Is}]\n",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a project with three interviews, built."""
    root = publish_archive(tmp_path, INTERVIEWS, VOCABULARY)
    follow(root)
    return root


def follow(root: Path) -> Path:
    """Split, and build what a change reaches."""
    assert split(["--root", str(root)]) == 0
    return build_site(root, "--dirty", SITE_URL=SITE_URL)


def read_site(folder: Path) -> dict[str, bytes]:
    """Return the files of a site but for Pagefind's, whose bytes hang on the order in which it reads; its fragments."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("[!.]*") if path.is_file()}
    parts = {place: path for place, path in files.items() if place.startswith("pagefind/")}
    read = {place: path.read_bytes() for place, path in files.items() if place not in parts}
    read["words"] = parts["pagefind/words.txt"].read_bytes()
    fragments = (read_fragment(path) for place, path in parts.items() if "/fragment/" in place)
    return read | {f"found on {one['url']}": repr(one).encode() for one in fragments}


def check(root: Path) -> None:
    """Compare the site with one built from nothing."""
    followed = read_site(root / "site")
    whole = root.parent / "whole"
    build_site(root, "--site-dir", str(whole), SITE_URL=SITE_URL)
    made = read_site(whole)
    assert followed.keys() == made.keys()
    assert [place for place, data in made.items() if followed[place] != data] == []


def replace(path: Path, old: str, new: str) -> None:
    """Put other words into a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def note_times(site: Path) -> dict[str, int]:
    """Return when each file of a site was written."""
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*.*")}


def test_one_word_reaches_what_shows_it(archive: Path) -> None:
    before = note_times(archive / "site")
    replace(archive / "source" / "ruiz-2010.txt", "I bake the bread", "I make the bread")
    after = note_times(follow(archive))
    written = {place for place, time in after.items() if before.get(place) != time}
    assert {f"{BREAD}/index.html", "interviews/ruiz-2010/index.html", "topics/bread/index.html"} <= written
    assert {f"{MILL}/index.html", "people/bo-miller/index.html", "topics/fbo/index.html"} & written == set()
    assert "pagefind/words.txt" in written
    check(archive)
    follow(archive)
    again = {place for place, time in note_times(archive / "site").items() if after.get(place) != time}
    assert {place for place in again if place.startswith(("pagefind/", "interviews/", "topics/ ", "people/"))} <= {
        *("interviews/index.html", "topics/index.html", "people/index.html"),
        *(place for place in again if place.endswith("interview.md")),
    }


def test_whatever_changes_is_followed(archive: Path) -> None:
    docs, source = archive / "docs", archive / "source"
    # What all pages hang on.
    replace(archive / "mkdocs.yml", "site_name: ", "site_name: Our ")
    follow(archive)
    replace(docs / "overrides" / "partials" / "imprint.html", "interviewed by", "asked by")
    replace(docs / "assets" / "site.css", "{", "{ ")
    (docs / "picture.svg").write_text("<svg/>")
    (docs / "note.md").write_text("# A note\n\n[The guide](guide.md)\n")
    follow(archive)
    check(archive)
    # What some do.
    replace(source / "ruiz-2020.txt", "The baker again", "The baker once more")
    follow(archive)
    replace(source / "topics.yml", "What is baked", "What somebody baked")
    follow(archive)
    write(archive, "new-2022", *NEW)
    (archive / "site" / ".git").write_text("gitdir: elsewhere")  # as of a worktree that is pushed
    (docs / "picture.svg").unlink()
    (docs / "note.md").unlink()
    follow(archive)
    assert (archive / "site" / "interviews" / "new-2022" / "1" / "index.html").exists()
    shutil.rmtree(docs / "interviews" / "new-2022")
    for ending in (".txt", ".yml"):
        (source / f"new-2022{ending}").unlink()
        (source / f"ruiz-2020{ending}").rename(source / f"ruiz-2021{ending}")
    with (source / "ruiz-2021.yml").open("a", encoding="utf-8") as sidecar:
        sidecar.write("formerly: [ruiz-2020]\n")
    follow(archive)
    page = docs / f"{BREAD}.md"
    assert (archive / "site" / ".git").exists()
    replace(page, "I bake", "I baked")
    os.utime(page, (1, 1))  # as from a backup
    build_site(archive, "--dirty", SITE_URL=SITE_URL)
    check(archive)


def share(root: Path) -> None:
    """Have the pages of a project built by three processes, however few they are."""
    build = root / "scripts" / "interviews" / "site" / "build.py"
    replace(build, "SHARE = 500", "SHARE = 1")
    replace(build, "min(os.cpu_count() or 1, ", "min(3, ")


def test_several_processes_build_the_same(archive: Path) -> None:
    share(archive)
    follow(archive)
    check(archive)
    replace(archive / "source" / "ruiz-2010.txt", "I bake the bread", "I make the bread")
    follow(archive)
    check(archive)


def test_process_that_fails_is_told(archive: Path) -> None:
    share(archive)
    replace(archive / "docs" / "overrides" / "answer.html", "{{ page.content }}", "{{ page.content.x.y }}")
    run = run_build(archive, "--dirty")
    assert run.returncode == 1
    assert "Error building page 'interviews/" in run.stderr


def test_warning_of_a_process_is_one_of_the_build(archive: Path) -> None:
    share(archive)
    replace(
        archive / "scripts" / "hook.py",
        '    """Finish a page."""\n',
        '    """Finish a page."""\n    if NOW["build"].crew.is_helper: __import__("logging").getLogger("mkdocs").warning("odd")\n',
    )
    run = run_build(archive, "--dirty")
    assert run.returncode == 1
    assert "There was a warning, see above" in run.stderr


def test_warning_comes_until_it_is_mended(archive: Path) -> None:
    (archive / "docs" / "note.md").write_text("[Nowhere](nowhere.md)\n")
    for _ in range(2):
        run = run_build(archive, "--dirty")
        assert run.returncode == 1
        assert "nowhere.md" in run.stderr
        assert "dirty" not in run.stderr
    (archive / "docs" / "note.md").write_text("[The guide](guide.md)\n")
    build_site(archive, "--dirty")


def test_index_that_fails_is_made_by_the_next_build(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pagefind.py").write_text("raise SystemExit('no memory')\n")
    replace(archive / "source" / "ruiz-2010.txt", "I bake the bread", "I make the bread")
    assert split(["--root", str(archive)]) == 0
    run = run_build(archive, "--dirty", SITE_URL=SITE_URL, PYTHONPATH=str(tmp_path / "broken"))
    assert run.returncode == 1
    assert "no search index: no memory" in run.stderr
    follow(archive)
    check(archive)


def test_damaged_notes_of_the_last_build_are_none(archive: Path) -> None:
    (ledger,) = archive.glob(".site_cache/*/ledger.json")
    ledger.write_text("{")
    replace(archive / "source" / "ruiz-2010.txt", "I bake the bread", "I make the bread")
    follow(archive)
    check(archive)
