"""The walk of a source: its links, then its pages, as batches with their bytes in the archive."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from tasks.batches import Batch
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.archive.files import Repair
from tasks.scrape.archive.settled import Settled, settled_links
from tasks.scrape.archive.write import Archive
from tasks.scrape.discover import FeedHistories, discover
from tasks.scrape.discover.found import instant
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.fetch.reply import Answer, answer_again
from tasks.scrape.forgotten import without_forgotten
from tasks.scrape.known import KnownFetch, KnownFetches, due_links, is_due
from tasks.scrape.sources import SourceSpec, with_basis
from tasks.settings import Home, Settings
from tasks.urls import digest

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]
"""Told how many links are done, of how many."""

AT_ONCE = 200
"""Links of one source that wait for their turn or are under way together, over all its hosts and batches."""


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
    batch = Batch(folder / source.source_id)
    if batch.path(Fetch).exists():
        return batch  # an earlier attempt of the same run has asked them
    with _archive(source, home, settings, run_id) as archive:
        async with Client(source, settings, archive, Means(lambda: now)) as client:
            found = await discover(source, client, known, run_id, now, settings, histories)
        repairs = [_repaired(repair, run_id, now) for repair in archive.repairs]
    _write(batch, found.links, found.fetches, [*found.rejections, *repairs])
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
    forgotten: frozenset[str] = frozenset(),
) -> list[Batch]:
    """Fetch the articles found, and those that are due again, into batches `<found>-0001` and so on.

    They lie beside `found`.

    A batch has `batch_size` articles at most that are asked for; the first one carries the feeds' rows
    and the links that are not asked for again as well. A batch that an earlier attempt of the same run
    has finished is left as it is, and what such an attempt has archived is not asked for again. Links
    whose turn does not come within `max_fetch_s` are skipped until the next run. What is `forgotten`, as
    digests of addresses, is skipped for good, and its row names it by the digest alone.
    """
    with _archive(source, home, settings, run_id) as archive:
        repairs = [_repaired(repair, run_id, clock()) for repair in archive.repairs]
        found = without_forgotten(found, source, forgotten, run_id, clock())
        portions = _portions(source, found, known, run_id, batch_size, clock(), settings.revisits(), repairs)
        settled = settled_links(home, source.source_id, run_id, found.folder / "archive.json")
        async with Client(source, settings, archive, Means(clock)) as client:
            until = clock() + _span(settings.max_fetch_s)
            work = _Work(source, settings, client, known, settled, run_id, clock, until, progress)
            await work.through(portions, archive)
    return [portion.batch for portion in portions]


@dataclass(frozen=True, slots=True)
class _Portion:
    """What one batch will hold: links to ask for, and rows that are settled already."""

    batch: Batch
    asked: list[Link]
    links: list[Link] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """The links of all portions under way, and each portion written as soon as its last link is settled."""

    source: SourceSpec
    settings: Settings
    client: Client
    known: KnownFetches
    settled: dict[str, Settled]
    run_id: str
    clock: Clock
    until: datetime
    progress: Progress
    done: int = 0
    total: int = 0

    async def through(self, portions: list[_Portion], archive: Archive) -> None:
        """Settle every link, in order, AT_ONCE together; the next batch does not wait for a slow page."""
        self.total = sum(len(portion.asked) for portion in portions)
        room = asyncio.Semaphore(AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                for portion in portions:
                    if portion.batch.path(Fetch).exists():
                        self._count(len(portion.asked))
                        continue
                    tasks = []
                    for link in portion.asked:
                        await room.acquire()
                        tasks.append(group.create_task(self._one(link, room)))
                    group.create_task(_finish(portion, tasks, archive))
        except ExceptionGroup as faults:
            raise faults.exceptions[0] from faults  # a full disk says so once, not once a link

    async def _one(self, link: Link, room: asyncio.Semaphore) -> Fetch:
        try:
            row = await self._row(link)
        finally:
            room.release()
        self._count(1)
        return row

    async def _row(self, link: Link) -> Fetch:
        known = self.known.get(link.url)
        if (settled := self.settled.get(link.link_id)) is not None:
            answer = answer_again(link.url, settled, known)
            return self._settle(link, answer, known)
        if self.clock() >= self.until:
            detail = "Its turn did not come within the time of one run (max_fetch_s)."
            return Answer(link.url, "skipped", "time", detail, self.clock()).row(link, self.run_id)
        return self._settle(link, await self.client.get(link.url, known, link=link), known)

    def _settle(self, link: Link, answer: Answer, known: KnownFetch | None) -> Fetch:
        row = _withdrawn(answer, known).row(link, self.run_id)
        return with_basis(row, self.source, self.settings)

    def _count(self, links: int) -> None:
        self.done += links
        self.progress(self.done, self.total)


async def _finish(portion: _Portion, tasks: list[asyncio.Task[Fetch]], archive: Archive) -> None:
    fetches = [await task for task in tasks]
    archive.sync()
    _write(portion.batch, [*portion.links, *portion.asked], [*portion.fetches, *fetches], portion.rejections)


def _portions(
    source: SourceSpec,
    found: Batch,
    known: KnownFetches,
    run_id: str,
    batch_size: int,
    now: datetime,
    revisits: Sequence[timedelta],
    repairs: list[Rejection],
) -> list[_Portion]:
    links = found.read(Link)
    articles = [link for link in links if link.link_type == "article"]
    asked = [link for link in articles if _is_wanted(link, known.get(link.url), now, revisits)]
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
        rejections=[*found.read(Rejection), *repairs],
    )
    return portions


def _withdrawn(answer: Answer, known: KnownFetch | None) -> Answer:
    """Return what became of a page; one that was there and is gone has been taken back, which is a fact."""
    if known is None or known.is_open or answer.http_status not in (404, 410):
        return answer
    detail = f"It was there on {known.fetched_at:%Y-%m-%d %H:%M} UTC. {answer.detail or ''}".strip()
    return replace(answer, reason="withdrawn", detail=detail)


def _is_wanted(link: Link, at: KnownFetch | None, now: datetime, revisits: Sequence[timedelta]) -> bool:
    """Tell whether a link that a feed names now is asked for; what never came is, as long as it is named."""
    return at is None or at.is_open or _is_newer(link, at) or is_due(at, now, revisits)


def _is_newer(link: Link, known: KnownFetch) -> bool:
    """Tell whether what is claimed of a link is newer than what was claimed, or fetched, before."""
    claims = [at for claim in (link.claimed_modified, link.claimed_published) if (at := instant(claim))]
    before = [at for claim in (known.claimed_modified, known.claimed_published) if (at := instant(claim))]
    return bool(claims) and max(claims) > max(before, default=known.fetched_at)


def _skipped(link: Link, known: KnownFetch, run_id: str, now: datetime) -> Fetch:
    detail = f"It was fetched on {known.fetched_at:%Y-%m-%d %H:%M} UTC, and the feed gives no newer date."
    return Answer(link.url, "skipped", "known", detail, now).row(link, run_id)


def _archive(source: SourceSpec, home: Home, settings: Settings, run_id: str) -> Archive:
    return Archive(home, source.source_id, run_id, settings.agent(), settings.max_warc_bytes)


def _repaired(repair: Repair, run_id: str, now: datetime) -> Rejection:
    rejection_id = digest("archive", repair.warc_file, str(repair.kept_bytes), str(repair.cut_bytes))
    step = "Nothing to do: what it was about is asked for again."
    return Rejection(rejection_id, run_id, "archive", repair.warc_file, repair.sentence, step, now)


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=min(seconds, 10 * 365 * 86_400))


def _write(
    batch: Batch, links: Sequence[Link], fetches: Sequence[Fetch], rejections: Sequence[Rejection]
) -> None:
    batch.write(Link, links)
    if rejections:
        batch.write(Rejection, rejections)
    batch.write(Fetch, fetches)  # last: a batch with this file is whole
