"""What was published stays: an editor corrects, reorders, renames and removes, and no address is lost or changes sense."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import ID
from interviews.archive.feed import FEED
from interviews.pages.pages import BUILD
from interviews.run.edition import FILES, FOLDERS, MADE
from interviews.run.record import name_address
from test_split import files, run, write

LONG = {
    "bread": "We bake the bread at four in the morning and sell it before noon.",
    "flour": "The flour comes from a mill two valleys away, by train, every Tuesday.",
    "salt": "Salt is what most people forget, and what they miss first in a loaf.",
    "oven": "My grandfather built the oven with bricks from the old brewery.",
}
TEXT = (
    f"Q: How do you make your bread every day?\n\nA: {LONG['bread']}\n\n{LONG['flour']}\n\n{LONG['salt']}\n\n"
    f"Q: Who built this enormous oven of yours?\n\nA: {LONG['oven']}\n"
)
SIDECAR = """\
headline: A baker
answers:
  - {id: bread, title: Bread, question: How do you}
  - {id: oven, title: Oven, question: Who built}
"""
PAGE = "interviews/baker/bread.md"
Output = pytest.CaptureFixture[str]


@pytest.fixture
def baker(tmp_path: Path, capsys: Output) -> Path:
    """Return a project with one interview, published."""
    write(tmp_path, "baker", TEXT, SIDECAR)
    assert run(tmp_path) == 0
    capsys.readouterr()
    return tmp_path


def read(root: Path, path: str) -> str:
    """Return a file below `docs/`."""
    return (root / "docs" / path).read_text(encoding="utf-8")


def refuse(root: Path, capsys: Output) -> str:
    """Run the command, which must refuse and change nothing, and return what it says."""
    before = files(root / "docs")
    assert run(root) == 1
    assert files(root / "docs") == before
    *messages, count = capsys.readouterr().err.splitlines()
    assert count == "1 fault; nothing was written"
    assert len(messages) == 1
    return str(messages[0])


def test_correction_changes_no_address(baker: Path) -> None:
    write(baker, "baker", TEXT.replace("bake the bread", "have baked the brown bread").replace("forget,", "forget"))
    assert run(baker) == 0
    assert 'id="p3"' in read(baker, PAGE)
    assert "brown bread" in read(baker, PAGE)


def test_paragraph_put_in_between_gets_an_anchor_of_its_own(baker: Path, capsys: Output) -> None:
    write(baker, "baker", TEXT.replace(LONG["flour"], f"A wholly new paragraph about yeast.\n\n{LONG['flour']}"))
    message = refuse(baker, capsys)
    assert message == (
        "source/baker.yml:1: /interviews/baker/bread/#p2 was published with “The flour comes from a mill two valleys …” "
        "and would say “A wholly new paragraph about yeast.”; add to the entry of “bread” “anchors: [q1, p1, p4, p2, p3]”; "
        "or, if nobody was ever given the address, remove docs/interviews/baker/bread.md and split again"
    )
    sidecar = SIDECAR.replace("How do you}", "How do you, anchors: [q1, p1, p4, p2, p3]}")
    write(baker, "baker", (baker / "source" / "baker.txt").read_text(), sidecar)
    assert run(baker) == 0
    assert (
        f'<p id="p2"><a class="sign" href="./#p2" aria-label="Link to answer, paragraph 2"></a>{LONG["flour"]}'
        in read(baker, PAGE)
    )


def test_removed_paragraph_leads_to_where_its_words_went(baker: Path, capsys: Output) -> None:
    joined = TEXT.replace(f"{LONG['flour']}\n\n{LONG['salt']}", f"{LONG['flour']} {LONG['salt']}")
    write(baker, "baker", joined)
    assert "#p3 was published with “Salt is what most people forget, and what …” and would be gone" in refuse(
        baker, capsys
    )
    write(baker, "baker", joined, SIDECAR + "moved: {bread#p3: bread#p2}\n")
    assert run(baker) == 0
    assert '<span id="p3" class="aside"></span>\n<p id="p2">' in read(baker, PAGE)
    write(baker, "baker", joined)  # nor may the redirect vanish
    write(baker, "baker", joined, SIDECAR)
    assert "#p3" in refuse(baker, capsys)


def test_paragraph_that_went_to_another_answer_leads_there(baker: Path) -> None:
    moved = TEXT.replace(f"\n\n{LONG['salt']}", "").replace(LONG["oven"], f"{LONG['oven']}\n\n{LONG['salt']}")
    write(baker, "baker", moved, SIDECAR + "moved: {bread#p3: oven#p2}\n")
    assert run(baker) == 0
    assert '<p class="moved aside" id="p3">This paragraph stands <a href="../oven/#p2">' in read(baker, PAGE)


def test_questions_may_change_places(baker: Path) -> None:
    first, second = TEXT.split("Q: Who")
    write(baker, "baker", f"Q: Who{second}\n{first}")
    assert run(baker) == 0
    assert "\nnumber: 1\n" in read(baker, "interviews/baker/oven.md")
    assert LONG["oven"] in read(baker, "interviews/baker/oven.md")


def test_ids_that_change_places_are_noticed(baker: Path, capsys: Output) -> None:
    write(baker, "baker", TEXT, SIDECAR.replace("bread,", "x,").replace("oven,", "bread,").replace("x,", "oven,"))
    assert run(baker) == 1
    messages = capsys.readouterr().err.splitlines()
    assert "its words stand at /interviews/baker/oven/#q1 now; give each answer its id back" in messages[0]


def test_renamed_answer_leads_on(baker: Path, capsys: Output) -> None:
    renamed = SIDECAR.replace("id: bread", "id: daily-bread")
    write(baker, "baker", TEXT, renamed)
    assert refuse(baker, capsys) == (
        "source/baker.yml:1: /interviews/baker/bread/ was published and is gone; its question is at "
        "/interviews/baker/daily-bread/#q1 now; give the id back to its answer, or let the address lead on with “moved: "
        "{bread: daily-bread}”, or, if nobody was ever given it, remove docs/interviews/baker/bread.md and split again"
    )
    write(baker, "baker", TEXT, renamed + "moved: {bread: daily-bread}\n")
    assert run(baker, "--check") == 1
    assert run(baker) == 0
    assert not (baker / "docs" / PAGE).exists()
    redirect = read(baker, "interviews/baker/bread/index.html")
    assert '<link rel="canonical" href="../daily-bread/">' in redirect
    assert 'http-equiv="refresh" content="0; url=../daily-bread/"' in redirect
    assert '<a href="../daily-bread/">Bread</a>' in redirect
    assert run(baker, "--check") == 0


def test_removed_answer_needs_a_place_to_lead_to(baker: Path, capsys: Output) -> None:
    text, sidecar = TEXT.split("Q: Who", maxsplit=1)[0], SIDECAR.partition("  - {id: oven")[0]
    write(baker, "baker", text, sidecar)
    assert run(baker) == 1
    assert "/interviews/baker/oven/ was published and is gone" in capsys.readouterr().err
    write(baker, "baker", text, sidecar + "moved: {oven: bread#p3, 2: bread#p3}\n")
    assert run(baker) == 0
    assert 'href="../bread/#p3"' in read(baker, "interviews/baker/oven/index.html")


def test_renamed_interview_leads_on(baker: Path, capsys: Output) -> None:
    for path in list((baker / "source").iterdir()):
        path.unlink()
    write(baker, "the-baker", TEXT, SIDECAR)
    message = refuse(baker, capsys)
    assert message.startswith(
        "source/baker.txt:1: the interview “baker” was published and is gone; put its text back, or"
    )
    assert "“formerly: [baker]”" in message
    write(baker, "the-baker", TEXT, SIDECAR + "formerly: [baker]\n")
    assert run(baker) == 0
    for page, target in {
        "": "../the-baker/",
        "bread/": "../../the-baker/bread/",
    }.items():
        assert f'canonical" href="{target}"' in read(baker, f"interviews/baker/{page}index.html")
    assert run(baker, "--check") == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("moved: {bread: oven}", "“bread” is still a place of this interview; remove the line"),
        ("moved: {loaf: cake}", "“cake” is no place of this interview; name one that is there now"),
        ("moved: {loaf: bread#p9}", "“bread#p9” is no place of this interview; name one that is there now"),
        (
            "moved: {Loaf: bread}",
            "“Loaf” is no place; write an answer’s id, perhaps with an anchor, such as “c5” or “c5#p2”",
        ),
        (
            "anchors: [p1]",
            "there is no paragraph here to have an anchor; remove the line",
        ),
        (
            "notes: [{at: p1, text: No, by: A., date: 2026-01-01, source: 'https://example.org'}]",
            "no paragraph here has the anchor “p1”; there are: none",
        ),
    ],
)
def test_faults_of_places(baker: Path, capsys: Output, line: str, message: str) -> None:
    write(baker, "baker", TEXT, SIDECAR + line + "\n")
    assert refuse(baker, capsys) == f"source/baker.yml:5: {message}"


def test_short_and_former_addresses_lead_on(open_page: Callable[..., Page], address: str) -> None:
    folder = f"{address}interviews/{ID}/"
    page = open_page(f"{folder}3/#q1")
    page.wait_for_url(f"{folder}combifron/#q1")
    page = open_page(f"{folder}10/?h=security", javascript=False)
    page.wait_for_url(f"{folder}regional-collaboration/")


def test_every_published_address_is_in_the_site(published: Path, site: Path) -> None:
    made = [path for path in files(published / "docs") if path.startswith(FOLDERS) or path in FILES]
    for path in made:
        if path == FEED or path.endswith(BUILD):  # the feed is where the site's address is known
            continue
        address = name_address(path)
        assert (site / address[1:] / "index.html" if address[-1] == "/" else site / address[1:]).is_file(), path


def test_address_that_leads_on_is_given_to_no_other_answer(baker: Path, capsys: Output) -> None:
    renamed = SIDECAR.replace("id: bread", "id: loaf") + "moved: {bread: loaf}\n"
    write(baker, "baker", TEXT, renamed)
    assert run(baker) == 0
    write(
        baker,
        "baker",
        TEXT,
        renamed.replace("id: oven", "id: bread").replace("moved: {bread: loaf}", "moved: {oven: bread}"),
    )
    told = refuse(baker, capsys)
    assert "/interviews/baker/bread/ was published and leads to /interviews/baker/loaf/" in told
    assert "if nobody was ever given it, remove docs/interviews/baker/bread/index.html and split again" in told
    write(baker, "baker", TEXT, renamed.replace("{bread: loaf}", "{bread: oven}"))
    assert "and would be at /interviews/baker/oven/" in refuse(baker, capsys)
    write(
        baker,
        "baker",
        TEXT,
        renamed.replace("id: loaf", "id: roll").replace("{bread: loaf}", "{bread: roll, loaf: roll}"),
    )
    assert run(baker) == 0  # what moved may move again


def test_anchor_that_leads_on_is_given_to_no_other_paragraph(baker: Path, capsys: Output) -> None:
    shorter = TEXT.replace(f"{LONG['flour']}\n\n", "")
    anchors = SIDECAR.replace("How do you}", "How do you, anchors: [q1, p1, p3]}") + "moved: {bread#p2: bread#p1}\n"
    write(baker, "baker", shorter, anchors)
    assert run(baker) == 0
    longer = shorter.replace(LONG["salt"], f"{LONG['salt']}\n\nAnd yeast, of course, which we keep in the cellar.")
    write(baker, "baker", longer, SIDECAR)
    assert "#p2 was published as leading elsewhere and would say “Salt is" in refuse(baker, capsys)


def test_new_id_can_be_taken_back(baker: Path) -> None:
    before = files(baker / "docs")
    rename(baker, "baker", "the-baker", SIDECAR + "formerly: [baker]\n")
    assert run(baker) == 0
    rename(baker, "the-baker", "baker", SIDECAR + "formerly: [the-baker]\n")
    assert run(baker) == 0
    assert 'canonical" href="../baker/"' in read(baker, "interviews/the-baker/index.html")
    kept = {path: data for path, data in files(baker / "docs").items() if "/the-baker/" not in path}
    assert {path for path in before if path not in kept} == set()
    assert run(baker, "--check") == 0


def test_new_id_is_not_just_dropped(baker: Path, capsys: Output) -> None:
    rename(baker, "baker", "the-baker", SIDECAR + "formerly: [baker]\n")
    assert run(baker) == 0
    rename(baker, "the-baker", "baker", SIDECAR)
    assert run(baker) == 1
    told = capsys.readouterr().err.splitlines()
    assert "docs/interviews/baker/index.html:1: /interviews/baker/ was published and leads to" in told[0]
    assert "keep “formerly: [baker]” where it was, and choose another id than “baker”" in told[0]
    assert "the interview “the-baker” was published and is gone" in told[-2]


def rename(root: Path, old: str, new: str, sidecar: str) -> None:
    """Give an interview another id, and its sidecar other words."""
    for path in (root / "source").glob(f"{old}.*"):
        path.rename(path.with_stem(new))
    (root / "source" / f"{new}.yml").write_text(sidecar, encoding="utf-8")


@pytest.mark.parametrize(
    "path", ["interviews/a.txt", "interviews/b.md", "interviews/baker/x.md.orig", "people/c.txt", "topics/d/e.md"]
)
def test_file_that_is_nobodys(baker: Path, capsys: Output, path: str) -> None:
    (baker / "docs" / path).parent.mkdir(exist_ok=True)
    (baker / "docs" / path).write_text("x", encoding="utf-8")
    assert refuse(baker, capsys).startswith(f"docs/{path}:1: nothing in source/ makes this file; remove it, unless /")


def test_former_id_is_given_to_no_other_interview(baker: Path, capsys: Output) -> None:
    write(baker, "the-baker", TEXT, SIDECAR + "formerly: [baker]\n")
    assert refuse(baker, capsys) == (
        "source/baker.txt:1: “baker” is a former id of “the-baker”, whose addresses lead on; choose another id"
    )


# --- what is made, and no part of the record ---


def list_made(root: Path) -> set[str]:
    """Return the paths below `docs/` of what is made and not committed."""
    docs = root / "docs"
    return {path for path in (one.relative_to(docs).as_posix() for one in docs.rglob("*.*")) if MADE.fullmatch(path)}


def test_what_git_ignores_is_what_is_made(project: Path) -> None:
    made = list_made(project)
    pages = {path.removesuffix(BUILD) for path in made if path.endswith(BUILD)}
    assert {f"interviews/{ID}/index", "interviews/index", "people/index", "topics/index", "topics/c5"} < pages
    assert {path.rpartition("/")[2] for path in made if not path.endswith(BUILD)} == {
        *("transcript.md", "source.md", "verify.md", "citation.bib", "citation.csl.json", "citation.ris"),
        *("interview.json", "interview.md", "interview.txt", "interview.tei.xml"),
    }
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    command = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "docs"]
    ignored = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout
    assert {path.removeprefix("docs/") for path in ignored.split("\0") if path} == made


@pytest.mark.parametrize("words", ["highly precise follow-up", "What positive changes have taken"])
def test_corrected_word_is_one_line_in_the_text_and_one_in_a_page(project: Path, words: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], [*identity, "commit", "--quiet", "--message", "A"]):
        subprocess.run(["git", *command], cwd=project, check=True)
    source = project / "source" / f"{ID}.txt"
    source.write_text(source.read_text("utf-8").replace(words, words.replace("i", "y", 1)), encoding="utf-8")
    assert run(project) == 0
    told = subprocess.run(["git", "diff", "--numstat"], cwd=project, capture_output=True, text=True, check=True).stdout
    assert told == f"1\t1\tdocs/interviews/{ID}/combifron.md\n1\t1\tsource/{ID}.txt\n"


def test_clone_without_what_is_made_is_fresh_and_makes_it(tmp_path: Path, capsys: Output) -> None:
    write(tmp_path, "talk", TEXT, SIDECAR)
    assert run(tmp_path) == 0
    whole = files(tmp_path)
    for path in list_made(tmp_path):
        (tmp_path / "docs" / path).unlink()
    capsys.readouterr()
    assert run(tmp_path, "--check") == 0
    assert capsys.readouterr() == ("", "")
    assert run(tmp_path) == 0
    assert files(tmp_path) == whole


def test_what_was_made_goes_with_the_interview(tmp_path: Path) -> None:
    write(tmp_path, "talk", TEXT, SIDECAR)
    write(tmp_path, "other", TEXT, SIDECAR)
    assert run(tmp_path) == 0
    folder = tmp_path / "docs" / "interviews" / "other"
    made = {tmp_path / "docs" / path for path in list_made(tmp_path)}
    for path in (*(tmp_path / "source").glob("other.*"), *(set(folder.iterdir()) - made)):
        path.unlink()  # as who takes it out of git does
    assert any(folder.iterdir())
    assert run(tmp_path) == 0
    assert not folder.exists()


def git(root: Path, *arguments: str) -> None:
    """Run git in a project."""
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def test_pages_that_git_was_never_given_are_free(baker: Path, capsys: Output) -> None:
    git(baker, "init")
    write(baker, "baker", TEXT, SIDECAR.replace("id: bread", "id: loaf"))
    assert run(baker) == 0  # as while one edits the sidecar for the first time
    assert not (baker / "docs" / PAGE).exists()
    git(baker, "add", "docs")
    capsys.readouterr()
    write(baker, "baker", TEXT, SIDECAR)
    assert "/interviews/baker/loaf/ was published and is gone" in refuse(baker, capsys)


def test_interview_that_git_was_never_given_can_go(baker: Path) -> None:
    write(baker, "other", TEXT, SIDECAR)
    git(baker, "init")
    git(baker, "add", ".")
    write(baker, "third", TEXT, SIDECAR)
    assert run(baker) == 0
    for path in (baker / "source").glob("third.*"):
        path.rename(path.with_stem("fourth"))
    assert run(baker) == 0
    assert {path.name for path in (baker / "docs" / "interviews").glob("*/")} == {"baker", "other", "fourth"}
