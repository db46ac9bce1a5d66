"""An archive of other interviews, made as README.md says: the list of them, the first page, the feed, languages."""

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page, expect

from conftest import DARK, LOOKS, SAMPLE, Look, build_site, copy_without_site, start_project
from interviews.archive.extract import describe_listed, make_extract
from interviews.archive.feed import name_site, render_feed
from interviews.archive.listings import render_interviews
from interviews.interview.concordance import count_topics
from interviews.interview.interview import Interview
from interviews.pages.front_matter import write_entries
from interviews.pages.pages import escape_all
from interviews.run.reading import read_interviews
from interviews.site.proof import check_links
from interviews.site.visit import find_violations
from invented import invent_archive
from split import main
from test_listings import INTERVIEWS, VOCABULARY
from test_split import SIDECAR, TEXT, write

Open = Callable[..., Page]
SITE_URL = "https://example.org/archive/"
ATOM = "{http://www.w3.org/2005/Atom}"


def publish_archive(folder: Path, interviews: dict[str, tuple[str, str]], vocabulary: str | None = None) -> Path:
    """Make a project with these interviews, split them, and return the folder."""
    root = start_project(folder / "project")
    for name, (text, sidecar) in interviews.items():
        write(root, name, text, sidecar)
    if vocabulary is not None:
        (root / "source" / "topics.yml").write_text(vocabulary, encoding="utf-8")
    assert main(["--root", str(root)]) == 0
    return root


