"""All options of all senses of some documents as one table of numbers, and what they say for one another.

The evidence is soft: every sense speaks for each place that it may be by its present probability, so that
one wrong winner does not carry the others along. Documents stand in one table for speed alone, since numpy
costs by the call: no document hears what another says, and each gets the numbers that it gets alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.home import Home
from tasks.geocode.senses import Sense
from tasks.geocode.surroundings import lies_in_next
from tasks.geocode.tables import KINDS, NAME_CLASSES
from tasks.geocode.words import section

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_POINTS = 30  # the weightiest places that distances are taken to
_NEAR_KM = (25.0, 80.0, 300.0)
_SPANS = 8  # of a sense, the first ones whose surroundings are looked at
_WINDOW = 12  # words on either side that count as beside
_POINTED = frozenset(("town", "admin2", "site", "island", "disputed"))
_TOWN_UNITS, _FIRST_UNITS, _SECOND_UNITS = map(section, ("town_units", "first_units", "second_units"))
_KIND = {name: position for position, name in enumerate(KINDS)}
_EARTH_KM = 6371.009
_AWAY = float(np.log1p(20_000.0))

NAMES = (
    "size", "seat", "is_town", "is_admin1", "is_admin2", "is_country", "is_other",
    "own", "alternate", "historic", "admin", "demonym", "region", "abbreviation",
    "base", "base_behind", "base_ahead", "base_share", "options", "size_behind",
    "repeats", "in_head", "town_unit", "first_unit", "second_unit", "qualified", "borrowed", "listed",
    "country_share", "first_share", "second_share", "country_ahead", "first_ahead",
    "near_25", "near_80", "near_300", "nearest",
    "beside_country", "beside_first", "inside_next", "evidence",
    "home_known", "home_country", "home_first", "home_km",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Options by what they lie in; sparse, so that a long text takes no more than its options."""

    count: int
    member: Ints  # the number of each option's group
    cells: Ints  # ascending: sense * count + member, of those that there are
    cell: Ints  # where each option's stands among them
    known: NDArray[np.bool_]  # it lies in one


@dataclass(slots=True)
class Table:
    """Options as rows; `sense` says whose each is, and rows of a sense are together."""

    senses: list[Sense]
    row: Ints
    sense: Ints
    starts: Ints  # first row of each sense
    document: Ints  # of each row
    country: Ints  # small numbers; 0 for none
    first: Ints  # number of the first-order unit that a place is or lies in; 0 for none
    groups: tuple[Group, Group, Group]  # by country, first-order and second-order unit
    latitude: Floats
    longitude: Floats
    pointed: Ints  # the rows of places that are points
    weight: Floats  # of each sense
    rest: Floats  # of the other senses of its document
    fixed: Floats  # (rows, features that no other sense changes)
    beside: tuple[Ints, Ints]  # rows, and the senses that stand beside theirs
    within: list[tuple[int, int]]  # pairs: the second stands as what the first lies in
    homes: tuple[Home, ...]  # of each document


def build(parts: Sequence[tuple[list[Sense], Home]], gaz: Gazetteer) -> Table:
    """Lay out the options of each document's senses; senses without any have no row."""
    placed = [[sense for sense in senses if sense.options] for senses, _ in parts]
    senses = [sense for some in placed for sense in some]
    part = np.repeat(np.arange(len(parts)), [len(some) for some in placed])
    options = [option for sense in senses for option in sense.options]
    counts = np.array([len(sense.options) for sense in senses], dtype=np.int64)
    row = np.array([option.place.row for option in options], dtype=np.int64)
    columns = gaz.columns
    kind, country = columns.kind[row].astype(np.int64), columns.country[row].astype(np.int64)
    first = columns.admin1[row].astype(np.int64)
    is_first, is_second = kind == _KIND["admin1"], kind == _KIND["admin2"]
    first[is_first] = row[is_first] - columns.first_unit
    second = columns.admin2[row].astype(np.int64)
    second[is_second] = row[is_second] - columns.second_unit
    sense = np.repeat(np.arange(len(senses)), counts)
    document, weight = part[sense], np.array([_weight(s) for s in senses])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    beside, within = _neighbours(senses)
    table = Table(
        senses=senses,
        row=row,
        sense=sense,
        starts=starts,
        document=document,
        country=country,
        first=first,
        groups=(
            _group(country, sense, document),
            _group(first, sense, document),
            _group(second, sense, document),
        ),
        latitude=gaz.latitude[row].astype(np.float64),
        longitude=gaz.longitude[row].astype(np.float64),
        pointed=np.flatnonzero(_IS_POINTED[kind]),
        weight=weight,
        rest=_total(weight, [len(some) for some in placed])[part] - weight,
        fixed=np.zeros((0, 0)),
        beside=_rows_beside(beside, starts, counts),
        within=within,
        homes=tuple(home for _, home in parts),
    )
    table.fixed = _fixed(table, kind, columns.seat[row], gaz)
    return table


