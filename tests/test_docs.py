"""What docs/ shows holds: files that parse, keys that exist, links that lead somewhere."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from tasks.scrape import SourceSpec
from tasks.scrape.sources.spec import Expect, Feed, Rights, Rule, parse_source
from tests.conftest import ROOT

PAGES = sorted((ROOT / "docs").glob("*.md"))
SOURCES = (ROOT / "docs" / "sources.md").read_text("utf-8")


def test_the_source_files_that_are_shown_are_some() -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```", SOURCES, flags=re.MULTILINE | re.DOTALL)
    whole, own = (parse_source("shown", tomllib.loads(block), "docs/sources.md") for block in blocks)
    assert (len(whole.feeds), len(whole.rules), whole.rights.tdm) == (2, 2, "none")
    assert (own.connect_to, own.allow_private, len(own.feeds)) == ("127.0.0.1:8000", True, 1)


@pytest.mark.parametrize("kind", [SourceSpec, Feed, Rights, Expect, Rule])
def test_every_key_of_a_source_is_told(kind: type) -> None:
    told = {f.name for f in fields(kind) if re.search(rf"\b{f.name}\b", SOURCES)}
    assert told | {"source_id", "feeds", "rights", "expect", "rules"} >= {f.name for f in fields(kind)}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"
