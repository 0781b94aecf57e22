"""Asks a remote geocoder for the names that the gazetteer does not know; its answers stay apart."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from geopy.exc import GeocoderQueryError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location

from tasks.batches import Batch
from tasks.geocode.fold import fold
from tasks.geocode.remote_services import Remote
from tasks.records import GeocodeAnswer, Mention, Rejection
from tasks.urls import digest

_ASKED: Final = ("name", "metonym")  # kinds of mention that name a place of their own
_PATIENCE: Final = 3  # names in a row that a service may fail at before it is left alone


@dataclass(frozen=True, slots=True)
class Asked:
    """What a service answered."""

    answers: list[GeocodeAnswer]
    left: int  # names that were not asked: over the limit, or after the service failed
    fault: str | None  # why it was given up


def unresolved_names(batches: Iterable[Batch], known: Collection[str], limit: int) -> tuple[list[str], int]:
    """Return the distinct names without place that nobody has asked for yet, the most frequent first.

    At most `limit` of them; with how many that leaves out. `known` are the folded names in the cache.
    """
    found: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for batch in batches:
        for mention in batch.read(Mention):
            key = fold(mention.exact)
            if mention.place_id is None and mention.mention_kind in _ASKED and key and key not in known:
                found[key] += 1
                spelled.setdefault(key, mention.exact)
    names = [spelled[key] for key, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
    return names[:limit], max(0, len(names) - limit)


def ask(remote: Remote, names: list[str], now: Callable[[], datetime]) -> Asked:
    """Ask for each name at the service's pace; after three failures in a row it is left alone.

    A name that the service cannot read counts as a miss; nothing that it does raises.
    """
    limited = RateLimiter(
        remote.geocode,
        min_delay_seconds=remote.pace_s,
        max_retries=1,
        error_wait_seconds=remote.pace_s,
        swallow_exceptions=False,
    )
    answers: list[GeocodeAnswer] = []
    failed, fault = 0, None
    for at, name in enumerate(names):
        try:
            answers.append(_answer(remote, name, _asked(limited, name), now()))
            failed = 0
        # Whatever a service sends must not cost an article: geopy lets errors of parsing through.
        except (GeopyError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            failed, fault = failed + 1, f"{type(error).__name__}: {error}".splitlines()[0][:200]
            if failed == _PATIENCE or at == len(names) - 1:
                return Asked(answers, len(names) - len(answers), fault)
    return Asked(answers, len(names) - len(answers), fault)


def _asked(limited: RateLimiter, name: str) -> Location | None:
    try:
        found = limited(name)
    except GeocoderQueryError:
        return None
    return found[0] if isinstance(found, list) else found


def _answer(remote: Remote, name: str, found: Location | None, now: datetime) -> GeocodeAnswer:
    raw: dict[str, Any] = {} if found is None else dict(found.raw)
    return GeocodeAnswer(
        service=remote.service.name,
        query=fold(name),
        exact=name,
        outcome="miss" if found is None else "found",
        address=None if found is None else str(found.address),
        decimal_latitude=None if found is None else float(found.latitude),
        decimal_longitude=None if found is None else float(found.longitude),
        raw=json.dumps(raw, ensure_ascii=False, sort_keys=True) if found is not None else None,
        licence=remote.service.licence,
        attribution=str(raw.get("licence") or remote.service.attribution),
        asked_at=now,
    )


def answer_batches(
    batches: list[Batch],
    remote: Remote,
    known: Collection[str],
    limit: int,
    run_id: str,
    now: Callable[[], datetime],
) -> Asked:
    """Ask for what stays unresolved in the batches, and write the answers beside the first of them.

    What could not be asked is a rejection there; mentions and places stay as they are.
    """
    names, over = unresolved_names(batches, known, limit)
    asked = ask(remote, names, now) if names else Asked([], 0, None)
    if batches:
        batches[0].write(GeocodeAnswer, asked.answers)
    if asked.fault:
        _reject(batches[0], remote, asked, run_id, now())
    return Asked(asked.answers, asked.left + over, asked.fault)


def _reject(batch: Batch, remote: Remote, asked: Asked, run_id: str, now: datetime) -> None:
    subject = remote.service.name
    reason = f"The remote geocoder did not answer for {asked.left} names ({asked.fault})."
    rejection = Rejection(
        digest("geocode", subject, reason),
        run_id,
        "geocode",
        subject,
        reason,
        "The articles are loaded without its answers; the names are asked for again when they next appear.",
        now,
    )
    batch.write(Rejection, [*batch.read(Rejection), rejection])
