"""A batch is loaded whole or not at all, and a second time changes nothing."""

import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tasks.batches import Batch
from tasks.load import Warehouse
from tasks.records import TABLES, Article, ArticleVersion, Link, Mention, Rejection, Source
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import Opens


def ask(warehouse: Warehouse, words: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = warehouse._ask(words, {}).to_pylist()
    return rows


def everything(warehouse: Warehouse) -> dict[str, list[dict[str, Any]]]:
    return {kind.table: ask(warehouse, f"from {kind.table} order by all") for kind in TABLES}


def sound_batch(folder: Path) -> Batch:
    rows = factory.Rows()
    first = factory.article(rows)
    factory.article(rows, "wire", "echo", story=first.article_id)
    return rows.write(folder)


def test_a_batch_is_loaded_and_its_folder_removed(warehouse: Warehouse, tmp_path: Path) -> None:
    batch = sound_batch(tmp_path / "one")
    counts = warehouse.load(batch)
    assert counts.failed is None
    assert counts.inserted("core.articles") == 2
    assert counts.inserted("core.mentions") == 10
    assert counts.inserted("core.places") == 4  # named by both articles
    assert not batch.folder.exists()
    assert "core.articles 2+0" in str(counts)


def test_records_come_out_of_the_tables_as_they_went_in(warehouse: Warehouse, tmp_path: Path) -> None:
    batch = sound_batch(tmp_path / "one")
    given = {kind: batch.read(kind) for kind in TABLES}
    warehouse.load(batch)
    for kind, records in given.items():
        held = ask(warehouse, f"select * from {kind.table}")
        names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
        found = {
            kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in names})
            for row in held
        }
        assert found == set(records)


