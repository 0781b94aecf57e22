"""Saved pages become batches: read in order, gone on with at the record, nothing twice."""

import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.batches import Batch
from tasks.errors import InputError, UsageError
from tasks.records import Fetch, Intake, Link
from tasks.scrape import read_payload
from tasks.scrape.backfill import Taking, find_piles
from tasks.scrape.backfill.intake import room_of
from tasks.scrape.backfill.pages import named_url
from tasks.settings import Home, Settings
from tests.scrape.saved import page, url_of, write_warc

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class Filled:
    """A warehouse in miniature: what was loaded, and how far each pile is."""

    home: Home
    fetches: dict[str, Fetch] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    intakes: dict[str, Intake] = field(default_factory=dict)
    rejected: list[tuple[str, str, str]] = field(default_factory=list)

    def known(self, digests: list[str]) -> list[Mapping[str, object]]:
        held = [one for one in self.fetches.values() if one.payload_digest in digests]
        names = ("fetch_id", "payload_digest", "warc_file", "warc_offset", "warc_record_id")
        return [{name: getattr(one, name) for name in names} for one in held]

    def take(self, *words: str, sources: tuple[str, ...] = (), size: int = 100, groups: int = 99) -> Taking:
        """Read what is named in one run, and load the first so many groups of it."""
        taking = self.taking(sources)
        for part in taking.parts(find_piles(words, self.home), self.home.runs / "run", size, 2):
            if not groups:
                break
            self.load(part.batch)
            groups -= part.ends_group
        taking.close()
        return taking

    def taking(self, sources: tuple[str, ...] = ()) -> Taking:
        return Taking(
            self.home, Settings(), "run", lambda: NOON, sources, "", self.known, dict(self.intakes),
            lambda *said: self.rejected.append(said),
        )  # fmt: skip

    def load(self, batch: Batch) -> None:
        self.links.update({one.link_id: one for one in batch.read(Link)})
        new = {one.fetch_id: one for one in batch.read(Fetch)}
        assert not set(new) & set(self.fetches)
        self.fetches.update(new)
        self.intakes.update({one.intake_id: one for one in batch.read(Intake)})

    def urls(self) -> list[str]:
        return sorted(one.url for one in self.fetches.values())


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    return Filled(Home(tmp_path / "home"))


@pytest.mark.parametrize("packed", ["members", "whole", "no"])
def test_pages_of_a_warc_of_others_rest_in_our_archive_as_they_stood_there(
    filled: Filled, tmp_path: Path, packed: str
) -> None:
    warc = write_warc(tmp_path / "CC-NEWS.warc.gz", range(3), packed=packed)
    taking = filled.take(str(warc))
    assert filled.urls() == [url_of(number) for number in range(3)]
    assert taking.passed_over == {"no page": 2, "an answer without content": 1}
    for number, fetch in enumerate(sorted(filled.fetches.values(), key=lambda one: one.url)):
        payload = read_payload(filled.home, fetch.warc_file or "", fetch.warc_offset or 0)
        assert payload.data == page(number)
        assert payload.content_type == "text/html; charset=utf-8"
        assert (fetch.source_id, fetch.http_status) == ("herald.example", 200)
        assert fetch.fetched_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert {one.found_kind for one in filled.links.values()} == {"warc"}
    assert [(one.is_done, one.page_count) for one in filled.intakes.values()] == [(True, 3)]


@pytest.mark.parametrize("packed", ["members", "whole", "no"])
def test_a_run_that_was_stopped_goes_on_at_the_record(filled: Filled, tmp_path: Path, packed: str) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", range(9), packed=packed)
    filled.take(str(warc), size=4, groups=1)
    assert [(one.is_done, one.page_count) for one in filled.intakes.values()] == [(False, 4)]
    moved = warc.rename(tmp_path / "moved.warc.gz")
    rest = filled.take(str(moved), size=4)
    assert (rest.taken_count, rest.known_count) == (5, 0)
    assert filled.urls() == sorted(url_of(number) for number in range(9))
    again = filled.take(str(moved))
    assert (again.taken_count, again.known_count, again.passed_bytes) == (0, 0, warc_size(moved))
    archived = sum(path.stat().st_size for path in filled.home.archive.rglob("*.warc.gz"))
    write_warc(tmp_path / "b.warc.gz", range(9), packed="members" if packed == "no" else "no")
    filled.take(str(tmp_path / "b.warc.gz"))  # the same pages in another file: asked for, kept once
    assert sum(path.stat().st_size for path in filled.home.archive.rglob("*.warc.gz")) == archived
    assert len(filled.fetches) == 18


