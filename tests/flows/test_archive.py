"""`dateline archive` on a home and on files of other people."""

import json
from pathlib import Path

import pytest

from tasks.settings import Home
from tests.flows.conftest import Newspaper, rows, run


def test_archive_lists_what_the_rows_point_to(newspaper: Newspaper) -> None:
    home = newspaper.home
    said = run("archive", "list", "--source", "kura-post", "--json", "--home", str(home.root))
    assert said.code == 0, said.all
    listed = {(row["warc_file"], row["warc_offset"]): row for row in json.loads(said.out)}
    fetched = rows(home, "from raw.fetches where source_id = 'kura-post' and warc_file is not null")
    assert len(fetched) > 10
    for fetch in fetched:
        row = listed[fetch["warc_file"], fetch["warc_offset"]]
        assert row["url"] == fetch["final_url"]
        assert row["warc_record_id"] == fetch["warc_record_id"]


def test_content_of_a_url_is_extracted(newspaper: Newspaper, tmp_path: Path) -> None:
    home, target = newspaper.home, tmp_path / "page.html"
    [page] = rows(
        home, "from raw.fetches where outcome = 'fetched' and content_type like 'text/html%' limit 1"
    )
    said = run("archive", "extract", page["url"], "-o", str(target), "--home", str(home.root))
    assert said.code == 0, said.all
    assert target.read_bytes().lstrip().startswith(b"<")
    warc = home.archive / page["warc_file"]
    foreign = run("archive", "extract", page["url"], "--file", str(warc), "--home", str(tmp_path / "none"))
    assert foreign.out.encode() == target.read_bytes()


def test_feeds_that_did_not_change_are_revisits(newspaper: Newspaper) -> None:
    said = run("archive", "list", "--home", str(newspaper.home.root))
    assert " revisit " in said.out
    assert " request " not in said.out
    assert " request " in run("archive", "list", "--all", "--home", str(newspaper.home.root)).out


def test_url_that_is_not_there_is_told(one_article: Home) -> None:
    said = run("archive", "extract", "https://news.example/none", "--home", str(one_article.root))
    assert said.code == 1
    assert "no content of https://news.example/none" in said.err


def test_damage_is_told_after_what_can_be_read(home: Home) -> None:
    [warc] = home.archive.rglob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:-30])
    said = run("archive", "list", "--all", "--home", str(home.root))
    assert said.code == 1
    assert " warcinfo " in said.out
    assert "1 places cannot be read" in said.err


def test_file_that_is_no_archive_is_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    said = run("archive", "list", "--file", str(tmp_path / "a.txt"), "--home", str(home.root))
    assert said.code == 1
    assert "a.txt is no WARC file" in said.err


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["https://news.example/none"], "https://news.example/none"),
        (["--source", "nobody"], "'nobody'"),
        (["--source", "nobody", "--json"], "'nobody'"),
    ],
)
def test_a_list_of_nothing_says_so(one_article: Home, words: list[str], named: str) -> None:
    said = run("archive", "list", *words, "--home", str(one_article.root))
    assert said.code == 0, said.all
    assert "no record of" in said.err
    assert named in said.err
    assert said.out == ("[]\n" if "--json" in words else "")
