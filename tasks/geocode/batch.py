"""Geocode a batch: pending versions in, mentions and places out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from operator import attrgetter

from tasks.batches import Batch
from tasks.geocode.gazetteer import Gazetteer, gazetteer, open_gazetteer
from tasks.geocode.geoparse import FoundMention, Geoparsed, Text, geoparse_all
from tasks.geocode.home import Home, home_as_json, home_from_json, home_in, home_of
from tasks.geocode.version import geocoder_version
from tasks.records import (
    TEXT_FIELDS,
    Article,
    ArticlePlace,
    ArticleVersion,
    Geocoding,
    Mention,
    Place,
    PlaceWithin,
    Source,
)
from tasks.settings import Home as Folder
from tasks.urls import digest

# Of a mention as JSON: rows move with the gazetteer, so that ids of places stand for them at its end.
_SAID = tuple(f.name for f in fields(FoundMention) if f.name not in ("row", "runner_up"))
_SAYS = attrgetter(*_SAID)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the versions of a batch."""

    geocoded: int
    other_language: int
    mentions: int
    unresolved: int
    places: int


def geocode_batch(
    batch: Batch,
    now: datetime,
    gaz: Gazetteer | None = None,
    named: Mapping[str, Mapping[str, int]] | None = None,
) -> Counts:
    """Geocode every pending version of a batch and write its rows beside it.

    A version in another language than English gets the status 'language' and no mention. `named` says how
    many stored articles of a source name each place, by id: from those its home is learned. A version that
    says where its source was taken to be at home is read so again.
    """
    gaz = gaz or gazetteer()
    versions = batch.read(ArticleVersion)
    pending = [v for v in versions if v.geocode_status == "pending"]
    homes = _homes(batch, pending, named or {}, gaz)
    found = geoparse_all((_text(v, homes[v.version_id]) for v in pending), gaz)
    read = {v.version_id: parsed for v, parsed in zip(pending, found, strict=True)}
    mentions = [m for version_id, parsed in read.items() for m in _mentions(version_id, parsed, gaz)]
    meant = {m.row for parsed in read.values() for m in parsed.mentions if m.row is not None}
    rows = _rows_with_containers(meant, gaz)
    batch.write(Mention, mentions)
    batch.write(
        ArticlePlace, [p for version_id, parsed in read.items() for p in _places(version_id, parsed, gaz)]
    )
    batch.write(Place, [place_record(row, gaz) for row in rows])
    batch.write(PlaceWithin, [w for row in sorted(meant) for w in _within(row, gaz)])
    batch.write(Geocoding, _geocodings(versions, read, gaz, now))
    said = {id(home): home_as_json(home, gaz) for home in homes.values()}
    settled = [
        _settled(v, parsed, said[id(homes[v.version_id])], gaz, now)
        if (parsed := read.get(v.version_id))
        else v
        for v in versions
    ]
    batch.write(ArticleVersion, settled)
    return Counts(
        geocoded=sum(parsed.status == "done" for parsed in read.values()),
        other_language=sum(parsed.status == "language" for parsed in read.values()),
        mentions=len(mentions),
        unresolved=sum(m.place_id is None for m in mentions),
        places=len(rows),
    )


def geocode_of_home(
    batch: Batch, folder: Folder, named: Mapping[str, Mapping[str, int]], now: datetime
) -> Counts:
    """Geocode a batch by the gazetteer of a home, which is opened where the work is done."""
    return geocode_batch(batch, now, open_gazetteer(folder), named)


def _homes(
    batch: Batch, versions: list[ArticleVersion], named: Mapping[str, Mapping[str, int]], gaz: Gazetteer
) -> dict[str, Home]:
    """Return by version where its source is at home: as said, learned, or its country if the batch has it."""
    country = {source.source_id: source.country_code for source in batch.read(Source)}
    articles = batch.read(Article)
    homes = {
        source_id: home_of(named.get(source_id, {}), home_in(country.get(source_id), gaz), gaz)
        for source_id in sorted({article.source_id for article in articles})
    }
    of_article = {article.article_id: homes[article.source_id] for article in articles}
    said = {text: home_from_json(text, gaz) for text in {v.source_home for v in versions} if text}
    return {
        v.version_id: said[v.source_home] if v.source_home else of_article.get(v.article_id, Home())
        for v in versions
    }


def _text(version: ArticleVersion, home: Home) -> Text:
    return Text({name: getattr(version, name) for name in TEXT_FIELDS}, version.in_language, home)


