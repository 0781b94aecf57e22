"""`make bench-warehouse`: what a warehouse of a million articles and ten million mentions costs.

The base is made of numbers (seeded, the same each time) by bulk SQL, as a writer would leave it: links,
fetches, cleanings, geocodings, articles, versions, mentions, places. Then: rows loaded a second, a thousand
articles loaded into it against an empty base, publishing apart, each mart and question of the cookbook, and
bytes an article.
"""

import argparse
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tasks.load import Warehouse, reading, sql_text, writer
from tasks.load.checks import ALL_ROWS, assertions, bad_rows
from tasks.load.texts import sql_names
from tasks.relate.signature import SIGNATURE_VERSION
from tasks.settings import Home
from tests.load import factory

CHUNK = 50_000
TARGET_RATIO, TARGET_MS, NEAR_MS, PATIENCE_MS = 1.5, 200.0, 100.0, 5000.0
HEAVY = {
    "articles": "article_body",
    "mentions": "sentence",
}  # cut or copied row by row
FOLDER = Path(__file__).parent


def fill(warehouse: Warehouse, total: int) -> tuple[int, float]:
    """Make the base; return how many rows it has and how long it took."""
    begun, connection = time.perf_counter(), warehouse._connection
    connection.execute("set preserve_insertion_order = true")
    connection.execute((FOLDER / "warehouse_places.sql").read_text("utf-8"))
    words = (FOLDER / "warehouse_fill.sql").read_text("utf-8")
    for start in range(0, total, CHUNK):
        stop = min(total, start + CHUNK)
        numbers = {"total": total, "from": start, "to": stop, "signature": SIGNATURE_VERSION}
        text = words
        for name, number in numbers.items():
            text = text.replace(f"${name}", str(number))
        connection.execute("begin")
        connection.execute(text)
        connection.execute("commit")
        spent = time.perf_counter() - begun
        left = spent / stop * (total - stop)
        print(f"  {stop:,} of {total:,} articles, {spent:.0f} s, about {left:.0f} s to go", flush=True)
    shared = "select distinct story_id from core.articles where story_id <> article_id"
    connection.execute(f"create temp table touched as {shared}")
    connection.execute(sql_text("load", "story_articles"))
    seconds = time.perf_counter() - begun
    tables = ("raw.links", "raw.fetches", "raw.cleanings", "raw.geocodings", "core.articles", "core.stories",
              "core.article_versions", "core.mentions", "core.article_places", "core.signatures",
              "core.origins", "core.story_articles")  # fmt: skip
    rows = 0
    for table in tables:
        ((number,),) = connection.execute(f"select count(*) from {table}").fetchall()
        rows += number
    return rows, seconds


def load_thousand(into: list[tuple[Warehouse, Home]]) -> list[float]:
    """Load 1,000 articles in ten batches into each base, in turns; return seconds for each.

    In turns, so that what else the machine does slows all of them alike.
    """
    spent = [0.0] * len(into)
    for number in range(10):
        for place, (warehouse, home) in enumerate(into):
            rows = factory.Rows()
            for item in range(100):
                factory.article(rows, f"new-{number}-{item}")
            batch = rows.write(home.runs / "bench" / str(number))
            begun = time.perf_counter()
            counts = warehouse.load(batch)
            spent[place] += time.perf_counter() - begun
            assert counts.failed is None, counts.failed
    return spent


def find_alike(into: Sequence[Warehouse]) -> list[float]:
    """Ask each base once for near copies of 1,000 texts, as a run does; return seconds for each.

    The keys are of texts that are held where the base is full, and of as many that nobody has.
    """
    spent = []
    for warehouse in into:
        words = "select unnest(keys) as key from core.signatures limit 15000"
        held = warehouse.table(words)["key"].to_pylist()
        begun = time.perf_counter()
        warehouse.known().alike({*held, *range(30_000 - len(set(held)))}, SIGNATURE_VERSION)
        spent.append(time.perf_counter() - begun)
    return spent


def best_ms(ask: Callable[[], object]) -> float:
    """Return the best of three times, in milliseconds; of what takes seconds, the first."""
    times: list[float] = []
    while len(times) < 3 and sum(times) < PATIENCE_MS:
        begun = time.perf_counter()
        ask()
        times.append((time.perf_counter() - begun) * 1000)
    return min(times)


