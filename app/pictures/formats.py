"""The formats of exported pictures and films: another one is another entry of PICTURE_FORMATS or FILM_FORMATS."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TypeVar

from app.files.interrupts import Interrupts
from app.pictures.drawing import Drawing, draw_pdf, draw_png, draw_svg
from app.pictures.figure import Figure
from app.text.translation import N_, _


class Holds(Enum):
    """What a picture is made of."""

    PIXELS = "pixels"
    VECTOR = "vector"


@dataclass(frozen=True, slots=True)
class Format:
    """A file format, as file dialogs and the command line know it."""

    suffix: str
    """With its dot, in small letters."""
    title: str
    """In file dialogs; translated where it is shown."""

    @property
    def file_filter(self) -> str:
        """The entry in a file dialog."""
        return _(self.title) + f" (*{self.suffix})"


@dataclass(frozen=True, slots=True)
class PictureFormat(Format):
    """A format of one picture."""

    holds: Holds
    draw: Callable[[Figure, float], Drawing]
    """Draws a figure with a pixel ratio, in pieces between which other work may be done in this thread; returns what
    makes the file of it, in any thread. Raises OSError where that can't be made."""

    def write(self, figure: Figure, pixel_ratio: float = 1.0) -> bytes:
        """The file of a figure. `pixel_ratio` says nothing for vectors. Raises OSError."""
        pieces = self.draw(figure, pixel_ratio)
        while True:
            try:
                with Interrupts():
                    next(pieces)
            except StopIteration as drawn:
                encode: Callable[[], bytes] = drawn.value
                return encode()


@dataclass(frozen=True, slots=True)
class FilmFormat(Format):
    """A format of a film, which Pillow writes."""

    pillow_name: str
    options: Mapping[str, object] = field(default_factory=dict)
    """What Pillow is told besides frames and times."""
    once: int | None = 1
    """What Pillow calls `loop` in a film that is played once; 0 is for ever."""
    has_transparent_index: bool = False
    """Whether pixels that stay as they are may become transparent, which packs well."""


PNG = PictureFormat(".png", N_("PNG picture"), Holds.PIXELS, draw_png)
SVG = PictureFormat(".svg", N_("SVG drawing"), Holds.VECTOR, draw_svg)
PDF = PictureFormat(".pdf", N_("PDF document"), Holds.VECTOR, draw_pdf)
PICTURE_FORMATS = PNG, SVG, PDF
GIF = FilmFormat(".gif", N_("GIF film"), "GIF", {"optimize": True, "interlace": 0}, None, has_transparent_index=True)
APNG = FilmFormat(".png", N_("Animated PNG film"), "PNG", {"compress_level": 9})
WEBP = FilmFormat(".webp", N_("WebP film"), "WEBP", {"lossless": True, "method": 0, "quality": 50})
FILM_FORMATS = GIF, APNG, WEBP

F = TypeVar("F", bound=Format)


def format_of(path: Path, formats: Iterable[F]) -> F | None:
    """The one of these formats that a file's suffix names, in capitals or not; None for another suffix."""
    return next((each for each in formats if each.suffix == path.suffix.lower()), None)
