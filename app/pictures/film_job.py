"""A film to be made, as a value that another process can take, and the drawing of its frames without a window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter

from app.files.atomic import replacing, with_path
from app.files.scenario import Scenario
from app.pictures.figure import Figure, FigurePainter, Part, ThemeName, new_image
from app.pictures.film import DEFAULT_FPS, Film, FilmFrame, eventful_steps, suggested_speed
from app.pictures.film_files import estimated_bytes, write_film
from app.pictures.formats import FilmFormat
from app.session.scene import BallStyle, Scene
from app.text.translation import _
from app.views.frame import MAX_SHOWN_SPEED, Frame, drawn_ball, energy_text
from physics.run.run import Run

MIN_SIDE, MAX_SIDE = 64, 4096
"""Pixels of a film's width and height."""
USUAL_WIDTH = 960
"""Pixels of a film whose texts have their usual size; those of a wider one are larger."""
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
        first = self._frame(job.film.frames()[0])
        self._figure = Figure(first, job.parts, job.width, job.height, job.theme, text_scale=job.text_scale)
        self._painter = FigurePainter(self._figure)

    def draw(self, shown: FilmFrame) -> QImage:
        """Draw one frame."""
        self._painter.show(self._frame(shown))
        image = new_image(self._figure, 1.0)
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


def film_of_run(
    run: Run,
    steps: tuple[int, int] | None = None,
    speed: float | None = None,
    fps: float | None = None,
    *,
    is_slow_motion: bool = False,
    glides: bool = True,
    loops: bool = True,
) -> Film:
    """The film of these steps of a recorded run, or of the part in which something happens; the rest as it suits them.

    Raises ValueError, with a sentence, for what can't be filmed.
    """
    first, last = eventful_steps(run) if steps is None else steps
    if last > run.last:
        pattern = _("step {step} is not recorded: the run is over at step {last}")
        raise ValueError(pattern.format(step=last, last=run.last))
    if speed is None:
        speed = suggested_speed(first, last, is_slow_motion=is_slow_motion)
    return Film(first, last, speed, fps or DEFAULT_FPS, glides, loops, is_slow_motion)


def job_of_scenario(
    scenario: Scenario,
    film: Film,
    film_format: FilmFormat,
    parts: Sequence[str],
    size: tuple[int, int],
    theme: ThemeName,
) -> FilmJob:
    """A film that shows a scenario as the window would. Raises ValueError, with a sentence, if it is too large."""
    scene = Scene(scenario, QObject())
    return FilmJob(
        scenario,
        film,
        film_format,
        tuple(map(Part, parts)),
        *size,
        theme,
        text_scale=max(1.0, size[0] / USUAL_WIDTH),
        styles=scene.styles,
        selected=drawn_ball(scene.selected, scene.styles),
        hidden_layers=scene.hidden_layers,
    )


def run_of(scenario: Scenario) -> Run:
    """The whole run of a scenario, as far as it can be recorded."""
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
