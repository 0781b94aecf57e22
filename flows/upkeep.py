"""What a served Prefect needs beside its deployments: limits, an automation, and order after an outage."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.states import Cancelled, Crashed
from prefect.utilities.asyncutils import run_coro_as_sync

SILENT = timedelta(seconds=90)  # three heartbeats
NETWORK_TASKS = 16
DEAD_RUNS = "Dateline: a run without heartbeat is crashed"
ENDS = ("Completed", "Failed", "Cancelled", "Crashed")
MISSED = "It was missed while nothing was served; the newest of those catches up."


async def set_up(client: PrefectClient) -> None:
    """Create the limits and the automation that are not there; what a person changed stays."""
    limits = await client.read_concurrency_limits(limit=200, offset=0)
    if all(limit.tag != "network" for limit in limits):
        await client.create_concurrency_limit(tag="network", concurrency_limit=NETWORK_TASKS)
    held = await client.read_automations_by_name(DEAD_RUNS)
    if not held:
        await client.create_automation(dead_runs_automation())
    for old in held:
        if any(getattr(action, "force", False) for action in old.actions):  # as we made it once
            await client.update_automation(old.id, dead_runs_automation())


def dead_runs_automation() -> AutomationCore:
    """Return the automation: a run whose heartbeat stops without an end is marked as crashed.

    It does not force that: the end of a run may be missed where the server stops right after it, and Prefect
    then refuses to call a run crashed that has failed or completed.
    """
    trigger = EventTrigger(
        after={"prefect.flow-run.heartbeat"},
        expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{end}" for end in ENDS)},
        match={"prefect.resource.id": ["prefect.flow-run.*"]},
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENT,
    )
    words = f"Its process sent no heartbeat for {SILENT.seconds} s: it was killed, or its machine stopped."
    action = ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=words, force=False)
    return AutomationCore(name=DEAD_RUNS, description=words, trigger=trigger, actions=[action])


async def let_go(
    client: PrefectClient, now: datetime | None = None, of: Collection[UUID] | None = None
) -> int:
    """Cancel the scheduled runs that an outage made late, but for the newest of each deployment.

    Each run takes in all that was published since the last: one of them is enough, and no storm.
    """
    at = now or datetime.now(UTC)
    late = [run for run in await _runs(client, StateType.SCHEDULED) if _is_late(run, at, of)]
    newest: dict[Any, FlowRun] = {}
    for run in sorted(late, key=lambda one: one.expected_start_time or datetime.min.replace(tzinfo=UTC)):
        newest[run.deployment_id] = run
    missed = [run for run in late if newest[run.deployment_id].id != run.id]
    for run in missed:
        await client.set_flow_run_state(run.id, Cancelled(message=MISSED), force=True)
    return len(missed)


def bury_now(dead: Mapping[str, str]) -> None:
    """Do so from where no event loop runs."""
    if dead:
        run_coro_as_sync(_bury_now(dead))


async def _bury_now(dead: Mapping[str, str]) -> None:
    async with get_client() as client:
        await bury(client, dead)


async def bury(client: PrefectClient, dead: Mapping[str, str]) -> int:
    """Mark as crashed in Prefect the runs whose process died: without a server, nobody else could."""
    found = [run for run in await _runs(client, StateType.RUNNING) if str(run.id) in dead]
    for run in found:
        await client.set_flow_run_state(run.id, Crashed(message=dead[str(run.id)]))
    return len(found)


async def _runs(client: PrefectClient, kind: StateType) -> list[FlowRun]:
    of_kind = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[kind])))
    return await client.read_flow_runs(
        flow_run_filter=of_kind, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=200
    )


def _is_late(run: FlowRun, now: datetime, of: Collection[UUID] | None) -> bool:
    """Tell a run of a deployment (of those in `of`, or of any) whose time has passed."""
    if run.deployment_id is None or run.expected_start_time is None or run.expected_start_time >= now:
        return False
    return run.auto_scheduled if of is None else run.deployment_id in of
