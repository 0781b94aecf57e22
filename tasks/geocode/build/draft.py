"""A place while the gazetteer is being built."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tasks.geocode.tables import Kind, NameClass

Group = Literal["country", "region", "admin1", "admin2", "town"]
GROUPS: tuple[Group, ...] = ("country", "region", "admin1", "admin2", "town")
Shape = Any  # a shapely geometry, which ships no types
Box = tuple[float, float, float, float]  # west, south, east, north


@dataclass(slots=True)
class Draft:
    """One row to be: everything known about a place, and all its names."""

    group: Group
    key: str  # ISO code, slug, admin code ('IR.26') or GeoNames id; orders the rows of a group
    name: str
    kind: Kind
    lat: float
    lon: float
    feature: tuple[str, str]  # GeoNames class and code
    geonameid: int = 0
    country: str = ""
    admin1: str = ""  # full code: 'IR.26'
    admin2: str = ""
    population: int = 0
    names: list[tuple[str, NameClass]] = field(default_factory=list)
    bbox: Box | None = None
    shape: Shape | None = None
    slug: str = ""
    members: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()
    whole: bool = False  # the region is its members, entire
    holds: frozenset[str] = frozenset()  # countries and units that lie in the region entire
    wikidata_id: str | None = None
    capital: int = 0  # GeoNames id, of a country whose capital no town is marked as

    def add(self, name_class: NameClass, *names: str) -> None:
        """Add names of one class."""
        self.names.extend((name, name_class) for name in names if name)


def ordered(drafts: list[Draft]) -> list[Draft]:
    """Return the rows in the order of the files: by group, then by key, GeoNames ids as numbers."""

    def place(draft: Draft) -> tuple[int, int, str]:
        return GROUPS.index(draft.group), draft.geonameid if draft.group == "town" else 0, draft.key

    return sorted(drafts, key=place)
