"""A little site on loopback, which answers as a test tells it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tasks.scrape.archive.write import Archive
from tasks.scrape.discover import FeedHistories, Found, discover
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.known import KnownFetch, KnownFetches
from tasks.scrape.sources import Feed, SourceSpec
from tasks.settings import Home, Settings

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOST = "news.example"


@dataclass(frozen=True)
class Page:
    """An answer of the little site."""

    body: bytes = b"<p>words</p>"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    is_chunked: bool = False
    stalls: bool = False  # a part comes, and the rest never does


Route = Page | Callable[["Asked"], Page]


@dataclass(frozen=True)
class Asked:
    """A request as the little site saw it."""

    path: str
    headers: dict[str, str]


class Clockwork:
    """Time that passes only while something sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds

    def tick(self) -> float:
        return self.now_s


@dataclass
class Site:
    """What the site answers, what it was asked, and ways to ask it."""

    port: int
    home: Home
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    clockwork: Clockwork = field(default_factory=Clockwork)
    settings: Settings = field(default_factory=Settings)
    addresses: dict[str, list[str]] = field(default_factory=dict)

    @property
    def spec(self) -> SourceSpec:
        return SourceSpec(
            source_id="news",
            name="News",
            hosts=(HOST, f"www.{HOST}"),
            connect_to=f"127.0.0.1:{self.port}",
            allow_private=True,
        )

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def resolve(self, host: str, port: int) -> list[str]:
        return self.addresses.get(host, [host])

    def client(self, spec: SourceSpec | None = None, archive: Archive | None = None) -> Client:
        means = Means(
            clock=lambda: NOW,
            sleep=self.clockwork.sleep,
            tick=self.clockwork.tick,
            chance=lambda: 0.5,
            resolve=self.resolve,
        )
        return Client(spec or self.spec, self.settings, archive, means)

    def archive(self) -> Archive:
        return Archive(self.home, "news", "run-1", "Dateline/test")

    def get(
        self, url: str, known: KnownFetch | None = None, spec: SourceSpec | None = None, *, keep: bool = False
    ) -> Answer:
        """Ask for a URL, or for a path of the site's own host."""
        url = f"http://{HOST}{url}" if url.startswith("/") else url

        async def ask() -> Answer:
            with self.archive() as archive:
                async with self.client(spec, archive if keep else None) as client:
                    return await client.get(url, known)

        return asyncio.run(ask())

    def discover(
        self, *feeds: Feed, known: KnownFetches | None = None, histories: FeedHistories | None = None
    ) -> Found:
        spec = replace(self.spec, feeds=feeds)

        async def ask() -> Found:
            async with self.client(spec) as client:
                return await discover(spec, client, known or {}, "run-1", NOW, self.settings, histories)

        return asyncio.run(ask())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def site(home: Home) -> Iterator[Site]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Site(server.server_address[1], home, {"/robots.txt": Page(status=404)})
    server.over = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.site
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    site: Site
    over: threading.Event
    daemon_threads = True
    block_on_close = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        asked = Asked(self.path, dict(self.headers.items()))
        self.server.site.asked.append(asked)
        route = self.server.site.routes.get(self.path, Page(b"not here", 404))
        self._answer(route if isinstance(route, Page) else route(asked))

    def _answer(self, page: Page) -> None:
        self.send_response_only(page.status)
        for name, value in page.headers:
            self.send_header(name, value)
        if page.is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif page.status != 304:
            self.send_header("Content-Length", str(len(page.body) + page.stalls))
        self.end_headers()
        if page.is_chunked:
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(page.body), page.body))
        elif page.status != 304:
            self.wfile.write(page.body)
        if page.stalls:
            self.server.over.wait()

    def log_message(self, format: str, *args: object) -> None:
        pass
