"""A source's state is judged at the end of each run and kept where it changed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tasks.load import query
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import Opens, Ticking
from tests.load.test_known import feed

TOML = """
name = "Courier"
hosts = ["courier.example"]

[[feeds]]
url = "https://courier.example/rss.xml"
kind = "rss"
"""


def ask(opened: Opens, tmp_path: Path, run_id: str, *records: object) -> None:
    """Run once with these rows and publish."""
    with opened(run_id) as warehouse:
        warehouse.start_run(factory.run(run_id))
        rows = factory.Rows().add(feed(), *records)  # type: ignore[arg-type]
        assert not warehouse.load(rows.write(tmp_path / run_id)).failed
        warehouse.end_run(run_id, "completed")
        warehouse.publish()


def states(home: Home) -> list[tuple[str, str]]:
    found = query(home, "select state, run_id from ops.source_states order by since").to_pylist()
    return [(row["state"], row["run_id"]) for row in found]


def write_source(home: Home, more: str = "") -> None:
    home.sources.mkdir(parents=True, exist_ok=True)
    (home.sources / "courier.toml").write_text(TOML + more, "utf-8")


def test_only_changes_of_a_state_are_kept_with_run_and_reason(
    opened: Opens, home: Home, clock: Ticking, tmp_path: Path
) -> None:
    write_source(home)
    fails = [
        factory.unfetched(
            feed(), "failed", "timeout", f"run-{n}", fetched_at=factory.NOON + timedelta(hours=n)
        )
        for n in range(2, 6)
    ]
    ask(opened, tmp_path, "run-1", factory.fetch(feed()))
    for number, row in enumerate(fails, 2):
        ask(opened, tmp_path, f"run-{number}", row)
    back = factory.fetch(feed(), "run-6", fetched_at=factory.NOON + timedelta(hours=9))
    ask(opened, tmp_path, "run-6", back)
    assert states(home) == [("healthy", "run-1"), ("degraded", "run-4"), ("healthy", "run-6")]
    reasons = query(home, "select reason from ops.source_states where state = 'degraded'")["reason"]
    assert reasons.to_pylist()[0].startswith("No feed answers since 2026-11-18.")


def test_a_source_that_was_not_asked_is_not_judged(opened: Opens, home: Home, tmp_path: Path) -> None:
    page = factory.link("https://courier.example/a")
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        rows = factory.Rows().add(page, factory.fetch(page))
        assert not warehouse.load(rows.write(tmp_path / "one")).failed
        warehouse.end_run("run-1", "completed")
        warehouse.publish()
    assert states(home) == []


def test_a_feed_that_the_file_names_no_more_does_not_count(opened: Opens, home: Home, tmp_path: Path) -> None:
    write_source(home)
    old = replace(feed(), link_id="old", url="https://courier.example/old.xml")
    gone = factory.unfetched(old, "failed", "http_410", http_status=410)
    ask(opened, tmp_path, "run-1", old, gone, factory.fetch(feed()))
    assert states(home) == [("healthy", "run-1")]


def test_silence_is_measured_by_what_the_file_expects(
    opened: Opens, home: Home, clock: Ticking, tmp_path: Path
) -> None:
    write_source(home, "\n[expect]\narticles_a_day = 40\n")
    pages = [factory.link(f"https://courier.example/{n}") for n in range(3)]
    ask(opened, tmp_path, "run-1", factory.fetch(feed()), *pages, *(factory.fetch(page) for page in pages))
    assert states(home) == [("healthy", "run-1")]
    clock.now += timedelta(days=5)
    again = factory.unfetched(feed(), "not_modified", "http_304", "run-2", fetched_at=clock.now)
    ask(opened, tmp_path, "run-2", again)
    assert states(home) == [("healthy", "run-1"), ("silent", "run-2")]
    (row,) = query(home, "select reason from ops.source_states where state = 'silent'").to_pylist()
    assert row["reason"] == "0 new links in 3 days, where 120 were to be expected."


def test_a_withdrawn_article_is_a_fact_until_it_is_back(published: Home) -> None:
    (row,) = query(published, "from marts.withdrawals").to_pylist()
    assert (row["source_id"], row["http_status"], row["is_back"]) == ("echo", 410, False)
    assert row["withdrawn_at"] == factory.NOON + timedelta(hours=2)
