"""The evidence map: what it holds, and that what others wrote has no power in it."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import shapely
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli.map import command
from tasks.load import Filters, query
from tasks.report import map_data, map_page
from tasks.report.harmless import sentence_bounds
from tasks.report.map_html import inert_json
from tasks.report.mapping import pack
from tasks.report.outlines import rings_of
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import published

__all__ = ["published"]

EVIL = "</script><script>alert(1)</script><!--<script> \x1b[31m\u2028 <img src=x onerror=alert(1)> ]]>"


class Scripts(HTMLParser):
    """The script elements of a page with their text; and names of all its elements and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], str]] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self._open: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self._open = dict(attrs) if tag == "script" else None
        if self._open is not None:
            self.found.append((self._open, ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self.found[-1] = (self._open, self.found[-1][1] + data)


def article(**changes: Any) -> dict[str, Any]:
    texts = {"description": None, "image_caption": None, "dateline": None, "geocode_status": "done"}
    return (
        {
            "article_id": "a1",
            "story_id": "a1",
            "source_id": "courier",
            "source_name": "Courier",
            "day": "2026-11-18",
            "version_id": "v1",
            "headline": "A headline",
            "article_body": "One. The 🚢 left Baku today. Three.",
            "url": "https://courier.example/1",
            "warc_file": None,
            "warc_offset": None,
        }
        | texts
        | changes
    )


def mention(text: str, word: str, **changes: Any) -> dict[str, Any]:
    start = text.index(word)
    return {
        "mention_id": "m1",
        "version_id": "v1",
        "text_field": "article_body",
        "start_char": start,
        "end_char": start + len(word),
        "mention_kind": "name",
        "role": "mentioned",
        "place_id": "geonames:1",
        "precision": "town",
        "confidence": 0.9,
        "georeference_protocol": "population",
        "reason": None,
    } | changes


PLACE = {
    "place_id": "geonames:1",
    "name": "Baku",
    "country_code": "AZ",
    "decimal_latitude": 40.0,
    "decimal_longitude": 50.0,
    "coordinate_uncertainty_m": 5000.0,
    "footprint": None,
}


def marked(data: dict[str, Any], at: int = 0) -> tuple[str, str]:
    """Return the sentence of a row and the words marked in it, counted as a page counts."""
    rows = data["rows"]
    sentence: str = data["sentences"][rows["s"][at]]
    units = sentence.encode("utf-16-le")
    return sentence, units[2 * rows["b"][at] : 2 * rows["e"][at]].decode("utf-16-le")


def test_the_mark_lies_on_the_words_past_signs_that_take_two_units() -> None:
    one = article()
    data = pack([one], [mention(one["article_body"], "Baku")], {"geonames:1": PLACE})
    assert marked(data) == ("The 🚢 left Baku today.", "Baku")


def test_a_long_sentence_is_cut_around_the_words() -> None:
    text = "word " * 200 + "Baku " + "more " * 200
    data = pack([article(article_body=text)], [mention(text, "Baku")], {"geonames:1": PLACE})
    sentence, words = marked(data)
    assert words == "Baku"
    assert len(sentence) < 380
    assert sentence.startswith("… ")
    assert sentence.endswith(" …")


@settings(max_examples=30)
@given(st.text(alphabet="aB.!? \n'\u00e9🚢", max_size=60))
def test_sentences_cover_a_text_in_order(text: str) -> None:
    ends = 0
    for start, end in sentence_bounds(text):
        assert ends <= start <= end <= len(text)
        assert not text[ends:start].strip()
        ends = end
    assert not text[ends:].strip()


def test_what_others_wrote_ends_no_script_and_begins_no_element() -> None:
    one = article(headline=EVIL, source_name=EVIL, url="javascript:alert(1)", article_body=f"{EVIL} in Baku.")
    data = pack([one], [mention(one["article_body"], "Baku")], {"geonames:1": PLACE | {"name": EVIL}})
    page = map_page(data | {"base": []})
    (block, held), (code, _) = Scripts(page).found
    assert block == {"type": "application/json", "id": "data"}
    assert code == {}
    assert "img" not in Scripts(page).tags
    assert "\u2028" not in page
    assert "\x1b" not in page
    assert json.loads(held)["articles"]["headline"] == [EVIL]


@settings(max_examples=30)
@given(st.text(alphabet='<>&/-!\u2028\u2029\\"\x1bé🚢script', max_size=30))
def test_inert_json_reads_back_as_it_was(text: str) -> None:
    packed = inert_json([text])
    assert not re.search("[<>&\u2028\u2029]", packed)
    assert json.loads(packed) == [text]


def test_the_policy_lets_only_the_page_s_own_script_run_and_nothing_be_loaded() -> None:
    page = map_page(pack([], [], {}) | {"base": []})
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    script = Scripts(page).found[1][1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for power in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch("):
        assert power not in script


def test_an_outline_is_steps_from_its_first_point() -> None:
    square = shapely.to_wkb(shapely.box(10, 20, 11, 22))
    (ring,) = rings_of(square)
    xs, ys = (
        [sum(ring[: i + 1 : 2]) for i in range(0, len(ring), 2)],
        [sum(ring[1 : i + 1 : 2]) for i in range(1, len(ring), 2)],
    )
    assert (min(xs), max(xs), min(ys), max(ys)) == (1000, 1100, 2000, 2200)
    assert rings_of(None) == []
    assert rings_of(b"no outline") == []


def test_the_map_counts_what_sql_counts(published: Home) -> None:
    data = map_data(published, Filters())
    (counted,) = query(
        published, "select count(*) n, count(place_id) placed, count(distinct story_id) s from marts.mentions"
    ).to_pylist()
    rows = data["rows"]
    assert (len(rows["p"]), sum(p >= 0 for p in rows["p"])) == (counted["n"], counted["placed"])
    assert data["articles"]["story_count"] == counted["s"] == 1
    assert len(data["articles"]["id"]) == 2
    assert data["reasons"] == ["no place of that name"]
    assert len(data["base"]) > 250
    for at, place in enumerate(rows["p"]):
        if place >= 0 and data["places"]["id"][place] == factory.CASPIAN:
            assert marked(data, at)[1] == "Caspian Sea"


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(source=("echo",), role="mentioned"), ["Caspian Sea"]),
        (Filters(within=factory.SOUTH_CAUCASUS), ["Lankaran", "Baku"]),
        (Filters(place=factory.BAKU, role="location_created"), ["Baku"]),
        (Filters(min_confidence=0.95), []),
    ],
)
def test_filters_choose_mentions_and_the_articles_that_have_them(
    published: Home, filters: Filters, names: list[str]
) -> None:
    data = map_data(published, filters)
    assert data["places"]["name"] == names
    assert bool(data["articles"]["id"]) == bool(names)


def test_the_command_writes_one_file_and_says_what_is_on_it(published: Home, tmp_path: Path) -> None:
    out = tmp_path / "m.html"
    done = CliRunner().invoke(command, ["--home", str(published.root), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "8 of 10 mentions on the map, 3 places, 1 stories in 2 articles" in done.output
    assert out.read_text("utf-8").startswith("<!doctype html>")
    refused = CliRunner().invoke(
        command, ["--home", str(published.root), "-o", str(tmp_path / "no" / "m.html")]
    )
    assert "cannot be written" in str(refused.exception)
