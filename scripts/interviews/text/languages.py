"""The languages of interviews: which way one is written, and how a date is.

A language is named by a tag of BCP 47 (RFC 5646), such as `es`, `pt-BR` or `zh-Hant`. What is known of languages comes
from Babel, which has it from Unicode's CLDR.
"""

import datetime
import re
from functools import cache, lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

OURS = "en"
"""The language of all that the editors add, and of an interview whose sidecar names none."""
TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[A-Z][a-z]{3}))?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
LEFTWARD = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""Scripts that are written from right to left."""


def is_foreign(tag: str) -> bool:
    """Tell whether a language is another than the editors', whatever the country."""
    return tag.partition("-")[0] != OURS


def is_leftward(tag: str) -> bool:
    """Tell whether a language is written from right to left."""
    if (match := TAG.fullmatch(tag)) and match["script"]:
        return match["script"] in LEFTWARD
    locale = find_locale(tag)
    return locale is not None and locale.text_direction == "rtl"


def name_language(tag: str) -> str:
    """Return the English name of a language, or its tag."""
    locale = find_locale(tag)
    return str(locale.get_display_name(OURS)) if locale else tag


def write_date(day: datetime.date, tag: str) -> str:
    """Return a day as people write it in a language: “2 de julio de 2018”; as ISO 8601 does if that is not known."""
    locale = find_locale(tag)
    return format_date(day, "long", locale=locale) if locale else day.isoformat()


LONG = 20_000
"""Characters of a text that tell its language."""


@lru_cache(maxsize=64)
def recognise(text: str) -> tuple[str, float]:
    """Return the language of a text and how sure that is, from 0 to 1; nothing if what tells it is not installed.

    It is told by py3langid, https://github.com/adbar/py3langid, one of the programs in `requirements-new.txt`.
    """
    try:
        identifier = load_identifier()
    except ImportError:
        return "", 0
    language, sure = identifier.classify(" ".join(text[:LONG].split()))
    return (str(language), float(sure)) if find_locale(str(language)) else ("", 0)


@cache
def load_identifier() -> Any:
    """Return what tells languages apart."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def find_locale(tag: str) -> Locale | None:
    """Return what is known of a language, if anything; of one in an unknown country, of the language alone."""
    for name in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
