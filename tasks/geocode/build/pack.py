"""Writes the gazetteer's files: the same rows give the same bytes."""

import hashlib
import json
import math
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
import shapely

from tasks.geocode.build.contain import Within
from tasks.geocode.build.draft import GROUPS, Draft, Shape
from tasks.geocode.fold import fold
from tasks.geocode.footprint import LONGEST, STEPS, Rings, encode
from tasks.geocode.tables import ARRAYS, FORMAT, KINDS, NAME_CLASSES, Array

_RANK = {name_class: at for at, name_class in enumerate(NAME_CLASSES)}
_NOWHERE = (math.nan,) * 4
_EDITION = "2026.11"  # of the sources


def pack(
    rows: list[Draft],
    within: list[Within],
    folder: Path,
    sources: list[dict[str, str]],
    edition: str = _EDITION,
) -> dict[str, Any]:
    """Write all files of ordered rows into a folder and return the manifest; `edition` begins the version."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.suffix in {".npy", ".bin", ".trie", ".json"}:
            old.unlink()
    spans = spans_of(rows)
    arrays = {**name_arrays(rows, folder), **row_arrays(rows, spans), **head_arrays(rows, spans, folder)}
    arrays["within_row"], arrays["within_place"], arrays["within_share"] = (
        np.array([entry[at] for entry in within]) for at in range(3)
    )
    (folder / "labels.bin").write_bytes("".join(row.name for row in rows).encode("utf-8"))
    arrays["label_start"] = starts(len(row.name.encode("utf-8")) for row in rows)
    for name, dtype in ARRAYS.items():
        write_array(folder / f"{name}.npy", arrays[name], dtype)
    write_json(folder / "special.json", special(rows, spans))
    return write_manifest(folder, rows, len(arrays["name_start"]) - 1, sources, edition)


def spans_of(rows: list[Draft]) -> dict[str, tuple[int, int]]:
    """Return the rows of each group."""
    edges = [0, *accumulate(sum(row.group == group for row in rows) for group in GROUPS)]
    return {group: (edges[at], edges[at + 1]) for at, group in enumerate(GROUPS)}


def candidates(rows: list[Draft]) -> dict[str, list[int]]:
    """Return each folded name with its packed candidates, best first; a place stands once under a name."""
    best: dict[str, dict[int, int]] = {}
    for at, row in enumerate(rows):
        for name, name_class in row.names:
            if key := fold(name):
                seen = best.setdefault(key, {})
                seen[at] = min(seen.get(at, 99), _RANK[name_class])

    def order(item: tuple[int, int]) -> tuple[bool, bool, int, bool, int, int]:
        row, rank = rows[item[0]], item[1]
        return rank > 0, row.group != "country", rank, row.feature[1] == "PPLX", -row.population, item[0]

    return {
        key: [rank << 24 | at for at, rank in sorted(seen.items(), key=order)] for key, seen in best.items()
    }


def name_arrays(rows: list[Draft], folder: Path) -> dict[str, Array]:
    """Write the trie of names and return where each name's candidates stand."""
    found = candidates(rows)
    trie = marisa_trie.Trie(sorted(found), order=marisa_trie.LABEL_ORDER)
    trie.save(str(folder / "names.trie"))
    by_key = sorted((trie[name], packed) for name, packed in found.items())
    return {
        "name_start": starts(len(packed) for _, packed in by_key),
        "candidate": np.array([value for _, packed in by_key for value in packed]),
    }


def row_arrays(rows: list[Draft], spans: dict[str, tuple[int, int]]) -> dict[str, Array]:
    """Return the columns that every row has."""
    codes = {code: at for at, code in enumerate(country_codes(rows))}
    features = {feature: at for at, feature in enumerate(feature_codes(rows))}
    admin1 = positions(rows, spans["admin1"])
    admin2 = positions(rows, spans["admin2"])
    columns: dict[str, Callable[[Draft], float]] = {
        "geonameid": lambda row: row.geonameid,
        "latitude": lambda row: row.lat,
        "longitude": lambda row: row.lon,
        "population": lambda row: row.population,
        "country": lambda row: codes[row.country],
        "kind": lambda row: KINDS.index(row.kind),
        "feature": lambda row: features[row.feature],
        "admin1": lambda row: admin1.get(row.admin1, 0),
        "admin2": lambda row: admin2.get(row.admin2, 0),
    }
    return {name: np.array([value(row) for row in rows]) for name, value in columns.items()}


