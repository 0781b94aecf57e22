"""The word lists that the rules lean on: small text files of folded words, `#` begins a comment."""

from functools import cache
from importlib.resources import files

from tasks.geocode.fold import fold


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the folded words of `words/<name>.txt`; of names of several words, `_` joins them."""
    return frozenset(fold(word) for line in _lines(name) for word in line.split())


@cache
def _sections() -> dict[str, frozenset[str]]:
    """Return the lists of `words/context.txt` by the name of their section."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in _lines("context"):
        if line.startswith("["):
            section = line.strip("[]")
            found[section] = set()
        else:
            found[section].update(fold(word) for word in line.split())
    return {name: frozenset(words) for name, words in found.items()}


def section(name: str) -> frozenset[str]:
    """Return one of the small lists of `words/context.txt`."""
    return _sections()[name]


def _lines(name: str) -> list[str]:
    text = (files("tasks.geocode") / "words" / f"{name}.txt").read_text("utf-8")
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


JOINERS = section("joiners")
UNITS = section("units")
WATERS = section("waters")
LANDS = section("lands")
STREETS = section("streets")
GENERIC = UNITS | WATERS | LANDS | STREETS
DIRECTIONS = section("directions")
LOCATIVES = section("locatives")
