"""The first real article: exactly the places that a reader finds in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.geocode import FoundMention, Geoparsed, gazetteer, geoparse


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "seed" / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def parsed(expected: dict[str, Any]) -> Geoparsed:
    fields = {
        "headline": expected["headline"],
        "image_caption": expected["image_caption"],
        "article_body": "\n\n".join(expected["body"]),
    }
    return geoparse(fields, language="en")


def in_body(parsed: Geoparsed) -> list[FoundMention]:
    return [m for m in parsed.mentions if m.text_field == "article_body"]


def test_the_body_has_exactly_these_mentions(expected: dict[str, Any], parsed: Geoparsed) -> None:
    wanted = [(t["start"], t["end"], t["surface"]) for t in expected["toponyms"]]
    assert len(wanted) == 27
    assert [(m.start_char, m.end_char, m.exact) for m in in_body(parsed)] == wanted


def test_each_is_of_its_kind_and_precision(expected: dict[str, Any], parsed: Geoparsed) -> None:
    wanted = [(t["mention_kind"], t["precision"]) for t in expected["toponyms"]]
    assert [(m.mention_kind, m.precision) for m in in_body(parsed)] == wanted


def test_each_is_on_its_place(expected: dict[str, Any], parsed: Geoparsed) -> None:
    gaz = gazetteer()
    for wanted, mention in zip(expected["toponyms"], in_body(parsed), strict=True):
        assert mention.row is not None
        place = gaz.place(mention.row)
        if wanted["geonameid"] is not None:
            assert place.place_id == f"geonames:{wanted['geonameid']}"
        else:
            assert (place.name, set(place.members)) == ("South Caucasus", {"AM", "AZ", "GE"})


def test_the_focus_is_the_two_countries(expected: dict[str, Any], parsed: Geoparsed) -> None:
    gaz = gazetteer()
    assert [gaz.name(p.row) for p in parsed.places if p.is_focus] == expected["focus"]


def test_headline_and_caption_are_marked_in_their_own_fields(parsed: Geoparsed) -> None:
    marked = [(m.text_field, m.exact) for m in parsed.mentions if m.text_field != "article_body"]
    assert marked == [
        ("headline", "Iran"),
        ("headline", "Azerbaijan"),
        ("image_caption", "Iranian"),
        ("image_caption", "Azerbaijan"),
        ("image_caption", "Iranian"),
        ("image_caption", "Tehran"),
    ]
