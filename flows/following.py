"""What worker processes do beside their work: they end with who started them, and keep no memory in hand."""

import os
import sys
import threading
import time
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from multiprocessing.synchronize import Event
from typing import Generic, ParamSpec, TypeVar

from tasks.hands import give_back, keep_little

P = ParamSpec("P")
T = TypeVar("T")


def follow(starter: int, go_home: Event) -> None:
    """End this process when its starter is gone or says so; the first thing that a worker does."""
    threading.Thread(target=_end_with, args=(starter, go_home), daemon=True).start()
    sys.meta_path.insert(0, WithoutPandas())
    keep_little()


class WithoutPandas(MetaPathFinder):
    """Finds no pandas: Arrow imports it wherever it is, only to ask whether a list is not one of its series.

    That is half a second and 33 MB in each worker, and nothing in the work of workers is pandas'.
    """

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        """Raise ModuleNotFoundError for pandas; leave other modules to others."""
        if fullname == "pandas":
            raise ModuleNotFoundError("Workers do without pandas.", name=fullname)


class Tidily(Generic[P, T]):
    """Some work; what it freed is others' to use when it is done."""

    def __init__(self, work: Callable[P, T]) -> None:
        self._work = work

    def __call__(self, *given: P.args, **named: P.kwargs) -> T:
        """Do it."""
        try:
            return self._work(*given, **named)
        finally:
            give_back()


def _end_with(starter: int, go_home: Event) -> None:
    # A killed starter closes no queue: its workers would wait for work for ever.
    while os.getppid() == starter and not go_home.is_set():
        time.sleep(0.5)
    os._exit(1)
