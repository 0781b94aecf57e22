"""The data dictionary: what the comments in a new database say, as a page of Markdown.

`python -m tasks.load.dictionary` prints it; `make dictionary` keeps it in docs/data-dictionary.md.
"""

import sys
from datetime import UTC, datetime

import duckdb
from duckdb import DuckDBPyConnection

from tasks.load.migrate import make_marts, migrate

SCHEMAS = {
    "marts": "Made for reading: views over the rest, counted in stories where that matters.",
    "core": "What is held to be so: articles, versions, stories, places, mentions.",
    "raw": "What came in: links, fetches, and every result of every program version.",
    "ref": "Reference: how places lie in each other, countries, answers of remote geocoders.",
    "ops": "How the work went: runs, checks, rejections, states of sources.",
}
_HEAD = """# Data dictionary

Made from the comments in the database by `make dictionary`; do not edit it by hand. In the database itself:
`from duckdb_columns()`, `from duckdb_tables()`, `from duckdb_views()`.
"""


def dictionary() -> str:
    """Return the page: schemas, their tables and views, their columns, then macros."""
    with duckdb.connect() as connection:
        migrate(connection, "a new database", datetime(2026, 1, 1, tzinfo=UTC))
        make_marts(connection)
        parts = [_HEAD]
        for schema, says in SCHEMAS.items():
            parts.append(f"## {schema}\n\n{says}\n")
            parts.extend(_object(connection, schema, *row) for row in _objects(connection, schema))
        parts.append(f"## Macros\n\n{_macros(connection)}\n")
    return "\n".join(parts)


def _objects(connection: DuckDBPyConnection, schema: str) -> list[tuple[str, str, list[str]]]:
    words = """
        select
            tables.table_name as name,
            comment,
            coalesce(
                (
                    select any_value(constraint_column_names)
                    from duckdb_constraints() as keys
                    where keys.schema_name = $schema
                        and keys.table_name = tables.table_name
                        and keys.constraint_type = 'PRIMARY KEY'
                ),
                []
            ),
        from duckdb_tables() as tables
        where tables.schema_name = $schema
        union all
        select view_name, comment, []
        from duckdb_views()
        where schema_name = $schema
        order by name
    """
    return connection.execute(words, {"schema": schema}).fetchall()


def _object(connection: DuckDBPyConnection, schema: str, name: str, comment: str, key: list[str]) -> str:
    words = """
        select column_name, lower(data_type), comment
        from duckdb_columns()
        where schema_name = $schema and table_name = $name
        order by column_index
    """
    columns = connection.execute(words, {"schema": schema, "name": name}).fetchall()
    lines = [f"### {schema}.{name}", "", _cell(comment), ""]
    if key:
        lines += [f"Key: {', '.join(f'`{column}`' for column in key)}.", ""]
    lines += ["| column | type | what it is |", "| --- | --- | --- |"]
    lines += [f"| `{column}` | {_type(kind)} | {_cell(says)} |" for column, kind, says in columns]
    return "\n".join(lines) + "\n"


def _macros(connection: DuckDBPyConnection) -> str:
    words = """
        select function_name, parameters, comment
        from duckdb_functions()
        where not internal and function_type like '%macro'
        order by function_name
    """
    rows = connection.execute(words).fetchall()
    lines = [f"| `{name}({', '.join(given)})` | {_cell(says)} |" for name, given, says in rows]
    return "\n".join(["| macro | what it gives |", "| --- | --- |", *lines])


def _type(kind: str) -> str:
    return kind.replace("timestamp with time zone", "timestamptz")


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.stdout.write(dictionary())
