"""Load a batch: every table in one transaction, with the checks that can be judged on its rows inside."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from tasks.batches import Batch, arrow_schema, to_table
from tasks.errors import LoadFailed
from tasks.load.checks import hold_back
from tasks.load.held import WITHOUT_INDEX, Held
from tasks.load.shared import keep_shared
from tasks.load.texts import sql_text
from tasks.records import TABLES, Record, Rejection
from tasks.urls import digest

R = TypeVar("R", bound=Record)

_FOUND = re.compile(r"using \((?P<words>.+?)\n\) as found", re.DOTALL)  # what a file of sql/ merges
_MATCHED = re.compile(r"(?P<words>when matched .+?)\nwhen not matched", re.DOTALL)
_NOT_THE_BATCH = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.InterruptException)


@dataclass(frozen=True, slots=True)
class TableCount:
    """Rows of one table that a load wrote; rows that were held already are not counted."""

    inserted: int = 0
    updated: int = 0


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What became of a batch."""

    batch: str
    tables: Mapping[str, TableCount] = field(default_factory=dict)
    failed: str | None = None  # why nothing was loaded, in a sentence
    moved_to: Path | None = None  # where a failed batch waits

    def inserted(self, table: str) -> int:
        """Return how many new rows a table got."""
        return self.tables.get(table, TableCount()).inserted

    def __str__(self) -> str:
        """Say what was written, or why nothing was."""
        if self.failed:
            return f"{self.batch}: {self.failed}"
        written = [
            f"{name} {c.inserted}+{c.updated}" for name, c in self.tables.items() if c.inserted + c.updated
        ]
        return f"{self.batch}: {', '.join(written) or 'nothing new'}"


def load_batch(connection: DuckDBPyConnection, batch: Batch, now: datetime) -> LoadCounts:
    """Merge a batch's files into the tables, or nothing of them: LoadFailed says what is wrong with them.

    Rows written get `loaded_at` = now, and that is how the checks know them. A fault that is not the
    batch's (disk, memory) comes through as DuckDB raised it; the tables are then as they were, too.
    """
    _refuse_strange_files(batch)
    connection.begin()
    try:
        held = Held(connection, {kind: batch.path(kind) for kind in TABLES})
        tables = {kind.table: _merge_file(connection, batch.path(kind), kind, now, held) for kind in TABLES}
        keep_shared(connection, now)
        hold_back(connection, now)
        connection.commit()
    except duckdb.FatalException:
        raise  # the connection is dead, and there is nothing to roll back
    except _NOT_THE_BATCH:
        connection.rollback()
        raise
    except duckdb.Error as fault:
        connection.rollback()
        raise LoadFailed(f"DuckDB refuses its rows: {str(fault).splitlines()[0]}") from fault
    except BaseException:
        connection.rollback()
        raise
    return LoadCounts(batch.folder.name, tables)


def merge_rows(connection: DuckDBPyConnection, kind: type[R], rows: list[R], now: datetime) -> TableCount:
    """Merge records that are at hand into their table."""
    connection.register("incoming", to_table(kind, rows))
    try:
        return merge(connection, kind, now, Held(connection))
    finally:
        connection.unregister("incoming")


def set_aside(batch: Batch, target: Path, run_id: str, reason: str, now: datetime) -> tuple[Path, Rejection]:
    """Move a failed batch out of the way, with its reason beside it; return where it is and its rejection."""
    place = target / batch.folder.name
    again = 1
    while place.exists():
        again += 1
        place = target / f"{batch.folder.name}-{again}"
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(batch.folder, place)
    next_step = (
        f"Nothing of it was loaded, so that the next `dateline ingest` asks again; its files are in {place}."
    )
    subject = f"{run_id}/{batch.folder.name}"
    note = {"batch": subject, "reason": reason, "next_step": next_step, "failed_at": now.isoformat()}
    (place / "reason.json").write_text(json.dumps(note, ensure_ascii=False, indent=2) + "\n", "utf-8")
    rejection_id = digest("load", subject, reason)
    return place, Rejection(rejection_id, run_id, "load", subject, reason, next_step, now)


