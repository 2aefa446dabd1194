"""Writing a film as an animated picture with Pillow, and how large it would be."""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage

from app.files.trajectories import Cancelled
from app.pictures.film import Film, FilmFrame
from app.pictures.film_colours import COLOURS, FilmColours, pixels_of
from app.pictures.formats import FilmFormat

PALETTE_FRAMES = 9
"""So many frames, evenly over the film, are looked at for its colours."""
SAMPLES, SAMPLE_FRAMES = 6, 4
"""The size is estimated from so many places, each with so many frames in a row."""

Draw = Callable[[FilmFrame], QImage]
"""Draws a frame; all pictures of a film have the same size."""


def write_film(
    film: Film,
    draw: Draw,
    film_format: FilmFormat,
    stream: BinaryIO,
    progress: Callable[[float], None] = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Draw and write a film; the same film gives the same bytes. Raises Cancelled."""
    frames = film.frames()
    colours = colours_of(frames, draw)

    def images() -> Iterator[Image.Image]:
        for number, frame in enumerate(frames):
            if is_cancelled():
                raise Cancelled
            yield colours.indexed(pixels_of(draw(frame)))
            progress((number + 1) / len(frames))

    _save(film, list(images()), [frame.ms for frame in frames], film_format, colours, stream)


def colours_of(frames: Sequence[FilmFrame], draw: Draw) -> FilmColours:
    """The palette of a film, from some of its frames."""
    numbers = np.unique(np.linspace(0, len(frames) - 1, PALETTE_FRAMES).round().astype(int))
    return FilmColours([pixels_of(draw(frames[number])) for number in numbers.tolist()])


def estimated_bytes(film: Film, draw: Draw, film_format: FilmFormat) -> int:
    """About how large the file would be: exactly for a short film, else from some of its frames."""
    frames = film.frames()
    colours = colours_of(frames, draw)

    def size(some: Sequence[FilmFrame]) -> int:
        stream = io.BytesIO()
        images = [colours.indexed(pixels_of(draw(frame))) for frame in some]
        _save(film, images, [frame.ms for frame in some], film_format, colours, stream)
        return len(stream.getvalue())

    if len(frames) <= SAMPLES * SAMPLE_FRAMES:
        return size(frames)
    begins = np.linspace(0, len(frames) - SAMPLE_FRAMES, SAMPLES).round().astype(int).tolist()
    alone = [size(frames[begin : begin + 1]) for begin in begins]
    together = [size(frames[begin : begin + SAMPLE_FRAMES]) for begin in begins]
    each = (sum(together) - sum(alone)) / (SAMPLES * (SAMPLE_FRAMES - 1))
    return round(alone[0] + each * (len(frames) - 1))


def _save(
    film: Film,
    images: Sequence[Image.Image],
    durations: list[int],
    film_format: FilmFormat,
    colours: FilmColours,
    stream: BinaryIO,
) -> None:
    options: dict[str, Any] = dict(film_format.options)
    if film_format.has_transparent_index:
        options |= {"palette": colours.palette.tobytes(), "transparency": COLOURS}
    loop = 0 if film.loops else film_format.once
    if loop is not None:
        options["loop"] = loop
    first, *others = images
    duration = durations if others else durations[0]
    first.save(stream, film_format.pillow_name, save_all=True, append_images=others, duration=duration, **options)
