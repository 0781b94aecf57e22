"""What every test may lean on: the shared material, and a rule that CI skips nothing."""

import os
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# How long an example takes says nothing here. A desk looks at new examples each time, CI at the same ones:
# what it refuses is the change, not the day's luck.
hypothesis.settings.register_profile(
    "dateline", deadline=None, derandomize=IN_CI, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("dateline")


@pytest.hookimpl(optionalhook=True)  # without xdist nobody asks
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep on one core what shares a fixture: the flows their one Prefect server, a file its own.

    A scheduler of our own, since the marks of `--dist loadgroup` are lost under pytest 9.2.
    """

    def scope(nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "flows" if "/flows/" in file and config.option.markexpr != "slow" else file

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = scope
    return scheduler


def missing(what: str) -> None:
    """Skip a test that lacks something, with the reason; in CI it fails instead."""
    if IN_CI:
        pytest.fail(f"{what}; in CI nothing may be missing")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material (DATELINE_SHARED, default ../shared)."""
    folder = Path(os.environ.get("DATELINE_SHARED", ROOT.parent / "shared"))
    if not (folder / "README.md").is_file():
        missing(f"no shared material at {folder} (DATELINE_SHARED)")
    return folder
