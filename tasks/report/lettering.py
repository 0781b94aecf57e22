"""Words on a picture: the font that Pillow carries, and names that stand in nobody's way."""

import unicodedata
from functools import cache
from typing import Final

from PIL import ImageDraw, ImageFont

# Letters that no decomposition takes apart, and what a newspaper writes for them.
_LETTERS: Final = str.maketrans(
    {
        "ə": "a", "Ə": "A", "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
        "ð": "d", "þ": "th", "æ": "ae", "Æ": "Ae", "œ": "oe", "ß": "ss", "ħ": "h", "ŧ": "t",
        "‘": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "′": "'",
        "–": "-", "—": "-",
    }
)  # fmt: skip
_LONGEST: Final = 40  # letters of a name

Box = tuple[float, float, float, float]
Font = ImageFont.FreeTypeFont


@cache
def font(size: float) -> Font:
    """Return Pillow's own font, so that a picture is the same on every machine."""
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont), "Pillow's wheels carry FreeType"
    return found


def letters(text: str) -> str:
    """Return a text in letters that the font has: without accents; `?` where it has none."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    bare = "".join(char for char in plain if unicodedata.category(char)[0] not in "MC")
    return "".join(char if char.isascii() or char in "·…’“”" else "?" for char in bare)


def fitting(text: str, face: Font, width: float) -> str:
    """Return a text that is no wider than so many pixels, with an ellipsis where it was cut."""
    text = letters(text)
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


class Labels:
    """Names on a picture: who comes first takes the room."""

    def __init__(self, draw: ImageDraw.ImageDraw, frame: Box, halo: str) -> None:
        self._draw, self._frame, self._halo = draw, frame, halo
        self._taken: list[Box] = []

    def keep_free(self, box: Box) -> None:
        """Write nothing there."""
        self._taken.append(box)

    def beside(self, x: float, y: float, radius: float, name: str, colour: str) -> None:
        """Write the name of a point beside, above or below it, where there is room."""
        face = font(14)
        wide = face.getlength(text := letters(name[:_LONGEST]))
        gap = radius + 5
        for left, middle in (
            (x + gap, y), (x - gap - wide, y), (x - wide / 2, y - gap - 7), (x - wide / 2, y + gap + 7),
        ):  # fmt: skip
            if self._write(left, middle, wide, text, face, colour, 0.35):
                return

    def within(self, x: float, y: float, room: float, name: str, colour: str) -> None:
        """Write the name of what is wide near its middle, unless it is too narrow for it."""
        face = font(14)
        wide = face.getlength(text := letters(name[:_LONGEST]))
        for shift in (0, -20, 20, -40, 40) if room >= wide * 0.6 else ():
            if self._write(x - wide / 2, y + shift, wide, text, face, colour, 0.0):
                return

    def _write(
        self, left: float, middle: float, wide: float, text: str, face: Font, colour: str, weight: float
    ) -> bool:
        box = (left - 2, middle - 9, left + wide + 2, middle + 9)
        west, north, east, south = self._frame
        if box[0] < west or box[1] < north or box[2] > east or box[3] > south:
            return False
        if any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in self._taken):
            return False
        self._taken.append(box)
        at = (left, middle)
        self._draw.text(at, text, self._halo, face, "lm", stroke_width=2.5, stroke_fill=self._halo)
        self._draw.text(at, text, colour, face, "lm", stroke_width=weight, stroke_fill=colour)
        return True