def _mentions(version_id: str, found: Geoparsed, gaz: Gazetteer) -> Iterable[Mention]:
    for m in found.mentions:
        yield Mention(
            mention_id=digest(version_id, m.text_field, str(m.start_char), str(m.end_char)),
            version_id=version_id,
            text_field=m.text_field,
            start_char=m.start_char,
            end_char=m.end_char,
            exact=m.exact,
            mention_kind=m.mention_kind,
            role=m.role,
            place_id=_id(m.row, gaz),
            precision=m.precision,
            coordinate_uncertainty_m=m.coordinate_uncertainty_m,
            confidence=m.confidence,
            georeference_protocol=m.georeference_protocol,
            reason=m.reason,
            runner_up_place_id=_id(m.runner_up, gaz),
            geocoder_version=geocoder_version(gaz.version),
        )


def _places(version_id: str, found: Geoparsed, gaz: Gazetteer) -> Iterable[ArticlePlace]:
    for p in found.places:
        yield ArticlePlace(
            version_id=version_id,
            place_id=gaz.place_id(p.row),
            role=p.role,
            mention_count=p.mention_count,
            weight=p.weight,
            confidence=p.confidence,
            is_focus=p.is_focus,
        )


def _rows_with_containers(rows: set[int], gaz: Gazetteer) -> list[int]:
    """Return rows with what each lies in, so that a container is a place as well."""
    return sorted(rows | {container for row in rows for container, _ in gaz.containers(row)})


def place_rows(
    place_ids: Iterable[str], gaz: Gazetteer | None = None
) -> tuple[list[Place], list[PlaceWithin]]:
    """Return the rows of places by id, with their containers; ids that the gazetteer lacks are left out."""
    gaz = gaz or gazetteer()
    named = {row for place_id in place_ids if (row := gaz.row_of(place_id)) is not None}
    places = [place_record(row, gaz) for row in _rows_with_containers(named, gaz)]
    return places, [within for row in sorted(named) for within in _within(row, gaz)]


@lru_cache(maxsize=1 << 12)  # outlines, a few kilobytes each at most; the same places are named every day
def place_record(row: int, gaz: Gazetteer) -> Place:
    """Return the row of core.places for a row of the gazetteer."""
    place = gaz.place(row)
    return Place(
        place_id=place.place_id,
        name=place.name,
        feature_class=place.feature_class,
        feature_code=place.feature_code,
        country_code=place.country_code,
        admin1_code=place.admin1_code,
        admin2_code=place.admin2_code,
        population=place.population,
        decimal_latitude=place.lat,
        decimal_longitude=place.lon,
        bbox=place.bbox,
        footprint=gaz.footprint(row),
        coordinate_uncertainty_m=place.uncertainty_m,
        members=place.members,
        claimants=place.claimants,
        wikidata_id=place.wikidata_id,
        gazetteer_version=gaz.version,
    )


def _within(row: int, gaz: Gazetteer) -> Iterable[PlaceWithin]:
    for container, share in gaz.containers(row):
        yield PlaceWithin(gaz.place_id(row), gaz.place_id(container), share)


def _geocodings(
    versions: list[ArticleVersion], read: dict[str, Geoparsed], gaz: Gazetteer, now: datetime
) -> list[Geocoding]:
    """Return one row a cleaning; versions of the same cleaning have the same text."""
    found = {v.cleaning_id: read[v.version_id] for v in versions if v.version_id in read}
    return [
        Geocoding(
            cleaning_id=cleaning_id,
            geocoder_version=geocoder_version(gaz.version),
            geocode_status=parsed.status,
            mentions=json.dumps([_plain(m, gaz) for m in parsed.mentions], ensure_ascii=False),
            geocoded_at=now,
        )
        for cleaning_id, parsed in found.items()
    ]


def _plain(mention: FoundMention, gaz: Gazetteer) -> dict[str, object]:
    """Return a mention as plain JSON: ids of places, since rows move with the gazetteer."""
    plain: dict[str, object] = dict(zip(_SAID, _SAYS(mention), strict=True))
    plain["place_id"] = _id(mention.row, gaz)
    plain["runner_up_place_id"] = _id(mention.runner_up, gaz)
    return plain


def _settled(
    version: ArticleVersion, found: Geoparsed, home: str, gaz: Gazetteer, now: datetime
) -> ArticleVersion:
    return replace(
        version,
        geocode_status=found.status,
        geocoder_version=geocoder_version(gaz.version),
        geocoded_at=now,
        source_home=home,
    )


def _id(row: int | None, gaz: Gazetteer) -> str | None:
    return None if row is None else gaz.place_id(row)
