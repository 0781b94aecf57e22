"""The first real article, from the file to SQL."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.settings import Home
from tests.flows.conftest import Said, rows, run

Expected = dict[str, Any]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def expected(shared: Path) -> Expected:
    found: Expected = json.loads((shared / "seed" / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def home(seed: Home) -> Home:
    return seed


@pytest.fixture(scope="module")
def article(home: Home) -> Row:
    (found,) = rows(home, "select * from marts.articles")
    return found


@pytest.fixture(scope="module")
def in_body(home: Home) -> list[Row]:
    return rows(
        home,
        """
        select mentions.*, places.country_code, places.members, places.name, places.footprint
        from core.mentions as mentions
        left join core.places as places using (place_id)
        where text_field = 'article_body'
        order by start_char
        """,
    )


def test_headline_section_caption_and_body_are_told_apart(article: Row, expected: Expected) -> None:
    for field in ("publisher", "headline", "article_section", "image_caption", "in_language"):
        assert article[field] == expected[field], field
    paragraphs = article["article_body"].split("\n\n")
    assert [p.replace("\xa0", " ") for p in paragraphs] == [p.replace("\xa0", " ") for p in expected["body"]]


def test_the_day_is_the_one_that_the_caption_gives(article: Row, expected: Expected) -> None:
    assert f"{article['day']}" == expected["date_published"]
    assert article["date_published_precision"] == "day"


def test_none_of_the_boilerplate_is_kept(article: Row, expected: Expected) -> None:
    kept = "\n".join(str(article[field]) for field in ("headline", "description", "article_body"))
    for words in expected["boilerplate"]:
        assert words not in kept


def test_the_body_has_exactly_these_mentions_of_their_kind(in_body: list[Row], expected: Expected) -> None:
    wanted = [(t["start"], t["end"], t["surface"], t["mention_kind"]) for t in expected["toponyms"]]
    found = [(m["start_char"], m["end_char"], m["exact"], m["mention_kind"]) for m in in_body]
    assert found == wanted


def test_each_mention_is_on_its_place(in_body: list[Row], expected: Expected) -> None:
    for wanted, mention in zip(expected["toponyms"], in_body, strict=True):
        assert mention["precision"] == wanted["precision"]
        if wanted["geonameid"] is None:
            assert (mention["name"], set(mention["members"])) == ("South Caucasus", {"AM", "AZ", "GE"})
        else:
            assert mention["place_id"] == f"geonames:{wanted['geonameid']}"


def test_sea_and_region_have_outlines(in_body: list[Row]) -> None:
    outlined = {m["name"] for m in in_body if m["precision"] in ("water", "region") and m["footprint"]}
    assert outlined == {"Caspian Sea", "South Caucasus"}


def test_the_focus_is_the_two_countries(article: Row, expected: Expected) -> None:
    assert set(article["focus_places"]) == set(expected["focus"])


def test_the_same_file_again_changes_nothing(home: Home, shared: Path, article: Row) -> None:
    said: Said = run("ingest", str(shared / "seed" / "article.txt"), "--home", str(home.root))
    assert said.code == 0
    assert "Nothing is new." in said.out
    assert rows(home, "select * from marts.articles") == [article]
