"""Say in which way a mention names its place: name, demonym, metonym or embedded."""

from tasks.geocode import names
from tasks.geocode import surroundings as near
from tasks.geocode.facts import Facts
from tasks.geocode.judge import Judgement
from tasks.geocode.spans import Span
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import section, word_list

_ADVERBS = section("adverbs")
_MODALS = section("modals")
_WILLING = section("willing")
_BLAMED = ("accus", "blam", "criticis", "criticiz", "condemn", "thank", "warn", "prais")
# Buildings and quarters that stand for a government whenever they act.
_SEATS = section("seats")


def mention_kind(span: Span, judgement: Judgement, place: Facts | None) -> str:
    """Return one of MENTION_KINDS."""
    if judgement.demonym:
        return "demonym"
    if judgement.embedded:
        return "embedded"
    return "metonym" if stands_for_government(span, place) else "name"


def stands_for_government(span: Span, place: Facts | None) -> bool:
    """Say whether a capital or a seat of government acts, as in `Tehran said` or `prompted Baku to close`."""
    if not _can_govern(span, place) or _is_where(span):
        return False
    return (
        _acts(span)
        or _is_made_to_act(span)
        or _has_what_states_have(span)
        or _deals(span)
        or _deals_in_hyphens(span)
    )


def _can_govern(span: Span, place: Facts | None) -> bool:
    if span.key in _SEATS:
        return True
    return place is not None and place.kind == "town" and place.seat == 4


def _is_where(span: Span) -> bool:
    """Say whether a preposition of place stands before."""
    word = near.before(span)
    if word is not None and word.fold == "the":
        word = span.field.before(span.first - 1)
    return word is not None and word.fold in (
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "throughout",
    )


def _acts(span: Span) -> bool:
    """Say whether a verb of governments follows, over adverbs or through `Tehran and Ankara agreed`."""
    if _after_of(span):
        return False
    follows = _word(span, span.after)
    partner = span.following
    if follows is not None and follows.fold in ("and", "or") and partner and partner.first == span.after + 1:
        return _verb_at(partner, partner.after)
    return _verb_at(span, span.after)


def _after_of(span: Span) -> bool:
    word = near.before(span)
    return word is not None and word.fold in ("of", "to", "from", "via", "with", "by", "for", "into", "on")


def _verb_at(span: Span, at: int) -> bool:
    words = span.field.words
    if span.possessive:
        return False
    if at < len(words) and words[at].gap == Gap.COMMA and words[at].fold == "which":
        at += 1
    for _ in range(3):
        word = _word(span, at, Gap.COMMA if words[min(at, len(words) - 1)].fold == "which" else Gap.SPACE)
        if word is None or word.cap:
            return False
        if word.fold in word_list("verbs") or (at and words[at - 1].fold in _MODALS and _is_act(word)):
            return not _is_passive(words, at)
        if word.fold in _WILLING and at and words[at - 1].fold in ("is", "was", "not"):
            return True
        if word.fold not in _ADVERBS:
            return False
        at += 1
    return False


def _is_act(word: Word) -> bool:
    return word.fold in word_list("acts")


def _is_passive(words: list[Word], at: int) -> bool:
    """Say whether `by` follows, as in `Tehran called by ...`: then it is no actor."""
    return at + 1 < len(words) and words[at + 1].fold == "by"


def _is_made_to_act(span: Span) -> bool:
    """Say whether it is prompted, urged or accused: `prompted Baku to close`, `accused Moscow of`."""
    word = near.before(span)
    if word is None or word.fold not in word_list("causers"):
        return False
    if word.fold.startswith(_BLAMED):
        return True
    to, act = _word(span, span.after), _word(span, span.after + 1)
    return to is not None and to.fold == "to" and act is not None and _may_be_asked(act)


def _may_be_asked(act: Word) -> bool:
    return _is_act(act) or act.fold in word_list("verbs")


def _has_what_states_have(span: Span) -> bool:
    follows = _word(span, span.after)
    return span.possessive and follows is not None and follows.fold in word_list("state_nouns")


def _deals(span: Span) -> bool:
    """Say whether it is a party: `ties with Moscow`, `between Baku and Tehran` after `relations`."""
    words, at = span.field.words, span.first
    if at < 2 or words[at].gap != Gap.SPACE:
        return False
    if words[at - 1].fold in ("with", "from"):
        wanted = "dealings" if words[at - 1].fold == "with" else "state_nouns"
        return words[at - 2].fold in word_list(wanted)
    other = span.previous
    if words[at - 1].fold == "and" and other is not None and other.after == at - 1:
        return other.first >= 2 and _between(words, other.first)
    return _between(words, at) and span.following is not None and span.following.first == span.after + 1


def _between(words: list[Word], at: int) -> bool:
    return words[at - 1].fold == "between" and any(
        w.fold in word_list("dealings") for w in words[max(0, at - 4) : at - 1]
    )


def _deals_in_hyphens(span: Span) -> bool:
    """Say whether it stands in `Tehran-Baku ties` or `Moscow-backed`."""
    follows = near.after(span, Gap.HYPHEN)
    if follows is not None and follows.gap == Gap.HYPHEN:
        if names.is_led(follows):
            return True
        partner = span.following
        return partner is not None and partner.first == span.after and _dealing_at(partner)
    other = span.previous
    return (
        span.words[0].gap == Gap.HYPHEN
        and other is not None
        and other.after == span.first
        and _dealing_at(span)
    )


def _dealing_at(span: Span) -> bool:
    word = _word(span, span.after)
    return word is not None and word.fold in word_list("dealings")


def _word(span: Span, at: int, gap: Gap = Gap.SPACE) -> Word | None:
    words = span.field.words
    return words[at] if at < len(words) and words[at].gap <= gap else None
