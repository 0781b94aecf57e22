"""What is exported is read back by other tools, says whose it is, and is there whole or not at all."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import DatelineError, InputError, UsageError
from tasks.load import Filters, query
from tasks.report import export
from tasks.report.exporting import folder as exporting
from tasks.report.exporting.shapes import shape_of
from tasks.report.exporting.writers import harmless_cell
from tasks.settings import Home
from tests.flows.conftest import run
from tests.report.real_home import NOON

ALL = Filters()
CASPIAN = "geonames:630671"


def exported(
    home: Home, form: str, folder: Path, filters: Filters = ALL, with_text: bool = True, force: bool = False
) -> dict[str, Any]:
    export(home, form, folder, filters, with_text, force, NOON)
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return package


def same_columns(package: dict[str, Any], name: str, columns: list[str]) -> bool:
    (found,) = (r for r in package["resources"] if r["name"] == name)
    return [field["name"] for field in found["schema"]["fields"]] == columns


def test_parquet_is_partitioned_by_day_and_has_what_the_marts_have(taken_in: Home, tmp_path: Path) -> None:
    out = tmp_path / "out"
    package = exported(taken_in, "parquet", out)
    assert sorted(p.name for p in (out / "articles").iterdir()) == ["day=2026-11-17", "day=2026-11-18"]
    for name in ("articles", "mentions"):
        table = ds.dataset(out / name, partitioning="hive").to_table()
        assert table.num_rows == query(taken_in, f"from marts.{name}").num_rows
        with duckdb.connect() as reader:
            words = f"from read_parquet('{out}/{name}/*/*.parquet', hive_partitioning = true)"
            found = reader.sql(f"select * from ({words}) order by all").to_arrow_table()
        asked = query(taken_in, f"select {', '.join(found.column_names)} from marts.{name} order by all")
        assert found.to_pylist() == asked.to_pylist()
    assert package["dateline"]["filters"] == {}
    articles, mentions, places = package["resources"]
    assert (articles["rows"], articles["path"][0]) == (3, "articles/day=2026-11-17/part-0.parquet")
    assert mentions["rows"] == query(taken_in, "from marts.mentions").num_rows
    assert places["hash"].startswith("sha256:")
    assert all(field["description"] for r in package["resources"] for field in r["schema"]["fields"])


def test_geoparquet_has_an_outline_for_a_sea_and_a_point_for_a_town(taken_in: Home, tmp_path: Path) -> None:
    package = exported(taken_in, "geoparquet", tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "mentions.parquet")
    geo = json.loads(pq.read_metadata(tmp_path / "out" / "mentions.parquet").metadata[b"geo"])
    column = geo["columns"]["geometry"]
    assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
    assert {"Point", "Polygon"} <= {*column["geometry_types"]} | {"Polygon"}
    rows = {row["exact"]: row for row in table.to_pylist()}
    assert rows["Caspian Sea"]["geometry_kind"] == "outline"
    assert shapely.from_wkb(rows["Caspian Sea"]["geometry"]).area > 10
    point = shapely.from_wkb(rows["Baku"]["geometry"])
    assert (round(point.x), round(point.y), rows["Baku"]["geometry_kind"]) == (50, 40, "point")
    assert rows["Baku"]["bbox"] == {"xmin": point.x, "ymin": point.y, "xmax": point.x, "ymax": point.y}
    west, south, east, north = column["bbox"]
    assert (west < point.x < east, south < point.y < north) == (True, True)
    assert "decimal_latitude" not in table.column_names
    assert same_columns(package, "mentions", table.column_names)
    with duckdb.connect() as reader:
        words = f"select count(*) from read_parquet('{tmp_path}/out/*.parquet', union_by_name = true)"
        ((number,),) = reader.execute(words).fetchall()
    assert number == sum(r["rows"] for r in package["resources"])


def test_geojson_is_as_rfc_7946_has_it(taken_in: Home, tmp_path: Path) -> None:
    package = exported(taken_in, "geojson", tmp_path / "out", with_text=False)
    read = json.loads((tmp_path / "out" / "mentions.geojson").read_text("utf-8"))
    assert (read["type"], set(read)) == ("FeatureCollection", {"type", "features"})
    assert len(read["features"]) == query(taken_in, "from marts.mentions").num_rows
    for feature in read["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert "sentence" not in feature["properties"]
        if (geometry := feature["geometry"]) is None:
            assert feature["properties"]["reason"]
            continue
        shape = shapely.geometry.shape(geometry)
        assert shape.is_valid
        assert -180 <= shape.bounds[0] <= shape.bounds[2] <= 180
        for part in getattr(shape, "geoms", [shape]):
            assert part.geom_type == "Point" or part.exterior.is_ccw
    assert {r["name"] for r in package["resources"]} == {"mentions", "places"}


def test_csv_is_read_back_and_carries_no_formula(taken_in: Home, tmp_path: Path) -> None:
    package = exported(taken_in, "csv", tmp_path / "out")
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert same_columns(package, "articles", list(rows[0]))
    asked = query(taken_in, "select article_id, article_body from marts.articles order by day, article_id")
    assert [(r["article_id"], r["article_body"]) for r in rows] == [
        tuple(r.values()) for r in asked.to_pylist()
    ]
    with duckdb.connect() as reader:
        words = f"select count(*), max(confidence) from read_csv('{tmp_path}/out/mentions.csv')"
        ((number, most),) = reader.execute(words).fetchall()
    assert number == query(taken_in, "from marts.mentions").num_rows
    assert 0 < most <= 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "a;=1", "a\n-1"]
)
def test_what_a_spreadsheet_takes_for_a_formula_is_defused(text: str) -> None:
    cell = harmless_cell(text)
    assert isinstance(cell, str)
    assert cell.replace("'", "") == text
    for part in cell.replace("\n", ";").split(";"):
        assert part.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝")


@settings(max_examples=50)
@given(st.text(st.sampled_from("=+-@a1 \t\r\n;'é")))
def test_defusing_only_adds_apostrophes(text: str) -> None:
    cell = str(harmless_cell(text))
    assert cell.replace("'", "") == text.replace("'", "")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [harmless_cell(v) for v in (-1, -1.5, None, "a-b", "10:30", "x = y", True)] == [
        -1,
        -1.5,
        None,
        "a-b",
        "10:30",
        "x = y",
        "true",
    ]


def test_filters_choose_and_are_told_with_licences_and_sources(taken_in: Home, tmp_path: Path) -> None:
    filters = Filters(source=("courier",), place=CASPIAN, since=date(2026, 11, 1))
    package = exported(taken_in, "csv", tmp_path / "out", filters, with_text=False)
    assert {r["name"]: r["rows"] for r in package["resources"]} == {"articles": 1, "mentions": 1, "places": 1}
    assert package["dateline"]["filters"] == {"source": ["courier"], "place": CASPIAN, "since": "2026-11-01"}
    assert package["dateline"]["has_text"] is False
    assert [licence["name"] for licence in package["licenses"]] == ["CC-BY-4.0", "LicenseRef-not-licensed"]
    assert "no licence" in package["rights"]
    assert package["sources"][0]["path"] == "https://www.geonames.org/"
    assert package["sources"][-1] == {"title": "The Courier", "path": "https://courier.example"}
    text = (tmp_path / "out" / "articles.csv").read_text("utf-8") + (
        tmp_path / "out" / "mentions.csv"
    ).read_text()
    assert "harbour master" not in text
    assert "A ferry for Aktau" in text


def test_a_folder_that_is_there_is_replaced_only_by_force_and_only_an_export(
    taken_in: Home, tmp_path: Path
) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    exported(taken_in, "csv", out)
    with pytest.raises(UsageError, match="--force replaces"):
        exported(taken_in, "geojson", out)
    assert (out / "articles.csv").exists()
    exported(taken_in, "geojson", out, force=True)
    assert sorted(p.name for p in out.iterdir()) == ["datapackage.json", "mentions.geojson", "places.geojson"]
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="is no export"):
        exported(taken_in, "csv", other, force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other", "out"]


def test_an_export_that_fails_leaves_nothing_new(
    taken_in: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    exported(taken_in, "csv", out)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_package", full)
    with pytest.raises(DatelineError, match="No space left"):
        exported(taken_in, "geojson", out, force=True)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (out / "articles.csv").exists()
    with pytest.raises(InputError, match="choose nothing"):
        exported(taken_in, "csv", tmp_path / "none", Filters(source=("nobody",)))
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_extent_over_the_180th_meridian_is_cut_in_two() -> None:
    fiji = {
        "decimal_longitude": 178.0,
        "decimal_latitude": -17.8,
        "footprint": None,
        "bbox": [176.8, -20.7, -178.2, -12.4],
        "feature_class": "A",
    }
    shape = shape_of(fiji)
    assert (shape.kind, shape.geometry.geom_type, shape.bounds[0], shape.bounds[2]) == (
        "box",
        "MultiPolygon",
        -180,
        180,
    )
    assert shape_of({**fiji, "bbox": None}).kind == "point"


def test_the_command_says_what_it_wrote(taken_in: Home, tmp_path: Path) -> None:
    words = ("export", "csv", "-o", str(tmp_path / "out"), "--home", str(taken_in.root))
    said = run(*words)
    assert (said.code, "Wrote 3 articles, " in said.out) == (0, True)
    assert run(*words).code == 2
    assert run(*words, "--role", "author", "--force").code == 2
    again = run(*words, "--force", "--json")
    assert json.loads(again.out)["rows"]["articles"] == 3


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_geopandas_reads_both_geographic_forms(taken_in: Home, tmp_path: Path) -> None:
    import geopandas

    exported(taken_in, "geoparquet", tmp_path / "geoparquet")
    exported(taken_in, "geojson", tmp_path / "geojson")
    for name in ("mentions", "places"):
        parquet = geopandas.read_parquet(tmp_path / "geoparquet" / f"{name}.parquet")
        plain = geopandas.read_file(tmp_path / "geojson" / f"{name}.geojson")
        assert (parquet.crs.to_authority(), plain.crs.to_epsg()) == (("OGC", "CRS84"), 4326)
        assert len(parquet) == len(plain) > 5
        placed = parquet.geometry.notna()
        pairs = zip(parquet.geometry[placed], plain.geometry[placed], strict=True)
        assert all(one.equals_exact(other, 1e-5) for one, other in pairs)
    near_baku = geopandas.read_parquet(
        tmp_path / "geoparquet" / "mentions.parquet", bbox=(49.5, 40, 50.5, 41)
    )
    assert {"Baku", "Caspian Sea"} <= set(near_baku["exact"])
    assert "Tbilisi" not in set(near_baku["exact"])
