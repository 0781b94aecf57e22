"""Write the file of a new site from what it shows of itself; ask the feeds of a source once."""

import asyncio
import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from tasks.errors import SourceError
from tasks.scrape.discover.walk import Found, discover
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.sources import SourceSpec, load_source, source_for_url
from tasks.scrape.sources.looking import Looked, Seen, look
from tasks.scrape.sources.spec import parse_source
from tasks.settings import Home, Settings

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


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source that was written into the home, and what was found of it."""

    spec: SourceSpec
    path: Path
    seen: tuple[Seen, ...]
    page: Path | None  # the person's own test page
    page_detail: str  # where it came from, or why there is none


def write_source(
    url: str,
    home: Home,
    settings: Settings,
    clock: Clock,
    *,
    connect_to: str | None = None,
    allow_private: bool = False,
) -> NewSource:
    """Find a site's feeds and write `<home>/sources/NAME.toml`, with an article in `<home>/sources/pages`.

    Each feed is asked and read before it is believed, and none that the robots.txt forbids. Raises
    FetchError where the site does not answer or its robots.txt forbids the page, SourceError where it
    has no feed that may be read, or the file is there.
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
    site = replace(base, source_id=name, connect_to=connect_to, allow_private=allow_private, verified=True)
    looked = asyncio.run(_look(url, site, settings, clock))
    if not looked.spec.feeds:
        raise SourceError(_nothing_found(looked), f"Write {path} by hand; a listing page will do.")
    text = toml_text(looked.spec)
    spec = parse_source(name, tomllib.loads(text), str(path))
    _write(path, text.encode("utf-8"))
    page, detail = _keep_page(home, name, looked, clock())
    return NewSource(spec, path, looked.seen, page, detail)


async def _look(url: str, site: SourceSpec, settings: Settings, clock: Clock) -> Looked:
    async with Client(site, settings, None, Means(clock)) as client:
        return await look(url, site, client, settings, clock().date())


def _nothing_found(looked: Looked) -> str:
    host = looked.spec.hosts[0]
    if any(seen.outcome == "refused" for seen in looked.seen):
        return f"No feed or sitemap of {host} may be read by its robots.txt."
    return f"No feed or sitemap was found on {host}."


def _keep_page(home: Home, name: str, looked: Looked, now: datetime) -> tuple[Path | None, str]:
    """Keep an article as it came, and beside it where it came from and when."""
    if looked.sample is None:
        return None, looked.sample_detail
    path = home.sources / "pages" / f"{name}.html"
    _write(path, looked.sample.data)
    note = f"url = {_quoted(looked.sample.url)}\nfetched_at = {now:%Y-%m-%dT%H:%M:%SZ}\n"
    _write(path.with_suffix(".toml"), note.encode("utf-8"))
    return path, looked.sample.url


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".part")
    scratch.write_bytes(data)
    scratch.replace(path)


def check_source(name: str, home: Home, settings: Settings, clock: Clock) -> SourceReport:
    """Ask a source's feeds and its robots.txt once; nothing is stored."""
    source = load_source(name, home)

    async def ask() -> tuple[Found, str]:
        async with Client(source, settings, None, Means(clock)) as client:
            found = await discover(source, client, {}, "check", clock(), settings)
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
        if feed.link_pattern:
            lines.append(f"link_pattern = {_quoted(feed.link_pattern)}")
        if feed.max_links:
            lines.append(f"max_links = {feed.max_links}  # the freshest; a sitemap may name a whole archive")
    rights = spec.rights
    return "\n".join(
        [
            *lines,
            "",
            "[rights]  # as the site says it on that day",
            f"robots = {_quoted(rights.robots)}",
            f"tdm = {_quoted(rights.tdm)}",
            f"terms_url = {_quoted(rights.terms_url or 'unknown')}",
            f"checked_on = {rights.checked_on or _quoted('never')}",
            "",
        ]
    )


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
