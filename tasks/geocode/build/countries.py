"""Countries: GeoNames' list, hand-kept points and names, the factbook's people, Natural Earth's outlines."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from tasks.geocode.build.draft import Box, Draft, Shape
from tasks.geocode.build.shapefile import read_attributes, read_shapefile

# Natural Earth draws these apart; they have no code of their own.
_DRAWN_APART = {
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "USNB Guantanamo Bay": "CU",
    "Indian Ocean Ter.": "CX",
    "Ashmore and Cartier Is.": "AU",
    "Coral Sea Is.": "AU",
}
# Natural Earth draws these within the mother country; GeoNames and ISO have codes for them.
_OVERSEAS: dict[str, tuple[str, Box]] = {
    "GF": ("FR", (-55.0, 2.0, -51.0, 6.0)),
    "GP": ("FR", (-62.0, 15.7, -60.9, 16.6)),
    "MQ": ("FR", (-61.3, 14.3, -60.7, 15.0)),
    "RE": ("FR", (55.0, -21.5, 56.0, -20.7)),
    "YT": ("FR", (44.9, -13.1, 45.4, -12.5)),
    "SJ": ("NO", (-10.0, 70.7, 35.0, 81.0)),
    "BQ": ("NL", (-69.0, 11.9, -62.0, 18.0)),
    "CX": ("CX", (105.0, -11.0, 106.0, -10.0)),
    "CC": ("CX", (96.0, -13.0, 97.5, -11.5)),
    "TK": ("NZ", (-173.0, -10.0, -171.0, -8.0)),
}
# Natural Earth draws who holds a place; ISO 3166-2 and GeoNames, whose codes we keep, count these elsewhere.
_CODED_ELSEWHERE: tuple[tuple[str, str, Box], ...] = (
    ("RU", "UA", (32.0, 44.0, 36.7, 46.4)),  # Crimea, which has its claimants in facts/regions.toml
)
# What the facts above leave in the mother country and is far away from its people.
_HOME: dict[str, Box] = {
    "FR": (-6.0, 41.0, 10.0, 52.0),
    "NL": (3.0, 50.0, 8.0, 54.0),
    "NO": (4.0, 57.0, 32.0, 72.0),
}
_NO_WORD = re.compile(r"^(none|note|n/?a)\b", re.IGNORECASE)


def make_countries(
    rows: dict[str, dict[str, Any]],
    people: dict[str, dict[str, list[str]]],
    facts: dict[str, Any],
    shapes: dict[str, Shape],
    known: dict[str, str],
) -> list[Draft]:
    """Make a draft of each country of GeoNames that still exists.

    `people` are names and demonyms by FIPS code, `known` Wikidata's ids by ISO code.
    """
    gone = set(facts["gone"])
    drafts = [
        country(row, facts["country"].get(code, {}), people.get(row["fips"], {}), shapes.get(code))
        for code, row in sorted(rows.items())
        if code not in gone
    ]
    for draft in drafts:
        draft.wikidata_id = draft.wikidata_id or known.get(draft.country)
    return drafts


def country(
    row: dict[str, Any], facts: dict[str, Any], people: dict[str, list[str]], shape: Shape | None
) -> Draft:
    """Make the draft of one country; hand-kept facts come before what the sources say."""
    point = facts.get("point")
    if point is None and shape is not None:
        inside = shape.representative_point()
        point = (round(inside.y, 3), round(inside.x, 3))
    draft = Draft(
        group="country",
        key=row["iso"],
        name=facts.get("name", row["name"]),
        kind="country",
        lat=float(point[0]) if point else 0.0,
        lon=float(point[1]) if point else 0.0,
        feature=("A", facts.get("feature", "PCLI")),
        geonameid=int(row["geonameid"]),
        country=row["iso"],
        population=int(row["population"]),
        shape=shape,
        claimants=tuple(facts.get("claimants", ())),
        capital=facts.get("capital", 0),
        wikidata_id=facts.get("wikidata"),
    )
    draft.add("own", draft.name, row["name"], *people.get("names", []), *facts.get("own", []))
    draft.add("alternate", *facts.get("alternate", []))
    draft.add("historic", *facts.get("historic", []))
    draft.add("abbreviation", *facts.get("abbreviation", []))
    words = facts["demonyms"] if "demonyms" in facts else people.get("demonyms", [])
    draft.add("demonym", *words, *facts.get("more_demonyms", []))
    _drop(draft, facts)
    return draft


def _drop(draft: Draft, facts: dict[str, Any]) -> None:
    """Take away what the sources call it and it is not, or no longer (`drop_own`)."""
    never, no_more = set(facts.get("drop", [])), set(facts.get("drop_own", []))
    draft.names = [(n, c) for n, c in draft.names if n not in never | (no_more if c == "own" else set())]


def read_factbook(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Read each country's names and the names of its people, by FIPS code in capitals."""
    found = {}
    for path in sorted(folder.glob("*/*.json")):
        if path.parent.name not in {"oceans", "world", "meta"}:
            page = json.loads(path.read_text("utf-8"))
            found[path.stem.upper()] = {"names": _names(page), "demonyms": _demonyms(page)}
    return found


