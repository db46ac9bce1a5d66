"""The interview that text and editor make: the values of both come in; an interview, or a proposal, goes out."""

from interviews.interview.concordance import (
    Sentence,
    count_topics,
    find_quoted,
    find_unknown,
    find_used,
    list_sentences,
)
from interviews.interview.doubts import Doubt, Reading, read_interview
from interviews.interview.findings import describe, tell
from interviews.interview.interview import PAGE_IDS, Answer, Interview, lay_over, make_guide, make_slug
from interviews.interview.proposal import write_sidecar
from interviews.interview.quotes import PLAIN, normalize
from interviews.interview.verification import check_quotation, find_marked, find_place, find_sections, show_passage

__all__ = [
    "PAGE_IDS",
    "PLAIN",
    "Answer",
    "Doubt",
    "Interview",
    "Reading",
    "Sentence",
    "check_quotation",
    "count_topics",
    "describe",
    "find_marked",
    "find_place",
    "find_quoted",
    "find_sections",
    "find_unknown",
    "find_used",
    "lay_over",
    "list_sentences",
    "make_guide",
    "make_slug",
    "normalize",
    "read_interview",
    "show_passage",
    "tell",
    "write_sidecar",
]
