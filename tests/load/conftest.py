"""A home, a clock that the test moves, and a small warehouse that is filled and published."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from tasks.load import Warehouse, writer
from tasks.records import Origin, VersionChange
from tasks.settings import Home
from tests.load import factory, region


class Ticking:
    """A clock that is a minute further each time it is asked."""

    def __init__(self, start: datetime = factory.NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Opens(Protocol):
    def __call__(self, run_id: str = "run-1") -> AbstractContextManager[Warehouse]: ...


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose warehouse has seen all migrations; copy it."""
    made = Home(tmp_path_factory.mktemp("empty") / "home")
    with writer(made, "run-0"):
        pass
    return made


@pytest.fixture
def home(empty_home: Home, tmp_path: Path) -> Home:
    """A home with an empty warehouse at the newest schema."""
    shutil.copytree(empty_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def opened(home: Home, clock: Ticking) -> Opens:
    def open_it(run_id: str = "run-1") -> AbstractContextManager[Warehouse]:
        return writer(home, run_id, clock)

    return open_it


@pytest.fixture
def warehouse(opened: Opens) -> Iterator[Warehouse]:
    with opened() as it:
        yield it


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two sources, a wire copy, a changed article, refusals and checks; for reading only."""
    home = Home(tmp_path_factory.mktemp("published") / "home")
    rows = factory.Rows()
    first = factory.article(rows)
    rows.add(factory.ANSWER)
    copy = factory.article(rows, "wire", "echo", story=first.article_id)
    rows.add(Origin(first.article_id, "original", None, None, None, None, None, None))
    rows.add(Origin(copy.article_id, "copy", first.article_id, None, 1.0, 1.0, 0, "digest"))
    barred = factory.link("https://courier.example/barred")
    rows.add(barred, factory.unfetched(barred, "refused", "robots", detail="robots.txt forbids it."))
    later = factory.Rows()
    second = factory.article(
        later,
        run_id="run-2",
        body=factory.TEXT + " A second ferry left.",
        number=2,
        fetched_at=factory.NOON + timedelta(hours=2),
    )
    wire = factory.link("https://echo.example/wire", "echo")
    gone = factory.NOON + timedelta(hours=2)
    later.add(factory.unfetched(wire, "failed", "withdrawn", "run-2", http_status=410, fetched_at=gone))
    added = ("A second ferry left.",)
    later.add(VersionChange(second.version_id, first.version_id, "correction", True, False, added, ()))
    with writer(home, "run-1", Ticking()) as warehouse:
        warehouse.start_run(factory.run())
        assert not warehouse.load(rows.write(home.runs / "run-1" / "one")).failed
        assert not warehouse.load(later.write(home.runs / "run-1" / "two")).failed
        warehouse.rejections([factory.rejection("empty.txt")])
        checks = warehouse.run_checks("run-1", factory.NOON)
        assert [c for c in checks if c.bad_rows] == []
        warehouse.end_run("run-1", "completed")
        warehouse.publish()
    return home


@pytest.fixture(scope="session")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with six weeks of three sources (see `region`); for reading only."""
    home = Home(tmp_path_factory.mktemp("watched") / "home")
    region.fill(home)
    return home
