"""What the marts say of six weeks of three sources, by the row."""

from datetime import timedelta
from typing import Any

import pytest

from tasks.load import query
from tasks.settings import Home
from tests.load.factory import NOON
from tests.load.region import DAYS, FIRST, SILENT


def rows(home: Home, words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = query(home, words).to_pylist()
    return found


def test_pairs_of_countries_are_counted_in_stories_and_not_in_copies(watched: Home) -> None:
    day = (FIRST + timedelta(days=5)).date()
    (pair,) = rows(watched, f"from marts.country_pairs_by_day where day = '{day}'")
    named = (pair["country_code_1"], pair["country_name_1"], pair["country_code_2"], pair["country_name_2"])
    assert named == ("AZ", "Azerbaijan", "IR", "Iran")
    assert (pair["story_count"], pair["article_count"], pair["focus_story_count"]) == (1, 2, 0)


def test_a_dateline_says_where_and_whether_abroad(watched: Home) -> None:
    columns = "source_id, dateline, place_name, is_abroad, count(*) as n"
    courier, echo = rows(
        watched, f"select {columns} from marts.datelines where place_id <> '' group by all order by source_id"
    )
    assert courier == {
        "source_id": "courier",
        "dateline": "BAKU",
        "place_name": "Baku",
        "is_abroad": False,
        "n": DAYS + 1 - len(SILENT),
    }
    assert (echo["source_id"], echo["is_abroad"]) == ("echo", True)


def test_a_day_without_articles_is_a_row_with_what_was_expected(watched: Home) -> None:
    words = "from marts.source_coverage where source_id = 'courier' order by day"
    days = rows(watched, words)
    assert [row["day"] for row in days] == [(FIRST + timedelta(days=n)).date() for n in range(DAYS + 1)]
    empty = [n for n, row in enumerate(days) if row["article_count"] == 0]
    assert empty == list(SILENT)
    assert [days[n]["expected_count"] for n in (0, 1, 20, DAYS - 1, DAYS)] == [None, 1.0, 1.0, 1.0, None]
    assert days[20]["is_as_expected"]  # one a day is so few that none is chance


def test_without_a_word_in_its_file_a_source_is_held_against_its_own_weeks(watched: Home) -> None:
    days = rows(watched, "from marts.source_coverage where source_id = 'echo' order by day")
    assert len(days) == DAYS + 1
    assert {row["expected_count"] for row in days[1:15]} == {None}
    assert {row["expected_count"] for row in days[15:DAYS]} == {0.0}
    assert [row["is_as_expected"] for row in days[28:32]] == [True] * 4


def test_a_source_that_never_answered_has_its_days_too(watched: Home) -> None:
    (day,) = rows(watched, "from marts.source_coverage where source_id = 'quiet'")
    assert (day["day"], day["article_count"], day["is_watched"]) == (NOON.date(), 0, True)


def test_fill_rates_stand_beside_what_the_file_promises(watched: Home) -> None:
    words = "from marts.source_fill_rates where source_id = 'courier' and expected_rate > 0 order by field"
    author, description = rows(watched, words)
    assert (author["field"], author["fill_rate"], author["expected_rate"]) == ("author", 1.0, 0.9)
    assert (description["fill_rate"], description["expected_rate"]) == (0.0, 0.5)
    assert author["article_count"] == author["filled_count"] == 30 - len(SILENT)


def test_health_is_a_row_a_source(watched: Home) -> None:
    courier, echo, quiet = rows(watched, "from marts.source_health order by source_id")
    assert (courier["state"], courier["state_reason"]) == ("silent", "2 days without.")
    assert (courier["asked_on"], courier["answered_on"]) == (NOON.date(), NOON.date())
    assert (courier["article_count"], courier["last_article_on"]) == (DAYS + 1 - len(SILENT), NOON.date())
    assert (courier["articles_a_day"], courier["expected_articles_a_day"]) == (1.0, 1.0)
    assert courier["fields_below_promise"] == ["description"]
    assert (echo["state"], echo["fields_below_promise"]) == (None, [])
    assert (quiet["answered_on"], quiet["failed_count"], quiet["address_count"]) == (None, 1, 1)


def test_gdelt_finds_its_codes_and_offsets(watched: Home) -> None:
    (row,) = rows(watched, "from marts.gdelt_gkg where day = '2026-11-18'")
    assert list(row)[:7] == [
        "GKGRECORDID",
        "DATE",
        "SourceCollectionIdentifier",
        "SourceCommonName",
        "DocumentIdentifier",
        "V1LOCATIONS",
        "V2ENHANCEDLOCATIONS",
    ]
    assert (row["DATE"], row["SourceCommonName"]) == (20261118120000, "courier.example")
    assert row["GKGRECORDID"] == f"20261118120000-{row['article_id']}"
    (body,) = rows(
        watched, f"select article_body as it from marts.articles where article_id = '{row['article_id']}'"
    )
    blocks = [block.split("#") for block in row["V2ENHANCEDLOCATIONS"].split(";")]
    assert [(b[0], b[1], b[2], b[3], b[7]) for b in blocks] == [
        ("4", "Baku, Azerbaijan", "AJ", "AJ", "587084"),
        ("4", "Tehran, Iran", "IR", "IR26", "112931"),
        ("4", "Baku, Azerbaijan", "AJ", "AJ", "587084"),
        ("4", "Lankaran, Azerbaijan", "AJ", "AJ", "147622"),
    ]  # neither the sea, which no pin holds, nor the Bank of Iran
    assert [body["it"][int(b[8]) :][: len("Baku")] for b in blocks] == ["BAKU", "Tehr", "Baku", "Lank"]
    assert all(len(block.split("#")) == 7 for block in row["V1LOCATIONS"].split(";"))
    assert row["V1LOCATIONS"].count(";") == 2


def test_an_article_is_wide(watched: Home) -> None:
    words = "from marts.articles where source_id = 'echo' and day = $day"
    (row,) = query(watched, words, {"day": (FIRST + timedelta(days=5)).date()}).to_pylist()
    assert (row["source_country_code"], row["country_codes"], row["written_in"]) == (
        "IR",
        ["AZ", "IR"],
        ["Baku"],
    )
    assert (row["relation"], row["agency"], row["story_source_count"]) == ("copy", "IRNA", 2)


@pytest.mark.parametrize(
    ("code", "fips"), [("AZ", "AJ"), ("AM", "AM"), ("GE", "GG"), ("IR", "IR"), ("TR", "TU"), ("XK", "KV")]
)
def test_countries_have_the_codes_of_gdelt(watched: Home, code: str, fips: str) -> None:
    assert rows(watched, f"select fips_code from ref.countries where country_code = '{code}'") == [
        {"fips_code": fips}
    ]
