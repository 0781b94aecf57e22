"""The geocoder's version: named by its code, its word lists, its models and the gazetteer."""

import hashlib
import json
from importlib import resources
from importlib.resources.abc import Traversable

_GENERATION = "2"


def _files() -> list[Traversable]:
    room = resources.files("tasks.geocode")
    code = [entry for entry in room.iterdir() if entry.name.endswith(".py")]
    lists = [entry for entry in (room / "words").iterdir() if entry.name.endswith(".txt")]
    models = [entry for entry in (room / "models").iterdir() if entry.name.endswith((".npz", ".json"))]
    return [entry for kind in (code, lists, models) for entry in sorted(kind, key=lambda entry: entry.name)]


def _digest() -> str:
    found = hashlib.sha256()
    for entry in _files():
        found.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return found.hexdigest()[:8]


def _gazetteer_version() -> str:
    """Return the version of the shipped gazetteer; 'none' where none is built yet."""
    manifest = resources.files("tasks.geocode") / "data" / "manifest.json"
    try:
        return str(json.loads(manifest.read_text("utf-8"))["version"])
    except (FileNotFoundError, KeyError, ValueError):
        return "none"


_CODE = f"{_GENERATION}+{_digest()}"
GEOCODER_VERSION = f"{_CODE}/{_gazetteer_version()}"


def geocoder_version(gazetteer_version: str) -> str:
    """Return the geocoder's version with another gazetteer than the shipped one."""
    return f"{_CODE}/{gazetteer_version}"
