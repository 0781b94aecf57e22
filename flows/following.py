"""Worker processes that end with the process that started them."""

import os
import threading
import time


def follow(starter: int) -> None:
    """End this process when the one that started it is gone; the first thing that a worker does."""
    threading.Thread(target=_end_with, args=(starter,), daemon=True).start()


def _end_with(starter: int) -> None:
    # A killed starter closes no queue: its workers would wait for work for ever.
    while os.getppid() == starter:
        time.sleep(0.5)
    os._exit(1)
