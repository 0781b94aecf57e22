"""Connections: the writer's to its own file, a reader's to the published one."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection, DuckDBPyRelation

from tasks.errors import NewerDatabase, WarehouseError
from tasks.load.memory import bound, spill_folder
from tasks.settings import Settings

# Files of this format are read by DuckDB 1.5 and 2.x alike; 2.x's own default 1.5 refuses.
STORAGE_VERSION = "v1.5.0"
CATALOG = "warehouse"

# No extension is fetched behind a person's back, and no table's name means a variable of this program.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}


def connect_writer(path: Path) -> DuckDBPyConnection:
    """Open the writer's own file, or create it; clocks read in UTC.

    The file is attached, not opened: only ATTACH says in which format a new file is written. Its memory
    is bound by whoever opens it, once it is migrated.
    """
    spill = Path(f"{path}.tmp")
    shutil.rmtree(spill, ignore_errors=True)  # of a writer that was killed; there is one at a time
    connection = duckdb.connect(config=_CONFIG | {"temp_directory": str(spill)})
    try:
        attach(connection, path)
        # A progress bar of DuckDB's would draw over the words of a run.
        connection.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        # The files of batches are read once.
        connection.execute("set enable_external_file_cache = false")
        # What it freed goes back to the system soon, and not when it next allocates.
        connection.execute("set allocator_background_threads = true")
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: DuckDBPyConnection, path: Path) -> None:
    """Attach the writer's file and make it the one that unqualified names mean."""
    try:
        connection.execute(f"attach {_literal(path)} as {CATALOG} (storage_version '{STORAGE_VERSION}')")
        connection.execute(f"use {CATALOG}")
    except duckdb.Error as fault:
        raise unusable(path, fault) from fault


def detach(connection: DuckDBPyConnection) -> None:
    """Write everything into the writer's file and let go of it; no WAL stays."""
    connection.execute(f"checkpoint {CATALOG}")
    connection.execute(f"use memory; detach {CATALOG}")


def connect_reader(
    path: Path, allow_files: bool = False, memory_bytes: int | None = None
) -> DuckDBPyConnection:
    """Open the published file read-only; without `allow_files` SQL reaches no file and no network.

    The configuration is locked, so that no query can unlock what it may not do. The file is attached,
    not opened: DuckDB hands one process the same database for the same path, with what another
    connection has set there, and even after the file was replaced. What does not fit into
    `memory_bytes` (the setting's own number, where none is given) is put by on disk.
    """
    connection = duckdb.connect(config=_CONFIG | {"temp_directory": str(spill_folder(path))})
    try:
        bound(connection, memory_bytes or Settings().max_memory_bytes)
        connection.execute(f"attach {_literal(path)} as dateline (read_only)")
        connection.execute("use dateline; set TimeZone = 'UTC'")
        if not allow_files:
            connection.execute("set enable_external_access = false; set lock_configuration = true")
    except duckdb.Error as fault:
        connection.close()
        raise unusable(path, fault) from fault
    return connection


def arrow(
    connection: DuckDBPyConnection, words: str, params: Mapping[str, Any] | Sequence[Any] | None
) -> pa.Table:
    """Run SQL and return its rows, without columns where the last statement has none.

    (`execute(...).to_arrow_table()` would say the same in DuckDB 1, and warns of a copy in 2.)
    """
    result: DuckDBPyRelation | None = connection.sql(words, params=params)
    return pa.table({}) if result is None else result.to_arrow_table()


def unusable(path: Path, fault: duckdb.Error) -> WarehouseError:
    """Say in a sentence why DuckDB does not open a file."""
    words = str(fault)
    if held := re.search(r"Conflicting lock is held in (.+?) \(PID (\d+)\)", words):
        return WarehouseError(
            f"{path} is open in process {held[2]} ({held[1]}).",
            "Close it there; to look at data, open the published dateline.duckdb read-only.",
        )
    if "version number" in words or "newer version of DuckDB" in words:
        return NewerDatabase(
            f"{path} was written by a newer DuckDB than {duckdb.__version__}.",
            "Update dateline: python -m pip install --upgrade dateline.",
        )
    first = words.splitlines()[0].split(": ", 1)[-1]
    return WarehouseError(f"{path} does not open: {first}", "Restore it from a copy, or choose another home.")


def _literal(path: Path) -> str:
    quoted = str(path).replace("'", "''")
    return f"'{quoted}'"
