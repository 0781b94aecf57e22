"""`The Islamic Republic` is Iran only where the text says so: there are four that call themselves that."""

from tasks.geocode import table as tables
from tasks.geocode.facts import facts
from tasks.geocode.find import ISLAMIC_REPUBLIC
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.senses import Option, Sense, base_score

_SURE = 0.95  # the text says so, or names Iran and none of the others as often
_OTHERS = ("PK", "AF", "MR")
# What its choice leans on, for how sure it is: a country, the only one, that the text speaks of.
_SAID = {"is_country": 1.0, "own": 1.0, "base": 9.0, "base_ahead": 9.0, "country_share": 0.5, "repeats": 1.0}
_EVIDENCE = tuple(_SAID.get(name, 0.0) for name in tables.NAMES)


def resolve_islamic_republic(senses: list[Sense], gaz: Gazetteer) -> None:
    """Resolve the bare form to the one country that the text calls so, else to Iran where it is named."""
    bare = [sense for sense in senses if sense.key == ISLAMIC_REPUBLIC]
    if not bare:
        return
    country = _which(senses)
    row = gaz.country_row(country) if country else None
    for sense in bare:
        if row is None:
            sense.refused = "islamic_republic_without_country"
        else:
            place = facts(gaz, row)
            sense.options = [Option(place, "own", base_score(place, "own"))]
            sense.best, sense.second, sense.qualifier = sense.options[0], None, "islamic_republic"
            sense.chance = _SURE
            sense.evidence = _EVIDENCE


def _which(senses: list[Sense]) -> str | None:
    counts: dict[str, int] = {}
    named_so: set[str] = set()
    for sense in senses:
        if sense.best is None or sense.best.place.kind != "country":
            continue
        country = sense.best.place.country
        counts[country] = counts.get(country, 0) + len(sense.spans)
        if sense.key.startswith(ISLAMIC_REPUBLIC + " of"):
            named_so.add(country)
    if named_so:
        return next(iter(named_so)) if len(named_so) == 1 else None
    most = max((counts.get(code, 0) for code in _OTHERS), default=0)
    return "IR" if counts.get("IR", 0) >= max(1, most) else None
