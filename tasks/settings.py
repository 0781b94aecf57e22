"""A home on disk, its settings, and what Prefect must be told before it is imported."""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tasks.errors import UnknownSetting, UsageError

SETTINGS_FILE = "dateline.toml"
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
    """What a home may set in dateline.toml, or the environment as DATELINE_<NAME>."""

    sources: tuple[str, ...] = ()  # the sources this home follows
    user_agent: str = ""  # who asks; empty means Dateline's own name and version
    contact: str = ""  # a URL or address that the user agent carries
    pace_s: float = 1.0  # seconds between two requests to one host, where the source says nothing
    timeout_s: float = 30.0  # seconds a whole request may take
    max_body_bytes: int = 20_000_000  # bytes of one response, undone from its coding
    idle_s: float = 20.0  # seconds without a byte after which a request ends
    max_ratio: int = 200  # times that a body larger than a megabyte may grow when its coding is undone
    max_header_bytes: int = 65_536  # of one response; above 100 kB a response is never read
    max_redirects: int = 5
    refused_types: tuple[str, ...] = (
        "image/",
        "audio/",
        "video/",
        "font/",
        "application/pdf",
        "application/zip",
    )
    max_fetch_s: float = (
        18_000.0  # seconds in one run after which a source's remaining links wait for the next
    )
    max_warc_bytes: int = 1_000_000_000  # an archive file that has grown to this is followed by the next
    batch_size: int = 100  # articles a batch
    backfill_group_size: int = 2_000  # pages of a backfill that are read, related and loaded together
    task_runner: str = ""  # who cleans and geocodes: threads, processes, dask, ray; empty: as the flow needs
    workers: int = 0  # how many of them; 0 means one a core
    dask_address: str = ""  # of a Dask scheduler; empty means a local cluster
    ray_address: str = ""  # of a Ray cluster; empty means a local one
    writer_wait_s: float = 30.0  # seconds that a run waits for another one that writes to the same home
    publish_every: float = 0.0  # seconds between two publishings of a busy home; 0: after every run
    remote_geocoder: str = ""  # asked for what stays unresolved: nominatim, photon, pelias, geonames; off
    remote_user_agent: str = ""  # who asks it; required
    remote_url: str = ""  # an instance of your own; empty means the public one
    remote_key: str = ""  # what the service calls API key or user name
    remote_pace_s: float = 0.0  # seconds between two questions; 0 means the service's own policy
    remote_limit: int = 200  # names a run
    max_links: int = 5_000  # links that are taken from one feed, sitemap or listing, the freshest first
    max_sitemaps: int = 50  # sitemaps that one index leads to, over all its levels, the freshest first
    max_sitemap_depth: int = 2  # levels of indexes in indexes
    max_sitemap_bytes: int = 52_428_800  # of a sitemap once unpacked; the protocol's own limit
    revisit: tuple[str, ...] = (
        "1h",
        "6h",
        "1d",
        "7d",
    )  # after first sight an article is asked again; [] never
    tdm_basis: tuple[str, ...] = ()  # 'NAME permission|research DAY': why a source that reserves is read

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
