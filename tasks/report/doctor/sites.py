"""What the robots.txt of sources allows."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tasks.report.doctor.finding import FAULT, OK, Finding, told
from tasks.scrape import ask_robots, load_source
from tasks.settings import Home, load_settings


def robots_findings(home: Home, names: Sequence[str], clock: Callable[[], datetime]) -> list[Finding]:
    """Ask the robots.txt of sources; a finding for each."""
    found: list[Finding] = []
    with told("robots", found):
        settings = load_settings(home)
        sources = []
        for name in names:
            with told(f"robots of {name}", found):
                sources.append(load_source(name, home))
        for answer in ask_robots(sources, settings, clock):
            state = OK if answer.is_allowed else FAULT
            found.append(Finding(f"robots of {answer.source_id}", state, answer.says, answer.next_step))
    return found
