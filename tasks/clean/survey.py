"""One walk over a page: its blocks of text, the elements they stand in, and where its claims are shown."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

from tasks.clean.blocks import Block, worth
from tasks.clean.names import ARTICLE, BOX, BYLINE, CAPTION, CRUMB, DATED, HIDDEN, marks_of, oddity
from tasks.clean.page import INLINE
from tasks.clean.words import ends_sentence, fold

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SILENT = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "dialog",
        "embed",
        "fieldset",
        "head",
        "iframe",
        "input",
        "link",
        "map",
        "math",
        "menu",
        "meta",
        "nav",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "source",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "track",
        "video",
    ]
)
_SELDOM = frozenset(("form", "footer", "aside"))
_SAFE = frozenset(("body", "html", "article", "main", "h1"))
_PICTURES = frozenset(("img", "picture"))
_PICTURE_BOXES = frozenset(("div", "td", "figure", "section"))
_STATING = frozenset(("itemprop", "itemtype", "rel"))
_TELLING = _STATING | {"style", "role", "hidden", "aria-hidden"}
_CHILDREN = cast("Callable[[etree._Element, slice], list[etree._Element]]", etree._Element.__getitem__)
_ALL = slice(None)  # of a node's children: a list of them takes a third of the time of their iterator
_ITEMS = cast("Callable[[etree._Element], list[tuple[str, str]]]", etree._Element.items)
_TEXT = etree.XPath("string()", smart_strings=False)
_KINDS = {
    "li": "item",
    "dd": "item",
    "dt": "item",
    "blockquote": "quote",
    "td": "cell",
    "th": "cell",
    "figcaption": "caption",
    **dict.fromkeys(_HEADINGS, "heading"),
}
_FIGURE_TEXT = re.compile(
    r"wp-caption-text|(?:image|photo|img|picture)[-_]?_?caption|caption-text", re.IGNORECASE
)
_IN, _BLOCK, _BREAK, _PICTURE, _SKIP = range(5)  # the first two are walked into
_ACTIONS: dict[object, int] = {
    **dict.fromkeys(INLINE, _IN),
    **dict.fromkeys(_SILENT, _SKIP),
    **dict.fromkeys(_PICTURES, _PICTURE),
    "br": _BREAK,
    **dict.fromkeys((etree.Comment, etree.PI, etree.Entity), _SKIP),  # whose tag is their maker
}
_NOTED, _BESIDE = CRUMB | BYLINE | DATED, BOX | HIDDEN
MAX_DEPTH = 200


class Places(NamedTuple):
    """The elements that stand as blocks, in the order of the page: a column for each thing known of them."""

    nodes: Sequence[etree._Element]
    tags: Sequence[str]
    parents: Sequence[int]  # their index; -1 for the top
    marks: Sequence[int]
    firsts: Sequence[int]  # to `ends`, the half-open range of the blocks in it
    depths: Sequence[int]
    ends: Sequence[int]
    named: Sequence[int]  # which of them have marks


_NOWHERE = Places((), (), (), (), (), (), (), ())


@dataclass(slots=True)
class Survey:
    """What one walk saw, in the order of the page."""

    blocks: list[Block] = field(default_factory=list)
    places: Places = _NOWHERE
    crumbs: list[etree._Element] = field(default_factory=list)
    bylines: list[etree._Element] = field(default_factory=list)
    dated: list[etree._Element] = field(default_factory=list)
    captions: list[tuple[int, etree._Element]] = field(default_factory=list)  # 0 is the surest
    stated: list[etree._Element] = field(default_factory=list)  # with itemprop, itemtype or rel=author


def survey(root: etree._Element) -> Survey:
    """Walk a page, or a subtree of one. Nothing in the tree is changed."""
    walk = _Walk()
    body = root if root.tag == "body" else root.find("body")
    walk.start(root if body is None else body)
    walk.seen.places = walk.places()
    _captions_of_pictures(walk.seen, walk.pictured)
    return walk.seen


class _Walk:
    """The state of a walk: the inline text gathered since the last block ended."""

    def __init__(self) -> None:
        self.seen = Survey()
        self.pictured: list[int] = []
        self.rows: list[tuple[etree._Element, str, int, int, int, int]] = []  # of the places, but their ends
        self.ends: list[int] = []
        self.named: list[int] = []
        self._parts: list[str] = []
        self._links = 0
        self._strong = 0
        self._place = -1  # where the first part stands, while there is one

    def places(self) -> Places:
        """Return what was entered, by columns."""
        nodes, tags, parents, marks, firsts, depths = zip(*self.rows, strict=True)
        return Places(nodes, tags, parents, marks, firsts, depths, self.ends, self.named)

    def start(self, top: etree._Element) -> None:
        """Walk all that an element holds."""
        kind = _KINDS.get(top.tag, "paragraph")
        self.rows.append((top, top.tag, -1, 0, 0, 0))
        self.ends.append(0)
        self._inside(top, 0, kind, False, False, 0)
        if self._parts:
            self._flush(kind)
        self.ends[0] = len(self.seen.blocks)

    def _inside(
        self, node: etree._Element, place: int, kind: str, linked: bool, strong: bool, depth: int
    ) -> None:
        """Walk what an element holds. Most of the time of a walk goes by in this loop."""
        parts = self._parts
        text = node.text
        counted = linked or strong
        if text and (parts or not text.isspace()):
            if counted or not parts:
                self._add(text, place, linked, strong)
            else:
                parts.append(text)
        broke = False
        for child in _CHILDREN(node, _ALL):
            tag = child.tag
            action = _ACTIONS.get(tag, _BLOCK)
            if action <= _BLOCK:
                if depth < MAX_DEPTH:
                    named = _ITEMS(child)
                    marks = self._marks(child, named) if named else 0
                    if marks & _NOTED:
                        self._note(child, marks)
                    if action == _BLOCK:
                        if parts:
                            self._flush(kind)
                        self._block(child, tag, marks, place, kind, linked, depth + 1)
                    elif not marks & _BESIDE or len(cast("str", _TEXT(child))) >= 300:
                        bold = strong or tag == "strong" or tag == "b"
                        self._inside(child, place, kind, linked or tag == "a", bold, depth + 1)
            elif action == _BREAK:
                if broke:
                    self._flush(kind)
                else:
                    self._soft_break(kind)
            elif action == _PICTURE:
                self.pictured.append(place)
            elif tag == "nav":
                self._nav(child)
            tail = child.tail
            if tail and (parts or not tail.isspace()):
                if counted or not parts:
                    self._add(tail, place, linked, strong)
                else:
                    parts.append(tail)
            broke = action == _BREAK and not (tail and tail.strip())

    def _block(
        self, child: etree._Element, tag: str, marks: int, place: int, kind: str, linked: bool, depth: int
    ) -> None:
        """Walk an element that stands as a block."""
        index = len(self.ends)
        if marks or tag in _SELDOM:
            if tag in _SAFE:
                marks &= ~_BESIDE
            elif tag in _SELDOM:
                marks |= BOX
            if marks:
                self.named.append(index)
        if kind == "paragraph" and not marks & CAPTION:
            inner = _KINDS.get(tag, kind)
        else:
            inner = _inner(tag, marks, kind)
        if inner == "caption" and kind != "caption":
            self._caption(child, tag)
        blocks = self.seen.blocks
        self.ends.append(0)
        self.rows.append((child, tag, place, marks, len(blocks), depth))
        if len(child):
            self._inside(child, index, inner, linked, False, depth)
        elif (text := child.text) and not text.isspace():
            self._add(text, index, linked, False)
        if self._parts:
            self._flush(inner)
        self.ends[index] = len(blocks)

    def _nav(self, node: etree._Element) -> None:
        """Keep a breadcrumb, which stands in a <nav> that is else not read."""
        for inner in (node, *islice(node, 4)):
            marks = self._marks(inner, _ITEMS(inner))
            if marks & CRUMB or "readcrumb" in (inner.get("aria-label") or ""):
                self.seen.crumbs.append(inner)

    def _marks(self, node: etree._Element, attributes: list[tuple[str, str]]) -> int:
        marks = 0
        for name, value in attributes:
            if name == "class" or name == "id":
                marks |= marks_of(value)
            elif name in _TELLING:
                marks |= oddity(name, value)
                if name in _STATING and (name != "rel" or value == "author"):
                    self.seen.stated.append(node)
        return marks

    def _note(self, node: etree._Element, marks: int) -> None:
        if marks & CRUMB:
            self.seen.crumbs.append(node)
        if marks & BYLINE:
            self.seen.bylines.append(node)
        if marks & DATED:
            self.seen.dated.append(node)

    def _caption(self, node: etree._Element, tag: str) -> None:
        if tag == "figcaption":
            inside = any(above.tag in ("article", "main") for above in node.iterancestors())
            self.seen.captions.append((0 if inside else 1, node))
        elif _is_figure_text(node.get("class") or ""):
            self.seen.captions.append((2, node))

    def _add(self, text: str, place: int, linked: bool, strong: bool) -> None:
        if not self._parts:
            self._place = place
        self._parts.append(text)
        if linked:
            self._links += len(text.strip())
        if strong:
            self._strong += len(text)

    def _flush(self, kind: str) -> None:
        parts = self._parts
        if not parts:
            return
        text = fold(parts[0] if len(parts) == 1 else "".join(parts))
        if text:
            size = len(text)
            links = min(self._links, size)
            bold = min(self._strong, size) / size
            share = links / size
            self.seen.blocks.append(
                Block(kind, text, links, share, worth(kind, text, share), self._place, bold)
            )
        parts.clear()
        self._links = self._strong = 0

    def _soft_break(self, kind: str) -> None:
        """A single <br>: a break after a sentence of some length, else a space."""
        if not self._parts:
            return
        if sum(map(len, self._parts)) >= 80 and ends_sentence(self._parts[-1].rstrip()):
            self._flush(kind)
        else:
            self._parts.append(" ")


def _inner(tag: str, marks: int, outer: str) -> str:
    kind = _KINDS.get(tag)
    if kind == "heading" or kind == "caption":
        return kind
    if outer != "caption" and marks & CAPTION and tag not in _SAFE and not marks & ARTICLE:
        return "caption"
    if outer == "cell" and tag == "p":
        return "paragraph"  # a table for layout, not for data
    return outer if outer != "paragraph" else kind or "paragraph"


@lru_cache(maxsize=5_000)
def _is_figure_text(name: str) -> bool:
    return bool(_FIGURE_TEXT.search(name))


def _captions_of_pictures(seen: Survey, pictured: list[int]) -> None:
    """Take the line of text in a picture's box for its caption, where the box holds nothing else."""
    places = seen.places
    for index in dict.fromkeys(pictured):
        first, end = places.firsts[index], places.ends[index]
        if places.tags[index] not in _PICTURE_BOXES or not 0 < end - first <= 4:
            continue
        if not 12 < sum(len(block.text) for block in seen.blocks[first:end]) < 250:
            continue
        if any(tag in ("p", "h1") for tag in _within(places, index)):
            continue
        for at in range(first, end):
            seen.blocks[at] = seen.blocks[at].as_caption()
        seen.captions.append((3, places.nodes[index]))


def _within(places: Places, index: int) -> Sequence[str]:
    """Return the tags of the places inside one, which follow it."""
    depth = places.depths[index]
    end = index + 1
    while end < len(places.depths) and places.depths[end] > depth:
        end += 1
    return places.tags[index + 1 : end]
