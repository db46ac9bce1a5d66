"""README and the pages that people write: their links lead somewhere, and their commands have one form."""

import re
import textwrap
from pathlib import Path

import pytest

from test_fresh import EXAMPLE

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"python3? scripts/|scripts/\w+\.py [^|`]|\.venv/bin/python")
"""What runs in the environment, or nowhere, and has a make target instead."""
README = ROOT / "README.md"
PAGES = [README, *(ROOT / "docs" / name for name in ("add.md", "code.md", "data.md", "guide.md", "publish.md"))]
TARGET = re.compile(r"(?:`|^ {4})make ([a-z]+)", re.MULTILINE)


def test_commands_have_one_form_and_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in filter(Path.exists, PAGES):  # an archive of one's own may have others
        text = page.read_text(encoding="utf-8")
        assert COMMAND.findall(text) == []
        assert [name for name in TARGET.findall(text) if f"\n{name}: " not in makefile] == [], page


def test_page_on_adding_shows_the_example_whole() -> None:
    for page in filter(Path.exists, [ROOT / "docs" / "add.md"]):  # an archive of one's own may show another, or nothing
        text = page.read_text(encoding="utf-8")
        shown = {part: textwrap.indent(block, "    ") in text for part, block in EXAMPLE.items()}
        assert len(set(shown.values())) == 1, shown


@pytest.mark.parametrize("command", ["python scripts/split.py", ".venv/bin/python -m x", "scripts/split.py --check"])
def test_other_forms_are_found(command: str) -> None:
    assert COMMAND.search(f"Type `{command}` here")
