"""The first real article on the map, in headless Chromium: points, areas and outlines where SQL has them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tasks.settings import Home
from tests.flows.conftest import rows, run
from tests.report.browser import browser, click, shots

__all__ = ["browser", "shots"]

pytestmark = pytest.mark.slow

TEHRAN, BAKU = "geonames:112931", "geonames:587084"
IRAN, AZERBAIJAN = "geonames:130758", "geonames:587116"
CASPIAN, SOUTH_CAUCASUS = "geonames:630671", "dateline:south-caucasus"
LOOKS = {
    TEHRAN: "point",
    BAKU: "point",
    IRAN: "area",
    AZERBAIJAN: "area",
    CASPIAN: "water",
    SOUTH_CAUCASUS: "region",
}


@pytest.fixture(scope="module")
def home(seed: Home) -> Home:
    return seed


@pytest.fixture(scope="module")
def file(home: Home, shots: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("map")
    for words in (("--with-archive", "-o", "map.html"), ("-o", "map.png")):
        target = (shots / "seed.png") if words[-1] == "map.png" else folder / words[-1]
        said = run("map", *words[:-1], str(target), "--home", str(home.root))
        assert said.code == 0, said.all
    return folder / "map.html"


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1280, "height": 800})
    made.goto(file.as_uri())
    yield made
    made.close()


def test_each_place_stands_where_sql_says_and_looks_as_the_text_allows(page: Page, home: Home) -> None:
    shown = {row[0]: row[1:] for row in page.evaluate("datelineMap.shown()")}
    assert {place_id: row[2] for place_id, row in shown.items()} == LOOKS
    held = rows(
        home,
        "select place_id, any_value(places.decimal_longitude) x, any_value(places.decimal_latitude) y, "
        "count(distinct story_id) s, count(distinct article_id) a from marts.mentions "
        "join core.places using (place_id) group by place_id",
    )
    assert {row["place_id"]: [row["s"], row["a"]] for row in held} == {k: v[:2] for k, v in shown.items()}
    at = {row["place_id"]: page.evaluate("id => datelineMap.at(id)", row["place_id"]) for row in held}
    by = {row["place_id"]: row for row in held}
    # Longitude is linear on the map: the pixels of two places tell where the third must stand.
    scale = (at[TEHRAN][0] - at[BAKU][0]) / (by[TEHRAN]["x"] - by[BAKU]["x"])
    for place_id, row in by.items():
        assert at[place_id][0] == pytest.approx(at[BAKU][0] + (row["x"] - by[BAKU]["x"]) * scale, abs=1)
    north_to_south = sorted(by, key=lambda place_id: -by[place_id]["y"])
    assert sorted(at, key=lambda place_id: at[place_id][1]) == north_to_south


def test_a_click_on_a_town_shows_its_sentences(page: Page, home: Home) -> None:
    click(page, TEHRAN)
    assert page.inner_text("#name") == "Tehran, IR"
    count = rows(home, f"select count(*) n from core.mentions where place_id = '{TEHRAN}'")[0]["n"]
    assert page.locator("#quotes li").count() == count
    assert page.locator("blockquote mark").all_inner_texts() == ["Tehran"] * count
    assert any(
        "the Iranian capital Tehran" in words for words in page.locator("blockquote").all_inner_texts()
    )
    with page.expect_popup() as opening:
        page.get_by_role("link", name="archived copy").first.click()
    frame = opening.value.frame_locator("iframe")
    frame.get_by_text("Senior military officials from Iran and Azerbaijan").wait_for()


def test_filters_change_what_is_counted(page: Page, home: Home) -> None:
    assert page.inner_text("#counts").startswith("1 story in 1 article · ")
    page.locator("#precision").select_option(label="water")
    (water,) = rows(home, "select count(*) n from core.mentions where precision = 'water'")
    assert page.inner_text("#counts").endswith(f"{water['n']} mention of 1 place on the map")
    page.locator("#precision").select_option(label="all")
    page.locator("#kind").select_option(label="demonym")
    (demonyms,) = rows(home, "select count(*) n from core.mentions where mention_kind = 'demonym'")
    assert f"{demonyms['n']} mentions of 2 places" in page.inner_text("#counts")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_it_is_seen_wide_narrow_dark_and_light(
    browser: Browser, file: Path, shots: Path, width: int, scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(file.as_uri())
    expect(page.locator("#list li")).to_have_count(6)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=shots / f"seed-{width}-{scheme}.png")
    page.locator("#list button", has_text="Caspian Sea").click()
    assert page.locator("blockquote mark").first.inner_text() == "Caspian Sea"
    page.screenshot(path=shots / f"seed-{width}-{scheme}-evidence.png")
    page.close()
