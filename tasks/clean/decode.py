"""Bytes to text: the byte order mark, then what the page declares if it holds, then detection."""

import codecs
import re
from dataclasses import dataclass
from functools import cache

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these labels (WHATWG Encoding Standard, section 4.2).
_BROWSER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")
_SAMPLE = 60_000  # bytes that detection reads
_UPPER = re.compile(r"[^\x00-\x7f]")
_UNMARKED = re.compile(rb"<[^>]*>|[\x00-\x7f]{200,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and the bytes that say the same in UTF-8 where the page is sent so."""

    text: str
    utf8: bytes | None = None


def read(data: bytes, content_type: str | None = None) -> Decoded:
    """Return a page's text as `decode` does, with its own bytes where a parser may take those."""
    if not data.startswith(tuple(mark for mark, _ in _BOMS)) and b"\0" not in data:
        try:
            return Decoded(data.decode("utf-8"), data)
        except UnicodeDecodeError:
            pass  # judged below
    return Decoded(decode(data, content_type))


def decode(data: bytes, content_type: str | None = None) -> str:
    """Return the text of a page; characters that no encoding gives become U+FFFD, NULs are dropped."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(name, "replace"))
    try:
        return _clean(data.decode("utf-8"))  # by chance almost never valid, whatever the header says
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")  # judged below
    if text.count("\ufffd") * 10 <= len(_UPPER.findall(text)):
        return _clean(text)  # UTF-8 with a few torn characters
    declared = _declared(data, content_type)
    for name in declared:
        read = _strictly(data, name)
        if read is not None and _plausible(read):
            return _clean(read)
    return _clean(_detected(data) or data.decode(declared[0] if declared else "utf-8", "replace"))


def is_binary(data: bytes) -> bool:
    """Tell pictures, archives, PDF and the like from text, by their first bytes."""
    head = data[:4096]
    if head.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF")
    ):
        return True
    if head.startswith(tuple(mark for mark, _ in _BOMS[1:])):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > len(head) // 50


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that page and header name; the page knows better than its server."""
    head = data[:4096]
    labels = [
        match[1].decode("ascii", "ignore") for match in (_XML.search(head), _META.search(head)) if match
    ]
    if match := _HEADER.search(content_type or ""):
        labels.append(match[1])
    names = [name for label in labels if (name := _codec(label)) and name != "utf-8"]
    return list(dict.fromkeys(names))


@cache
def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
    except LookupError:
        return None
    # base64, rot13 and the like are codecs too, but not of text to bytes; utf-7 is an attack.
    if not getattr(info, "_is_text_encoding", True) or info.name in {"utf-7", "idna", "punycode"}:
        return None
    if info.name in {"unicode_escape", "raw_unicode_escape", "undefined"} or info.name.startswith("utf-16"):
        return None
    return _BROWSER.get(info.name, info.name)


def _strictly(data: bytes, name: str) -> str | None:
    """Decode with at most one bad byte in a thousand, else None."""
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        text = data.decode(name, "replace")
        return text if text.count("\ufffd") * 1000 <= len(text) else None
    except Exception:  # codecs outside our control raise what they like, and a page chose this one
        return None


def _plausible(text: str) -> bool:
    """Tell prose from another script's bytes read as Latin: those are accented letters, word on word."""
    marked = [char for char in text[:400_000] if char > "\x7f"]
    if len(marked) < 40:
        return True
    latin = sum("\xa1" <= char <= "\xff" for char in marked)
    if latin * 10 < len(marked) * 9:
        return True
    runs = re.findall(r"[\xa1-\xff]{4,}", text[:400_000])
    return sum(map(len, runs)) * 3 < latin


def _detected(data: bytes) -> str | None:
    """Ask charset-normalizer about the prose, tags taken out; None where it has no idea."""
    from charset_normalizer import from_bytes

    prose = _UNMARKED.sub(b" ", data)[:_SAMPLE]
    try:
        best = from_bytes(prose or data[:_SAMPLE]).best()
    except Exception:  # a detector that stumbles is a detector without an answer
        return None
    name = _codec(best.encoding) if best else None
    return data.decode(name, "replace") if name else None


def _clean(text: str) -> str:
    return text.replace("\x00", "").removeprefix("\ufeff")
