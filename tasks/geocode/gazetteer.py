"""The world's places by name, offline: built by `python -m tasks.geocode.build`, mapped into memory."""

import math
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, Self

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from tasks.errors import GazetteerError
from tasks.geocode.fold import fold
from tasks.geocode.footprint import decode, to_wkb
from tasks.geocode.place import SEATS, Candidate, Columns, CountryColumn, GazPlace, KindColumn
from tasks.geocode.tables import NAME_CLASSES, PRECISION_OF, Tables, open_tables
from tasks.settings import Home

__all__ = ["Candidate", "GazPlace", "Gazetteer", "gazetteer", "open_gazetteer"]

SHIPPED: Final = Path(__file__).parent / "data"
_ROW_BITS = 24
_METRES_A_DEGREE = 111_195.0


class Gazetteer:
    """Names to places and places to their facts; a place is known by its row."""

    def __init__(self, tables: Tables, trie: "marisa_trie.Trie") -> None:
        self._tables = tables
        self._trie = trie
        arrays = tables.arrays
        self.manifest: dict[str, Any] = tables.manifest
        self.version: str = tables.manifest["version"]
        self.latitude: NDArray[np.float32] = arrays["latitude"]
        self.longitude: NDArray[np.float32] = arrays["longitude"]
        self.population: NDArray[np.uint32] = arrays["population"]
        self.country = CountryColumn(arrays["country"].data, tables.countries)
        self.kind = KindColumn(arrays["kind"].data)
        self._start = arrays["name_start"].data
        self._candidate = arrays["candidate"].data
        self.candidates = lru_cache(maxsize=1 << 16)(self._candidates)
        self.has_prefix = lru_cache(maxsize=1 << 16)(self._has_prefix)
        self.opens = lru_cache(maxsize=1 << 16)(self._opens)
        self.uncertainty_m = lru_cache(maxsize=1 << 14)(self._uncertainty_m)
        self.place = lru_cache(maxsize=1 << 12)(self._place)
        self.place_id = lru_cache(maxsize=1 << 14)(self._place_id)
        self.containers = lru_cache(maxsize=1 << 13)(self._containers)

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the gazetteer in a folder, else the shipped one; its files are mapped, not read."""
        folder = path or SHIPPED
        tables = open_tables(folder)
        trie = marisa_trie.Trie()
        try:
            trie.mmap(str(folder / "names.trie"))
        except (OSError, RuntimeError) as fault:
            raise GazetteerError(
                f"The names of the gazetteer in {folder} cannot be read ({fault}).",
                "Install dateline again, or run `make gazetteer` in a checkout.",
            ) from fault
        return cls(tables, trie)

    def __len__(self) -> int:
        return len(self.kind)

    @cached_property
    def columns(self) -> "Columns":
        """Return the columns that whole lists of rows are looked up in at once."""
        arrays, spans = self._tables.arrays, self._tables.spans
        seats = np.array([SEATS.get(code, 0) for _, code in self._tables.features], dtype=np.int8)
        return Columns(
            country=arrays["country"],
            kind=arrays["kind"],
            admin1=arrays["admin1"],
            admin2=arrays["admin2"],
            seat=seats[arrays["feature"]],
            first_unit=spans["admin1"][0] - 1,
            second_unit=spans["admin2"][0] - 1,
        )

    def fold(self, text: str) -> str:
        """Return the key under which a name is kept; see tasks.geocode.fold."""
        return fold(text)

    def _candidates(self, folded_name: str) -> list[Candidate]:
        """Return the places of a folded name: regions, then countries, then by class and population.

        The list is remembered and shared: do not change it.
        """
        key = self._trie.get(folded_name)
        if key is None:
            return []
        packed = self._candidate[self._start[key] : self._start[key + 1]]
        mask = (1 << _ROW_BITS) - 1
        return [Candidate(value & mask, NAME_CLASSES[value >> _ROW_BITS]) for value in packed]

    def _has_prefix(self, folded: str) -> bool:
        """Say whether some longer name begins with these whole words."""
        return next(self._trie.iterkeys(folded + " "), None) is not None

    def _opens(self, folded: str) -> bool:
        """Say whether these whole words are a name or begin one."""
        return folded in self._trie or self._has_prefix(folded)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Walk the folded names that begin with `prefix`."""
        yield from self._trie.iterkeys(prefix)

    def name(self, row: int) -> str:
        """Return the place's own name, as it is written."""
        return self._text("labels", "label_start", row)

    def _place_id(self, row: int) -> str:
        """Return the id of a row: GeoNames' number where it has one."""
        number = int(self._tables.arrays["geonameid"][row])
        if number:
            return f"geonames:{number}"
        extra = self._tables.extras.get(row)
        if extra and extra.slug:
            return f"dateline:{extra.slug}"
        return f"dateline:{self.kind[row]}-{self._code(row)}"

    def _place(self, row: int) -> GazPlace:
        """Return all that is known of a row."""
        feature_class, feature_code = self._tables.features[self._tables.arrays["feature"][row]]
        kind, extra = self.kind[row], self._tables.extras.get(row)
        admin1, admin2 = self._admin_codes(row)
        return GazPlace(
            place_id=self.place_id(row),
            name=self.name(row),
            kind=kind,
            feature_class=feature_class,
            feature_code=feature_code,
            country_code=self.country[row] or None,
            admin1_code=admin1,
            admin2_code=admin2,
            # Of a unit the column holds the sum of its towns, which is for ranking, not for a table.
            population=None if self._is_unit(row) else int(self.population[row]) or None,
            lat=round(float(self.latitude[row]), 5),
            lon=round(float(self.longitude[row]), 5),
            bbox=self.bbox(row),
            members=extra.members if extra else (),
            claimants=extra.claimants if extra else (),
            wikidata_id=extra.wikidata_id if extra else None,
            precision=PRECISION_OF[kind],
            uncertainty_m=self.uncertainty_m(row),
        )

    def feature_code(self, row: int) -> str:
        """Return the GeoNames feature code: PPLC is a capital, PPLX a part of a town."""
        return str(self._tables.features[self._tables.arrays["feature"][row]][1])

    def bbox(self, row: int) -> tuple[float, float, float, float] | None:
        """Return west, south, east, north in degrees; west > east where it crosses the date line."""
        boxes = self._tables.arrays["bbox"]
        if row >= len(boxes) or math.isnan(boxes[row, 0]):
            return None
        west, south, east, north = (round(float(edge), 4) for edge in boxes[row])
        return west, south, east, north

    def boxed(self, lat: float, lon: float) -> list[int]:
        """Return the countries, regions and units in whose box a point lies."""
        west, south, east, north = self._tables.arrays["bbox"].T
        inside = np.where(west <= east, (west <= lon) & (lon <= east), (west <= lon) | (lon <= east))
        return [int(row) for row in np.flatnonzero(inside & (south <= lat) & (lat <= north))]

    def _uncertainty_m(self, row: int) -> float:
        """Return metres from the point within which the place lies.

        From the box where there is one; of a town from its population: a built-up area grows a little
        slower than the root of its people (1 million: 10 km).
        """
        box = self.bbox(row)
        if box is None:
            return float(round(max(500.0, 15.0 * float(self.population[row]) ** 0.47)))
        west, south, east, north = box
        width = (east - west) % 360.0 * math.cos(math.radians((south + north) / 2.0))
        return float(round(max(500.0, math.hypot(width, north - south) / 2.0 * _METRES_A_DEGREE)))

    def footprint(self, row: int) -> bytes | None:
        """Return the coarse outline as WKB (longitude, latitude), where there is one."""
        rows = self._tables.arrays["footprint_row"]
        at = int(np.searchsorted(rows, row))
        if at == len(rows) or rows[at] != row:
            return None
        start = self._tables.arrays["footprint_start"]
        return to_wkb(decode(self._tables.blobs["footprints"][start[at] : start[at + 1]].tobytes()))

    def _containers(self, row: int) -> tuple[tuple[int, float], ...]:
        """Return what the place lies in, with the share of it that does: units, country, regions, waters."""
        found: dict[int, float] = {}
        for unit in (self.admin2_row(row), self.admin1_row(row), self.country_row(self.country[row])):
            if unit is not None and unit != row:
                found[unit] = 1.0
        for region in self._holders(row):
            if region != row:
                found[region] = 1.0
        rows = self._tables.arrays["within_row"]
        low, high = np.searchsorted(rows, row), np.searchsorted(rows, row, side="right")
        for at in range(int(low), int(high)):
            region = int(self._tables.arrays["within_place"][at])
            found.setdefault(region, int(self._tables.arrays["within_share"][at]) / 100.0)
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def admin1_row(self, row: int) -> int | None:
        """Return the row of the first-order unit that the place lies in."""
        position = int(self._tables.arrays["admin1"][row])
        return self._tables.spans["admin1"][0] + position - 1 if position else None

    def admin2_row(self, row: int) -> int | None:
        """Return the row of the second-order unit that the place lies in."""
        position = int(self._tables.arrays["admin2"][row])
        return self._tables.spans["admin2"][0] + position - 1 if position else None

    def admin_row(self, code: str) -> int | None:
        """Return the row of a unit by its GeoNames code: `IR.26`, `US.CA.037`."""
        return self._unit_codes.get(code)

    def country_row(self, code: str) -> int | None:
        """Return the row of a country by ISO code."""
        return self._country_rows.get(code)

    def capital_row(self, code: str) -> int | None:
        """Return the row of a country's capital."""
        row = self.country_row(code)
        return None if row is None else self._tables.extras[row].capital

    def row_of(self, place_id: str) -> int | None:
        """Return the row of a place id, None where the gazetteer has no such place."""
        scheme, _, rest = place_id.partition(":")
        if scheme == "geonames":
            return self._row_of_number(int(rest)) if rest.isdecimal() and len(rest) < 10 else None
        return self._slugs.get(rest) if scheme == "dateline" else None

    def rows(self, group: str) -> range:
        """Return the rows of a group: country, region, admin1, admin2 or town."""
        return range(*self._tables.spans[group])

    def _row_of_number(self, number: int) -> int | None:
        low, high = self._tables.spans["town"]
        ids = self._tables.arrays["geonameid"]
        at = low + int(np.searchsorted(ids[low:high], number))
        return at if at < high and ids[at] == number else self._head_ids.get(number)

    def _holders(self, row: int) -> set[int]:
        """Return the regions that hold all countries of a row entire, or the unit that it is in."""
        extra, first = self._tables.extras.get(row), self.admin1_row(row)
        codes = {*extra.members} if extra and extra.members else {self.country[row]} - {""}
        wholes = [set(self._regions_of.get(code, ())) for code in sorted(codes)]
        over = set.intersection(*wholes) if wholes else set()
        return over if first is None else over | set(self._regions_of.get(self._code(first), ()))

    def _is_unit(self, row: int) -> bool:
        return self._tables.spans["admin1"][0] <= row < self._tables.spans["admin2"][1]

    def _admin_codes(self, row: int) -> tuple[str | None, str | None]:
        first, second = self.admin1_row(row), self.admin2_row(row)
        admin1 = None if first is None else self._code(first).split(".", 1)[1]
        admin2 = None if second is None else self._code(second).rsplit(".", 1)[1]
        return admin1, admin2

    def _code(self, row: int) -> str:
        return self._text("codes", "code_start", row - self._tables.spans["admin1"][0])

    def _text(self, blob: str, start: str, at: int) -> str:
        edges = self._tables.arrays[start].data  # a memoryview answers one number faster than an array
        return str(self._tables.blobs[blob].data[edges[at] : edges[at + 1]], "utf-8")

    @cached_property
    def _country_rows(self) -> dict[str, int]:
        return {self.country[row]: row for row in self.rows("country")}

    @cached_property
    def _regions_of(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in self.rows("region"):
            for code in self._tables.extras[row].holds:
                found.setdefault(code, []).append(row)
        return found

    @cached_property
    def _head_ids(self) -> dict[int, int]:
        ids = self._tables.arrays["geonameid"][: self._tables.spans["town"][0]]
        return {int(number): row for row, number in enumerate(ids) if number}

    @cached_property
    def _unit_codes(self) -> dict[str, int]:
        first, last = self._tables.spans["admin1"][0], self._tables.spans["admin2"][1]
        return {self._code(row): row for row in range(first, last)}

    @cached_property
    def _slugs(self) -> dict[str, int]:
        named = {e.slug: row for row, e in self._tables.extras.items() if e.slug}
        return named | {f"{self.kind[row]}-{code}": row for code, row in self._unit_codes.items()}


@cache
def _opened(folder: Path) -> Gazetteer:
    return Gazetteer.open(folder)


def gazetteer(folder: Path | None = None) -> Gazetteer:
    """Return the gazetteer in a folder, else the shipped one, opened once a process."""
    return _opened(SHIPPED if folder is None else folder.resolve())  # an update makes another folder


def open_gazetteer(home: Home) -> Gazetteer:
    """Return the home's own gazetteer (`dateline gazetteer update`), else the shipped one."""
    return gazetteer(home.gazetteer if (home.gazetteer / "manifest.json").exists() else None)