def test_loading_the_same_again_changes_no_row_and_no_clock(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(sound_batch(tmp_path / "one"))
    before = everything(warehouse)
    counts = warehouse.load(sound_batch(tmp_path / "two"))
    assert everything(warehouse) == before
    assert str(counts) == "two: nothing new"


def test_a_link_keeps_its_first_sight_and_takes_new_claims(warehouse: Warehouse, tmp_path: Path) -> None:
    first = factory.link("https://courier.example/a")
    warehouse.load(factory.Rows().add(first).write(tmp_path / "one"))
    later = replace(
        first,
        claimed_published=None,
        claimed_modified="2026-11-18T13:00:00Z",
        seen_at=factory.NOON.replace(hour=13),
        found_in="https://courier.example/sitemap.xml",
    )
    counts = warehouse.load(factory.Rows().add(later).write(tmp_path / "two"))
    (row,) = ask(warehouse, "from raw.links")
    assert counts.tables["raw.links"].updated == 1
    assert row["claimed_modified"] == "2026-11-18T13:00:00Z"
    assert row["claimed_published"] == first.claimed_published  # a feed that says nothing takes nothing back
    assert (row["seen_at"], row["found_in"]) == (first.seen_at, first.found_in)


def test_an_article_moves_to_its_new_version(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(sound_batch(tmp_path / "one"))
    (before,) = ask(warehouse, "from core.articles where source_id = 'courier'")
    rows = factory.Rows()
    second = factory.article(rows, run_id="run-2", body=factory.TEXT + " More.", number=2)
    warehouse.load(rows.write(tmp_path / "two"))
    (after,) = ask(warehouse, "from core.articles where source_id = 'courier'")
    assert after["current_version_id"] == second.version_id
    assert after["loaded_at"] > before["loaded_at"]
    numbers = ask(
        warehouse,
        f"select version_number as n from core.article_versions "
        f"where article_id = '{second.article_id}' order by n",
    )
    assert numbers == [{"n": 1}, {"n": 2}]


def test_a_source_whose_file_changed_is_written_anew(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(factory.Rows().add(factory.source()).write(tmp_path / "one"))
    for number, hosts in enumerate([("courier.example", "mirror.example"), ("courier.example",)]):
        changed = factory.source(hosts=hosts)
        counts = warehouse.load(factory.Rows().add(changed).write(tmp_path / f"more-{number}"))
        assert counts.tables["core.sources"].updated == 1
    assert ask(warehouse, "select hosts from core.sources") == [{"hosts": ["courier.example"]}]


def test_duplicates_inside_a_batch_are_one_row(warehouse: Warehouse, tmp_path: Path) -> None:
    early = factory.link("https://courier.example/a")
    late = replace(early, claimed_title="Later", seen_at=factory.NOON.replace(hour=13))
    counts = warehouse.load(factory.Rows().add(early, late, early).write(tmp_path / "one"))
    assert counts.inserted("raw.links") == 1


def test_pending_geocoding_is_filled_in_later(warehouse: Warehouse, tmp_path: Path) -> None:
    batch = sound_batch(tmp_path / "one")
    versions = batch.read(ArticleVersion)
    pending = [
        replace(v, geocode_status="pending", geocoder_version=None, geocoded_at=None) for v in versions
    ]
    batch.write(ArticleVersion, pending)
    warehouse.load(batch)
    counts = warehouse.load(sound_batch(tmp_path / "two"))
    assert counts.tables["core.article_versions"].updated == 2
    assert ask(warehouse, "select distinct geocode_status as s from core.article_versions") == [{"s": "done"}]


def wrong_offset(batch: Batch) -> str:
    mentions = batch.read(Mention)
    batch.write(Mention, [replace(mentions[0], exact="Ganja"), *mentions[1:]])
    return "span_matches_text"


def dated_tomorrow(batch: Batch) -> str:
    versions = batch.read(ArticleVersion)
    late = factory.NOON.replace(day=20)
    batch.write(ArticleVersion, [replace(versions[0], date_published=late), *versions[1:]])
    return "no_article_dated_after_fetch"


def lost_file(batch: Batch) -> str:
    batch.path(Article).unlink()
    return "version_has_its_article"


def torn_file(batch: Batch) -> str:
    path = batch.path(Link)
    path.write_bytes(path.read_bytes()[:-20])
    return "raw.links.parquet is not whole"


def null_key(batch: Batch) -> str:
    batch.write(Source, [replace(factory.source(), name=None)])  # type: ignore[arg-type]
    return "NOT NULL"


def strange_file(batch: Batch) -> str:
    (batch.folder / "core.oddities.parquet").write_bytes(b"PAR1")
    return "core.oddities.parquet is of no known table"


def other_columns(batch: Batch) -> str:
    batch.path(Link).write_bytes(batch.path(Source).read_bytes())
    return "raw.links.parquet has other columns"


SPOILS = [wrong_offset, dated_tomorrow, lost_file, torn_file, null_key, strange_file, other_columns]


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.__name__)
def test_a_spoilt_batch_is_rolled_back_and_set_aside_with_its_reason(
    warehouse: Warehouse, home: Home, tmp_path: Path, spoil: Callable[[Batch], str]
) -> None:
    batch = sound_batch(home.runs / "run-1" / "courier-0001")
    why = spoil(batch)
    before = everything(warehouse)
    counts = warehouse.load(batch)
    assert counts.failed is not None
    assert why in counts.failed
    assert not batch.folder.exists()
    assert counts.moved_to == home.runs / "failed" / "run-1" / "courier-0001"
    note = json.loads((counts.moved_to / "reason.json").read_text("utf-8"))
    assert why in note["reason"]
    assert note["next_step"]
    after = everything(warehouse)
    (rejection,) = after.pop("ops.rejections")
    before.pop("ops.rejections")
    # A check that kept it out is on record, too.
    assert all(row["check_name"] == why and row["held_rows"] for row in after.pop("ops.checks"))
    before.pop("ops.checks")
    assert after == before
    assert (rejection["stage"], rejection["subject"]) == ("load", "run-1/courier-0001")


def test_the_reason_of_a_failed_check_shows_the_first_bad_row(warehouse: Warehouse, tmp_path: Path) -> None:
    batch = sound_batch(tmp_path / "one")
    wrong_offset(batch)
    assert '"exact":"Ganja"' in str(warehouse.load(batch).failed)


def test_other_batches_go_on_after_a_failed_one(warehouse: Warehouse, tmp_path: Path) -> None:
    spoilt = sound_batch(tmp_path / "one")
    lost_file(spoilt)
    assert warehouse.load(spoilt).failed
    assert warehouse.load(sound_batch(tmp_path / "two")).failed is None
    again = sound_batch(tmp_path / "one")
    torn_file(again)
    moved = warehouse.load(again).moved_to
    assert moved is not None
    assert moved.name == "one-2"  # the first one's files are not overwritten


def test_checks_inside_the_load_look_at_the_batch_alone(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(sound_batch(tmp_path / "one"))
    warehouse._connection.execute("update core.mentions set exact = 'edited'")
    rows = factory.Rows()
    factory.article(rows, "later")
    assert warehouse.load(rows.write(tmp_path / "two")).failed is None


def test_a_rejection_is_kept_once_from_the_run_that_met_it_first(warehouse: Warehouse) -> None:
    assert warehouse.rejections([factory.rejection("a.txt"), factory.rejection("b.txt")]) == 2
    assert warehouse.rejections([factory.rejection("a.txt", run_id="run-2")]) == 0
    assert {row["run_id"] for row in ask(warehouse, "from ops.rejections")} == {"run-1"}


def test_a_batch_of_rejections_alone_is_loaded(warehouse: Warehouse, tmp_path: Path) -> None:
    batch = Batch(tmp_path / "one")
    batch.write(Rejection, [factory.rejection("a.txt")])
    assert warehouse.load(batch).inserted("ops.rejections") == 1


def test_a_home_with_a_quote_in_its_name_works(tmp_path: Path, opened: Opens, home: Home) -> None:
    with opened() as warehouse:
        assert warehouse.load(sound_batch(tmp_path / "it's" / "one")).failed is None


def test_a_run_that_finds_nothing_new_leaves_core_and_marts_to_the_row(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.load(sound_batch(tmp_path / "one"))
    before = [everything_in(warehouse, schema) for schema in ("core", "marts", "ref")]
    page = factory.link("https://courier.example/ferry")
    again = factory.Rows().add(page, factory.unfetched(page, "skipped", "known", "run-2"))
    assert warehouse.load(again.write(tmp_path / "two")).inserted("raw.fetches") == 1
    warehouse.run_checks("run-2", factory.NOON)
    assert [everything_in(warehouse, schema) for schema in ("core", "marts", "ref")] == before


def everything_in(warehouse: Warehouse, schema: str) -> dict[str, list[dict[str, Any]]]:
    names = ask(warehouse, f"from (show all tables) where schema = '{schema}' and database = 'warehouse'")
    return {row["name"]: ask(warehouse, f"from {schema}.{row['name']} order by all") for row in names}
