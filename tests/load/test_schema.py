"""The schema is what the records say, and every table and column says what it is."""

import types
import typing
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tasks.errors import NewerDatabase
from tasks.load import query, sql_text
from tasks.load.connect import connect_writer, unusable
from tasks.load.held import WITHOUT_INDEX
from tasks.load.migrate import make_marts, migrate, migrations, schema_version
from tasks.records import TABLES, Record
from tasks.settings import Home
from tests.load.conftest import Opens
from tests.load.factory import NOON

TYPES: dict[Any, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    bytes: "BLOB",
    date: "DATE",
    datetime: "TIMESTAMP WITH TIME ZONE",
}
WORKED_OUT = "core.story_articles"  # of core.articles, by each load
DAY = ("day", "DATE", False)
SETTLED = {  # what a load works out for the rows of a table
    "core.articles": [DAY],
    "core.article_versions": [DAY],
    "core.mentions": [DAY],
    "core.article_places": [
        DAY,
        ("precision", "VARCHAR", True),
        ("coordinate_uncertainty_m", "DOUBLE", True),
        ("georeference_protocol", "VARCHAR", True),
        ("surest_mention_id", "VARCHAR", True),
    ],
}


def expected(kind: type[Record]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, type and whether it may be null, of each column that a record asks for."""
    hints = typing.get_type_hints(kind)
    for one in fields(kind):  # type: ignore[arg-type]
        hint, optional = hints[one.name], False
        if isinstance(hint, types.UnionType):
            hint, optional = next(a for a in typing.get_args(hint) if a is not type(None)), True
        if typing.get_origin(hint) is tuple:
            yield one.name, TYPES[typing.get_args(hint)[0]] + "[]", optional
        else:
            yield one.name, TYPES[hint], optional
    if kind.table.startswith(("raw.", "core.")):
        yield "loaded_at", TYPES[datetime], False
    yield from SETTLED.get(kind.table, ())


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.table)
def test_a_table_has_the_columns_of_its_record(published: Home, kind: type[Record]) -> None:
    rows = query(
        published,
        "select column_name, data_type, is_nullable from duckdb_columns() "
        "where schema_name || '.' || table_name = $table",
        {"table": kind.table},
    ).to_pylist()
    assert {(r["column_name"], r["data_type"], r["is_nullable"]) for r in rows} == set(expected(kind))


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.table)
def test_a_table_is_unique_by_the_key_of_its_record_or_is_told_so_by_a_check(
    published: Home, kind: type[Record]
) -> None:
    words = (
        "select constraint_column_names as columns from duckdb_constraints() "
        "where schema_name || '.' || table_name = $table and constraint_type = 'PRIMARY KEY'"
    )
    keys = [tuple(row["columns"]) for row in query(published, words, {"table": kind.table}).to_pylist()]
    assert keys == ([] if kind in WITHOUT_INDEX else [kind.key])
    told = f"from {kind.table}\nwhere hash({', '.join(kind.key)})"
    assert (told in sql_text("checks", "keys_are_given_once")) == (kind in WITHOUT_INDEX)


def test_there_is_no_table_without_a_record(published: Home) -> None:
    words = "select schema_name || '.' || table_name as name from duckdb_tables()"
    names = set(query(published, words)["name"].to_pylist())
    of_migrations = {"ops.migrations", "ref.countries"}  # they write their own rows
    assert names == {kind.table for kind in TABLES} | of_migrations | {WORKED_OUT}


def test_every_table_view_column_and_macro_says_what_it_is(published: Home) -> None:
    words = """
        select schema_name || '.' || table_name as name from duckdb_tables() where comment is null
        union all
        select schema_name || '.' || view_name from duckdb_views() where not internal and comment is null
        union all
        select schema_name || '.' || table_name || '.' || column_name
        from duckdb_columns() where not internal and comment is null
        union all
        select function_name from duckdb_functions()
        where not internal and comment is null and function_type like '%macro'
    """
    assert query(published, words)["name"].to_pylist() == []


def test_a_mart_column_without_its_own_comment_has_that_of_the_table(published: Home) -> None:
    words = (
        "select schema_name, comment from duckdb_columns() "
        "where column_name = 'exact' and table_name = 'mentions'"
    )
    comments = {r["schema_name"]: r["comment"] for r in query(published, words).to_pylist()}
    assert comments["marts"] == comments["core"] == "The words themselves."


def test_files_are_of_a_format_that_both_duckdb_lines_read(published: Home) -> None:
    words = "select tags['storage_version'] as version from duckdb_databases() where path is not null"
    assert query(published, words)["version"].to_pylist() == ["v1.5.0+"]


def test_migrations_are_applied_once_and_remembered(tmp_path: Path) -> None:
    connection = connect_writer(tmp_path / "warehouse.duckdb")
    assert [m.version for m in migrate(connection, "here", NOON)] == [m.version for m in migrations()]
    assert migrate(connection, "here", NOON) == []
    assert schema_version(connection) == migrations()[-1].version
    connection.close()


def test_a_filled_database_of_before_loses_no_row_and_gets_the_days(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = migrations()
    connection = connect_writer(tmp_path / "warehouse.duckdb")
    monkeypatch.setattr("tasks.load.migrate.migrations", lambda: [m for m in known if m.version <= 24])
    migrate(connection, "here", NOON)
    connection.execute(f"attach '{published.database}' as new (read_only)")
    for kind in TABLES:
        added = ", ".join(name for name, _, _ in SETTLED.get(kind.table, []))
        rest = f"exclude ({added})" if added else ""
        connection.execute(f"insert into {kind.table} by name select * {rest} from new.{kind.table}")
    monkeypatch.undo()
    monkeypatch.setattr("tasks.load.migrate.LARGE", 1)
    told: list[str] = []
    migrate(connection, "here", NOON, told.append)
    assert len(told) == len([m for m in known if m.version > 24])
    assert "here with its" in told[0]
    for table in (*(kind.table for kind in TABLES), WORKED_OUT):
        now, then = (
            connection.execute(f"from {database}.{table} order by all").fetchall()
            for database in ("warehouse", "new")
        )
        assert now == then, table
    connection.close()


def test_a_mart_that_has_lost_its_file_is_gone(tmp_path: Path) -> None:
    connection = connect_writer(tmp_path / "warehouse.duckdb")
    migrate(connection, "here", NOON)
    connection.execute("create schema marts; create view marts.old as select 1 as x")
    make_marts(connection)
    views = connection.execute("select view_name from duckdb_views() where schema_name = 'marts'").fetchall()
    connection.close()
    assert ("old",) not in views
    assert ("articles",) in views


def test_marts_are_made_anew_where_they_were_made_from_other_files_and_stay_otherwise(opened: Opens) -> None:
    words = "select 1 from duckdb_views() where schema_name = 'marts' and view_name = 'of_mine'"
    with opened() as first:
        first._connection.execute("create view marts.of_mine as select 1 as x")
    with opened("run-2") as second:
        assert second._connection.execute(words).fetchall()
        second._connection.execute("create or replace macro marts.made_from() as 'other files'")
    with opened("run-3") as third:
        assert not third._connection.execute(words).fetchall()


def test_a_database_of_a_newer_version_is_refused_with_both_numbers(opened: Opens, home: Home) -> None:
    with opened() as warehouse:
        warehouse.publish()
        warehouse._connection.execute("insert into ops.migrations values (9999, 'x', now())")
    known = migrations()[-1].version
    with (
        pytest.raises(NewerDatabase, match=rf"9999.*up to {known}\. Update dateline"),
        opened("run-2"),
    ):
        pass
    assert query(home, "select max(version) as v from ops.migrations")["v"].to_pylist() == [known]


def test_a_published_file_of_a_newer_version_is_not_read(opened: Opens, home: Home) -> None:
    with opened() as warehouse:
        warehouse._connection.execute("insert into ops.migrations values (9999, 'x', now())")
        warehouse.publish()
    with pytest.raises(NewerDatabase, match="9999"):
        query(home, "select 1")


def test_a_file_of_a_newer_duckdb_is_refused_in_a_sentence() -> None:
    words = (
        "IO Error: Trying to read a database file with version number 999, but we can only read versions "
        "between 64 and 68.\nThe database file was created with an newer version of DuckDB.\n"
    )
    fault = unusable(Path("data/dateline.duckdb"), duckdb.IOException(words))
    assert isinstance(fault, NewerDatabase)
    assert "data/dateline.duckdb was written by a newer DuckDB than" in str(fault)
    assert "Update dateline" in str(fault)
