"""A batch: pending versions in, rows out."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.batches import Batch
from tasks.geocode import GEOCODER_VERSION
from tasks.geocode.batch import geocode_batch
from tasks.records import (
    Article,
    ArticlePlace,
    ArticleVersion,
    Geocoding,
    Mention,
    Place,
    PlaceWithin,
    Source,
)
from tasks.urls import digest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def version(number: int, body: str, language: str | None = "en", status: str = "pending") -> ArticleVersion:
    return ArticleVersion(
        version_id=digest("version", str(number)),
        article_id=digest("article", str(number)),
        version_number=1,
        fetch_id=digest("fetch", str(number)),
        cleaning_id=digest("cleaning", str(number)),
        text_digest=digest("text", body),
        body_digest=digest("body", body),
        publisher=None,
        headline="A line about Tabriz",
        alternative_headline=None,
        description=None,
        article_body=body,
        article_section=None,
        author=(),
        date_published=None,
        date_published_precision=None,
        date_published_local=None,
        date_published_evidence=None,
        date_modified=None,
        dateline=None,
        in_language=language,
        is_accessible_for_free=None,
        word_count=len(body.split()),
        keywords=(),
        image=None,
        image_caption=None,
        geocode_status=status,
        geocoder_version=None,
        seen_at=NOW,
        fetched_at=NOW,
        cleaned_at=NOW,
        geocoded_at=None,
    )


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    batch = Batch(tmp_path / "one")
    batch.write(
        ArticleVersion,
        [
            version(1, "A quake shook Tabriz in Iran.\n\nThe Islamic Republic sent help to Ahar."),
            version(2, "Ein Beben in Tabriz.", language="de"),
            version(3, "Old news from Shiraz.", status="done"),
        ],
    )
    return batch


def test_every_pending_version_gets_its_status_and_its_rows(batch: Batch) -> None:
    counts = geocode_batch(batch, NOW)
    assert (counts.geocoded, counts.other_language, counts.unresolved) == (1, 1, 0)
    first, second, third = batch.read(ArticleVersion)
    assert (first.geocode_status, first.geocoder_version, first.geocoded_at) == (
        "done",
        GEOCODER_VERSION,
        NOW,
    )
    assert (second.geocode_status, second.geocoded_at) == ("language", NOW)
    assert third == version(3, "Old news from Shiraz.", status="done")
    assert {m.version_id for m in batch.read(Mention)} == {first.version_id}
    assert counts.mentions == len(batch.read(Mention)) == 5


def test_mentions_point_at_their_words_and_their_places(batch: Batch) -> None:
    geocode_batch(batch, NOW)
    texts = {v.version_id: v for v in batch.read(ArticleVersion)}
    places = {p.place_id: p for p in batch.read(Place)}
    for m in batch.read(Mention):
        assert getattr(texts[m.version_id], m.text_field)[m.start_char : m.end_char] == m.exact
        assert m.place_id in places
        assert m.geocoder_version == GEOCODER_VERSION
    assert places["geonames:113646"].name == "Tabriz"


def test_keys_are_unique_and_related_rows_are_there(batch: Batch) -> None:
    geocode_batch(batch, NOW)
    for kind in (Mention, ArticlePlace, Place, PlaceWithin, Geocoding):
        keys = [tuple(getattr(row, name) for name in kind.key) for row in batch.read(kind)]
        assert len(keys) == len(set(keys)) > 0
    places = {p.place_id for p in batch.read(Place)}
    assert {w.place_id for w in batch.read(PlaceWithin)} <= places
    assert {w.container_id for w in batch.read(PlaceWithin)} <= places
    assert {p.place_id for p in batch.read(ArticlePlace)} <= places


def test_a_second_run_writes_the_same_rows(batch: Batch) -> None:
    before = batch.read(ArticleVersion)
    geocode_batch(batch, NOW)
    mentions = batch.read(Mention)
    batch.write(ArticleVersion, before)
    geocode_batch(batch, NOW)
    assert batch.read(Mention) == mentions


def test_the_raw_row_keeps_all_as_json_with_ids_of_places(batch: Batch) -> None:
    geocode_batch(batch, NOW)
    raw = {g.cleaning_id: g for g in batch.read(Geocoding)}
    done = json.loads(raw[digest("cleaning", "1")].mentions)
    assert [m["exact"] for m in done] == ["Tabriz", "Tabriz", "Iran", "Islamic Republic", "Ahar"]
    assert done[0]["place_id"] == "geonames:113646"
    assert raw[digest("cleaning", "2")].geocode_status == "language"
    assert json.loads(raw[digest("cleaning", "2")].mentions) == []


def test_the_country_of_the_source_is_taken_from_the_batch(tmp_path: Path) -> None:
    batch = Batch(tmp_path / "two")
    one = replace(version(1, "A man from Hamilton won."), headline=None)
    batch.write(ArticleVersion, [one])
    batch.write(Source, [Source("s", "S", None, ("s.example",), "NZ", "en")])
    batch.write(Article, [Article(one.article_id, "s", "story", one.version_id, "u", "u", NOW)])
    geocode_batch(batch, NOW)
    assert [m.place_id for m in batch.read(Mention)] == ["geonames:2190324"]


def test_a_source_is_at_home_where_its_stored_articles_are(tmp_path: Path) -> None:
    """Boise, Nampa and Meridian, each in a few stored articles, make a bare Auburn or Lewiston Idaho's."""
    idaho = {"geonames:5586437": 5, "geonames:5601933": 3, "geonames:5600685": 2}
    maine = {"geonames:4975802": 5, "geonames:4957003": 3, "geonames:4957280": 2}
    one = replace(version(1, "A man from Lewiston won the lottery."), headline=None)
    found = {}
    for name, named in (("idaho", idaho), ("maine", maine), ("few", {"geonames:5586437": 2})):
        batch = Batch(tmp_path / name)
        batch.write(ArticleVersion, [one])
        batch.write(Source, [Source("s", "S", None, ("s.example",), "US", "en")])
        batch.write(Article, [Article(one.article_id, "s", "story", one.version_id, "u", "u", NOW)])
        geocode_batch(batch, NOW, named={"s": named, "other": idaho})
        found[name] = [m.place_id for m in batch.read(Mention)]
    assert found["idaho"] == ["geonames:5598538"]
    assert found["maine"] == ["geonames:4969398"]
    # What a row says of its source's home is enough to read it so again.
    again = Batch(tmp_path / "again")
    [told] = Batch(tmp_path / "maine").read(ArticleVersion)
    again.write(ArticleVersion, [replace(told, geocode_status="pending")])
    geocode_batch(again, NOW)
    assert [m.place_id for m in again.read(Mention)] == found["maine"]
    assert [v.source_home for v in again.read(ArticleVersion)] == [told.source_home]


def test_a_disputed_place_names_every_claimant(tmp_path: Path) -> None:
    batch = Batch(tmp_path / "disputed")
    batch.write(ArticleVersion, [replace(version(1, "Shots were heard in Kashmir and Baku."), headline=None)])
    geocode_batch(batch, NOW)
    claimants = {place.name: place.claimants for place in batch.read(Place)}
    assert claimants["Kashmir"] == ("IN", "PK", "CN")
    assert claimants["Baku"] == ()


def test_an_empty_batch_is_no_fault(tmp_path: Path) -> None:
    counts = geocode_batch(Batch(tmp_path / "none"), NOW)
    assert (counts.geocoded, counts.mentions) == (0, 0)
