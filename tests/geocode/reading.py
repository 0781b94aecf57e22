"""Read a text and ask what it says of a place: the helper of this folder's tests."""

from dataclasses import dataclass

from tasks.geocode import FoundMention, Geoparsed, gazetteer, geoparse


@dataclass(frozen=True)
class Seen:
    """A mention in plain words."""

    exact: str
    kind: str
    place_id: str | None
    name: str | None
    country: str | None
    precision: str
    reason: str | None
    role: str
    confidence: float
    protocol: str
    field: str


def read(body: str, **fields: str | None) -> list[Seen]:
    """Geoparse an English text and return its mentions."""
    return [seen(m) for m in parse(body, **fields).mentions]


def parse(body: str, **fields: str | None) -> Geoparsed:
    country = fields.pop("country_code", None)
    return geoparse({**fields, "article_body": body}, language="en", country_code=country)


def seen(mention: FoundMention) -> Seen:
    gaz, row = gazetteer(), mention.row
    return Seen(
        exact=mention.exact,
        kind=mention.mention_kind,
        place_id=None if row is None else gaz.place_id(row),
        name=None if row is None else gaz.name(row),
        country=None if row is None else gaz.country[row],
        precision=mention.precision,
        reason=mention.reason,
        role=mention.role,
        confidence=mention.confidence,
        protocol=mention.georeference_protocol,
        field=mention.text_field,
    )


def named(body: str, exact: str, **fields: str | None) -> Seen:
    """Return the one mention (or the first of equal ones) of these exact words."""
    found = [m for m in read(body, **fields) if m.exact == exact]
    assert found, f"{exact!r} is not among {[m.exact for m in read(body, **fields)]}"
    assert len({(m.place_id, m.kind) for m in found}) == 1, found
    return found[0]


def words(body: str, **fields: str | None) -> list[str]:
    """Return the exact words of all mentions, in order."""
    return [m.exact for m in read(body, **fields)]


def focus(body: str, **fields: str | None) -> set[str]:
    """Return the names of the focus places."""
    return {gazetteer().name(p.row) for p in parse(body, **fields).places if p.is_focus}
