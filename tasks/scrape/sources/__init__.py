"""The catalog: one TOML a source, shipped here or written into the home."""

from tasks.scrape.sources.menu import FILES, find_source, load_source, source_for_host, source_for_url
from tasks.scrape.sources.rights import ground_of, has_basis, is_reserved, with_basis
from tasks.scrape.sources.spec import Expect, Feed, Rights, Rule, SourceSpec

# `menu.catalog` is left out: here that name is the folder of the shipped TOMLs.
__all__ = [
    "FILES",
    "Expect",
    "Feed",
    "Rights",
    "Rule",
    "SourceSpec",
    "find_source",
    "ground_of",
    "has_basis",
    "is_reserved",
    "load_source",
    "source_for_host",
    "source_for_url",
    "with_basis",
]
