"""Find the places that a text names, and say which they are, how precisely and how surely.

`geoparse` reads text, `gazetteer` knows the places, `GazetteerGeocoder` answers geopy's questions.
"""

import importlib
from typing import TYPE_CHECKING, Any

# Imported here and not on demand: a function and its module share a name, and the function must win.
from tasks.geocode.gazetteer import Gazetteer, gazetteer, open_gazetteer
from tasks.geocode.geoparse import FoundMention, Geoparsed, PlaceWeight, geoparse
from tasks.geocode.lines import geoparse_lines, read_lines
from tasks.geocode.plain import features, plain_focus, plain_mention
from tasks.geocode.version import GEOCODER_VERSION

if TYPE_CHECKING:
    from tasks.geocode.batch import geocode_batch as geocode_batch
    from tasks.geocode.batch import place_rows as place_rows
    from tasks.geocode.geocoder import GazetteerGeocoder as GazetteerGeocoder
    from tasks.geocode.lookup import list_places as list_places
    from tasks.geocode.lookup import near_spellings as near_spellings

__all__ = [
    "GEOCODER_VERSION",
    "FoundMention",
    "Gazetteer",
    "GazetteerGeocoder",
    "Geoparsed",
    "PlaceWeight",
    "features",
    "gazetteer",
    "geocode_batch",
    "geoparse",
    "geoparse_lines",
    "list_places",
    "near_spellings",
    "open_gazetteer",
    "place_rows",
    "plain_focus",
    "plain_mention",
    "read_lines",
]
_LAZY = {
    "GazetteerGeocoder": "geocoder",
    "geocode_batch": "batch",
    "list_places": "lookup",
    "near_spellings": "lookup",
    "place_rows": "batch",
}


def __getattr__(name: str) -> Any:
    """Load what needs geopy where it is asked for; most runs need none of it."""
    if name in _LAZY:
        return getattr(importlib.import_module(f"tasks.geocode.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
