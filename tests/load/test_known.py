"""What the warehouse tells the rooms before they work."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tasks.load import Warehouse
from tasks.records import Link
from tests.load import factory
from tests.load.conftest import Opens

FEED = "https://courier.example/rss.xml"


def feed() -> Link:
    return factory.link(
        FEED, link_type="feed", found_in="catalog", found_kind="catalog", claimed_published=None
    )


def later(hours: int) -> datetime:
    return factory.NOON + timedelta(hours=hours)


def load(warehouse: Warehouse, tmp_path: Path, *records: object) -> None:
    rows = factory.Rows().add(*records)  # type: ignore[arg-type]
    counts = warehouse.load(rows.write(tmp_path / "batch"))
    assert counts.failed is None


def test_a_fetched_page_is_known_with_what_was_claimed(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a", claimed_modified="2026-11-18T10:00:00Z")
    got = factory.fetch(page)
    load(warehouse, tmp_path, page, got)
    known = warehouse.known_fetches("courier")[page.url]
    assert (known.etag, known.payload_digest, known.fetched_at) == ('"1"', got.payload_digest, factory.NOON)
    assert known.claimed_modified == "2026-11-18T10:00:00Z"
    assert warehouse.known_fetches("echo") == {}


def test_what_was_never_had_is_not_known(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    load(warehouse, tmp_path, page, factory.unfetched(page, "failed", "timeout"))
    assert warehouse.known_fetches("courier") == {}


def test_a_304_keeps_the_digest_and_brings_newer_validators(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    got = factory.fetch(page)
    same = factory.unfetched(page, "not_modified", None, "run-2", etag='"2"', fetched_at=later(1))
    load(warehouse, tmp_path, page, got, same)
    known = warehouse.known_fetches("courier")[page.url]
    assert (known.etag, known.payload_digest) == ('"2"', got.payload_digest)
    assert known.fetched_at == factory.NOON + timedelta(hours=1)


def test_a_newer_page_without_validator_forgets_the_older_one(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    load(
        warehouse,
        tmp_path,
        page,
        factory.fetch(page),
        factory.fetch(page, "run-2", etag=None, fetched_at=later(1)),
    )
    assert warehouse.known_fetches("courier")[page.url].etag is None


def test_a_claim_whose_fetch_failed_is_not_taken_as_had(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    load(warehouse, tmp_path, page, factory.fetch(page))
    newer = replace(page, claimed_modified="2026-11-18T13:00:00Z")
    load(
        warehouse, tmp_path, newer, factory.unfetched(page, "failed", "timeout", "run-2", fetched_at=later(2))
    )
    known = warehouse.known_fetches("courier")[page.url]
    assert (known.claimed_modified, known.claimed_published) == (None, None)
    assert known.fetched_at == factory.NOON


def test_a_feed_is_asked_for_changes_once_all_that_it_named_is_had(opened: Opens, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(warehouse, tmp_path, feed(), factory.fetch(feed()), page, factory.fetch(page))
        assert warehouse.known_fetches("courier")[FEED].etag is None  # the run may still lose something
        warehouse.end_run("run-1", "completed")
        assert warehouse.known_fetches("courier")[FEED].etag == '"1"'


def test_a_feed_of_a_killed_run_is_read_in_full_again(opened: Opens, tmp_path: Path) -> None:
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(warehouse, tmp_path, feed(), factory.fetch(feed()))
    with opened("run-2") as warehouse:
        assert warehouse.known_fetches("courier")[FEED].etag is None


@pytest.mark.parametrize(("outcome", "etag"), [("failed", None), ("refused", '"1"')])
def test_a_feed_with_a_page_that_failed_is_read_in_full_again(
    opened: Opens, tmp_path: Path, outcome: str, etag: str | None
) -> None:
    page = factory.link("https://courier.example/a")
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(
            warehouse, tmp_path, feed(), factory.fetch(feed()), page, factory.unfetched(page, outcome, "why")
        )
        warehouse.end_run("run-1", "completed")
        assert warehouse.known_fetches("courier")[FEED].etag == etag


def test_a_feed_with_a_batch_that_did_not_load_is_read_in_full_again(opened: Opens, tmp_path: Path) -> None:
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(warehouse, tmp_path, feed(), factory.fetch(feed()))
        page = factory.link("https://courier.example/a")
        spoilt = factory.Rows().add(page, factory.fetch(page, warc_offset=None))
        assert warehouse.load(spoilt.write(tmp_path / "spoilt")).failed
        warehouse.end_run("run-1", "completed")
        assert warehouse.known_fetches("courier")[FEED].etag is None


def test_an_index_is_read_in_full_with_the_sitemap_that_it_names(opened: Opens, tmp_path: Path) -> None:
    index = replace(feed(), found_kind="catalog")
    child = factory.link(
        "https://courier.example/news.xml", link_type="feed", found_in=FEED, found_kind="sitemap"
    )
    page = factory.link("https://courier.example/a", found_in=child.url)
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(
            warehouse,
            tmp_path,
            *(index, factory.fetch(index), child, factory.fetch(child)),
            *(page, factory.unfetched(page, "failed", "timeout")),
        )
        warehouse.end_run("run-1", "completed")
        assert warehouse.known_fetches("courier")[FEED].etag is None


def test_articles_versions_and_stories_are_known_by_key(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = factory.Rows()
    one = factory.article(rows)
    copy = factory.article(rows, "wire", "echo", story=one.article_id)
    warehouse.load(rows.write(tmp_path / "one"))
    rows = factory.Rows()
    two = factory.article(rows, run_id="run-2", body=factory.TEXT + " More.", number=2)
    warehouse.load(rows.write(tmp_path / "two"))
    known = warehouse.known()
    versions = known.versions([one.article_id, "unknown"])
    assert [(v.version_id, v.version_number, v.is_current) for v in versions[one.article_id]] == [
        (one.version_id, 1, False),
        (two.version_id, 2, True),
    ]
    assert set(versions) == {one.article_id}
    assert known.articles({copy.article_id})[copy.article_id].story_id == one.article_id
    assert known.stories([one.body_digest, two.body_digest, "unknown"]) == {
        one.body_digest: one.article_id,
        two.body_digest: one.article_id,
    }
    assert [known.articles([]), known.versions([]), known.stories([])] == [{}, {}, {}]
