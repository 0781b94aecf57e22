"""Look at a new site: its feeds and sitemaps, what it says of its rights, and one article page."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from tasks.errors import FetchError
from tasks.scrape.discover.found import Unreadable, folded, freshness
from tasks.scrape.discover.listings import soup_of
from tasks.scrape.discover.reading import SITEMAPS, Reading, read_found
from tasks.scrape.fetch.client import FEED, Client
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.sources import Feed, Rights, SourceSpec
from tasks.settings import Settings

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/sitemap-news.xml", "/sitemap.xml")
MAX_TRIED = 16
SITEMAP_LINKS = 200
"""Links that are taken from a plain sitemap of a new source at first: it may name a whole archive."""

_FEED_TYPE = re.compile(r"rss|atom|feed\+json")
_FEED_PATH = re.compile(r"/(rss|feeds?|atom)(/|\.xml|\.rss|\.php|\.json)?$|\.rss$", re.IGNORECASE)
_TERMS = re.compile(r"terms|conditions|user-?agreement|legal-?notice|imprint|copyright", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Seen:
    """An address that was tried as a feed or sitemap, and what came of it."""

    url: str
    kind: str | None  # None where it is neither
    outcome: str  # 'taken', 'left out', or one of tasks.records.OUTCOMES
    detail: str
    link_count: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """An article page as it came, for the person's own tests."""

    url: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """What a site showed of itself."""

    spec: SourceSpec
    seen: tuple[Seen, ...]
    sample: Sample | None
    sample_detail: str  # why there is no sample


async def look(url: str, site: SourceSpec, client: Client, settings: Settings, today: date) -> Looked:
    """Ask a site's page, then what it and its robots.txt point to, then common paths, then one article.

    Raises FetchError where the page does not answer, or the robots.txt forbids it.
    """
    page = await client.get(url)
    if page.outcome != "fetched":
        raise FetchError(page.detail or f"{url} gave nothing.", page.next_step)
    base = page.final_url or url
    soup = soup_of(page.data)
    verdict = await client.robots.verdict(base)
    sitemaps = verdict.rules.sitemaps if verdict.rules else ()
    hunt = _Hunt(client, settings, base)
    await hunt.try_all([*_stated(soup), *sitemaps])
    if not hunt.feeds:
        await hunt.try_all(COMMON_PATHS)
    spec = _described(site, soup, base, hunt)
    spec = replace(spec, rights=await _rights(soup, base, client, hunt, today))
    sample, why = await _sample(spec, client, hunt)
    return Looked(spec, tuple(hunt.seen), sample, why)


class _Hunt:
    """The addresses that were tried."""

    def __init__(self, client: Client, settings: Settings, base: str) -> None:
        self._client = client
        self._settings = settings
        self._base = base
        self._tried: set[str] = set()
        self._links: dict[frozenset[str], str] = {}
        self.seen: list[Seen] = []
        self.feeds: list[Feed] = []
        self.articles: list[str] = []  # full URLs, the likeliest first

    async def try_all(self, written: Iterable[str]) -> None:
        """Ask each address once, and keep those that are feeds or sitemaps."""
        for address in written:
            try:
                url = urljoin(self._base, address)
            except ValueError:
                continue  # what is no address is no feed
            if url in self._tried or len(self._tried) >= MAX_TRIED:
                continue
            self._tried.add(url)
            self._judge(url, await self._client.get(url, accept=FEED))

    def _judge(self, url: str, answer: Answer) -> None:
        if answer.outcome != "fetched":
            if answer.http_status not in (404, 410):
                self.seen.append(Seen(url, None, answer.outcome, answer.detail or ""))
            return
        guess = "sitemap" if "sitemap" in url else "rss"
        try:
            reading = read_found(Feed(url, guess), answer.data, answer.final_url or url, self._settings)
        except Unreadable as fault:
            self.seen.append(Seen(url, None, "left out", fault.message))
            return
        self._settle(url, answer.final_url or url, reading)

    def _settle(self, url: str, base: str, reading: Reading) -> None:
        links = [link.url for link in (*reading.links, *reading.nested)]
        same = self._links.setdefault(frozenset(links), url)
        count = len(links)
        if not links:
            self.seen.append(Seen(url, reading.kind, "left out", "It names nothing."))
        elif same != url:
            self.seen.append(Seen(url, reading.kind, "left out", f"It names what {same} names.", count))
        elif sum("#comment" in link for link in links) * 2 > count:
            self.seen.append(Seen(url, reading.kind, "left out", "It is about readers' comments.", count))
        else:
            limit = SITEMAP_LINKS if reading.kind == "sitemap" else None
            self.feeds.append(Feed(url, reading.kind, max_links=limit))
            self.seen.append(Seen(url, reading.kind, "taken", _contents(reading), count))
            fresh = reading.links
            if reading.kind in SITEMAPS:
                fresh = tuple(sorted(fresh, key=freshness, reverse=True))
            self.articles += [urljoin(base, link.url.strip()) for link in fresh[:1]]


