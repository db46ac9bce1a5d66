"""The pages and exports of one interview: an interview comes in; the text of each of its files goes out."""

from interviews.pages.citations import find_interviewers
from interviews.pages.exports import SCHEMA, SUMMARY, escape_markdown, link, render_export_schema
from interviews.pages.front_matter import Written, write_entries, write_text
from interviews.pages.linked_data import PARAGRAPH, describe_topic, drop_empty, read_paragraph
from interviews.pages.pages import (
    Pages,
    Tags,
    add_related,
    complete_answer,
    complete_interview,
    describe_language,
    describe_speaker,
    escape,
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
    "PARAGRAPH",
    "SCHEMA",
    "SUMMARY",
    "Pages",
    "Tags",
    "Written",
    "add",
    "add_related",
    "complete_answer",
    "complete_interview",
    "describe_language",
    "describe_speaker",
    "describe_topic",
    "drop_empty",
    "escape",
    "escape_markdown",
    "find_interviewers",
    "join_names",
    "join_page",
    "link",
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
