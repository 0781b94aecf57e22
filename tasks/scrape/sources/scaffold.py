"""Find a new site's feeds and write its TOML; ask the feeds of a source once."""

import asyncio
import json
import re
import tomllib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from tasks.errors import FetchError, SourceError
from tasks.scrape.discover.feeds import read_feed
from tasks.scrape.discover.found import Unreadable, folded
from tasks.scrape.discover.listings import soup_of
from tasks.scrape.discover.sitemaps import read_sitemap
from tasks.scrape.discover.walk import Found, discover
from tasks.scrape.fetch.client import FEED, Client, Means
from tasks.scrape.sources import Feed, SourceSpec, load_source, source_for_url
from tasks.scrape.sources.spec import parse_source
from tasks.settings import Home, Settings

COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/sitemap-news.xml", "/sitemap.xml")
MAX_TRIED = 12
MAX_SITEMAP_BYTES = 100_000_000
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class AskedFeed:
    """What a feed answered."""

    url: str
    kind: str
    outcome: str  # one of tasks.records.OUTCOMES
    detail: str | None
    link_count: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What asking a source's feeds once gave."""

    source_id: str
    robots: str  # a sentence on the robots.txt of its first feed's host
    feeds: tuple[AskedFeed, ...]
    rejections: tuple[str, ...]  # reason and next step of each


def write_source(
    url: str,
    home: Home,
    settings: Settings,
    clock: Clock,
    *,
    connect_to: str | None = None,
    allow_private: bool = False,
) -> SourceSpec:
    """Find a site's feeds and write `<home>/sources/NAME.toml`; return what it now says.

    Feeds are looked for where the page's `<link rel="alternate">` and the robots.txt point, then at
    common paths; each is asked and read before it is believed. Raises FetchError where the site does
    not answer or its robots.txt forbids the page, SourceError where it has no feed or the file is there.
    """
    base = source_for_url(url, home)
    if base.feeds:
        raise SourceError(
            f"{base.hosts[0]} is in the catalog as '{base.source_id}'.",
            f"`dateline source add {base.source_id}`.",
        )
    name = re.sub(r"[^a-z0-9_-]+", "-", base.source_id).strip("-") or "site"
    path = home.sources / f"{name}.toml"
    if path.exists():
        raise SourceError(f"{path} is there already.", "Edit it, or remove it and add the site again.")
    site = replace(base, source_id=name, connect_to=connect_to, allow_private=allow_private)
    found = asyncio.run(_find(url, site, settings, clock))
    if not found.feeds:
        raise SourceError(
            f"No feed or sitemap was found on {site.hosts[0]}.",
            f"Write {path} by hand; a listing page with link_pattern will do.",
        )
    text = toml_text(found)
    spec = parse_source(name, tomllib.loads(text), str(path))
    home.sources.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".part")
    scratch.write_text(text, "utf-8")
    scratch.replace(path)
    return spec


def check_source(name: str, home: Home, settings: Settings, clock: Clock) -> SourceReport:
    """Ask a source's feeds and its robots.txt once; nothing is stored."""
    source = load_source(name, home)

    async def ask() -> tuple[Found, str]:
        async with Client(source, settings, None, Means(clock)) as client:
            found = await discover(source, client, {}, "check", clock())
            return found, await _robots_sentence(source, client)

    found, robots = asyncio.run(ask())
    return SourceReport(
        source.source_id,
        robots,
        tuple(_asked(found)),
        tuple(
            f"{rejection.subject}: {rejection.reason} {rejection.next_step}" for rejection in found.rejections
        ),
    )


def toml_text(spec: SourceSpec) -> str:
    """Return a source as TOML, with what a person may want to add in comments."""
    lines = [
        "# Found by `dateline source add`; check name, country_code and in_language.",
        f"name = {_quoted(spec.name)}",
        *([f"homepage = {_quoted(spec.homepage)}"] if spec.homepage else []),
        f"hosts = [{', '.join(_quoted(host) for host in spec.hosts)}]",
        '# country_code = "IR"',
        f"in_language = {_quoted(spec.in_language)}" if spec.in_language else '# in_language = "en"',
    ]
    if spec.connect_to:
        lines.append(f"connect_to = {_quoted(spec.connect_to)}")
    if spec.allow_private:
        lines.append("allow_private = true")
    for feed in spec.feeds:
        lines += ["", "[[feeds]]", f"url = {_quoted(feed.url)}", f"kind = {_quoted(feed.kind)}"]
    return "\n".join([*lines, "", "[rights]", f"robots = {_quoted(spec.rights.robots)}", ""])


