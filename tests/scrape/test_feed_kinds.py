"""Every kind of feed, sitemap and listing gives its links, and what is none says so."""

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.scrape.discover import FeedHistory
from tasks.scrape.discover import sitemaps as sitemaps_module
from tasks.scrape.discover.feeds import read_feed
from tasks.scrape.discover.found import Unreadable
from tasks.scrape.discover.json_feeds import read_json_feed
from tasks.scrape.discover.reading import read_found
from tasks.scrape.discover.sitemaps import read_sitemap, sitemaps_of_robots
from tasks.scrape.known import KnownFetch
from tasks.scrape.sources import Feed
from tasks.settings import Settings

from .conftest import HOST, NOW, Page, Site
from .test_discover import BASE, SITEMAP, articles, item, rss, urls

LIMIT = 1_000_000
ENTRY = "<title>T</title><link>http://news.example/a</link>"
VINTAGES = {
    "0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    f'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/><item>{ENTRY}</item></rdf:RDF>',
    "0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    f'<rss version="0.91"><channel><item>{ENTRY}</item></channel></rss>',
    "0.92": f'<rss version="0.92"><channel><item>{ENTRY}</item></channel></rss>',
    "0.93": f'<rss version="0.93"><channel><item>{ENTRY}</item></channel></rss>',
    "0.94": f'<rss version="0.94"><channel><item>{ENTRY}</item></channel></rss>',
    "1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    f'xmlns="http://purl.org/rss/1.0/"><channel/><item rdf:about="x">{ENTRY}</item></rdf:RDF>',
    "2.0": f'<rss version="2.0"><channel><item>{ENTRY}</item></channel></rss>',
    "atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>T</title>'
    '<link rel="alternate" href="http://news.example/a"/></entry></feed>',
}


@pytest.mark.parametrize("vintage", VINTAGES)
def test_feed_of_every_vintage_is_read(vintage: str) -> None:
    (link,) = read_feed(VINTAGES[vintage].encode(), BASE)
    assert (link.url, link.title) == ("http://news.example/a", "T")


def json_feed(*items: object, version: str = "https://jsonfeed.org/version/1.1") -> bytes:
    return json.dumps({"version": version, "title": "N", "items": items}).encode()


def test_json_feed_gives_links_with_title_and_both_dates(site: Site) -> None:
    dates = {"date_published": "2026-11-20T10:00:00+03:30", "date_modified": "2026-11-20T08:00:00Z"}
    site.routes["/feed.json"] = Page(json_feed({"id": "1", "url": "/a", "title": "A  title", **dates}))
    [link] = articles(site.discover(Feed(f"{BASE}/feed.json", "json_feed")).links)
    assert (link.url, link.claimed_title, link.found_kind) == (f"{BASE}/a", "A title", "json_feed")
    assert (link.claimed_published, link.claimed_modified) == tuple(dates.values())


def test_json_feed_item_may_have_its_address_as_its_id_alone() -> None:
    data = json_feed({"id": "https://a.example/1"}, {"id": 7}, {"url": 8}, "words", {"id": "tag:x"})
    assert [link.url for link in read_json_feed(data, BASE)] == ["https://a.example/1"]


@pytest.mark.parametrize(
    "data",
    [b"{}", b"[]", b"{", b'{"version": "1"}', json_feed(version="x"), b'{"a":' * 100_000, b"\xff{"],
)
def test_json_that_is_no_feed_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="JSON"):
        read_json_feed(data, BASE)


def test_news_sitemap_within_an_index_is_its_own_kind(site: Site) -> None:
    site.routes |= {
        "/index.xml": Page(
            f"<sitemapindex {SITEMAP}><sitemap><loc>{BASE}/pages.xml</loc></sitemap>"
            f"<sitemap><loc>{BASE}/news.xml</loc></sitemap></sitemapindex>".encode()
        ),
        "/pages.xml": Page(f"<urlset {SITEMAP}><url><loc>{BASE}/a</loc></url></urlset>".encode()),
        "/news.xml": Page(
            f'<urlset {SITEMAP} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url>'
            f"<loc>{BASE}/b</loc><n:news><n:title>B</n:title></n:news></url></urlset>".encode()
        ),
    }
    found = articles(site.discover(Feed(f"{BASE}/index.xml", "sitemap")).links)
    assert {link.url: (link.found_kind, link.claimed_title) for link in found} == {
        f"{BASE}/a": ("sitemap", None),
        f"{BASE}/b": ("news_sitemap", "B"),
    }


