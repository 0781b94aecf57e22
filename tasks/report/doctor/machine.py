"""The machine: Python, packages, disk, clock, zone and proxies."""

import os
import platform
import re
import shutil
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tasks.report.doctor.finding import FAULT, OK, WARNING, Finding
from tasks.scrape import environment_proxies
from tasks.settings import Home

if TYPE_CHECKING:
    from packaging.requirements import Requirement

CHECKOUT = Path(__file__).resolve().parents[3]
NOT_OURS = ("dev", "build")  # extras that no user needs
LITTLE_BYTES = 2_000_000_000  # free; a day of a busy home's archive and a copy of its database
LEAST_BYTES = 200_000_000
SKEW = timedelta(minutes=5)  # that clocks of machines sharing a home may differ
_NAMED = 4  # packages that a line names


def python(wanted: str | None) -> Finding:
    """Look at the interpreter; `wanted` is the range of the package's metadata."""
    from packaging.specifiers import SpecifierSet

    here = f"Python {platform.python_version()} in {sys.prefix}"
    if wanted and not SpecifierSet(wanted).contains(platform.python_version(), prereleases=True):
        return Finding("python", FAULT, f"{here}, and {wanted} is needed.", "Install dateline with another.")
    if sys.prefix == sys.base_prefix:
        return Finding(
            "python",
            WARNING,
            f"{here}, which is no environment of dateline's own.",
            "Make one (`python -m venv`) and install there, so that nothing else changes its packages.",
        )
    return Finding("python", OK, f"{here}.")


def wanted_python() -> str | None:
    """Return which Python the installed package asks for."""
    found = metadata("dateline").json.get("requires_python")
    return str(found) if found else None


def packages(checkout: Path = CHECKOUT) -> Iterator[Finding]:
    """Compare what is installed with the ranges it was made for and, in a checkout, with the tested pins."""
    repair = "Run `make run` again." if (checkout / "Makefile").exists() else "Install dateline again."
    wanted = list(_wanted(checkout))
    off = [f"{req.name} {said}" for req, said in ((req, _off(req)) for req in wanted) if said]
    if off:
        yield Finding("packages", FAULT, f"Not as needed: {_some(off)}.", repair)
    other = list(_unpinned(checkout / "constraints.txt"))
    if other:
        says = f"{len(other)} packages are not of the versions that were tested: {_some(other)}."
        yield Finding("packages", WARNING, says, f"Should something fail: {repair}")
    if not off and not other:
        yield Finding("packages", OK, f"{len(wanted)} packages, each within its range.")


def disk(home: Home) -> Finding:
    """Look at the room for the home, which must hold a second copy of the database while it is published."""
    place = next(folder for folder in (home.root, *home.root.parents) if folder.is_dir())
    free = shutil.disk_usage(place).free
    database = home.warehouse / "warehouse.duckdb"
    needed = LEAST_BYTES + (database.stat().st_size if database.exists() else 0)
    says = f"{_size(free)} free at {place}"
    if not os.access(place, os.W_OK):
        return Finding("disk", FAULT, f"{place} cannot be written.", "Choose another home with --home.")
    if free < needed:
        return Finding(
            "disk",
            FAULT,
            f"{says}; a run needs {_size(needed)}.",
            "Make room, or move the home to another disk.",
        )
    if free < LITTLE_BYTES:
        return Finding(
            "disk", WARNING, f"{says}.", "Make room before long; `dateline forget` removes content."
        )
    return Finding("disk", OK, f"{says}.")


def clock(now: datetime, newest: datetime | None) -> Finding:
    """Hold our clock against the newest fetch: what is fetched cannot lie ahead."""
    zone = time.strftime("%Z %z")
    if newest is not None and newest > now + SKEW:
        return Finding(
            "clock",
            FAULT,
            f"It is {now:%Y-%m-%d %H:%M} UTC here, and the newest fetch is of {newest:%Y-%m-%d %H:%M}.",
            "Set the clock (`timedatectl set-ntp true`); dates after the fetch are refused as wrong.",
        )
    try:
        ZoneInfo("Asia/Tehran")
    except ZoneInfoNotFoundError:
        return Finding(
            "clock", WARNING, "This machine has no time zone data.", "Run `python -m pip install tzdata`."
        )
    behind = f"; newest fetch {newest:%Y-%m-%d %H:%M} UTC" if newest else ""
    return Finding("clock", OK, f"{now:%Y-%m-%d %H:%M} UTC, zone {zone}{behind}.")


def proxies(environ: Mapping[str, str]) -> Finding:
    """Say who makes the connections; UsageError for a proxy that is none."""
    found = environment_proxies()
    bypass = environ.get("NO_PROXY") or environ.get("no_proxy")
    if not found:
        return Finding("proxy", OK, "None is set: connections are made from here.")
    but = f", but for {bypass}" if bypass else ""
    return Finding("proxy", OK, f"Connections are made by {' and '.join(found)}{but}.")


def _wanted(checkout: Path) -> Iterator["Requirement"]:
    """Yield what must be installed; of a checkout its pyproject.toml says so, which may be newer."""
    from packaging.requirements import Requirement

    for line in _lines(checkout):
        found = Requirement(line)
        if found.marker is None or found.marker.evaluate({"extra": ""}):
            yield found


def _lines(checkout: Path) -> Iterable[str]:
    try:
        project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]
    except (OSError, ValueError, KeyError):
        return requires("dateline") or []
    return list(project["dependencies"]) if project["name"] == "dateline" else requires("dateline") or []


def _off(wanted: "Requirement") -> str | None:
    """Say what is wrong with an installed package; None where nothing is."""
    try:
        held = version(wanted.name)
    except PackageNotFoundError:
        return "is missing"
    return (
        None if wanted.specifier.contains(held, prereleases=True) else f"{held} ({wanted.specifier} needed)"
    )


def _unpinned(constraints: Path) -> Iterator[str]:
    try:
        lines = constraints.read_text("utf-8").splitlines()
    except OSError:
        return
    for name, pinned in (found.groups() for line in lines if (found := re.match(r"([\w.-]+)==(\S+)", line))):
        try:
            held = version(name)
        except PackageNotFoundError:
            continue
        if held != pinned:
            yield f"{name} {held} ({pinned})"


def _some(items: list[str]) -> str:
    more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
    return ", ".join(items[:_NAMED]) + more


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"
