"""The feed of new interviews, by which programs follow what the site publishes: Atom (RFC 4287).

Atom asks for whole addresses, which are known when the site is built. Until then they begin with `@site/`, at places
that `name_site` fills in, so that no word of an interview is ever taken for one.
"""

import datetime
import html
import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from interviews.archive.extract import Extract
from interviews.pages import SUMMARY, add
from interviews.text import OURS

ATOM = "http://www.w3.org/2005/Atom"
FEED = "feed.xml"
"""The feed's name at the site's root."""
NEWEST = 30
"""Interviews in the feed."""
NEVER = datetime.date(1970, 1, 1)
"""When a feed without interviews was brought up to date, since Atom wants to know."""
PLACE = re.compile(r'(<(?:link href="|id>))@site/')


def render_feed(extracts: Iterable[Extract], site: str) -> str:
    """Return `feed.xml` of the site with this name: the interviews with the latest dates, the newest first.

    One without a date is no news. An entry's id is the interview's first address, so that it stays when the interview
    gets another id.
    """
    dated = sorted(((one.date, one.id, one) for one in extracts if one.date), reverse=True)[:NEWEST]
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": OURS})
    add(feed, "title", site)
    add(feed, "subtitle", SUMMARY)
    add(feed, "id", "@site/")
    add(feed, "link", href=f"@site/{FEED}", rel="self", type="application/atom+xml")
    add(feed, "link", href="@site/", rel="alternate", type="text/html")
    add(feed, "updated", write_time(dated[0][0] if dated else NEVER))
    for date, _, extract in dated:
        entry = add(feed, "entry", **{"xml:lang": extract.language})
        add(entry, "title", extract.headline)
        add(entry, "id", f"@site/interviews/{(*extract.formerly, extract.id)[0]}/")
        add(entry, "link", href=f"@site/interviews/{extract.id}/", rel="alternate", type="text/html")
        add(entry, "published", write_time(date))
        add(entry, "updated", write_time(date))
        for name in extract.interviewers:
            add(add(entry, "author"), "name", name)
        if extract.deck:
            add(entry, "summary", extract.deck)
        for topic, name in extract.subjects.items():
            add(entry, "category", term=topic, label=name)
    ET.indent(feed, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def write_time(day: datetime.date) -> str:
    """Return the beginning of a day as RFC 3339 writes it."""
    return f"{day.isoformat()}T00:00:00Z"


def name_site(feed: str, address: str) -> str:
    """Return the feed with the site's address, which ends with a slash, at all places that stand for it."""
    return PLACE.sub(lambda match: match[1] + html.escape(address), feed)
