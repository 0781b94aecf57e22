"""One run at a time on a home: the second waits a while, and is then skipped with the reason."""

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import ParamSpec, TypeVar, cast

from prefect import get_run_logger
from prefect.runtime import deployment
from prefect.states import Completed

from tasks.errors import WriterBusy
from tasks.load import Warehouse, writer
from tasks.settings import Home, load_settings

P = ParamSpec("P")
T = TypeVar("T")

WAIT_S = 600.0  # at least, of a run that a schedule started; who types a command waits `writer_wait_s`


class Skipped(WriterBusy):
    """Another run held the home for longer than this one was to wait."""


@contextmanager
def turn(home: Home, run_id: str) -> Iterator[Warehouse]:
    """Hold the home's writer until the block ends; who must wait for it says so in the log.

    Raises Skipped where a scheduled run waited in vain, WriterBusy where any other did (`writer_wait_s`).
    """
    with ExitStack() as held:
        yield _enter(held, home, run_id)


def _enter(held: ExitStack, home: Home, run_id: str) -> Warehouse:
    is_scheduled, wait_s = bool(deployment.id), load_settings(home).writer_wait_s
    if is_scheduled:
        wait_s = max(wait_s, WAIT_S)
    try:
        return held.enter_context(writer(home, run_id, wait_s=wait_s, tell=get_run_logger().warning))
    except WriterBusy as fault:
        if not is_scheduled:
            raise
        raise Skipped(f"Skipped: {fault.message}", "The next run takes in what this one left.") from fault


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
