"""A subtree as a list of blocks: paragraphs, headings, list items, quotes, captions."""

import re
from dataclasses import dataclass

from lxml import etree

from tasks.clean.page import INLINE
from tasks.clean.words import ends_sentence, fold, is_furniture

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "embed",
        "fieldset",
        "form",
        "iframe",
        "input",
        "map",
        "math",
        "meta",
        "link",
        "head",
        "noscript",
        "object",
        "option",
        "picture",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
        "nav",
        "dialog",
        "menu",
    ]
)
_CAPTION_CLASS = re.compile(r"caption|credit|legend|photo-?desc|image-?desc|wp-caption", re.IGNORECASE)
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text as it stands on its own, and how much of it is links."""

    kind: str  # 'paragraph' 'heading' 'item' 'quote' 'caption' 'cell'
    text: str
    link_chars: int
    node: etree._Element  # the element in which its text begins
    worth: float  # how much it speaks for the element it stands in, see `worth`

    @property
    def link_share(self) -> float:
        """Share of its characters that are links."""
        return self.link_chars / max(1, len(self.text))


class _Writer:
    """Gathers inline text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._links = 0
        self._owner: etree._Element | None = None

    def add(self, text: str | None, node: etree._Element, in_link: bool) -> None:
        if not text:
            return
        if self._owner is None:
            if text.isspace():
                return
            self._owner = node
        self._parts.append(text)
        if in_link:
            self._links += len(text.strip())

    def flush(self, kind: str) -> None:
        if self._owner is not None:
            text = fold("".join(self._parts))
            if text:
                links = min(self._links, len(text))
                self.blocks.append(Block(kind, text, links, self._owner, worth(kind, text, links)))
        self._parts, self._links, self._owner = [], 0, None

    def soft_break(self, kind: str) -> None:
        """A single <br>: a break after a sentence of some length, else a space."""
        if not self._parts:
            return
        tail = self._parts[-1].rstrip()
        if sum(map(len, self._parts)) >= 80 and ends_sentence(tail):
            self.flush(kind)
        else:
            self._parts.append(" ")


def blocks_of(node: etree._Element, skip: frozenset[etree._Element] = frozenset()) -> list[Block]:
    """Return the blocks of a subtree in reading order, without `skip` and what holds no text."""
    writer = _Writer()
    _walk(node, writer, skip, "paragraph", False, 0)
    writer.flush("paragraph")
    return writer.blocks


def worth(kind: str, text: str, link_chars: int) -> float:
    """Return how much a block speaks for the element it stands in: prose for, links and crumbs against."""
    size = len(text)
    share = link_chars / max(1, size)
    if is_furniture(text):
        return -20.0
    if kind == "heading":
        return -10.0 if share > 0.5 else 5.0
    if kind == "caption":
        return 0.0
    if share > 0.5:
        return -10.0 - min(size, 100) * 0.4
    if size < 40:
        return {"item": -10.0, "cell": 0.0}.get(kind, -6.0)
    value = min(size, 600) * (1 - share)
    if kind == "cell":
        value *= 0.5 if size > 160 else 0.0  # shorter ones are data, or boxes of a page laid out in tables
    return value if size >= 80 else value * 0.5


def _walk(
    node: etree._Element, out: _Writer, skip: frozenset[etree._Element], kind: str, in_link: bool, depth: int
) -> None:
    out.add(node.text, node, in_link)
    broke = False
    for child in node:
        tag = child.tag
        if tag == "br":
            out.flush(kind) if broke else out.soft_break(kind)
        elif tag in _SILENT or child in skip or depth > MAX_DEPTH or not isinstance(tag, str):
            pass
        elif tag in INLINE and not _holds_blocks(child):
            _walk(child, out, skip, kind, in_link or tag == "a", depth + 1)
        else:
            out.flush(kind)
            inner = _kind(child, kind)
            _walk(child, out, skip, inner, in_link or tag == "a", depth + 1)
            out.flush(inner)
        tail = child.tail
        broke = tag == "br" and not (tail and tail.strip())
        out.add(tail, node, in_link)


def _kind(node: etree._Element, outer: str) -> str:
    tag = node.tag
    if tag in _HEADINGS:
        return "heading"
    if tag == "figcaption" or (outer != "caption" and _CAPTION_CLASS.search(node.get("class") or "")):
        return "caption"
    if outer == "cell" and tag == "p":
        return "paragraph"  # a table for layout, not for data
    if outer != "paragraph":
        return outer
    return {"li": "item", "dd": "item", "dt": "item", "blockquote": "quote", "td": "cell", "th": "cell"}.get(
        str(tag), "paragraph"
    )


def _holds_blocks(node: etree._Element) -> bool:
    """Tell an inline tag that wraps block tags, as <a> and <span> do on some pages."""
    return len(node) > 0 and any(
        child.tag not in INLINE and child.tag != "br" for child in node.iterdescendants()
    )
