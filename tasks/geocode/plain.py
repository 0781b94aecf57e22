"""What geoparsing found as plain JSON values: ids of places, not rows, which move with the gazetteer."""

from collections.abc import Iterator
from typing import Any

from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.geoparse import FoundMention, Geoparsed, PlaceWeight


def plain_mention(mention: FoundMention, gaz: Gazetteer) -> dict[str, Any]:
    """Return all that is known of a mention; a place's keys are left out where it stays unresolved."""
    found: dict[str, Any] = {
        "text_field": mention.text_field,
        "start": mention.start_char,
        "end": mention.end_char,
        "exact": mention.exact,
        "kind": mention.mention_kind,
        "role": mention.role,
        "precision": mention.precision,
        "confidence": mention.confidence,
        "protocol": mention.georeference_protocol,
    }
    if mention.row is None:
        found["reason"] = mention.reason
    else:
        found |= _place(mention.row, gaz) | {"coordinate_uncertainty_m": mention.coordinate_uncertainty_m}
    if mention.runner_up is not None:
        found["runner_up"] = {
            "place_id": gaz.place_id(mention.runner_up),
            "name": gaz.name(mention.runner_up),
        }
    return found


def plain_focus(parsed: Geoparsed, gaz: Gazetteer) -> list[dict[str, Any]]:
    """Return the places that the article is about, the weightiest first."""
    return [_focus(place, gaz) for place in parsed.places if place.is_focus]


def scorer_line(doc_id: object, parsed: Geoparsed, gaz: Gazetteer) -> dict[str, Any]:
    """Return the line that the scorer reads: mentions of the body alone, offsets into its text."""
    toponyms = [_toponym(m, gaz) for m in parsed.mentions if m.text_field == "article_body"]
    return {"doc_id": doc_id, "toponyms": toponyms, "focus": plain_focus(parsed, gaz)}


def features(parsed: Geoparsed, gaz: Gazetteer) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection (RFC 7946), a feature a mention: an outline where there is one.

    A mention that stays unresolved has a null geometry.
    """
    return {"type": "FeatureCollection", "features": list(_features(parsed, gaz))}


def _features(parsed: Geoparsed, gaz: Gazetteer) -> Iterator[dict[str, Any]]:
    for mention in parsed.mentions:
        properties = plain_mention(mention, gaz)
        geometry = None if mention.row is None else _geometry(mention.row, gaz)
        yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _geometry(row: int, gaz: Gazetteer) -> Any:
    outline = gaz.footprint(row)
    if outline is not None:
        import shapely  # heavy, and most places are points

        return shapely.geometry.mapping(shapely.from_wkb(outline))
    place = gaz.place(row)
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _place(row: int, gaz: Gazetteer) -> dict[str, Any]:
    place = gaz.place(row)
    return {
        "place_id": place.place_id,
        "name": place.name,
        "country_code": place.country_code,
        "lat": place.lat,
        "lon": place.lon,
    }


def _toponym(mention: FoundMention, gaz: Gazetteer) -> dict[str, Any]:
    found: dict[str, Any] = {"start": mention.start_char, "end": mention.end_char}
    if mention.row is not None:
        place = gaz.place(mention.row)
        found |= {"lat": place.lat, "lon": place.lon, "place_id": place.place_id}
        if place.geonameid is not None:
            found["geonameid"] = place.geonameid
    return found | {
        "kind": mention.mention_kind,
        "role": mention.role,
        "precision": mention.precision,
        "confidence": mention.confidence,
    }


def _focus(place: PlaceWeight, gaz: Gazetteer) -> dict[str, Any]:
    country = gaz.country[place.row] or None
    return {
        "place_id": gaz.place_id(place.row),
        "name": gaz.name(place.row),
        "country_code": country,
        "weight": place.weight,
    }
