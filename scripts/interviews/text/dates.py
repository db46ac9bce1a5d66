"""Dates and spans of time that an interview names, written as ISO 8601 and EDTF write them.

https://www.loc.gov/standards/datetime/ (Extended Date/Time Format): a day, month or year; an interval, `2018/2030`, be
it open, `2014/..`; a duration, `P45M`, of which nobody said when it began.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from itertools import takewhile

DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
DURATION = re.compile(r"P([1-9]\d{0,3})([YMWD])")
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
OPEN = ".."


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A day, or a span of time between two days, or one that is only so long."""

    text: str
    """As ISO 8601 writes it: `2016`, `2019-01`, `2018-05-09/2018-05-10`, `2014/..`, `P45M`."""
    first: datetime.date | None
    """Its first day, nothing if that is not known."""
    last: datetime.date | None

    @property
    def order(self) -> tuple[datetime.date, datetime.date]:
        """What spans are sorted by: their beginning, then their end; those without a date stand behind all others."""
        return self.first or self.last or datetime.date.max, self.last or datetime.date.max

    @property
    def words(self) -> str:
        """The span as people write it: “January 2019”, “9–10 May 2018”, “since 2014”, “45 months”."""
        if match := DURATION.fullmatch(self.text):
            return f"{match[1]} {UNITS[match[2]]}{'' if match[1] == '1' else 's'}"
        first, _, last = self.text.partition("/")
        if not last or first == last:
            return name_day(first)
        if OPEN in (first, last):
            return f"until {name_day(last)}" if first == OPEN else f"since {name_day(first)}"
        one, other = name_day(first).split(), name_day(last).split()
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(one), reversed(other), strict=False))
        one = one[: len(one) - len(list(alike))]  # what both have in common is said once
        return f"{' '.join(one)}{' – ' if len(one) > 1 else '–'}{name_day(last)}"


def parse_span(text: str) -> Span:
    """Return the span of time that the text is. Raises `ValueError` if it is none."""
    if DURATION.fullmatch(text):
        return Span(text=text, first=None, last=None)
    begin, slash, end = text.partition("/")
    first = None if slash and begin == OPEN else find_days(begin)[0]
    last = None if slash and end == OPEN else find_days(end if slash else begin)[1]
    if not (first or last) or (first and last and first > last):
        raise ValueError(text)
    return Span(text=text, first=first, last=last)


def find_days(text: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a day, a month or a year. Raises `ValueError` if the text is none."""
    match = DAY.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    year = year or 0
    first = datetime.date(year, month or 1, day or 1)
    last_month = month or 12
    return first, datetime.date(year, last_month, day or calendar.monthrange(year, last_month)[1])


def name_day(text: str) -> str:
    """Return a day, month or year as people write it: “9 May 2018”."""
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    parts = (str(int(day)) if day else "", calendar.month_name[int(month)] if month else "", str(int(year)))
    return " ".join(filter(None, parts))
