"""Links of sitemaps, news sitemaps and sitemap indexes (sitemaps.org, Google's news namespace)."""

from dataclasses import dataclass

from lxml import etree

from tasks.scrape.archive.coding import CodingFault, gunzip
from tasks.scrape.discover.found import FoundLink, Unreadable, claimed_date, folded

ROOTS = ("urlset", "sitemapindex")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap names: pages, or further sitemaps."""

    links: tuple[FoundLink, ...] = ()
    nested: tuple[FoundLink, ...] = ()


def read_sitemap(data: bytes, url: str, limit: int) -> Sitemap:
    """Return what a sitemap names, in its order; a gzip'd one may unpack to `limit` bytes.

    Raises Unreadable where it is no sitemap. Neither entities nor anything outside is looked up.
    """
    root = _parse(_plain(data, url, limit), url)
    if _name(root) not in ROOTS:
        raise Unreadable(f"{url} is no sitemap: its first element is <{_name(root)}>.")
    found = tuple(link for item in root if (link := _link(item)) is not None)
    return Sitemap(nested=found) if _name(root) == "sitemapindex" else Sitemap(links=found)


def _plain(data: bytes, url: str, limit: int) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gunzip(data, limit)
    except CodingFault as fault:
        raise Unreadable(f"{url} cannot be unpacked. {fault}") from fault


def _parse(data: bytes, url: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unreadable(f"{url} is no well-formed XML: {fault}.") from fault


def _link(item: etree._Element) -> FoundLink | None:
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


def _words(element: etree._Element) -> dict[str, str]:
    return {_name(child): (child.text or "").strip() for child in element}


def _name(element: etree._Element) -> str:
    """Return an element's name without its namespace; an entity left as it stands has none."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
