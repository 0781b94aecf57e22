"""Memory: a bound for questions and for the writer, and what is put by beside the database."""

from pathlib import Path

import pytest

from tasks.errors import BadQuery, UsageError, WarehouseError
from tasks.load import query, reading
from tasks.load.memory import spill_folder
from tasks.settings import Home, load_settings
from tests.load.conftest import Opens

# Four million keys of 32 letters: three times what the least bound lets in.
MORE_THAN_FITS = "select count(*) as n from (select distinct md5(i::varchar) from range(4_000_000) as t(i))"


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MAX_MEMORY_BYTES", "128_000_000")


def put_by(home: Home) -> list[Path]:
    return list(home.root.glob(".*.tmp"))


@pytest.mark.usefixtures("little_memory")
def test_what_does_not_fit_into_memory_is_put_by_in_the_home_and_gone_afterwards(published: Home) -> None:
    with reading(published) as reader:
        assert reader.table("select current_setting('memory_limit') as m").to_pylist() == [{"m": "122.0 MiB"}]
        assert reader.table(MORE_THAN_FITS).to_pylist() == [{"n": 4_000_000}]
        assert len(put_by(published)) == 1
        with pytest.raises(BadQuery):
            reader.table(f"from read_text('{published.root}/*')")
        with pytest.raises(BadQuery):
            reader.table("set memory_limit = '10GB'")
    assert put_by(published) == []


@pytest.mark.usefixtures("little_memory")
def test_a_question_that_needs_more_says_so_in_a_sentence(published: Home) -> None:
    with pytest.raises(WarehouseError, match=r"needs more memory than the 122\.0 MiB.*max_memory_bytes") as c:
        query(published, "select len(list(md5(i::varchar))) from range(4_000_000) as numbers(i)")
    assert c.value.exit_code == 1
    assert "\n" not in str(c.value)


@pytest.mark.usefixtures("little_memory")
def test_the_writer_is_bound_too(opened: Opens) -> None:
    with opened() as warehouse:
        rows = warehouse.table("select current_setting('memory_limit') as m").to_pylist()
        assert rows == [{"m": "122.0 MiB"}]


def test_a_bound_below_what_duckdb_can_do_with_is_refused(home: Home) -> None:
    with pytest.raises(UsageError, match=r"max_memory_bytes cannot be 5\..*128,000,000"):
        load_settings(home, {"DATELINE_MAX_MEMORY_BYTES": "5"})


def test_what_a_killed_reader_left_is_swept_by_the_next_writer(opened: Opens, home: Home) -> None:
    own = spill_folder(home.database)
    dead = own.with_name(f".{home.database.name}.999999999-0.tmp")
    for folder in (own, dead):
        folder.mkdir(parents=True)
    assert spill_folder(home.database) != own
    with opened():
        pass
    assert put_by(home) == [own]
