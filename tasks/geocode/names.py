"""Names that only contain a place: bodies, works, pacts, teams, illnesses, languages; and abbreviations."""

from tasks.geocode.spans import Span
from tasks.geocode.surroundings import after, before
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import JOINERS, LANDS, STREETS, WATERS, section, word_list

_DISEASES = section("diseases")
_HEADS_OF = section("heads_of")
_LED = section("led") - {"occupied", "held"}
_NOT_STRANGERS = section("no_strangers")
_SPEAK = section("speak")
_AFTER_LANGUAGE = section("after_language")
_BARE = frozenset(("us", "uk", "eu", "un"))  # of two letters, the ones that stand without a town before them
_LONGEST = 5  # words of a name that are looked at


def is_embedded(span: Span) -> bool:
    """Say whether the span stands inside the name of a body, a work, a pact, a team or a disease."""
    return _inside_of(span) or _heads_name(span) or _tails_name(span)


def _tails_name(span: Span) -> bool:
    """Say whether a capitalised word of a body stands before: United Russia, Cancer Research UK."""
    word = before(span)
    if word is None or word.weak or not word.cap or word.possessive or span.contained is not None:
        return False
    return word.fold in word_list("organisations") and word.fold not in _NOT_STRANGERS


def _inside_of(span: Span) -> bool:
    """Say whether `Bank of` or `Treaty of` stands before."""
    word = before(span)
    if word is None:
        return False
    words, at = span.field.words, span.first - 1
    if word.fold == "the" and at and words[at].gap == Gap.SPACE:
        at -= 1
    if words[at].fold not in ("of", "de") or at == 0 or words[at].gap != Gap.SPACE:
        return False
    head = words[at - 1]
    return head.cap and head.fold in _HEADS_OF


def _heads_name(span: Span) -> bool:
    """Say whether the capitalised words that follow end in those of a body, a team or a disease."""
    words, at = span.field.words, span.after
    if span.possessive:
        return False
    while at < len(words) and at < span.after + _LONGEST and words[at].gap <= Gap.HYPHEN:
        word = words[at]
        if word.fold in _DISEASES and at <= span.after + 1:
            return True
        if not word.cap:
            return False
        if word.fold in word_list("titles") and word.fold not in ("general", "chief"):
            return False
        if word.fold in word_list("organisations") or word.fold in word_list("teams"):
            return True
        if word.possessive or word.fold in word_list("never"):
            return False
        at += 1
    return False


def names_something_else(span: Span) -> bool:
    """Say whether a street, a lake or a team takes its name from the span: Jackson Street, Boston Red Sox."""
    word = after(span)
    if word is None or not word.cap or span.possessive:
        return False
    fold = word.fold
    return fold in STREETS or fold in LANDS or fold in WATERS or fold in word_list("teams")


def is_language(span: Span) -> bool:
    """Say whether an adjective names a language: `in Persian`, `Turkish-speaking`."""
    follows = after(span, Gap.HYPHEN)
    if follows is not None and follows.fold in _AFTER_LANGUAGE:
        return True
    word = before(span)
    if word is None or (follows is not None and follows.gap == Gap.SPACE and follows.fold not in JOINERS):
        return False
    return word.fold in _SPEAK or word.fold == "in"


def is_led(word: Word) -> bool:
    """Say whether a word after a hyphen is what a government does: `-backed`, `-led`."""
    return word.fold in _LED


def sift_abbreviations(span: Span) -> None:
    """Keep only the abbreviated senses of a name that is written as an abbreviation, else none of them.

    A name of one or two letters is never anything but an abbreviation.
    """
    short = [c for c in span.candidates if c.name_class == "abbreviation"]
    if short and _is_abbreviated(span):
        span.candidates = short
    elif short or len(span.key) <= 2:
        span.candidates = [c for c in span.candidates if c not in short and len(span.key) > 2]


def _is_abbreviated(span: Span) -> bool:
    """Say whether a name is written short: `U.S.`, `US`, `N.C.`, `Mo.` after a comma."""
    word = span.words[0]
    if len(span.words) > 1 or "." in word.text:
        return True
    if span.field.text[span.end : span.end + 1] == "$":  # US$5
        return False
    before = span.previous
    after_place = word.gap == Gap.COMMA and before is not None and before.after == span.first
    if not word.text.isupper():
        return after_place or (span.text.endswith(".") and span.key not in word_list("titles"))
    if span.key in _BARE or len(span.key) > 2:
        return not word.weak or _alone_in_caps(span)
    return after_place


def _alone_in_caps(span: Span) -> bool:
    """Say whether a word in capitals stands in a line that is not all capitals."""
    return any(
        not w.upper and len(w.text) > 3 for w in span.field.words[max(0, span.first - 8) : span.after + 8]
    )
