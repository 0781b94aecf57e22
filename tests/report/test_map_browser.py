"""The map in headless Chromium: pins where SQL says, sentences behind a click, filters that count."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tasks.load import Filters, query
from tasks.report import map_data, map_page
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import published
from tests.report.browser import browser, click
from tests.report.test_map import EVIL

__all__ = ["browser", "published"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(published: Home) -> dict[str, Any]:
    held = map_data(published, Filters())
    held["articles"]["headline"][0] = EVIL
    held["articles"]["url"][0] = "javascript:alert(1)"
    return held


@pytest.fixture(scope="module")
def file(data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(map_page(data), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Browser, file: str) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1280, "height": 800})
    faults: list[str] = []
    asked: list[str] = []
    made.on("console", lambda message: faults.append(message.text))
    made.on("pageerror", lambda fault: faults.append(str(fault)))
    made.on("dialog", lambda dialog: faults.append(dialog.message))
    made.on("request", lambda request: asked.append(request.url))
    made.goto(file)
    yield made
    assert faults == []
    assert asked == [file]
    made.close()


def test_places_on_the_map_are_those_of_sql(page: Page, published: Home) -> None:
    held = query(
        published,
        "select place_id, count(distinct story_id) s, count(distinct article_id) a from marts.mentions "
        "where place_id is not null group by all",
    ).to_pylist()
    shown = {row[0]: (row[1], row[2]) for row in page.evaluate("datelineMap.shown()")}
    assert shown == {row["place_id"]: (row["s"], row["a"]) for row in held}
    looks = {row[0]: row[3] for row in page.evaluate("datelineMap.shown()")}
    assert looks[factory.CASPIAN] == "water"
    assert looks[factory.BAKU] == "point"
    assert page.inner_text("#counts").startswith("1 story in 2 articles")
    assert "2 mentions unresolved: no place of that name" in page.inner_text("#missing")


def test_a_click_shows_the_sentence_with_its_words_marked(page: Page) -> None:
    click(page, factory.LANKARAN)
    assert page.inner_text("#name") == "Lankaran, AZ"
    assert page.locator("blockquote").first.inner_text() == "Lankaran, in the south, saw no ferry."
    assert page.locator("blockquote mark").first.inner_text() == "Lankaran"
    assert "confidence 0.70" in page.inner_text("#quotes")
    page.keyboard.press("Escape")
    assert page.locator("#listing").is_visible()


def test_the_list_follows_the_map(page: Page) -> None:
    expect(page.locator("#inview")).to_have_text("3 of 3")
    page.locator("#map").focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#inview")).to_have_text("0 of 3")
    assert page.locator("#list li").count() == 0
    page.keyboard.press("0")
    expect(page.locator("#list li")).to_have_count(3)


def test_what_others_wrote_stays_text(page: Page) -> None:
    page.locator("#list button").first.click()
    assert EVIL.split()[0] in page.inner_text("#quotes")
    assert page.locator("#quotes script, #quotes img").count() == 0
    assert page.locator("a[href^=javascript]").count() == 0


def test_filters_change_the_counts(page: Page) -> None:
    page.locator("#confidence").fill("80")
    assert "3 places" not in page.inner_text("#counts")
    assert "below the confidence asked for" in page.inner_text("#missing")
    page.locator("#precision").select_option(label="water")
    assert page.inner_text("#counts") == "1 story in 2 articles · 2 mentions of 1 place on the map"
    page.locator("#until").fill("2026-11-17")
    assert page.inner_text("#counts").startswith("0 stories in 0 articles")


def test_the_keyboard_reaches_every_place(page: Page) -> None:
    before = page.evaluate("datelineMap.at('geonames:587084')")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    assert page.evaluate("datelineMap.at('geonames:587084')") != before
    page.evaluate("datelineMap.fillList()")  # which it does by itself a moment after the map has moved
    page.locator("#list button").first.focus()
    page.evaluate("datelineMap.fillList()")
    assert page.evaluate("document.activeElement.matches('#list button:first-child')")
    page.keyboard.press("Enter")
    assert page.locator("#evidence").is_visible()
    assert page.evaluate("document.activeElement.id") == "name"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_serious_fault_is_found_in_dark_and_light_wide_and_narrow(
    browser: Browser, file: str, scheme: Any, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True)
    page.goto(file)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for _ in ("list", "evidence"):
        found = Axe().run(page).response["violations"]
        assert [
            (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")
        ] == []
        page.locator("#list button, #back").locator("visible=true").first.click()
    page.close()
