"""Take what a person gives by hand: saved pages as they are, URLs like any link."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tasks.batches import Batch
from tasks.errors import GuardError, InputError, UsageError
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.archive.write import Archive
from tasks.scrape.discover.found import claimed_date
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.fetch.guard import check_url
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.forgotten import DETAIL, forgotten_id
from tasks.scrape.inputs import Input, content_type, files_of, read_file
from tasks.scrape.sources import FILES, SourceSpec, load_source, source_for_url, with_basis
from tasks.settings import Home, Settings
from tasks.urls import canonical_url, content_digest, digest


async def take_given(
    inputs: list[Input],
    home: Home,
    settings: Settings,
    run_id: str,
    folder: Path,
    clock: Callable[[], datetime],
    forgotten: frozenset[str] = frozenset(),
) -> list[Batch]:
    """Take files, folders and URLs given by hand into `<folder>/inputs-0001` and so on.

    What cannot be used is a Rejection of the stage 'input'; a URL has its Fetch row besides. Raises
    UnknownSource or UsageError, before anything is read, for what is stated wrongly.
    """
    intake = _Intake(home, settings, run_id, clock, forgotten)
    stated = [(given, _publisher(given, home)) for given in inputs]
    urls = [(given, source) for given, source in stated if given.is_url and intake.may_ask(given)]
    try:
        for given, source in stated:
            if not given.is_url:
                intake.take_files(given, source)
        await intake.take_urls(urls)
    finally:
        intake.close()
    return _batches(intake, folder, settings.batch_size)


@dataclass(slots=True)
class _Intake:
    home: Home
    settings: Settings
    run_id: str
    clock: Callable[[], datetime]
    forgotten: frozenset[str] = frozenset()
    links: dict[str, Link] = field(default_factory=dict)
    fetches: list[Fetch] = field(default_factory=list)
    rejections: dict[str, Rejection] = field(default_factory=dict)
    archives: dict[str, Archive] = field(default_factory=dict)

    def take_files(self, given: Input, source: SourceSpec) -> None:
        """Archive the files of one input as they are."""
        try:
            for path in files_of(given):
                try:
                    data = read_file(path, self.settings.max_body_bytes)
                except InputError as fault:
                    self.reject(_text(path), fault.message, fault.next_step)
                    continue
                self._take_file(given, source, path, data)
        except InputError as fault:
            self.reject(_text(given.word), fault.message, fault.next_step)

    def may_ask(self, given: Input) -> bool:
        """Tell whether a word is a URL of the web; note it where it is not."""
        if (fault := _fault(given.word)) is not None:
            self.reject(_without_secrets(given.word), fault.message, fault.next_step)
        return fault is None

    async def take_urls(self, stated: list[tuple[Input, SourceSpec]]) -> None:
        """Ask for the URLs given, each source's one after the other, the sources together."""
        by_source: dict[str, list[Input]] = {}
        specs = {source.source_id: source for _, source in stated}
        for given, source in stated:
            by_source.setdefault(source.source_id, []).append(given)
        await asyncio.gather(*(self._ask(specs[name], group) for name, group in by_source.items()))

    def reject(self, subject: str, reason: str, next_step: str) -> None:
        """Note an input that could not be used."""
        rejection_id = digest("input", subject, reason)
        self.rejections[rejection_id] = Rejection(
            rejection_id, self.run_id, "input", subject, reason, next_step, self.clock()
        )

    def close(self) -> None:
        """Close the archive files."""
        for archive in self.archives.values():
            archive.close()

    def _take_file(self, given: Input, source: SourceSpec, path: Path, data: bytes) -> None:
        now, stated = self.clock(), given.url and canonical_url(given.url, source.hosts)
        url = stated or f"urn:sha256:{content_digest(data)}"
        if self._is_forgotten(url, source):
            return
        link = self._link(given, source, url, _text(path), now)
        if link.link_id in self.links:
            return  # the same bytes given twice are one document
        self.links[link.link_id] = link
        kind = content_type(path)
        kept = self._archive(source).keep_file(url, data, kind, now)
        answer = Answer(
            url, "fetched", None, None, now, stated, None, kind, content_bytes=len(data), kept=kept
        )
        self.fetches.append(answer.row(link, self.run_id))

    async def _ask(self, source: SourceSpec, group: list[Input]) -> None:
        means = Means(self.clock)
        async with Client(source, self.settings, self._archive(source), means) as client:
            for given in group:
                url = canonical_url(given.word, source.hosts)
                if self._is_forgotten(url, source):
                    continue
                link = self._link(given, source, url, given.word, self.clock())
                if link.link_id in self.links:
                    continue  # the same address given twice
                self.links[link.link_id] = link
                answer = await client.get(url, link=link)
                self.fetches.append(with_basis(answer.row(link, self.run_id), source, self.settings))
                if answer.outcome != "fetched":
                    self.reject(given.word, answer.detail or "Nothing came.", answer.next_step)

    def _is_forgotten(self, url: str, source: SourceSpec) -> bool:
        """Tell whether something is not to be taken in again, and note it without what it is."""
        key = forgotten_id(url, source, self.forgotten)
        if key or source.source_id in self.forgotten:
            self.reject(f"forgotten {key or source.source_id}", DETAIL, "Nothing to do.")
        return bool(key) or source.source_id in self.forgotten

    def _archive(self, source: SourceSpec) -> Archive:
        name = source.source_id
        if name not in self.archives:
            archive = Archive(
                self.home, name, self.run_id, self.settings.agent(), self.settings.max_warc_bytes
            )
            archive.mend()
            for repair in archive.repairs:
                self.reject(repair.warc_file, repair.sentence, "Nothing to do: give again what it was about.")
            self.archives[name] = archive
        return self.archives[name]

    def _link(self, given: Input, source: SourceSpec, url: str, found_in: str, now: datetime) -> Link:
        return Link(
            link_id=digest(source.source_id, url),
            source_id=source.source_id,
            url=url,
            link_type="article",
            found_in=found_in,
            found_kind="input",
            claimed_title=None,
            claimed_published=claimed_date(given.date),
            claimed_modified=None,
            seen_at=now,
        )


