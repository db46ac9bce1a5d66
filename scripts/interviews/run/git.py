"""What git knows of a project."""

import os
import subprocess
from pathlib import Path


def run_git(root: Path, *arguments: str) -> list[str]:
    """Return what git tells of a folder, entry by entry; raise `CalledProcessError`."""
    environment = {**os.environ, "LC_ALL": "C"}
    command = ["git", "-C", str(root), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - ours
    return run.stdout.split("\0")[:-1]


def list_untracked(root: Path) -> frozenset[str]:
    """Return the paths below `docs/` of files that git was never given; none where there is no git."""
    try:
        found = run_git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", "docs")
    except (OSError, subprocess.CalledProcessError):
        return frozenset()
    return frozenset(path.removeprefix("docs/") for path in found)
