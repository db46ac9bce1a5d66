"""One build of the site: what MkDocs asks for at each of its steps.

A build that follows (`mkdocs build --dirty`, `mkdocs serve --dirty`) makes what a change reaches: see `ledger`. What is
published is made by one that follows nothing, in an empty folder (`make site WHOLE=yes`). A plain `mkdocs build`, as
`make check` and `make offline` run it, keeps no notes; all three leave the same site.
"""

import gc
import html
import json
import logging
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler, clean_directory

from interviews.archive import FEED, name_site
from interviews.pages import render_redirect
from interviews.site.completion import INTERVIEWS, LISTS, TOPICS, complete, explain_topics, is_split
from interviews.site.crew import Crew
from interviews.site.examples import Examples, choose_examples, choose_interview, is_empty, show_examples
from interviews.site.frame import Frame
from interviews.site.index import Searched
from interviews.site.ledger import Ledger, describe_common, make_old
from interviews.site.page_reader import PageReader
from interviews.site.reference import PAGE, read_example, render_reference

COMMON = ("scripts", "docs/overrides")
"""What all pages hang on, beside the settings."""
PAGES = 2000
"""For so many pages there is one more index: Pagefind takes a second or two for those of them that are searched."""
SHARE = 500
"""Pages that are built sooner than a process is copied that would help."""
LOG = logging.getLogger("mkdocs.hooks.interviews")
YOUNG = 50_000
"""New objects after which it is looked for those that nobody needs; of a page there are a few thousand."""
MACROS = ("tongue", "date", "kinds")
"""Templates of which all others use macros; a later one may use those of the ones before."""
AS_IT_STANDS = "interviews/*/interview.md"
"""Markdown for programs, which MkDocs would make a page of."""
SETTINGS = "search/search_index.json"
"""Material's own index, which every page loads for its settings, by which words are marked."""
FOLDER_LINK = re.compile(r'( (?:href|action)=")(\.{1,2}(?:/\.\.)*|[^":#?]*(?=/))/?((?:[#?][^"]*)?)"')
"""A link to a folder of the site: `.`, `../` or `../c5/`, perhaps with an anchor or a query behind it."""
FOLDER = re.compile(r'\.\./(?:[\w-]+/)*(?=[#"])')
"""The same in a page that leads elsewhere, also in its script."""
WARNED = "A 'dirty' build is being performed"
"""How MkDocs begins to warn of a build that follows: links may be wrong then, which here the ledger sees to."""


class Mode:
    """How this process builds, which MkDocs says once, though a server builds again and again."""

    follows = False
    """Whether only what a change reaches is built."""
    shares = False
    """Whether other processes may build a share of the pages."""
    warnings = CountHandler()
    """Counts what MkDocs warns of."""


class HtmlPage(Page):
    """A page that `split.py` made: what stands below its front matter is HTML, and nothing in it is Markdown."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the HTML as it is."""
        self.content = (self.markdown or "").strip()
        self.toc = get_toc([])


class Compiled(FileSystemBytecodeCache):
    """Templates compiled by an earlier build, which is a third of a small one; known by their name and text alone."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the same key wherever the project lies."""
        return super().get_cache_key(name)


def choose_mode(*, follows: bool, serves: bool) -> None:
    """Set how this process builds; MkDocs' warning of builds that follow is no fault then, and not shown."""
    gc.set_threshold(YOUNG)
    Mode.follows = follows
    Mode.shares = follows and not serves and hasattr(os, "fork")
    Mode.warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(Mode.warnings)
    logging.getLogger("mkdocs.commands.build").addFilter(lambda record: WARNED not in record.getMessage())


