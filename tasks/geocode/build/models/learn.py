"""Learn all models from documents: to choose, to find, and how sure; each from held-out chances."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tasks.geocode import table as tables
from tasks.geocode.build.models import boost, logistic
from tasks.geocode.build.models.corpora import Gold, Sample, fold_of
from tasks.geocode.choose import lay_out, settle, start
from tasks.geocode.document import read_document
from tasks.geocode.facts import facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.home import Home, home_in, learn_home
from tasks.geocode.kinds import mention_kind
from tasks.geocode.lines import country_of_domain
from tasks.geocode.marks import NAMES, context
from tasks.geocode.models import RISING, SURENESS, Models, sureness_row
from tasks.geocode.reading import Reading, read_places
from tasks.geocode.rules import Marked, mark_document
from tasks.geocode.tokens import Gap
from tasks.geocode.trees import Trees, sigmoid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INNER = 4  # folds within what is learned from
SAME_KM = 161.0
_LOOKS = (70, 70)  # rounds
_FINDER = 120
_SURENESS = 150
_GMB_WEIGHT = 0.4  # of a sentence of GMB: it has no document around it
THRESHOLD = 0.44
_UNTOLD = 0.5  # weight, for how sure a pin is, of spans that a corpus never marks


@dataclass(slots=True)
class Case:
    """A document laid out for learning."""

    sample: Sample
    fold: int
    reading: Reading
    table: tables.Table | None
    right: Floats  # of each row of the table: 1 within a sense is shared by the right ones; 0 where unknown
    chance: Floats


def lay_case(sample: Sample, home: Home, gaz: Gazetteer) -> Case:
    """Read a document and mark the options that its gold says."""
    document = read_document({"article_body": sample.text, "headline": sample.title})
    reading = read_places(document, gaz)
    table = lay_out([(reading.senses, home)], gaz)
    empty = np.zeros(0)
    right = _right(table, sample) if table is not None else empty
    chance = start(table) if table is not None else empty
    return Case(sample, fold_of(sample.group, INNER), reading, table, right, chance)


def _right(table: tables.Table, sample: Sample) -> Floats:
    right = np.zeros(len(table.row))
    for sense, low in zip(table.senses, table.starts.tolist(), strict=True):
        gold = [
            g
            for span in sense.spans
            if span.field.name == "article_body" and (g := gold_at(span.start, span.end, sample))
        ]
        placed = [g for g in gold if g.lat is not None]
        if placed:
            at = slice(low, low + len(sense.options))
            right[at] = _agree(placed, table, at)
    return right


def gold_at(start: int, end: int, sample: Sample) -> Gold | None:
    """Return the gold mention that a span shares most with."""
    over = [
        (min(g.end, end) - max(g.start, start), -g.start, g)
        for g in sample.gold
        if g.start < end and start < g.end
    ]
    return max(over, key=lambda o: o[:2])[2] if over else None


def _agree(gold: list[Gold], table: tables.Table, at: slice) -> Floats:
    """Return how right each option of a sense is: by id, else by distance, summing to 1 or all 0."""
    votes = np.zeros(at.stop - at.start)
    for one in gold:
        assert one.lat is not None
        assert one.lon is not None
        options = next(
            s for s, low in zip(table.senses, table.starts.tolist(), strict=True) if low == at.start
        ).options
        same = np.array([_number(table, option.place.row) == one.geonameid for option in options])
        if one.geonameid is not None and same.any():
            votes += same
            continue
        km = tables.kilometres(
            table.latitude[at], table.longitude[at], np.float64(one.lat), np.float64(one.lon)
        )
        votes += np.where(km <= SAME_KM, np.exp(-km / 40.0), 0.0)
    return votes / votes.sum() if votes.sum() > 1e-3 else np.zeros(len(votes))


_IDS: dict[int, int] = {}


def _number(table: tables.Table, row: int) -> int:
    return _IDS.get(row, -1)


def remember_ids(gaz: Gazetteer) -> None:
    """Note the GeoNames id of every row, once."""
    if not _IDS:
        for row in range(len(gaz)):
            scheme, _, number = gaz.place_id(row).partition(":")
            if scheme == "geonames":
                _IDS[row] = int(number)


def is_right(row: int, gold: Gold, gaz: Gazetteer) -> bool:
    """Say whether a place is what a gold mention means: the same id, or within 161 km."""
    if gold.geonameid is not None and _IDS.get(row) == gold.geonameid:
        return True
    if gold.lat is None or gold.lon is None:
        return False
    here = np.float64(gaz.latitude[row]), np.float64(gaz.longitude[row])
    km = tables.kilometres(
        np.array([here[0]]), np.array([here[1]]), np.float64(gold.lat), np.float64(gold.lon)
    )
    return float(km[0]) <= SAME_KM


def learn(
    samples: Sequence[Sample],
    gaz: Gazetteer,
    say: Callable[[str], None] = lambda _: None,
    unseen: frozenset[str] = frozenset(),
) -> Models:
    """Learn all models from these documents alone, and nothing from the folded names `unseen` in them."""
    remember_ids(gaz)
    countries = {s.domain: home_in(country_of_domain(s.domain, gaz), gaz) for s in samples if s.domain}
    cases = [lay_case(s, countries.get(s.domain or "", Home()), gaz) for s in samples]
    say(f"read {len(cases)} documents")
    for case in cases:
        _forget(case, unseen)
    _look(cases, _LOOKS[0] // 2)  # for the homes alone
    homes = _homes(cases, countries, gaz)
    homed = [_at_home(case, homes[case.sample.domain]) for case in cases if homes.get(case.sample.domain)]
    for case in homed:
        assert case.table is not None
        case.chance = start(case.table)
    both = [*cases, *homed]
    for case in both:
        case.chance = start(case.table) if case.table is not None else case.chance
    first = _look(both, _LOOKS[0])
    second = _look(both, _LOOKS[1])
    say("learned to choose")
    models = Models(first, second, first, {}, THRESHOLD, first)
    return _learn_finding(both, models, gaz, say, unseen)


def _forget(case: Case, unseen: frozenset[str]) -> None:
    """Take away what the gold says of some names, so that choosing learns nothing from them."""
    if case.table is not None:
        for sense, low in zip(case.table.senses, case.table.starts.tolist(), strict=True):
            if sense.key in unseen:
                case.right[low : low + len(sense.options)] = 0.0


def _look(cases: list[Case], rounds: int) -> Trees:
    """Train on all cases, and give every case the chances of a model that did not see its fold."""
    laid = [(case, tables.features(case.table, case.chance)) for case in cases if case.table is not None]
    for fold in range(INNER):
        held = [(case, rows) for case, rows in laid if case.fold == fold]
        trees = _train([(case, rows) for case, rows in laid if case.fold != fold], rounds)
        for case, rows in held:
            assert case.table is not None
            case.chance = tables.prior(case.table, trees.score(rows), 1.0)
    return _train(laid, rounds)


def _train(laid: list[tuple[Case, Floats]], rounds: int) -> Trees:
    rows, right, starts, weight, size = [], [], [], [], 0
    for case, features in laid:
        table = case.table
        assert table is not None
        for sense, low in zip(table.senses, table.starts.tolist(), strict=True):
            at = slice(low, low + len(sense.options))
            if case.right[at].sum() > 0.5 and len(sense.options) > 1:
                rows.append(features[at])
                right.append(case.right[at])
                starts.append(size)
                size += len(sense.options)
                weight.append(np.full(len(sense.options), min(3.0, 1.0 + 0.5 * (len(sense.spans) - 1))))
    return boost.train_choice(
        np.vstack(rows), np.concatenate(right), np.array(starts), np.concatenate(weight), tables.NAMES, rounds
    )


def _homes(cases: list[Case], countries: dict[str, Home], gaz: Gazetteer) -> dict[str | None, Home]:
    """Learn each outlet's home from the present winners of its documents."""
    named: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        if case.sample.domain and case.table is not None:
            settle(case.table, case.chance, tables.features(case.table, case.chance))
            named[case.sample.domain] += [
                s.best.place.row for s in case.table.senses if s.best and not s.tentative and s.chance > 0.5
            ]
    found = {domain: learn_home(rows, countries[domain], gaz) for domain, rows in named.items()}
    return {domain: home for domain, home in found.items() if home.is_learned}


