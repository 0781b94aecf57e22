"""Link a name with one beside it that says which place it is: `City, State`, `the Iranian town of X`."""

from tasks.geocode.facts import AREAS, Facts, facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import lies_in_next
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import DIRECTIONS, UNITS, section

_MOST = 60  # candidates of a name that are looked at
_SIDES = section("sides")
_BETWEEN = section("before_unit") | DIRECTIONS | UNITS | {"of"}
_FARTHEST = 6  # words between `Iranian` and the town


def link_containers(spans: list[Span], gaz: Gazetteer) -> None:
    """Set `container` and `contained` where another name says in which area a name lies."""
    for span in spans:
        area = span.following
        if area is not None and _adjoins(span, area):
            _link_next(span, area, gaz)
        elif (told := _told(span, gaz)) is not None and pairs(span, told, gaz):
            span.container = told


def _link_next(span: Span, area: Span, gaz: Gazetteer) -> None:
    if _in_list(span, area, gaz):
        span.among_areas = True
    elif pairs(span, area, gaz):
        span.container, area.contained = area, span
    elif _is_short(area) and not _is_area(span, gaz):
        span.misfit, area.contained = True, span


def _told(span: Span, gaz: Gazetteer) -> Span | None:
    """Return the area that the words around a name put it into, where it is no country itself."""
    if span.candidates and gaz.kind[span.candidates[0].place] == "country":
        return None
    before, after = span.previous, span.following
    if before is not None and _heads_unit(before, span, gaz):
        return before
    if after is None or not (_on_side(span, after, gaz) or _lies_in(span, after, gaz)):
        return None
    return after


def _heads_unit(area: Span, span: Span, gaz: Gazetteer) -> bool:
    """Say whether an adjective tells of a kind: `the Iranian town of X`, `Iran's X province`."""
    between = span.field.words[area.after : span.first]
    if len(between) > _FARTHEST or span.words[0].gap > Gap.SPACE:
        return False
    if not all(w.gap <= Gap.HYPHEN and not w.cap and w.fold in _BETWEEN for w in between):
        return False
    is_unit = any(w.fold in UNITS for w in between[-2:]) if between else span.around.unit_after is not None
    return is_unit and (area.possessive or _is_people(area, gaz))


def _on_side(span: Span, area: Span, gaz: Gazetteer) -> bool:
    """Say whether `on the Iranian side` follows."""
    between, after = span.field.words[span.after : area.first], area.field.near(area.after, Gap.SPACE)
    if [w.fold for w in between] != ["on", "the"] or not _is_close((*between, area.words[0])):
        return False
    return after is not None and after.fold in _SIDES and (area.possessive or _is_people(area, gaz))


def _lies_in(span: Span, area: Span, gaz: Gazetteer) -> bool:
    """Say whether `in Iran`, `in northern Iran` follows."""
    return lies_in_next(span) and not _is_people(area, gaz) and not area.possessive


def _is_close(words: tuple[Word, ...]) -> bool:
    return all(word.gap <= Gap.SPACE for word in words)


def _is_people(span: Span, gaz: Gazetteer) -> bool:
    """Say whether a name is the adjective of an area before anything else."""
    classes = {c.name_class for c in span.candidates if gaz.kind[c.place] in AREAS}
    return classes == {"demonym"}


def pairs(span: Span, area: Span, gaz: Gazetteer) -> list[tuple[int, int]]:
    """Return the rows of both names that fit one in the other; an adjective tells only from farther off."""
    parts = _places(span, gaz)
    wholes = [f for f in _places(area, gaz, people=area.first != span.after) if f.kind in AREAS]
    return [(part.row, whole.row) for part in parts for whole in wholes if part.lies_in(whole)]


def _places(span: Span, gaz: Gazetteer, *, people: bool = False) -> list[Facts]:
    return [facts(gaz, c.place) for c in span.candidates[:_MOST] if people or c.name_class != "demonym"]


def _adjoins(span: Span, area: Span) -> bool:
    """Say whether only a comma (`Paris, Texas`) or a bracket (`Paris (Texas)`) parts the two."""
    if area.first != span.after or span.possessive:
        return False
    word = area.words[0]
    if word.gap == Gap.COMMA:
        return True
    signs = area.field.between(area.first).strip()
    return signs in ("(", ".,", "/") or (word.gap == Gap.SPACE and _is_short(area))


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
