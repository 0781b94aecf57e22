"""The tables of an export: which rows, which columns, and what each column is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tasks.load import Reader, sql_text

_TEXTS = ("article_body", "alternative_headline", "description", "image_caption", "sentence")
"""Columns that carry sentences of a publisher's."""

_OWN_COMMENTS = {
    "mention_count": "Mentions of the place in this export.",
    "article_count": "Articles in this export that speak of the place.",
    "geometry": "Outline or reference point of the place, longitude before latitude (WGS 84).",
    "geometry_kind": "'outline'; 'box' where only the extent is known; 'point' for the reference point.",
    "bbox": "Extent of the geometry: xmin, ymin, xmax, ymax.",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """One table of an export."""

    name: str  # 'articles' 'mentions' 'places'
    title: str
    of: tuple[str, str]  # schema and table whose comments say what the columns are


TABLES = (
    Exported("articles", "Articles as they stand now, a row each", ("marts", "articles")),
    Exported("mentions", "Words that name a place, with what they were taken for", ("marts", "mentions")),
    Exported("places", "The places that are named", ("core", "places")),
)


def open_stream(
    reader: Reader, table: Exported, given: Mapping[str, Any], with_text: bool
) -> pa.RecordBatchReader:
    """Return the rows of a table; without text those columns are left out that carry sentences."""
    words = sql_text("report", f"export_{table.name}")
    if not with_text:
        held_back = ", ".join(f"'{name}'" for name in _TEXTS)
        words = f"select columns(name -> name not in ({held_back})) from (\n{words}\n)"  # noqa: S608
    return reader.stream(words, given)


def comments(reader: Reader, table: Exported) -> dict[str, str]:
    """Return what each column of a table is."""
    schema, name = table.of
    rows = reader.table(sql_text("report", "export_comments"), {"schema": schema, "table": name}).to_pylist()
    return {**_OWN_COMMENTS, **{row["column_name"]: row["comment"] for row in rows}}