@pytest.fixture(scope="session")
def archive_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with three other interviews and their vocabulary, split."""
    return publish_archive(tmp_path_factory.mktemp("archive"), INTERVIEWS, VOCABULARY)


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
    assert list(check_links(archive, archive, "/archive/")) == []


def test_project_with_one_interview_and_no_vocabulary(
    tmp_path: Path, open_page: Open, serve: Callable[[Path], str]
) -> None:
    root = publish_archive(tmp_path, {"talk": (TEXT, SIDECAR + "formerly: [chat]\n")})
    site = build_site(root)
    assert list(check_links(site, site)) == []
    url = serve(site)
    page = open_page(f"{url}interviews/chat/1/#q1")
    page.wait_for_url(re.compile(r"/interviews/talk/[a-z-]+/#q1$"))
    page = open_page(url)
    expect(page.locator(".latest")).to_contain_text("A talk")
    expect(page.locator(".examples")).to_have_count(0)
    page.get_by_role("link", name="Browse the questions").click()
    expect(page.locator("h1")).to_have_text("A talk")
    expect(page.locator(".md-copyright")).to_contain_text("belong to those who published it")


def test_invented_archive_has_every_form_and_no_fault(tmp_path: Path) -> None:
    invent_archive(30).write(tmp_path)
    interviews, _ = read_interviews(tmp_path)
    assert [len(one.answers) for one in interviews] == [10, 10, 10]
    assert all(len(count_topics(answer)) >= 4 for one in interviews for answer in one.answers)
    labels = ["|".join(dict.fromkeys(turn.printed_label for turn in one.transcript.turns)) for one in interviews]
    for form, found in zip((r"Q: \|Dr\. \w+: ", r"(\w+ \w+: \|){2}\w+: \|\w+: ", r"[A-Z |]+"), labels, strict=True):
        assert re.fullmatch(form, found)
    assert main(["--root", str(tmp_path)]) == 0
    assert main(["--root", str(tmp_path), "--check"]) == 0


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


# --- the list of all interviews ---


def read_list(page: Page) -> list[str]:
    """Return what is to be seen of the list: years and headlines."""
    return page.locator(".year").get_by_role("heading").all_inner_texts()


def test_one_interview_needs_no_filters(open_page: Open, address: str) -> None:
    page = open_page(f"{address}interviews/?year=1999")
    expect(page.locator("form.facets")).to_have_count(0)
    assert read_list(page) == ["2018", "Panama Fends Off Organized Crime"]


def test_list_is_narrowed_down(open_page: Open, archive_address: str) -> None:
    page = open_page(f"{archive_address}interviews/")
    shown = page.get_by_role("status").filter(has_text="interviews")
    everything = ["2020", "The baker again", "2015", "A miller", "2010", "A baker"]
    assert read_list(page) == everything
    expect(shown).to_have_text("3 interviews")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    page.get_by_label("Speaker").select_option("Ana Ruiz")
    expect(shown).to_have_text("2 of 3 interviews")
    assert read_list(page) == ["2020", "The baker again", "2010", "A baker"]
    page.get_by_label("Year").select_option("2010")
    assert read_list(page) == ["2010", "A baker"]
    page.wait_for_url("**/interviews/?year=2010&speaker=Ana+Ruiz")
    page.go_back()
    expect(shown).to_have_text("2 of 3 interviews")
    page.get_by_label("Topic").select_option("Bread")
    assert read_list(page) == ["2010", "A baker"]
    page.get_by_role("button", name="Show all").click()
    assert read_list(page) == everything
    page.wait_for_url("**/interviews/")
    expect(page.get_by_label("Headline")).to_be_focused()
    page.keyboard.type("BÁKER a")
    expect(shown).to_have_text("2 of 3 interviews")
    page.keyboard.type("gain")
    assert read_list(page) == ["2020", "The baker again"]
    page.keyboard.type("st")
    expect(shown).to_have_text("None of 3 interviews")


def test_choice_can_be_sent(open_page: Open, archive_address: str) -> None:
    page = open_page(f"{archive_address}interviews/?topic=bread&words=baker")
    assert read_list(page) == ["2010", "A baker"]
    expect(page.get_by_label("Topic")).to_have_value("Bread")
    page.goto(f"{archive_address}interviews/?year=1999")
    expect(page.get_by_role("status").filter(has_text="interviews")).to_have_text("None of 3 interviews")
    expect(page.get_by_label("Year")).to_have_value("1999")


def test_list_without_javascript(open_page: Open, archive_address: str) -> None:
    page = open_page(f"{archive_address}interviews/?year=2010", javascript=False)
    expect(page.locator("form.facets")).to_be_hidden()
    assert len(read_list(page)) == 6
    page.get_by_role("link", name="A miller").click()
    expect(page.locator("h1")).to_have_text("A miller")


def test_list_in_the_offline_edition(open_page: Open, archive_root: Path, tmp_path: Path) -> None:
    root = copy_without_site(archive_root, tmp_path / "offline")
    site = build_site(root, OFFLINE="true")
    page = open_page(f"{(site / 'interviews' / 'index.html').as_uri()}?speaker=Bo+Miller")
    assert read_list(page) == ["2015", "A miller"]
    assert not (site / "feed.xml").exists()
    assert "feed.xml" not in page.content()


def test_thousand_interviews(
    open_page: Open, interview: Interview, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    root = publish_archive(tmp_path, {"talk": (TEXT, SIDECAR)})
    day = interview.date
    assert day
    extract = make_extract(interview, read_interviews(SAMPLE)[1])
    many = []
    for number in range(1000):
        talk = replace(
            interview, id=f"talk-{number}", headline=f"Talk {number}", date=day.replace(year=1990 + number % 30)
        )
        listed = write_entries([escape_all(describe_listed(talk, extract.subjects.values()))])
        many.append(replace(extract, id=talk.id, date=talk.date, listed=listed))
    for path, listing in render_interviews(many).items():
        (root / "docs" / path).write_text(listing, encoding="utf-8")
    address = serve(build_site(root))
    page = open_page(f"{address}interviews/?year=2007&topic=FEAN")
    expect(page.get_by_role("status").filter(has_text="interviews")).to_have_text("33 of 1000 interviews")
    expect(page.locator(".year li:visible")).to_have_count(33)
    page.goto(address)
    expect(page.locator(".latest li")).to_have_count(5)


# --- the feed ---


def check_feed(text: str) -> ET.Element:
    """Return the feed if it has what RFC 4287, section 4, asks of a feed and its entries."""
    feed = ET.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    once = {"id", "title", "updated", "subtitle"}
    allowed = {"author", "category", "entry", "link", *once}
    check_element(feed, allowed, once)
    selves = [link for link in feed.iter(f"{ATOM}link") if link.get("rel") == "self"]
    assert [link.get("href") for link in selves] == [f"{SITE_URL}feed.xml"]
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        once = {"id", "title", "updated", "published", "summary"}
        check_element(entry, {"author", "category", "link", *once}, once)
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert entry.findall(f"{ATOM}author/{ATOM}name")  # 4.1.2: an author here or in the feed
        assert all(name.text for name in entry.findall(f"{ATOM}author/{ATOM}name"))
    ids = [element.text for element in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    return feed


def check_element(element: ET.Element, allowed: set[str], once: set[str]) -> None:
    """Check the children of a feed or an entry."""
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= allowed
    assert {"id", "title", "updated"} <= set(names)
    assert all(names.count(name) <= 1 for name in once)
    for child in element:
        name = child.tag.removeprefix(ATOM)
        if name in ("updated", "published"):
            assert datetime.datetime.fromisoformat(str(child.text)).tzinfo
        elif name == "id":
            assert str(child.text).startswith(SITE_URL)
        elif name == "link":
            assert str(child.get("href")).startswith(SITE_URL)
        elif name == "category":
            assert child.get("term")
        elif name in ("title", "summary", "subtitle"):
            assert child.text
            assert not list(child)


def test_feed_has_the_interviews(archive: Path) -> None:
    feed = check_feed((archive / "feed.xml").read_text(encoding="utf-8"))
    assert feed.findtext(f"{ATOM}updated") == "2020-05-05T00:00:00Z"
    newest, *others = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in (newest, *others)] == ["The baker again", "A miller", "A baker"]
    assert newest.findtext(f"{ATOM}id") == f"{SITE_URL}interviews/ruiz-2020/"
    assert newest.findtext(f"{ATOM}published") == "2020-05-05T00:00:00Z"
    assert [(one.get("term"), one.get("label")) for one in others[1].findall(f"{ATOM}category")] == [("bread", "Bread")]
    link = others[0].find(f"{ATOM}link")
    assert link is not None
    assert (archive / str(link.get("href")).removeprefix(SITE_URL) / "index.html").is_file()


def test_feed_of_any_interviews_is_valid(interview: Interview) -> None:
    day = interview.date
    assert day
    vocabulary = read_interviews(SAMPLE)[1]
    extract = make_extract(interview, vocabulary)
    many = [replace(extract, id=f"talk-{number}", date=day.replace(year=1900 + number)) for number in range(39)]
    strange = replace(
        interview,
        id="talk-39",
        date=day.replace(year=1939),
        headline='A & B <id>@site/</id> <link href="@site/">',
        deck=None,
        authors=(),
        topics=(),
        formerly=("old", "older"),
    )
    many.append(make_extract(strange, vocabulary))
    many.append(replace(extract, id="undated", date=None))
    feed = check_feed(name_site(render_feed(many, "Voices"), SITE_URL))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 30
    assert entries[0].findtext(f"{ATOM}title") == 'A & B <id>@site/</id> <link href="@site/">'
    assert entries[0].findtext(f"{ATOM}id") == f"{SITE_URL}interviews/old/"
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "Diálogo"
    assert "undated" not in ET.tostring(feed, encoding="unicode")
    assert check_feed(name_site(render_feed(many[40:], "Voices"), SITE_URL)).findall(f"{ATOM}entry") == []


def test_feed_is_linked_where_there_is_one(open_page: Open, archive_address: str, address: str, site: Path) -> None:
    page = open_page(f"{archive_address}interviews/")
    links = page.locator("a[type='application/atom+xml']")
    expect(links).to_have_count(2)
    assert {link.get_attribute("href") for link in links.all()} == {"../feed.xml"}
    expect(page.locator("link[rel=alternate]")).to_have_count(0)  # Material's script would load a sitemap for each
    page.goto(f"{address}interviews/")
    expect(page.locator("a[type='application/atom+xml']")).to_have_count(0)
    assert not (site / "feed.xml").exists()


# --- for everybody ---


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_is_accessible_and_no_wider_than_the_screen(
    open_page: Open, archive_address: str, look: Look
) -> None:
    page = open_page(archive_address, look)
    for place in ("", "interviews/", "interviews/?speaker=Ana+Ruiz"):
        page.goto(archive_address + place)
        assert page.evaluate("document.documentElement.scrollWidth") == look.width, place
        if look == DARK:
            assert find_violations(page) == [], place
