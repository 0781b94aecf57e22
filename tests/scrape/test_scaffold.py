from dataclasses import replace

import pytest

from tasks.errors import FetchError, SourceError
from tasks.scrape import load_source
from tasks.scrape.sources import Feed, SourceSpec, scaffold
from tasks.scrape.sources.scaffold import check_source, toml_text, write_source
from tasks.settings import Settings

from .conftest import HOST, NOW, Page, Site

RSS = Page(b'<rss version="2.0"><channel><item><link>/a</link></item></channel></rss>')
MAP = Page(b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>/a</loc></url></urlset>')
QUICK = Settings(pace_s=0.0)


def add(site: Site, url: str = f"http://{HOST}/") -> SourceSpec:
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
    assert spec.feeds == (Feed(f"http://{HOST}/rss", "rss"), Feed(f"http://{HOST}/map.xml", "sitemap"))
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
    assert len(scaffold.COMMON_PATHS) <= scaffold.MAX_TRIED
