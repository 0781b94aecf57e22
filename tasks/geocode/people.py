"""Mark the words that belong to the names of people, so that Paris Hilton is no town."""

from functools import cache, lru_cache
from itertools import pairwise

from tasks.geocode.document import Document, Field
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import GENERIC, section, word_list

_LONGEST = 4  # words of a person's name
_PARTICLES = section("particles")
_TOWN = 50_000  # people
_SAYS = section("says")
# Titles that stand before a name alone, so that a title at the start of a sentence is one as well.
_ALWAYS = section("sure_titles")


def mark_people(document: Document, gaz: Gazetteer) -> None:
    """Fill each field's `person` positions, and the document's surnames."""
    for part in document.fields:
        named = 0  # up to here
        for at in part.capitals:
            if at >= named and (after := _person_at(part, at, document, gaz)) is not None:
                _remember(part, range(at, after), document)
                named = after
    for part in document.fields:
        for before, at in pairwise(part.capitals):
            if before + 1 == at and at not in part.person and _ends_unknown_pair(part, at, document):
                document.perhaps.add(part.words[at].fold)


def _remember(part: Field, span: range, document: Document) -> None:
    """Mark a person's name; its last word is a surname from here on."""
    part.person.update(span)
    names = [at for at in span if part.words[at].cap and len(part.words[at].fold) > 2]
    if not names:
        return
    document.surnames.add(part.words[names[-1]].fold)
    if (given := part.words[names[0]].fold) in word_list("first_names"):
        document.surnames.add(given)


def _person_at(part: Field, at: int, document: Document, gaz: Gazetteer) -> int | None:
    """Return where a person's name that begins at a position ends, None where none begins."""
    word = part.words[at]
    if not word.cap or not _nameable(word, document):
        return None
    after = _name_end(part, at, document)
    if _titled(part, at):
        return None if after == at + 1 and _is_body(part, after) else after
    is_given = word.fold in word_list("first_names")
    # Most capitalised words end here; what costs more is asked of the others alone.
    if not (is_given or _initial(word) or _speaks(part, at, after, gaz)):
        return None
    if _is_joined(part, at, after) or _is_body(part, after) or _is_town(part, at, after, gaz):
        return None
    if _initial(word):
        return after if any(len(w.fold) > 1 for w in part.words[at:after]) else None
    return None if is_given and _is_sentence(part, at, gaz) else after


def _titled(part: Field, at: int) -> bool:
    title = part.before(at, Gap.DOT)
    if title is None or title.possessive or title.fold not in word_list("titles"):
        return False
    return title.cap and (not title.weak or not part.words[at].weak or title.fold in _ALWAYS)


def _name_end(part: Field, at: int, document: Document) -> int:
    """Return the position after the capitalised words of a name."""
    words, after = part.words, at + 1
    # Where every word has a capital, a name is taken to have two words.
    longest = 2 if words[at].weak and at + 1 < len(words) and words[at + 1].weak else _LONGEST
    while after < len(words) and after - at < longest:
        word = words[after]
        if word.gap > Gap.DOT or words[after - 1].possessive:
            break
        fits = word.cap and _nameable(word, document)
        if not fits and not (word.fold in _PARTICLES and _goes_on(words, after + 1, document)):
            break
        after += 1
    return after


def _goes_on(words: list[Word], at: int, document: Document) -> bool:
    return at < len(words) and words[at].cap and words[at].gap <= Gap.DOT and _nameable(words[at], document)


def _nameable(word: Word, document: Document) -> bool:
    """Say whether a capitalised word can be part of a person's name by its look alone."""
    return _looks_like_a_name(word) and not (word.weak and word.fold in document.lower)


@lru_cache(maxsize=1 << 14)  # words that look alike are one object
def _looks_like_a_name(word: Word) -> bool:
    fold = word.fold
    if fold in _no_names() or not word.text[0].isalpha():
        return False
    return fold not in word_list("never") or fold in word_list("first_names") or _initial(word)


@cache
def _no_names() -> frozenset[str]:
    """Return the words that are part of no person's name, however they are written."""
    return GENERIC.union(*map(word_list, ("titles", "organisations", "teams")))


def _initial(word: Word) -> bool:
    return word.cap and len(word.fold) == 1 and word.fold not in ("i", "a")


def _is_joined(part: Field, at: int, after: int) -> bool:
    """Say whether only hyphens join the words: Logan-Rogersville is no person."""
    return all(word.gap == Gap.HYPHEN for word in part.words[at + 1 : after])


def _is_town(part: Field, at: int, after: int, gaz: Gazetteer) -> bool:
    """Say whether the words are the name of a larger town or a region: Ann Arbor, Abu Musa."""
    name = " ".join(word.fold for word in part.words[at:after])
    return any(c.name_class == "region" or gaz.population[c.place] > _TOWN for c in gaz.candidates(name))


def _is_body(part: Field, after: int) -> bool:
    """Say whether the capitalised words go on to name a body: Paris Regional Medical Center."""
    words = part.words
    for word in words[after : after + 3]:
        if word.gap > Gap.HYPHEN or not word.cap or word.fold in word_list("titles"):
            return False
        if word.fold in word_list("organisations") or word.fold in word_list("teams"):
            return True
    return False


def _ends_unknown_pair(part: Field, at: int, document: Document) -> bool:
    """Say whether a word ends two capitalised ones of no known kind, as a person's name would."""
    word, before = part.words[at], part.before(at)
    if before is None or not (word.cap and before.cap) or word.weak or before.weak or before.possessive:
        return False
    after = part.near(at + 1, Gap.HYPHEN)
    if after is not None and after.cap:
        return False
    return _nameable(word, document) and _nameable(before, document)


def _is_sentence(part: Field, at: int, gaz: Gazetteer) -> bool:
    """Say whether a given name is rather a common word before a country: `Will Iran agree?`."""
    word = part.words[at]
    common = word.fold in word_list("never") or word.fold in word_list("common")
    return word.weak and common and _is_major(part.words[at + 1].fold, gaz)


def _speaks(part: Field, at: int, after: int, gaz: Gazetteer) -> bool:
    """Say whether two or three unknown words are a person by what follows: `said`, or an age."""
    words = part.words
    if after == len(words) or after - at > 3 or words[at].weak or words[after - 1].possessive:
        return False
    if not _is_said_of_people(words[after]):
        return False
    name = [w.fold for w in words[at:after]]
    return not (_is_major(name[-1], gaz) or _is_major(name[0], gaz) or gaz.candidates(" ".join(name)))


def _is_said_of_people(follows: Word) -> bool:
    if follows.gap == Gap.COMMA and follows.text.isdigit():
        return len(follows.text) <= 2
    return follows.gap in (Gap.SPACE, Gap.COMMA) and follows.fold in _SAYS


def _is_major(folded: str, gaz: Gazetteer) -> bool:
    """Say whether a name is first of all that of a country, its people or a first-order unit."""
    candidates = gaz.candidates(folded)
    return bool(candidates) and gaz.kind[candidates[0].place] in ("country", "admin1", "region", "water")
