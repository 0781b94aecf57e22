"""Worker processes that end with the process that started them, or when it says so."""

import os
import threading
import time
from multiprocessing.synchronize import Event


def follow(starter: int, go_home: Event) -> None:
    """End this process when its starter is gone or says so; the first thing that a worker does."""
    threading.Thread(target=_end_with, args=(starter, go_home), daemon=True).start()


def _end_with(starter: int, go_home: Event) -> None:
    # A killed starter closes no queue: its workers would wait for work for ever.
    while os.getppid() == starter and not go_home.is_set():
        time.sleep(0.5)
    os._exit(1)
