"""The number of each valley, below its minimum, as sentences and the map's legend call it."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.plotting.curve_line import CurveLine
from app.plotting.label_layout import Box
from app.plotting.transform import PlotTransform
from app.text.translation import _
from app.theme.application import Theme
from app.views.landscape.flags import Flags
from physics.arrays import Floats
from physics.landscape.base import Landscape

BELOW_PX = 9.0
"""From the curve down to the text, at scale 1: below the band in the valley's tint."""
WORD_GAP_PX, NUMBER_GAP_PX = 40.0, 8.0
"""Least room between two texts, at scale 1: of words as much as a ball's name takes."""
EDGE_PX = 4.0
"""To an end of the domain, at scale 1."""
MAX_NUMBERS = 60
"""In a view of more valleys there are no numbers: they could not be read any more."""


class ValleyNumbers(NamedTuple):
    """Texts and where they stand, in pixels; none where there is no room for all."""

    texts: tuple[str, ...]
    boxes: tuple[QRectF, ...]

    @property
    def obstacles(self) -> tuple[Box, ...]:
        """What the balls' names keep clear of; where valleys are so narrow that only numbers fit, names cover those."""
        if all(text.isdecimal() for text in self.texts):
            return ()
        return tuple(Box(box.left(), box.top(), box.right(), box.bottom()) for box in self.boxes)


NO_NUMBERS = ValleyNumbers((), ())


def place_valley_numbers(
    landscape: Landscape, transform: PlotTransform, line: CurveLine, floor: float, theme: Theme, flags: Flags
) -> ValleyNumbers:
    """Place `valley 2` in each valley of the view or, where that is too long for one of them, `2`.

    None lies on a text of a flag or, at y = `floor`, on the numbers of the axis.
    """
    if landscape.features.valley_count < 2 or not line.is_visible:  # one valley needs no number
        return NO_NUMBERS
    x = transform.x(_middles(landscape))
    visible = np.flatnonzero((x >= 0.0) & (x <= transform.width))
    if len(visible) > MAX_NUMBERS:
        return NO_NUMBERS
    numbers = tuple(str(valley + 1) for valley in visible.tolist())
    words = tuple(_("valley {number}").format(number=number) for number in numbers)
    for texts, gap in ((words, WORD_GAP_PX), (numbers, NUMBER_GAP_PX)):
        boxes = tuple(_box(text, place, line, theme) for text, place in zip(texts, x[visible].tolist(), strict=True))
        if _have_room(boxes, theme.scale * gap):
            room = QRectF(0.0, 0.0, transform.width, floor)
            taken = *flags.text_boxes, *flags.end_text_boxes
            shown = [
                (text, box)
                for text, box in zip(texts, boxes, strict=True)
                if room.contains(box) and not any(box.intersects(other) for other in taken)
            ]
            return ValleyNumbers(tuple(text for text, _box in shown), tuple(box for _text, box in shown))
    return NO_NUMBERS


def _middles(landscape: Landscape) -> Floats:
    """w of each valley's minimum, or of its middle where it has none."""
    features = landscape.features
    middles: Floats = np.where(
        np.isnan(features.minima), 0.5 * (features.edges[1:] + features.edges[:-1]), features.minima
    )
    return middles


def _box(text: str, x: float, line: CurveLine, theme: Theme) -> QRectF:
    metrics = QFontMetricsF(theme.font("small"))
    width = metrics.horizontalAdvance(text)
    margin = EDGE_PX * theme.scale
    left = min(max(x - 0.5 * width, line.left + margin), line.right - width - margin)
    lowest = line.lowest_and_highest(left, left + width)[1]
    return QRectF(left, lowest + BELOW_PX * theme.scale, width, metrics.height())


def _have_room(boxes: tuple[QRectF, ...], gap: float) -> bool:
    return all(one.right() + gap <= other.left() for one, other in pairwise(boxes))


def paint_valley_numbers(painter: QPainter, numbers: ValleyNumbers, theme: Theme) -> None:
    """Paint the texts."""
    painter.setFont(theme.font("small"))
    painter.setPen(theme.palette.muted)
    for text, box in zip(numbers.texts, numbers.boxes, strict=True):
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)
