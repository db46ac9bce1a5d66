"""Check what stands in the archive, whatever that is, before it is published: `make check`.

Every page is fresh and shows the words of its text; no link is dead, nothing is asked of another host, every export is
valid; in a real browser, one page of each kind is looked at, every answer comes first when its title is searched, and
so does what `source/searches.tsv` lists. The last line says what would stop publishing, or how to publish.
"""

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import split
from faults import Fault, Faults, describe_count, run_command
from interview import PAGE_IDS
from proof import check_exports, check_links, name_file
from reading import read_interviews
from searches import read_searches
from visit import visit_site

WARNING = re.compile(r"WARNING +- +(.*)")
IN_PAGE = re.compile(r"Doc file '(.+?)' contains a link '(.+?)'")
REDIRECT = 'http-equiv="refresh"'


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    root = parser.parse_args(arguments).root
    if split.main(["--root", str(root), "--check"]):
        print("What is told above would stop publishing; mend it, then again: make check", file=sys.stderr)
        return 1
    try:
        faults = sorted(find_faults(root))
    except Faults as error:
        faults = list(error.faults)
    if faults:
        count = describe_count(faults, "fault")
        told = "\n".join(map(str, faults))
        print(f"{told}\n{count} would stop publishing; mend what is told, then again: make check", file=sys.stderr)
        return 1
    print(describe_next(root))
    return 0


def find_faults(root: Path) -> Iterator[Fault]:
    """Yield what is wrong with a project whose pages are fresh; raise `Faults` if the site can't be built."""
    docs = root / "docs"
    interviews, _ = read_interviews(root)
    searches = read_searches(root)
    yield from check_exports(docs)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        base = build_site(root, site)
        yield from check_links(site, docs, base)
        kinds = {place: name_file(docs, f"{place}index.html") for place in list_kinds(site)}
        yield from visit_site(site, base, {**kinds, "404.html": name_file(docs, "404.html")}, interviews, searches)


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


def describe_next(root: Path) -> str:
    """Return the git commands that publish what was checked, as far as there are any."""
    try:
        status = ask_git(root, "status", "--porcelain", "-z", "--no-renames")
        changed = sorted({line[3:].partition("/")[0] for line in status.split("\0") if line})
        ahead = ask_git(root, "log", "--oneline", "@{upstream}..") if not changed else ""
    except (OSError, subprocess.CalledProcessError):
        return "All is right. Publish it: make site, then copy site/ to a web server"
    if changed:
        names = " ".join(map(shlex.quote, changed))
        return (
            f"All is right. Publish it: git add {names} && git commit --message 'Publish what was checked' && git push"
        )
    return "All is right. Publish it: git push" if ahead else "All is right, and nothing is left to publish."


def ask_git(root: Path, *arguments: str) -> str:
    """Return what git says; raise `OSError` or `CalledProcessError` if it can't."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own command


if __name__ == "__main__":
    run_command(main, "interrupted; nothing was changed")
