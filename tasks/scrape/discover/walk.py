"""Ask a source's feeds and settle which links they give."""

import re
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from tasks.errors import GuardError
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.discover.feeds import read_feed
from tasks.scrape.discover.found import FoundLink, Unreadable, instant
from tasks.scrape.discover.listings import read_listing
from tasks.scrape.discover.sitemaps import read_sitemap
from tasks.scrape.fetch.client import FEED, PAGE, Client
from tasks.scrape.fetch.guard import check_url
from tasks.scrape.known import KnownFetches
from tasks.scrape.sources import Feed, SourceSpec
from tasks.urls import canonical_url, digest

MAX_LINKS = 5_000
MAX_NESTED = 20
MAX_DEPTH = 2
MAX_URL_CHARS = 2_000
MAX_FEED_BYTES = 100_000_000  # of an unpacked sitemap.xml.gz; the protocol allows 50 MB


@dataclass(frozen=True, slots=True)
class Found:
    """What asking a source's feeds gave; the feeds' own links come first."""

    links: tuple[Link, ...]
    fetches: tuple[Fetch, ...]  # of the feeds
    rejections: tuple[Rejection, ...]


async def discover(
    source: SourceSpec, client: Client, known: KnownFetches, run_id: str, now: datetime
) -> Found:
    """Ask every feed of a source, and the sitemaps that an index names, one after the other."""
    walk = _Walk(source, client, known, run_id, now)
    waiting = deque(_Step(feed, f"catalog:{source.source_id}", "catalog", 0) for feed in source.feeds)
    while waiting:
        waiting.extend(await walk.visit(waiting.popleft()))
    return Found(
        (*walk.feeds.values(), *walk.articles.values()), tuple(walk.fetches), tuple(walk.rejections.values())
    )


@dataclass(frozen=True, slots=True)
class _Step:
    feed: Feed
    found_in: str
    found_kind: str
    depth: int


@dataclass(slots=True)
class _Walk:
    source: SourceSpec
    client: Client
    known: KnownFetches
    run_id: str
    now: datetime
    feeds: dict[str, Link] = field(default_factory=dict)
    articles: dict[str, Link] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)
    rejections: dict[str, Rejection] = field(default_factory=dict)

    async def visit(self, step: _Step) -> list[_Step]:
        """Ask one feed and take its links; return the sitemaps that it names."""
        feed = step.feed
        if feed.url in self.feeds:
            return []  # an index may name itself, and two feeds the same sitemap
        link = self._link(feed.url, "feed", step.found_in, step.found_kind, FoundLink(feed.url))
        self.feeds[feed.url] = link
        accept = PAGE if feed.kind == "listing" else FEED
        answer = await self.client.get(feed.url, self.known.get(feed.url), accept)
        self.fetches.append(answer.row(link, self.run_id))
        if answer.outcome != "fetched":
            return []
        base = answer.final_url or feed.url
        try:
            links, nested = _read(feed, answer.data, base)
        except Unreadable as fault:
            self.reject(feed.url, fault.message, f"Open it, and mend [[feeds]] of {self.source.source_id}.")
            return []
        self._take(feed, base, links)
        return self._nested(step, base, nested)

    def reject(self, subject: str, reason: str, next_step: str) -> None:
        """Note what could not be used."""
        rejection_id = digest("discover", subject, reason)
        self.rejections[rejection_id] = Rejection(
            rejection_id, self.run_id, "discover", subject, reason, next_step, self.now
        )

    def _take(self, feed: Feed, base: str, links: list[FoundLink]) -> None:
        wanted = re.compile(feed.link_pattern or "")
        usable = [(url, link) for link in links if (url := self._usable(feed, base, link.url))]
        matching = [(url, link) for url, link in usable if wanted.search(url)]
        if len(matching) > MAX_LINKS:
            reason = f"It names {len(matching):,} links; the first {MAX_LINKS:,} are taken."
            self.reject(feed.url, reason, "Narrow link_pattern, or follow a smaller feed of the source.")
        for url, found in matching[:MAX_LINKS]:
            url = canonical_url(url, self.source.hosts)
            if url not in self.feeds:
                link = self._link(url, "article", feed.url, feed.kind, found)
                self.articles[url] = _merged(self.articles.get(url), link)

    def _usable(self, feed: Feed, base: str, written: str) -> str | None:
        """Return a link's full URL, or None with a rejection where there is none."""
        try:
            url = urljoin(base, written.strip())
            check_url(url)
            canonical_url(url)  # whatever has no one form is no link
            if len(url) <= MAX_URL_CHARS:
                return url
            reason = f"It has {len(url):,} characters."
        except GuardError as fault:
            reason = fault.message
        except ValueError as fault:
            reason = f"{fault}."
        self.reject(feed.url, f"It names an unusable link. {reason}", "Tell the publisher.")
        return None

    def _nested(self, step: _Step, base: str, nested: list[FoundLink]) -> list[_Step]:
        if not nested:
            return []
        if step.depth == MAX_DEPTH:
            self.reject(step.feed.url, "It is an index in an index in an index.", "Name the sitemaps wanted.")
            return []
        nested = sorted(nested, key=_freshness, reverse=True)
        if len(nested) > MAX_NESTED:
            reason = f"It names {len(nested):,} sitemaps; the {MAX_NESTED} freshest are asked."
            self.reject(step.feed.url, reason, "Name the sitemaps wanted as feeds of their own.")
        urls = [self._same_site(step.feed, base, found.url) for found in nested[:MAX_NESTED]]
        return [
            _Step(replace(step.feed, url=url), step.feed.url, step.feed.kind, step.depth + 1)
            for url in urls
            if url is not None
        ]

    def _same_site(self, feed: Feed, base: str, written: str) -> str | None:
        """Return a nested sitemap's URL; an index may not send us to other sites."""
        try:
            url = urljoin(base, written.strip())
            check_url(url)
        except (GuardError, ValueError):
            url = ""
        if urlsplit(url).hostname in {*self.source.hosts, urlsplit(feed.url).hostname}:
            return url
        self.reject(feed.url, "It names a sitemap on another site.", "Name it as a feed if it is wanted.")
        return None

    def _link(self, url: str, link_type: str, found_in: str, kind: str, found: FoundLink) -> Link:
        return Link(
            link_id=digest(self.source.source_id, url),
            source_id=self.source.source_id,
            url=url,
            link_type=link_type,
            found_in=found_in,
            found_kind=kind,
            claimed_title=found.title,
            claimed_published=found.published,
            claimed_modified=found.modified,
            seen_at=self.now,
        )


def _read(feed: Feed, data: bytes, base: str) -> tuple[list[FoundLink], list[FoundLink]]:
    if feed.kind == "listing":
        return read_listing(data, base, feed.link_pattern or ""), []
    if feed.kind in ("sitemap", "news_sitemap"):
        sitemap = read_sitemap(data, base, MAX_FEED_BYTES)
        return list(sitemap.links), list(sitemap.nested)
    return read_feed(data, base), []


def _merged(old: Link | None, new: Link) -> Link:
    """Return one link of two: the first one's place, and what either claims."""
    if old is None:
        return new
    return replace(
        old,
        claimed_title=old.claimed_title or new.claimed_title,
        claimed_published=old.claimed_published or new.claimed_published,
        claimed_modified=_later(old.claimed_modified, new.claimed_modified),
    )


def _later(one: str | None, other: str | None) -> str | None:
    return max((one, other), key=lambda claim: at.timestamp() if (at := instant(claim)) else float("-inf"))


def _freshness(found: FoundLink) -> float:
    at = instant(found.modified)
    return at.timestamp() if at else float("-inf")
