"""What Prefect is told before it is imported, and where its words go."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tasks.settings import Home, prefect_environment

# Runs keep their log lines at INFO in Prefect's database; the terminal gets our own words instead.
_QUIET = {
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_HANDLERS_DEBUG_LEVEL": "CRITICAL",
}


def prepare(home: Home) -> None:
    """Set what Prefect reads from the environment; call it before prefect is imported."""
    quiet = {name: value for name, value in _QUIET.items() if name not in os.environ}
    os.environ.update({**prefect_environment(home, os.environ), **quiet})


@contextmanager
def logged_to_file(home: Home) -> Iterator[None]:
    """Send every warning and error of this process to a file of the home until the block ends."""
    path = log_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def log_file(home: Home) -> Path:
    """Return where this process writes what went wrong: a file for each day."""
    return home.root / "logs" / f"dateline-{datetime.now(UTC):%Y-%m-%d}.log"
