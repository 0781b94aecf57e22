"""`dateline gazetteer update`, on small samples in the formats of GeoNames and Natural Earth."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from flows.cli.gazetteer import command
from tasks.errors import FetchError, GazetteerError, UsageError
from tasks.geocode import gazetteer, open_gazetteer
from tasks.geocode.build.download import Remote, download
from tasks.geocode.build.update import build, fetch, plan
from tasks.settings import Home, Settings
from tests.geocode.small_dumps import FACTS, write_dumps

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass
class Mirror:
    """A server on loopback with the files of a folder: ranges, validators, and lines that break."""

    folder: Path
    url: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # file, Range
    breaks_after: int | None = None  # bytes of a body
    etag: str = '"one"'
    status: int | None = None


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[Mirror]:
    served = Mirror(write_dumps(tmp_path / "mirror"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rsplit("/", 1)[-1]
            served.asked.append((name, self.headers["Range"]))
            if self.headers["If-None-Match"] == served.etag:
                self.send_response(304)
                self.end_headers()
                return
            data = (served.folder / name).read_bytes()
            begin, status = 0, served.status or 200
            if self.headers["Range"] and self.headers["If-Range"] == served.etag:
                begin, status = int(self.headers["Range"].removeprefix("bytes=").rstrip("-")), 206
            self.send_response(status)
            self.send_header("ETag", served.etag)
            self.send_header("Content-Length", str(len(data) - begin))
            self.end_headers()
            end = None if served.breaks_after is None else begin + served.breaks_after
            self.wfile.write(data[begin:end])

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def nothing(name: str, size: int, whole: int) -> None:
    """Tell nobody."""


def get(mirror: Mirror, path: Path) -> bool:
    with httpx.Client(trust_env=False, timeout=5.0) as client:
        return download(client, Remote(mirror.url + path.name, path), nothing)


# downloads


def test_a_line_that_breaks_costs_only_what_is_missing(mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "got" / "cities500.zip"
    mirror.breaks_after = 100
    with pytest.raises(FetchError, match="goes on where it stopped"):
        get(mirror, path)
    assert not path.exists()
    mirror.breaks_after = None
    assert get(mirror, path)
    assert mirror.asked[-1] == ("cities500.zip", "bytes=100-")
    assert path.read_bytes() == (mirror.folder / path.name).read_bytes()
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["cities500.zip", "cities500.zip.json"]


def test_a_file_that_changed_meanwhile_is_begun_anew(mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "got" / "cities500.zip"
    mirror.breaks_after = 100
    with pytest.raises(FetchError):
        get(mirror, path)
    mirror.breaks_after, mirror.etag = None, '"two"'
    assert get(mirror, path)
    assert path.read_bytes() == (mirror.folder / path.name).read_bytes()


def test_a_file_that_is_the_newest_is_not_fetched_again(mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "got" / "admin2Codes.txt"
    assert get(mirror, path)
    assert not get(mirror, path)
    mirror.etag = '"two"'
    assert get(mirror, path)


def test_a_damaged_archive_is_refused_and_what_was_there_stays(mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "got" / "cities500.zip"
    assert get(mirror, path)
    whole = path.read_bytes()
    (mirror.folder / path.name).write_bytes(b"<html>down for maintenance</html>")
    mirror.etag = '"two"'
    with pytest.raises(FetchError, match="is no zip file"):
        get(mirror, path)
    assert path.read_bytes() == whole


def test_an_answer_that_is_no_file_is_named(mirror: Mirror, tmp_path: Path) -> None:
    mirror.status = 503
    with pytest.raises(FetchError, match=r"cities500\.zip answered 503"):
        get(mirror, tmp_path / "got" / "cities500.zip")


# the whole


def test_an_update_from_a_mirror_puts_a_gazetteer_into_the_home(
    mirror: Mirror, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    pieces = plan(home, (), mirror.url, mirror.url)
    assert fetch(pieces, Settings(timeout_s=5.0), nothing) == 8
    made = build(pieces, home, NOW, least=3, facts=FACTS)
    assert made.version.startswith("2026.12.01+")
    assert made.before == gazetteer().version
    assert made.left_out == ("town 999", "Lost Lake")
    gaz = open_gazetteer(home)
    assert gaz.version == made.version
    row = gaz.row_of("geonames:7")
    assert row is not None
    place = gaz.place(row)
    assert (place.name, place.country_code, place.admin1_code, place.admin2_code) == (
        "Oldport",
        "WW",
        "01",
        "005",
    )
    assert {gaz.place_id(r) for r, _ in gaz.containers(row)} >= {"geonames:31", "geonames:51", "geonames:101"}
    assert gaz.row_of("geonames:8") is None  # of 20 people


@pytest.mark.slow
def test_names_are_sorted_by_what_alternate_names_say_of_them(tmp_path: Path, home: Home) -> None:
    pieces = plan(home, [write_dumps(tmp_path / "dumps")])
    build(pieces, home, NOW, least=3, facts=FACTS)
    gaz = open_gazetteer(home)
    assert [c.name_class for c in gaz.candidates("kingsport")] == ["historic"]
    assert [c.name_class for c in gaz.candidates("harbour city")] == ["alternate"]
    assert [c.name_class for c in gaz.candidates("altport")] == ["alternate"]
    assert gaz.candidates("old") == []


@pytest.mark.slow
def test_the_manifest_names_each_file_with_licence_and_checksum(tmp_path: Path, home: Home) -> None:
    pieces = plan(home, [write_dumps(tmp_path / "dumps")])
    build(pieces, home, NOW, least=3, facts=FACTS)
    sources = {source["name"]: source for source in open_gazetteer(home).manifest["sources"]}
    assert sources["cities500.zip"]["licence"] == "CC-BY-4.0"
    assert sources["ne_10m_lakes.zip"]["licence"] == "public domain"
    assert all(len(source["sha256"]) == 64 for source in sources.values())


@pytest.mark.slow
def test_a_second_update_replaces_the_first_and_whoever_reads_goes_on(tmp_path: Path, home: Home) -> None:
    dumps = write_dumps(tmp_path / "dumps")
    first = build(plan(home, [dumps]), home, NOW, least=3, facts=FACTS)
    reader = open_gazetteer(home)
    (dumps / "admin2Codes.txt").write_text("WW.01.005\tHarbour County\tHarbour County\t51\n", "utf-8")
    second = build(plan(home, [dumps]), home, NOW, least=3, facts=FACTS)
    assert second.before == first.version != second.version
    assert [entry.name for entry in (home.root / "gazetteers").iterdir()] == [second.version]
    assert reader.candidates("oldport")
    assert reader.name(0)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("admin1CodesASCII.txt", b"WW.01 South Province\n", "line 1, has 1 columns, not 4"),
        ("cities500.zip", b"PK", "cannot be read"),
        ("ne_10m_lakes.zip", b"", "holds no shapefile"),
        ("countryInfo.txt", b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_changes_nothing(
    tmp_path: Path, home: Home, name: str, content: bytes, says: str
) -> None:
    dumps = write_dumps(tmp_path / "dumps")
    (dumps / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=says):
        build(plan(home, [dumps]), home, NOW, least=3, facts=FACTS)
    assert not home.gazetteer.exists()
    assert open_gazetteer(home) is gazetteer()


@pytest.mark.slow
def test_all_countries_may_stand_for_the_towns(tmp_path: Path, home: Home) -> None:
    dumps = write_dumps(tmp_path / "dumps")
    (dumps / "cities500.zip").rename(dumps / "allCountries.zip")
    made = build(plan(home, [dumps]), home, NOW, least=3, facts=FACTS)
    assert made.counts["town"] == 3


@pytest.mark.slow
def test_too_few_towns_are_refused(tmp_path: Path, home: Home) -> None:
    with pytest.raises(GazetteerError, match="fewer than the 150,000"):
        build(plan(home, [write_dumps(tmp_path / "dumps")]), home, NOW, facts=FACTS)
    assert not home.gazetteer.exists()


# the flow and the command


@pytest.mark.slow
def test_the_flow_downloads_builds_and_returns_the_version(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    import flows.gazetteer as module

    done: list[Any] = []

    def downloaded(*given: Any) -> list[str]:
        done.append(given)
        return ["a piece"]

    monkeypatch.setattr(module, "download_sources_task", downloaded)
    monkeypatch.setattr(module, "build_gazetteer_task", lambda pieces, *_: f"made of {pieces}")
    assert module.gazetteer.fn(files=("dumps",), home=str(home.root)) == "made of ['a piece']"
    assert done[0][0] == home
    assert done[0][2] == (Path("dumps"),)
    assert all(p.get("description") for p in module.gazetteer.parameters.properties.values())


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path, home: Home) -> None:
    dumps = write_dumps(tmp_path / "dumps")
    words = ["update", str(dumps / "cities500.zip"), "--dry-run", "--home", str(home.root)]
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert f"cities500.zip: take {dumps / 'cities500.zip'}" in done.output
    assert "ne_10m_lakes.zip: download: https://naciscdn.org/naturalearth/10m/physical/" in done.output
    assert not home.root.exists()


def test_a_dry_run_says_what_would_be_gone_on_with(home: Home) -> None:
    part = home.root / "gazetteer-sources" / "cities500.zip.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 1234)
    done = CliRunner().invoke(
        command, ["update", "--dry-run", "--home", str(home.root)], catch_exceptions=False
    )
    assert "cities500.zip: go on with" in done.output
    assert "after 1,234 bytes" in done.output


def test_a_file_of_no_use_is_refused(tmp_path: Path, home: Home) -> None:
    stray = tmp_path / "holiday.zip"
    stray.write_bytes(b"")
    with pytest.raises(UsageError, match="no use for"):
        plan(home, [stray])
    with pytest.raises(UsageError, match="There is no file"):
        plan(home, [tmp_path / "missing.zip"])


def test_info_says_which_gazetteer_is_used(home: Home) -> None:
    done = CliRunner().invoke(command, ["info", "--home", str(home.root)], catch_exceptions=False)
    assert f"{gazetteer().version} (as shipped)" in done.output
    assert "CC-BY-4.0" in done.output
