"""The Makefile, as somebody meets it on a machine that is not ready: what went wrong once heals itself, or is told."""

import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from conftest import ROOT
from interviews.site.browser import ADVICE, find_browser, list_candidates, opens_page
from serve import find_port

UNREACHED = "The Python package registry was not reached; connect to the network and run make again (.venv/install.log)"
ANEW = "Making .venv anew: it was not finished, or made in another place or for another Python."
NOWHERE = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
"""A registry at a port where nobody listens."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with what `make` reads."""
    for name in ("Makefile", "requirements.txt", "requirements-new.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    return tmp_path


def make(folder: Path, *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """Run make with nothing of this environment but its path; return its status and what it says, but its own last line."""
    run = subprocess.run(
        ["make", f"PYTHON={sys.executable}", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **NOWHERE, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return run.returncode, [line for line in run.stdout.splitlines() if not line.startswith("make: ***")]


def test_environment_is_made_anew_when_it_is_not_whole_moved_or_without_its_python(folder: Path) -> None:
    unreached = ["Installing what the site needs …", UNREACHED]
    venv.create(folder / ".venv", with_pip=False)  # as where python3-venv is missing
    assert make(folder, "split") == (2, [ANEW, *unreached])
    assert make(folder, "split") == (2, unreached)  # this one is whole
    spare = shutil.copytree(folder / ".venv", folder / "spare", symlinks=True)
    (folder / ".venv" / "bin" / "python").unlink()  # it was a link to a Python that is gone
    assert make(folder, "--dry-run", "site")[1][0] == ANEW
    assert not (folder / ".venv").exists()
    spare.rename(folder / ".venv")
    assert make(folder, "split") == (2, unreached)
    moved = folder.rename(folder.with_name("another name"))
    assert make(moved, "--dry-run", "site")[1][0] == ANEW


def test_environment_that_somebody_names_is_never_removed(folder: Path) -> None:
    venv.create(folder / "mine", with_pip=False)
    (folder / "mine" / "letter.txt").write_text("mine")
    make(folder, "site", "VENV=mine", f"-o{folder}/mine/made-for", "PYTHON=false")
    assert (folder / "mine" / "letter.txt").read_text() == "mine"


def test_help_and_clean_need_nothing(folder: Path) -> None:
    status, lines = make(folder)
    assert status == 0
    assert {line.split()[1] for line in lines} >= {"site", "test", "new", "check", "serve", "clean"}
    (folder / ".split_cache").mkdir()
    assert make(folder, "clean") == (0, [])
    assert not (folder / ".split_cache").exists()
    assert not (folder / ".venv").exists()


def make_ready(folder: Path, *arguments: str, **environment: str) -> tuple[int, list[str]]:
    """Run make where all is installed: in the environment of these tests."""
    return make(folder, f"VENV={sys.prefix}", "-o", f"{sys.prefix}/site.installed", *arguments, **environment)


def test_commands_without_what_they_need_say_what_it_is(folder: Path) -> None:
    assert make_ready(folder, "new") == (
        2,
        ["make new TEXT=path-of-the-text [ID=part-of-its-address], such as: make new TEXT=talk.txt ID=ruiz-2020"],
    )
    assert make_ready(folder, "verify") == (
        2,
        ['make verify WORDS="words" [AT=address-on-the-site], such as: make verify WORDS="no shortcuts"'],
    )


def test_words_reach_the_command_as_they_are(folder: Path) -> None:
    text = 'Q: Why?\n\nA: It costs $5 `id` $(touch made) "so" it\'s.\n\nQ: So?\n\nA: Yes.\n'
    (folder / "a talk's $1.txt").write_text(text)
    assert make_ready(folder, "new", TEXT="a talk's $1.txt", ID="talk")[0] == 0
    assert (folder / "source" / "talk.txt").read_text() == text
    status, lines = make_ready(folder, "verify", WORDS='costs $5 `id` $(touch made) "so" it\'s', AT="talk/why")
    assert (status, lines[0]) == (0, "Verbatim, byte for byte:")
    assert not (folder / "made").exists()


def test_server_takes_the_next_free_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        found = find_port(wanted)
        assert wanted < found < wanted + 100
    assert find_port(wanted) == wanted


def test_file_is_no_browser_until_it_opens_a_page(tmp_path: Path) -> None:
    for number, script in enumerate(("exit 1", "exit 0", "echo install me: snap install chromium")):
        stub = tmp_path / f"chromium-{number}"
        stub.write_text(f"#!/bin/sh\n{script}\n")
        stub.chmod(0o755)
        assert not opens_page(str(stub))
    assert not opens_page(str(tmp_path / "nowhere"))
    found = find_browser()
    assert found in list(list_candidates())


def test_who_has_no_browser_is_told_before_anything_is_installed(folder: Path) -> None:
    probe = (
        "import os, sys; sys.path.insert(0, 'scripts/interviews/site'); import browser; os.geteuid() or os.setuid(65534); "
        "sys.exit(browser.main(['--early']))"
    )
    empty = {"PATH": "/nowhere", "HOME": "/nowhere"}
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=folder, env=empty, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (1, ADVICE + "\n")
