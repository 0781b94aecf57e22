"""The warehouse as its one writer sees it."""

import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.batches import Batch
from tasks.errors import LoadFailed, UsageError, WarehouseError
from tasks.load import accepting, checks, forgetting
from tasks.load.compact import compact
from tasks.load.comparing import Changes, compare_results
from tasks.load.connect import arrow, attach, connect_writer, detach
from tasks.load.filters import Filters
from tasks.load.known import (
    KnownInWarehouse,
    changed_states,
    feed_histories,
    known_answers,
    known_fetches,
    named_places,
)
from tasks.load.loading import LoadCounts, load_batch, merge_rows, set_aside
from tasks.load.lock import Tell, hold, is_alive
from tasks.load.memory import FIRST_BYTES, begin_with, bound, sweep_spills, too_little, with_room
from tasks.load.migrate import make_marts, migrate
from tasks.load.publish import Published, behind_note, due, note_behind, publish_copy
from tasks.load.texts import sql_text
from tasks.records import Check, Intake, Rejection, Run, SourceState
from tasks.relate import Known, Target
from tasks.scrape import FeedHistory, KnownFetches, SourceSpec, load_source
from tasks.settings import Home, load_settings

Clock = Callable[[], datetime]


def _utc_now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def writer(
    home: Home, run_id: str, clock: Clock = _utc_now, wait_s: float = 0.0, tell: Tell | None = None
) -> Iterator["Warehouse"]:
    """Open the home's warehouse for writing, at the newest schema, and close it when the block ends.

    `tell` is told what takes long before any work: waiting for another, and for whom, or a migration.
    WriterBusy where another process writes and has not ended after `wait_s` seconds, NewerDatabase
    where a newer dateline did. Runs that a dead writer left open are marked as crashed.
    """
    with hold(home.warehouse / "lock", run_id, wait_s, tell):
        path = home.warehouse / "warehouse.duckdb"
        connection = connect_writer(path)
        try:
            migrate(connection, path, clock(), tell)
            make_marts(connection)
            bound(connection, load_settings(home).max_memory_bytes)  # a migration may need all there is
            sweep_spills(home.database)
            given = {"now": clock(), "run_id": run_id}
            crashed = connection.execute(sql_text("ops", "crashed_runs"), given).fetchall()
            sweep(home, [row[0] for row in crashed])
            warehouse = Warehouse(home, run_id, connection, clock)
            if forgetting.unfinished(connection, home):
                warehouse.end_forgetting()
            yield warehouse
        finally:
            connection.close()


def sweep(home: Home, crashed: list[str]) -> None:
    """Remove the stage files of crashed runs: what was not loaded is asked for again, its bytes are kept."""
    for run_id in crashed:
        shutil.rmtree(home.runs / run_id, ignore_errors=True)


