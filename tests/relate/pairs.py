"""Pairs of articles whose kinship is known: our own sentences, put together and edited as desks do it.

Each event has facts and is told in three voices: the wire's, that of a desk which rewrote the wire around its
quotes, and that of a reporter who was there. Edits are seeded: another seed is another set.
"""

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Kin = Literal["copy", "rewrite", "other"]


@dataclass(frozen=True)
class Pair:
    """Two texts, what they are to each other, and what makes the case."""

    one: str
    other: str
    kin: Kin
    case: str


@dataclass(frozen=True)
class Event:
    """One happening, told in three voices; paragraphs end with a blank line."""

    wire: tuple[str, ...]
    rewrite: tuple[str, ...]
    reporter: tuple[str, ...]
    background: str
    kind: str


_TOLD: dict[str, Any] = tomllib.loads((Path(__file__).parent / "fixtures" / "events.toml").read_text("utf-8"))
EVENTS: dict[str, Any] = _TOLD["events"]
TOWNS, PEOPLE, DAYS = _TOLD["towns"], _TOLD["people"], _TOLD["days"]
LOCAL, BOILERPLATE, SYNONYMS = _TOLD["local"], _TOLD["boilerplate"], _TOLD["synonyms"]
MARKET, WEATHER = tuple(_TOLD["market"]), tuple(_TOLD["weather"])


def make_event(chance: random.Random, kind: str) -> Event:
    """Invent an event of a kind, with its facts and quotes."""
    town, town2 = chance.sample(TOWNS, 2)
    person, person2 = chance.sample(PEOPLE, 2)
    told = EVENTS[kind]
    q1, q2 = chance.choice(told["first_quotes"]), chance.choice(told["second_quotes"])
    facts = {
        "town": town, "town2": town2, "person": person, "person2": person2, "q1": q1, "q2": q2,
        "day": chance.choice(DAYS), "n1": chance.randint(11, 98), "n2": chance.randint(13, 87),
        "n3": chance.randint(12, 76),
    }  # fmt: skip
    wire, rewrite, reporter = (
        tuple(line.format(**facts) for line in told[voice]) for voice in ("wire", "rewrite", "reporter")
    )
    return Event(wire, rewrite, reporter, told["background"], kind)


def text(paragraphs: tuple[str, ...] | list[str]) -> str:
    return "\n\n".join(paragraphs)


def wire_text(event: Event) -> str:
    return text([*event.wire, event.background])


def edited(chance: random.Random, event: Event, case: str) -> str:
    """Return the wire's text as another desk printed it."""
    lines = [*event.wire, event.background]
    if "cut" in case:
        lines = lines[: chance.randint(4, 7)]
    if "short" in case:
        lines = lines[:3]
    if "own" in case:  # a desk that puts its own words for three paragraphs
        lines[1], lines[4], lines[-1] = event.rewrite[0], event.rewrite[-1], event.rewrite[1]
    if "local" in case:
        lines.insert(chance.choice((0, len(lines) // 2, len(lines))), chance.choice(LOCAL))
    if "boilerplate" in case:
        lines += chance.sample(BOILERPLATE, 2)
    if "words" in case:
        lines = [" ".join(SYNONYMS.get(word, word) for word in line.split(" ")) for line in lines]
    if "dateline" in case:
        lines[0] = f"{chance.choice(TOWNS).upper()} (Reuters) - {lines[0]}"
    if "merged" in case:
        lines = [" ".join(lines[i : i + 3]) for i in range(0, len(lines), 3)]
    if "moved" in case:
        i = chance.randint(1, len(lines) - 2)
        lines.append(lines.pop(i))
    if "straight" in case:
        lines = [re.sub("[“”]", '"', line) for line in lines]
    return text(lines)


COPIES = (
    "headline", "cut", "local", "boilerplate", "cut local", "cut boilerplate", "words", "dateline local",
    "merged", "moved", "straight", "cut local boilerplate", "cut words dateline", "moved local straight",
    "short", "short boilerplate", "own", "own words local",
)  # fmt: skip


def report(chance: random.Random, lines: tuple[str, ...]) -> str:
    """Fill in a market or weather report."""
    numbers = {key: chance.randint(2, 99) for key in "abcdefghijk"}
    words = {
        "town": "Veldar",
        "day": chance.choice(DAYS),
        "way": chance.choice(("higher", "lower", "little changed")),
        "way2": chance.choice(("firmer", "weaker")),
        "firm": chance.choice(("Union Bank", "First Coast", "Agrarbank")),
        "sky": chance.choice(("bright", "cloudy", "wet", "windy")),
        "wind": chance.choice(("north", "west", "south-east")),
    }
    return text([line.format(**words, **numbers) for line in lines])


def make_pairs(seed: int, events: int = 44) -> list[Pair]:
    """Return a dozen pairs an event: copies, rewrites, other articles on it, and forms filled anew."""
    chance, pairs = random.Random(seed), []
    kinds = sorted(EVENTS)
    told = [make_event(chance, kinds[i % len(kinds)]) for i in range(events)]
    for number, event in enumerate(told):
        wire = wire_text(event)
        for step in range(3):
            case = COPIES[(3 * number + step) % len(COPIES)]
            pairs.append(Pair(wire, edited(chance, event, case), "copy", f"wire, {case}"))
        a, b = (edited(chance, event, chance.choice(COPIES[1:6])) for _ in range(2))
        pairs.append(Pair(a, b, "copy", "two edits of one wire"))
        pairs.append(Pair(wire, text(event.rewrite), "rewrite", "rewrite around the quotes"))
        pairs.append(
            Pair(
                wire,
                text([*event.rewrite[:5], event.background]),
                "rewrite",
                "rewrite with the background kept",
            )
        )
        pairs.append(
            Pair(wire, text([*event.rewrite[:3], *event.rewrite[4:]]), "rewrite", "rewrite with one quote")
        )
        pairs.append(Pair(wire, text(event.reporter), "other", "another article on the event"))
        shared = text([*event.reporter, event.background, *chance.sample(BOILERPLATE, 1)])
        pairs.append(Pair(wire, shared, "other", "another article with the same background"))
        one_quote = text([*event.reporter, event.wire[3]])
        pairs.append(Pair(wire, one_quote, "other", "another article that borrows one quote"))
        no_own = text([*event.reporter[:2], *event.reporter[3:], event.wire[6]])
        if number % 4 == 0:
            pairs.append(Pair(wire, no_own, "other", "another article whose only quote is borrowed"))
        twin = make_event(chance, event.kind)
        pairs.append(Pair(wire, wire_text(twin), "other", "another event of the kind in the same words"))
        form = MARKET if number % 2 else WEATHER
        pairs.append(Pair(report(chance, form), report(chance, form), "other", "the report of another day"))
        stranger = told[(number + 1) % events]
        pairs.append(Pair(wire, wire_text(stranger), "other", "another event"))
    return pairs
