"""The deployments and their schedules, served by this process."""

import asyncio
import importlib
import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from flows.deployments import DEPLOYED, Deployed
from flows.server import Server, ServerFailed
from tasks.settings import Home

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment


def serve_schedule(home: Home, server: Server, dead: dict[str, str]) -> None:
    """Run what is due until Ctrl-C or SIGTERM; ServerFailed where the server ends by itself.

    Prefect's runner has a thread of its own, so that the signals are ours to handle.
    """
    schedule = _Schedule(home, dead)
    with _asked_to_stop() as stop:
        thread = threading.Thread(target=schedule.run, name="schedule", daemon=True)
        thread.start()
        while not stop.wait(0.2) and thread.is_alive() and not server.is_gone:
            pass
        with _said_to(server.log) if server.is_gone else nullcontext():
            schedule.stop()
            thread.join(timeout=30)
    if schedule.fault is not None and not server.is_gone:
        raise schedule.fault
    if server.is_gone:
        raise ServerFailed("Prefect's server ended by itself.", f"Its log is {server.log}.")


class _Schedule:
    def __init__(self, home: Home, dead: dict[str, str]) -> None:
        from prefect.runner import Runner

        self.home = home
        self.dead = dead  # runs that the warehouse knows to be so, with the reason
        self.runner = Runner(name="dateline", limit=1)
        self.fault: Exception | None = None
        self._begun = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._work: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Register the deployments and run what is due until stopped."""
        try:
            asyncio.run(self._run())
        except asyncio.CancelledError:
            pass  # that is how it is stopped
        except Exception as fault:  # handed to the main thread
            self.fault = fault
        finally:
            self._begun.set()

    def stop(self) -> None:
        """Stop running what is due; a run that is under way is cancelled."""
        self._begun.wait()
        if self._loop is None or self._loop.is_closed():
            return
        if self.runner.started:
            stopped: Future[None] = asyncio.run_coroutine_threadsafe(self.runner.astop(), self._loop)
            wait([stopped], timeout=30)
        if not self._loop.is_closed() and self._work is not None:
            with suppress(RuntimeError):  # it has ended in between
                self._loop.call_soon_threadsafe(self._work.cancel)

    async def _run(self) -> None:
        from prefect.client.orchestration import get_client

        from flows.upkeep import bury, let_go, set_up

        self._loop, self._work = asyncio.get_running_loop(), asyncio.current_task()
        self._begun.set()
        async with get_client() as client:
            await set_up(client)
            await bury(client, self.dead)
            await let_go(client)
        for deployed in DEPLOYED:
            await self.runner.aadd_deployment(await self._deployment(deployed))
        await self.runner.start()

    async def _deployment(self, deployed: Deployed) -> "RunnerDeployment":
        from prefect.types.entrypoint import EntrypointType

        flow = getattr(importlib.import_module(f"flows.{deployed.flow}"), deployed.flow)
        made: RunnerDeployment = await flow.ato_deployment(
            name=deployed.flow,
            cron=deployed.cron,
            parameters={"home": str(self.home.root)},
            concurrency_limit=1,
            description=deployed.says,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return made


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C or SIGTERM sets until the block ends."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _said_to(log: Path) -> Iterator[None]:
    """Let a file have what Prefect, here and in runs, says of a server that is gone; then be silent of it.

    It prints tracebacks, where the person gets one sentence. The file is that of the server.
    """
    logging.raiseExceptions = False  # log lines that no API takes are none of the person's
    warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
    ours = [(stream.fileno(), os.dup(stream.fileno()), stream) for stream in (sys.stdout, sys.stderr)]
    with log.open("ab") as words:
        for number, _, stream in ours:
            stream.flush()
            os.dup2(words.fileno(), number)
    try:
        yield
    finally:
        for number, kept, stream in ours:
            stream.flush()
            os.dup2(kept, number)
            os.close(kept)
