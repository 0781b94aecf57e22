"""What stands before and after a span, as questions with plain answers."""

import re

from tasks.geocode.spans import Around, Span
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import DIRECTIONS, JOINERS, LOCATIVES, UNITS, section, word_list

_STRONG = section("strong_locatives")
_IN = frozenset(("in", "the"))
_ARTICLES = frozenset(("the", "a", "an", "this", "that", "his", "her", "their", "our", "my"))
_LOCALS = section("locals")
_SAYS = section("says")
_HYPHENED = section("after_hyphen") | section("led")
_PREFIXES = section("prefixes")
_PARTIES = section("parties")
_NOT_STRANGERS = section("no_strangers")
_AFTER_DATELINE = re.compile(
    r"\.?(?:,? [A-Z][a-z]+\.? \d{1,2})?\s*(?:\([A-Z][\w ./]*\)\s*)?(?:—|–|--|-)\s|\.?\s*\([A-Z]{2,}\)"
)


def before(span: Span, gap: Gap = Gap.SPACE) -> Word | None:
    """Return the word before, if no more than `gap` parts it from the span."""
    words, at = span.field.words, span.first
    return words[at - 1] if at > 0 and words[at].gap <= gap else None


def after(span: Span, gap: Gap = Gap.SPACE) -> Word | None:
    """Return the word after, if no more than `gap` parts it from the span."""
    words, at = span.field.words, span.after
    return words[at] if at < len(words) and words[at].gap <= gap else None


def look_around(span: Span) -> Around:
    """Ask the words beside a span what they say of it; what other spans say is asked when all are found."""
    return Around(
        locative=_locative(span),
        unit_before=_unit_before(span),
        unit_after=_unit_after(span),
        has_party=_party_before(span),
        has_title=_title_before(span),
        has_article=_article_before(span),
        has_direction=_direction_before(span),
        has_age=_has_age(span),
        speaks=_speaks(span),
    )


def _locative(span: Span) -> float:
    """Weigh the preposition before the span, over an article or a direction."""
    at, words = span.first, span.field.words
    if _party_before(span):
        return 2.0
    for _ in range(3):
        if at == 0 or words[at].gap > Gap.HYPHEN:
            return 0.0
        fold = words[at - 1].fold
        if fold in _STRONG:
            return 1.5
        if fold in LOCATIVES:
            return 0.7
        if fold == "of":
            return 0.4
        if fold not in DIRECTIONS and fold not in ("the", "and"):
            return 0.0
        at -= 1
    return 0.0


def _party_before(span: Span) -> bool:
    """Say whether a party stands before, over a hyphen: Rep. X, R-Charleston."""
    words, at = span.field.words, span.first
    return at > 0 and words[at].gap == Gap.HYPHEN and words[at - 1].cap and words[at - 1].fold in _PARTIES


def ends_in_unit(span: Span) -> bool:
    """Say whether the span ends in its kind: Walker County."""
    return span.after - span.first > 1 and span.words[-1].fold in UNITS


def is_adjective(span: Span) -> bool:
    """Say whether it stands before a common noun as towns do: a Gainesville man, Paris police."""
    word = after(span)
    return word is not None and not word.cap and word.fold in _LOCALS and not span.possessive


def heads_report(span: Span) -> bool:
    """Say whether the span opens a report: CROMWELL — or TROY, N.C. (AP)."""
    word = span.words[0]
    if not word.upper or word.gap < Gap.STOP:
        return False
    last = span.container if span.container is not None and span.container.first >= span.after else span
    return _AFTER_DATELINE.match(span.field.text, last.end) is not None


def stands_as_place(span: Span) -> bool:
    """Say whether the words around it are those of a place alone: `in X`, `X, Texas`, `city of X`."""
    person = span.field.person
    if person and any(at in person for at in range(span.first, span.after)):
        return False
    around = span.around
    return around.locative >= 1.0 or qualified(span) or bool(around.unit_before) or heads_report(span)


def _unit_before(span: Span) -> str | None:
    """Return the word for its kind before the span: `city of`, `province of`, `the village`."""
    word = before(span)
    if word is None:
        return None
    if word.fold in ("of", "de"):
        head = span.field.words[span.first - 2] if span.first > 1 else None
        return head.fold if head is not None and head.fold in UNITS else None
    return word.fold if word.fold in UNITS and not word.cap else None


def _unit_after(span: Span) -> str | None:
    """Return the word for its kind after the span: `province`, `County`, `district`."""
    word = after(span)
    if word is None:
        return _apposition(span)
    return word.fold if word.fold in UNITS and not span.possessive else None


