"""The sample newspaper, end to end through the flow: edition 1, edition 2, and edition 2 again."""

import json
import re
from typing import Any
from uuid import UUID

import pytest

from tasks.scrape.sample import SAMPLE_SOURCES
from tests.flows.conftest import Newspaper, artifacts, rows, run


def test_the_first_command_takes_in_both_editions(newspaper: Newspaper) -> None:
    assert newspaper.first.code == 0, newspaper.first.all
    assert "edition 1" in newspaper.first.out
    assert "edition 2" in newspaper.first.out
    assert json.loads((newspaper.home.root / "sample.json").read_text()) == {"edition": 2}


def test_the_second_edition_brings_two_new_articles_and_one_changed(newspaper: Newspaper) -> None:
    assert "2 new articles, 1 changed article" in newspaper.first.out
    changed = rows(newspaper.home, "select * from core.article_versions where version_number = 2")
    assert len(changed) == 1


def test_progress_is_told_stage_by_stage(newspaper: Newspaper) -> None:
    lines = newspaper.first.out.splitlines()
    stages = ("discover", "fetch", "clean", "relate", "geocode", "load", "check", "publish")
    told = [line.split()[0] for line in lines if re.fullmatch(r"[a-z]+ ?[a-z-]* \d+/\d+", line)]
    assert list(dict.fromkeys(told)) == list(stages)
    assert "\x1b" not in newspaper.first.out


def test_the_end_says_what_was_found_fetched_and_refused_and_why(newspaper: Newspaper) -> None:
    out = newspaper.first.out
    assert re.search(r"\d+ articles found: \d+ fetched, \d+ known already, 1 refused, 1 failed", out)
    assert "robots.txt" in out
    assert "http_404" in out
    assert "a video without text" in out


def test_the_end_shows_places_with_role_precision_confidence_and_sentence(newspaper: Newspaper) -> None:
    out = newspaper.first.out
    assert re.search(r"Caspian Sea +water +mentioned +0\.\d\d +\d+ +\w+", out)
    assert re.search(r"Tehran +town +\w+", out)


def test_the_end_says_where_to_go_next(newspaper: Newspaper) -> None:
    out = newspaper.first.out
    assert str(newspaper.home.database) in out
    assert "dateline serve" in out
    assert "dateline source add" in out
    queries = re.findall(r'dateline sql --home \S+ "(.+)"', out)
    assert len(queries) == 3
    for query in queries:
        assert rows(newspaper.home, query)


def test_a_second_run_says_that_nothing_is_new(newspaper: Newspaper) -> None:
    assert newspaper.second.code == 0
    assert "edition 1" not in newspaper.second.out
    assert "Nothing is new." in newspaper.second.out


def test_a_second_run_leaves_core_and_marts_as_they_are_to_the_row(newspaper: Newspaper) -> None:
    for name, before in newspaper.after_first.items():
        assert newspaper.after_second[name] == before, name


def test_a_second_run_leaves_a_trace_that_it_asked(newspaper: Newspaper) -> None:
    runs = rows(newspaper.home, "select * from ops.runs order by started_at")
    assert [row["state"] for row in runs] == ["completed"] * 3
    assert all(tuple(row["sources"]) == SAMPLE_SOURCES for row in runs)
    asked = rows(newspaper.home, "select distinct run_id from raw.fetches")
    assert {row["run_id"] for row in asked} == {row["run_id"] for row in runs}


def test_no_check_finds_a_bad_row(newspaper: Newspaper) -> None:
    assert rows(newspaper.home, "select * from ops.checks where bad_rows > 0") == []


def test_nothing_is_left_of_the_stages(newspaper: Newspaper) -> None:
    assert list(newspaper.home.runs.iterdir()) == []


