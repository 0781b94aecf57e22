"""What the gazetteer answers with: candidates of a name, facts of a place, columns by row."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tasks.geocode.tables import KINDS, Kind, NameClass

SEATS = {"PPLC": 4, "PPLA": 3, "PPLA2": 2, "PPLA3": 1, "PPLA4": 1, "PPLG": 3}


class Candidate(NamedTuple):
    """A place that a name may mean, and in which way the name is its own."""

    place: int  # row
    name_class: NameClass


@dataclass(frozen=True, slots=True)
class GazPlace:
    """One place, as the gazetteer knows it."""

    place_id: str  # 'geonames:112931' or 'dateline:south-caucasus'
    name: str
    kind: Kind
    feature_class: str
    feature_code: str
    country_code: str | None
    admin1_code: str | None
    admin2_code: str | None
    population: int | None
    lat: float
    lon: float
    bbox: tuple[float, float, float, float] | None  # west, south, east, north
    members: tuple[str, ...]  # ISO codes, of a region
    claimants: tuple[str, ...]  # ISO codes, of a disputed place
    wikidata_id: str | None
    precision: str
    uncertainty_m: float  # radius about the point that holds the place

    @property
    def geonameid(self) -> int | None:
        """The GeoNames id, where there is one."""
        scheme, _, number = self.place_id.partition(":")
        return int(number) if scheme == "geonames" else None


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by row, for lists of rows at once."""

    country: NDArray[np.uint8]
    kind: NDArray[np.uint8]  # positions in KINDS
    admin1: NDArray[np.uint16]  # 1 + position among the admin1 rows; 0 for none
    admin2: NDArray[np.uint16]
    seat: NDArray[np.int8]  # see SEATS, 0 for none
    first_unit: int  # the row before the first admin1 row: row - first_unit is the unit's own number
    second_unit: int


class CountryColumn:
    """The ISO code of each row's country; '' where it has none."""

    def __init__(self, positions: memoryview, codes: tuple[str, ...]) -> None:
        self._positions = positions
        self._codes = codes

    def __getitem__(self, row: int) -> str:
        return self._codes[self._positions[row]]

    def __len__(self) -> int:
        return len(self._positions)


class KindColumn:
    """The kind of each row."""

    def __init__(self, positions: memoryview) -> None:
        self._positions = positions

    def __getitem__(self, row: int) -> Kind:
        return KINDS[self._positions[row]]

    def __len__(self) -> int:
        return len(self._positions)