def test_sitemap_may_be_a_text_or_a_feed(site: Site) -> None:
    site.routes |= {
        "/map.txt": Page(f"\ufeff{BASE}/a\r\n{BASE}/b\n\n".encode()),
        "/map.xml": Page(rss(item("/c"))),
    }
    found = site.discover(Feed(f"{BASE}/map.txt", "sitemap"), Feed(f"{BASE}/map.xml", "sitemap"))
    assert urls(found.links) == [f"{BASE}/a", f"{BASE}/b", f"{BASE}/c"]
    assert articles(found.links)[2].found_kind == "rss"


def test_feed_that_has_become_another_kind_is_read_as_what_it_is(site: Site) -> None:
    site.routes["/rss"] = Page(f"<urlset {SITEMAP}><url><loc>{BASE}/a</loc></url></urlset>".encode())
    [link] = articles(site.discover(Feed(f"{BASE}/rss", "rss")).links)
    assert (link.url, link.found_kind) == (f"{BASE}/a", "sitemap")


@pytest.mark.parametrize("is_packed", [True, False])
def test_feed_may_come_as_a_gzip_file(is_packed: bool) -> None:
    data = gzip.compress(rss(item("/a"))) if is_packed else rss(item("/a"))
    found = read_found(Feed(f"{BASE}/rss.xml.gz", "rss"), data, f"{BASE}/rss.xml.gz", Settings())
    assert [link.url for link in found.links] == ["/a"]


def test_robots_lead_to_the_sitemaps_that_they_name(site: Site) -> None:
    lines = f"User-agent: *\nAllow: /\nSitemap: {BASE}/map.xml\nsitemap: /news.xml\n"
    site.routes |= {
        "/robots.txt": Page(lines.encode()),
        "/map.xml": Page(f"<urlset {SITEMAP}><url><loc>{BASE}/a</loc></url></urlset>".encode()),
        "/news.xml": Page(f"<urlset {SITEMAP}><url><loc>{BASE}/b</loc></url></urlset>".encode()),
    }
    found = site.discover(Feed(f"{BASE}/robots.txt", "robots"))
    assert urls(found.links) == [f"{BASE}/a", f"{BASE}/b"]
    assert {link.found_kind for link in found.links if link.link_type == "feed"} == {"catalog", "robots"}


def test_robots_that_are_a_page_are_a_failed_row(site: Site) -> None:
    site.routes["/robots.txt"] = Page(b"<!doctype html><p>Sorry.")
    found = site.discover(Feed(f"{BASE}/robots.txt", "robots"))
    assert [(fetch.outcome, fetch.reason) for fetch in found.fetches] == [("failed", "unreadable")]


def test_feed_that_is_a_page_is_a_failed_row_and_is_asked_in_full_again(site: Site) -> None:
    site.routes["/rss"] = Page(b"<html><p>Sorry.</p>", headers=(("ETag", '"1"'),))
    [fetch] = site.discover(Feed(f"{BASE}/rss", "rss")).fetches
    assert (fetch.outcome, fetch.reason, fetch.http_status) == ("failed", "unreadable", 200)
    assert "no RSS or Atom feed" in (fetch.detail or "")


def test_feed_that_is_too_large_is_a_failed_row_packed_or_not(site: Site) -> None:
    site.settings = Settings(max_body_bytes=20_000, max_sitemap_bytes=20_000, pace_s=0.0)
    large = rss(*(item(f"/{number}") for number in range(2_000)))
    site.routes |= {"/large": Page(large), "/packed.xml.gz": Page(gzip.compress(large))}
    feeds = Feed(f"{BASE}/large", "rss"), Feed(f"{BASE}/packed.xml.gz", "rss")
    fetches = site.discover(*feeds).fetches
    assert [(fetch.outcome, fetch.reason) for fetch in fetches] == [
        ("failed", "too_large"),
        ("failed", "unreadable"),
    ]


