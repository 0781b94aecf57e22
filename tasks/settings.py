"""A home on disk, its settings, and what Prefect must be told before it is imported."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tasks.errors import UnknownSetting, UsageError

SETTINGS_FILE = "dateline.toml"
LEAST_MEMORY = 128_000_000  # bytes; with less, DuckDB cannot keep the marts' questions going
TASK_RUNNERS = ("", "threads", "processes", "dask", "ray")


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything of one person or desk lies."""

    root: Path

    @property
    def database(self) -> Path:
        """The published file that anyone may open read-only."""
        return self.root / "dateline.duckdb"

    @property
    def warehouse(self) -> Path:
        """The folder of the writer's own file and its lock."""
        return self.root / "warehouse"

    @property
    def archive(self) -> Path:
        """The WARC files, by source and day."""
        return self.root / "archive"

    @property
    def runs(self) -> Path:
        """Stage files of unfinished runs."""
        return self.root / "runs"

    @property
    def sources(self) -> Path:
        """The person's own sources."""
        return self.root / "sources"

    @property
    def gazetteer(self) -> Path:
        """The gazetteer that `dateline gazetteer update` made; else the shipped one is used."""
        return self.root / "gazetteer"

    @property
    def prefect(self) -> Path:
        """Prefect's own folder."""
        return self.root / "prefect"

    @property
    def settings_file(self) -> Path:
        """The settings, which a person may edit."""
        return self.root / SETTINGS_FILE


@dataclass(frozen=True, slots=True)
class Basis:
    """On what ground a source is read that reserves text and data mining."""

    ground: str  # 'permission' or 'research'
    since: date


