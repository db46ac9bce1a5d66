"""A file as people have it becomes a text: Word, OpenDocument, PDF, HTML, Markdown, captions, what machines wrote.

Each format is read by a library into the same few blocks, and these are written in one form, which `lay_out` reads:
headings behind `#`, bold or italic type only where it sets apart a label or a whole paragraph, times in brackets.
The libraries are those of `requirements-new.txt`, and are imported where a file needs them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple, NoReturn
from zipfile import BadZipFile, ZipFile

from interviews.faults import Fault, Faults
from interviews.text.labels import read_list
from interviews.text.languages import recognise
from interviews.text.sheet import FRONT
from interviews.text.source import UNPRINTABLE, decode_source


class Run(NamedTuple):
    """Words of a block in one type."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, or a heading."""

    runs: Sequence[Run]
    level: int = 0
    """Of a heading, from 1; nothing of a paragraph."""
    time: float | None = None
    """When it is said, in seconds."""
    speaker: str = ""
    """Who says it, where the format itself tells."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A text as it was taken from a file."""

    text: str
    format: str
    """What the file was: “DOCX”, “plain text, windows-1252”; nothing if it is the text itself, byte for byte."""


LARGEST = 200_000_000
"""Bytes that an archive such as a DOCX may unpack to: one that is larger is none."""
UTF_16 = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CAPTIONS = re.compile(r"\s*(?:WEBVTT\b|\d+\s*\n\s*\d{1,2}:\d\d:\d\d[,.]\d{3}\s*-->)")
HTML = re.compile(rb"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", re.IGNORECASE)
UNREAD = {
    b"\xd0\xcf\x11\xe0": "an old Word file; save it as .docx",
    b"{\\rtf": "a file in Rich Text Format; save it as .docx",
    b"\x89PNG": "a picture; its text has to be recognised first",
    b"\xff\xd8\xff": "a picture; its text has to be recognised first",
    b"GIF8": "a picture; its text has to be recognised first",
    b"II*\x00": "a picture; its text has to be recognised first",
    b"MM\x00*": "a picture; its text has to be recognised first",
    b"ID3": "a recording; it has to be written down first",
    b"OggS": "a recording; it has to be written down first",
    b"RIFF": "a recording; it has to be written down first",
}
"""Files that are no text, by their first bytes."""


def take_text(data: bytes, path: str) -> Taken:
    """Return the text of a file, whose format its first bytes tell, or else its name.

    Raises `Faults` for a file that is damaged, that holds no text, or of a format that nobody here reads.
    """
    for signature, what in UNREAD.items():
        if data.startswith(signature):
            raise_fault(path, f"this is {what}")
    if data[4:8] == b"ftyp":
        raise_fault(path, "this is a recording; it has to be written down first")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return take_blocks("PDF", path, lambda: read_pdf(data))
    if data.startswith(b"PK\x03\x04"):
        return take_archive(data, path)
    if HTML.match(data[:1000].removeprefix(b"\xef\xbb\xbf")):
        return take_blocks("HTML", path, lambda: read_html(data))
    text, format_ = decode_any(data, path)
    if path.casefold().endswith((".htm", ".html", ".xhtml")):
        return take_blocks("HTML", path, lambda: read_html(text.encode()))
    if CAPTIONS.match(text):
        format_ = "WebVTT" if text.lstrip().startswith("WEBVTT") else "SubRip"
        return take_blocks(format_, path, lambda: read_captions(text, format_))
    if text.lstrip()[:1] in ("{", "[") and (said := read_json(text)):
        return take_blocks("JSON of Whisper", path, lambda: said)
    if path.casefold().endswith(".json"):
        raise_fault(path, "JSON without “segments”, which Whisper and WhisperX write; save the words as plain text")
    if path.casefold().endswith((".md", ".markdown")):
        return take_blocks("Markdown", path, lambda: read_markdown(text))
    return Taken(text=text, format=format_)


