from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tasks.records import ArticleVersion
from tests.relate.given import NOW, Piece, dated, relate


def version(folder: Path, **rows: dict[str, Any]) -> ArticleVersion:
    batch, _ = relate(folder, Piece(**rows))  # type: ignore[arg-type]  # rows of links and cleanings by name
    return batch.read(ArticleVersion)[0]


def test_page_s_date_wins_over_the_feed_s(tmp_path: Path) -> None:
    found = version(tmp_path, link={"claimed_published": "2024-11-10T08:00:00Z"}, cleaning=dated(18))
    assert (found.date_published_local, found.date_published_evidence) == (date(2024, 11, 18), "json_ld")


def test_feed_s_date_stands_in_and_keeps_the_day_of_its_own_zone(tmp_path: Path) -> None:
    found = version(tmp_path, link={"claimed_published": "2024-11-18T02:00:00+04:00"})
    assert found.date_published == datetime(2024, 11, 17, 22, tzinfo=UTC)
    assert (found.date_published_local, found.date_published_precision) == (date(2024, 11, 18), "second")
    assert found.date_published_evidence == "feed"


def test_stated_date_wins_over_all(tmp_path: Path) -> None:
    link = {"found_kind": "input", "claimed_published": "2024-11-05"}
    found = version(tmp_path, link=link, cleaning=dated(18))
    assert (found.date_published_local, found.date_published_precision) == (date(2024, 11, 5), "day")
    assert found.date_published_evidence == "stated"


def test_date_after_the_fetch_gives_way_to_the_next_claim(tmp_path: Path) -> None:
    found = version(tmp_path, link={"claimed_published": "2024-11-18"}, cleaning=dated(29))
    assert (found.date_published_local, found.date_published_evidence) == (date(2024, 11, 18), "feed")


def test_dates_that_all_lie_after_the_fetch_leave_none(tmp_path: Path) -> None:
    found = version(tmp_path, link={"claimed_published": "2025-01-01T00:00:00Z"}, cleaning=dated(29))
    assert found.date_published is None
    assert found.date_published_evidence is None
    assert found.date_published_precision is None


def test_claim_that_is_no_date_is_no_claim(tmp_path: Path) -> None:
    assert version(tmp_path, link={"claimed_published": "yesterday"}).date_published is None


def test_modification_after_the_fetch_is_dropped(tmp_path: Path) -> None:
    late = {"date_modified": datetime(2025, 1, 1, tzinfo=UTC)}
    assert version(tmp_path, cleaning=late).date_modified is None
    assert version(tmp_path / "b", cleaning={"date_modified": NOW}).date_modified == NOW