@dataclass(frozen=True, slots=True)
class Settings:
    """What a home may set in dateline.toml, or the environment as DATELINE_<NAME>.

    The comments are what `dateline init` writes: above each field what it is, its unit, and why it is so;
    those with an empty line below are headings.
    """

    # What is followed, and who asks

    # Names of the sources that this home follows, which every run without words takes in; `dateline source
    # add` and your editor write here.
    sources: tuple[str, ...] = ()
    # The User-Agent header; empty means Dateline's own name and version, so that a site sees who asks.
    user_agent: str = ""
    # A URL or mail address that is added to it, so that a publisher can reach you before blocking you.
    contact: str = ""
    # 'NAME permission|research DAY': on what ground, and from which day, a source is read that reserves text
    # and data mining; without one it is not asked, since the law of many countries lets it forbid that.
    tdm_basis: tuple[str, ...] = ()

    # Asking sites

    # Seconds between two requests to one host where neither its file nor its robots.txt says more; slower
    # than a reader who opens tabs, so that no small site suffers.
    pace_s: float = 1.0
    # Seconds that a whole request may take, so that one slow page does not hold up its source.
    timeout_s: float = 30.0
    # Seconds without a byte after which a request ends: servers that trickle would else hold it to the end.
    idle_s: float = 20.0
    # Redirects that are followed, each judged anew; more are a loop.
    max_redirects: int = 5
    # Bytes of one response once unpacked; longer ones are no article, and could fill the memory.
    max_body_bytes: int = 20_000_000
    # Times that a body larger than a megabyte may grow when it is unpacked; beyond, it is a bomb.
    max_ratio: int = 200
    # Bytes of a response's headers; no site needs more, and above 100 kB a response is never read.
    max_header_bytes: int = 65_536
    # Beginnings of content types that are refused before the body comes, since they hold no text.
    refused_types: tuple[str, ...] = (
        "image/",
        "audio/",
        "video/",
        "font/",
        "application/pdf",
        "application/zip",
    )
    # Seconds in one run (5 h) after which a source's remaining links wait for the next one, so that a
    # source with a long backlog does not keep the others waiting.
    max_fetch_s: float = 18_000.0
    # Minutes, hours or days (m, h, d) after first sight at which an article is asked again, since most
    # corrections come on the first day; [] never asks again.
    revisit: tuple[str, ...] = ("1h", "6h", "1d", "7d")

    # Finding links

    # Links that are taken from one feed, sitemap or listing, the freshest first: more are its history.
    max_links: int = 5_000
    # Sitemaps that one index leads to over all its levels, the freshest first: old ones hold old news.
    max_sitemaps: int = 50
    # Levels of indexes within indexes: one that names itself must come to an end.
    max_sitemap_depth: int = 2
    # Bytes of a sitemap once unpacked; 50 MiB is the protocol's own limit.
    max_sitemap_bytes: int = 52_428_800

    # Working through a run

    # Articles that are cleaned, geocoded and loaded together: enough that a task is worth its overhead, few
    # enough that little is lost where one is killed.
    batch_size: int = 100
    # Pages of a backfill that are read, related and loaded together; stories are compared within them.
    backfill_group_size: int = 2_000
    # Who cleans and geocodes: threads, processes, dask or ray; empty leaves it to the flow, which takes
    # what is fastest on one machine.
    task_runner: str = ""
    # Workers that do so; 0 means one a core.
    workers: int = 0
    # Address of a Dask scheduler, as tcp://host:8786; empty starts a local cluster.
    dask_address: str = ""
    # Address of a Ray cluster, as ray://host:10001; empty starts a local one.
    ray_address: str = ""
    # Seconds that a run waits for another one that writes to this home: one at a time may write.
    writer_wait_s: float = 30.0
    # Seconds between two publishings of a busy home; 0 publishes after every run.
    publish_every: float = 0.0
    # Bytes of memory that DuckDB may take for a question, or for loading; what does not fit it puts by on
    # disk, so that one question does not take the machine. Less is taken where the machine has less.
    max_memory_bytes: int = 3_000_000_000
    # Bytes after which an archive file is followed by the next: a gigabyte is what archives agree on, and
    # what a disk copies in seconds.
    max_warc_bytes: int = 1_000_000_000

    # A geocoder on the web, for names that the gazetteer leaves unresolved

    # nominatim, photon, pelias or geonames; empty asks nobody, so that no name leaves this machine.
    remote_geocoder: str = ""
    # Who asks it, with a way to reach you; the services require it.
    remote_user_agent: str = ""
    # URL of an instance of your own; empty means the public one.
    remote_url: str = ""
    # What the service calls API key or user name; better given in the environment than in a file.
    remote_key: str = ""
    # Seconds between two questions; 0 means the service's own policy, mostly one.
    remote_pace_s: float = 0.0
    # Names that one run asks for: public services are shared, and answers are kept.
    remote_limit: int = 200

    def revisits(self) -> tuple[timedelta, ...]:
        """Return when after its first sight an article is asked again, the soonest first."""
        return tuple(sorted(_duration(text) for text in self.revisit))

    def basis(self, source_id: str) -> Basis | None:
        """Return the ground that the home states for a source that reserves text and data mining."""
        return dict(map(_basis, self.tdm_basis)).get(source_id)

    def agent(self) -> str:
        """Return the User-Agent header: who asks, in which version, and how to reach them."""
        name = self.user_agent or f"Dateline/{_own_version()} (news archive and geoparser)"
        return f"{name} +{self.contact}" if self.contact else name


@cache
def _own_version() -> str:
    from importlib.metadata import version

    return version("dateline")  # which parses the package's metadata anew each time, half a request's cost


def open_home(path: str | os.PathLike[str] | None = None) -> Home:
    """Return the home at `path`, else DATELINE_HOME, else ./data; nothing is created yet."""
    root = Path(path or os.environ.get("DATELINE_HOME") or "data").expanduser().resolve()
    if root.exists() and not root.is_dir():
        raise UsageError(f"The home {root} is a file.", "Name a folder with --home or DATELINE_HOME.")
    return Home(root)


