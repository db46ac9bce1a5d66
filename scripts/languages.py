"""The languages of interviews: how an editor names one, which way it is written, and how dates are written in it.

A language is named by a tag of BCP 47 (RFC 5646), such as `es`, `pt-BR` or `zh-Hant`. What is known of languages comes
from Babel, which has it from Unicode's CLDR.
"""

import datetime
import re
from functools import lru_cache
from typing import Annotated

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from document import Form, Line

OURS = "en"
"""The language of all that the editors add, and of an interview whose sidecar names none."""
TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-(?P<script>[A-Z][a-z]{3}))?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
SHORT = 2
"""Letters of a tag that must be known; of languages with three letters there are thousands."""
DATED = ("es", "fr", "pt")
"""Languages beside the editors' in which a text's own date is read."""
LEFTWARD = frozenset({"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})
"""Scripts that are written from right to left."""


def _as_language(text: str) -> str:
    names = Locale(OURS).languages
    match = TAG.fullmatch(text)
    if match and (len(match["language"]) > SHORT or match["language"] in names):
        return text
    named = next((f"; {name} is “{tag}”" for tag, name in names.items() if name.casefold() == text.casefold()), "")
    message = "“{text}” is no language tag; write one such as “es”, “pt-BR” or “zh-Hant”{named}"
    raise PydanticCustomError("language", message, {"text": text, "named": named})


Language = Annotated[
    Line,
    AfterValidator(_as_language),
    WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"}),
    Form("a language tag, such as `es`, `pt-BR` or `zh-Hant`"),
]


def is_foreign(tag: str) -> bool:
    """Tell whether a language is another than the editors', whatever the country."""
    return tag.partition("-")[0] != OURS


def is_leftward(tag: str) -> bool:
    """Tell whether a language is written from right to left."""
    if (match := TAG.fullmatch(tag)) and match["script"]:
        return match["script"] in LEFTWARD
    locale = find_locale(tag)
    return locale is not None and locale.text_direction == "rtl"


def write_date(day: datetime.date, tag: str) -> str:
    """Return a day as people write it in a language: “2 de julio de 2018”; as ISO 8601 does if that is not known."""
    locale = find_locale(tag)
    return format_date(day, "long", locale=locale) if locale else day.isoformat()


@lru_cache(maxsize=1)
def find_months() -> dict[str, int]:
    """Return the numbers of the months by their names, in small letters, in the languages `DATED`."""
    names = {tag: Locale.parse(tag).months["format"]["wide"] for tag in DATED}
    return {name.casefold(): number for months in names.values() for number, name in months.items()}


def find_locale(tag: str) -> Locale | None:
    """Return what is known of a language, if anything; of one in an unknown country, of the language alone."""
    for name in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None
