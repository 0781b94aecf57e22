"""One run at a time on a home: the second waits a while, and is then skipped with the reason."""

import functools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import ParamSpec, TypeVar, cast

from prefect import get_run_logger
from prefect.runtime import deployment
from prefect.states import Completed

from tasks.errors import WriterBusy
from tasks.load import Warehouse, writer
from tasks.settings import Home

P = ParamSpec("P")
T = TypeVar("T")

WAIT_S = 600.0  # of a run that a schedule started; who types a command is told at once
ASK_EVERY_S = 5.0


class Skipped(WriterBusy):
    """Another run held the home for longer than this one was to wait."""


@contextmanager
def turn(home: Home, run_id: str) -> Iterator[Warehouse]:
    """Hold the home's writer until the block ends; a scheduled run waits for it.

    Raises Skipped where a scheduled run waited in vain, WriterBusy at once for any other.
    """
    with ExitStack() as held:
        yield _enter(held, home, run_id)


def _enter(held: ExitStack, home: Home, run_id: str) -> Warehouse:
    is_scheduled = bool(deployment.id)
    deadline, is_said = time.monotonic() + WAIT_S, False
    while True:
        try:
            return held.enter_context(writer(home, run_id))
        except WriterBusy as fault:
            if not is_scheduled:
                raise
            if time.monotonic() >= deadline:
                said = f"Skipped: {fault.message}"
                raise Skipped(said, "The next run takes in what this one left.") from fault
            if not is_said:
                get_run_logger().info("waiting for the home: %s", fault.message)
                is_said = True
            time.sleep(ASK_EVERY_S)


def skips_when_busy(body: Callable[P, T]) -> Callable[P, T]:
    """End a run that waited in vain as 'Skipped', with the reason, and not as failed."""

    @functools.wraps(body)
    def run(*args: P.args, **given: P.kwargs) -> T:
        try:
            return body(*args, **given)
        except Skipped as fault:
            # Prefect takes a state that a flow returns as how the run ended.
            return cast("T", Completed(name="Skipped", message=str(fault)))

    return run
