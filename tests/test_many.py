"""An archive of other interviews, made as README.md says: the list of them, the first page, the feed, languages."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from conftest import DESKTOP, LOOKS, PHONE, Look, build_site, copy_project
from split import FOLDERS, main
from test_listings import INTERVIEWS, VOCABULARY
from test_site import find_dead_links
from test_split import SIDECAR, TEXT, write

Open = Callable[..., Page]
SITE_URL = "https://example.org/archive/"


def start_archive(folder: Path) -> Path:
    """Copy the project, take its interview out, and return the folder."""
    root = copy_project(folder / "project")
    for name in ("source", *(f"docs/{folder}" for folder in FOLDERS)):
        shutil.rmtree(root / name)
    return root


@pytest.fixture(scope="session")
def archive_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with three other interviews and their vocabulary, split."""
    root = start_archive(tmp_path_factory.mktemp("archive"))
    for name, (text, sidecar) in INTERVIEWS.items():
        write(root, name, text, sidecar)
    (root / "source" / "topics.yml").write_text(VOCABULARY, encoding="utf-8")
    assert main(["--root", str(root)]) == 0
    return root


@pytest.fixture(scope="session")
def archive(archive_root: Path) -> Path:
    """Return the folder of the archive's site."""
    return build_site(archive_root, SITE_URL=SITE_URL)


@pytest.fixture(scope="session")
def archive_address(serve: Callable[[Path], str], archive: Path) -> str:
    """Return the address at which the archive's site is served."""
    return serve(archive)


# --- an archive of one's own ---


def test_project_without_our_interview_has_no_dead_link(archive: Path) -> None:
    assert [link for link in find_dead_links(archive) if "/archive/" not in link] == []


def test_project_with_one_interview_and_no_vocabulary(
    tmp_path: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    root = start_archive(tmp_path)
    write(root, "talk", TEXT, SIDECAR)
    assert main(["--root", str(root)]) == 0
    site = build_site(root)
    assert list(find_dead_links(site)) == []
    page = open_page(serve(site))
    expect(page.locator(".latest")).to_contain_text("A talk")
    expect(page.locator(".examples")).to_have_count(0)
    page.get_by_role("link", name="Browse the questions").click()
    expect(page.locator("h1")).to_have_text("A talk")
    expect(page.locator(".md-copyright")).to_contain_text("belong to those who published it")


# --- the first page ---


def test_home_names_the_one_interview(open_page: Open, address: str) -> None:
    page = open_page(address)
    expect(page.locator(".latest h2")).to_have_text("The interview")
    entry = page.locator(".latest li")
    expect(entry).to_have_count(1)
    for words in ("Panama Fends Off Organized Crime", "Jonattan Del Rosario", "Diálogo", "2 July 2018", "10 answers"):
        expect(entry).to_contain_text(words)
    page.get_by_role("link", name="Read the transcript").click()
    expect(page.locator(".transcript")).to_be_visible()


def test_home_has_the_latest_interviews(open_page: Open, archive_address: str) -> None:
    page = open_page(archive_address)
    expect(page.locator(".latest h3")).to_have_text(["The baker again", "A miller", "A baker"])
    expect(page.locator(".latest .byline").first).to_have_text("Ana Ruiz The Valley 5 May 2020 2 answers")
    expect(page.locator(".examples a")).to_have_text(["FBO", "Bread", "The mill"])
    page.get_by_role("link", name="All 3 interviews").click()
    expect(page.locator("h1")).to_have_text("Interviews")


def test_pages_name_whose_words_they_are(open_page: Open, address: str, archive_address: str) -> None:
    page = open_page(f"{address}guide/")
    expect(page.locator(".md-copyright")).to_contain_text("The words of an interview belong to those who published it;")
    for place in ("", "c5/", "transcript/", "source/", "verify/"):
        page.goto(f"{address}interviews/del-rosario-2018/{place}")
        expect(page.locator(".md-copyright")).to_contain_text(
            "The interview’s words belong to Diálogo; everything else"
        )
    page.goto(f"{archive_address}interviews/miller-2015/mill/")
    expect(page.locator(".md-copyright")).to_contain_text("The interview’s words belong to The Valley;")


# --- for everybody ---


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing(open_page: Open, archive_address: str, look: Look) -> None:
    page = open_page(archive_address, look)
    for place in ("", "interviews/"):
        page.goto(archive_address + place)
        results = Axe().run(page)
        assert results.violations_count == 0, f"{place}: {results.generate_report()}"


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=str)
def test_no_page_is_wider_than_the_screen(open_page: Open, archive_address: str, look: Look) -> None:
    page = open_page(archive_address, look)
    for place in ("", "interviews/"):
        page.goto(archive_address + place)
        assert page.evaluate("document.documentElement.scrollWidth") == look.width, place
