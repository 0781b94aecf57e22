"""What is held is found without an index, and each row has the day of its version."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tasks.batches import Batch
from tasks.load import Warehouse
from tasks.records import TABLES, Article, ArticlePlace, Fetch, Mention
from tests.load import factory

DAY = date(2026, 11, 18)


def days(warehouse: Warehouse, table: str) -> list[Any]:
    found: list[Any] = warehouse._ask(f"select distinct day from core.{table} order by day", {})[
        "day"
    ].to_pylist()
    return found


def counted(warehouse: Warehouse) -> dict[str, int]:
    return {
        kind.table: warehouse._ask(f"select count(*) as n from {kind.table}", {})["n"][0].as_py()
        for kind in TABLES
    }


def only(batch: Batch, *kinds: type) -> Batch:
    for kind in set(TABLES) - {*kinds}:
        batch.path(kind).unlink(missing_ok=True)
    return batch


def test_mentions_that_come_after_their_version_get_its_day_and_its_places_their_surest_mention(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = factory.Rows()
    text = factory.article(rows, date_published_local=date(2026, 11, 17))
    late = rows.write(tmp_path / "late")
    first = only(rows.write(tmp_path / "first"), *set(TABLES) - {Mention, ArticlePlace})
    assert not warehouse.load(first).failed
    assert not warehouse.load(only(late, Mention, ArticlePlace)).failed
    assert [days(warehouse, name) for name in ("articles", "mentions", "article_places")] == [
        [date(2026, 11, 17)]
    ] * 3
    words = "select surest_mention_id as id, precision from core.article_places where place_id = $place"
    (row,) = warehouse._ask(words, {"place": factory.CASPIAN}).to_pylist()
    (sea,) = [one for one in factory.body_mentions(text) if one.place_id == factory.CASPIAN]
    assert row == {"id": sea.mention_id, "precision": "water"}


def test_a_part_of_a_batch_that_is_held_is_not_taken_twice(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = factory.Rows()
    factory.article(rows)
    assert not warehouse.load(rows.write(tmp_path / "one")).failed
    before = counted(warehouse)
    parts = only(rows.write(tmp_path / "parts"), Fetch, Mention, ArticlePlace)
    assert str(warehouse.load(parts)) == "parts: nothing new"
    factory.article(rows, "new")
    both = rows.write(tmp_path / "both")
    assert not warehouse.load(both).failed
    after = counted(warehouse)
    grown = ("raw.fetches", "core.articles", "core.article_versions", "core.mentions", "core.article_places")
    assert [after[name] for name in grown] == [2 * before[name] for name in grown]
    assert not [check for check in warehouse.run_checks("r", factory.NOON) if check.bad_rows]


def test_a_version_that_comes_again_with_another_date_stays_as_it_was(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = factory.Rows()
    text = factory.article(rows)
    assert not warehouse.load(rows.write(tmp_path / "one")).failed
    again = replace(text, date_published_local=date(2026, 11, 17))
    assert not warehouse.load(factory.Rows().add(again).write(tmp_path / "two")).failed
    assert (days(warehouse, "article_versions"), counted(warehouse)["core.article_versions"]) == ([DAY], 1)


def test_the_day_of_an_article_without_a_date_stays_that_on_which_it_was_seen_first(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    for number in (1, 2):
        rows = factory.Rows()
        later = factory.NOON + timedelta(days=number - 1)
        factory.article(
            rows,
            run_id=f"run-{number}",
            body=factory.TEXT + " More." * number,
            number=number,
            seen_at=later,
            date_published=None,
            date_published_local=None,
        )
        assert not warehouse.load(rows.write(tmp_path / str(number))).failed
    assert [days(warehouse, name) for name in ("articles", "article_versions", "mentions")] == [[DAY]] * 3


def test_an_article_that_goes_back_to_an_earlier_text_goes_back_to_its_day(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows, later = factory.Rows(), factory.Rows()
    first = factory.article(rows)
    factory.article(
        later, run_id="run-2", body=factory.TEXT + " More.", number=2, date_published_local=date(2026, 11, 17)
    )
    (article,) = rows.kinds[Article]
    assert not warehouse.load(rows.write(tmp_path / "one")).failed
    assert not warehouse.load(later.write(tmp_path / "two")).failed
    assert days(warehouse, "articles") == [date(2026, 11, 17)]
    assert not warehouse.load(factory.Rows().add(article).write(tmp_path / "back")).failed
    assert days(warehouse, "articles") == [DAY]
    assert (
        first.version_id
        == warehouse._ask("select current_version_id as v from core.articles", {})["v"][0].as_py()
    )
