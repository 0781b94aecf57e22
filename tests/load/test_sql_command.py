"""`dateline sql`: what it writes, what it opens, and what it lets in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.settings import Home
from tests.flows.conftest import Said, run

BIN = Path(sys.executable).parent
ROWS = "select headline, word_count from marts.articles order by headline limit 1"


def sql(home: Home, *words: str) -> Said:
    return run("sql", *words, "--home", str(home.root))


@pytest.mark.parametrize("name", ["rows.json", "rows.csv", "rows.md", "rows.parquet", "rows.txt"])
def test_the_ending_of_a_file_says_in_which_form_it_is_written(
    published: Home, tmp_path: Path, name: str
) -> None:
    said = sql(published, ROWS, "-o", str(tmp_path / name))
    assert (said.code, said.out) == (0, "")
    if name == "rows.parquet":
        (row,) = pq.read_table(tmp_path / name).to_pylist()
    elif name == "rows.json":
        (row,) = json.loads((tmp_path / name).read_text("utf-8"))
    else:
        assert "Ferry news of ferry" in (tmp_path / name).read_text("utf-8")
        return
    assert row["headline"] == "Ferry news of ferry"


def test_markdown_holds_no_markup_of_others(published: Home) -> None:
    said = sql(published, "select 1 as n, '[x](http://e.example) | <b>' as words", "--format", "markdown")
    assert said.out.splitlines()[:2] == ["| n | words |", "| ---: | --- |"]
    assert "[x](" not in said.out
    assert "<b>" not in said.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((ROWS, "--format", "parquet"), "Name a file"),
        ((ROWS, "-o", "rows.xyz"), "says no format"),
        ((ROWS, "-o", "no/such/folder/rows.csv"), "cannot be written"),
    ],
)
def test_a_file_that_cannot_be_is_named(published: Home, words: tuple[str, ...], says: str) -> None:
    said = sql(published, *words)
    assert said.code == 2
    assert says in said.err


def test_files_are_read_only_when_that_is_allowed(published: Home, tmp_path: Path) -> None:
    given = tmp_path / "watch.csv"
    given.write_text("place_id\ngeonames:587084\n", "utf-8")
    words = f"select name from '{given}' join core.places using (place_id)"
    assert sql(published, words).code == 2
    assert "Baku" in sql(published, words, "--allow-files").out


def test_without_a_query_it_becomes_the_duckdb_command_line_locked(published: Home, tmp_path: Path) -> None:
    fake = tmp_path / "duckdb"
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    fake.chmod(0o755)
    words = [str(BIN / "dateline"), "sql", "--home", str(published.root)]
    for more, is_locked in (([], True), (["--allow-files"], False)):
        env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run([*words, *more], env=env, capture_output=True, text=True, check=True)
        given = done.stdout.splitlines()
        assert (given[0], given[-1]) == ("-readonly", str(published.database))
        assert ("lock_configuration = true" in done.stdout) is is_locked


def test_without_the_command_line_it_says_how_to_get_it(published: Home, tmp_path: Path) -> None:
    said = run("sql", "--home", str(published.root), environ={"PATH": str(tmp_path)})
    assert said.code == 2
    assert "pip install duckdb-cli" in said.err


def test_search_prints_what_it_finds(published: Home) -> None:
    said = run("search", "crossed the caspian", "--home", str(published.root), "--json")
    rows = json.loads(said.out)
    assert {row["source_id"] for row in rows} == {"courier", "echo"}
    for_people = run("search", "crossed the caspian", "--home", str(published.root)).out.splitlines()
    assert for_people[0] == rows[0]["headline"]
    assert for_people[1] == f"  {rows[0]['day']} · {rows[0]['source_id']} · {rows[0]['article_id'][:12]}"
    assert "crossed the Caspian" in for_people[2]
    assert for_people[-1].startswith(f"{len(rows)} articles.")
    assert not any(line.endswith(" ") for line in for_people)
    first = run("search", "the", "--limit", "1", "--home", str(published.root)).out
    assert "The first 1; --limit shows more." in first
    nothing = run("search", "no such words", "--home", str(published.root))
    assert (nothing.code, "No article has all of these words." in nothing.out) == (0, True)
