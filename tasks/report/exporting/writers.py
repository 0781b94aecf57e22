"""Rows into files, batch by batch: Parquet by day, GeoParquet, GeoJSON, CSV."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.report.exporting.shapes import Shape, as_geojson
from tasks.report.tables import as_json_value, csv_rows

Shapes = Mapping[str, Shape]
"""By place_id."""

Written = tuple[list[Path], int, pa.Schema]
"""The files, the number of rows, and the columns that a reader finds."""

GEO = {"version": "1.1.0", "primary_column": "geometry"}
_NO_PINS = ("decimal_latitude", "decimal_longitude", "bbox", "footprint")
# What a spreadsheet takes for a formula at the beginning of a cell, and a cell may begin at the separators of
# other locales, too. The wide forms count: some programs fold them.
_FORMULA = re.compile("(^|[\\r\\n\\t;])([ \u00a0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r])")


def write_by_day(rows: pa.RecordBatchReader, folder: Path) -> Written:
    """Write rows that come in the order of their day into `day=YYYY-MM-DD/part-0.parquet` each."""
    schema = pa.schema([field for field in rows.schema if field.name != "day"])
    files: list[Path] = []
    total, writer = 0, None
    try:
        for batch in rows:
            start = 0
            for day, same in groupby(batch.column("day").to_pylist()):
                length = sum(1 for _ in same)
                path = folder / f"day={day}" / "part-0.parquet"
                if writer is None or files[-1] != path:
                    if writer is not None:
                        writer.close()
                    path.parent.mkdir(parents=True)
                    files.append(path)
                    writer = pq.ParquetWriter(path, schema, compression="zstd")
                writer.write_batch(batch.slice(start, length).select(schema.names))
                start += length
            total += batch.num_rows
    finally:
        if writer is not None:
            writer.close()
    return files, total, rows.schema


def write_parquet(rows: pa.RecordBatchReader, path: Path) -> Written:
    """Write rows into one file."""
    return _into_one(rows, path, rows.schema, lambda batch: batch, lambda: None)


def write_geoparquet(rows: pa.RecordBatchReader, path: Path, shapes: Shapes) -> Written:
    """Write rows with the geometry of their place as GeoParquet 1.1, with a covering box for each.

    Columns that would be a pin in the middle of an outline are left out.
    """
    kept = [field for field in rows.schema if field.name not in _NO_PINS]
    box = pa.struct([(name, pa.float64()) for name in ("xmin", "ymin", "xmax", "ymax")])
    schema = pa.schema(
        [*kept, ("geometry_kind", pa.string()), ("geometry", pa.binary()), ("bbox", box)], metadata=None
    )
    seen: set[str] = set()

    def with_geometry(batch: pa.RecordBatch) -> pa.RecordBatch:
        ids = batch.column("place_id").to_pylist()
        found = [shapes.get(place_id) if place_id else None for place_id in ids]
        seen.update(place_id for place_id in ids if place_id)
        columns = [batch.column(field.name) for field in kept]
        names = ("xmin", "ymin", "xmax", "ymax")
        boxes = [dict(zip(names, s.bounds, strict=True)) if s else None for s in found]
        columns += [
            pa.array([s.kind if s else None for s in found], pa.string()),
            pa.array([s.wkb if s else None for s in found], pa.binary()),
            pa.array(boxes, box),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    def geo() -> bytes:
        used = [shapes[place_id] for place_id in seen if place_id in shapes]
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted({shape.geometry.geom_type for shape in used}),
            "orientation": "counterclockwise",
            "edges": "planar",
            "covering": {"bbox": {name: ["bbox", name] for name in ("xmin", "ymin", "xmax", "ymax")}},
        }
        if used:
            lows, highs = zip(*((s.bounds[:2], s.bounds[2:]) for s in used), strict=True)
            column["bbox"] = [*map(min, zip(*lows, strict=True)), *map(max, zip(*highs, strict=True))]
        return json.dumps({**GEO, "columns": {"geometry": column}}).encode()

    return _into_one(rows, path, schema, with_geometry, geo)


def write_geojson(rows: pa.RecordBatchReader, path: Path, shapes: Shapes, key: str) -> Written:
    """Write rows as features of one FeatureCollection (RFC 7946), a line each; `key` is their id.

    A row without a place has no geometry; a place with an outline has no pin in its properties.
    """
    names = [name for name in rows.schema.names if name not in _NO_PINS]
    total = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for batch in rows:
            for row in batch.select(names).to_pylist():
                file.write(",\n" if total else "\n")
                json.dump(_feature(row, shapes, key), file, ensure_ascii=False, allow_nan=False)
                total += 1
        file.write("\n]}\n")
    return [path], total, pa.schema([rows.schema.field(name) for name in names])


def write_csv(rows: pa.RecordBatchReader, path: Path) -> Written:
    """Write rows as CSV (RFC 4180, UTF-8), no cell of which a spreadsheet takes for a formula."""
    schema = pa.schema([field for field in rows.schema if field.name != "footprint"])
    total = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        out.writerow(schema.names)
        for batch in rows:
            lines: Iterator[list[object]] = csv_rows(pa.Table.from_batches([batch.select(schema.names)]))
            next(lines)
            out.writerows([harmless_cell(value) for value in line] for line in lines)
            total += batch.num_rows
    return [path], total, schema


def harmless_cell(value: object) -> object:
    """Return a cell with an apostrophe before what would begin a formula; numbers stay numbers."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _FORMULA.sub(r"\1'\2", value) if isinstance(value, str) else value


def _feature(row: dict[str, Any], shapes: Shapes, key: str) -> dict[str, Any]:
    shape = shapes.get(row["place_id"]) if row["place_id"] else None
    kind = {"geometry_kind": shape.kind} if shape else {}
    return {
        "type": "Feature",
        "id": row[key],
        "geometry": as_geojson(shape.geometry) if shape else None,
        "properties": {**as_json_value(row), **kind},
    }


def _into_one(
    rows: pa.RecordBatchReader,
    path: Path,
    schema: pa.Schema,
    change: Callable[[pa.RecordBatch], pa.RecordBatch],
    geo: Callable[[], bytes | None],
) -> Written:
    total = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_batch(change(batch))
            total += batch.num_rows
        if metadata := geo():
            writer.add_key_value_metadata({"geo": metadata})
    return [path], total, schema
