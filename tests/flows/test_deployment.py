"""What prefect.yaml promises is there, and is what `dateline serve` deploys."""

import importlib
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # prefect brings it, without types

from flows.deployments import DEPLOYED
from tests.conftest import ROOT

NAMES = ("ingest", "backfill", "reprocess", "check", "gazetteer", "maintain")


def flow_of(entrypoint: str) -> Any:
    path, name = entrypoint.split(":")
    return getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)


def test_prefect_yaml_deploys_what_serve_deploys() -> None:
    described: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    assert tuple(one.flow for one in DEPLOYED) == NAMES
    assert [one["name"] for one in described["deployments"]] == list(NAMES)
    for one, served in zip(described["deployments"], DEPLOYED, strict=True):
        flow = flow_of(one["entrypoint"])
        assert (flow.name, flow.fn.__name__) == (served.flow, served.flow)
        assert [schedule["cron"] for schedule in one.get("schedules", [])] == [served.cron] * bool(
            served.cron
        )
        assert set(one["parameters"]) <= set(flow.parameters.properties)
        assert one["concurrency_limit"]["limit"] == 1
        assert one["description"] == served.says


@pytest.mark.parametrize("name", NAMES)
def test_the_parameters_explain_themselves_in_the_form(name: str) -> None:
    for parameter, described in flow_of(f"flows/{name}.py:{name}").parameters.properties.items():
        assert described.get("description"), parameter
        assert {"type", "anyOf", "allOf", "$ref", "default"} & set(described), parameter
