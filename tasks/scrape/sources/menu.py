"""Which sources there are: the shipped ones and the home's own."""

import difflib
import re
import tomllib
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from tasks.errors import SourceError, UnknownSource
from tasks.scrape.sources.spec import SOURCE_ID, SourceSpec, parse_source
from tasks.settings import Home
from tasks.urls import host_of

FILES = SourceSpec(source_id="files", name="Given files")
"""Whoever published the given files of which no publisher is known."""


def load_source(name: str, home: Home) -> SourceSpec:
    """Return the source of that name; the home's own file wins over a shipped one.

    Raises UnknownSource with the nearest names, SourceError for what its TOML says wrong.
    """
    if known := find_source(name, home):
        return known
    names = [*_names(home), *_sample()]
    near = difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)
    hint = "Did you mean " + " or ".join(f"'{n}'" for n in near) + "? " if near else ""
    raise UnknownSource(f"There is no source '{name}'.", f"{hint}`dateline source list` shows all.")


def find_source(name: str, home: Home) -> SourceSpec | None:
    """Return the source of that name, None where there is none: then no near names are looked for."""
    if SOURCE_ID.fullmatch(name):
        own = home.sources / f"{name}.toml"
        if own.is_file():
            return _own(own)
        if name in _shipped() or name in _sample():
            return _shelved(name)
    return None


def catalog(home: Home) -> list[SourceSpec]:
    """Return the sources on the menu, by name: the shipped ones and the home's own.

    The sample newspaper's publishers are left out; `load_source` still finds them.
    """
    return [load_source(name, home) for name in sorted(_names(home))]


def source_for_host(host: str, home: Home) -> SourceSpec | None:
    """Return the source that a host belongs to, `www.` or not; None where the catalog has none.

    A broken file of the home keeps no other source from being found; who names that one is told.
    """
    bare = _bare(host)
    own = {path.stem for path in home.sources.glob("*.toml")}
    found = [name for name in _by_host().get(bare, ()) if name not in own]
    for name in own:
        with suppress(SourceError):
            if bare in map(_bare, load_source(name, home).hosts):
                found.append(name)
    return load_source(min(found), home) if found else None


def source_for_url(url: str, home: Home) -> SourceSpec:
    """Return the source that a URL belongs to, else one made for its host alone."""
    host = host_of(url)
    if known := source_for_host(host, home):
        return known
    bare = _bare(host)
    other = bare if host != bare else f"www.{bare}"
    name = re.sub(r"[^a-z0-9._-]", "-", bare)
    # The host as given comes first, so that what is asked for is what was given.
    # And the port as given may be asked: the person named it.
    ports = (port,) if (port := urlsplit(url).port) else ()
    return SourceSpec(source_id=name, name=bare, hosts=(host, other), ports=ports, verified=False)


def _names(home: Home) -> set[str]:
    return {*_shipped(), *(path.stem for path in home.sources.glob("*.toml"))}


def _own(path: Path) -> SourceSpec:
    return _read_own(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _read_own(path: Path, _changed_at: int) -> SourceSpec:
    return _read(path, str(path))


@cache
def _shelved(name: str) -> SourceSpec:
    return _read((_sample() | _shipped())[name], f"The shipped {name}.toml")


def _read(file: Traversable, where: str) -> SourceSpec:
    try:
        given = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SourceError(f"{where} is not TOML: {fault}.", "Mend that line and run again.") from fault
    return parse_source(file.name.removesuffix(".toml"), given, where)


@cache
def _by_host() -> dict[str, list[str]]:
    """Return the names of shipped sources by host without `www.`: a backfill asks for each of its pages."""
    found: dict[str, list[str]] = {}
    for name in _shipped():
        for host in {_bare(host) for host in _shelved(name).hosts}:
            found.setdefault(host, []).append(name)
    return found


@cache
def _shipped() -> dict[str, Traversable]:
    return _shelf(files("tasks.scrape.sources") / "catalog")


@cache
def _sample() -> dict[str, Traversable]:
    return _shelf(files("tasks.scrape") / "sample" / "sources")


def _shelf(folder: Traversable) -> dict[str, Traversable]:
    if not folder.is_dir():
        return {}
    return {f.name.removesuffix(".toml"): f for f in folder.iterdir() if f.name.endswith(".toml")}


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
