"""Batches: a folder with one Parquet file a table, which the stages hand each other."""

import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, Union
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.records import Record

R = TypeVar("R", bound=Record)

_EPOCH = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))  # as pyarrow names the zone

_ARROW: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """The folder of one batch; its files are named by their tables: `raw.fetches.parquet`."""

    folder: Path

    def write(self, kind: type[R], records: Iterable[R]) -> int:
        """Write the rows of one table, replacing what stood there, and return their number."""
        rows = list(records)
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.path(kind)
        scratch = target.with_suffix(".part")
        pq.write_table(to_table(kind, rows), scratch, compression="zstd")
        scratch.replace(target)
        return len(rows)

    def read(self, kind: type[R]) -> list[R]:
        """Read the rows of one table; none where the batch has no such file."""
        path = self.path(kind)
        if not path.exists():
            return []
        with pq.ParquetFile(path) as file:  # half the time of read_table, which also looks for partitions
            return from_table(kind, file.read())

    def path(self, kind: type[Record]) -> Path:
        """Return where the rows of a table stand."""
        return self.folder / f"{kind.table}.parquet"


def to_table(kind: type[R], records: list[R]) -> pa.Table:
    """Turn records into an Arrow table with the columns of their class."""
    schema = arrow_schema(kind)
    columns = [pa.array([*map(attrgetter(f.name), records)], type=f.type) for f in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def from_table(kind: type[R], table: pa.Table) -> list[R]:
    """Turn an Arrow table back into records; lists become tuples."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]  # every Record is a dataclass
    columns = [_values(table.column(name)) for name in names]
    return [*map(kind, *columns)]


@cache
def arrow_schema(kind: type[Record]) -> pa.Schema:
    """Return the Arrow schema of a record class, from its annotations."""
    hints = typing.get_type_hints(kind)
    return pa.schema([pa.field(f.name, _arrow_type(hints[f.name])) for f in fields(kind)])  # type: ignore[arg-type]


def _arrow_type(hint: Any) -> pa.DataType:
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _arrow_type(next(a for a in typing.get_args(hint) if a is not type(None)))
    if origin is tuple:
        return pa.list_(_arrow_type(typing.get_args(hint)[0]))
    return _ARROW[hint]


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Return what a column holds as Python has it; lists become tuples.

    pyarrow asks for the time zone anew at each instant, which takes longer than all the rest.
    """
    if pa.types.is_timestamp(column.type):
        return [*map(_instant, column.cast(pa.int64()).to_pylist())]
    values: list[Any] = column.to_pylist()
    return [None if v is None else tuple(v) for v in values] if pa.types.is_list(column.type) else values


@lru_cache(maxsize=1 << 12)
def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
