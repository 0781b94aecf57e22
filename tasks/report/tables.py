"""Rows of a query for people and for programs."""

import base64
import json
import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pyarrow as pa
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.harmless import one_line

ROWS_SHOWN = 200


def render_table(table: pa.Table, console: Console, rows_shown: int = ROWS_SHOWN) -> None:
    """Print rows as a table, at most `rows_shown` of them, and say how many there are."""
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for field in table.schema:
        number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        drawn.add_column(Text(one_line(field.name)), overflow="fold", justify="right" if number else "left")
    for row in rows_of(table.slice(0, rows_shown)):
        drawn.add_row(*(Text(one_line(as_text(value))) for value in row))
    if table.num_columns:
        console.print(drawn)
    of = f"{rows_shown:,} of " if table.num_rows > rows_shown else ""
    more = "; --rows, -o, --csv or --json give the rest" if of else ""
    console.print(Text(f"{of}{table.num_rows:,} row{'' if table.num_rows == 1 else 's'}{more}", style="dim"))


def table_json(table: pa.Table) -> Iterator[str]:
    """Yield rows as a JSON array, a line each; bytes are base64, instants RFC 3339."""
    names = table.column_names
    lines = (
        json.dumps(dict(zip(names, map(as_json_value, row), strict=True)), ensure_ascii=False)
        for row in rows_of(table)
    )
    yield from _listed(lines)


def as_json_value(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta | UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(name): as_json_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    return value


def as_text(value: Any) -> str:
    """Return a value as people read it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"<{len(value):,} bytes>"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | dict):
        return json.dumps(as_json_value(value), ensure_ascii=False)
    return str(value)


def rows_of(table: pa.Table) -> Iterable[tuple[Any, ...]]:
    """Return the rows of a table as tuples."""
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _listed(lines: Iterator[str]) -> Iterator[str]:
    yield "["
    held: str | None = None
    for line in lines:
        if held is not None:
            yield f"  {held},"
        held = line
    if held is not None:
        yield f"  {held}"
    yield "]"


def csv_rows(table: pa.Table) -> Iterator[list[object]]:
    """Yield the names of the columns, then the rows, for a CSV writer; lists and bytes as in JSON."""
    yield list(table.column_names)
    for row in rows_of(table):
        values = (as_json_value(value) for value in row)
        yield [json.dumps(v, ensure_ascii=False) if isinstance(v, list | dict) else v for v in values]
