"""The candidates of a name with what speaks for each, and the nearest spellings of one that is unknown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from geopy.exc import GeocoderQueryError

from tasks.errors import UsageError
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.geocoder import GazetteerGeocoder
from tasks.geocode.place import GazPlace
from tasks.geocode.tables import NameClass

_SAYS: Final[dict[NameClass, str]] = {
    "region": "a name kept by hand",
    "own": "its own name",
    "admin": "its name with or without the word for its kind",
    "abbreviation": "its abbreviation",
    "demonym": "the name of its people",
    "historic": "a former name",
    "alternate": "another name of it",
}
_SEATS: Final = {"PPLC": "the capital", "PPLA": "seat of its first-order unit", "PPLX": "a part of a town"}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz "
_SHORTEST: Final = 3  # letters of a name whose neighbours say anything


@dataclass(frozen=True, slots=True)
class Listed:
    """One place that a name may mean."""

    place: GazPlace
    name_class: NameClass
    within: tuple[str, ...]  # unit and country, by name
    speaks: tuple[str, ...]  # what speaks for it, in words


def list_places(query: str, gaz: Gazetteer, country_codes: str | None = None) -> list[Listed]:
    """Return the places that a name may mean, the likeliest without context first.

    What stands after a comma must contain the place. UsageError for a query without a name.
    """
    if not gaz.fold(query.split(",")[0]):
        raise UsageError("The name is empty.", 'Give one: dateline places "Julfa, Iran".')
    try:
        found = GazetteerGeocoder(gaz).geocode(query, exactly_one=False, country_codes=country_codes) or []
    except GeocoderQueryError as fault:
        raise UsageError(str(fault), "Try: dateline places Julfa --country IR,AZ.") from fault
    locations = found if isinstance(found, list) else [found]
    return [_listed(location.raw["place_id"], location.raw["name_class"], gaz) for location in locations]


def _listed(place_id: str, name_class: NameClass, gaz: Gazetteer) -> Listed:
    row = gaz.row_of(place_id)
    assert row is not None
    place = gaz.place(row)
    units = [gaz.admin1_row(row), gaz.country_row(place.country_code or "")]
    within = tuple(dict.fromkeys(gaz.name(unit) for unit in units if unit is not None and unit != row))
    return Listed(place, name_class, within, tuple(_speaking(place, name_class)))


def _speaking(place: GazPlace, name_class: NameClass) -> Iterator[str]:
    yield _SAYS[name_class]
    if place.feature_code in _SEATS and place.kind == "town":
        yield _SEATS[place.feature_code]
    if place.population:
        yield f"{place.population:,} people"
    if place.members and not place.country_code:
        yield f"in {', '.join(place.members)}"
    if place.claimants:
        yield f"claimed by {', '.join(place.claimants)}"


def near_spellings(name: str, gaz: Gazetteer, most: int = 5) -> list[str]:
    """Return names of the gazetteer that are a letter or two away, those of more people first.

    Then names that begin so. A name of under three letters has no neighbours.
    """
    key = gaz.fold(name)
    if len(key) < _SHORTEST:
        return []
    once = set(_one_away(key))
    found = {k for k in once if gaz.candidates(k)}
    if not found and len(key) > 2 * _SHORTEST:
        found = {k for other in sorted(once) for k in _without_one(other) if gaz.candidates(k)}
    if not found:
        found = {k for _, k in zip(range(200), gaz.names(key + " "), strict=False)}
    ranked = sorted(found - {key}, key=lambda k: (-_people(k, gaz), k))
    return list(dict.fromkeys(gaz.name(gaz.candidates(k)[0].place) for k in ranked[: 2 * most]))[:most]


def _people(key: str, gaz: Gazetteer) -> int:
    return max(int(gaz.population[candidate.place]) for candidate in gaz.candidates(key))


def _without_one(word: str) -> Iterable[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _one_away(word: str) -> Iterator[str]:
    """Walk the words that one slip of the pen makes of another."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in _LETTERS)
