"""The pages and exports of one interview: an interview comes in; the text of each of its files goes out."""

from interviews.pages.citations import find_interviewers
from interviews.pages.exports import SCHEMA, SUMMARY, escape_markdown, link, render_export_schema
from interviews.pages.front_matter import Joined, join_entries, write_entries, write_text
from interviews.pages.linked_data import (
    PARAGRAPH,
    Data,
    Front,
    describe_question,
    describe_topic,
    drop_empty,
    list_way,
    read_paragraph,
)
from interviews.pages.pages import (
    BUILD,
    Pages,
    Tags,
    describe_language,
    describe_speaker,
    escape,
    escape_all,
    excerpt,
    join_data,
    join_names,
    join_page,
    mark_up,
    name_place,
    render_exports,
    render_interview,
)
from interviews.pages.redirects import render_redirect, render_redirects, render_renamed
from interviews.pages.tei import add

__all__ = [
    "BUILD",
    "PARAGRAPH",
    "SCHEMA",
    "SUMMARY",
    "Data",
    "Front",
    "Joined",
    "Pages",
    "Tags",
    "add",
    "describe_language",
    "describe_question",
    "describe_speaker",
    "describe_topic",
    "drop_empty",
    "escape",
    "escape_all",
    "escape_markdown",
    "excerpt",
    "find_interviewers",
    "join_data",
    "join_entries",
    "join_names",
    "join_page",
    "link",
    "list_way",
    "mark_up",
    "name_place",
    "read_paragraph",
    "render_export_schema",
    "render_exports",
    "render_interview",
    "render_redirect",
    "render_redirects",
    "render_renamed",
    "write_entries",
    "write_text",
]
