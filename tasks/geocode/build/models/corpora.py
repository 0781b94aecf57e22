"""The corpora that models are trained and judged on, as documents with gold mentions.

LGL (Lieberman et al. 2010), GeoVirus (Gritta et al. 2018), GMB (Bos et al. 2017). Texts stay where they are.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

NAMES_OF_FILES = ("lgl_a.jsonl", "geovirus.jsonl", "gmb.jsonl")
_SENTENCES = 6  # of GMB that make a document: they stand in the order of their articles
_GPE_OR_GEO = ("geo", "gpe")
_NO_SPACE_BEFORE = frozenset(".,;:!?%)]}") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''"}
_NO_SPACE_AFTER = frozenset("([{$")


@dataclass(frozen=True, slots=True)
class Gold:
    """A span that a corpus marks; without coordinates where it gives none."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of a corpus."""

    corpus: str
    doc_id: str
    group: str  # what must not stand on both sides of a fold: the outlet, or the article
    text: str
    gold: tuple[Gold, ...]
    domain: str | None = None
    title: str | None = None


def read_corpora(shared: Path) -> list[Sample]:
    """Return all documents that models learn from, in a fixed order."""
    folder = shared / "geoparse"
    marked = [_marked(row, "lgl", row["domain"]) for row in _rows(folder / "lgl_a.jsonl")]
    marked += [_marked(row, "geovirus", row["url"]) for row in _rows(folder / "geovirus.jsonl")]
    return [*marked, *_sentences(folder / "gmb.jsonl")]


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group, the same on every machine."""
    return int.from_bytes(sha256(group.encode()).digest()[:4], "big") % folds


def digest(shared: Path, names: tuple[str, ...]) -> str:
    """Return the SHA-256 of corpus files, which a pinned figure belongs to."""
    found = sha256()
    for name in names:
        found.update((shared / "geoparse" / name).read_bytes())
    return found.hexdigest()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _marked(row: dict[str, Any], corpus: str, group: str) -> Sample:
    gold = tuple(_gold(toponym) for toponym in row["toponyms"])
    domain, title = row.get("domain"), row.get("title")
    return Sample(corpus, str(row["doc_id"]), group, row["text"], gold, domain, title)


def _gold(toponym: dict[str, Any]) -> Gold:
    number = toponym.get("geonameid")
    return Gold(
        toponym["start"],
        toponym["end"],
        toponym.get("lat"),
        toponym.get("lon"),
        int(number) if number else None,
    )


def _sentences(path: Path) -> Iterator[Sample]:
    for number, rows in enumerate(batched_rows(path)):
        text, gold = "", []
        for row in rows:
            joined, spans = _joined(row["tokens"], row["tags"])
            shift = len(text) + 1 if text else 0
            text = f"{text} {joined}" if text else joined
            gold += [Gold(start + shift, end + shift) for start, end in spans]
        yield Sample("gmb", f"gmb-{number}", f"gmb-{number}", text, tuple(gold))


def batched_rows(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield a few sentences at a time."""
    rows = list(_rows(path))
    yield from (rows[at : at + _SENTENCES] for at in range(0, len(rows), _SENTENCES))


def _joined(tokens: list[str], tags: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return tokens as the text they were, and the spans of places."""
    text, spans, glue, quoted = "", list[tuple[int, int]](), True, False
    for word, tag in zip(tokens, tags, strict=True):
        closes = word in _NO_SPACE_BEFORE or (word == '"' and quoted)
        if not (glue or closes):
            text += " "
        start = len(text)
        text += word
        glue = word in _NO_SPACE_AFTER or (word == '"' and not quoted)
        quoted = quoted != (word == '"')
        if tag[2:] in _GPE_OR_GEO:
            if tag[0] == "I" and spans and spans[-1][1] >= start - 1:
                spans[-1] = (spans[-1][0], len(text))
            else:
                spans.append((start, len(text)))
    return text, spans
