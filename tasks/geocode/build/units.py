"""First and second order units: GeoNames' names and codes, Natural Earth's outlines and ids."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tasks.geocode.build.draft import Draft
from tasks.geocode.build.outlines import Drawn, coarse_by_country
from tasks.geocode.build.towns import is_latin
from tasks.geocode.fold import fold

_TYPES = (
    "province|county|region|oblast|state|district|governorate|prefecture|department|krai|kray|republic|rayon|"
    "raion|voivodeship|canton|municipality|parish|territory|emirate|division|regency|city|autonomous oblast|"
    "autonomous okrug|"
    "autonomous republic|autonomous region|administrative region"
)
_TYPED = re.compile(rf"^(?P<bare>.+?) (?P<type>{_TYPES})$", re.IGNORECASE)
_SAYS = re.compile(rf"\b({_TYPES})\b", re.IGNORECASE)
# The kind before the name, in the languages in which GeoNames keeps it, and what news in English calls it.
_LED = {
    "Province": re.compile(r"^Province (?:of|du|de la|de) (.+)$"),
    "Regency": re.compile(r"^Kabupaten (.+)$"),
    "District": re.compile(r"^(?:Amphoe|District) (.+)$"),
    "County": re.compile(r"^County of (.+)$"),
}
_OF = frozenset({"Province", "State", "County", "Emirate", "Canton", "Republic", "Region", "Governorate"})


def make_units(
    firsts: list[dict[str, str]],
    seconds: list[dict[str, str]],
    facts: dict[str, Any],
    drawn: Drawn,
    tolerance: float,
    ids: dict[str, int],
) -> list[Draft]:
    """Make a draft of each first and second order unit, without point where no outline gives one.

    `ids` are GeoNames' by code; an id that a fact kept by hand states comes first.
    """
    shapes = coarse_by_country({code: shape for code, (_, shape) in drawn.items()}, tolerance)
    drafts = [admin1(row, drawn[row["code"]][0] if row["code"] in drawn else {}, facts) for row in firsts]
    for draft in drafts:
        draft.shape = shapes.get(draft.key)
    known = {draft.key for draft in drafts}
    drafts += [admin2(row) for row in seconds if row["code"].rsplit(".", 1)[0] in known]
    for draft in drafts:
        if "geonameid" not in facts["unit"].get(draft.key, {}):
            draft.geonameid = ids.get(draft.key, draft.geonameid)
    return drafts


def read_ids(path: Path) -> dict[str, int]:
    """Read GeoNames' ids of units by GeoNames' codes; a number that two codes share is of neither."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    found = {row[2]: int(row[3]) for row in rows if row[2] and row[3]}
    times = Counter(found.values())
    return {code: number for code, number in found.items() if times[number] == 1}


def read_units(path: Path) -> list[dict[str, str]]:
    """Read codes and names of units."""
    rows: list[dict[str, str]] = json.loads(path.read_text("utf-8"))
    return rows


def admin1(row: dict[str, str], drawn: dict[str, Any], facts: dict[str, Any]) -> Draft:
    """Make the draft of a first order unit; it gets its point where outlines and towns are settled."""
    code, known = row["code"], facts["unit"].get(row["code"], {})
    same = drawn.get("gn_level") == 1
    draft = Draft(
        group="admin1",
        key=code,
        name=known.get("name", row["name"]),
        kind="admin1",
        lat=float("nan"),
        lon=float("nan"),
        feature=("A", "ADM1"),
        geonameid=known.get("geonameid", int(drawn["gn_id"]) if same and drawn.get("gn_id", -1) > 0 else 0),
        country=code[:2],
        admin1=code,
        wikidata_id=drawn.get("wikidataid") if same else None,
    )
    draft.add("own", draft.name, row["name"], *known.get("own", []))
    draft.add("alternate", *(n for n in _other_names(drawn) if usable(n)), *known.get("alternate", []))
    draft.add("abbreviation", *known.get("abbreviation", []))
    draft.add("demonym", *known.get("demonyms", []))
    draft.add(
        "admin", *forms([name for name, c in draft.names if c == "own"], facts["type"].get(code[:2], []))
    )
    return draft


def admin2(row: dict[str, str]) -> Draft:
    """Make the draft of a second order unit."""
    draft = Draft(
        group="admin2",
        key=row["code"],
        name=row["name"],
        kind="admin2",
        lat=float("nan"),
        lon=float("nan"),
        feature=("A", "ADM2"),
        country=row["code"][:2],
        admin1=row["code"].rsplit(".", 1)[0],
        admin2=row["code"],
    )
    draft.add("own", row["name"])
    bare = _TYPED.match(row["name"])
    if bare and draft.country != "US":  # nobody calls a county of the United States by its bare name
        draft.add("admin", bare["bare"])
    for word, led in _LED.items():
        if after := led.match(row["name"]):
            draft.add("admin", after[1], f"{after[1]} {word}")
    return draft


def _other_names(drawn: dict[str, Any]) -> list[str]:
    if drawn.get("gn_level") != 1:
        return []
    names = [drawn.get("name_en"), drawn.get("name"), drawn.get("gn_name"), drawn.get("woe_name")]
    return [name for name in [*names, *(drawn.get("name_alt") or "").split("|")] if name]


def usable(name: str) -> bool:
    """Say whether a unit's other name is more than a code or a mistake of encoding."""
    return len(fold(name)) > 3 and is_latin(name) and "‚" not in name and "‹" not in name and "?" not in name


def forms(names: Iterable[str], types: list[str]) -> list[str]:
    """Return how a unit is written with its type and without it: `Gilan`, `Gilan Province`."""
    found = []
    for name in names:
        typed = _TYPED.match(name)
        bare = typed["bare"] if typed else name
        found.append(bare)
        if _SAYS.search(bare):
            continue
        own_type = [typed["type"].title()] if typed else []
        for word in dict.fromkeys([*own_type, *types]):
            found.append(f"{bare} {word}")
            if word in _OF:
                found.append(f"{word} of {bare}")
    return list(dict.fromkeys(found))
