"""The house holds: who may import what."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

ROOMS = ("scrape", "clean", "relate", "geocode", "load", "report")
SHARED_MODULES = {
    "records",
    "story_records",
    "run_records",
    "errors",
    "hands",
    "settings",
    "settings_text",
    "urls",
    "batches",
}


def breaches(path: str, code: str) -> list[str]:
    """Return what the file at `path` (from the root) imports against the rule of the house."""
    found = []
    for module in sorted(imported(code)):
        top, *rest = module.split(".")
        if top == "prefect" and not may_import_prefect(path):
            found.append(f"{path} imports {module}: only flows/ and tasks/<room>/task.py may")
        if top == "duckdb" and not path.startswith("tasks/load/"):
            found.append(f"{path} imports {module}: only tasks/load/ may")
        if top == "flows" and path.startswith("tasks/"):
            found.append(f"{path} imports {module}: imports go from flows to tasks")
        if top == "tests":
            found.append(f"{path} imports {module}: what ships needs no tests")
        if top == "tasks" and rest and reaches_in(path, rest):
            found.append(f"{path} imports {module}: only what that room's __init__ names")
    return found


def imported(code: str) -> Iterator[str]:
    """Yield the modules that a file names, at its top or inside a function."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def may_import_prefect(path: str) -> bool:
    """Say whether prefect may be imported there."""
    parts = Path(path).parts
    return parts[0] == "flows" or (len(parts) == 3 and parts[0] == "tasks" and parts[2] == "task.py")


def reaches_in(path: str, rest: list[str]) -> bool:
    """Say whether a room imports from inside another room."""
    parts = Path(path).parts
    if parts[0] != "tasks" or rest[0] in SHARED_MODULES:
        return False
    return len(parts) < 3 or (parts[1] != rest[0] and len(rest) > 1)


def shipped() -> list[Path]:
    return sorted(p for top in ("flows", "tasks") for p in (ROOT / top).rglob("*.py"))


def test_every_file_imports_only_what_its_room_may() -> None:
    files = shipped()
    assert len(files) > 30
    found = [b for p in files for b in breaches(str(p.relative_to(ROOT)), p.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("tasks/clean/dates.py", "import prefect"),
        ("tasks/clean/dates.py", "def f():\n    from prefect.artifacts import x"),
        ("tasks/report/show.py", "import duckdb"),
        ("flows/cli/sql.py", "import duckdb.typing"),
        ("tasks/clean/dates.py", "from flows.ingest import ingest"),
        ("tasks/clean/dates.py", "from tasks.scrape.fetch.client import Client"),
        ("tasks/records.py", "from tasks.scrape.sources import SourceSpec"),
        ("tasks/load/loading.py", "from tests.load import factory"),
        ("tasks/geocode/build/task.py", "import prefect"),
    ],
)
def test_a_breach_of_the_import_rule_is_found(path: str, code: str) -> None:
    assert breaches(path, code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("tasks/clean/task.py", "from prefect import task"),
        ("flows/ingest.py", "from prefect import flow\nfrom tasks.clean.task import clean_task"),
        ("tasks/load/connect.py", "import duckdb"),
        ("tasks/clean/batch.py", "from tasks.scrape import read_payload\nfrom tasks.records import Fetch"),
        ("tasks/clean/batch.py", "from tasks.clean.dates import parse"),
    ],
)
def test_what_the_rule_allows_is_no_breach(path: str, code: str) -> None:
    assert breaches(path, code) == []


def test_no_module_is_above_four_hundred_lines() -> None:
    long = [str(p.relative_to(ROOT)) for p in shipped() if len(p.read_text("utf-8").splitlines()) > 400]
    assert long == []
