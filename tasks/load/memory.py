"""How much memory DuckDB may take, and where it puts by on disk what does not fit into that."""

import itertools
import os
import re
import shutil
import tempfile
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import WarehouseError
from tasks.load.lock import is_alive

_BYTES = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
_COUNTER = itertools.count()  # two connections of one process would write over each other's pages


def bound(connection: DuckDBPyConnection, most_bytes: int) -> None:
    """Let DuckDB take at most so many bytes; it stays at less where the machine has less (80 % of it)."""
    number, unit = memory_limit(connection).split()
    if most_bytes < float(number) * _BYTES[unit]:
        connection.execute(f"set memory_limit = '{most_bytes} bytes'")


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
