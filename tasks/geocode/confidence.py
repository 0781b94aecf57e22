"""Turn what judging and choosing know into a confidence: of pins given 0.8, about 80 % are right.

The coefficients are a logistic fit, rounded, over the pins that these rules set on the two public news
sets of the development folder (4,776 pins; right = same id, or within 161 km, on a name that the set marks);
trained models will bring a calibration of their own, held out by outlet.
"""

import math

_INTERCEPT = -2.7
_JUDGE = 0.58  # a unit of the judge's score
_MARGIN = 0.67  # a unit of the chooser's margin
_MOST_JUDGE, _MOST_MARGIN = 5.0, 4.0  # more of either adds nothing
_REGION = -0.9  # any place that is no town and no unit
_PLACE = {"town": 0.0, "country": 0.7, "admin1": 0.5, "admin2": 1.4, "site": 0.0}
_MENTION = {"name": 0.0, "demonym": -1.25, "embedded": -1.9, "metonym": -0.5}
FLOOR, CEILING = 0.02, 0.98


def confidence(judged: float, margin: float, mention_kind: str, place_kind: str) -> float:
    """Return 0..1 for a resolved mention; rises with the judge's score and with the chooser's margin."""
    score = _INTERCEPT + _JUDGE * min(judged, _MOST_JUDGE) + _MARGIN * min(margin, _MOST_MARGIN)
    score += _MENTION[mention_kind] + _PLACE.get(place_kind, _REGION)
    return round(min(CEILING, max(FLOOR, 1.0 / (1.0 + math.exp(-score)))), 3)
