"""The date of a text as it is printed: “July 2, 2018”, “2 de julio de 2018”, “02.07.2018”, “2018年7月2日（月）”.

The names of months and weekdays, and the order of numbers, come from Babel, which has them from Unicode's CLDR.
"""

import datetime
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from babel import Locale

from interviews.text.labels import read_list
from interviews.text.languages import OURS, find_locale

LONGEST = 60
"""In characters: a longer line is no date."""
FAMILIAR = read_list(
    """af|ar|az|be|bg|bn|bs|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fil|fr|ga|gl|gu|he|hi|hr|hu|hy|id|is|it|ka|kk|ko|lt|lv|
    mk|mn|mr|ms|nb|ne|nl|nn|pl|pt|ro|ru|sk|sl|sq|sr|sv|sw|ta|te|th|tr|uk|ur|uz|vi"""
)
"""Languages whose months are tried where a text's own is not known, or does not have the name."""
EAST = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日號号일] ?(?:\(?\w{1,3}\)?)?")
"""A date in Chinese, Japanese or Korean, perhaps with the weekday behind it."""
YEAR_FIRST = re.compile(r"(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})\.?(?:[T ][\d:.+Z-]+)?")
YEAR_LAST = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})")
NUMBER = re.compile(r"(?P<number>\d+)(?:st|nd|rd|th|er|re|e|o|a|ª|º|°|го|й|ին)?(?![^\W_])")
WORD = re.compile(r"[^\W\d_][^\W\d_\u0300-\u036f]*[’'][^\W\d_]+|[^\W\d_]+(?:[\u0300-\u036f\u0900-\u0dff]+[^\W\d_]*)*")
BETWEEN = re.compile(r"[\s,.،()°ªº·|’'-]*")
"""What may stand between the words and numbers of a date."""
SMALL = read_list(
    """a|aasta|al|at|d|da|dag|de|del|den|der|di|dia|día|do|el|em|en|evi|il|la|le|of|on|the|van|г|год|года|року|рік"""
)
"""Words that say nothing of the day."""
OPENING = re.compile(
    r"(?:dated?|(?:published|posted|updated)(?: on)?|fecha|publicado(?: el| em)?|data|pubblicato il|datum|"
    r"(?:veröffentlicht|erschienen)(?: am)?|vom|(?:publié |paru )?le|el|on|den|التاريخ|дата|日期|发布时间|日付)"
    r"(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
"""What a line may say before its date."""
HOUR = re.compile(
    r"(?:,|\s)\s*(?:(?:à|às|at|um|a las|alle|в|kl\.)\s+)?\d{1,2}[:h.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*"
    r"(?:[A-Z]{2,5}|Uhr)?$",
    re.IGNORECASE,
)
"""An hour behind a date."""
PLACE = re.compile(r"[^\W\d_][^\d,;:]{1,30},\s+(?=\S*\s?\S*\d)")
"""A place before one."""
ANY_YEAR = re.compile(r"\d{4}")
LIKE_A_DATE = re.compile(
    r"(?:[^\W\d]+,? )?(?:[^\W\d]+\.? \d{1,2}[a-z]{0,2},? \d{4}|\d{1,2}[a-z.]{0,2} [^\W\d]+\.?,? \d{4}|"
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}|[^\W\d]+\.?,?(?: de)? \d{4}|(?:1[5-9]|20)\d\d|"
    r"\d{1,2}\.? ?[–—-] ?\d{1,2}\.? [^\W\d]+,? \d{4}|[^\W\d]+ \d{1,2} ?[–—-] ?\d{1,2},? \d{4})"
)


def parse_date(text: str, language: str = "") -> datetime.date | None:
    """Return the date that a text is, in the words and order of its language if that is known, else of any; or nothing.

    What may be two dates, such as 7/2/2018, is none: see `find_dates`.
    """
    found = find_dates(text, language)
    return found[0] if len(found) == 1 else None


def find_dates(text: str, language: str = "") -> tuple[datetime.date, ...]:
    """Return the dates that a text may be: none, one, or two where the day and the month can't be told apart."""
    if len(text) > LONGEST or not ANY_YEAR.search(text):
        return ()  # as nearly all lines
    return _find_dates(" ".join(unicodedata.normalize("NFKC", text).split()), language)


