"""The site's name: where it stands, what is wrong with one, and that all that is published takes it from there."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config

from interviews.faults import Faults
from interviews.pages.front_matter import write_mapping
from interviews.sidecar.settings import UNNAMED, find_name, read_name
from new import main as new
from split import main as split

TEXT = "Q: Why?\n\nA: Because.\n\nQ: And when?\n\nA: Never.\n"
NAMES = (
    "Harbour Voices",
    'Ana\'s "Talks": 1 & 2 <3',
    "أصوات الميناء",
    "港口之声",
    "# no comment",
    "yes",
    "2020",
    "- a",
)
Output = pytest.CaptureFixture[str]


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """Return a project with one short interview, not yet split."""
    (tmp_path / "talk.txt").write_text(TEXT, encoding="utf-8")
    assert new([str(tmp_path / "talk.txt"), "--root", str(tmp_path / "project")]) == 0
    return tmp_path / "project"


def write_name(root: Path, name: str) -> None:
    """Write settings with a name, and one of MkDocs' own tags, which nothing else knows."""
    settings = f'site_url: !ENV [SITE_URL, ""]\n{write_mapping({"site_name": name})}plugins: [search]\n'
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")


def read_names(root: Path) -> list[str | None]:
    """Return the site's name as each published file says it that does."""
    atom, tei = "{http://www.w3.org/2005/Atom}", "{http://www.tei-c.org/ns/1.0}"
    feed = ET.parse(root / "docs" / "feed.xml")
    interview = ET.parse(root / "docs" / "interviews" / "talk" / "interview.tei.xml")
    return [feed.findtext(f"{atom}title"), interview.findtext(f".//{tei}publisher")]


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_published_takes_the_name_from_the_settings(name: str, talk: Path) -> None:
    write_name(talk, name)
    assert split(["--root", str(talk)]) == 0
    assert read_names(talk) == [name, name]


def test_another_name_makes_the_files_anew(talk: Path, capsys: Output) -> None:
    for name in ("One", "Two"):
        write_name(talk, name)
        assert split(["--root", str(talk)]) == 0
        assert read_names(talk) == [name, name]
    assert (talk / "docs" / "llms.txt").read_text(encoding="utf-8").startswith("# Two\n")
    capsys.readouterr()
    assert split(["--root", str(talk)]) == 0
    assert ", 0 written" in capsys.readouterr().out
    assert split(["--root", str(talk), "--check"]) == 0


def test_another_name_is_made_anew_though_nothing_is_kept(talk: Path) -> None:
    write_name(talk, "One")
    assert split(["--root", str(talk)]) == 0
    shutil.rmtree(talk / ".split_cache")
    (talk / "docs" / "interviews" / "talk" / "interview.tei.xml").unlink()
    assert split(["--root", str(talk)]) == 0
    assert read_names(talk) == ["One", "One"]


def test_project_without_settings_has_a_name(talk: Path) -> None:
    assert split(["--root", str(talk)]) == 0
    assert read_names(talk) == [UNNAMED, UNNAMED]


EMPTY = '“site_name” is empty; write the site\'s name in quotation marks: site_name: "…"'
NO_TEXT = "“site_name” must be text; write the site's name in quotation marks: site_name: "
NO_LINE = '“site_name” must be one line; write the site\'s name in quotation marks: site_name: "…"'


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ("", "1: “site_name” is missing; add a line “site_name: …” with the site's name"),
        ("# Ours\n- site_name\n", "1: “site_name” is missing; add a line “site_name: …” with the site's name"),
        ("\nsite_name:\n", f"2: {EMPTY}"),
        ("site_name: ''\n", f"1: {EMPTY}"),
        ("site_name: ' '\n", f"1: {EMPTY}"),
        ("site_name: ~\n", f'1: {NO_TEXT}"…"'),
        ("site_name: 2020\n", f'1: {NO_TEXT}"2020"'),
        ("site_name: yes\n", f'1: {NO_TEXT}"yes"'),
        ("site_name: !ENV [NAME, Ours]\n", f'1: {NO_TEXT}"…"'),
        ("site_name:\n  - Ours\n", f'2: {NO_TEXT}"…"'),
        ("site_name: |\n  Ours\n  and yours\n", f"1: {NO_LINE}"),
        ("site_name: |\n  Ours\n", f"1: {NO_LINE}"),
        ('site_name: "Ours\\u2028and yours"\n', f"1: {NO_LINE}"),
        ('site_name: "Ours\\a"\n', "1: character U+0007 can't be shown in a page; remove it"),
        (
            "a: 1\nsite_name: [Ours\n",
            "3: not YAML: did not find expected ',' or ']'; check quotation marks, colons and indentation near here",
        ),
    ],
)
def test_faults_of_the_name(settings: str, fault: str, talk: Path, capsys: Output) -> None:
    (talk / "mkdocs.yml").write_text(settings, encoding="utf-8")
    capsys.readouterr()
    assert split(["--root", str(talk)]) == 1
    assert capsys.readouterr().err.splitlines() == [f"mkdocs.yml:{fault}", "1 fault; nothing was written"]


def test_fault_of_the_name_stands_among_others(talk: Path, capsys: Output) -> None:
    (talk / "mkdocs.yml").write_text("site_name: 1\n", encoding="utf-8")
    (talk / "source" / "alone.yml").write_text("headline: A\n", encoding="utf-8")
    assert split(["--root", str(talk), "--keep-going"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "mkdocs.yml",
        "source/alone.yml",
        "2 faults; nothing was written",
    ]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_name_is_read_as_mkdocs_reads_it(name: str) -> None:
    text = write_mapping({"site_name": name})
    try:
        found = find_name(text)
    except Faults as error:
        pytest.fail(str(error))
    assert found == " ".join(yaml.safe_load(text)["site_name"].split())


def test_mkdocs_reads_the_same_name() -> None:
    path = Path(__file__).parents[2] / "mkdocs.yml"
    assert read_name(path.parent) == load_config(str(path)).site_name


# --- an archive without interviews ---


def test_archive_without_interviews_has_empty_lists(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "source").mkdir()
    write_name(tmp_path, "Ours")
    assert split(["--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "17 files from 0 texts, 17 written\n"
    docs = tmp_path / "docs"
    assert json.loads((docs / "interviews.json").read_text(encoding="utf-8")) == []
    assert json.loads((docs / "interviews" / "topics.json").read_text(encoding="utf-8")) == []
    assert (docs / "llms.txt").read_text(encoding="utf-8").splitlines()[3:5] == ["", "## Data"]
    assert split(["--root", str(tmp_path), "--check"]) == 0
    assert split(["--root", str(tmp_path), "--keep-going"]) == 0
    assert ", 0 written" in capsys.readouterr().out


def test_folder_that_is_no_archive_is_refused(tmp_path: Path, capsys: Output) -> None:
    assert split(["--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("source:1: there is no such folder; ")
    assert list(tmp_path.iterdir()) == []


def test_interviews_that_are_gone_are_still_promises(talk: Path, capsys: Output) -> None:
    assert split(["--root", str(talk)]) == 0
    for path in (talk / "source").iterdir():
        path.unlink()
    assert split(["--root", str(talk)]) == 1
    assert "the interview “talk” was published and is gone; " in capsys.readouterr().err
