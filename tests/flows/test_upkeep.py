"""Keeping a home in order: one run at a time, no storm, dead runs buried, the database packed."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tasks.load import writer
from tasks.settings import Home
from tests.flows.conftest import artifacts, rows, settled_rows

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def last_run(home: Home, flow: str) -> dict[str, Any]:
    (found,) = rows(home, f"select * from ops.runs where flow = '{flow}' order by started_at desc limit 1")
    return found


def test_check_and_maintain_leave_the_rows_and_say_what_they_found(home: Home) -> None:
    from flows.check import check
    from flows.maintain import maintain

    before = settled_rows(home)
    (home.runs / "left-by-the-dead").mkdir(parents=True)
    (home.runs / "failed" / "old").mkdir(parents=True)
    os.utime(home.runs / "failed" / "old", (0, 0))
    done = maintain(home=str(home.root))
    assert (done.folders_removed, done.verified_count, done.fault_count) == (2, 1, 0)
    checked = check(home=str(home.root))
    assert checked.broken_count == 0
    assert len(checked.checks) > 15
    assert settled_rows(home) == before
    shown = artifacts(last_run(home, "check")["run_id"])
    assert "no_article_dated_after_fetch".replace("_", "\\\\_") in shown["check-results"]
    bare = "select table_name from duckdb_tables() where comment is null and not internal"
    assert rows(home, bare) == []  # packing keeps what says what each table is


def test_a_damaged_archive_fails_the_run_and_its_hook_says_what_to_do(home: Home) -> None:
    from prefect.client.schemas.objects import FlowRun
    from prefect.states import Crashed

    from flows.hooks import tell_failure
    from flows.maintain import maintain

    (warc,) = home.archive.rglob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[-60:-20] = b"\0" * 40
    warc.write_bytes(data)
    state = maintain(home=str(home.root), return_state=True)
    assert state.is_failed()
    run = last_run(home, "maintain")
    assert (run["state"], "verify files" in run["reason"]) == ("failed", True)
    said = artifacts(run["run_id"])["maintain-failure"]
    assert "verify files" in said
    assert "What to do" in said
    one = FlowRun(id=UUID(run["run_id"]), flow_id=uuid4(), name="keep the home in order")
    tell_failure(maintain, one, Crashed(message="Somebody stopped it."))  # no run is under way here
    assert "Somebody stopped it" in artifacts(run["run_id"])["maintain-failure"]


def test_a_scheduled_run_waits_for_the_home_and_is_then_skipped_with_the_reason(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import turns
    from flows.check import check

    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "of-a-schedule")
    monkeypatch.setattr(turns, "WAIT_S", 0.2)
    monkeypatch.setenv("DATELINE_WRITER_WAIT_S", "0.1")
    with writer(home, "another"):
        state = check(home=str(home.root), return_state=True)
    assert (state.name, state.type.value) == ("Skipped", "COMPLETED")
    assert "run another" in (state.message or "")
    assert check(home=str(home.root), return_state=True).name == "Completed"


def test_dead_runs_are_buried_and_missed_ones_let_go(prefect_api: None, one_article: Home) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState
    from prefect.states import Crashed, Failed, Running, Scheduled

    from flows.check import check
    from flows.upkeep import DEAD_RUNS, MISSED, bury, dead_runs_automation, let_go, set_up

    async def play() -> tuple[Any, ...]:
        async with get_client() as client:
            forced = dead_runs_automation()
            forced.actions = [
                ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message="", force=True)
            ]  # as once made
            await client.create_automation(forced)
            await set_up(client)
            await set_up(client)  # again doubles nothing
            flow_id = await client.create_flow(check)
            deployed = await client.create_deployment(flow_id=flow_id, name="check")
            dead = await client.create_flow_run(check, state=Running())
            late = [
                await client.create_flow_run_from_deployment(
                    deployed, state=Scheduled(scheduled_time=NOON + timedelta(hours=hour))
                )
                for hour in range(4)
            ]
            buried = await bury(client, {str(dead.id): "Process 7 ended without closing the run."})
            gone = await let_go(client, NOON + timedelta(hours=2, minutes=5), of={deployed})
            states = [(await client.read_flow_run(one.id)).state for one in (dead, *late)]
            await client.delete_deployment(deployed)
            failed = await client.create_flow_run(check, state=Failed(message="It said why."))
            await client.set_flow_run_state(failed.id, Crashed(message="No heartbeat."))
            states.append((await client.read_flow_run(failed.id)).state)
            return buried, gone, states, await client.read_automations_by_name(DEAD_RUNS)

    buried, gone, states, automations = asyncio.run(play())
    assert (buried, gone, len(automations)) == (1, 2, 1)
    assert [getattr(action, "force", None) for action in automations[0].actions] == [False]
    assert [state.type for state in states] == [
        StateType.CRASHED, StateType.CANCELLED, StateType.CANCELLED, StateType.SCHEDULED, StateType.SCHEDULED,
        StateType.FAILED,
    ]  # fmt: skip
    assert states[0].message == "Process 7 ended without closing the run."
    assert states[1].message == MISSED
