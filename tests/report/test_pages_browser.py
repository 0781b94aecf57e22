"""Pages beside the map in headless Chromium: an archived page reaches nobody, and everyone can read them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tasks.load import Filters
from tasks.report import (
    archived_copy,
    copies_of,
    copies_on_map,
    map_data,
    map_page,
    show,
    shown_page,
    with_copies,
    writable,
    write_copies,
)
from tasks.scrape import Payload
from tasks.settings import Home
from tests.report.browser import browser
from tests.report.test_shown import article_of

__all__ = ["browser"]
pytestmark = pytest.mark.slow

HOSTILE = """<!doctype html><html><head>
<meta http-equiv="refresh" content="0;url=http://{host}/refresh"><base href="http://{host}/">
<link rel="stylesheet" href="http://{host}/s.css"><link rel="preconnect" href="http://{host}">
<link rel="dns-prefetch" href="//{host}"><link rel="prefetch" href="http://{host}/p">
<link rel="preload" as="image" href="http://{host}/l"><link rel="icon" href="http://{host}/i">
<style>@import url(http://{host}/i.css); body{{background:url(http://{host}/b)}}
@font-face{{font-family:x;src:url(http://{host}/f)}} p{{font-family:x;color:rgb(1, 2, 3)}}</style>
<script>document.title = "owned"; top.document.title = "owned"; fetch("http://{host}/fetch")</script></head>
<body onload="alert(1)"><p>What was said <img src="http://{host}/img" onerror="alert(2)"></p>
<a id="a" href="http://{host}/a" ping="http://{host}/ping" target="_top">away</a>
<a id="b" href="http://{host}/b">here</a>
<form action="http://{host}/form"><button id="send">send</button></form>
<iframe src="http://{host}/frame"></iframe><object data="http://{host}/object"></object>
<video src="http://{host}/video" autoplay></video><svg><image href="http://{host}/svg"/></svg>
<script src="http://{host}/script"></script></body></html>"""


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """Note who connects to a port of loopback, even without a word."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            while True:
                try:
                    visitor, _ = server.accept()
                except OSError:
                    return
                with visitor:
                    visitor.settimeout(1)
                    try:
                        came.append(visitor.recv(200))
                    except OSError:
                        came.append(b"(nothing said)")

        threading.Thread(target=take, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}", came
        server.shutdown(socket.SHUT_RDWR)


def test_an_archived_page_reaches_nobody_and_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    with listening() as (host, came):
        file = tmp_path / "archived.html"
        payload = Payload(HOSTILE.format(host=host).encode(), "text/html", f"http://{host}/", 200)
        file.write_bytes(writable(archived_copy(payload, "now", "a.warc.gz at 1")))
        page = browser.new_page()
        spoken: list[str] = []
        page.on("dialog", lambda dialog: spoken.append(dialog.message))
        page.goto(file.as_uri())
        inner = page.frame_locator("iframe[sandbox='']")
        inner.get_by_text("What was said").wait_for()
        colour = inner.locator("p").evaluate("p => getComputedStyle(p).color")
        assert colour == "rgb(1, 2, 3)"  # its own style is kept
        inner.locator("#send").click()
        for link in ("#a", "#b"):
            inner.locator(link).click()
        assert page.url == file.as_uri()
        assert page.title().startswith("Archived: http://127.0.0.1")
        page.wait_for_timeout(1500)  # nothing can be waited for: nothing may come
        assert page.url == file.as_uri()
        page.close()
        assert (came, spoken) == ([], [])


@pytest.fixture(scope="module")
def files(taken_in: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The map, an article, a story and an archived page, as the commands write them."""
    folder: Path = tmp_path_factory.mktemp("pages")
    for name, as_story in (("article", False), ("story", True)):
        found = show(taken_in, article_of(taken_in, "courier"), as_story=as_story)
        copies = copies_of(found)
        assert write_copies(taken_in, folder / f"{name}-archive", copies) == {}
        page = shown_page(found, f"{name}-archive", [each for each, _ in copies])
        (folder / f"{name}.html").write_bytes(writable(page))
    data = map_data(taken_in, Filters())
    copies = copies_on_map(taken_in, Filters(), data)
    assert write_copies(taken_in, folder / "map-archive", copies) == {}
    held = with_copies(data, "map-archive", [each for each, _ in copies])
    (folder / "map.html").write_bytes(writable(map_page(held)))
    (folder / "archived.html").write_bytes(next((folder / "map-archive").iterdir()).read_bytes())
    return {name: folder / f"{name}.html" for name in ("map", "article", "story", "archived")}


def test_a_mention_on_the_map_leads_to_original_and_archived_copy(
    browser: Browser, files: dict[str, Path]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(files["map"].as_uri())
    page.locator("#list button", has_text="Aktau").first.click()
    quote = page.locator("#quotes li").first
    assert quote.get_by_role("link", name="original").get_attribute("href") in (
        "https://courier.example/ferry",
        "https://echo.example/ferry",
    )
    with page.expect_popup() as opening:
        quote.get_by_role("link", name="archived copy").click()
    frame = opening.value.frame_locator("iframe")
    frame.get_by_text("A third ferry will sail from Baku to Aktau").wait_for()
    page.close()


def test_the_archived_page_opens_from_the_article(browser: Browser, files: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(files["article"].as_uri())
    page.locator("mark a", has_text="Aktau").first.click()
    assert page.url.split("#")[1].startswith("m")
    page.get_by_role("link", name="archived copy").first.click()
    page.frame_locator("iframe").get_by_text("A third ferry will sail").wait_for()
    page.close()


@pytest.mark.parametrize("name", ["article", "story", "archived"])
def test_no_serious_fault_is_found_in_dark_and_light_wide_and_narrow(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    schemes: tuple[Any, ...] = ("light", "dark")
    for width, scheme in ((width, scheme) for width in (1280, 360) for scheme in schemes):
        page = browser.new_page(
            viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True
        )
        page.goto(files[name].as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # What a publisher's page lacks within its frame is not ours to mend.
        found = Axe().run(page, options={"iframes": False}).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert serious == [], (width, scheme)
        page.close()
