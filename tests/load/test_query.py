"""Reading: what SQL may do, what it may not, and what a slip of the pen is told."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from tasks.errors import BadQuery, UsageError, WarehouseError
from tasks.load import examples, query, run_file, sql_text
from tasks.load.connect import connect_reader
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import Opens


def test_a_query_gives_an_arrow_table(published: Home) -> None:
    table = query(published, "select count(*) as n from marts.articles")
    assert isinstance(table, pa.Table)
    assert table.to_pylist() == [{"n": 2}]


def test_parameters_are_given_by_name_or_in_order(published: Home) -> None:
    assert query(published, "select $x + 1 as y", {"x": 1}).to_pylist() == [{"y": 2}]
    assert query(published, "select ? + 1 as y", [1]).to_pylist() == [{"y": 2}]


def test_days_do_not_depend_on_where_the_reader_sits(
    published: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    assert query(published, "select current_setting('TimeZone') as tz").to_pylist() == [{"tz": "UTC"}]


def test_without_a_database_the_next_step_is_said(home: Home) -> None:
    with pytest.raises(WarehouseError, match=r"no database at .* Run `dateline ingest` or `make run` first"):
        query(home, "select 1")


@pytest.mark.parametrize(
    "words",
    [
        "from read_csv('/etc/passwd')",
        "from read_text('/etc/hostname')",
        "from glob('/etc/*')",
        "copy core.places to '/tmp/places.csv'",
        "export database '/tmp/all'",
        "attach '/tmp/other.duckdb'",
        "install fts",
        "load fts",
        "from 'https://example.org/a.parquet'",
    ],
)
def test_sql_reaches_no_file_and_no_network(published: Home, words: str) -> None:
    with pytest.raises(BadQuery, match=r"--allow-files|does not exist"):
        query(published, words)


@pytest.mark.parametrize(
    "words", ["set enable_external_access = true", "set lock_configuration = false", "reset all"]
)
def test_sql_cannot_unlock_itself(published: Home, words: str) -> None:
    with pytest.raises(BadQuery):
        query(published, f"{words}; from read_text('/etc/hostname')")


@pytest.mark.parametrize(
    "words",
    [
        "delete from core.articles",
        "create table core.x (y int)",
        "drop view marts.articles",
    ],
)
def test_sql_cannot_write(published: Home, words: str) -> None:
    with pytest.raises(BadQuery):
        query(published, words)
    assert query(published, "select count(*) as n from marts.articles").to_pylist() == [{"n": 2}]


def test_files_can_be_read_where_that_is_allowed(published: Home, tmp_path: Path) -> None:
    given = tmp_path / "watch.csv"
    given.write_text("place_id\ngeonames:587084\n", "utf-8")
    words = f"select name from '{given}' inner join core.places using (place_id)"
    assert query(published, words, allow_files=True).to_pylist() == [{"name": "Baku"}]
    with pytest.raises(BadQuery, match="read-only"):
        query(published, "delete from core.articles", allow_files=True)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("select headlin from marts.articles", "Did you mean 'headline'"),
        ("select a.healdine from marts.articles as a", "Did you mean 'headline'"),
        ("select * from marts.artcles", "Did you mean 'marts.articles'"),
        ("select * from mentions", "'marts.mentions'"),
        ("select * from mart.articles", "'marts.articles'"),
        ("select * from naer(40, 50, 10)", "'near'"),
        ("select kmm(1, 2, 3, 4)", "'km'"),
        ("select article_body from marts.mentions", "It is a column of marts.articles"),
        ("select zzzzqqq from marts.articles", "`describe TABLE` shows what there is"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(
    published: Home, words: str, meant: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        query(published, words)
    assert meant in caught.value.next_step
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_slip_of_grammar_is_answered_with_its_line(published: Home) -> None:
    with pytest.raises(BadQuery, match=r'syntax error at or near "selec".*line 2.*--examples'):
        query(published, "\nselec 1")


@pytest.mark.parametrize("words", ["", "  ", "-- nothing but a remark", ";"])
def test_an_empty_query_is_said_to_be_empty(published: Home, words: str) -> None:
    with pytest.raises(BadQuery, match="empty"):
        query(published, words)


def test_a_missing_parameter_is_named(published: Home) -> None:
    with pytest.raises(BadQuery, match=r"wants a value for \$x"):
        query(published, "select $x")


def test_a_file_of_the_package_is_run_by_its_name(published: Home) -> None:
    assert run_file(published, "queries/wire_copies").num_rows == 1
    with pytest.raises(UsageError, match="Did you mean 'queries/wire_copies'"):
        run_file(published, "queries/wire_copy")
    with pytest.raises(UsageError, match="names no folder"):
        run_file(published, "wire_copies")


def test_every_example_has_a_question_and_an_answer() -> None:
    found = examples()
    assert len(found) >= 8
    assert all(title.endswith("?") for title, _ in found)
    assert all(sql and not sql.startswith("--") for _, sql in found)
    assert len({title for title, _ in found}) == len(found)


def test_sql_is_read_with_or_without_its_ending() -> None:
    assert sql_text("checks", "span_matches_text") == sql_text("checks", "span_matches_text.sql")


def test_the_room_is_imported_without_duckdb_and_prefect() -> None:
    code = "import sys, tasks.load; print([m for m in ('duckdb', 'prefect', 'pyarrow') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_query_is_answered_without_prefect() -> None:
    code = "import sys; from tasks.load import query; print('prefect' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_what_the_room_does_not_have_is_an_attribute_error() -> None:
    import tasks.load

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tasks.load.nothing  # noqa: B018


def test_queries_do_not_see_each_other(opened: Opens, home: Home) -> None:
    with opened() as warehouse:
        warehouse.publish()
        held = connect_reader(home.database, allow_files=True)
        assert query(home, "select count(*) as n from core.articles").to_pylist() == [{"n": 0}]
        rows = factory.Rows()
        factory.article(rows)
        warehouse.load(rows.write(home.runs / "one"))
        warehouse.publish()
        assert query(home, "select count(*) as n from core.articles").to_pylist() == [{"n": 1}]
        with pytest.raises(BadQuery):
            query(home, "from read_text('/etc/hostname')")
        held.close()


def test_many_threads_may_ask_at_once(published: Home) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: query(published, "select $n as n", {"n": n}).to_pylist(), range(20)))
    assert found == [[{"n": n}] for n in range(20)]
