"""An export: a new folder that is there whole, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.errors import DatelineError, InputError, UsageError
from tasks.load import Filters, Reader, reading, sql_text
from tasks.report.exporting import tables, writers
from tasks.report.exporting.package import resource, write_package
from tasks.report.exporting.shapes import Shape, shape_of
from tasks.settings import Home

FORMATS = ("parquet", "geoparquet", "geojson", "csv")
_KEYS = {"mentions": "mention_id", "places": "place_id"}


@dataclass(frozen=True, slots=True)
class Export:
    """What was written."""

    folder: str
    form: str
    rows: dict[str, int]  # by table
    size_bytes: int

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return asdict(self)


def export(
    home: Home, form: str, folder: Path, filters: Filters, with_text: bool, force: bool, now: datetime
) -> Export:
    """Write what the filters choose into a new folder; all tables are of one state of the database.

    UsageError where the folder is there already, unless `force` and it is an earlier export. InputError
    where the filters choose no article. A fault leaves no folder, and an earlier export as it was.
    """
    _refuse(folder, force)
    with reading(home) as reader, _new_folder(folder) as scratch:
        described: list[dict[str, Any]] = []
        rows: dict[str, int] = {}
        shapes = _shapes(reader, filters) if form in ("geoparquet", "geojson") else {}
        for table in tables.TABLES:
            if form == "geojson" and table.name == "articles":
                continue  # which have no geometry; their columns are in each mention
            stream = tables.open_stream(reader, table, filters.parameters(), with_text)
            written = _write(form, table.name, stream, scratch, shapes)
            if not described and not written[1]:
                raise InputError("The filters choose nothing.", "Leave some of them out.")
            says = tables.comments(reader, table)
            described.append(resource(scratch, table.name, table.title, form, written, says))
            rows[table.name] = written[1]
        publishers = reader.table(sql_text("report", "export_sources"), filters.parameters()).to_pylist()
        write_package(scratch, form, filters, with_text, described, publishers, now)
        size = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file())
    return Export(str(folder), form, rows, size)


def _write(
    form: str, name: str, rows: pa.RecordBatchReader, root: Path, shapes: dict[str, Shape]
) -> writers.Written:
    if form == "csv":
        return writers.write_csv(rows, root / f"{name}.csv")
    if form == "geojson":
        return writers.write_geojson(rows, root / f"{name}.geojson", shapes, _KEYS[name])
    if form == "parquet" and name != "places":
        return writers.write_by_day(rows, root / name)
    if form == "geoparquet" and name != "articles":
        return writers.write_geoparquet(rows, root / f"{name}.parquet", shapes)
    return writers.write_parquet(rows, root / f"{name}.parquet")


def _shapes(reader: Reader, filters: Filters) -> dict[str, Shape]:
    places = reader.table(sql_text("report", "export_places"), filters.parameters())
    names = ["place_id", "decimal_latitude", "decimal_longitude", "footprint", "bbox", "feature_class"]
    return {row["place_id"]: shape_of(row) for row in places.select(names).to_pylist()}


def _refuse(folder: Path, force: bool) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    is_export = folder.is_dir() and (folder / "datapackage.json").is_file()
    is_empty = folder.is_dir() and not any(folder.iterdir())
    if not force:
        raise UsageError(f"{folder} is there already.", "Name a new folder; --force replaces an export.")
    if not (is_export or is_empty):
        raise UsageError(
            f"{folder} is no export of Dateline, and --force does not replace it.", "Name another folder."
        )


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder to fill beside the one that is meant, and put it in its place when the block ends."""
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        scratch.mkdir(parents=True)
    except OSError as fault:
        raise UsageError(f"{folder} cannot be made: {fault.strerror}.", "Name another folder.") from fault
    try:
        yield scratch
        _sync(scratch)
        _put(scratch, folder)
    except OSError as fault:
        raise DatelineError(
            f"The export to {folder} stopped: {fault.strerror or fault}.", "Nothing of it is left; make room."
        ) from fault
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put(scratch: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(old)
    try:
        scratch.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
