"""A second look at a span, once its place is chosen: what the rest of the document says for it."""

from dataclasses import dataclass

from tasks.geocode.evidence import Evidence
from tasks.geocode.judge import Judgement
from tasks.geocode.senses import Sense
from tasks.geocode.spans import Span


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement with the document's support for the chosen place."""

    judgement: Judgement
    support: float

    @property
    def score(self) -> float:
        """The judge's score with the support added."""
        return self.judgement.score + self.support

    @property
    def is_place(self) -> bool:
        """Whether the span is taken for a place in the end."""
        return self.score > 0


def settle(span: Span, sense: Sense, judgement: Judgement, evidence: Evidence) -> Verdict:
    """Weigh what else the document says: a small town far from all else needs more than its name."""
    best = sense.best
    if best is None or best.place.kind not in ("town", "admin2") or span.container is not None:
        return Verdict(judgement, 0.0)
    share = evidence.country_share(sense, best.place)
    support = 0.6 * share + 0.6 * evidence.province_share(sense, best.place)
    support += 1.2 * evidence.nearness(sense, best.place)
    if support < 0.2 and best.place.population < 100_000 and evidence.total > 1.5:
        support -= 1.2
    return Verdict(judgement, support + _consistency(span, sense))


def _consistency(span: Span, sense: Sense) -> float:
    """Return a little where the same name stands elsewhere with an area that holds it."""
    return 1.0 if id(span) in sense.borrowed else 0.0
