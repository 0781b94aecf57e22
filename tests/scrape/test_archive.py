import gzip
import io
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tasks.errors import ArchiveError
from tasks.scrape.archive import read_payload
from tasks.scrape.archive.read import Damage, Entry, read_archive
from tasks.scrape.archive.write import Archive, Exchange, Kept
from tasks.settings import Home
from tasks.urls import content_digest

from .conftest import HOST, NOW, Page, Site

ODD_HEADERS = (
    ("x-lower", "1"),
    ("X-UPPER", "2"),
    ("Set-Cookie", "a=1"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Set-Cookie", "b=2"),
    ("X-Latin", "caf\xe9"),
)


def records(home: Home, kept: Kept) -> list[tuple[str, str, list[tuple[str, str]], bytes, bool | None]]:
    with (home.archive / kept.warc_file).open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.http_headers.headers if record.http_headers else [],
                record.content_stream().read(),
                record.digest_checker.passed,
            )
            for record in ArchiveIterator(file, check_digests=True)
        ]


def kept_of(site: Site, page: Page) -> Kept:
    site.routes["/a"] = page
    answer = site.get("/a", keep=True)
    assert answer.kept is not None
    return answer.kept


def test_headers_are_archived_in_received_case_and_order(site: Site) -> None:
    kept = kept_of(site, Page(b"<p>words</p>", headers=ODD_HEADERS))
    names = [name for name, _ in ODD_HEADERS] + ["Content-Length"]
    kind, url, headers, body, _ = records(site.home, kept)[-1]
    assert (kind, url, body) == ("response", f"http://{HOST}/a", b"<p>words</p>")
    assert [name for name, _ in headers] == names
    with (site.home.archive / kept.warc_file).open("rb") as file:
        file.seek(kept.warc_offset)
        assert b"X-Latin: caf\xe9\r\n" in gzip.decompress(file.read())


def test_request_is_archived_as_sent(site: Site) -> None:
    kept = kept_of(site, Page())
    kind, url, headers, body, _ = records(site.home, kept)[-2]
    assert (kind, url, body) == ("request", f"http://{HOST}/a", b"")
    assert headers[0] == ("Host", HOST)
    assert dict(headers) == site.asked[-1].headers


def test_every_record_carries_digests_that_hold(site: Site) -> None:
    kept = kept_of(site, Page(b"words"))
    found = records(site.home, kept)
    assert [kind for kind, *_ in found] == ["warcinfo", *["metadata", "request", "response"] * 2]
    assert all(passed is True for *_, passed in found)
    assert kept.payload_digest == content_digest(b"words")


def test_file_is_named_by_source_and_day(site: Site) -> None:
    kept = kept_of(site, Page())
    assert kept.warc_file == "news/2026-11-20/news-2026-11-20-00001.warc.gz"


def test_payload_comes_back_with_its_coding_undone(site: Site) -> None:
    body = gzip.compress(b"<p>words</p>")
    headers = (("Content-Type", "text/html; charset=cp1251"), ("Content-Encoding", "gzip"))
    kept = kept_of(site, Page(body, headers=headers))
    assert kept.payload_digest == content_digest(body)
    payload = read_payload(site.home, kept.warc_file, kept.warc_offset)
    assert (payload.data, payload.content_type) == (b"<p>words</p>", "text/html; charset=cp1251")
    assert (payload.url, payload.http_status) == (f"http://{HOST}/a", 200)


def test_transfer_coding_is_undone_and_the_record_says_so(site: Site) -> None:
    body = b"5\r\nthis looks chunked and is not\r\n0\r\n\r\n"
    kept = kept_of(site, Page(body, is_chunked=True))
    assert read_payload(site.home, kept.warc_file, kept.warc_offset).data == body
    with (site.home.archive / kept.warc_file).open("rb") as file:
        file.seek(kept.warc_offset)
        record = next(iter(ArchiveIterator(file)))
        assert record.rec_headers.get_header("Dateline-Transfer-Coding") == "chunked; undone"
        assert record.http_headers.get_header("Transfer-Encoding") == "chunked"


def test_redirects_are_archived_too(site: Site) -> None:
    site.routes["/old"] = Page(status=301, headers=(("Location", "/a"),))
    site.routes["/a"] = Page()
    answer = site.get("/old", keep=True)
    assert answer.kept is not None
    urls = [url for kind, url, *_ in records(site.home, answer.kept) if kind == "response"]
    assert urls == [f"http://{HOST}{path}" for path in ("/robots.txt", "/old", "/a")]