def _apposition(span: Span) -> str | None:
    """Return the word for its kind in an apposition: Kurdistan, the Iranian province."""
    words, at = span.field.words, span.after
    if at >= len(words) or words[at].gap != Gap.COMMA or words[at].fold not in ("the", "a", "an"):
        return None
    for word in words[at + 1 : at + 4]:
        if word.gap > Gap.HYPHEN:
            return None
        if word.fold in UNITS and not word.cap:
            return word.fold
    return None


def unit_word(span: Span) -> str | None:
    """Return the word for its kind on either side, or at its own end (`Walker County`)."""
    last = span.field.words[span.after - 1].fold
    return (
        span.around.unit_after
        or span.around.unit_before
        or (last if span.after - span.first > 1 and last in UNITS else None)
    )


def _direction_before(span: Span) -> bool:
    """Say whether `northern`, `downtown` or `neighbouring` stands before."""
    word = before(span, Gap.HYPHEN)
    return word is not None and word.fold in DIRECTIONS


def qualified(span: Span) -> bool:
    """Say whether an area that holds it follows: `Paris, Texas`."""
    return span.container is not None or span.misfit


def follows_place(span: Span) -> bool:
    """Say whether a place that it holds stands before, or another stands beside it in a list."""
    if span.contained is not None:
        return True
    return listed(span.previous, span) or listed(span, span.following)


def listed(one: Span | None, other: Span | None) -> bool:
    """Say whether two spans stand side by side in a list: `Baku, Tbilisi`, `Baku and Tbilisi`."""
    if one is None or other is None:
        return False
    word = other.words[0]
    if other.first == one.after:
        return word.gap == Gap.COMMA
    return (
        other.first == one.after + 1
        and word.gap == Gap.SPACE
        and other.field.words[one.after].fold in ("and", "or")
    )


def lies_in_next(span: Span) -> bool:
    """Say whether `in` and another place follow: Jolfa in East Azerbaijan."""
    other, words = span.following, span.field.words
    if other is None or not 0 < other.first - span.after <= 3 or words[span.after].fold != "in":
        return False
    return all(
        w.gap <= Gap.HYPHEN and (w.fold in _IN or w.fold in DIRECTIONS)
        for w in words[span.after : other.first]
    )


def _article_before(span: Span) -> bool:
    """Say whether a lone `the` stands before: towns have none."""
    word = before(span)
    return word is not None and word.fold in _ARTICLES


def _title_before(span: Span) -> bool:
    """Say whether a person's title stands before."""
    word = before(span, Gap.DOT)
    return word is not None and not word.possessive and word.fold in word_list("titles")


def stranger_before(span: Span) -> bool:
    """Say whether a capitalised word that is no place, title or direction stands before: part of a name."""
    word = before(span, Gap.HYPHEN)
    if span.previous is not None and span.previous.after == span.first:
        return False
    if word is None or not word.cap or word.possessive or word.weak:
        return _odd_hyphen(span)
    return not (
        word.fold in DIRECTIONS
        or word.fold in JOINERS
        or word.fold in LOCATIVES
        or word.fold in _NOT_STRANGERS
        or word.fold in word_list("never")
    )


def _odd_hyphen(span: Span) -> bool:
    word = span.field.words[span.first]
    if word.gap != Gap.HYPHEN:
        return False
    return span.field.words[span.first - 1].fold not in _PREFIXES


def stranger_after(span: Span) -> bool:
    """Say whether a capitalised word of no known kind follows: the span begins a longer name."""
    word = after(span, Gap.HYPHEN)
    if word is None or not word.cap or word.weak or span.possessive:
        return False
    if span.following is not None and span.following.first == span.after:
        return False
    fold = word.fold
    known = fold in UNITS or fold in word_list("titles") or fold in word_list("never")
    return not (known or fold in word_list("organisations"))


def based_after(span: Span) -> bool:
    """Say whether `-based` or `-led` follows."""
    word = after(span, Gap.HYPHEN)
    hyphen = word is not None and word.gap == Gap.HYPHEN
    return word is not None and hyphen and word.fold in _HYPHENED


def _speaks(span: Span) -> bool:
    """Say whether `said` follows at once, as after a person's surname."""
    word = after(span)
    return word is not None and word.fold in _SAYS


def _has_age(span: Span) -> bool:
    """Say whether an age follows, between commas: `Harrison, 8,`."""
    word = after(span, Gap.COMMA)
    return word is not None and word.gap == Gap.COMMA and word.text.isdigit() and len(word.text) <= 2