@lru_cache(maxsize=1 << 10)
def _find_dates(line: str, language: str) -> tuple[datetime.date, ...]:
    text = OPENING.sub("", line, count=1) if OPENING.match(line) else line
    text = HOUR.sub("", text)
    if (place := PLACE.match(text)) and (days := _find_dates(text[place.end() :], language)):
        return days
    if match := EAST.fullmatch(text):
        return make_days((match[1], match[2], match[3]))
    if match := YEAR_FIRST.fullmatch(text):
        return make_days((match[1], match[3], match[4]))
    if match := YEAR_LAST.fullmatch(strip_weekdays(text, language)):
        day_first, month_first = (match[4], match[3], match[1]), (match[4], match[1], match[3])
        if match[2] == "." or (language and puts_day_first(language)):
            return make_days(day_first) or make_days(month_first)
        return make_days(day_first, month_first)
    return read_words(text, language)


def is_like_a_date(text: str) -> bool:
    """Tell whether a line has the shape of a date, though it may be none: “July 32, 2018”, “7/2/18”."""
    return LIKE_A_DATE.fullmatch(" ".join(text.split())) is not None


def make_days(*parts: tuple[str, str, str]) -> tuple[datetime.date, ...]:
    """Return the days of which there are any, each once, from their years, months and days in digits of any script."""
    days = []
    for year, month, day in parts:
        try:
            days.append(datetime.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(dict.fromkeys(days))


def read_words(text: str, language: str) -> tuple[datetime.date, ...]:
    """Return the date of which a text names the month: a day, a month and a year, in any order, and nothing else."""
    numbers = [match["number"] for match in NUMBER.finditer(text)]
    rest = NUMBER.sub(" ", text)
    words = [word.casefold() for word in WORD.findall(rest)]
    years, days = [one for one in numbers if len(one) == len("2018")], [one for one in numbers if len(one) <= len("31")]
    if BETWEEN.fullmatch(WORD.sub(" ", rest)) is None or (len(years), len(days), len(numbers)) != (1, 1, 2):
        return ()
    named = [word for word in words if name_months(word, language)]
    if len(named) > 1:  # “mar” is March, or Tuesday
        named = [word for word in named if not is_weekday(word, language)]
    others = [word for word in words if word not in named and word not in SMALL and not is_weekday(word, language)]
    months = name_months(named[0], language) if len(named) == 1 and not others else set()
    if len(months) != 1:  # “listopad” is October in Croatian, and November in Czech
        return ()
    return make_days((years[0], str(months.pop()), days[0]))


def strip_weekdays(text: str, language: str) -> str:
    """Return a text without the weekday before a date."""
    first, _, rest = text.partition(" ")
    return rest if rest and is_weekday(first.rstrip(",.").casefold(), language) else text


def name_months(word: str, language: str) -> set[int]:
    """Return the months of which a word is the name: in the text's language or ours, or else in a familiar one."""
    for tags in ((language, OURS), FAMILIAR):
        if months := {find_months(tag).get(word, 0) for tag in tags if tag} - {0}:
            return months
    return set()


def is_weekday(word: str, language: str) -> bool:
    """Tell whether a word is the name of a weekday."""
    return any(word in list_weekdays(tag) for tag in (language, OURS, *FAMILIAR) if tag)


@cache
def find_months(language: str) -> Mapping[str, int]:
    """Return the numbers of the months by their names in a language, long and short, in small letters."""
    locale = find_locale(language)
    if locale is None:
        return {}
    return {
        fold(name): number
        for where in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[where][width].items()
    }


@cache
def list_weekdays(language: str) -> Collection[str]:
    """Return the names of the weekdays in a language, long and short, in small letters."""
    locale = find_locale(language)
    if locale is None:
        return frozenset()
    names = (fold(name) for width in ("wide", "abbreviated") for name in locale.days["format"][width].values())
    return frozenset(name for name in names if name.isalpha())


def fold(name: str) -> str:
    """Return a name of CLDR as it is compared: in small letters, without the stop of a short one."""
    return unicodedata.normalize("NFKC", name).casefold().rstrip(".").rpartition(" ")[2]


def puts_day_first(language: str) -> bool:
    """Tell whether dates in numbers have the day before the month in a language; in English both are usual."""
    locale = find_locale(language)
    return isinstance(locale, Locale) and locale.language != OURS and is_before(locale.date_formats["short"].pattern)


def is_before(pattern: str) -> bool:
    """Tell whether a pattern of CLDR, such as `dd.MM.yy`, has the day before the month."""
    return -1 < pattern.find("d") < pattern.find("M")
