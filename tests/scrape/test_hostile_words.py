"""Whatever a site or a person writes, a URL ends as an answer and a robots.txt as a verdict."""

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.errors import GuardError, RobotsError
from tasks.scrape.fetch.client import Client, Means
from tasks.scrape.fetch.faults import Fault
from tasks.scrape.fetch.guard import check_url
from tasks.scrape.fetch.robots import Robots, RobotsReply
from tasks.scrape.sources import SourceSpec
from tasks.settings import Settings

from .conftest import NOW

OUTCOMES = ("failed", "refused")
PARTS = st.sampled_from(
    [
        "http://",
        "https://",
        "//",
        "a",
        "é",
        "%",
        ":",
        "@",
        "[",
        "]",
        "/",
        "?",
        "#",
        "\x00",
        " ",
        "\n",
        "127.0.0.1",
        ".",
        "xn--",
        "٣",
    ]
)


async def nowhere(host: str, port: int) -> list[str]:
    raise Fault("dns", f"{host} has no address.")


async def at_once(seconds: float) -> None:
    return None


def asked(url: str) -> str:
    async def ask() -> str:
        means = Means(lambda: NOW, sleep=at_once, resolve=nowhere)
        async with Client(SourceSpec("s", "S", hosts=("a",)), Settings(), None, means) as client:
            return (await client.get(url)).outcome

    return asyncio.run(ask())


@given(
    url=st.text(max_size=60)
    | st.lists(PARTS, max_size=12).map("".join)
    | st.lists(PARTS).map(lambda p: "http://" + "".join(p))
)
@example(url="http://[::ffff:127.0.0.1]/")
@example(url="http://a" + "b" * 70 + ".example/")
@example(url="http://a..b/")
def test_any_url_ends_as_an_answer(url: str) -> None:
    assert asked(url) in OUTCOMES


@given(user=st.text(st.characters(categories=["L", "N"]), min_size=4, max_size=9), rest=st.text(max_size=20))
def test_no_message_repeats_credentials(user: str, rest: str) -> None:
    with pytest.raises(GuardError) as caught:
        check_url(f"http://{user}:geheim-{user}@news.example/{rest}")
    assert f"geheim-{user}" not in str(caught.value)


LINES = st.sampled_from(
    [
        "User-agent: *",
        "User-agent: Dateline",
        "Disallow: /",
        "Allow: /a*$",
        "Disallow: /%E2%80",
        "Crawl-delay: 1e400",
        "Crawl-delay: -5",
        "Crawl-delay: nan",
        "Sitemap: http://[",
        "Request-rate: 0/0",
        "Visit-time: 9999-1",
        "\x00",
        "Disallow: " + "*a" * 40,
    ]
)


@given(
    data=st.binary(max_size=400) | st.lists(LINES, max_size=12).map(lambda lines: "\n".join(lines).encode()),
    status=st.integers(200, 599),
)
def test_any_robots_txt_gives_a_verdict(data: bytes, status: int) -> None:
    slowed: list[float] = []

    async def ask(url: str) -> RobotsReply:
        return RobotsReply(status, data)

    async def check() -> None:
        robots = Robots(ask, "Dateline/1", lambda host, delay_s: slowed.append(delay_s))
        await robots.check("http://news.example/aaaaaaaaaaaaaaaaaaaa?x=1")

    try:
        asyncio.run(check())
    except RobotsError:
        assert status >= 200
    assert all(delay_s >= 0 for delay_s in slowed)
