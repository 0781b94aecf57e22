"""Links of a listing page: those that match the source's pattern."""

import re
import warnings
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tasks.scrape.discover.found import FoundLink, Unreadable, folded

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


def soup_of(data: bytes, *tags: str) -> "BeautifulSoup":
    """Parse a page, or these tags of it alone; what it looks like otherwise (XML, a path) is no news here."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
    from bs4.filter import SoupStrainer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(data, "lxml", parse_only=SoupStrainer(list(tags)) if tags else None)


def read_listing(data: bytes, url: str, pattern: str) -> list[FoundLink]:
    """Return the links of a page that contain a pattern, resolved, each once, with their text.

    Raises Unreadable where the page has no link at all.
    """
    soup = soup_of(data, "a", "base")
    base = soup.find("base", href=True)
    root = urljoin(url, str(base["href"])) if base else url
    wanted = re.compile(pattern)
    titles: dict[str, str | None] = {}
    anchors = soup.find_all("a", href=True)
    if not anchors:
        raise Unreadable(f"{url} is no listing: it has no links.")
    for anchor in anchors:
        try:
            target = urljoin(root, str(anchor["href"]).strip())
        except ValueError:
            continue  # an address that no browser could follow either
        if wanted.search(target):
            # A picture and a headline often lead to the same page; only one of them has words.
            titles[target] = titles.get(target) or folded(anchor.get_text(" "))
    return [FoundLink(target, title) for target, title in titles.items()]
