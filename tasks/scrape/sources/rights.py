"""On what ground a source is read that reserves text and data mining."""

from dataclasses import replace
from datetime import date

from tasks.records import Fetch
from tasks.scrape.sources.spec import SourceSpec
from tasks.settings import Settings


def is_reserved(source: SourceSpec, settings: Settings, today: date) -> bool:
    """Tell whether a source reserves text and data mining and this home states no ground that holds today."""
    return source.rights.tdm == "reserved" and not has_basis(source, settings, today)


def has_basis(source: SourceSpec, settings: Settings, today: date) -> bool:
    """Tell whether this home states a ground that holds today on which a source that reserves is read."""
    basis = settings.basis(source.source_id)
    return basis is not None and basis.since <= today


def with_basis(row: Fetch, source: SourceSpec, settings: Settings) -> Fetch:
    """Return a fetch's row with the ground on which it was asked, where the source reserves."""
    if source.rights.tdm != "reserved" or row.outcome not in ("fetched", "not_modified"):
        return row
    return replace(row, detail=" ".join(filter(None, (ground_of(source, settings), row.detail))) or None)


def ground_of(source: SourceSpec, settings: Settings) -> str | None:
    """Say on what ground a source is read that reserves; None where this home states none."""
    basis = settings.basis(source.source_id)
    if basis is None:
        return None
    return f"Text and data mining is reserved; asked by {basis.ground} of {basis.since} (tdm_basis)."
