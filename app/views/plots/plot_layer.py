"""The layer of a plot: its lines, and over them the cursor, the veil over later steps, dots and a reading."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from app.plotting.drawing import pixel_ratio
from app.plotting.layer import Layer
from app.plotting.sprites import Sprite, Sprites
from app.plotting.transform import PlotTransform
from app.plotting.view_box import PlotViewBox
from app.text.balls import name_in_run
from app.text.numbers import reading_text, whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE, Palette, faded
from app.views.frame import Frame
from app.views.landscape.trails import TRAIL_STEPS
from app.views.plots.kinds import PlotValues
from app.views.plots.lines import KeptLines
from app.views.plots.reading import Reading, paint_label, reading_point
from physics.run.run import Run
from physics.run.state import ball_parameters

MAX_DOTS = 24
"""With more balls only the selected one has a dot."""
DOT_RADIUS_PX, DOT_RADIUS_SELECTED_PX = 3.0, 4.0
TRAIL_WIDTH_PX = 1.5
BEHIND_TEXT_OPACITY = 0.8
VEIL_OPACITY = 0.6
"""Opacity of the veil over steps after the one that is shown."""


class DotSprites(Sprites):
    """The dots of balls for one palette, scale and pixel ratio."""

    def __init__(self, palette: Palette, scale: float, ratio: float) -> None:
        super().__init__(ratio)
        self.palette, self.scale = palette, scale

    def dot(self, colour: int, *, is_selected: bool) -> Sprite:
        """A dot in a ball's colour with a rim, which sets it off from the lines."""
        radius = self.scale * (DOT_RADIUS_SELECTED_PX if is_selected else DOT_RADIUS_PX)
        return self.sprite(
            (colour, is_selected), radius + 0.5, lambda painter, at: self._paint_dot(painter, at, colour, radius)
        )

    def _paint_dot(self, painter: QPainter, at: QPointF, colour: int, radius: float) -> None:
        painter.setPen(QPen(self.palette.background, 1.0))
        painter.setBrush(self.palette.ball_line(colour))
        painter.drawEllipse(at, radius, radius)


@lru_cache(maxsize=4)
def dot_sprites(palette: Palette, scale: float, ratio: float) -> DotSprites:
    """The dots that all plots share."""
    return DotSprites(palette, scale, ratio)


EDGE_PX = 1.0
"""At the edge of the view box, where nothing is painted: else header and axes were painted again in each frame."""


class PlotLayer(Layer):
    """The kept lines, and what is painted over them again in each frame."""

    def __init__(self, view_box: PlotViewBox, theme: Theme, lines: KeptLines) -> None:
        super().__init__(view_box, -EDGE_PX)
        self._theme, self._lines = theme, lines
        self._shown: tuple[Frame, PlotValues] | None = None
        self.reading: Reading | None = None
        """The ball and step whose values are shown."""

    def show_frame(self, frame: Frame, values: PlotValues) -> None:
        """Paint this frame from now on."""
        self._shown = frame, values

    def paint_between(self, left: float, right: float) -> None:
        """Paint again what is between two cursors, in pixels: nothing else has changed."""
        room = (2.0 * DOT_RADIUS_SELECTED_PX + 4.0) * self._theme.scale
        if right >= self.plot_transform.width:
            left -= QFontMetricsF(self._theme.font("small")).horizontalAdvance(_step_beyond(10**9))
        self.request_paint(self.boundingRect().intersected(QRectF(left - room, 0.0, right - left + 2.0 * room, 1e6)))

    def paint_layer(self, painter: QPainter) -> None:
        ratio = pixel_ratio(painter)
        self._lines.paint(painter, ratio)
        if self._shown is not None:
            is_fitted = self.view_box.is_fitted[0]
            paint_overlay(painter, ratio, *self._shown, self.plot_transform, self._theme, keeps_in_view=is_fitted)
            if self.reading is not None and self.reading.ball in self._shown[0].shown_balls:
                self._paint_reading(painter, ratio, self._shown[1], self.reading)

    def _paint_reading(self, painter: QPainter, ratio: float | None, values: PlotValues, reading: Reading) -> None:
        """Paint a dot at a point, and its values next to it."""
        at = reading_point(values, self.plot_transform, reading)
        if self._shown is not None and np.isfinite([at.x(), at.y()]).all():
            colour = self._shown[0].styles[reading.ball].colour
            sprites = dot_sprites(self._theme.palette, self._theme.scale, ratio or 1.0)
            sprites.paint(painter, ratio, [at.x()], [at.y()], [sprites.dot(colour, is_selected=True)])
            box = self.plot_transform.rect.adjusted(0, -SPACE, 0, SPACE)
            paint_label(painter, at, self._reading_lines(values, reading), box, self._theme)

    def _reading_lines(self, values: PlotValues, reading: Reading) -> tuple[str, ...]:
        """The label in one line, or in two where one is too long."""
        metrics = QFontMetricsF(self._theme.font("number_small"))
        name, *others = reading_parts(values, reading)
        room = self.plot_transform.width - 4 * SPACE
        parts = (metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, 0.5 * room), *others)
        text = " · ".join(parts)
        if metrics.horizontalAdvance(text) <= room:
            return (text,)
        return (" · ".join(parts[:2]), " · ".join(parts[2:]))


def reading_parts(values: PlotValues, reading: Reading) -> tuple[str, ...]:
    """The ball's name at that step, the step, and one or two values."""
    ball, step = reading
    run = values.run
    row = run.recording.row(step)
    symbol = _(values.symbol)
    value = f"{symbol} {reading_text(values.of_rows(run.recording.rows(step, step + 1), step)[0, ball])}"
    parts = (value,) if values.kind.by_step else (f"w {reading_text(row.w[ball])}", value)
    name = name_in_run(run, ball, ball_parameters(row.rule, row.parameters, ball))
    return (name, _("step {step}").format(step=whole(step)), *parts)


