"""The file that people have: the same talk in every format is the same interview, and what is damaged is told in a line."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from interviews.faults import Fault, Faults
from interviews.interview.doubts import read_interview
from interviews.text.formats import Taken, take_text
from interviews.text.transcript import Transcript, parse_transcript
from new import main
from split import main as split

Output = pytest.CaptureFixture[str]
TURNS = [
    ("Mia Holm", "Where does the ferry go?"),
    ("Per Strand", "To the island.\n\nAnd back."),
    ("Mia Holm", "And at night?"),
    ("Per Strand", "Nowhere – never."),
]
PAGE = """<!DOCTYPE html><html><head><title>The ferryman | The Tide</title><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><div class="cookie-banner">We use cookies: yes?</div>
<article><h1>The ferryman</h1><p>Per Strand runs a ferry.<script>alert(1)</script></p>
<p><strong>Mia Holm:</strong> Where does the <em>ferry</em> go?</p>
<p><b>Per Strand:</b> To the <a href="https://x.example/">island</a>.<br><br></p><p>And back.</p>
<h2>Later</h2>
<p><strong>Mia Holm</strong>: And at
   night?</p><figure><img src="a.png" alt="A: ferry"></figure>
<p><strong>Per Strand:</strong> Nowhere&nbsp;– never.</p>
<aside>Related: more</aside></article><footer>© The Tide</footer></body></html>"""
MARKDOWN = """The ferryman
============

