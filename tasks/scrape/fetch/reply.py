"""Requests, responses and what became of a URL, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tasks.records import Fetch, Link
from tasks.scrape.archive.write import Exchange, Kept
from tasks.scrape.known import KnownFetch
from tasks.urls import digest

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which asking again may help."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One response, its body still content-encoded."""

    request: httpx.Request
    status: int
    reason_phrase: bytes
    http_version: bytes
    headers: httpx.Headers
    body: bytes
    is_cut: bool  # the body was not read to its end
    address: str | None
    at: datetime

    @property
    def url(self) -> str:
        """The URL that answered."""
        return str(self.request.url)

    def exchange(self) -> Exchange:
        """Return request and response in the form in which they are archived."""
        path = self.request.url.raw_path
        status = b"%s %d %s" % (self.http_version, self.status, self.reason_phrase)
        return Exchange(
            url=self.url,
            request_head=_head(b"GET %s HTTP/1.1" % path, self.request.headers.raw),
            response_head=_head(status.rstrip(), self.headers.raw),
            body=self.body,
            was_chunked="transfer-encoding" in self.headers,
            address=self.address,
            at=self.at,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a URL, whatever happened."""

    url: str
    outcome: str  # one of tasks.records.OUTCOMES
    reason: str | None  # None when fetched
    detail: str | None  # a sentence for people
    fetched_at: datetime
    final_url: str | None = None
    http_status: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    data: bytes = b""  # content coding undone; empty unless fetched
    content_bytes: int | None = None
    kept: Kept | None = None
    next_step: str = ""

    def row(self, link: Link, run_id: str) -> Fetch:
        """Return the row that tells what became of a link in a run."""
        kept = self.kept
        return Fetch(
            fetch_id=digest(run_id, link.link_id),
            link_id=link.link_id,
            run_id=run_id,
            source_id=link.source_id,
            url=link.url,
            final_url=self.final_url,
            outcome=self.outcome,
            reason=self.reason,
            detail=self.detail,
            http_status=self.http_status,
            content_type=self.content_type,
            etag=self.etag,
            last_modified=self.last_modified,
            content_bytes=self.content_bytes,
            payload_digest=kept.payload_digest if kept else None,
            warc_file=kept.warc_file if kept else None,
            warc_offset=kept.warc_offset if kept else None,
            warc_record_id=kept.warc_record_id if kept else None,
            fetched_at=self.fetched_at,
        )


def conditions(known: KnownFetch | None) -> list[tuple[str, str]]:
    """Return the headers that ask for content only where it changed (RFC 9110, section 13.1)."""
    if known is None:
        return []
    asked = [("If-None-Match", known.etag), ("If-Modified-Since", known.last_modified)]
    return [(name, value) for name, value in asked if value]


def retry_after_s(headers: httpx.Headers, now: datetime) -> float | None:
    """Return how long a Retry-After header asks us to stay away, in seconds from now."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text) if len(text) < 10 else timedelta(days=3650).total_seconds()
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())


def server_address(extensions: Any) -> str | None:
    """Return the IP address that answered, where the connection says it."""
    stream = extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return str(peer[0]) if isinstance(peer, tuple) else None


def _head(first: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = [first, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
