import gzip
from dataclasses import replace

import brotli
import pytest

from tasks.settings import Settings

from .conftest import HOST, Page, Site


def test_brotli_is_undone(site: Site) -> None:
    site.routes["/a"] = Page(brotli.compress(b"words"), headers=(("Content-Encoding", "br"),))
    assert site.get("/a").data == b"words"


def test_brotli_bomb_is_refused(site: Site) -> None:
    site.settings = Settings(max_body_bytes=100_000)
    site.routes["/a"] = Page(brotli.compress(bytes(50_000_000)), headers=(("Content-Encoding", "br"),))
    assert site.get("/a").reason == "too_large"


def test_content_that_grows_more_than_its_ratio_is_refused(site: Site) -> None:
    site.routes["/a"] = Page(gzip.compress(bytes(3_000_000)), headers=(("Content-Encoding", "gzip"),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "too_large")
    assert "more than 200 times its size (max_ratio)" in (answer.detail or "")


def test_small_content_may_grow_however_much(site: Site) -> None:
    site.routes["/a"] = Page(gzip.compress(bytes(900_000)), headers=(("Content-Encoding", "gzip"),))
    assert site.get("/a").outcome == "fetched"


def test_headers_beyond_their_limit_are_refused(site: Site) -> None:
    site.routes["/a"] = Page(headers=(("X-Long", "x" * 70_000),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "headers")
    assert "65,536 bytes (max_header_bytes)" in (answer.detail or "")
    assert site.paths().count("/a") == 1


def test_flood_of_headers_is_cut_off(site: Site) -> None:
    site.routes["/a"] = Page(headers=tuple((f"X-{n}", "x" * 1000) for n in range(400)))
    assert site.get("/a").reason == "headers"


def test_silence_ends_after_the_idle_time(site: Site) -> None:
    site.settings = Settings(idle_s=0.1)
    site.routes["/a"] = Page(stalls=True)
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("failed", "timeout")


def test_home_says_which_content_types_are_refused(site: Site) -> None:
    site.routes["/a"] = Page(headers=(("Content-Type", "application/x-thing"),))
    assert site.get("/a").outcome == "fetched"
    site.settings = Settings(refused_types=("application/x-",))
    assert site.get("/a").reason == "content_type"


@pytest.mark.parametrize(
    ("status", "times"),
    [(408, 3), (425, 3), (429, 3), (500, 3), (502, 3), (521, 3), (501, 1), (400, 1), (403, 1), (451, 1)],
)
def test_only_what_may_pass_is_asked_again(site: Site, status: int, times: int) -> None:
    site.routes["/a"] = Page(status=status)
    assert site.get("/a").reason == f"http_{status}"
    assert site.paths().count("/a") == times


def test_every_hop_of_a_redirect_is_recorded(site: Site) -> None:
    site.routes["/1"] = Page(status=301, headers=(("Location", "/2"),))
    site.routes["/2"] = Page(status=307, headers=(("Location", "/3"),))
    site.routes["/3"] = Page()
    answer = site.get("/1")
    assert answer.redirects == (f"http://{HOST}/1", f"http://{HOST}/2")
    assert answer.final_url == f"http://{HOST}/3"


def test_way_to_a_refused_address_is_recorded_too(site: Site) -> None:
    site.routes["/1"] = Page(status=301, headers=(("Location", "http://10.0.0.1/"),))
    answer = site.get("/1")
    assert (answer.reason, answer.redirects) == ("guard", (f"http://{HOST}/1",))


def test_unusual_port_is_refused_unless_the_source_names_it(site: Site) -> None:
    site.routes["/a"] = Page()
    answer = site.get(f"http://{HOST}:8080/a")
    assert (answer.outcome, answer.reason) == ("refused", "guard")
    assert "not asked on port 8080" in (answer.detail or "")
    assert site.get(f"http://{HOST}:8080/a", spec=replace(site.spec, ports=(8080,))).outcome == "fetched"


def test_port_of_the_source_is_for_its_own_hosts_alone(site: Site) -> None:
    answer = site.get("http://other.example:8080/a", spec=replace(site.spec, ports=(8080,)))
    assert answer.reason == "guard"
