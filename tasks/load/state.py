"""What state a home's two databases are in, found without changing anything."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tasks.errors import WarehouseError
from tasks.load.connect import arrow, connect_reader, unusable
from tasks.load.lock import peek
from tasks.load.migrate import migrations, refuse_newer
from tasks.load.texts import sql_text
from tasks.settings import Home


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """What one database file says of itself."""

    schema_version: int
    newest_fetch_at: datetime | None
    fetch_count: int
    version_count: int
    mention_count: int
    loaded_at: datetime | None  # when the newest version came in

    @property
    def is_behind(self) -> bool:
        """Whether this program knows a newer schema; the next run brings the database there."""
        return self.schema_version < migrations()[-1].version


@dataclass(frozen=True, slots=True)
class WriterState:
    """What the writer's side of a home looks like."""

    busy: str | None  # who writes now; then nothing else is known
    died: str | None  # who wrote, and did not come to an end
    database: DatabaseState | None  # None where nothing was written yet


def published_state(home: Home) -> DatabaseState | None:
    """Read the published database; None where there is none, WarehouseError where it does not open."""
    return _read(home.database) if home.database.exists() else None


def writer_state(home: Home) -> WriterState:
    """Read the writer's own file while nobody writes; WarehouseError where it does not open."""
    path = home.warehouse / "warehouse.duckdb"
    with peek(home.warehouse / "lock") as (is_held, who):
        if is_held:
            return WriterState(who or "Another process", None, None)
        return WriterState(None, who, _read(path) if path.exists() else None)


def _read(path: Path) -> DatabaseState:
    connection = connect_reader(path)
    try:
        version = refuse_newer(connection, path)
        if not version:
            return DatabaseState(0, None, 0, 0, 0, None)
        (row,) = arrow(connection, sql_text("load", "state"), None).to_pylist()
    except duckdb.Error as fault:
        raise unusable(path, fault) from fault
    except ValueError as fault:
        raise WarehouseError(f"{path} cannot be read: {fault}.", "Restore it from a copy.") from fault
    finally:
        connection.close()
    return DatabaseState(version, **row)
