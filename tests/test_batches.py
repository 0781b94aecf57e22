"""Batches: what one stage writes, the next reads."""

from dataclasses import fields
from pathlib import Path

import pytest

from tasks.batches import Batch, arrow_schema
from tasks.records import TABLES, Place, Record, Source


def test_records_come_back_as_they_were_written(tmp_path: Path) -> None:
    sources = [
        Source("a", "A", None, ("a.example", "b.example"), "IR", None),
        Source("b", "ب", "x", (), None, "fa"),
    ]
    batch = Batch(tmp_path / "one")
    assert batch.write(Source, sources) == 2
    assert batch.read(Source) == sources


def test_bytes_floats_and_missing_lists_survive(tmp_path: Path) -> None:
    place = Place(
        *("geonames:1", "X", "P", "PPL", None, None, None, 5, 1.5, -2.25, None, b"\x00\x01", 9.0),
        *((), ("AM", "AZ"), None, "1"),
    )
    batch = Batch(tmp_path)
    batch.write(Place, [place])
    assert batch.read(Place) == [place]


def test_a_table_that_was_not_written_reads_as_no_rows(tmp_path: Path) -> None:
    assert Batch(tmp_path / "none").read(Source) == []


def test_writing_again_replaces_and_leaves_no_scratch_file(tmp_path: Path) -> None:
    batch = Batch(tmp_path)
    batch.write(Source, [Source("a", "A", None, (), None, None)])
    batch.write(Source, [])
    assert batch.read(Source) == []
    assert [p.name for p in tmp_path.iterdir()] == ["core.sources.parquet"]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.table)
def test_every_record_has_a_schema_in_its_own_order(kind: type[Record]) -> None:
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    assert arrow_schema(kind).names == names
    assert set(kind.key) <= set(names)


def test_clocks_are_kept_in_utc() -> None:
    versions = next(t for t in TABLES if t.table == "core.article_versions")
    assert str(arrow_schema(versions).field("fetched_at").type) == "timestamp[us, tz=UTC]"
