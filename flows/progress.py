"""How far a run is, told to whoever watches in the same process; and the clock that runs go by."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tasks.report import RunReport


@dataclass(frozen=True, slots=True)
class Progress:
    """Some work of a stage is done."""

    stage: str
    subject: str  # a source or a batch; empty for the stage as a whole
    done: int
    total: int


Event: TypeAlias = "Progress | RunReport"
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
