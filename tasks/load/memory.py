"""How much memory DuckDB may take, and where it puts by on disk what does not fit into that."""

import itertools
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import WarehouseError
from tasks.load.lock import is_alive

T = TypeVar("T")

FIRST_BYTES = 256_000_000
"""What DuckDB begins with in a run of a small home; a larger one gives it as much as its file has."""

_LIMITS = "select getvariable('most_bytes'), getvariable('bytes_now')"
_BYTES = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_COUNTER = itertools.count()  # two connections of one process would write over each other's pages


def bound(connection: DuckDBPyConnection, most_bytes: int) -> None:
    """Let DuckDB take at most so many bytes; it stays at less where the machine has less (80 % of it)."""
    if most_bytes < _bytes(memory_limit(connection)):
        connection.execute(f"set memory_limit = '{most_bytes} bytes'")


def begin_with(connection: DuckDBPyConnection, first_bytes: int) -> None:
    """Let DuckDB take so many bytes until `with_room` sees that it needs more; never more than its bound."""
    # `reset memory_limit` would change what the setting says, and not what DuckDB does.
    most, _ = _limits(connection)
    if most is None:
        most = int(_bytes(memory_limit(connection)))
        connection.execute(f"set variable most_bytes = {most}; set variable bytes_now = {most}")
    with suppress(duckdb.OutOfMemoryException):  # it holds more by now
        _let_take(connection, min(first_bytes, most))


def with_room(connection: DuckDBPyConnection, work: Callable[[], T]) -> T:
    """Do some work; where DuckDB has too little for it, let it have twice as much, and do it again.

    Some of its operators cannot write to disk what does not fit. It comes back down afterwards, but for
    what work has needed twice: doing all work twice from then on would cost more than that memory.
    """
    began_with = None
    try:
        while True:
            try:
                return work()
            except duckdb.OutOfMemoryException as fault:
                most, now = _limits(connection)
                if most is None or now is None or now >= most:
                    raise
                began_with = began_with or now
                _let_take(connection, min(2 * now, most))
                words = "DuckDB needs more than %d MB, and may take more now: %s"
                logging.getLogger(__name__).info(words, now // 1_000_000, str(fault).splitlines()[0])
    finally:
        if began_with:
            _come_down(connection, began_with)


def _limits(connection: DuckDBPyConnection) -> tuple[int | None, int | None]:
    """Return what DuckDB may take at most and now, in bytes; what it says itself is rounded."""
    ((most, now),) = connection.execute(_LIMITS).fetchall()
    return most, now


def _let_take(connection: DuckDBPyConnection, count: int) -> None:
    connection.execute(f"set memory_limit = '{count} bytes'")
    connection.execute(f"set variable bytes_now = {count}")


def _come_down(connection: DuckDBPyConnection, to: int) -> None:
    """Have DuckDB take what it began some work with, unless that was too little once before."""
    with suppress(duckdb.Error):  # it holds more by now, or is at its end
        ((before,),) = connection.execute("select getvariable('too_little')").fetchall()
        connection.execute(f"set variable too_little = {to}")
        if before != to:
            _let_take(connection, to)


def _bytes(words: str) -> float:
    """Read what `memory_limit` says."""
    number, unit = words.split()
    return float(number) * _BYTES[unit]


def memory_limit(connection: DuckDBPyConnection) -> str:
    """Return how much memory DuckDB may take, in its own words: '2.7 GiB'."""
    ((words,),) = connection.execute("select current_setting('memory_limit')").fetchall()
    return str(words)


def shell_bounds(database: Path, most_bytes: int) -> str:
    """Return the statements that bind the duckdb command line as `bound` binds a connection."""
    with duckdb.connect() as connection:
        bound(connection, most_bytes)
        spill = str(spill_folder(database)).replace("'", "''")
        return f"set memory_limit = '{memory_limit(connection)}'; set temp_directory = '{spill}';"


def spill_folder(database: Path) -> Path:
    """Name a folder that no other connection has, beside a database; DuckDB makes it when it needs it.

    SQL that may reach no file reaches this folder all the same, and nothing else: so it holds nothing but
    what that connection has put by, and is gone with it. Where the home may only be read, it lies with
    the machine's temporary files.
    """
    folder = database.parent
    if not os.access(folder, os.W_OK):
        folder = Path(tempfile.gettempdir())
    return folder / f".{database.name}.{os.getpid()}-{next(_COUNTER)}.tmp"


def sweep_spills(database: Path) -> None:
    """Remove what readers that were killed have put by beside a database."""
    for folder in database.parent.glob(f".{database.name}.*-*.tmp"):
        named = re.search(r"\.(\d+)-\d+\.tmp$", folder.name)
        if named and not is_alive(int(named[1])):
            shutil.rmtree(folder, ignore_errors=True)


def too_little(fault: duckdb.Error, connection: DuckDBPyConnection, what: str) -> WarehouseError:
    """Say in a sentence that something needs more memory, or more disk to put by, than there is."""
    if "max_temp_directory_size" in str(fault):
        return WarehouseError(
            f"{what} needs more disk to put by what does not fit into memory than there is.",
            "Make room, or ask for fewer days or columns.",
        )
    return WarehouseError(
        f"{what} needs more memory than the {memory_limit(connection)} that DuckDB may take.",
        "Ask for fewer days or columns, or raise max_memory_bytes (in dateline.toml, "
        "or as DATELINE_MAX_MEMORY_BYTES).",
    )