def _group(code: Ints, sense: Ints, document: Ints) -> Group:
    codes, member = np.unique(document * (int(code.max()) + 1) + code, return_inverse=True)
    cells, cell = np.unique(sense * len(codes) + member, return_inverse=True)
    return Group(len(codes), member, cells, cell, code > 0)


def _total(weight: Floats, counts: list[int]) -> Floats:
    """Return the weight of each document's senses, added up as if it were the only document."""
    ends = list(accumulate(counts))
    return np.array([weight[end - count : end].sum() for end, count in zip(ends, counts, strict=True)])


def _rows_beside(pairs: list[tuple[int, int]], starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return every option of the first of each pair, and the second of the pair."""
    ones = np.array([one for one, _ in pairs], dtype=np.int64)
    others = np.array([other for _, other in pairs], dtype=np.int64)
    sizes = counts[ones]
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.repeat(starts[ones], sizes) + np.arange(int(sizes.sum())) - before
    return rows, np.repeat(others, sizes)


_IS_POINTED = np.array([name in _POINTED for name in KINDS])


def _weight(sense: Sense) -> float:
    """Weigh a sense by how often and where it is named; one that may be no place is no evidence."""
    if sense.tentative:
        return 0.0
    return min(2.5, 1.0 + 0.3 * (len(sense.spans) - 1)) * (1.5 if _in_head(sense) else 1.0)


def _in_head(sense: Sense) -> bool:
    return any(span.field.name in ("headline", "dateline") for span in sense.spans)


def _neighbours(senses: list[Sense]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    of_span = {id(span): number for number, sense in enumerate(senses) for span in sense.spans}
    beside: dict[tuple[int, int], None] = {}
    within: dict[tuple[int, int], None] = {}
    for number, sense in enumerate(senses):
        for span in sense.spans[:_SPANS]:
            for other in (span.previous, span.following):
                at = of_span.get(id(other)) if other is not None else None
                if at is None or other is None or other.key == span.key:
                    continue
                if max(other.first - span.after, span.first - other.after) <= _WINDOW:
                    beside[number, at] = None
                if other is span.following and lies_in_next(span):
                    within[number, at] = None
    return list(beside), list(within)


def _fixed(table: Table, kind: Ints, seat: NDArray[np.int8], gaz: Gazetteer) -> Floats:
    """Return what a name and a place say by themselves: the first features of NAMES up to `listed`."""
    options = [option for sense in table.senses for option in sense.options]
    size = np.log10(1.0 + gaz.population[table.row].astype(np.float64))
    base = np.array([option.base for option in options])
    classes = np.array([NAME_CLASSES.index(option.name_class) for option in options])
    best = np.maximum.reduceat(base, table.starts)[table.sense]
    largest = np.maximum.reduceat(size, table.starts)[table.sense]
    counts = np.add.reduceat(np.ones(len(base)), table.starts)[table.sense]
    share = prior(table, base)
    by_sense = np.array([_of_sense(sense) for sense in table.senses])[table.sense]
    kinds = [kind == _KIND[name] for name in ("town", "admin1", "admin2", "country")]
    other = ~np.logical_or.reduce(kinds)
    named = ("own", "alternate", "historic", "admin", "demonym", "region", "abbreviation")
    return np.column_stack(
        [
            size, seat, *kinds, other,
            *(classes == NAME_CLASSES.index(name) for name in named),
            base, best - base, _ahead(base, table), share, np.log(counts), largest - size,
            by_sense,
        ]
    ).astype(np.float64)  # fmt: skip


def _of_sense(sense: Sense) -> list[float]:
    """Return repeats, in_head, town_unit, first_unit, second_unit, qualified, borrowed, listed."""
    listed = any(span.container is not None or span.contained is not None for span in sense.spans)
    return [
        min(len(sense.spans), 10),
        _in_head(sense),
        bool(sense.hints & _TOWN_UNITS),
        bool(sense.hints & _FIRST_UNITS),
        bool(sense.hints & _SECOND_UNITS),
        sense.qualifier is not None,
        bool(sense.borrowed),
        listed,
    ]


def prior(table: Table, score: Floats, warmth: float = 1.2) -> Floats:
    """Return probabilities within each sense from scores: a softmax."""
    top = np.maximum.reduceat(score, table.starts)[table.sense]
    odds = np.exp(np.clip(warmth * (score - top), -30.0, 0.0))
    found: Floats = odds / np.add.reduceat(odds, table.starts)[table.sense]
    return found


def _ahead(score: Floats, table: Table) -> Floats:
    """Return by how much each option stands before the best of the others of its sense; 9 if it is alone."""
    order = np.lexsort((-score, table.sense))
    ranked = score[order]
    best = ranked[table.starts]
    ends = np.append(table.starts[1:], len(score))
    has_second = ends - table.starts > 1
    second = np.where(has_second, ranked[np.minimum(table.starts + 1, len(score) - 1)], best - 9.0)
    is_best = np.zeros(len(score), dtype=bool)
    is_best[order[table.starts]] = True
    rival = np.where(is_best, second[table.sense], best[table.sense])
    return np.clip(score - rival, -9.0, 9.0)


def features(table: Table, chance: Floats) -> Floats:
    """Return (rows, len(NAMES)): each option with what the other senses say by their present chances."""
    weight = table.weight[table.sense] * chance
    country, countries = _shares(table, table.groups[0], weight)
    first, firsts = _shares(table, table.groups[1], weight)
    second, _ = _shares(table, table.groups[2], weight)
    near = _nearness(table, weight)
    return np.column_stack(
        [
            table.fixed,
            country, first, second, _ahead(country, table), _ahead(first, table),
            *near,
            _agreement(table, table.groups[0], countries), _agreement(table, table.groups[1], firsts),
            _containment(table, chance), np.minimum(table.rest, 10.0)[table.sense],
            *_home(table),
        ]
    )  # fmt: skip


def _shares(table: Table, group: Group, weight: Floats) -> tuple[Floats, Floats]:
    """Return the share of the others' weight in each option's group, and what each of `group.cells` has."""
    mine = np.bincount(group.cell, weight, len(group.cells))
    total = np.bincount(group.member, weight, group.count)
    others = np.maximum(0.0, total[group.member] - mine[group.cell])
    share: Floats = np.where(group.known, others / np.maximum(table.rest[table.sense], 1.0), 0.0)
    return share, np.asarray(mine, dtype=np.float64)


def _agreement(table: Table, group: Group, mine: Floats) -> Floats:
    """Return the largest chance that a sense beside lies in the option's group."""
    found = np.zeros(len(table.row))
    rows, others = table.beside
    wanted = others * group.count + group.member[rows]
    at = np.minimum(np.searchsorted(group.cells, wanted), len(group.cells) - 1)
    hit = (group.cells[at] == wanted) & group.known[rows]
    chance = mine[at] / np.maximum(table.weight[others], 1e-9)
    np.maximum.at(found, rows[hit], chance[hit])
    return found


def _containment(table: Table, chance: Floats) -> Floats:
    """Return the chance that what stands as the whole (`Julfa in Nakhchivan`) holds the option."""
    found = np.zeros(len(table.row))
    ends = np.append(table.starts[1:], len(table.row))
    for one, other in table.within:
        for at in range(table.starts[one], ends[one]):
            place = table.senses[one].options[at - table.starts[one]].place
            wholes = table.senses[other].options
            held = sum(
                chance[table.starts[other] + number]
                for number, whole in enumerate(wholes)
                if place.lies_in(whole.place)
            )
            found[at] = max(found[at], held)
    return found


def _nearness(table: Table, weight: Floats) -> list[Floats]:
    """Return closeness at three scales to the weightiest points of others, and the nearest in log km."""
    found = [np.zeros(len(table.row)) for _ in _NEAR_KM]
    nearest = np.full(len(table.row), _AWAY)
    rows, points, starts = _pairs(table, weight)
    if not len(rows):
        return [*found, nearest]
    km = kilometres(
        table.latitude[rows], table.longitude[rows], table.latitude[points], table.longitude[points]
    )
    other = table.sense[rows] != table.sense[points]
    strength = np.minimum(1.0, weight[points]) * other
    each = rows[starts]
    for near, scale in zip(found, _NEAR_KM, strict=True):
        near[each] = np.maximum.reduceat(strength / (1.0 + (km / scale) ** 2), starts)
    sure = other & (weight[points] > 0.4)
    nearest[each] = np.minimum.reduceat(np.where(sure, km, 20_000.0), starts)
    nearest[each] = np.log1p(nearest[each])
    return [*found, nearest]


def _pairs(table: Table, weight: Floats) -> tuple[Ints, Ints, Ints]:
    """Return each point with each of the weightiest of its document, and where those of a point begin."""
    weighty = table.pointed[weight[table.pointed] > 0.05]
    document = table.document[weighty]
    weighty = weighty[np.lexsort((-weight[weighty], document))]
    many = np.bincount(document, minlength=len(table.homes))
    ends = np.cumsum(many)
    many = np.minimum(many, _POINTS)
    here = table.document[table.pointed]
    rows = table.pointed[many[here] > 0]
    here = table.document[rows]
    counts = many[here]
    starts = np.cumsum(counts) - counts
    first = (ends - np.bincount(document, minlength=len(table.homes)))[here]
    points = np.arange(int(counts.sum())) + np.repeat(first - starts, counts)
    return np.repeat(rows, counts), weighty[points], starts


def _home(table: Table) -> list[Floats]:
    """Return what is known of where the source of each document is at home."""
    learned = np.array([home.is_learned for home in table.homes])[table.document]
    lands = np.array([home.country for home in table.homes])[table.document]
    country = np.where(lands > 0, np.where(table.country == lands, 1.0, 0.0), 0.5)
    first, km = np.zeros(len(table.row)), np.full(len(table.row), 10.0)
    if learned.any():
        at = np.flatnonzero(learned)
        homes = [table.homes[number] for number in table.document[at].tolist()]
        units = table.first[at].tolist()
        first[at] = [home.firsts.get(unit, 0.0) for home, unit in zip(homes, units, strict=True)]
        lat, lon = (np.array([getattr(h, name) for h in homes]) for name in ("latitude", "longitude"))
        km[at] = np.log1p(kilometres(table.latitude[at], table.longitude[at], lat, lon))
    return [learned.astype(np.float64), country, first, km]


def kilometres(
    lat: Floats, lon: Floats, other_lat: Floats | np.float64, other_lon: Floats | np.float64
) -> Floats:
    """Return great-circle distances between degrees."""
    lat, lon, other_lat, other_lon = map(np.radians, (lat, lon, other_lat, other_lon))
    half = np.sin((other_lat - lat) / 2.0) ** 2
    half = half + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2.0) ** 2
    found: Floats = 2.0 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return found