class Warehouse:
    """One writer's hold on the database; its methods may be called from any thread, one at a time."""

    def __init__(self, home: Home, run_id: str, connection: DuckDBPyConnection, clock: Clock) -> None:
        self.home = home
        self.run_id = run_id
        self._connection = connection
        self._clock = clock
        self._turn = threading.RLock()
        self._named: dict[str, dict[str, int]] = {}
        self._held: dict[str, Check] = {}

    def spare_memory(self, first_bytes: int | None = None) -> None:
        """Have DuckDB begin with what a home of this size needs, or so many bytes; more if it must."""
        size = (self.home.warehouse / "warehouse.duckdb").stat().st_size
        with self._turn:
            begin_with(self._connection, first_bytes or max(FIRST_BYTES, size))

    def load(self, batch: Batch) -> LoadCounts:
        """Load a batch in one transaction and remove its folder.

        Where it cannot be loaded, nothing of it is: the folder goes to runs/failed/<run_id>/ with
        the reason, which is also a rejection and `failed` in the counts; other batches go on.
        """
        with self._turn:
            now = self._clock()
            try:
                counts = with_room(self._connection, lambda: load_batch(self._connection, batch, now))
            except LoadFailed as fault:
                if isinstance(fault, checks.HeldBack):
                    self._note_held(fault, now)
                return self._refuse(batch, fault.message, now)
            except duckdb.OutOfMemoryException as fault:
                raise too_little(fault, self._connection, f"Loading {batch.folder}") from fault
            except duckdb.Error as fault:
                raise WarehouseError(
                    f"Loading {batch.folder} stopped: {str(fault).splitlines()[0]}",
                    "What was loaded before is kept, and so is the batch; mend that and run again.",
                ) from fault
            shutil.rmtree(batch.folder)
            return counts

    def known_fetches(self, source_id: str) -> KnownFetches:
        """Return the last fetch with content of each address of a source, by URL."""
        return known_fetches(self._ask, source_id)

    def feed_histories(self, source_id: str) -> dict[str, FeedHistory]:
        """Return what earlier runs met at the feeds of a source, by URL; a feed never asked has none."""
        return feed_histories(self._ask, source_id, self._clock())

    def known(self) -> Known:
        """Return what is held of articles, versions and stories, to be asked by key."""
        return KnownInWarehouse(self._ask)

    def known_answers(self, service: str) -> frozenset[str]:
        """Return the folded names that a remote geocoder need not be asked again."""
        return known_answers(self._ask, service, self._clock())

    def known_payloads(self, digests: Collection[str]) -> list[dict[str, Any]]:
        """Return the fetches by which the archive holds bytes of these digests, and where they rest."""
        wanted = pa.table({"key": pa.array(sorted(digests), pa.string())})
        rows: list[dict[str, Any]] = self._ask(sql_text("load", "known_payloads"), {}, wanted).to_pylist()
        return rows

    def intakes(self) -> dict[str, Intake]:
        """Return how far earlier backfills are with what they read, by id."""
        rows = self._ask(sql_text("load", "intakes"), {}).to_pylist()
        return {row["intake_id"]: Intake(**row) for row in rows}

    def named_places(self, source_ids: Collection[str]) -> dict[str, dict[str, int]]:
        """Return how many of each source's newest articles of earlier days name each place: its home.

        What a source was when this run first asked it stays for the run, so that no order of batches matters.
        """
        if fresh := {*source_ids} - self._named.keys():
            found = named_places(self._ask, fresh, self._clock())
            self._named |= {source_id: found.get(source_id, {}) for source_id in fresh}
        return {source_id: self._named[source_id] for source_id in source_ids}

    def start_run(self, run: Run) -> None:
        """Record that a run has begun."""
        with self._turn:
            merge_rows(self._connection, Run, [run], self._clock())

    def end_run(self, run_id: str, state: str, reason: str | None = None) -> None:
        """Record how a run ended: 'completed', or 'failed' with its reason; and how its sources do now."""
        words = "update ops.runs set state = $state, reason = $reason, ended_at = $now where run_id = $run_id"
        given = {"state": state, "reason": reason, "now": self._clock(), "run_id": run_id}
        with self._turn:
            self._connection.execute(words, given)
            now = self._clock()
            changed = changed_states(self._ask, run_id, self._spec, now)
            merge_rows(self._connection, SourceState, changed, now)

    def run_checks(self, run_id: str, now: datetime) -> list[Check]:
        """Run every check over everything, keep the results in ops.checks and return them."""
        with self._turn:
            results = checks.run_checks(self._connection, run_id, now, self._held)
            merge_rows(self._connection, Check, results, now)
            return results

    def rejections(self, rejections: Collection[Rejection]) -> int:
        """Record rejections that belong to no batch; return how many were new."""
        with self._turn:
            return merge_rows(self._connection, Rejection, list(rejections), self._clock()).inserted

    def publish(self) -> int:
        """Replace the published database by a copy of this one, at once; return its size in bytes."""
        with self._turn:
            path = self.home.warehouse / "warehouse.duckdb"
            try:
                detach(self._connection)
            except duckdb.Error as fault:
                raise WarehouseError(
                    f"Writing {path} out stopped: {str(fault).splitlines()[0]}",
                    "What was loaded is kept in its log; make room and run again.",
                ) from fault
            try:
                size = publish_copy(path, self.home.database)
                behind_note(self.home).unlink(missing_ok=True)
                return size
            except OSError as fault:
                raise WarehouseError(
                    f"Publishing to {self.home.database} stopped: {fault.strerror or fault}.",
                    "What was published before stands, and what was loaded is kept; make room and run again.",
                ) from fault
            finally:
                attach(self._connection, path)

    def publish_when_due(self, every_s: float) -> Published:
        """Publish, unless that was done less than `every_s` seconds ago: then note that it is behind."""
        with self._turn:
            now = self._clock()
            due_at = due(self.home, every_s, now)
            if due_at is None:
                return Published(self.publish())
            note_behind(self.home, now, due_at)
            return Published(None, due_at)

    def table(self, sql: str, params: Mapping[str, Any] | None = None) -> pa.Table:
        """Return the rows of a query on what is loaded, published or not, as `Reader.table` does."""
        return self._ask(sql, dict(params or {}))

    def plan_forgetting(self, subject: str) -> forgetting.Forgetting:
        """Find what forgetting a URL or a source would take with it."""
        with self._turn:
            return forgetting.plan_forgetting(self._connection, self.home, subject)

    def forget(self, plan: forgetting.Forgetting, after: forgetting.Step = lambda step: None) -> None:
        """Forget what a plan names, in tables and archive, and publish; see `forgetting`.

        `after` is told each step when it is done.
        """
        with self._turn:
            forgetting.forget(self._connection, self.home, plan, self.run_id, self._clock(), after)
            self.end_forgetting(after)

    def end_forgetting(self, after: forgetting.Step = lambda step: None) -> None:
        """Do what is left once the tables have forgotten: no byte of it stays in archive or database."""
        with self._turn:
            forgetting.put_in_place(self.home)
            after("renamed")
            self.compact()
            after("compacted")
            self.publish()
            after("published")
            forgetting.remove_old(self.home)

    def forgotten(self) -> frozenset[str]:
        """Return digests of addresses, and names of sources, that are not to be fetched."""
        with self._turn:
            return forgetting.forgotten_ids(self._connection)

    def compact(self) -> tuple[int, int]:
        """Write the database anew: what was deleted leaves the file, and its room goes back to the disk.

        Returns the size in bytes before and after.
        """
        with self._turn:
            self._connection.execute("drop schema if exists marts cascade")  # views are not copied in order
            try:
                return compact(self._connection, self.home.warehouse / "warehouse.duckdb")
            finally:
                make_marts(self._connection)

    def sample_fetches(self, sample_size: int) -> list[dict[str, Any]]:
        """Return where some archived records lie, chosen by chance."""
        words = sql_text("load", "sample_fetches")
        rows: list[dict[str, Any]] = self._ask(words, {"sample_size": sample_size}).to_pylist()
        return rows

    def crashed_runs(self) -> list[tuple[str, str]]:
        """Return id and reason of the runs whose process died, or failed and is gone."""
        rows = self._ask(sql_text("load", "crashed_runs"), {}).to_pylist()
        gone = [row for row in rows if row["state"] == "crashed" or not is_alive(row["pid"])]
        return [(row["run_id"], row["reason"] or "Its process died.") for row in gone]

    def reprocess_targets(self, filters: Filters) -> list[dict[str, Any]]:
        """Return the versions whose bytes can be read again, with what is held of each."""
        words = sql_text("load", "reprocess_targets")
        rows: list[dict[str, Any]] = self._ask(words, filters.parameters()).to_pylist()
        return rows

    def reprocess_rows(self, targets: Collection[Target]) -> list[dict[str, str]]:
        """Return what reading some versions again asks for, a row each, its parts as JSON."""
        with self._turn:
            accepting.wanted_table(self._connection, targets, None)
            rows: list[dict[str, str]] = self._ask(sql_text("load", "reprocess_rows"), {}).to_pylist()
            return rows

    def reprocess_rejected(self, filters: Filters) -> list[dict[str, Any]]:
        """Return the archived pages that made no article; none where filters ask for mentions or language."""
        given = filters.parameters()
        if given["has_mention"] or given["language"]:
            return []
        chosen = {name: given[name] for name in ("source", "since", "until")}
        rows: list[dict[str, Any]] = self._ask(sql_text("load", "reprocess_rejected"), chosen).to_pylist()
        return rows

    def reprocess_rejected_rows(self, fetch_ids: Collection[str]) -> list[dict[str, str]]:
        """Return what cleaning some fetches again asks for, a row each, its parts as JSON."""
        rows: list[dict[str, str]] = self._under("reprocess_rejected_rows", fetch_ids)
        return rows

    def reprocess_found(self, cleaning_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return those of some cleanings of rejected pages that find an article."""
        return self._under("reprocess_found", cleaning_ids)

    def reprocess_changes(self, targets: Collection[Target], result_version: str | None) -> Changes:
        """Compare the results of a version (else of today's) with what is accepted."""
        with self._turn:
            accepting.wanted_table(self._connection, targets, result_version)
            return compare_results(self._connection)

    def known_results(self, beginning: str) -> list[str]:
        """Return the result versions that begin so; UsageError where none does."""
        with self._turn:
            return accepting.known_results(self._connection, beginning)

    def accept(
        self, targets: Collection[Target], result_version: str | None, place_rows: accepting.PlaceRows
    ) -> tuple[int, tuple[str, ...]]:
        """Accept the results of a version (else of today's), in one transaction; see `accepting.accept`."""
        with self._turn:
            if result_version is not None:
                accepting.known_results(self._connection, result_version)
            accepting.wanted_table(self._connection, targets, result_version)
            return accepting.accept(self._connection, self._ask, self._clock(), place_rows)

    def _under(self, name: str, keys: Collection[str]) -> list[dict[str, Any]]:
        wanted = pa.table({"key": pa.array(sorted(keys), pa.string())})
        rows: list[dict[str, Any]] = self._ask(sql_text("load", name), {}, wanted).to_pylist()
        return rows

    def _note_held(self, fault: checks.HeldBack, now: datetime) -> None:
        name, severity = fault.check.name, fault.check.severity
        rows = fault.bad_rows + (self._held[name].held_rows if name in self._held else 0)
        self._held[name] = Check(self.run_id, name, severity, 0, fault.example, now, rows)
        merge_rows(self._connection, Check, [self._held[name]], now)

    def _refuse(self, batch: Batch, reason: str, now: datetime) -> LoadCounts:
        place, rejection = set_aside(batch, self.home.runs / "failed" / self.run_id, self.run_id, reason, now)
        merge_rows(self._connection, Rejection, [rejection], now)
        return LoadCounts(batch.folder.name, failed=reason, moved_to=place)

    def _spec(self, source_id: str) -> SourceSpec | None:
        """Return what a source's file says; None where it is gone or broken."""
        try:
            return load_source(source_id, self.home)
        except UsageError:
            return None

    def _ask(self, words: str, given: dict[str, Any], wanted: pa.Table | None = None) -> pa.Table:
        with self._turn:
            if wanted is None:
                return with_room(self._connection, lambda: arrow(self._connection, words, given))
            # A temporary table and no view on Arrow's memory: its number of rows is known to the planner.
            self._connection.register("given", wanted)
            self._connection.execute("create or replace temp table wanted as select * from given")
            self._connection.unregister("given")
            try:
                return with_room(self._connection, lambda: arrow(self._connection, words, given))
            finally:
                self._connection.execute("drop table temp.wanted")
