"""From what the sources say and the facts kept by hand to the rows of the gazetteer, whatever the sources."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.errors import GazetteerError
from tasks.geocode.build.countries import read_outlines
from tasks.geocode.build.draft import Draft, Shape, ordered
from tasks.geocode.build.names import mend, promote, prune
from tasks.geocode.build.outlines import Drawn, bounds, draw, read_lakes, settle
from tasks.geocode.build.regions import Ground, merge, read_regions
from tasks.geocode.build.units import make_units

_FACTS = Path(__file__).parent / "facts"
_COUNTRY_TOLERANCE = 0.05  # degrees
_UNIT_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Material:
    """What sources give, read: everything but what is kept by hand."""

    towns: list[Draft]
    codes: set[str]  # of all units: 'IR.26', 'US.CA.037'
    firsts: list[dict[str, str]]  # code and name of each first order unit
    seconds: list[dict[str, str]]
    ids: dict[str, int]  # GeoNames', of units by code
    drawn: Iterable[tuple[dict[str, Any], Shape]]  # Natural Earth's first order units
    natural_earth: Path  # the folder of its countries and lakes
    countries: Callable[[dict[str, Shape]], list[Draft]]  # drafts, given the outlines by code


def read_facts() -> dict[str, Any]:
    """Read the facts kept by hand."""
    files = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(_FACTS.glob("*.toml"))}
    places = [place for facts in files.values() for place in facts.get("place", [])]
    return {
        "countries": files["countries"],
        "units": files["units"],
        "towns": files["towns"],
        "places": places,
    }


def assemble(given: Material, facts: dict[str, Any], left_out: list[str] | None = None) -> list[Draft]:
    """Draft every place, in the order of the rows.

    A fact that speaks of a unit, town or lake that the sources do not have is an error; where a list
    `left_out` is given, it is named there and left out.
    """
    outlines, land = read_outlines(given.natural_earth, _COUNTRY_TOLERANCE)
    drawn: Drawn = draw(given.drawn, given.codes, given.towns)
    units = make_units(given.firsts, given.seconds, facts["units"], drawn, _UNIT_TOLERANCE, given.ids)
    firsts = {unit.key: unit for unit in units if unit.group == "admin1"}
    shapes = {code: unit.shape for code, unit in firsts.items() if unit.shape is not None}
    lakes, lake_ids = read_lakes(given.natural_earth)
    ground = Ground(outlines, shapes, lakes, land, lake_ids)
    towns, places = facts["towns"]["town"], facts["places"]
    if left_out is not None:
        towns, places = fitting(facts, given.towns, firsts, ground, left_out)
    mend(given.towns, towns)
    promote(given.towns, firsts)
    regions = read_regions(places, ground)
    merge(places, firsts, ground)
    countries = given.countries(outlines)
    for row in (*countries, *regions):
        row.bbox = None if row.shape is None else bounds(row.shape)
    units = settle([u for u in units if u.group == "admin1"], given.towns, lambda town: town.admin1) + settle(
        [u for u in units if u.group == "admin2"], given.towns, lambda town: town.admin2
    )
    return prune(ordered([*countries, *regions, *units, *given.towns]))


def fitting(
    facts: dict[str, Any], towns: list[Draft], firsts: dict[str, Draft], ground: Ground, left_out: list[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the facts of towns and places that the sources have a hold for; name the others."""
    known = {str(town.geonameid) for town in towns}
    held = {number: fact for number, fact in facts["towns"]["town"].items() if number in known}
    left_out += [f"town {number}" for number in facts["towns"]["town"] if number not in known]
    places = []
    for place in facts["places"]:
        lakes = place.get("lake", [])
        wanted = [place["same_as"]] if "same_as" in place else []
        whole = all(code in firsts for code in wanted)
        whole &= all(code in ground.units for code in place.get("parts", []))
        whole &= all(lake in ground.lakes for lake in ([lakes] if isinstance(lakes, str) else lakes))
        members = place.get("members", [])
        drawn = any(key in place for key in ("point", "outline", "box", "line", "lake", "same_as", "parts"))
        whole &= drawn or any(code in ground.countries for code in members)
        if whole:
            places.append(place)
        else:
            left_out.append(place["name"])
    return held, places


def refuse_few(rows: list[Draft], least: int) -> None:
    """Raise GazetteerError where sources gave fewer towns than could be."""
    towns = sum(row.group == "town" for row in rows)
    if towns < least:
        raise GazetteerError(
            f"The sources give {towns:,} towns, fewer than the {least:,} that there should be.",
            "Nothing was changed. Download the files anew, or give whole ones.",
        )
