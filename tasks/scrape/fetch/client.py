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
from tasks.records import Link
from tasks.scrape.archive.coding import ACCEPTED, CodingFault, decode
from tasks.scrape.archive.write import About, Archive, Kept, Original
from tasks.scrape.fetch.faults import ATTEMPTS, CAUGHT, FIRST_WAIT_S, NEXT_STEPS, Fault, fault_of
from tasks.scrape.fetch.guard import check_port, check_url
from tasks.scrape.fetch.pace import PATIENCE_S, HostClosed, Pace
from tasks.scrape.fetch.reply import (
    OVERLOADED,
    REDIRECTS,
    Answer,
    Reply,
    answer_of,
    conditions,
    is_passing,
    original,
    retry_after_s,
    server_address,
)
from tasks.scrape.fetch.robots import MAX_ROBOTS_BYTES, Robots, RobotsReply
from tasks.scrape.fetch.transport import CONNECT_S, Resolve, Transport, resolve
from tasks.scrape.known import KnownFetch
from tasks.scrape.sources import SourceSpec, ground_of, has_basis, is_reserved
from tasks.settings import Settings

BACKOFF_S = 1.0
MAX_RETRY_AFTER_S = PATIENCE_S
PAGE = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
FEED = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"


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

    async def get(
        self, url: str, known: KnownFetch | None = None, accept: str = PAGE, link: Link | None = None
    ) -> Answer:
        """Ask for a URL, following redirects, and only for what changed where it is known.

        With the link for which it is asked, the archive says what became of that link.
        """
        if is_reserved(self._source, self._settings, self._means.clock().date()):
            detail = f"{self._source.name} reserves text and data mining, and this home states no basis."
            return self._refused(url, "rights", detail, NEXT_STEPS["rights"])
        hops: list[str] = []
        try:
            reply = await self._walk(url, [("Accept", accept), *conditions(known)], hops, link)
            return self._answer(url, reply, tuple(hops), known, link)
        except GuardError as fault:
            answer = self._refused(url, "guard", fault.message, fault.next_step)
        except RobotsError as fault:
            answer = self._refused(url, "robots", fault.message, fault.next_step)
        except HostClosed as closed:
            detail = f"{closed.host} asked to be left alone for {closed.seconds:,.0f} s more (Retry-After)."
            answer = Answer(url, "skipped", "retry_after", detail, self._means.clock())
        except Fault as fault:
            step = NEXT_STEPS.get(fault.reason, "Run again later.")
            answer = Answer(url, "failed", fault.reason, fault.message, self._means.clock(), next_step=step)
        return replace(answer, redirects=tuple(hops))

    async def _walk(
        self,
        url: str,
        headers: list[tuple[str, str]],
        hops: list[str],
        link: Link | None = None,
        *,
        is_robots: bool = False,
    ) -> Reply:
        """Follow redirects one after the other, each judged like a first request; `hops` gets the way."""
        for _ in range(self._settings.max_redirects + 1):
            check_url(url)
            check_port(url, self._source)
            if not is_robots:
                await self.robots.check(url)
            reply = await self._ask(url, headers, MAX_ROBOTS_BYTES if is_robots else None)
            location = reply.headers.get("location")
            if reply.status not in REDIRECTS or not location:
                return reply
            self._keep(reply, About(feed=link.found_in if link else None, redirects=tuple(hops)))
            hops.append(url)
            url = _next_hop(reply.url, location)
        raise Fault("redirects", f"{url} is reached after {self._settings.max_redirects} redirects only.")

    async def _ask_robots(self, url: str) -> RobotsReply:
        reply = await self._walk(url, [("Accept", "text/plain, */*;q=0.5")], [], is_robots=True)
        self._keep(reply, About())
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
                if not fault.is_transient or attempt >= ATTEMPTS.get(fault.reason, 1):
                    raise
                wait_s = self._backoff_s(attempt, fault.reason)
            attempt += 1
            await self._means.sleep(wait_s)

    def _patience(self, reply: Reply, attempt: int) -> float | None:
        """Return how long to wait before asking again, or None to take the reply as it is."""
        asked_s = retry_after_s(reply.headers, self._means.clock())
        if not is_passing(reply.status):
            return None
        if asked_s is not None:
            self._pace.hold(_place(reply.request.url), asked_s)
        if attempt >= ATTEMPTS["http"] or (asked_s is not None and asked_s > MAX_RETRY_AFTER_S):
            return None
        return self._backoff_s(attempt, "http") if asked_s is None else asked_s

    def _backoff_s(self, attempt: int, reason: str) -> float:
        first_s = FIRST_WAIT_S.get(reason, BACKOFF_S)
        return float(first_s * 2 ** (attempt - 1) * (0.5 + self._means.chance()))

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
        idle_s = min(self._settings.idle_s, total_s)
        limits = {"connect": min(CONNECT_S, total_s), "read": idle_s, "write": idle_s}
        return httpx.Request("GET", url, headers=[*first, *headers], extensions={"timeout": limits})

    async def _exchange(self, request: httpx.Request, cut_at: int | None) -> Reply:
        asked_at = self._means.tick()
        response = await self._transport.handle_async_request(request)
        self._pace.note(
            _place(request.url),
            self._means.tick() - asked_at,
            is_overloaded=response.status_code in OVERLOADED,
        )
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
            proxy=response.extensions.get("proxy"),
        )

    def _refuse_early(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raise before a body is read that would be of no use."""
        size, limit = (
            sum(len(n) + len(v) + 4 for n, v in response.headers.raw),
            self._settings.max_header_bytes,
        )
        if size > limit:
            raise Fault("headers", f"The headers are larger than {limit:,} bytes (max_header_bytes).")
        kind = response.headers.get("content-type", "").strip().lower()
        if response.status_code == 200 and kind.startswith(self._settings.refused_types):
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
        coding, settings = reply.headers.get("content-encoding"), self._settings
        try:
            return decode(reply.body, coding, settings.max_body_bytes, settings.max_ratio)
        except CodingFault as fault:
            raise Fault(fault.reason, f"{reply.url}: {fault.message}") from fault

    def _keep(self, reply: Reply, about: About, before: Original | None = None) -> Kept | None:
        if self._archive is None or reply.is_cut:
            return None
        return self._archive.keep(reply.exchange(), about, before)

    def _answer(
        self, url: str, reply: Reply, hops: tuple[str, ...], known: KnownFetch | None, link: Link | None
    ) -> Answer:
        is_reserved_here = self._source.rights.tdm != "reserved" and reply.reserves
        if is_reserved_here and not has_basis(self._source, self._settings, self._means.clock().date()):
            return replace(self._refused_by(url, reply), redirects=hops)
        data = self._decoded(reply) if reply.status in (200, 203) else b""
        answer = replace(answer_of(url, reply, has_content=bool(data)), redirects=hops)
        if is_reserved_here and answer.outcome in ("fetched", "not_modified"):
            answer = replace(answer, detail=ground_of(self._source, self._settings))
        about = About(
            feed=link.found_in if link else None,
            link_id=link.link_id if link else None,
            outcome=answer.outcome,
            reason=answer.reason,
            detail=answer.detail,
            redirects=hops,
        )
        return replace(answer, kept=self._keep(reply, about, original(known)), data=data)

    def _refused_by(self, url: str, reply: Reply) -> Answer:
        detail = f"{reply.url} reserves text and data mining (tdm-reservation); this home states no basis."
        answer = self._refused(url, "rights", detail, NEXT_STEPS["rights"])
        return replace(answer, final_url=reply.url, http_status=reply.status)

    def _refused(self, url: str, reason: str, detail: str, next_step: str) -> Answer:
        return Answer(url, "refused", reason, detail, self._means.clock(), next_step=next_step)


def _next_hop(url: str, location: str) -> str:
    try:
        return urldefrag(urljoin(url, location)).url
    except ValueError as fault:
        raise Fault("redirects", f"{url} redirects to what is no URL.") from fault


def _place(url: httpx.URL) -> str:
    return url.netloc.decode("ascii")


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else url
