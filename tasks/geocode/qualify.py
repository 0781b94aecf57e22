"""Link `City, State` and `City, Country`: the second name says which place the first one is."""

from tasks.geocode.facts import AREAS, Facts, facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.spans import Span
from tasks.geocode.tokens import Gap

_MOST = 60  # candidates of a name that are looked at


def link_containers(spans: list[Span], gaz: Gazetteer) -> None:
    """Set `container` and `contained` where a name is followed by that of an area that holds it."""
    for span in spans:
        area = span.following
        if area is None or not _adjoins(span, area):
            continue
        if _in_list(span, area, gaz):
            span.among_areas = True
            continue
        if pairs(span, area, gaz):
            span.container, area.contained = area, span
        elif _is_short(area) and not _is_area(span, gaz):
            span.misfit, area.contained = True, span


def pairs(span: Span, area: Span, gaz: Gazetteer) -> list[tuple[int, int]]:
    """Return the rows of both names that fit one in the other."""
    wholes = [f for f in _places(area, gaz) if f.kind in AREAS]
    return [(part.row, whole.row) for part in _places(span, gaz) for whole in wholes if part.lies_in(whole)]


def _places(span: Span, gaz: Gazetteer) -> list[Facts]:
    return [facts(gaz, c.place) for c in span.candidates[:_MOST] if c.name_class != "demonym"]


def _adjoins(span: Span, area: Span) -> bool:
    """Say whether only a comma (`Paris, Texas`) or a bracket (`Paris (Texas)`) parts the two."""
    if area.first != span.after or span.words[-1].possessive:
        return False
    word = area.words[0]
    if word.gap == Gap.COMMA:
        return True
    return word.between.strip() in ("(", ".,", "/") or (word.gap == Gap.SPACE and _is_short(area))


def _is_short(area: Span) -> bool:
    return area.candidates[:1] != [] and area.candidates[0].name_class == "abbreviation"


def _in_list(span: Span, area: Span, gaz: Gazetteer) -> bool:
    """Say whether two areas stand in a list of areas: `Ohio, Indiana and Pennsylvania`."""
    if not _is_area(span, gaz):
        return False
    before, after = span.previous, area.following
    listed_before = before is not None and _listed(before, span) and _is_area(before, gaz)
    listed_after = after is not None and _listed(area, after) and _is_area(after, gaz)
    return listed_before or listed_after


def _listed(one: Span, other: Span) -> bool:
    gap = other.first - one.after
    word = other.words[0]
    joined = gap == 1 and other.field.words[one.after].fold in ("and", "or", "&")
    return joined or (gap == 0 and word.gap in (Gap.COMMA, Gap.HYPHEN))


def _is_area(span: Span, gaz: Gazetteer) -> bool:
    return bool(span.candidates) and gaz.kind[span.candidates[0].place] in ("country", "admin1")
