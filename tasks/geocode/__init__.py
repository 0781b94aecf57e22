"""Find the places that a text names, and say which they are, how precisely and how surely.

`geoparse` reads text, `gazetteer` knows the places, `GazetteerGeocoder` answers geopy's questions.
"""

from typing import TYPE_CHECKING, Any

# Imported here and not on demand: a function and its module share a name, and the function must win.
from tasks.geocode.gazetteer import Gazetteer, gazetteer
from tasks.geocode.geoparse import FoundMention, Geoparsed, PlaceWeight, geoparse
from tasks.geocode.version import GEOCODER_VERSION

if TYPE_CHECKING:
    from tasks.geocode.batch import geocode_batch as geocode_batch
    from tasks.geocode.batch import place_rows as place_rows
    from tasks.geocode.geocoder import GazetteerGeocoder as GazetteerGeocoder

__all__ = [
    "GEOCODER_VERSION",
    "FoundMention",
    "Gazetteer",
    "GazetteerGeocoder",
    "Geoparsed",
    "PlaceWeight",
    "gazetteer",
    "geocode_batch",
    "geoparse",
    "place_rows",
]


def __getattr__(name: str) -> Any:
    """Load the geopy geocoder, and what works on batches, where it is asked for."""
    if name in ("geocode_batch", "place_rows"):
        from tasks.geocode import batch

        return getattr(batch, name)
    if name == "GazetteerGeocoder":
        from tasks.geocode.geocoder import GazetteerGeocoder

        return GazetteerGeocoder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
