"""A crash leaves a truncated last record at worst; the next run repairs it and says so."""

import gzip
import os
import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import ArchiveError
from tasks.scrape.archive import read_payload
from tasks.scrape.archive.find import archive_files, extract, find_records
from tasks.scrape.archive.read import Damage, Entry, read_archive
from tasks.scrape.archive.write import About, Archive, Exchange, Kept, Original
from tasks.settings import Home

from .conftest import NOW

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


def exchange(body: bytes, head: bytes = HEAD, path: str = "/a") -> Exchange:
    request = f"GET {path} HTTP/1.1\r\n\r\n".encode()
    return Exchange(f"http://news.example{path}", request, head, body, False, None, NOW)


def archive(home: Home, run_id: str = "run-1") -> Archive:
    return Archive(home, "news", run_id, "Dateline")


def crashed(home: Home, cut: int) -> tuple[Path, Kept, Kept]:
    """Write two responses as a process that dies does, `cut` bytes before the end of the second."""
    with archive(home) as calm:
        calm.keep(exchange(b"before"))
    dying = archive(home)
    first, second = dying.keep(exchange(b"first")), dying.keep(exchange(random.Random(1).randbytes(2000)))
    path = home.archive / first.warc_file
    assert dying._open is not None
    dying._open.file.close()
    dying._open.mark.handle.close()  # as the system does for a process that is gone: the lock, not the mark
    os.truncate(path, path.stat().st_size - cut)
    return path, first, second


@pytest.mark.parametrize("cut", [1, 500, 1900, 2200, 2600])
def test_record_that_a_crash_cut_short_is_taken_off_and_said(home: Home, cut: int) -> None:
    path, first, _ = crashed(home, cut)
    size = path.stat().st_size
    with archive(home, "run-2") as later:
        [repair] = later.repairs
        kept = later.keep(exchange(b"later"))
    assert repair.warc_file == first.warc_file
    assert repair.kept_bytes + repair.cut_bytes == size
    assert "A crash had cut its last record short" in repair.sentence
    assert all(isinstance(found, Entry) for found in read_archive(path))
    contents = [e.content_bytes for e in find_records([path]) if isinstance(e, Entry)]
    assert contents == [6, 5, 5]
    assert read_payload(home, first.warc_file, first.warc_offset).data == b"first"
    assert read_payload(home, kept.warc_file, kept.warc_offset).data == b"later"
    assert not list(home.archive.rglob("*.open"))


def test_file_that_is_whole_after_a_crash_is_left_as_it_is(home: Home) -> None:
    path, _, second = crashed(home, 0)
    before = path.read_bytes()
    with archive(home) as later:
        assert later.repairs == []
    assert path.read_bytes() == before
    assert len(read_payload(home, second.warc_file, second.warc_offset).data) == 2000


def test_file_that_is_being_written_is_not_repaired(home: Home) -> None:
    with archive(home) as busy:
        busy.keep(exchange(b"words"))
        with archive(home) as other:
            assert other.repairs == []
        busy.keep(exchange(b"more"))


def test_metadata_says_source_feed_run_and_what_became_of_the_link(home: Home) -> None:
    with archive(home) as one:
        kept = one.keep(
            exchange(b"words"), About(feed="http://news.example/rss", link_id="l1", outcome="fetched")
        )
    entries = [e for e in read_archive(home.archive / kept.warc_file) if isinstance(e, Entry)]
    assert [entry.kind for entry in entries] == ["warcinfo", "metadata", "request", "response"]
    assert dict(entries[1].fields) == {
        "source": "news",
        "run": "run-1",
        "feed": "http://news.example/rss",
        "link_id": "l1",
        "outcome": "fetched",
        "bytes": "5",
    }
    assert entries[1].concurrent_to == entries[3].record_id == kept.warc_record_id


def original(kept: Kept) -> Original:
    return Original(kept, "http://news.example/a", NOW)


def test_unchanged_payload_is_a_revisit_that_names_its_original(home: Home) -> None:
    with archive(home) as one:
        first = one.keep(exchange(b"words" * 500))
        again = one.keep(exchange(b"words" * 500), before=original(first))
    assert again == first
    *_, revisit = [e for e in read_archive(home.archive / first.warc_file) if isinstance(e, Entry)]
    assert (revisit.kind, revisit.refers_to) == ("revisit", first.warc_record_id)
    assert revisit.payload_digest == f"sha256:{first.payload_digest}"
    assert revisit.content_bytes == 0
    words = gzip.decompress((home.archive / first.warc_file).read_bytes())
    assert b"WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest" in words
    assert b"WARC-Refers-To-Target-URI: http://news.example/a" in words
    assert words.count(b"words" * 500) == 1


def test_changed_payload_is_no_revisit(home: Home) -> None:
    with archive(home) as one:
        first = one.keep(exchange(b"words"))
        again = one.keep(exchange(b"other words"), before=original(first))
    assert read_payload(home, again.warc_file, again.warc_offset).data == b"other words"


