"""A file that one line of DuckDB writes, the other reads and writes on."""

import os
import subprocess
import sys
from pathlib import Path

from tasks.load import query, writer
from tasks.settings import Home
from tests.conftest import ROOT
from tests.load import factory

OTHER = os.environ.get("DATELINE_OTHER_PYTHON", "")
WORK = """
import sys
from pathlib import Path
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
print(query(home, "from marts.articles").num_rows)
"""


def work(python: str, home: Home, slug: str) -> int:
    done = subprocess.run(
        [python, "-c", WORK, str(home.root), slug], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_each_line_reads_and_writes_what_the_other_has_written(home: Home) -> None:
    for number, python in enumerate((sys.executable, OTHER, sys.executable, OTHER), 1):
        assert work(python, home, f"story-{number}") == number
    assert query(home, "from core.articles").num_rows == 4
    rows = factory.Rows()
    factory.article(rows, "last")
    with writer(home, "last") as warehouse:
        assert not warehouse.load(rows.write(Path(home.runs) / "last" / "one")).failed
