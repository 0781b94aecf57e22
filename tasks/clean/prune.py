"""Take out of the tree what is never the article, without taking the article with it."""

from typing import cast

from lxml import etree

from tasks.clean.names import is_beside
from tasks.clean.page import found

_NEVER = (
    "script",
    "style",
    "noscript",
    "svg",
    "iframe",
    "button",
    "template",
    "select",
    "nav",
    "object",
    "embed",
    "canvas",
    "textarea",
    "dialog",
    "audio",
    "video",
    "picture",
    "input",
    "img",
    "source",
    "map",
    "menu",
)
_SELDOM = ("form", "footer", "aside")
_NAMED = etree.XPath("//body//*[@class or @id or @role or @hidden or @aria-hidden or @style]")
_STRING = etree.XPath("string()", smart_strings=False)
_LINKS = etree.XPath(".//a")


def prune(root: etree._Element) -> None:
    """Drop scripts, forms, navigation and boxes; what holds a good part of the page's prose stays."""
    etree.strip_elements(root, *_NEVER, with_tail=False)
    everything = prose(root)
    for node in [*root.iter(*_SELDOM), *(n for n in found(_NAMED, root) if is_beside(n))]:
        if spare(node, everything):
            continue
        drop(node)


def spare(node: etree._Element, everything: int) -> bool:
    """Tell a node with over a quarter of the prose: it is the article, in a box that is named badly."""
    return len(_text(node)) * 4 > everything and prose(node) * 4 > everything


def prose(node: etree._Element) -> int:
    """Count the characters of a subtree that stand in no link."""
    return len(_text(node)) - sum(len(_text(link)) for link in found(_LINKS, node))


def _text(node: etree._Element) -> str:
    return cast("str", _STRING(node))


def drop(node: etree._Element) -> None:
    """Take an element out and leave the text after it where it was."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
