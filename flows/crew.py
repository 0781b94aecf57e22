"""Who does the work of a stage, batch by batch: threads, processes, Dask or Ray, as the home's setting says.

Batches travel by reference: a task gets the folder of its batch, and leaves its rows there as Parquet.
"""

import importlib
import os
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, suppress
from typing import Any, Protocol

from prefect import Task, get_run_logger
from prefect.futures import PrefectFuture
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from flows.following import follow
from tasks.errors import UsageError
from tasks.settings import Settings

CORES = os.cpu_count() or 1
RAY_STORE_BYTES = 200_000_000  # batches travel by reference; else Ray takes a third of the memory for them
_RAY_LOCAL = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to others
    "RAY_raylet_start_wait_time_s": "240",  # a busy machine takes longer than Ray's half minute
}
TRIES = 3
"""How often a batch is given to workers that die of it, or beside it, before it counts as failed."""


class Work(Protocol):
    """Some work that was given to a crew, or to Prefect."""

    def wait(self) -> None:
        """Return when it is done, however it ended."""

    def result(self, *, raise_on_failure: bool = True) -> Any:
        """Return what came of it; what ended it where it failed."""

    @property
    def state(self) -> Any:
        """How it ended."""


class Crew:
    """Workers of one run; they are called when the first work comes, and sent home when the block ends."""

    def __init__(self, settings: Settings, default: str = "threads") -> None:
        self.kind = settings.task_runner or default
        self.size = settings.workers or CORES
        self.settings = settings
        self._runner: TaskRunner[Any] | None = None
        self._open = ExitStack()
        self._called = 0  # how often workers were called anew

    @classmethod
    def for_cores(cls, settings: Settings) -> "Crew":
        """Return who works where nothing waits for the network: where nothing is set, a process a core."""
        return cls(settings, default="processes" if (settings.workers or CORES) > 1 else "threads")

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *fault: object) -> None:
        self._open.close()

    def dismiss(self) -> None:
        """Send the workers home, whose work is done and waited for; new work calls new ones."""
        self._open.close()
        self._open, self._runner = ExitStack(), None

    def submit(self, task: "Task[Any, Any]", **parameters: Any) -> Work:
        """Give a task to the workers."""
        return Job(self, task, parameters)

    def begin(self, task: "Task[Any, Any]", parameters: dict[str, Any]) -> tuple[int, "PrefectFuture[Any]"]:
        """Hand a task to the runner; return with which crew of workers it went."""
        if self._runner is None:
            self._runner = self._open.enter_context(_RUNNERS[self.kind](self.settings, self.size))
        return self._called, self._runner.submit(task, parameters)

    def call_again(self, called: int) -> None:
        """Call new workers for those that died, where nobody has done so yet."""
        if called == self._called:
            get_run_logger().warning("A worker was killed or died; its batches are given to new ones.")
            self._called += 1
            self.dismiss()


class Job:
    """One task with a crew; a worker that is killed costs it another try, alone the last times."""

    def __init__(self, crew: Crew, task: "Task[Any, Any]", parameters: dict[str, Any]) -> None:
        self._crew, self._task, self._parameters = crew, task, parameters
        self._called, self._future = crew.begin(task, parameters)
        self._fault: BaseException | None = None

    def wait(self) -> None:
        """Return when it is done, however it ended."""
        for tries in range(1, TRIES + 1):
            try:
                self._future.wait()
            except BrokenExecutor as fault:
                self._fault = fault
                if tries < TRIES:
                    self._again(alone=tries > 1)
            else:
                self._fault = None
                return

    def result(self, *, raise_on_failure: bool = True) -> Any:
        """Return what came of it; what ended it where it failed."""
        if self._fault is None:
            return self._future.result(raise_on_failure=raise_on_failure)
        if raise_on_failure:
            raise self._fault
        return RuntimeError(f"its worker died {TRIES} times, killed or out of memory")

    @property
    def state(self) -> Any:
        """How it ended."""
        return self if self._fault else self._future.state

    def is_completed(self) -> bool:
        """Say of a job whose workers died that it is not."""
        return False

    def _again(self, *, alone: bool) -> None:
        self._crew.call_again(self._called)
        if not alone:
            self._called, self._future = self._crew.begin(self._task, self._parameters)
            return
        # Who kills workers shall not take the work of others along.
        with _processes(self._crew.settings, 1) as runner:
            self._future = runner.submit(self._task, self._parameters)
            with suppress(BrokenExecutor):  # the caller waits for it again, and hears it then
                self._future.wait()


def _threads(_settings: Settings, size: int) -> TaskRunner[Any]:
    return ThreadPoolTaskRunner(max_workers=size)


def _processes(_settings: Settings, size: int) -> TaskRunner[Any]:
    return ProcessPoolTaskRunner(max_workers=size, initializer=follow, initargs=(os.getpid(),))


def _dask(settings: Settings, size: int) -> TaskRunner[Any]:
    local = {"n_workers": size, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    given = {"address": settings.dask_address} if settings.dask_address else {"cluster_kwargs": local}
    return _of_extra("dask", "prefect_dask", "DaskTaskRunner", given)


def _ray(settings: Settings, size: int) -> TaskRunner[Any]:
    for name, value in _RAY_LOCAL.items():
        os.environ.setdefault(name, value)
    local = {"num_cpus": size, "include_dashboard": False, "object_store_memory": RAY_STORE_BYTES}
    given = {"address": settings.ray_address} if settings.ray_address else {"init_kwargs": local}
    return _of_extra("ray", "prefect_ray", "RayTaskRunner", given)


def _of_extra(extra: str, module: str, name: str, given: dict[str, Any]) -> TaskRunner[Any]:
    try:
        made: TaskRunner[Any] = getattr(importlib.import_module(module), name)(**given)
    except ImportError as fault:
        raise UsageError(
            f"The setting task_runner is '{extra}', which is not installed.",
            f"pip install 'dateline[{extra}]', or set task_runner to threads or processes.",
        ) from fault
    return made


_RUNNERS: dict[str, Callable[[Settings, int], TaskRunner[Any]]] = {
    "threads": _threads,
    "processes": _processes,
    "dask": _dask,
    "ray": _ray,
}
