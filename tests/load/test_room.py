"""How much memory DuckDB is given when something needs more than it began with."""

import duckdb
import pytest

from tasks.load.memory import begin_with, bound, memory_limit, with_room


def test_duckdb_gets_twice_as_much_until_it_is_enough_and_then_what_it_had_unless_twice_too_little() -> None:
    with duckdb.connect() as connection:
        bound(connection, 500_000_000)
        begin_with(connection, 100_000_000)
        limits: list[str] = []

        def work(enough: str) -> str:
            limits.append(memory_limit(connection))
            if limits[-1] != enough:
                raise duckdb.OutOfMemoryException("too little")
            return "done"

        assert with_room(connection, lambda: work("381.4 MiB")) == "done"
        assert limits == ["95.3 MiB", "190.7 MiB", "381.4 MiB"]
        assert memory_limit(connection) == "95.3 MiB"
        assert with_room(connection, lambda: work("190.7 MiB")) == "done"
        assert memory_limit(connection) == "190.7 MiB"
        with pytest.raises(duckdb.OutOfMemoryException):
            with_room(connection, lambda: work("more than there is"))
        assert limits[-1] == "476.7 MiB"  # the bound, as DuckDB rounds it
        assert memory_limit(connection) == "190.7 MiB"
