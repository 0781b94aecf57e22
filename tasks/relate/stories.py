"""Whose story a new article tells: that of the first article with the same text, or one much like it."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain

from tasks.records import Origin, Signature
from tasks.relate.agencies import credited_agency
from tasks.relate.known import Known, KnownText
from tasks.relate.likeness import Features, Likeness, keeps_facts, read_features, weigh
from tasks.relate.signature import SIGNATURE_VERSION, signature
from tasks.relate.texts import MIN_COPY_WORDS

_NEVER = datetime.max.replace(tzinfo=UTC)
_AT_ONCE = 1_000  # texts that are compared with what is stored in one question, a scan of all that is stored
_CANDIDATES = 8  # texts that a new one is compared with, the most promising first
_POSTINGS = 20  # texts remembered under a key, as in the warehouse
_READ_CHARS = 4_000_000  # of texts kept read, each of which takes about twenty times its length
_SIGNED_A_RUN = 5_000  # stored texts without a signature that a run catches up with


@dataclass(frozen=True, slots=True)
class Told:
    """A text whose story is to be settled, with what is known of it."""

    article_id: str
    version_id: str
    body_digest: str
    article_body: str
    word_count: int
    dateline: str | None
    author: tuple[str, ...]
    published_at: datetime | None
    is_first: bool  # of its article, whose story and origin are to be found
    is_new: bool  # to be signed
    arrived_at: datetime | None = None  # of texts of several runs; those of an earlier one go first


@dataclass(slots=True)
class Settled:
    """What was found of the new texts of a run."""

    stories: dict[str, str] = field(default_factory=dict)  # by article id
    origins: dict[str, Origin] = field(default_factory=dict)  # by article id
    signatures: list[Signature] = field(default_factory=list)


def choose_stories(texts: Sequence[Told], known: Known) -> Settled:
    """Return story and origin of each new article, and the signature of each new version.

    Exact digest first, then likeness: MinHash keys find the candidates, in this run and among all that
    is stored, and their texts are compared. The first published goes first, then the lower id.
    Texts under 40 words are stories of their own. Memory grows with the run, not with what is stored.
    """
    return _Search(known).settle(texts)


def sign_stored(known: Known) -> list[Signature]:
    """Return signatures of stored texts that have none (loaded earlier, or accepted from another cleaner)."""
    held = known.unsigned(SIGNATURE_VERSION, MIN_COPY_WORDS, _SIGNED_A_RUN)
    return [_signed(text.version_id, signature(read_features(text.article_body))) for text in held]


def _signed(version_id: str, keys: tuple[int, ...]) -> Signature:
    return Signature(version_id, SIGNATURE_VERSION, keys)


class _Search:
    """One run's search for texts that are alike."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.settled = Settled()
        self.by_body: dict[str, str] = {}  # article id of the first with this body in the run
        self.by_key: defaultdict[int, list[str]] = defaultdict(list)  # version ids of this run
        self.of_run: dict[str, Told] = {}  # by version id
        self.read: OrderedDict[str, Features] = OrderedDict()  # by text, the least wanted first
        self.read_chars = 0

    def settle(self, texts: Sequence[Told]) -> Settled:
        self._remember_unsigned()
        ordered = sorted(texts, key=_order)
        stored = self.known.stories({told.body_digest for told in ordered if told.is_first})
        for start in range(0, len(ordered), _AT_ONCE):
            self._settle_some(ordered[start : start + _AT_ONCE], stored)
        return self.settled

    def _remember_unsigned(self) -> None:
        for signed in sign_stored(self.known):
            self.settled.signatures.append(signed)
            self._index(signed.version_id, signed.keys)

    def _settle_some(self, some: Sequence[Told], stored: Mapping[str, str]) -> None:
        keys: dict[str, tuple[int, ...]] = {}
        signed: dict[str, tuple[int, ...]] = {}  # by text: agencies' reports come many times over
        for told in some:
            if told.is_new and _is_long(told):
                self.of_run[told.version_id] = told
                if (text := told.article_body) not in signed:
                    signed[text] = signature(self._features(told.version_id, {}))
                keys[told.version_id] = signed[text]
        wanted = {key for told in some if told.is_first for key in keys.get(told.version_id, ())}
        alike = self.known.alike(wanted, SIGNATURE_VERSION)
        texts = self._texts(some, keys, alike)
        for told in some:
            own = keys.get(told.version_id, ())
            if told.is_first:
                self._settle_one(told, stored, self._ranked(own, alike), texts)
            if own:
                self.settled.signatures.append(_signed(told.version_id, own))
                self._index(told.version_id, own)

    def _settle_one(
        self, told: Told, stored: Mapping[str, str], candidates: list[str], texts: Mapping[str, KnownText]
    ) -> None:
        key = told.article_id
        self.settled.stories[key] = key
        self.settled.origins[key] = _origin(told, "original", None, None, None)
        if not _is_long(told):
            return
        if told.body_digest in stored:
            first = story = stored[told.body_digest]
        else:
            first = self.by_body.setdefault(told.body_digest, key)
            story = self.settled.stories[first]
        if first != key:
            self.settled.stories[key] = story
            self.settled.origins[key] = _origin(told, "copy", first, Likeness("copy", 1.0, 1.0, 0), "digest")
        elif best := self._best(told.version_id, candidates, texts):
            likeness, of, story = best
            self.settled.stories[key] = story if likeness.relation == "copy" else key
            self.settled.origins[key] = _origin(told, likeness.relation or "", of, likeness, "minhash")

    def _best(
        self, version_id: str, candidates: list[str], texts: Mapping[str, KnownText]
    ) -> tuple[Likeness, str, str] | None:
        """Return the likest text with its article and story; copies before rewrites.

        All are weighed first; facts are compared from the likest down, until one keeps them.
        """
        own, found = self._features(version_id, texts), []
        for candidate in candidates:
            if candidate in self.of_run:
                article = self.of_run[candidate].article_id
                story = self.settled.stories.get(article, article)
            elif candidate in texts:
                article, story = texts[candidate].article_id, texts[candidate].story_id
            else:
                continue
            likeness = weigh(own, other := self._features(candidate, texts))
            if likeness.relation and article != self.of_run[version_id].article_id:
                found.append((likeness, article, story, other))
        found.sort(key=lambda f: (f[0].relation == "copy", f[0].containment, f[0].similarity), reverse=True)
        return next((f[:3] for f in found if keeps_facts(own, f[3])), None)

    def _ranked(self, keys: tuple[int, ...], alike: Mapping[int, list[str]]) -> list[str]:
        """Return the versions that share the most keys, the first seen first."""
        held = ((alike.get(key, ()), self.by_key.get(key, ())) for key in keys)
        hits = Counter(chain.from_iterable(chain.from_iterable(held)))
        return [version for version, _ in hits.most_common(_CANDIDATES)]

    def _texts(
        self, some: Sequence[Told], keys: Mapping[str, tuple[int, ...]], alike: Mapping[int, list[str]]
    ) -> Mapping[str, KnownText]:
        named = (self._ranked(keys.get(told.version_id, ()), alike) for told in some if told.is_first)
        return self.known.texts(
            {version for ranked in named for version in ranked if version not in self.of_run}
        )

    def _features(self, version_id: str, texts: Mapping[str, KnownText]) -> Features:
        text = (self.of_run.get(version_id) or texts[version_id]).article_body
        if text in self.read:
            self.read.move_to_end(text)
            return self.read[text]
        self.read[text] = read_features(text)
        self.read_chars += len(text)
        while self.read_chars > _READ_CHARS and len(self.read) > 2:
            self.read_chars -= len(self.read.popitem(last=False)[0])
        return self.read[text]

    def _index(self, version_id: str, keys: tuple[int, ...]) -> None:
        for key in keys:
            if len(self.by_key[key]) < _POSTINGS:
                self.by_key[key].append(version_id)


def _origin(
    told: Told, relation: str, of: str | None, likeness: Likeness | None, found_by: str | None
) -> Origin:
    return Origin(
        article_id=told.article_id,
        relation=relation,
        of_article_id=of,
        agency=credited_agency(told.article_body, told.dateline, told.author),
        similarity=likeness.similarity if likeness else None,
        containment=likeness.containment if likeness else None,
        shared_quotes=likeness.shared_quotes if likeness else None,
        found_by=found_by,
    )


def _is_long(told: Told) -> bool:
    return told.word_count >= MIN_COPY_WORDS


def order_of(
    article_id: str, arrived_at: datetime | None, published_at: datetime | None
) -> tuple[datetime, datetime, str]:
    """Return what texts are put in order by: their run, then their publication, then the lower id."""
    return arrived_at or _NEVER, published_at or _NEVER, article_id


def _order(told: Told) -> tuple[datetime, datetime, str]:
    return order_of(told.article_id, told.arrived_at, told.published_at)