def _refuse_strange_files(batch: Batch) -> None:
    kinds = {kind.table: kind for kind in TABLES}
    for path in sorted(batch.folder.glob("*.parquet")):
        if path.stem not in kinds:
            raise LoadFailed(f"The file {path.name} is of no known table.")
        try:
            names = pq.read_schema(path).names
        except (OSError, pa.ArrowInvalid) as fault:
            raise LoadFailed(f"The file {path.name} is not whole: {fault}") from fault
        if set(names) != set(arrow_schema(kinds[path.stem]).names):
            raise LoadFailed(f"The file {path.name} has other columns than its table.")


def _merge_file(
    connection: DuckDBPyConnection, path: Path, kind: type[Record], now: datetime, held: Held
) -> TableCount:
    if not path.exists():
        return TableCount()
    quoted = str(path).replace("'", "''")
    words = f"create or replace temp view incoming as select * from read_parquet('{quoted}')"  # noqa: S608
    connection.execute(words)
    count = merge(connection, kind, now, held)
    connection.execute("drop view incoming")
    return count


def merge(connection: DuckDBPyConnection, kind: type[Record], now: datetime, held: Held) -> TableCount:
    """Merge `incoming` into its table: new rows are added, the rest is done with as the table's file says.

    MERGE reads the keys of the whole table, and once more for each column that it compares, which in a full
    base costs more than all the rest of a load. Most rows of a batch are new.
    """
    text = sql_text(*kind.table.split("."))
    source = _FOUND.search(text)
    if source is None:
        return _counted(connection, text, now)
    words = source["words"]
    connection.execute(f"create or replace temp table coming as {words}", _given(words, now))
    if kind in WITHOUT_INDEX:
        return _merge_found(connection, kind, now, text, *held.look_up(kind))
    fresh = connection.execute(
        f"insert into {kind.table} by name from coming on conflict do nothing returning {', '.join(kind.key)}"
    ).fetchall()
    ((number,),) = connection.execute("select count(*) from coming").fetchall()
    if len(fresh) == number or "when matched" not in text:
        return TableCount(len(fresh))
    if fresh:
        _take_out(connection, kind, fresh)
    rest = text[: source.start()] + "using coming as found" + text[source.end() :]
    return TableCount(len(fresh), _counted(connection, rest, now).updated)


def _merge_found(
    connection: DuckDBPyConnection, kind: type[Record], now: datetime, text: str, table: str, held: int
) -> TableCount:
    """Add what is not in the table of what is held; of the rest the file says what becomes, by its place."""
    keys = ", ".join(kind.key)
    rest = f" anti join {table} using ({keys})" if held else ""
    ((inserted,),) = connection.execute(f"insert into {kind.table} by name from coming{rest}").fetchall()
    matched = _MATCHED.search(text)
    if not held or matched is None:
        return TableCount(int(inserted))
    found = f"select * from coming inner join {table} using ({keys})"  # noqa: S608  # our own names
    words = f"merge into {kind.table} as held using ({found}) as found on held.rowid = found.place "
    return TableCount(
        int(inserted), _counted(connection, f"{words}{matched['words']} returning merge_action", now).updated
    )


def _take_out(connection: DuckDBPyConnection, kind: type[Record], fresh: list[tuple[object, ...]]) -> None:
    held = {name: [row[place] for row in fresh] for place, name in enumerate(kind.key)}
    connection.register("fresh", pa.table(held))
    keys = ", ".join(kind.key)
    connection.execute(f"delete from coming where ({keys}) in (select ({keys}) from fresh)")  # noqa: S608
    connection.unregister("fresh")


def _counted(connection: DuckDBPyConnection, text: str, now: datetime) -> TableCount:
    actions = [row[0] for row in connection.execute(text, _given(text, now)).fetchall()]
    return TableCount(actions.count("INSERT"), actions.count("UPDATE"))


def _given(text: str, now: datetime) -> dict[str, datetime]:
    return {"loaded_at": now} if "$loaded_at" in text else {}
