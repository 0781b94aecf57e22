"""Numbered migrations, forward only, and the marts, which are made anew from their files."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import NewerDatabase
from tasks.load.lock import Tell
from tasks.load.texts import sql_names, sql_text
from tasks.urls import digest

MADE_FROM = "Digest of the files that marts and macros were made from; with another they are made anew."
LARGE = 1_000_000  # rows from which a migration may take longer than a person waits without a word
_NAME = re.compile(r"^(\d{4})_([a-z]+)_([a-z0-9_]+)$")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of sql/migrations."""

    version: int
    name: str  # of the file, without .sql


def migrations() -> list[Migration]:
    """Return the migrations that this program knows, in order of their numbers, which are unique."""
    known = [Migration(int(name[:4]), name) for name in sql_names("migrations") if _NAME.match(name)]
    assert len({m.version for m in known}) == len(known), "each migration has a number of its own"
    return known


def schema_version(connection: DuckDBPyConnection) -> int:
    """Return the number of the last migration that a database has seen; 0 for an empty one."""
    held = connection.execute(
        "select 1 from duckdb_tables() "
        "where database_name = current_database() and schema_name = 'ops' and table_name = 'migrations'"
    ).fetchall()
    if not held:
        return 0
    ((last,),) = connection.execute("select coalesce(max(version), 0) from ops.migrations").fetchall()
    return int(last)


def refuse_newer(connection: DuckDBPyConnection, where: object) -> int:
    """Return the schema's version; NewerDatabase where this program does not know it yet."""
    held, known = schema_version(connection), migrations()[-1].version
    if held > known:
        raise NewerDatabase(
            f"{where} is at schema version {held}, and this dateline knows versions up to {known}.",
            "Update dateline: python -m pip install --upgrade dateline (in a checkout: git pull).",
        )
    return held


def migrate(
    connection: DuckDBPyConnection, where: object, now: datetime, tell: Tell | None = None
) -> list[Migration]:
    """Bring a database to the newest schema, each migration in its own transaction; return those applied.

    Where it is large, `tell` is told of each step before it is taken.
    """
    todo = [m for m in migrations() if m.version not in _applied(connection, refuse_newer(connection, where))]
    rows = _row_count(connection) if todo and tell else 0
    for number, migration in enumerate(todo, 1):
        if tell and rows >= LARGE:
            tell(
                f"{where} with its {rows:,} rows is brought to schema version {migration.version} "
                f"(step {number} of {len(todo)}); this is done once, and may take minutes."
            )
        connection.begin()
        try:
            connection.execute(sql_text("migrations", migration.name))
            connection.execute(
                "insert into ops.migrations values ($version, $name, $applied_at)",
                {"version": migration.version, "name": migration.name, "applied_at": now},
            )
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
    return todo


def _row_count(connection: DuckDBPyConnection) -> int:
    """Return about how many rows a database has."""
    words = "select sum(estimated_size) from duckdb_tables() where database_name = current_database()"
    ((rows,),) = connection.execute(words).fetchall()
    return int(rows or 0)


def _applied(connection: DuckDBPyConnection, held: int) -> set[int]:
    """Return the numbers of the migrations that a database has seen; rooms number theirs in ranges."""
    if not held:
        return set()
    return {int(row[0]) for row in connection.execute("select version from ops.migrations").fetchall()}


def make_marts(connection: DuckDBPyConnection) -> None:
    """Make macros and marts anew from their files, in one transaction; what has lost its file is gone.

    They hold no rows, so that making them costs a third of a second and no migration; those made from the
    same files stay as they are. A column of a mart that its file does not comment on is a column of
    a table, and has that column's comment.
    """
    texts = [sql_text(folder, name) for folder in ("macros", "marts") for name in sql_names(folder)]
    made_from = digest(duckdb.__version__, *(m.name for m in migrations()), *texts)
    if _made_from(connection) == made_from:
        return
    connection.begin()
    try:
        connection.execute("drop schema if exists marts cascade; create schema marts")
        for text in texts:
            connection.execute(text)
        _inherit_comments(connection)
        connection.execute(f"create macro marts.made_from() as '{made_from}'")
        connection.execute(f"comment on macro marts.made_from is '{MADE_FROM}'")
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _made_from(connection: DuckDBPyConnection) -> str | None:
    try:
        ((held,),) = connection.execute("select marts.made_from()").fetchall()
    except duckdb.CatalogException:
        return None
    return str(held)


def _inherit_comments(connection: DuckDBPyConnection) -> None:
    for mart, column, comment in connection.execute(sql_text("load", "inherited_comments")).fetchall():
        words = str(comment).replace("'", "''")
        connection.execute(f"comment on column marts.{mart}.{column} is '{words}'")


def add_missing_macros(connection: DuckDBPyConnection) -> None:
    """Give a reader the macros that a file of an older dateline lacks; the file stays as it is."""
    wanted = set(sql_names("macros"))
    held = connection.execute(
        "select distinct function_name from duckdb_functions() where database_name = current_database()"
    ).fetchall()
    for name in sorted(wanted - {str(row[0]) for row in held}):
        statements = connection.extract_statements(sql_text("macros", name))
        words = statements[0].query.replace("create or replace macro", "create or replace temp macro", 1)
        with suppress(duckdb.Error):  # it asks for a table that the file lacks, too: who calls it is told
            connection.execute(words)
