"""datapackage.json: what the files of an export are, whose they are, and how they were chosen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.load import Filters
from tasks.report.tables import as_json_value

FORMATS = {
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "geoparquet": ("parquet", "application/vnd.apache.parquet"),
    "geojson": ("geojson", "application/geo+json"),
    "csv": ("csv", "text/csv"),
}
GEONAMES = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 (the data on places, from GeoNames)",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
NO_LICENCE = {
    "name": "LicenseRef-not-licensed",
    "title": "None: headlines, quoted words and texts stay their publishers'",
}
_PLACE_SOURCES = (
    {"title": "GeoNames (CC BY 4.0; a selection, recombined)", "path": "https://www.geonames.org/"},
    {"title": "Natural Earth (public domain): outlines", "path": "https://www.naturalearthdata.com/"},
)
RIGHTS = (
    "Headlines, quoted words and texts of articles belong to their publishers and come with no licence: "
    "what may be done with them is for the publisher and the law of the place to say. Whoever passes on the "
    "data on places must name GeoNames."
)
_DEFUSED = "Text that a spreadsheet would take for a formula has an apostrophe before it."


def resource(
    root: Path,
    name: str,
    title: str,
    form: str,
    written: tuple[list[Path], int, pa.Schema],
    says: Mapping[str, str],
) -> dict[str, Any]:
    """Describe one table: its files, with size and digest where it is one, and its columns."""
    files, rows, schema = written
    paths = [path.relative_to(root).as_posix() for path in files]
    kind, media = FORMATS[form]
    described: dict[str, Any] = {
        "name": name,
        "title": title,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": kind,
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": sum(path.stat().st_size for path in files),
        "rows": rows,
        "schema": {"fields": [_field(field, says) for field in schema]},
    }
    if len(files) == 1:
        described["hash"] = f"sha256:{_digest(files[0])}"
    described["licenses"] = [GEONAMES] if name == "places" else [NO_LICENCE, GEONAMES]
    return described


def write_package(
    root: Path,
    form: str,
    filters: Filters,
    with_text: bool,
    resources: list[dict[str, Any]],
    publishers: list[dict[str, str]],
    now: datetime,
) -> None:
    """Write datapackage.json (Data Package 2.0) beside the files."""
    chosen = {name: value for name, value in as_json_value(asdict(filters)).items() if value}
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "dateline-export",
        "title": "Articles and the places that they name",
        "created": now.isoformat(),
        "licenses": [GEONAMES, NO_LICENCE],
        "rights": RIGHTS,
        "sources": [
            *_PLACE_SOURCES,
            *({"title": row["name"], "path": row["path"]} for row in publishers if row["path"]),
        ],
        "dateline": {
            "version": version("dateline"),
            "format": form,
            "filters": chosen,
            "has_text": with_text,
            **({"cells": _DEFUSED} if form == "csv" else {}),
        },
        "resources": resources,
    }
    words = json.dumps(package, ensure_ascii=False, indent=2)
    (root / "datapackage.json").write_text(words + "\n", "utf-8")


def _field(field: pa.Field, says: Mapping[str, str]) -> dict[str, str]:
    described = {"name": field.name, "type": _type(field.type)}
    if field.name in says:
        described["description"] = says[field.name]
    return described


def _type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "boolean"
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_timestamp(kind):
        return "datetime"
    if pa.types.is_list(kind):
        return "array"
    return "string" if pa.types.is_string(kind) else "any"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
