"""The body of a saved text, and what of the site stands in it and after it."""

import re
from dataclasses import dataclass, field

from tasks.clean.lines import Unit
from tasks.clean.words import bare_host, names_own_hosts, owner_of_hosts

_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,]*(?:by\s+)?([^.|,]{2,60})",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"(?:read\s+(?:more|also|next)|see\s+also|related|more\s+(?:on|from|about)\b.{0,40}|recommended)\s*:?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tail:
    """The body's units, and what the rest says of the site."""

    body: list[Unit] = field(default_factory=list)
    caption: str | None = None
    publisher: str | None = None
    hosts: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)


def read_tail(listed: list[Unit]) -> Tail:
    """Part the body from the furniture within it and from everything after its last paragraph."""
    tail = Tail()
    last = max((i for i, unit in enumerate(listed) if unit.is_prose and not _of_the_site(unit)), default=-1)
    invited = False
    for index, unit in enumerate(listed):
        if _of_the_site(unit) or index > last:
            _note(unit, tail, after=index > last)
            invited = bool(_INVITES.search(unit.text))
        elif unit.caption_score >= 3 and unit.words < 60:
            tail.caption = tail.caption or unit.text
        elif invited and not unit.is_prose:
            continue  # the titles under 'Read more:'
        else:
            invited = False
            if not unit.is_stamp:
                tail.body.append(unit)
    return tail


def _of_the_site(unit: Unit) -> bool:
    return unit.is_furniture or bool(_COPYRIGHT.match(unit.text) and unit.words < 40)


def _note(unit: Unit, tail: Tail, after: bool) -> None:
    """Keep what furniture says of the site: its other addresses, its owner, who wrote."""
    if names_own_hosts(unit.text):
        tail.publisher = owner_of_hosts(unit.text) or tail.publisher
        tail.hosts += [host for word in unit.text.split() if (host := bare_host(word.strip(",;:()")))]
    elif host := bare_host(unit.text):
        tail.hosts.append(host)
    elif match := _COPYRIGHT.match(unit.text):
        name = re.sub(r"\s*all\s+rights\s+reserved.*$", "", match[1], flags=re.IGNORECASE).strip()
        tail.publisher = tail.publisher or name or None
    elif after and unit.is_byline:
        tail.bylines.append(unit.text)