def _at_home(case: Case, home: Home) -> Case:
    """Return the case once more, with what is known of its outlet."""
    assert case.table is not None
    return replace(case, table=replace(case.table, homes=(home,)))


def _learn_finding(
    cases: list[Case], models: Models, gaz: Gazetteer, say: Callable[[str], None], unseen: frozenset[str]
) -> Models:
    marked, right, weight, groups, folds, used, sure = _spans(cases, models, gaz, unseen)
    words = [context(m.span) for m in marked]
    at = np.flatnonzero(used)
    full = logistic.fit_words([words[i] for i in at], right[at], weight[at], [groups[i] for i in at])
    rows = np.array([m.marks for m in marked])
    for fold in range(INNER):
        seen = np.flatnonzero(used & (folds != fold))
        part = logistic.fit_words(
            [words[i] for i in seen], right[seen], weight[seen], [groups[i] for i in seen]
        )
        some = replace(models, context=part)
        for i in np.flatnonzero(folds == fold):
            rows[i, -3:] = some.said(words[i])
    say(f"learned {len(full)} words of context from {len(at)} spans")
    held = np.zeros(len(rows))
    for fold in range(INNER):
        seen = used & (folds != fold)
        trees = boost.train_finder(rows[seen], right[seen], weight[seen], NAMES, _FINDER)
        held[folds == fold] = sigmoid(trees.score(rows[folds == fold]))
    finder = boost.train_finder(rows[at], right[at], weight[at], NAMES, _FINDER)
    say("learned to find")
    kept = np.array([row is not None for row in sure]) & (held >= THRESHOLD)
    numbers = np.array([
        sureness_row(held[i], *row[:5]) for i in np.flatnonzero(kept) if (row := sure[i]) is not None
    ])  # fmt: skip
    truth = np.array([row[5] for i in np.flatnonzero(kept) if (row := sure[i]) is not None], dtype=np.float64)
    told = np.where(used[kept], 1.0, _UNTOLD)
    sureness = boost.train_sureness(numbers, truth, told, SURENESS, RISING, _SURENESS)
    say(f"learned how sure from {len(truth)} pins")
    return replace(models, finder=finder, context=full, sureness=sureness)


