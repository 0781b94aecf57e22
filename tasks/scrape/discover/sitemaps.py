"""Links of sitemaps, news sitemaps and sitemap indexes (sitemaps.org, Google's news namespace)."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from tasks.scrape.discover.found import FoundLink, Unreadable, claimed_date, folded, unpacked

ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}

MAX_ENTRIES = 50_000
"""Entries that one sitemap may have by its protocol; what comes after them is not read."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, or further sitemaps."""

    links: tuple[FoundLink, ...] = ()
    nested: tuple[FoundLink, ...] = ()
    is_news: bool = False  # some page has Google's news element
    is_cut: bool = False  # it goes on after MAX_ENTRIES


def read_sitemap(data: bytes, url: str, limit: int) -> Sitemap:
    """Return what a sitemap names, in its order; a gzip'd one may unpack to `limit` bytes.

    A text of one address a line is a sitemap too. Raises Unreadable where it is none. It is read as it
    streams by, and neither entities nor anything outside is looked up.
    """
    data = unpacked(data, url, limit)
    if (lines := _addresses(data)) is not None:
        return Sitemap(tuple(map(FoundLink, lines[:MAX_ENTRIES])), is_cut=len(lines) > MAX_ENTRIES)
    try:
        return _read(data, url)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(f"{url} is no well-formed XML: {fault}.") from fault


def _read(data: bytes, url: str) -> Sitemap:
    found: list[FoundLink] = []
    is_news = False
    events = _events(data)
    root = _name(next(events)[1])
    if root not in ROOTS:
        raise Unreadable(f"{url} is no sitemap: its first element is <{root}>.")
    depth = 1
    for event, element in events:
        depth += 1 if event == "start" else -1
        if event == "start" or depth != 1:
            continue
        if _name(element) == ROOTS[root] and (link := _link(element)) is not None:
            if len(found) == MAX_ENTRIES:
                return _sitemap(root, found, is_news, is_cut=True)
            found.append(link)
            is_news = is_news or any(_name(child) == "news" for child in element)
        _forget(element)
    return _sitemap(root, found, is_news, is_cut=False)


def _sitemap(root: str, found: list[FoundLink], is_news: bool, *, is_cut: bool) -> Sitemap:
    if root == "sitemapindex":
        return Sitemap(nested=tuple(found), is_cut=is_cut)
    return Sitemap(tuple(found), is_news=is_news, is_cut=is_cut)


def _events(data: bytes) -> Iterator[tuple[str, Any]]:
    events: Iterator[tuple[str, Any]] = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return events


def _forget(element: Any) -> None:
    """Drop an entry that was read, and those before it, so that a large sitemap takes no memory."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _addresses(data: bytes) -> list[str] | None:
    """Return the lines of a text sitemap; None where any of its first lines is no address."""
    if not data[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"http://", b"https://")):
        return None
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    if any(" " in line or not line.startswith(("http://", "https://")) for line in lines[:100]):
        return None
    return lines


def _link(item: Any) -> FoundLink | None:
    # Children alone: an image or video beside the page has a <loc> and a <title> of its own.
    words = _words(item)
    news = next((_words(child) for child in item if _name(child) == "news"), {})
    if not words.get("loc"):
        return None
    return FoundLink(
        url=words["loc"],
        title=folded(news.get("title")),
        published=claimed_date(news.get("publication_date")),
        modified=claimed_date(words.get("lastmod")),
    )


def _words(element: Any) -> dict[str, str]:
    """Return the texts of an element's children; one with an entity in it is no text."""
    return {_name(child): (child.text or "").strip() for child in element if not len(child)}


def _name(element: Any) -> str:
    """Return an element's name without its namespace; an entity left as it stands has none."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def sitemaps_of_robots(data: bytes, url: str) -> list[FoundLink]:
    """Return the sitemaps that a robots.txt names; raise Unreadable for a page in its place."""
    from protego import Protego

    head = data[:200].lstrip().lower()
    if head.startswith(b"<"):
        raise Unreadable(f"{url} is a page, not a robots.txt.")
    named = Protego.parse(data.decode("utf-8-sig", "replace").replace("\x00", "")).sitemaps
    host = urlsplit(url).netloc
    # A line such as `Sitemap: /map.xml` is not by the book, and plain to read.
    return [FoundLink(f"//{host}{line}" if line.startswith("/") else line) for line in named]
