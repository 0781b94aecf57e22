"""Which data and models this program reads with; read from their files, without loading what they are for."""

import hashlib
import json
import re
from importlib import resources
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tasks.settings import Home


def versions(home: Home | None) -> dict[str, str]:
    """Return the version of each thing that decides what stands in a table, by its name."""
    from tasks.clean import CLEANER_VERSION
    from tasks.geocode import GEOCODER_VERSION
    from tasks.load import sql_names

    return {
        "gazetteer": gazetteer_words(home),
        "geocoder": GEOCODER_VERSION.partition("/")[0],
        "place models": place_models(),
        "cleaner": CLEANER_VERSION,
        "body model": body_model()[:8],
        "language model": f"py3langid {package('py3langid')}",
        "schema": sql_names("migrations")[-1].partition("_")[0],
        "duckdb": package("duckdb"),
        "prefect": package("prefect"),
    }


def package(name: str) -> str:
    """Return the installed version of a package."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def gazetteer_words(home: Home | None) -> str:
    """Return the version of the gazetteer that a home uses, and whose it is."""
    own = home.gazetteer / "manifest.json" if home else None
    if own is None or not own.exists():
        return f"{shipped_gazetteer()} (shipped)"
    try:
        return f"{json.loads(own.read_text('utf-8'))['version']} (of the home)"
    except (OSError, ValueError, KeyError, TypeError):
        return f"unreadable ({own})"


def shipped_gazetteer() -> str:
    """Return the version of the gazetteer that ships."""
    manifest = resources.files("tasks") / "geocode" / "data" / "manifest.json"
    found: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    return str(found["version"])


def place_models() -> str:
    """Return the beginning of a digest of the geocoder's models (tasks/geocode/models/CARD.md)."""
    found = hashlib.sha256()
    folder = resources.files("tasks") / "geocode" / "models"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith((".npz", ".json")):
            found.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return found.hexdigest()[:8]


def body_model() -> str:
    """Return the SHA-256 of the cleaner's block model."""
    return hashlib.sha256((_clean_data() / "body.npz").read_bytes()).hexdigest()


def body_model_of_card() -> str | None:
    """Return the SHA-256 that the model's card tells."""
    told = re.search(r"sha256 of body\.npz: ([0-9a-f]{64})", (_clean_data() / "body.md").read_text("utf-8"))
    return told[1] if told else None


def _clean_data() -> Any:
    return resources.files("tasks") / "clean" / "data"
