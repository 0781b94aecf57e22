"""Other results are accepted in one transaction, and there is a way back."""

import json
import random
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import LoadFailed, UsageError
from tasks.load import Filters, Warehouse
from tasks.load.checks import ALL_ROWS, assertions, bad_rows
from tasks.records import ArticleVersion, Origin, Place, PlaceWithin, Reprocessing
from tasks.relate import Target
from tasks.urls import digest
from tests.load import factory
from tests.relate.pairs import edited, make_event, wire_text

SETTLED = ("articles", "article_versions", "mentions", "article_places", "version_changes")


def no_places(place_ids: Collection[str]) -> tuple[list[Place], list[PlaceWithin]]:
    assert not place_ids
    return [], []


def result(of: ArticleVersion, name: str = "1~2", keep_mentions: bool = True, **changes: Any) -> Reprocessing:
    """Return what another cleaner and geocoder make of a version."""
    version = replace(of, geocoder_version=name.split("~")[1], **changes)
    mentions = [
        replace(m, geocoder_version="2", version_id=version.version_id)
        for m in factory.body_mentions(version)
    ]
    if version.version_id != of.version_id:
        mentions = [replace(m, mention_id=digest(m.mention_id, "other")) for m in mentions]
    mentions = mentions if keep_mentions else []
    return Reprocessing(
        digest(of.article_id, of.fetch_id, name), of.article_id, of.fetch_id, name, "article", None,
        plain(asdict(version)), plain([asdict(m) for m in mentions]),
        plain([asdict(p) for p in factory.article_places(version, mentions)]), factory.NOON,
    )  # fmt: skip


def plain(value: Any) -> str:
    return json.dumps(value, default=lambda v: v.isoformat() if isinstance(v, date | datetime) else None)


def settled(warehouse: Warehouse) -> dict[str, list[Any]]:
    return {
        name: warehouse._ask(f"select * exclude (loaded_at) from core.{name} order by all", {}).to_pylist()
        for name in SETTLED
    }


def stored(
    warehouse: Warehouse, folder: Path, *results: Reprocessing, rows: factory.Rows | None = None
) -> None:
    counts = warehouse.load((rows or factory.Rows()).add(*results).write(folder))
    assert counts.failed is None


@pytest.fixture
def ferry(warehouse: Warehouse, tmp_path: Path) -> ArticleVersion:
    rows = factory.Rows()
    found = factory.article(rows)
    stored(warehouse, tmp_path / "ferry", rows=rows)
    return found


def target(of: ArticleVersion) -> Target:
    return Target(of.article_id, of.fetch_id, "1~2", is_read=True)


