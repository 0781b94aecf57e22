"""The remote geocoders that may be asked: whose terms let answers be kept, how fast, under which licence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from geopy.geocoders import GeoNames, Nominatim, Pelias, Photon

from tasks.errors import UsageError
from tasks.settings import Settings

_OSM: Final = ("ODbL-1.0", "© OpenStreetMap contributors")


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoding service whose terms allow its answers to be kept with attribution."""

    name: str
    licence: str  # of the answers
    attribution: str  # what whoever shows an answer must say
    pace_s: float  # the least between two questions, as its usage policy asks
    host: str  # its public address; '' where everybody runs their own
    needs: str = ""  # what `remote_key` is, where it needs one


SERVICES: Final = {
    service.name: service
    for service in (
        # operations.osmfoundation.org/policies/nominatim: at most one a second, results under the ODbL
        Service("nominatim", *_OSM, 1.0, "nominatim.openstreetmap.org"),
        # photon.komoot.io: "please be fair"; the data is OpenStreetMap's
        Service("photon", *_OSM, 1.0, "photon.komoot.io"),
        # No public one; an own one answers from the sources that its owner loaded.
        Service("pelias", "of the sources named in each answer", "Pelias and its sources", 1.0, ""),
        # geonames.org/export: 1,000 credits an hour for a free account
        Service("geonames", "CC-BY-4.0", "GeoNames (geonames.org)", 3.6, "api.geonames.org", "a user name"),
    )
}


@dataclass(frozen=True, slots=True)
class Remote:
    """A service as the settings name it: how it is asked and how fast."""

    service: Service
    geocode: Callable[[str], Any]
    pace_s: float


def open_remote(settings: Settings) -> Remote | None:
    """Return the remote geocoder that the settings name, None where they name none.

    UsageError where the service is unknown, nobody is named as the one who asks, what the service needs is
    missing, or a public service would be asked faster than its policy allows.
    """
    if not settings.remote_geocoder:
        return None
    service = SERVICES.get(settings.remote_geocoder.lower())
    if service is None:
        raise UsageError(
            f"The setting remote_geocoder knows no service '{settings.remote_geocoder}'.",
            f"Known are, since their terms let answers be kept: {', '.join(SERVICES)}.",
        )
    if not settings.remote_user_agent:
        raise UsageError(
            f"{service.name} wants to know who asks, and remote_user_agent is not set.",
            'Set it in dateline.toml: remote_user_agent = "my-desk/1.0 (desk@example.org)".',
        )
    _refuse_incomplete(service, settings)
    pace = settings.remote_pace_s or service.pace_s
    if not settings.remote_url and pace < service.pace_s:
        raise UsageError(
            f"remote_pace_s is {pace:g}, and the policy of {service.name} asks for {service.pace_s:g} s.",
            "Leave it out, or name your own instance with remote_url.",
        )
    return Remote(service, _opened(service, settings), pace)


def _refuse_incomplete(service: Service, settings: Settings) -> None:
    if not service.host and not settings.remote_url:
        raise UsageError(f"{service.name} has no public address.", "Name your instance with remote_url.")
    if service.needs and not settings.remote_key:
        raise UsageError(f"{service.name} needs {service.needs}.", "Set remote_key in dateline.toml.")
    if settings.remote_url and urlsplit(settings.remote_url).scheme not in ("http", "https"):
        raise UsageError(f"remote_url is no address: {settings.remote_url}.", "Begin it with https://.")


def _opened(service: Service, settings: Settings) -> Callable[[str], Any]:
    """Return geopy's geocode of a service, for one name in English."""
    url = urlsplit(settings.remote_url)
    given: dict[str, Any] = {
        "domain": (url.netloc + url.path.rstrip("/")) if settings.remote_url else service.host,
        "scheme": url.scheme or "https",
        "user_agent": settings.remote_user_agent,
        "timeout": settings.timeout_s,
    }
    if service.name == "nominatim":
        nominatim = Nominatim(**given)
        return lambda name: nominatim.geocode(name, language="en", addressdetails=True)
    if service.name == "photon":
        photon = Photon(**given)
        return lambda name: photon.geocode(name, language="en")
    if service.name == "pelias":
        return Pelias(api_key=settings.remote_key or None, **given).geocode  # type: ignore[no-any-return]
    return GeoNames(settings.remote_key, **given).geocode  # type: ignore[no-any-return]
