"""Pages of our own make: one file each, in which what others wrote has no power and nothing is loaded."""

import base64
import hashlib
import html
from importlib.resources import files
from typing import Final

from tasks.report.harmless import plain

NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""The policy that every page begins with: nothing runs and nothing is loaded but what it names beside."""


def filled(name: str, parts: dict[str, str]) -> str:
    """Return the page of a name, under the head of all, with each `{{PART}}` in place.

    What is filled in is not looked into. The head wants POLICY, TITLE and STYLE.
    """
    out, *rest = (page_text("head.html") + page_text(name)).split("{{")
    pieces = [out]
    for piece in rest:
        part, _, tail = piece.partition("}}")
        pieces += [parts[part], tail]
    return "".join(pieces)


def page_text(name: str) -> str:
    """Return a file of our own of the folder `page`."""
    return (files("tasks.report") / "page" / name).read_text("utf-8")


def styles(name: str) -> str:
    """Return the colours that all pages share, dark and light, and the style of one."""
    return page_text("colours.css") + page_text(name)


def only(text: str) -> str:
    """Return the source expression of a policy that allows this very script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def shown(text: object) -> str:
    """Return what others wrote as text of a page, or as a quoted attribute of one."""
    return html.escape(plain(str(text)))


def is_web(url: str | None) -> bool:
    """Say whether a link may lead there: to the web, and to no script."""
    return bool(url) and url.lower().startswith(("http://", "https://"))  # type: ignore[union-attr]


def away(url: str, words: str) -> str:
    """Return a link out of a page; it says nothing of where it was followed."""
    return f'<a href="{shown(url)}" target="_blank" rel="noopener noreferrer nofollow">{shown(words)}</a>'


def writable(page: str) -> bytes:
    """Return a page as UTF-8; half a surrogate pair, which none can hold, is a question mark."""
    return page.encode("utf-8", "replace")
