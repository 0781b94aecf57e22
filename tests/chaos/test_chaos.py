"""One run over a newspaper that misbehaves in every way."""

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import trustme

from tasks.records import Fetch, Link
from tasks.settings import Home
from tests.chaos.newspaper import ARTICLES, TWICE, Newspaper, serving
from tests.chaos.walking import rows_of
from tests.conftest import ROOT

MAX_BYTES = 500_000_000
FETCHED = ("/ok", "/brotli", "/deflate", "/charset", "/charset-unknown", "/informational", *TWICE)
FATES = {
    "/reset": ("failed", "read"),
    "/close": ("failed", "read"),
    "/half": ("failed", "read"),
    "/length-nonsense": ("failed", "read"),
    "/no-http": ("failed", "read"),
    "/loop": ("failed", "redirects"),
    "/to-private": ("refused", "guard"),
    "/to-metadata": ("refused", "guard"),
    "/to-file": ("refused", "guard"),
    "/to-secret": ("refused", "guard"),
    "/to-nonsense": ("failed", "redirects"),
    "/bomb": ("failed", "too_large"),
    "/brotli-bomb": ("failed", "too_large"),
    "/gzip-cut": ("failed", "coding"),
    "/gzip-lie": ("failed", "coding"),
    "/endless": ("failed", "too_large"),
    "/drip": ("failed", "timeout"),
    "/silent": ("failed", "timeout"),
    "/headers": ("failed", "headers"),
    "/picture": ("failed", "content_type"),
    "/empty": ("failed", "empty"),
    "/gone": ("failed", "http_410"),
    **dict.fromkeys(FETCHED, ("fetched", None)),
}


@dataclass
class Walked:
    """What the run left."""

    home: Home
    paper: Newspaper
    links: list[Link]
    fetches: list[Fetch]
    seconds: dict[str, float]
    peak_bytes: int

    def fates(self, source_id: str) -> dict[str, tuple[str, str | None]]:
        """Return outcome and reason by path."""
        return {
            "/" + row.url.split("/", 3)[3]: (row.outcome, row.reason)
            for row in self.fetches
            if row.source_id == source_id
        }


