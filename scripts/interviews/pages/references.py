"""An interview for reference managers: BibTeX, RIS and CSL-JSON."""

import json
import re

from interviews.interview import Interview
from interviews.pages.citations import (
    CHICAGO,
    Name,
    credit_interviewers,
    find_interviewees,
    find_interviewers,
    fold,
    invert,
    parse_names,
)

TEX_WORDS = ("backslash", "braceleft", "braceright", "asciitilde", "asciicircum", "less", "greater", "bar")
TEX_ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {character: f"{{\\text{word}}}" for character, word in zip("\\{}~^<>|", TEX_WORDS, strict=True)}
)
"""Braces not as with a backslash, since BibTeX would count them; the last three are others in TeX's oldest encoding."""


def render_bibtex(interview: Interview) -> str:
    """Return the interview as a BibTeX entry in UTF-8: `@article`, or `@misc` where no magazine is known.

    The author is the interviewee. An address stands as it is: styles print it with `url`, which takes all but braces.
    """
    date = interview.date
    fields = {
        "author": " and ".join(render_tex_name(name) for name in parse_names(find_interviewees(interview), interview)),
        "title": f"{{{fold(interview.headline).translate(TEX_ESCAPES)}}}",  # the braces keep the capitals
        "note": credit_interviewers(interview, CHICAGO).translate(TEX_ESCAPES),
        "journal": fold(interview.publication or "").translate(TEX_ESCAPES),
        "year": str(date.year) if date else "",
        "day": str(date.day) if date else "",
        "url": (interview.url or "").replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    lines += [f"  month = {date:%b},".lower()] if date else []  # a macro, which each style spells out
    return "\n".join([f"@{'article' if interview.publication else 'misc'}{{{interview.id},", *lines, "}", ""])


def render_tex_name(name: Name) -> str:
    """Return a name as BibTeX reads it: “Family, Jr., Given”, in braces what it must not take apart."""
    parts = [part.translate(TEX_ESCAPES) for part in (name.family, name.suffix, name.given) if part]
    return ", ".join(f"{{{part}}}" if len(parts) == 1 or re.search(r"(?i),|\band\b", part) else part for part in parts)


def render_ris(interview: Interview) -> str:
    """Return the interview as a RIS record with the type MGZN, a magazine article, by the interviewee.

    No type would be read as an interview: in Zotero's translator (`RIS.js` of github.com/zotero/translators, as of
    January 2026) interviews are only written, as PCOMM, and that is read as a letter; for MGZN it reads AU as the
    authors, T2 as the magazine, DA as `2018/07/02`, LA as the language. It has no place for the interviewers there, so
    N1, a note, names them.
    """
    fields = [
        ("TY", "MGZN"),
        ("ID", interview.id),
        *(("AU", invert(name)) for name in parse_names(find_interviewees(interview), interview)),
        ("TI", fold(interview.headline)),
        ("T2", fold(interview.publication or "")),
        ("PY", f"{interview.date.year}" if interview.date else ""),
        ("DA", f"{interview.date:%Y/%m/%d}" if interview.date else ""),
        ("LA", interview.language),
        ("UR", interview.url or ""),
        ("N1", credit_interviewers(interview, CHICAGO)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def render_csl(interview: Interview) -> str:
    """Return the interview as CSL-JSON, a list of one item of the type `interview` (citationstyles.org)."""
    date = interview.date
    item = {
        "id": interview.id,
        "type": "interview",
        "title": fold(interview.headline),
        "author": [describe_name(name) for name in parse_names(find_interviewees(interview), interview)],
        "interviewer": [describe_name(name) for name in parse_names(find_interviewers(interview), interview)],
        "container-title": fold(interview.publication or ""),
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "language": interview.language,
        "URL": interview.url,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def describe_name(name: Name) -> dict[str, str]:
    """Return a name for CSL-JSON; one that is never inverted is `literal`."""
    if not name.given:
        return {"literal": name.family}
    described = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {key: value for key, value in described.items() if value}
