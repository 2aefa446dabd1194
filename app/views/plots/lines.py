"""The lines of a plot: kept in an image on the screen, to which each frame adds only what is new."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.files.view import LAST_COLOUR
from app.plotting.drawing import draw_lines, is_same_ratio, line_pen, restored
from app.plotting.layer import kept_image
from app.plotting.span import Span, union
from app.plotting.transform import PlotTransform
from app.plotting.view_box import PlotViewBox
from app.session.scene import BallStyle
from app.theme.application import Theme
from app.theme.palette import Palette, faded
from app.views.frame import Frame, shown_balls
from app.views.plots.kinds import PlotValues
from app.views.plots.segments import (
    MAX_PHASE_POINTS,
    LevelSegments,
    PhaseSegments,
    Segments,
    SegmentSource,
    StepSegments,
    phase_gap,
)
from physics.arrays import Floats, Ints
from physics.run.events import barrier_heights
from physics.run.recording import Recording
from physics.run.run import Run

FEW_BALLS = 60
"""Up to this many balls lines are wider than a pixel, which takes three times as long."""
LINE_WIDTH_PX, LINE_WIDTH_MANY_PX, LINE_WIDTH_SELECTED_PX = 1.4, 1.0, 2.0
LEVEL_WIDTH_PX = 1.0
COLOURS = range(LAST_COLOUR + 1)
LAST_RUN_OPACITY = 0.4
MAX_SEGMENTS, MAX_THIN_SEGMENTS = 8_000, 60_000
"""Segments that are drawn in one frame, in 4 to 10 ms; the rest follows in the next frames."""


class ColourBatches:
    """The balls grouped by colour, so that Qt is called once per colour."""

    def __init__(self, indices: Sequence[int], colours: Sequence[QColor], width: float) -> None:
        """`indices`: each ball's index into `colours`; −1 for one that is not drawn."""
        found = np.array(indices, np.intp)
        order = np.argsort(found, kind="stable")
        self.order: Ints = order[found[order] >= 0]
        self._ends: list[int] = np.searchsorted(found[self.order], np.arange(len(colours)), side="right").tolist()
        self._pens = [line_pen(colour, width) for colour in colours]

    def draw(self, painter: QPainter, segments: Segments) -> None:
        """Draw every segment that is shown."""
        lines, ends = self._in_order(segments)
        draw_lines(painter, lines, self._pens, ends)

    def _in_order(self, segments: Segments) -> tuple[Floats, list[int]]:
        """The shown lines, colour by colour, and the end of each colour."""
        lines = segments.lines[self.order]
        if segments.shown.all():
            return lines.reshape(-1, 4), [end * lines.shape[1] for end in self._ends]
        shown = segments.shown[self.order]
        counts = np.concatenate(([0], np.cumsum(np.count_nonzero(shown, axis=1))))
        return lines[shown], counts[self._ends].tolist()


class PictureKey(NamedTuple):
    """Everything that the lines depend on; with a new key they are drawn from the start."""

    recording: Recording
    values: PlotValues
    styles: tuple[BallStyle, ...]
    palette: Palette
    scale: float
    transform: PlotTransform
    last_run: Run | None
    """The run before the last change, whose lines are below the others."""
    max_phase_points: int = MAX_PHASE_POINTS
    """Of a plot against w with more points only the first and the newest are shown."""


