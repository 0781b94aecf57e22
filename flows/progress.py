"""How far a run is, told to whoever watches in the same process; and the clock that runs go by."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tasks.report import Filled, RunReport


@dataclass(frozen=True, slots=True)
class Progress:
    """Some work of a stage is done."""

    stage: str
    subject: str  # a source or a batch; empty for the stage as a whole
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a backfill is, and how fast."""

    pages: int  # taken in this run
    passed_bytes: int
    resumed_bytes: int  # that earlier runs had passed
    total_bytes: int
    elapsed_s: float

    @property
    def share(self) -> float:
        """How much of what is to be read is read."""
        return self.passed_bytes / self.total_bytes if self.total_bytes else 1.0

    @property
    def remaining_s(self) -> float | None:
        """How long the rest takes at this rate; None where nothing tells."""
        done = self.passed_bytes - self.resumed_bytes
        left = max(self.total_bytes - self.passed_bytes, 0)
        return left * self.elapsed_s / done if done > 0 else None

    def __str__(self) -> str:
        """Say it in a line."""
        rate = self.pages / self.elapsed_s if self.elapsed_s else 0.0
        words = (
            f"{self.pages:,} pages, {rate:,.0f} a second, {self.share:.0%} of {_bytes(self.total_bytes)} read"
        )
        left = self.remaining_s
        return words if not left else f"{words}, about {_duration(left)} left"


Event: TypeAlias = "Progress | Pace | RunReport | Filled"
Watcher: TypeAlias = Callable[["Event"], None]

_watchers: list[Watcher] = []
_turn = threading.Lock()


def utc_now() -> datetime:
    """Return what our clock says."""
    return datetime.now(UTC)


@contextmanager
def watch(watcher: Watcher) -> Iterator[None]:
    """Call `watcher` with every event until the block ends, one at a time, from any thread."""
    with _turn:
        _watchers.append(watcher)
    try:
        yield
    finally:
        with _turn:
            _watchers.remove(watcher)


def tell(event: Event) -> None:
    """Pass an event to all who watch."""
    with _turn:
        for watcher in _watchers:
            watcher(event)


def _bytes(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
