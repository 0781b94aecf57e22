"""What prefect.yaml promises is there."""

import importlib
from typing import Any

import yaml  # type: ignore[import-untyped]  # prefect brings it, without types

from flows.schedule import HOURLY
from tests.conftest import ROOT


def test_the_deployment_has_the_name_of_its_flow_and_the_schedule_of_serve() -> None:
    described: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    (deployment,) = described["deployments"]
    path, name = deployment["entrypoint"].split(":")
    flow = getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)
    assert (flow.name, name, deployment["name"]) == ("ingest", "ingest", "ingest")
    assert [schedule["cron"] for schedule in deployment["schedules"]] == [HOURLY]
    assert set(deployment["parameters"]) <= set(flow.parameters.properties)
    assert deployment["concurrency_limit"]["limit"] == 1


def test_the_parameters_explain_themselves_in_the_form() -> None:
    from flows.ingest import ingest

    for name, described in ingest.parameters.properties.items():
        assert described.get("description"), name
