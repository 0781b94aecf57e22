"""What a look at one part of a home or machine found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tasks.errors import DatelineError

OK: Final = "ok"
WARNING: Final = "warning"
FAULT: Final = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the doctor's."""

    part: str  # what was looked at, in a word or two
    state: str  # OK, WARNING: it works and will not for ever, FAULT: something does not work
    says: str  # what was found, a sentence
    next_step: str = ""  # what to do; never empty where something is not ok


def is_at_fault(findings: Iterable[Finding]) -> bool:
    """Say whether something does not work."""
    return any(finding.state == FAULT for finding in findings)


@contextmanager
def told(part: str, into: list[Finding]) -> Iterator[None]:
    """Make a finding of what is raised while a part is looked at, so that the others are looked at, too."""
    try:
        yield
    except DatelineError as fault:
        into.append(Finding(part, FAULT, fault.message, fault.next_step or "Mend that and look again."))
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        into.append(Finding(part, FAULT, f"{where}{fault.strerror or fault}.", "Mend that and look again."))
