"""`dateline doctor`: what is at fault with this machine, this installation and a home, and what to do.

Nothing is changed, no server is started, and no site is asked unless its robots.txt is wanted.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

from tasks.load import published_state, writer_state
from tasks.report.doctor import holdings, machine, tools
from tasks.report.doctor.finding import FAULT, OK, WARNING, Finding, is_at_fault, told
from tasks.report.doctor.tools import Api
from tasks.settings import Home

__all__ = ["FAULT", "OK", "WARNING", "Api", "Finding", "examine", "is_at_fault"]


def examine(
    home: Home, api: Api | None, now: datetime, environ: Mapping[str, str] = os.environ
) -> Sequence[Finding]:
    """Look at everything that needs no network, in the order in which one thing leans on another.

    `api` is the Prefect API that is set or served, where one is.
    """
    found: list[Finding] = []
    with told("python", found):
        found.append(machine.python(machine.wanted_python()))
    with told("packages", found):
        found += machine.packages()
    with told("disk", found):
        found.append(machine.disk(home))
    with told("settings", found):
        found.append(holdings.settings(home, environ))
        found.append(holdings.sources(home))
    newest = _database(home, found)
    with told("clock", found):
        found.append(machine.clock(now, newest))
    with told("gazetteer", found):
        found.append(tools.gazetteer(home))
    with told("models", found):
        found.append(tools.models(home))
    with told("prefect", found):
        found += tools.prefect(home, api, environ)
    with told("proxy", found):
        found.append(machine.proxies(environ))
    return found


def _database(home: Home, found: list[Finding]) -> datetime | None:
    """Look at database and archive; return when the newest fetch was."""
    with told("database", found):
        published = published_state(home)
        found += holdings.database(home, published, writer_state(home))
        if published is not None:
            with told("archive", found):
                found.append(holdings.archive(home))
            found.append(holdings.failed_batches(home))
            return published.newest_fetch_at
    return None