def nested(*paths: str, date: str = "2026-11-20") -> Page:
    names = "".join(f"<sitemap><loc>{BASE}{p}</loc><lastmod>{date}</lastmod></sitemap>" for p in paths)
    return Page(f"<sitemapindex {SITEMAP}>{names}</sitemapindex>".encode())


def test_indexes_in_indexes_are_followed_to_the_set_depth(site: Site) -> None:
    site.settings = Settings(max_sitemap_depth=1, pace_s=0.0)
    site.routes |= {"/0": nested("/1"), "/1": nested("/2"), "/2": nested("/3")}
    found = site.discover(Feed(f"{BASE}/0", "sitemap"))
    assert site.paths() == ["/robots.txt", "/0", "/1"]
    assert "max_sitemap_depth" in found.rejections[0].reason


def test_an_index_that_makes_up_new_names_for_itself_ends(site: Site) -> None:
    site.settings = Settings(max_sitemaps=7, max_sitemap_depth=9, pace_s=0.0)
    site.routes |= {f"/{n}": nested(f"/{2 * n + 1}", f"/{2 * n + 2}") for n in range(200)}
    found = site.discover(Feed(f"{BASE}/0", "sitemap"))
    assert len(found.fetches) == 1 + 7
    assert any("max_sitemaps" in rejection.reason for rejection in found.rejections)


def test_the_freshest_sitemaps_and_pages_are_taken_where_there_are_too_many(site: Site) -> None:
    site.settings = Settings(max_sitemaps=1, max_links=1)
    dated = (("/old", "2020-01-01"), ("/new", "2026-11-20"))
    index = "".join(f"<sitemap><loc>{BASE}{p}</loc><lastmod>{d}</lastmod></sitemap>" for p, d in dated)
    pages = "".join(f"<url><loc>{BASE}{p}er</loc><lastmod>{d}</lastmod></url>" for p, d in dated)
    site.routes |= {
        "/index": Page(f"<sitemapindex {SITEMAP}>{index}</sitemapindex>".encode()),
        "/new": Page(f"<urlset {SITEMAP}>{pages}</urlset>".encode()),
    }
    found = site.discover(Feed(f"{BASE}/index", "sitemap"))
    assert urls(found.links) == [f"{BASE}/newer"]
    assert sorted(rejection.reason for rejection in found.rejections) == [
        "It names 2 links; the freshest 1 are taken.",
        "It names 2 sitemaps; the 1 freshest are asked (max_sitemaps).",
    ]


def test_a_feed_may_have_a_limit_of_its_own(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item("/a"), item("/b")))
    found = site.discover(Feed(f"{BASE}/rss", "rss", max_links=1))
    assert urls(found.links) == [f"{BASE}/a"]


def test_entries_beyond_the_protocols_limit_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps_module, "MAX_ENTRIES", 3)
    pages = "".join(f"<url><loc>{BASE}/{n}</loc></url>" for n in range(9))
    for data in (f"<urlset {SITEMAP}>{pages}</urlset>", "\n".join(f"{BASE}/{n}" for n in range(9))):
        sitemap = read_sitemap(data.encode(), BASE, LIMIT)
        assert (len(sitemap.links), sitemap.is_cut) == (3, True)


@pytest.mark.slow
def test_sitemap_of_50_000_pages_takes_little_memory() -> None:
    import tracemalloc

    page = "<url><loc>http://news.example/%d</loc><lastmod>2026-11-20</lastmod><priority>0.5</priority></url>"
    data = f"<urlset {SITEMAP}>{''.join(page % n for n in range(50_000))}</urlset>".encode()
    tracemalloc.start()
    try:
        assert len(read_sitemap(data, BASE, 100 * LIMIT).links) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()


def test_many_unusable_links_are_counted_not_told_one_by_one(site: Site) -> None:
    site.routes["/rss"] = Page(rss(*(item(f"mailto:{n}@news.example") for n in range(100))))
    found = site.discover(Feed(f"{BASE}/rss", "rss"))
    assert len(found.rejections) <= 21
    assert urls(found.links) == []


