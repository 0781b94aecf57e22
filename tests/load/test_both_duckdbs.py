"""DuckDB 2 in an environment of its own: the same tests hold, and each goes on with the other's files."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.load import query, writer
from tasks.settings import Home
from tests.conftest import ROOT, missing
from tests.load import factory, second_duckdb

# Loading, SQL and publishing; `make test-duckdb2` runs all of this folder.
ROOMS = ("test_loading", "test_publish", "test_behind", "test_sql_files", "test_marts")
WORK = """
import sys
from pathlib import Path
import duckdb
from tasks.load import query, writer
from tasks.settings import Home
from tests.load import factory

home, slug = Home(Path(sys.argv[1])), sys.argv[2]
rows = factory.Rows()
factory.article(rows, slug)
with writer(home, slug) as warehouse:
    assert not warehouse.load(rows.write(home.runs / slug / "one")).failed
    assert not [c for c in warehouse.run_checks(slug, factory.NOON) if c.bad_rows]
    warehouse.publish()
print(query(home, "from marts.articles").num_rows, duckdb.__version__)
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with DuckDB 2; it is made where none is named."""
    if named := os.environ.get("DATELINE_OTHER_PYTHON"):
        return Path(named)
    try:
        return second_duckdb.make(tmp_path_factory.mktemp("duckdb2") / "env")
    except (SystemExit, subprocess.CalledProcessError) as fault:
        missing(f"the second DuckDB: {fault}")
        raise


def work(python: Path, home: Home, slug: str) -> tuple[int, str]:
    words = [str(python), "-c", WORK, str(home.root), slug]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    number, version = done.stdout.split()
    return int(number), version.split(".")[0]


@pytest.mark.slow
def test_each_line_reads_and_writes_what_the_other_has_written(home: Home, other: Path) -> None:
    pythons = [Path(sys.executable), other] * 2
    ended = [work(python, home, f"story-{n}") for n, python in enumerate(pythons)]
    assert [number for number, _ in ended] == [1, 2, 3, 4]
    assert {version for _, version in ended[1::2]} == {"2"}
    assert query(home, "from core.articles").num_rows == 4
    rows = factory.Rows()
    factory.article(rows, "last")
    with writer(home, "last") as warehouse:
        assert not warehouse.load(rows.write(home.runs / "last" / "one")).failed


@pytest.mark.slow
def test_loading_sql_and_publishing_hold_on_the_second_duckdb(other: Path) -> None:
    files = [f"tests/load/{room}.py" for room in ROOMS]
    options = ["-m", "not slow", "-q", "-n", "0", "-p", "no:cacheprovider"]
    words = [str(other), "-m", "pytest", *files, *options]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