class IncrementalLines:
    """The lines of a run, drawn portion by portion onto any painter: of all balls, and the selected one's."""

    def __init__(self, key: PictureKey) -> None:
        self.key = key
        self.range = Span(math.inf, -math.inf)
        """Lowest and highest value among the lines; (inf, −inf) without any."""
        self._gap = phase_gap(key.recording.last, key.recording.balls, key.max_phase_points)
        self._is_thin = len(shown_balls(key.styles)) > FEW_BALLS
        self._most = MAX_THIN_SEGMENTS if self._is_thin else MAX_SEGMENTS
        colours = [key.palette.ball_line(index) for index in COLOURS]
        width = LINE_WIDTH_MANY_PX if self._is_thin else LINE_WIDTH_PX
        self._batches = self._new_batches(_colour_indices(key.styles), colours, width)
        self._source = self._new_source(None)
        self.selected: int | None = None
        self._selected_batches = self._batches
        self._levels: LevelSegments | None = None
        self._level_batches = self._new_batches([0], [key.palette.muted], LEVEL_WIDTH_PX)

    def draw_last_run(self, painter: QPainter) -> None:
        """Draw the lines of the run before, if there is one, faintly."""
        key = self.key
        if key.last_run is None:
            return
        colours = [faded(key.palette.ball_line(index), LAST_RUN_OPACITY) for index in COLOURS]
        batches = self._new_batches(_colour_indices(key.styles), colours, LINE_WIDTH_MANY_PX)
        values = key.values._replace(run=key.last_run)
        recording = key.last_run.recording
        gap = phase_gap(recording.last, recording.balls, key.max_phase_points)
        source = _source(values, key.transform, gap, None)
        while source.has_more(recording.last + 1):
            segments = source.take(recording, recording.last + 1, self._most)
            self.range = union((self.range, segments.range))
            batches.draw(painter, segments)

    @property
    def is_done(self) -> bool:
        """Whether everything that is recorded has been drawn."""
        return not self._source.has_more(self._stop)

    @property
    def has_new(self) -> bool:
        """Whether there is anything to draw."""
        return not self.is_done or (self._levels is not None and self._levels.has_more(self._stop))

    def draw_new(self, all_balls: QPainter, selected: QPainter | None) -> None:
        """Draw what is new of all balls onto one painter and of the selected ball onto another, within a limit."""
        if self._source.has_more(self._stop):
            segments = self._source.take(self.key.recording, self._stop, self._most)
            self.range = union((self.range, segments.range))
            self._batches.draw(all_balls, segments)
            if selected is not None and self.selected is not None:
                self._selected_batches.draw(selected, segments.of(self.selected))
        if selected is not None:
            self._draw_levels(selected)

    def select(self, ball: int, painter: QPainter) -> None:
        """Draw one ball's line from the start, as far as those of all balls."""
        key = self.key
        self.selected = ball
        self._selected_batches = self._new_batches(
            [0], [key.palette.ball_line(key.styles[ball].colour)], LINE_WIDTH_SELECTED_PX
        )
        self._levels = self._new_levels(ball)
        self._draw_levels(painter)
        source, stop = self._new_source(ball), self._source.next_step
        while source.has_more(stop):
            self._selected_batches.draw(painter, source.take(key.recording, stop, self._most))

    @property
    def _stop(self) -> int:
        return self.key.recording.last + 1

    def _draw_levels(self, painter: QPainter) -> None:
        """Draw the levels of the selected ball's steps."""
        while self._levels is not None and self._levels.has_more(self._stop):
            self._level_batches.draw(painter, self._levels.take(self.key.recording, self._stop, self._most))

    def _new_levels(self, ball: int) -> LevelSegments | None:
        values = self.key.values
        if not values.kind.has_rim or values.is_log:
            return None
        return LevelSegments(self.key.transform, lambda begin, stop: barrier_heights(values.run, ball, begin, stop))

    def _new_batches(self, indices: list[int], colours: list[QColor], width: float) -> ColourBatches:
        return ColourBatches(indices, colours, width * self.key.scale)

    def _new_source(self, ball: int | None) -> SegmentSource:
        return _source(self.key.values, self.key.transform, self._gap, ball)


def _source(values: PlotValues, transform: PlotTransform, gap: range, ball: int | None) -> SegmentSource:
    """The segments of a plot's lines, of all balls or of one; a plot against w leaves out the steps of a gap."""
    if values.kind.by_step:
        return StepSegments(transform, values.on_axis, ball)
    return PhaseSegments(transform, gap, ball)


def _colour_indices(styles: Iterable[BallStyle]) -> list[int]:
    """Each ball's index among the colours; −1 for one that is not drawn."""
    return [-1 if style.is_hidden else style.colour for style in styles]


