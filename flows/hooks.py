"""What happens when a run fails: which source, what, and what to do, where whoever watches will see it."""

from typing import Any

from prefect.artifacts import create_markdown_artifact
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
    create_markdown_artifact("\n".join(lines) + "\n", key=f"{flow.name}-failure", description="What failed")
    emit_event(
        FAILED_EVENT,
        resource={"prefect.resource.id": f"dateline.flow.{flow.name}", "prefect.resource.name": flow.name},
        payload={"run": run.name, "said": said, "next_step": next_step},
    )


def _words(state: "State[Any]") -> tuple[str, str]:
    fault: object = state.result(raise_on_failure=False) if state.is_failed() else None
    if isinstance(fault, DatelineError):
        return fault.message, fault.next_step
    step = "Its log in the Prefect UI says where; run it again: what was loaded is kept."
    return state.message or "It ended without saying why.", step


FAILURE_HOOKS: dict[str, Any] = {"on_failure": [tell_failure], "on_crashed": [tell_failure]}
