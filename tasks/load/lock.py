"""The writer's lock: one process at a time, and a dead one never holds it."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.errors import WarehouseError, WriterBusy


@contextmanager
def hold(path: Path, run_id: str) -> Iterator[None]:
    """Hold the lock file until the block ends; WriterBusy names the process that has it.

    The kernel drops a flock with its process, so that what a killed writer left behind is only its
    name in the file. The file itself stays: whoever removed it could hand two writers a lock each.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        raise WarehouseError(
            f"{path.parent} cannot be written: {fault.strerror}.", "Choose another home with --home."
        ) from fault
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise _busy(path) from fault
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"pid {os.getpid()} run {run_id}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _busy(path: Path) -> WriterBusy:
    held = re.match(r"pid (\d+) run (\S+)", path.read_text("utf-8"))
    who = f"Process {held[1]} (run {held[2]})" if held else "Another process"
    return WriterBusy(
        f"{who} is writing to {path.parent.parent}.", "Wait until it ends, or stop it, and run again."
    )
