"""A film is what Pillow reads of it: its frames, its times, its pixels; and the same bytes each time."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtGui import QColor, QImage, QPainter

from app.files.trajectories import Cancelled
from app.pictures.film import Film, FilmFrame
from app.pictures.film_files import estimated_bytes, write_film
from app.pictures.formats import FILM_FORMATS, FilmFormat

WIDTH, HEIGHT = 80, 45
FILM = Film(0, 20, speed=10.0, fps=10.0)


def draw(frame: FilmFrame) -> QImage:
    """A square and a cloud that move by 3 pixels a step on a ground that stays."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#12161d"))
    with QPainter(image) as painter:
        painter.fillRect(3 * frame.step, 20, 8, 8, QColor("#E69F00"))
        for x, y in np.random.default_rng(frame.step).integers(0, 16, (100, 2)).tolist():
            painter.fillRect(3 * frame.step + x, y, 1, 1, QColor("#56B4E9"))
        for x in range(WIDTH):
            painter.fillRect(x, 35, 1, 10, QColor(x, 2 * x, 255 - x))
    return image


def film_bytes(film_format: FilmFormat, film: Film = FILM) -> bytes:
    stream = io.BytesIO()
    write_film(film, draw, film_format, stream)
    return stream.getvalue()


def durations_of(read: Image.Image) -> list[float]:
    """Milliseconds of each frame, which Pillow knows once it is loaded."""
    durations = []
    for frame in ImageSequence.Iterator(read):
        frame.load()
        durations.append(frame.info["duration"])
    return durations


formats = pytest.mark.parametrize("film_format", FILM_FORMATS, ids=lambda each: each.pillow_name)


@formats
def test_frames_times_and_pixels(film_format: FilmFormat) -> None:
    read = Image.open(io.BytesIO(film_bytes(film_format)))
    assert read.format == film_format.pillow_name
    assert read.n_frames == FILM.frame_count == 21  # type: ignore[attr-defined]
    durations = []
    for frame, expected in zip(ImageSequence.Iterator(read), FILM.frames(), strict=True):
        pixels = np.asarray(frame.convert("RGB"))
        durations.append(frame.info["duration"])
        wanted = draw(expected)
        corner = wanted.pixelColor(3 * expected.step + 1, 21)
        assert tuple(pixels[21, 3 * expected.step + 1]) == (corner.red(), corner.green(), corner.blue())
        assert tuple(pixels[21, 75]) == (0x12, 0x16, 0x1D)
    assert durations == [frame.ms for frame in FILM.frames()]
    assert sum(durations) == pytest.approx(1000.0 * FILM.duration_s)


@formats
def test_the_same_film_has_the_same_bytes(film_format: FilmFormat) -> None:
    assert film_bytes(film_format) == film_bytes(film_format)


@formats
@pytest.mark.parametrize("loops", [True, False])
def test_it_loops_or_ends(film_format: FilmFormat, loops: bool) -> None:
    read = Image.open(io.BytesIO(film_bytes(film_format, Film(0, 3, 10.0, 10.0, loops=loops))))
    assert read.info.get("loop", None) == (0 if loops else film_format.once)


@formats
def test_what_stays_is_not_stored_again(film_format: FilmFormat) -> None:
    short, long = (len(film_bytes(film_format, Film(0, last, 10.0, 10.0))) for last in (1, 20))
    assert long - short < 19 * 300  # a frame of noise has 3600 bytes; these have a square of 8 × 8


@formats
def test_frames_that_are_the_same_become_one(film_format: FilmFormat) -> None:
    film = Film(0, 4, speed=1.0, fps=10.0, glides=False)
    read = Image.open(io.BytesIO(film_bytes(film_format, film)))
    assert read.n_frames == 5  # type: ignore[attr-defined]
    assert sum(durations_of(read)) == pytest.approx(1000.0 * film.duration_s)


@formats
def test_the_estimate_is_near(film_format: FilmFormat) -> None:
    film = Film(0, 20, speed=8.0, fps=12.0)
    assert estimated_bytes(film, draw, film_format) == pytest.approx(len(film_bytes(film_format, film)), rel=0.25)
    short = Film(0, 5, speed=10.0, fps=10.0)
    assert estimated_bytes(short, draw, film_format) == len(film_bytes(film_format, short))


def test_progress_and_cancelling() -> None:
    shares: list[float] = []
    stream = io.BytesIO()
    with pytest.raises(Cancelled):
        write_film(FILM, draw, FILM_FORMATS[0], stream, shares.append, lambda: len(shares) == 4)
    assert shares == [(number + 1) / FILM.frame_count for number in range(4)]
    assert stream.getvalue() == b""
