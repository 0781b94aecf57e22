"""Whether the parts of a row's evidence agree with each other, without reading anything again."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tasks.report.harmless import one_line
from tasks.scrape import Archived
from tasks.urls import digest

Row = dict[str, Any]
_SHOWN = 60
_SAME_AS_READ = ("article_body", "description", "image_caption", "dateline", "word_count")


def archive_faults(fetch: Row, record: Archived) -> Iterator[str]:
    """Yield what an archived record has otherwise than the row of its fetch."""
    where = f"The archived record at {fetch['warc_offset']} of {fetch['warc_file']}"
    if record.record_id != fetch["warc_record_id"]:
        yield f"{where} is {record.record_id}, and the row of the fetch names {fetch['warc_record_id']}."
    if record.payload_digest != fetch["payload_digest"]:
        yield (
            f"{where} has content of the digest {record.payload_digest}, "
            f"and the row of the fetch says {fetch['payload_digest']}."
        )


def text_faults(row: Row, mention_fields: Collection[str]) -> Iterator[tuple[str, str, str | None]]:
    """Yield kind, sentence and mention of what does not fit together in the rows of one version."""
    version, cleaning, fetch = row["version"], row["cleaning"], row["fetch"]
    if version["version_id"] != digest(version["article_id"], version["text_digest"]):
        yield "text", "The id of the version is not the digest of its article and text.", None
    if cleaning is None:
        yield "text", "The cleaning that it comes from is missing.", None
    else:
        if fetch and cleaning["payload_digest"] != fetch["payload_digest"]:
            yield "text", "Its cleaning is of other bytes than its fetch.", None
        names = (*_SAME_AS_READ, *(["headline"] if cleaning["headline"] else []))
        for fault in differences(version, cleaning, names, "in its cleaning"):
            yield "text", fault, None
    for mention in row["mentions"] or []:
        for fault in _mention_faults(version, mention):
            yield "mention", fault, mention["mention_id"]
    yield from _geocoding_faults(row, mention_fields)


def differences(
    held: Mapping[str, Any], found: Mapping[str, Any], names: Collection[str], how: str
) -> list[str]:
    """Say in which columns a row differs from what was found otherwise."""
    return [
        f"{name} is {_words(held[name])}, and {how} it is {_words(found[name])}."
        for name in names
        if _plain(held[name]) != _plain(found[name])
    ]


def _mention_faults(version: Row, mention: Row) -> Iterator[str]:
    start, end = mention["start_char"], mention["end_char"]
    stands = (version[mention["text_field"]] or "")[start:end]
    if stands != mention["exact"]:
        where, exact = f"At {start}-{end} of {mention['text_field']}", _words(mention["exact"])
        yield f"{where} stands {_words(stands)}, not {exact}."
    wanted = digest(mention["version_id"], mention["text_field"], str(start), str(end))
    if mention["mention_id"] != wanted:
        yield "The id of the mention is not the digest of its version and span."


def _geocoding_faults(row: Row, names: Collection[str]) -> Iterator[tuple[str, str, str | None]]:
    """Compare the mentions with what the geocoder's whole answer was when it read the text."""
    if row["geocoding"] is None or row["version"]["geocode_status"] != "done":
        return
    said = {(m["text_field"], m["start_char"], m["end_char"]): m for m in row["geocoding"]}
    held = {(m["text_field"], m["start_char"], m["end_char"]): m for m in row["mentions"] or []}
    for span in sorted(said.keys() | held.keys()):
        if span not in said:
            yield "mention", "Its geocoding names no such span.", held[span]["mention_id"]
        elif span not in held:
            yield (
                "mention",
                f"Its geocoding names {_words(said[span]['exact'])} at {span[1]}; no row does.",
                None,
            )
        else:
            for fault in differences(held[span], said[span], names, "in its geocoding"):
                yield "mention", fault, held[span]["mention_id"]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _words(value: Any) -> str:
    if value is None:
        return "empty"
    words = one_line(str(value))
    return f"'{words[:_SHOWN]}…'" if len(words) > _SHOWN else f"'{words}'"
