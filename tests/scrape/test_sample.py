"""The sample newspaper: what it serves, and that it holds what its table of planted things says."""

import re
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import feedparser
import httpx
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from protego import Protego

from tasks.errors import UsageError
from tasks.scrape.sample import (
    EDITIONS,
    EXPECTED,
    PLANTED,
    SAMPLE_SOURCES,
    Served,
    article_urls,
    pieces,
    sample_specs,
    serve_sample,
)
from tasks.scrape.sample.pieces import FOUND, parse_piece
from tasks.scrape.sample.planted import CHANGED, FORBIDDEN, GONE, HOSTILE, NEW, OTHER_LANGUAGE, WIRE
from tasks.scrape.sample.site import site
from tasks.urls import canonical_url, host_of

TRUTH = tomllib.loads((Path(__file__).parent / "sample_truth.toml").read_text("utf-8"))
REAL_PUBLISHERS = (
    "Reuters|Associated Press|AFP|Agence France|BBC|CNN|Al Jazeera|Press ?TV|IRNA|Tasnim|Mehr News|Fars News"
    "|Tehran Times|Trend News|APA|AZERTAC|Azernews|Report\\.az|TASS|Interfax|RIA Novosti|Sputnik|Civil\\.ge"
    "|Armenpress|JAMnews|OC Media|Eurasianet|Radio Free Europe|Anadolu|Xinhua|Bloomberg|Financial Times"
)


class Reader:
    """Asks the served newspaper for URLs under its own names."""

    def __init__(self, client: httpx.Client, port: int) -> None:
        self.client = client
        self.port = port

    def get(self, url: str, **headers: str) -> httpx.Response:
        given = httpx.URL(url)
        target = given.copy_with(host="127.0.0.1", port=self.port, fragment=None)
        return self.client.get(target, headers={"Host": given.host, **headers})


@contextmanager
def reading(edition: int) -> Iterator[Reader]:
    with serve_sample(edition) as served, httpx.Client() as client:
        yield Reader(client, served.port)


@pytest.fixture(scope="module", params=EDITIONS)
def reader(request: pytest.FixtureRequest) -> Iterator[tuple[int, Reader]]:
    with reading(request.param) as one:
        yield request.param, one


def offered(reader: Reader) -> set[str]:
    """Return every URL that the feeds of both papers name, as they write it."""
    found: set[str] = set()
    for spec in sample_specs(reader.port):
        for feed in spec.feeds:
            answer = reader.get(feed.url)
            assert answer.status_code == 200
            if feed.kind == "rss":
                found |= {entry.link for entry in feedparser.parse(answer.content).entries}
            elif feed.kind == "news_sitemap":
                tree = etree.fromstring(answer.content)
                found |= {str(loc.text) for loc in tree.iter("{*}loc")}
            else:
                links = BeautifulSoup(answer.content, "lxml").select("a[href]")
                hrefs = [str(httpx.URL(feed.url).join(str(link["href"]))) for link in links]
                found |= {href for href in hrefs if re.search(feed.link_pattern or "", href)}
    return found


def canonical(url: str) -> str:
    hosts = next(spec.hosts for spec in sample_specs(1) if host_of(url) in spec.hosts)
    return canonical_url(url, hosts)


# What it serves


def test_served_says_where_and_what() -> None:
    with serve_sample(2) as served:
        assert isinstance(served, Served)
        assert (served.edition, served.sources) == (2, SAMPLE_SOURCES)
        assert served.port > 0


def test_a_port_in_use_is_a_sentence_with_a_next_step() -> None:
    with (
        serve_sample(1) as served,
        pytest.raises(UsageError, match=f"Port {served.port}"),
        serve_sample(1, port=served.port),
    ):
        pass


def test_an_edition_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="no edition 3"), serve_sample(3):
        pass


