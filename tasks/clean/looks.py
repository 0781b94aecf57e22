"""What a text looks like, for the block model: letters counted, endings, and words that tell."""

import re
from functools import cache, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tasks.clean.captions import caption_score
from tasks.clean.trim import is_stamp
from tasks.clean.words import ends_sentence, is_furniture

Matrix = NDArray[np.float64]

# Words, and pairs of words joined by _, by which the lines around articles are told from the articles.
_GROUPS = (
    "subscribe subscriber subscribers subscription newsletter newsletters sign_up inbox log_in login register"
    " membership donate donation unsubscribe",
    "copyright © rights_reserved reprint reprinted permission terms_of privacy trademark disclaimer",
    "photo photos image images picture getty credit reuters afp shutterstock courtesy pictured"
    " photograph file_photo",
    "follow twitter facebook instagram linkedin youtube whatsapp telegram pinterest tiktok tweet share"
    " retweet",
    "comment comments reply replies discuss disqus reader readers commenting moderated",
    "read_more related recommended recommend also_read see_also more_from more_on popular trending up_next"
    " most_read you_may don't_miss read_also leia_mais lee_también leggi_anche mehr_zum lire_aussi",
    "updated update published posted publish ago modified min_read minute_read minutes_read edt est gmt",
    "contact email e-mail tips phone reached reach_her reach_him reach_us editor@ address",
    "reporter writer editor journalist columnist author contributor correspondent professor analyst fellow"
    " about_the contributed_to editing_by reporting_by written_by",
    "advertisement advert sponsored affiliate commission coupon discount buy_now shop deal deals promo"
    " purchase amazon price",
    "click download app watch video listen podcast gallery slideshow swipe subscribe_to episode tune",
    "source sources via tags topics filed_under category categories note correction editor's_note",
    "cookie cookies opt-out opt_out personal_data personal_information consent legitimate_interest browser",
    "our_editors our_team our_staff our_journalism our_mission our_website our_site our_editorial support_us"
    " independent_journalism we_may results_vary not_intended consult_your at_no our_newsletter our_readers",
    "said says told according announced reported added asked replied explained",
    "i i'm i've my me",
)
_WORD_BITS: dict[str, int] = {}
_PAIR_BITS: dict[str, dict[str, int]] = {}
for _bit, _group in enumerate(_GROUPS):
    for _entry in _group.split():
        _first, _, _second = _entry.partition("_")
        if _second:
            _known = _PAIR_BITS.setdefault(_first, {})
            _known[_second] = _known.get(_second, 0) | 1 << _bit
        else:
            _WORD_BITS[_first] = _WORD_BITS.get(_first, 0) | 1 << _bit
_PAIRED, _READS = 1 << 30, 1 << 31  # in a word's code: it may begin a pair, it speaks to the reader
for _first in _PAIR_BITS:
    _WORD_BITS[_first] = _WORD_BITS.get(_first, 0) | _PAIRED
for _first in ("we", "our", "us", "you", "your"):
    _WORD_BITS[_first] = _WORD_BITS.get(_first, 0) | _READS
_EDGES = ".,;:!?()[]\"'“”‘’«»…-–—|"
_OPENS = re.compile(r"^[\"“”‘'«„(\[]?[A-ZÀ-ÝА-Я]")
_READ, _HEAD, _FIRST = 400, 160, 40  # characters of a text that are read, and counted; words whose case is
_DIGIT, _CAPITAL, _STOP, _GAP, _BAR, _AT = (1 << n for n in range(6))


def columns(texts: list[str]) -> list[Matrix]:
    """Return the features of some texts, each over all of them."""
    numbers = chain.from_iterable(map(_of_text, texts))
    opens, ends, *told = np.fromiter(numbers, np.float64).reshape(len(texts), -1).T
    (digits, capitals, stops, words, titled), (bars, mail) = _counted(texts)
    furniture, stamp, caption, asks, breaks, links, address, bits = told
    groups = bits.astype(np.int64)[:, None] >> np.arange(len(_GROUPS)) & 1
    counted = [digits, capitals, stops, words, titled]
    shown = [furniture, stamp, caption, bars, asks, breaks, links, mail, address]
    return [ends, opens, *counted, *shown, *groups.T.astype(np.float64)]


