"""The made-up world of small_world, in the formats that GeoNames and Natural Earth publish."""

import struct
import zipfile
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]

FACTS: dict[str, Any] = {
    "countries": {"gone": [], "country": {"WW": {"point": [40.0, 42.0]}}},
    "units": {"unit": {}, "type": {"WW": ["Province"]}},
    "towns": {"town": {"999": {"own": ["Gone"]}}},
    "places": [
        {"name": "Both Lands", "kind": "region", "members": ["WW", "EE"]},
        {"name": "Blue Lake", "kind": "water", "lake": "Blue Lake"},
        {"name": "Lost Lake", "kind": "water", "lake": "Lost Lake"},
    ],
}
TOWNS = (
    (7, "Oldport", "Port of Old,Altport,Староград", 39.0, 41.0, "PPLC", "WW", "01", "005", 90_000),
    (5, "Midland", "", 39.5, 43.0, "PPL", "WW", "01", "", 1_000),
    (6, "Eastgate", "", 39.0, 46.0, "PPL", "EE", "02", "", 1_000),
    (8, "Hamlet", "", 39.2, 46.1, "PPL", "EE", "02", "", 20),
)


def write_dumps(folder: Path) -> Path:
    """Write every file that an update takes."""
    folder.mkdir(parents=True, exist_ok=True)
    towns = [
        f"{n}\t{name}\t{name}\t{more}\t{lat}\t{lon}\tP\t{code}\t{cc}\t\t{a1}\t{a2}\t\t\t{people}\t\t10\tAsia/X\t2026-01-01"
        for n, name, more, lat, lon, code, cc, a1, a2, people in TOWNS
    ]
    _zip(folder / "cities500.zip", {"cities500.txt": _lines(towns)})
    names = [
        "1\t7\ten\tHarbour City\t1\t\t\t\t\t",
        "2\t7\ten\tKingsport\t\t\t\t1\t\t",
        "3\t7\tlink\thttps://town.example/Oldport\t\t\t\t\t\t",
        "4\t7\tiata\tOLD\t\t\t\t\t\t",
    ]
    _zip(folder / "alternateNamesV2.zip", {"alternateNamesV2.txt": _lines(names)})
    (folder / "admin1CodesASCII.txt").write_text(
        "WW.01\tSouth Province\tSouth Province\t31\nEE.02\tEast\tEast\t32\n", "utf-8"
    )
    (folder / "admin2Codes.txt").write_text("WW.01.005\tPort County\tPort County\t51\n", "utf-8")
    country = "{0}\t{0}{1}\t001\t{2}\t{3}\t\t1000\t{4}\tAS\t.x\tXXX\tX\t1\t\t\ten\t{5}\t\t\n"
    (folder / "countryInfo.txt").write_text(
        "# ISO\tISO3\tISO-Numeric\tfips\tCountry\n"
        + country.format("WW", "W", "WL", "Westland", 5_000_000, 101)
        + country.format("EE", "E", "EL", "Eastland", 3_000_000, 102),
        "utf-8",
    )
    west, east = (40.0, 38.0, 44.0, 42.0), (44.0, 38.0, 48.0, 42.0)
    write_shapefile(
        folder / "ne_10m_admin_0_countries.zip",
        [
            ({"ISO_A2_EH": "WW", "NAME": "Westland", "WIKIDATAID": "Q1"}, west),
            ({"ISO_A2_EH": "EE", "NAME": "Eastland", "WIKIDATAID": "Q2"}, east),
        ],
    )
    unit = {"gn_a1_code": "WW.01", "gn_level": "1", "gn_id": "31", "name": "South", "name_en": "South"}
    unit |= {"latitude": "39.0", "longitude": "42.0", "wikidataid": "Q3", "name_alt": "Sud|Süden"}
    write_shapefile(folder / "ne_10m_admin_1_states_provinces.zip", [(unit, (40.0, 38.0, 44.0, 40.0))])
    write_shapefile(
        folder / "ne_10m_lakes.zip",
        [({"name": "Blue Lake", "wikidataid": "Q4"}, (41.0, 39.0, 42.0, 40.0))],
    )
    return folder


def write_shapefile(path: Path, features: list[tuple[dict[str, str], Box]]) -> None:
    """Write boxes with attributes as a zipped shapefile."""
    shp, rows = b"\0" * 100, b""
    columns = list(features[0][0])
    for number, (row, (west, south, east, north)) in enumerate(features, start=1):
        ring = [(west, south), (west, north), (east, north), (east, south), (west, south)]
        body = struct.pack("<I4dIII", 5, west, south, east, north, 1, 5, 0)
        body += b"".join(struct.pack("<2d", *corner) for corner in ring)
        shp += struct.pack(">II", number, len(body) // 2) + body
        rows += b" " + b"".join(row[name].encode().ljust(40) for name in columns)
    head = struct.pack(
        "<B3BIHH20x", 3, 0, 0, 0, len(features), 32 + 32 * len(columns) + 1, 40 * len(columns) + 1
    )
    head += b"".join(
        n.encode().ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([40, 0]) + b"\0" * 14 for n in columns
    )
    _zip(path, {f"{path.stem}.shp": shp, f"{path.stem}.dbf": head + b"\r" + rows})


def _zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data)


def _lines(rows: list[str]) -> bytes:
    return ("\n".join(rows) + "\n").encode("utf-8")
