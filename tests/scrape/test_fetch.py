import gzip
import socket
import zlib
from dataclasses import replace

import pytest

from tasks.scrape.fetch.faults import dns_fault
from tasks.scrape.known import KnownFetch
from tasks.scrape.sources.spec import Rights
from tasks.settings import Settings

from .conftest import HOST, NOW, Asked, Page, Site

KNOWN = KnownFetch('"v1"', "Fri, 20 Nov 2026 10:00:00 GMT", None, None, None, NOW)


def test_connect_to_keeps_url_and_host(site: Site) -> None:
    site.routes["/a"] = Page(b"<p>here</p>")
    answer = site.get("/a")
    assert (answer.outcome, answer.data, answer.final_url) == ("fetched", b"<p>here</p>", f"http://{HOST}/a")
    assert {asked.headers["Host"] for asked in site.asked} == {HOST}


def test_user_agent_says_who_asks(site: Site) -> None:
    site.settings = Settings(contact="https://desk.example/bot")
    site.routes["/a"] = Page()
    site.get("/a")
    agents = {asked.headers["User-Agent"] for asked in site.asked}
    assert len(agents) == 1
    assert agents.pop().startswith("Dateline/")
    assert site.asked[-1].headers["User-Agent"].endswith("+https://desk.example/bot")


def test_unchanged_page_is_not_modified(site: Site) -> None:
    def page(asked: Asked) -> Page:
        return Page(status=304) if asked.headers.get("If-None-Match") == '"v1"' else Page()

    site.routes["/a"] = page
    answer = site.get("/a", KNOWN)
    assert (answer.outcome, answer.reason, answer.http_status) == ("not_modified", "http_304", 304)
    assert site.asked[-1].headers["If-Modified-Since"] == KNOWN.last_modified


def test_changed_page_comes_with_its_new_validators(site: Site) -> None:
    site.routes["/a"] = Page(headers=(("ETag", '"v2"'), ("Last-Modified", "Fri, 20 Nov 2026 11:00:00 GMT")))
    answer = site.get("/a", KNOWN)
    assert (answer.outcome, answer.etag) == ("fetched", '"v2"')
    assert answer.last_modified == "Fri, 20 Nov 2026 11:00:00 GMT"


def test_page_that_is_back_after_503_is_fetched(site: Site) -> None:
    replies = iter([Page(status=503), Page(b"back")])
    site.routes["/a"] = lambda _: next(replies)
    assert site.get("/a").data == b"back"
    assert site.paths() == ["/robots.txt", "/a", "/a"]


def test_short_retry_after_is_honoured(site: Site) -> None:
    replies = iter([Page(status=429, headers=(("Retry-After", "7"),)), Page(b"back")])
    site.routes["/a"] = lambda _: next(replies)
    assert site.get("/a").data == b"back"
    assert 7.0 in site.clockwork.slept


def test_long_retry_after_ends_the_attempt(site: Site) -> None:
    site.routes["/a"] = Page(status=503, headers=(("Retry-After", "Fri, 20 Nov 2026 13:00:00 GMT"),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "http_503")
    assert site.paths().count("/a") == 1


def test_lasting_503_is_asked_three_times_with_growing_waits(site: Site) -> None:
    site.routes["/a"] = Page(status=503)
    answer = site.get("/a", spec=replace(site.spec, pace_s=0.0))
    assert answer.reason == "http_503"
    assert site.paths().count("/a") == 3
    assert site.clockwork.slept == [1.0, 2.0]


def test_missing_page_is_asked_once(site: Site) -> None:
    answer = site.get("/gone")
    assert (answer.outcome, answer.reason, answer.http_status) == ("failed", "http_404", 404)
    assert site.paths().count("/gone") == 1
    assert answer.detail == f"http://{HOST}/gone answered 404 Not Found."


def test_requests_to_one_host_keep_their_distance(site: Site) -> None:
    site.routes["/a"] = Page()
    site.get("/a")
    assert site.clockwork.slept == [1.0]


def test_source_may_set_its_own_pace(site: Site) -> None:
    site.routes["/a"] = Page()
    site.get("/a", spec=replace(site.spec, pace_s=4.0))
    assert site.clockwork.slept == [4.0]


def test_oversized_body_fails_with_the_limit_named(site: Site) -> None:
    site.settings = Settings(max_body_bytes=1000)
    site.routes["/a"] = Page(b"x" * 5000)
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "too_large")
    assert "1,000 bytes (max_body_bytes)" in (answer.detail or "")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bomb_is_refused(site: Site, coding: str) -> None:
    site.settings = Settings(max_body_bytes=100_000)
    zeros = bytes(5_000_000)
    body = gzip.compress(zeros) if coding == "gzip" else zlib.compress(zeros)
    site.routes["/a"] = Page(body, headers=(("Content-Encoding", coding),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "too_large")
    assert "unpacks to more than 100,000 bytes" in (answer.detail or "")


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"words", mtime=0)),
        ("x-gzip", gzip.compress(b"wo", mtime=0) + gzip.compress(b"rds", mtime=0)),
        ("deflate", zlib.compress(b"words")),
        ("deflate", zlib.compress(b"words")[2:-4]),
        ("identity", b"words"),
        ("deflate, gzip", gzip.compress(zlib.compress(b"words"), mtime=0)),
    ],
)
def test_content_coding_is_undone(site: Site, coding: str, body: bytes) -> None:
    site.routes["/a"] = Page(body, headers=(("Content-Encoding", coding),))
    assert site.get("/a").data == b"words"


