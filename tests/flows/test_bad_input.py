"""Every bad input is a sentence that names the thing and the next step; the database stays as it was."""

import socket
from pathlib import Path

import duckdb
import pytest

from tasks.load import writer
from tasks.settings import Home
from tests.flows.conftest import FIXTURES, Said, rows, run, settled_rows

SAVED = (FIXTURES / "pass.txt").read_text("utf-8")
REJECTIONS = "marts.rejections_by_reason"
NO_ARTICLE = "<html><head><title>Log in</title></head><body><form><input name=a></form></body></html>"


def is_said_plainly(said: Said, code: int, *words: str) -> None:
    assert said.code == code, said.all
    errors = [line for line in said.err.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, said.err
    for word in words:
        assert word in said.err
    assert "Traceback" not in said.all
    assert "prefect" not in said.all.lower().replace("starting prefect", "").replace("in the prefect ui", "")


def rejections(home: Home) -> list[tuple[str, str]]:
    return [(row["stage"], row["subject"]) for row in rows(home, "select * from ops.rejections")]


def test_no_such_file(home: Home, tmp_path: Path) -> None:
    before = home.database.read_bytes()
    said = run("ingest", str(tmp_path / "nothing.html"), "--home", str(home.root))
    is_said_plainly(said, 2, "nothing.html", "Check the path")
    assert home.database.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "data", "stage"),
    [
        pytest.param("empty.html", b"", "input", marks=pytest.mark.slow),
        pytest.param(
            "picture.html",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20,
            "input",
            marks=pytest.mark.slow,
        ),
        ("login.html", NO_ARTICLE.encode(), "clean"),
    ],
)
def test_a_file_that_holds_no_article(home: Home, tmp_path: Path, name: str, data: bytes, stage: str) -> None:
    (tmp_path / name).write_bytes(data)
    before = settled_rows(home, but=REJECTIONS)
    said = run("ingest", str(tmp_path / name), "--home", str(home.root))
    is_said_plainly(said, 1)
    assert name in said.err
    assert settled_rows(home, but=REJECTIONS) == before
    assert rejections(home) == [(stage, str(tmp_path / name))]
    again = run("ingest", str(tmp_path / name), "--home", str(home.root))
    is_said_plainly(again, 1)
    assert rejections(home) == [(stage, str(tmp_path / name))]


def test_one_bad_file_among_good_ones_does_not_keep_them_out(home: Home, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "good.txt").write_text(SAVED, "utf-8")
    said = run("ingest", str(tmp_path / "empty.html"), str(tmp_path / "good.txt"), "--home", str(home.root))
    is_said_plainly(said, 1, "empty.html")
    assert len(rows(home, "select * from core.articles")) == 2


def test_a_folder_is_taken_file_by_file(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "empty.html").write_bytes(b"")
    (folder / "good.txt").write_text(SAVED, "utf-8")
    said = run("ingest", str(folder), "--home", str(home.root))
    assert said.code == 0, said.all
    assert len(rows(home, "select * from core.articles")) == 2
    assert rejections(home) == [("input", str(folder / "empty.html"))]


def test_an_unknown_source_with_the_nearest_name(home: Home) -> None:
    before = home.database.read_bytes()
    is_said_plainly(run("ingest", "prestv", "--home", str(home.root)), 2, "prestv", "'presstv'")
    assert home.database.read_bytes() == before


