"""A newspaper that misbehaves on request: raw sockets on loopback, each path its own misbehaviour."""

import asyncio
import contextlib
import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import brotli

PAGE = b"<html><head><title>News</title></head><body><p>Words of an article.</p></body></html>"
BOMB_BYTES = 200_000_000
FEED_BYTES = 50_000_000


@dataclass
class Newspaper:
    """What was asked, and where it listens."""

    port: int = 0
    secure_port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    pages: dict[str, bytes] = field(
        default_factory=dict
    )  # answers to paths that a test adds; /many names them


Writer = asyncio.StreamWriter
Way = Callable[[Writer, str], Awaitable[None]]


def reply(status: int, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status} X", *headers, f"Content-Length: {len(body) if length is None else length}"]
    if not any(header.startswith("Content-Type") for header in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(*parts: bytes) -> Way:
    """Answer with these bytes."""

    async def way(writer: Writer, host: str) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()

    return way


def feed(*links: str) -> bytes:
    items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>c</title>{items}</channel></rss>'
    return reply(200, body.encode(), "Content-Type: application/rss+xml")


async def resets(writer: Writer, host: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    await writer.drain()
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def closes_at_once(writer: Writer, host: str) -> None:
    writer.close()


async def never_ends(writer: Writer, host: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>more words</p>" * 4000)
        await writer.drain()


async def drips(writer: Writer, host: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(1.0)


async def stays_silent(writer: Writer, host: str) -> None:
    await asyncio.sleep(3600)


async def floods_with_headers(writer: Writer, host: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Flood: " + b"x" * 1000 + b"\r\n")
        await writer.drain()


async def huge_feed(writer: Writer, host: str) -> None:
    item = f"<item><link>http://{host}/ok</link></item>".encode() * 1000
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
    for _ in range(FEED_BYTES // len(item)):
        writer.write(item)
        await writer.drain()
    writer.close()


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = b"".join(packer.compress(bytes(1_000_000)) for _ in range(BOMB_BYTES // 1_000_000))
    return data + packer.flush()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)

ARTICLES: dict[str, tuple[bytes, ...] | Way] = {
    "/ok": (reply(200, PAGE),),
    "/reset": resets,
    "/close": closes_at_once,
    "/half": (reply(200, PAGE[:20], length=len(PAGE)),),
    "/length-too-short": (reply(200, PAGE, length=10),),
    "/length-nonsense": (b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nabc",),
    "/no-http": (b"220 mail.example ESMTP\r\n",),
    "/loop": (reply(302, b"", "Location: /loop"),),
    "/to-private": (reply(302, b"", "Location: http://10.1.2.3/"),),
    "/to-metadata": (reply(302, b"", "Location: http://169.254.169.254/latest/meta-data/"),),
    "/to-file": (reply(302, b"", "Location: file:///etc/passwd"),),
    "/to-secret": (reply(302, b"", "Location: http://anna:geheim@chaos.example/ok"),),
    "/to-nonsense": (reply(302, b"", "Location: http://[::1"),),
    "/bomb": (reply(200, bomb(), "Content-Encoding: gzip"),),
    "/brotli": (reply(200, brotli.compress(PAGE), "Content-Encoding: br"),),
    "/brotli-bomb": (reply(200, brotli.compress(bytes(BOMB_BYTES), quality=1), "Content-Encoding: br"),),
    "/deflate": (reply(200, zlib.compress(PAGE), "Content-Encoding: deflate"),),
    "/gzip-cut": (reply(200, gzip.compress(PAGE)[:-6], "Content-Encoding: gzip"),),
    "/gzip-lie": (reply(200, PAGE, "Content-Encoding: gzip"),),
    "/endless": never_ends,
    "/drip": drips,
    "/silent": stays_silent,
    "/headers": floods_with_headers,
    "/charset": (reply(200, "слова".encode("cp1251"), "Content-Type: text/html; charset=utf-8"),),
    "/charset-unknown": (reply(200, PAGE, "Content-Type: text/html; charset=klingon"),),
    "/picture": (reply(200, b"\xff\xd8\xff", "Content-Type: image/jpeg"),),
    "/empty": (reply(200),),
    "/gone": (reply(410),),
    "/informational": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + reply(200, PAGE),),
}
"""Answered alike each time it is asked."""

TWICE: dict[str, tuple[bytes, bytes]] = {
    "/503-then-fine": (reply(503), reply(200, PAGE)),
    "/429-seconds": (reply(429, b"", "Retry-After: 1"), reply(200, PAGE)),
    "/429-date": (reply(429, b"", "Retry-After: Fri, 20 Nov 2020 10:00:00 GMT"), reply(200, PAGE)),
}
"""Answered first like this, then like that."""

FEEDS: dict[str, Callable[[str], bytes | Way]] = {
    "/feed": lambda host: feed(*(f"http://{host}{path}" for path in (*ARTICLES, *TWICE))),
    "/feed-is-html": lambda host: reply(200, PAGE),
    "/feed-entities": lambda host: reply(
        200, ENTITIES + b"<rss><channel><title>&j;&x;</title></channel></rss>", "Content-Type: text/xml"
    ),
    "/feed-huge": lambda host: huge_feed,
    "/sitemap-entities": lambda host: reply(
        200, ENTITIES + b"<urlset><url><loc>&j;&x;</loc></url></urlset>", "Content-Type: text/xml"
    ),
    "/sitemap-self": lambda host: reply(
        200,
        f"<sitemapindex><sitemap><loc>http://{host}/sitemap-self</loc></sitemap></sitemapindex>".encode(),
        "Content-Type: text/xml",
    ),
}

ROBOTS: dict[str, bytes | Way] = {
    "robots-html.example": reply(200, PAGE),
    "robots-silent.example": stays_silent,
    "robots-503.example": reply(503),
}
"""By host; any other has none."""


async def _answer(paper: Newspaper, host: str, path: str, writer: Writer) -> None:
    paper.asked[f"{host}{path}"] += 1
    way: bytes | tuple[bytes, ...] | Way = reply(404)
    if path == "/robots.txt":
        way = ROBOTS.get(host, reply(404))
    elif path in TWICE:
        way = TWICE[path][min(paper.asked[f"{host}{path}"], 2) - 1]
    elif path in ARTICLES:
        way = ARTICLES[path]
    elif path in FEEDS:
        way = FEEDS[path](host)
    if host.startswith("calm") and path == "/feed":
        way = feed(*(f"http://{host}/ok?{number}" for number in range(10)))
    if host.startswith(("robots", "secure", "wrong", "six")) and path == "/feed":
        scheme = "https" if host.startswith(("secure", "wrong")) else "http"
        way = feed(f"{scheme}://{host}/ok")
    if path in paper.pages:
        way = paper.pages[path]
    if path == "/many":
        way = feed(*(f"http://{host}{page}" for page in paper.pages))
    if callable(way):
        await way(writer, host)
    else:
        await says(*((way,) if isinstance(way, bytes) else way))(writer, host)


async def _serve(paper: Newspaper, reader: asyncio.StreamReader, writer: Writer) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1].partition("?")[0]
            host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: "))
            await _answer(paper, host.partition(":")[0], path, writer)
            if path in ("/half", "/no-http", "/length-nonsense", "/length-too-short"):
                break
    writer.close()


@asynccontextmanager
async def _serving(paper: Newspaper, host: str, tls: ssl.SSLContext | None) -> AsyncIterator[None]:
    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        await _serve(paper, reader, writer)

    plain = await asyncio.start_server(serve, host, 0)
    paper.port = plain.sockets[0].getsockname()[1]
    secure = await asyncio.start_server(serve, host, 0, ssl=tls) if tls else None
    paper.secure_port = secure.sockets[0].getsockname()[1] if secure else 0
    try:
        yield
    finally:
        plain.close()
        if secure:
            secure.close()


@contextmanager
def serving(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Newspaper]:
    """Serve the newspaper from a thread of its own."""
    paper, ready = Newspaper(), threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def main() -> None:
        async with _serving(paper, host, tls):
            ready.set()
            await over.wait()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    ready.wait(10)
    try:
        yield paper
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()