def paint_overlay(
    painter: QPainter,
    ratio: float | None,
    frame: Frame,
    values: PlotValues,
    transform: PlotTransform,
    theme: Theme,
    *,
    keeps_in_view: bool = False,
) -> None:
    """Paint cursor, veil and dots of a frame, antialiased; `ratio` is the `pixel_ratio` of the painter.

    With `keeps_in_view` cursor and dots beyond the last step of the plot are at its right end, the cursor dashed,
    with the number of their step.
    """
    has_limit = keeps_in_view and values.kind.by_step
    limit = transform.width - (DOT_RADIUS_SELECTED_PX + 1.0) * theme.scale if has_limit else math.inf
    _paint_cursor(painter, frame.run, values, transform, theme, limit)
    _dim_later_steps(painter, frame, values, transform, theme)
    _paint_dots(painter, ratio, frame, values, transform, theme, limit)
    if has_limit and transform.x(float(frame.run.step)) > limit:
        _paint_step_beyond(painter, frame.run.step, limit, theme)


def _step_beyond(step: int) -> str:
    return _("step {step}").format(step=whole(step)) + " →"


def _paint_step_beyond(painter: QPainter, step: int, right: float, theme: Theme) -> None:
    """Say of which step the dots at the right end are, as it is not on the axis."""
    text, font = _step_beyond(step), theme.font("small")
    metrics = QFontMetricsF(font)
    right -= (DOT_RADIUS_SELECTED_PX + 2.0) * theme.scale
    box = QRectF(right - metrics.horizontalAdvance(text), 0.0, metrics.horizontalAdvance(text), metrics.height())
    painter.fillRect(box, faded(theme.palette.background, BEHIND_TEXT_OPACITY))
    painter.setFont(font)
    painter.setPen(theme.palette.muted)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def cursor_x(run: Run, transform: PlotTransform) -> float:
    """Pixels from the left of the cursor, on the middle of a pixel."""
    x = min(max(transform.x(float(run.step)), -1.0), transform.width + 1.0)
    return round(x) + 0.5


def _paint_cursor(
    painter: QPainter, run: Run, values: PlotValues, transform: PlotTransform, theme: Theme, limit: float
) -> None:
    """Paint a line at the step that is shown; at most at `limit`, in pixels from the left."""
    if values.kind.by_step:
        x = cursor_x(run, transform)
        style = Qt.PenStyle.SolidLine if x <= limit else Qt.PenStyle.DashLine
        x = min(x, math.floor(limit) + 0.5) if math.isfinite(limit) else x
        painter.setPen(QPen(theme.palette.line_strong, 1.0, style))
        painter.drawLine(QLineF(x, 0.0, x, transform.height))


def _dim_later_steps(
    painter: QPainter, frame: Frame, values: PlotValues, transform: PlotTransform, theme: Theme
) -> None:
    """Fade everything after the step that is shown."""
    shown, last = frame.run.step, frame.run.last
    if shown >= last:
        return
    veil = faded(theme.palette.background, VEIL_OPACITY)
    if values.kind.by_step:
        left, right = transform.point(shown, 0.0).x() + 1.0, transform.width
        if right > left:
            painter.fillRect(QRectF(left, 0.0, right - left, transform.height), veil)
    else:
        painter.fillRect(transform.rect, veil)
        _paint_trails(painter, frame, values, transform, theme)


def _paint_trails(painter: QPainter, frame: Frame, values: PlotValues, transform: PlotTransform, theme: Theme) -> None:
    """Paint the last steps of each ball up to the one that is shown, as in the landscape."""
    first = max(0, frame.run.step - TRAIL_STEPS)
    rows = frame.run.recording.rows(first, frame.run.step + 1)
    with np.errstate(all="ignore"):
        across, down = transform.clipped_x(rows.w), transform.clipped_y(values.on_axis(rows, first))
    for ball in frame.shown_balls[:MAX_DOTS]:
        seen = np.isfinite(across[:, ball]) & np.isfinite(down[:, ball]) & rows.stepped[:, ball]
        points = [QPointF(x, y) for x, y in zip(across[seen, ball], down[seen, ball], strict=True)]
        painter.setPen(QPen(theme.palette.ball_line(frame.styles[ball].colour), TRAIL_WIDTH_PX * theme.scale))
        painter.drawPolyline(QPolygonF(points))


def _paint_dots(
    painter: QPainter,
    ratio: float | None,
    frame: Frame,
    values: PlotValues,
    transform: PlotTransform,
    theme: Theme,
    limit: float,
) -> None:
    """Paint a dot for each ball at its current values, the selected one's last; at most at `limit`."""
    status, styles, selected = frame.run.status, frame.styles, frame.selected
    shown = frame.shown_balls
    balls = [ball for ball in shown if ball != selected] if len(shown) <= MAX_DOTS else []
    if 0 <= selected < len(styles):
        balls.append(selected)
    by_x = (status.steps if values.kind.by_step else status.w).tolist()
    by_y = values.now_on_axis().tolist()
    right, bottom = transform.width + 0.5, transform.height + 0.5
    sprites = dot_sprites(theme.palette, theme.scale, ratio or 1.0)
    seen = []
    for ball in balls:
        x, y = min(transform.x(by_x[ball]), limit), transform.y(by_y[ball])
        if -0.5 <= x <= right and -0.5 <= y <= bottom:  # not where one is NaN
            seen.append((x, y, sprites.dot(styles[ball].colour, is_selected=ball == selected)))
    if seen:
        sprites.paint(painter, ratio, *zip(*seen, strict=True))
