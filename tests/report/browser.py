"""Debian's Chromium without a screen, talking to nobody, and what tests do with it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_socket import enable_socket

from tests.conftest import ROOT, missing

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return where Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """Start a browser, and end it."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a file."""
    path = chromium()
    if path is None:
        missing("no Chromium here (Debian: apt-get install chromium)")
    enable_socket()  # the driver speaks over pipes of its own; the pages may load nothing by their policy
    with opened(str(path)) as started:
        yield started


@pytest.fixture(scope="module")
def shots() -> Path:
    """Where screenshots are kept for people to look at."""
    folder = Path(os.environ.get("DATELINE_SHOTS", ROOT / "build" / "screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def click(page: Page, place_id: str) -> None:
    """Click a place on the map."""
    x, y = page.evaluate("id => datelineMap.at(id)", place_id)
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)
