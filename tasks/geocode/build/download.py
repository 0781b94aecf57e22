"""Gets a file from the web so that a broken line costs nothing: resumed, checked, put in place at once."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tasks.errors import FetchError

Tell = Callable[[str, int, int], None]  # file, bytes so far, bytes in all (0 where the server does not say)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file by its address, and where it is to lie."""

    url: str
    path: Path

    @property
    def part(self) -> Path:
        """What has come of it so far."""
        return self.path.with_name(f"{self.path.name}.part")

    @property
    def card(self) -> Path:
        """What the server said of it: address, validators, size, date."""
        return self.path.with_name(f"{self.path.name}.json")


def download(client: httpx.Client, wanted: Remote, tell: Tell) -> bool:
    """Get a file, going on where an earlier try stopped; False where the one that is here is the newest.

    A part is continued only where the server says that the file has not changed (If-Range). FetchError
    where it does not answer with the file, or the file is not whole; what is here already stays.
    """
    wanted.path.parent.mkdir(parents=True, exist_ok=True)
    held = wanted.part.stat().st_size if wanted.part.exists() else 0
    card = _card(wanted.card.with_suffix(".part.json") if held else wanted.card)
    try:
        with client.stream("GET", wanted.url, headers=_asking(wanted, card, held)) as answer:
            if answer.status_code == 304 and wanted.path.exists():
                return False
            if answer.status_code == 416:
                wanted.part.unlink()  # whole already, or of another file: begin anew
                return download(client, wanted, tell)
            if answer.status_code not in (200, 206):
                raise FetchError(f"{wanted.url} answered {answer.status_code}.", _later(wanted))
            begin = held if answer.status_code == 206 else 0
            _take(answer, wanted, begin, tell)
            said = _said(answer, wanted.url)
    except httpx.HTTPError as fault:
        raise FetchError(
            f"{wanted.url} broke off: {str(fault) or type(fault).__name__}.", _later(wanted)
        ) from fault
    _check(wanted)
    wanted.part.replace(wanted.path)
    wanted.card.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    wanted.card.with_suffix(".part.json").unlink(missing_ok=True)
    return True


def _asking(wanted: Remote, card: dict[str, Any], held: int) -> dict[str, str]:
    validator = card.get("etag") or card.get("last_modified")
    if held and validator:
        return {"Range": f"bytes={held}-", "If-Range": validator}
    if wanted.path.exists() and card.get("etag"):
        return {"If-None-Match": card["etag"]}
    if wanted.path.exists() and card.get("last_modified"):
        return {"If-Modified-Since": card["last_modified"]}
    return {}


def _take(answer: httpx.Response, wanted: Remote, begin: int, tell: Tell) -> None:
    length = int(answer.headers.get("content-length") or 0)
    whole = begin + length if length else 0
    # Written first, so that a part without its validators is never continued.
    wanted.card.with_suffix(".part.json").write_text(json.dumps(_said(answer, wanted.url)), "utf-8")
    size = begin
    with wanted.part.open("ab" if begin else "wb") as out:
        for chunk in answer.iter_bytes():  # as it comes: a break must not cost what was received
            out.write(chunk)
            size += len(chunk)
            tell(wanted.path.name, size, whole)
    if whole and size != whole:
        raise FetchError(f"{wanted.url} gave {size} of {whole} bytes.", _later(wanted))


def _check(wanted: Remote) -> None:
    """Raise FetchError, and forget the part, where a zip file is damaged or a text is empty."""
    fault = None
    if wanted.part.stat().st_size == 0:
        fault = "is empty"
    elif wanted.path.suffix == ".zip":
        try:
            with zipfile.ZipFile(wanted.part) as packed:
                bad = packed.testzip()
            fault = None if bad is None else f"has a damaged {bad}"
        except zipfile.BadZipFile:
            fault = "is no zip file"
    if fault:
        wanted.part.unlink()
        raise FetchError(
            f"What came from {wanted.url} {fault}.", "Try again later, or give the file by path."
        )


def _said(answer: httpx.Response, url: str) -> dict[str, Any]:
    names = {"etag": "etag", "last_modified": "last-modified"}
    said = {name: answer.headers[header] for name, header in names.items() if header in answer.headers}
    if said.get("etag", "").startswith("W/"):
        del said["etag"]  # a weak validator does not say that the bytes are the same
    return {"url": url, **said}


def _card(path: Path) -> dict[str, Any]:
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return card


def _later(wanted: Remote) -> str:
    return f"Run it again: it goes on where it stopped. Or give {wanted.path.name} by path."
