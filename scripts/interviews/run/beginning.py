"""How an archive of one's own begins: what of the sample is removed, and what is written in its place."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from interviews.pages import write_text
from interviews.run.edition import FILES, FOLDERS, MADE
from interviews.run.git import run_git
from interviews.run.reading import VOCABULARY
from interviews.sidecar import SETTINGS, find_name, find_settings, read_name
from interviews.text import UNPRINTABLE

USAGE = 'make fresh NAME="Harbour Voices" URL=https://voices.example.org/'
BREAK = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
SEARCHES = "source/searches.tsv"
CITATION = "CITATION.cff"
ABSTRACT = "Printed interviews as a searchable reference site, every answer and paragraph at a lasting address."
TOPICS = """\
# yaml-language-server: $schema=../docs/topics/topics.schema.json
# The vocabulary: what the interviews speak of, each topic with every name by which a reader may look for it. A name of
# a topic is linked wherever a text has it; what may mean something else stands in `search_only`. A definition is yours
# and says where it was read (`interview` is the interview). A made-up example of what replaces the last line:
#
# topics:
#   - id: gull-rock
#     name: Gull Rock
#     full_name: Gull Rock Lighthouse
#     kind: place
#     aliases: [the Gull Rock light]
#     search_only: [lighthouse]
#     definition: Lighthouse on a rock before the harbour
#     sources: [interview]
topics: []
"""


class Refused(Exception):  # noqa: N818 - what happened
    """Raised with a line that says why nothing was touched, and how to mend it."""


# --- what is checked ---


def check_name(name: str) -> str:
    """Return the new name without spaces around it; raise `Refused`."""
    if not name.strip():
        raise Refused(f"NAME is missing; write: {USAGE}")
    if match := BREAK.search(name) or UNPRINTABLE.search(name):
        raise Refused(f"NAME has the character U+{ord(match[0]):04X}; write it on one line: {USAGE}")
    return " ".join(name.split())


def check_url(url: str) -> str:
    """Return the new address, ended by a slash; raise `Refused`."""
    url = url.strip()
    if not is_address(url):
        what = f"“{url if url.isprintable() else '…'}” is no web address" if url else "URL is missing"
        raise Refused(f"{what}; write that of the site's first page whole: {USAGE}")
    return url if url.endswith("/") else f"{url}/"


def is_address(url: str) -> bool:
    """Tell whether a text is a web address, of a page and not of a place or a search in it."""
    if not url.isprintable() or set(url) & set(" \"'<>\\`{}|^?#@"):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def check_removable(root: Path) -> list[str]:
    """Return the paths of all that is to be removed; raise `Refused` if git could not bring it back."""
    try:
        changed = run_git(root, "status", "--porcelain", "-z", "--untracked-files=all", "--", ".")
        tracked = set(run_git(root, "ls-files", "-z", "--", "."))
    except FileNotFoundError:
        raise Refused("git is not installed, and only git can bring back what is removed; install it") from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.strip().splitlines()
        what = "this folder is no git repository" if "not a git repository" in error.stderr else f"git says: {told[0]}"
        raise Refused(f"{what}; only git can bring back what is removed: git clone the project") from None
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        message = f"{changed[0][3:]}{more} not committed; commit it or take it back, git status shows all"
        raise Refused(message)
    gone = sorted(find_sample(root))
    kept = tracked.union(path for path in gone if MADE.fullmatch(path.removeprefix("docs/")))
    if lost := [path for path in gone if path not in kept]:
        raise Refused(f"{lost[0]} is not in git, which could not bring it back; add and commit it, or move it away")
    return gone


def find_sample(root: Path) -> Iterator[str]:
    """Yield the paths of the interviews, but for the vocabulary, and of all that is made of them."""
    source, docs = root / "source", root / "docs"
    paths = [path for ending in (".txt", ".yml") for path in source.glob(f"[!.]*{ending}")]
    paths += [path for folder in FOLDERS for path in (docs / folder).rglob("*")]
    paths += [docs / name for name in FILES]
    for path in paths:
        if path.is_file() and path != source / f"{VOCABULARY}.yml" and not path.name.startswith("."):
            yield path.relative_to(root).as_posix()


# --- what is written ---


def write_archive(root: Path, name: str, url: str) -> dict[str, bytes]:
    """Return the files that are written anew, by their paths; raise `Faults` or `Refused`."""
    path = root / SETTINGS
    if not path.exists():
        raise Refused(f"{SETTINGS} is not there; bring it back with: git restore {SETTINGS}")
    read_name(root)  # which tells what is wrong
    text = path.read_bytes().decode()
    start = "\ufeff" if text.startswith("\ufeff") else ""  # it counts for no place of YAML's
    settings = start + change_settings(text.removeprefix(start), name, url)
    written = {SETTINGS: settings, f"source/{VOCABULARY}.yml": TOPICS, CITATION: write_citation(name, url)}
    if (root / SEARCHES).exists():
        lines = (root / SEARCHES).read_text(encoding="utf-8").splitlines(keepends=True)
        written[SEARCHES] = "".join(line for line in lines if line.startswith("#"))
    return {place: text.encode() for place, text in written.items()}


def change_settings(text: str, name: str, url: str) -> str:
    """Return the settings with the name and the address, and every other character as it was.

    An address that comes from the environment keeps doing so; the new one is what it is without. A description with the
    old name has the new one. Raises `Faults` or `Refused`.
    """
    old, nodes = find_name(text), find_settings(text)
    changes = [(nodes["site_name"], write_text(name))]
    described = nodes.get("site_description")
    if isinstance(described, yaml.ScalarNode) and old in described.value:
        changes.append((described, write_text(described.value.replace(old, name))))
    address = nodes.get("site_url")
    if isinstance(address, yaml.SequenceNode) and address.tag == "!ENV" and len(address.value) > 1:
        address = address.value[-1]
    if not isinstance(address, yaml.ScalarNode) or address.tag == "!ENV":
        raise Refused(f'{SETTINGS} has no “site_url” that can be set; write it there as: site_url: !ENV [SITE_URL, ""]')
    changes.append((address, f'"{url}"'))
    for node, value in sorted(changes, key=lambda change: -change[0].start_mark.index):
        if node.start_mark.line != node.end_mark.line:
            raise Refused(f"{SETTINGS}:{node.start_mark.line + 1}: write this on one line")
        text = text[: node.start_mark.index] + value + text[node.end_mark.index :]
    return text


def write_citation(name: str, url: str) -> str:
    """Return `CITATION.cff` for an archive of which nothing but its name and address is known.

    Its form is https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md.
    """
    return (
        "cff-version: 1.2.0\n"
        "message: Cite this edition as below; cite an interview itself as its page “Cite this interview” says.\n"
        "type: dataset\n"
        f"title: {write_text(name)}\n"
        f"abstract: {ABSTRACT}\n"
        "authors:\n"
        f"  - name: {write_text(f'The editors of {name}')}\n"
        f'url: "{url}"\n'
    )
