import gzip
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.records import Link
from tasks.scrape.discover.feeds import read_feed
from tasks.scrape.discover.found import FoundLink, Unreadable, claimed_date, instant
from tasks.scrape.discover.listings import read_listing
from tasks.scrape.discover.sitemaps import read_sitemap
from tasks.scrape.known import KnownFetch
from tasks.scrape.sources import Feed
from tasks.settings import Settings
from tasks.urls import digest

from .conftest import HOST, NOW, Asked, Page, Site

BASE = f"http://{HOST}"
XML = (("Content-Type", "application/xml"),)
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def rss(*items: str) -> bytes:
    return f'<rss version="2.0"><channel><title>N</title>{"".join(items)}</channel></rss>'.encode()


def item(link: str, more: str = "") -> str:
    return f"<item><title>T</title><link>{link}</link>{more}</item>"


def articles(links: tuple[Link, ...]) -> list[Link]:
    return [link for link in links if link.link_type == "article"]


def urls(links: tuple[Link, ...]) -> list[str]:
    return [link.url for link in articles(links)]


def test_rss_gives_links_with_title_and_date_in_the_offset_it_was_written_in(site: Site) -> None:
    date = "<pubDate>Fri, 20 Nov 2026 13:30:00 +0330</pubDate>"
    site.routes["/rss"] = Page(rss(item("/a", date)), headers=XML)
    found = site.discover(Feed(f"{BASE}/rss", "rss"))
    feed, link = found.links
    assert (feed.link_type, feed.found_kind, feed.url) == ("feed", "catalog", f"{BASE}/rss")
    assert link == Link(
        digest("news", f"{BASE}/a"), "news", f"{BASE}/a", "article", f"{BASE}/rss", "rss", "T",
        "2026-11-20T13:30:00+03:30", None, NOW,
    )  # fmt: skip
    assert [fetch.outcome for fetch in found.fetches] == ["fetched"]


def test_atom_gives_links_with_both_dates(site: Site) -> None:
    site.routes["/atom"] = Page(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>T</title>'
        b'<link rel="alternate" href="a"/><published>2026-11-19T08:00:00Z</published>'
        b"<updated>2026-11-20T08:00:00Z</updated></entry></feed>",
        headers=XML,
    )
    [link] = articles(site.discover(Feed(f"{BASE}/atom", "atom")).links)
    assert (link.url, link.claimed_published) == (f"{BASE}/a", "2026-11-19T08:00:00Z")
    assert link.claimed_modified == "2026-11-20T08:00:00Z"


def test_news_sitemap_gives_title_publication_and_change(site: Site) -> None:
    site.routes["/news.xml"] = Page(
        f'<urlset {SITEMAP} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" '
        f'xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>{BASE}/a</loc>'
        "<lastmod>2026-11-20T09:00:00+04:00</lastmod><n:news><n:publication_date>2026-11-19"
        "</n:publication_date><n:title>A  title</n:title></n:news>"
        f"<i:image><i:loc>{BASE}/a.jpg</i:loc><i:title>A picture</i:title></i:image></url></urlset>".encode(),
        headers=XML,
    )
    [link] = articles(site.discover(Feed(f"{BASE}/news.xml", "news_sitemap")).links)
    assert (link.url, link.claimed_title, link.claimed_published) == (f"{BASE}/a", "A title", "2026-11-19")
    assert link.claimed_modified == "2026-11-20T09:00:00+04:00"


def test_sitemap_index_is_followed_and_may_name_itself_and_gzip(site: Site) -> None:
    site.routes["/index.xml"] = Page(
        f"<sitemapindex {SITEMAP}><sitemap><loc>{BASE}/index.xml</loc></sitemap>"
        f"<sitemap><loc>{BASE}/day.xml.gz</loc></sitemap></sitemapindex>".encode()
    )
    day = f"<urlset {SITEMAP}><url><loc>{BASE}/a</loc></url></urlset>".encode()
    site.routes["/day.xml.gz"] = Page(gzip.compress(day))
    found = site.discover(Feed(f"{BASE}/index.xml", "sitemap"))
    assert urls(found.links) == [f"{BASE}/a"]
    assert site.paths() == ["/robots.txt", "/index.xml", "/day.xml.gz"]
    assert found.links[1].found_in == f"{BASE}/index.xml"


