"""Processes that read batches, and end with the process that started them."""

import multiprocessing
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager


@contextmanager
def reading_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Hold a pool of fresh processes until the block ends; work that has not begun is then dropped.

    They are spawned, not forked: the starter has threads, a lock and an open database.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=follow, initargs=(os.getpid(),))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def follow(starter: int) -> None:
    """End this process when the one that started it is gone; the first thing that a worker does."""
    threading.Thread(target=_end_with, args=(starter,), daemon=True).start()


def _end_with(starter: int) -> None:
    # A killed starter closes no queue: its workers would wait for work for ever.
    while os.getppid() == starter:
        time.sleep(0.5)
    os._exit(1)
