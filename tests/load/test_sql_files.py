"""Every SQL file runs, and the macros are right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from geopy.distance import geodesic, great_circle
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load import Warehouse, query, run_file, sql_text
from tasks.load.checks import ALL_ROWS, assertions, bad_rows
from tasks.load.connect import connect_reader
from tasks.load.texts import sql_names
from tasks.records import TABLES
from tasks.settings import Home
from tests.conftest import ROOT
from tests.load import factory

LATITUDES = st.floats(-89.9, 89.9)
LONGITUDES = st.floats(-180, 180)


@pytest.mark.parametrize("name", sql_names("queries"))
def test_every_question_of_the_cookbook_is_answered(published: Home, watched: Home, name: str) -> None:
    assert max(run_file(home, f"queries/{name}").num_rows for home in (published, watched)) >= 1


@pytest.mark.parametrize("name", sql_names("marts"))
def test_every_mart_has_rows(published: Home, watched: Home, name: str) -> None:
    assert max(query(home, f"from marts.{name}").num_rows for home in (published, watched)) > 0


@pytest.mark.parametrize("check", assertions(), ids=lambda check: check.name)
def test_every_check_says_what_it_asserts(check: Any) -> None:
    assert check.severity in ("error", "warning")
    assert check.scope in ("batch", "base")
    assert check.sentence.endswith(".")
    assert "$since" in check.sql


def test_file_names_are_lower_case_words() -> None:
    files = list((ROOT / "sql").rglob("*.sql"))
    assert len(files) > 60
    assert [p.name for p in files if p.stem != p.stem.lower() or not p.stem.isidentifier()] == [
        p.name for p in files if p.parent.name == "migrations"
    ]
    assert [p.name for p in files if not p.read_text("utf-8").startswith("--")] == []


TWELVE_COPIES = """
    insert into core.articles by name
    select articles.* replace ('copy-' || i as article_id, canonical_url || i as canonical_url),
    from core.articles as articles, range(12) as more(i);
