"""What the warehouse tells the rooms before they work."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tasks.load import Warehouse, known
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


def test_what_was_never_had_is_known_as_open_only_where_it_may_come_yet(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    late, gone, waiting, forbidden = (factory.link(f"https://courier.example/{name}") for name in "abcd")
    load(
        warehouse,
        tmp_path,
        *(late, gone, waiting, forbidden),
        factory.unfetched(late, "failed", "timeout"),
        factory.unfetched(late, "failed", "http_503", "run-2", http_status=503, fetched_at=later(1)),
        factory.unfetched(gone, "failed", "timeout"),
        factory.unfetched(gone, "failed", "http_404", "run-2", http_status=404, fetched_at=later(1)),
        factory.unfetched(waiting, "skipped", "time"),
        factory.unfetched(forbidden, "refused", "robots"),
    )
    known = warehouse.known_fetches("courier")
    assert {url: (row.is_open, row.failed_count) for url, row in known.items()} == {
        late.url: (True, 2),
        waiting.url: (True, 0),
    }
    assert (known[late.url].fetched_at, known[late.url].etag) == (later(1), None)


def test_a_page_that_came_after_all_is_open_no_more(warehouse: Warehouse, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    load(warehouse, tmp_path, page, factory.unfetched(page, "failed", "timeout"))
    load(warehouse, tmp_path / "later", page, factory.fetch(page, "run-2", fetched_at=later(1)))
    assert not warehouse.known_fetches("courier")[page.url].is_open


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


def test_a_known_page_says_when_it_answered_last_and_how_often_it_failed_since(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    page = factory.link("https://courier.example/a", claimed_title="T")
    tries = [
        factory.unfetched(page, "not_modified", "http_304", "run-2", fetched_at=later(1)),
        factory.unfetched(page, "failed", "timeout", "run-3", fetched_at=later(2)),
        factory.unfetched(page, "failed", "http_503", "run-4", fetched_at=later(3)),
        factory.unfetched(page, "skipped", "known", "run-5", fetched_at=later(4)),
    ]
    load(warehouse, tmp_path, page, factory.fetch(page), *tries)
    known = warehouse.known_fetches("courier")[page.url]
    assert (known.answered_at, known.failed_count) == (later(1), 2)
    assert (known.link_type, known.found_kind, known.claimed_title) == ("article", "rss", "T")
    assert (known.found_in, known.seen_at) == (page.found_in, factory.NOON)


def test_a_withdrawn_page_has_answered_and_keeps_no_feed_from_saying_that_nothing_changed(
    opened: Opens, tmp_path: Path
) -> None:
    page = factory.link("https://courier.example/a")
    gone = factory.unfetched(page, "failed", "withdrawn", "run-2", fetched_at=later(1), http_status=410)
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        load(warehouse, tmp_path, feed(), factory.fetch(feed()), page, factory.fetch(page), gone)
        warehouse.end_run("run-1", "completed")
        known = warehouse.known_fetches("courier")
    assert (known[page.url].answered_at, known[page.url].failed_count) == (later(1), 0)
    assert known[FEED].etag == '"1"'


def test_the_history_of_a_feed_says_how_much_it_brings_and_what_is_open(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    start = factory.NOON - timedelta(days=4)
    old = [factory.link(f"https://courier.example/old-{n}", seen_at=start) for n in range(20)]
    new = [
        factory.link(f"https://courier.example/{n}", seen_at=start + timedelta(hours=9 * n + 9))
        for n in range(8)
    ]
    had = [factory.fetch(link) for link in (*old, *new[1:])]
    lost = factory.unfetched(new[0], "failed", "http_503", http_status=503)
    warehouse.start_run(factory.run())
    asks = [
        factory.fetch(feed(), fetched_at=start),
        factory.unfetched(feed(), "failed", "timeout", "run-2", fetched_at=factory.NOON),
        factory.unfetched(feed(), "skipped", "not_due", "run-3", fetched_at=later(1)),
    ]
    load(warehouse, tmp_path, feed(), *asks, *old, *new, *had, lost)
    history = warehouse.feed_histories("courier")[FEED]
    assert (history.asked_at, history.failed_count) == (factory.NOON, 1)
    assert history.links_a_day == pytest.approx(2.0, rel=0.02)
    assert (history.open_count, history.is_settled) == (1, False)


def test_the_history_of_an_index_counts_the_pages_of_its_sitemaps(opened: Opens, tmp_path: Path) -> None:
    child = factory.link(
        "https://courier.example/s.xml", link_type="feed", found_in=FEED, found_kind="sitemap"
    )
    start = factory.NOON - timedelta(days=2)
    pages = [
        factory.link(f"https://courier.example/{n}", found_in=child.url, seen_at=start + timedelta(hours=n))
        for n in range(11)
    ]
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        fetches = [factory.fetch(link) for link in (feed(), child, *pages)]
        load(warehouse, tmp_path, feed(), child, *pages, *fetches)
        warehouse.end_run("run-1", "completed")
        histories = warehouse.feed_histories("courier")
        assert set(histories) == {FEED, child.url}
        assert histories[FEED].links_a_day == pytest.approx(5.0, rel=0.02)
        assert histories[FEED].is_settled
        assert warehouse.feed_histories("echo") == {}


def test_what_the_articles_of_a_source_name_tells_where_it_is_at_home(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = factory.Rows()
    factory.article(rows)
    factory.article(rows, "wire")
    factory.article(rows, "given", "files")
    assert not warehouse.load(rows.write(tmp_path / "all")).failed
    asked = {"courier", "files", "unheard"}
    assert known.named_places(warehouse._ask, asked, factory.NOON) == {}  # of that same day
    found = known.named_places(warehouse._ask, asked, factory.NOON + timedelta(days=1))
    assert found == {"courier": {factory.BAKU: 2, factory.CASPIAN: 2, factory.LANKARAN: 2}}
