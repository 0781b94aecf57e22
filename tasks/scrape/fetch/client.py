"""Ask for URLs: guarded, by the robots, paced, archived; whatever happens is an answer."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from urllib.parse import urldefrag, urljoin

import httpx

from tasks.errors import GuardError, RobotsError
from tasks.scrape.archive.coding import ACCEPTED, CodingFault, decode
from tasks.scrape.archive.write import Archive, Kept
from tasks.scrape.fetch.faults import CAUGHT, Fault, fault_of
from tasks.scrape.fetch.guard import check_url
from tasks.scrape.fetch.pace import Pace
from tasks.scrape.fetch.reply import (
    PASSING,
    REDIRECTS,
    Answer,
    Reply,
    conditions,
    retry_after_s,
    server_address,
)
from tasks.scrape.fetch.robots import MAX_ROBOTS_BYTES, Robots, RobotsReply
from tasks.scrape.fetch.transport import CONNECT_S, Resolve, Transport, resolve
from tasks.scrape.known import KnownFetch
from tasks.scrape.sources import SourceSpec, is_reserved
from tasks.settings import Settings

ATTEMPTS = 3
BACKOFF_S = 1.0
MAX_RETRY_AFTER_S = 30.0
READ_S = 20.0
PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
FEED = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf", "application/zip")
NEXT_STEPS = {
    "dns": "Check the spelling of the address, and the network.",
    "connect": "Check the address and the network, or run again later.",
    "timeout": "Run again later, or raise timeout_s in dateline.toml.",
    "tls": "Nothing is fetched without a valid certificate; see whether the site has another address.",
    "too_large": "Raise max_body_bytes in dateline.toml if this is wanted.",
    "redirects": "Open the address in a browser and give the one where it ends.",
    "content_type": "Give the address of a page with text.",
    "rights": "Ask the publisher for permission, and state it in dateline.toml (tdm_basis).",
}


@dataclass(frozen=True, slots=True)
class Means:
    """What a client takes from the world, so that a test can give it something else."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    tick: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random  # from 0 to 1, for the jitter
    resolve: Resolve = resolve


