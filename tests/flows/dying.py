"""Work for workers that die of it, or are not waited for; it imports nothing that takes time."""

import os
import sys
import time
from pathlib import Path


def die_once(mark: str) -> str:
    """Kill the process that does this, unless another has died of it."""
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return "done"


def sleep(begun: str) -> None:
    """Say that it begins, and take long."""
    Path(begun).touch()
    time.sleep(600)


def has_imported(module: str) -> bool:
    """Say whether this process has imported a module."""
    return module in sys.modules


def has_imported_after_arrow(module: str) -> bool:
    """Say whether it has imported a module when Arrow has made an array."""
    import pyarrow as pa

    assert pa.array([1, 2]).to_pylist() == [1, 2]
    return module in sys.modules
