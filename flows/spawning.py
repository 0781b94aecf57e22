"""How worker processes are started: without what their starter began with, and without Prefect.

This module is imported by each of them, since a process that is started is sent to itself as an object.
"""

import sys
import threading
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import Any, ClassVar

_turn = threading.Lock()


class BareProcess(SpawnProcess):
    """A process that does not import the main module of its starter again, as spawn would have it.

    That is Prefect's engine in a served run (two seconds, some 65 MB), the command line in others; work is
    of neither.
    """

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802  # multiprocessing's own name
        with _turn:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")  # it has no name or file to be found by
            try:
                return SpawnProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = main


class Bare(SpawnContext):
    """What multiprocessing is asked for such processes."""

    Process: ClassVar[Any] = BareProcess
