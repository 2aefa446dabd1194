"""Reading a value off a plot: which ball and step are nearest to the mouse, and the label beside them."""

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.plotting.axes import PlotArea
from app.plotting.kinds import PlotKind
from app.theme import RADIUS_SMALL, SPACE, Theme, faded
from physics.arrays import map_columns
from physics.run.recording import Recording

MAX_DISTANCE_PX = 24.0
"""Pixels: no point further away is read."""
MAX_POINTS_COMPARED = 100_000
"""Points that are compared at once; among more, first every so many steps, then all around the nearest."""
LABEL_OPACITY = 0.9
"""The label lets the lines beneath be guessed."""


class Reading(NamedTuple):
    """A ball's place in the list, and a step."""

    ball: int
    step: int


def nearest(kind: PlotKind, area: PlotArea, recording: Recording, mouse: QPointF) -> Reading | None:
    """The point nearest to the mouse, or None where none is near."""
    begin, end = recording.first, recording.last + 1
    if kind.by_step:
        middle, steps_around = area.x_at(mouse.x()), MAX_DISTANCE_PX * area.x.length / area.width
        begin, end = max(begin, math.floor(middle - steps_around)), min(end, math.ceil(middle + steps_around) + 1)
    stride = max(1, (end - begin) * recording.balls // MAX_POINTS_COMPARED)
    found = _nearest_among(kind, area, recording, mouse, range(begin, end, stride))
    if found is not None and stride > 1:
        around = range(max(begin, found[1].step - stride), min(end, found[1].step + stride + 1))
        found = _nearest_among(kind, area, recording, mouse, around)
    return found[1] if found is not None and found[0] <= MAX_DISTANCE_PX else None


def _nearest_among(
    kind: PlotKind, area: PlotArea, recording: Recording, mouse: QPointF, steps: range
) -> tuple[float, Reading] | None:
    """Distance in pixels and place of the nearest of these steps; None when there is no point at all."""
    rows = recording.rows(steps.start, steps.stop)
    rows = map_columns(lambda column: column[:: steps.step], rows)
    if rows.w.size == 0:
        return None
    with np.errstate(all="ignore"):
        across = area.across(np.array(steps, np.float64)[:, np.newaxis] if kind.by_step else rows.w)
        distance = np.hypot(across - mouse.x(), area.down(kind.value(rows)) - mouse.y())
    distance = np.where(np.isfinite(distance) & rows.stepped, distance, np.inf)
    row, ball = divmod(int(distance.argmin()), recording.balls)
    return float(distance[row, ball]), Reading(ball, steps[row])


def paint_label(painter: QPainter, at: QPointF, lines: tuple[str, ...], within: QRectF, theme: Theme) -> None:
    """Paint a small label beside a point, inside a rectangle, where it hides the point least."""
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
