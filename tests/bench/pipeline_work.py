"""What the bench gives to worker processes: the flow's own functions, and how long each took."""

import time
from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def timed(work: Callable[P, object], *given: P.args, **named: P.kwargs) -> float:
    """Do some work; return the seconds it took."""
    started = time.perf_counter()
    work(*given, **named)
    return time.perf_counter() - started