class Build:
    """What is known while a site is built."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Begin, with the settings as they were read.

        The site's name and description are text, of which neither MkDocs nor Material makes HTML. Material's own index
        stays empty where nobody searches it.
        """
        gc.unfreeze()
        config.site_name = Markup.escape(config.site_name)
        config.site_description = Markup.escape(config.site_description or "")
        self.is_offline = config.extra["offline"]
        self.root = Path(config.config_file_path).parent
        self.docs, self.site = Path(config.docs_dir), Path(config.site_dir)
        self.reader = PageReader(self.docs)
        self.ledger = Ledger(self.root, self.docs, self.site)
        self.crew = Crew()
        self.writes: dict[str, list[str]] = defaultdict(list)
        """Files of the site that are written for a page beside it."""
        self.warned = sum(count for _, count in Mode.warnings.get_counts())
        if not self.is_offline and not config.extra["compare"]:
            index = config.plugins["material/search"].search_index  # type: ignore[attr-defined]
            index.add_entry_from_context = lambda page: None

    def choose_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the reference of what an editor writes, which is made of code alone; have built what must be anew.

        An archive that has a page of its own there keeps that.
        """
        if not files.get_file_from_path(PAGE):
            files.append(File.generated(config, PAGE, content=render_reference(read_example())))
        lists = [file for file in files.documentation_pages() if file.src_uri in LISTS]
        for file in files.documentation_pages():
            if is_split(file.src_uri) and file.src_uri not in LISTS:  # which get a title from the navigation
                HtmlPage(None, file, config)
        self.empty = {file.url for file in lists if is_empty(self.reader.whole(file.src_uri))}
        """The addresses of lists that have nothing."""
        if "interviews/" in self.empty:
            self.empty.add("search/")
        self.hidden = self.empty - {"interviews/"}
        """Those to which nothing leads. The list of interviews has its tab from the first day."""
        parts = 1 + len(files.documentation_pages()) // PAGES
        told = (config.site_name, config.site_url, config.site_description, config.copyright, dict(config.extra))
        files_of_settings = sorted((path.name, path.read_bytes()) for path in self.root.glob("*.y*ml"))
        settings = (told, files_of_settings, sorted(self.empty), parts)
        folders = [self.root / name for name in COMMON]
        if Mode.follows and self.ledger.open(describe_common(settings, folders)):
            for file in files:
                if file.src_dir == config.docs_dir and self.is_stale(file):
                    make_old(Path(file.abs_dest_path))
        else:
            self.forget()
            if Mode.follows:  # else MkDocs has done it
                clean_directory(str(self.site))
        self.searched = Searched(self.ledger.folder / "searched", parts)

    def is_stale(self, file: File) -> bool:
        """Tell whether a file has to be made again; so has every page that a person wrote, for what it leads to."""
        if not file.is_documentation_page():
            return self.ledger.has_changed(file.src_uri)
        return not is_split(file.src_uri) or self.ledger.is_stale(file.src_uri)

    def read_page(self, page: Page, markdown: str) -> str:
        """Return a page's Markdown, with the archive's own examples if it has `examples: true`."""
        self.reader.add(page.file.src_uri, page.meta, markdown)
        if page.meta.get("examples") is not True:
            return markdown
        full = {path.partition("/")[0].removesuffix(".md"): not is_empty(self.reader.whole(path)) for path in LISTS}
        return show_examples(markdown, self.find_examples(), full)

    def find_examples(self) -> Examples:
        """Return the examples that the archive has."""
        listed = self.reader.made(INTERVIEWS).get("interviews") or ()
        chosen = choose_interview(listed)
        folder = f"interviews/{chosen['id']}" if chosen else ""
        overview, verify = (self.reader.whole(f"{folder}/{name}.md") for name in ("index", "verify"))
        return choose_examples(listed, self.reader.made(TOPICS).get("kinds") or {}, overview, verify)

    def complete_pages(self, env: Environment, files: Files, config: MkDocsConfig) -> None:
        """Give each page that is built what others tell for it, and templates the lists that are `empty`."""
        env.bytecode_cache = Compiled()
        env.globals |= {"empty": self.empty, "hidden": self.hidden, "frame": Frame().show}
        for name in MACROS:  # importing them where they are used takes its time, on each page several times
            env.globals[name] = env.get_template(f"partials/{name}.html").module
        for page in [file.page for file in files.documentation_pages() if file.page]:
            page.previous_page = pass_by(page, "previous_page", self.hidden)
            page.next_page = pass_by(page, "next_page", self.hidden)
            if page.markdown is None:  # it stays as it was built before
                continue
            path = page.file.src_uri
            self.reader.asking = path if is_split(path) else ""
            page.meta = complete(path, self.reader)
            page.content = explain_topics(page.content or "", self.reader)
            if page.meta.get("template") == "interview.html":
                self.add_short_forms(page, files, config)
        self.reader.asking = ""
        gc.freeze()  # what was read stays to the end; looking through it again and again takes a tenth of a large build
        self.share_work(files, config)

    def share_work(self, files: Files, config: MkDocsConfig) -> None:
        """Have many pages rendered on all cores; a server, which has threads, is no process to be copied."""
        pages = [file.page for file in files.documentation_pages() if file.page]
        many = [page.file for page in pages if page.markdown is not None and is_split(page.file.src_uri)]
        cores = min(os.cpu_count() or 1, len(many) // SHARE) if Mode.shares else 1
        mine = set(map(id, self.crew.share(many, cores)))
        others = {id(file) for file in many} - mine
        if self.crew.is_helper:
            config.theme.static_templates.clear()
            others = {id(file) for file in files} - mine
        for file in files:
            if id(file) in others:
                file.is_modified = lambda: False  # type: ignore[method-assign]

    def join_helpers(self) -> None:
        """Take over what helpers did, or end as one."""
        warned = sum(count for _, count in Mode.warnings.get_counts()) > self.warned
        if self.crew.is_helper:
            self.crew.report({"years": self.searched.years, "changed": [*self.searched.changed], "warned": warned})
        for told in self.crew.join():
            self.searched.years |= told["years"]
            self.searched.changed |= set(told["changed"])
            if told["warned"]:
                LOG.warning("There was a warning, see above")

    def add_short_forms(self, page: Page, files: Files, config: MkDocsConfig) -> None:
        """Let `/interviews/x/3/` lead to the answer that is the third today, also where `x` is a former id.

        Such a short form names a place and nothing lasting, so it is no part of the record in `docs/`.
        """
        id_ = page.meta["interview"]
        for number, (answer, told) in enumerate(page.meta["questions"].items(), 1):
            titles = {answer: html.unescape(told["title"])}
            for folder in (id_, *page.meta.get("formerly", ())):
                place = f"interviews/{folder}/{number}/index.html"
                short = render_redirect(answer, f"../../{id_}/", titles, "")
                files.append(File.generated(config, place, content=short))
                self.writes[page.file.src_uri].append(place)

    def finish_page(self, page: Page, output: str) -> str:
        """Return a page as it is written, and take in what is searched on it."""
        if self.is_offline:  # a browser lists a folder otherwise
            return FOLDER_LINK.sub(r'\g<1>\g<2>/index.html\g<3>"', output)
        self.searched.add(page.file.dest_uri, output)
        return output

    def finish(self, files: Files, config: MkDocsConfig) -> None:
        """Finish the feed, or remove it; add what MkDocs passes over, remove what is no more, and make the index."""
        self.join_helpers()
        if config.site_url and not self.is_offline:
            feed = (self.site / FEED).read_text(encoding="utf-8")
            write_text(self.site / FEED, name_site(feed, config.site_url))
        else:
            (self.site / FEED).unlink()
        plain = [path.relative_to(self.docs).as_posix() for path in self.docs.glob(AS_IT_STANDS)]
        for path in plain:
            if not (self.site / path).exists() or self.ledger.has_changed(path):
                shutil.copy(self.docs / path, self.site / path)
        if self.is_offline:
            self.finish_offline()
        else:
            self.searched.index(self.site, {file.dest_uri for file in files.documentation_pages()})
        if config.extra["compare"]:
            own = self.site / SETTINGS
            index = own.rename(own.with_name("material.json")).read_text(encoding="utf-8")
            write_text(own, json.dumps({**json.loads(index), "docs": []}))
        if Mode.follows:  # at last: a build that fails before is as if there had been none
            self.close_ledger(files, config, plain)
        else:
            self.forget()

    def forget(self) -> None:
        """Keep nothing for a next build."""
        shutil.rmtree(self.ledger.folder, ignore_errors=True)

    def end(self) -> None:
        """Keep nothing of a site that stood in a folder for the time being, as a server's does."""
        if not self.crew.is_helper and not self.site.is_relative_to(self.root):
            self.forget()

    def finish_offline(self) -> None:
        """Make Material's index a script, which browsers load from a folder, and have every address name a file."""
        own = self.site / SETTINGS
        index = json.loads(own.read_text(encoding="utf-8"))
        for entry in index["docs"]:
            place, hash_sign, anchor = entry["location"].partition("#")
            entry["location"] = f"{place}index.html{hash_sign}{anchor}"
        write_text(own.with_suffix(".js"), f"var __index = {json.dumps(index, ensure_ascii=False)};\n")
        (self.site / "404.html").unlink()
        for redirect in (self.site / "interviews").glob("*/*/index.html"):
            text = redirect.read_text(encoding="utf-8")
            if "http-equiv" in text:
                write_text(redirect, FOLDER.sub(r"\g<0>index.html", text))

    def close_ledger(self, files: Files, config: MkDocsConfig, plain: list[str]) -> None:
        """Remove what is no more, and note what the site is made of; of one with a warning nothing is to be known."""
        self.ledger.close(self.reader.reads, self.writes, {file.src_uri for file in files})
        if sum(count for _, count in Mode.warnings.get_counts()) > self.warned:
            self.ledger.file.unlink()
        made = {file.dest_uri for file in files if file.inclusion is not InclusionLevel.EXCLUDED}
        of_themes = {*config.theme.static_templates, "sitemap.xml.gz", SETTINGS}
        self.ledger.remove_others(made | of_themes | {*plain, *self.ledger.list_written()}, ("pagefind/",))


def pass_by(page: Page, way: str, hidden: Collection[str]) -> Page | None:
    """Return the next page in the navigation, or the one before, that is not hidden."""
    found: Page | None = getattr(page, way)
    while found and found.url in hidden:
        found = getattr(found, way)
    return found


def write_text(path: Path, text: str) -> None:
    """Write a file of the site, the same on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
