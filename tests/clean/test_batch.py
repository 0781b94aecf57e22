from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tasks.batches import Batch
from tasks.clean import CLEANER_VERSION
from tasks.clean.batch import Counts, clean_batch, source_of
from tasks.errors import ArchiveError
from tasks.records import Cleaning, Fetch, Link, Rejection
from tasks.scrape import Payload
from tasks.settings import Home
from tasks.urls import content_digest
from tests.clean.given import FIXTURES, NOW, article

PAGES: dict[int, bytes] = {
    0: article().encode(),
    1: article("<p>Too short.</p>").encode(),
    2: (FIXTURES / "presstv.html").read_bytes(),
    3: (FIXTURES / "saved_dateline.txt").read_bytes(),
}


def link(n: int, **other: object) -> Link:
    plain = Link(
        f"l{n}",
        "harbour.example",
        f"https://harbour.example/{n}",
        "article",
        "https://harbour.example/rss",
        "rss",
        None,
        None,
        None,
        NOW,
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def fetch(n: int, offset: int | None = None, **other: object) -> Fetch:
    offset = n if offset is None else offset
    plain = Fetch(
        fetch_id=f"f{n}",
        link_id=f"l{n}",
        run_id="run-1",
        source_id="harbour.example",
        url=f"https://harbour.example/{n}",
        final_url=None,
        outcome="fetched",
        reason=None,
        detail=None,
        http_status=200,
        content_type="text/html",
        etag=None,
        last_modified=None,
        content_bytes=1,
        payload_digest=content_digest(PAGES.get(offset, b"")),
        warc_file="harbour/2024.warc.gz",
        warc_offset=offset,
        warc_record_id=None,
        fetched_at=datetime(2024, 11, 20, tzinfo=UTC),
    )
    return replace(plain, **other)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    offsets: list[int] = []

    def read(home: Home, warc_file: str, warc_offset: int) -> Payload:
        offsets.append(warc_offset)
        if warc_offset not in PAGES:
            raise ArchiveError(f"{warc_file} has no record at {warc_offset}.", "Fetch it again.")
        return Payload(PAGES[warc_offset], "text/html", f"https://harbour.example/{warc_offset}", 200)

    monkeypatch.setattr("tasks.clean.batch.read_payload", read)
    return offsets


def cleaned(tmp_path: Path, links: list[Link], fetches: list[Fetch]) -> tuple[Batch, Counts]:
    batch = Batch(tmp_path / "batch")
    batch.write(Link, links)
    batch.write(Fetch, fetches)
    return batch, clean_batch(batch, Home(tmp_path), NOW)


def test_each_fetched_article_becomes_a_cleaning(tmp_path: Path) -> None:
    batch, counts = cleaned(tmp_path, [link(0)], [fetch(0)])
    (row,) = batch.read(Cleaning)
    assert counts == Counts(articles=1)
    assert (row.outcome, row.cleaner_version, row.cleaned_at) == ("article", CLEANER_VERSION, NOW)
    assert row.payload_digest == fetch(0).payload_digest


def test_rejected_page_is_a_cleaning_and_a_rejection_with_a_next_step(tmp_path: Path) -> None:
    batch, counts = cleaned(tmp_path, [link(1)], [fetch(1)])
    (row,), (rejection,) = batch.read(Cleaning), batch.read(Rejection)
    assert counts == Counts(rejected=1)
    assert (row.outcome, row.reason) == ("rejected", "too_short")
    assert (rejection.stage, rejection.subject, rejection.run_id) == (
        "clean",
        "https://harbour.example/1",
        "run-1",
    )
    assert rejection.next_step


def test_same_bytes_at_two_addresses_are_cleaned_once(tmp_path: Path, asked: list[int]) -> None:
    batch, _counts = cleaned(tmp_path, [link(0), link(7)], [fetch(0), fetch(7, offset=0)])
    assert asked == [0]
    assert len(batch.read(Cleaning)) == 1


def test_feeds_and_what_was_not_fetched_are_left_alone(tmp_path: Path, asked: list[int]) -> None:
    links = [link(0, link_type="feed"), link(1)]
    batch, counts = cleaned(
        tmp_path, links, [fetch(0), fetch(1, outcome="refused", reason="robots", warc_file=None)]
    )
    assert (asked, counts, batch.read(Cleaning)) == ([], Counts(), [])


def test_damaged_record_is_a_rejection_and_the_others_go_on(tmp_path: Path) -> None:
    batch, counts = cleaned(tmp_path, [link(99), link(0)], [fetch(99), fetch(0)])
    assert counts == Counts(articles=1, unreadable=1)
    assert "no record at 99" in batch.read(Rejection)[0].reason


def test_rejections_of_earlier_stages_are_kept(tmp_path: Path) -> None:
    batch = Batch(tmp_path / "batch")
    earlier = Rejection("r0", "run-1", "input", "a.pdf", "binary", "Give a page.", NOW)
    batch.write(Link, [link(1)])
    batch.write(Fetch, [fetch(1)])
    batch.write(Rejection, [earlier])
    clean_batch(batch, Home(tmp_path), NOW)
    assert {row.stage for row in batch.read(Rejection)} == {"input", "clean"}


def test_cleaning_a_batch_again_writes_the_same_rows(tmp_path: Path) -> None:
    links, fetches = [link(n) for n in range(3)], [fetch(n) for n in range(3)]
    batch, counts = cleaned(tmp_path, links, fetches)
    rows = batch.read(Cleaning)
    assert clean_batch(batch, Home(tmp_path), NOW) == counts
    assert batch.read(Cleaning) == rows
    assert len(batch.read(Rejection)) == 1


def test_given_page_that_names_its_source_is_read_by_that_source_s_rule(tmp_path: Path) -> None:
    given: dict[str, Any] = {"source_id": "files", "url": "urn:sha256:0"}
    batch, _ = cleaned(tmp_path, [link(2, found_kind="input", **given)], [fetch(2, **given)])
    (row,) = batch.read(Cleaning)
    assert (row.rule, row.publisher) == ("source_rule", "Press TV")


def test_no_date_after_the_fetch_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = article(head='<meta property="article:published_time" content="2024-11-22T10:00:00Z">').encode()
    monkeypatch.setitem(PAGES, 4, late)
    batch, _ = cleaned(tmp_path, [link(4)], [fetch(4)])
    assert batch.read(Cleaning)[0].date_published is None


def test_a_batch_looks_for_each_source_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def find(fetch: Fetch, home: Home) -> Any:
        looked.append(fetch.url)
        return source_of(fetch, home)

    monkeypatch.setattr("tasks.clean.batch.source_of", find)
    batch = Batch(tmp_path / "batch")
    batch.write(Link, [link(0), link(1)])
    batch.write(Fetch, [fetch(0), fetch(1)])
    clean_batch(batch, Home(tmp_path), NOW)
    assert looked == ["https://harbour.example/0"]
