"""A person starts a run from the form of the Prefect UI and finds in it what SQL says, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tasks.report.picture import HEIGHT, WIDTH
from tasks.settings import Home
from tests.flows.conftest import FIXTURES, rows
from tests.flows.test_serve import ask, dateline, serving, wait_for
from tests.report.browser import browser, shots
from tests.scrape.saved import page, write_warc

__all__ = ["browser", "shots"]
pytestmark = pytest.mark.slow

PATIENCE_MS = 90_000
HOSTILE = (
    "![x](https://evil.example/x.png) <img src=https://evil.example/y.png> [link](https://evil.example/z)"
)


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1400, "height": 1400})
    page.set_default_timeout(PATIENCE_MS)
    yield page
    page.close()


def test_a_run_that_the_form_starts_is_seen_to_its_artifacts(
    tmp_path: Path, browser_page: Page, shots: Path
) -> None:
    home = Home(tmp_path / "home")
    folder = given_pages(tmp_path / "pages")
    with serving(home.root) as api:
        see_a_run(browser_page, api, folder, home, shots)
        see_the_map_of_an_ingest(browser_page, api, home, shots)


def given_pages(folder: Path) -> Path:
    """Make a WARC and a page whose headline and source name are hostile."""
    folder.mkdir()
    write_warc(folder / "news.warc.gz", range(3))
    words = HOSTILE.replace("<", "&lt;").encode()
    (folder / "hostile.html").write_bytes(page(5).replace(b"<h1>", b"<h1>" + words))
    (folder / f"{HOSTILE.replace('/', '_')}.html").write_bytes(b"<p>too short")
    return folder


def see_a_run(page: Page, api: str, folder: Path, home: Home, shots: Path) -> None:
    """Start a run with a parameter from the form, see it complete, and open what it left."""
    base = api.removesuffix("/api")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (deployment,) = [d for d in ask(f"{api}/deployments/filter", {}) if d["name"] == "backfill"]
    page.goto(f"{base}/deployments/deployment/{deployment['id']}/run")
    page.get_by_text("WARC files (CC-NEWS and others)").wait_for()
    page.get_by_role("button", name="Add item").first.click()
    page.locator(".p-draggable-list input, .p-draggable-list textarea").first.fill(str(folder))
    page.screenshot(path=shots / "1-form.png")
    page.get_by_role("button", name="Submit").click()
    started = {"deployments": {"id": {"any_": [deployment["id"]]}}}
    wait_for(lambda: ask(f"{api}/flow_runs/filter", started))
    run_id = ask(f"{api}/flow_runs/filter", started)[0]["id"]
    wait_for(lambda: ask(f"{api}/flow_runs/{run_id}")["state_type"] in ("COMPLETED", "FAILED", "CRASHED"))
    page.goto(f"{base}/runs/flow-run/{run_id}")
    page.get_by_text("Completed").first.wait_for()
    page.wait_for_timeout(3000)  # the graph is drawn on a canvas, which says nothing of being done
    page.screenshot(path=shots / "2-graph-and-logs.png")
    assert page.locator("canvas").count()
    page.get_by_text(re.compile("reported:")).first.wait_for()
    words = "select count(*) as articles, count(distinct source_id) as sources from core.articles"
    (counts,) = rows(home, words)
    assert (counts["articles"], counts["sources"]) == (4, 2)
    artifacts = sorted(ask(f"{api}/artifacts/filter", {}), key=lambda one: str(one["key"]))
    assert {one["key"] for one in artifacts} >= {
        "backfill-progress",
        "backfill-report",
        "backfill-places",
        "backfill-map",
    }
    for number, artifact in enumerate(artifacts, 3):
        page.goto(f"{base}/artifacts/artifact/{artifact['id']}")
        page.get_by_text(artifact["key"]).first.wait_for()
        page.wait_for_timeout(1500)
        page.screenshot(path=shots / f"{number}-{artifact['key']}.png")
        said = page.locator("body").inner_text()
        if artifact["key"] == "backfill-report":
            assert f"{counts['articles']} new articles" in said
            assert "herald.example" in said
        if artifact["key"] == "backfill-places":
            best = rows(home, "select place_name from marts.mentions limit 1")
            assert best[0]["place_name"] in said
        assert page.locator("img[src*='evil'], a[href*='evil']").count() == 0
    assert not [url for url in asked if "evil.example" in url]


def see_the_map_of_an_ingest(page: Page, api: str, home: Home, shots: Path) -> None:
    """Take in an article with the command, and see where it is in the Prefect UI."""
    done = dateline(home.root, "ingest", str(FIXTURES / "ferry.html"))
    assert done.returncode == 0, done.stdout + done.stderr
    (artifact,) = (one for one in ask(f"{api}/artifacts/filter", {}) if one["key"] == "ingest-map")
    assert len(artifact["data"]) < 200_000
    page.goto(f"{api.removesuffix('/api')}/artifacts/artifact/{artifact['id']}")
    picture = page.locator("img[src^='data:image/png']").first
    picture.wait_for()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [WIDTH, HEIGHT]
    page.get_by_text("1 story in 1 article").first.wait_for()
    page.screenshot(path=shots / "map-in-prefect.png")