def test_the_run_is_kept_in_prefect_with_its_name_and_artifacts(newspaper: Newspaper) -> None:
    from prefect.client.orchestration import get_client

    run_id = rows(newspaper.home, "select run_id from ops.runs order by started_at")[0]["run_id"]
    with get_client(sync_client=True) as client:
        kept = client.read_flow_run(UUID(run_id))
    made = artifacts(run_id)
    assert kept.name == "ingest caspian-courier, kura-post"
    assert kept.state is not None
    assert kept.state.is_completed()
    assert set(made) == {"ingest-progress", "ingest-report", "ingest-places", "ingest-map", "source-health"}
    assert str(made["ingest-map"]).startswith("data:image/png;base64,")
    assert len(str(made["ingest-map"])) < 200_000
    assert made["ingest-progress"] == 100.0
    assert "40 new articles" in str(made["ingest-report"])
    table: list[dict[str, Any]] = json.loads(str(made["ingest-places"]))
    assert {"place", "precision", "role", "confidence", "sentence"} <= set(table[0])


def test_sample_sources_are_named_with_the_next_step_while_nobody_serves_them(newspaper: Newspaper) -> None:
    said = run("ingest", "kura-post", "--home", str(newspaper.home.root))
    assert said.code == 2
    assert "`dateline sample`" in said.err


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_status_counts_what_the_database_holds(newspaper: Newspaper, form: tuple[str, ...]) -> None:
    said = run("status", *form, "--home", str(newspaper.home.root))
    assert said.code == 0
    held = rows(newspaper.home, "select count(*) as n from core.articles")[0]["n"]
    if form:
        assert json.loads(said.out)["counts"]["article_count"] == held
    else:
        assert f"{held} articles" in said.out
        assert "a video without text" in said.out


def test_show_marks_the_mentions_of_an_article(newspaper: Newspaper) -> None:
    article = rows(newspaper.home, "select * from marts.articles where place_count > 3 limit 1")[0]
    said = run("show", article["article_id"][:10], "--home", str(newspaper.home.root))
    assert said.code == 0
    assert article["headline"] in re.sub(r"\[\d+\]", "", said.out)
    assert "[1]" in said.out


def test_show_gives_the_evidence_of_a_mention(newspaper: Newspaper) -> None:
    mention = rows(
        newspaper.home,
        "select * from marts.mentions where place_id = 'geonames:630671' order by mention_id limit 1",
    )[0]
    said = run("show", mention["mention_id"], "--home", str(newspaper.home.root))
    assert said.code == 0
    for words in ("Caspian Sea", ".warc.gz", mention["georeference_protocol"], "there and undamaged"):
        assert words in said.out


def test_show_as_json_gives_the_sentence_and_where_the_mention_lies_in_it(newspaper: Newspaper) -> None:
    for mention in rows(newspaper.home, "select * from marts.mentions using sample 10 (reservoir, 7)"):
        said = run("show", mention["mention_id"], "--json", "--home", str(newspaper.home.root))
        shown = json.loads(said.out)
        part = shown["sentence"][shown["sentence_start"] : shown["sentence_end"]]
        assert " ".join(part.split()) == " ".join(mention["exact"].split())


def test_every_example_query_is_listed_and_runs(newspaper: Newspaper) -> None:
    from tasks.load import examples

    said = run("sql", "--examples")
    for title, query in examples():
        assert title in said.out
        rows(newspaper.home, query)


def test_sql_prints_json_and_csv(newspaper: Newspaper, tmp_path: Any) -> None:
    words = ("sql", "select 1 as a, 'x,y' as b, [1, 2] as c", "--home", str(newspaper.home.root))
    assert json.loads(run(*words, "--json").out) == [{"a": 1, "b": "x,y", "c": [1, 2]}]
    assert run(*words, "--csv").out == 'a,b,c\n1,"x,y","[1, 2]"\n'
    (tmp_path / "my.sql").write_text("select 7 as n")
    said = run("sql", "-f", str(tmp_path / "my.sql"), "--json", "--home", str(newspaper.home.root))
    assert json.loads(said.out) == [{"n": 7}]
