"""What robots.txt allows (RFC 9309), asked once a host and run, and again after a day."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from tasks.errors import GuardError, RobotsError
from tasks.scrape.fetch.faults import Fault

MAX_ROBOTS_BYTES = 500_000
"""Rules beyond are not read (RFC 9309, section 2.5, asks for 500 KiB at least)."""

MAX_AGE_S = 86_400.0
"""Rules are asked for again after a day (RFC 9309, section 2.4)."""

UNREACHED = frozenset({"dns", "connect", "tls", "proxy"})
"""Faults that keep everything on the host from being asked, whatever its robots.txt says."""


@dataclass(frozen=True, slots=True)
class RobotsReply:
    """What a host answered when asked for its robots.txt."""

    status: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a host: its rules, or why nothing there is asked."""

    rules: Protego | None = None
    refusal: str | None = None
    fault: Fault | GuardError | None = None


class Robots:
    """The robots.txt of every host that is met."""

    def __init__(
        self,
        ask: Callable[[str], Awaitable[RobotsReply]],
        agent: str,
        slow: Callable[[str, float], None],
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._token = agent.split("/")[0].split()[0] if agent.strip() else "Dateline"
        self._slow = slow
        self._now_s = now_s
        self._verdicts: dict[str, tuple[float, Verdict]] = {}  # with the second in which it was asked
        self._locks: dict[str, asyncio.Lock] = {}

    async def check(self, url: str) -> None:
        """Raise RobotsError where the URL must not be asked, or the fault that keeps the host away."""
        verdict = await self.verdict(url)
        host = urlsplit(url).netloc
        if verdict.fault is not None:
            raise verdict.fault
        if verdict.refusal is not None:
            raise RobotsError(verdict.refusal, "Run again later.")
        if verdict.rules is not None and not verdict.rules.can_fetch(url, self._token):
            path = urlsplit(url).path or "/"
            raise RobotsError(
                f"The robots.txt of {host} forbids {path} to {self._token}.",
                "Ask the publisher for permission, or give a page that you saved yourself.",
            )

    async def verdict(self, url: str) -> Verdict:
        """Return what is known of the URL's host, asking it the first time and once a day after."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            asked_s, verdict = self._verdicts.get(origin, (0.0, None))
            if verdict is None or self._now_s() - asked_s >= MAX_AGE_S:
                verdict = await self._judge(origin, parts.netloc)
                self._verdicts[origin] = (self._now_s(), verdict)
        return verdict

    async def _judge(self, origin: str, host: str) -> Verdict:
        try:
            reply = await self._ask(f"{origin}/robots.txt")
        except GuardError as fault:
            return Verdict(fault=fault)
        except Fault as fault:
            if fault.reason == "redirects":
                return Verdict()  # RFC 9309, section 2.3.1.2: as if there were none
            if fault.reason in UNREACHED:
                return Verdict(fault=fault)
            return Verdict(refusal=f"The robots.txt of {host} did not come, so nothing is asked: {fault}")
        # 429 is a 4xx that asks us to stay away, so it is read like 5xx.
        if reply.status >= 500 or reply.status == 429:
            return Verdict(
                refusal=f"The robots.txt of {host} answered {reply.status}, so nothing is asked for now."
            )
        if not 200 <= reply.status < 300:
            return Verdict()
        rules = Protego.parse(_text(reply.data))
        if (delay_s := rules.crawl_delay(self._token)) is not None:
            self._slow(host, delay_s)
        return Verdict(rules=rules)


def _text(data: bytes) -> str:
    if len(data) > MAX_ROBOTS_BYTES:
        data = data[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    return data.decode("utf-8-sig", "replace").replace("\x00", "")