def _publisher(given: Input, home: Home) -> SourceSpec:
    """Return whose text an input is, as far as it is stated; check the rest of what is stated."""
    if given.date is not None and claimed_date(given.date) is None:
        raise UsageError(f"--date cannot be '{given.date}'.", "Give a day such as 2026-11-20, or an instant.")
    if given.url is not None and (fault := _fault(given.url)) is not None:
        raise UsageError(f"--url: {fault.message}", fault.next_step)
    if given.source is not None:
        return load_source(given.source, home)
    address = given.word if given.is_url else given.url
    return FILES if address is None or _fault(address) else source_for_url(address, home)


def _fault(url: str) -> GuardError | None:
    try:
        check_url(url)
    except GuardError as fault:
        return fault
    return None


def _batches(intake: _Intake, folder: Path, size: int) -> list[Batch]:
    """Write what was taken; there is one batch at least, so that rejections reach the database."""
    fetches = {fetch.link_id: fetch for fetch in intake.fetches}
    links = [link for link in intake.links.values() if link.link_id in fetches]
    batches = []
    for number, start in enumerate(range(0, max(len(links), 1), size), 1):
        batch, chunk = Batch(folder / f"inputs-{number:04d}"), links[start : start + size]
        batch.write(Link, chunk)
        if number == 1 and intake.rejections:
            batch.write(Rejection, intake.rejections.values())
        batch.write(Fetch, [fetches[link.link_id] for link in chunk])
        batches.append(batch)
    return batches


def _text(path: str | Path) -> str:
    """Return a path as text that any file or database takes, whatever bytes its name has."""
    return str(path).encode("utf-8", "replace").decode()


def _without_secrets(url: str) -> str:
    """Return a URL without user name and password."""
    return re.sub(r"://[^/?#]*@", "://", url)