def test_answer_not_modified_is_a_revisit(home: Home) -> None:
    with archive(home) as one:
        first = one.keep(exchange(b"words"))
        kept = one.keep(
            exchange(b"", b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"), before=original(first)
        )
    assert kept.payload_digest is None
    *_, revisit = [e for e in read_archive(home.archive / kept.warc_file) if isinstance(e, Entry)]
    assert (revisit.kind, revisit.http_status, revisit.offset) == ("revisit", 304, kept.warc_offset)
    with pytest.raises(ArchiveError, match="only says that the content was unchanged"):
        read_payload(home, kept.warc_file, kept.warc_offset)


def test_newest_good_content_of_a_url_is_extracted(home: Home) -> None:
    with archive(home) as one:
        one.keep(exchange(b"old"))
        one.keep(
            replace(
                exchange(gzip.compress(b"new"), HEAD[:-2] + b"Content-Encoding: gzip\r\n\r\n"),
                at=NOW + timedelta(days=1),
            )
        )
        one.keep(replace(exchange(b"gone", b"HTTP/1.1 404 No\r\n\r\n"), at=NOW + timedelta(days=2)))
    files = archive_files(home)
    assert extract(home, files, "http://news.example/a#top")[1].data == b"new"
    assert extract(home, files, "http://news.example/a", "2026-11-20")[1].data == b"old"
    with pytest.raises(ArchiveError, match=r"no content of http://news\.example/b"):
        extract(home, files, "http://news.example/b")


def written(home: Home) -> bytes:
    with archive(home) as one:
        for number in range(4):
            kept = one.keep(exchange(b"words %d" % number * 50))
    return (home.archive / kept.warc_file).read_bytes()


def test_plain_packed_and_wholly_packed_files_are_read_alike(home: Home, tmp_path: Path) -> None:
    packed = written(home)
    plain = gzip.decompress(packed)
    forms = {"a.warc.gz": packed, "b.warc": plain, "c.warc.gz": gzip.compress(plain)}
    found = []
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
        entries = list(read_archive(tmp_path / name, lambda _: True))
        found.append([(e.kind, e.url, e.payload and e.payload.data) for e in entries if isinstance(e, Entry)])
        assert len(found[-1]) == len(entries) == 13
    assert found[0] == found[1] == found[2]
    assert extract(home, [tmp_path / "c.warc.gz"], "http://news.example/a")[1].data == b"words 3" * 50


def test_record_of_cc_news_is_read(tmp_path: Path) -> None:
    """The form of its crawler: the coding undone and its header renamed, no blank reason."""
    http = (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nX-Crawler-content-encoding: gzip\r\n"
        b"X-Crawler-transfer-encoding: chunked\r\nContent-Length: 12\r\n\r\n<p>words</p>"
    )
    record = (
        b"WARC/1.0\r\nWARC-Record-ID: <urn:uuid:0b0e0cd4-0000-4000-8000-000000000001>\r\n"
        b"Content-Length: %d\r\nWARC-Date: 2026-11-20T10:00:00Z\r\nWARC-Type: response\r\n"
        b"WARC-Target-URI: https://news.example/a\r\n"
        b"Content-Type: application/http; msgtype=response\r\n\r\n" % len(http)
    )
    path = tmp_path / "CC-NEWS-1.warc.gz"
    path.write_bytes(gzip.compress(record + http + b"\r\n\r\n"))
    [entry] = read_archive(path, lambda _: True)
    assert isinstance(entry, Entry)
    assert (entry.url, entry.http_status, entry.date) == (
        "https://news.example/a",
        200,
        "2026-11-20T10:00:00Z",
    )
    assert entry.payload is not None
    assert entry.payload.data == b"<p>words</p>"


def test_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"hello")
    with pytest.raises(ArchiveError, match=r"a\.warc\.gz is no WARC file"):
        list(read_archive(tmp_path / "a.warc.gz"))
    with pytest.raises(ArchiveError, match=r"gone\.warc cannot be read"):
        list(read_archive(tmp_path / "gone.warc"))


def test_damage_in_the_middle_is_told_and_what_follows_is_read(home: Home, tmp_path: Path) -> None:
    data = bytearray(written(home))
    data[len(data) // 2] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(data)
    found = list(read_archive(tmp_path / "a.warc.gz", lambda _: True))
    assert sum(isinstance(one, Damage) for one in found) == 1
    assert sum(isinstance(one, Entry) for one in found) == 12


@given(
    spoil=st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=6),
    cut=st.integers(0, 4000),
)
def test_any_damage_is_told_and_never_raised(
    tmp_path_factory: pytest.TempPathFactory, spoil: list[tuple[int, int]], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    data = bytearray(written(Home(folder / "home")))
    for at, flip in spoil:
        data[at % len(data)] ^= flip
    path = folder / "a.warc.gz"
    path.write_bytes(data[: len(data) - cut])
    with suppress(ArchiveError):
        found = list(read_archive(path, lambda _: True))
        assert len(found) <= 13 + 2 * (len(spoil) + 1)


@given(
    data=st.binary(max_size=3000),
    start=st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", gzip.compress(b"WARC/1.1\r\n")]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    path = tmp_path_factory.mktemp("warc") / "a.warc.gz"
    path.write_bytes(start + data)
    try:
        for found in read_archive(path, lambda _: True):
            assert isinstance(found, Entry | Damage)
    except ArchiveError:
        pass
