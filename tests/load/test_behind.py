"""A busy home publishes at most every so often; what it holds back is said, and published later."""

import io
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from tasks.errors import BadQuery, WarehouseError
from tasks.load import Filters, behind, query, reading, search, writer
from tasks.load.connect import connect_writer, detach
from tasks.records import Mention
from tasks.report import as_markdown, home_status, render_report, render_status, run_report
from tasks.settings import Home
from tests.load import factory

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EVERY_S = 900.0
COUNT = "select count(*) as n from core.articles"


def published_at(home: Home, at: datetime) -> None:
    os.utime(home.database, (at.timestamp(), at.timestamp()))


def test_a_busy_home_publishes_when_it_is_due_and_says_until_when_it_is_behind(home: Home) -> None:
    for slug, minutes in (("first", 0), ("second", 5), ("third", 10)):
        now = NOW + timedelta(minutes=minutes)
        rows = factory.Rows()
        factory.article(rows, slug, run_id=slug)
        with writer(home, slug, lambda now=now: now) as warehouse:  # type: ignore[misc]
            warehouse.start_run(replace(factory.run(), run_id=slug))
            assert not warehouse.load(rows.write(home.runs / slug)).failed
            warehouse.end_run(slug, "completed")
            done = warehouse.publish_when_due(EVERY_S)
            report = run_report(warehouse, slug, publish_at=done.due_at)
        if slug == "first":  # there was nothing to open yet
            assert done.size_bytes == home.database.stat().st_size
            assert (done.due_at, behind(home)) == (None, None)
            published_at(home, NOW)
    # What a run did is read where it was loaded, published or not.
    assert (report.article_count, report.publish_at) == (1, NOW + timedelta(seconds=EVERY_S))
    assert query(home, COUNT)["n"].to_pylist() == [1]
    lacks = behind(home)
    assert lacks is not None
    assert (lacks.since, lacks.due_at) == (NOW + timedelta(minutes=5), report.publish_at)
    out = io.StringIO()
    console = Console(file=out, width=200)
    render_report(report, console)
    render_status(home_status(home), console)
    words = "the first run after 2026-11-20 12:15:00 UTC publishes"
    assert out.getvalue().count(words) == 2
    assert words in as_markdown(report)
    with writer(home, "fourth", lambda: NOW + timedelta(minutes=16)) as warehouse:
        assert warehouse.publish_when_due(EVERY_S).size_bytes
    assert query(home, COUNT)["n"].to_pylist() == [3]
    assert behind(home) is None
    assert home_status(home).behind is None


def test_a_published_file_of_tomorrow_is_published_anew(home: Home) -> None:
    with writer(home, "run-1", lambda: NOW) as warehouse:
        warehouse.publish()
        published_at(home, NOW + timedelta(days=1))  # the clock was set back
        assert warehouse.publish_when_due(EVERY_S).size_bytes


def test_a_check_that_keeps_a_batch_out_is_in_the_report_and_in_ops(home: Home) -> None:
    rows = factory.Rows()
    factory.article(rows)
    batch = rows.write(home.runs / "one")
    mentions = batch.read(Mention)
    batch.write(Mention, [replace(mentions[0], exact="no such words"), *mentions[1:]])
    with writer(home, "run-1", lambda: NOW) as warehouse:
        warehouse.start_run(factory.run())
        assert "span_matches_text" in str(warehouse.load(batch).failed)
        checks = {check.check_name: check for check in warehouse.run_checks("run-1", NOW)}
        report = run_report(warehouse, "run-1")
    held = checks["span_matches_text"]
    assert (held.bad_rows, held.held_rows) == (0, 1)
    assert "no such words" in str(held.example)
    assert report.broken_checks == (held,)
    assert "| span\\_matches\\_text | error | 0 | 1 |" in as_markdown(report)
    out = io.StringIO()
    render_report(report, Console(file=out, width=200))
    assert "Check span_matches_text: 1 bad row in batches that it kept out." in out.getvalue()


def older(home: Home, words: str) -> None:
    """Make the published file what an older program would have written."""
    home.database.chmod(0o644)
    connection = connect_writer(home.database)
    connection.execute(words)
    detach(connection)
    connection.close()


def test_a_file_of_an_older_program_lacks_no_macro_and_says_which_column_it_lacks(
    published: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    home.database.write_bytes(published.database.read_bytes())
    older(home, "drop macro table chosen_versions; drop macro table near; drop macro km")
    found = search(home, ["ferry"], Filters(source=("courier",)), 5)
    assert found.num_rows
    assert query(home, "from near(40.4, 49.9, 100)").column_names[0] == "place_id"
    older(
        home, "delete from ops.migrations where version >= 24; alter table ops.checks drop column held_rows"
    )
    with (
        reading(home) as reader,
        pytest.raises(WarehouseError, match=r"older dateline.*dateline ingest") as said,
    ):
        reader.table("select held_rows from ops.checks")
    assert not isinstance(said.value, BadQuery)
    with pytest.raises(BadQuery):
        query(home, "select 1 +")
    with duckdb.connect(str(home.database), read_only=True) as untouched:
        names = untouched.execute("select function_name from duckdb_functions() where function_name = 'km'")
        assert names.fetchall() == []
