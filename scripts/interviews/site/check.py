"""What is wrong with a project whose pages are fresh: its exports, its links, and its site as a browser shows it."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from interviews.faults import Fault, Faults
from interviews.interview import PAGE_IDS
from interviews.run import read_interviews
from interviews.sidecar import read_searches

WARNING = re.compile(r"WARNING +- +(.*)")
IN_PAGE = re.compile(r"Doc file '(.+?)' contains a link '(.+?)'")
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#?\s]*)")
"""A link of Markdown to a file."""
REDIRECT = 'http-equiv="refresh"'


def find_faults(root: Path) -> Iterator[Fault]:
    """Yield what is wrong with a project whose pages are fresh; raise `Faults` if the site can't be built."""
    # Who only builds the site passes this door too, and has neither Playwright nor what reads exports.
    from interviews.site.proof import check_exports, check_links, name_file  # noqa: PLC0415
    from interviews.site.visit import visit_site  # noqa: PLC0415

    docs = root / "docs"
    yield from check_readme(root)
    interviews, _ = read_interviews(root)
    searches = read_searches(root)
    yield from check_exports(docs)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        base = build_site(root, site)
        yield from check_links(site, docs, base)
        kinds = {place: name_file(docs, f"{place}index.html") for place in list_kinds(site)}
        yield from visit_site(site, base, {**kinds, "404.html": name_file(docs, "404.html")}, interviews, searches)


def check_readme(root: Path) -> Iterator[Fault]:
    """Yield the links of README to files that are not there; those of pages are checked by the build."""
    readme = root / "README.md"
    lines = readme.read_text("utf-8").split("\n") if readme.exists() else []
    for number, line in enumerate(lines, 1):
        for target in LINK.findall(line):
            if not (root / target).exists():
                message = f"the link “{target}” leads nowhere; correct it, or remove it"
                yield Fault(path="README.md", line=number, message=message)


def build_site(root: Path, site: Path) -> str:
    """Build a project's site as `make site` does, and return the path below which it is published.

    Raises `Faults` with MkDocs' warnings.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, "OFFLINE": "false"}
    run = subprocess.run(  # noqa: S603 - our own command
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    if run.returncode:
        said = WARNING.findall(run.stderr) or run.stderr.strip().split("\n")[-1:]
        raise Faults(locate(root, message) for message in dict.fromkeys(said))
    named = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    return min((urlsplit(address).path for address in named), key=len, default="/")  # the first page's


def locate(root: Path, message: str) -> Fault:
    """Return what MkDocs says as a fault, at the line of the link that it names."""
    if found := IN_PAGE.match(message):
        lines = (root / "docs" / found[1]).read_text("utf-8").split("\n")
        line = next((number for number, text in enumerate(lines, 1) if found[2] in text), 1)
        return Fault(path=f"docs/{found[1]}", line=line, message=f"the link “{found[2]}” leads to no page; correct it")
    return Fault(path="mkdocs.yml", line=1, message=f"the site can't be built: {message}")


def list_kinds(site: Path) -> Iterable[str]:
    """Return the addresses of one page of each kind, from the site's root."""
    kinds: dict[tuple[str, ...], str] = {}
    for path in sorted(site.rglob("index.html")):
        folder = path.relative_to(site).parent.as_posix()
        place = "" if folder == "." else f"{folder}/"
        match place.rstrip("/").split("/"):
            case "interviews", _, page:
                kind: tuple[str, ...] = ("interview", page if page in PAGE_IDS else "answer")
            case "interviews" | "people" | "topics" as first, _:
                kind = (first,)
            case _:
                kind = (place,)
        if kind not in kinds and REDIRECT not in path.read_text("utf-8"):
            kinds[kind] = place
    return kinds.values()
