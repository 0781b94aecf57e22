"""How much memory DuckDB takes: what it is given, and more only where that is too little."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection

T = TypeVar("T")

_LIMITS = "select getvariable('all_memory'), current_setting('memory_limit')"
_KEEP = "set variable all_memory = coalesce(getvariable('all_memory'), current_setting('memory_limit'))"


def keep_within(connection: DuckDBPyConnection, megabytes: int) -> None:
    """Give DuckDB so much; what does not fit is written to disk meanwhile. 0 leaves it four fifths of all."""
    if megabytes > 0:
        # `reset memory_limit` would change what the setting says, and not what DuckDB does.
        connection.execute(_KEEP)
        with suppress(duckdb.OutOfMemoryException):  # it holds more by now
            connection.execute(f"set memory_limit = '{megabytes:d}MB'")


def with_room(connection: DuckDBPyConnection, work: Callable[[], T]) -> T:
    """Do some work; where that fails for want of memory, give DuckDB what there is, and do it again.

    Some of its operators cannot write to disk what does not fit.
    """
    try:
        return work()
    except duckdb.OutOfMemoryException as fault:
        ((all_memory, now),) = connection.execute(_LIMITS).fetchall()
        if all_memory in (None, now):
            raise
        words = "DuckDB was given too little memory (database_memory_mb), and takes what it needs: %s"
        logging.getLogger(__name__).warning(words, str(fault).splitlines()[0])
    connection.execute(f"set memory_limit = '{all_memory}'")
    return work()
