import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.batches import Batch
from tasks.errors import UnknownSource, UsageError
from tasks.records import Fetch, Link, Rejection
from tasks.scrape import FILES, Input, read_payload
from tasks.scrape.given import take_given
from tasks.settings import Home, Settings
from tasks.urls import content_digest

from .conftest import HOST, NOW, Page, Site

PAGE = b"<html><p>Baku.</p></html>"
QUICK = Settings(pace_s=0.0, max_body_bytes=10_000, batch_size=2, timeout_s=5.0)
Take = Callable[..., list[Batch]]


@pytest.fixture
def take(home: Home) -> Take:
    def take(*inputs: Input) -> list[Batch]:
        return asyncio.run(take_given(list(inputs), home, QUICK, "run-1", home.runs / "run-1", lambda: NOW))

    return take


def rejected(batches: list[Batch]) -> list[Rejection]:
    return [row for batch in batches for row in batch.read(Rejection)]


def test_file_becomes_a_link_a_fetch_and_a_resource(home: Home, tmp_path: Path, take: Take) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    [batch] = take(Input(str(path), date="2026-11-18"))
    [link], [fetch] = batch.read(Link), batch.read(Fetch)
    assert link.url == f"urn:sha256:{content_digest(PAGE)}"
    assert (link.source_id, link.found_kind, link.found_in) == (FILES.source_id, "input", str(path))
    assert (link.claimed_published, fetch.outcome, fetch.reason) == ("2026-11-18", "fetched", None)
    assert fetch.warc_file is not None
    assert fetch.warc_offset is not None
    payload = read_payload(home, fetch.warc_file, fetch.warc_offset)
    assert (payload.data, payload.url, payload.content_type) == (PAGE, link.url, "text/html")
    assert (fetch.payload_digest, fetch.content_bytes) == (content_digest(PAGE), len(PAGE))


def test_stated_url_gives_the_file_its_publisher_and_address(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.txt").write_bytes(b"Words.")
    [batch] = take(Input(str(tmp_path / "a.txt"), url="https://presstv.com/Detail/1?utm_source=x"))
    [link] = batch.read(Link)
    assert (link.source_id, link.url) == ("presstv", "https://www.presstv.ir/Detail/1")
    assert batch.read(Fetch)[0].final_url == link.url


def test_stated_source_gives_the_file_its_publisher(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.txt").write_bytes(b"Words.")
    [batch] = take(Input(str(tmp_path / "a.txt"), source="presstv"))
    assert batch.read(Link)[0].source_id == "presstv"
    assert batch.read(Link)[0].url.startswith("urn:sha256:")


def test_folder_is_walked_with_its_folders_and_packed_pages(tmp_path: Path, take: Take) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "a.html").write_bytes(b"a")
    (tmp_path / "in" / "b.txt.gz").write_bytes(gzip.compress(b"b", mtime=0))
    (tmp_path / "in" / "c.HTM").write_bytes(b"c")
    (tmp_path / "in" / "again.txt").write_bytes(b"a")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    batches = take(Input(str(tmp_path)))
    assert [len(batch.read(Link)) for batch in batches] == [2, 1]
    digests = {fetch.payload_digest for batch in batches for fetch in batch.read(Fetch)}
    assert digests == {content_digest(data) for data in (b"a", b"b", b"c")}
    assert rejected(batches) == []


def test_text_in_utf_16_is_no_binary(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.txt").write_text("Bakı", "utf-16")
    assert rejected(take(Input(str(tmp_path / "a.txt")))) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "There is no file or folder"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"words\x00words", "is a binary file"),
        (b"x" * 10_001, "is larger than 10,000 bytes"),
        (gzip.compress(bytes(50_000), mtime=0), "is larger than 10,000 bytes"),
        (gzip.compress(b"words", mtime=0)[:-4], "is a damaged gzip file"),
        (gzip.compress(b"\x89PNG", mtime=0), "is a PNG picture"),
    ],
)
def test_unusable_file_is_rejected_with_path_and_next_step(
    tmp_path: Path, take: Take, data: bytes | None, words: str
) -> None:
    path = tmp_path / "a.html"
    if data is not None:
        path.write_bytes(data)
    batches = take(Input(str(path)))
    [rejection] = rejected(batches)
    assert (rejection.stage, rejection.subject, rejection.run_id) == ("input", str(path), "run-1")
    assert str(path) in rejection.reason
    assert words in rejection.reason
    assert rejection.next_step
    assert [batch.read(Fetch) for batch in batches] == [[]]


def test_bad_file_in_a_folder_does_not_keep_the_others_out(tmp_path: Path, take: Take) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(b"")
    batches = take(Input(str(tmp_path)))
    assert len(rejected(batches)) == len(batches[0].read(Fetch)) == 1


def test_folder_without_pages_is_rejected(tmp_path: Path, take: Take) -> None:
    [rejection] = rejected(take(Input(str(tmp_path))))
    assert "holds no saved page" in rejection.reason
    assert ".html" in rejection.next_step


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (Input("a.txt", source="prestv"), UnknownSource),
        (Input("a.txt", date="yesterday"), UsageError),
        (Input("a.txt", url="post.example/a"), UsageError),
        (Input(".", url="https://post.example/a"), UsageError),
    ],
)
def test_what_is_stated_wrongly_is_told_before_anything_is_read(
    home: Home, take: Take, given: Input, error: type[Exception]
) -> None:
    with pytest.raises(error):
        take(given)
    assert not home.root.exists()


def follow(site: Site) -> None:
    site.home.sources.mkdir(parents=True)
    (site.home.sources / "news.toml").write_text(
        f'name = "N"\nhosts = ["{HOST}"]\nallow_private = true\nconnect_to = "127.0.0.1:{site.port}"\n'
    )


def test_url_is_fetched_like_any_link(site: Site, take: Take) -> None:
    follow(site)
    site.routes["/a"] = Page(PAGE)
    [batch] = take(Input(f"http://{HOST}/a#top"))
    [link], [fetch] = batch.read(Link), batch.read(Fetch)
    assert (link.source_id, link.url, link.found_kind) == ("news", f"http://{HOST}/a", "input")
    assert (fetch.outcome, fetch.payload_digest) == ("fetched", content_digest(PAGE))
    assert site.paths() == ["/robots.txt", "/a"]


def test_url_that_is_gone_has_a_fetch_row_and_a_rejection(site: Site, take: Take) -> None:
    follow(site)
    batches = take(Input(f"http://{HOST}/gone"))
    [fetch], [rejection] = batches[0].read(Fetch), rejected(batches)
    assert (fetch.outcome, fetch.reason) == ("failed", "http_404")
    assert (rejection.subject, rejection.reason) == (f"http://{HOST}/gone", fetch.detail)


def test_url_at_a_private_address_has_a_fetch_row_and_a_rejection(take: Take) -> None:
    batches = take(Input("http://127.0.0.1:9/a"))
    [fetch], [rejection] = batches[0].read(Fetch), rejected(batches)
    assert (fetch.outcome, fetch.reason) == ("refused", "guard")
    assert "loopback address 127.0.0.1" in rejection.reason


def test_url_with_credentials_is_rejected_without_them(take: Take) -> None:
    batches = take(Input("http://anna:geheim@news.example/a"))
    [rejection] = rejected(batches)
    assert rejection.subject == "http://news.example/a"
    assert "geheim" not in str(rejection)


def test_url_of_another_scheme_is_rejected(take: Take) -> None:
    [rejection] = rejected(take(Input("ftp://news.example/a")))
    assert "neither http nor https" in rejection.reason