def head_arrays(rows: list[Draft], spans: dict[str, tuple[int, int]], folder: Path) -> dict[str, Array]:
    """Write codes and outlines of the rows before the towns, and return where they stand."""
    head = rows[: spans["town"][0]]
    codes = [row.key for row in rows[spans["admin1"][0] : spans["admin2"][1]]]
    drawn = [(at, encode(rings_of(row.shape))) for at, row in enumerate(head) if row.shape]
    (folder / "codes.bin").write_bytes("".join(codes).encode("utf-8"))
    (folder / "footprints.bin").write_bytes(b"".join(data for _, data in drawn))
    return {
        "bbox": np.array([row.bbox or _NOWHERE for row in head]).reshape(-1, 4),
        "code_start": starts(len(code.encode("utf-8")) for code in codes),
        "footprint_row": np.array([at for at, _ in drawn]),
        "footprint_start": starts(len(data) for _, data in drawn),
    }


def rings_of(shape: Shape) -> list[Rings]:
    """Return the polygons of a shape on the grid of the footprints, outer ring first."""
    shape = shapely.normalize(shapely.make_valid(shapely.set_precision(shape, 1 / STEPS)))
    parts = shapely.get_parts(shapely.segmentize(shape, LONGEST))
    polygons = []
    for part in (p for p in parts if p.geom_type == "Polygon"):
        rings = [_on_grid(ring) for ring in (part.exterior, *part.interiors)]
        if len(rings[0]) > 3:
            polygons.append([ring for ring in rings if len(ring) > 3])
    return polygons or [[_on_grid(shape.envelope.buffer(1 / STEPS, join_style="mitre").exterior)]]


def _on_grid(ring: Shape) -> Array:
    points = np.round(shapely.get_coordinates(ring) * STEPS).astype(np.int32)
    moved = np.any(np.diff(points, axis=0) != 0, axis=1)
    kept: Array = points[np.concatenate([[True], moved])]
    return kept


def special(rows: list[Draft], spans: dict[str, tuple[int, int]]) -> dict[str, Any]:
    """Return code tables, spans, and what only some rows have."""
    stated = {row.capital: row.country for row in rows if row.capital}
    towns = [(at, row) for at, row in enumerate(rows) if row.group == "town"]
    capitals = {stated[row.geonameid]: at for at, row in towns if row.geonameid in stated}
    capitals |= {row.country: at for at, row in towns if row.feature[1] == "PPLC"}
    return {
        "countries": country_codes(rows),
        "features": feature_codes(rows),
        "spans": spans,
        "extras": {at: _extra(row, capitals) for at, row in enumerate(rows) if _is_special(row)},
    }


def _is_special(row: Draft) -> bool:
    return row.group in {"country", "region"} or bool(row.wikidata_id or row.slug)


def _extra(row: Draft, capitals: dict[str, int]) -> dict[str, Any]:
    facts = {
        "slug": row.slug or (row.country.lower() if row.group == "country" else ""),
        "members": list(row.members),
        "parts": list(row.parts),
        "claimants": list(row.claimants),
        "holds": sorted(row.holds),
        "wikidata": row.wikidata_id,
        "capital": capitals.get(row.country) if row.group == "country" else None,
    }
    return {name: value for name, value in facts.items() if value}


def country_codes(rows: list[Draft]) -> list[str]:
    """Return all country codes, none first."""
    return sorted({"", *(row.country for row in rows)})


def feature_codes(rows: list[Draft]) -> list[tuple[str, str]]:
    """Return all feature classes and codes."""
    return sorted({row.feature for row in rows})


def positions(rows: list[Draft], span: tuple[int, int]) -> dict[str, int]:
    """Return each unit's position among its like, from 1."""
    return {row.key: at for at, row in enumerate(rows[span[0] : span[1]], start=1)}


def starts(lengths: Any) -> Array:
    """Return where each of some lengths begins, and where the last ends."""
    return np.array([0, *accumulate(lengths)])


def write_array(path: Path, array: Array, dtype: str) -> None:
    """Write an array; ValueError where its numbers do not fit the type."""
    wanted = np.dtype(dtype)
    if (
        wanted.kind in "iu"
        and len(array)
        and (array.min() < np.iinfo(wanted).min or array.max() > np.iinfo(wanted).max)
    ):
        raise ValueError(f"{path.name} does not fit {dtype}: {array.min()} to {array.max()}")
    np.save(path, array.astype(wanted), allow_pickle=False)


def write_json(path: Path, value: Any) -> None:
    """Write JSON in one form."""
    path.write_text(
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n", "utf-8"
    )


def write_manifest(
    folder: Path, rows: list[Draft], names: int, sources: list[dict[str, str]], edition: str
) -> dict[str, Any]:
    """Write what the gazetteer is made of: counts, sources, digests, and the version from them."""
    files = {path.name: _digest(path) for path in sorted(folder.iterdir()) if path.is_file()}
    whole = hashlib.sha256(json.dumps(files, sort_keys=True).encode("ascii")).hexdigest()
    groups = {group: sum(row.group == group for row in rows) for group in GROUPS}
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": f"{edition}+{whole[:8]}",
        "counts": {**groups, "names": names, "rows": len(rows)},
        "sources": sources,
        "tools": {"shapely": shapely.__version__, "geos": shapely.geos_version_string},
        "files": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return manifest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
