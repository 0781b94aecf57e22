"""Read a feed, sitemap, listing or robots.txt by what its bytes are."""

from collections.abc import Callable
from dataclasses import dataclass

from tasks.scrape.discover.feeds import read_feed_of_kind
from tasks.scrape.discover.found import FoundLink, Unreadable, unpacked
from tasks.scrape.discover.json_feeds import is_json, read_json_feed
from tasks.scrape.discover.listings import read_listing
from tasks.scrape.discover.sitemaps import MAX_ENTRIES, read_sitemap, sitemaps_of_robots
from tasks.scrape.sources import Feed
from tasks.settings import Settings

SITEMAPS = ("sitemap", "news_sitemap")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one document, and of which kind it showed itself to be."""

    kind: str  # one of tasks.scrape.sources.spec.FEED_KINDS
    links: tuple[FoundLink, ...] = ()
    nested: tuple[FoundLink, ...] = ()  # sitemaps that it names
    cut_at: int | None = None  # entries that were read, where there are more


def read_found(feed: Feed, data: bytes, url: str, settings: Settings) -> Reading:
    """Read what a feed's address gave; raise Unreadable where it is nothing of use.

    What the file says of its kind decides what is tried first; the bytes decide what it is, for
    publishers move their feeds, and a sitemap may be an RSS feed by its protocol.
    """
    if feed.kind == "listing":
        return Reading("listing", tuple(read_listing(data, url, feed.link_pattern or "")))
    if feed.kind == "robots":
        return Reading("robots", nested=tuple(sitemaps_of_robots(data, url)))
    ways = (_sitemap, _feed) if feed.kind in SITEMAPS else (_feed, _sitemap)
    return _first_of(ways, data, url, settings)


Way = Callable[[bytes, str, Settings], Reading]


def _first_of(ways: tuple[Way, Way], data: bytes, url: str, settings: Settings) -> Reading:
    first, other = ways
    try:
        return first(data, url, settings)
    except Unreadable as fault:
        try:
            return other(data, url, settings)
        except Unreadable:
            raise fault from None


def _feed(data: bytes, url: str, settings: Settings) -> Reading:
    data = unpacked(data, url, settings.max_body_bytes)
    if is_json(data):
        return Reading("json_feed", tuple(read_json_feed(data, url)))
    kind, links = read_feed_of_kind(data, url)
    return Reading(kind, tuple(links))


def _sitemap(data: bytes, url: str, settings: Settings) -> Reading:
    sitemap = read_sitemap(data, url, settings.max_sitemap_bytes)
    kind = "news_sitemap" if sitemap.is_news else "sitemap"
    return Reading(kind, sitemap.links, sitemap.nested, MAX_ENTRIES if sitemap.is_cut else None)