def take_archive(data: bytes, path: str) -> Taken:
    """Return the text of a zip archive: a file of Word or of OpenDocument."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(one.file_size for one in archive.infolist())
    except (BadZipFile, OSError) as error:
        raise_fault(path, f"the file is damaged ({error}); get or save it anew")
    if size > LARGEST:
        raise_fault(path, "the file unpacks to more than 200 MB; save the words as plain text")
    if not names & {"word/document.xml", "content.xml"}:
        raise_fault(path, "a zip archive, and neither a .docx nor an .odt; unpack it and take in what it holds")
    if "content.xml" in names:
        return take_blocks("ODT", path, lambda: read_odt(data))
    return take_blocks("DOCX", path, lambda: read_docx(data))


def take_blocks(name: str, path: str, read: Callable[[], Iterable[Block]]) -> Taken:
    """Return the text of the blocks that a reader finds; raise `Faults` for what it can't read, or if it finds none."""
    try:
        blocks = [*read()]
    except ImportError:
        raise
    except Exception as error:  # whatever a library says of a damaged file
        raise_fault(path, f"can’t be read as {name}, it may be damaged ({type(error).__name__}); get or save it anew")
    text = UNPRINTABLE.sub("", write_blocks(blocks))
    if not text.strip():
        hint = "; if it was scanned, its text has to be recognised first" if name == "PDF" else ""
        raise_fault(path, f"no text was found in this {name}{hint}")
    return Taken(text=text, format=name)


def raise_fault(path: str, message: str) -> NoReturn:
    """Raise `Faults` with a single one, of the whole file."""
    raise Faults([Fault(path=path, line=1, message=message)])


def decode_any(data: bytes, path: str) -> tuple[str, str]:
    """Return the text of bytes in any encoding, and the encoding's name unless it is UTF-8; raise `Faults`."""
    if data[:2] in UTF_16 or data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        encoding = "utf-32" if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff") else "utf-16"
        try:
            return decode_source(data.decode(encoding).encode(), path), f"plain text, {encoding.upper()}"
        except UnicodeDecodeError:
            raise_fault(path, f"damaged: its bytes are not {encoding.upper()}; get or save it anew")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        if best is None:
            return decode_source(data, path), ""  # which tells the byte
        texts = {best.encoding: str(best)}
        with suppress(UnicodeDecodeError):
            texts["cp1252"] = data.decode("cp1252")  # by far the most frequent, and often taken for another
        encoding = max(texts, key=lambda one: (round(recognise(texts[one])[1], 2), one == "cp1252"))
        return decode_source(texts[encoding].encode(), path), f"plain text, {encoding.replace('_', '-')}"
    return decode_source(data, path), ""


# --- how blocks are written ---

LONGEST_LABEL = 90
"""In characters: what in bold type opens a paragraph, and may be a label."""


def write_blocks(blocks: Iterable[Block]) -> str:
    """Return blocks as a text, a blank line between them."""
    return "\n\n".join(filter(None, map(write_block, blocks))) + "\n"


def write_block(block: Block) -> str:
    """Return a block as a text has it; bold or italic type shows only where it may set a label or a question apart."""
    runs = [run for run in join_runs(block.runs) if run.text]
    text = "".join(run.text for run in runs).strip()
    if not text:
        return ""
    text = re.sub(r"\n\s*\n+", "\n", text)
    if block.level:
        return f"{'#' * min(block.level, 6)} {' '.join(text.split())}"
    told = [run for run in runs if run.text.strip()]
    if all(run.is_bold for run in told):
        text = f"**{text}**"
    elif all(run.is_italic for run in told):
        text = f"*{text}*"
    elif (told[0].is_bold or told[0].is_italic) and len(told[0].text) <= LONGEST_LABEL:
        sign = "**" if told[0].is_bold else "*"
        first = told[0].text.strip()
        text = f"{sign}{first}{sign}{text[len(first) :]}"
    opening = f"[{write_time(block.time)}] " if block.time is not None else ""
    return f"{opening}{f'{block.speaker}: ' if block.speaker else ''}{text}"


