"""Choose which place a name means: a trained ranker, looking twice, over what all names say together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tasks.geocode import table as tables
from tasks.geocode.facts import Facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.home import Home
from tasks.geocode.models import Models
from tasks.geocode.senses import STATES, Option, Sense
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import unit_word
from tasks.geocode.words import section

_SAME_KM = 161.0
_ALONE = float(np.log(1.0 / 1e-4))  # the margin of the only option
_TOWN_UNITS = section("town_units")
_FIRST_UNITS = section("first_units")
_SECOND_UNITS = section("second_units")
_EVIDENCE = {
    "inside_next": "inside",
    "near_80": "nearby",
    "first_share": "same_province",
    "beside_country": "beside",
    "country_share": "same_country",
    "home_first": "home",
}
_EVIDENCE_AT = [tables.NAMES.index(name) for name in _EVIDENCE]
_EVIDENCE_SAYS = tuple(_EVIDENCE.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """The place of one span, or why it has none."""

    row: int | None
    runner_up: int | None
    chance: float
    protocol: str
    reason: str | None


Part = tuple[list[Sense], Home]  # of one document


def lay_out(parts: Sequence[Part], gaz: Gazetteer) -> tables.Table | None:
    """Return the table of some documents' options, None where there is none."""
    for senses, _ in parts:
        for sense in senses:
            sense.hints = {word for span in sense.spans if (word := unit_word(span))}
            for option in sense.options if sense.hints else ():
                option.base += _fits_unit(option.place, sense.hints)
    if not any(sense.options for senses, _ in parts for sense in senses):
        return None
    return tables.build(parts, gaz)


def choose(parts: Sequence[Part], gaz: Gazetteer, models: Models) -> None:
    """Set the best and second option of each sense and the chance of the best, for some documents at once."""
    table = lay_out(parts, gaz)
    if table is None:
        return
    chance = start(table)
    features = tables.features(table, chance)
    for look in (models.first_look, models.second_look):
        chance = tables.prior(table, look.score(features), 1.0)
        features = tables.features(table, chance)
    settle(table, chance, features)


def start(table: tables.Table) -> NDArray[np.float64]:
    """Return the chances before anything else is known: by size and kind of place."""
    return tables.prior(table, table.fixed[:, tables.NAMES.index("base")])


def settle(table: tables.Table, chance: NDArray[np.float64], features: NDArray[np.float64]) -> None:
    """Write the winners into the senses, with the features of each as its evidence."""
    best, all_chances = [], chance.tolist()
    for sense, low in zip(table.senses, table.starts.tolist(), strict=True):
        best.append(low + _settle(sense, all_chances[low : low + len(sense.options)]))
    for sense, row in zip(table.senses, features[best].tolist(), strict=True):
        assert sense.best is not None
        sense.best.reason = _reason(row)
        sense.evidence = tuple(row)


def _settle(sense: Sense, chances: list[float]) -> int:
    """Set what a sense means by the chances of its options; return the position of the best."""
    options = sense.options
    if len(chances) == 1:
        sense.best, sense.second, sense.chance, sense.margin = options[0], None, 1.0, _ALONE
        return 0
    order = sorted(range(len(chances)), key=lambda at: (-chances[at], options[at].place.row))
    order.insert(0, order.pop(order.index(_seat_first(sense, order))))
    first = options[order[0]]
    others = [at for at in order[1:] if _is_other(options[at], first)]
    sense.best, sense.second = first, options[others[0]] if others else None
    sense.chance = max(0.0, 1.0 - sum(chances[at] for at in others))
    second = chances[others[0]] if others else 0.0
    sense.margin = float(np.log(max(chances[order[0]], 1e-6) / max(second, 1e-4)))
    return order[0]


def _seat_first(sense: Sense, order: list[int]) -> int:
    """Return the winner, or the town that it is the unit of: Ankara is the city before its province.

    Where news names units bare (Quebec, Bavaria), the winner stays, but for a country's capital.
    """
    best = sense.options[order[0]].place
    if best.kind not in ("admin1", "admin2") or any(unit_word(span) for span in sense.spans):
        return order[0]
    least = 4 if best.country in STATES else 1
    # Johor is no short name of its seat, Johor Bahru.
    longer = f"{sense.key} "
    fit = (at for at in order if not sense.options[at].place.name.startswith(longer))
    seats = (at for at in fit if sense.options[at].place.seat >= least)
    return next((at for at in seats if sense.options[at].place.lies_in(best)), order[0])


def _reason(row: list[float]) -> str:
    """Return the evidence that speaks loudest for an option."""
    said = [row[at] for at in _EVIDENCE_AT]
    return _EVIDENCE_SAYS[said.index(max(said))]


def _fits_unit(place: Facts, hints: set[str]) -> float:
    """Weigh a word like `province` or `city` beside the name."""
    score = 0.0
    if hints & _TOWN_UNITS:
        score += 1.5 if place.kind == "town" else -1.5
    if hints & _FIRST_UNITS:
        score += {"admin1": 4.0, "admin2": 1.0, "town": -1.0}.get(place.kind, 0.0)
    if hints & _SECOND_UNITS:
        score += {"admin2": 4.0, "admin1": 2.0, "town": -1.0}.get(place.kind, 0.0)
    return score


def _is_other(option: Option, best: Option) -> bool:
    """Say whether taking one option for the other would be a mistake on a map."""
    nested = option.place.lies_in(best.place) or best.place.lies_in(option.place)
    return not nested and (
        option.place.country != best.place.country or option.place.km_to(best.place) > _SAME_KM
    )


def decide(sense: Sense, span: Span, least: float) -> Choice:
    """Say what a span of a sense means, or that the text does not tell."""
    best, second = sense.best, sense.second
    if best is None:
        return Choice(None, None, 0.0, "none", sense.refused or "no_candidate_fits")
    runner_up = second.place.row if second else None
    if sense.chance < least:
        return Choice(None, best.place.row, sense.chance, "none", "ambiguous")
    return Choice(best.place.row, runner_up, sense.chance, _protocol(sense, span), None)


def _protocol(sense: Sense, span: Span) -> str:
    best = sense.best
    assert best is not None
    if sense.qualifier:
        return f"one_sense:{sense.qualifier}" if id(span) in sense.borrowed else sense.qualifier
    if best.name_class == "demonym":
        return "demonym"
    if best.name_class == "region":
        return "hand_kept_region"
    if len(sense.options) == 1:
        return "country_name" if best.place.kind == "country" else "only_candidate"
    if best.base >= max(o.base for o in sense.options) - 1e-9:
        return "country_name" if best.place.kind == "country" else "population"
    return f"context:{best.reason}"
