"""The writer's lock: one process at a time, and a dead one never holds it."""

import fcntl
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tasks.errors import WarehouseError, WriterBusy

Tell = Callable[[str], None]
"""Takes a sentence for whoever waits."""

_POLL_S = 0.1
_NAMELESS = "Another process"


@contextmanager
def hold(path: Path, run_id: str, wait_s: float = 0.0, tell: Tell | None = None) -> Iterator[None]:
    """Hold the lock file until the block ends; WriterBusy names the process that has it.

    Where another process has it, `tell` is told who and how long this one waits, at most `wait_s` seconds.

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
        _take(handle, path, wait_s, tell)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"pid {os.getpid()} run {run_id}\n".encode(), 0)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


@contextmanager
def peek(path: Path) -> Iterator[tuple[bool, str | None]]:
    """Say whether a process holds the lock, and whose name is in the file; no writer starts meanwhile.

    Where nobody holds it, a name is that of a writer that died. Nothing is written.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        yield False, None
        return
    try:
        is_held = False
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            is_held = True
        yield is_held, _holder(path) if os.fstat(handle).st_size else None
    finally:
        os.close(handle)


def _take(handle: int, path: Path, wait_s: float, tell: Tell | None) -> None:
    """Take the lock, waiting for whoever has it; WriterBusy when the time is over.

    Who has no name in the file is about to write it, or to end, and is not told of.
    """
    end, told = time.monotonic() + wait_s, ""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            left = end - time.monotonic()
            who = _holder(path)
            if left <= 0:
                waited = f"; waited {wait_s:g} s" if wait_s else ""
                raise WriterBusy(
                    f"{who} is writing to {path.parent.parent}{waited}.",
                    "Wait until it ends, or stop it, and run again (`writer_wait_s` says how long to wait).",
                ) from fault
            if tell is not None and who not in (told, _NAMELESS):  # another one may come first
                told = who
                tell(f"{who} is writing to {path.parent.parent}; waiting for at most {left:.0f} s.")
            time.sleep(min(_POLL_S, left))
        else:
            return


def _holder(path: Path) -> str:
    held = re.match(r"pid (\d+) run (\S+)", path.read_text("utf-8"))
    return f"Process {held[1]} (run {held[2]})" if held else _NAMELESS


def is_alive(pid: int) -> bool:
    """Say whether a process of this machine runs under a number."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