@pytest.mark.parametrize(
    ("coding", "body"), [("deflate", zlib.compress(b"words" * 99)[:-9]), ("gzip", b"words"), ("br", b"words")]
)
def test_content_that_cannot_be_unpacked_fails(site: Site, coding: str, body: bytes) -> None:
    site.routes["/a"] = Page(body, headers=(("Content-Encoding", coding),))
    assert (site.get("/a").outcome, site.get("/a").reason) == ("failed", "coding")


def test_body_that_stalls_ends_with_the_time_limit_named(site: Site) -> None:
    site.routes["/a"] = Page(stalls=True)
    site.settings = Settings(timeout_s=0.2)
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "timeout")


def test_picture_is_not_read(site: Site) -> None:
    site.routes["/a.jpg"] = Page(b"\xff\xd8\xff", headers=(("Content-Type", "image/jpeg"),))
    answer = site.get("/a.jpg")
    assert (answer.outcome, answer.reason) == ("failed", "content_type")


def test_empty_page_fails(site: Site) -> None:
    site.routes["/a"] = Page(b"")
    assert (site.get("/a").outcome, site.get("/a").reason) == ("failed", "empty")


def test_redirect_is_followed_and_its_end_recorded(site: Site) -> None:
    site.routes["/old"] = Page(status=301, headers=(("Location", "/new#top"),))
    site.routes["/new"] = Page(b"moved")
    answer = site.get("/old")
    assert (answer.data, answer.url, answer.final_url) == (
        b"moved",
        f"http://{HOST}/old",
        f"http://{HOST}/new",
    )


def test_redirect_loop_ends(site: Site) -> None:
    site.routes["/loop"] = Page(status=302, headers=(("Location", "/loop"),))
    answer = site.get("/loop")
    assert (answer.outcome, answer.reason) == ("failed", "redirects")
    assert site.paths().count("/loop") == 6


def test_closed_port_is_a_connect_failure(site: Site) -> None:
    answer = site.get("/a", spec=replace(site.spec, connect_to="127.0.0.1:9"))
    assert (answer.outcome, answer.reason) == ("failed", "connect")
    assert "refused" in (answer.detail or "")


def test_host_that_does_not_speak_tls_is_not_fetched(site: Site) -> None:
    answer = site.get(f"https://{HOST}/a")
    assert (answer.outcome, answer.reason) == ("failed", "tls")
    assert site.asked == []


def test_unknown_name_is_a_dns_failure(site: Site) -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise dns_fault(socket.gaierror(socket.EAI_NONAME, "no"), host)

    site.resolve = nowhere  # type: ignore[method-assign]  # as a name service would
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "dns")
    assert answer.detail == "127.0.0.1 has no address: no such name is known."


def test_reserved_source_is_not_asked(site: Site) -> None:
    answer = site.get("/a", spec=replace(site.spec, rights=Rights(tdm="reserved")))
    assert (answer.outcome, answer.reason) == ("refused", "rights")
    assert site.asked == []


def test_page_that_reserves_by_its_own_header_is_not_kept_without_a_basis(site: Site) -> None:
    site.routes["/a"] = Page(headers=(("Content-Type", "text/html"), ("TDM-Reservation", "1")))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason, answer.kept, answer.data) == ("refused", "rights", None, b"")
    site.settings = Settings(tdm_basis=("news permission 2026-11-01",))
    answer = site.get("/a")
    assert answer.outcome == "fetched"
    assert "asked by permission of 2026-11-01" in (answer.detail or "")
