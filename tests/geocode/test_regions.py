"""Hand-kept regions and waters: they win over like-named places, and have outlines."""

from pathlib import Path

import pytest
import shapely

from tasks.geocode.fold import fold
from tasks.geocode.footprint import Rings, decode, encode, to_wkb
from tasks.geocode.gazetteer import GazPlace, gazetteer

GAZ = gazetteer()


def first(name: str) -> GazPlace:
    return GAZ.place(GAZ.candidates(fold(name))[0].place)


def outline(place_id: str) -> shapely.Geometry:
    row = GAZ.row_of(place_id)
    assert row is not None
    wkb = GAZ.footprint(row)
    assert wkb is not None, place_id
    return shapely.from_wkb(wkb)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Middle East", "region"),
        ("Kashmir", "disputed"),
        ("Sinai", "peninsula"),
        ("Western Europe", "region"),
        ("Persian Gulf", "water"),
        ("Arabian Gulf", "water"),
        ("the Gulf", "water"),
        ("Kurdistan", "region"),
        ("Nagorno-Karabakh", "disputed"),
        ("Zangezur corridor", "region"),
        ("Nakhchivan", "region"),
        ("EU", "bloc"),
        ("Sahel", "region"),
        ("Horn of Africa", "region"),
        ("Balkans", "region"),
        ("Aras", "river"),
        ("Araz River", "river"),
        ("Abu Musa", "island"),
        ("Fordow", "site"),
        ("Caucasus Mountains", "range"),
        ("Gaza", "region"),
        ("Midwest", "region"),
        ("Siberia", "region"),
        ("Suez Canal", "water"),
    ],
)
def test_a_hand_kept_name_wins(name: str, kind: str) -> None:
    assert GAZ.candidates(fold(name))[0].name_class == "region"
    assert first(name).kind == kind


def test_european_is_a_continent_and_no_mine() -> None:
    candidates = GAZ.candidates("european")
    assert [GAZ.place(c.place).name for c in candidates] == ["Europe"]
    assert candidates[0].name_class == "demonym"


def test_the_gulf_has_one_id_under_all_its_names() -> None:
    names = ("Persian Gulf", "Arabian Gulf", "the Gulf")
    assert {first(name).place_id for name in names} == {"geonames:235616"}


def test_kurdistan_is_a_region_of_iraq_and_a_province_of_iran() -> None:
    places = [GAZ.place(c.place) for c in GAZ.candidates("kurdistan")]
    assert ("region", "IQ") in {(p.kind, p.country_code) for p in places}
    assert ("admin1", "IR") in {(p.kind, p.country_code) for p in places}
    assert first("Kurdistan Province").country_code == "IR"


def test_south_caucasus_is_armenia_azerbaijan_and_georgia() -> None:
    region = first("South Caucasus")
    assert region.members == ("AM", "AZ", "GE")
    shape = outline(region.place_id)
    for lat, lon in ((40.18, 44.51), (40.38, 49.89), (41.72, 44.79), (39.21, 45.41)):
        assert shape.contains(shapely.Point(lon, lat))
    for lat, lon in ((38.08, 46.29), (43.32, 45.69), (41.0, 39.72)):  # Tabriz, Grozny, Trabzon
        assert not shape.contains(shapely.Point(lon, lat))


def test_the_caspian_is_water_with_a_shore() -> None:
    shape = outline("geonames:630671")
    assert shapely.get_num_coordinates(shape) > 30
    assert shape.contains(shapely.Point(50.7, 41.7))
    assert shape.contains(shapely.Point(51.0, 37.5))
    for lat, lon in ((40.41, 49.7), (37.28, 49.58), (36.57, 53.06), (43.0, 46.5)):  # towns about it
        assert not shape.contains(shapely.Point(lon, lat))
    # About 371,000 square kilometres.
    assert 34.0 < shape.area < 46.0


