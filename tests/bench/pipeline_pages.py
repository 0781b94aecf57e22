"""A WARC of saved news pages for the pipeline's bench: the shared pages, again and again under new URLs."""

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path

SETS = ("aeb", "fundus_eval", "naeb_a", "newspaper3k")
HOSTS = 40


def pages(shared: Path) -> list[bytes]:
    """Return the pages of the sets that are news."""
    files = itertools.chain.from_iterable(
        sorted((shared / "extract" / name / "html").iterdir()) for name in SETS
    )
    return [gzip.decompress(file.read_bytes()) for file in files]


def write_pages(path: Path, shared: Path, count: int) -> None:
    """Write so many responses; each has its own URL and, in a comment at its end, its own bytes."""
    with path.open("wb") as out:
        for number, data in enumerate(itertools.islice(_again(pages(shared)), count)):
            out.write(gzip.compress(_response(number, data), 5))


def _again(some: list[bytes]) -> Iterator[bytes]:
    return itertools.cycle(some)


def _response(number: int, data: bytes) -> bytes:
    body = data + f"\n<!-- {number} -->\n".encode()
    url = f"https://paper-{number % HOSTS}.example/2026/11/story-{number}.html"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    lines = [
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>",
        "WARC-Date: 2026-11-21T10:00:00Z",
        "Content-Type: application/http; msgtype=response",
        f"WARC-Target-URI: {url}",
        f"Content-Length: {len(head) + len(body)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + head + body + b"\r\n\r\n"
