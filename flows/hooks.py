"""What happens when a run fails: which source, what, and what to do, where whoever watches will see it."""

from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.objects import FlowRun, State
from prefect.events import emit_event
from prefect.flows import Flow

from tasks.errors import DatelineError
from tasks.report import markdown

FAILED_EVENT = "dateline.run.failed"


def tell_failure(flow: "Flow[Any, Any]", run: FlowRun, state: "State[Any]") -> None:
    """Leave an artifact that says what failed and what to do, and an event for an automation to wait for."""
    said, next_step = _words(state)
    parts = [part.strip() for part in said.split("; ") if part.strip()]
    lines = [f"# {markdown(run.name)}: {markdown(state.name or 'failed')}", ""]
    lines += [f"- {markdown(part)}" for part in parts]
    lines += ["", f"**What to do:** {markdown(next_step)}"] if next_step else []
    _leave(run, f"{flow.name}-failure", "\n".join(lines) + "\n")
    emit_event(
        FAILED_EVENT,
        resource={"prefect.resource.id": f"dateline.flow.{flow.name}", "prefect.resource.name": flow.name},
        payload={"run": run.name, "said": said, "next_step": next_step},
    )


def _leave(run: FlowRun, key: str, text: str) -> None:
    # A run that was stopped is over by now, and Prefect's own functions leave artifacts with the present run.
    artifact = ArtifactCreate(
        type="markdown", key=key, description="What failed", data=text, flow_run_id=run.id
    )
    with get_client(sync_client=True) as client:
        client.create_artifact(artifact)


def _words(state: "State[Any]") -> tuple[str, str]:
    fault: object = state.result(raise_on_failure=False) if state.is_failed() else None
    if isinstance(fault, DatelineError):
        return fault.message, fault.next_step
    step = "Its log in the Prefect UI says where; run it again: what was loaded is kept."
    return state.message or "It ended without saying why.", step


FAILURE_HOOKS: dict[str, Any] = {"on_failure": [tell_failure], "on_crashed": [tell_failure]}
