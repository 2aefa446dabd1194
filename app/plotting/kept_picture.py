"""The kept picture of one plot: axes and all lines up to some step, and the selected ball's line on top."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from app.plotting.axes import INSET, Frame, paint_around, paint_key
from app.plotting.kept_curves import (
    FEW_BALLS,
    WIDTH,
    WIDTH_OF_MANY,
    WIDTH_SELECTED,
    Curves,
    Layer,
    LevelCurve,
    Levels,
    PhaseCurves,
    StepCurves,
    Strokes,
    phase_gap,
)
from app.plotting.kinds import Kind
from app.plotting.span import Span, union
from app.session.scene import BallStyle
from app.theme import BALL_COLOURS, Palette, Theme
from physics.run.recording import Recording

WIDTH_LEVEL = 1.0
MOST_SEGMENTS, MOST_THIN_SEGMENTS = 25_000, 60_000
"""Segments that are drawn in one frame, some ten milliseconds' worth; what is left follows in the next frames."""


class Subject(NamedTuple):
    """All that a picture depends on; when any of it is another one, a new picture is drawn."""

    recording: Recording
    looks: tuple[BallStyle, ...]
    palette: Palette
    scale: float
    size: QSize
    pixel_ratio: float
    frame: Frame


class Picture:
    """Draws what has been recorded since it was last asked, and nothing twice."""

    def __init__(
        self, kind: Kind, subject: Subject, theme: Theme, levels: Callable[[int], Levels] | None = None
    ) -> None:
        """Paint the axes; no line yet. `levels`, if any, are drawn below the selected ball's line, for its place."""
        self.subject = subject
        self.range = Span(subject.frame.y.lo, subject.frame.y.lo)
        """Lowest and highest value among the lines; what it begins with is inside the frame."""
        self._kind = kind
        self._gap = phase_gap(subject.recording.last, subject.recording.balls)
        self._inside = subject.frame.rect.adjusted(-INSET, -INSET, INSET, INSET)
        colours = [subject.palette.ball_line(number) for number in range(len(BALL_COLOURS))]
        is_thin = len(subject.looks) > FEW_BALLS
        width = WIDTH_OF_MANY if is_thin else WIDTH
        self._most = MOST_THIN_SEGMENTS if is_thin else MOST_SEGMENTS
        self._strokes = self._made([look.colour % len(colours) for look in subject.looks], colours, width)
        self._curves = self._begun(None)
        self.lines = Layer(subject.size, subject.pixel_ratio, subject.palette.background)
        with self.lines.painter() as painter:
            paint_around(painter, subject.frame, kind.title, theme, counts_steps=kind.by_step)
            if levels is not None:
                paint_key(painter, subject.frame, kind.title, "rim", theme)
        self.selected: int | None = None
        self.on_top: Layer | None = None
        self._on_top_strokes = self._strokes
        self._levels = levels
        self._level_curve: LevelCurve | None = None
        self._level_strokes = self._made([0], [subject.palette.muted], WIDTH_LEVEL)

    def catch_up(self) -> bool:
        """Draw what is new, at most one frame's worth; False when something is left for the next."""
        recording = self.subject.recording
        stop = recording.last + 1
        if self._curves.has_more(stop):
            segments = self._curves.take(recording, stop, self._most)
            self.range = union((self.range, segments.range))
            self.lines.add(segments, self._strokes, self._inside)
            if self.on_top is not None and self.selected is not None:
                self.on_top.add(segments.of(self.selected), self._on_top_strokes, self._inside)
        self._draw_levels(stop)
        return not self._curves.has_more(stop)

    def select(self, place: int | None) -> None:
        """Draw one ball's line, as far as the others have come, stronger and over them."""
        if place == self.selected:
            return
        self.selected = place
        self.on_top = None
        if place is None:
            return
        subject = self.subject
        colour = subject.palette.ball_line(subject.looks[place].colour)
        self._on_top_strokes = self._made([0], [colour], WIDTH_SELECTED)
        self.on_top = Layer(subject.size, subject.pixel_ratio, None)
        self._level_curve = None if self._levels is None else LevelCurve(subject.frame, self._levels(place))
        self._draw_levels(subject.recording.last + 1)
        curves, stop = self._begun(place), self._curves.next_step
        while curves.has_more(stop):
            self.on_top.add(curves.take(subject.recording, stop, self._most), self._on_top_strokes, self._inside)

    def _draw_levels(self, stop: int) -> None:
        """Draw the levels of the selected ball's steps before `stop`."""
        curve, recording = self._level_curve, self.subject.recording
        while curve is not None and self.on_top is not None and curve.has_more(stop):
            self.on_top.add(curve.take(recording, stop, self._most), self._level_strokes, self._inside)

    def _made(self, numbers: list[int], colours: list[QColor], width: float) -> Strokes:
        return Strokes(numbers, colours, width * self.subject.scale)

    def _begun(self, place: int | None) -> Curves:
        if self._kind.by_step:
            return StepCurves(self.subject.frame, self._kind.value, place)
        return PhaseCurves(self.subject.frame, self._gap, place)