def test_sitemap_index_does_not_lead_to_other_sites(site: Site) -> None:
    site.routes["/index.xml"] = Page(
        f"<sitemapindex {SITEMAP}><sitemap><loc>http://other.example/s.xml</loc></sitemap></sitemapindex>".encode()
    )
    found = site.discover(Feed(f"{BASE}/index.xml", "sitemap"))
    assert len(found.fetches) == 1
    assert "another site" in found.rejections[0].reason


def test_listing_gives_the_links_that_match_its_pattern(site: Site) -> None:
    site.routes["/latest"] = Page(
        b'<base href="/section/"><a href="/about">About</a><a href="news/1"><img></a>'
        b'<a href="news/1">One  is\nlong</a><a href="http://[">bad</a><a href="/section/news/2">Two</a>'
    )
    found = site.discover(Feed(f"{BASE}/latest", "listing", r"/news/\d+$"))
    assert urls(found.links) == [f"{BASE}/section/news/1", f"{BASE}/section/news/2"]
    assert articles(found.links)[0].claimed_title == "One is long"


def test_link_pattern_narrows_a_feed(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item("/news/1"), item("/video/2")))
    assert urls(site.discover(Feed(f"{BASE}/rss", "rss", "/news/")).links) == [f"{BASE}/news/1"]


def test_tracking_parameters_and_fragments_make_no_second_link(site: Site) -> None:
    links = [item("/a?id=3&amp;utm_source=rss"), item("/a?id=3#top"), item("/a?id=3")]
    site.routes["/rss"] = Page(rss(*links))
    assert urls(site.discover(Feed(f"{BASE}/rss", "rss")).links) == [f"{BASE}/a?id=3"]


def test_mirror_hosts_make_one_link(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item(f"http://www.{HOST}/a"), item(f"{BASE}/a")))
    assert urls(site.discover(Feed(f"{BASE}/rss", "rss")).links) == [f"{BASE}/a"]


def test_link_of_two_feeds_carries_what_either_claims(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item("/a", "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>")))
    page = f"<url><loc>{BASE}/a</loc><lastmod>2026-11-20T11:00:00Z</lastmod></url>"
    site.routes["/map"] = Page(f"<urlset {SITEMAP}>{page}</urlset>".encode())
    found = site.discover(Feed(f"{BASE}/rss", "rss"), Feed(f"{BASE}/map", "sitemap"))
    [link] = articles(found.links)
    assert (link.found_kind, link.claimed_published) == ("rss", "2026-11-20T10:00:00Z")
    assert link.claimed_modified == "2026-11-20T11:00:00Z"


def test_feed_that_did_not_change_gives_no_links(site: Site) -> None:
    def feed(asked: Asked) -> Page:
        return Page(status=304) if asked.headers.get("If-None-Match") == '"1"' else Page(rss(item("/a")))

    site.routes["/rss"] = feed
    known = KnownFetch('"1"', None, None, None, None, NOW)
    found = site.discover(Feed(f"{BASE}/rss", "rss"), known={f"{BASE}/rss": known})
    assert urls(found.links) == []
    assert [fetch.outcome for fetch in found.fetches] == ["not_modified"]


def test_feed_that_robots_forbid_is_a_refused_row(site: Site) -> None:
    site.routes["/robots.txt"] = Page(b"User-agent: *\nDisallow: /rss\n")
    found = site.discover(Feed(f"{BASE}/rss", "rss"))
    assert [(fetch.outcome, fetch.reason) for fetch in found.fetches] == [("refused", "robots")]


def test_more_links_than_the_limit_are_cut_and_said(site: Site) -> None:
    site.settings = Settings(max_links=2)
    site.routes["/rss"] = Page(rss(*(item(f"/{number}") for number in range(5))))
    found = site.discover(Feed(f"{BASE}/rss", "rss"))
    assert urls(found.links) == [f"{BASE}/0", f"{BASE}/1"]
    assert [rejection.reason for rejection in found.rejections] == [
        "It names 5 links; the first 2 are taken."
    ]


