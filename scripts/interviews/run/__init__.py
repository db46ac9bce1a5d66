"""The record and the run: the files of `source/` come in; what differs in `docs/`, the record, goes out."""

from interviews.run.beginning import Refused, check_name, check_removable, check_url, write_archive
from interviews.run.cache import CACHE, Cache
from interviews.run.cluster import WorkersLost
from interviews.run.edition import Edition, make_edition, show_stale, write_edition
from interviews.run.reading import VOCABULARY, Run, read_interviews, read_source, read_vocabulary

__all__ = [
    "CACHE",
    "VOCABULARY",
    "Cache",
    "Edition",
    "Refused",
    "Run",
    "WorkersLost",
    "check_name",
    "check_removable",
    "check_url",
    "make_edition",
    "read_interviews",
    "read_source",
    "read_vocabulary",
    "show_stale",
    "write_archive",
    "write_edition",
]
