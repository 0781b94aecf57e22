"""What every test may lean on: the shared material, and a rule that CI skips nothing."""

import os
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI") == "true"

# How long an example takes says nothing here. A desk looks at new examples each time, CI at the same ones:
# what it refuses is the change, not the day's luck.
hypothesis.settings.register_profile(
    "dateline", deadline=None, derandomize=IN_CI, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("dateline")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one core what shares a fixture: the flows their one Prefect server, a file its own."""
    for item in items:
        file = item.path.relative_to(ROOT)
        item.add_marker(pytest.mark.xdist_group("flows" if "flows" in file.parts else str(file)))


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