def test_link_is_asked_over_https_where_the_source_is_secure(site: Site) -> None:
    from tasks.scrape.sources import SourceSpec

    spec = SourceSpec("n", "N", homepage=f"https://{HOST}/", hosts=(HOST,))
    assert spec.is_secure
    assert not replace(spec, homepage=f"http://{HOST}/").is_secure


def test_feed_that_is_not_due_is_a_skipped_row_that_says_until_when(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item("/a")))
    feed = Feed(f"{BASE}/rss", "rss")
    found = site.discover(feed, histories={feed.url: FeedHistory(NOW, links_a_day=2.0)})
    assert [(fetch.outcome, fetch.reason) for fetch in found.fetches] == [("skipped", "not_due")]
    assert "2 new links a day" in (found.fetches[0].detail or "")
    assert site.asked == []


def test_reserved_source_is_asked_on_a_stated_ground_and_the_row_says_so(site: Site) -> None:
    site.settings = Settings(tdm_basis=("news permission 2026-11-01",))
    site.routes["/rss"] = Page(rss(item("/a")))
    spec = replace(site.spec, rights=replace(site.spec.rights, tdm="reserved"))
    assert site.get("/rss", KnownFetch(None, None, None, None, None, NOW), spec).outcome == "fetched"
    site.settings = Settings(tdm_basis=("other permission 2026-11-01", "news research 2026-11-21"))
    assert site.get("/rss", spec=spec).reason == "rights"  # the ground holds from tomorrow on


JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


@given(items=st.lists(st.dictionaries(st.sampled_from(["url", "id", "title", "date_published"]), JSON)))
def test_any_items_of_a_json_feed_are_links_or_left_out(items: list[dict[str, object]]) -> None:
    with suppress(Unreadable):
        for link in read_json_feed(json_feed(*items), BASE):
            assert link.url
            link.url.encode()


LOCATIONS = st.text("ab/:.&;<>\u0259 ", max_size=12)


@given(st.lists(st.tuples(LOCATIONS, st.text("0123456789-T:Z+", max_size=25)), max_size=6))
def test_any_well_formed_sitemap_gives_each_of_its_addresses_once(pages: list[tuple[str, str]]) -> None:
    from xml.sax.saxutils import escape

    rows = "".join(f"<url><loc>{escape(a)}</loc><lastmod>{b}</lastmod></url>" for a, b in pages)
    found = read_sitemap(f"<urlset {SITEMAP}>{rows}</urlset>".encode(), BASE, LIMIT)
    assert [link.url for link in found.links] == [a.strip() for a, _ in pages if a.strip()]


@given(st.binary(max_size=300) | st.text("Sitemap: htp/\n#x<", max_size=80).map(str.encode))
def test_any_robots_are_sitemaps_or_unreadable(data: bytes) -> None:
    with suppress(Unreadable):
        assert all(link.url for link in sitemaps_of_robots(data, f"{BASE}/robots.txt"))


@given(
    kind=st.sampled_from(["rss", "atom", "json_feed", "news_sitemap", "sitemap", "robots"]),
    data=st.binary(max_size=200)
    | st.binary(max_size=60).map(lambda tail: b"\x1f\x8b" + tail)
    | st.binary(max_size=100).map(gzip.compress)
    | st.text('{}[]":,ahtp/items1version<>', max_size=100).map(str.encode),
)
def test_any_bytes_of_any_kind_are_read_or_unreadable(kind: str, data: bytes) -> None:
    with suppress(Unreadable):
        read_found(Feed(f"{BASE}/robots.txt", kind), data, f"{BASE}/robots.txt", Settings())


def test_entity_in_an_address_makes_no_other_address() -> None:
    data = f'<!DOCTYPE u [<!ENTITY x "tail">]><urlset {SITEMAP}><url><loc>{BASE}/a&x;</loc></url></urlset>'
    assert read_sitemap(data.encode(), BASE, LIMIT).links == ()
