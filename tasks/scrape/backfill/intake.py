"""Make batches of saved pages: links, fetches, bytes in the archive, and how far each pile is."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tasks.batches import Batch
from tasks.records import Fetch, Intake, Link
from tasks.scrape.archive.copy import cut_record
from tasks.scrape.archive.form import Kept
from tasks.scrape.archive.write import Archive
from tasks.scrape.backfill.pages import Page, Reader
from tasks.scrape.backfill.piles import Pile
from tasks.scrape.sources import FILES, SourceSpec, source_for_url
from tasks.settings import Home, Settings
from tasks.urls import canonical_url, digest

KnownPayloads = Callable[[list[str]], Sequence[Mapping[str, object]]]
"""Tells of digests: fetch_id, payload_digest and where the bytes rest, for those that are held."""

OPEN_ARCHIVES = 64
REMEMBERED = 20_000
LEAST_A_BATCH = 25  # pages; fewer are not worth a task
BATCHES_A_WORKER = 2  # of each group
FIRST_BATCH = 50  # the first ones are small, so that no worker waits for long
HELD_PAGES, HELD_BYTES = 64, 64_000_000  # how much is read before the warehouse is asked what it knows


@dataclass(slots=True)
class Taken:
    """A page that was taken, or one that was known: either moves its pile on. Its bytes are let go."""

    position: str  # where its pile is read on after it
    link: Link | None = None
    fetch: Fetch | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A batch of pages that is ready for the cleaners; its group is related once it is whole."""

    batch: Batch
    page_count: int
    ends_group: bool


