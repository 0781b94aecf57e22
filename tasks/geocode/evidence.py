"""What a document as a whole says of where it plays: countries, provinces and points, by weight."""

from collections import defaultdict
from dataclasses import dataclass

from tasks.geocode.facts import Facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.senses import Option, Sense
from tasks.geocode.surroundings import lies_in_next

_POINTS = 25  # the weightiest places that distances are taken to
_NEAR_KM = 80.0
_SPANS = 8  # of a sense, the first ones whose surroundings are looked at
_WINDOW = 12  # words on either side that count as beside


@dataclass(slots=True)
class Evidence:
    """Weights by country and province, each sense's own part known so that it can be left out."""

    gaz: Gazetteer
    countries: dict[str, float]
    provinces: dict[int, float]
    points: list[tuple[Sense, Facts, float]]
    weights: dict[int, float]  # by id of sense
    total: float
    keys: dict[str, str]  # folded name to country, where it is clear
    rows: dict[str, int]  # folded name to the row it is taken for

    def country_share(self, sense: Sense, place: Facts) -> float:
        """Return which share of the rest of the document speaks of the place's country."""
        own, best = self.weights.get(id(sense), 0.0), sense.best
        rest = self.total - own
        if not place.country or rest <= 0.05:
            return 0.0
        mine = own if best and best.place.country == place.country else 0.0
        return max(0.0, self.countries.get(place.country, 0.0) - mine) / max(rest, 1.0)

    def province_share(self, sense: Sense, place: Facts) -> float:
        """Return which share of the rest speaks of the place's first-order unit."""
        province = province_of(place)
        own, best = self.weights.get(id(sense), 0.0), sense.best
        rest = self.total - own
        if province is None or rest <= 0.05:
            return 0.0
        mine = own if best and province_of(best.place) == province else 0.0
        return max(0.0, self.provinces.get(province, 0.0) - mine) / max(rest, 1.0)

    def nearness(self, sense: Sense, place: Facts) -> float:
        """Return 0..1 by the distance to the nearest other point of the document."""
        if place.kind not in ("town", "admin2", "site"):
            return 0.0
        best = 0.0
        for other, point, weight in self.points:
            if other is not sense and abs(point.lat - place.lat) < 4.0:
                km = place.km_to(point)
                best = max(best, min(1.0, weight) / (1.0 + (km / _NEAR_KM) ** 2))
        return best

    def named_around(self, sense: Sense) -> set[int]:
        """Return the rows of what stands as the place around it: Nakhchivan in `Julfa in Nakhchivan`."""
        others = (span.following for span in sense.spans[:_SPANS] if lies_in_next(span))
        return {self.rows[other.key] for other in others if other and other.key in self.rows}

    def containers(self, row: int) -> set[int]:
        """Return the rows of what a place lies in."""
        return {container for container, _ in self.gaz.containers(row)}

    def beside(self, sense: Sense) -> set[str]:
        """Return the countries named within a few words of the sense's spans."""
        found: set[str] = set()
        for span in sense.spans[:_SPANS]:
            for other in (span.previous, span.following):
                if other is None or other.key == span.key:
                    continue
                gap = max(other.first - span.after, span.first - other.after)
                if gap <= _WINDOW and (country := self.keys.get(other.key)):
                    found.add(country)
        return found


def province_of(place: Facts) -> int | None:
    """Return the row of the first-order unit that a place is or lies in."""
    return place.row if place.kind == "admin1" else place.admin1


def gather(senses: list[Sense], gaz: Gazetteer) -> Evidence:
    """Weigh the present winners of all senses."""
    countries: dict[str, float] = defaultdict(float)
    provinces: dict[int, float] = defaultdict(float)
    points: list[tuple[Sense, Facts, float]] = []
    weights: dict[int, float] = {}
    keys: dict[str, str] = {}
    rows: dict[str, int] = {}
    for sense in senses:
        if sense.best is None or sense.tentative:
            continue
        weight = weights[id(sense)] = _weight(sense)
        place = sense.best.place
        rows[sense.key] = place.row
        for country, share in _countries(sense.best, gaz):
            countries[country] += weight * share
        if (province := province_of(place)) is not None:
            provinces[province] += weight
        if place.kind in ("town", "admin2", "site"):
            points.append((sense, place, weight))
        if place.country and sense.margin > 0.5:
            keys[sense.key] = place.country
    points.sort(key=lambda point: -point[2])
    return Evidence(gaz, countries, provinces, points[:_POINTS], weights, sum(weights.values()), keys, rows)


def _weight(sense: Sense) -> float:
    """Weigh a sense by how often, where and how surely it is named."""
    certainty = min(1.0, max(0.15, sense.margin / 2.0))
    prominent = any(span.field.name in ("headline", "dateline") for span in sense.spans)
    certainty *= 1.5 if sense.best and sense.best.place.kind in ("country", "admin1") else 1.0
    return certainty * min(2.5, 1.0 + 0.3 * (len(sense.spans) - 1)) * (1.5 if prominent else 1.0)


def _countries(option: Option, gaz: Gazetteer) -> list[tuple[str, float]]:
    if option.place.country:
        return [(option.place.country, 1.0)]
    members = gaz.place(option.place.row).members
    return [(code, 1.0 / len(members)) for code in members]
