"""The site's build, and whether it came out right: pages come in; index, reference and faults go out."""

from interviews.site.check import find_faults
from interviews.site.examples import (
    Examples,
    choose_examples,
    choose_interview,
    is_empty,
    rank_topics,
    read,
    show_examples,
)
from interviews.site.index import index_site
from interviews.site.reference import PAGE, read_example, render_reference

__all__ = [
    "PAGE",
    "Examples",
    "choose_examples",
    "choose_interview",
    "find_faults",
    "index_site",
    "is_empty",
    "rank_topics",
    "read",
    "read_example",
    "render_reference",
    "show_examples",
]
