"""The formats of exported pictures and films: another one is another entry of `FORMATS`."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.pictures.drawing import draw_pdf, draw_png, draw_svg
from app.pictures.figure import Figure
from app.text.translation import N_, _


class Holds(Enum):
    """What a file of a format can hold."""

    PIXELS = "pixels"
    VECTOR = "vector"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format, as file dialogs and the command line know it."""

    suffix: str
    """With its dot, in small letters."""
    title: str
    """In file dialogs; translated where it is shown."""
    holds: Holds

    @property
    def file_filter(self) -> str:
        """The entry in a file dialog."""
        return f"{_(self.title)} (*{self.suffix})"


@dataclass(frozen=True, slots=True)
class PictureFormat(Format):
    """A format of one picture."""

    draw: Callable[[Figure, float], Generator[None, None, Callable[[], bytes]]]
    """Draws a figure with a pixel ratio, in pieces between which other work may be done in this thread; returns what
    makes the file of it, in any thread. Raises OSError where that can't be made."""

    def write(self, figure: Figure, pixel_ratio: float = 1.0) -> bytes:
        """The file of a figure. `pixel_ratio` says nothing for vectors. Raises OSError."""
        pieces = self.draw(figure, pixel_ratio)
        while True:
            try:
                next(pieces)
            except StopIteration as drawn:
                encode: Callable[[], bytes] = drawn.value
                return encode()


PNG = PictureFormat(".png", N_("PNG picture"), Holds.PIXELS, draw_png)
SVG = PictureFormat(".svg", N_("SVG drawing"), Holds.VECTOR, draw_svg)
PDF = PictureFormat(".pdf", N_("PDF document"), Holds.VECTOR, draw_pdf)
PICTURE_FORMATS = PNG, SVG, PDF
FORMATS: tuple[Format, ...] = (*PICTURE_FORMATS,)


def format_of(path: Path, formats: Iterable[Format] = FORMATS) -> Format | None:
    """The format that a file's suffix names, in capitals or not; None for another suffix."""
    return next((each for each in formats if each.suffix == path.suffix.lower()), None)