def test_a_file_taken_for_a_source(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article").write_text(SAVED, "utf-8")
    is_said_plainly(run("ingest", "article", "--home", str(home.root)), 2, "./article")


def test_nothing_named_and_nothing_followed(home: Home) -> None:
    is_said_plainly(run("ingest", "--home", str(home.root)), 2, "dateline source add")


def test_statements_without_a_file(home: Home) -> None:
    is_said_plainly(run("ingest", "presstv", "--date", "2024-11-18", "--home", str(home.root)), 2, "--date")


def test_a_date_that_is_none(home: Home, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(SAVED, "utf-8")
    said = run("ingest", str(tmp_path / "good.txt"), "--date", "soon", "--home", str(home.root))
    is_said_plainly(said, 2, "soon")


def test_a_misspelt_column(home: Home) -> None:
    said = run("sql", "select headlin from marts.articles", "--home", str(home.root))
    is_said_plainly(said, 2, "headlin", "headline")


def test_no_query(home: Home) -> None:
    is_said_plainly(run("sql", "--home", str(home.root)), 2, "--examples")


def test_no_database_yet(tmp_path: Path) -> None:
    said = run("sql", "select 1", "--home", str(tmp_path / "new"))
    is_said_plainly(said, 1, "dateline ingest")
    assert not (tmp_path / "new").exists()


def test_an_id_that_nothing_has(home: Home) -> None:
    is_said_plainly(run("show", "zzzz", "--home", str(home.root)), 2, "zzzz")


def test_an_id_that_begins_several(home: Home) -> None:
    is_said_plainly(run("show", "", "--home", str(home.root)), 2)


def test_a_url_that_does_not_answer(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        write_source(home, "dead", connect_to=f"127.0.0.1:{taken.getsockname()[1]}")
        before = settled_rows(home, but=REJECTIONS)
        said = run("ingest", "http://dead.example/a/1", "--home", str(home.root))
    is_said_plainly(said, 1, "dead.example")
    assert settled_rows(home, but=REJECTIONS) == before
    assert rejections(home) == [("input", "http://dead.example/a/1")]
    failed = rows(home, "select outcome from raw.fetches where source_id = 'dead'")
    assert [row["outcome"] for row in failed] == ["failed"]


def test_a_private_address(home: Home) -> None:
    before = settled_rows(home, but=REJECTIONS)
    url = "http://169.254.169.254/latest/meta-data/"
    said = run("ingest", url, "--home", str(home.root))
    is_said_plainly(said, 1, "169.254.169.254")
    assert settled_rows(home, but=REJECTIONS) == before
    assert rejections(home) == [("input", url)]


def test_a_source_file_with_an_unknown_key(home: Home) -> None:
    write_source(home, "mine", extra='languge = "en"')
    said = run("ingest", "mine", "--home", str(home.root))
    is_said_plainly(said, 2, "mine.toml", "'languge'")


def test_a_setting_that_is_none(home: Home) -> None:
    home.settings_file.write_text("pace = 2\n", "utf-8")
    is_said_plainly(run("status", "--home", str(home.root)), 2, "dateline.toml", "'pace'", "'pace_s'")


@pytest.mark.parametrize("words", [("ingest", "page.html"), ("sql", "select 1"), ("status",)], ids=" ".join)
def test_a_database_of_a_newer_version(
    home: Home, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.html").write_text(NO_ARTICLE)
    for path in (home.database, home.warehouse / "warehouse.duckdb"):
        with duckdb.connect(str(path)) as connection:
            connection.execute("insert into ops.migrations values (9999, '9999_load_future', now())")
    before = home.database.read_bytes()
    is_said_plainly(run(*words, "--home", str(home.root)), 1, "newer")
    assert home.database.read_bytes() == before


def test_a_second_writer(home: Home, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(SAVED, "utf-8")
    before = home.database.read_bytes()
    with writer(home, "first"):
        asked = ("ingest", str(tmp_path / "good.txt"), "--home", str(home.root))
        said = run(*asked, environ={"DATELINE_WRITER_WAIT_S": "0.2"})
    is_said_plainly(said, 1, "Process ", "run first")
    assert home.database.read_bytes() == before


def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    is_said_plainly(run("status", "--home", str(tmp_path / "home")), 2, "is a file")


def test_what_nobody_expected_is_one_sentence_with_the_log(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("the moon is full")

    monkeypatch.setattr("tasks.report.status.home_status", breaks)
    said = run("status", "--home", str(home.root))
    is_said_plainly(said, 1, "the moon is full")
    path = said.err.rsplit(" ", 1)[1].strip().rstrip(".")
    assert "Traceback" in Path(path).read_text("utf-8")


def write_source(home: Home, name: str, *, connect_to: str | None = None, extra: str = "") -> None:
    home.sources.mkdir(exist_ok=True)
    lines = [f'name = "{name}"', f'hosts = ["{name}.example"]', extra]
    if connect_to:
        lines += [f'connect_to = "{connect_to}"', "allow_private = true"]
    lines += ["[[feeds]]", f'url = "http://{name}.example/rss.xml"', 'kind = "rss"']
    (home.sources / f"{name}.toml").write_text("\n".join(lines), "utf-8")
