"""`dateline extract`: pages to lines, without a home."""

import json
from pathlib import Path

from tests.conftest import ROOT
from tests.flows.conftest import run

PAGE = ROOT / "tests" / "flows" / "fixtures" / "ferry.html"


def test_a_page_becomes_a_line_with_what_the_scorer_asks_for() -> None:
    said = run("extract", str(PAGE), "--jsonl")
    assert said.code == 0, said.all
    (line,) = [json.loads(text) for text in said.out.splitlines()]
    assert {"id", "title", "date", "authors", "body"} <= set(line)
    assert line["id"] == "ferry"
    assert line["body"]


def test_every_field_is_printed_when_asked_for() -> None:
    line = json.loads(run("extract", str(PAGE), "--jsonl", "--full").out)
    assert len(line["block_kinds"]) == len(line["article_body"].split("\n\n"))
    assert {"date_published_evidence", "in_language", "breadcrumb", "flags"} <= set(line)


def test_a_folder_is_read_in_the_order_of_names_by_one_process_or_two(tmp_path: Path) -> None:
    for name in ("b.html", "a.html", "c.htm"):
        (tmp_path / name).write_bytes(PAGE.read_bytes())
    alone = run("extract", str(tmp_path), "--jsonl").out
    assert [json.loads(text)["id"] for text in alone.splitlines()] == ["a", "b", "c"]
    assert run("extract", str(tmp_path), "--jsonl", "--jobs", "2").out == alone


def test_without_jsonl_it_is_printed_to_read() -> None:
    said = run("extract", str(PAGE))
    line = json.loads(run("extract", str(PAGE), "--jsonl").out)
    assert said.out.startswith(line["title"])
    assert line["body"].split("\n\n")[0] in said.out


def test_a_folder_without_pages_is_a_usage_error(tmp_path: Path) -> None:
    said = run("extract", str(tmp_path))
    assert said.code == 2
    assert "no page in" in said.err


def test_a_path_that_does_not_exist_is_a_usage_error() -> None:
    said = run("extract", "nowhere.html")
    assert said.code == 2
    assert "nowhere.html" in said.err
