"""Read WARC files in order: our own, other people's, CC-NEWS; what is damaged is told and passed."""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, cast

from tasks.errors import ArchiveError
from tasks.scrape.archive.payload import MAX_PAYLOAD_BYTES, Payload, payload_of, status_of, whole

CONTENT = ("response", "resource")
MAGIC = re.compile(rb"\x1f\x8b\x08")
PLAIN_START = re.compile(rb"(?<=\n)WARC/[01]\.\d")
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One record; `payload` is there where it was asked for."""

    path: Path
    offset: int  # in the file; in the unpacked stream where the whole file is one gzip member
    kind: str  # WARC-Type
    url: str
    date: str  # as the record says: RFC 3339
    record_id: str  # without angle brackets
    content_type: str | None  # of the content, as its sender said
    http_status: int | None
    payload_digest: str | None  # 'sha256:...' or as the record says
    refers_to: str | None  # the record that a revisit repeats
    concurrent_to: str | None
    http_headers: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()  # of metadata and warcinfo
    content_bytes: int = 0  # as archived
    payload: Payload | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in a file that cannot be read."""

    path: Path
    offset: int
    reason: str


Wanted = Callable[[Entry], bool]
"""Says of which records the payload is read as well."""


def read_archive(
    path: Path,
    wanted: Wanted = lambda _: False,
    start: int = 0,
    max_bytes: int = MAX_PAYLOAD_BYTES,
) -> Iterator[Entry | Damage]:
    """Yield the records of a WARC (or ARC) file, packed or not, and where it is damaged.

    Raises ArchiveError where the file is not there or is no such file at all.
    """
    try:
        with path.open("rb") as file:
            yield from _read(path, file, wanted, start, max_bytes)
    except OSError as fault:
        raise ArchiveError(
            f"{path} cannot be read: {fault.strerror or fault}.", "Name a WARC file."
        ) from fault


def _read(
    path: Path, file: IO[bytes], wanted: Wanted, start: int, max_bytes: int
) -> Iterator[Entry | Damage]:
    is_first = True
    while True:
        fault, reached = None, start
        try:
            for found in _records(path, file, start, wanted, max_bytes):
                reached, is_first = found.offset, False
                yield found
        except _OneMember:
            with gzip.open(path) as unpacked:
                records = _records(path, cast("IO[bytes]", unpacked), 0, wanted, max_bytes)
                yield from _until_damaged(path, records, skip=1)
            return
        except _FAULTS as error:
            fault = error
        if fault is None:
            return
        if is_first and start == 0 and not _is_warc(file):
            raise ArchiveError(f"{path} is no WARC file: {_words(fault)}.", "Name a .warc or .warc.gz file.")
        broken = fault.offset if isinstance(fault, _Broken) else reached
        yield Damage(path, broken, _words(fault))
        start = _next_start(file, broken + 1)
        if start < 0:
            return


def _until_damaged(path: Path, records: Iterator[Entry], skip: int) -> Iterator[Entry | Damage]:
    """Yield records but the first ones; nothing behind damage can be found in one gzip member."""
    reached = 0
    try:
        for number, entry in enumerate(records):
            reached = entry.offset
            if number >= skip:
                yield entry
    except _FAULTS as fault:
        yield Damage(path, reached, _words(fault))


class _OneMember(Exception):
    """The whole file is one gzip member."""


class _Broken(Exception):
    """A record is damaged, and it begins at `offset`."""

    def __init__(self, offset: int, reason: object) -> None:
        super().__init__(reason)
        self.offset = offset


def _faults() -> tuple[type[Exception], ...]:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    return (
        _Broken,
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        TypeError,
        AttributeError,  # warcio on a record without the headers that every record has
        IndexError,
        KeyError,
        zlib.error,
        gzip.BadGzipFile,
    )


_FAULTS = _faults()


def _records(path: Path, file: IO[bytes], start: int, wanted: Wanted, max_bytes: int) -> Iterator[Entry]:
    from warcio.exceptions import ArchiveLoadFailed

    from tasks.scrape.archive.strict import records_of

    file.seek(start)
    iterator = records_of(file)
    while True:
        offset = iterator.offset
        try:
            record = next(iterator, None)
            if record is None:
                return
            entry = _entry(path, offset, record, wanted, max_bytes)
            iterator.read_to_end()  # so that it knows where the next one begins, should that be damaged
            yield entry
        except ArchiveLoadFailed as fault:
            if "non-chunked gzip" in str(fault):
                raise _OneMember from fault
            raise _Broken(offset, "it is no WARC record") from fault
        except _FAULTS as fault:
            raise _Broken(offset, _words(fault)) from fault


def _entry(path: Path, offset: int, record: Any, wanted: Wanted, max_bytes: int) -> Entry:
    of, http = record.rec_headers.get_header, record.http_headers
    is_fields = record.rec_type in ("metadata", "warcinfo")
    entry = Entry(
        path=path,
        offset=offset,
        kind=record.rec_type or "unknown",
        url=(of("WARC-Target-URI") or of("uri") or "").strip("<>"),
        date=of("WARC-Date") or "",
        record_id=(of("WARC-Record-ID") or "").strip("<>"),
        content_type=http.get_header("Content-Type") if http else record.content_type,
        http_status=status_of(http) if http and record.rec_type != "request" else None,
        payload_digest=of("WARC-Payload-Digest"),
        refers_to=(of("WARC-Refers-To") or "").strip("<>") or None,
        concurrent_to=(of("WARC-Concurrent-To") or "").strip("<>") or None,
        http_headers=tuple(http.headers) if http else (),
        content_bytes=max((record.payload_length if http else record.length) or 0, 0),
    )
    if record.rec_type in CONTENT and wanted(entry):
        return replace(entry, payload=payload_of(record, max_bytes))
    if is_fields:
        words = whole(record, max_bytes).decode("utf-8", "replace")
        return replace(entry, fields=tuple(_fields(words)))
    _pass_over(record, entry.content_bytes)
    return entry


def _pass_over(record: Any, expected: int) -> None:
    """Read what nobody wants, so that a record that is cut short is noticed."""
    passed = 0
    while part := record.raw_stream.read(CHUNK):
        passed += len(part)
    if passed < expected:
        raise EOFError


def _fields(words: str) -> Iterator[tuple[str, str]]:
    for line in words.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _words(fault: BaseException) -> str:
    return (str(fault).strip().splitlines() or ["it ends too early"])[0].rstrip(".") or "it ends too early"


def _is_warc(file: IO[bytes]) -> bool:
    file.seek(0)
    return file.read(5) in (b"WARC/",) or _starts_gzip(file)


def _starts_gzip(file: IO[bytes]) -> bool:
    file.seek(0)
    try:
        head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(file.read(4096), 16)
    except zlib.error:
        return False
    return head.startswith((b"WARC/", b"filedesc:"))


def _next_start(file: IO[bytes], start: int) -> int:
    """Return where a record may begin, at `start` or later; -1 where none does."""
    file.seek(0)
    pattern = MAGIC if file.read(2) == b"\x1f\x8b" else PLAIN_START
    file.seek(start)
    position, before = start, b""
    while data := file.read(CHUNK):
        window = before + data
        for match in pattern.finditer(window):
            at = position - len(before) + match.start()
            if pattern is PLAIN_START or _begins_record(file, at):
                return at
        position += len(data)
        file.seek(position)
        before = window[-16:]
    return -1


def _begins_record(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    try:
        head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(file.read(512), 8)
    except zlib.error:
        return False
    return head.startswith(b"WARC/")
