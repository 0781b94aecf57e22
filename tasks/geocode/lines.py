"""Loose documents, one JSON object a line: read, geoparsed, and written as the scorer's lines."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tasks.errors import InputError
from tasks.geocode.gazetteer import Gazetteer, gazetteer
from tasks.geocode.geoparse import geoparse
from tasks.geocode.plain import scorer_line

_NEXT = 'Every line is an object with doc_id and text: {"doc_id": "1", "text": "..."}.'
# Country domains that the whole world registers; they say nothing of a newspaper's country.
_WORLDWIDE = frozenset(("ac", "ai", "cc", "co", "fm", "gg", "io", "la", "me", "sh", "to", "tv", "ws", "eu"))


@dataclass(frozen=True, slots=True)
class LooseDocument:
    """A text that stands in no database."""

    doc_id: Any  # as given: text or number
    text: str
    title: str | None = None
    domain: str | None = None  # of the site that published it
    date: str | None = None
    language: str | None = None  # BCP 47; None to tell from the text


def read_lines(lines: Iterable[str], name: str) -> Iterator[LooseDocument]:
    """Yield the documents of JSON lines; InputError names the line that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _document(line, f"Line {number} of {name}")


def geoparse_lines(
    documents: Iterable[LooseDocument], gaz: Gazetteer | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the scorer's line of each document, in order."""
    gaz = gaz or gazetteer()
    for document in documents:
        fields = {"headline": document.title, "article_body": document.text}
        country = country_of_domain(document.domain, gaz)
        parsed = geoparse(fields, language=document.language, country_code=country, gaz=gaz)
        yield scorer_line(document.doc_id, parsed, gaz)


def country_of_domain(domain: str | None, gaz: Gazetteer) -> str | None:
    """Return the country that a site's name ends in: `example.co.uk` is of GB; None where it says none."""
    last = (domain or "").rstrip(".").rpartition(".")[2].lower()
    if len(last) != 2 or last in _WORLDWIDE:
        return None
    code = "GB" if last == "uk" else last.upper()
    return code if gaz.country_row(code) is not None else None


def _document(line: str, where: str) -> LooseDocument:
    try:
        given = json.loads(line)
    except ValueError as fault:
        raise InputError(f"{where} is not JSON ({fault}).", _NEXT) from fault
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or "doc_id" not in given:
        raise InputError(f"{where} has no doc_id or no text.", _NEXT)
    named = {key: given.get(key) for key in ("title", "domain", "date", "language")}
    for key, value in named.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f"{where} has a {key} that is no text.", _NEXT)
    return LooseDocument(given["doc_id"], given["text"], **named)
