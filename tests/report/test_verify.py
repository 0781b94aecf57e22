"""`verify` finds what was tampered with, and says that all is well where it is."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tasks.load import Filters, query, writer
from tasks.report import Verified, verify
from tasks.settings import Home
from tests.report.real_home import NOON

TBILISI = "geonames:611717"


ALL = Filters()


def verified(home: Home, filters: Filters = ALL, sample: int | None = None, seed: str = "a") -> Verified:
    return verify(home, filters, sample, seed, NOON)


def changed(home: Home, words: str) -> None:
    """Change a row behind everybody's back."""
    with writer(home, "run-9") as warehouse:
        warehouse._connection.execute(words)
        warehouse.publish()


def warc_of(home: Home, slug: str) -> tuple[Path, int]:
    words = "select warc_file, warc_offset from raw.fetches where url = $url"
    (row,) = query(home, words, {"url": f"https://courier.example/{slug}"}).to_pylist()
    return home.archive / row["warc_file"], row["warc_offset"]


def test_everything_of_a_sound_home_matches_and_is_derived_anew(taken_in: Home) -> None:
    done = verified(taken_in)
    assert done.mismatches == []
    assert (done.versions, done.records, done.texts_read_again) == (3, 3, 3)
    assert done.mentions == done.mentions_read_again > 10
    assert done.as_json()["is_match"] is True


def test_filters_and_a_lot_choose_what_is_verified(taken_in: Home) -> None:
    assert verified(taken_in, Filters(source=("echo",))).versions == 1
    assert verified(taken_in, Filters(until=date(2026, 11, 17))).versions == 1
    assert verified(taken_in, Filters(place=TBILISI, min_confidence=0.1)).versions == 3
    drawn = [verified(taken_in, ALL, 1, seed) for seed in "aa"]
    assert drawn[0] == drawn[1]
    assert drawn[0].versions == 1


def flip(path: Path, start: int) -> None:
    data = bytearray(path.read_bytes())
    data[start + 400] ^= 0x10
    path.write_bytes(bytes(data))


FAULTS: dict[str, tuple[Callable[[Home], None], str, str]] = {
    # Which byte it is depends on how the file was packed: it cannot be unpacked, or unpacks to other content.
    "a flipped byte": (lambda home: flip(*warc_of(home, "ferry")), "archive", " of courier/2026"),
    "a missing file": (lambda home: warc_of(home, "ferry")[0].unlink(), "archive", "is gone"),
    "a moved offset": (
        lambda home: changed(
            home,
            "update raw.fetches set warc_offset = (select warc_offset from raw.fetches "
            "where url = 'https://courier.example/ferry') where url = 'https://courier.example/bridge'",
        ),
        "archive",
        "and the row of the fetch names urn:uuid:",
    ),
    "an offset between records": (
        lambda home: changed(home, "update raw.fetches set warc_offset = warc_offset + 7"),
        "archive",
        "no record begins there",
    ),
    "an edited text": (
        lambda home: changed(
            home, "update core.article_versions set article_body = replace(article_body, 'Monday', 'Sunday')"
        ),
        "text",
        "article_body is",
    ),
    "an edited cleaning and text": (
        lambda home: changed(
            home,
            "update core.article_versions set article_body = replace(article_body, 'Monday', 'Sunday'); "
            "update raw.cleanings set article_body = replace(article_body, 'Monday', 'Sunday')",
        ),
        "text",
        "read again from its bytes it is",
    ),
    "an edited mention": (
        lambda home: changed(home, f"update core.mentions set place_id = '{TBILISI}' where exact = 'Aktau'"),
        "mention",
        f"place_id is '{TBILISI}'",
    ),
    "an edited mention and its geocoding": (
        lambda home: changed(
            home,
            "update core.mentions set confidence = 1.0 where exact = 'Aktau'; delete from raw.geocodings",
        ),
        "mention",
        "read again from its text it is",
    ),
    "a moved span": (
        lambda home: changed(
            home, "update core.mentions set start_char = start_char + 1 where exact = 'Caspian Sea'"
        ),
        "mention",
        "stands 'aspian Sea', not 'Caspian Sea'",
    ),
    "a mention that is gone": (
        lambda home: changed(home, "delete from core.mentions where exact = 'Kutaisi'"),
        "mention",
        "names 'Kutaisi'",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_tampered_with_is_found(home: Home, fault: str) -> None:
    tamper, what, words = FAULTS[fault]
    tamper(home)
    done = verified(home)
    assert [m for m in done.mismatches if m.what == what and words in m.says], done.mismatches
    assert {m.what for m in done.mismatches} <= {what, "mention"}


def test_results_of_another_geocoder_are_compared_with_what_is_on_record(home: Home) -> None:
    changed(
        home,
        "update core.article_versions set geocoder_version = '1+old'; "
        "update core.mentions set geocoder_version = '1+old'; "
        "update raw.geocodings set geocoder_version = '1+old'",
    )
    sound = verified(home)
    assert (sound.mismatches, sound.other_geocoder, sound.mentions_read_again) == ([], 3, 0)
    changed(home, "update core.mentions set precision = 'country' where exact = 'Aktau'")
    assert any("in its geocoding" in m.says for m in verified(home).mismatches)