def test_a_result_that_differs_only_in_its_geocoder_takes_the_place_of_the_accepted(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    stored(warehouse, tmp_path / "r", result(ferry, keep_mentions=False))
    moved, before = warehouse.accept([target(ferry)], None, no_places)
    assert (moved, before) == (1, ("1~1",))
    after = settled(warehouse)
    assert after["mentions"] == []
    assert [row["geocoder_version"] for row in after["article_versions"]] == ["2"]


def test_the_same_mentions_may_come_again(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    stored(warehouse, tmp_path / "r", result(ferry))
    warehouse.accept([target(ferry)], None, no_places)
    assert {row["geocoder_version"] for row in settled(warehouse)["mentions"]} == {"2"}


def test_another_text_moves_the_version_and_the_article_with_it(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    other = result(ferry, version_id=digest("other"), article_body=factory.TEXT + " More.")
    stored(warehouse, tmp_path / "r", other)
    warehouse.accept([target(ferry)], None, no_places)
    after = settled(warehouse)
    assert [row["current_version_id"] for row in after["articles"]] == [digest("other")]
    assert {row["version_id"] for row in after["mentions"]} == {digest("other")}


def test_the_way_back_leads_to_the_same_rows(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    before = settled(warehouse)
    stored(warehouse, tmp_path / "r", result(ferry, version_id=digest("other"), headline="Other"))
    warehouse.accept([target(ferry)], None, no_places)
    assert settled(warehouse) != before
    assert warehouse.accept([target(ferry)], "1~1", no_places) == (1, ("1~2",))
    assert settled(warehouse) == before
    assert warehouse.accept([target(ferry)], "1~1", no_places) == (0, ())


def test_versions_that_would_read_alike_stay_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = factory.Rows()
    first = factory.article(rows)
    second = factory.article(rows, run_id="run-2", body=factory.TEXT + " More.", number=2)
    stored(warehouse, tmp_path / "two", rows=rows)
    same = digest("same")
    stored(warehouse, tmp_path / "r", result(first, version_id=same), result(second, version_id=same))
    before = settled(warehouse)
    assert warehouse.accept([target(first), target(second)], None, no_places) == (0, ())
    assert settled(warehouse) == before


def test_a_result_that_breaks_a_check_changes_nothing(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    before = settled(warehouse)
    other_text = plain(asdict(replace(ferry, article_body="Other words. " * 90)))
    stored(warehouse, tmp_path / "r", replace(result(ferry), version=other_text))
    with pytest.raises(LoadFailed, match="span_matches_text"):
        warehouse.accept([target(ferry)], None, no_places)
    assert settled(warehouse) == before


def test_what_a_result_would_change_is_counted_and_shown(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    other = result(ferry, article_body=factory.TEXT + " It came back.", date_published=None)
    stored(warehouse, tmp_path / "r", replace(other, article_places="[]"))
    changes = warehouse.reprocess_changes([target(ferry)], None)
    assert (changes.compared, changes.counts) == (1, {"bodies": 1, "dates": 1, "places": 1, "rejected": 0})
    assert changes.examples["bodies"][0]["added"] == ["It came back."]
    assert factory.BAKU in changes.examples["places"][0]["places_lost"]


def test_a_version_without_results_is_wrong_use(warehouse: Warehouse, ferry: ArticleVersion) -> None:
    with pytest.raises(UsageError, match=r"no result of version '9'.*Nothing was reprocessed"):
        warehouse.accept([target(ferry)], "9", no_places)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 1),
        (Filters(source=("courier",)), 1),
        (Filters(source=("echo",)), 0),
        (Filters(place=factory.BAKU), 1),
        (Filters(place="geonames:1"), 0),
        (Filters(within=factory.SOUTH_CAUCASUS, role="content_location"), 1),
        (Filters(within=factory.SOUTH_CAUCASUS, kind="demonym"), 0),
        (Filters(since=date(2026, 11, 18), until=date(2026, 11, 18)), 1),
        (Filters(since=date(2026, 11, 19)), 0),
        (Filters(min_confidence=0.95), 0),
        (Filters(language="en"), 1),
        (Filters(language="fa"), 0),
    ],
)
def test_filters_choose_what_is_read_again(
    warehouse: Warehouse, ferry: ArticleVersion, filters: Filters, count: int
) -> None:
    assert len(warehouse.reprocess_targets(filters)) == count


@pytest.fixture
def wire(warehouse: Warehouse, tmp_path: Path) -> tuple[ArticleVersion, ArticleVersion]:
    """A story of two articles that came in two runs, the copy second."""
    event = make_event(random.Random(5), "ferry")
    rows, later = factory.Rows(), factory.NOON + timedelta(hours=1)
    rows.add(factory.run("run-1"), replace(factory.run("run-2"), started_at=later))
    body = wire_text(event)
    first = factory.article(rows, "wire", body=body, body_digest=digest(body.casefold()))
    copy = factory.article(
        rows,
        "copy",
        "echo",
        "run-2",
        body=edited(random.Random(1), event, "cut local"),
        story=first.article_id,
    )
    rows.add(
        Origin(first.article_id, "original", None, None, None, None, None, None),
        Origin(copy.article_id, "copy", first.article_id, None, 0.7, 0.9, 2, "minhash"),
    )
    stored(warehouse, tmp_path / "wire", rows=rows)
    warehouse._connection.execute("update core.article_versions set word_count = 200")
    return first, copy


def read_as(of: ArticleVersion, body: str) -> Reprocessing:
    other = replace(of, version_id=digest("other", of.version_id), body_digest=digest(body.casefold()))
    return replace(
        result(other, article_body=body, word_count=200),
        mentions=plain([asdict(m) for m in factory.body_mentions(replace(other, article_body=body))]),
    )


def stories(warehouse: Warehouse) -> list[Any]:
    (check,) = [one for one in assertions() if one.name == "story_articles_are_those_of_shared_stories"]
    assert bad_rows(warehouse._connection, check, ALL_ROWS) == (0, None)
    words = (
        "select article_id, story_id, relation, of_article_id, exists (from core.stories as s where "
        "s.story_id = a.story_id) as is_held from core.articles as a "
        "inner join core.origins using (article_id) order by source_id"
    )
    return [tuple(row.values()) for row in warehouse._ask(words, {}).to_pylist()]


def test_stories_are_settled_again_where_a_body_moves_and_come_back_with_it(
    warehouse: Warehouse, wire: tuple[ArticleVersion, ArticleVersion], tmp_path: Path
) -> None:
    first, copy = wire
    other = wire_text(make_event(random.Random(8), "quake"))
    stored(warehouse, tmp_path / "r", read_as(first, other))
    warehouse.accept([target(first)], None, no_places)
    assert stories(warehouse) == [
        (first.article_id, first.article_id, "original", None, True),
        (copy.article_id, copy.article_id, "original", None, True),
    ]
    assert not [check for check in warehouse.run_checks("r", factory.NOON) if check.bad_rows]
    # The way back: the first to arrive is the original again, though the other has a story of its own by now.
    warehouse.accept([target(first)], "1~1", no_places)
    assert stories(warehouse) == [
        (first.article_id, first.article_id, "original", None, True),
        (copy.article_id, first.article_id, "copy", first.article_id, True),
    ]
    ((kept,),) = warehouse._connection.execute("select count(*) from core.stories").fetchall()
    assert kept == 1


def test_an_article_that_reads_as_a_copy_now_joins_the_story(
    warehouse: Warehouse, wire: tuple[ArticleVersion, ArticleVersion], tmp_path: Path
) -> None:
    first, _ = wire
    rows = factory.Rows()
    late = factory.article(rows, "late", "tide", "run-2", body="Menu. Sign in. " * 30)
    rows.add(Origin(late.article_id, "original", None, None, None, None, None, None))
    stored(warehouse, tmp_path / "late", rows=rows)
    stored(warehouse, tmp_path / "r", read_as(late, first.article_body))
    warehouse.accept([target(late)], None, no_places)
    assert stories(warehouse)[-1] == (late.article_id, first.article_id, "copy", first.article_id, True)


def test_rejected_pages_are_chosen_again_and_what_finds_an_article_in_them_is_shown(
    warehouse: Warehouse, ferry: ArticleVersion, tmp_path: Path
) -> None:
    rows = factory.Rows()
    page = factory.link("https://courier.example/slides")
    came = factory.fetch(page, data=b"<ul>")
    old = replace(
        factory.cleaning(came, "", "Slides"), outcome="rejected", reason="no_article", article_body=None
    )
    stored(warehouse, tmp_path / "page", rows=rows.add(page, came, old))
    (chosen,) = warehouse.reprocess_rejected(Filters())
    assert (chosen["fetch_id"], chosen["cleaner_versions"]) == (came.fetch_id, ["1"])
    assert [
        json.loads(row["fetch"])["url"] for row in warehouse.reprocess_rejected_rows([came.fetch_id])
    ] == [page.url]
    assert warehouse.reprocess_rejected(Filters(source=("echo",))) == []
    assert warehouse.reprocess_rejected(Filters(language="en")) == []
    new = replace(
        factory.cleaning(came, factory.TEXT, "Slides"), cleaning_id=digest("new"), cleaner_version="2"
    )
    stored(warehouse, tmp_path / "new", rows=factory.Rows().add(new))
    (found,) = warehouse.reprocess_found([new.cleaning_id])
    assert (found["url"], found["headline"], found["reason"]) == (page.url, "Slides", "no_article")