Per Strand runs a [ferry](https://x.example/).

**Mia Holm:** Where does the *ferry* go?

**Per Strand:** To the [island][1].

And back.

## Later

![a ferry](a.png)

__Mia Holm__: And at night?

**Per Strand:** Nowhere – never.

[1]: https://x.example/
"""
CAPTIONS = "WEBVTT\n\nNOTE made by hand\n\n00:01.000 --> 00:03.000\n<v Mia Holm>Where does the ferry go?</v>\n\n00:03.500 --> 00:06.000\n<v Per Strand>To the <i>island</i>.</v>\n\n01:00:07.000 --> 01:00:08.000 align:start\n<v Mia Holm>And at night?</v>\n\n01:00:09.000 --> 01:00:10.000\n<v Per Strand>Nowhere –</v>\n\n01:00:10.000 --> 01:00:11.000\n<v Per Strand>never.</v>\n"


def make_docx() -> bytes:
    """Return a file of Word."""
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def paragraph(*runs: tuple[str, bool], style: str = "") -> str:
        said = "".join(
            f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'
            for text, bold in runs
        )
        named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{named}{said}</w:p>"

    body = "".join(
        [
            paragraph(("The ferryman", False), style="Title"),
            paragraph(("Per Strand runs a ferry.", False)),
            paragraph(("Mia Holm: ", True), ("Where does the ferry go?", False)),
            paragraph(("Per Strand:", True), (" To the is\u00adland.", False)),
            paragraph(("And back.", False)),
            paragraph(("Later", False), style="H2"),
            paragraph(("Mia Holm:", True), (" And at night?", False)),
            paragraph(("Per Strand:", True), (" Nowhere – never.", False)),
        ]
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in (("Title", "Title"), ("H2", "heading 2"))
    )
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return pack(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
            f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
            "word/styles.xml": f'<w:styles xmlns:w="{w}">{styles}</w:styles>',
            "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
        }
    )


def make_odt() -> bytes:
    """Return a file of OpenDocument."""
    names = {"office": "office", "text": "text", "style": "style", "fo": "xsl-fo-compatible"}
    spaces = " ".join(f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items())
    said = "".join(
        f'<text:p><text:span text:style-name="T1">{label}:</text:span> {"</text:p><text:p>".join(text.split(chr(10) * 2))}</text:p>'
        for label, text in TURNS
    ).replace("back.</text:p>", 'back.</text:p><text:h text:outline-level="2">Later</text:h>')
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content {spaces}><office:automatic-styles><style:style style:name="T1" '
            'style:family="text"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
            '<office:body><office:text><text:p text:style-name="Title">The ferryman</text:p><text:p>Per Strand<text:line-break/>runs '
            f"a ferry.</text:p>{said}</office:text></office:body></office:document-content>",
        }
    )


def pack(files: dict[str, str]) -> bytes:
    """Return a zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


def make_json(*, speakers: bool) -> bytes:
    """Return what Whisper writes, or WhisperX."""
    said = [(float(place * 5), label, text) for place, (label, text) in enumerate(TURNS)]
    names = {"Mia Holm": "SPEAKER_00", "Per Strand": "SPEAKER_01"}
    segments = [
        {"start": start, "end": start + 4, "text": f" {text}"} | ({"speaker": names[label]} if speakers else {})
        for start, label, text in said
    ]
    return json.dumps({"language": "en", "segments": segments}).encode()


PLAIN = "The ferryman\n\nPer Strand runs a ferry.\n\n" + "\n\n".join(f"{label}: {text}" for label, text in TURNS) + "\n"
FILES = {
    "talk.docx": (make_docx(), "DOCX"),
    "talk.odt": (make_odt(), "ODT"),
    "talk.html": (PAGE.encode(), "HTML"),
    "page": (PAGE.encode("utf-8-sig"), "HTML"),
    "talk.md": (MARKDOWN.encode(), "Markdown"),
    "talk.txt": (PLAIN.encode(), ""),
    "mac.txt": (PLAIN.replace("\n", "\r").encode("utf-8-sig"), ""),
    "windows.txt": (PLAIN.encode("cp1252"), "plain text, cp1252"),
    "utf16.txt": (PLAIN.encode("utf-16"), "plain text, UTF-16"),
}


def read(data: bytes, name: str) -> tuple[Taken, Transcript]:
    """Return the text of a file, and what it says."""
    taken = take_text(data, name)
    return taken, parse_transcript(taken.text, name)


def list_turns(found: Transcript) -> list[tuple[str, str]]:
    """Return who says what, without what only typography adds."""
    return [(turn.label, turn.text.replace("\u00ad", "").replace("\u00a0", " ")) for turn in found.turns]


@pytest.mark.parametrize("name", FILES)
def test_same_talk_in_every_format(name: str) -> None:
    data, format_ = FILES[name]
    taken, found = read(data, name)
    assert taken.format == format_
    assert list_turns(found) == TURNS
    assert found.head.headline
    assert found.head.headline.text == "The ferryman"
    assert [" ".join(part.text.split()) for part in found.head.lead] == ["Per Strand runs a ferry."]
    is_marked = format_ in ("DOCX", "ODT", "HTML", "Markdown")
    assert [one.paragraph.text for one in found.interludes] == (["Later"] if is_marked else [])


def test_typography_is_kept_in_the_text() -> None:
    assert "is\u00adland" in take_text(FILES["talk.docx"][0], "x").text
    assert "Nowhere\u00a0–" in take_text(FILES["talk.html"][0], "x").text


def test_captions_have_speakers_and_times() -> None:
    taken, found = read(CAPTIONS.encode(), "talk.vtt")
    assert taken.format == "WebVTT"
    assert [(turn.label, turn.text) for turn in found.turns] == [
        (TURNS[0][0], TURNS[0][1]),
        ("Per Strand", "To the island."),
        TURNS[2],
        TURNS[3],
    ]
    assert [turn.paragraphs[0].time for turn in found.turns] == [1, 3, 3607, 3609]
    srt = "1\n00:00:01,000 --> 00:00:03,000\nMia Holm: Where does\nthe ferry go?\n\n2\n00:00:03,500 --> 00:00:06,000\nPer Strand: To\n\n3\n00:00:06,000 --> 00:00:07,000\nthe island.\n"
    taken, found = read(srt.encode(), "talk.txt")
    assert taken.format == "SubRip"
    assert list_turns(found) == [TURNS[0], ("Per Strand", "To the island.")]


def test_what_a_machine_wrote_down() -> None:
    taken, found = read(make_json(speakers=True), "talk.json")
    assert taken.format == "JSON of Whisper"
    assert [turn.label for turn in found.turns] == ["SPEAKER_00", "SPEAKER_01"] * 2
    assert [turn.paragraphs[0].time for turn in found.turns] == [0, 5, 10, 15]
    taken = take_text(make_json(speakers=False), "talk.json")
    assert taken.text.startswith("[00:00:00] Where does the ferry go?")


def test_pdf(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(
        f"<style>p {{margin: 1.2em 0}}</style>{PAGE.replace('<nav>', '<nav hidden>').replace('class=', 'hidden class=').replace('<figure>', '<figure hidden>')}"
    )
    data = page.pdf(
        display_header_footer=True, footer_template="<p style='font-size:9px'>Tide <span class=pageNumber></span></p>"
    )
    page.close()
    taken = take_text(data, "talk.pdf")
    assert taken.format == "PDF"
    reading = read_interview(taken.text, "talk.pdf")
    assert reading.transcript
    assert [(label, text.split("\n\n")[0]) for label, text in list_turns(reading.transcript)][:3] == [
        TURNS[0],
        ("Per Strand", "To the island."),
        TURNS[2],
    ]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "scan.png", "this is a picture; its text has to be recognised first"),
        (b"{\\rtf1 Q: Why?}", "talk.rtf", "this is a file in Rich Text Format; save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "talk.doc", "this is an old Word file; save it as .docx"),
        (b"ID3\x03", "talk.mp3", "this is a recording; it has to be written down first"),
        (b"\x00\x00\x00\x20ftypM4A ", "talk.m4a", "this is a recording; it has to be written down first"),
        (make_docx()[:900], "talk.docx", "the file is damaged (File is not a zip file); get or save it anew"),
        (
            pack({"a.txt": "Q"}),
            "talks.zip",
            "a zip archive, and neither a .docx nor an .odt; unpack it and take in what it holds",
        ),
        (pack({"word/document.xml": "<w:"}), "talk.docx", "can’t be read as DOCX, it may be damaged ("),
        (
            pack({"content.xml": "<office:"}),
            "talk.odt",
            "can’t be read as ODT, it may be damaged (XMLSyntaxError); get or save it anew",
        ),
        (
            b"%PDF-1.7\n1 0 obj",
            "talk.pdf",
            "can’t be read as PDF, it may be damaged (PdfiumError); get or save it anew",
        ),
        (b"<!doctype html><html><body><script>x</script></body></html>", "x.html", "no text was found in this HTML"),
        (b"WEBVTT\n\n00:01.000 --> x\nHi", "x.vtt", "no text was found in this WebVTT"),
        (
            b'{"a": 1}',
            "x.json",
            "JSON without “segments”, which Whisper and WhisperX write; save the words as plain text",
        ),
        (b"\xff\xfeQ\x00:", "x.txt", "damaged: its bytes are not UTF-16; get or save it anew"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_line(data: bytes, name: str, message: str) -> None:
    with pytest.raises(Faults) as told:
        take_text(data, name)
    (fault,) = told.value.faults
    assert (fault.path, fault.line) == (name, 1)
    assert fault.message.startswith(message)
    assert "\n" not in fault.message


def test_pdf_without_text_was_scanned(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<svg width=100 height=100><rect width=50 height=50 /></svg>")
    data = page.pdf()
    page.close()
    with pytest.raises(
        Faults, match="no text was found in this PDF; if it was scanned, its text has to be recognised first"
    ):
        take_text(data, "scan.pdf")


SEEDS = [*(data for data, _ in FILES.values()), CAPTIONS.encode(), make_json(speakers=True)]


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=9), st.integers(0, 40)), max_size=4),
    st.sampled_from(["x", "x.md", "x.html", "x.json"]),
)
def test_no_damage_breaks_a_reader(data: bytes, edits: list[tuple[float, bytes, int]], name: str) -> None:
    for place, put, gone in edits:
        at = int(place * len(data))
        data = data[:at] + put + data[at + gone :]
    faults: Sequence[Fault] = ()
    try:
        read_interview(take_text(data, name).text, name)
    except Faults as error:
        faults = error.faults
    assert all(fault.line >= 1 and "\n" not in fault.message for fault in faults)


def test_sidecar_names_the_file_and_split_takes_it(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "Ferry Talk.docx").write_bytes(make_docx())
    root = tmp_path / "project"
    assert main([str(tmp_path / "Ferry Talk.docx"), "--root", str(root)]) == 0
    assert "format       DOCX; its text is now source/ferry-talk.txt" in capsys.readouterr().out
    file = yaml.safe_load((root / "source" / "ferry-talk.yml").read_text(encoding="utf-8"))["file"]
    assert (file["name"], file["format"], len(file["sha256"])) == ("Ferry Talk.docx", "DOCX", 64)
    assert split(["--root", str(root)]) == 0
    assert (root / "docs" / "interviews" / "ferry-talk" / "transcript.md").exists()
