"""The sample newspaper: two invented publishers under names in `.example`, served over loopback.

It ships, so that a fresh clone has something to scrape without any internet, through the same code
as any site. Every name, event and sentence in it is made up; `PLANTED` says what lies in it on purpose
and what should become of it.
"""

from tasks.scrape.sample.papers import EDITIONS, SAMPLE_SOURCES
from tasks.scrape.sample.pieces import Piece, pieces
from tasks.scrape.sample.planted import EXPECTED, PLANTED, Expected, Planted, article_urls
from tasks.scrape.sample.server import Served, serve_sample
from tasks.scrape.sample.specs import sample_specs

__all__ = [
    "EDITIONS",
    "EXPECTED",
    "PLANTED",
    "SAMPLE_SOURCES",
    "Expected",
    "Piece",
    "Planted",
    "Served",
    "article_urls",
    "pieces",
    "sample_specs",
    "serve_sample",
]
