"""core.story_articles says what core.articles says, whatever loads did there."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.checks import ALL_ROWS, assertions, bad_rows
from tasks.load.connect import connect_writer
from tasks.load.loading import merge_rows
from tasks.load.migrate import make_marts, migrate
from tasks.load.shared import keep_shared
from tasks.records import Article
from tests.load.factory import NOON

(CHECK,) = [one for one in assertions() if one.name == "story_articles_are_those_of_shared_stories"]
NAMES = "abcde"
# Each load writes some articles, each in a story and at a version.
LOADS = st.lists(
    st.dictionaries(
        st.sampled_from(NAMES), st.tuples(st.sampled_from(NAMES), st.integers(1, 3)), min_size=1, max_size=3
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    held = connect_writer(tmp_path_factory.mktemp("shared") / "warehouse.duckdb")
    migrate(held, "here", NOON)
    make_marts(held)
    yield held
    held.close()


@given(LOADS)
@settings(max_examples=15, deadline=None)
def test_stories_that_grow_part_and_join_are_kept_as_the_articles_tell_them(
    connection: DuckDBPyConnection, loads: list[dict[str, tuple[str, int]]]
) -> None:
    connection.execute("begin; delete from core.articles; delete from core.story_articles")
    for number, load in enumerate(loads):
        now = NOON + timedelta(minutes=number)
        rows = [
            Article(name, "echo", story, f"{name}{version}", f"https://echo.example/{name}",
                    f"https://echo.example/{name}", NOON)
            for name, (story, version) in load.items()
        ]  # fmt: skip
        merge_rows(connection, Article, rows, now)
        keep_shared(connection, now)
        assert bad_rows(connection, CHECK, ALL_ROWS) == (0, None)
    ((kept, shared),) = connection.execute(
        "select (select count(*) from core.story_articles), count(*) from core.articles "
        "where story_id in (select story_id from core.articles where story_id <> article_id)"
    ).fetchall()
    connection.execute("rollback")
    assert kept == shared