"""

FAULTS = {
    "address_is_of_one_article": "insert into core.articles by name "
    "select * replace ('again' as article_id) from core.articles",
    "day_count_is_within_its_band": "update core.sources set expected_articles_a_day = 40; "
    "update raw.links set link_type = 'feed'; insert into raw.fetches by name "
    "select fetches.* replace (fetch_id || i as fetch_id, fetched_at - i * interval 1 day as fetched_at) "
    "from raw.fetches as fetches, range(1, 9) as more(i)",
    "fill_rate_keeps_the_promise": TWELVE_COPIES
    + """update core.sources set expected_fill = '{"image": 0.5}'""",
    "day_is_that_of_its_version": "update core.mentions set day = day + 1",
    "keys_are_given_once": "insert into core.mentions from core.mentions",
    "later_version_is_fetched_later": "insert into core.article_versions by name "
    "select * replace ('earlier' as version_id, 2 as version_number, "
    "fetched_at - interval 1 hour as fetched_at) from core.article_versions",
    "local_day_is_the_day_of_its_instant": "update core.article_versions "
    "set date_published_local = date_published_local - 2",
    "mentions_do_not_overlap": "update core.mentions set end_char = end_char + 90",
    "place_lies_in_its_countrys_box": "update core.places set country_code = 'IS'",
    "text_stands_under_few_urls_of_one_source": TWELVE_COPIES,
    "article_has_its_source": "delete from core.sources",
    "article_place_has_its_mentions": "update core.article_places set mention_count = 9",
    "article_place_is_known": "delete from core.places",
    "current_version_exists": "update core.articles set current_version_id = 'x'",
    "fetch_says_what_became_of_it": "update raw.fetches set outcome = 'refused', reason = null",
    "fetched_content_is_in_the_archive": "update raw.fetches set warc_offset = null",
    "mention_has_place_or_reason": "update core.mentions set place_id = null, reason = null",
    "mention_is_as_precise_as_its_place": "update core.mentions set precision = 'region'",
    "mention_is_on_a_known_place": "update core.mentions set place_id = 'geonames:0'",
    "mention_lies_in_its_text": "update core.mentions set start_char = 9000, end_char = 9004",
    "mention_uses_known_words": "update core.mentions set role = 'about'",
    "no_article_dated_after_fetch": "update core.article_versions "
    "set date_published = fetched_at + interval 2 day",
    "origin_names_what_it_copies": "insert into core.origins by name "
    "select 'x' as article_id, 'copy' as relation, now() as loaded_at",
    "place_has_coordinates_in_range": "update core.places set decimal_latitude = 91",
    "share_lies_between_0_and_1": "update core.mentions set confidence = 1.1",
    "span_matches_text": "update core.mentions set start_char = start_char + 1, end_char = end_char + 1",
    "story_articles_are_those_of_shared_stories": "insert into core.story_articles "
    "select story_id, article_id, source_id, current_version_id, url, day from core.articles",
    "story_has_original": "update core.articles set story_id = 'x'",
    "version_has_its_article": "delete from core.articles",
    "version_has_its_evidence": "delete from raw.cleanings",
    "version_is_geocoded": "update core.article_versions set geocode_status = 'pending'",
    "versions_are_numbered_from_1_without_gaps": "update core.article_versions set version_number = 2",
    "wide_place_says_how_wide": "update core.places set footprint = null, bbox = null, "
    "coordinate_uncertainty_m = null; update core.mentions set coordinate_uncertainty_m = null",
}


@pytest.mark.parametrize("check", assertions(), ids=lambda check: check.name)
def test_every_check_finds_its_fault_and_passes_sound_rows(
    warehouse: Warehouse, tmp_path: Path, check: Any
) -> None:
    rows = factory.Rows()
    factory.article(rows)
    warehouse.load(rows.write(tmp_path / "one"))
    assert bad_rows(warehouse._connection, check, ALL_ROWS) == (0, None)
    warehouse._connection.execute(FAULTS[check.name])
    number, example = bad_rows(warehouse._connection, check, ALL_ROWS)
    assert number > 0
    assert example is not None


def test_checks_of_a_run_are_kept(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = factory.Rows()
    factory.article(rows)
    warehouse.load(rows.write(tmp_path / "one"))
    warehouse._connection.execute(FAULTS["span_matches_text"])
    warehouse.run_checks("run-1", factory.NOON)
    results = {c.check_name: c for c in warehouse.run_checks("run-1", factory.NOON)}
    assert results["span_matches_text"].bad_rows == 5
    assert "found" in (results["span_matches_text"].example or "")
    kept = warehouse._ask("from ops.checks", {}).to_pylist()
    assert len(kept) == len(results) == len(sql_names("checks"))


def test_a_check_that_cannot_run_is_a_failed_check(warehouse: Warehouse) -> None:
    warehouse._connection.execute("drop table core.stories cascade")
    results = {c.check_name: c for c in warehouse.run_checks("run-1", factory.NOON)}
    assert results["story_has_original"].bad_rows == 1
    assert "cannot_run" in (results["story_has_original"].example or "")


@pytest.fixture(scope="module")
def reader(published: Home) -> Iterator[DuckDBPyConnection]:
    """One connection for the many questions of a property test."""
    connection = connect_reader(published.database)
    yield connection
    connection.close()


def answers(reader: DuckDBPyConnection, words: str, **given: object) -> list[Any]:
    return [row[0] for row in reader.execute(words, given).fetchall()]


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
@settings(max_examples=50, deadline=None)
def test_km_is_the_great_circle_of_geopy(
    reader: DuckDBPyConnection, lat1: float, lon1: float, lat2: float, lon2: float
) -> None:
    (km,) = answers(reader, "select km($a, $b, $c, $d)", a=lat1, b=lon1, c=lat2, d=lon2)
    assert km == pytest.approx(great_circle((lat1, lon1), (lat2, lon2)).km, rel=1e-6, abs=1e-3)


def test_km_is_close_to_the_ellipsoid(published: Home) -> None:
    (row,) = query(published, "select km(35.6944, 51.4215, 40.3777, 49.8920) as km").to_pylist()
    assert row["km"] == pytest.approx(geodesic((35.6944, 51.4215), (40.3777, 49.8920)).km, rel=0.006)


@given(LATITUDES, LONGITUDES, st.floats(1, 15000))
@settings(max_examples=50, deadline=None)
def test_near_finds_the_towns_that_geopy_finds(
    reader: DuckDBPyConnection, lat: float, lon: float, km: float
) -> None:
    towns = [p for p in factory.PLACES if (p.coordinate_uncertainty_m or 0) <= km * 1000]
    here = {
        p.place_id
        for p in towns
        if great_circle((lat, lon), (p.decimal_latitude, p.decimal_longitude)).km <= km
    }
    found = answers(reader, "select place_id from near($lat, $lon, $km)", lat=lat, lon=lon, km=km)
    assert set(found) == here


def test_near_reaches_over_the_date_line_and_the_pole(warehouse: Warehouse, tmp_path: Path) -> None:
    rows = factory.Rows().add(
        factory.place("geonames:1", "East", -17.0, 179.9), factory.place("geonames:2", "North", 89.0, 0.0)
    )
    warehouse.load(rows.write(tmp_path / "one"))
    over_the_line = warehouse._ask("from near(-17.0, -179.9, 30)", {})
    over_the_pole = warehouse._ask("from near(89.5, 180.0, 200)", {})
    assert over_the_line["name"].to_pylist() == ["East"]
    assert over_the_pole["name"].to_pylist() == ["North"]


def test_a_sea_is_near_nothing_that_is_smaller_than_itself(published: Home) -> None:
    assert "Caspian Sea" not in query(published, "from near(41.9, 50.6, 100)")["name"].to_pylist()
    assert "Caspian Sea" in query(published, "from near(41.9, 50.6, 700)")["name"].to_pylist()


def test_everything_in_the_south_caucasus_finds_lankaran(published: Home) -> None:
    words = "select name from within_place('dateline:south-caucasus') order by name"
    assert query(published, words)["name"].to_pylist() == ["Baku", "Lankaran", "South Caucasus"]


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One. Two in Baku here. Three.", "Baku", "Two in Baku here."),
        ("Baku", "Baku", "Baku"),
        ("Baku is first. Then.", "Baku", "Baku is first."),
        ("First. Last is Baku", "Baku", "Last is Baku"),
        ("The U.S. and Gov. Lee left Baku on Nov. 18. Rain fell.", "Baku", None),
        ("A line\nbroken in Baku\nhere. Next.", "Baku", "A line broken in Baku here."),
        ("No stop\n\nBaku begins\n\nand ends", "Baku", "Baku begins"),
        ("“Ends.” “In Baku!” he said.", "Baku", "“In Baku!”"),
        ("Prices rose 3.5 per cent in Baku… Then fell.", "Baku", "Prices rose 3.5 per cent in Baku…"),
        ("🙂🙂. Ganja, 🙂 then Baku? Yes.", "Baku", "Ganja, 🙂 then Baku?"),
    ],
)
def test_the_sentence_around_a_mention(published: Home, text: str, word: str, sentence: str | None) -> None:
    start = text.index(word)
    given = {"text": text, "start": start, "end": start + len(word)}
    (row,) = query(published, "select sentence_around($text, $start, $end) as s", given).to_pylist()
    assert row["s"] == (sentence or "The U.S. and Gov. Lee left Baku on Nov. 18.")


def test_a_sentence_without_end_is_cut_and_says_so(published: Home) -> None:
    text = "word " * 300 + "Baku" + " word" * 300
    start = text.index("Baku")
    given = {"text": text, "start": start, "end": start + 4}
    (row,) = query(published, "select sentence_around($text, $start, $end) as s", given).to_pylist()
    assert row["s"].startswith("… ")
    assert row["s"].endswith(" …")
    assert "Baku" in row["s"]


@given(st.text(alphabet='aB .!?\n"”é🙂', max_size=60), st.data())
@settings(max_examples=100, deadline=None)
def test_a_sentence_holds_its_span_whatever_the_text(
    reader: DuckDBPyConnection, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = "select sentence_around($text, $start, $end)"
    (sentence,) = answers(reader, words, text=text, start=start, end=end)
    assert " ".join(text[start:end].split()) in sentence


def test_words_are_counted_in_code_points(published: Home) -> None:
    (row,) = query(published, "select words_at('🙂é Gəncə', 3, 8) as w").to_pylist()
    assert row["w"] == "🙂é Gəncə"[3:8] == "Gəncə"


def test_merges_are_named_by_their_tables() -> None:
    core = [kind.table.removeprefix("core.") for kind in TABLES if kind.table.startswith("core.")]
    assert sql_names("core") == sorted(core)
    assert "merge into raw.links" in sql_text("raw", "links")
