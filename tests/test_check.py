"""`make check`: what stands in an archive is right, or what would stop publishing is told with its place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from interviews.faults import Faults
from interviews.sidecar.searches import parse_searches

LAST = "would stop publishing; mend what is told, then again: make check"


def check(root: Path, **environment: str) -> tuple[int, list[str]]:
    """Run the command in a project; return its status and what it says."""
    command = [sys.executable, str(ROOT / "scripts" / "check.py"), "--root", str(root)]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", **environment}
    )
    return run.returncode, (run.stdout + run.stderr).splitlines()


def git(root: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    names = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", "-C", str(root), *names, *arguments], check=True, capture_output=True)


PILOT = """\
Bringing Ships Home

By Ada Merrow/The Quay
May 4, 2021

Ines Tarrow has been a pilot for thirty years. She met us at the quay.

The Quay: How many ships come at night?

Ines Tarrow: Four, most nights. The tide does not wait for the sun, and the bar is deep enough for two hours only.

The Quay: What is the tide like?

Ines Tarrow: Strong. Ships that come at night wait for it; ships at night, ships at night, always the ships at night.
"""


def make(root: Path, *arguments: str) -> list[str]:
    """Run make in a project, in the environment of these tests; return what it says."""
    known = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")
    run = subprocess.run(
        [
            "make",
            f"VENV={sys.prefix}",
            *(f"-o{sys.prefix}/{name}.installed" for name in ("site", "new", "test")),
            *arguments,
        ],
        cwd=root,
        env=os.environ | dict.fromkeys(known, "ann@example.org"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout.splitlines()


def test_archive_of_ones_own_from_the_text_to_the_web(project: Path) -> None:
    for name in ("Makefile", "CITATION.cff"):
        shutil.copy(ROOT / name, project)
    git(project, "init")
    git(project, "add", ".")
    git(project, "commit", "--message", "Begin")
    make(project, "fresh", "NAME=Harbour Voices: “Ship & Quay”", "URL=https://voices.example/harbour/")
    git(project, "add", ".")
    git(project, "commit", "--message", "Start an archive")
    (project / "pilot.txt").write_text(PILOT, encoding="utf-8")
    assert "address      /interviews/tarrow-2021/" in make(project, "new", "TEXT=pilot.txt", "ID=tarrow-2021")
    (project / "pilot.txt").unlink()
    sidecar = project / "source" / "tarrow-2021.yml"
    proposed = sidecar.read_text(encoding="utf-8")
    assert "title: How many ships come at night?\n" in proposed
    sidecar.write_text(
        proposed.replace("title: How many ships come at night?", "title: Ships at night"), encoding="utf-8"
    )
    make(project, "split")  # as make serve does
    (project / "source" / "searches.tsv").write_text("tide\t/interviews/tarrow-2021/tide-like/\n", encoding="utf-8")
    told = make(project, "check")[-1]
    assert told == (
        "All is right. Publish it: git add docs source && git commit --message 'Publish what was checked' && git push"
    )
    git(project, *told.partition("git ")[2].partition(" &&")[0].split())
    git(project, "commit", "--message", "Publish what was checked")
    assert subprocess.run(["git", "status", "--porcelain"], cwd=project, capture_output=True, check=True).stdout == b""


def test_everything_that_is_wrong_is_told_with_its_place(project: Path) -> None:
    docs = project / "docs"
    page = docs / "guide.md"
    page.write_text(
        page.read_text(encoding="utf-8")
        + '\n<a href="nowhere/">x</a>\n\n<a href="../topics/#nothing">x</a>\n\n<img src="https://elsewhere.example/a.png">\n'
        + '\n<p id="one">1</p><p id="one">2</p>\n\n<script>undefined.x</script>\n',
        encoding="utf-8",
    )
    searches = project / "source" / "searches.tsv"
    searches.write_text("# ours\nFEAN\t/interviews/del-rosario-2018/c5/\nzzqq\ttopics/fean/\n", encoding="utf-8")
    hook = project / "scripts" / "hook.py"
    changed = hook.read_text(encoding="utf-8").replace("return finished", 'return finished.replace("180 t", "108 t")')
    assert "108" in changed
    hook.write_text(changed, encoding="utf-8")
    (project / "README.md").write_text("[site](https://x.example) [a](docs/guide.md#x)\n\n[b](docs/gone.md) [c](#y)\n")
    status, lines = check(project)
    assert status == 1
    assert lines[-1] == f"{len(lines) - 1} faults {LAST}"
    told = "\n".join(lines)
    for line in (
        "README.md:3: the link “docs/gone.md” leads nowhere; correct it, or remove it",
        "docs/guide.md:12: the link “nowhere/” leads nowhere; correct it, or remove it",
        "docs/guide.md:14: the link “../topics/#nothing” leads nowhere; correct it, or remove it",
        "docs/guide.md:16: “https://elsewhere.example/a.png” would be asked of another host; put the file into docs/ and "
        "name it there",
        "docs/guide.md:18: the anchor “one” stands twice on this page; give one of the two another name",
        "docs/guide.md:1: /guide/: it loads https://elsewhere.example/a.png from elsewhere",
        "docs/guide.md:1: /guide/: axe, image-alt: Images must have alternative text, at <img src=",
        "docs/guide.md:1: /guide/: the browser says: Cannot read properties of undefined (reading 'x')",
        "source/del-rosario-2018.txt:1: /interviews/del-rosario-2018/combifron/ shows “COMBIFRON is a bilateral mechanism",
        "source/del-rosario-2018.txt:1: /interviews/del-rosario-2018/transcript/ shows “108” and not “180”; mend the templates",
        "source/searches.tsv:2: “FEAN” leads to /interviews/del-rosario-2018/fean/#p1 first; correct the address, or give "
        "the topic more names",
        "source/searches.tsv:3: “zzqq” leads to nothing first; correct the address, or give the topic more names",
    ):
        assert line in told


def test_stale_pages_and_broken_configuration_are_told_first(project: Path) -> None:
    (project / "docs" / "guide.md").write_text("[x](nowhere.md)\n", encoding="utf-8")
    assert check(project) == (
        1,
        ["docs/guide.md:1: the link “nowhere.md” leads to no page; correct it", f"1 fault {LAST}"],
    )
    (project / "docs" / "timeline.md").write_text("mine\n", encoding="utf-8")
    status, lines = check(project)
    assert status == 1
    assert lines[-2:] == [
        "stale files: 1; write them with: make split",
        "What is told above would stop publishing; mend it, then again: make check",
    ]


def test_export_that_is_not_valid_is_told(project: Path) -> None:
    for name, old, new in (
        ("interview.json", '"headline": "Panama', '"head": "Panama'),
        ("interview.tei.xml", 'who="#s1"', 'who="#s9"'),
    ):
        path = project / "docs" / "interviews" / "del-rosario-2018" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    probe = "import pathlib; from interviews.site import proof; print(*proof.check_exports(pathlib.Path('docs')), sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=project,
        env={"PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = run.stdout.splitlines()
    assert first.startswith("docs/interviews/del-rosario-2018/interview.json:1: not valid: $: ")
    assert second == (
        "docs/interviews/del-rosario-2018/interview.tei.xml:1: not valid: “#s9” is no id; write it anew with: make split"
    )


def test_form_of_the_searches() -> None:
    told = "a search is words, a tab and the address that must come first, such as “harbour pilots⇥/interviews/lund-2020/pilots/#p1” (⇥: a tab)"
    with pytest.raises(Faults) as raised:
        parse_searches("# words\n\nno tab\n \t/x/\nwords\t\none\ttwo\tthree\n")
    assert str(raised.value).splitlines() == [f"source/searches.tsv:{line}: {told}" for line in (3, 4, 5, 6)]
    (one,) = parse_searches("harbour pilots\thttps://example.org/interviews/x/ /interviews/y/z/#p2\r\n")
    assert (one.line, one.words, one.addresses) == (1, "harbour pilots", ("interviews/x/", "interviews/y/z/#p2"))
    assert one.is_met_by("interviews/x/#p7")
    assert one.is_met_by("interviews/y/z/#p2")
    assert not one.is_met_by("interviews/y/z/#p3")
    assert not one.is_met_by("")
