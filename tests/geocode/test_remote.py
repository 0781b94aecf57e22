"""Remote geocoders: asked for what stays unresolved, politely; their answers stay apart."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.extra.rate_limiter import RateLimiter

from tasks.batches import Batch
from tasks.errors import UsageError
from tasks.geocode.remote import answer_batches, unresolved_names
from tasks.geocode.remote_services import SERVICES, open_remote
from tasks.records import GeocodeAnswer, Mention, Place, Rejection
from tasks.settings import Settings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KNOWS = {"Qarabulaq Post": ("39.61", "47.02"), "Upper Mill": ("40.1", "44.2")}


@dataclass
class Nominatim:
    """A server on loopback that speaks Nominatim's format."""

    url: str
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    status: int = 200
    body: str | None = None

    def answer(self, name: str) -> str:
        """Return what Nominatim sends for a name: a list of places, empty for a miss."""
        if self.body is not None:
            return self.body
        if name not in KNOWS:
            return "[]"
        lat, lon = KNOWS[name]
        place = {
            "place_id": 7,
            "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
            "lat": lat,
            "lon": lon,
            "display_name": f"{name}, Somewhere",
        }
        return json.dumps([place])


@pytest.fixture
def nominatim() -> Iterator[Nominatim]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = parse_qs(urlsplit(self.path).query)["q"][0]
            spoken.asked.append(name)
            spoken.agents.add(self.headers["User-Agent"])
            data = spoken.answer(name).encode()
            self.send_response(spoken.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    spoken = Nominatim(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield spoken
    server.shutdown()
    server.server_close()
    thread.join()


def settings(nominatim: Nominatim, **more: Any) -> Settings:
    given = Settings(
        remote_geocoder="nominatim",
        remote_user_agent="test-desk/1.0 (desk@desk.example)",
        remote_url=nominatim.url,
        remote_pace_s=0.001,
        timeout_s=5.0,
    )
    return replace(given, **more)


def mention(exact: str, number: int, place_id: str | None = None, kind: str = "name") -> Mention:
    return Mention(
        mention_id=f"m{number}",
        version_id="v",
        text_field="article_body",
        start_char=number,
        end_char=number + len(exact),
        exact=exact,
        mention_kind=kind,
        role="mentioned",
        place_id=place_id,
        precision="unknown",
        coordinate_uncertainty_m=None,
        confidence=0.0,
        georeference_protocol="x",
        reason="not in the gazetteer",
        runner_up_place_id=None,
        geocoder_version="1",
    )


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    batch = Batch(tmp_path / "one")
    batch.write(
        Mention,
        [
            mention("Upper Mill", 1),
            mention("Nowhere Hill", 2),
            mention("Qarabulaq Post", 3),
            mention("Qarabulaq post", 4),
            mention("Baku", 5, "geonames:587084"),
            mention("Bank of Nowhere", 6, kind="embedded"),
        ],
    )
    return batch


def answered(
    batch: Batch, given: Settings, known: frozenset[str] = frozenset(), limit: int = 9
) -> str | None:
    remote = open_remote(given)
    assert remote is not None
    return answer_batches([batch], remote, known, limit, "run-1", lambda: NOW).fault


def test_only_distinct_names_without_place_are_asked_once_each(batch: Batch, nominatim: Nominatim) -> None:
    assert answered(batch, settings(nominatim)) is None
    assert nominatim.asked == ["Qarabulaq Post", "Nowhere Hill", "Upper Mill"]
    assert nominatim.agents == {"test-desk/1.0 (desk@desk.example)"}


def test_answers_and_misses_are_kept_with_service_licence_attribution_and_date(
    batch: Batch, nominatim: Nominatim
) -> None:
    answered(batch, settings(nominatim))
    kept = {answer.query: answer for answer in batch.read(GeocodeAnswer)}
    found, miss = kept["qarabulaq post"], kept["nowhere hill"]
    assert (found.outcome, found.decimal_latitude, found.decimal_longitude) == ("found", 39.61, 47.02)
    assert (found.service, found.licence, found.asked_at) == ("nominatim", "ODbL-1.0", NOW)
    assert found.attribution == "Data © OpenStreetMap contributors, ODbL 1.0."
    assert found.raw is not None
    assert json.loads(found.raw)["place_id"] == 7
    assert (miss.outcome, miss.address, miss.decimal_latitude, miss.raw) == ("miss", None, None, None)


def test_an_answer_makes_no_place_and_changes_no_mention(batch: Batch, nominatim: Nominatim) -> None:
    before = batch.read(Mention)
    answered(batch, settings(nominatim))
    assert batch.read(Mention) == before
    assert batch.read(Place) == []


def test_what_the_cache_has_is_not_asked_and_the_limit_holds(batch: Batch, nominatim: Nominatim) -> None:
    answered(batch, settings(nominatim), frozenset({"upper mill"}), limit=1)
    assert nominatim.asked == ["Qarabulaq Post"]
    assert unresolved_names([batch], {"upper mill"}, 1) == (["Qarabulaq Post"], 1)


@pytest.mark.parametrize(
    ("status", "body"),
    [(503, "busy"), (429, "slow down"), (403, "no"), (200, "<html>not JSON"), (200, '[{"lat": "x"}]')],
)
def test_a_service_that_fails_is_left_alone_and_is_a_rejection(
    batch: Batch, nominatim: Nominatim, status: int, body: str
) -> None:
    nominatim.status, nominatim.body = status, body
    assert answered(batch, settings(nominatim))
    assert batch.read(GeocodeAnswer) == []
    (rejection,) = batch.read(Rejection)
    assert (rejection.stage, rejection.subject, rejection.run_id) == ("geocode", "nominatim", "run-1")
    assert "did not answer for 3 names" in rejection.reason
    assert "loaded without" in rejection.next_step


def test_a_service_that_is_not_there_costs_its_answers_alone(batch: Batch, nominatim: Nominatim) -> None:
    assert answered(batch, settings(nominatim, remote_url="http://127.0.0.1:9", timeout_s=1.0))
    assert len(batch.read(Mention)) == 6


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def test_a_service_is_asked_at_its_pace(
    batch: Batch, nominatim: Nominatim, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(RateLimiter, "_clock", lambda _: clock.now)
    monkeypatch.setattr(RateLimiter, "_sleep", lambda _, seconds: clock.sleep(seconds))
    answered(batch, settings(nominatim, remote_pace_s=30.0))
    assert clock.slept == pytest.approx(60.0)


# what may be set


def test_no_service_is_asked_unless_one_is_named() -> None:
    assert open_remote(Settings()) is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"remote_geocoder": "google"}, "knows no service 'google'.*nominatim"),
        ({"remote_geocoder": "nominatim"}, "remote_user_agent is not set"),
        ({"remote_geocoder": "pelias", "remote_user_agent": "x"}, "no public address.*remote_url"),
        ({"remote_geocoder": "geonames", "remote_user_agent": "x"}, "a user name.*remote_key"),
        ({"remote_geocoder": "photon", "remote_user_agent": "x", "remote_pace_s": 0.1}, "policy of photon"),
        ({"remote_geocoder": "photon", "remote_user_agent": "x", "remote_url": "host"}, "no address"),
    ],
)
def test_a_setting_that_a_service_cannot_work_with_is_named(given: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        open_remote(Settings(**given))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_service_opens_and_keeps_its_own_pace(name: str) -> None:
    url = "https://pelias.example/v1" if name == "pelias" else ""
    remote = open_remote(
        Settings(remote_geocoder=name, remote_user_agent="x/1", remote_key="k", remote_url=url)
    )
    assert remote is not None
    assert remote.pace_s >= 1.0
    assert SERVICES[name].licence
    assert SERVICES[name].attribution
