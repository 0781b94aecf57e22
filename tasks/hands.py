"""Who does a piece of work that a task was given: the task itself, or a process that does nothing else.

A process of the second kind imports neither Prefect nor DuckDB: it starts faster, and weighs a third less.
"""

import ctypes
from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Hands(Protocol):
    """Does some work, wherever that is, and returns what came of it."""

    def __call__(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Call `work`; what it raises is raised."""


def own(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do it here and now."""
    return work(*given, **named)


def give_back() -> None:
    """Return to the system what was freed, where the C library keeps it until it is asked (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def keep_little() -> None:
    """Have Arrow take memory from where `give_back` finds it: its own allocator keeps what it once had."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
