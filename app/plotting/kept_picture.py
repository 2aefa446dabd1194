"""The kept picture of one plot: axes and all lines up to some step, and the selected ball's line over them."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from app.plotting.axes import INSET_PX, PlotArea, paint_axes, paint_line_key
from app.plotting.kept_curves import (
    FEW_BALLS,
    LINE_WIDTH_MANY_PX,
    LINE_WIDTH_PX,
    LINE_WIDTH_SELECTED_PX,
    ColourBatches,
    Levels,
    LevelSegments,
    PhaseSegments,
    PlotImage,
    SegmentSource,
    StepSegments,
    phase_gap,
)
from app.plotting.kinds import PlotKind
from app.plotting.span import Span, union
from app.session.scene import BallStyle
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import BALL_COLOURS, Palette
from physics.run.recording import Recording

LEVEL_WIDTH_PX = 1.0
MAX_SEGMENTS, MAX_THIN_SEGMENTS = 25_000, 60_000
"""Segments that are drawn in one frame, in some 10 ms; the rest follows in the next frames."""


class PictureKey(NamedTuple):
    """Everything that a picture depends on; a new key means a new picture."""

    recording: Recording
    styles: tuple[BallStyle, ...]
    palette: Palette
    scale: float
    size: QSize
    pixel_ratio: float
    area: PlotArea


class PlotPicture:
    """Draws only what has been recorded since the last call."""

    def __init__(
        self, kind: PlotKind, key: PictureKey, theme: Theme, levels: Callable[[int], Levels] | None = None
    ) -> None:
        """Paint the axes. `levels` gives, by ball, levels that are drawn with the selected ball's line."""
        self.key = key
        self.range = Span(key.area.y.lo, key.area.y.lo)
        """Lowest and highest value among the lines, at first within the area."""
        self._kind = kind
        self._gap = phase_gap(key.recording.last, key.recording.balls)
        self._inside = key.area.rect.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX)
        colours = [key.palette.ball_line(index) for index in range(len(BALL_COLOURS))]
        is_thin = len(key.styles) > FEW_BALLS
        width = LINE_WIDTH_MANY_PX if is_thin else LINE_WIDTH_PX
        self._most = MAX_THIN_SEGMENTS if is_thin else MAX_SEGMENTS
        self._batches = self._new_batches([look.colour % len(colours) for look in key.styles], colours, width)
        self._source = self._new_source(None)
        self.lines = PlotImage(key.size, key.pixel_ratio, key.palette.background)
        with self.lines.painter() as painter:
            paint_axes(painter, key.area, _(kind.title), theme, counts_steps=kind.by_step)
            if levels is not None:
                paint_line_key(painter, key.area, _(kind.title), _("rim"), theme)
        self.selected: int | None = None
        self.selected_image: PlotImage | None = None
        self._selected_batches = self._batches
        self._levels = levels
        self._levels_source: LevelSegments | None = None
        self._level_batches = self._new_batches([0], [key.palette.muted], LEVEL_WIDTH_PX)

    def catch_up(self) -> bool:
        """Draw what is new, at most what fits into one frame; False when something is left."""
        recording = self.key.recording
        stop = recording.last + 1
        if self._source.has_more(stop):
            segments = self._source.take(recording, stop, self._most)
            self.range = union((self.range, segments.range))
            self.lines.add(segments, self._batches, self._inside)
            if self.selected_image is not None and self.selected is not None:
                self.selected_image.add(segments.of(self.selected), self._selected_batches, self._inside)
        self._draw_levels(stop)
        return not self._source.has_more(stop)

    def select(self, ball: int | None) -> None:
        """Draw one ball's line, up to the same step as the others, wider and over them."""
        if ball == self.selected:
            return
        self.selected = ball
        self.selected_image = None
        if ball is None:
            return
        key = self.key
        colour = key.palette.ball_line(key.styles[ball].colour)
        self._selected_batches = self._new_batches([0], [colour], LINE_WIDTH_SELECTED_PX)
        self.selected_image = PlotImage(key.size, key.pixel_ratio, None)
        self._levels_source = None if self._levels is None else LevelSegments(key.area, self._levels(ball))
        self._draw_levels(key.recording.last + 1)
        curves, stop = self._new_source(ball), self._source.next_step
        while curves.has_more(stop):
            self.selected_image.add(curves.take(key.recording, stop, self._most), self._selected_batches, self._inside)

    def _draw_levels(self, stop: int) -> None:
        """Draw the levels of the selected ball's steps before `stop`."""
        curve, recording = self._levels_source, self.key.recording
        while curve is not None and self.selected_image is not None and curve.has_more(stop):
            self.selected_image.add(curve.take(recording, stop, self._most), self._level_batches, self._inside)

    def _new_batches(self, numbers: list[int], colours: list[QColor], width: float) -> ColourBatches:
        return ColourBatches(numbers, colours, width * self.key.scale)

    def _new_source(self, ball: int | None) -> SegmentSource:
        if self._kind.by_step:
            return StepSegments(self.key.area, self._kind.value, ball)
        return PhaseSegments(self.key.area, self._gap, ball)
