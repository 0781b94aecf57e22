"""Some words that may name a place."""

from dataclasses import dataclass

from tasks.geocode.document import Field
from tasks.geocode.gazetteer import Candidate
from tasks.geocode.tokens import Word


@dataclass(frozen=True, slots=True)
class Around:
    """What the words beside a span say, asked once: see tasks.geocode.surroundings."""

    locative: float = 0.0
    unit_before: str | None = None
    unit_after: str | None = None
    has_party: bool = False
    has_title: bool = False
    has_article: bool = False
    has_direction: bool = False
    has_age: bool = False
    speaks: bool = False


@dataclass(slots=True, eq=False)
class Span:
    """Some words that may name a place."""

    field: Field
    first: int  # position of the first word
    after: int  # position after the last
    start: int  # code points into the field's text
    end: int
    key: str  # the folded name under which the gazetteer has it
    candidates: list[Candidate]
    text: str
    previous: "Span | None" = None  # the spans beside it in the same field
    following: "Span | None" = None
    container: "Span | None" = None  # what qualifies it: Texas in `Paris, Texas`
    contained: "Span | None" = None  # what it qualifies
    among_areas: bool = False  # it stands in a list of states or countries
    around: Around = Around()
    possessive: bool = False  # an 's follows
    misfit: bool = False  # an area stands after it that holds no place of this name: `Baku, N.C.`

    @property
    def words(self) -> list[Word]:
        """The words of the span."""
        return self.field.words[self.first : self.after]
