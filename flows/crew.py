"""Who does the work of a stage, batch by batch: threads, processes, Dask or Ray, as the home's setting says.

Batches travel by reference: a task gets the folder of its batch, and leaves its rows there as Parquet.
"""

import importlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeAlias

from prefect import Task
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.pool import Pool
from tasks.errors import UsageError
from tasks.settings import Settings

CORES = os.cpu_count() or 1
RAY_STORE_BYTES = 200_000_000  # batches travel by reference; else Ray takes a third of the memory for them
_RAY_LOCAL = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to others
    "RAY_raylet_start_wait_time_s": "240",  # a busy machine takes longer than Ray's half minute
}


Work: TypeAlias = PrefectFuture[Any]
"""Some work that was given to Prefect."""


class Crew:
    """Workers of one run; they are called when the first work comes, and sent home when the block ends."""

    def __init__(self, settings: Settings, default: str = "threads") -> None:
        self.kind = settings.task_runner or default
        self.size = settings.workers or CORES
        self.settings = settings
        self._runner: TaskRunner[Any] | None = None
        self._open = ExitStack()
        self._pool: Pool | None = None

    @classmethod
    def for_cores(cls, settings: Settings) -> "Crew":
        """Return who works where nothing waits for the network: where nothing is set, a process a core."""
        return cls(settings, default="processes" if (settings.workers or CORES) > 1 else "threads")

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, fault: object, *_where: object) -> None:
        if self._pool:
            self._pool.close(at_once=fault is not None)
        self.dismiss()

    def dismiss(self) -> None:
        """Send the workers home, whose work is done and waited for; new work calls new ones."""
        if self._pool:
            self._pool.close()
        self._open.close()
        self._open, self._runner, self._pool = ExitStack(), None, None

    def submit(self, task: "Task[Any, Any]", **parameters: Any) -> Work:
        """Give a task to the workers."""
        if self._runner is None:
            self._runner = self._open.enter_context(_RUNNERS[self.kind](self.settings, self.size))
            self._pool = Pool(self.size) if self.kind == "processes" else None
        by = {"by": self._pool} if self._pool else {}
        work: Work = self._runner.submit(task, {**parameters, **by})
        return work


def _threads(_settings: Settings, size: int) -> TaskRunner[Any]:
    return ThreadPoolTaskRunner(max_workers=size)


def _processes(_settings: Settings, size: int) -> TaskRunner[Any]:
    # A thread waits for each worker, and one more has the next batch at hand, so that none waits for Prefect.
    return ThreadPoolTaskRunner(max_workers=size + 1)


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
