"""How often a host is asked: as agreed, slower where it struggles, and not at all where it says so."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 4
"""Requests to one host that may be under way together, where it answers slower than it is asked."""

MAX_CRAWL_DELAY_S = 60.0
MAX_DELAY_S = 60.0
"""A host that struggles is asked once a minute at least, or not at all."""

PATIENCE_S = 30.0
"""A host that asks us to stay away for longer is left alone for the rest of the run."""

GROWN = 3.0  # times the usual latency
SLOW_S = 0.5  # below this no host struggles


class HostClosed(Exception):
    """A host asked us to stay away for longer than a run waits; `seconds` are left."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(host, seconds)
        self.host = host
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    pace_s: float  # as agreed; it is never asked faster
    delay_s: float  # as it is asked now
    next_at: float = 0.0
    closed_until: float = 0.0
    usual_s: float | None = None  # latency: falls at once, grows slowly
    recent_s: float = 0.0  # latency of the last few answers
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))


class Pace:
    """Spaces the requests to each host; time comes from `tick` and passes in `sleep`."""

    def __init__(
        self, pace_s: float, sleep: Callable[[float], Awaitable[None]], tick: Callable[[], float]
    ) -> None:
        self._pace_s = pace_s
        self._sleep = sleep
        self._tick = tick
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host's next turn, and hold a place among those under way.

        Raises HostClosed where the host wants to be left alone, also while waiting.
        """
        state = self._state(host)
        async with state.room:
            async with state.queue:
                self._refuse_closed(host, state)
                while (wait_s := state.next_at - self._tick()) > 0:
                    await self._sleep(wait_s)
                    self._refuse_closed(host, state)
                state.next_at = max(self._tick(), state.next_at) + state.delay_s
            yield

    def slow(self, host: str, crawl_delay_s: float) -> None:
        """Ask a host no oftener than its robots.txt wishes, up to once a minute."""
        state = self._state(host)
        state.pace_s = max(state.pace_s, min(crawl_delay_s, MAX_CRAWL_DELAY_S))
        state.delay_s = max(state.delay_s, state.pace_s)
        state.next_at = max(state.next_at, self._tick() + state.delay_s)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds, as its Retry-After asks; for long means for this run."""
        state, now = self._state(host), self._tick()
        if seconds > PATIENCE_S:
            state.closed_until = max(state.closed_until, now + seconds)
        else:
            state.next_at = max(state.next_at, now + seconds)

    def note(self, host: str, latency_s: float, *, is_overloaded: bool) -> None:
        """Learn from an answer: slow down where the host struggles, and recover step by step."""
        state = self._state(host)
        if is_overloaded:
            self._slow_to(state, max(2 * state.delay_s, 1.0))
        elif self._has_grown(state, latency_s):
            self._slow_to(state, max(1.5 * state.delay_s, 0.25))
        else:
            state.delay_s = max(state.pace_s, 0.8 * state.delay_s)

    def delay_s(self, host: str) -> float:
        """Return the seconds between two requests to a host, as they are now."""
        return self._state(host).delay_s

    def _slow_to(self, state: _Host, delay_s: float) -> None:
        state.delay_s = max(state.pace_s, min(delay_s, MAX_DELAY_S))
        state.next_at = max(state.next_at, self._tick() + state.delay_s)

    @staticmethod
    def _has_grown(state: _Host, latency_s: float) -> bool:
        if state.usual_s is None:
            state.usual_s = state.recent_s = latency_s
        state.recent_s += 0.3 * (latency_s - state.recent_s)
        state.usual_s += (1.0 if latency_s < state.usual_s else 0.02) * (latency_s - state.usual_s)
        return state.recent_s > max(SLOW_S, GROWN * state.usual_s)

    def _refuse_closed(self, host: str, state: _Host) -> None:
        if (left_s := state.closed_until - self._tick()) > 0:
            raise HostClosed(host, left_s)

    def _state(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._pace_s, self._pace_s)
        return self._hosts[host]
