"""`make bench-stories`: what adding 1,000 articles to a million costs.

The million is a warehouse as a writer would leave it: article, version with a body, and signature rows. Of
these, `REAL` texts are put together from our own sentences and signed as the room signs them. The others are
strangers: their keys are hashes of their number, as MinHash gives to texts that share nothing, and
their bodies made-up words, since making and signing a million texts would take an hour. Every hundredth
stranger has the keys of one form that is filled in anew each day, so that some keys stand under ten thousand
texts.

Of the thousand, a third are edited copies of stored texts, a third forms and rewrites, the rest new.
Measured: settling them (`relate_batches`) and loading the batch; and the peak of memory beside that of the
same process before the thousand came. Processor time counts beside the clock's, for machines that are shared.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.batches import arrow_schema
from tasks.load import Warehouse, writer
from tasks.records import Article, ArticleVersion, Signature, Story
from tasks.relate.likeness import read_features
from tasks.relate.settle import Counts, relate_batches
from tasks.relate.signature import SIGNATURE_VERSION, signature
from tasks.settings import Home
from tasks.urls import digest
from tests.relate.given import Piece, write
from tests.relate.pairs import COPIES, EVENTS, MARKET, Event, edited, make_event, report, text, wire_text

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
REAL, CHUNK, TARGET_MS = 4_000, 50_000, 5.0
# A stranger's body is twelve of these sentences: no two bodies are the same, and they compress as prose does.
SENTENCES = [
    " ".join(f"{chance.choice(('ba', 'ke', 'lo', 'mi', 'ru'))}{chance.randrange(36**3):x}" for _ in range(26))
    for chance in map(random.Random, range(256))
]
STRANGERS = """
from (
    select
        substr(sha256('bench' || chr(31) || number), 1, 32) as id,
        array_to_string(
            list_transform(range(12), lambda j: $sentences[(1 + hash(number, j) % 256)::bigint]), '. '
        ) as body,
        if(
            number % 100 = 0,
            $form,
            list_transform(range(32), lambda j: (hash(number, j, 'key') >> 1)::bigint)
        ) as keys,
    from range($start, $stop) as numbers(number)
)
"""


@dataclass(frozen=True)
class Cost:
    """Seconds for a thousand articles are milliseconds an article."""

    clock: float
    cpu: float


def unique(event: Event, number: int) -> Event:
    """Give an event words of its own, as real ones have: else a thousand told in four ways are four."""
    chance = random.Random(number)
    words = [
        f"{chance.choice('bdfgklmnprstvz')}{chance.choice('aeiou')}{chance.randrange(36**3):x}"
        for _ in range(400)
    ]
    lines = tuple(
        " ".join(word if chance.random() < 0.4 else chance.choice(words) for word in line.split(" "))
        for line in event.wire
    )
    return Event(lines, event.rewrite, event.reporter, event.background, event.kind)


def stored_event(number: int) -> Event:
    """Return the event of a real stored text."""
    return unique(make_event(random.Random(number), sorted(EVENTS)[number % len(EVENTS)]), number)


def fill(warehouse: Warehouse, size: int) -> None:
    """Write the stored articles, straight into the tables: the real ones from here, strangers in SQL."""
    form = list(signature(read_features(report(random.Random(1), MARKET))))
    bodies = [wire_text(stored_event(number)) for number in range(min(size, REAL))]
    real = pa.table(
        {
            "id": [digest("bench", str(number)) for number in range(len(bodies))],
            "body": bodies,
            "keys": [signature(read_features(body)) for body in bodies],
        }
    )
    warehouse._connection.register("real", real)
    insert(warehouse, "from real", {})
    warehouse._connection.unregister("real")
    for start in range(REAL, size, CHUNK):
        given = {"start": start, "stop": min(size, start + CHUNK), "form": form, "sentences": SENTENCES}
        insert(warehouse, STRANGERS, given)


def insert(warehouse: Warehouse, rows: str, given: dict[str, Any]) -> None:
    """Insert rows of id, body and keys; other columns say what is the same in all."""
    told = {
        "article_body": "body", "keys": "keys", "version_number": "1", "word_count": "300",
        "signature_version": f"'{SIGNATURE_VERSION}'", "source_id": "'bench'", "geocode_status": "'done'",
        **dict.fromkeys(("url", "canonical_url", "body_digest", "text_digest"), "id"),
        **dict.fromkeys(("article_id", "version_id", "story_id", "current_version_id"), "id"),
        **dict.fromkeys(("fetch_id", "cleaning_id"), "id"),
    }  # fmt: skip
    for kind in (Article, ArticleVersion, Story, Signature):
        columns = {f.name: told.get(f.name) or blank(f.type) for f in arrow_schema(kind)}
        columns["loaded_at"] = f"'{NOW}'::timestamptz"
        shown = ", ".join(f"{words} as {name}" for name, words in columns.items())
        words = f"insert into {kind.table} by name select {shown} {rows}"
        warehouse._connection.execute(words, {k: v for k, v in given.items() if f"${k}" in words})


def blank(kind: pa.DataType) -> str:
    """Return a value for a column that says nothing here, as SQL."""
    if pa.types.is_timestamp(kind):
        return f"'{NOW}'::timestamptz"
    return "[]" if pa.types.is_list(kind) else "null"


def thousand(size: int) -> list[Piece]:
    """Return the new articles: copies, forms and rewrites, and new ones, by turns."""
    chance, pieces = random.Random(366), []
    for number in range(1_000):
        event = stored_event(number * REAL // 1_000)
        if number % 3 == 0:
            body = edited(chance, event, COPIES[number % len(COPIES)])
        elif number % 6 == 1:
            body = report(chance, MARKET)
        elif number % 6 == 2:
            body = text(event.rewrite)
        else:
            body = wire_text(unique(event, size + number))
        pieces.append(
            Piece(url=f"https://new.example/{number}", body=body, headline=f"H {number}", source="new")
        )
    return pieces


def add(warehouse: Warehouse, home: Home, size: int) -> tuple[Cost, Cost, Counts]:
    """Add the thousand; return what settling and loading them cost, and what came of them."""
    batch = write(home.runs / "bench" / "one", *thousand(size))
    begun, cpu = time.perf_counter(), time.process_time()
    counts = relate_batches([batch], warehouse.known(), {}, home, NOW)
    settled, settled_cpu = time.perf_counter(), time.process_time()
    loaded = warehouse.load(batch)
    assert loaded.failed is None, loaded.failed
    load = Cost(time.perf_counter() - settled, time.process_time() - settled_cpu)
    return Cost(settled - begun, settled_cpu - cpu), load, counts


def peak_mb() -> float:
    """Return the most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> int:
    """Fill, or add in a home that is filled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path, help="A home that was filled before; else a temporary one.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        home = Home(given.home or Path(folder) / "home")
        is_filled = (home.warehouse / "warehouse.duckdb").exists()
        if not is_filled:
            begun = time.perf_counter()
            # In a process of its own, so that its memory is not counted.
            import multiprocessing

            filling = multiprocessing.get_context("spawn").Process(target=fill_home, args=(home, given.size))
            filling.start()
            filling.join()
            assert filling.exitcode == 0
            print(f"{given.size:,} articles stored in {time.perf_counter() - begun:.0f} s")
        with writer(home, "bench") as warehouse:
            before = peak_mb()
            settle, load, counts = add(warehouse, home, given.size)
    together = Cost(settle.clock + load.clock, settle.cpu + load.cpu)
    print(f"{'1,000 articles added':28}{'ms an article':>14}{'ms of processor':>17}")
    for name, cost in (
        ("settled (relate)", settle),
        ("loaded, checks included", load),
        ("together", together),
    ):
        print(f"{name:28}{cost.clock:14.2f}{cost.cpu:17.2f}")
    print(f"target: under {TARGET_MS:.0f} ms an article")
    print(f"memory: peak {peak_mb():.0f} MB, {before:.0f} MB before they came")
    print(f"found: {counts.articles - counts.stories} copies, {counts.stories} stories")
    return 0 if together.clock < TARGET_MS else 1


def fill_home(home: Home, size: int) -> None:
    """Fill a home's warehouse."""
    with writer(home, "fill") as warehouse:
        warehouse._connection.execute("set preserve_insertion_order = true")
        fill(warehouse, size)


if __name__ == "__main__":
    sys.exit(main())
