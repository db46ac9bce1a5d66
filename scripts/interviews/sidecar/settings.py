"""What `mkdocs.yml` says of the site: its name stands there and nowhere else.

MkDocs reads the file for itself. Here it is only looked at, node by node, so that no tag of MkDocs' own (`!ENV`) and no
plugin has to be known, and so that a setting can be changed without touching anything beside it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import yaml

from interviews.faults import Fault, Faults
from interviews.text import UNPRINTABLE, decode_source, describe_unprintable

SETTINGS = "mkdocs.yml"
UNNAMED = "Interviews"
"""The name of a site without settings."""
TEXT = "tag:yaml.org,2002:str"


def read_name(root: Path) -> str:
    """Return the site's name; raise `Faults`."""
    path = root / SETTINGS
    return find_name(decode_source(path.read_bytes(), SETTINGS)) if path.exists() else UNNAMED


def find_name(text: str) -> str:
    """Return the site's name in the text of the settings; raise `Faults`."""
    node = find_settings(text).get("site_name")
    if node is None:
        raise_fault(1, "“site_name” is missing; add a line “site_name: …” with the site's name")
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode) or node.tag != TEXT:
        # Without quotation marks YAML, and so MkDocs, reads 2020 as a number and “yes” as a truth value.
        is_empty = isinstance(node, yaml.ScalarNode) and not node.value
        shown = f'"{node.value}"' if isinstance(node, yaml.ScalarNode) and node.value.isalnum() else '"…"'
        what = "is empty" if is_empty else "must be text"
        raise_fault(line, f"“site_name” {what}; write the site's name in quotation marks: site_name: {shown}")
    name = str(node.value)
    if not name.strip():
        raise_fault(line, '“site_name” is empty; write the site\'s name in quotation marks: site_name: "…"')
    if len(name.splitlines()) > 1 or name.endswith("\n"):
        raise_fault(line, '“site_name” must be one line; write the site\'s name in quotation marks: site_name: "…"')
    if match := UNPRINTABLE.search(name):
        raise_fault(line, describe_unprintable(match))
    return " ".join(name.split())


def find_settings(text: str) -> Mapping[str, yaml.Node]:
    """Return what stands under each key of the settings; raise `Faults`."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise_fault(line, f"not YAML: {error.problem}; check quotation marks, colons and indentation near here")
    return {str(key.value): value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}


def raise_fault(line: int, message: str) -> NoReturn:
    """Raise `Faults` with a single one in the settings."""
    raise Faults([Fault(path=SETTINGS, line=line, message=message)])