@dataclass(slots=True)
class Taking:
    """Reads piles for one run. `chosen` are the sources that are wanted; all where there is none."""

    home: Home
    settings: Settings
    run_id: str
    clock: Callable[[], datetime]
    chosen: tuple[str, ...]
    filter_words: str  # what else was asked: other filters begin a pile anew
    known: KnownPayloads
    intakes: Mapping[str, Intake]  # how far earlier runs were, by id
    reject: Callable[[str, str, str], None]
    passed_over: Counter[str] = field(default_factory=Counter)
    known_count: int = 0
    taken_count: int = 0
    resumed_bytes: int = 0  # of what earlier runs had passed
    passed_bytes: int = 0  # of all piles
    _archives: "OrderedDict[str, Archive]" = field(default_factory=OrderedDict)
    _kept: "OrderedDict[str, Kept]" = field(default_factory=OrderedDict)
    _sources: dict[str, SourceSpec] = field(default_factory=dict)
    _last: dict[str, Intake] = field(default_factory=dict)  # how far each pile is, by id

    def parts(self, piles: Iterable[Pile], folder: Path, size: int, workers: int) -> Iterator[Part]:
        """Yield batches as they are full, in groups of at most `size` pages, two batches a worker.

        The last batch of a group carries how far its piles are with it: loaded in this order, a run that is
        killed is gone on with at the page.
        """
        rows: list[Taken] = []
        moved: set[str] = set()
        group, number, passed = 0, 0, 0
        self._last = dict(self.intakes)
        for pile in piles:
            for taken in self._pile(pile):
                if len(rows) >= room_of(size, workers, group, number):
                    yield Part(self._write(rows, folder, group, number), len(rows), ends_group=False)
                    number, rows = number + 1, []
                moved.add(self._move(pile, taken.position, is_new=taken.fetch is not None))
                if taken.fetch:
                    rows.append(taken)
                passed += 1  # known ones too, so that a run that goes on makes the groups that it would have
                if passed >= size:
                    yield self._end_group(rows, moved, folder, group, number)
                    group, number, passed, rows, moved = group + 1, 0, 0, [], set()
            if not self.is_done(pile):
                moved.add(self._move(pile, None))
        if moved:
            yield self._end_group(rows, moved, folder, group, number)

    def close(self) -> None:
        """Close the archive files."""
        for archive in self._archives.values():
            archive.close()
        self._archives.clear()

    def is_done(self, pile: Pile) -> bool:
        """Tell whether all of a pile was taken before; a folder is looked through again for new files."""
        held = self.intakes.get(self._id(pile))
        return bool(held and held.is_done and pile.kind == "warc" and int(held.position) >= pile.size_bytes)

    def _pile(self, pile: Pile) -> Iterator[Taken]:
        if self.is_done(pile):
            self.passed_bytes += pile.size_bytes
            self.resumed_bytes += pile.size_bytes
            return
        held, before = self.intakes.get(self._id(pile)), self.passed_bytes
        goes_on = held is not None and not (held.is_done and pile.kind == "folder")
        reader = Reader(self._is_wanted, self.settings.max_body_bytes, self.reject, self.passed_over)
        if held and goes_on and pile.kind == "warc":
            self.resumed_bytes += int(held.position)
        pages: list[Page] = []
        for page in reader.pages(pile, held.position if held and goes_on else None):
            self.passed_bytes = before + page.passed_bytes
            pages.append(page)
            if len(pages) >= HELD_PAGES or sum(len(one.data) for one in pages) > HELD_BYTES:
                yield from self._take(pages)
                pages = []
        yield from self._take(pages)
        self.passed_bytes = before + pile.size_bytes

    def _take(self, pages: list[Page]) -> Iterator[Taken]:
        if not pages:
            return
        rows = self.known([page.digest for page in pages])
        held = {str(row["fetch_id"]) for row in rows}
        for row in rows:
            self._remember(_kept(row))
        for page in pages:
            source = self._source(page.url)
            link = self._link(page, source)
            fetch_id = digest(self._id(page.pile), link.link_id, page.digest)
            if fetch_id in held:
                self.known_count += 1
                yield Taken(page.position)
            else:
                held.add(fetch_id)
                self.taken_count += 1
                kept = self._keep(page, source)
                yield Taken(page.position, link, self._fetch(page, link, fetch_id, kept))

    def _keep(self, page: Page, source: SourceSpec) -> Kept:
        """Say where the bytes rest; they are written to the archive where they are not in it."""
        entry = page.entry
        if page.pile.is_own and entry is not None:
            name = page.pile.path.relative_to(self.home.archive).as_posix()
            return Kept(name, entry.offset, entry.record_id, page.digest)
        if page.digest in self._kept:
            return self._kept[page.digest]
        archive, now = self._archive(source), self.clock()
        cut = cut_record(page.pile.path, entry.offset, page.end) if entry else None
        if cut is not None and entry is not None:
            kept = archive.keep_record(cut, entry.record_id, page.digest, now)
        else:
            kept = archive.keep_file(page.url, page.data, page.content_type or "text/html", now)
        self._remember(kept)
        return kept

    def _archive(self, source: SourceSpec) -> Archive:
        name = source.source_id
        if name in self._archives:
            self._archives.move_to_end(name)
            return self._archives[name]
        if len(self._archives) >= OPEN_ARCHIVES:
            self._archives.popitem(last=False)[1].close()
        agent = self.settings.agent()
        archive = Archive(self.home, name, self.run_id, agent, self.settings.max_warc_bytes)
        archive.mend()
        for repair in archive.repairs:
            self.reject(repair.warc_file, repair.sentence, "Nothing to do: it is taken again.")
        self._archives[name] = archive
        return archive

    def _remember(self, kept: Kept) -> None:
        self._kept[kept.payload_digest or ""] = kept
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)

    def _source(self, url: str) -> SourceSpec:
        if not url.startswith("http"):
            return FILES
        host = url.split("/", 3)[2].lower()
        if host not in self._sources:
            self._sources[host] = source_for_url(url, self.home)
        return self._sources[host]

    def _is_wanted(self, url: str) -> bool:
        try:
            return not self.chosen or self._source(url).source_id in self.chosen
        except (ValueError, IndexError):
            return False

    def _link(self, page: Page, source: SourceSpec) -> Link:
        url = page.url
        if url.startswith("http"):
            url = canonical_url(url, source.hosts)
        kind = "input" if page.entry is None else "warc"
        return Link(
            digest(source.source_id, url), source.source_id, url, "article", page.found_in, kind,
            None, None, None, self.clock(),
        )  # fmt: skip

    def _fetch(self, page: Page, link: Link, fetch_id: str, kept: Kept) -> Fetch:
        entry = page.entry
        return Fetch(
            fetch_id=fetch_id,
            link_id=link.link_id,
            run_id=self.run_id,
            source_id=link.source_id,
            url=link.url,
            final_url=page.url if page.url.startswith("http") else None,
            outcome="fetched",
            reason=None,
            detail=None,
            http_status=entry.http_status if entry else None,
            content_type=page.content_type,
            etag=None,
            last_modified=None,
            content_bytes=len(page.data),
            payload_digest=page.digest,
            warc_file=kept.warc_file,
            warc_offset=kept.warc_offset,
            warc_record_id=kept.warc_record_id,
            fetched_at=page.at or self.clock(),
        )

    def _id(self, pile: Pile) -> str:
        return digest(pile.pile_id, ",".join(sorted(self.chosen)), self.filter_words)

    def _move(self, pile: Pile, position: str | None, *, is_new: bool = False) -> str:
        """Note how far a pile is, None for its end; return the id of the note."""
        intake_id, path = self._id(pile), str(pile.path).encode("utf-8", "replace").decode()
        held = self._last.get(intake_id)
        at = position or (str(pile.size_bytes) if pile.kind == "warc" else held.position if held else "")
        count, is_done = (held.page_count if held else 0) + is_new, position is None
        self._last[intake_id] = Intake(
            intake_id, path, pile.kind, at, count, is_done, self.run_id, self.clock()
        )
        return intake_id

    def _end_group(
        self, rows: list[Taken], moved: Iterable[str], folder: Path, group: int, number: int
    ) -> Part:
        """Write the last batch of a group; it says how far its piles are.

        Loaded in order, it says so when all the others are in the database.
        """
        batch = self._write(rows, folder, group, number)
        batch.write(Intake, [self._last[intake_id] for intake_id in sorted(moved)])
        return Part(batch, len(rows), ends_group=True)

    def _write(self, rows: list[Taken], folder: Path, group: int, number: int) -> Batch:
        batch = Batch(folder / f"pages-{group:05}-{number:03}")
        batch.write(Link, {one.link.link_id: one.link for one in rows if one.link}.values())
        batch.write(Fetch, [one.fetch for one in rows if one.fetch])
        for archive in self._archives.values():
            archive.sync()
        return batch


def room_of(size: int, workers: int, group: int, number: int) -> int:
    """Return how many pages a batch takes: small ones at first, that each worker has one soon."""
    room = max(-(-size // (BATCHES_A_WORKER * workers)), LEAST_A_BATCH)
    return room if group else min(room, FIRST_BATCH << min(number // workers, 20))


def _kept(row: Mapping[str, object]) -> Kept:
    return Kept(
        str(row["warc_file"]),
        int(str(row["warc_offset"])),
        str(row["warc_record_id"]),
        str(row["payload_digest"]),
    )
