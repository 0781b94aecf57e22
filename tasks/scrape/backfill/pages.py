"""Read the pages of a pile one after the other, from where it was left."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tasks.errors import ArchiveError, InputError
from tasks.scrape.archive.payload import Payload
from tasks.scrape.archive.read import Damage, Entry, read_archive
from tasks.scrape.backfill.piles import Pile, saved_pages
from tasks.scrape.inputs import content_type, read_file
from tasks.urls import content_digest, host_of

PAGES = ("text/html", "application/xhtml+xml")
_STATUSES = (None, 200, 203)
_HEAD = 65_536
_NAMED = re.compile(
    rb"""<link\b[^>]*\brel\s*=\s*["']?canonical\b[^>]*>"""
    rb"""|<meta\b[^>]*\bproperty\s*=\s*["']?og:url\b[^>]*>"""
    rb"""|<!-- saved from url=\(\d+\)(?P<saved>\S+) -->""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(rb"""\b(?:href|content)\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a pile, and how far the pile is read with it."""

    pile: Pile
    position: str  # where reading goes on after it
    passed_bytes: int  # of the pile, this page included
    url: str  # as its record or itself says; `urn:sha256:...` where neither does
    found_in: str
    data: bytes
    content_type: str | None
    digest: str  # sha256 of the content
    at: datetime | None  # when it was captured; None for a file
    entry: Entry | None = None  # of a WARC; without payload
    end: int = 0  # where the record ends


@dataclass(slots=True)
class Reader:
    """Reads piles; what is passed over is counted by reason, what is damaged goes to `reject`."""

    is_wanted: Callable[[str], bool]  # by URL
    max_bytes: int
    reject: Callable[[str, str, str], None]  # subject, reason, next step
    passed_over: Counter[str]

    def pages(self, pile: Pile, position: str | None) -> Iterator[Page]:
        """Yield the pages of a pile that come after a position."""
        return self._of_folder(pile, position) if pile.kind == "folder" else self._of_warc(pile, position)

    def _of_folder(self, pile: Pile, position: str | None) -> Iterator[Page]:
        after, passed = Path(position or "").parts, 0
        files = saved_pages(pile.path) if pile.path.is_dir() else iter([(pile.path, pile.size_bytes)])
        for path, size in files:
            passed += size
            name = path.relative_to(pile.path) if path != pile.path else Path(path.name)
            if name.parts <= after:
                continue
            try:
                data = read_file(path, self.max_bytes)
            except InputError as fault:
                self.reject(_text(path), fault.message, fault.next_step)
                continue
            digest = content_digest(data)
            url = named_url(data) or f"urn:sha256:{digest}"
            if self.is_wanted(url):
                kind = content_type(path)
                yield Page(pile, _text(name), passed, url, _text(path), data, kind, digest, None)
            else:
                self.passed_over["of another source"] += 1

    def _of_warc(self, pile: Pile, position: str | None) -> Iterator[Page]:
        start, held = int(position or 0), None
        for found in self._records(pile, start):
            if held is not None:
                yield replace(held, end=found.offset, position=str(found.offset))
                held = None
            if isinstance(found, Damage):
                words = f"The record at {found.offset} cannot be read: {found.reason}"
                self.reject(_text(pile.path), words, "The rest is taken; give a better copy of the file.")
            elif found.payload is not None:
                held = self._page(pile, found, found.payload)
        if held is not None:
            yield replace(held, end=pile.size_bytes, position=str(pile.size_bytes))

    def _records(self, pile: Pile, start: int) -> Iterator[Entry | Damage]:
        """Yield the records from an offset on; a file that is one gzip member is passed through to there."""
        inside = start and not _begins_record(pile.path, start)
        try:
            for found in read_archive(pile.path, self._is_page, 0 if inside else start, self.max_bytes):
                if found.offset >= start:
                    yield found
        except ArchiveError as fault:
            self.reject(_text(pile.path), fault.message, fault.next_step or "Name a WARC file.")

    def _is_page(self, entry: Entry) -> bool:
        reason = self._reason_against(entry)
        if reason:
            self.passed_over[reason] += 1
        return not reason

    def _reason_against(self, entry: Entry) -> str:
        kind = (entry.content_type or "text/html").partition(";")[0].strip().lower()
        is_file = entry.url.startswith("urn:sha256:")
        if entry.http_status not in _STATUSES:
            return "an answer without content"
        if kind not in PAGES and not (is_file and kind == "text/plain"):
            return "no page"
        if entry.content_bytes > self.max_bytes:
            return "larger than any page"
        if not is_file and not host_of(entry.url):
            return "no address of the web"
        return "" if self.is_wanted(entry.url) else "of another source"

    def _page(self, pile: Pile, entry: Entry, payload: Payload) -> Page:
        written = (entry.payload_digest or "").removeprefix("sha256:")
        is_ours = pile.is_own and len(written) == 64
        digest = written if is_ours else content_digest(payload.data)
        return Page(
            pile, "", entry.offset, entry.url, _text(pile.path), payload.data, payload.content_type, digest,
            _instant(entry.date), replace(entry, payload=None),
        )  # fmt: skip


def named_url(data: bytes) -> str | None:
    """Return the address that a saved page gives itself; None where it gives none, or a front page's."""
    for found in _NAMED.finditer(data[:_HEAD]):
        address = _ADDRESS.search(found[0])
        url = (found["saved"] or (address[1] if address else b"")).decode("utf-8", "replace")
        url = url.replace("&amp;", "&")
        if url.startswith(("http://", "https://")) and host_of_or_none(url) and not _is_front(url):
            return url
    return None


def host_of_or_none(url: str) -> str | None:
    """Return the host of an address; None where it is no address."""
    try:
        return host_of(url) or None
    except ValueError:
        return None


def _is_front(url: str) -> bool:
    return re.fullmatch(r"https?://[^/]+/?(?:index\.\w+)?", url) is not None


def _begins_record(path: Path, offset: int) -> bool:
    if offset == path.stat().st_size:
        return True  # all is read
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(5).startswith((b"\x1f\x8b\x08", b"WARC/"))


def _instant(words: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        pass
    else:
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return datetime.strptime(words, "%Y%m%d%H%M%S").replace(tzinfo=UTC)  # ARC
    except ValueError:
        return None


def _text(path: str | Path) -> str:
    return str(path).encode("utf-8", "replace").decode()
