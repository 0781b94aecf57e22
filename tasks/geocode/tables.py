"""The gazetteer's files: what stands in them, and how they are mapped into memory."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tasks.errors import GazetteerError

FORMAT: Final = 1  # of the files; the code reads this one alone

NameClass = Literal["region", "own", "admin", "abbreviation", "demonym", "historic", "alternate"]
Kind = Literal[
    "town",
    "admin1",
    "admin2",
    "country",
    "water",
    "strait",
    "river",
    "region",
    "range",
    "island",
    "peninsula",
    "disputed",
    "site",
    "bloc",
    "continent",
]
# Both are written into the files by position: append, never reorder.
NAME_CLASSES: Final[tuple[NameClass, ...]] = get_args(NameClass)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

PRECISION_OF: Final[dict[Kind, str]] = {
    "town": "town",
    "admin2": "district",
    "admin1": "province",
    "country": "country",
    "water": "water",
    "strait": "water",
    "river": "water",
    "region": "region",
    "range": "region",
    "island": "region",
    "peninsula": "region",
    "disputed": "region",
    "bloc": "region",
    "continent": "region",
    "site": "site",
}

ARRAYS: Final[dict[str, str]] = {
    # names -> candidates; a candidate is (position in NAME_CLASSES) << 24 | row
    "name_start": "<u4",
    "candidate": "<u4",
    # one entry a row
    "geonameid": "<i4",  # 0 where GeoNames has none
    "label_start": "<u4",  # into labels.bin, one more than rows
    "latitude": "<f4",
    "longitude": "<f4",
    "population": "<u4",
    "country": "u1",  # position in tables.countries
    "kind": "u1",  # position in KINDS
    "feature": "u1",  # position in tables.features
    "admin1": "<u2",  # 1 + position among the admin1 rows; 0 for none
    "admin2": "<u2",
    # rows before the towns
    "bbox": "<f4",  # (head rows, 4): west, south, east, north; NaN for none
    "code_start": "<u4",  # into codes.bin, admin1 and admin2 rows in this order: 'IR.26', 'US.CA.037'
    "footprint_row": "<u4",  # ascending
    "footprint_start": "<u4",  # into footprints.bin (tasks.geocode.footprint)
    # towns and others that lie in a region's outline, ascending by row
    "within_row": "<u4",
    "within_place": "<u4",
    "within_share": "u1",  # percent
}
BLOBS: Final = ("labels", "codes", "footprints")

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Extra:
    """What only hand-kept places and countries have."""

    slug: str  # the id under `dateline:` where GeoNames has none
    members: tuple[str, ...]  # ISO codes
    parts: tuple[str, ...]  # admin1 codes that make up the region: 'US.IL'
    claimants: tuple[str, ...]  # ISO codes, of a disputed place
    holds: frozenset[str]  # ISO codes and unit codes that lie in the region entire
    wikidata_id: str | None
    capital: int | None  # row of a country's capital


@dataclass(frozen=True, slots=True)
class Tables:
    """The opened files."""

    manifest: dict[str, Any]
    arrays: dict[str, Array]
    blobs: dict[str, Array]
    countries: tuple[str, ...]  # ISO codes; '' for none
    features: tuple[tuple[str, str], ...]  # class and code: ('P', 'PPLC')
    spans: dict[str, tuple[int, int]]  # rows of: country, region, admin1, admin2, town
    extras: dict[int, Extra]


def open_tables(folder: Path) -> Tables:
    """Map the gazetteer's arrays into memory; GazetteerError where a file is missing or of another format."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise GazetteerError(
                f"The gazetteer in {folder} has format {manifest['format']}, this version reads {FORMAT}.",
                "Install the version that it was made for, or run `make gazetteer`.",
            )
        special = json.loads((folder / "special.json").read_text("utf-8"))
        arrays = {name: _mapped(folder / f"{name}.npy") for name in ARRAYS}
        blobs = {name: _mapped_bytes(folder / f"{name}.bin") for name in BLOBS}
    except (OSError, ValueError, KeyError) as fault:
        raise GazetteerError(
            f"The gazetteer in {folder} cannot be read ({fault}).",
            "Install dateline again, or run `make gazetteer` in a checkout.",
        ) from fault
    return Tables(
        manifest=manifest,
        arrays=arrays,
        blobs=blobs,
        countries=tuple(special["countries"]),
        features=tuple((f[0], f[1]) for f in special["features"]),
        spans={name: (span[0], span[1]) for name, span in special["spans"].items()},
        extras={int(row): _extra(extra) for row, extra in special["extras"].items()},
    )


def _mapped(path: Path) -> Array:
    # asarray drops the memmap subclass, whose scalar look-ups are ten times slower
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _mapped_bytes(path: Path) -> Array:
    return np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))


def _extra(row: dict[str, Any]) -> Extra:
    return Extra(
        slug=row.get("slug", ""),
        members=tuple(row.get("members", ())),
        parts=tuple(row.get("parts", ())),
        claimants=tuple(row.get("claimants", ())),
        holds=frozenset(row.get("holds", ())),
        wikidata_id=row.get("wikidata"),
        capital=row.get("capital"),
    )
