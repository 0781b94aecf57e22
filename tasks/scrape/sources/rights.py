"""On what ground a source is read that reserves text and data mining."""

from dataclasses import replace
from datetime import date

from tasks.records import Fetch
from tasks.scrape.sources.spec import SourceSpec
from tasks.settings import Settings


def is_reserved(source: SourceSpec, settings: Settings, today: date) -> bool:
    """Tell whether a source reserves text and data mining and this home states no ground that holds today."""
    if source.rights.tdm != "reserved":
        return False
    basis = settings.basis(source.source_id)
    return basis is None or basis.since > today


def with_basis(row: Fetch, source: SourceSpec, settings: Settings) -> Fetch:
    """Return a fetch's row with the ground on which it was asked, where the source reserves."""
    basis = settings.basis(source.source_id)
    if source.rights.tdm != "reserved" or basis is None or row.outcome not in ("fetched", "not_modified"):
        return row
    ground = f"Text and data mining is reserved; asked by {basis.ground} of {basis.since} (tdm_basis)."
    return replace(row, detail=" ".join(filter(None, (ground, row.detail))))