def source(
    paper: Newspaper, host: str, *feeds: tuple[str, str], secure: bool = False, at: str = "127.0.0.1"
) -> dict[str, Any]:
    scheme, port = ("https", paper.secure_port) if secure else ("http", paper.port)
    return {
        "name": host,
        "hosts": [host],
        "connect_to": f"{at}:{port}",
        "allow_private": True,
        "feeds": [{"url": f"{scheme}://{host}{path}", "kind": kind} for path, kind in feeds],
    }


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    folder = tmp_path_factory.mktemp("chaos")
    authority, stranger = trustme.CA(), trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    good, wrong = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    authority.issue_cert("secure.example").configure_cert(good)
    stranger.issue_cert("wrong.example").configure_cert(wrong)
    with serving(tls=good) as paper, serving(tls=wrong) as strange, serving("::1") as six:
        sources = {
            "chaos": source(
                paper,
                "chaos.example",
                ("/feed", "rss"),
                ("/feed-is-html", "rss"),
                ("/feed-entities", "rss"),
                ("/feed-huge", "rss"),
                ("/sitemap-entities", "sitemap"),
                ("/sitemap-self", "sitemap"),
                ("/feed-missing", "rss"),
            ),
            "calm": source(paper, "calm.example", ("/feed", "rss")),
            "robots-html": source(paper, "robots-html.example", ("/feed", "rss")),
            "robots-silent": source(paper, "robots-silent.example", ("/feed", "rss")),
            "robots-503": source(paper, "robots-503.example", ("/feed", "rss")),
            "secure": source(paper, "secure.example", ("/feed", "rss"), secure=True),
            "wrong": source(strange, "wrong.example", ("/feed", "rss"), secure=True),
            "misnamed": source(paper, "other.example", ("/feed", "rss"), secure=True),
            "six": source(six, "six.example", ("/feed", "rss"), at="[::1]"),
        }
        settings = {"pace_s": 0.02, "timeout_s": 15.0, "idle_s": 8.0}
        (folder / "sources.json").write_text(json.dumps({"sources": sources, "settings": settings}), "utf-8")
        env = {k: v for k, v in os.environ.items() if not k.upper().endswith("_PROXY")}
        done = subprocess.run(
            [sys.executable, "-m", "tests.chaos.walking", str(folder), "run-1"],
            cwd=ROOT,
            env={**env, "SSL_CERT_FILE": str(folder / "ca.pem")},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        figures, home = json.loads((folder / "walk.json").read_text("utf-8")), Home(folder / "home")
        yield Walked(home, paper, *rows_of(home, "run-1"), figures["seconds"], figures["peak_bytes"])


@pytest.mark.slow
def test_every_url_has_its_one_row(walked: Walked) -> None:
    links = {link.link_id: link.url for link in walked.links}
    assert sorted(row.link_id for row in walked.fetches) == sorted(links)
    assert len(links) > len(ARTICLES) + len(TWICE) + 20


@pytest.mark.slow
def test_every_misbehaviour_has_its_class(walked: Walked) -> None:
    fates = walked.fates("chaos")
    assert {path: fates[path] for path in FATES} == FATES
    assert set(fates) - set(FATES) == {
        "/length-too-short",  # ten bytes of a page are a page; nothing on the wire tells
        "/feed",
        "/feed-is-html",
        "/feed-entities",
        "/feed-huge",
        "/sitemap-entities",
        "/sitemap-self",
        "/feed-missing",
    }
    assert fates["/feed-huge"] == ("failed", "too_large")
    assert fates["/feed-missing"] == ("failed", "http_404")


@pytest.mark.slow
def test_what_passes_is_asked_again_and_what_does_not_is_not(walked: Walked) -> None:
    asked = {path: walked.paper.asked[f"chaos.example{path}"] for path in (*ARTICLES, *TWICE)}
    assert {path: asked[path] for path in TWICE} == dict.fromkeys(TWICE, 2)
    assert (asked["/reset"], asked["/half"]) == (3, 3)
    once = ("/gone", "/bomb", "/headers", "/endless", "/picture", "/drip", "/gzip-cut")
    assert [asked[path] for path in once] == [1] * len(once)


@pytest.mark.slow
def test_sitemap_that_names_itself_is_asked_once(walked: Walked) -> None:
    assert walked.paper.asked["chaos.example/sitemap-self"] == 1


@pytest.mark.slow
def test_certificates_are_verified(walked: Walked) -> None:
    assert walked.fates("secure")["/ok"] == ("fetched", None)
    for name in ("wrong", "misnamed"):
        assert walked.fates(name) == {"/feed": ("failed", "tls")}


@pytest.mark.slow
def test_robots_that_are_no_rules_allow_and_those_that_do_not_come_forbid(walked: Walked) -> None:
    assert walked.fates("robots-html")["/ok"] == ("fetched", None)
    for name in ("robots-silent", "robots-503"):
        assert walked.fates(name) == {"/feed": ("refused", "robots")}
        assert walked.paper.asked[f"{name}.example/feed"] == 0


@pytest.mark.slow
def test_host_on_ipv6_alone_is_fetched(walked: Walked) -> None:
    assert walked.fates("six") == {"/feed": ("fetched", None), "/ok": ("fetched", None)}


@pytest.mark.slow
def test_memory_stays_bounded(walked: Walked) -> None:
    assert walked.peak_bytes < MAX_BYTES


@pytest.mark.slow
def test_calm_source_does_not_wait_for_the_others(walked: Walked) -> None:
    """No time is asserted but an order: a source without trouble is done before the one with all of it."""
    assert {outcome for outcome, _ in walked.fates("calm").values()} == {"fetched"}
    assert walked.seconds["calm"] < walked.seconds["chaos"] / 2


@pytest.mark.slow
def test_no_password_reaches_a_row(walked: Walked) -> None:
    assert "geheim" not in repr(walked.fetches)
