"""Reading the published database: anyone, at any time, without a lock."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.errors import DatelineError, UsageError, WarehouseError
from tasks.load.connect import arrow, connect_reader
from tasks.load.memory import too_little
from tasks.load.migrate import add_missing_macros, migrations, refuse_newer
from tasks.load.mistakes import bad_query, refuse_incomplete
from tasks.load.texts import sql_text
from tasks.settings import Home, load_settings

Params = Mapping[str, Any] | Sequence[Any] | None


def query(home: Home, sql: str, params: Params = None, allow_files: bool = False) -> pa.Table:
    """Run SQL on the published database, read-only; return the last statement's rows.

    SQL reaches no file and no network unless `allow_files`. BadQuery carries DuckDB's words in
    a sentence, with the names that may have been meant; NewerDatabase, WarehouseError where there
    is no database to read, or the question needs more memory than the setting allows.
    """
    with reading(home, allow_files) as reader:
        return reader.table(sql, params)


@contextmanager
def reading(home: Home, allow_files: bool = False) -> Iterator["Reader"]:
    """Hold the published database open, for several questions to one and the same state of it."""
    if not home.database.exists():
        raise WarehouseError(
            f"There is no database at {home.database} yet.", "Run `dateline ingest` or `make run` first."
        )
    connection = connect_reader(home.database, allow_files, load_settings(home).max_memory_bytes)
    try:
        held = refuse_newer(connection, home.database)
        add_missing_macros(connection)
        yield Reader(connection, held)
    finally:
        connection.close()


class Reader:
    """The published database, open for reading."""

    def __init__(self, connection: DuckDBPyConnection, version: int) -> None:
        self._connection = connection
        self._version = version  # of the schema

    def table(self, sql: str, params: Params = None) -> pa.Table:
        """Return the last statement's rows."""
        try:
            refuse_incomplete(self._connection.extract_statements(sql), params)
            return arrow(self._connection, sql, params)
        except duckdb.Error as fault:
            raise self._refusal(sql, fault) from fault

    def stream(self, sql: str, params: Params = None, batch_rows: int = 10_000) -> pa.RecordBatchReader:
        """Return the rows of one query batch by batch, for what does not fit into memory."""
        try:
            return self._connection.sql(sql, params=params).to_arrow_reader(batch_rows)
        except duckdb.Error as fault:
            raise self._refusal(sql, fault) from fault

    def _refusal(self, sql: str, fault: duckdb.Error) -> DatelineError:
        """Say what is wrong with a query, or that the file lacks what this program's queries ask for."""
        if isinstance(fault, duckdb.OutOfMemoryException):
            return too_little(fault, self._connection, "The question")
        known = migrations()[-1].version
        if self._version < known and isinstance(fault, duckdb.CatalogException | duckdb.BinderException):
            return WarehouseError(
                "The published file was written by an older dateline (schema version "
                f"{self._version}, and this one knows {known}): {str(fault).splitlines()[0]}.",
                "The next run brings it up to date: dateline ingest.",
            )
        return bad_query(self._connection, sql, fault)


def run_file(home: Home, path: str, params: Params = None) -> pa.Table:
    """Run a file of sql/, named with its folder ('queries/wire_copies'), on the published database."""
    folder, _, name = path.rpartition("/")
    if not folder:
        raise UsageError(f"'{path}' names no folder of sql/.", "Say for example 'queries/wire_copies'.")
    return query(home, sql_text(folder, name), params)
