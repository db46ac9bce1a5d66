"""An archive of one's own: what is removed and written, what is refused, and the sites of archives of all kinds."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from conftest import ROOT, SAMPLE, build_site, start_project
from fresh import NAME, URL
from fresh import main as fresh
from interviews.run.beginning import TOPICS, change_settings
from interviews.sidecar.settings import find_name, read_name
from interviews.site.proof import check_links
from new import main as new
from split import main as split

TALK = "T\n\nPaper: Why?\n\nTova Rask: Because the harbour froze over.\n\nPaper: And when?\n\nTova Rask: Never.\n"
SIDECAR = """\
speakers:
  - {name: Tova Rask, role: interviewee, labels: [Tova Rask]}
answers:
  - {id: why, title: Why, question: Why, topics: [ice]}
  - {id: when, title: When, question: And when}
"""
VOCABULARY = """\
topics:
  - {id: ice, name: ICE, full_name: Ice, kind: concept, definition: Frozen water, sources: [interview]}
"""
SETTINGS = """\
# Ours
site_name: Old Voices  # the name
site_url: !ENV [SITE_URL, ""]
site_description: "What Old Voices said: all of it"

plugins: [search]
"""
EXAMPLE = yaml.safe_load((Path(__file__).parent / "cases" / "add.yml").read_text(encoding="utf-8"))
ADDRESS = "https://voices.example.org/"
Output = pytest.CaptureFixture[str]
Open = Callable[..., Page]
Fresh = Callable[..., int]


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, whoever we are, and return what it prints."""
    known = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main")
    run = subprocess.run(["git", *known, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return run.stdout


def commit(root: Path) -> None:
    """Commit all that is there."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "All")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a repository with one interview, split and committed."""
    root = tmp_path / "archive"
    (root / "source").mkdir(parents=True)
    for name, text in {
        "source/talk.txt": TALK,
        "source/talk.yml": SIDECAR,
        "source/topics.yml": VOCABULARY,
        "source/searches.tsv": "# words, address\nice\t/topics/ice/\n",
        "mkdocs.yml": SETTINGS,
        "CITATION.cff": "title: Tova Rask\n",
        "README.md": "Tova Rask\n",
        ".gitignore": ".split_cache/\n*.swp\n",
    }.items():
        (root / name).write_text(text, encoding="utf-8")
    assert split(["--root", str(root)]) == 0
    git(root, "init", "--quiet")
    commit(root)
    return root


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Fresh:
    """Return a function that begins an archive of one's own in a project's folder."""

    def run(root: Path, name: str = "Harbour Voices", url: str = ADDRESS) -> int:
        monkeypatch.setenv(NAME, name)
        monkeypatch.setenv(URL, url)
        return fresh(["--root", str(root)])

    return run


def read_files(root: Path) -> dict[str, bytes]:
    """Return every file that git knows, with its bytes."""
    return {path: (root / path).read_bytes() for path in git(root, "ls-files").splitlines() if (root / path).exists()}


def test_sample_and_all_that_is_made_of_it_is_removed(archive: Path, start: Fresh, capsys: Output) -> None:
    made = [path for path in read_files(archive) if path.startswith("docs/")]
    capsys.readouterr()
    assert start(archive) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"Removed: 1 interview, and {len(made)} files made of all\n")
    assert "make new TEXT=" in told.splitlines()[-2]
    left = read_files(archive)
    assert [path for path in left if path.startswith("source/")] == ["source/searches.tsv", "source/topics.yml"]
    assert left["source/searches.tsv"] == b"# words, address\n"
    others = {path: data for path, data in left.items() if path != "README.md"}
    assert [path for path, data in others.items() if b"Tova Rask" in data or b"Old Voices" in data] == []
    assert sorted(path.name for path in (archive / "docs" / "interviews").iterdir() if path.is_dir()) == []
    assert yaml.safe_load(left["source/topics.yml"]) == {"topics": []}
    assert split(["--root", str(archive), "--check"]) == 0


def test_git_brings_everything_back(archive: Path, start: Fresh) -> None:
    before = read_files(archive)
    assert start(archive) == 0
    assert read_files(archive) != before
    git(archive, "restore", ".")
    assert read_files(archive) == before
    assert git(archive, "status", "--porcelain") == ""


def test_settings_change_in_their_values_alone(archive: Path, start: Fresh) -> None:
    assert start(archive) == 0
    changed = (archive / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert changed == [
        "# Ours",
        "site_name: Harbour Voices  # the name",
        f'site_url: !ENV [SITE_URL, "{ADDRESS}"]',
        "site_description: 'What Harbour Voices said: all of it'",
        "",
        "plugins: [search]",
    ]


@pytest.mark.parametrize(
    "name", ['Ana\'s "Talks": 1 & 2 <3 # x', "أصوات الميناء", "港口之声", "yes", "- 2020", "$HOME \\ `id`", "a" * 300]
)
def test_any_name_is_kept(name: str, archive: Path, start: Fresh) -> None:
    assert start(archive, name) == 0
    assert read_name(archive) == name
    citation = yaml.safe_load((archive / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["title"], citation["url"]) == (name, ADDRESS)
    assert citation["authors"] == [{"name": f"The editors of {name}"}]
    assert (citation["cff-version"], citation["type"]) == ("1.2.0", "dataset")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_other_byte_of_the_settings_stays(mark: str, ends: str, archive: Path, start: Fresh) -> None:
    text = "# é 中\nsite_name: Old   # keep\nsite_url: https://old.example.org/ # too\nlast: 1\n".replace("\n", ends)
    expected = text.replace("Old", "New").replace("https://old.example.org/", '"https://new.example.org/"')
    (archive / "mkdocs.yml").write_bytes((mark + text).encode())
    commit(archive)
    assert start(archive, "New", "https://new.example.org") == 0
    assert (archive / "mkdocs.yml").read_bytes().decode() == mark + expected


def test_own_settings_can_be_changed() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    name, address = "A name that no archive has", "https://nowhere.example/"
    changed = change_settings(text, name, address)
    lines = zip(text.splitlines(), changed.splitlines(), strict=True)
    keys = {new.partition(":")[0] for old, new in lines if old != new}
    assert {"site_name", "site_url"} <= keys <= {"site_name", "site_url", "site_description"}
    assert find_name(changed) == name


# --- what is refused ---


def refuse(root: Path, start: Fresh, capsys: Output, name: str = "Harbour Voices", url: str = ADDRESS) -> str:
    """Return the line with which the command refuses, which must change nothing."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    capsys.readouterr()
    assert start(root, name, url) == 1
    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert after == before
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    return line


@pytest.mark.parametrize("name", ["", " ", "\u3000"])
def test_name_is_missing(name: str, archive: Path, start: Fresh, capsys: Output) -> None:
    line = refuse(archive, start, capsys, name)
    assert line.startswith('NAME is missing; write: make fresh NAME="Harbour Voices" URL=')
    assert line.endswith("; nothing was changed")


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\x07", "a\u2028b", "a\x85b", "\ta", "a\ufffe"])
def test_name_is_no_line(name: str, archive: Path, start: Fresh, capsys: Output) -> None:
    assert refuse(archive, start, capsys, name).startswith("NAME has the character U+")


@pytest.mark.parametrize(
    "url",
    [
        "harbour",
        "https://",
        "https:///x",
        "ftp://x",
        "https://a b/",
        "https://x/?q",
        "https://x/#a",
        "https://a@x/",
        "https://x:0/",
        "https://x:99999999/",
        "https://[::1/",
        'https://x/"',
        "https://x/\ny",
    ],
)
def test_url_is_no_web_address(url: str, archive: Path, start: Fresh, capsys: Output) -> None:
    assert "is no web address; write that of the site's first page whole: " in refuse(archive, start, capsys, url=url)


def test_url_is_missing(archive: Path, start: Fresh, capsys: Output) -> None:
    assert refuse(archive, start, capsys, url="").startswith("URL is missing; ")


@pytest.mark.parametrize("place", ["README.md", "source/talk.yml", "mkdocs.yml", "note.txt", "source/other.txt"])
def test_what_is_not_committed_stops_it(place: str, archive: Path, start: Fresh, capsys: Output) -> None:
    with (archive / place).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    line = refuse(archive, start, capsys)
    assert line == f"{place} not committed; commit it or take it back, git status shows all; nothing was changed"


def test_what_is_staged_stops_it(archive: Path, start: Fresh, capsys: Output) -> None:
    (archive / "README.md").write_text("Ours\n", encoding="utf-8")
    (archive / "note.txt").write_text("Ours\n", encoding="utf-8")
    git(archive, "add", "--all")
    assert refuse(archive, start, capsys).startswith("README.md and 1 more not committed; ")


def test_what_git_ignores_is_not_lost(archive: Path, start: Fresh, capsys: Output) -> None:
    with (archive / ".gitignore").open("a", encoding="utf-8") as file:
        file.write("draft*\n")
    commit(archive)
    (archive / "source" / "draft.txt").write_text(TALK, encoding="utf-8")
    assert refuse(archive, start, capsys).startswith("source/draft.txt is not in git, which could not bring it back; ")
    (archive / "source" / "draft.txt").rename(archive / "source" / ".talk.txt.swp")  # an editor's program's own
    assert start(archive) == 0
    assert (archive / "source" / ".talk.txt.swp").exists()


def test_folder_that_is_no_repository(archive: Path, start: Fresh, capsys: Output) -> None:
    shutil.rmtree(archive / ".git")
    assert refuse(archive, start, capsys).startswith("this folder is no git repository; ")


def test_repository_without_a_commit(archive: Path, start: Fresh, capsys: Output) -> None:
    shutil.rmtree(archive / ".git")
    git(archive, "init", "--quiet")
    assert " more not committed; " in refuse(archive, start, capsys)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ("site_name: 1\n", "mkdocs.yml:1: “site_name” must be text; "),
        ("site_name: A\n", "mkdocs.yml has no “site_url” that can be set; "),
        ("site_name: A\nsite_url: !ENV SITE_URL\n", "mkdocs.yml has no “site_url” that can be set; "),
        ("site_name: A\nsite_url: ''\nsite_description: >\n  A\n  b\n", "mkdocs.yml:3: write this on one line"),
    ],
)
def test_settings_that_cannot_be_changed(
    settings: str, fault: str, archive: Path, start: Fresh, capsys: Output
) -> None:
    (archive / "mkdocs.yml").write_text(settings, encoding="utf-8")
    commit(archive)
    assert refuse(archive, start, capsys).startswith(fault)


# --- the target of the Makefile ---


def ask_make(
    root: Path, *arguments: str, goals: str = "told", **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run make with the project's Makefile, and a goal that tells name and address as a command finds them."""
    rule = f'include {ROOT}/Makefile\ntold:\n\t@printf \'%s|\\n\' "$$NAME" "$$URL"\n'
    return subprocess.run(
        ["make", "--file", "-", *goals.split(), *arguments],
        cwd=root,
        input=rule,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], **environment},
    )


@pytest.mark.parametrize("name", ["Harbour Voices", 'Ana\'s "$HOME" $(shell id) $(b `id` # & \\ 100% $$', "港口"])
def test_make_hands_on_every_character(name: str, tmp_path: Path) -> None:
    run = ask_make(tmp_path, f"NAME={name}", "URL=https://x/~a")
    assert run.stdout.splitlines() == [f"{name}|", "https://x/~a|"], run.stderr


def test_make_takes_no_name_from_the_environment(tmp_path: Path) -> None:
    run = ask_make(tmp_path, f"URL={ADDRESS}", NAME="the computer's")
    assert run.stdout.splitlines() == ["|", f"{ADDRESS}|"], run.stderr


def test_name_without_quotation_marks_stops_make(tmp_path: Path) -> None:
    run = ask_make(tmp_path, "NAME=Harbour", f"URL={ADDRESS}", goals="fresh Voices")
    assert (run.returncode, run.stdout) == (2, "")
    assert "nothing was changed; put the name in quotation marks" in run.stderr
    assert list(tmp_path.iterdir()) == []


# --- the example of the page on adding interviews, and that of the vocabulary ---


def test_example_of_adding_is_what_the_command_does(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / EXAMPLE["command"].strip().rpartition("/")[2]
    path.write_text(EXAMPLE["text"], encoding="utf-8")
    assert new([str(path), "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == EXAMPLE["told"]
    sidecar = tmp_path / "source" / f"{path.stem}.yml"
    proposed = sidecar.read_text(encoding="utf-8")
    assert EXAMPLE["proposed"] in proposed
    sidecar.write_text(proposed.replace(EXAMPLE["proposed"], EXAMPLE["edited"]), encoding="utf-8")
    (tmp_path / "source" / "topics.yml").write_text(EXAMPLE["topic"], encoding="utf-8")
    assert split(["--root", str(tmp_path)]) == 0
    assert (tmp_path / "docs" / "interviews" / path.stem / "beginnings.md").exists()
    assert EXAMPLE["topic"] == "".join(
        line.removeprefix("# ") for line in TOPICS.partition("#\n")[2].splitlines(keepends=True) if line[0] == "#"
    )


# --- sites ---


def begin(root: Path, start: Fresh, name: str = "Harbour Voices") -> Path:
    """Begin an archive of one's own in a folder, with the pages of the tests' archive."""
    start_project(root)
    shutil.copytree(SAMPLE / "source", root / "source")
    git(root, "init", "--quiet")
    commit(root)
    assert start(root, name) == 0
    return root


def take_in(root: Path, name: str, text: str, head: str = "") -> None:
    """Take an interview in, as the command proposes it, with lines before the rest of its sidecar."""
    path = root / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    assert new([str(path), "--root", str(root)]) == 0
    sidecar = root / "source" / f"{name}.yml"
    known = [line.partition(":")[0] for line in head.splitlines()]
    lines = sidecar.read_text(encoding="utf-8").splitlines(keepends=True)
    sidecar.write_text(head + "".join(line for line in lines if line.partition(":")[0] not in known), encoding="utf-8")


def publish(root: Path) -> Path:
    """Split an archive and build its site, as strictly as for publishing; no link of it is dead."""
    assert split(["--root", str(root)]) == 0
    site = build_site(root)
    assert list(check_links(site, root / "docs")) == []
    return site


def read_tabs(page: Page) -> list[str]:
    """Return the names of the tabs."""
    return page.locator(".md-tabs__link").all_inner_texts()


@pytest.fixture
def empty(tmp_path: Path, start: Fresh) -> Path:
    """Return an archive without an interview, whose name has what HTML and YAML take for their own."""
    return begin(tmp_path / "empty", start, "Q&A: \"ours\" <b>'#1'")


def test_archive_without_interviews_has_a_site(empty: Path, serve: Callable[[Path], str], open_page: Open) -> None:
    address = serve(publish(empty))
    page = open_page(address)
    expect(page).to_have_title("Interviews to search, link to and cite – Q&A: \"ours\" <b>'#1'")
    assert read_tabs(page) == ["Home", "Interviews", "Help"]
    expect(page.locator(".latest")).to_contain_text("make new TEXT=")
    expect(page.locator("input:visible")).to_have_count(0)
    expect(page.locator("[for=__search]:visible")).to_have_count(0)
    for place in (
        "interviews/",
        "topics/",
        "people/",
        "timeline/",
        "figures/",
        "search/",
        "guide/",
        "add/",
        "404.html",
    ):
        page.goto(f"{address}{place}")
        expect(page.locator("h1")).to_have_count(1)
        hidden = page.locator("main, .md-content").locator("[href*='topics/'], [href*='timeline'], [href*='figures']")
        expect(hidden).to_have_count(0)


TABS = ["Home", "Interviews", "People", "Search", "Help"]
ARABIC = "المجلة: كيف بدأتِ العمل في المرفأ؟\n\nسلمى حداد: بدأت العمل مع أبي عندما كنت صغيرة.\n\nالمجلة: ومتى؟\n\nسلمى حداد: الآن.\n"
CHINESE = "问：您是怎样开始在港口工作的？\n\n答：我父亲在港口工作，没有别人愿意做这件事。\n"
MARKS = """\
topics:
  - {id: ab, name: "A*B*", full_name: "The `A` <b> *B*", kind: law, es: ["C_D & co"], definition: Ours, sources: [interview]}
  - {id: snake, name: "snake_case_name", full_name: "`snake`", kind: concept, definition: Ours, sources: [interview]}
"""
SPOKEN = "Paper: Is A*B* a {{ snake_case_name }}?\n\nTova Rask: It is {% what %} *you* make of <b>it</b> each day.\n"


@pytest.mark.parametrize(
    ("text", "head", "topics", "tabs", "words"),
    [
        (ARABIC, "language: ar\nheadline: حديث\n", None, TABS, ["كيف بدأتِ العمل في المرفأ؟"]),
        (CHINESE, "language: zh\nheadline: 港口\n", None, TABS, ["您是怎样开始在港口工作的？"]),
        ("Q: Why?\n\nA: So.\n", "headline: A `talk` *with* <b>us</b>_\n", None, TABS, []),
        (SPOKEN, "headline: Odd\n", MARKS, [*TABS[:2], "Topics", *TABS[2:]], ["A*B*", "snake_case_name", "C_D & co"]),
    ],
    ids=["arabic", "chinese", "bare", "marks"],
)
def test_page_takes_its_examples_from_the_archive(
    text: str,
    head: str,
    topics: str | None,
    tabs: list[str],
    words: list[str],
    tmp_path: Path,
    start: Fresh,
    serve: Callable[[Path], str],
    open_page: Open,
) -> None:
    root = begin(tmp_path / "own", start)
    take_in(root, "talk", text, head)
    if topics:
        (root / "source" / "topics.yml").write_text(topics, encoding="utf-8")
    site = publish(root)
    pages = [path for path in site.rglob("*") if path.suffix in (".html", ".xml", ".json", ".txt", ".md")]
    sample = ("del-rosario", "COMBIFRON", "Panama", "FEAN", "Interview Reference")
    assert [(path.name, word) for path in pages for word in sample if word in path.read_text(encoding="utf-8")] == []
    address = serve(site)
    page = open_page(f"{address}data/")
    assert read_tabs(page) == tabs
    codes = page.locator("article code").all_inner_texts()
    assert [word for word in words if not any(word in code for code in codes)] == []
    assert any(code.startswith("…/interviews/talk/") for code in codes)
    link = page.locator("a[href*='?q=']")
    assert link.all_inner_texts() == [f"?q={one}" for one in words[:1] if topics]
    page.goto(address)
    examples = page.locator(".examples a").all_inner_texts()
    assert examples == ([] if not topics else ["A*B*", "snake_case_name"])


def test_no_tab_leads_to_a_list_without_entries(tmp_path: Path, start: Fresh) -> None:
    root = begin(tmp_path / "own", start)
    take_in(root, "talk", TALK, "figures:\n  - {figure: the harbour, what: Harbours, quote: the harbour froze}\n")
    home = publish(root).joinpath("index.html").read_text(encoding="utf-8")
    tabs = [part.partition(">")[2].partition("<")[0] for part in home.split('class="md-tabs__link"')[1:]]
    assert tabs == ["Home", "Interviews", "People", "Figures", "Search", "Help"]
