"""Results of other cleaners and geocoders, accepted in the place of what was accepted before."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.batches import arrow_schema
from tasks.errors import UsageError
from tasks.load.checks import hold_back
from tasks.load.held import Held
from tasks.load.known import Ask
from tasks.load.loading import merge, merge_rows
from tasks.load.resettling import moved_articles, resettle
from tasks.load.shared import keep_shared
from tasks.load.texts import sql_text
from tasks.records import (
    ArticlePlace,
    ArticleVersion,
    Mention,
    Place,
    PlaceWithin,
    Record,
    VersionChange,
)
from tasks.relate import KnownText, Target, version_change

PlaceRows = Callable[[Collection[str]], tuple[list[Place], list[PlaceWithin]]]
"""Gives the rows of places that are new to the warehouse."""

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
}
_NEW: dict[type[Record], str] = {
    ArticleVersion: """
        select unnest(struct_update(from_json(version, $shape), version_number := version_number))
        from chosen
    """,
    Mention: """
        select unnest(row)
        from (select unnest(from_json(mentions, concat('[', $shape, ']'))) as row from chosen)
    """,
    ArticlePlace: """
        select unnest(row)
        from (select unnest(from_json(article_places, concat('[', $shape, ']'))) as row from chosen)
    """,
}


def wanted_table(
    connection: DuckDBPyConnection, targets: Iterable[Target], result_version: str | None
) -> None:
    """Make the temporary table `wanted` of versions and the result that is asked for of each.

    Without `result_version` it is the one that today's cleaner and geocoder make of each.
    """
    rows = list(targets)
    given = pa.table(
        {
            "article_id": pa.array([t.article_id for t in rows], pa.string()),
            "fetch_id": pa.array([t.fetch_id for t in rows], pa.string()),
            "result_version": pa.array([result_version or t.todays_version for t in rows], pa.string()),
        }
    )
    connection.register("given", given)
    connection.execute("create or replace temp table wanted as select * from given")
    connection.unregister("given")


def accept(
    connection: DuckDBPyConnection, ask: Ask, now: datetime, place_rows: PlaceRows
) -> tuple[int, tuple[str, ...]]:
    """Put the results of `wanted` in the place of what is accepted, in one transaction.

    Returns how many versions moved, and what was accepted of them before. What it replaces is kept in
    raw.reprocessings, so that it can be accepted again. Articles and the order of their versions stay;
    stories are settled again where a body has changed. LoadFailed where a check breaks; nothing has
    then changed.
    """
    connection.begin()
    try:
        connection.execute(sql_text("load", "reprocess_chosen"))
        before = connection.execute(
            "select accepted_version, count(*) from chosen group by all order by all"
        ).fetchall()
        moved = moved_articles(connection)
        _move(connection, now, place_rows)
        resettle(connection, ask, moved, now)
        keep_shared(connection, now)
        hold_back(connection, now, "Nothing was accepted; what stood in core stands.")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return sum(int(row[1]) for row in before), tuple(str(row[0]) for row in before)


def known_results(connection: DuckDBPyConnection, beginning: str) -> list[str]:
    """Return the result versions that begin so; UsageError, naming what there is, where none does."""
    words = "select distinct result_version from raw.reprocessings order by all"
    held = [str(row[0]) for row in connection.execute(words).fetchall()]
    found = [name for name in held if name.startswith(beginning)]
    if not found:
        there_is = f"There is: {', '.join(held)}." if held else "Nothing was reprocessed yet."
        raise UsageError(f"There is no result of version '{beginning}'.", there_is)
    return found


def _move(connection: DuckDBPyConnection, now: datetime, place_rows: PlaceRows) -> None:
    connection.execute(sql_text("load", "reprocess_keep"), {"now": now})
    for table in ("mentions", "article_places", "signatures", "version_changes", "article_versions"):
        connection.execute(
            f"delete from core.{table} where version_id in (select old_version_id from chosen)"  # noqa: S608
        )
    for kind, words in _NEW.items():
        shaped = words.replace("$shape", f"'{_shape(kind)}'")
        connection.execute(f"create or replace temp table incoming as {shaped}")
        merge(connection, kind, now, Held(connection))
        connection.execute("drop table temp.incoming")
    connection.execute(sql_text("load", "reprocess_current"), {"now": now})
    missing = connection.execute(sql_text("load", "reprocess_new_places")).fetchall()
    places, within = place_rows([str(row[0]) for row in missing])
    merge_rows(connection, Place, places, now)
    merge_rows(connection, PlaceWithin, within, now)
    merge_rows(connection, VersionChange, _changes(connection), now)


def _changes(connection: DuckDBPyConnection) -> list[VersionChange]:
    """Compare anew the versions of articles of which one has moved."""
    rows = connection.execute(sql_text("load", "reprocess_neighbours")).fetchall()
    return [
        version_change(later, KnownText(earlier, article, article, *before), *after)
        for article, earlier, later, *texts in rows
        for before, after in [(texts[:2], texts[2:])]
    ]


def _shape(kind: type[Record]) -> str:
    """Return the structure of a record as from_json reads it."""
    types = {f.name: f.type for f in arrow_schema(kind)}
    named = (f'"{f.name}": {_shape_of(types[f.name])}' for f in fields(kind))  # type: ignore[arg-type]
    return "{" + ", ".join(named) + "}"


def _shape_of(kind: Any) -> str:
    return f'["{_TYPES[kind.value_type]}"]' if pa.types.is_list(kind) else f'"{_TYPES[kind]}"'
