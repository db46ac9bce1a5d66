"""What gathers all: interviews come in; an extract of each, lists, feed, related answers and schemas go out."""

from interviews.archive.extract import Extract, make_extract
from interviews.archive.feed import FEED, name_site
from interviews.archive.kinship import describe_related, find_companions, find_related
from interviews.archive.listings import check_people, find_gaps, render_listings, render_schemas

__all__ = [
    "FEED",
    "Extract",
    "check_people",
    "describe_related",
    "find_companions",
    "find_gaps",
    "find_related",
    "make_extract",
    "name_site",
    "render_listings",
    "render_schemas",
]