class KeptLines:
    """The lines of all balls and, over them, that of the selected one, as images that are kept from frame to frame."""

    def __init__(self, view_box: PlotViewBox, theme: Theme) -> None:
        self._view_box, self._theme = view_box, theme
        self.has_background = True
        """Whether the kept image of the lines is opaque."""
        self.max_phase_points = MAX_PHASE_POINTS
        self._lines: IncrementalLines | None = None
        self._image: QImage | None = None
        self._selected_image: QImage | None = None
        self._shown: tuple[Frame, PlotValues] | None = None

    @property
    def range(self) -> Span | None:
        """Lowest and highest value among the lines that have been drawn; None without any."""
        found = None if self._lines is None else self._lines.range
        return None if found is None or found.lo > found.hi else found

    def forget(self) -> None:
        """Draw everything again next time."""
        self._lines = self._image = self._selected_image = None

    def catch_up(self, frame: Frame, values: PlotValues, pixel_ratio: float) -> bool:
        """Draw what is new of a frame into the kept images; False when something is left for the next call."""
        self._shown = frame, values
        key = _key(frame, values, self._view_box.plot_transform, self._theme, self.max_phase_points)
        lines, image = self._lines_for(key, pixel_ratio)
        if frame.selected != (-1 if lines.selected is None else lines.selected):
            self._select(lines, frame.selected, image)
        if not lines.has_new:
            return True
        with _painter_on(image) as painter:
            if self._selected_image is None:
                lines.draw_new(painter, None)
            else:
                with _painter_on(self._selected_image) as above:
                    lines.draw_new(painter, above)
        return lines.is_done

    def _select(self, lines: IncrementalLines, ball: int, image: QImage) -> None:
        lines.selected, self._selected_image = None, None
        if 0 <= ball < len(lines.key.styles):
            self._selected_image = kept_image(_size(lines.key.transform), image.devicePixelRatio(), None)
            with _painter_on(self._selected_image) as painter:
                lines.select(ball, painter)

    def _lines_for(self, key: PictureKey, pixel_ratio: float) -> tuple[IncrementalLines, QImage]:
        lines, image = self._lines, self._image
        if lines is None or image is None or lines.key != key or image.devicePixelRatio() != pixel_ratio:
            lines = self._lines = IncrementalLines(key)
            background = key.palette.background if self.has_background else None
            image = self._image = kept_image(_size(key.transform), pixel_ratio, background)
            self._selected_image = None
            with _painter_on(image) as painter:
                _paint_zero(painter, key)
                lines.draw_last_run(painter)
        return lines, image

    def paint(self, painter: QPainter, ratio: float | None) -> None:
        """Paint what has been drawn; `ratio` is the `pixel_ratio` of the painter."""
        if self._shown is None or self._image is None:
            return
        if not is_same_ratio(ratio, self._image.devicePixelRatio()):
            paint_lines(painter, *self._shown, self._view_box.plot_transform, self._theme, self.max_phase_points)
            return
        for image in (self._image, self._selected_image):
            if image is not None:
                painter.drawImage(0, 0, image)


def _key(frame: Frame, values: PlotValues, transform: PlotTransform, theme: Theme, max_phase_points: int) -> PictureKey:
    last_run = frame.last_run
    if last_run is not None and last_run.landscape is not frame.landscape:
        last_run = None
    shown = frame.run.recording, values, frame.styles, theme.palette, theme.scale, transform, last_run
    return PictureKey(*shown, max_phase_points)


def paint_lines(
    painter: QPainter,
    frame: Frame,
    values: PlotValues,
    transform: PlotTransform,
    theme: Theme,
    max_phase_points: int = MAX_PHASE_POINTS,
) -> None:
    """Paint all lines of a frame onto any device, without an image between."""
    key = _key(frame, values, transform, theme, max_phase_points)
    lines = IncrementalLines(key)
    with restored(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(transform.rect)
        _paint_zero(painter, key)
        lines.draw_last_run(painter)
        while not lines.is_done:
            lines.draw_new(painter, None)
        if 0 <= frame.selected < len(frame.styles):
            lines.select(frame.selected, painter)


def _paint_zero(painter: QPainter, key: PictureKey) -> None:
    """Paint a line at 0, where that is inside."""
    y_span = key.transform.y_span
    if y_span.lo < 0.0 < y_span.hi and not key.values.is_log:
        y = round(key.transform.y(0.0)) + 0.5
        painter.setPen(QPen(key.palette.line, 1.0))
        painter.drawLine(QLineF(0.0, y, key.transform.width, y))


@contextmanager
def _painter_on(image: QImage) -> Iterator[QPainter]:
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        yield painter


def _size(transform: PlotTransform) -> QSize:
    return QSize(round(transform.width), round(transform.height))
