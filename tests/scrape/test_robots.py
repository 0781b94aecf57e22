import asyncio

import pytest

from tasks.errors import RobotsError
from tasks.scrape.fetch.robots import Robots, RobotsReply

from .conftest import HOST, Page, Site


def robots(text: str) -> Page:
    return Page(text.encode(), headers=(("Content-Type", "text/plain"),))


def test_longest_matching_robots_rule_wins(site: Site) -> None:
    site.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /news/\nAllow: /news/open/\n")
    site.routes["/news/open/a"] = site.routes["/news/b"] = Page()
    assert site.get("/news/open/a").outcome == "fetched"
    answer = site.get("/news/b")
    assert (answer.outcome, answer.reason) == ("refused", "robots")
    assert "forbids /news/b to Dateline" in (answer.detail or "")
    assert "/news/b" not in site.paths()


def test_rules_for_dateline_win_over_those_for_all(site: Site) -> None:
    site.routes["/robots.txt"] = robots("User-agent: dateline\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert site.get("/a").reason == "robots"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_5xx_disallows_for_now(site: Site, status: int) -> None:
    site.routes["/robots.txt"] = Page(status=status)
    site.routes["/a"] = Page()
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("refused", "robots")
    assert f"answered {status}" in (answer.detail or "")
    assert "/a" not in site.paths()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_4xx_allows(site: Site, status: int) -> None:
    site.routes["/robots.txt"] = Page(status=status)
    site.routes["/a"] = Page()
    assert site.get("/a").outcome == "fetched"


def test_robots_that_redirects_is_followed(site: Site) -> None:
    site.routes["/robots.txt"] = Page(status=301, headers=(("Location", "/rules"),))
    site.routes["/rules"] = robots("User-agent: *\nDisallow: /a\n")
    assert site.get("/a").reason == "robots"


def test_robots_that_redirects_for_ever_is_as_none(site: Site) -> None:
    site.routes["/robots.txt"] = Page(status=301, headers=(("Location", "/robots.txt"),))
    site.routes["/a"] = Page()
    assert site.get("/a").outcome == "fetched"


def test_rules_beyond_500_kb_are_not_read(site: Site) -> None:
    early = "User-agent: *\nDisallow: /early\n"
    site.routes["/robots.txt"] = robots(early + "#" * 600_000 + "\nDisallow: /late\n")
    site.routes["/late"] = Page()
    assert site.get("/early").reason == "robots"
    assert site.get("/late").outcome == "fetched"


def test_redirect_into_a_forbidden_path_is_refused(site: Site) -> None:
    site.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    site.routes["/a"] = Page(status=302, headers=(("Location", "/private"),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("refused", "robots")
    assert "/private" not in site.paths()


def test_robots_of_the_host_redirected_to_is_asked(site: Site) -> None:
    site.routes["/a"] = Page(status=302, headers=(("Location", f"http://www.{HOST}/b"),))
    site.routes["/b"] = Page()
    site.get("/a")
    hosts = [asked.headers["Host"] for asked in site.asked if asked.path == "/robots.txt"]
    assert hosts == [HOST, f"www.{HOST}"]


def test_crawl_delay_slows_the_pace(site: Site) -> None:
    site.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 5\n")
    site.routes["/a"] = Page()
    site.get("/a")
    assert site.clockwork.slept == [5.0]


def test_rules_are_asked_for_again_after_a_day() -> None:
    clock_s, asked = [0.0], []

    async def ask(url: str) -> RobotsReply:
        asked.append(url)
        return RobotsReply(200, b"User-agent: *\nDisallow: /old\n" if len(asked) == 1 else b"")

    async def walk() -> None:
        robots = Robots(ask, "Dateline/1", lambda host, delay_s: None, lambda: clock_s[0])
        with pytest.raises(RobotsError):
            await robots.check("https://news.example/old")
        clock_s[0] = 86_399.0
        with pytest.raises(RobotsError):
            await robots.check("https://news.example/old")
        clock_s[0] = 86_400.0
        await robots.check("https://news.example/old")

    asyncio.run(walk())
    assert asked == ["https://news.example/robots.txt"] * 2
