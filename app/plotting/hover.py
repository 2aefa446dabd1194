"""Reading a value off a plot: which ball and step are nearest to the mouse, and the label beside them."""

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.plotting.axes import Frame
from app.plotting.kinds import Kind
from app.theme import RADIUS_SMALL, SPACE, Theme, faded
from physics.arrays import map_columns
from physics.run.recording import Recording

REACH = 24.0
"""Pixels: no point further away is read."""
MOST_LOOKED_AT = 100_000
"""Points that are compared at once; among more, first every so many steps, then all around the nearest."""
OPACITY = 0.9
"""The label lets the lines beneath be guessed."""


class Reading(NamedTuple):
    """A ball's place in the list, and a step."""

    place: int
    step: int


def nearest(kind: Kind, frame: Frame, recording: Recording, mouse: QPointF) -> Reading | None:
    """The point nearest to the mouse, or None where none is near."""
    begin, end = recording.first, recording.last + 1
    if kind.by_step:
        middle, reach = frame.x_at(mouse.x()), REACH * frame.x.length / frame.width
        begin, end = max(begin, math.floor(middle - reach)), min(end, math.ceil(middle + reach) + 1)
    stride = max(1, (end - begin) * recording.balls // MOST_LOOKED_AT)
    found = _nearest_among(kind, frame, recording, mouse, range(begin, end, stride))
    if found is not None and stride > 1:
        around = range(max(begin, found[1].step - stride), min(end, found[1].step + stride + 1))
        found = _nearest_among(kind, frame, recording, mouse, around)
    return found[1] if found is not None and found[0] <= REACH else None


def _nearest_among(
    kind: Kind, frame: Frame, recording: Recording, mouse: QPointF, steps: range
) -> tuple[float, Reading] | None:
    """Distance in pixels and place of the nearest of these steps; None when there is no point at all."""
    rows = recording.rows(steps.start, steps.stop)
    rows = map_columns(lambda column: column[:: steps.step], rows)
    if rows.w.size == 0:
        return None
    with np.errstate(all="ignore"):
        across = frame.across(np.array(steps, np.float64)[:, np.newaxis] if kind.by_step else rows.w)
        distance = np.hypot(across - mouse.x(), frame.down(kind.value(rows)) - mouse.y())
    distance = np.where(np.isfinite(distance) & rows.stepped, distance, np.inf)
    row, place = divmod(int(distance.argmin()), recording.balls)
    return float(distance[row, place]), Reading(place, steps[row])


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
    painter.setBrush(faded(palette.raised, OPACITY))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
    painter.setFont(font)
    painter.setPen(palette.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "\n".join(lines))
