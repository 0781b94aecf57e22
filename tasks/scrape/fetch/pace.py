"""How often a host is asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 4
"""Requests to one host that may be under way together, where it answers slower than it is asked."""

MAX_CRAWL_DELAY_S = 60.0


@dataclass(slots=True)
class _Host:
    pace_s: float
    next_at: float = 0.0
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
        """Wait for the host's next turn, and hold a place among those under way."""
        state = self._state(host)
        async with state.room:
            async with state.queue:
                if (wait_s := state.next_at - self._tick()) > 0:
                    await self._sleep(wait_s)
                state.next_at = max(self._tick(), state.next_at) + state.pace_s
            yield

    def slow(self, host: str, crawl_delay_s: float) -> None:
        """Ask a host no oftener than its robots.txt wishes, up to once a minute."""
        state = self._state(host)
        state.pace_s = max(state.pace_s, min(crawl_delay_s, MAX_CRAWL_DELAY_S))
        state.next_at = max(state.next_at, self._tick() + state.pace_s)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds, as its Retry-After asks."""
        state = self._state(host)
        state.next_at = max(state.next_at, self._tick() + seconds)

    def _state(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._pace_s))