def join_runs(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs, those in one type as one; white space alone has the type of what stands before it."""
    joined: list[Run] = []
    for run in runs:
        if joined and (run[1:] == joined[-1][1:] or not run.text.strip()):
            joined[-1] = joined[-1]._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return iter(joined)


def write_time(seconds: float) -> str:
    """Return a time as `00:01:02`."""
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


# --- pages, and what is turned into one ---

BLOCKS = read_list(
    """address|article|blockquote|body|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|h1|h2|h3|h4|h5|h6|
    header|hr|html|li|main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"""
)
DROPPED = read_list("script|style|nav|aside|form|button|noscript|template|iframe|svg|img|video|audio|select|head")
"""Elements that are no part of the text."""
HEADING = re.compile("h[1-6]")
ELSEWHERE = re.compile(
    r"\b(?:related|share|sharing|social|newsletter|comments?|cookies?|promo|advert\w*|breadcrumbs?)\b", re.I
)
"""In the class or id of what is no part of the text."""


def read_html(data: bytes) -> list[Block]:
    """Return the blocks of a page: of its article, or its main part, or all."""
    from lxml import html

    parser = html.HTMLParser(encoding=find_encoding(data), no_network=True, remove_comments=True)
    page = html.document_fromstring(data, parser=parser)
    articles = [*page.iter("article")] or [*page.iter("main")] or [*page.iter("body")] or [page]
    root = max(articles, key=lambda one: len(one.text_content()))
    blocks = [*walk_html(root)]
    if not any(block.level == 1 for block in blocks):
        titles = [" ".join(one.text_content().split()) for one in page.iter("h1")]
        titles += page.xpath("//meta[@property='og:title']/@content")
        titles += [" ".join(one.text_content().split()) for one in page.iter("title")]
        blocks[:0] = [Block(runs=[Run(str(title))], level=1) for title in filter(None, titles)][:1]
    return blocks


def find_encoding(data: bytes) -> str | None:
    """Return the encoding of a page that is UTF-8 but may not say so; nothing leaves it to what the page says."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def walk_html(root: Any) -> Iterator[Block]:
    """Yield the blocks below an element."""
    runs: list[Run] = []

    def flush(level: int = 0) -> Iterator[Block]:
        if any(run.text.strip() for run in runs):
            yield Block(runs=[*runs], level=level)
        runs.clear()

    def walk(element: Any, bold: bool, italic: bool, level: int) -> Iterator[Block]:
        tag = element.tag if isinstance(element.tag, str) else ""
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if not tag or tag in DROPPED or "hidden" in element.attrib or (element is not root and ELSEWHERE.search(named)):
            return
        style = element.get("style", "").replace(" ", "").casefold()
        bold = bold or tag in ("b", "strong") or "font-weight:bold" in style or "font-weight:700" in style
        italic = italic or tag in ("i", "em") or "font-style:italic" in style
        is_block = tag in BLOCKS
        if is_block:
            yield from flush(level)
            level = int(tag[1]) if HEADING.fullmatch(tag) else level
        if tag == "br":
            runs.append(Run("\n", bold, italic))
        keep = tag == "pre"
        runs.append(Run(squeeze(element.text, keep=keep), bold and not level, italic and not level))
        for child in element:
            yield from walk(child, bold, italic, level)
            runs.append(Run(squeeze(child.tail, keep=keep), bold and not level, italic and not level))
        if is_block:
            yield from flush(level)

    yield from walk(root, False, False, 0)
    yield from flush()


def squeeze(text: str | None, *, keep: bool) -> str:
    """Return a text as a page shows it: white space is one space, but for no-break spaces."""
    return (text or "") if keep else re.sub(r"[ \t\r\n\f]+", " ", text or "")


def read_markdown(text: str) -> Iterator[Block]:
    """Yield the blocks of Markdown, its front matter as it stands."""
    from markdown_it import MarkdownIt

    front = FRONT.match(text)
    if front:
        yield Block(runs=[Run(front[0].strip())])
    body = (
        MarkdownIt("commonmark", {"html": False, "breaks": True})
        .enable("table")
        .render(text[front.end() if front else 0 :])
    )
    if body.strip():
        yield from walk_html(parse_body(body))


def parse_body(body: str) -> Any:
    """Return the element of a page's body."""
    from lxml import html

    return html.document_fromstring(f"<body>{body}</body>").find("body")


def read_docx(data: bytes) -> Iterator[Block]:
    """Yield the blocks of a file of Word."""
    import mammoth

    options = {"convert_image": mammoth.images.img_element(lambda _: {"src": ""}), "ignore_empty_paragraphs": True}
    styles = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
    body = mammoth.convert_to_html(BytesIO(data), style_map=styles, **options).value
    return walk_html(parse_body(body)) if body.strip() else iter(())


BOLD = ("bold", "600", "700", "800", "900")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def read_odt(data: bytes) -> Iterator[Block]:
    """Yield the blocks of a file of OpenDocument, see https://docs.oasis-open.org/office/OpenDocument/v1.3/."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with ZipFile(BytesIO(data)) as archive:
        parts = [name for name in ("styles.xml", "content.xml") if name in archive.namelist()]
        roots = [etree.fromstring(archive.read(name), parser) for name in parts]
    styles: dict[str, tuple[str, bool | None, bool | None]] = {}
    for root in roots:
        for one in root.iter(f"{STYLE}style"):
            kind = one.find(f"{STYLE}text-properties")
            weight = kind.get(f"{FO}font-weight") if kind is not None else None
            slant = kind.get(f"{FO}font-style") if kind is not None else None
            is_bold = None if weight is None else weight in BOLD
            is_italic = None if slant is None else slant in ("italic", "oblique")
            styles[one.get(f"{STYLE}name")] = (one.get(f"{STYLE}parent-style-name", ""), is_bold, is_italic)

    def look(name: str, place: int) -> bool:
        seen: set[str] = set()
        while name in styles and name not in seen:
            seen.add(name)
            if (value := styles[name][place]) is not None:
                return bool(value)
            name = styles[name][0]
        return False

    def read_runs(element: Any, bold: bool, italic: bool) -> Iterator[Run]:
        yield Run(squeeze(element.text, keep=False), bold, italic)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}span":
                name = child.get(f"{TEXT}style-name", "")
                yield from read_runs(child, bold or look(name, 1), italic or look(name, 2))
            elif tag == f"{TEXT}line-break":
                yield Run("\n", bold, italic)
            elif tag in (f"{TEXT}tab", f"{TEXT}s"):
                yield Run(" " * int(child.get(f"{TEXT}c", 1)), bold, italic)
            elif tag not in (f"{TEXT}note", f"{OFFICE}annotation", f"{TEXT}tracked-changes"):
                yield from read_runs(child, bold, italic)
            yield Run(squeeze(child.tail, keep=False), bold, italic)

    body = roots[-1].find(f"{OFFICE}body")
    for element in body.iter(f"{TEXT}p", f"{TEXT}h") if body is not None else ():
        name = element.get(f"{TEXT}style-name", "")
        is_title = name == "Title" or styles.get(name, ("", None, None))[0] == "Title"
        is_heading = element.tag == f"{TEXT}h" or is_title
        level = (1 if is_title else int(element.get(f"{TEXT}outline-level", 1))) if is_heading else 0
        yield Block(runs=[*read_runs(element, look(name, 1) and not level, look(name, 2) and not level)], level=level)


# --- PDF ---

GAP = 1.35
"""How many times the usual distance of lines a paragraph is away from the one above it."""
FEWEST = 3
"""Pages from which on that can be told."""
EVERYWHERE = 0.5
"""Share of pages on which a line stands from which on it is their header or footer."""


class Row(NamedTuple):
    """A line of a page."""

    text: str
    top: float
    """In points, from the bottom of the page."""


def read_pdf(data: bytes) -> Iterator[Block]:
    """Yield the paragraphs of a PDF; the lines within one stay lines."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        pages = [read_rows(page) for page in document]
    edges = [line for rows in pages for line in {simplify(row.text) for row in (*rows[:2], *rows[-2:])}]
    often = {line for line in set(edges) if len(pages) >= FEWEST and edges.count(line) >= EVERYWHERE * len(pages)}
    lines: list[str] = []
    for rows in pages:
        kept = [row for row in rows if simplify(row.text) not in often]
        gaps = [before.top - after.top for before, after in pairwise(kept) if before.top > after.top]
        usual = median(gaps) if gaps else 0
        for place, row in enumerate(kept):
            gap = kept[place - 1].top - row.top if place else 0
            if lines and place and (gap > GAP * usual or gap < 0):
                lines.append("")
            lines.append(row.text)
        if lines and re.search(r"[.!?…”\"»)]\s*$", lines[-1]):
            lines.append("")
    for is_filled, group in groupby(lines, key=bool):
        if is_filled:
            yield Block(runs=[Run("\n".join(group))])


def read_rows(page: Any) -> list[Row]:
    """Return the lines of a page from its top to its bottom, as they stand in the file."""
    text = page.get_textpage()
    rows, place = [], 0
    for line in text.get_text_range().split("\n"):
        words = line.rstrip("\r")
        first = place + len(words) - len(words.lstrip())
        if words.strip():
            rows.append(Row(words.strip().replace("\ufffe", "\u00ad"), text.get_charbox(first)[3]))
        place += len(line) + 1
    return rows


def simplify(line: str) -> str:
    """Return a line of a page's edge without the page's number."""
    return re.sub(r"\d+", "#", line)


# --- captions, and what a machine wrote down ---

LONG = 60
"""Words from which on a new paragraph may begin behind a sentence, where nothing else parts what is said."""
OPENS = re.compile(r"\s*(?:[^\W\d_][^:：.?!\n]{0,40}[:：](?:\s|$)|>>|[-–—]\s)")
"""How a caption begins in which somebody else speaks."""


class Cue(NamedTuple):
    """A piece of what is said, with its time."""

    start: float
    text: str
    speaker: str = ""


def read_captions(text: str, name: str) -> Iterator[Block]:
    """Yield what captions say, those of one speaker as one."""
    import webvtt

    kind = "vtt" if name == "WebVTT" else "srt"
    captions = webvtt.from_buffer(StringIO(text.lstrip("\ufeff")), format=kind)
    return join_cues(Cue(one.start_in_seconds, one.text, one.voice or "") for one in captions.captions)


def read_json(text: str) -> list[Block]:
    """Return what Whisper or WhisperX wrote down; nothing if the JSON is something else."""
    try:
        said = json.loads(text)
        segments = said["segments"] if isinstance(said, dict) else said
        cues = [Cue(float(one["start"]), str(one["text"]), str(one.get("speaker") or "")) for one in segments]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return [*join_cues(cues)]


def join_cues(cues: Iterable[Cue]) -> Iterator[Block]:
    """Yield paragraphs: a new one begins with another speaker, or behind a sentence where one grows long."""
    open_: list[Cue] = []

    def close() -> Iterator[Block]:
        if open_:
            words = " ".join(part for cue in open_ if (part := cue.text.strip()))
            yield Block(runs=[Run(words)], time=open_[0].start, speaker=open_[0].speaker)
        open_.clear()

    for cue in cues:
        for number, line in enumerate(re.split(r"\n(?=[-–—]\s|>>)", cue.text)):
            said = " ".join(line.split())
            if not said:
                continue
            if open_:
                before = " ".join(one.text for one in open_)
                is_long = len(before.split()) >= LONG and re.search(r"[.?!…。？！][\"”»)]*$", before) is not None
                is_other = cue.speaker != open_[-1].speaker or bool(number) or OPENS.match(said) is not None
                if is_other or is_long:
                    yield from close()
            open_.append(Cue(cue.start, said, cue.speaker))
    yield from close()
