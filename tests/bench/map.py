"""What a map of 50,000 mentions weighs, and how soon it is seen: `make bench-map`.

The page is made by the same code as `dateline map`, over rows made here; times are Chromium's own clock.
The peer in weight is what any map drawn with Bokeh's script would carry before its first datum.
"""

import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from tasks.geocode import open_gazetteer
from tasks.report import map_page
from tasks.report.mapping import base_map, pack
from tasks.settings import open_home
from tests.report.browser import chromium, opened

MENTIONS = 50_000
BYTES, SECONDS = 15_000_000, 1.0
BOKEH = 1_268_134  # bytes of bokeh.min.js of Bokeh 3, without widgets
WORDS = [
    "ferry",
    "port",
    "ministers",
    "said",
    "that",
    "on",
    "the",
    "railway",
    "talks",
    "across",
    "border",
    "were",
    "held",
    "after",
    "week",
    "storm",
    "grain",
    "ships",
    "officials",
    "would",
    "again",
    "between",
    "both",
    "sides",
    "for",
    "new",
    "road",
    "water",
    "prices",
    "rose",
    "and",
    "agreed",
]


def rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return articles, mentions and places: 5,000 articles with ten mentions each of 3,000 places."""
    rng = random.Random(8)
    known = open_gazetteer(open_home())
    chosen = [*known.rows("country"), *known.rows("region"), *rng.sample(known.rows("town"), 2000)]
    places: dict[str, dict[str, Any]] = {}
    for row in chosen:
        place = known.place(row)
        places[place.place_id] = {
            "place_id": place.place_id,
            "name": place.name,
            "country_code": place.country_code,
            "decimal_latitude": place.lat,
            "decimal_longitude": place.lon,
            "coordinate_uncertainty_m": place.uncertainty_m,
            "footprint": known.footprint(row),
            "precision": place.precision,
        }
    articles, mentions = [], []
    for number in range(MENTIONS // 10):
        picked = rng.choices(list(places.values()), k=10)
        body = ""
        for named in picked:
            body += " ".join(rng.choices(WORDS, k=14)).capitalize() + " "
            mentions.append(_mention(rng, number, len(body), named))
            body += f"{named['name']} " + " ".join(rng.choices(WORDS, k=12)) + ". "
        articles.append(_article(rng, number, body))
    mentions.sort(key=lambda mention: (mention["place_id"] or "", mention["version_id"]))
    return articles, mentions, places


def _article(rng: random.Random, number: int, body: str) -> dict[str, Any]:
    return {
        "article_id": f"{number:064x}",
        "story_id": f"{number - number % 3:064x}",
        "source_name": f"Source {number % 40}",
        "day": f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "version_id": f"v{number:05d}",
        "headline": " ".join(rng.choices(WORDS, k=9)).capitalize(),
        "article_body": body,
        "url": f"https://source-{number % 40}.example/2026/story-{number}",
        "warc_file": f"source-{number % 40}/2026-11-18/source-00001.warc.gz",
        "warc_offset": number * 4000,
        "geocode_status": "done",
    }


def _mention(rng: random.Random, number: int, start: int, place: dict[str, Any]) -> dict[str, Any]:
    is_placed = rng.random() < 0.95
    return {
        "mention_id": f"{rng.getrandbits(256):064x}",
        "version_id": f"v{number:05d}",
        "text_field": "article_body",
        "start_char": start,
        "end_char": start + len(place["name"]),
        "mention_kind": rng.choice(["name", "demonym", "metonym"]),
        "role": rng.choice(["mentioned", "content_location"]),
        "place_id": place["place_id"] if is_placed else None,
        "precision": place["precision"] if is_placed else "unknown",
        "confidence": rng.random(),
        "georeference_protocol": "population",
        "reason": None if is_placed else "no place of that name",
    }


# From the change of a filter to the frame that shows it, and until the main thread is free again.
CHANGE = """async () => {
    const range = document.getElementById("confidence"), began = performance.now();
    range.value = 60; range.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    return (performance.now() - began) / 1000;
}"""
PAINT = """() => Math.max(...performance.getEntriesByType("paint").map(each => each.startTime)) / 1000"""


def main() -> int:
    """Print the table; 1 where a target is missed, 2 where there is no Chromium."""
    path = chromium()
    if path is None:
        print("bench-map needs Chromium; on Debian: apt-get install chromium", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(map_page(pack(*rows()) | {"base": base_map(open_home())}), "utf-8")
        size = file.stat().st_size
        with opened(path) as browser:
            times = [_measured(browser, file.as_uri()) for _ in range(3)]
    paint, change = (sorted(each)[1] for each in zip(*times, strict=True))
    ours = sum(
        len((Path("tasks/report/page") / name).read_bytes())
        for name in ("map.js", "map.css", "colours.css", "head.html", "map.html")
    )
    met = size < BYTES and paint < SECONDS and change < SECONDS
    print(f"{MENTIONS:,} mentions, median of 3 openings in headless Chromium")
    print(f"{'':24}{'measured':>12}{'target':>12}")
    print(f"{'file, MB':24}{size / 1e6:12.1f}{BYTES / 1e6:12.1f}")
    print(f"{'first paint, s':24}{paint:12.2f}{SECONDS:12.1f}")
    print(f"{'change of filter, s':24}{change:12.2f}{SECONDS:12.1f}")
    print(f"{'script and style, kB':24}{ours / 1e3:12.1f}{BOKEH / 1e3:12.1f}  (bokeh.min.js)")
    return 0 if met else 1


def _measured(browser: Any, address: str) -> tuple[float, float]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.wait_for_timeout(1500)
    paint, change = page.evaluate(PAINT), page.evaluate(CHANGE)
    page.close()
    return float(paint), float(change)


if __name__ == "__main__":
    sys.exit(main())
