"""The facts of a gazetteer row that choosing needs, gathered once a row."""

import math
from dataclasses import dataclass
from functools import lru_cache

from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.place import SEATS

_EARTH_KM = 6371.009  # geopy's mean radius
AREAS = frozenset(("country", "admin1", "admin2"))


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What choosing knows of one place."""

    row: int
    name: str  # folded
    kind: str
    feature_code: str
    country: str  # ISO code or ''
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    population: int
    size: float  # log10 of the population, 0 where unknown
    seat: int  # 4 the capital of a country, 3 of a first-order unit, ... 0

    def km_to(self, other: "Facts") -> float:
        """Return the great-circle distance in km; geopy's own is a hundred times slower here."""
        half_lat = math.sin(math.radians(other.lat - self.lat) / 2.0)
        half_lon = math.sin(math.radians(other.lon - self.lon) / 2.0)
        cosines = math.cos(math.radians(self.lat)) * math.cos(math.radians(other.lat))
        return 2.0 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half_lat**2 + cosines * half_lon**2)))

    def lies_in(self, other: "Facts") -> bool:
        """Say whether this place is inside a country, first-order or second-order unit."""
        if self.row == other.row:
            return False
        if other.kind == "country":
            return bool(self.country) and self.country == other.country
        return other.row in (self.admin1, self.admin2)


@lru_cache(maxsize=1 << 16)
def facts(gaz: Gazetteer, row: int) -> Facts:
    """Gather the facts of a row."""
    population, kind, code = int(gaz.population[row]), gaz.kind[row], gaz.feature_code(row)
    return Facts(
        row=row,
        name=gaz.fold(gaz.name(row)),
        kind=kind,
        feature_code=code,
        country=gaz.country[row],
        admin1=gaz.admin1_row(row),
        admin2=gaz.admin2_row(row),
        lat=float(gaz.latitude[row]),
        lon=float(gaz.longitude[row]),
        population=population,
        size=math.log10(population) if population > 1 else 0.0,
        seat=SEATS.get(code, 0) if kind == "town" else 0,
    )