def check_times(warehouse: Warehouse) -> list[tuple[str, float, int]]:
    """Return each check with its time over all rows, in milliseconds, and how many rows break it."""
    found = []
    for check in assertions():
        begun = time.perf_counter()
        number, _ = bad_rows(warehouse._connection, check, ALL_ROWS)
        found.append((check.name, (time.perf_counter() - begun) * 1000, number))
    return found


def questions(home: Home) -> list[tuple[str, float, float]]:
    """Return each question with its time and its target (0: it looks at everything, and has none)."""
    asked: list[tuple[str, str, float]] = [
        ("near (100 km)", "from near(40.4, 49.9, 100)", NEAR_MS),
        ("within_place", "from within_place('geonames:2616')", TARGET_MS),
        ("one article by id", "from core.articles where article_id = md5('article 77')", TARGET_MS),
        ("one version by id", "from core.article_versions where version_id = md5('version 77')", TARGET_MS),
        ("mentions of one version", "from core.mentions where version_id = md5('version 77')", TARGET_MS),
        ("one mention by id", "from core.mentions where mention_id = md5(md5('version 77') || 3)", TARGET_MS),
    ]
    windowed = ("articles", "mentions", "places_by_day", "article_places", "source_coverage", "story_map",
                "country_pairs_by_day")  # fmt: skip
    for name in windowed:
        words = f"select count(*) from marts.{name} where day >= date '2026-11-11'"
        asked.append((f"marts.{name}, a week", words, TARGET_MS))
        rows = f"select * exclude ({HEAVY.get(name, 'day')}) from marts.{name} where day >= date '2026-11-11'"
        asked.append((f"marts.{name}, a week, all its rows", rows, 0))
    for name in sql_names("marts"):
        asked.append((f"marts.{name}, all", f"select count(*) from (from marts.{name})", 0))
    asked += [(f"queries/{name}", sql_text("queries", name), 0) for name in sql_names("queries")]
    found = []
    with reading(home) as reader:
        for title, words, target in asked:
            found.append((title, best_ms(lambda words=words: reader.table(words)), target))  # type: ignore[misc]
    return found


def _say_filled(rows: int, seconds: float) -> None:
    print(f"{rows:,} rows in {seconds:.0f} s: {rows / seconds:,.0f} rows/s", flush=True)


def main() -> int:
    """Fill, load, publish, ask; exit with 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--fill", type=Path, help="only make the base in this home, for --base")
    parser.add_argument("--base", type=Path, help="a home that --fill has made; it is written to")
    parser.add_argument("--checks", action="store_true", help="also time each check over everything")
    given = parser.parse_args()
    if given.fill:
        with writer(Home(given.fill), "bench") as warehouse:
            _say_filled(*fill(warehouse, given.articles))
        return 0
    misses: list[str] = []
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        full, empty = Home(given.base or Path(folder) / "full"), Home(Path(folder) / "empty")
        with writer(empty, "bench") as small, writer(full, "bench") as warehouse:
            if not given.base:
                _say_filled(*fill(warehouse, given.articles))
            into_empty, into_full = load_thousand([(small, empty), (warehouse, full)])
            alike_empty, alike_full = find_alike([small, warehouse])
            begun = time.perf_counter()
            size = warehouse.publish()
            published = time.perf_counter() - begun
            checked = check_times(warehouse) if given.checks else []
        for name, took, bad in checked:
            print(f"check {name:46}{took:10.1f} ms" + (f"  {bad} rows" if bad else ""))
        ratio = into_full / into_empty
        print(f"1,000 articles: {into_empty:.2f} s into an empty base, {into_full:.2f} s into this one")
        print(f"that is {ratio:.2f} times as long, to be {TARGET_RATIO} at most")
        print(
            f"near copies of 1,000 texts asked for: {alike_empty:.2f} s, and {alike_full:.2f} s in this one"
        )
        misses += [f"load ratio {ratio:.2f}"] if ratio > TARGET_RATIO else []
        print(f"publishing: {published:.1f} s, {size:,} bytes; {size / given.articles:,.0f} bytes an article")
        for title, took, target in sorted(questions(full), key=lambda row: -row[1]):
            is_miss = bool(target) and took > target
            says = f"  target {target:.0f}{' MISSED' if is_miss else ''}" if target else ""
            print(f"{title:52}{took:10.1f} ms{says}")
            misses += [title] if is_miss else []
        shutil.rmtree(folder, ignore_errors=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"memory: peak {peak:,.0f} MB; at {datetime.now(UTC):%Y-%m-%d}")
    print(f"missed: {', '.join(misses) or 'nothing'}")
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
