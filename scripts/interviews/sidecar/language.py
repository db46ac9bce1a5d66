"""How an editor names a language: by its tag of BCP 47 (RFC 5646)."""

from typing import Annotated

from babel import Locale
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from interviews.sidecar.document import Form, Line
from interviews.text import OURS, TAG

SHORT = 2
"""Letters of a tag that must be known; of languages with three letters there are thousands."""


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
