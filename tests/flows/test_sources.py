"""`dateline source`, and how words of `ingest` are told apart."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from flows.cli.ingest import is_given
from tasks.scrape.sample import serve_sample
from tasks.settings import Home, load_settings
from tests.flows.conftest import FIXTURES, run


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_the_list_shows_the_catalog_and_what_is_followed(empty: Home) -> None:
    run("source", "add", "presstv", "--home", str(empty.root))
    said = run("source", "list", "--home", str(empty.root))
    (line,) = (line for line in said.out.splitlines() if line.split()[:1] == ["presstv"])
    assert line.split()[1] == "yes"
    listed = json.loads(run("source", "list", "--json", "--home", str(empty.root)).out)
    assert len(listed) > 5
    assert [source["source_id"] for source in listed if source["is_followed"]] == ["presstv"]


def test_a_source_is_followed_once(empty: Home) -> None:
    assert "Now following presstv" in run("source", "add", "presstv", "--home", str(empty.root)).out
    assert "Followed already" in run("source", "add", "presstv", "--home", str(empty.root)).out
    assert load_settings(empty).sources == ("presstv",)


def test_what_was_added_is_told_as_json(empty: Home) -> None:
    told = json.loads(run("source", "add", "presstv", "--json", "--home", str(empty.root)).out)
    assert (told["source_id"], told["is_followed"], told["verified"]) == ("presstv", True, False)
    assert (told["robots"], told["tdm"], told["checked_on"]) == ("unknown", "unknown", None)
    assert load_settings(empty).sources == ("presstv",)


def test_a_source_that_reserves_mining_says_what_is_needed(empty: Home) -> None:
    empty.sources.mkdir(parents=True)
    text = 'name = "M"\nhosts = ["m.example"]\n[rights]\ntdm = "reserved"\n'
    (empty.sources / "mine.toml").write_text(text, "utf-8")
    said = run("source", "add", "mine", "--home", str(empty.root))
    assert 'tdm_basis = ["mine permission 20' in said.out


@pytest.mark.parametrize("setting", ['tdm_basis = ["presstv maybe"]', 'revisit = ["soon"]'])
def test_a_setting_that_cannot_be_meant_is_told_before_anything_is_asked(empty: Home, setting: str) -> None:
    empty.root.mkdir(parents=True)
    empty.settings_file.write_text(f"{setting}\n", "utf-8")
    said = run("ingest", "presstv", "--home", str(empty.root))
    assert said.code == 2
    assert setting.split()[0] in said.err


def test_a_source_that_nobody_has_seen_work_says_so(empty: Home) -> None:
    said = run("source", "add", "presstv", "--home", str(empty.root))
    assert "dateline source check presstv" in said.out
    assert "not verified" in run("status", "--home", str(empty.root)).out


def test_an_unknown_source_is_not_followed(empty: Home) -> None:
    said = run("source", "add", "prestv", "--home", str(empty.root))
    assert said.code == 2
    assert "'presstv'" in said.err
    assert load_settings(empty).sources == ()


def test_a_check_tells_of_robots_and_feeds_and_stores_nothing(empty: Home) -> None:
    with serve_sample(1) as newspaper:
        write_own(empty, f"127.0.0.1:{newspaper.port}")
        said = run("source", "check", "mine", "--home", str(empty.root))
        found = json.loads(run("source", "check", "mine", "--json", "--home", str(empty.root)).out)
    assert said.code == 0, said.all
    assert "robots.txt" in said.out
    assert [feed["outcome"] for feed in found["feeds"]] == ["fetched"]
    assert found["feeds"][0]["link_count"] > 10
    assert not empty.database.exists()
    assert not empty.archive.exists()


def test_a_check_of_a_silent_source_is_an_error(empty: Home) -> None:
    write_own(empty, "127.0.0.1:9")
    said = run("source", "check", "mine", "--home", str(empty.root))
    assert said.code == 1
    assert "No feed of mine answered." in said.err


def test_a_private_site_is_not_added(empty: Home) -> None:
    said = run("source", "add", "http://127.0.0.1:8080/", "--home", str(empty.root))
    assert said.code == 1
    assert "127.0.0.1" in said.err
    assert not empty.sources.exists()


@pytest.mark.parametrize("word", ["presstv", "kura-post", "report-az"])
def test_a_bare_word_is_a_source(word: str) -> None:
    assert not is_given(word)


@pytest.mark.parametrize("word", ["a.html", "./a", "pages/", "https://news.example/a", ".", "/tmp"])
def test_a_word_with_a_slash_or_a_dot_is_given(word: str) -> None:
    assert is_given(word)


@pytest.mark.usefixtures("prefect_api")
def test_a_run_can_be_told_as_json(empty: Home) -> None:
    said = run("ingest", str(FIXTURES / "ferry.html"), "--json", "--home", str(empty.root))
    told = json.loads(said.out)
    assert (told["state"], told["article_count"], told["story_count"]) == ("completed", 1, 1)
    assert {place["name"] for place in told["places"]} >= {"Baku", "Tbilisi", "Caspian Sea"}


@pytest.mark.usefixtures("prefect_api")
def test_what_a_person_states_of_a_file_is_kept(empty: Home) -> None:
    stated = ("--url", "https://www.presstv.ir/Detail/2024/11/18/1/snow", "--date", "2024-11-17")
    said = run("ingest", str(FIXTURES / "pass.txt"), *stated, "--home", str(empty.root))
    assert said.code == 0, said.all
    query = "select source_id, day::varchar as day, canonical_url from marts.articles"
    (article,) = json.loads(run("sql", query, "--json", "--home", str(empty.root)).out)
    assert (article["source_id"], article["day"]) == ("presstv", "2024-11-17")
    assert article["canonical_url"].endswith("/Detail/2024/11/18/1/snow")


@pytest.mark.usefixtures("prefect_api")
def test_what_is_followed_is_asked_when_it_is_due_and_what_is_named_at_once(empty: Home) -> None:
    where = ("--home", str(empty.root))
    with serve_sample(1) as newspaper:
        write_own(empty, f"127.0.0.1:{newspaper.port}")
        run("source", "add", "mine", *where)
        assert run("ingest", *where).code == 0
        again = run("ingest", *where)
        named = run("ingest", "mine", *where)
    assert again.code == named.code == 0, again.all + named.all
    assert "not_due" in again.out
    asked = (
        "select fetches.outcome from raw.fetches join raw.links using (link_id) "
        "where link_type = 'feed' order by fetched_at"
    )
    rows = json.loads(run("sql", asked, "--json", *where).out)
    assert [row["outcome"] for row in rows] == ["fetched", "skipped", rows[2]["outcome"]]
    assert rows[2]["outcome"] in ("fetched", "not_modified")
    status = json.loads(run("status", "--json", *where).out)
    (mine,) = status["sources"]
    assert (mine["state"], mine["is_followed"]) == ("healthy", True)
    assert mine["verified_at"] is not None
    listed = json.loads(run("source", "list", "--json", *where).out)
    assert [(s["state"], s["verified"]) for s in listed if s["source_id"] == "mine"] == [("healthy", True)]


def write_own(home: Home, connect_to: str) -> None:
    shipped = files("tasks.scrape.sample") / "sources" / "caspian-courier.toml"
    home.sources.mkdir(parents=True)
    lines = [f'connect_to = "{connect_to}"', "allow_private = true", shipped.read_text("utf-8")]
    (home.sources / "mine.toml").write_text("\n".join(lines), "utf-8")
