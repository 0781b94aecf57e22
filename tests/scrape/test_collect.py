import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tasks.batches import Batch
from tasks.records import Fetch, Link, Rejection
from tasks.scrape import read_payload
from tasks.scrape.collect import ask_feeds, fetch_pages
from tasks.scrape.known import KnownFetch, KnownFetches
from tasks.scrape.sources import Feed, Rights, SourceSpec
from tasks.settings import Settings

from .conftest import HOST, NOW, Asked, Page, Site

BASE = f"http://{HOST}"
QUICK = Settings(pace_s=0.0)


def rss(*items: tuple[str, str]) -> Page:
    rows = (f"<item><link>{path}</link><pubDate>{date}</pubDate></item>" for path, date in items)
    return Page(f'<rss version="2.0"><channel>{"".join(rows)}</channel></rss>'.encode())


DAY = "Fri, 20 Nov 2026 10:00:00 GMT"


def source(site: Site) -> SourceSpec:
    return replace(site.spec, feeds=(Feed(f"{BASE}/rss", "rss"),))


def walk(
    site: Site,
    known: KnownFetches | None = None,
    size: int = 2,
    run_id: str = "run-1",
    settings: Settings = QUICK,
) -> list[Batch]:
    folder, spec = site.home.runs / run_id, source(site)
    found = asyncio.run(ask_feeds(spec, site.home, settings, known or {}, run_id, folder, NOW))
    assert found.folder == folder / "news"
    return asyncio.run(
        fetch_pages(
            spec, found, site.home, settings, known or {}, run_id, size, lambda: NOW, lambda done, total: None
        )
    )


def test_source_is_walked_from_feed_to_bytes(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY), ("/2", DAY), ("/3", DAY))}
    site.routes |= {f"/{n}": Page(f"<p>{n}</p>".encode()) for n in (1, 2, 3)}
    batches = walk(site)
    assert [batch.folder.name for batch in batches] == ["news-0001", "news-0002"]
    assert [[link.url for link in batch.read(Link)] for batch in batches] == [
        [f"{BASE}/rss", f"{BASE}/1", f"{BASE}/2"],
        [f"{BASE}/3"],
    ]
    fetches = [fetch for batch in batches for fetch in batch.read(Fetch)]
    assert {fetch.outcome for fetch in fetches} == {"fetched"}
    last = fetches[-1]
    assert last.warc_file is not None
    assert last.warc_offset is not None
    assert read_payload(site.home, last.warc_file, last.warc_offset).data == b"<p>3</p>"


def test_every_link_ends_as_one_row(site: Site) -> None:
    site.routes |= {
        "/robots.txt": Page(b"User-agent: *\nDisallow: /closed\n"),
        "/rss": rss(("/open", DAY), ("/closed", DAY), ("/gone", DAY), ("/away", DAY), ("/known", DAY)),
        "/open": Page(),
        "/away": Page(status=302, headers=(("Location", "http://169.254.169.254/"),)),
    }
    known = {f"{BASE}/known": KnownFetch(None, None, None, None, "2026-11-20T10:00:00Z", NOW)}
    batches = walk(site, known, size=10)
    links = {link.link_id: link.url for batch in batches for link in batch.read(Link)}
    rows = {
        links[fetch.link_id].removeprefix(BASE): (fetch.outcome, fetch.reason)
        for batch in batches
        for fetch in batch.read(Fetch)
    }
    assert rows == {
        "/rss": ("fetched", None),
        "/open": ("fetched", None),
        "/closed": ("refused", "robots"),
        "/gone": ("failed", "http_404"),
        "/away": ("refused", "guard"),
        "/known": ("skipped", "known"),
    }


@pytest.mark.parametrize(
    ("claimed", "before", "is_asked"),
    [
        (DAY, "2026-11-20T10:00:00Z", False),
        (DAY, "2026-11-20T13:30:00+03:30", False),
        (DAY, "2026-11-19", True),
        (DAY, None, False),
        ("Fri, 20 Nov 2026 14:00:00 GMT", None, True),
        ("", "2026-11-19", False),
    ],
)
def test_known_link_is_asked_again_only_for_a_newer_date(
    site: Site, claimed: str, before: str | None, is_asked: bool
) -> None:
    site.routes |= {"/rss": rss(("/a", claimed)), "/a": Page()}
    walk(site, {f"{BASE}/a": KnownFetch('"1"', None, None, None, before, NOW)})
    assert ("/a" in site.paths()) == is_asked


