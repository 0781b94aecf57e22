"""Saved pages of our own writing: single pages, and WARC files as others write them."""

import gzip
import random
import uuid
from pathlib import Path

TOWNS = ("Baku", "Tbilisi", "Yerevan", "Tehran", "Rasht", "Ganja", "Batumi", "Gyumri")

WHO = (
    "engineers",
    "farmers",
    "teachers",
    "drivers",
    "doctors",
    "pilots",
    "miners",
    "bakers",
    "sailors",
    "clerks",
)
DID = (
    "repaired",
    "closed",
    "praised",
    "painted",
    "sold",
    "flooded",
    "measured",
    "guarded",
    "rented",
    "moved",
)
WHAT = ("bridge", "market", "school", "harbour", "orchard", "library", "tunnel", "theatre", "quarry", "depot")
WHEN = (
    "on Monday",
    "before dawn",
    "in the rain",
    "last autumn",
    "after the vote",
    "for a week",
    "at noon",
    "twice",
)


def page(number: int, url: str | None = None) -> bytes:
    """Return an article page about one town; each number makes other words."""
    chance = random.Random(number)  # words, no secrets
    town = TOWNS[number % len(TOWNS)]
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    words = " ".join(
        f"{chance.choice(WHO).capitalize()} {chance.choice(DID)} the {chance.choice(WHAT)} of {town} "
        f"{chance.choice(WHEN)}, and {chance.randint(2, 9999)} {chance.choice(WHO)} {chance.choice(DID)} "
        f"the {chance.choice(WHAT)} {chance.choice(WHEN)}."
        for _ in range(8)
    )
    return (
        f"<html lang=en><head><title>Water main of {town} {number}</title>{canonical}"
        f'<meta property="article:published_time" content="2026-11-{number % 20 + 1:02d}T09:00:00Z"></head>'
        f"<body><article><h1>Water main of {town} {number}</h1><p>{words}</p></article></body></html>"
    ).encode()


def url_of(number: int, host: str = "herald.example") -> str:
    """Return where such a page stands."""
    return f"https://{host}/news/{number}"


def write_warc(path: Path, numbers: range, *, host: str = "herald.example", packed: str = "members") -> Path:
    """Write responses with their requests, a 404, a picture and a dns record among them.

    `packed`: each record a gzip member, the whole file one member, or not at all ('no').
    """
    records = [
        _record("warcinfo", "", "application/warc-fields", b"software: of others\r\n"),
        _record("response", f"dns:{host}", "text/dns", b"192.0.2.1"),
    ]
    for number in numbers:
        records += _exchange(url_of(number, host), page(number), "200 OK", "text/html; charset=utf-8")
    records += _exchange(url_of(9999, host), b"<p>gone", "404 Not Found", "text/html")
    records += _exchange(f"https://{host}/a.png", b"\x89PNG", "200 OK", "image/png")
    if packed == "members":
        path.write_bytes(b"".join(gzip.compress(record) for record in records))
    else:
        path.write_bytes(gzip.compress(b"".join(records)) if packed == "whole" else b"".join(records))
    return path


def _exchange(url: str, body: bytes, status: str, kind: str) -> list[bytes]:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return [
        _record("request", url, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        _record("response", url, "application/http; msgtype=response", head + body),
    ]


def _record(kind: str, url: str, content_type: str, block: bytes) -> bytes:
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {url}")
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>"]
    lines += ["WARC-Date: 2026-11-21T10:00:00Z", f"Content-Type: {content_type}"]
    lines += [f"WARC-Target-URI: {url}"] * bool(url)
    head = "\r\n".join([*lines, f"Content-Length: {len(block)}"])
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
