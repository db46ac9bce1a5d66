"""The bytes of a file in `source/` as text that a page can hold."""

import re

from interviews.faults import Fault, Faults

# Control characters and noncharacters: neither HTML nor XML can hold them, and they are signs of a wrong
# conversion. Tab and line end are the text's own; a form feed is a page break, that is, white space.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def decode_source(data: bytes, path: str) -> str:
    """Return the text of a source file, its lines ended by a line feed, without a byte-order mark.

    Every other character stays as it is. Raises `Faults` for bytes that are not UTF-8 and for characters that
    no page can show.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02X}; save the file with the encoding UTF-8"
        raise Faults([Fault(path=path, line=line, message=message)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := list(UNPRINTABLE.finditer(text)):
        raise Faults(
            Fault(path=path, line=text.count("\n", 0, match.start()) + 1, message=describe_unprintable(match))
            for match in found[:10]
        )
    return text


def describe_unprintable(match: re.Match[str]) -> str:
    """Return the message for a character that `UNPRINTABLE` found."""
    return f"character U+{ord(match[0]):04X} can't be shown in a page; remove it"
