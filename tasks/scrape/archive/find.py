"""Find records in a home's archive, or in files of other people, by URL."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tasks.errors import ArchiveError
from tasks.scrape.archive.payload import Payload, read_payload
from tasks.scrape.archive.read import CONTENT, Damage, Entry, Wanted, read_archive
from tasks.settings import Home
from tasks.urls import canonical_url

SHOWN = (*CONTENT, "revisit")
"""What a person means by records; requests and metadata belong to these."""


def archive_files(home: Home, source_id: str | None = None) -> list[Path]:
    """Return the archive's files in the order in which they were begun, by source."""
    return sorted(home.archive.glob(f"{source_id or '*'}/*/*.warc.gz"))


def find_records(
    files: Iterable[Path], url: str | None = None, *, is_all: bool = False, wanted: Wanted = lambda _: False
) -> Iterator[Entry | Damage]:
    """Yield the records of some files, of one URL where it is given, and what cannot be read."""
    same = None if url is None else _canonical(url)
    for path in files:
        for found in read_archive(path, wanted):
            if isinstance(found, Damage) or (
                (is_all or found.kind in SHOWN)
                and (same is None or found.url == url or _canonical(found.url) == same)
            ):
                yield found


def extract(home: Home, files: Iterable[Path], url: str, until: str | None = None) -> tuple[Entry, Payload]:
    """Return the newest content of a URL that is not younger than `until`, its content coding undone.

    Answers with an error status are taken only where there is no other. Raises ArchiveError where
    nothing of that URL is there, or what is there is damaged.
    """
    best: Entry | None = None
    for entry in find_records(files, url):
        if (
            isinstance(entry, Damage)
            or entry.kind not in CONTENT
            or (until and entry.date[: len(until)] > until)
        ):
            continue
        if best is None or _rank(entry) >= _rank(best):
            best = entry
    if best is None:
        day = f" on or before {until}" if until else ""
        raise ArchiveError(
            f"The archive has no content of {url}{day}.", "`dateline archive list` shows what it has."
        )
    return best, _content(home, best)


def _content(home: Home, entry: Entry) -> Payload:
    if entry.path.is_relative_to(home.archive):
        return read_payload(home, entry.path.relative_to(home.archive).as_posix(), entry.offset)
    # Not every file of other people can be entered in the middle.
    for found in read_archive(entry.path, lambda one: one.offset == entry.offset):
        if isinstance(found, Entry) and found.payload is not None:
            return found.payload
    raise ArchiveError(f"The record at {entry.offset} of {entry.path} cannot be read.", "Take another copy.")


def _rank(entry: Entry) -> tuple[bool, str]:
    return (entry.http_status is None or entry.http_status in (200, 203), entry.date)


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url
