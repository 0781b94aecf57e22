"""Choose which place a name means: what it is, what else the document names, and how near that lies.

The weights are set by hand; a trained ranker replaces `choose` as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tasks.geocode.evidence import Evidence, gather
from tasks.geocode.facts import Facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.senses import Option, Sense
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import unit_word
from tasks.geocode.words import section

AMBIGUOUS = 0.25  # a margin below this is no decision
_PASSES = 3
_SAME_KM = 161.0
_TOWN_UNITS = section("town_units")
_FIRST_UNITS = section("first_units")
_SECOND_UNITS = section("second_units")


@dataclass(frozen=True, slots=True)
class Choice:
    """The place of one span, or why it has none."""

    row: int | None
    runner_up: int | None
    margin: float
    protocol: str
    reason: str | None


Chooser = Callable[[list[Sense], Gazetteer, str | None], None]


def choose(senses: list[Sense], gaz: Gazetteer, home: str | None) -> None:
    """Set the best and second option of each sense, in passes that lean on the winners before."""
    for sense in senses:
        hints = {word for span in sense.spans if (word := unit_word(span))}
        for option in sense.options:
            option.base += _fits_unit(option.place, hints)
            if home and option.place.country == home and option.name_class != "demonym":
                option.base += 0.8
        _rank(sense)
    for _ in range(_PASSES - 1):
        evidence = gather(senses, gaz)
        for sense in senses:
            if len(sense.options) > 1:
                _weigh(sense, evidence)
        for sense in senses:
            _rank(sense)


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


def _weigh(sense: Sense, evidence: Evidence) -> None:
    """Add to each option what the rest of the document says for it."""
    local, wholes = evidence.beside(sense), evidence.named_around(sense)
    for option in sense.options:
        place = option.place
        parts = {
            "inside": 2.5 if wholes and wholes & evidence.containers(place.row) else 0.0,
            "same_country": 3.0 * evidence.country_share(sense, place),
            "same_province": 2.5 * evidence.province_share(sense, place),
            "nearby": 2.0 * evidence.nearness(sense, place),
            "beside": 1.0 if place.country in local else 0.0,
        }
        option.context = sum(parts.values())
        option.reason = max(parts, key=lambda name: parts[name])


def _rank(sense: Sense) -> None:
    ranked = sorted(sense.options, key=lambda o: (-o.score, o.place.row))
    sense.best = ranked[0] if ranked else None
    sense.second = next((o for o in ranked[1:] if sense.best and _is_other(o, sense.best)), None)


def _is_other(option: Option, best: Option) -> bool:
    """Say whether taking one option for the other would be a mistake on a map."""
    nested = option.place.lies_in(best.place) or best.place.lies_in(option.place)
    return not nested and (
        option.place.country != best.place.country or option.place.km_to(best.place) > _SAME_KM
    )


def decide(sense: Sense, span: Span) -> Choice:
    """Say what a span of a sense means, or that the text does not tell."""
    best, second = sense.best, sense.second
    if best is None:
        return Choice(None, None, 0.0, "none", sense.refused or "no_candidate_fits")
    runner_up = second.place.row if second else None
    if sense.margin < AMBIGUOUS:
        return Choice(None, best.place.row, sense.margin, "none", "ambiguous")
    return Choice(best.place.row, runner_up, sense.margin, _protocol(sense, span), None)


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