def test_it_stops_while_a_client_keeps_its_connection() -> None:
    with httpx.Client() as client:
        with serve_sample(1) as served:
            assert client.get(f"http://127.0.0.1:{served.port}/").status_code == 200
        with pytest.raises(httpx.TransportError):
            client.get(f"http://127.0.0.1:{served.port}/")


def test_many_readers_at_once_get_whole_pages() -> None:
    with reading(1) as one, ThreadPoolExecutor(8) as pool:
        urls = sorted(article_urls(1)) * 2
        plain = {"Accept-Encoding": "identity"}
        answers = pool.map(lambda url: (url, one.get(url, **plain).content), urls)
        for url, content in answers:
            given = httpx.URL(url)
            assert content == site(1)[given.host, given.raw_path.decode()].body


def test_it_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    with reading(1) as one:
        one.get(FORBIDDEN)
        one.get(GONE)
    assert capfd.readouterr() == ("", "")


def test_who_comes_by_address_learns_the_names() -> None:
    with serve_sample(1) as served:
        text = httpx.get(f"http://127.0.0.1:{served.port}/").text
    for spec in sample_specs(served.port):
        for host in spec.hosts:
            assert f"Host: {host}" in text


def test_every_offered_url_answers_but_the_one_that_is_gone(reader: tuple[int, Reader]) -> None:
    _, one = reader
    for url in offered(one):
        status = one.get(url).status_code
        assert status == (404 if url == GONE else 301 if "?p=" in url else 200), url


def test_feeds_lead_to_every_article_and_to_nothing_unplanned(reader: tuple[int, Reader]) -> None:
    edition, one = reader
    led = {canonical(url) for url in offered(one)}
    odd = {url for url, planted in PLANTED.items() if planted.fate in ("refused", "failed", "rejected")}
    shorts = {url for url in PLANTED if "?p=" in url}
    targets = {PLANTED[url].article for url in shorts}
    assert led == (article_urls(edition) - targets) | odd | shorts


def test_some_articles_stand_in_the_listing_alone() -> None:
    alone = [piece for piece in pieces(1) if piece.found == ("listing",)]
    assert len(alone) >= 4


def test_a_page_that_is_known_answers_304(reader: tuple[int, Reader]) -> None:
    edition, one = reader
    for url in [*article_urls(edition), *(feed.url for spec in sample_specs(1) for feed in spec.feeds)]:
        first = one.get(url)
        by_tag = one.get(url, **{"If-None-Match": first.headers["ETag"]})
        by_date = one.get(url, **{"If-Modified-Since": first.headers["Last-Modified"]})
        assert (by_tag.status_code, by_date.status_code) == (304, 304)
        assert not by_tag.content
    assert one.get(WIRE[0], **{"If-None-Match": '"another"'}).status_code == 200


def test_only_the_courier_compresses_and_only_when_asked() -> None:
    with reading(1) as one:
        assert one.get(WIRE[0]).headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in one.get(WIRE[0], **{"Accept-Encoding": "identity"}).headers
        assert "Content-Encoding" not in one.get(WIRE[1]).headers
        assert one.get(WIRE[0]).content == one.get(WIRE[0], **{"Accept-Encoding": "identity"}).content


def test_the_mirror_serves_the_same_pages_with_canonical_links_to_the_main_host() -> None:
    with reading(1) as one:
        for url in PLANTED:
            if host_of(url).startswith("mirror."):
                page = one.get(url)
                assert page.content == one.get(PLANTED[url].article or "").content
                link = BeautifulSoup(page.content, "lxml").find("link", rel="canonical")
                assert link is not None
                assert link["href"] == PLANTED[url].article == canonical(url)


def test_the_short_address_redirects_to_its_article() -> None:
    with reading(1) as one:
        for url in PLANTED:
            if "?p=" in url:
                answer = one.get(url)
                assert (answer.status_code, answer.headers["Location"]) == (301, PLANTED[url].article)


# What is planted


