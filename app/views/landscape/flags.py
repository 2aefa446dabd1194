"""A flag with a text at each global minimum, and a text at each end of the domain that is lower."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen

from app.plotting.curve_line import CurveLine
from app.plotting.label_layout import Box
from app.plotting.transform import PlotTransform
from app.text.numbers import whole
from app.text.translation import N_, _, ngettext
from app.theme.application import Theme
from physics.landscape.base import Landscape

MAX_FLAGS = 24
"""With more global minima only the one nearest the middle has a flag."""
POLE_PX = 50.0
CLOTH_PX = (21.0, 15.0)
TEXT_BELOW_PX = 26.0
"""From the minimum down to the text, at scale 1: below the number of the valley."""
MIN_GAP_PX = 12.0
"""Between texts that are read apart, at scale 1."""
LOWER_END_TEXT = N_("lower, but no minimum")
"""At an end of the domain that lies below the flag."""


@dataclass(frozen=True)
class Flags:
    """Flags and their texts, in pixels."""

    feet: tuple[QPointF, ...]
    text_boxes: tuple[QRectF, ...]
    """Under each flag, or only under one where there is no room for all."""
    text: str
    end_text_boxes: tuple[QRectF, ...]
    """At ends of the domain that are lower than the flags."""
    scale: float

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of: poles, cloths and texts."""
        pole, (width, height) = POLE_PX * self.scale, CLOTH_PX
        shapes = [
            shape
            for foot in self.feet
            for shape in (
                QRectF(foot.x() - 0.5, foot.y() - pole, 1.0, pole),
                QRectF(foot.x(), foot.y() - pole, width * self.scale, height * self.scale),
            )
        ]
        boxes = (
            Box(rect.left(), rect.top(), rect.right(), rect.bottom())
            for rect in (*shapes, *self.text_boxes, *self.end_text_boxes)
        )
        return tuple(box.grown(2.0) for box in boxes)


def place_flags(landscape: Landscape, transform: PlotTransform, line: CurveLine, floor: float, theme: Theme) -> Flags:
    """Place every flag that is in the view."""
    features = landscape.features
    which = np.flatnonzero(features.is_global)
    x = transform.x(features.minima[which])
    y = transform.clipped_y(features.minimum_heights[which])
    feet = [QPointF(a, b) for a, b in zip(x, y, strict=True) if 0 <= a <= transform.width and b > 0]
    text = _("global minimum")
    boxes = [_box_below(foot, text, transform, line, theme) for foot in feet[:MAX_FLAGS]]
    gap = MIN_GAP_PX * theme.scale
    if len(feet) > MAX_FLAGS or any(one.right() + gap > other.left() for one, other in pairwise(boxes)):
        pattern = ngettext("one of {count} global minimum", "one of {count} global minima", len(which))
        text = pattern.format(count=whole(len(which)))
        middle = min(feet, key=lambda foot: abs(foot.x() - transform.width / 2.0))
        feet = feet if len(feet) <= MAX_FLAGS else [middle]
        boxes = [_box_below(middle, text, transform, line, theme)]
    visible = tuple(rect for rect in boxes if rect.left() >= 0.0 and rect.bottom() <= floor)
    end_boxes = _boxes_at_ends(landscape, transform, line, floor, theme, visible)
    return Flags(tuple(feet), visible, text, end_boxes, theme.scale)


def _boxes_at_ends(
    landscape: Landscape,
    transform: PlotTransform,
    line: CurveLine,
    floor: float,
    theme: Theme,
    others: tuple[QRectF, ...],
) -> tuple[QRectF, ...]:
    """A box below each visible end of the domain that is lower than the flags, and below other boxes there."""
    ends = landscape.features.lower_ends
    found: list[QRectF] = []
    for x, y in zip(transform.x(ends), transform.clipped_y(landscape.height(ends)), strict=True):
        rect = _box_below(QPointF(x, y), _(LOWER_END_TEXT), transform, line, theme)
        for other in others:
            if rect.intersects(other):
                rect.moveTop(other.bottom())
        if 0.0 <= x <= transform.width and y > 0.0 and rect.bottom() <= floor:
            found.append(rect)
    return tuple(found)


def _box_below(foot: QPointF, text: str, transform: PlotTransform, line: CurveLine, theme: Theme) -> QRectF:
    """A box centred below the minimum, below the whole curve there, and within the width of the view."""
    metrics = QFontMetricsF(theme.font("small"))
    width, height = metrics.horizontalAdvance(text), metrics.height()
    gap = theme.scaled(6)
    left = min(max(foot.x() - width / 2.0, gap), transform.width - width - gap)
    lowest_line = line.lowest_and_highest(left, left + width)[1]
    top = max(foot.y(), lowest_line) + theme.scaled(TEXT_BELOW_PX)
    return QRectF(left, top, width, height)


def paint_flags(painter: QPainter, flags: Flags, theme: Theme) -> None:
    """Paint poles, cloths and texts."""
    palette, scale = theme.palette, theme.scale
    pole = QPen(palette.curve, 1.6 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    for foot in flags.feet:
        painter.setPen(pole)
        top = foot.y() - POLE_PX * scale
        painter.drawLine(foot, QPointF(foot.x(), top))
        painter.fillPath(_cloth(foot.x() + 0.8 * scale, top, scale), palette.success)
    painter.setFont(theme.font("small"))
    painter.setPen(palette.muted)
    for rect in flags.text_boxes:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, flags.text)
    for rect in flags.end_text_boxes:
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, _(LOWER_END_TEXT))


def _cloth(x: float, y: float, scale: float) -> QPainterPath:
    """A pennant that waves a little."""
    width, height = CLOTH_PX[0] * scale, CLOTH_PX[1] * scale
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(x + 0.35 * width, y - 0.1 * height, x + 0.55 * width, y + 0.5 * height, x + width, y + 0.45 * height)
    path.cubicTo(x + 0.6 * width, y + 0.75 * height, x + 0.4 * width, y + 0.75 * height, x, y + height)
    path.closeSubpath()
    return path
