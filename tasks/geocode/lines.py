"""Loose documents, one JSON object a line: read, geoparsed, and written as the scorer's lines."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee
from typing import Any

from tasks.errors import InputError
from tasks.geocode.gazetteer import Gazetteer, gazetteer
from tasks.geocode.geoparse import Text, geoparse_all
from tasks.geocode.home import Home, home_in, learn_home
from tasks.geocode.models import Models
from tasks.geocode.plain import scorer_line

_NEXT = 'Every line is an object with doc_id and text: {"doc_id": "1", "text": "..."}.'
_ENOUGH = 60  # documents of a domain that are read to learn its home
_SURE = 0.3  # confidence from which a place speaks for a home
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
    documents: Iterable[LooseDocument],
    gaz: Gazetteer | None = None,
    models: Models | None = None,
    *,
    at_home: bool = True,
) -> Iterator[dict[str, Any]]:
    """Yield the scorer's line of each document, in order.

    Where documents name the domain that published them and `at_home` holds, all are read twice: the first
    reading tells which places each domain writes of, and so where it is at home. Those are kept in memory.
    """
    gaz = gaz or gazetteer()
    homes: dict[str | None, Home] = {}
    if at_home:
        documents = list(documents)
        homes = learn_homes(documents, gaz, models)
    read, named = tee(documents)
    found = geoparse_all((_text(d, homes.get(d.domain), gaz) for d in read), gaz, models)
    for document, parsed in zip(named, found, strict=True):
        yield scorer_line(document.doc_id, parsed, gaz)


def learn_homes(
    documents: Iterable[LooseDocument], gaz: Gazetteer, models: Models | None = None
) -> dict[str | None, Home]:
    """Return where each domain is at home, by the places that its documents name."""
    named: dict[str, list[int]] = {}
    read: Counter[str] = Counter()
    telling: list[LooseDocument] = []
    for document in documents:
        if document.domain and read[document.domain] < _ENOUGH:
            read[document.domain] += 1
            telling.append(document)
    found = geoparse_all((_text(document, None, gaz) for document in telling), gaz, models)
    for document, parsed in zip(telling, found, strict=True):
        sure = {m.row for m in parsed.mentions if m.row is not None and m.confidence > _SURE}
        named.setdefault(str(document.domain), []).extend(sorted(sure))
    return {
        domain: learn_home(rows, home_in(country_of_domain(domain, gaz), gaz), gaz)
        for domain, rows in named.items()
    }


def _text(document: LooseDocument, home: Home | None, gaz: Gazetteer) -> Text:
    home = home or home_in(country_of_domain(document.domain, gaz), gaz)
    return Text({"headline": document.title, "article_body": document.text}, document.language, home)


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
