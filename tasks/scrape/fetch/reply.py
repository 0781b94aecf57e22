"""Requests, responses and what became of a URL, as values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tasks.records import Fetch, Link
from tasks.scrape.archive.settled import Settled
from tasks.scrape.archive.write import Exchange, Kept, Original
from tasks.scrape.known import KnownFetch
from tasks.urls import digest

REDIRECTS = frozenset({301, 302, 303, 307, 308})
OVERLOADED = frozenset({429, 503})


def is_passing(status: int) -> bool:
    """Tell whether asking again may help; 501 and 505 are about what we ask, not about the moment."""
    return status in (408, 425, 429) or (status >= 500 and status not in (501, 505))


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
    proxy: str | None = None  # host:port of the proxy that made the connection

    @property
    def url(self) -> str:
        """The URL that answered."""
        return str(self.request.url)

    @property
    def reserves(self) -> bool:
        """Whether the response itself reserves text and data mining (TDMRep, W3C)."""
        return bool(self.headers.get("tdm-reservation", "").strip() == "1")

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
            address=None if self.proxy else self.address,  # what is known is the proxy's own
            at=self.at,
            proxy=self.proxy,
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
    redirects: tuple[str, ...] = ()  # the URLs on the way to final_url, the asked one first
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
            redirects=self.redirects or None,
        )


def answer_of(url: str, reply: Reply, *, has_content: bool) -> Answer:
    """Return what a response means for the URL that was asked; where it rests is not said yet."""
    headers = reply.headers
    answer = Answer(
        url=url,
        outcome="fetched",
        reason=None,
        detail=None,
        fetched_at=reply.at,
        final_url=reply.url,
        http_status=reply.status,
        content_type=headers.get("content-type"),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        content_bytes=len(reply.body),
    )
    if reply.status == 304:
        return replace(answer, outcome="not_modified", reason="http_304", detail="Nothing new since then.")
    step = "Open the address in a browser to see what is there."
    if reply.status not in (200, 203):
        reason, detail = f"http_{reply.status}", _status_sentence(reply)
        return replace(answer, outcome="failed", reason=reason, detail=detail, next_step=step)
    if not has_content:
        detail = f"{reply.url} answered without content."
        return replace(answer, outcome="failed", reason="empty", detail=detail, next_step=step)
    return answer


def answer_again(url: str, settled: Settled, known: KnownFetch | None) -> Answer:
    """Return the answer that an earlier attempt of the same run had archived before it ended."""
    before = original(known) if settled.is_same_payload else None
    return Answer(
        url=url,
        outcome=settled.outcome,
        reason=settled.reason,
        detail=settled.detail,
        fetched_at=settled.at,
        final_url=settled.final_url,
        http_status=settled.http_status,
        content_type=settled.header("content-type"),
        etag=settled.header("etag"),
        last_modified=settled.header("last-modified"),
        content_bytes=settled.content_bytes,
        kept=before.kept if before else settled.kept,
        redirects=settled.redirects,
    )


def original(known: KnownFetch | None) -> Original | None:
    """Return the record of the content that is known of a URL."""
    if known is None or known.warc_file is None or known.warc_record_id is None or known.content_at is None:
        return None
    kept = Kept(known.warc_file, known.warc_offset or 0, known.warc_record_id, known.payload_digest)
    return Original(kept, known.record_url or "", known.content_at)


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


def _status_sentence(reply: Reply) -> str:
    phrase = reply.reason_phrase.decode("latin-1").strip()
    return f"{reply.url} answered {reply.status}{f' {phrase}' if phrase else ''}."


def _head(first: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    lines = [first, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
