"""The one set of filters, by which articles are chosen."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are meant; what is empty filters nothing.

    `place` and `within` are ids of places (`within` takes what lies in it, too); with `role`, `kind` and
    `min_confidence` they are asked of one and the same mention.
    """

    source: tuple[str, ...] = ()
    place: str | None = None
    within: str | None = None
    since: date | None = None  # day of the article, included
    until: date | None = None
    role: str | None = None
    kind: str | None = None
    min_confidence: float | None = None
    language: str | None = None

    def parameters(self) -> dict[str, Any]:
        """Return the filters as parameters of sql/load/filtered.sql."""
        asked = (self.place, self.within, self.role, self.kind, self.min_confidence)
        return {
            "source": list(self.source),
            "place": self.place,
            "within": self.within,
            "since": self.since,
            "until": self.until,
            "role": self.role,
            "kind": self.kind,
            "min_confidence": self.min_confidence,
            "language": self.language,
            "has_mention": any(value is not None for value in asked),
        }
