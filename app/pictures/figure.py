"""A picture of what the window shows, as a value, and the painter that draws it from frames, without a session."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import TracebackType

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.pictures.arrangement import arranged
from app.pictures.parts import LandscapePart, MapContent, MapPart, PartPainter, PlotPart, StepPart
from app.plotting.drawing import restored
from app.plotting.span import Span
from app.session.transient import transient_end
from app.text.figures import LANDSCAPE, MAP, STEP
from app.theme.application import Theme, picture_theme
from app.theme.palette import ThemeName
from app.views.frame import Frame
from app.views.plots.kinds import PLOT_KINDS


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a figure, and what of the plane it shows; the whole where x or y is None."""

    name: str
    """One of `app.text.figures.PART_TITLES`."""
    x: Span | None = None
    y: Span | None = None
    is_log: bool = False
    """Of a plot: a logarithmic axis."""


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture: a frame, the parts that are drawn of it, and how."""

    frame: Frame
    parts: tuple[Part, ...] = (Part(LANDSCAPE),)
    width: int = 1280
    """Logical pixels, 96 per inch, as the height."""
    height: int = 720
    theme: ThemeName = "light"
    has_background: bool = True
    text_scale: float = 1.0
    outcome_map: MapContent | None = None
    """For the part `map`, which is left out without it."""

    @property
    def size(self) -> QSize:
        """In logical pixels."""
        return QSize(self.width, self.height)

    def at(self, frame: Frame) -> "Figure":
        """The same figure of another frame."""
        return replace(self, frame=frame)


class FigurePainter:
    """Draws a figure, and then the same figure of other frames.

    It keeps the plots of the figure, and what they keep: of frames of one run only what is new is drawn. `close` it, or
    use it as a context manager. Needs a QApplication, but no display; in the thread of the QApplication only.
    """

    def __init__(self, figure: Figure, pixel_ratio: float = 1.0, *, has_text: bool = False) -> None:
        """`pixel_ratio`: that of the image to be painted on, so that what is kept fits it.

        `has_text`: for a file from which words and numbers can be copied.
        """
        self.figure = figure
        self._theme = picture_theme(figure.theme, figure.text_scale, has_plain_fonts=has_text)
        self._pixel_ratio = pixel_ratio
        self._wanted = [part for part in figure.parts if part.name != MAP or figure.outcome_map is not None]
        names = [part.name for part in self._wanted]
        self._boxes = arranged(names, figure.width, figure.height, figure.text_scale)
        self._parts: list[PartPainter] = []
        """Those that are made: a part is made when it is painted first."""
        self._measured: tuple[object, int, int | None] | None = None
        self._frame = figure.frame
        self.show(figure.frame)

    def show(self, frame: Frame) -> None:
        """Draw this frame from now on; without a background no later steps, which a veil fades otherwise."""
        frame = frame._replace(is_interactive=False)
        if not self.figure.has_background and frame.run.step < frame.run.last:
            frame = _without_later_steps(frame)
        key = frame.run.recording, frame.run.last
        if self._measured is None or self._measured[:2] != key:
            self._measured = *key, transient_end(frame.run)
        self._frame = frame
        for part in self._parts:
            part.show(frame, self._measured[2])

    def paint(self, painter: QPainter) -> None:
        """Paint the figure, its upper left corner at the painter's origin."""
        for _piece in self.pieces(painter):
            pass

    def pieces(self, painter: QPainter) -> Iterator[None]:
        """Paint the figure part by part: between two of them other work may be done."""
        if self.figure.has_background:
            painter.fillRect(QRect(0, 0, self.figure.width, self.figure.height), self._theme.palette.background)
        while len(self._parts) < len(self._wanted):
            self._make_next()
            yield
        for part in self._parts:
            yield from part.finish()
            with restored(painter):
                painter.translate(part.box.topLeft())
                part.paint(painter)
            yield

    def _make_next(self) -> None:
        wanted = self._wanted[len(self._parts)]
        part = self._part_painter(wanted, self._boxes[wanted.name])
        part.show(self._frame, None if self._measured is None else self._measured[2])
        self._parts.append(part)

    def close(self) -> None:
        """Drop the plots."""
        for part in self._parts:
            part.close()
        self._parts = []

    def __enter__(self) -> "FigurePainter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _part_painter(self, part: Part, box: QRect) -> PartPainter:
        theme: Theme = self._theme
        has_background = self.figure.has_background
        if part.name == LANDSCAPE:
            return LandscapePart(theme, box, self.figure.frame, (part.x, part.y), has_background)
        if part.name == STEP:
            return StepPart(theme, box)
        if part.name == MAP and self.figure.outcome_map is not None:
            return MapPart(theme, box, self.figure.outcome_map, has_background)
        kind = next(kind for kind in PLOT_KINDS if kind.name == part.name)
        plot = PlotPart(theme, box, kind, (part.x, part.y), has_background, self._pixel_ratio)
        plot.set_log(part.is_log)
        return plot


def _without_later_steps(frame: Frame) -> Frame:
    run = frame.run.snapshot(frame.run.step)
    run.recording.cut_after(run.step)
    return frame._replace(run=run)


def new_image(figure: Figure, pixel_ratio: float) -> QImage:
    """An empty image for a figure; transparent if that has no background. Raises OSError for lack of memory."""
    form = QImage.Format.Format_RGB32 if figure.has_background else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(figure.size * pixel_ratio, form)
    if image.isNull():
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image
