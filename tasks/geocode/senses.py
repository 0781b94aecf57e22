"""Group the spans of a document into senses: one name means one place, unless another name qualifies it."""

from dataclasses import dataclass, field

from tasks.geocode.facts import AREAS, Facts, facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.qualify import pairs
from tasks.geocode.spans import Span

_MOST = 60  # candidates of a name that are weighed
STATES = frozenset(
    ("US", "CA", "AU", "IN", "GB", "BR", "MX", "DE", "RU", "NG")
)  # news names their first-order units bare
_PART = {"town": "city", "admin1": "province", "admin2": "county"}
_WHOLE = {"admin1": "state", "admin2": "county"}
_SEAT = {4: 1.5, 3: 0.7, 2: 0.3, 1: 0.0, 0: 0.0}


@dataclass(slots=True, eq=False)
class Option:
    """One place that a sense may mean."""

    place: Facts
    name_class: str
    base: float  # before the document is asked
    reason: str = ""  # the evidence that weighed most


@dataclass(slots=True, eq=False)
class Sense:
    """A name in one meaning, with the spans that carry it and the places it may be."""

    key: str
    spans: list[Span]
    options: list[Option]
    qualifier: str | None = None  # the rule, where another name says which place it is
    borrowed: set[int] = field(default_factory=set)  # ids of spans that take another span's qualifier
    refused: str | None = None  # why no option fits
    hints: set[str] = field(default_factory=set)  # words for its kind beside its spans
    tentative: bool = False  # perhaps no place: it is no evidence for others
    best: Option | None = None
    second: Option | None = None
    chance: float = 0.0  # that the best is right
    margin: float = 0.0  # log-odds of the best against the second
    evidence: tuple[float, ...] = ()  # what the features of the best say: tasks.geocode.table.NAMES


def group_senses(spans: list[Span], gaz: Gazetteer) -> list[Sense]:
    """Group spans by name; those that an area qualifies apart, by the area."""
    by_key: dict[str, list[Span]] = {}
    for span in spans:
        by_key.setdefault(span.key, []).append(span)
    return [sense for key, group in by_key.items() for sense in _senses_of(key, group, gaz)]


def _senses_of(key: str, group: list[Span], gaz: Gazetteer) -> list[Sense]:
    qualified: dict[str, list[Span]] = {}
    for span in group:
        if span.container is not None:
            qualified.setdefault(span.container.key, []).append(span)
    misfits = [span for span in group if span.misfit]
    bare = [span for span in group if span.container is None and not span.misfit]
    senses = [_qualified_sense(key, spans, gaz) for spans in qualified.values()]
    if senses and bare:
        # The nearest earlier meaning would be better; the first is what a reader takes for granted.
        senses[0].spans.extend(bare)
        senses[0].borrowed.update(id(span) for span in bare)
    elif bare:
        senses.append(Sense(key, bare, _of_list(_options(bare[0], gaz), bare)))
    if misfits:
        senses.append(Sense(key, misfits, [], refused="no_candidate_fits"))
    return senses


def _of_list(options: list[Option], spans: list[Span]) -> list[Option]:
    """Return the areas alone where the name stands in a list of them: Indiana beside Ohio is no town."""
    areas = [option for option in options if option.place.kind in ("country", "admin1")]
    return areas if areas and any(span.among_areas for span in spans) else options


def _qualified_sense(key: str, spans: list[Span], gaz: Gazetteer) -> Sense:
    area = spans[0].container
    assert area is not None
    fitting = pairs(spans[0], area, gaz)
    whole = _best_whole(area, {row for _, row in fitting}, gaz)
    parts = {part for part, row in fitting if row == whole.row}
    options = [o for o in _options(spans[0], gaz) if o.place.row in parts]
    part = max(options, key=lambda option: option.base).place.kind
    rule = f"qualified:{_PART.get(part, part)}_{_WHOLE.get(whole.kind, whole.kind)}"
    return Sense(key, list(spans), options, qualifier=rule)


def _best_whole(area: Span, rows: set[int], gaz: Gazetteer) -> Facts:
    wholes = [o for o in _options(area, gaz) if o.place.row in rows]
    return max(wholes, key=lambda o: o.base).place


def _options(span: Span, gaz: Gazetteer) -> list[Option]:
    seen: dict[int, Option] = {}
    for candidate in span.candidates[:_MOST]:
        place = facts(gaz, candidate.place)
        base = base_score(place, candidate.name_class)
        if place.name == f"{span.key} city" and candidate.name_class == "own":
            base -= 1.2  # Oklahoma is the state before it is Oklahoma City
        option = Option(place, candidate.name_class, base)
        if place.row not in seen or option.base > seen[place.row].base:
            seen[place.row] = option
    return list(seen.values())


def base_score(place: Facts, name_class: str) -> float:
    """Score how likely a bare name means this place in the world's news."""
    if name_class == "region":
        return 8.5
    if place.kind == "town":
        score = (place.size or 2.3) + _SEAT[place.seat]
        return score - {"alternate": 1.2, "historic": 2.0}.get(name_class, 0.0)
    if place.kind == "country":
        return 9.0 - {"alternate": 1.5, "historic": 3.5}.get(name_class, 0.0)
    if place.kind == "admin1":
        score = 6.3 if place.country in STATES else 5.0
        return score - {"alternate": 1.0, "admin": 0.2}.get(name_class, 0.0)
    score = 2.4 + 0.45 * place.size if place.kind in AREAS else 6.0
    return score - (0.8 if name_class in ("alternate", "admin") else 0.0)
