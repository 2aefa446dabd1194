"""A picture that keeps the lines drawn so far, so that each frame adds only what is new."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from shiboken6 import Shiboken

from app.views.plot_curves import Segments
from physics.arrays import Floats, Ints

FEW_BALLS = 60
"""Up to so many balls the lines are wider than a pixel, which looks better and takes three times as long."""
WIDTH, WIDTH_OF_MANY, WIDTH_SELECTED = 1.4, 1.0, 2.0


class Strokes:
    """The balls in the order of their colours, with one pen a colour: as many calls of Qt as there are colours."""

    def __init__(self, numbers: Sequence[int], colours: Sequence[QColor], width: float) -> None:
        """`numbers`: each ball's colour among `colours`."""
        found = np.array(numbers, np.intp)
        self.order: Ints = np.argsort(found, kind="stable")
        self._ends: list[int] = np.searchsorted(found[self.order], np.arange(len(colours)), side="right").tolist()
        self._pens = [line_pen(colour, width) for colour in colours]

    def draw(self, painter: QPainter, segments: Segments) -> None:
        """Draw every segment that is shown."""
        lines, ends = self._in_order(segments)
        begin = 0
        for pen, end in zip(self._pens, ends, strict=True):
            if end > begin:
                painter.setPen(pen)
                draw_lines(painter, lines[begin:end])
            begin = end

    def _in_order(self, segments: Segments) -> tuple[Floats, list[int]]:
        """The lines that are shown, colour by colour, and where each colour ends."""
        lines = segments.lines[self.order]
        if segments.shown.all():
            return lines.reshape(-1, 4), [end * lines.shape[1] for end in self._ends]
        shown = segments.shown[self.order]
        counts = np.concatenate(([0], np.cumsum(np.count_nonzero(shown, axis=1))))
        return lines[shown], counts[self._ends].tolist()


def line_pen(colour: QColor, width: float) -> QPen:
    """A pen without caps: where segments meet, nothing is painted twice."""
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines (count, 4) from numpy's own memory: a QLineF is four doubles."""
    lines = np.ascontiguousarray(lines)
    # The wrapper does not own the memory; `lines` outlives it.
    first = cast("QLineF", Shiboken.wrapInstance(lines.ctypes.data, QLineF))
    painter.drawLines(first, len(lines))


class Layer:
    """A picture in the screen's own pixels, either opaque or to be laid over one that is."""

    def __init__(self, size: QSize, pixel_ratio: float, background: QColor | None) -> None:
        """Begin empty; without a background it is transparent."""
        form = QImage.Format.Format_ARGB32_Premultiplied if background is None else QImage.Format.Format_RGB32
        self.image = QImage(size * pixel_ratio, form)
        self.image.setDevicePixelRatio(pixel_ratio)
        self.image.fill(Qt.GlobalColor.transparent if background is None else background)

    @contextmanager
    def painter(self) -> Iterator[QPainter]:
        """A painter on the picture, in device-independent pixels."""
        with QPainter(self.image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            yield painter

    def add(self, segments: Segments, strokes: Strokes, inside: QRectF) -> None:
        """Draw segments, cut off at a rectangle."""
        if segments.shown.any():
            with self.painter() as painter:
                painter.setClipRect(inside)
                strokes.draw(painter, segments)
