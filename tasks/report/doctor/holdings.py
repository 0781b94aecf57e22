"""What the home holds: settings, sources, database, archive."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches

from tasks.errors import ArchiveError, SourceError, UnknownSource
from tasks.load import DatabaseState, WriterState, query, sql_text
from tasks.report.doctor.finding import FAULT, OK, WARNING, Finding
from tasks.scrape import load_source, read_payload
from tasks.settings import Home, Settings, load_settings

SPOT_CHECKS = 20
_NEXT_RUN = "Run `dateline ingest`, which does it."


def settings(home: Home, environ: Mapping[str, str]) -> Finding:
    """Read the settings; what is wrong there is raised as it is for every command."""
    followed = load_settings(home, environ).sources
    known = [f"DATELINE_{field.name.upper()}" for field in fields(Settings)]
    for name in environ:
        is_ours = name.startswith("DATELINE_") and name not in (*known, "DATELINE_HOME")
        if is_ours and (near := get_close_matches(name, known, n=1, cutoff=0.8)):
            says = f"The environment sets {name}, which is no setting."
            return Finding("settings", WARNING, says, f"Is {near[0]} meant?")
    if not home.settings_file.exists():
        says = f"There is no {home.settings_file}, so that the defaults hold; `dateline init` writes one."
        return Finding("settings", OK, says)
    return Finding("settings", OK, f"{home.settings_file} is understood; sources followed: {len(followed)}.")


def sources(home: Home) -> Finding:
    """Read the files of the home's own sources and of those that it follows."""
    names = sorted({*load_settings(home).sources, *(path.stem for path in home.sources.glob("*.toml"))})
    wrong = []
    for name in names:
        try:
            load_source(name, home)
        except (SourceError, UnknownSource) as fault:
            wrong.append(fault)
    if wrong:
        return Finding("sources", FAULT, " ".join(fault.message for fault in wrong[:3]), wrong[0].next_step)
    return Finding("sources", OK, f"Followed or of the home's own: {len(names)}; their files are understood.")


def database(home: Home, published: DatabaseState | None, writer: WriterState) -> Iterator[Finding]:
    """Judge the published database beside the writer's own."""
    if writer.died:
        yield Finding(
            "writer",
            WARNING,
            f"{writer.died} wrote and did not come to its end.",
            f"Its work is completed by the next run. {_NEXT_RUN}",
        )
    elif writer.busy:
        yield Finding("writer", OK, f"{writer.busy} is writing now.")
    own = writer.database
    if published is None and own is None:
        yield Finding("database", OK, "There is none yet; `dateline ingest` makes it.")
        return
    if published is None or (own is not None and _rows(own) != _rows(published)):
        behind = f" ({own.fetch_count - published.fetch_count:,} fetches)" if own and published else ""
        says = f"{home.database} is behind what was loaded{behind}: a run ended before it was published."
        yield Finding("database", WARNING, says, f"The next run publishes all. {_NEXT_RUN}")
        return
    if published.is_behind:
        says = f"{home.database} has schema {published.schema_version}, an older one."
        yield Finding("database", WARNING, says, f"The next run brings it up to date. {_NEXT_RUN}")
        return
    says = f"{published.version_count:,} versions of articles, {published.mention_count:,} mentions"
    yield Finding("database", OK, f"{says}, schema {published.schema_version}.")


def failed_batches(home: Home) -> Finding:
    """Say whether batches were set aside."""
    found = sorted((home.runs / "failed").glob("*/*")) if (home.runs / "failed").is_dir() else []
    if not found:
        return Finding("batches", OK, "None was set aside.")
    return Finding(
        "batches",
        WARNING,
        f"{len(found)} were set aside in {home.runs / 'failed'}, since a check found them wrong.",
        "`dateline status` says why; their bytes are kept, so that `dateline reprocess` can read them again.",
    )


def archive(home: Home) -> Finding:
    """Read some archived records back, chosen by chance: they must be there and undamaged."""
    rows = query(home, sql_text("load", "sample_fetches"), {"sample_size": SPOT_CHECKS}).to_pylist()
    faults = []
    for row in rows:
        try:
            read_payload(home, row["warc_file"], row["warc_offset"])
        except ArchiveError as fault:
            faults.append(fault)
    if faults:
        says = f"{len(faults)} of {len(rows)} records do not read: {faults[0].message}"
        return Finding(
            "archive", FAULT, says, "Restore archive/ from a copy; `dateline verify` names every loss."
        )
    if left := sorted(home.archive.rglob("*.open")):
        says = f"{len(left)} files are open, or a crash left them so ({left[0].name})."
        return Finding("archive", WARNING, says, "Where no run is going on, the next one repairs them.")
    return Finding("archive", OK, f"{len(rows)} records chosen by chance read back undamaged.")


def _rows(state: DatabaseState) -> tuple[object, ...]:
    return state.fetch_count, state.version_count, state.mention_count, state.loaded_at
