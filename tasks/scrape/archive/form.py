"""What is written together, and how one WARC 1.1 record looks in bytes."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.urls import content_digest

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
PACK_LEVEL = 6  # warcio's own 9 takes three times as long for a few parts in a hundred


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as they went over the wire, the transfer coding undone."""

    url: str
    request_head: bytes  # request line and headers, with the blank line
    response_head: bytes  # status line and headers as received, with the blank line
    body: bytes  # still content-encoded
    was_chunked: bool
    address: str | None  # the IP address that answered
    at: datetime
    proxy: str | None = None  # host:port of the proxy that made the connection


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes rest."""

    warc_file: str  # relative to the home's archive folder
    warc_offset: int
    warc_record_id: str
    payload_digest: str | None  # sha256 hex; None for a record that holds no payload


@dataclass(frozen=True, slots=True)
class Original:
    """The record of the content that a URL had before."""

    kept: Kept
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class About:
    """Why a URL was asked, and what became of it: the metadata record of an exchange."""

    feed: str | None = None  # where the link was found
    link_id: str | None = None  # given when this exchange settled the link
    outcome: str | None = None
    reason: str | None = None
    detail: str | None = None
    redirects: tuple[str, ...] = ()

    def fields(self) -> Iterable[tuple[str, str]]:
        """Return the fields that are given, with `via` as the WARC standard has it."""
        yield from (("via", url) for url in self.redirects)
        for name in ("feed", "link_id", "outcome", "reason", "detail"):
            if (value := getattr(self, name)) is not None:
                yield name, str(value)


def record_bytes(
    headers: Mapping[str, str], content_type: str, block: bytes, level: int = PACK_LEVEL
) -> bytes:
    """Return a record as a gzip member of its own; digest of the block and length are added."""
    named = {**headers, "WARC-Block-Digest": f"sha256:{content_digest(block)}"}
    # warcio is given the block whole: it would re-encode header values that are not ASCII. And it is told
    # the one type whose block it writes as it is, and to which it adds no digest of a payload.
    record = ArcWarcRecord(
        "warc",
        "warcinfo",
        StatusAndHeaders("", list(named.items()), protocol="WARC/1.1"),
        BytesIO(block),
        None,
        content_type,
        len(block),
        payload_length=len(block),
    )
    out = BytesIO()
    WARCWriter(out, gzip=False, warc_version="WARC/1.1").write_record(record)
    packer = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(out.getvalue()) + packer.flush()


def warc_fields(fields: Iterable[tuple[str, str]]) -> bytes:
    """Return a block of application/warc-fields; a value stays on its line."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields).encode()
