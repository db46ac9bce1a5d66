"""The rooms of the package: `import-linter` keeps the arrows within it, and here are those of the commands."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
ROOMS = sorted(path.parent.name for path in SCRIPTS.glob("interviews/*/__init__.py"))


def test_rooms_are_few_and_say_what_they_are() -> None:
    assert 0 < len(ROOMS) <= 7
    for room in ROOMS:
        told = (import_module(f"interviews.{room}").__doc__ or "").strip()
        assert told.count("\n") == 0
        assert re.search(r" comes? in; .* go(es)? out\.$", told), told


def test_tests_have_a_folder_for_each_room() -> None:
    folders = {path.parent.name for path in Path(__file__).parent.glob("*/test_*.py")}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("command", sorted(SCRIPTS.glob("*.py")), ids=lambda path: path.stem)
def test_commands_enter_rooms_by_their_doors(command: Path) -> None:
    assert re.findall(r"(?:from|import) interviews\.\w+\.\w+", command.read_text(encoding="utf-8")) == []


def test_who_builds_needs_nothing_that_only_tests_need() -> None:
    others = {"axe_playwright_python", "bibtexparser", "distributed", "jsonschema", "playwright", "pytest", "rispy"}
    rooms = ", ".join(f"interviews.{room}" for room in ROOMS)
    command = [sys.executable, "-c", f"import sys, {rooms}; print(*sys.modules)"]
    told = subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=True).stdout
    assert "interviews.site" in told.split()
    assert set(told.split()) & others == set()
