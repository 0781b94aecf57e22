"""The two publishers as sources, pointed at the server that plays them."""

import tomllib
from dataclasses import replace
from importlib.resources import files

from tasks.scrape.sample.papers import SAMPLE_SOURCES
from tasks.scrape.sources.spec import SourceSpec, parse_source


def sample_specs(port: int) -> list[SourceSpec]:
    """Return the shipped sources with their connections led to 127.0.0.1:`port`."""
    return [_led_to(port, _shipped(source_id)) for source_id in SAMPLE_SOURCES]


def _shipped(source_id: str) -> SourceSpec:
    file = files("tasks.scrape.sample") / "sources" / f"{source_id}.toml"
    return parse_source(source_id, tomllib.loads(file.read_text("utf-8")), file.name)


def _led_to(port: int, spec: SourceSpec) -> SourceSpec:
    return replace(spec, connect_to=f"127.0.0.1:{port}", allow_private=True)