def test_skipped_row_says_when_it_was_fetched(site: Site) -> None:
    site.routes["/rss"] = rss(("/a", DAY))
    known = {f"{BASE}/a": KnownFetch(None, None, None, None, None, NOW - timedelta(hours=1))}
    [batch] = walk(site, known)
    detail = batch.read(Fetch)[-1].detail
    assert detail == "It was fetched on 2026-11-20 11:00 UTC, and the feed gives no newer date."


def test_updated_link_is_asked_conditionally(site: Site) -> None:
    def page(asked: Asked) -> Page:
        return Page(status=304 if asked.headers.get("If-None-Match") == '"1"' else 200)

    site.routes |= {"/rss": rss(("/a", DAY)), "/a": page}
    [batch] = walk(site, {f"{BASE}/a": KnownFetch('"1"', None, None, None, "2026-11-19", NOW)})
    assert batch.read(Fetch)[-1].outcome == "not_modified"


def test_feed_that_does_not_answer_is_a_row_in_a_batch_of_its_own(site: Site) -> None:
    site.routes["/rss"] = Page(status=410)
    [batch] = walk(site)
    assert [(fetch.outcome, fetch.reason) for fetch in batch.read(Fetch)] == [("failed", "http_410")]


def test_unreadable_feed_reaches_the_first_batch_as_a_rejection(site: Site) -> None:
    site.routes["/rss"] = Page(b"<html><p>Sorry.")
    [batch] = walk(site)
    assert [row.stage for row in batch.read(Rejection)] == ["discover"]


def test_second_attempt_keeps_the_batches_that_the_first_one_finished(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY), ("/2", DAY)), "/1": Page(), "/2": Page()}
    first, second = walk(site, size=1)
    before = first.read(Fetch)
    second.path(Fetch).unlink()
    site.asked.clear()
    walk(site, size=1)
    assert site.paths() == []
    assert first.read(Fetch) == before
    assert second.read(Fetch)[0].outcome == "fetched"


def test_second_attempt_asks_for_nothing_that_the_first_one_archived(site: Site) -> None:
    site.routes |= {
        "/rss": rss(("/old", DAY), ("/gone", DAY), ("/empty", DAY), ("/new", DAY)),
        "/new": Page(),
    }
    site.routes |= {
        "/old": Page(status=301, headers=(("Location", "/new"), ("ETag", '"x"'))),
        "/empty": Page(b""),
    }
    [batch] = walk(site, size=10)
    before = batch.read(Fetch)
    batch.path(Fetch).unlink()
    site.asked.clear()
    walk(site, size=10)
    assert site.paths() == []
    assert batch.read(Fetch) == before
    assert [(row.outcome, row.reason) for row in before[1:]] == [
        ("fetched", None),
        ("failed", "http_404"),
        ("failed", "empty"),
        ("fetched", None),
    ]
    assert before[1].redirects == (f"{BASE}/old",)


def test_second_attempt_asks_for_what_the_first_one_could_not_archive(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY)), "/1": Page(b"x", headers=(("Content-Encoding", "gzip"),))}
    [batch] = walk(site)
    batch.path(Fetch).unlink()
    site.routes["/1"] = Page()
    walk(site)
    assert batch.read(Fetch)[-1].outcome == "fetched"


def test_another_run_asks_again(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY)), "/1": Page()}
    walk(site, run_id="run-1")
    walk(site, run_id="run-2")
    assert site.paths().count("/1") == 2


def test_links_whose_turn_does_not_come_wait_for_the_next_run(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY), ("/2", DAY))}
    [batch] = walk(site, settings=replace(QUICK, max_fetch_s=0.0))
    rows = batch.read(Fetch)[1:]
    assert [(row.outcome, row.reason) for row in rows] == [("skipped", "time")] * 2
    assert "/1" not in site.paths()


def test_progress_counts_the_links_that_are_asked(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY), ("/2", DAY)), "/1": Page(), "/2": Page(status=404)}
    told: list[tuple[int, int]] = []
    spec, folder = source(site), site.home.runs / "run-1"
    found = asyncio.run(ask_feeds(spec, site.home, QUICK, {}, "run-1", folder, NOW))
    asyncio.run(
        fetch_pages(
            spec,
            found,
            site.home,
            QUICK,
            {},
            "run-1",
            10,
            lambda: NOW,
            lambda done, total: told.append((done, total)),
        )
    )
    assert told == [(1, 2), (2, 2)]


