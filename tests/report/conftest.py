"""A home with a real archive, made once; and a copy of it for each test that changes it."""

import shutil
from pathlib import Path

import pytest

from tasks.settings import Home
from tests.report.real_home import take_in


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with three articles of two sources, one of them a copy of another's; for reading only."""
    home = Home(tmp_path_factory.mktemp("real") / "home")
    take_in(home)
    return home


@pytest.fixture
def home(taken_in: Home, tmp_path: Path) -> Home:
    """The same home, to be changed."""
    shutil.copytree(taken_in.root, tmp_path / "home")
    return Home(tmp_path / "home")
