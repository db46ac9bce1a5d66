"""The interview that text and editor make: the values of both come in; an interview, or a proposal, goes out."""

from interviews.interview.concordance import (
    Sentence,
    count_topics,
    find_quoted,
    find_unknown,
    find_used,
    list_sentences,
)
from interviews.interview.doubts import DOES, Doubt, Reading, read_interview, settle
from interviews.interview.interview import PAGE_IDS, Answer, Interview, lay_over, make_guide, make_slug
from interviews.interview.proposal import guess_language, has_office, is_nobody, name_speaker, propose, write_sidecar
from interviews.interview.quotes import PLAIN, normalize

__all__ = [
    "DOES",
    "PAGE_IDS",
    "PLAIN",
    "Answer",
    "Doubt",
    "Interview",
    "Reading",
    "Sentence",
    "count_topics",
    "find_quoted",
    "find_unknown",
    "find_used",
    "guess_language",
    "has_office",
    "is_nobody",
    "lay_over",
    "list_sentences",
    "make_guide",
    "make_slug",
    "name_speaker",
    "normalize",
    "propose",
    "read_interview",
    "settle",
    "write_sidecar",
]
