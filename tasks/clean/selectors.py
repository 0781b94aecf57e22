"""The CSS that rules are written in, as XPath on the shared tree; what it lacks soupsieve reads."""

import re
from functools import cache
from typing import cast

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml import etree
from soupsieve import SelectorSyntaxError

from tasks.clean.page import find

_PART = re.compile(
    r"""(?P<tag>^[a-zA-Z][\w-]*|^\*)
    | \.(?P<class>[\w-]+)
    | \#(?P<id>[\w-]+)
    | \[(?P<attr>[\w:-]+)(?:(?P<op>[~^$*|]?)=["']?(?P<value>[^"'\]]*)["']?)?\]""",
    re.VERBOSE,
)


def select(root: etree._Element, css: str) -> list[etree._Element]:
    """Return the elements of a selector list, each once, in document order; none for what is no CSS.

    Tags, classes, ids, attribute tests, descendants and children are read on the tree itself, the rest of
    CSS through a soup of the whole page: slower, so a rule should do without it.
    """
    try:
        return find(root, xpath_of(css))
    except (ValueError, etree.XPathEvalError):
        return _by_soup(root, css)


@cache
def xpath_of(css: str) -> str:
    """Translate a selector list into one XPath. Raises ValueError where it uses more than the subset."""
    return " | ".join(_chain(one.strip()) for one in css.split(","))


def without(node: etree._Element, css: tuple[str, ...]) -> etree._Element:
    """Return a copy of a subtree without what the selectors name; any CSS that soupsieve knows."""
    from lxml import html

    soup = BeautifulSoup(etree.tostring(node, encoding="unicode", method="html", with_tail=False), "lxml")
    for selector in css:
        for tag in soup.select(selector):
            tag.decompose()
    top = soup.find(str(node.tag))
    return cast(
        "etree._Element",
        html.fragment_fromstring(str(top if isinstance(top, Tag) else soup), create_parent="div"),
    )


def _by_soup(root: etree._Element, css: str) -> list[etree._Element]:
    numbered = {str(n): node for n, node in enumerate(root.iter("*"))}
    for number, node in numbered.items():
        node.set("data-dateline-n", number)
    soup = BeautifulSoup(etree.tostring(root, encoding="unicode", method="html"), "lxml")
    try:
        return [numbered[str(tag["data-dateline-n"])] for tag in soup.select(css)]
    except (SelectorSyntaxError, NotImplementedError):  # the latter: pseudo-elements
        return []
    finally:
        for node in numbered.values():
            node.attrib.pop("data-dateline-n", "")


def _chain(css: str) -> str:
    if not css:
        raise ValueError("an empty selector")
    path, axis = "", "//"
    for word in css.replace(">", " > ").split():
        if word == ">":
            axis = "/"
            continue
        path += (axis if path else "descendant-or-self::" if axis == "//" else "child::") + _compound(word)
        axis = "//"
    return path


def _compound(css: str) -> str:
    tag, tests, at = "*", [], 0
    while at < len(css):
        match = _PART.match(css, at) if at else _PART.match(css)
        if not match or match.end() == at:
            raise ValueError(f"the selector {css!r} is beyond the subset")
        if match["tag"]:
            tag = match["tag"].lower()
        elif match["class"]:
            tests.append(f"contains(concat(' ', normalize-space(@class), ' '), ' {match['class']} ')")
        elif match["id"]:
            tests.append(f"@id='{match['id']}'")
        else:
            tests.append(_attribute(match["attr"], match["op"], match["value"]))
        at = match.end()
    return tag + "".join(f"[{test}]" for test in tests)


def _attribute(name: str, operator: str | None, value: str | None) -> str:
    if value is None:
        return f"@{name}"
    quoted = f"'{value}'"
    return {
        "^": f"starts-with(@{name}, {quoted})",
        "*": f"contains(@{name}, {quoted})",
        "$": f"substring(@{name}, string-length(@{name}) - {len(value) - 1}) = {quoted}",
        "~": f"contains(concat(' ', normalize-space(@{name}), ' '), ' {value} ')",
        "|": f"(@{name}={quoted} or starts-with(@{name}, '{value}-'))",
    }.get(operator or "", f"@{name}={quoted}")