def exchange(body: bytes, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> Exchange:
    return Exchange("http://news.example/a", b"GET /a HTTP/1.1\r\n\r\n", head, body, False, None, NOW)


@given(body=st.binary(max_size=2000))
def test_any_body_comes_back_as_it_went_in(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    with Archive(home, "news", "run-1", "Dateline") as archive:
        first, second = (
            archive.keep(exchange(body)),
            archive.keep_file("urn:sha256:1", body, "text/plain", NOW),
        )
    for kept in (first, second):
        assert read_payload(home, kept.warc_file, kept.warc_offset).data == body


def test_given_file_is_a_resource(home: Home) -> None:
    with Archive(home, "files", "run-1", "Dateline") as archive:
        kept = archive.keep_file("urn:sha256:1", b"words", "text/plain", NOW)
    payload = read_payload(home, kept.warc_file, kept.warc_offset)
    assert (payload.data, payload.content_type, payload.url) == (b"words", "text/plain", "urn:sha256:1")
    assert payload.http_status is None


def test_runs_of_a_day_share_a_file(home: Home) -> None:
    kept = []
    for run_id in ("run-1", "run-1", "run-2"):
        with Archive(home, "news", run_id, "Dateline") as archive:
            kept.append(archive.keep(exchange(run_id.encode())))
    assert {one.warc_file for one in kept} == {"news/2026-11-20/news-2026-11-20-00001.warc.gz"}
    assert read_payload(home, kept[2].warc_file, kept[2].warc_offset).data == b"run-2"


def test_full_file_is_followed_by_the_next(home: Home) -> None:
    with Archive(home, "news", "run-1", "Dateline", max_bytes=1000) as archive:
        numbers = [archive.keep(exchange(b"words")).warc_file[-13:-8] for _ in range(4)]
    assert numbers == ["00001", "00002", "00003", "00004"]


def test_new_day_begins_a_new_file(home: Home) -> None:
    with Archive(home, "news", "run-1", "Dateline") as archive:
        archive.keep(exchange(b"words"))
        late = replace(exchange(b"words"), at=NOW + timedelta(days=1))
        assert archive.keep(late).warc_file == "news/2026-11-21/news-2026-11-21-00001.warc.gz"


def test_file_that_another_process_writes_is_left_to_it(home: Home) -> None:
    with (
        Archive(home, "news", "run-1", "Dateline") as one,
        Archive(home, "news", "run-2", "Dateline") as other,
    ):
        names = [archive.keep(exchange(b"words")).warc_file for archive in (one, other, one, other)]
    assert [name[-9:-8] for name in names] == ["1", "2", "1", "2"]


def test_archive_without_records_makes_no_file(home: Home) -> None:
    with Archive(home, "news", "run-1", "Dateline"):
        pass
    assert not home.archive.exists()


@pytest.fixture
def two(home: Home) -> tuple[Path, Kept, Kept]:
    """An archive file with two responses, the last record of which is a request."""
    with Archive(home, "news", "run-1", "Dateline") as archive:
        first, second = archive.keep(exchange(b"first")), archive.keep(exchange(b"second" * 500))
    return home.archive / first.warc_file, first, second


def test_record_cut_short_by_a_crash_spoils_neither_earlier_nor_later_ones(
    home: Home, two: tuple[Path, Kept, Kept]
) -> None:
    path, first, second = two
    path.write_bytes(path.read_bytes()[: second.warc_offset + 300])
    assert read_payload(home, first.warc_file, first.warc_offset).data == b"first"
    with pytest.raises(ArchiveError) as caught:
        read_payload(home, second.warc_file, second.warc_offset)
    assert f"at {second.warc_offset} of {second.warc_file}" in str(caught.value)
    with Archive(home, "news", "run-1", "Dateline") as archive:
        later = archive.keep(exchange(b"later"))
    assert read_payload(home, later.warc_file, later.warc_offset).data == b"later"


def test_damaged_record_is_told(home: Home, two: tuple[Path, Kept, Kept]) -> None:
    path, first, _ = two
    data = bytearray(path.read_bytes())
    data[first.warc_offset + 100] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"at {first.warc_offset} of"):
        read_payload(home, first.warc_file, first.warc_offset)


LIKE_AN_ARC_LINE = " 10.0.0.1 20261120000000 html 0\n"


@pytest.mark.parametrize("body", [b"first", random.Random(1).randbytes(50_000)])
def test_damaged_member_is_never_taken_for_plain_text(
    home: Home, body: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with Archive(home, "news", "run-1", "Dateline") as archive:
        kept = archive.keep(exchange(body))
    path = home.archive / kept.warc_file
    plain = gzip.decompress(path.read_bytes()[kept.warc_offset :])
    packed = io.BytesIO()
    with gzip.GzipFile(LIKE_AN_ARC_LINE, "wb", fileobj=packed, mtime=0) as member:
        member.write(plain)
    data = bytearray(packed.getvalue())
    path.write_bytes(data)
    assert [entry.url for entry in read_archive(path) if isinstance(entry, Entry)] == [
        "http://news.example/a"
    ]
    data[-8] ^= 0xFF  # of the member's checksum
    path.write_bytes(data)
    (damage,) = read_archive(path)
    assert isinstance(damage, Damage)
    assert damage.offset == 0
    with pytest.raises(ArchiveError, match="at 0 of"):
        read_payload(home, kept.warc_file, 0)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("offset", [7, 10**9])
def test_wrong_offset_is_told(home: Home, two: tuple[Path, Kept, Kept], offset: int) -> None:
    with pytest.raises(ArchiveError, match=f"at {offset} of"):
        read_payload(home, two[1].warc_file, offset)


def test_missing_file_is_told(home: Home) -> None:
    with pytest.raises(ArchiveError, match=r"at 0 of news/gone\.warc\.gz is gone"):
        read_payload(home, "news/gone.warc.gz", 0)


def test_archived_bomb_is_told(home: Home) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    with Archive(home, "news", "run-1", "Dateline") as archive:
        kept = archive.keep(exchange(gzip.compress(bytes(1_000_000)), head))
    with pytest.raises(ArchiveError, match="unpacks to more than"):
        read_payload(home, kept.warc_file, kept.warc_offset, max_bytes=10_000)


def test_other_peoples_chunked_records_are_read(home: Home) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Archive(home, "news", "run-1", "Other") as archive:
        kept = archive.keep(exchange(b"5\r\nwords\r\n0\r\n\r\n", head))
    assert read_payload(home, kept.warc_file, kept.warc_offset).data == b"words"
