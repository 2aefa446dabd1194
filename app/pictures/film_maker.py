"""Draws the frames of a film without a window, measures and writes it."""

from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO

from PySide6.QtGui import QImage, QPainter

from app.files.interrupts import Interrupts
from app.files.scenario_run import finished_run
from app.pictures.arrangement import text_scale
from app.pictures.figure import Figure, FigurePainter, new_image
from app.pictures.film import Film, FilmFrame, eventful_steps, suggested_speed
from app.pictures.film_files import estimated_bytes, write_film
from app.pictures.film_options import FilmedScene, FilmOptions
from app.text.translation import _
from app.views.frame import MAX_SHOWN_SPEED, Frame, energy_text
from physics.run.run import Run

MAX_PIXELS = 1_000_000_000
"""Of all frames together: as many bytes of memory are needed."""


class FilmMaker:
    """Draws, measures and writes a film. Needs a QApplication, in whose thread it is used; a context manager."""

    def __init__(self, scene: FilmedScene, options: FilmOptions, run: Run | None = None) -> None:
        """`run` is the scene's whole run, if it is made already.

        Raises ValueError, with a sentence, for what can't be filmed.
        """
        self.run = run or finished_run(scene.scenario)
        self.film = _film(self.run, options)
        width, height = options.size
        if width * height * self.film.frame_count > MAX_PIXELS:
            pattern = _("{count} frames of {width}x{height} pixels are too many; choose fewer steps, or a smaller size")
            raise ValueError(pattern.format(count=self.film.frame_count, width=width, height=height))
        self._scene, self._format = scene, options.film_format
        first = self._frame(self.film.frames()[0])
        scale = text_scale(width, [part.name for part in options.parts])
        self._figure = Figure(first, options.parts, width, height, options.theme, text_scale=scale)
        self._painter = FigurePainter(self._figure)

    def draw(self, shown: FilmFrame) -> QImage:
        """Draw one frame."""
        with Interrupts():
            self._painter.show(self._frame(shown))
            image = new_image(self._figure, 1.0)
            with QPainter(image) as painter:
                self._painter.paint(painter)
            return image

    def write(
        self,
        stream: BinaryIO,
        progress: Callable[[float], None] = lambda _share: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Write the film. Raises Cancelled."""
        write_film(self.film, self.draw, self._format, stream, progress, is_cancelled)

    def estimate(self) -> int:
        """About how many bytes the file will have."""
        return estimated_bytes(self.film, self.draw, self._format)

    def __enter__(self) -> "FilmMaker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._painter.close()

    def _frame(self, shown: FilmFrame) -> Frame:
        film, scene = self.film, self._scene
        self.run.go_to(shown.step)
        return Frame(
            self.run,
            scene.styles,
            scene.selected,
            energy_text(self.run, scene.selected),
            shown.phase,
            shown.moment,
            is_moving=shown.step > film.first,  # names keep their places from frame to frame
            has_arrows=film.is_slow_motion or film.speed <= MAX_SHOWN_SPEED,
            hidden_layers=scene.hidden_layers,
        )


def _film(run: Run, options: FilmOptions) -> Film:
    first, last = eventful_steps(run) if options.steps is None else options.steps
    if last > run.last:
        pattern = _("step {step} is not recorded: the run is over at step {last}")
        raise ValueError(pattern.format(step=last, last=run.last))
    is_slow_motion, speed = options.is_slow_motion, options.speed
    if speed is None:
        speed = suggested_speed(first, last, is_slow_motion=is_slow_motion)
    return Film(first, last, speed, options.fps, options.glides, options.loops, is_slow_motion)