def _contents(reading: Reading) -> str:
    return "It names further sitemaps." if reading.nested else ""


def _stated(soup: "BeautifulSoup") -> Iterator[str]:
    """Yield the feeds that a page points to, those for programs first."""
    for link in soup.find_all("link", href=True):
        kind = str(link.get("type") or "")
        if "alternate" in (link.get("rel") or []) and _FEED_TYPE.search(kind):
            yield str(link["href"])
    for anchor in soup.find_all("a", href=True):
        try:
            path = urlsplit(str(anchor["href"])).path
        except ValueError:
            continue
        if _FEED_PATH.search(path):
            yield str(anchor["href"])


def _described(site: SourceSpec, soup: "BeautifulSoup", base: str, hunt: _Hunt) -> SourceSpec:
    meta = soup.find("meta", attrs={"property": "og:site_name"})
    name = folded(str(meta.get("content") or "")) if meta else None
    title = folded(soup.title.get_text()) if soup.title else None
    language = str(soup.html.get("lang") or "") if soup.html else ""
    host = urlsplit(base).hostname or site.hosts[0]
    return replace(
        site,
        name=name or title or site.name,
        homepage=urljoin(base, "/"),
        hosts=tuple(dict.fromkeys([host, *site.hosts])),
        in_language=language if _LANGUAGE.fullmatch(language) else None,
        feeds=tuple(hunt.feeds),
    )


async def _rights(soup: "BeautifulSoup", base: str, client: Client, hunt: _Hunt, today: date) -> Rights:
    """Return what the site says today of being read by machines; what it does not say is unknown."""
    refused = any(seen.outcome == "refused" for seen in hunt.seen)
    answer = await client.get(urljoin(base, "/.well-known/tdmrep.json"), accept="application/json")
    meta = soup.find("meta", attrs={"name": "tdm-reservation"})
    stated = str(meta.get("content") or "").strip() if meta else _tdmrep(answer.data)
    return Rights(
        robots="partial" if refused else "allowed",
        tdm={"1": "reserved", "0": "none"}.get(stated or "", "unknown"),
        terms_url=_terms(soup, base),
        checked_on=today,
    )


def _tdmrep(data: bytes) -> str | None:
    """Return what a /.well-known/tdmrep.json says of the whole site: '0', '1' or nothing (TDMRep, W3C)."""
    try:
        rules: Any = json.loads(data) if data else []
    except (ValueError, RecursionError):
        return None
    for rule in rules if isinstance(rules, list) else []:
        if isinstance(rule, dict) and str(rule.get("location")) in ("/", "/*", "*"):
            return str(rule.get("tdm-reservation"))
    return None


def _terms(soup: "BeautifulSoup", base: str) -> str | None:
    for anchor in soup.find_all("a", href=True):
        if _TERMS.search(str(anchor["href"])):
            try:
                url = urljoin(base, str(anchor["href"]).strip())
            except ValueError:
                continue
            if re.fullmatch(r"https?://[^/\s@]+(/\S*)?", url):
                return url
    return None


async def _sample(spec: SourceSpec, client: Client, hunt: _Hunt) -> tuple[Sample | None, str]:
    """Return an article page of the site, or why there is none."""
    if spec.rights.tdm == "reserved":
        return None, "The site reserves text and data mining."
    why = "No feed names an article."
    for url in hunt.articles[:3]:
        answer = await client.get(url)
        if answer.outcome == "fetched":
            return Sample(answer.final_url or url, answer.data), ""
        why = answer.detail or f"{url} gave nothing."
    return None, why
