"""What Dateline works with: gazetteer, models, and Prefect."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import DatelineError
from tasks.geocode import geoparse, open_gazetteer
from tasks.report.doctor.finding import FAULT, OK, WARNING, Finding
from tasks.report.installed import (
    body_model,
    body_model_of_card,
    package,
    place_models,
    shipped_gazetteer,
)
from tasks.settings import Home, prefect_environment

_SENTENCE = "The ferry left Baku on Monday and crossed the Caspian Sea to Aktau, its captain said."
_LARGE_BYTES = 5_000_000_000


@dataclass(frozen=True, slots=True)
class Api:
    """The Prefect API that runs of a home would talk to, where one is set or served."""

    url: str
    answers: bool
    is_served: bool  # by `dateline serve` on this home


def gazetteer(home: Home) -> Finding:
    """Open the gazetteer that the home uses; GazetteerError where it is damaged."""
    found, shipped = open_gazetteer(home), shipped_gazetteer()
    own = (home.gazetteer / "manifest.json").exists()
    says = f"{found.version} ({'of this home' if own else 'as shipped'}), {len(found):,} places"
    if own and _day(found.version) < _day(shipped):
        says = f"{says}; {shipped} ships."
        return Finding(
            "gazetteer", WARNING, says, "Run `dateline gazetteer update`, or remove the home's own."
        )
    return Finding("gazetteer", OK, f"{says}.")


def models(home: Home) -> Finding:
    """Read a sentence with the models, and hold the body model against its card."""
    if body_model() != body_model_of_card():
        raise DatelineError(
            "The body model is not the one that its card (tasks/clean/data/body.md) tells of.",
            "Install dateline again, or run `make body-model` in a checkout.",
        )
    parsed = geoparse({"article_body": _SENTENCE}, language="en", gaz=open_gazetteer(home))
    placed = [mention.exact for mention in parsed.mentions if mention.row is not None]
    if not placed:
        says = "The models find no place in a plain sentence."
        return Finding("models", FAULT, says, "Install dateline again, or run `make models` in a checkout.")
    says = (
        f"place models {place_models()}, body model {body_model()[:8]}; read in a trial: {', '.join(placed)}"
    )
    return Finding("models", OK, f"{says}.")


def prefect(home: Home, api: Api | None, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Say which API, home and version of Prefect runs would use."""
    place = Path(environ.get("PREFECT_HOME") or prefect_environment(home, {})["PREFECT_HOME"])
    says = f"Prefect {package('prefect')}, its home {place}"
    if api is not None and not api.answers:
        says = f"{says}; the API {api.url} does not answer."
        yield Finding("prefect", FAULT, says, "Start that server, or unset PREFECT_API_URL.")
    elif api is not None:
        whose = " (`dateline serve`)" if api.is_served else " (PREFECT_API_URL)"
        yield Finding("prefect", OK, f"{says}; the API {api.url}{whose} answers.")
    else:
        yield Finding(
            "prefect", OK, f"{says}; each run starts a server of its own (`dateline serve` keeps one)."
        )
    if url := _of_profile(place):
        yield Finding(
            "prefect",
            WARNING,
            f"Prefect's profile in {place / 'profiles.toml'} names {url}, which dateline does not read.",
            "Set PREFECT_API_URL in the environment if runs should go there.",
        )
    database = place / "prefect.db"
    if database.exists() and database.stat().st_size > _LARGE_BYTES:
        yield Finding(
            "prefect",
            WARNING,
            f"{database} has {database.stat().st_size / 1e9:,.1f} GB.",
            "Let `dateline serve` run, which takes old runs out of it, or remove it: only history is lost.",
        )


def _of_profile(place: Path) -> str | None:
    """Return the API that Prefect's active profile names, where there is one."""
    try:
        found = tomllib.loads((place / "profiles.toml").read_text("utf-8"))
        url = found["profiles"][found["active"]]["PREFECT_API_URL"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return str(url)


def _day(version: str) -> str:
    return version.partition("+")[0]