def test_the_first_batches_are_small_and_come_while_the_rest_is_unread(
    filled: Filled, tmp_path: Path
) -> None:
    piles = find_piles((str(write_warc(tmp_path / "a.warc.gz", range(230))),), filled.home)
    taking, read, parts = filled.taking(), [], []
    for part in taking.parts(piles, filled.home.runs / "run", 180, 2):
        read.append(taking.taken_count)
        parts.append((part.page_count, part.ends_group))
    taking.close()
    assert parts == [(45, False), (45, False), (45, False), (45, True), (45, False), (5, True)]
    assert read[0] < 230
    assert [room_of(4000, 2, 0, number) for number in range(7)] == [50, 50, 100, 100, 200, 200, 400]
    assert room_of(4000, 2, 1, 0) == 1000


def test_what_is_held_of_a_pile_does_not_grow_with_it(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.scrape.backfill.intake.HELD_BYTES", 500_000)
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.html").write_bytes(page(number) + str(number).encode() * 100_000)
    filled.take(str(write_warc(tmp_path / "a.warc.gz", range(2))))  # what is imported and kept for good
    tracemalloc.start()
    filled.take(str(folder), size=10)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(filled.fetches) == 42
    assert sum(file.stat().st_size for file in folder.iterdir()) > 6_000_000
    assert most < 3_000_000


def test_damage_is_told_and_the_rest_is_taken(filled: Filled, tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", range(6))
    data = bytearray(warc.read_bytes())
    middle = data.index(b"\x1f\x8b\x08", len(data) // 2)
    data[middle + 40 : middle + 60] = b"\0" * 20
    warc.write_bytes(data)
    filled.take(str(warc))
    assert len(filled.fetches) >= 4
    assert filled.rejected
    assert "cannot be read" in filled.rejected[0][1]


def test_our_own_archive_stays_where_it_is(filled: Filled, tmp_path: Path) -> None:
    filled.take(str(write_warc(tmp_path / "a.warc.gz", range(3))))
    before = {path: path.read_bytes() for path in filled.home.archive.rglob("*.warc.gz")}
    anew = Filled(filled.home)
    anew.take(str(filled.home.archive))
    assert anew.urls() == filled.urls()
    for fetch in anew.fetches.values():
        assert read_payload(anew.home, fetch.warc_file or "", fetch.warc_offset or 0).url == fetch.url
    assert {path: path.read_bytes() for path in filled.home.archive.rglob("*.warc.gz")} == before


def test_a_folder_gives_its_pages_and_later_what_came_to_it(filled: Filled, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_bytes(page(1, url_of(1, "presstv.ir")))
    (folder / "deep" / "b.html").write_bytes(page(2))
    (folder / "c.html").write_bytes(b"")
    filled.take(str(folder), size=1, groups=1)
    assert [one.page_count for one in filled.intakes.values()] == [1]
    filled.take(str(folder))
    stood = {one.source_id: one.url for one in filled.fetches.values()}
    assert stood["presstv"] == "https://www.presstv.ir/news/1"  # as the page names itself, the mirror undone
    assert stood["files"].startswith("urn:sha256:")
    assert {said[1] for said in filled.rejected} == {f"{folder / 'c.html'} is empty."}
    (folder / "a0.html").write_bytes(page(3, url_of(3)))
    more = filled.take(str(folder))
    assert (more.taken_count, more.known_count) == (1, 2)


def test_only_the_sources_asked_for_are_taken(filled: Filled, tmp_path: Path) -> None:
    here = write_warc(tmp_path / "a.warc.gz", range(2), host="www.presstv.ir")
    there = write_warc(tmp_path / "b.warc.gz", range(2))
    taking = filled.take(str(here), str(there), sources=("presstv",))
    assert {one.source_id for one in filled.fetches.values()} == {"presstv"}
    assert taking.passed_over["of another source"] == 2


@pytest.mark.parametrize(
    ("word", "kind", "says"),
    [("gone", UsageError, "There is no file"), ("", InputError, "holds nothing to take in")],
)
def test_what_cannot_be_read_at_all_is_said_first(
    filled: Filled, tmp_path: Path, word: str, kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says):
        find_piles((str(tmp_path / word),), filled.home)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (b'<link href="https://a.example/1?x=1&amp;y=2" rel=canonical>', "https://a.example/1?x=1&y=2"),
        (b'<meta property="og:url" content="https://a.example/2">', "https://a.example/2"),
        (b"<!-- saved from url=(0021)https://a.example/three -->", "https://a.example/three"),
        (b'<link rel="canonical" href="https://a.example/">', None),
        (b'<link rel="canonical" href="/4"><link rel="stylesheet" href="https://a.example/s">', None),
    ],
)
def test_a_saved_page_names_its_own_address(head: bytes, url: str | None) -> None:
    assert named_url(b"<html>" + head) == url


def warc_size(path: Path) -> int:
    return path.stat().st_size
