"""Check what stands in the archive, whatever that is, before it is published: `make check`.

Every page is fresh and shows the words of its text; no link is dead, nothing is asked of another host, every export is
valid; in a real browser, one page of each kind is looked at, every answer comes first when its title is searched, and
so does what `source/searches.tsv` lists. The last line says what would stop publishing, or how to publish.
"""

import argparse
import shlex
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import split
from interviews.faults import Faults, describe_count, run_command
from interviews.site import find_faults


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    root = parser.parse_args(arguments).root
    if split.main(["--root", str(root), "--check"]):
        print("What is told above would stop publishing; mend it, then again: make check", file=sys.stderr)
        return 1
    with redirect_stdout(StringIO()):  # makes what is not committed, and says nothing new
        split.main(["--root", str(root)])
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


def describe_next(root: Path) -> str:
    """Return the git commands that publish what was checked, as far as there are any."""
    try:
        status = ask_git(root, "status", "--porcelain", "-z", "--no-renames")
        changed = sorted({line[3:].partition("/")[0] for line in status.split("\0") if line})
        ahead = ask_git(root, "log", "--oneline", "@{upstream}..") if not changed else ""
    except (OSError, subprocess.CalledProcessError):
        return "All is right. Publish it: make site WHOLE=yes, then copy site/ to a web server"
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