def load_settings(home: Home, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the home's dateline.toml, then the environment on top; unknown keys are refused."""
    environ = os.environ if environ is None else environ
    known = {f.name: f for f in fields(Settings)}
    given: dict[str, Any] = {}
    if home.settings_file.exists():
        given = parse_toml(home.settings_file)
        refuse_unknown(given, known, str(home.settings_file))
    for name in known:
        if (text := environ.get(f"DATELINE_{name.upper()}")) is not None:
            given[name] = text
    settings = Settings(**{name: _typed(name, value, known[name].type) for name, value in given.items()})
    settings.revisits()  # what is wrong there is said before anything is asked
    settings.basis("")
    if settings.max_memory_bytes < LEAST_MEMORY:
        raise UsageError(
            f"The setting max_memory_bytes cannot be {settings.max_memory_bytes:,}.",
            f"DuckDB needs {LEAST_MEMORY:,} bytes at least.",
        )
    if settings.task_runner not in TASK_RUNNERS:
        raise UsageError(
            f"The setting task_runner cannot be '{settings.task_runner}'.",
            f"Known are {', '.join(TASK_RUNNERS[1:])}; empty leaves it to the flow.",
        )
    return settings


def follow(home: Home, source_id: str) -> bool:
    """Add a source to those the home follows; return False where it was there already.

    The rest of dateline.toml, comments included, is kept as it stands.
    """
    settings = load_settings(home, environ={})
    if source_id in settings.sources:
        return False
    line = "sources = [" + ", ".join(f'"{s}"' for s in (*settings.sources, source_id)) + "]"
    text = home.settings_file.read_text("utf-8") if home.settings_file.exists() else ""
    home.root.mkdir(parents=True, exist_ok=True)
    _replace(home.settings_file, _with_sources(text, line))
    return True


def parse_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; what is wrong in it is named with its line."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path} is not TOML: {fault}.", "Mend that line and run again.") from fault


def refuse_unknown(given: Mapping[str, Any], known: Mapping[str, Any], where: str) -> None:
    """Raise UnknownSetting at the first key that is not known, with the nearest name that is."""
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(sorted(known))}."
            raise UnknownSetting(f"{where} has an unknown key '{key}'.", hint)


def prefect_environment(home: Home, environ: Mapping[str, str]) -> dict[str, str]:
    """Return what to set before prefect is imported; what a person has set stays."""
    wanted = {
        "PREFECT_HOME": str(home.prefect),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # A server that does not answer ends a run after 4 x 30 + 14 s, not after six minutes.
        "PREFECT_API_REQUEST_TIMEOUT": "30",
        "PREFECT_CLIENT_MAX_RETRIES": "3",
        "DO_NOT_TRACK": "1",
    }
    return {name: value for name, value in wanted.items() if name not in environ}


def _with_sources(text: str, line: str) -> str:
    lines = text.splitlines()
    for start, old in enumerate(lines):
        if old.split("=")[0].strip() == "sources":
            end = start
            while "]" not in lines[end].split("#")[0]:
                end += 1
            lines[start : end + 1] = [line]
            return "\n".join(lines) + "\n"
    return (
        "\n".join(["# What this home follows; `dateline source list` shows the catalog.", line, *lines])
        + "\n"
    )


def _replace(path: Path, text: str) -> None:
    scratch = path.with_suffix(".part")
    scratch.write_text(text, "utf-8")
    scratch.replace(path)


_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})\s*([mhd])", text.strip())
    if found is None:
        raise UsageError(
            f"The setting revisit cannot hold '{text}'.", 'Write minutes, hours or days: ["1h", "6h", "1d"].'
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _basis(text: str) -> tuple[str, Basis]:
    found = re.fullmatch(r"(\S+)\s+(permission|research)\s+(\d{4}-\d{2}-\d{2})", text.strip())
    try:
        if found is not None:
            return found[1], Basis(found[2], date.fromisoformat(found[3]))
    except ValueError:
        pass  # a day that no calendar has
    raise UsageError(
        f"The setting tdm_basis cannot hold '{text}'.",
        'Write source, ground (permission or research) and day: "presstv permission 2026-11-25".',
    )


def _typed(name: str, value: Any, wanted: Any) -> Any:
    try:
        if wanted is int or wanted is float:
            return wanted(value)
        if wanted is str:
            return str(value)
        items = value.split(",") if isinstance(value, str) else value
        return tuple(str(item).strip() for item in items if str(item).strip())
    except (TypeError, ValueError) as fault:
        raise UsageError(f"The setting {name} cannot be {value!r}.", "Give it a number.") from fault