def _names(page: dict[str, Any]) -> list[str]:
    given = page.get("Government", {}).get("Country name", {})
    texts = (given.get(f"conventional {form} form", {}).get("text", "") for form in ("long", "short"))
    return [part for text in texts for part in _words(text)]


def _demonyms(page: dict[str, Any]) -> list[str]:
    given = page.get("People and Society", {}).get("Nationality", {})
    adjectives = list(_words(given.get("adjective", {}).get("text", "")))
    people = []
    for word in _words(given.get("noun", {}).get("text", "")):
        stem, _, ending = word.partition("(")
        people += [stem, stem + ending.rstrip(")")] if ending else [word]
    return list(dict.fromkeys(adjectives + people))


def _words(text: str) -> Iterator[str]:
    text = re.sub(r"<[^>]+>|\([^s][^)]*\)|\([^)]{4,}\)", " ", text)
    text = re.split(r"[;.]| note", text)[0]
    for word in re.split(r",| or | and(?= [A-Z][a-z]+\()", text):
        clean = " ".join(word.split())
        if clean[:1].isupper() and "/" not in clean and not _NO_WORD.match(clean):
            yield clean


def read_wikidata(folder: Path) -> dict[str, str]:
    """Read Wikidata's ids from Natural Earth's countries, by ISO code."""
    rows = read_attributes(folder / "cultural" / "ne_10m_admin_0_countries.dbf")
    return {row["ISO_A2_EH"]: row["WIKIDATAID"] for row in rows if row["NAME"] not in _DRAWN_APART}


def read_outlines(folder: Path, tolerance: float) -> tuple[dict[str, Shape], Shape]:
    """Read Natural Earth's countries: coarse outlines by ISO code (degrees), and the land of all in full."""
    fine: dict[str, list[Shape]] = {}
    for row, shape in read_shapefile(folder / "cultural" / "ne_10m_admin_0_countries"):
        code = row["ISO_A2_EH"] if row["ISO_A2_EH"] != "-99" else _DRAWN_APART.get(row["NAME"], "")
        code = _DRAWN_APART.get(row["NAME"], code)
        if code:
            fine.setdefault(code, []).append(shape)
    whole = {code: shapely.union_all(parts) for code, parts in sorted(fine.items())}
    whole |= {code: clip(whole[mother], box) for code, (mother, box) in _OVERSEAS.items() if mother in whole}
    whole |= {code: clip(whole[code], box) for code, box in _HOME.items() if code in whole}
    for held, coded, box in _CODED_ELSEWHERE:
        if held in whole and coded in whole:
            whole |= move(whole, held, coded, box)
    land = shapely.union_all([shapely.simplify(shape, 0.02) for shape in whole.values()])
    return coarse(whole, tolerance), land


def clip(shape: Shape, box: Box) -> Shape:
    """Cut a shape to a box in degrees."""
    return shape.intersection(shapely.box(*box))


def move(shapes: dict[str, Shape], held: str, coded: str, box: Box) -> dict[str, Shape]:
    """Return both countries' shapes after the parts of `held` that lie whole in the box went to `coded`."""
    frame, parts = shapely.box(*box), shapely.get_parts(shapes[held])
    inside = [part for part in parts if frame.contains(part)]
    outside = [part for part in parts if not frame.contains(part)]
    return {held: shapely.union_all(outside), coded: shapely.union_all([shapes[coded], *inside])}


def coarse(shapes: dict[str, Shape], tolerance: float) -> dict[str, Shape]:
    """Simplify shapes that share borders so that they still do; specks beside a larger part are left out."""
    codes = [code for code in sorted(shapes) if not shapes[code].is_empty]
    thin = shapely.coverage_simplify([shapes[code] for code in codes], tolerance)
    return {code: without_specks(shape, shapes[code]) for code, shape in zip(codes, thin, strict=True)}


def without_specks(shape: Shape, instead: Shape, least: float = 0.01) -> Shape:
    """Drop the parts under `least` square degrees, or under a hundredth of the largest; never all of them."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"] or [instead.envelope]
    largest = max(part.area for part in parts)
    kept = [part for part in parts if part.area >= min(least, largest / 100.0)]
    return shapely.set_precision(shapely.union_all(kept), 0.001)
