import tomllib
from dataclasses import replace

import pytest

from tasks.errors import FetchError, SourceError
from tasks.scrape import catalog, load_source
from tasks.scrape.sources import Feed, Rights, SourceSpec, looking
from tasks.scrape.sources.scaffold import NewSource, check_source, toml_text, write_source
from tasks.settings import Settings

from .conftest import HOST, NOW, Page, Site

RSS = Page(b'<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>')
MAP = Page(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/b</loc></url></urlset>')
QUICK = Settings(pace_s=0.0)


def add(site: Site, url: str = f"http://{HOST}/") -> SourceSpec:
    return found(site, url).spec


def found(site: Site, url: str = f"http://{HOST}/") -> NewSource:
    target = f"127.0.0.1:{site.port}"
    return write_source(url, site.home, QUICK, lambda: NOW, connect_to=target, allow_private=True)


def test_new_site_is_written_with_the_feeds_it_points_to(site: Site) -> None:
    site.routes |= {
        "/robots.txt": Page(f"Sitemap: http://{HOST}/map.xml\n".encode()),
        "/": Page(
            b'<html lang="az"><title>Home</title>'
            b'<meta property="og:site_name" content="The &quot;News&quot;">'
            b'<link rel="alternate" type="application/rss+xml" href="rss"><link rel="alternate" href="/en/">'
            b'<link rel="alternate" type="application/atom+xml" href="/gone">'
        ),
        "/rss": RSS,
        "/map.xml": MAP,
    }
    spec = add(site)
    assert (spec.source_id, spec.name, spec.in_language) == ("news-example", 'The "News"', "az")
    assert spec.feeds == (
        Feed(f"http://{HOST}/rss", "rss"),
        Feed(f"http://{HOST}/map.xml", "sitemap", max_links=200),
    )
    assert load_source("news-example", site.home) == spec


def test_common_paths_are_tried_where_a_site_points_to_nothing(site: Site) -> None:
    site.routes |= {"/": Page(b"<p>hello"), "/feed.xml": RSS}
    assert add(site).feeds == (Feed(f"http://{HOST}/feed.xml", "rss"),)


def test_site_without_feeds_is_told_and_nothing_is_written(site: Site) -> None:
    site.routes["/"] = Page(b"<p>hello")
    with pytest.raises(SourceError, match=r"No feed or sitemap was found on news\.example"):
        add(site)
    assert not site.home.sources.exists()


def test_site_that_robots_forbid_is_not_added(site: Site) -> None:
    site.routes["/robots.txt"] = Page(b"User-agent: *\nDisallow: /\n")
    with pytest.raises(FetchError, match=r"robots\.txt of news\.example forbids"):
        add(site)


def test_private_site_is_not_added(site: Site) -> None:
    with pytest.raises(FetchError, match="loopback"):
        write_source(f"http://127.0.0.1:{site.port}/", site.home, QUICK, lambda: NOW)


def test_site_is_not_added_over_a_file_that_is_there(site: Site) -> None:
    site.routes |= {"/": Page(b"<p>hello"), "/feed": RSS}
    add(site)
    with pytest.raises(SourceError, match="in the catalog as 'news-example'"):
        add(site)


def test_site_of_the_catalog_is_named(site: Site) -> None:
    with pytest.raises(SourceError, match="in the catalog as 'presstv'"):
        write_source("https://presstv.com/", site.home, QUICK, lambda: NOW)


def test_check_asks_each_feed_once(site: Site) -> None:
    site.routes |= {"/rss": RSS, "/robots.txt": Page(b"User-agent: *\nDisallow: /map\n")}
    feeds = (Feed(f"http://{HOST}/rss", "rss"), Feed(f"http://{HOST}/map", "sitemap"))
    site.home.sources.mkdir(parents=True)
    (site.home.sources / "news.toml").write_text(toml_text(replace(site.spec, feeds=feeds)))
    report = check_source("news", site.home, QUICK, lambda: NOW)
    rss, sitemap = report.feeds
    assert (rss.url, rss.kind, rss.outcome, rss.link_count) == (f"http://{HOST}/rss", "rss", "fetched", 1)
    assert (sitemap.outcome, sitemap.link_count) == ("refused", 0)
    assert "has a robots.txt" in report.robots
    assert site.paths() == ["/robots.txt", "/rss"]


def test_few_addresses_are_tried() -> None:
    assert len(looking.COMMON_PATHS) <= looking.MAX_TRIED


FRONT = Page(
    b'<title>N</title><link rel="alternate" type="application/rss+xml" href="/rss">'
    b'<a href="/feeds/all.rss">Feeds</a><a href="/about/terms-of-use">Terms</a>'
)


def test_what_was_tried_is_shown_with_what_became_of_it(site: Site) -> None:
    site.routes |= {
        "/robots.txt": Page(f"User-agent: *\nDisallow: /shut\nSitemap: http://{HOST}/shut.xml\n".encode()),
        "/": FRONT,
        "/rss": RSS,
        "/feeds/all.rss": RSS,
    }
    seen = found(site).seen
    assert [(s.url.removeprefix(f"http://{HOST}"), s.kind, s.outcome, s.link_count) for s in seen] == [
        ("/rss", "rss", "taken", 1),
        ("/feeds/all.rss", "rss", "left out", 1),
        ("/shut.xml", None, "refused", 0),
    ]
    assert "/shut.xml" not in site.paths()


def test_site_whose_feeds_are_all_forbidden_is_not_written(site: Site) -> None:
    site.routes |= {"/robots.txt": Page(b"User-agent: *\nDisallow: /rss\n"), "/": FRONT}
    with pytest.raises(SourceError, match=r"may be read by its robots\.txt"):
        add(site)
    assert not site.home.sources.exists()


def test_an_article_is_kept_as_the_persons_own_test_page(site: Site) -> None:
    site.routes |= {"/": FRONT, "/rss": RSS, "/a": Page(b"<p>An article.")}
    new = found(site)
    assert new.page == site.home.sources / "pages" / "news-example.html"
    assert new.page.read_bytes() == b"<p>An article."
    noted = tomllib.loads(new.page.with_suffix(".toml").read_text("utf-8"))
    assert noted == {"url": f"http://{HOST}/a", "fetched_at": NOW}
    assert [spec.source_id for spec in catalog(site.home) if not spec.country_code] == ["news-example"]


def test_an_article_that_robots_forbid_is_not_kept(site: Site) -> None:
    site.routes |= {"/robots.txt": Page(b"User-agent: *\nDisallow: /a\n"), "/": FRONT, "/rss": RSS}
    new = found(site)
    assert new.page is None
    assert "robots.txt" in new.page_detail
    assert "/a" not in site.paths()


def test_what_the_site_says_of_its_rights_is_written_with_the_day(site: Site) -> None:
    reserved = b'[{"location": "/", "tdm-reservation": 1}]'
    site.routes |= {"/": FRONT, "/rss": RSS, "/a": Page(), "/.well-known/tdmrep.json": Page(reserved)}
    spec = add(site)
    terms = f"http://{HOST}/about/terms-of-use"
    assert spec.rights == Rights("allowed", "reserved", terms, NOW.date())
    assert "/a" not in site.paths()  # nothing is mined before there is a ground


@pytest.mark.parametrize(
    ("said", "tdm"),
    [
        (b"", "unknown"),
        (b"[]", "unknown"),
        (b"{", "unknown"),
        (b'[{"location": "/x", "tdm-reservation": 1}]', "unknown"),
        (b'[{"location": "/*", "tdm-reservation": 0}]', "none"),
    ],
)
def test_what_the_site_does_not_say_is_unknown(site: Site, said: bytes, tdm: str) -> None:
    site.routes |= {"/": FRONT, "/rss": RSS, "/.well-known/tdmrep.json": Page(said)}
    assert add(site).rights.tdm == tdm


def test_feed_of_comments_is_left_out(site: Site) -> None:
    comments = b'<rss version="2.0"><channel><item><link>/a#comment-1</link></item></channel></rss>'
    site.routes |= {"/": FRONT, "/rss": Page(comments), "/feeds/all.rss": RSS}
    assert [feed.url for feed in add(site).feeds] == [f"http://{HOST}/feeds/all.rss"]
