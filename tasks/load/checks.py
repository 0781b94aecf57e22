"""Checks: each file of sql/checks is an assertion, its name, as a query that returns the rows which break it.

A check opens with three comments: the assertion as a sentence, `-- severity: error|warning`, and
`-- scope: batch|base`. Scope `batch` is for what a batch shows by itself; `base` for what can be
judged only when every batch of a run is in (the original of a story may come in a later batch).

One query serves both moments, and reads in the duckdb shell: it looks at the rows that were written
at or after `$since`. Every row carries `loaded_at`, set by the load that wrote it, so that inside a
load's transaction `$since` is that load's own clock (DuckDB skips older row groups by their minimum
and maximum, which keeps a load into a full base cheap), and at the end of a run it is the beginning of time.
Inside the transaction run those of severity error and scope batch; at the end run all.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import duckdb
from duckdb import DuckDBPyConnection

from tasks.errors import LoadFailed
from tasks.load.memory import with_room
from tasks.load.texts import headers, sql_names, sql_text, title
from tasks.records import Check

ALL_ROWS = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Assertion:
    """One file of sql/checks."""

    name: str
    sentence: str
    severity: str  # 'error' or 'warning'
    scope: str  # 'batch' or 'base'
    sql: str


def assertions() -> list[Assertion]:
    """Return the checks, by name."""
    found = []
    for name in sql_names("checks"):
        text = sql_text("checks", name)
        head = headers(text)
        found.append(Assertion(name, title(text), head["severity"], head["scope"], text))
    return found


def bad_rows(connection: DuckDBPyConnection, check: Assertion, since: datetime) -> tuple[int, str | None]:
    """Run a check on the rows written since then; return the number of bad rows and the first as JSON."""
    # The words are this package's own file; values go in as parameters.
    wrapped = f"select count(*), first(to_json(bad)::varchar) from (\n{check.sql}\n) as bad"  # noqa: S608
    # All rows are fetched, here and elsewhere: DuckDB 2 refuses other work while one is left.
    ((number, example),) = connection.execute(wrapped, {"since": since}).fetchall()
    return int(number), example


class HeldBack(LoadFailed):
    """A check of severity error found bad rows among those of a load."""

    def __init__(self, check: Assertion, bad_rows: int, example: str | None, next_step: str) -> None:
        super().__init__(
            f"The check {check.name} found bad rows: {bad_rows}. {check.sentence} The first: {example}",
            next_step,
        )
        self.check, self.bad_rows, self.example = check, bad_rows, example


def hold_back(connection: DuckDBPyConnection, since: datetime, next_step: str = "") -> None:
    """Raise HeldBack at the first check of severity error that the rows of a load break."""
    for check in assertions():
        if check.severity == "error" and check.scope == "batch":
            number, example = bad_rows(connection, check, since)
            if number:
                raise HeldBack(check, number, example, next_step)


def run_checks(
    connection: DuckDBPyConnection, run_id: str, now: datetime, held: Mapping[str, Check]
) -> list[Check]:
    """Run every check on every row; a check that cannot run is a failed one.

    `held` are the checks that kept batches of this run out, by name.
    """
    results = []
    for check in assertions():
        try:
            number, example = with_room(connection, partial(bad_rows, connection, check, ALL_ROWS))
        except duckdb.Error as fault:
            number, example = 1, json.dumps({"cannot_run": str(fault).splitlines()[0]})
        before = held.get(check.name)
        rows, first = (before.held_rows, before.example) if before else (0, None)
        results.append(Check(run_id, check.name, check.severity, number, example or first, now, rows))
    return results