def test_robots_forbid_exactly_what_is_planted_as_refused(reader: tuple[int, Reader]) -> None:
    _, one = reader
    for url in offered(one):
        rules = Protego.parse(one.get(str(httpx.URL(url).join("/robots.txt"))).text)
        refused = canonical(url) in PLANTED and PLANTED[canonical(url)].fate == "refused"
        assert rules.can_fetch(url, "Dateline") is not refused, url


def test_counts_are_those_of_the_articles() -> None:
    versions: set[tuple[str, str]] = set()
    for edition in EDITIONS:
        expected, shown = EXPECTED[edition], pieces(edition)
        versions |= {(piece.url, piece.body) for piece in shown}
        assert expected.articles == len(shown) == len(article_urls(edition))
        assert expected.versions == len(versions)
        assert expected.stories == len({piece.body for piece in shown})
        assert expected.other_language == sum(piece.language != "en" for piece in shown)
        fates = [planted.fate for planted in PLANTED.values()]
        assert expected.rejected == fates.count("rejected")
        assert expected.refused == fates.count("refused")
        assert expected.failed == (fates.count("failed") if edition == 1 else 0)


def test_in_edition_2_only_the_listing_is_not_modified() -> None:
    for spec in sample_specs(1):
        for feed in spec.feeds:
            key = host_of(feed.url), httpx.URL(feed.url).path
            assert (site(1)[key].etag == site(2)[key].etag) is (feed.kind == "listing")
    assert EXPECTED[2].not_modified == 1


def test_edition_2_changes_one_page_and_adds_two() -> None:
    first, second = site(1), site(2)
    pages = {
        key for key in second if "/feed" not in key[1] and not key[1].startswith(("/archive", "/news-s"))
    }
    changed = {
        f"http://{h}{p}" for h, p in pages if p != "/" and (h, p) in first and first[h, p] != second[h, p]
    }
    added = {f"http://{h}{p}" for h, p in pages if (h, p) not in first and "?p=" not in p}
    assert {canonical(url) for url in changed} - {canonical(u) for u in changed if "?p=" in u} == {CHANGED}
    assert {canonical(url) for url in added} == set(NEW)
    assert set(first) <= set(second)


def test_the_changed_article_says_so_in_feed_and_page() -> None:
    dates = []
    for edition in EDITIONS:
        with reading(edition) as one:
            entries = feedparser.parse(one.get(sample_specs(1)[0].feeds[0].url).content).entries
            page = one.get(CHANGED)
        entry = next(entry for entry in entries if entry.link == CHANGED)
        dates.append((dict(entry).get("updated"), page.headers["Last-Modified"], "4.8" in page.text))
        assert ('"dateModified": "2024-11-21T09:15:00+04:00"' in page.text) is (edition == 2)
    assert [changed for *_, changed in dates] == [False, True]
    assert dates[0][:2] != dates[1][:2]
    assert dates[1][0] == "2024-11-21T09:15:00+04:00"


def test_the_wire_copy_is_the_same_text_under_two_headlines() -> None:
    copies = [piece for piece in pieces(1) if piece.url in WIRE]
    assert len({piece.source_id for piece in copies}) == len({piece.headline for piece in copies}) == 2
    assert len({piece.body for piece in copies}) == 1
    assert {piece.agency for piece in copies} == {"Silk Road Wire"}


def test_the_hostile_headline_stays_text_in_every_page_that_names_it() -> None:
    headline = next(piece.headline for piece in pieces(1) if piece.url == HOSTILE)
    assert "![x](http://evil.example/p.png) <b>" in headline
    for edition in EDITIONS:
        for (_, path), answer in site(edition).items():
            assert b"<b>owned" not in answer.body, path
            assert b"<script>alert" not in answer.body, path
            assert b"<i>security" not in answer.body, path
    with reading(1) as one:
        soup = BeautifulSoup(one.get(HOSTILE).content, "lxml")
    assert soup.h1 is not None
    assert soup.h1.get_text() == headline


# What is written