async def _find(url: str, site: SourceSpec, settings: Settings, clock: Clock) -> SourceSpec:
    async with Client(site, settings, None, Means(clock)) as client:
        page = await client.get(url)
        if page.outcome != "fetched":
            raise FetchError(page.detail or f"{url} gave nothing.", page.next_step)
        home_url = page.final_url or url
        title, language, stated = _read_page(page.data)
        verdict = await client.robots.verdict(home_url)
        sitemaps = verdict.rules.sitemaps if verdict.rules else ()
        feeds = await _believed(client, home_url, [*stated, *sitemaps])
        if not feeds:
            feeds = await _believed(client, home_url, COMMON_PATHS)
    homepage = urljoin(home_url, "/")
    host = urlsplit(home_url).hostname or site.hosts[0]
    hosts = tuple(dict.fromkeys([host, *site.hosts]))
    return replace(
        site,
        name=title or site.name,
        homepage=homepage,
        hosts=hosts,
        in_language=language,
        feeds=tuple(feeds),
    )


def _read_page(data: bytes) -> tuple[str | None, str | None, list[str]]:
    """Return a page's site name, its language and the feeds that it points to."""
    soup = soup_of(data)
    meta = soup.find("meta", attrs={"property": "og:site_name"})
    name = folded(str(meta.get("content") or "")) if meta else None
    title = folded(soup.title.get_text()) if soup.title else None
    language = str(soup.html.get("lang") or "") if soup.html else ""
    stated = [
        str(link["href"])
        for link in soup.find_all("link", href=True)
        if "alternate" in (link.get("rel") or []) and re.search(r"rss|atom", str(link.get("type") or ""))
    ]
    wanted = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language)
    return name or title, language if wanted else None, stated


async def _believed(client: Client, base: str, written: Iterable[str]) -> list[Feed]:
    """Ask each address and keep those that are feeds or sitemaps."""
    feeds = []
    for url in list(dict.fromkeys(written))[:MAX_TRIED]:
        with suppress(ValueError):  # what is no address is no feed
            url = urljoin(base, url)
        answer = await client.get(url, accept=FEED)
        kind = _kind(answer.data, url) if answer.outcome == "fetched" else None
        if kind is not None:
            feeds.append(Feed(url, kind))
    return feeds


def _kind(data: bytes, url: str) -> str | None:
    try:
        sitemap = read_sitemap(data, url, MAX_SITEMAP_BYTES)
        return "news_sitemap" if any(link.published for link in sitemap.links) else "sitemap"
    except Unreadable:
        pass  # then it may be a feed
    try:
        read_feed(data, url)
    except Unreadable:
        return None
    return "atom" if b"http://www.w3.org/2005/Atom" in data[:1000] and b"<rss" not in data[:1000] else "rss"


def _asked(found: Found) -> Iterable[AskedFeed]:
    kinds = {link.url: link.found_kind for link in found.links if link.link_type == "feed"}
    counts: dict[str, int] = {}
    for link in found.links:
        if link.link_type == "article":
            kinds[link.found_in] = link.found_kind
            counts[link.found_in] = counts.get(link.found_in, 0) + 1
    for fetch in found.fetches:
        yield AskedFeed(fetch.url, kinds[fetch.url], fetch.outcome, fetch.detail, counts.get(fetch.url, 0))


async def _robots_sentence(source: SourceSpec, client: Client) -> str:
    url = source.feeds[0].url if source.feeds else source.homepage
    if url is None or source.rights.tdm == "reserved":
        return "It was not asked for."
    verdict = await client.robots.verdict(url)
    if verdict.fault is not None:
        return verdict.fault.message
    if verdict.refusal is not None:
        return verdict.refusal
    if verdict.rules is None:
        return f"{urlsplit(url).netloc} has no robots.txt, so everything may be asked."
    return f"{urlsplit(url).netloc} has a robots.txt; it decides each request."


def _quoted(text: str) -> str:
    # JSON's strings are TOML's too, but for the one control character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "")
