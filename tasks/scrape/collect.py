"""The walk of a source: its links, then its pages, as batches with their bytes in the archive."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from tasks.batches import Batch
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.archive.write import Archive
from tasks.scrape.discover import FeedHistories, discover
from tasks.scrape.discover.found import instant
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.known import KnownFetch, KnownFetches, due_links, is_due
from tasks.scrape.sources import SourceSpec, with_basis
from tasks.settings import Home, Settings

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
"""Told how many links are done, of how many."""

AT_ONCE = 16
"""Links of one source that are under way together, over all its hosts."""


async def ask_feeds(
    source: SourceSpec,
    home: Home,
    settings: Settings,
    known: KnownFetches,
    run_id: str,
    folder: Path,
    now: datetime,
    histories: FeedHistories | None = None,
) -> Batch:
    """Ask a source's feeds; the batch `<folder>/<source_id>` has Link, Fetch and Rejection rows.

    A feed with a history is left alone until it is due.
    """
    with Archive(home, source.source_id, run_id, settings.agent()) as archive:
        async with Client(source, settings, archive, Means(lambda: now)) as client:
            found = await discover(source, client, known, run_id, now, settings, histories)
    batch = Batch(folder / source.source_id)
    _write(batch, found.links, found.fetches, found.rejections)
    return batch


async def fetch_pages(
    source: SourceSpec,
    found: Batch,
    home: Home,
    settings: Settings,
    known: KnownFetches,
    run_id: str,
    batch_size: int,
    clock: Clock,
    progress: Progress,
) -> list[Batch]:
    """Fetch the articles found, and those that are due again, into batches `<found>-0001` and so on.

    They lie beside `found`.

    A batch has `batch_size` articles at most that are asked for; the first one carries the feeds' rows
    and the links that are not asked for again as well. A batch that an earlier attempt of the same run
    has finished is left as it is.
    """
    portions = _portions(source, found, known, run_id, batch_size, clock(), settings.revisits())
    done, total = 0, sum(len(portion.asked) for portion in portions)

    def count(links: int) -> None:
        nonlocal done
        done += links
        progress(done, total)

    with Archive(home, source.source_id, run_id, settings.agent()) as archive:
        async with Client(source, settings, archive, Means(clock)) as client:
            for portion in portions:
                if portion.batch.path(Fetch).exists():
                    count(len(portion.asked))
                    continue
                fetches = await _fetch(client, portion.asked, known, run_id, count)
                fetches = [with_basis(fetch, source, settings) for fetch in fetches]
                archive.sync()
                links, settled = [*portion.links, *portion.asked], [*portion.fetches, *fetches]
                _write(portion.batch, links, settled, portion.rejections)
    return [portion.batch for portion in portions]


@dataclass(frozen=True, slots=True)
class _Portion:
    """What one batch will hold: links to ask for, and rows that are settled already."""

    batch: Batch
    asked: list[Link]
    links: list[Link] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


def _portions(
    source: SourceSpec,
    found: Batch,
    known: KnownFetches,
    run_id: str,
    batch_size: int,
    now: datetime,
    revisits: Sequence[timedelta],
) -> list[_Portion]:
    links = found.read(Link)
    articles = [link for link in links if link.link_type == "article"]
    asked = [
        link
        for link in articles
        if (at := known.get(link.url)) is None or _is_newer(link, at) or is_due(at, now, revisits)
    ]
    asked += due_links(source.source_id, known, {link.url for link in links}, now, revisits)
    rest = {link.link_id for link in links} - {link.link_id for link in asked}
    skipped = [_skipped(link, known[link.url], run_id, now) for link in articles if link.link_id in rest]
    chunks = [asked[i : i + batch_size] for i in range(0, len(asked), batch_size)] or [[]]
    name = found.folder.name
    portions = [
        _Portion(Batch(found.folder.with_name(f"{name}-{number:04d}")), chunk)
        for number, chunk in enumerate(chunks, 1)
    ]
    portions[0] = replace(
        portions[0],
        links=[link for link in links if link.link_id in rest],
        fetches=[*found.read(Fetch), *skipped],
        rejections=found.read(Rejection),
    )
    return portions


async def _fetch(
    client: Client,
    links: list[Link],
    known: KnownFetches,
    run_id: str,
    count: Callable[[int], None],
) -> list[Fetch]:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(link: Link) -> Fetch:
        async with room:
            answer = _withdrawn(await client.get(link.url, known.get(link.url)), known.get(link.url))
        count(1)
        return replace(answer, data=b"").row(link, run_id)

    return list(await asyncio.gather(*(one(link) for link in links)))


def _withdrawn(answer: Answer, known: KnownFetch | None) -> Answer:
    """Return what became of a page; one that was there and is gone has been taken back, which is a fact."""
    if known is None or answer.http_status not in (404, 410):
        return answer
    detail = f"It was there on {known.fetched_at:%Y-%m-%d %H:%M} UTC. {answer.detail or ''}".strip()
    return replace(answer, reason="withdrawn", detail=detail)


def _is_newer(link: Link, known: KnownFetch) -> bool:
    """Tell whether what is claimed of a link is newer than what was claimed, or fetched, before."""
    claims = [at for claim in (link.claimed_modified, link.claimed_published) if (at := instant(claim))]
    before = [at for claim in (known.claimed_modified, known.claimed_published) if (at := instant(claim))]
    return bool(claims) and max(claims) > max(before, default=known.fetched_at)


def _skipped(link: Link, known: KnownFetch, run_id: str, now: datetime) -> Fetch:
    detail = f"It was fetched on {known.fetched_at:%Y-%m-%d %H:%M} UTC, and the feed gives no newer date."
    return Answer(link.url, "skipped", "known", detail, now).row(link, run_id)


def _write(
    batch: Batch, links: Sequence[Link], fetches: Sequence[Fetch], rejections: Sequence[Rejection]
) -> None:
    batch.write(Link, links)
    if rejections:
        batch.write(Rejection, rejections)
    batch.write(Fetch, fetches)  # last: a batch with this file is whole
