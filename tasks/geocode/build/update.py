"""`dateline gazetteer update`: a newer gazetteer into the home, from GeoNames and Natural Earth."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx

from tasks.errors import GazetteerError, UsageError
from tasks.geocode.build.assemble import assemble, read_facts, refuse_few
from tasks.geocode.build.contain import contain
from tasks.geocode.build.download import Remote, Tell, download
from tasks.geocode.build.dumps import read_material
from tasks.geocode.build.pack import pack
from tasks.geocode.gazetteer import Gazetteer, gazetteer
from tasks.settings import Home, Settings

GEONAMES: Final = "https://download.geonames.org/export/dump/"
NATURAL_EARTH: Final = "https://naciscdn.org/naturalearth/10m/"
LEAST_TOWNS: Final = 150_000  # of GeoNames' places of 500 people and more, which are 230,000
_GEONAMES: Final = (
    "cities500.zip",
    "alternateNamesV2.zip",
    "admin1CodesASCII.txt",
    "admin2Codes.txt",
    "countryInfo.txt",
)
_NATURAL_EARTH: Final = (
    "cultural/ne_10m_admin_0_countries.zip",
    "cultural/ne_10m_admin_1_states_provinces.zip",
    "physical/ne_10m_lakes.zip",
)
_LICENCE: Final = {True: "CC-BY-4.0", False: "public domain"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the update: given by path, or to be had from the web."""

    name: str
    url: str
    path: Path
    is_given: bool

    def says(self) -> str:
        """Say what would be done with it."""
        if self.is_given:
            return f"take {self.path}"
        part = Remote(self.url, self.path).part
        if part.exists():
            return f"go on with {self.url} after {part.stat().st_size:,} bytes"
        return f"{'ask whether it changed' if self.path.exists() else 'download'}: {self.url}"


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update made."""

    version: str
    before: str
    counts: dict[str, int]
    left_out: tuple[str, ...]  # facts kept by hand that the sources have no hold for
    folder: Path


def plan(
    home: Home,
    given: Sequence[Path] = (),
    geonames: str = GEONAMES,
    natural_earth: str = NATURAL_EARTH,
) -> list[Piece]:
    """Return the files that an update takes; those given by path (or in a folder) are not downloaded.

    UsageError for a file that an update has no use for.
    """
    files = {path.name: path for path in _files(given)}
    if "allCountries.zip" in files:  # the same columns, of which the places of 500 people are taken
        files["cities500.zip"] = files.pop("allCountries.zip")
    cache = home.root / "gazetteer-sources"
    pieces = []
    for base, names in ((geonames, _GEONAMES), (natural_earth, _NATURAL_EARTH)):
        for name in names:
            short = name.rsplit("/", 1)[-1]
            path = files.pop(short, None)
            pieces.append(
                Piece(short, base.rstrip("/") + "/" + name, path or cache / short, path is not None)
            )
    stray = [path for path in files.values() if path in given]
    if stray:
        known = ", ".join(piece.name for piece in pieces)
        raise UsageError(f"An update has no use for {stray[0]}.", f"It takes: {known}.")
    return pieces


def _files(given: Iterable[Path]) -> Iterable[Path]:
    for path in given:
        if path.is_dir():
            yield from sorted(entry for entry in path.iterdir() if entry.is_file())
        elif path.is_file():
            yield path
        else:
            raise UsageError(f"There is no file {path}.", "Give the path of a file or folder that is there.")


def fetch(pieces: list[Piece], settings: Settings, tell: Tell) -> int:
    """Download what is not given and not here already; return how many files came anew."""
    headers = {"User-Agent": settings.agent(), "Accept-Encoding": "identity"}
    with httpx.Client(headers=headers, timeout=settings.timeout_s, follow_redirects=True) as client:
        return sum(download(client, Remote(p.url, p.path), tell) for p in pieces if not p.is_given)


def build(
    pieces: list[Piece],
    home: Home,
    now: datetime,
    least: int = LEAST_TOWNS,
    facts: dict[str, Any] | None = None,
) -> Updated:
    """Build a gazetteer from the files, open it to see that it is sound, and put it into the home at once.

    GazetteerError where a file cannot be read or gives fewer towns than `least`; the home then keeps what
    it had. A process that has the old one open goes on with it.
    """
    folder = home.root / "gazetteers" / "part"
    shutil.rmtree(folder, ignore_errors=True)
    left_out: list[str] = []
    facts, shipped = facts or read_facts(), gazetteer()
    try:
        ground = unpack(pieces, folder / "sources")
        rows = assemble(read_material(ground, ground, shipped, facts), facts, left_out)
        refuse_few(rows, least)
        manifest = pack(rows, contain(rows), folder / "data", credits(pieces), f"{now:%Y.%m.%d}")
        Gazetteer.open(folder / "data")
        target = folder.parent / manifest["version"]
        shutil.rmtree(target, ignore_errors=True)
        (folder / "data").rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    before = held_version(home)
    settle(target, home)
    return Updated(manifest["version"], before, manifest["counts"], tuple(left_out), target)


def settle(target: Path, home: Home) -> None:
    """Let the home's gazetteer be another folder from one moment to the next, and drop those before."""
    link = home.root / "gazetteer.part"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("gazetteers") / target.name)
    link.replace(home.gazetteer)
    for old in target.parent.iterdir():
        if old != target:
            shutil.rmtree(old, ignore_errors=True)


def held_version(home: Home) -> str:
    """Return the version of the home's gazetteer, else of the shipped one."""
    has_own = (home.gazetteer / "manifest.json").exists()
    return Gazetteer.open(home.gazetteer).version if has_own else gazetteer().version


def unpack(pieces: list[Piece], folder: Path) -> Path:
    """Lay the files out as the readers want them: dumps by name, shapefiles in cultural/ and physical/."""
    for piece in pieces:
        if not piece.path.exists():
            raise GazetteerError(
                f"{piece.name} is missing.", f"Download it: {piece.url}; or give it by path."
            )
        if piece.name.startswith("ne_"):
            kind = "physical" if "lakes" in piece.name else "cultural"
            _shapefile(piece, folder / kind)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / piece.name).symlink_to(piece.path.resolve())
    return folder


def _shapefile(piece: Piece, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = piece.name.removesuffix(".zip")
    try:
        with zipfile.ZipFile(piece.path) as packed:
            for ending in (".shp", ".dbf"):
                (folder / f"{stem}{ending}").write_bytes(packed.read(f"{stem}{ending}"))
    except (OSError, KeyError, zipfile.BadZipFile) as fault:
        raise GazetteerError(
            f"{piece.path} holds no shapefile {stem}: {fault}", f"Download it anew: {piece.url}"
        ) from fault


def credits(pieces: list[Piece]) -> list[dict[str, str]]:
    """Return what the manifest says of each file."""
    found = []
    for piece in pieces:
        with piece.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        licence = _LICENCE[not piece.name.startswith("ne_")]
        found.append({"name": piece.name, "url": piece.url, "licence": licence, "sha256": digest})
    return found
