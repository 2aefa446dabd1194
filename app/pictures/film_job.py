"""A film to be made, as a value that another process can take, and the drawing of its frames without a window."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from PySide6.QtGui import QImage, QPainter

from app.files.atomic import replacing, with_path
from app.files.scenario import Scenario
from app.pictures.figure import Figure, FigurePainter, Part, ThemeName, new_image
from app.pictures.film import Film, FilmFrame
from app.pictures.film_files import estimated_bytes, write_film
from app.pictures.formats import FilmFormat
from app.session.scene import BallStyle
from app.text.translation import _
from app.views.frame import MAX_SHOWN_SPEED, Frame, energy_text
from physics.run.run import Run

MIN_SIDE, MAX_SIDE = 64, 4096
"""Pixels of a film's width and height."""
MAX_PIXELS = 1_000_000_000
"""Of all frames together: as many bytes of memory are needed."""


@dataclass(frozen=True)
class FilmJob:
    """A film of a scenario: what it shows, how large, and in which format.

    Raises ValueError, with a sentence, for a size that no film can have.
    """

    scenario: Scenario
    """Run to its last step, which may be beyond the film's."""
    film: Film
    film_format: FilmFormat
    parts: tuple[Part, ...]
    width: int = 960
    height: int = 540
    theme: ThemeName = "dark"
    text_scale: float = 1.0
    styles: tuple[BallStyle, ...] = ()
    selected: int = -1
    hidden_layers: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        """Check the size."""
        if not all(MIN_SIDE <= side <= MAX_SIDE for side in (self.width, self.height)):
            pattern = _("{width}x{height} pixels are not between {least}x{least} and {most}x{most}")
            raise ValueError(pattern.format(width=self.width, height=self.height, least=MIN_SIDE, most=MAX_SIDE))
        if self.width * self.height * self.film.frame_count > MAX_PIXELS:
            pattern = _("{count} frames of {width}x{height} pixels are too many; choose fewer steps, or a smaller size")
            raise ValueError(pattern.format(count=self.film.frame_count, width=self.width, height=self.height))


class FilmPainter:
    """Draws the frames of a film. Needs a QApplication, in whose thread it is used; `close` it."""

    def __init__(self, job: FilmJob, run: Run | None = None) -> None:
        """`run` is that of the scenario if it is made already, recorded from the film's first step on."""
        self.job = job
        self.run = run or run_of(job.scenario)
        self._image_of = Figure(self._frame(job.film.frames()[0]), job.parts, job.width, job.height, job.theme)
        self._image_of = replace(self._image_of, text_scale=job.text_scale)
        self._painter = FigurePainter(self._image_of)

    def draw(self, shown: FilmFrame) -> QImage:
        """Draw one frame."""
        self._painter.show(self._frame(shown))
        image = new_image(self._image_of, 1.0)
        with QPainter(image) as painter:
            self._painter.paint(painter)
        return image

    def close(self) -> None:
        """Drop what it has made."""
        self._painter.close()

    def _frame(self, shown: FilmFrame) -> Frame:
        job, film = self.job, self.job.film
        self.run.go_to(shown.step)
        is_fast = film.speed > MAX_SHOWN_SPEED
        return Frame(
            self.run,
            job.styles,
            job.selected,
            energy_text(self.run, job.selected),
            shown.phase,
            shown.moment,
            is_moving=shown.step > film.first,
            has_arrows=film.is_slow_motion or not is_fast,
            hidden_layers=job.hidden_layers,
        )


def run_of(scenario: Scenario) -> Run:
    """The whole run of a scenario."""
    edits = [edit for edit in scenario.edits if edit.step <= scenario.steps]
    run = Run(scenario.landscape, scenario.balls, edits, full=scenario.full, forcing=scenario.forcing)
    run.advance(scenario.steps)
    return run


def make_film(
    job: FilmJob,
    stream: BinaryIO,
    progress: Callable[[float], None] = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    run: Run | None = None,
) -> None:
    """Draw and write a film. Raises Cancelled."""
    painter = FilmPainter(job, run)
    try:
        write_film(job.film, painter.draw, job.film_format, stream, progress, is_cancelled)
    finally:
        painter.close()


def save_film(
    job: FilmJob,
    path: Path,
    progress: Callable[[float], None] = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write a film to a file, which appears whole or not at all. Raises Cancelled or OSError."""
    with replacing(path) as (stream,), with_path(path):
        make_film(job, stream, progress, is_cancelled)


def film_size(job: FilmJob) -> int:
    """About how many bytes the file would have."""
    painter = FilmPainter(job)
    try:
        return estimated_bytes(job.film, painter.draw, job.film_format)
    finally:
        painter.close()
