"""Which names go and which rise when the rows are drafted."""

from typing import Any

from tasks.errors import GazetteerError
from tasks.geocode.build.draft import Draft
from tasks.geocode.fold import fold


def mend(towns: list[Draft], facts: dict[str, Any]) -> None:
    """Add and drop names of towns, and move towns to their unit, as facts/towns.toml says by GeoNames id."""
    rows = {str(town.geonameid): town for town in towns}
    for number, fact in facts.items():
        if number not in rows:
            raise GazetteerError(f"facts/towns.toml speaks of {number}, which is no place.", "Mend its id.")
        town, gone = rows[number], {fold(name) for name in fact.get("drop", ())}
        town.names = [(name, name_class) for name, name_class in town.names if fold(name) not in gone]
        if "admin1" in fact:
            town.admin1, town.admin2 = fact["admin1"], ""
        town.add("own", *fact.get("own", ()))
        town.add("historic", *fact.get("historic", ()))
        town.add("abbreviation", *fact.get("abbreviation", ()))


def promote(towns: list[Draft], units: dict[str, Draft]) -> None:
    """Take the name of the unit that a town is the seat of for the town's own, where it is one of its names.

    GeoNames calls the unit Lənkəran and its seat Lankaran, the province Hama and its seat Ḩamāh.
    """
    for town in towns:
        unit = units.get(town.admin1)
        if unit is not None and town.feature[1] in {"PPLA", "PPLC"}:
            names = {fold(name) for name, name_class in unit.names if name_class in {"own", "admin"}}
            town.add("own", *(name for name, _ in town.names if fold(name) in names))


def prune(rows: list[Draft]) -> list[Draft]:
    """Drop other names of units and towns that are the name of a sea, a region or a country.

    And names of a people that are a country's name: the factbook calls people of Laos so.
    """
    countries = {fold(name) for row in rows if row.group == "country" for name, c in row.names if c == "own"}
    kept = {fold(name) for row in rows if row.group == "region" for name, _ in row.names} | countries
    kept |= {fold(name) for row in rows if row.group == "country" for name, c in row.names if c == "demonym"}
    for row in rows:
        if row.group in {"admin1", "admin2", "town"}:
            row.names = [(n, c) for n, c in row.names if c != "alternate" or fold(n) not in kept]
        elif row.group == "country":
            row.names = [(n, c) for n, c in row.names if c != "demonym" or fold(n) not in countries]
    return rows
