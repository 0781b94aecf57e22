"""Ask a source's feeds and settle which links they give."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from tasks.errors import GuardError
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.discover.found import FoundLink, Unreadable, freshness, instant
from tasks.scrape.discover.reading import SITEMAPS, Reading, read_found
from tasks.scrape.discover.rhythm import FeedHistory, next_ask
from tasks.scrape.fetch.client import FEED, PAGE, Client
from tasks.scrape.fetch.guard import check_url
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.known import KnownFetches
from tasks.scrape.sources import Feed, SourceSpec, with_basis
from tasks.settings import Settings
from tasks.urls import canonical_url, digest

MAX_URL_CHARS = 2_000
UNUSABLE_SAID = 20
"""Unusable links of one feed that are told one by one; the rest is counted."""

FeedHistories = Mapping[str, FeedHistory]
"""By URL of the feed; a feed that is not in it is asked whenever somebody wants to know."""


@dataclass(frozen=True, slots=True)
class Found:
    """What asking a source's feeds gave; the feeds' own links come first."""

    links: tuple[Link, ...]
    fetches: tuple[Fetch, ...]  # of the feeds
    rejections: tuple[Rejection, ...]


async def discover(
    source: SourceSpec,
    client: Client,
    known: KnownFetches,
    run_id: str,
    now: datetime,
    settings: Settings | None = None,
    histories: FeedHistories | None = None,
) -> Found:
    """Ask the feeds of a source that are due, and the sitemaps that an index names, one after the other."""
    walk = _Walk(source, client, known, run_id, now, settings or Settings(), histories or {})
    waiting = deque(
        _Step(feed, f"catalog:{source.source_id}", "catalog", 0, feed.url) for feed in source.feeds
    )
    while waiting:
        waiting.extend(await walk.visit(waiting.popleft()))
    walk.settle()
    return Found(
        (*walk.feeds.values(), *walk.articles.values()), tuple(walk.fetches), tuple(walk.rejections.values())
    )


@dataclass(frozen=True, slots=True)
class _Step:
    feed: Feed
    found_in: str
    found_kind: str
    depth: int
    root: str  # the feed of the source's file that led here


@dataclass(slots=True)
class _Walk:
    source: SourceSpec
    client: Client
    known: KnownFetches
    run_id: str
    now: datetime
    settings: Settings
    histories: FeedHistories
    feeds: dict[str, Link] = field(default_factory=dict)
    articles: dict[str, Link] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)
    rejections: dict[str, Rejection] = field(default_factory=dict)
    sitemaps: dict[str, int] = field(default_factory=dict)  # asked so far, by root
    unusable: dict[str, int] = field(default_factory=dict)  # links, by feed

    async def visit(self, step: _Step) -> list[_Step]:
        """Ask one feed and take its links; return the sitemaps that it names."""
        feed = step.feed
        if feed.url in self.feeds:
            return []  # an index may name itself, and two feeds the same sitemap
        link = self._link(feed.url, "feed", step.found_in, step.found_kind, FoundLink(feed.url))
        self.feeds[feed.url] = link
        if (wait := next_ask(self.histories.get(feed.url), self.now)) is not None:
            answer = Answer(feed.url, "skipped", "not_due", wait.sentence, self.now)
            self.fetches.append(answer.row(link, self.run_id))
            return []
        accept = PAGE if feed.kind in ("listing", "robots") else FEED
        answer = await self.client.get(feed.url, self.known.get(feed.url), accept, link)
        base = answer.final_url or feed.url
        reading, answer = self._read(feed, answer, base)
        self.fetches.append(with_basis(answer.row(link, self.run_id), self.source, self.settings))
        if reading is None:
            return []
        self._take(replace(feed, kind=reading.kind), base, reading)
        return self._nested(step, reading.kind, base, list(reading.nested))

    def _read(self, feed: Feed, answer: Answer, base: str) -> tuple[Reading | None, Answer]:
        """Read what a feed answered; what cannot be read has failed, so that it is asked in full again."""
        if answer.outcome != "fetched":
            return None, answer
        try:
            return read_found(feed, answer.data, base, self.settings), answer
        except Unreadable as fault:
            self.reject(feed.url, fault.message, f"Open it, and mend [[feeds]] of {self.source.source_id}.")
            return None, replace(answer, outcome="failed", reason="unreadable", detail=fault.message)

    def settle(self) -> None:
        """Count the unusable links that were not told one by one."""
        for url, count in self.unusable.items():
            if count > UNUSABLE_SAID:
                reason = f"It names {count - UNUSABLE_SAID:,} more unusable links."
                self.reject(url, reason, "Tell the publisher.")

    def reject(self, subject: str, reason: str, next_step: str) -> None:
        """Note what could not be used."""
        rejection_id = digest("discover", subject, reason)
        self.rejections[rejection_id] = Rejection(
            rejection_id, self.run_id, "discover", subject, reason, next_step, self.now
        )

    def _take(self, feed: Feed, base: str, reading: Reading) -> None:
        wanted = re.compile(feed.link_pattern or "")
        usable = [(url, link) for link in reading.links if (url := self._usable(feed, base, link.url))]
        matching = [(url, link) for url, link in usable if wanted.search(url)]
        limit = feed.max_links or self.settings.max_links
        if len(matching) > limit:
            of = f"more than {reading.cut_at:,}" if reading.cut_at else f"{len(matching):,}"
            which = "freshest" if feed.kind in SITEMAPS else "first"
            reason = f"It names {of} links; the {which} {limit:,} are taken."
            self.reject(feed.url, reason, "Narrow link_pattern, or follow a smaller feed of the source.")
        if feed.kind in SITEMAPS:  # in no order by their protocol, and often the oldest first
            matching.sort(key=lambda pair: freshness(pair[1]), reverse=True)
        for url, found in matching[:limit]:
            url = canonical_url(url, self.source.hosts, is_secure=self.source.is_secure)
            if url not in self.feeds:
                link = self._link(url, "article", feed.url, feed.kind, found)
                self.articles[url] = _merged(self.articles.get(url), link)

    def _usable(self, feed: Feed, base: str, written: str) -> str | None:
        """Return a link's full URL, or None with a rejection where there is none."""
        try:
            url = urljoin(base, written.strip())
            check_url(url)
            canonical_url(url, self.source.hosts)  # whatever has no one form is no link
            if len(url) <= MAX_URL_CHARS:
                return url
            reason = f"It has {len(url):,} characters."
        except GuardError as fault:
            reason = fault.message
        except ValueError as fault:
            reason = f"{fault}."
        self.unusable[feed.url] = self.unusable.get(feed.url, 0) + 1
        if self.unusable[feed.url] <= UNUSABLE_SAID:
            self.reject(feed.url, f"It names an unusable link. {reason}", "Tell the publisher.")
        return None

    def _nested(self, step: _Step, kind: str, base: str, nested: list[FoundLink]) -> list[_Step]:
        if not nested:
            return []
        if step.depth == self.settings.max_sitemap_depth + (step.feed.kind == "robots"):
            reason = f"It is an index {step.depth + 1} levels deep (max_sitemap_depth)."
            self.reject(step.feed.url, reason, "Name the sitemaps wanted.")
            return []
        nested = sorted(nested, key=freshness, reverse=True)
        urls = [self._same_site(step.feed, base, found.url) for found in nested]
        fresh = [url for url in dict.fromkeys(urls) if url is not None and url not in self.feeds]
        room = max(0, self.settings.max_sitemaps - self.sitemaps.get(step.root, 0))
        self.sitemaps[step.root] = self.settings.max_sitemaps - room + min(room, len(fresh))
        if len(fresh) > room:
            reason = f"It names {len(fresh):,} sitemaps; the {room} freshest are asked (max_sitemaps)."
            self.reject(step.feed.url, reason, "Name the sitemaps wanted as feeds of their own.")
        return [
            _Step(replace(step.feed, url=url, kind="sitemap"), step.feed.url, kind, step.depth + 1, step.root)
            for url in fresh[:room]
        ]

    def _same_site(self, feed: Feed, base: str, written: str) -> str | None:
        """Return a nested sitemap's URL; an index may not send us to other sites, a robots.txt may."""
        try:
            url = urljoin(base, written.strip())
            check_url(url)
        except (GuardError, ValueError):
            url = ""
        hosts = {*self.source.hosts, urlsplit(feed.url).hostname, urlsplit(base).hostname}
        if url and (feed.kind == "robots" or urlsplit(url).hostname in hosts):
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