Sure = tuple[float, str, str, float, tuple[float, ...], bool]


def _spans(
    cases: list[Case], models: Models, gaz: Gazetteer, unseen: frozenset[str]
) -> tuple[list[Marked], Floats, Floats, list[str], Ints, NDArray[np.bool_], list[Sure | None]]:
    """Return every span of the bodies with its marks, and what its corpus says of it."""
    marked: list[Marked] = []
    right, weight, groups, folds, used, sure = [], [], [], [], [], list[Sure | None]()
    for case in cases:
        if case.table is not None:
            settle(case.table, case.chance, tables.features(case.table, case.chance))
        else:
            continue
        sample = case.sample
        for m in mark_document(case.reading, models):
            if m.span.field.name != "article_body" or m.span.key in unseen:
                continue
            gold = gold_at(m.span.start, m.span.end, sample)
            marked.append(m)
            right.append(float(gold is not None))
            groups.append(sample.group)
            folds.append(case.fold)
            weight.append(_GMB_WEIGHT if sample.corpus == "gmb" else 0.7)
            used.append(_is_told(m, sample.corpus))
            sure.append(_sure(m, gold, gaz) if sample.corpus != "gmb" else None)
    return (
        marked, np.array(right), np.array(weight), groups, np.array(folds), np.array(used), sure
    )  # fmt: skip


def _is_told(marked: Marked, corpus: str) -> bool:
    """Say whether a corpus marks such spans: GeoVirus no demonyms, neither it nor GMB embedded ones."""
    if corpus == "gmb" and _in_compound(marked):
        return False  # its tokens end at spaces: `US-led` is one, and no place
    if marked.judged.embedded:
        return corpus == "lgl"
    return not marked.judged.demonym or corpus != "geovirus"


def _in_compound(marked: Marked) -> bool:
    words, after = marked.span.field.words, marked.span.after
    return Gap.HYPHEN in (words[marked.span.first].gap, words[after].gap if after < len(words) else Gap.START)


def _sure(m: Marked, gold: Gold | None, gaz: Gazetteer) -> Sure | None:
    best = m.sense.best
    if best is None or m.sense.chance < 0.3 or (gold is not None and gold.lat is None):
        return None
    row = best.place.row
    kind = mention_kind(m.span, m.judged, facts(gaz, row))
    right = gold is not None and is_right(row, gold, gaz)
    return m.sense.chance, kind, best.place.kind, gaz.uncertainty_m(row), m.sense.evidence, right
