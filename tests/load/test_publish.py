"""What is published is whole, and readers never notice that it is replaced."""

import shutil
import stat
from pathlib import Path

import duckdb
import pytest

from tasks.errors import WarehouseError
from tasks.load import query
from tasks.load.publish import publish_copy
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import Opens

COUNT = "select count(*) as n from core.articles"


def load_one(opened: Opens, home: Home, slug: str) -> None:
    rows = factory.Rows()
    factory.article(rows, slug)
    with opened(slug) as warehouse:
        assert not warehouse.load(rows.write(home.runs / slug / "one")).failed
        warehouse.publish()


def test_a_reader_keeps_the_old_file_until_it_opens_again(opened: Opens, home: Home) -> None:
    load_one(opened, home, "first")
    with duckdb.connect(str(home.database), read_only=True) as reader:
        load_one(opened, home, "second")
        assert reader.execute(COUNT).fetchall() == [(1,)]
    assert query(home, COUNT)["n"].to_pylist() == [2]


def test_what_is_published_needs_no_log_and_is_read_only(opened: Opens, home: Home) -> None:
    stale = home.root / "dateline.duckdb.wal"
    stale.write_bytes(b"of a file that is gone")
    load_one(opened, home, "first")
    assert sorted(p.name for p in home.root.iterdir() if p.is_file()) == ["dateline.duckdb"]
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o444


def test_the_writer_goes_on_after_it_has_published(opened: Opens, home: Home) -> None:
    with opened() as warehouse:
        assert warehouse.publish() == home.database.stat().st_size
        rows = factory.Rows()
        factory.article(rows)
        warehouse.load(rows.write(home.runs / "one"))
        assert query(home, COUNT)["n"].to_pylist() == [0]
        warehouse.publish()
    assert query(home, COUNT)["n"].to_pylist() == [1]


def test_a_copy_that_fails_leaves_the_published_file(
    opened: Opens, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_one(opened, home, "first")

    def full(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(WarehouseError, match="No space left on device"), opened("run-2") as warehouse:
        warehouse.publish()
    assert not list(home.root.glob(".dateline.duckdb*"))
    monkeypatch.undo()
    assert query(home, COUNT)["n"].to_pylist() == [1]
    load_one(opened, home, "second")
    assert query(home, COUNT)["n"].to_pylist() == [2]


def test_the_scratch_file_of_a_killed_publish_is_overwritten(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "home" / "dateline.duckdb"
    source.write_bytes(b"new")
    target.parent.mkdir()
    (target.parent / ".dateline.duckdb.part").write_bytes(b"half")
    assert publish_copy(source, target) == 3
    assert [p.name for p in target.parent.iterdir()] == ["dateline.duckdb"]


def test_the_published_file_can_be_attached_under_any_name(published: Home) -> None:
    with duckdb.connect() as analyst:
        analyst.execute(f"attach '{published.database}' as news (read_only)")
        views = analyst.execute(
            "select view_name from duckdb_views() where database_name = 'news' and schema_name = 'marts'"
        ).fetchall()
        assert len(views) >= 8
        for (name,) in views:
            analyst.execute(f"select * from news.marts.{name}").fetchall()