def _counted(texts: list[str]) -> tuple[list[Matrix], list[Matrix]]:
    """Count kinds of letters in all texts at once: shares and numbers, and whether some occur at all."""
    begun = [text[:_READ] for text in texts]
    width = max(map(len, begun))
    size = np.fromiter(map(len, begun), np.float64, len(begun))
    signs = np.array(begun, f"U{width}").view(np.uint32).reshape(len(texts), width)
    kinds = _kinds().take(signs, mode="clip")
    head = kinds[:, :_HEAD]
    gap = (kinds & _GAP).astype(np.bool_)
    starts = ~gap
    starts[:, 1:] &= gap[:, :-1]
    words = starts.sum(axis=1)
    titled = starts & (kinds & _CAPITAL).astype(np.bool_)
    if words.max() > _FIRST:
        titled &= starts.cumsum(axis=1, dtype=np.int16) <= _FIRST
    any_of = np.bitwise_or.reduce(kinds, axis=1)
    counts = [
        np.count_nonzero(head & _DIGIT, axis=1) / np.minimum(size, _HEAD),
        np.count_nonzero(head & _CAPITAL, axis=1) / np.minimum(size, _HEAD),
        np.count_nonzero(kinds & _STOP, axis=1) / size,
        words.astype(np.float64),
        titled.sum(axis=1) / np.minimum(words, _FIRST),
    ]
    return counts, [(any_of & bit > 0).astype(np.float64) for bit in (_BAR, _AT)]


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each character of the first two planes is, as bits; what lies above is nothing."""
    found = np.zeros((1 << 17) + 1, np.uint8)
    for code in range(1 << 17):
        sign = chr(code)
        if sign.isdigit():
            found[code] = _DIGIT
        elif sign.isupper():
            found[code] = _CAPITAL
    for signs, bit in ((",.", _STOP), ("\0 ", _GAP), ("|»›", _BAR), ("@", _AT)):
        found[[ord(sign) for sign in signs]] |= bit
    return found


@lru_cache(maxsize=1024)
def _of_text(text: str) -> tuple[float, ...]:
    """Return what else a text looks like; the last number holds its groups as bits."""
    size = len(text)
    short = text[:_READ]
    bits, address = _asked(short)
    return (
        bool(_OPENS.match(text)),
        ends_sentence(text[-60:]),
        is_furniture(text),
        size <= 160 and is_stamp(text),
        caption_score(text) if size < 200 else 0,
        short.endswith(("?", "!")),
        short.endswith((":", "…", "...")),
        "http" in short or "www." in short or ".com" in short,
        address,
        bits,
    )


class _Codes(dict[str, int]):
    """The code of each word as it stands in texts, its punctuation with it: most words come again."""

    def __missing__(self, raw: str) -> int:
        code = _WORD_BITS.get(raw.strip(_EDGES), 0)
        if len(self) < 30_000:
            self[raw] = code
        return code


_CODES = _Codes()


def _asked(text: str) -> tuple[int, int]:
    """Return the groups that some words are of, as bits, and how often the reader is spoken to."""
    words = text.lower().split()
    codes = list(map(_CODES.__getitem__, words))
    if not any(codes):
        return 0, 0
    bits = 0
    for code in set(codes):
        bits |= code
    reader = min(4, sum([code & _READS > 0 for code in codes])) if bits & _READS else 0
    if bits & _PAIRED:
        for at, code in enumerate(codes[:-1]):
            if code & _PAIRED:
                pairs = _PAIR_BITS[words[at].strip(_EDGES)]
                bits |= pairs.get(words[at + 1].strip(_EDGES), 0)
    return bits & ~(_PAIRED | _READS), reader