def test_unusable_links_are_said_without_their_secrets(site: Site) -> None:
    site.routes["/rss"] = Page(rss(item("http://anna:geheim@news.example/a"), item("mailto:a@b.example")))
    found = site.discover(Feed(f"{BASE}/rss", "rss"))
    assert urls(found.links) == []
    assert len(found.rejections) == 2
    assert "geheim" not in str(found)


@pytest.mark.parametrize("kind", ["rss", "news_sitemap"])
def test_feed_that_is_a_page_is_rejected(site: Site, kind: str) -> None:
    site.routes["/rss"] = Page(b"<!doctype html><html><body><p>Sorry.</p></body></html>")
    found = site.discover(Feed(f"{BASE}/rss", kind))
    [rejection] = found.rejections
    assert (rejection.stage, rejection.subject) == ("discover", f"{BASE}/rss")
    assert "news" in rejection.next_step


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {n} "{f"&{o};" * 20}">' for o, n in zip("abcdefgh", "bcdefghi", strict=True))
    + '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


def test_entity_bomb_in_a_feed_is_harmless() -> None:
    data = BOMB + rss(item("http://news.example/a", "<description>&i;&x;</description>")).decode()
    data = data.replace("<title>T", "<title>&i;&x;T")
    try:
        links = read_feed(data.encode(), BASE)
    except Unreadable:
        return
    assert all(len(link.title or "") < 1000 and "root:" not in (link.title or "") for link in links)


def test_entity_bomb_in_a_sitemap_is_harmless() -> None:
    data = BOMB + f"<urlset {SITEMAP}><url><loc>{BASE}/a&i;&x;</loc></url></urlset>"
    try:
        links = read_sitemap(data.encode(), BASE, 10_000).links
    except Unreadable:
        return
    assert all(len(link.url) < 1000 and "root:" not in link.url for link in links)


def test_gzip_bomb_as_a_sitemap_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 10,000 bytes"):
        read_sitemap(gzip.compress(bytes(1_000_000)), BASE, 10_000)


def test_feed_data_is_never_taken_for_a_path() -> None:
    with pytest.raises(Unreadable):
        read_feed(b"/etc/passwd", BASE)


OPENINGS = (
    b"",
    b"<?xml version='1.0'?><a href='a'>",
    b'<rss version="2.0"><channel><item><link>',
    b"<urlset><url><loc>",
)
READERS = (
    lambda data: read_feed(data, BASE),
    lambda data: list(read_sitemap(data, BASE, 10_000).links),
    lambda data: read_listing(data, BASE, "a"),
)


@pytest.mark.parametrize("read", READERS)
@given(data=st.binary(max_size=300) | st.text("<>/&;!?[]abrslink ='\"", max_size=200).map(str.encode))
def test_any_bytes_are_links_or_unreadable(read: Callable[[bytes], list[FoundLink]], data: bytes) -> None:
    for text in (
        data,
        b"<?xml version='1.0'?><a href='a'>" + data,
        b'<rss version="2.0"><channel><item><link>' + data,
        b"<urlset><url><loc>" + data,
    ):
        with suppress(Unreadable):
            assert all(link.url for link in read(text))


@given(st.text(max_size=40) | st.datetimes().map(str) | st.dates().map(str))
def test_any_claimed_date_is_settled_once_or_dropped(text: str) -> None:
    settled = claimed_date(text)
    assert claimed_date(settled) == settled
    assert (instant(settled) is None) == (settled is None)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Fri, 20 Nov 2026 10:00:00 GMT", "2026-11-20T10:00:00Z"),
        ("2026-11-20", "2026-11-20"),
        ("2026-11-20T10:00+03:30", "2026-11-20T10:00:00+03:30"),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_claimed_dates_become_rfc_3339(text: str | None, claim: str | None) -> None:
    assert claimed_date(text) == claim


def test_reserved_source_has_refused_feeds_and_asks_nothing(site: Site) -> None:
    rights = replace(site.spec.rights, tdm="reserved")
    answer = site.get("/rss", spec=replace(site.spec, rights=rights))
    assert (answer.reason, site.asked) == ("rights", [])
