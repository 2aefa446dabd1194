"""Reading a value off a plot: the ball and step nearest to the mouse, and the label at that point."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.plotting.transform import PlotTransform
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, SPACE, faded
from app.views.plots.kinds import PlotValues
from physics.arrays import map_columns
from physics.run.run import Run

MAX_DISTANCE_PX = 24.0
"""From the mouse to a point that is read."""
MAX_POINTS_COMPARED = 100_000
"""Among more points first every k-th step is compared, then all steps around the nearest of these."""
LABEL_OPACITY = 0.9


class Reading(NamedTuple):
    """The index of a ball, and a step."""

    ball: int
    step: int


def nearest(
    values: PlotValues, transform: PlotTransform, mouse: QPointF, balls: Sequence[int] | None = None
) -> Reading | None:
    """The point nearest to the mouse, in pixels, of these balls or of all; None where none is near."""
    recording = values.run.recording
    begin, end = recording.first, recording.last + 1
    if values.kind.by_step:
        middle, steps_around = transform.x_at(mouse.x()), MAX_DISTANCE_PX * transform.per_x
        begin, end = max(begin, math.floor(middle - steps_around)), min(end, math.ceil(middle + steps_around) + 1)
    stride = max(1, (end - begin) * recording.balls // MAX_POINTS_COMPARED)
    shown = range(recording.balls) if balls is None else balls
    found = _nearest_among(values, transform, mouse, range(begin, end, stride), shown)
    if found is not None and stride > 1:
        around = range(max(begin, found[1].step - stride), min(end, found[1].step + stride + 1))
        found = _nearest_among(values, transform, mouse, around, shown)
    return found[1] if found is not None and found[0] <= MAX_DISTANCE_PX else None


def _nearest_among(
    values: PlotValues, transform: PlotTransform, mouse: QPointF, steps: range, balls: Sequence[int]
) -> tuple[float, Reading] | None:
    """Distance in pixels and reading of these balls' nearest point at these steps; None without any point."""
    recording = values.run.recording
    rows = recording.rows(steps.start, steps.stop)
    if rows.w.size == 0:
        return None
    with np.errstate(all="ignore"):
        y = values.on_axis(rows, steps.start)[:: steps.step]
        rows = map_columns(lambda column: column[:: steps.step], rows)
        across = transform.clipped_x(np.array(steps, np.float64)[:, np.newaxis] if values.kind.by_step else rows.w)
        distance = np.hypot(across - mouse.x(), transform.clipped_y(y) - mouse.y())
    is_shown = np.isin(np.arange(recording.balls), np.array(balls, np.intp))
    distance = np.where(np.isfinite(distance) & rows.stepped & is_shown, distance, np.inf)
    row, ball = divmod(int(distance.argmin()), recording.balls)
    return float(distance[row, ball]), Reading(ball, steps[row])


def moved_reading(run: Run, ball: int, step: int, by: int = 0) -> Reading:
    """Go `by` steps from `step` among those that a ball has made, no further than these go.

    At a step that the ball has not made, its last one before.
    """
    recording = run.recording
    made = recording.first + np.flatnonzero(recording.rows().stepped[:, ball])
    here = int(np.searchsorted(made, step, side="right")) - 1
    return Reading(ball, int(made[min(max(here + by, 0), len(made) - 1)]))


def reading_point(values: PlotValues, transform: PlotTransform, reading: Reading) -> QPointF:
    """Where a reading is, in pixels; not finite if its value is not."""
    rows = values.run.recording.rows(reading.step, reading.step + 1)
    y = values.on_axis(rows, reading.step)[0, reading.ball].item()
    return transform.point(reading.step if values.kind.by_step else rows.w[0, reading.ball].item(), y)


def paint_label(painter: QPainter, at: QPointF, lines: tuple[str, ...], within: QRectF, theme: Theme) -> None:
    """Paint a label above a point, or below it where there is no room above, inside the rectangle `within`."""
    font = theme.font("number_small")
    metrics = QFontMetricsF(font)
    room = within.width() - 4 * SPACE
    lines = tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines)
    width = max(metrics.horizontalAdvance(line) for line in lines) + 4 * SPACE
    box = QRectF(0.0, 0.0, math.ceil(width), math.ceil(len(lines) * metrics.height()) + 2 * SPACE)
    left = max(min(at.x() - box.width() / 2.0, within.right() - box.width()), within.left())
    above = at.y() - box.height() - 3.0 * SPACE
    box.moveTo(round(left), round(above if above >= within.top() else at.y() + 3.0 * SPACE))
    palette = theme.palette
    painter.setPen(QPen(palette.line_strong, 1.0))
    painter.setBrush(faded(palette.raised, LABEL_OPACITY))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
    painter.setFont(font)
    painter.setPen(palette.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
