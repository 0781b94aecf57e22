"""An article's text fields as words, with what the document as a whole says about its capitals."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tasks.geocode.tokens import Gap, Word, read_words
from tasks.records import TEXT_FIELDS


@dataclass(slots=True)
class Field:
    """One text field and its words."""

    name: str
    text: str
    words: list[Word]
    starts: list[int]  # of each word, in code points
    capitals: list[int]  # positions of the words that are written with a capital
    person: set[int] = field(default_factory=set)  # positions of words that belong to a person's name

    def end(self, at: int) -> int:
        """Return where a word ends, without its 's."""
        return self.starts[at] + len(self.words[at].text)

    def between(self, at: int) -> str:
        """Return the characters before a word, back to the word before and its 's."""
        before = self.end(at - 1) + 2 * self.words[at - 1].possessive if at else 0
        return self.text[before : self.starts[at]]

    def near(self, at: int, allowed: Gap = Gap.COMMA) -> Word | None:
        """Return the word at a position if nothing above `allowed` parts it from the one before."""
        if 0 < at < len(self.words) and self.words[at].gap <= allowed:
            return self.words[at]
        return None

    def before(self, at: int, allowed: Gap = Gap.SPACE) -> Word | None:
        """Return the word before a position if nothing above `allowed` parts the two."""
        return self.words[at - 1] if at > 0 and self.words[at].gap <= allowed else None


@dataclass(slots=True)
class Document:
    """All fields of an article, in reading order."""

    fields: list[Field]
    lower: set[str]  # folded words that the text writes in small letters
    strong: set[str]  # folded words that it writes with a capital where nothing asks for one
    surnames: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)  # last words of names that nothing says the kind of
    counts: dict[str, int] = field(default_factory=dict)  # how often each folded name of a span stands there
    placed: set[str] = field(default_factory=set)  # folded names that somewhere stand as a place does


def read_document(fields: Mapping[str, str | None]) -> Document:
    """Read the fields in the order of TEXT_FIELDS; unknown fields and empty ones are left out."""
    parts = [_read_field(name, text) for name in TEXT_FIELDS if (text := fields.get(name))]
    lower = {w.fold for part in parts for w in part.words if not w.cap}
    capitals = (part.words[at] for part in parts for at in part.capitals)
    return Document(parts, lower, {w.fold for w in capitals if not w.weak})


def _read_field(name: str, text: str) -> Field:
    words, starts = read_words(text)
    return Field(name, text, words, starts, [at for at, word in enumerate(words) if word.cap])
