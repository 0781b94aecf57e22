"""Processes that do the work of tasks and nothing else: Prefect stays with the task, in the run's process.

Prefect's own pool of processes runs its engine in each worker, which imports it (2 s, some 65 MB) and opens
a client anew for each task.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from prefect import get_run_logger

from flows.following import Tidily, follow
from flows.spawning import Bare
from tasks.errors import DatelineError

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
"""How often work is given to workers that die of it, or beside it, before it counts as failed."""


class WorkerDied(DatelineError):
    """Workers died of some work each time that it was given to them."""


class NotDone(DatelineError):
    """The run ended before some work was done."""


class Pool:
    """Workers that threads of this process ask; one that is killed costs its work another try."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._turn = threading.Lock()
        self._go_home = multiprocessing.get_context("spawn").Event()
        self._workers: ProcessPoolExecutor | None = None
        self._is_closed = False

    def __call__(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Have a worker do it; WorkerDied where that killed each of them, NotDone where the run ended."""
        for _ in range(TRIES - 1):
            workers = self._present()
            try:
                return workers.submit(Tidily(work), *given, **named).result()
            except (BrokenExecutor, CancelledError):
                self._let_go(workers)
            if not self._is_closed:
                get_run_logger().warning("A worker was killed or died; its batch is given to a new one.")
        return self._alone(work, *given, **named)

    def close(self, *, at_once: bool = False) -> None:
        """Send the workers home: when what they have is done, or at once, where nobody waits for it."""
        with self._turn:
            self._is_closed = True
            workers, self._workers = self._workers, None
        if at_once:
            self._go_home.set()
        if workers:
            workers.shutdown(cancel_futures=True)

    def _alone(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Have one worker of its own do it: who kills workers shall not take the work of others along."""
        self._demand_open()
        with self._hire(1) as worker:
            try:
                return worker.submit(Tidily(work), *given, **named).result()
            except BrokenExecutor as fault:
                self._demand_open()
                raise WorkerDied(
                    f"Its worker died {TRIES} times, killed or out of memory.",
                    "Give the machine more memory, or set fewer `workers`; then run it again.",
                ) from fault

    def _present(self) -> ProcessPoolExecutor:
        with self._turn:
            self._demand_open()
            self._workers = self._workers or self._hire(self._size)
            return self._workers

    def _let_go(self, dead: ProcessPoolExecutor) -> None:
        """Forget workers that died together, where nobody has called new ones yet."""
        with self._turn:
            if self._workers is dead:
                self._workers = None
        dead.shutdown(wait=False)

    def _hire(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, Bare(), initializer=follow, initargs=(os.getpid(), self._go_home))

    def _demand_open(self) -> None:
        if self._is_closed:
            raise NotDone("The run ended before this was done.", "The next run does it.")
