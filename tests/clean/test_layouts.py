"""Each layout that the catalog has a rule for, read from a page of our own writing in that structure."""

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from tasks.clean.rules import rules_of_day
from tasks.scrape import catalog, load_source
from tasks.settings import Home
from tests.clean.given import FIXTURES, clean

LAYOUTS: dict[str, dict[str, Any]] = tomllib.loads((FIXTURES / "layouts.toml").read_text("utf-8"))
NOWHERE = Home(Path("/nonexistent"))


@pytest.mark.parametrize("name", LAYOUTS)
def test_page_in_a_recorded_layout_is_read_by_its_rule(name: str) -> None:
    told, page = LAYOUTS[name], (FIXTURES / "layouts" / f"{name}.html").read_bytes()
    fetched = datetime.combine(told["fetched"], time(12), UTC)
    found = clean(page, url=told["url"], source=load_source(told["source"], NOWHERE), now=fetched)
    assert (found.outcome, found.rule, found.headline) == ("article", "source_rule", told["headline"])
    blocks = (found.article_body or "").split("\n\n")
    assert len(blocks) == told["blocks"], blocks
    assert blocks[0].endswith(told["first"])
    assert blocks[-1].endswith(told["last"])
    for field in ("description", "section", "author", "date"):
        if field in told:
            assert said(found, field) == told[field]


def said(found: Any, field: str) -> Any:
    if field == "date":
        day = found.date_published_precision == "day"
        return f"{found.date_published:{'%Y-%m-%d' if day else '%Y-%m-%dT%H:%M:%SZ'}}"
    value = getattr(found, {"section": "article_section"}.get(field, field))
    return list(value) if isinstance(value, tuple) else value


def test_every_rule_of_the_catalog_has_its_page() -> None:
    paged = {
        (told["source"], rules_of_day(spec.rules, told["fetched"])[0].body)
        for told in LAYOUTS.values()
        for spec in (load_source(told["source"], NOWHERE),)
    }
    ruled = {(spec.source_id, rule.body) for spec in catalog(NOWHERE) for rule in spec.rules}
    assert paged == {one for one in ruled if one[0] != "presstv"}  # which has tests of its own
