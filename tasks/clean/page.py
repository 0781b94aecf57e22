"""The one parse of a page, which metadata, links and body share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import cast
from urllib.parse import urljoin

from lxml import etree

from tasks.clean.words import fold

MAX_CHARS = 6_000_000
MAX_NODES = 120_000
ASKED = ("meta", "link", "script", "title", "h1", "h2", "h3", "time")
_STRING = etree.XPath("string()", smart_strings=False)
_COUNT = etree.XPath("count(//*)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|article|section|br|span|a|table|h[1-6])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page and the address it came from."""

    root: etree._Element
    url: str
    tagged: dict[str, list[etree._Element]] = field(default_factory=dict)  # those of `ASKED`, in their order

    def named(self, tag: str) -> list[etree._Element]:
        """Return the elements of a tag of `ASKED`."""
        return self.tagged.get(tag, [])

    def absolute(self, link: str | None) -> str | None:
        """Resolve a link against the page's own address; None where it is no web address."""
        if not link or not link.strip():
            return None
        base = self.url if self.url.startswith("http") else ""
        try:
            found = urljoin(base, link.strip())
        except ValueError:
            return None
        return found if found.lower().startswith(("http://", "https://")) and " " not in found else None


class TooLarge(ValueError):
    """The page has more characters or nodes than any article."""


def looks_like_html(text: str) -> bool:
    """Tell markup from saved text by content: tags, not the file's name or header."""
    head = text[:20_000]
    tags = len(list(islice(_TAG.finditer(head), 3)))
    return tags >= 3 or (tags >= 1 and head.lstrip().startswith("<"))


def parse(text: str, url: str, utf8: bytes | None = None) -> Page | None:
    """Parse a page; None where there is no element in it. Raises TooLarge.

    `utf8` is the text in that encoding, where the caller has it.
    """
    if len(text) > MAX_CHARS:
        raise TooLarge
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    declared = _DECLARATION.match(text)
    if declared or utf8 is None:
        utf8 = text[declared.end() if declared else 0 :].encode("utf-8", "replace")
    try:
        root = cast("etree._Element | None", etree.fromstring(utf8, parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    if len(utf8) > 2 * MAX_NODES and cast("float", _COUNT(root)) > MAX_NODES:
        raise TooLarge
    tagged: dict[str, list[etree._Element]] = {}
    for node in root.iter(*ASKED):
        tagged.setdefault(node.tag, []).append(node)
    return Page(root, url, tagged)


def find(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements of an XPath, in document order."""
    return cast("list[etree._Element]", node.xpath(path))


def found(path: etree.XPath, node: etree._Element) -> list[etree._Element]:
    """Return the elements of a compiled XPath, in document order."""
    return cast("list[etree._Element]", path(node))


def text_of(node: etree._Element | None) -> str:
    """Return the folded text of a whole subtree."""
    if node is None:
        return ""
    if not len(node):
        return fold(node.text or "")
    if any(child.tag not in INLINE for child in node.iterdescendants()):
        return fold(" ".join(spaced(node)))
    return fold(cast("str", _STRING(node)))


def spaced(node: etree._Element) -> Iterator[str]:
    """Return the pieces of text of a subtree, joined where only inline tags stand between them."""
    joined: list[str] = []
    for event, child in etree.iterwalk(node, events=("start", "end")):
        block = child.tag not in INLINE
        if event == "start":
            if block and joined:
                yield "".join(joined)
                joined = []
            if child.text:
                joined.append(child.text)
        else:
            if block and joined:
                yield "".join(joined)
                joined = []
            if child.tail and child is not node:
                joined.append(child.tail)
    if joined:
        yield "".join(joined)


INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
