"""docs/notify.yaml: an automation that Prefect takes as it stands, and that hears what the hooks tell."""

import re
from typing import Any
from uuid import uuid4

import pytest
import yaml  # type: ignore[import-untyped]  # prefect brings it, without types

from flows import hooks
from tests.conftest import ROOT

TEMPLATE = ROOT / "docs" / "notify.yaml"


def test_the_template_waits_for_what_the_failure_hook_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client.schemas.objects import FlowRun
    from prefect.events.schemas.automations import AutomationCore, EventTrigger
    from prefect.events.schemas.events import Resource, ResourceSpecification
    from prefect.states import Failed

    from flows.maintain import maintain

    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(hooks, "_leave", lambda *_, **__: None)
    monkeypatch.setattr(hooks, "emit_event", lambda event, **given: told.append((event, given)))
    run = FlowRun(flow_id=uuid4(), name="keep the home in order")
    hooks.tell_failure(maintain, run, Failed(message="The disk is full."))
    ((event, given),) = told

    automation = AutomationCore.model_validate(yaml.safe_load(TEMPLATE.read_text("utf-8")))
    trigger = automation.trigger
    assert isinstance(trigger, EventTrigger)
    assert trigger.expect == {event}
    assert ResourceSpecification.model_validate(trigger.match).matches(Resource(given["resource"]))
    (action,) = automation.actions
    assert action.type == "send-notification"
    named = set(re.findall(r"event\.payload\.(\w+)", action.subject + action.body))
    assert named == set(given["payload"])
    assert given["payload"]["said"] == "The disk is full."
