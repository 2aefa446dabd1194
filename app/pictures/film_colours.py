"""The 255 colours that all frames of a film share, and how pictures are reduced to them.

Each colour has one nearest colour of the palette, whichever frame it is in, and nothing is dithered: so what stands
still does not flicker, and only what moves is stored.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

COLOURS = 255
"""One less than a GIF can have: the last one means that a pixel stays as it is."""
WEIGHTS = np.array((3, 6, 2), np.int32)
"""Of red, green and blue, about as the eye has them."""
COUNT_POWER = 0.3
"""A colour counts as so many pixels to this power: small things, such as balls, get colours of their own."""
EXACT_SHARE = 0.002
"""A colour of more of the pixels is in the palette as it is: background, ground."""
MAX_EXACT = 64
"""The most colours that are in the palette as they are."""
UNKNOWN = 0xFFFF
CHUNK = 4096
"""Colours compared with the palette at once."""

RgbPixels = NDArray[np.uint32]
"""0xRRGGBB."""


def pixels_of(image: QImage) -> RgbPixels:
    """(height, width) of 0xRRGGBB; an image with transparency is shown as it is on black."""
    opaque = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(opaque.constBits(), np.uint32).reshape(opaque.height(), opaque.bytesPerLine() // 4)
    return rows[:, : opaque.width()] & np.uint32(0xFFFFFF)


class FilmColours:
    """A palette, and the nearest of its colours to every other one, found when it is first needed."""

    def __init__(self, samples: Iterable[RgbPixels], exact: Sequence[int] = ()) -> None:
        """Choose colours for some frames; `exact` are some (0xRRGGBB) that are in any case among them."""
        seen, counts = np.unique(np.concatenate([pixels.ravel() for pixels in samples]), return_counts=True)
        large = seen[counts > EXACT_SHARE * counts.sum()]
        kept = list(dict.fromkeys([*exact, *large.tolist()]))[:MAX_EXACT]
        colours = [*kept, *_spread(seen, counts, COLOURS - len(kept))]
        self.palette = _channels(np.array(colours, np.uint32)).astype(np.uint8)
        """(colours, 3): red, green, blue; at most COLOURS."""
        self._nearest = np.full(1 << 24, UNKNOWN, np.uint16)

    def indexed(self, pixels: RgbPixels) -> Image.Image:
        """The picture in the colours of the palette."""
        found = self._nearest[pixels]
        unknown = np.unique(pixels[found == UNKNOWN])
        if len(unknown):
            self._find_nearest(unknown)
            found = self._nearest[pixels]
        image = Image.fromarray(found.astype(np.uint8))
        image.putpalette(self.palette.tobytes())
        return image

    def _find_nearest(self, colours: RgbPixels) -> None:
        palette = self.palette.astype(np.int32)
        for begin in range(0, len(colours), CHUNK):
            some = colours[begin : begin + CHUNK]
            distances = np.zeros((len(some), len(palette)), np.int32)
            for channel, weight in enumerate(WEIGHTS):
                apart = _channels(some)[:, channel, None] - palette[None, :, channel]
                distances += weight * apart * apart
            self._nearest[some] = distances.argmin(axis=1)


def _spread(seen: RgbPixels, counts: NDArray[np.intp], number: int) -> list[int]:
    """So many colours that lie well among those that were seen: Pillow's median cut, then its k-means."""
    weights = np.maximum(1, counts**COUNT_POWER).astype(int)
    sheet = Image.fromarray(_channels(np.repeat(seen, weights))[None].astype(np.uint8))
    chosen = sheet.quantize(number, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE).getpalette() or []
    red, green, blue = np.array(chosen, np.uint32).reshape(-1, 3).T
    return ((red << 16) | (green << 8) | blue).tolist()[:number]  # type: ignore[no-any-return]  # of ints


def _channels(colours: RgbPixels) -> NDArray[np.int32]:
    """(n, 3): red, green and blue of each."""
    return np.stack((colours >> 16 & 255, colours >> 8 & 255, colours & 255), axis=-1).astype(np.int32)
