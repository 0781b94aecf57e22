"""The sample newspaper over loopback: one server, a virtual host for each name, silent."""

import socket
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tasks.errors import UsageError
from tasks.scrape.sample.papers import EDITIONS, PAPERS, SAMPLE_SOURCES
from tasks.scrape.sample.site import Answer, Site, not_found, site

ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Served:
    """A newspaper that answers, until its context ends."""

    port: int
    edition: int
    sources: tuple[str, ...]


@contextmanager
def serve_sample(edition: int, port: int = 0) -> Iterator[Served]:
    """Serve an edition on 127.0.0.1; port 0 takes a free one. Raises UsageError where that cannot be."""
    if edition not in EDITIONS:
        raise UsageError(f"The sample newspaper has no edition {edition}.", f"It has {_listed(EDITIONS)}.")
    try:
        server = _Server(site(edition), port)
    except OSError as fault:
        raise UsageError(
            f"Port {port} cannot be served: {fault.strerror}.", "Name another, or 0 for a free one."
        ) from fault
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample newspaper"
    )
    thread.start()
    try:
        yield Served(port=server.server_address[1], edition=edition, sources=SAMPLE_SOURCES)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    """Answers from a table; its connections are closed with it, and its threads joined."""

    daemon_threads = False
    request_queue_size = 128

    def __init__(self, answers: Site, port: int) -> None:
        self.answers = answers
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((ADDRESS, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the name look-up that HTTPServer makes, which may ask a name server."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = ADDRESS, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        """Note the connection, then answer it in a thread of its own."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that ends."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """End the connections that clients keep open, so that every thread ends."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):  # the client was quicker
                    connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up; any other fault is ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one piece, or each answer waits 40 ms for the client's ACK
    server_version = "SampleNewspaper"
    sys_version = ""
    server: _Server

    def do_GET(self) -> None:
        """Answer with the page, its absence, or 304 to one who has it."""
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self._reply(with_body=False)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the one who scrapes keeps the record."""

    def _reply(self, *, with_body: bool) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        if not any(host in paper.hosts for paper in PAPERS.values()):
            self._send(_directory(self.server.server_port), with_body=with_body)
            return
        path = _without_trackers(self.path)
        self._send(self.server.answers.get((host, path)) or not_found(path), with_body=with_body)

    def _send(self, answer: Answer, *, with_body: bool) -> None:
        packs = answer.packed is not None and "gzip" in self.headers.get("Accept-Encoding", "")
        body = answer.packed if packs and answer.packed is not None else answer.body
        known = answer.status == 200 and self._is_known(answer)
        self.send_response(304 if known else answer.status)
        self.send_header("ETag", answer.etag)
        self.send_header("Last-Modified", answer.last_modified)
        if answer.packed is not None:
            self.send_header("Vary", "Accept-Encoding")
        if not known:
            self._describe(answer, len(body), packed=packs)
        self.end_headers()
        if with_body and not known:
            self.wfile.write(body)

    def _describe(self, answer: Answer, length: int, *, packed: bool) -> None:
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(length))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        if answer.location is not None:
            self.send_header("Location", answer.location)

    def _is_known(self, answer: Answer) -> bool:
        """Tell whether the client has it already (RFC 9110, section 13.2.2: tags before dates)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return answer.etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
        return self.headers.get("If-Modified-Since") == answer.last_modified


def _without_trackers(target: str) -> str:
    parts = urlsplit(target)
    kept = [pair for pair in parts.query.split("&") if pair and not pair.startswith("utm_")]
    return parts.path + ("?" + "&".join(kept) if kept else "")


def _directory(port: int) -> Answer:
    """Return what a browser sees that comes by address: which names are served, and how to ask."""
    hosts = [host for paper in PAPERS.values() for host in paper.hosts]
    lines = ["The sample newspaper answers to these names:", ""]
    lines += [f"  curl -H 'Host: {host}' http://{ADDRESS}:{port}/" for host in hosts]
    text = "\n".join([*lines, ""])
    return Answer(text.encode(), "text/plain; charset=utf-8", "Wed, 20 Nov 2024 16:00:00 GMT")


def _listed(numbers: tuple[int, ...]) -> str:
    return " and ".join(str(number) for number in numbers)
