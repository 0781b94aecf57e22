"""One Prefect harness a session, a command line in this process, and the sample newspaper taken in once."""

import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from flows.cli.main import main
from tasks.load import query
from tasks.settings import Home

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


Run = Callable[..., Said]


def run(*words: str, environ: dict[str, str] | None = None) -> Said:
    """Run `dateline` in this process, as in a pipe; the environment is as it was afterwards."""
    data, err = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(data, "utf-8")
    without_columns = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    given = {**without_columns, **(environ or {})}
    with patch.dict(os.environ, given, clear=True), redirect_stdout(out), redirect_stderr(err):
        try:
            main(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
    out.flush()
    return Said(code, data.getvalue().decode(), err.getvalue())


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[None]:
    """A Prefect server for every flow of the session."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    # Every flow waits a second for the thread of its heartbeat to end.
    without_heartbeat = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with prefect_test_harness(server_startup_timeout=240), without_heartbeat:
        yield


@dataclass(frozen=True)
class Newspaper:
    """A home that took in edition 1, then 2, then 2 again; and what stood in it after each."""

    home: Home
    first: Said  # the command that took in both editions
    second: Said
    after_first: dict[str, list[Any]]
    after_second: dict[str, list[Any]]


@pytest.fixture(scope="session")
def newspaper(prefect_api: None, tmp_path_factory: pytest.TempPathFactory) -> Newspaper:
    home = Home(tmp_path_factory.mktemp("newspaper") / "home")
    first = run("sample", "--ingest", "--home", str(home.root))
    after_first = settled_rows(home)
    second = run("sample", "--ingest", "--home", str(home.root))
    return Newspaper(home, first, second, after_first, settled_rows(home))


@pytest.fixture(scope="session")
def one_article(prefect_api: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one article; copy it before you change it."""
    folder = tmp_path_factory.mktemp("one")
    home = Home(folder / "home")
    said = run("ingest", str(FIXTURES / "ferry.html"), "--home", str(home.root))
    assert said.code == 0, said.all
    return home


@pytest.fixture(scope="session")
def seed(shared: Path, prefect_api: None, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the first real article, from its text file; who takes it in again changes nothing."""
    home = Home(tmp_path_factory.mktemp("seed") / "home")
    said = run("ingest", str(shared / "seed" / "article.txt"), "--home", str(home.root))
    assert said.code == 0, said.all
    return home


@pytest.fixture
def home(one_article: Home, tmp_path: Path) -> Home:
    """A home with one article, for one test."""
    shutil.copytree(one_article.root, tmp_path / "home")
    return Home(tmp_path / "home")


def settled_rows(home: Home, *, but: str = "") -> dict[str, list[Any]]:
    """Return every row of core, ref and marts, but for one of these."""
    names = query(
        home,
        """
        select table_schema || '.' || table_name as name
        from information_schema.tables
        where table_schema in ('core', 'ref', 'marts')
        order by name
        """,
    ).to_pylist()
    assert len(names) > 8
    kept = [row["name"] for row in names if row["name"] != but]
    return {name: rows(home, f"select * from {name} order by all") for name in kept}


def rows(home: Home, sql: str) -> list[dict[str, Any]]:
    """Return the rows of a query on the published database."""
    found: list[dict[str, Any]] = query(home, sql).to_pylist()
    return found


def artifacts(run_id: str) -> dict[str, Any]:
    """Return the artifacts of a run by key."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
    from prefect.client.schemas.sorting import ArtifactSort

    of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[UUID(run_id)]))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=of_run, sort=ArtifactSort.KEY_ASC, limit=9, offset=0)
    return {str(artifact.key): artifact.data for artifact in found}
