"""Read one archived record back, its content coding undone."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.errors import ArchiveError
from tasks.settings import Home
from tasks.urls import content_digest

MAX_PAYLOAD_BYTES = 100_000_000
UNCHUNKED = "Dateline-Transfer-Coding"
"""The record header of ours that says that a transfer coding named in the HTTP headers is undone."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a record holds: the content of a response, or a given file."""

    data: bytes  # content coding undone
    content_type: str | None
    url: str
    http_status: int | None


@dataclass(frozen=True, slots=True)
class Archived:
    """A record as it rests: its id, its content as archived, and the same with the content coding undone."""

    record_id: str  # without angle brackets
    content: bytes  # as it came, transfer coding undone
    payload: Payload

    @property
    def payload_digest(self) -> str:
        """SHA-256 of the content as archived, in hex, as raw.fetches has it."""
        return content_digest(self.content)


def read_payload(home: Home, warc_file: str, warc_offset: int, max_bytes: int = MAX_PAYLOAD_BYTES) -> Payload:
    """Return what the record at an offset of an archive file holds; see `read_record`."""
    return read_record(home, warc_file, warc_offset, max_bytes).payload


def read_record(home: Home, warc_file: str, warc_offset: int, max_bytes: int = MAX_PAYLOAD_BYTES) -> Archived:
    """Return the record at an offset of an archive file; other people's WARCs will do too.

    Raises ArchiveError, naming file and offset, where the file is missing, the record is truncated or
    damaged, or its content would grow beyond `max_bytes`.
    """
    from warcio.exceptions import ArchiveLoadFailed

    from tasks.scrape.archive.coding import CodingFault

    where = f"The archived record at {warc_offset} of {warc_file}"
    try:
        return _read(home.archive / warc_file, warc_offset, max_bytes)
    except FileNotFoundError as fault:
        raise ArchiveError(
            f"{where} is gone: {home.archive} has no such file.", "Put the file back from a copy."
        ) from fault
    except CodingFault as fault:
        raise ArchiveError(f"{where} cannot be unpacked. {fault}", "Fetch the page again.") from fault
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, zlib.error) as fault:
        raise ArchiveError(
            f"{where} cannot be read: {fault or 'it ends too early'}.",
            "Put the file back from a copy, or fetch the page again.",
        ) from fault


def _read(path: Path, offset: int, max_bytes: int) -> Archived:
    from tasks.scrape.archive.strict import records_of

    with path.open("rb") as file:
        file.seek(offset)
        if not file.read(5).startswith((b"\x1f\x8b\x08", b"WARC/")):
            raise ValueError("no record begins there")
        file.seek(offset)
        record = next(records_of(file), None)
        if record is None:
            raise EOFError
        if record.rec_type == "revisit":
            raise ValueError("it only says that the content was unchanged")
        content = _undamaged(record, max_bytes)
        record_id = (record.rec_headers.get_header("WARC-Record-ID") or "").strip("<>")
        return Archived(record_id, content, _payload(record, content, max_bytes))


def payload_of(record: Any, max_bytes: int) -> Payload:
    """Return what a record of warcio's holds, its content coding undone.

    Raises CodingFault, ValueError or EOFError where it is not all there, damaged or too large.
    """
    return _payload(record, _undamaged(record, max_bytes), max_bytes)


def _undamaged(record: Any, max_bytes: int) -> bytes:
    data = whole(record, max_bytes)
    if record.digest_checker.passed is False:
        raise ValueError("its bytes do not have the digest that they were written with")
    return data


def _payload(record: Any, data: bytes, max_bytes: int) -> Payload:
    from tasks.scrape.archive.coding import decode

    url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or ""
    http = record.http_headers
    if http is None:
        return Payload(decode(data, None, max_bytes), record.content_type, url, None)
    data = decode(data, http.get_header("Content-Encoding"), max_bytes)
    return Payload(data, http.get_header("Content-Type"), url, status_of(http))


def status_of(http: Any) -> int | None:
    """Return the status of a response's headers; None for a request or where it is no number."""
    code = (http.get_statuscode() or "").strip()
    return int(code) if code.isdecimal() and len(code) == 3 else None


def whole(record: Any, max_bytes: int) -> bytes:
    """Return the record's content, still coded; raise where it is not all there."""
    http = record.http_headers
    expected = record.payload_length if http else record.length
    if expected is not None and expected > max_bytes:
        raise ValueError(f"it holds more than {max_bytes:,} bytes")
    data: bytes = record.raw_stream.read() if expected else b""
    if expected is not None and len(data) != expected:
        raise EOFError
    if http and "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
        return data if record.rec_headers.get_header(UNCHUNKED) else _unchunked(data)
    return data


def _unchunked(data: bytes) -> bytes:
    """Undo the transfer coding that other people's archives may keep, and some only name."""
    from io import BytesIO

    from warcio.bufferedreaders import ChunkedDataReader

    out: bytes = ChunkedDataReader(BytesIO(data)).read(len(data))
    return out