class Client:
    """Asks for the URLs of one source in one run.

    `get` always returns an Answer; what may raise is a full disk under the archive.
    """

    def __init__(self, source: SourceSpec, settings: Settings, archive: Archive | None, means: Means) -> None:
        self._source = source
        self._settings = settings
        self._archive = archive
        self._means = means
        self._transport = Transport(source, means.resolve)
        pace_s = settings.pace_s if source.pace_s is None else source.pace_s
        self._pace = Pace(pace_s, means.sleep, means.tick)
        self.robots = Robots(self._ask_robots, settings.agent(), self._pace.slow)

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def get(self, url: str, known: KnownFetch | None = None, accept: str = PAGE) -> Answer:
        """Ask for a URL, following redirects, and only for what changed where it is known."""
        if is_reserved(self._source, self._settings, self._means.clock().date()):
            detail = f"{self._source.name} reserves text and data mining, and this home states no basis."
            return self._refused(url, "rights", detail, NEXT_STEPS["rights"])
        try:
            reply = await self._walk(url, [("Accept", accept), *conditions(known)])
            return self._answer(url, reply)
        except GuardError as fault:
            return self._refused(url, "guard", fault.message, fault.next_step)
        except RobotsError as fault:
            return self._refused(url, "robots", fault.message, fault.next_step)
        except Fault as fault:
            step = NEXT_STEPS.get(fault.reason, "Run again later.")
            return Answer(url, "failed", fault.reason, fault.message, self._means.clock(), next_step=step)

    async def _walk(self, url: str, headers: list[tuple[str, str]], *, is_robots: bool = False) -> Reply:
        """Follow redirects one hop after the other, each judged like a first request."""
        for _ in range(self._settings.max_redirects + 1):
            check_url(url)
            if not is_robots:
                await self.robots.check(url)
            reply = await self._ask(url, headers, MAX_ROBOTS_BYTES if is_robots else None)
            location = reply.headers.get("location")
            if reply.status not in REDIRECTS or not location:
                return reply
            self._keep(reply)
            url = _next_hop(reply.url, location)
        raise Fault("redirects", f"{url} is reached after {self._settings.max_redirects} redirects only.")

    async def _ask_robots(self, url: str) -> RobotsReply:
        reply = await self._walk(url, [("Accept", "text/plain, */*;q=0.5")], is_robots=True)
        self._keep(reply)
        return RobotsReply(reply.status, self._decoded(reply))

    async def _ask(self, url: str, headers: list[tuple[str, str]], cut_at: int | None) -> Reply:
        """Ask one URL, again where the fault may pass."""
        attempt = 1
        while True:
            try:
                reply = await self._once(url, headers, cut_at)
                wait_s = self._patience(reply, attempt)
                if wait_s is None:
                    return reply
            except Fault as fault:
                if not fault.is_transient or attempt == ATTEMPTS:
                    raise
                wait_s = self._backoff_s(attempt)
            attempt += 1
            await self._means.sleep(wait_s)

    def _patience(self, reply: Reply, attempt: int) -> float | None:
        """Return how long to wait before asking again, or None to take the reply as it is."""
        if reply.status not in PASSING or attempt == ATTEMPTS:
            return None
        asked_s = retry_after_s(reply.headers, self._means.clock())
        if asked_s is not None and asked_s > MAX_RETRY_AFTER_S:
            return None
        if asked_s is not None:
            self._pace.hold(_place(reply.request.url), asked_s)
        return self._backoff_s(attempt) if asked_s is None else asked_s

    def _backoff_s(self, attempt: int) -> float:
        return float(BACKOFF_S * 2 ** (attempt - 1) * (0.5 + self._means.chance()))

    async def _once(self, url: str, headers: list[tuple[str, str]], cut_at: int | None) -> Reply:
        """Make one request and read its response, within the time that one may take."""
        try:
            request = self._request(url, headers)
            async with self._pace.turn(_place(request.url)), asyncio.timeout(self._settings.timeout_s):
                return await self._exchange(request, cut_at)
        except TimeoutError as fault:
            limit = f"{self._settings.timeout_s:g} s (timeout_s)"
            raise Fault("timeout", f"{url} was not there whole after {limit}.") from fault
        except CAUGHT as fault:
            raise fault_of(fault, _host(url)) from fault

    def _request(self, url: str, headers: list[tuple[str, str]]) -> httpx.Request:
        first = [("User-Agent", self._settings.agent()), ("Accept-Encoding", ACCEPTED)]
        total_s = self._settings.timeout_s
        limits = {"connect": min(CONNECT_S, total_s), "read": min(READ_S, total_s), "write": total_s}
        return httpx.Request("GET", url, headers=[*first, *headers], extensions={"timeout": limits})

    async def _exchange(self, request: httpx.Request, cut_at: int | None) -> Reply:
        response = await self._transport.handle_async_request(request)
        try:
            self._refuse_early(request, response)
            body, is_cut = await self._body(response, cut_at)
        finally:
            await response.aclose()
        return Reply(
            request=request,
            status=response.status_code,
            reason_phrase=response.extensions.get("reason_phrase", b""),
            http_version=response.extensions.get("http_version", b"HTTP/1.1"),
            headers=response.headers,
            body=body,
            is_cut=is_cut,
            address=server_address(response.extensions),
            at=self._means.clock(),
        )

    def _refuse_early(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raise before a body is read that would be of no use."""
        kind = response.headers.get("content-type", "").strip().lower()
        if response.status_code == 200 and kind.startswith(NO_TEXT):
            raise Fault("content_type", f"{request.url} is {kind.split(';')[0]}, not a page.")

    async def _body(self, response: httpx.Response, cut_at: int | None) -> tuple[bytes, bool]:
        """Read the body as it comes, still content-encoded, up to the limit."""
        limit = self._settings.max_body_bytes if cut_at is None else cut_at
        body = bytearray()
        async for part in response.stream:  # type: ignore[union-attr]  # Transport makes an async stream
            body += part
            if len(body) > limit and cut_at is not None:
                return bytes(body[:limit]), True
            if len(body) > limit:
                raise Fault("too_large", f"The response is larger than {limit:,} bytes (max_body_bytes).")
        return bytes(body), False

    def _decoded(self, reply: Reply) -> bytes:
        coding = reply.headers.get("content-encoding")
        try:
            return decode(reply.body, coding, self._settings.max_body_bytes)
        except CodingFault as fault:
            raise Fault(fault.reason, f"{reply.url}: {fault.message}") from fault

    def _keep(self, reply: Reply) -> Kept | None:
        if self._archive is None or reply.is_cut:
            return None
        return self._archive.keep(reply.exchange())

    def _answer(self, url: str, reply: Reply) -> Answer:
        headers = reply.headers
        answer = Answer(
            url=url,
            outcome="failed",
            reason=f"http_{reply.status}",
            detail=_status_sentence(reply),
            fetched_at=reply.at,
            final_url=reply.url,
            http_status=reply.status,
            content_type=headers.get("content-type"),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            content_bytes=len(reply.body),
            next_step="Open the address in a browser to see what is there.",
        )
        if reply.status == 304:
            return replace(
                answer, outcome="not_modified", reason="http_304", detail="Nothing new since then."
            )
        data = self._decoded(reply) if reply.status in (200, 203) else b""
        answer = replace(answer, kept=self._keep(reply))
        if reply.status not in (200, 203):
            return answer
        if not data:
            return replace(answer, reason="empty", detail=f"{reply.url} answered without content.")
        return replace(answer, outcome="fetched", reason=None, detail=None, data=data, next_step="")

    def _refused(self, url: str, reason: str, detail: str, next_step: str) -> Answer:
        return Answer(url, "refused", reason, detail, self._means.clock(), next_step=next_step)


def _next_hop(url: str, location: str) -> str:
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError as fault:
        raise Fault("redirects", f"{url} redirects to what is no URL.") from fault


def _status_sentence(reply: Reply) -> str:
    phrase = reply.reason_phrase.decode("latin-1").strip()
    return f"{reply.url} answered {reply.status}{f' {phrase}' if phrase else ''}."


def _place(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else url
