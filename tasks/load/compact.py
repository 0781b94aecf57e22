"""Pack the warehouse: DuckDB reuses the room of deleted rows, and gives none back."""

import os
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import WarehouseError
from tasks.load.connect import STORAGE_VERSION, attach, detach


def compact(connection: DuckDBPyConnection, path: Path) -> tuple[int, int]:
    """Copy everything into a fresh file and put it in the old one's place; return both sizes in bytes.

    The old file stays until the new one is whole and synced: a crash leaves one of the two.
    """
    fresh = path.with_suffix(".packed")
    fresh.unlink(missing_ok=True)
    fresh.with_name(f"{fresh.name}.wal").unlink(missing_ok=True)
    detach(connection)
    before = path.stat().st_size
    try:
        _copy(connection, path, fresh)
        fresh.replace(path)
        return before, path.stat().st_size
    except duckdb.Error as fault:
        raise WarehouseError(
            f"{path} could not be packed: {str(fault).splitlines()[0]}",
            "Nothing was changed; see to free disk.",
        ) from fault
    finally:
        fresh.unlink(missing_ok=True)
        attach(connection, path)


def _copy(connection: DuckDBPyConnection, path: Path, fresh: Path) -> None:
    old, new = (str(one).replace("'", "''") for one in (path, fresh))
    connection.execute(f"attach '{old}' as packed_from (read_only)")
    try:
        connection.execute(f"attach '{new}' as packed_to (storage_version '{STORAGE_VERSION}')")
        try:
            connection.execute("copy from database packed_from to packed_to")
            connection.execute("checkpoint packed_to")
        finally:
            connection.execute("detach packed_to")
    finally:
        connection.execute("detach packed_from")
    handle = os.open(fresh, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