def test_disputed_places_name_all_who_claim_them() -> None:
    assert set(first("Kashmir").claimants) == {"IN", "PK", "CN"}
    assert set(first("Crimea").claimants) == {"UA", "RU"}
    assert set(first("Abu Musa").claimants) == {"IR", "AE"}
    assert set(first("Golan Heights").claimants) == {"SY", "IL"}
    assert set(first("Nagorno-Karabakh").claimants) == {"AZ", "AM"}


def test_outlines_of_countries_follow_the_codes_of_their_units() -> None:
    gaz = gazetteer()
    crimea = gaz.row_of("geonames:703883")
    assert crimea is not None
    assert gaz.place(crimea).claimants == ("UA", "RU")
    yalta = shapely.Point(34.16, 44.55)
    for code, holds in {gaz.country[crimea]: True, "RU": False}.items():
        country = gaz.country_row(code)
        assert country is not None
        outline = gaz.footprint(country)
        assert outline is not None
        assert shapely.from_wkb(outline).contains(yalta) is holds


def test_every_region_has_a_valid_outline_that_its_box_holds() -> None:
    for row in GAZ.rows("region"):
        wkb = GAZ.footprint(row)
        assert wkb is not None, GAZ.name(row)
        shape = shapely.from_wkb(wkb)
        assert shape.is_valid, GAZ.name(row)
        box = GAZ.bbox(row)
        assert box is not None, GAZ.name(row)
        assert box[1] - 0.01 <= shape.bounds[1] <= shape.bounds[3] <= box[3] + 0.01, GAZ.name(row)


def test_there_are_some_hundred_hand_kept_places_of_many_kinds() -> None:
    kinds = [GAZ.kind[row] for row in GAZ.rows("region")]
    assert len(kinds) > 300
    assert {"water", "strait", "river", "range", "island", "peninsula", "disputed", "site", "bloc"} <= set(
        kinds
    )


def test_no_two_rows_share_an_id() -> None:
    heads = [GAZ.place_id(row) for row in range(GAZ.rows("town").start)]
    assert len(heads) == len(set(heads))


def test_no_alias_of_a_unit_is_the_name_of_a_sea() -> None:
    for name in ("persian gulf", "caspian sea", "black sea", "red sea", "middle east"):
        kinds = {GAZ.kind[c.place] for c in GAZ.candidates(name) if c.name_class != "own"}
        assert not kinds & {"admin1", "admin2"}, name


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("Caspian Sea", 0.85),
        ("Black Sea", 0.9),
        ("Persian Gulf", 0.85),
        ("Red Sea", 0.85),
        ("Gulf of Oman", 0.7),
        ("Sea of Azov", 0.8),
        ("Adriatic Sea", 0.85),
        ("Arabian Sea", 0.7),
        ("South China Sea", 0.6),
    ],
)
def test_hand_drawn_seas_agree_with_surveyed_ones(shared: Path, name: str, share: float) -> None:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    physical = shared / "places" / "features_physical.parquet"
    table = pq.read_table(physical, columns=["name", "source", "wkb"])
    rows = table.filter(pc.and_(pc.equal(table["name"], name), pc.is_valid(table["wkb"]))).to_pylist()
    assert rows, f"no surveyed outline of {name}"
    surveyed = shapely.make_valid(shapely.union_all([shapely.from_wkb(row["wkb"]) for row in rows]))
    drawn = outline(first(name).place_id)
    both = drawn.intersection(surveyed).area
    assert both / drawn.union(surveyed).area > share


def test_an_outline_survives_its_packing() -> None:
    square = shapely.box(-1.5, 2.0, 3.25, 4.125).difference(shapely.box(0, 3, 1, 3.5))
    rings: Rings = [
        (shapely.get_coordinates(ring) * 1000).round().astype("int32")
        for ring in (square.exterior, *square.interiors)
    ]
    back = shapely.from_wkb(to_wkb(decode(encode([rings, rings[1:]]))))
    assert back.geom_type == "MultiPolygon"
    assert back.geoms[0].equals(square)


def test_an_edge_too_long_to_be_kept_is_refused() -> None:
    ring = (shapely.get_coordinates(shapely.box(0, 0, 90, 10)) * 1000).round().astype("int32")
    with pytest.raises(ValueError, match="too long"):
        encode([[ring]])
