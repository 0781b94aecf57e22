"""What is wrong with a query, in one sentence, with the names that may have been meant."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import BadQuery

_COLUMN = re.compile(r'Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"')
_TABLE = re.compile(r'Table with name "?([^\s"]+)"? does not exist')
_FUNCTION = re.compile(r"Function with name (\S+) does not exist")
_QUOTED = re.compile(r'"([^"]+)"')


def refuse_incomplete(
    statements: list[duckdb.Statement], params: Mapping[str, Any] | Sequence[Any] | None
) -> None:
    """Raise BadQuery where there is no statement, or none of the values that it wants."""
    if not statements:
        raise BadQuery("The query is empty.", "Try: dateline sql 'from marts.articles'")
    wanted = {name for statement in statements for name in statement.named_parameters}
    given = set(params) if isinstance(params, Mapping) else {str(n + 1) for n in range(len(params or ()))}
    if missing := sorted(wanted - given):
        raise BadQuery(
            f"The query wants a value for ${', $'.join(missing)}.", "Give it, or write the value itself."
        )


def bad_query(connection: DuckDBPyConnection, sql: str, fault: duckdb.Error) -> BadQuery:
    """Turn DuckDB's error into a sentence and a next step."""
    words = str(fault)
    first = words.splitlines()[0].strip()
    sentence = first.split(" Error: ", 1)[-1].rstrip("!.")
    message = f"DuckDB does not accept the query: {sentence[:1].lower()}{sentence[1:]}."
    return BadQuery(message, _next_step(connection, sql, fault, words))


def _next_step(connection: DuckDBPyConnection, sql: str, fault: duckdb.Error, words: str) -> str:
    if match := _COLUMN.search(words):
        name = match[1] or match[2]
        if homes := _homes(connection, name):
            return f"It is a column of {', '.join(homes)}."
        return _did_you_mean(name, _candidates(words) + _columns(connection), "`describe TABLE`")
    if match := _TABLE.search(words):
        schema = re.search(rf"(\w+)\.{re.escape(match[1])}", sql)
        name = f"{schema[1]}.{match[1]}" if schema else match[1]
        return _did_you_mean(name, _tables(connection), "`show all tables`")
    if match := _FUNCTION.search(words):
        return _did_you_mean(match[1], _functions(connection), "`from duckdb_functions()`")
    if isinstance(fault, duckdb.PermissionException):
        return "SQL here reaches no files and no network; `dateline sql --allow-files` lets it."
    if "read-only" in words:
        return "The published database is for reading; copy it to write into the copy."
    if isinstance(fault, duckdb.ParserException):
        return f"See {_place(words)}, and `dateline sql --examples` for queries that work."
    return "`dateline sql --examples` prints queries that work."


def _did_you_mean(name: str, names: list[str], listing: str) -> str:
    lower = {known.lower(): known for known in reversed(names)}
    near = difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.6)
    if not near:  # a table may be named without its schema
        near = [known for known in lower if known.rsplit(".", 1)[-1] == name.lower()][:3]
    if near:
        return f"Did you mean {' or '.join(repr(lower[known]) for known in near)}?"
    return f"{listing} shows what there is."


def _candidates(words: str) -> list[str]:
    """Read what DuckDB itself proposes; it knows which tables the query speaks of."""
    lines = [line for line in words.splitlines() if line.startswith("Candidate bindings")]
    return [name.rsplit(".", 1)[-1] for line in lines for name in _QUOTED.findall(line)]


def _columns(connection: DuckDBPyConnection) -> list[str]:
    return _names(
        connection, "select distinct column_name from duckdb_columns() where not internal order by all"
    )


def _homes(connection: DuckDBPyConnection, column: str) -> list[str]:
    found = connection.execute(
        "select schema_name || '.' || table_name from duckdb_columns() "
        "where not internal and column_name = lower($column) "
        "order by schema_name <> 'marts', schema_name, table_name limit 4",
        {"column": column},
    )
    return [str(row[0]) for row in found.fetchall()]


def _tables(connection: DuckDBPyConnection) -> list[str]:
    return _names(
        connection,
        "select schema_name || '.' || table_name from duckdb_tables() where not internal "
        "union all select schema_name || '.' || view_name from duckdb_views() where not internal "
        "order by all",
    )


def _functions(connection: DuckDBPyConnection) -> list[str]:
    return _names(connection, "select distinct function_name from duckdb_functions() order by all")


def _names(connection: DuckDBPyConnection, words: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(words).fetchall()]


def _place(words: str) -> str:
    found = re.search(r"LINE (\d+):", words)
    return f"line {found[1]}" if found else "the query"