def test_articles_are_long_enough_and_well_formed() -> None:
    for edition in EDITIONS:
        for piece in pieces(edition):
            assert 120 <= len(piece.body.split()) <= 260, piece.slug
            assert piece.found, piece.slug
            assert set(piece.found) <= set(FOUND), piece.slug
            assert piece.agency or piece.author, piece.slug
            assert (piece.published.year, piece.published.month) == (2024, 11), piece.slug
            assert piece.published.tzinfo is not None, piece.slug


def test_numbers_urls_and_headlines_are_told_apart() -> None:
    shown = pieces(2)
    for values in (
        [(piece.source_id, piece.number) for piece in shown],
        [piece.url for piece in shown],
        [piece.headline for piece in shown],
    ):
        assert len(set(values)) == len(shown)


def test_one_article_was_published_on_the_day_before_in_utc() -> None:
    assert any(piece.published.hour < 4 for piece in pieces(1))


def test_one_article_is_in_azerbaijani() -> None:
    (other,) = [piece for piece in pieces(1) if piece.language != "en"]
    assert (other.url, other.language) == (OTHER_LANGUAGE, "az")


def test_no_real_publisher_is_named() -> None:
    for edition in EDITIONS:
        for (_, path), answer in site(edition).items():
            assert not re.search(rf"\b({REAL_PUBLISHERS})\b", answer.body.decode("utf-8")), path


def test_every_name_served_ends_in_example() -> None:
    links = re.compile(r"https?://([^/\"'\s<>:)]+)")
    formats = {"schema.org", "ogp.me", "www.w3.org", "www.sitemaps.org", "www.google.com"}
    for answer in site(2).values():
        hosts = set(links.findall(answer.body.decode("utf-8"))) - formats
        assert all(host.endswith(".example") for host in hosts), hosts


def test_an_edition_is_the_same_to_the_byte_each_time() -> None:
    before = dict(site(2))
    for cached in (site, pieces):
        cached.cache_clear()
    assert site(2) == before


def test_a_piece_is_read_from_front_matter_and_paragraphs() -> None:
    text = (
        '+++\nnumber = 1\nheadline = "H"\ndescription = "D"\nsection = "S"\nauthor = ["A"]\n'
        'published = 2024-11-01T10:00:00+04:00\nfound = ["feed"]\n+++\nOne\nline.\n\nTwo.\n'
    )
    piece = parse_piece("caspian-courier", "a-b.edition-2", text)
    assert (piece.slug, piece.edition, piece.paragraphs) == ("a-b", 2, ("One line.", "Two."))
    assert piece.url == "http://www.caspiancourier.example/2024/11/01/a-b"


# How it is scraped, and what is true of it


def test_specs_lead_to_loopback_and_keep_the_urls() -> None:
    specs = sample_specs(4242)
    assert tuple(spec.source_id for spec in specs) == SAMPLE_SOURCES
    for spec in specs:
        assert spec.connect_to == "127.0.0.1:4242"
        assert spec.allow_private
        assert all(host_of(feed.url) == spec.hosts[0] for feed in spec.feeds)
    assert {feed.kind for spec in specs for feed in spec.feeds} == {"rss", "news_sitemap", "listing"}


@pytest.mark.parametrize("article", TRUTH["article"], ids=lambda article: str(article["url"])[-24:])
def test_the_truth_is_in_the_text(article: dict[str, object]) -> None:
    piece = next(piece for piece in pieces(1) if piece.url == article["url"])
    body = piece.body
    places, no_place = article["places"], article["no_place"]
    assert isinstance(places, list)
    assert isinstance(no_place, list)
    for place in places:
        text = piece.dateline or "" if place.get("role") == "location_created" else body
        assert text.count(place["exact"]) > place.get("nth", 0), place["exact"]
        assert re.fullmatch(r"[A-Z]{2}", place.get("country", "AZ"))
        assert place.get("mention", "name") in ("name", "demonym", "metonym", "embedded")
    assert all(word in body for word in no_place)