def test_same_walk_twice_gives_the_same_ids(site: Site) -> None:
    site.routes |= {"/rss": rss(("/1", DAY)), "/1": Page()}
    ids = [[link.link_id for link in walk(site, run_id=run)[0].read(Link)] for run in ("run-1", "run-2")]
    assert ids[0] == ids[1]


def known_at(hours_ago: float, **changes: object) -> KnownFetch:
    at = NOW - timedelta(hours=hours_ago)
    before = KnownFetch(
        '"1"', None, "d", None, "2026-11-20T10:00:00Z", at, found_in=f"{BASE}/rss", seen_at=at, answered_at=at
    )
    return replace(before, **changes)  # type: ignore[arg-type]


def rows(batches: list[Batch]) -> dict[str, tuple[str, str | None]]:
    fetches = [fetch for batch in batches for fetch in batch.read(Fetch)]
    return {fetch.url.removeprefix(BASE): (fetch.outcome, fetch.reason) for fetch in fetches}


def test_article_is_asked_again_conditionally_once_it_is_due_named_or_not(site: Site) -> None:
    site.routes |= {
        "/rss": rss(("/named", DAY), ("/fresh", DAY)),
        "/named": lambda asked: Page(status=304 if "If-None-Match" in asked.headers else 200),
        "/unnamed": Page(b"<p>changed"),
    }
    known = {f"{BASE}/named": known_at(2), f"{BASE}/unnamed": known_at(170), f"{BASE}/fresh": known_at(0.5)}
    batches = walk(site, known)
    assert rows(batches) == {
        "/rss": ("fetched", None),
        "/named": ("not_modified", "http_304"),
        "/unnamed": ("fetched", None),
        "/fresh": ("skipped", "known"),
    }
    [link] = [link for batch in batches for link in batch.read(Link) if link.url.endswith("/unnamed")]
    assert (link.found_in, link.seen_at) == (f"{BASE}/rss", NOW - timedelta(hours=170))


def test_page_that_never_came_is_asked_again_though_no_feed_names_it_any_more(site: Site) -> None:
    site.routes |= {"/rss": rss(), "/late": Page(b"<p>late"), "/never": Page(status=404)}
    open_page = known_at(1, etag=None, payload_digest=None, is_open=True, failed_count=1)
    known = {f"{BASE}/{name}": open_page for name in ("late", "never")}
    known[f"{BASE}/soon"] = replace(open_page, fetched_at=NOW)
    assert rows(walk(site, known)) == {
        "/rss": ("fetched", None),
        "/late": ("fetched", None),
        "/never": ("failed", "http_404"),
    }


@pytest.mark.parametrize("status", [404, 410])
def test_article_that_was_there_and_is_gone_has_been_withdrawn(site: Site, status: int) -> None:
    site.routes |= {"/rss": rss(), "/a": Page(b"gone", status)}
    batches = walk(site, {f"{BASE}/a": known_at(2)})
    assert rows(batches)["/a"] == ("failed", "withdrawn")
    row = batches[-1].read(Fetch)[-1]
    assert (row.http_status, row.warc_file is not None) == (status, True)
    assert (row.detail or "").startswith("It was there on 2026-11-20 10:00 UTC.")


def test_article_that_was_never_there_is_not_withdrawn(site: Site) -> None:
    site.routes["/rss"] = rss(("/a", DAY))
    assert rows(walk(site))["/a"] == ("failed", "http_404")


def test_every_row_of_a_reserved_source_says_on_what_ground_it_was_asked(site: Site) -> None:
    site.routes |= {"/rss": rss(("/a", DAY)), "/a": Page()}
    folder = site.home.runs / "run-1"
    spec = replace(source(site), rights=Rights(tdm="reserved"))
    settings = replace(QUICK, tdm_basis=("news research 2026-11-01",))
    found = asyncio.run(ask_feeds(spec, site.home, settings, {}, "run-1", folder, NOW))
    batches = asyncio.run(
        fetch_pages(spec, found, site.home, settings, {}, "run-1", 9, lambda: NOW, lambda done, total: None)
    )
    details = [fetch.detail for batch in batches for fetch in batch.read(Fetch)]
    assert len(details) == 2
    assert all("reserved; asked by research of 2026-11-01" in (detail or "") for detail in details)
